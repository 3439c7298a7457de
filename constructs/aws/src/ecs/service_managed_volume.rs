//! Volumes of EBS that a service makes for each of its tasks.

use super::{
    BaseService, ContainerDefinition, MountPoint, PropagatedTagSource, TaskDefinition, Volume,
};
use crate::bag::{flag, list, number, opt};
use crate::ec2::EbsVolumeType;
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::kms::Key;
use crate::{Construct, Expr, IntoValue, Node, Size, Value};
use bon::bon;

/// Format of a new volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSystemType {
    /// ext3.
    Ext3,
    /// ext4.
    Ext4,
    /// XFS.
    Xfs,
    /// NTFS, for Windows.
    Ntfs,
}

/// A volume of EBS that a service makes for each of its tasks, and deletes with it.
///
/// ```
/// # use cumulo::ec2::Vpc;
/// # use cumulo::ecs::{Cluster, ContainerImage, FargateService, FargateTaskDefinition};
/// use cumulo::ecs::ServiceManagedVolume;
/// # use cumulo::prelude::*;
/// # let app = App::new();
/// # let stack = Stack::builder(&app, "Shop").build();
/// # let cluster = Cluster::builder(&stack, "Cluster").build();
/// # let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// # let container = task.add_container("api").image(ContainerImage::from_registry("nginx:1.27")).build();
/// # let service = FargateService::builder(&stack, "Service").cluster(&cluster).task_definition(&task).build();
/// let index = ServiceManagedVolume::builder(&stack, "Index").name("index").size(Size::gibibytes(20)).build();
/// index.mount_in(&container, "/var/lib/index", false);
/// task.add_managed_volume(&index);
/// service.add_volume(&index);
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-servicemanagedebsvolumeconfiguration.html>
#[derive(Clone, Debug)]
pub struct ServiceManagedVolume {
    node: Node,
    name: String,
    role: Role,
    configuration: Expr,
}

#[bon]
impl ServiceManagedVolume {
    /// A volume for each task of a service.
    ///
    /// # Findings
    /// `managed-volume` when there is neither a size nor a snapshot.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name in the task.
        #[builder(into)]
        name: String,
        /// Its size, 1 GiB to 16 TiB; needed without a snapshot. Default: the snapshot's.
        size: Option<Size>,
        /// The snapshot that it begins with. Default: it begins empty.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        snapshot_id: Option<Value<String>>,
        /// Its type. Default: gp3.
        volume_type: Option<EbsVolumeType>,
        /// Whether it is encrypted. Default: the account's setting.
        encrypted: Option<bool>,
        /// Key that encrypts it. Default: one of AWS.
        kms_key: Option<&Key>,
        /// Operations a second, 3,000 to 256,000; of some types. Default: the type's.
        iops: Option<u32>,
        /// MiB a second, 125 to 1,000; of gp3. Default: 125.
        throughput: Option<u32>,
        /// Its format; a snapshot brings its own. Default: XFS.
        file_system_type: Option<FileSystemType>,
        /// Tags of the volumes. Default: none.
        #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| tags.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect())]
        tags: Vec<(String, Value<String>)>,
        /// Whose tags the volumes get besides. Default: nobody's.
        propagate_tags: Option<PropagatedTagSource>,
        /// Role by which ECS makes the volumes. Default: a new one, `EBSRole` below the volume.
        role: Option<&Role>,
    ) -> ServiceManagedVolume {
        let node = scope.node().child(id);
        if size.is_none() && snapshot_id.is_none() {
            node.error(
                "managed-volume",
                format!("nothing says how large volume `{name}` is"),
                "set `size`, or `snapshot_id`",
            );
        }
        let role = role.cloned().unwrap_or_else(|| {
            let policy = "service-role/AmazonECSInfrastructureRolePolicyForVolumes";
            Role::builder(&node, "EBSRole")
                .assumed_by(Principal::service("ecs.amazonaws.com"))
                .managed_policies([ManagedPolicy::from_aws_managed_policy_name(policy)])
                .build()
        });
        let format = file_system_type.map(|format| match format {
            FileSystemType::Ext3 => "ext3",
            FileSystemType::Ext4 => "ext4",
            FileSystemType::Xfs => "xfs",
            FileSystemType::Ntfs => "ntfs",
        });
        let size = size.map(|size| i64::try_from(size.to_gibibytes()).unwrap_or(i64::MAX));
        let key = kms_key.map(Key::key_id);
        let configuration = Expr::object([
            ("Encrypted", flag(encrypted)),
            ("FilesystemType", format.map_or(Expr::Null, Expr::from)),
            ("Iops", number(iops)),
            ("KmsKeyId", opt(key.as_ref())),
            ("RoleArn", role.role_arn().into()),
            ("SizeInGiB", size.map_or(Expr::Null, Expr::from)),
            ("SnapshotId", opt(snapshot_id.as_ref())),
            ("TagSpecifications", list(tag_specification(&tags, propagate_tags))),
            ("Throughput", number(throughput)),
            ("VolumeType", volume_type.map_or(Expr::Null, |kind| Expr::from(kind.name()))),
        ]);
        ServiceManagedVolume { node, name, role, configuration }
    }

    /// Its name in the task.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Role by which ECS makes the volumes.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Shows it to a container, at this path.
    pub fn mount_in(&self, container: &ContainerDefinition, container_path: &str, read_only: bool) {
        let point = MountPoint::new(&self.name, container_path);
        container.add_mount_points([if read_only { point.read_only() } else { point }]);
    }
}

impl TaskDefinition {
    /// Lets containers of the task mount a volume that its service makes.
    pub fn add_managed_volume(&self, volume: &ServiceManagedVolume) {
        self.add_volume(Volume::configured_at_launch(&volume.name));
    }
}

impl BaseService {
    /// Makes a volume for each task.
    pub fn add_volume(&self, volume: &ServiceManagedVolume) {
        let configuration = Expr::object([
            ("ManagedEBSVolume", volume.configuration.clone()),
            ("Name", Expr::from(volume.name.clone())),
        ]);
        self.cfn()
            .edit_properties(|properties| properties.push("VolumeConfigurations", configuration));
    }
}

fn tag_specification(
    tags: &[(String, Value<String>)],
    propagate: Option<PropagatedTagSource>,
) -> Option<Expr> {
    let propagate = propagate.map(|source| source.name().unwrap_or("NONE"));
    if tags.is_empty() && propagate.is_none() {
        return None;
    }
    let tags = tags.iter().map(|(key, value)| {
        Expr::object([("Key", Expr::from(key.clone())), ("Value", Expr::from(value))])
    });
    Some(Expr::object([
        ("PropagateTags", propagate.map_or(Expr::Null, Expr::from)),
        ("ResourceType", Expr::from("volume")),
        ("Tags", list(tags)),
    ]))
}

impl Construct for ServiceManagedVolume {
    fn node(&self) -> &Node {
        &self.node
    }
}
