//! Groups of instances.

use super::group_settings::metrics_collection;
use super::mixed_instances::specification;
use super::update_policy::{number, seconds};
use super::{
    CapacityDistributionStrategy, DeletionProtection, GroupMetric, HealthChecks,
    MixedInstancesPolicy, Notification, Signals, TerminateHookAbandonAction, TerminationPolicy,
    UpdatePolicy,
};
use crate::bag::{any, bag, flag, list, opt};
use crate::cfn::autoscaling::CfnAutoScalingGroup;
use crate::ec2::{
    BlockDevice, Connectable, Connections, InstanceType, KeyPair, LaunchTemplate, MachineImage,
    OperatingSystemType, SecurityGroup, SpotOptions, SubnetSelection, UserData, Vpc,
};
use crate::elbv2::{LoadBalancerTarget, TargetGroup, TargetRegistration, TargetType};
use crate::iam::{Grantable, InstanceProfile, ManagedPolicy, PolicyStatement, Principal, Role};
use crate::{
    Aws, CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Tags, Value, text,
};
use bon::bon;

/// Instances of one kind, as many as are needed.
///
/// The instances are described by a launch template, or here by type, image and what goes with them; the
/// group then makes a launch template of its own.
///
/// ```
/// use cumulo::autoscaling::{AutoScalingGroup, UpdatePolicy};
/// use cumulo::ec2::{InstanceType, MachineImage, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Fleet").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let fleet = AutoScalingGroup::builder(&stack, "Fleet")
///     .vpc(&vpc)
///     .instance_type(InstanceType::new("t3.micro"))
///     .machine_image(MachineImage::latest_amazon_linux_2023())
///     .min_capacity(1)
///     .max_capacity(5)
///     .update_policy(UpdatePolicy::rolling_update())
///     .build();
/// fleet.add_user_data(["echo hello"]);
/// fleet.scale_on_cpu_utilization("Cpu").target_utilization_percent(50).build();
/// # cumulo::testing::Template::of(&app, "Fleet");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html>
#[derive(Clone, Debug)]
pub struct AutoScalingGroup {
    node: Node,
    cfn: Option<Resource<CfnAutoScalingGroup>>,
    name: Value<String>,
    template: Option<LaunchTemplate>,
    is_spot: bool,
}

/// What later calls change, beside the template.
#[derive(Default)]
struct State {
    target_group: Option<TargetGroup>,
}

/// Instances that are described in the group itself.
struct Instances<'a> {
    vpc: &'a Vpc,
    instance_type: Option<InstanceType>,
    machine_image: Option<MachineImage>,
    security_group: Option<&'a SecurityGroup>,
    allow_all_outbound: bool,
    user_data: Option<UserData>,
    role: Option<&'a Role>,
    ssm_session_permissions: bool,
    key_pair: Option<&'a KeyPair>,
    spot_price: Option<f64>,
    block_devices: Vec<BlockDevice>,
    detailed_monitoring: bool,
    associate_public_ip_address: Option<bool>,
    require_imdsv2: bool,
}

