//! Launch templates: how instances are made.

use super::{
    BlockDevice, Connectable, Connections, InstanceType, KeyPair, MachineImage,
    OperatingSystemType, PlacementGroup, SecurityGroup, UserData,
};
use crate::bag::{bag, flag, number, opt};
use crate::cfn::ec2::CfnLaunchTemplate;
use crate::cfn::iam::CfnInstanceProfile;
use crate::iam::{Grantable, InstanceProfile, Principal, Role};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Tags, Value};
use bon::bon;
use std::cell::RefCell;
use std::rc::Rc;

/// How instances are made: image, type, disks, network and role, in versions.
///
/// ```
/// use cumulo::{App, Stack};
/// use cumulo::ec2::{InstanceType, LaunchTemplate, MachineImage, UserData};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Hosts").build();
/// let template = LaunchTemplate::builder(&stack, "Template")
///     .instance_type(InstanceType::new("t3.micro"))
///     .machine_image(MachineImage::latest_amazon_linux_2023())
///     .user_data(UserData::for_linux().command("echo hello"))
///     .require_imdsv2(true)
///     .build();
/// # cumulo::testing::Template::of(&app, "Hosts");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html>
#[derive(Clone, Debug)]
pub struct LaunchTemplate {
    node: Node,
    cfn: Option<Resource<CfnLaunchTemplate>>,
    id: Value<String>,
    version: Value<String>,
    role: Option<Role>,
    connections: Option<Connections>,
    user_data: Option<Rc<RefCell<UserData>>>,
    image: Option<Value<String>>,
    instance_type: Option<InstanceType>,
    os_type: Option<OperatingSystemType>,
}

/// What happens to an instance that shuts itself down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShutdownBehavior {
    /// It is stopped.
    Stop,
    /// It is terminated.
    Terminate,
}

/// Whether a burstable instance may use more than its credits, for money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CpuCredits {
    /// It may not.
    Standard,
    /// It may.
    Unlimited,
}

/// How spot instances are asked for.
#[derive(Clone, Debug, Default)]
pub struct SpotOptions {
    /// Highest price by the hour in dollars. Default: the price on demand.
    pub max_price: Option<f64>,
    /// Whether the request stays open when instances are taken back. Default: false.
    pub persistent: Option<bool>,
    /// What happens to an instance that is taken back: `hibernate`, `stop` or `terminate`. Default: it is terminated.
    pub interruption_behavior: Option<&'static str>,
    /// Time for which the instance is sure to run, 1 to 6 hours; for accounts that still have it. Default: none.
    pub block_duration: Option<Duration>,
    /// End of a persistent request, as in `Sat, 01 Jan 2022 00:00:00 GMT`. Default: seven days.
    pub valid_until: Option<String>,
}

