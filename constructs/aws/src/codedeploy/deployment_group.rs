//! Deployment groups.

use super::{EcsApplication, EcsDeploymentConfig};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::codedeploy::CfnDeploymentGroup;
use crate::cloudwatch::Alarm;
use crate::ecs::EcsService;
use crate::elbv2::{ApplicationListener, ApplicationTargetGroup};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// When a deployment is taken back.
#[derive(Clone, Copy, Debug, Default)]
pub struct AutoRollback {
    failed: Option<bool>,
    stopped: Option<bool>,
    in_alarm: Option<bool>,
}

impl AutoRollback {
    /// When it fails, or an alarm is raised where there are alarms.
    pub fn new() -> Self {
        Self::default()
    }

    /// When it fails. Default: true.
    #[must_use]
    pub fn failed_deployment(mut self, rollback: bool) -> Self {
        self.failed = Some(rollback);
        self
    }

    /// When somebody stops it. Default: false.
    #[must_use]
    pub fn stopped_deployment(mut self, rollback: bool) -> Self {
        self.stopped = Some(rollback);
        self
    }

    /// When one of the group's alarms is raised. Default: true where there are alarms.
    #[must_use]
    pub fn deployment_in_alarm(mut self, rollback: bool) -> Self {
        self.in_alarm = Some(rollback);
        self
    }

    fn to_expr(self, has_alarms: bool) -> Expr {
        let events: Vec<&'static str> = [
            (self.failed.unwrap_or(true), "DEPLOYMENT_FAILURE"),
            (self.stopped.unwrap_or(false), "DEPLOYMENT_STOP_ON_REQUEST"),
            (self.in_alarm.unwrap_or(has_alarms), "DEPLOYMENT_STOP_ON_ALARM"),
        ]
        .into_iter()
        .filter_map(|(on, event)| on.then_some(event))
        .collect();
        if events.is_empty() {
            return Expr::object([("Enabled", Expr::from(false))]);
        }
        Expr::object([("Enabled", Expr::from(true)), ("Events", list(events))])
    }
}

/// Between what traffic moves, and when old tasks end.
#[derive(Clone, Debug)]
pub struct BlueGreenDeployment {
    blue: ApplicationTargetGroup,
    green: ApplicationTargetGroup,
    listener: ApplicationListener,
    test_listener: Option<ApplicationListener>,
    approval_wait: Option<Duration>,
    termination_wait: Option<Duration>,
}

impl BlueGreenDeployment {
    /// Between these two target groups, behind this listener.
    pub fn new(
        blue: &ApplicationTargetGroup,
        green: &ApplicationTargetGroup,
        listener: &ApplicationListener,
    ) -> Self {
        Self {
            blue: blue.clone(),
            green: green.clone(),
            listener: listener.clone(),
            test_listener: None,
            approval_wait: None,
            termination_wait: None,
        }
    }

    /// A listener by which new tasks are reached before the traffic moves.
    #[must_use]
    pub fn test_listener(mut self, listener: &ApplicationListener) -> Self {
        self.test_listener = Some(listener.clone());
        self
    }

    /// How long CodeDeploy waits for somebody to let the traffic move; then the deployment stops. Default: not at all.
    #[must_use]
    pub fn deployment_approval_wait_time(mut self, time: Duration) -> Self {
        self.approval_wait = Some(time);
        self
    }

    /// How long old tasks still run, up to 2 days. Default: not at all.
    #[must_use]
    pub fn termination_wait_time(mut self, time: Duration) -> Self {
        self.termination_wait = Some(time);
        self
    }

    fn configuration(&self) -> Expr {
        let minutes = |time: Option<Duration>| {
            number(Some(time.map_or(0, |time| i64::try_from(time.to_minutes()).unwrap_or(0))))
        };
        let timeout = match self.approval_wait {
            None => "CONTINUE_DEPLOYMENT",
            Some(_) => "STOP_DEPLOYMENT",
        };
        Expr::object([
            (
                "DeploymentReadyOption",
                Expr::object([
                    ("ActionOnTimeout", Expr::from(timeout)),
                    ("WaitTimeInMinutes", minutes(self.approval_wait)),
                ]),
            ),
            (
                "TerminateBlueInstancesOnDeploymentSuccess",
                Expr::object([
                    ("Action", Expr::from("TERMINATE")),
                    ("TerminationWaitTimeInMinutes", minutes(self.termination_wait)),
                ]),
            ),
        ])
    }

