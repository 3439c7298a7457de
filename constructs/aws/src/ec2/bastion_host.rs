//! Bastion hosts: the way into a private network.

use super::{
    AmazonLinux2023, BlockDevice, Connectable, Connections, Instance, InstanceType, MachineImage,
    Port, SecurityGroup, SubnetSelection, Vpc,
};
use crate::iam::{Grantable, PolicyStatement, Principal, Role};
use crate::{Construct, Node, Output, Value};
use bon::bon;

/// A small host by which people reach what stands in private subnets.
///
/// They come through Session Manager, so no port is open and no key is handed around.
///
/// ```
/// use cumulo::{App, Stack, ec2::{BastionHostLinux, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let bastion = BastionHostLinux::builder(&stack, "Bastion").vpc(&vpc).require_imdsv2(true).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html>
#[derive(Clone, Debug)]
pub struct BastionHostLinux {
    node: Node,
    instance: Instance,
}

#[bon]
impl BastionHostLinux {
    /// A bastion host.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which it stands.
        vpc: &Vpc,
        /// Subnets of which the first is taken. Default: private ones with egress, else isolated ones, else public ones.
        #[builder(default)]
        subnet_selection: SubnetSelection,
        /// Type of the instance. Default: t3.nano.
        #[builder(default = InstanceType::new("t3.nano"))]
        instance_type: InstanceType,
        /// What it starts from. Default: the latest Amazon Linux 2023 for the type's processor.
        #[builder(into)]
        machine_image: Option<MachineImage>,
        /// Its security group. Default: a new one that lets everything out.
        security_group: Option<&SecurityGroup>,
        /// Tag `Name`. Default: `BastionHost`.
        #[builder(default = "BastionHost")]
        instance_name: &str,
        /// Disks. Default: those of the image.
        #[builder(default, with = |devices: impl IntoIterator<Item = BlockDevice>| devices.into_iter().collect())]
        block_devices: Vec<BlockDevice>,
        /// Whether the metadata service asks for a session token (version 2). Default: AWS's own.
        #[builder(default)]
        require_imdsv2: bool,
    ) -> BastionHostLinux {
        let node = scope.node().child(id);
        let image = machine_image.unwrap_or_else(|| {
            AmazonLinux2023::new().architecture(instance_type.architecture()).into()
        });
        let instance = Instance::builder(&node, "Resource")
            .vpc(vpc)
            .vpc_subnets(subnet_selection)
            .instance_type(instance_type)
            .machine_image(image)
            .maybe_security_group(security_group)
            .instance_name(instance_name)
            .block_devices(block_devices)
            .require_imdsv2(require_imdsv2)
            .build();
        instance.add_to_role_policy(
            PolicyStatement::allow()
                .actions(["ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*"])
                .all_resources(),
        );
        Output::new(&node, "BastionHostId", instance.instance_id()).description(
            "Instance ID of the bastion host. Use this to connect via SSM Session Manager",
        );
        BastionHostLinux { node, instance }
    }
}

impl BastionHostLinux {
    /// The instance.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Id of the instance, `i-…`.
    pub fn instance_id(&self) -> Value<String> {
        self.instance.instance_id()
    }

    /// Role of the instance.
    pub fn role(&self) -> &Role {
        self.instance.role()
    }

    /// Lets `peers` come by SSH; Session Manager needs no open port.
    pub fn allow_ssh_access_from(&self, peers: &[&dyn Connectable]) {
        for peer in peers {
            self.instance.allow_from(*peer, Port::ssh().described("SSH access"));
        }
    }
}

impl Construct for BastionHostLinux {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for BastionHostLinux {
    fn connections(&self) -> Connections {
        self.instance.connections()
    }
}

impl Grantable for BastionHostLinux {
    fn grant_principal(&self) -> Principal {
        self.instance.grant_principal()
    }
}