#[bon]
impl AutoScalingGroup {
    /// A group of instances.
    ///
    /// # Findings
    /// `group-instances` when type or image are missing, or a launch template is given beside them; `group-size` when
    /// the sizes do not fit together; `group-lifetime` when instances may live less than 1 or more than 365 days.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The VPC in which instances run.
        vpc: &Vpc,
        /// The subnets in which instances run. Default: private ones.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// The least number of instances. Default: 1.
        min_capacity: Option<u32>,
        /// The largest number of instances. Default: the desired or the least one.
        max_capacity: Option<u32>,
        /// How many instances there are after each deployment. Default: the least number at first, then what it is.
        desired_capacity: Option<u32>,
        /// How instances are made. Default: a new launch template, of what follows.
        launch_template: Option<&LaunchTemplate>,
        /// Types of instances, and how much runs on demand, in place of a launch template. Default: one type.
        mixed_instances_policy: Option<MixedInstancesPolicy>,
        /// Type of the instances.
        instance_type: Option<InstanceType>,
        /// Image of the instances.
        #[builder(into)]
        machine_image: Option<MachineImage>,
        /// Security group of the instances. Default: a new one, `InstanceSecurityGroup` below the group.
        security_group: Option<&SecurityGroup>,
        /// Whether the new security group lets everything out.
        #[builder(default = true)]
        allow_all_outbound: bool,
        /// Script of the instances. Default: an empty one for the image's system.
        user_data: Option<UserData>,
        /// Role of the instances. Default: a new one, `InstanceRole` below the group.
        role: Option<&Role>,
        /// Whether sessions of Systems Manager reach the instances. Default: false.
        #[builder(default)]
        ssm_session_permissions: bool,
        /// Key pair for SSH. Default: none.
        key_pair: Option<&KeyPair>,
        /// The most to pay for a spot instance, in dollars an hour. Default: on demand.
        spot_price: Option<f64>,
        /// Disks of the instances. Default: those of the image.
        #[builder(default, with = |devices: impl IntoIterator<Item = BlockDevice>| devices.into_iter().collect())]
        block_devices: Vec<BlockDevice>,
        /// Whether metrics of instances come each minute.
        #[builder(default)]
        detailed_monitoring: bool,
        /// Whether instances get a public address. Default: as the subnet says.
        associate_public_ip_address: Option<bool>,
        /// Whether the metadata service asks for a session token (version 2). Default: AWS's own.
        #[builder(default)]
        require_imdsv2: bool,
        /// Name of the group, unique in account and region. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        auto_scaling_group_name: Option<Value<String>>,
        /// What tells whether an instance is healthy. Default: EC2's own checks.
        health_checks: Option<HealthChecks>,
        /// Signals of instances that CloudFormation waits for when it makes the group. Default: none.
        signals: Option<Signals>,
        /// How instances are replaced when the launch template changes. Default: not at all.
        update_policy: Option<UpdatePolicy>,
        /// Whether a deployment leaves sizes that scheduled actions changed, unless the template changes them.
        #[builder(default = true)]
        ignore_unmodified_size_properties: bool,
        /// How long after a change of size simple policies wait. Default: 5 minutes.
        cooldown: Option<Duration>,
        /// Time until a new instance counts in metrics. Default: none.
        default_instance_warmup: Option<Duration>,
        /// How long an instance may live, 1 to 365 days. Default: for ever.
        max_instance_lifetime: Option<Duration>,
        /// Whether new instances are kept when the group shrinks. Default: false.
        new_instances_protected_from_scale_in: Option<bool>,
        /// Which instance goes first. Default: as EC2 Auto Scaling sees fit.
        #[builder(default, with = |policies: impl IntoIterator<Item = TerminationPolicy>| policies.into_iter().collect())]
        termination_policies: Vec<TerminationPolicy>,
        /// Metrics of the group that CloudWatch gets; an empty list stands for all. Default: none.
        #[builder(with = |metrics: impl IntoIterator<Item = GroupMetric>| metrics.into_iter().collect())]
        group_metrics: Option<Vec<GroupMetric>>,
        /// Topics that are told what happens to instances. Default: none.
        #[builder(default, with = |notifications: impl IntoIterator<Item = Notification>| notifications.into_iter().collect())]
        notifications: Vec<Notification>,
        /// Whether spot instances are replaced before they are taken back. Default: false.
        capacity_rebalance: Option<bool>,
        /// How much of the group stays healthy while instances are replaced, 0 to 100 percent; with `max_healthy_percentage`.
        min_healthy_percentage: Option<u32>,
        /// How large the group may be while instances are replaced, 100 to 200 percent; with `min_healthy_percentage`.
        max_healthy_percentage: Option<u32>,
        /// What the group does when it cannot launch in a zone. Default: it takes another zone.
        az_capacity_distribution_strategy: Option<CapacityDistributionStrategy>,
        /// Which deletions of the group are refused. Default: none.
        deletion_protection: Option<DeletionProtection>,
        /// What happens to an instance whose hook at termination was abandoned. Default: it is terminated.
        terminate_hook_abandon: Option<TerminateHookAbandonAction>,
    ) -> AutoScalingGroup {
        let node = scope.node().child(id);
        let described = instance_type.is_some() || machine_image.is_some();
        let is_spot = spot_price.is_some();
        let given = mixed_instances_policy
            .as_ref()
            .map(|policy| policy.launch_template.clone())
            .or_else(|| launch_template.cloned());
        check_instances(
            &node,
            given.is_some(),
            instance_type.is_some() && machine_image.is_some(),
            described,
        );
        let template = given.unwrap_or_else(|| {
            let instances = Instances {
                vpc,
                instance_type,
                machine_image,
                security_group,
                allow_all_outbound,
                user_data,
                role,
                ssm_session_permissions,
                key_pair,
                spot_price,
                block_devices,
                detailed_monitoring,
                associate_public_ip_address,
                require_imdsv2,
            };
            instances.launch_template(&node)
        });
        let min = min_capacity.unwrap_or(1);
        let max = max_capacity.unwrap_or_else(|| desired_capacity.unwrap_or(1).max(min));
        check_sizes(&node, min, max, desired_capacity);
        check_lifetime(&node, max_instance_lifetime);
        let maintenance = match (min_healthy_percentage, max_healthy_percentage) {
            (None, None) => Expr::Null,
            (least, most) => Expr::object([
                ("MaxHealthyPercentage", most.map_or(Expr::Null, number)),
                ("MinHealthyPercentage", least.map_or(Expr::Null, number)),
            ]),
        };
        let distribution = az_capacity_distribution_strategy.map(|strategy| {
            let strategy = match strategy {
                CapacityDistributionStrategy::BalancedOnly => "balanced-only",
                CapacityDistributionStrategy::BalancedBestEffort => "balanced-best-effort",
            };
            Expr::object([("CapacityDistributionStrategy", Expr::from(strategy))])
        });
        let protection = deletion_protection.map(|protection| match protection {
            DeletionProtection::None => "none",
            DeletionProtection::PreventForceDeletion => "prevent-force-deletion",
            DeletionProtection::PreventAllDeletion => "prevent-all-deletion",
        });
        let (single, mixed) = match &mixed_instances_policy {
            Some(policy) => (Expr::Null, policy.to_expr()),
            None => (specification(&template), Expr::Null),
        };
        let size = |size: u32| Expr::from(size.to_string());
        let subnets = vpc.select_subnets(&vpc_subnets).subnet_ids();
        let cooldown = cooldown.map(|time| Expr::from(time.to_seconds().to_string()));
        let mut entries = vec![
            ("AutoScalingGroupName", opt(auto_scaling_group_name.as_ref())),
            ("AvailabilityZoneDistribution", distribution.unwrap_or(Expr::Null)),
            ("CapacityRebalance", flag(capacity_rebalance)),
            ("Cooldown", cooldown.unwrap_or(Expr::Null)),
            ("DefaultInstanceWarmup", default_instance_warmup.map_or(Expr::Null, seconds)),
            ("DeletionProtection", protection.map_or(Expr::Null, Expr::from)),
            ("DesiredCapacity", desired_capacity.map_or(Expr::Null, size)),
            (
                "InstanceLifecyclePolicy",
                terminate_hook_abandon
                    .map_or(Expr::Null, TerminateHookAbandonAction::lifecycle_policy),
            ),
            ("InstanceMaintenancePolicy", maintenance),
            ("LaunchTemplate", single),
            ("MaxInstanceLifetime", max_instance_lifetime.map_or(Expr::Null, seconds)),
            ("MaxSize", size(max)),
            ("MetricsCollection", metrics_collection(group_metrics.as_deref())),
            ("MinSize", size(min)),
            ("MixedInstancesPolicy", mixed),
            ("NewInstancesProtectedFromScaleIn", flag(new_instances_protected_from_scale_in)),
            ("NotificationConfigurations", list(notifications.iter().map(Notification::to_expr))),
            (
                "TerminationPolicies",
                list(termination_policies.iter().map(|policy| Expr::from(policy.name()))),
            ),
            ("VPCZoneIdentifier", list(subnets)),
        ];
        entries.extend(health_checks.iter().flat_map(HealthChecks::entries));
        let cfn = bag::<CfnAutoScalingGroup>(entries).add_to(&node, "ASG");
        let creation = signals.map(|signals| signals.creation_policy(desired_capacity, min));
        let mut update: Vec<(&'static str, Expr)> =
            update_policy.iter().map(|policy| policy.entry(creation.as_ref())).collect();
        if ignore_unmodified_size_properties {
            let ignore = [("IgnoreUnmodifiedGroupSizeProperties", Expr::from(true))];
            update.push(("AutoScalingScheduledAction", Expr::object(ignore)));
        }
        if !update.is_empty() {
            cfn.update_policy(Expr::object(update));
        }
        let group = AutoScalingGroup {
            node,
            name: cfn.reference(),
            cfn: Some(cfn.clone()),
            template: Some(template),
            is_spot,
        };
        if let Some(creation) = creation {
            cfn.creation_policy(creation);
            let signal = PolicyStatement::allow()
                .actions(["cloudformation:SignalResource"])
                .resources([Aws::stack_id()]);
            group.add_to_role_policy(signal);
        }
        group
    }
}

