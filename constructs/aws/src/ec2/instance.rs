//! EC2 instances.

use super::launch_template::{enabled, section};
use super::{
    BlockDevice, Connectable, Connections, CpuCredits, InstanceType, KeyPair, MachineImage,
    OperatingSystemType, PlacementGroup, SecurityGroup, ShutdownBehavior, SubnetSelection,
    UserData, Vpc,
};
use crate::bag::{any, bag, flag, number, opt};
use crate::cfn::ec2::{CfnInstance, CfnLaunchTemplate};
use crate::cfn::iam::CfnInstanceProfile;
use crate::iam::{Grantable, InstanceProfile, ManagedPolicy, PolicyStatement, Principal, Role};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Tags, Value};
use bon::bon;
use std::cell::RefCell;
use std::rc::Rc;

/// A single EC2 instance. For more than one, an Auto Scaling group replaces those that fail.
///
/// ```
/// use cumulo::{App, Stack};
/// use cumulo::ec2::{Instance, InstanceType, MachineImage, Vpc};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Hosts").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let host = Instance::builder(&stack, "Host")
///     .vpc(&vpc)
///     .instance_type(InstanceType::new("t3.micro"))
///     .machine_image(MachineImage::latest_amazon_linux_2023())
///     .require_imdsv2(true)
///     .build();
/// host.add_user_data(["dnf install -y nginx"]);
/// # cumulo::testing::Template::of(&app, "Hosts");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html>
#[derive(Clone, Debug)]
pub struct Instance {
    node: Node,
    cfn: Resource<CfnInstance>,
    role: Role,
    connections: Connections,
    user_data: Rc<RefCell<UserData>>,
    os_type: OperatingSystemType,
    user_data_causes_replacement: bool,
}