#[bon]
impl LaunchTemplate {
    /// A launch template.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, unique in account and region. A change replaces it. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        launch_template_name: Option<Value<String>>,
        /// What is new in the version, up to 255 characters.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        version_description: Option<Value<String>>,
        /// Type of the instances. Default: said where the template is used.
        instance_type: Option<InstanceType>,
        /// Image of the instances. Default: said where the template is used.
        #[builder(into)]
        machine_image: Option<MachineImage>,
        /// Script of the instances. Default: an empty one for the image's system.
        user_data: Option<UserData>,
        /// Role of the instances. Default: none.
        role: Option<&Role>,
        /// Instance profile that gives the instances their role, instead of `role`. Default: made for `role`.
        instance_profile: Option<&InstanceProfile>,
        /// Security group of the instances. Default: the VPC's default group.
        security_group: Option<&SecurityGroup>,
        /// Key pair for SSH. Default: none.
        key_pair: Option<&KeyPair>,
        /// Disks of the instances. Default: those of the image.
        #[builder(default, with = |devices: impl IntoIterator<Item = BlockDevice>| devices.into_iter().collect())]
        block_devices: Vec<BlockDevice>,
        /// Whether the metadata service asks for a session token (version 2). Default: AWS's own.
        #[builder(default)]
        require_imdsv2: bool,
        /// Whether the metadata service answers. Default: true.
        http_endpoint: Option<bool>,
        /// How far the metadata service's answers may travel, 1 to 64; containers need 2. Default: 1.
        http_put_response_hop_limit: Option<u8>,
        /// Whether the metadata service tells the instance's tags. Default: false.
        instance_metadata_tags: Option<bool>,
        /// Whether metrics come each minute. Default: false.
        detailed_monitoring: Option<bool>,
        /// Whether disks have a network of their own. Default: as the type has it.
        ebs_optimized: Option<bool>,
        /// Whether instances cannot be terminated by API. Default: false.
        disable_api_termination: Option<bool>,
        /// Whether instances get a public address. Default: as the subnet says.
        associate_public_ip_address: Option<bool>,
        /// What happens to an instance that shuts itself down. Default: it is stopped.
        instance_initiated_shutdown_behavior: Option<ShutdownBehavior>,
        /// Asks for spot instances. Default: on demand.
        spot_options: Option<SpotOptions>,
        /// Whether burstable instances may use more than their credits. Default: as the type has it.
        cpu_credits: Option<CpuCredits>,
        /// Whether instances may have Nitro enclaves. Default: false.
        nitro_enclave_enabled: Option<bool>,
        /// Whether instances can hibernate. Default: false.
        hibernation_configured: Option<bool>,
        /// Whether metadata asks for session tokens; wins over `require_imdsv2`. Default: as `require_imdsv2` says.
        http_tokens_required: Option<bool>,
        /// Whether metadata can be read by IPv6. Default: not said, which is no.
        http_protocol_ipv6: Option<bool>,
        /// Placement group. Default: none.
        placement_group: Option<&PlacementGroup>,
        /// Cores of the instance, and threads of each core. Default: by the instance type.
        cpu_options: Option<(u16, u8)>,
    ) -> LaunchTemplate {
        let node = scope.node().child(id);
        let image = machine_image.map(|image| image.get_image(&node));
        let user_data = user_data.or_else(|| image.as_ref().map(|image| image.user_data.clone()));
        let made =
            role.map(|role| CfnInstanceProfile::new([role.role_name()]).add_to(&node, "Profile"));
        let profile = instance_profile
            .map(InstanceProfile::instance_profile_arn)
            .or_else(|| made.map(|profile| profile.attr_arn()));
        let role = role.or_else(|| instance_profile.and_then(InstanceProfile::role));
        let required = http_tokens_required.or(require_imdsv2.then_some(true));
        let tokens = required.map_or(Expr::Null, |required| {
            Expr::from(if required { "required" } else { "optional" })
        });
        let metadata = section([
            ("HttpEndpoint", enabled(http_endpoint)),
            ("HttpProtocolIpv6", enabled(http_protocol_ipv6)),
            ("HttpPutResponseHopLimit", number(http_put_response_hop_limit)),
            ("HttpTokens", tokens),
            ("InstanceMetadataTags", enabled(instance_metadata_tags)),
        ]);
        let groups = security_group
            .map_or(Expr::Null, |group| Expr::List(vec![group.security_group_id().into()]));
        let (groups, interfaces) = match associate_public_ip_address {
            None => (groups, Expr::Null),
            Some(public) => {
                let interface = Expr::object([
                    ("AssociatePublicIpAddress", Expr::from(public)),
                    ("DeviceIndex", Expr::from(0)),
                    ("Groups", groups),
                ]);
                (Expr::Null, Expr::List(vec![interface]))
            }
        };
        let devices = match block_devices {
            none if none.is_empty() => Expr::Null,
            some => Expr::List(some.iter().map(BlockDevice::render).collect()),
        };
        let shutdown = instance_initiated_shutdown_behavior
            .map_or(Expr::Null, |behavior| Expr::from(behavior.name()));
        let credits = cpu_credits.map_or(Expr::Null, |credits| Expr::from(credits.name()));
        let cpu = cpu_options.map_or(Expr::Null, |(cores, threads)| {
            Expr::object([
                ("CoreCount", number(Some(cores))),
                ("ThreadsPerCore", number(Some(threads))),
            ])
        });
        let group_name = placement_group.map(PlacementGroup::placement_group_name);
        Tags::of(&node).add("Name", node.path());
        let data = Expr::object([
            ("BlockDeviceMappings", devices),
            ("CpuOptions", cpu),
            ("CreditSpecification", section([("CpuCredits", credits)])),
            ("DisableApiTermination", flag(disable_api_termination)),
            ("EbsOptimized", flag(ebs_optimized)),
            ("EnclaveOptions", section([("Enabled", flag(nitro_enclave_enabled))])),
            ("HibernationOptions", section([("Configured", flag(hibernation_configured))])),
            ("IamInstanceProfile", section([("Arn", opt(profile.as_ref()))])),
            ("ImageId", opt(image.as_ref().map(|image| &image.image_id))),
            ("InstanceInitiatedShutdownBehavior", shutdown),
            ("InstanceMarketOptions", spot_options.map_or(Expr::Null, |spot| spot.render())),
            (
                "InstanceType",
                instance_type.as_ref().map_or(Expr::Null, |of| Expr::from(of.to_string())),
            ),
            ("KeyName", key_pair.map_or(Expr::Null, |key| key.key_pair_name().into())),
            ("MetadataOptions", metadata),
            ("Monitoring", section([("Enabled", flag(detailed_monitoring))])),
            ("NetworkInterfaces", interfaces),
            ("Placement", section([("GroupName", opt(group_name.as_ref()))])),
            ("SecurityGroupIds", groups),
            ("UserData", user_data.as_ref().map_or(Expr::Null, UserData::render)),
        ]);
        let cfn = bag::<CfnLaunchTemplate>([
            ("LaunchTemplateData", data),
            ("LaunchTemplateName", opt(launch_template_name.as_ref())),
            ("VersionDescription", opt(version_description.as_ref())),
        ])
        .add_to(&node, "Resource");
        // The template's tags are also those of what it makes.
        let tagged = |kinds: &[&'static str]| {
            let tags = |kind: &&'static str| {
                Expr::object([("ResourceType", Expr::from(*kind)), ("Tags", cfn.node().tags([]))])
            };
            Expr::List(kinds.iter().map(tags).collect())
        };
        cfn.edit_properties(|properties| {
            properties.set("TagSpecifications", tagged(&["launch-template"]));
            if let Some(Expr::Map(data)) = properties.get_mut("LaunchTemplateData") {
                data.insert("TagSpecifications".into(), tagged(&["instance", "volume"]));
            }
        });
        if let Some(role) = role {
            cfn.depends_on(role);
        }
        LaunchTemplate {
            node,
            id: cfn.reference(),
            version: cfn.attr_latest_version_number(),
            cfn: Some(cfn),
            role: role.cloned(),
            connections: security_group.map(Connectable::connections),
            user_data: user_data.map(|data| Rc::new(RefCell::new(data))),
            os_type: image.as_ref().map(|image| image.os_type),
            image: image.map(|image| image.image_id),
            instance_type,
        }
    }

    /// A launch template that no stack of the program makes.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_launch_template_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Id of the template, `lt-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        launch_template_id: Value<String>,
        /// Version that is used. Default: the default one.
        #[builder(with = |version: impl IntoValue<String>| version.into_value())]
        version_number: Option<Value<String>>,
    ) -> LaunchTemplate {
        LaunchTemplate {
            node: scope.node().child(id),
            cfn: None,
            id: launch_template_id,
            version: version_number.unwrap_or_else(|| "$Default".into_value()),
            role: None,
            connections: None,
            user_data: None,
            image: None,
            instance_type: None,
            os_type: None,
        }
    }
}

