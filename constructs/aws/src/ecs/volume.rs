//! Volumes of tasks, and where containers see them.

use crate::{Expr, IntoValue, Value};

/// Storage that the containers of a task share.
///
/// ```
/// use cumulo::ecs::{EfsVolume, Volume};
/// let scratch = Volume::new("scratch");
/// let data = Volume::host("data", "/mnt/data");
/// let shared = Volume::efs("shared", EfsVolume::new("fs-0123456789abcdef0").transit_encryption(true).iam(true));
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-volume.html>
#[derive(Clone, Debug)]
pub struct Volume {
    pub(super) name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Scratch,
    Host(Value<String>),
    Docker(DockerVolume),
    Efs(EfsVolume),
    AtLaunch,
}

impl Volume {
    /// Storage that lives as long as the task.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Scratch }
    }

    /// A folder of the host; for tasks on EC2.
    pub fn host(name: impl Into<String>, source_path: impl IntoValue<String>) -> Self {
        Self { name: name.into(), kind: Kind::Host(source_path.into_value()) }
    }

    /// A volume that Docker keeps on the host; for tasks on EC2.
    pub fn docker(name: impl Into<String>, volume: DockerVolume) -> Self {
        Self { name: name.into(), kind: Kind::Docker(volume) }
    }

    /// A file system of EFS. The task role needs its permissions, and the file system must let the service in.
    pub fn efs(name: impl Into<String>, volume: EfsVolume) -> Self {
        Self { name: name.into(), kind: Kind::Efs(volume) }
    }

    /// A volume that a service configures when it starts the task.
    pub fn configured_at_launch(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::AtLaunch }
    }

    pub(super) fn for_ec2_only(&self) -> bool {
        matches!(self.kind, Kind::Docker(_) | Kind::Host(_))
    }

    pub(super) fn to_expr(&self) -> Expr {
        let host = match &self.kind {
            Kind::Host(path) => Expr::object([("SourcePath", Expr::from(path))]),
            _ => Expr::Null,
        };
        let docker = match &self.kind {
            Kind::Docker(volume) => volume.to_expr(),
            _ => Expr::Null,
        };
        let efs = match &self.kind {
            Kind::Efs(volume) => volume.to_expr(),
            _ => Expr::Null,
        };
        let at_launch = matches!(self.kind, Kind::AtLaunch).then_some(Expr::from(true));
        Expr::object([
            ("ConfiguredAtLaunch", at_launch.unwrap_or(Expr::Null)),
            ("DockerVolumeConfiguration", docker),
            ("EFSVolumeConfiguration", efs),
            ("Host", host),
            ("Name", Expr::from(self.name.clone())),
        ])
    }
}

/// How long a Docker volume lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// As long as the task.
    Task,
    /// Beyond it.
    Shared,
}

/// A volume that Docker keeps on the host.
#[derive(Clone, Debug)]
pub struct DockerVolume {
    driver: String,
    scope: Scope,
    autoprovision: Option<bool>,
    driver_opts: Vec<(String, Value<String>)>,
    labels: Vec<(String, Value<String>)>,
}

