//! Instance types.

use std::fmt;

/// An instance type: a family and a size, such as `t4g.small`.
///
/// ```
/// use cumulo::ec2::{InstanceArchitecture, InstanceClass, InstanceSize, InstanceType};
/// let small = InstanceType::of(InstanceClass::T4g, InstanceSize::Small);
/// assert_eq!(small.to_string(), "t4g.small");
/// assert_eq!(small.architecture(), InstanceArchitecture::Arm64);
/// ```
///
/// Source: <https://aws.amazon.com/ec2/instance-types/>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceType(String);

impl InstanceType {
    /// An instance type by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// An instance type of a family and size. Not every family has every size.
    pub fn of(class: InstanceClass, size: InstanceSize) -> Self {
        Self(format!("{}.{}", class.name(), size.name()))
    }

    /// The name, such as `t4g.small`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Family of the type, such as `t4g`.
    pub fn family(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Whether its credits let it burst above its share of the processor.
    pub fn is_burstable(&self) -> bool {
        matches!(self.family(), "t2" | "t3" | "t3a" | "t4g")
    }

    /// Processor of the type: families with a `g` behind the number are Graviton.
    pub fn architecture(&self) -> InstanceArchitecture {
        let family = self.family();
        let attributes = family.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let attributes = attributes.trim_start_matches(|c: char| c.is_ascii_digit());
        match family == "a1" || attributes.starts_with('g') {
            true => InstanceArchitecture::Arm64,
            false => InstanceArchitecture::X86_64,
        }
    }
}

impl fmt::Display for InstanceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Processor of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceArchitecture {
    /// ARM, such as AWS's Graviton.
    Arm64,
    /// Intel and AMD.
    X86_64,
}

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind {
            $(#[doc = concat!("`", $name, "`.")] $(#[$variant_doc])* $variant,)*
            /// Another one, by its name.
            Custom(&'static str),
        }

        impl $kind {
            /// The name as AWS writes it.
            pub fn name(self) -> &'static str {
                match self {
                    $($kind::$variant => $name,)*
                    $kind::Custom(name) => name,
                }
            }
        }
    };
}

names! {
    /// Family of instance types.
    InstanceClass {
        T2 = "t2", T3 = "t3", T3a = "t3a", T4g = "t4g",
        M4 = "m4", M5 = "m5", M5a = "m5a", M5ad = "m5ad", M5d = "m5d", M5n = "m5n", M5dn = "m5dn",
        M6a = "m6a", M6g = "m6g", M6gd = "m6gd", M6i = "m6i", M6id = "m6id", M6in = "m6in",
        M7a = "m7a", M7g = "m7g", M7gd = "m7gd", M7i = "m7i", M7iFlex = "m7i-flex", M8g = "m8g", M8gd = "m8gd",
        C4 = "c4", C5 = "c5", C5a = "c5a", C5ad = "c5ad", C5d = "c5d", C5n = "c5n",
        C6a = "c6a", C6g = "c6g", C6gd = "c6gd", C6gn = "c6gn", C6i = "c6i", C6id = "c6id", C6in = "c6in",
        C7a = "c7a", C7g = "c7g", C7gd = "c7gd", C7gn = "c7gn", C7i = "c7i", C7iFlex = "c7i-flex", C8g = "c8g", C8gd = "c8gd",
        R4 = "r4", R5 = "r5", R5a = "r5a", R5ad = "r5ad", R5b = "r5b", R5d = "r5d", R5n = "r5n",
        R6a = "r6a", R6g = "r6g", R6gd = "r6gd", R6i = "r6i", R6id = "r6id", R6in = "r6in",
        R7a = "r7a", R7g = "r7g", R7gd = "r7gd", R7i = "r7i", R7iz = "r7iz", R8g = "r8g", R8gd = "r8gd",
        X1 = "x1", X1e = "x1e", X2gd = "x2gd", X2idn = "x2idn", X2iedn = "x2iedn", X8g = "x8g", Z1d = "z1d",
        I3 = "i3", I3en = "i3en", I4g = "i4g", I4i = "i4i", I7ie = "i7ie", I8g = "i8g",
        Im4gn = "im4gn", Is4gen = "is4gen", D2 = "d2", D3 = "d3", D3en = "d3en", H1 = "h1",
        G4ad = "g4ad", G4dn = "g4dn", G5 = "g5", G5g = "g5g", G6 = "g6", G6e = "g6e", Gr6 = "gr6",
        P3 = "p3", P4d = "p4d", P4de = "p4de", P5 = "p5", P5e = "p5e", P5en = "p5en",
        Inf1 = "inf1", Inf2 = "inf2", Trn1 = "trn1", Trn1n = "trn1n", Trn2 = "trn2",
        Hpc6a = "hpc6a", Hpc6id = "hpc6id", Hpc7a = "hpc7a", Hpc7g = "hpc7g", A1 = "a1",
    }
}

names! {
    /// Size of an instance type.
    InstanceSize {
        Nano = "nano", Micro = "micro", Small = "small", Medium = "medium", Large = "large",
        Xlarge = "xlarge", Xlarge2 = "2xlarge", Xlarge3 = "3xlarge", Xlarge4 = "4xlarge",
        Xlarge6 = "6xlarge", Xlarge8 = "8xlarge", Xlarge9 = "9xlarge", Xlarge10 = "10xlarge",
        Xlarge12 = "12xlarge", Xlarge16 = "16xlarge", Xlarge18 = "18xlarge", Xlarge24 = "24xlarge",
        Xlarge32 = "32xlarge", Xlarge48 = "48xlarge", Xlarge56 = "56xlarge", Xlarge112 = "112xlarge",
        Metal = "metal", Metal16xl = "metal-16xl", Metal24xl = "metal-24xl", Metal32xl = "metal-32xl", Metal48xl = "metal-48xl",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graviton_families_are_arm() {
        let architecture = |name: &str| InstanceType::new(name).architecture();
        for arm in ["t4g.small", "m7gd.large", "im4gn.large", "a1.medium", "c7gn.large"] {
            assert_eq!(architecture(arm), InstanceArchitecture::Arm64, "{arm}");
        }
        for x86 in ["t3.micro", "g5.xlarge", "m5dn.large", "i4i.large"] {
            assert_eq!(architecture(x86), InstanceArchitecture::X86_64, "{x86}");
        }
    }
}