impl ShutdownBehavior {
    pub(super) fn name(self) -> &'static str {
        match self {
            ShutdownBehavior::Stop => "stop",
            ShutdownBehavior::Terminate => "terminate",
        }
    }
}

impl CpuCredits {
    pub(super) fn name(self) -> &'static str {
        match self {
            CpuCredits::Standard => "standard",
            CpuCredits::Unlimited => "unlimited",
        }
    }
}

/// `enabled` or `disabled`, where something is said.
pub(super) fn enabled(said: Option<bool>) -> Expr {
    said.map_or(Expr::Null, |on| Expr::from(if on { "enabled" } else { "disabled" }))
}

impl SpotOptions {
    fn render(&self) -> Expr {
        let kind = self.persistent.map_or(Expr::Null, |persistent| {
            Expr::from(if persistent { "persistent" } else { "one-time" })
        });
        let price = self.max_price.map_or(Expr::Null, |price| Expr::from(price.to_string()));
        let minutes = |time: Duration| i64::try_from(time.to_minutes()).unwrap_or(i64::MAX);
        let options = section([
            ("BlockDurationMinutes", number(self.block_duration.map(minutes))),
            (
                "InstanceInterruptionBehavior",
                self.interruption_behavior.map_or(Expr::Null, Expr::from),
            ),
            ("MaxPrice", price),
            ("SpotInstanceType", kind),
            ("ValidUntil", self.valid_until.clone().map_or(Expr::Null, Expr::from)),
        ]);
        Expr::object([("MarketType", Expr::from("spot")), ("SpotOptions", options)])
    }
}