#[bon]
impl Instance {
    /// An instance.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which it stands.
        vpc: &Vpc,
        /// Type of the instance.
        instance_type: InstanceType,
        /// What it starts from.
        #[builder(into)]
        machine_image: MachineImage,
        /// Subnets of which the first is taken. Default: private ones with egress, else isolated ones, else public ones.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security group. Default: a new one.
        security_group: Option<&SecurityGroup>,
        /// Whether the new security group lets everything out over IPv4. Default: true.
        allow_all_outbound: Option<bool>,
        /// Role of the instance. Default: a new one.
        role: Option<&Role>,
        /// Script that it runs when it starts for the first time. Default: that of the image.
        user_data: Option<UserData>,
        /// Key pair for SSH. Default: none.
        key_pair: Option<&KeyPair>,
        /// Tag `Name`. Default: its path.
        instance_name: Option<&str>,
        /// Disks. Default: those of the image.
        #[builder(default, with = |devices: impl IntoIterator<Item = BlockDevice>| devices.into_iter().collect())]
        block_devices: Vec<BlockDevice>,
        /// Whether the metadata service asks for a session token (version 2). Default: AWS's own.
        #[builder(default)]
        require_imdsv2: bool,
        /// Whether its role lets Session Manager in. Default: false.
        #[builder(default)]
        ssm_session_permissions: bool,
        /// Whether it has a public address. Default: as the subnet says.
        associate_public_ip_address: Option<bool>,
        /// Its address in the subnet. Default: a free one.
        #[builder(with = |address: impl IntoValue<String>| address.into_value())]
        private_ip_address: Option<Value<String>>,
        /// Whether packets that are not its own are dropped; false of routers and NAT instances. Default: true.
        source_dest_check: Option<bool>,
        /// Whether metrics come each minute. Default: false.
        detailed_monitoring: Option<bool>,
        /// Whether disks have a network of their own. Default: as the type has it.
        ebs_optimized: Option<bool>,
        /// Whether it cannot be terminated by API. Default: false.
        disable_api_termination: Option<bool>,
        /// Whether its tags are given to its disks too. Default: false.
        propagate_tags_to_volume_on_creation: Option<bool>,
        /// How long CloudFormation waits for its signal. Default: it does not wait.
        resource_signal_timeout: Option<Duration>,
        /// Instance profile with the role. Default: a new one.
        instance_profile: Option<&InstanceProfile>,
        /// Zone, of those that the subnets stand in. Default: the first subnet's.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Option<Value<String>>,
        /// Whether the new security group lets all IPv6 traffic out. Default: false.
        allow_all_ipv6_outbound: Option<bool>,
        /// Number of IPv6 addresses from the subnet's block. Default: none.
        ipv6_address_count: Option<u8>,
        /// How instances of the T families pay for more than their share of CPU. Default: by the family.
        credit_specification: Option<CpuCredits>,
        /// Placement group. Default: none.
        placement_group: Option<&PlacementGroup>,
        /// What the instance does when its system shuts down. Default: it stops.
        instance_initiated_shutdown_behavior: Option<ShutdownBehavior>,
        /// Whether enclaves can run in it. Default: not said.
        enclave_enabled: Option<bool>,
        /// Whether it can hibernate. Default: not said.
        hibernation_enabled: Option<bool>,
        /// Whether its metadata can be read at all. Default: not said, which is yes.
        http_endpoint: Option<bool>,
        /// Whether its metadata can be read by IPv6. Default: not said, which is no.
        http_protocol_ipv6: Option<bool>,
        /// Hops that answers with metadata may travel, 1 to 64; 2 lets containers read it. Default: 1.
        http_put_response_hop_limit: Option<u8>,
        /// Whether its metadata asks for session tokens (IMDSv2), in the instance itself. Default: as the image says.
        http_tokens_required: Option<bool>,
        /// Whether its tags stand in the metadata. Default: not said, which is no.
        instance_metadata_tags: Option<bool>,
        /// Whether another script means another instance, since instances run scripts only at their first start.
        #[builder(default)]
        user_data_causes_replacement: bool,
    ) -> Instance {
        let node = scope.node().child(id);
        let group = match security_group {
            Some(group) => group.clone(),
            None => SecurityGroup::builder(&node, "InstanceSecurityGroup")
                .vpc(vpc)
                .maybe_allow_all_outbound(allow_all_outbound)
                .maybe_allow_all_ipv6_outbound(allow_all_ipv6_outbound)
                .build(),
        };
        Tags::of(&node).add("Name", instance_name.map_or_else(|| node.path(), str::to_owned));
        let role = match role.or_else(|| instance_profile.and_then(InstanceProfile::role)) {
            Some(role) => role.clone(),
            None => Role::builder(&node, "InstanceRole")
                .assumed_by(Principal::service("ec2.amazonaws.com"))
                .build(),
        };
        if ssm_session_permissions {
            let name = "AmazonSSMManagedInstanceCore";
            role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name(name));
        }
        let profile = match instance_profile {
            Some(profile) => profile.instance_profile_name(),
            None => CfnInstanceProfile::new([role.role_name()])
                .add_to(&node, "InstanceProfile")
                .reference(),
        };
        let image = machine_image.get_image(&node);
        let user_data = user_data.unwrap_or(image.user_data);
        let vpc_subnets = match availability_zone {
            Some(zone) => vpc_subnets.availability_zones([zone]),
            None => vpc_subnets,
        };
        let chosen = vpc.select_subnets(&vpc_subnets);
        let subnet = chosen.subnets().first();
        if subnet.is_none() {
            node.error(
                "instance-without-subnet",
                "no subnet of the VPC fits the instance's selection",
                "choose others by `vpc_subnets`",
            );
        }
        if associate_public_ip_address == Some(true) && !chosen.has_public() {
            node.error(
                "instance-public-address",
                "an instance in a private subnet cannot be reached at a public address",
                "choose public subnets by `vpc_subnets`, or leave `associate_public_ip_address` out",
            );
        }
        let subnet_id = subnet.map_or(Expr::Null, |subnet| subnet.subnet_id().into());
        let groups = Expr::List(vec![group.security_group_id().into()]);
        let address = opt(private_ip_address.as_ref());
        let network = match associate_public_ip_address {
            Some(public) => {
                let interface = Expr::object([
                    ("AssociatePublicIpAddress", Expr::from(public)),
                    ("DeviceIndex", Expr::from("0")),
                    ("GroupSet", groups),
                    ("PrivateIpAddress", address),
                    ("SubnetId", subnet_id),
                ]);
                vec![("NetworkInterfaces", Expr::List(vec![interface]))]
            }
            None => vec![
                ("PrivateIpAddress", address),
                ("SecurityGroupIds", groups),
                ("SubnetId", subnet_id),
            ],
        };
        let devices = match block_devices {
            none if none.is_empty() => Expr::Null,
            some => Expr::List(some.iter().map(BlockDevice::render_for_instance).collect()),
        };
        let zone = subnet.and_then(super::Subnet::zone);
        let metadata = section([
            ("HttpEndpoint", enabled(http_endpoint)),
            ("HttpProtocolIpv6", enabled(http_protocol_ipv6)),
            ("HttpPutResponseHopLimit", number(http_put_response_hop_limit)),
            (
                "HttpTokens",
                http_tokens_required.map_or(Expr::Null, |required| {
                    Expr::from(if required { "required" } else { "optional" })
                }),
            ),
            ("InstanceMetadataTags", enabled(instance_metadata_tags)),
        ]);
        let credits = credit_specification.map_or(Expr::Null, |one| Expr::from(one.name()));
        let group_name = placement_group.map(PlacementGroup::placement_group_name);
        let own = [
            ("AvailabilityZone", opt(zone)),
            ("BlockDeviceMappings", devices),
            ("CreditSpecification", section([("CPUCredits", credits)])),
            ("DisableApiTermination", flag(disable_api_termination)),
            ("EbsOptimized", flag(ebs_optimized)),
            ("HibernationOptions", section([("Configured", flag(hibernation_enabled))])),
            ("IamInstanceProfile", profile.into()),
            ("EnclaveOptions", section([("Enabled", flag(enclave_enabled))])),
            ("ImageId", image.image_id.into()),
            (
                "InstanceInitiatedShutdownBehavior",
                instance_initiated_shutdown_behavior
                    .map_or(Expr::Null, |behavior| Expr::from(behavior.name())),
            ),
            ("InstanceType", Expr::from(instance_type.to_string())),
            ("KeyName", key_pair.map_or(Expr::Null, |key| key.key_pair_name().into())),
            ("MetadataOptions", metadata),
            ("Ipv6AddressCount", number(ipv6_address_count)),
            ("Monitoring", flag(detailed_monitoring)),
            ("PlacementGroupName", opt(group_name.as_ref())),
            ("PropagateTagsToVolumeOnCreation", flag(propagate_tags_to_volume_on_creation)),
            ("SourceDestCheck", flag(source_dest_check)),
            ("UserData", user_data.render()),
        ];
        let cfn = bag::<CfnInstance>(own.into_iter().chain(network)).add_to(&node, "Resource");
        cfn.depends_on(&role);
        if associate_public_ip_address == Some(true) {
            chosen.connect_first(&cfn);
        }
        if require_imdsv2 {
            require_session_tokens(&node, &cfn);
        }
        if let Some(timeout) = resource_signal_timeout {
            let timeout = timeout.to_iso_string();
            cfn.creation_policy(serde_json::json!({ "ResourceSignal": { "Timeout": timeout } }));
        }
        if user_data_causes_replacement {
            cfn.node().replace_on_change(user_data.text());
        }
        Instance {
            node,
            cfn,
            role,
            connections: Connections::new([group], None),
            user_data: Rc::new(RefCell::new(user_data)),
            user_data_causes_replacement,
            os_type: image.os_type,
        }
    }
}

