//! Sizes of Fargate tasks: only pairs of CPU and memory that Fargate runs can be written down.

use std::fmt;

/// CPU and memory of a Fargate task.
///
/// Each amount of CPU takes its own amounts of memory, so a pair that Fargate does not run does not compile:
///
/// ```
/// use cumulo::ecs::{FargateSize, Memory512};
/// let size = FargateSize::Cpu512(Memory512::Gb1);
/// assert_eq!((size.cpu_units(), size.memory_mib()), (512, 1024));
/// ```
///
/// ```compile_fail
/// use cumulo::ecs::{FargateSize, Memory512};
/// FargateSize::Cpu256(Memory512::Gb4);
/// ```
///
/// Numbers that come from a stage's values are checked when they are read:
///
/// ```
/// use cumulo::ecs::FargateSize;
/// assert!(FargateSize::try_from((256, 512)).is_ok());
/// assert!(FargateSize::try_from((256, 8192)).is_err());
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FargateSize {
    /// A quarter of a virtual CPU.
    Cpu256(Memory256),
    /// Half a virtual CPU.
    Cpu512(Memory512),
    /// 1 virtual CPU.
    Cpu1024(Memory1024),
    /// 2 virtual CPUs.
    Cpu2048(Memory2048),
    /// 4 virtual CPUs.
    Cpu4096(Memory4096),
    /// 8 virtual CPUs; Linux only.
    Cpu8192(Memory8192),
    /// 16 virtual CPUs; Linux only.
    Cpu16384(Memory16384),
}

macro_rules! memory {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $mib:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $text] $variant,)*
        }

        impl $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn mib(self) -> u32 {
                match self { $(Self::$variant => $mib,)* }
            }
        }
    };
}

memory! {
    /// Memory that goes with a quarter of a virtual CPU.
    Memory256 { Mb512 = 512, "512 MiB."; Gb1 = 1024, "1 GiB."; Gb2 = 2048, "2 GiB."; }
}
memory! {
    /// Memory that goes with half a virtual CPU.
    Memory512 { Gb1 = 1024, "1 GiB."; Gb2 = 2048, "2 GiB."; Gb3 = 3072, "3 GiB."; Gb4 = 4096, "4 GiB."; }
}
memory! {
    /// Memory that goes with 1 virtual CPU.
    Memory1024 {
        Gb2 = 2048, "2 GiB."; Gb3 = 3072, "3 GiB."; Gb4 = 4096, "4 GiB."; Gb5 = 5120, "5 GiB.";
        Gb6 = 6144, "6 GiB."; Gb7 = 7168, "7 GiB."; Gb8 = 8192, "8 GiB.";
    }
}
memory! {
    /// Memory that goes with 2 virtual CPUs.
    Memory2048 {
        Gb4 = 4096, "4 GiB."; Gb5 = 5120, "5 GiB."; Gb6 = 6144, "6 GiB."; Gb7 = 7168, "7 GiB.";
        Gb8 = 8192, "8 GiB."; Gb9 = 9216, "9 GiB."; Gb10 = 10240, "10 GiB."; Gb11 = 11264, "11 GiB.";
        Gb12 = 12288, "12 GiB."; Gb13 = 13312, "13 GiB."; Gb14 = 14336, "14 GiB.";
        Gb15 = 15360, "15 GiB."; Gb16 = 16384, "16 GiB.";
    }
}
memory! {
    /// Memory that goes with 4 virtual CPUs.
    Memory4096 {
        Gb8 = 8192, "8 GiB."; Gb9 = 9216, "9 GiB."; Gb10 = 10240, "10 GiB."; Gb11 = 11264, "11 GiB.";
        Gb12 = 12288, "12 GiB."; Gb13 = 13312, "13 GiB."; Gb14 = 14336, "14 GiB.";
        Gb15 = 15360, "15 GiB."; Gb16 = 16384, "16 GiB."; Gb17 = 17408, "17 GiB.";
        Gb18 = 18432, "18 GiB."; Gb19 = 19456, "19 GiB."; Gb20 = 20480, "20 GiB.";
        Gb21 = 21504, "21 GiB."; Gb22 = 22528, "22 GiB."; Gb23 = 23552, "23 GiB.";
        Gb24 = 24576, "24 GiB."; Gb25 = 25600, "25 GiB."; Gb26 = 26624, "26 GiB.";
        Gb27 = 27648, "27 GiB."; Gb28 = 28672, "28 GiB."; Gb29 = 29696, "29 GiB.";
        Gb30 = 30720, "30 GiB.";
    }
}
memory! {
    /// Memory that goes with 8 virtual CPUs.
    Memory8192 {
        Gb16 = 16384, "16 GiB."; Gb20 = 20480, "20 GiB."; Gb24 = 24576, "24 GiB.";
        Gb28 = 28672, "28 GiB."; Gb32 = 32768, "32 GiB."; Gb36 = 36864, "36 GiB.";
        Gb40 = 40960, "40 GiB."; Gb44 = 45056, "44 GiB."; Gb48 = 49152, "48 GiB.";
        Gb52 = 53248, "52 GiB."; Gb56 = 57344, "56 GiB."; Gb60 = 61440, "60 GiB.";
    }
}
memory! {
    /// Memory that goes with 16 virtual CPUs.
    Memory16384 {
        Gb32 = 32768, "32 GiB."; Gb40 = 40960, "40 GiB."; Gb48 = 49152, "48 GiB.";
        Gb56 = 57344, "56 GiB."; Gb64 = 65536, "64 GiB."; Gb72 = 73728, "72 GiB.";
        Gb80 = 81920, "80 GiB."; Gb88 = 90112, "88 GiB."; Gb96 = 98304, "96 GiB.";
        Gb104 = 106496, "104 GiB."; Gb112 = 114688, "112 GiB."; Gb120 = 122880, "120 GiB.";
    }
}

