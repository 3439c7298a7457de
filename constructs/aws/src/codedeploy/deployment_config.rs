//! How traffic moves.

use crate::bag::{bag, number, opt};
use crate::cfn::codedeploy::CfnDeploymentConfig;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Resource, Value, text};
use bon::bon;

/// How traffic moves from old tasks to new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficRouting {
    /// All of it.
    AllAtOnce,
    /// A part first, and after a time the rest.
    Canary {
        /// The part, 1 to 99 percent.
        percentage: u32,
        /// The time.
        interval: Duration,
    },
    /// The same part again and again.
    Linear {
        /// The part, 1 to 99 percent.
        percentage: u32,
        /// The time between two parts.
        interval: Duration,
    },
}

impl TrafficRouting {
    fn to_expr(self) -> Expr {
        let minutes = |time: Duration| number(i64::try_from(time.to_minutes()).ok());
        match self {
            Self::AllAtOnce => Expr::object([("Type", Expr::from("AllAtOnce"))]),
            Self::Canary { percentage, interval } => {
                let canary = Expr::object([
                    ("CanaryInterval", minutes(interval)),
                    ("CanaryPercentage", number(Some(percentage))),
                ]);
                Expr::object([("TimeBasedCanary", canary), ("Type", "TimeBasedCanary".into())])
            }
            Self::Linear { percentage, interval } => {
                let linear = Expr::object([
                    ("LinearInterval", minutes(interval)),
                    ("LinearPercentage", number(Some(percentage))),
                ]);
                Expr::object([("TimeBasedLinear", linear), ("Type", "TimeBasedLinear".into())])
            }
        }
    }
}

/// How a deployment moves traffic: one of CodeDeploy's own ways, or another one.
///
/// ```
/// use cumulo::codedeploy::EcsDeploymentConfig;
/// let careful = EcsDeploymentConfig::canary_10_percent_5_minutes();
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentconfig.html>
#[derive(Clone, Debug)]
pub struct EcsDeploymentConfig {
    cfn: Option<Resource<CfnDeploymentConfig>>,
    name: Value<String>,
}

macro_rules! ready_made {
    ($($function:ident $name:literal $what:literal;)*) => {$(
        #[doc = $what]
        pub fn $function() -> Self {
            Self { cfn: None, name: Value::new($name) }
        }
    )*};
}

#[bon]
impl EcsDeploymentConfig {
    /// Starts to describe a way of its own.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        deployment_config_name: Option<Value<String>>,
        /// How traffic moves.
        #[builder(default = TrafficRouting::AllAtOnce)]
        traffic_routing: TrafficRouting,
    ) -> EcsDeploymentConfig {
        let node = scope.node().child(id);
        let cfn = bag::<CfnDeploymentConfig>([
            ("ComputePlatform", Expr::from("ECS")),
            ("DeploymentConfigName", opt(deployment_config_name.as_ref())),
            ("TrafficRoutingConfig", traffic_routing.to_expr()),
        ])
        .add_to(&node, "Resource");
        EcsDeploymentConfig { name: cfn.reference(), cfn: Some(cfn) }
    }

    ready_made! {
        all_at_once "CodeDeployDefault.ECSAllAtOnce" "All at once.";
        linear_10_percent_every_1_minutes "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"
            "10 percent every minute.";
        linear_10_percent_every_3_minutes "CodeDeployDefault.ECSLinear10PercentEvery3Minutes"
            "10 percent every 3 minutes.";
        canary_10_percent_5_minutes "CodeDeployDefault.ECSCanary10Percent5Minutes"
            "10 percent, and the rest after 5 minutes.";
        canary_10_percent_15_minutes "CodeDeployDefault.ECSCanary10Percent15Minutes"
            "10 percent, and the rest after 15 minutes.";
    }

    /// One that exists already, by its name.
    pub fn from_name(name: impl IntoValue<String>) -> Self {
        Self { cfn: None, name: name.into_value() }
    }

    /// The L1; none of CodeDeploy's own and of imported ones.
    pub fn cfn(&self) -> Option<&Resource<CfnDeploymentConfig>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn deployment_config_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN in the account and region of the stack in which `user` stands.
    pub fn deployment_config_arn(&self, user: &dyn Construct) -> Value<String> {
        let config = text!("deploymentconfig:{}", self.name);
        user.node().stack().format_arn("codedeploy", config)
    }
}