impl DockerVolume {
    /// A volume of this driver, such as `local`.
    pub fn new(driver: impl Into<String>, scope: Scope) -> Self {
        Self {
            driver: driver.into(),
            scope,
            autoprovision: None,
            driver_opts: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Whether it is made where it is missing. Default: false.
    #[must_use]
    pub fn autoprovision(mut self, autoprovision: bool) -> Self {
        self.autoprovision = Some(autoprovision);
        self
    }

    /// An option of the driver.
    #[must_use]
    pub fn driver_opt(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.driver_opts.push((name.into(), value.into_value()));
        self
    }

    /// A label of the volume.
    #[must_use]
    pub fn label(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.labels.push((name.into(), value.into_value()));
        self
    }

    fn to_expr(&self) -> Expr {
        let map = |entries: &[(String, Value<String>)]| match entries {
            [] => Expr::Null,
            entries => Expr::object(entries.iter().map(|(k, v)| (k.clone(), Expr::from(v)))),
        };
        let scope = match self.scope {
            Scope::Task => "task",
            Scope::Shared => "shared",
        };
        Expr::object([
            ("Autoprovision", self.autoprovision.map_or(Expr::Null, Expr::from)),
            ("Driver", Expr::from(self.driver.clone())),
            ("DriverOpts", map(&self.driver_opts)),
            ("Labels", map(&self.labels)),
            ("Scope", Expr::from(scope)),
        ])
    }
}

/// A file system of EFS, as a task mounts it.
#[derive(Clone, Debug)]
pub struct EfsVolume {
    file_system_id: Value<String>,
    root_directory: Option<Value<String>>,
    transit_encryption: Option<bool>,
    transit_encryption_port: Option<u16>,
    access_point_id: Option<Value<String>>,
    iam: Option<bool>,
}

impl EfsVolume {
    /// The file system with this id, `fs-…`.
    pub fn new(file_system_id: impl IntoValue<String>) -> Self {
        Self {
            file_system_id: file_system_id.into_value(),
            root_directory: None,
            transit_encryption: None,
            transit_encryption_port: None,
            access_point_id: None,
            iam: None,
        }
    }

    /// Folder of the file system that is mounted. Default: its root.
    #[must_use]
    pub fn root_directory(mut self, path: impl IntoValue<String>) -> Self {
        self.root_directory = Some(path.into_value());
        self
    }

    /// Whether data is encrypted on its way; needed for `iam`. Default: false.
    #[must_use]
    pub fn transit_encryption(mut self, encrypt: bool) -> Self {
        self.transit_encryption = Some(encrypt);
        self
    }

    /// Port for encrypted data between host and file system. Default: the mount helper chooses.
    #[must_use]
    pub fn transit_encryption_port(mut self, port: u16) -> Self {
        self.transit_encryption_port = Some(port);
        self
    }

    /// Access point through which it is mounted. Default: none.
    #[must_use]
    pub fn access_point_id(mut self, id: impl IntoValue<String>) -> Self {
        self.access_point_id = Some(id.into_value());
        self
    }

    /// Whether the task role's permissions decide about access. Default: false.
    #[must_use]
    pub fn iam(mut self, iam: bool) -> Self {
        self.iam = Some(iam);
        self
    }

    fn to_expr(&self) -> Expr {
        let switch = |on: Option<bool>| match on {
            None => Expr::Null,
            Some(true) => Expr::from("ENABLED"),
            Some(false) => Expr::from("DISABLED"),
        };
        let text = |value: &Option<Value<String>>| value.as_ref().map_or(Expr::Null, Expr::from);
        let authorization = match (&self.access_point_id, self.iam) {
            (None, None) => Expr::Null,
            (access_point, iam) => {
                Expr::object([("AccessPointId", text(access_point)), ("IAM", switch(iam))])
            }
        };
        let port = self.transit_encryption_port.map(|port| Expr::from(i64::from(port)));
        Expr::object([
            ("AuthorizationConfig", authorization),
            ("FilesystemId", Expr::from(&self.file_system_id)),
            ("RootDirectory", text(&self.root_directory)),
            ("TransitEncryption", switch(self.transit_encryption)),
            ("TransitEncryptionPort", port.unwrap_or(Expr::Null)),
        ])
    }
}

/// Where a container sees a volume.
#[derive(Clone, Debug)]
pub struct MountPoint {
    container_path: String,
    source_volume: String,
    read_only: bool,
}

impl MountPoint {
    /// The volume of this name, at this path.
    pub fn new(source_volume: impl Into<String>, container_path: impl Into<String>) -> Self {
        Self {
            container_path: container_path.into(),
            source_volume: source_volume.into(),
            read_only: false,
        }
    }

    /// The container may only read it.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("ContainerPath", Expr::from(self.container_path.clone())),
            ("ReadOnly", Expr::from(self.read_only)),
            ("SourceVolume", Expr::from(self.source_volume.clone())),
        ])
    }
}