impl Instances<'_> {
    /// The launch template that the group makes for itself.
    fn launch_template(self, node: &Node) -> LaunchTemplate {
        Tags::of(node).add("Name", node.path());
        let security_group = self.security_group.cloned().unwrap_or_else(|| {
            SecurityGroup::builder(node, "InstanceSecurityGroup")
                .vpc(self.vpc)
                .allow_all_outbound(self.allow_all_outbound)
                .build()
        });
        let role = self.role.cloned().unwrap_or_else(|| {
            Role::builder(node, "InstanceRole")
                .assumed_by(Principal::service("ec2.amazonaws.com"))
                .build()
        });
        if self.ssm_session_permissions {
            let name = "AmazonSSMManagedInstanceCore";
            role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name(name));
        }
        let profile = InstanceProfile::flat(node, "InstanceProfile", &role);
        let spot = self
            .spot_price
            .map(|price| SpotOptions { max_price: Some(price), ..SpotOptions::default() });
        LaunchTemplate::builder(node, "LaunchTemplate")
            .maybe_instance_type(self.instance_type)
            .maybe_machine_image(self.machine_image)
            .maybe_user_data(self.user_data)
            .instance_profile(&profile)
            .security_group(&security_group)
            .maybe_key_pair(self.key_pair)
            .block_devices(self.block_devices)
            .require_imdsv2(self.require_imdsv2)
            .detailed_monitoring(self.detailed_monitoring)
            .maybe_associate_public_ip_address(self.associate_public_ip_address)
            .maybe_spot_options(spot)
            .build()
    }
}

