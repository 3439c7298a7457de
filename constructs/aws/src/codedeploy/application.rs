//! Applications.

use crate::bag::{bag, opt};
use crate::cfn::codedeploy::CfnApplication;
use crate::{CfnType, Construct, Expr, Fn, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// A name under which deployment groups stand.
///
/// ```
/// use cumulo::codedeploy::EcsApplication;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// EcsApplication::builder(&stack, "Shop").application_name("shop").build();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-application.html>
#[derive(Clone, Debug)]
pub struct EcsApplication {
    node: Node,
    cfn: Option<Resource<CfnApplication>>,
    name: Value<String>,
}

#[bon]
impl EcsApplication {
    /// Starts to describe an application.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        application_name: Option<Value<String>>,
    ) -> EcsApplication {
        let node = scope.node().child(id);
        let cfn = bag::<CfnApplication>([
            ("ApplicationName", opt(application_name.as_ref())),
            ("ComputePlatform", Expr::from("ECS")),
        ])
        .add_to(&node, "Resource");
        EcsApplication { name: cfn.reference(), cfn: Some(cfn), node }
    }

    /// An application that exists already, by its name.
    #[track_caller]
    pub fn from_ecs_application_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> EcsApplication {
        EcsApplication { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// An application that exists already, by its ARN.
    #[track_caller]
    pub fn from_ecs_application_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> EcsApplication {
        let arn = arn.into_value();
        let name = match arn.literal().and_then(|arn| arn.split(':').nth(6)) {
            Some(name) => Value::new(name.to_owned()),
            None => Fn::select(6, Fn::split(":", &arn)),
        };
        EcsApplication { node: scope.node().child(id), cfn: None, name }
    }

    /// The L1; none of an imported application.
    pub fn cfn(&self) -> Option<&Resource<CfnApplication>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn application_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn application_arn(&self) -> Value<String> {
        self.node.stack().format_arn("codedeploy", text!("application:{}", self.name))
    }
}

impl Construct for EcsApplication {
    fn node(&self) -> &Node {
        &self.node
    }
}