    fn load_balancer_info(&self) -> Expr {
        let route = |listener: &ApplicationListener| {
            Expr::object([("ListenerArns", list([listener.listener_arn()]))])
        };
        let groups = [&self.blue, &self.green].map(|group| {
            let cfn = group.target_group().cfn();
            let name = cfn.map(|cfn| cfn.attr_target_group_name());
            Expr::object([("Name", opt(name.as_ref()))])
        });
        let pair = Expr::object([
            ("ProdTrafficRoute", route(&self.listener)),
            ("TargetGroups", Expr::List(groups.to_vec())),
            ("TestTrafficRoute", self.test_listener.as_ref().map_or(Expr::Null, route)),
        ]);
        Expr::object([("TargetGroupPairInfoList", list([pair]))])
    }
}

/// A service whose deployments CodeDeploy makes.
///
/// The service's deployment controller must be CodeDeploy.
///
/// Findings: `deployment-alarms` when deployments are taken back by alarms that are not there.
///
/// ```
/// use cumulo::codedeploy::{BlueGreenDeployment, EcsDeploymentConfig, EcsDeploymentGroup};
/// # use cumulo::ec2::Vpc;
/// use cumulo::ecs::{DeploymentController, FargateService};
/// # use cumulo::ecs::{Cluster, ContainerImage, FargateTaskDefinition, PortMapping};
/// use cumulo::elbv2::{ApplicationTargetGroup, TargetType};
/// # use cumulo::elbv2::{ApplicationLoadBalancer, Listen};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// # let vpc = Vpc::builder(&stack, "Vpc").build();
/// # let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
/// # let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// # task.add_container("web")
/// #     .image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27"))
/// #     .port_mappings([PortMapping::tcp(80)])
/// #     .build();
/// # let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// # let live = lb.add_listener("Live", Listen::http(80)).build();
/// # let test = lb.add_listener("Test", Listen::http(9090)).build();
/// let service = FargateService::builder(&stack, "Service")
///     .cluster(&cluster)
///     .task_definition(&task)
///     .deployment_controller(DeploymentController::CodeDeploy)
///     .build();
/// let blue = live.add_targets("Blue").port(80).targets([service.clone()]).build();
/// let green = ApplicationTargetGroup::builder(&stack, "Green").vpc(&vpc).port(80).target_type(TargetType::Ip).build();
/// test.add_target_groups("Green").target_groups([&green]).build();
/// EcsDeploymentGroup::builder(&stack, "Deployments")
///     .service(&service)
///     .blue_green_deployment(BlueGreenDeployment::new(&blue, &green, &live).test_listener(&test))
///     .deployment_config(EcsDeploymentConfig::canary_10_percent_5_minutes())
///     .build();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html>
#[derive(Clone, Debug)]
pub struct EcsDeploymentGroup {
    node: Node,
    cfn: Option<Resource<CfnDeploymentGroup>>,
    name: Value<String>,
    application: EcsApplication,
    config: EcsDeploymentConfig,
    role: Option<Role>,
    auto_rollback: AutoRollback,
}