impl AutoScalingGroup {
    /// A group that no stack of the program makes.
    ///
    /// ```
    /// use cumulo::autoscaling::AutoScalingGroup;
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Fleet").build();
    /// let fleet = AutoScalingGroup::from_auto_scaling_group_name(&stack, "Fleet", "fleet");
    /// fleet.scale_on_cpu_utilization("Cpu").target_utilization_percent(50).build();
    /// # cumulo::testing::Template::of(&app, "Fleet");
    /// ```
    #[track_caller]
    pub fn from_auto_scaling_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Self {
        let node = scope.node().child(id);
        Self { node, cfn: None, name: name.into_value(), template: None, is_spot: false }
    }

    /// The resource; of an imported group there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnAutoScalingGroup>> {
        self.cfn.as_ref()
    }

    /// Name of the group.
    pub fn auto_scaling_group_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// ARN of the group, with `*` for an id that CloudFormation does not tell.
    pub fn auto_scaling_group_arn(&self) -> Value<String> {
        let name = self.auto_scaling_group_name();
        let resource = text!("autoScalingGroup:*:autoScalingGroupName/{}", name);
        self.node.stack().format_arn("autoscaling", resource)
    }

    /// How its instances are made; of an imported group it is not known.
    pub fn launch_template(&self) -> Option<&LaunchTemplate> {
        self.template.as_ref()
    }

    /// Operating system of its instances, if the launch template names an image.
    pub fn os_type(&self) -> Option<OperatingSystemType> {
        self.template.as_ref()?.os_type()
    }

    /// Role of its instances, if the launch template names one.
    pub fn role(&self) -> Option<&Role> {
        self.template.as_ref()?.role()
    }

    /// Whether its instances are spot instances with a price of the group.
    pub(crate) fn is_spot(&self) -> bool {
        self.is_spot
    }

    /// The launch template, for what changes it.
    #[track_caller]
    fn known_template(&self) -> Option<&LaunchTemplate> {
        if self.template.is_none() {
            self.node.error_here(
                "imported-group",
                "the instances of an imported group cannot be changed",
                "change them where the group is made",
            );
        }
        self.template.as_ref()
    }

    /// Adds commands at the end of the instances' script.
    ///
    /// # Findings
    /// `imported-group` when the group was imported.
    #[track_caller]
    pub fn add_user_data(&self, commands: impl IntoIterator<Item = impl IntoValue<String>>) {
        if let Some(template) = self.known_template() {
            template.add_user_data(commands);
        }
    }

    /// Lets the instances do what the statement says.
    ///
    /// # Findings
    /// `no-role` when the launch template names no role.
    #[track_caller]
    pub fn add_to_role_policy(&self, statement: PolicyStatement) {
        match self.role() {
            Some(role) => role.add_to_policy(statement),
            None => self.node.error_here(
                "no-role",
                "the launch template names no role, so nothing can be granted to its instances",
                "make it with `role`",
            ),
        }
    }

    /// Adds a security group to the instances.
    ///
    /// # Findings
    /// `imported-group` when the group was imported.
    #[track_caller]
    pub fn add_security_group(&self, group: &SecurityGroup) {
        if let Some(template) = self.known_template() {
            template.add_security_group(group);
        }
    }

    /// Keeps instances that are new from then on when the group shrinks.
    pub fn protect_new_instances_from_scale_in(&self) {
        if let Some(cfn) = &self.cfn {
            cfn.edit(|group| group.new_instances_protected_from_scale_in(any(Expr::from(true))));
        }
    }

    /// Whether new instances are kept when the group shrinks.
    pub fn are_new_instances_protected_from_scale_in(&self) -> bool {
        self.cfn.as_ref().is_some_and(|cfn| {
            cfn.with_properties(|properties| {
                properties.get("NewInstancesProtectedFromScaleIn") == Some(&Expr::from(true))
            })
        })
    }

    /// The target group of an application load balancer through which the group gets requests.
    pub(super) fn target_group(&self) -> Option<TargetGroup> {
        self.node.with_state::<State, _>(|state| state.target_group.clone())
    }
}

