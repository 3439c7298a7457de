//! What the Linux kernel gives a container or keeps from it.

use crate::{Expr, Size};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`.")] $variant,)*
        }

        impl $name {
            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// A capability of the Linux kernel; see `man 7 capabilities`.
    Capability {
        All = "ALL", AuditControl = "AUDIT_CONTROL", AuditWrite = "AUDIT_WRITE",
        BlockSuspend = "BLOCK_SUSPEND", Chown = "CHOWN", DacOverride = "DAC_OVERRIDE",
        DacReadSearch = "DAC_READ_SEARCH", Fowner = "FOWNER", Fsetid = "FSETID", IpcLock = "IPC_LOCK",
        IpcOwner = "IPC_OWNER", Kill = "KILL", Lease = "LEASE", LinuxImmutable = "LINUX_IMMUTABLE",
        MacAdmin = "MAC_ADMIN", MacOverride = "MAC_OVERRIDE", Mknod = "MKNOD", NetAdmin = "NET_ADMIN",
        NetBindService = "NET_BIND_SERVICE", NetBroadcast = "NET_BROADCAST", NetRaw = "NET_RAW",
        Setfcap = "SETFCAP", Setgid = "SETGID", Setpcap = "SETPCAP", Setuid = "SETUID",
        SysAdmin = "SYS_ADMIN", SysBoot = "SYS_BOOT", SysChroot = "SYS_CHROOT", SysModule = "SYS_MODULE",
        SysNice = "SYS_NICE", SysPacct = "SYS_PACCT", SysPtrace = "SYS_PTRACE", SysRawio = "SYS_RAWIO",
        SysResource = "SYS_RESOURCE", SysTime = "SYS_TIME", SysTtyConfig = "SYS_TTY_CONFIG",
        Syslog = "SYSLOG", WakeAlarm = "WAKE_ALARM",
    }
}

words! {
    /// What a container may do with a device of its host.
    DevicePermission { Read = "read", Write = "write", Mknod = "mknod", }
}

/// What the Linux kernel gives a container or keeps from it.
///
/// ```
/// use cumulo::ecs::{Capability, LinuxParameters};
/// let locked_down = LinuxParameters::new().init_process_enabled(true).drop_capabilities([Capability::All]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-linuxparameters.html>
#[derive(Clone, Debug, Default)]
pub struct LinuxParameters {
    init_process_enabled: Option<bool>,
    shared_memory_size: Option<Size>,
    max_swap: Option<Size>,
    swappiness: Option<u8>,
    add: Vec<Capability>,
    drop: Vec<Capability>,
    devices: Vec<Expr>,
    tmpfs: Vec<Expr>,
}

impl LinuxParameters {
    /// What Docker does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether an init process passes signals on and reaps children. Default: false.
    #[must_use]
    pub fn init_process_enabled(mut self, enabled: bool) -> Self {
        self.init_process_enabled = Some(enabled);
        self
    }

    /// Size of `/dev/shm`, in whole MiB; not on Fargate. Default: Docker's.
    #[must_use]
    pub fn shared_memory_size(mut self, size: Size) -> Self {
        self.shared_memory_size = Some(size);
        self
    }

    /// How much it may swap, in whole MiB; not on Fargate. Default: the host's rule.
    #[must_use]
    pub fn max_swap(mut self, size: Size) -> Self {
        self.max_swap = Some(size);
        self
    }

    /// How eagerly it swaps, 0 to 100; not on Fargate. Default: 60.
    #[must_use]
    pub fn swappiness(mut self, swappiness: u8) -> Self {
        self.swappiness = Some(swappiness);
        self
    }

    /// Gives the container capabilities that Docker keeps from it; on Fargate only `SYS_PTRACE`.
    #[must_use]
    pub fn add_capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.add.extend(capabilities);
        self
    }

    /// Keeps capabilities from the container that Docker gives it.
    #[must_use]
    pub fn drop_capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.drop.extend(capabilities);
        self
    }

    /// Shows the container a device of its host; not on Fargate. Its path in the container is the host's unless given.
    #[must_use]
    pub fn device(
        mut self,
        host_path: impl Into<String>,
        container_path: Option<&str>,
        permissions: &[DevicePermission],
    ) -> Self {
        let permissions: Vec<Expr> =
            permissions.iter().map(|permission| Expr::from(permission.as_str())).collect();
        self.devices.push(Expr::object([
            (
                "ContainerPath",
                container_path.map_or(Expr::Null, |path| Expr::from(path.to_owned())),
            ),
            ("HostPath", Expr::from(host_path.into())),
            ("Permissions", some_list(permissions)),
        ]));
        self
    }

    /// Mounts a file system in memory, of at most this size in whole MiB, with options of `mount` such as `noexec`; not on Fargate.
    #[must_use]
    pub fn tmpfs(
        mut self,
        container_path: impl Into<String>,
        size: Size,
        options: &[&str],
    ) -> Self {
        let options: Vec<Expr> =
            options.iter().map(|option| Expr::from((*option).to_owned())).collect();
        self.tmpfs.push(Expr::object([
            ("ContainerPath", Expr::from(container_path.into())),
            ("MountOptions", some_list(options)),
            ("Size", mebibytes(size)),
        ]));
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let names = |capabilities: &[Capability]| {
            some_list(capabilities.iter().map(|one| Expr::from(one.as_str())).collect())
        };
        let capabilities = match (self.add.is_empty(), self.drop.is_empty()) {
            (true, true) => Expr::Null,
            _ => Expr::object([("Add", names(&self.add)), ("Drop", names(&self.drop))]),
        };
        Expr::object([
            ("Capabilities", capabilities),
            ("Devices", some_list(self.devices.clone())),
            ("InitProcessEnabled", self.init_process_enabled.map_or(Expr::Null, Expr::from)),
            ("MaxSwap", self.max_swap.map_or(Expr::Null, mebibytes)),
            ("SharedMemorySize", self.shared_memory_size.map_or(Expr::Null, mebibytes)),
            (
                "Swappiness",
                self.swappiness.map_or(Expr::Null, |value| Expr::from(i64::from(value))),
            ),
            ("Tmpfs", some_list(self.tmpfs.clone())),
        ])
    }
}

fn some_list(items: Vec<Expr>) -> Expr {
    if items.is_empty() { Expr::Null } else { Expr::List(items) }
}

fn mebibytes(size: Size) -> Expr {
    Expr::from(i64::try_from(size.to_mebibytes()).unwrap_or(i64::MAX))
}