/// The metadata options of an instance can be set by a launch template only.
#[track_caller]
fn require_session_tokens(node: &Node, instance: &Resource<CfnInstance>) {
    let tokens = Expr::object([("HttpTokens", Expr::from("required"))]);
    let options = Expr::object([("MetadataOptions", tokens)]);
    let template = CfnLaunchTemplate::new(any(options)).add_to(node, "LaunchTemplate");
    let name = Expr::from(template.node().unique_id());
    template.edit_properties(|properties| properties.set("LaunchTemplateName", name.clone()));
    let version = template.attr_latest_version_number();
    let reference = Expr::object([("LaunchTemplateName", name), ("Version", version.into())]);
    instance.edit_properties(|properties| properties.set("LaunchTemplate", reference));
}

impl Instance {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnInstance> {
        &self.cfn
    }

    /// Id of the instance, `i-…`.
    pub fn instance_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Role of the instance.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Operating system of the instance.
    pub fn os_type(&self) -> OperatingSystemType {
        self.os_type
    }

    /// Its address in the VPC.
    pub fn instance_private_ip(&self) -> Value<String> {
        self.cfn.attr_private_ip()
    }

    /// Its public address, if it has one.
    pub fn instance_public_ip(&self) -> Value<String> {
        self.cfn.attr_public_ip()
    }

    /// Its name in the VPC.
    pub fn instance_private_dns_name(&self) -> Value<String> {
        self.cfn.attr_private_dns_name()
    }

    /// Its public name, if it has one.
    pub fn instance_public_dns_name(&self) -> Value<String> {
        self.cfn.attr_public_dns_name()
    }

    /// Adds a security group.
    pub fn add_security_group(&self, group: &SecurityGroup) {
        let id = Expr::from(group.security_group_id());
        self.cfn.edit_properties(|properties| match properties.get_mut("NetworkInterfaces") {
            Some(Expr::List(interfaces)) => {
                if let Some(Expr::Map(first)) = interfaces.first_mut()
                    && let Some(Expr::List(groups)) = first.get_mut("GroupSet")
                {
                    groups.push(id);
                }
            }
            _ => properties.push("SecurityGroupIds", id),
        });
    }

    /// Adds commands at the end of the script that the instance runs when it starts for the first time.
    pub fn add_user_data(&self, commands: impl IntoIterator<Item = impl IntoValue<String>>) {
        self.edit_user_data(|script| script.add_commands(commands));
    }

    /// Changes the script of the first start: `instance.edit_user_data(|script| script.add_on_exit_commands(["sync"]))`.
    pub fn edit_user_data<R>(&self, change: impl FnOnce(&mut UserData) -> R) -> R {
        // Out of the cell while foreign code runs.
        let mut script = self.user_data.borrow().clone();
        let result = change(&mut script);
        let (rendered, text) = (script.render(), script.text());
        *self.user_data.borrow_mut() = script;
        if self.user_data_causes_replacement {
            self.cfn.node().replace_on_change(text);
        }
        self.cfn.edit_properties(|properties| properties.set("UserData", rendered));
        result
    }

    /// Lets the instance do what the statement says.
    pub fn add_to_role_policy(&self, statement: PolicyStatement) {
        self.role.add_to_policy(statement);
    }
}

impl Construct for Instance {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for Instance {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Grantable for Instance {
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}