impl FargateSize {
    /// All pairs that Fargate runs, smallest first.
    pub fn all() -> Vec<FargateSize> {
        let mut all: Vec<FargateSize> = Vec::new();
        all.extend(Memory256::ALL.iter().copied().map(FargateSize::Cpu256));
        all.extend(Memory512::ALL.iter().copied().map(FargateSize::Cpu512));
        all.extend(Memory1024::ALL.iter().copied().map(FargateSize::Cpu1024));
        all.extend(Memory2048::ALL.iter().copied().map(FargateSize::Cpu2048));
        all.extend(Memory4096::ALL.iter().copied().map(FargateSize::Cpu4096));
        all.extend(Memory8192::ALL.iter().copied().map(FargateSize::Cpu8192));
        all.extend(Memory16384::ALL.iter().copied().map(FargateSize::Cpu16384));
        all
    }

    /// CPU units, of which 1,024 are a virtual CPU.
    pub const fn cpu_units(self) -> u32 {
        match self {
            FargateSize::Cpu256(_) => 256,
            FargateSize::Cpu512(_) => 512,
            FargateSize::Cpu1024(_) => 1024,
            FargateSize::Cpu2048(_) => 2048,
            FargateSize::Cpu4096(_) => 4096,
            FargateSize::Cpu8192(_) => 8192,
            FargateSize::Cpu16384(_) => 16384,
        }
    }

    /// Memory in MiB.
    pub const fn memory_mib(self) -> u32 {
        match self {
            FargateSize::Cpu256(memory) => memory.mib(),
            FargateSize::Cpu512(memory) => memory.mib(),
            FargateSize::Cpu1024(memory) => memory.mib(),
            FargateSize::Cpu2048(memory) => memory.mib(),
            FargateSize::Cpu4096(memory) => memory.mib(),
            FargateSize::Cpu8192(memory) => memory.mib(),
            FargateSize::Cpu16384(memory) => memory.mib(),
        }
    }
}

impl Default for FargateSize {
    /// The smallest: 256 units and 512 MiB.
    fn default() -> Self {
        FargateSize::Cpu256(Memory256::Mb512)
    }
}

/// CPU units and MiB of memory that Fargate does not run together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFargateSize {
    cpu: u32,
    memory: u32,
}

impl fmt::Display for NoFargateSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cpu, memory) = (self.cpu, self.memory);
        let mut fitting = FargateSize::all();
        fitting.retain(|size| size.cpu_units() == cpu);
        match (fitting.first(), fitting.last()) {
            (Some(first), Some(last)) => write!(
                f,
                "Fargate runs no task of {cpu} CPU units with {memory} MiB: {cpu} units take {} to {} MiB, not all between",
                first.memory_mib(),
                last.memory_mib()
            ),
            _ => write!(
                f,
                "Fargate runs no task of {cpu} CPU units: choose 256, 512, 1024, 2048, 4096, 8192 or 16384"
            ),
        }
    }
}

impl std::error::Error for NoFargateSize {}

impl TryFrom<(u32, u32)> for FargateSize {
    type Error = NoFargateSize;

    /// From CPU units and MiB of memory.
    fn try_from((cpu, memory): (u32, u32)) -> Result<Self, NoFargateSize> {
        let size = |size: &FargateSize| size.cpu_units() == cpu && size.memory_mib() == memory;
        FargateSize::all().into_iter().find(size).ok_or(NoFargateSize { cpu, memory })
    }
}