impl LaunchTemplate {
    /// The resource; of an imported template there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnLaunchTemplate>> {
        self.cfn.as_ref()
    }

    /// Id of the template, `lt-…`.
    pub fn launch_template_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// The version that groups use: the latest one, or the one with which the template was imported.
    pub fn version_number(&self) -> Value<String> {
        self.version.clone()
    }

    /// Role of the instances, if the template names one.
    pub fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// Image of the instances, if the template names one.
    pub fn image_id(&self) -> Option<&Value<String>> {
        self.image.as_ref()
    }

    /// Type of the instances, if the template names one.
    pub fn instance_type(&self) -> Option<&InstanceType> {
        self.instance_type.as_ref()
    }

    /// Operating system of the instances, if the template names an image.
    pub fn os_type(&self) -> Option<OperatingSystemType> {
        self.os_type
    }

    /// Whether the template names security groups, so that connections can be made.
    pub fn has_connections(&self) -> bool {
        self.connections.is_some()
    }

    /// The script of the instances as it is now, if the template has one.
    pub fn user_data(&self) -> Option<UserData> {
        self.user_data.as_ref().map(|data| data.borrow().clone())
    }

    /// Adds commands at the end of the instances' script.
    ///
    /// # Findings
    /// `no-user-data` when the template has neither script nor image.
    #[track_caller]
    pub fn add_user_data(&self, commands: impl IntoIterator<Item = impl IntoValue<String>>) {
        let (Some(data), Some(cfn)) = (&self.user_data, &self.cfn) else {
            self.node.error_here(
                "no-user-data",
                "the launch template has no script to add to",
                "make it with `user_data` or `machine_image`",
            );
            return;
        };
        data.borrow_mut().add_commands(commands);
        let rendered = data.borrow().render();
        cfn.edit_properties(|properties| {
            if let Some(Expr::Map(template)) = properties.get_mut("LaunchTemplateData") {
                template.insert("UserData".into(), rendered);
            }
        });
    }

    /// Adds a security group; needs one from the start.
    #[track_caller]
    pub fn add_security_group(&self, group: &SecurityGroup) {
        let (Some(connections), Some(cfn)) = (&self.connections, &self.cfn) else {
            self.node.error_here(
                "no-security-group",
                "the launch template was made without a security group",
                "make it with `security_group`",
            );
            return;
        };
        connections.add_security_group(group);
        let groups =
            connections.security_groups().into_iter().map(|group| group.security_group_id().into());
        let groups = Expr::List(groups.collect());
        cfn.edit_properties(|properties| {
            let Some(Expr::Map(template)) = properties.get_mut("LaunchTemplateData") else {
                return;
            };
            match template.get_mut("NetworkInterfaces") {
                Some(Expr::List(interfaces)) => {
                    if let Some(Expr::Map(first)) = interfaces.first_mut() {
                        first.insert("Groups".into(), groups);
                    }
                }
                _ => drop(template.insert("SecurityGroupIds".into(), groups)),
            }
        });
    }
}

pub(super) fn section<const N: usize>(entries: [(&'static str, Expr); N]) -> Expr {
    match entries.iter().all(|(_, value)| matches!(value, Expr::Null)) {
        true => Expr::Null,
        false => Expr::object(entries),
    }
}

impl Construct for LaunchTemplate {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for LaunchTemplate {
    /// # Findings
    /// `no-security-group` when the template names none.
    fn connections(&self) -> Connections {
        self.connections.clone().unwrap_or_else(|| {
            self.node.error(
                "no-security-group",
                "the launch template names no security group, so connections cannot be made",
                "make it with `security_group`",
            );
            Connections::new([], None)
        })
    }
}

impl Grantable for LaunchTemplate {
    /// # Findings
    /// `no-role` when the template names none.
    fn grant_principal(&self) -> Principal {
        match &self.role {
            Some(role) => role.grant_principal(),
            None => {
                self.node.error(
                    "no-role",
                    "the launch template names no role, so nothing can be granted to its instances",
                    "make it with `role`",
                );
                Principal::service("ec2.amazonaws.com")
            }
        }
    }
}