#[bon]
impl EcsDeploymentGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The service.
        service: &dyn EcsService,
        /// Between what traffic moves.
        blue_green_deployment: BlueGreenDeployment,
        /// Application under which it stands. Default: one that is made for it.
        application: Option<&EcsApplication>,
        /// Name in the application. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        deployment_group_name: Option<Value<String>>,
        /// How traffic moves.
        #[builder(default = EcsDeploymentConfig::all_at_once())]
        deployment_config: EcsDeploymentConfig,
        /// Alarms that stop a deployment.
        #[builder(default, with = |alarms: impl IntoIterator<Item = Alarm>| alarms.into_iter().collect())]
        alarms: Vec<Alarm>,
        /// Whether a deployment goes on when alarms cannot be read. Default: false.
        ignore_poll_alarms_failure: Option<bool>,
        /// When a deployment is taken back.
        #[builder(default)]
        auto_rollback: AutoRollback,
        /// Role of CodeDeploy. Default: one that is made for it.
        role: Option<&Role>,
    ) -> EcsDeploymentGroup {
        let node = scope.node().child(id);
        if auto_rollback.in_alarm == Some(true) && alarms.is_empty() {
            node.error(
                "deployment-alarms",
                "deployments are to be taken back by alarms, but there are none",
                "give `alarms`",
            );
        }
        let application = application
            .cloned()
            .unwrap_or_else(|| EcsApplication::builder(&node, "Application").build());
        let role = role.cloned().unwrap_or_else(|| {
            Role::builder(&node, "ServiceRole")
                .assumed_by(Principal::service("codedeploy.amazonaws.com"))
                .build()
        });
        let policy = ManagedPolicy::from_aws_managed_policy_name("AWSCodeDeployRoleForECS");
        role.add_managed_policy(policy);
        let names =
            alarms.iter().map(|alarm| Expr::object([("Name", alarm.alarm_name().into_expr())]));
        let alarm_configuration = Expr::object([
            ("Alarms", list(names)),
            ("Enabled", Expr::from(!alarms.is_empty())),
            ("IgnorePollAlarmFailure", flag(ignore_poll_alarms_failure)),
        ]);
        let service = Expr::object([
            ("ClusterName", service.cluster().cluster_name().into_expr()),
            ("ServiceName", service.service_name().into_expr()),
        ]);
        let style = Expr::object([
            ("DeploymentOption", Expr::from("WITH_TRAFFIC_CONTROL")),
            ("DeploymentType", Expr::from("BLUE_GREEN")),
        ]);
        let cfn = bag::<CfnDeploymentGroup>([
            ("AlarmConfiguration", alarm_configuration),
            ("ApplicationName", application.application_name().into_expr()),
            ("AutoRollbackConfiguration", auto_rollback.to_expr(!alarms.is_empty())),
            ("BlueGreenDeploymentConfiguration", blue_green_deployment.configuration()),
            ("DeploymentConfigName", deployment_config.deployment_config_name().into_expr()),
            ("DeploymentGroupName", opt(deployment_group_name.as_ref())),
            ("DeploymentStyle", style),
            ("ECSServices", list([service])),
            ("LoadBalancerInfo", blue_green_deployment.load_balancer_info()),
            ("ServiceRoleArn", role.role_arn().into_expr()),
        ])
        .add_to(&node, "Resource");
        if let Some(config) = deployment_config.cfn() {
            cfn.depends_on(config);
        }
        EcsDeploymentGroup {
            node,
            name: cfn.reference(),
            cfn: Some(cfn),
            application,
            config: deployment_config,
            role: Some(role),
            auto_rollback,
        }
    }

    /// A group that exists already, by its application and its name.
    #[track_caller]
    pub fn from_ecs_deployment_group_attributes(
        scope: &dyn Construct,
        id: &str,
        application: &EcsApplication,
        deployment_group_name: impl IntoValue<String>,
        deployment_config: EcsDeploymentConfig,
    ) -> EcsDeploymentGroup {
        EcsDeploymentGroup {
            node: scope.node().child(id),
            cfn: None,
            name: deployment_group_name.into_value(),
            application: application.clone(),
            config: deployment_config,
            role: None,
            auto_rollback: AutoRollback::default(),
        }
    }

    /// Stops a deployment when this alarm goes off, and takes it back where `auto_rollback` does not say otherwise.
    ///
    /// # Findings
    /// `imported-deployment-group` when the group was imported.
    #[track_caller]
    pub fn add_alarm(&self, alarm: &Alarm) {
        let Some(cfn) = &self.cfn else {
            self.node.error_here(
                "imported-deployment-group",
                "the alarms of an imported deployment group cannot be changed",
                "change them where the group is made",
            );
            return;
        };
        let name = Expr::object([("Name", alarm.alarm_name().into_expr())]);
        let rollback = self.auto_rollback.to_expr(true);
        cfn.edit_properties(|properties| {
            if let Some(Expr::Map(configuration)) = properties.get_mut("AlarmConfiguration") {
                configuration.insert("Enabled".into(), Expr::from(true));
                let alarms = configuration.entry("Alarms".into());
                if let Expr::List(alarms) = alarms.or_insert_with(|| Expr::List(Vec::new())) {
                    alarms.push(name);
                }
            }
            properties.set("AutoRollbackConfiguration", rollback);
        });
    }

    /// The L1; none of an imported group.
    pub fn cfn(&self) -> Option<&Resource<CfnDeploymentGroup>> {
        self.cfn.as_ref()
    }

    /// The application under which it stands.
    pub fn application(&self) -> &EcsApplication {
        &self.application
    }

    /// The role of CodeDeploy; of an imported group it is not known.
    pub fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// Its name.
    pub fn deployment_group_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn deployment_group_arn(&self) -> Value<String> {
        let application = self.application.application_name();
        let group = text!("deploymentgroup:{}/{}", application, self.deployment_group_name());
        self.node.stack().format_arn("codedeploy", group)
    }

    /// ARN of what says how traffic moves.
    pub fn deployment_config_arn(&self) -> Value<String> {
        self.config.deployment_config_arn(self)
    }
}

impl Construct for EcsDeploymentGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