fn check_instances(node: &Node, given: bool, complete: bool, described: bool) {
    if given && described {
        node.error(
            "group-instances",
            "the instances are described twice: by a launch template, and by type or image",
            "leave `instance_type` and `machine_image` out, or the launch template",
        );
    }
    if !given && !complete {
        node.error(
            "group-instances",
            "nothing says which instances the group has",
            "set `instance_type` and `machine_image`, or give a `launch_template`",
        );
    }
}

fn check_sizes(node: &Node, min: u32, max: u32, desired: Option<u32>) {
    if min > max {
        node.error(
            "group-size",
            format!("the least size, {min}, is above the largest, {max}"),
            "raise `max_capacity` or lower `min_capacity`",
        );
    }
    if let Some(desired) = desired.filter(|desired| *desired < min || *desired > max) {
        node.error(
            "group-size",
            format!("the desired size, {desired}, is not between {min} and {max}"),
            "change `desired_capacity`, or the bounds",
        );
    }
    if desired.is_some() {
        node.warning(
            "group-desired-size",
            "each deployment sets the group back to its desired size, whatever scaling made of it",
            "leave `desired_capacity` out where the group scales",
        );
    }
}

fn check_lifetime(node: &Node, lifetime: Option<Duration>) {
    let Some(lifetime) = lifetime.filter(|lifetime| lifetime.to_seconds() > 0) else { return };
    if lifetime < Duration::days(1) || lifetime > Duration::days(365) {
        node.error(
            "group-lifetime",
            format!("instances cannot be limited to a life of {lifetime}"),
            "choose 1 to 365 days",
        );
    }
}

impl Construct for AutoScalingGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for AutoScalingGroup {
    /// # Findings
    /// `no-security-group` when the launch template names none.
    fn connections(&self) -> Connections {
        match &self.template {
            Some(template) => template.connections(),
            None => Connections::new([], None),
        }
    }
}

impl Grantable for AutoScalingGroup {
    /// The role of the instances.
    fn grant_principal(&self) -> Principal {
        match &self.template {
            Some(template) => template.grant_principal(),
            None => Principal::unknown(&self.node),
        }
    }
}

impl LoadBalancerTarget for AutoScalingGroup {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        let arn = Expr::from(group.target_group_arn());
        let Some(cfn) = &self.cfn else {
            self.node.error(
                "imported-group",
                "an imported group cannot be registered with a target group",
                "register it where it is made",
            );
            return TargetRegistration::dynamic(TargetType::Instance);
        };
        cfn.edit_properties(|properties| properties.push("TargetGroupARNs", arn));
        group.register_connectable(self, None);
        self.node.with_state::<State, _>(|state| state.target_group = Some(group.clone()));
        TargetRegistration::dynamic(TargetType::Instance)
    }
}
