//! Versions of functions, and names for them.

use super::Function;
use super::async_config::{self, Destination, EventInvokeConfig};
use crate::bag::{bag, list, number, opt};
use crate::cfn::lambda::{CfnAlias, CfnVersion};
use crate::{
    CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, RemovalPolicy, Resource, Value, text,
};
use bon::bon;
use std::ops::Deref;

fn provisioned(count: Option<u32>) -> Expr {
    match count {
        None => Expr::Null,
        count => Expr::object([("ProvisionedConcurrentExecutions", number(count))]),
    }
}

/// A version of a function: its code and settings as they are now.
///
/// A version is published once: CloudFormation makes a new one only when the construct gets another id.
///
/// ```
/// use cumulo::lambda::{Code, Function, Runtime, Version};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// # let function = Function::builder(&stack, "Import")
/// #     .runtime(Runtime::PYTHON_3_13)
/// #     .handler("index.handler")
/// #     .code(Code::from_inline("def handler(event, context): return 1"))
/// #     .build();
/// let first = Version::builder(&stack, "First").function(&function).build();
/// Output::new(&stack, "Number", first.version());
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html>
#[derive(Clone, Debug)]
pub struct Version {
    cfn: Resource<CfnVersion>,
    function: Function,
}

#[bon]
impl Version {
    /// Starts to describe a version.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Function that is published.
        function: &Function,
        /// SHA-256 that the code must have, in Base64. Default: any.
        #[builder(into)]
        code_sha256: Option<String>,
        /// What is new, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// How many calls can start at once without delay. Default: none.
        provisioned_concurrent_executions: Option<u32>,
        /// How often an asynchronous call is tried again, 0 to 2. Default: 2.
        retry_attempts: Option<u32>,
        /// How old an asynchronous call may become, 1 minute to 6 hours. Default: 6 hours.
        max_event_age: Option<Duration>,
        /// Where results of asynchronous calls go.
        on_success: Option<&dyn Destination>,
        /// Where failed asynchronous calls go.
        on_failure: Option<&dyn Destination>,
        /// What happens to the version when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> Version {
        let node = scope.node().child(id);
        let cfn = bag::<CfnVersion>([
            ("CodeSha256", code_sha256.map_or(Expr::Null, Expr::from)),
            ("Description", opt(description.as_ref())),
            ("FunctionName", function.function_name().into_expr()),
            ("ProvisionedConcurrencyConfig", provisioned(provisioned_concurrent_executions)),
        ])
        .add_to(&node, "Resource");
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(policy);
        }
        let version = cfn.attr_version();
        let name = text!("{}:{}", function.function_name(), version);
        let mut of = qualified(function, node, cfn.reference(), name, &version);
        of.metric_dimensions = Some((of.name.clone(), None));
        let settings =
            async_config::Settings { retry_attempts, max_event_age, on_success, on_failure };
        if !settings.is_empty() {
            EventInvokeConfig::of_version(&of, function.function_name(), version, settings);
        }
        Version { cfn, function: of }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnVersion> {
        &self.cfn
    }

    /// Its number.
    pub fn version(&self) -> Value<String> {
        self.cfn.attr_version()
    }
}

/// The function as it is reached by a version or alias.
fn qualified(
    function: &Function,
    node: Node,
    arn: Value<String>,
    name: Value<String>,
    qualifier: &Value<String>,
) -> Function {
    Function {
        node,
        cfn: None,
        name,
        grant_arns: vec![arn.clone()],
        arn,
        qualifier: qualifier.literal().map(str::to_owned),
        ..function.clone()
    }
}

/// A name for a version of a function, which callers use while versions change.
///
/// ```
/// use cumulo::{App, Stack, lambda::{Alias, Code, Function, Runtime, Version}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let function = Function::builder(&stack, "Cleanup")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .build();
/// let first = Version::builder(&stack, "First").function(&function).build();
/// let live = Alias::builder(&stack, "Live").alias_name("live").version(&first).build();
/// live.function_arn(); // an alias is called as the function is
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html>
#[derive(Clone, Debug)]
pub struct Alias {
    cfn: Resource<CfnAlias>,
    function: Function,
}

#[bon]
impl Alias {
    /// Starts to describe an alias.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The name.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alias_name: Value<String>,
        /// Version that it names.
        version: &Version,
        /// Versions that get a part of the calls, 0.0 to 1.0 each.
        #[builder(default, with = |versions: impl IntoIterator<Item = (Version, f64)>| versions.into_iter().collect())]
        additional_versions: Vec<(Version, f64)>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// How many calls can start at once without delay. Default: none.
        provisioned_concurrent_executions: Option<u32>,
        /// How often an asynchronous call is tried again, 0 to 2. Default: 2.
        retry_attempts: Option<u32>,
        /// How old an asynchronous call may become, 1 minute to 6 hours. Default: 6 hours.
        max_event_age: Option<Duration>,
        /// Where results of asynchronous calls go.
        on_success: Option<&dyn Destination>,
        /// Where failed asynchronous calls go.
        on_failure: Option<&dyn Destination>,
    ) -> Alias {
        let node = scope.node().child(id);
        let weights = list(additional_versions.iter().map(|(version, weight)| {
            Expr::object([
                ("FunctionVersion", version.version().into_expr()),
                ("FunctionWeight", weight.into_value().into_expr()),
            ])
        }));
        let routing = match weights {
            Expr::Null => Expr::Null,
            weights => Expr::object([("AdditionalVersionWeights", weights)]),
        };
        let function_name = version
            .cfn
            .with_properties(|properties| properties.get("FunctionName").cloned())
            .unwrap_or(Expr::Null);
        let function_of_version = Value::new(function_name.clone());
        let cfn = bag::<CfnAlias>([
            ("Description", opt(description.as_ref())),
            ("FunctionName", function_name),
            ("FunctionVersion", version.version().into_expr()),
            ("Name", alias_name.clone().into_expr()),
            ("ProvisionedConcurrencyConfig", provisioned(provisioned_concurrent_executions)),
            ("RoutingConfig", routing),
        ])
        .add_to(&node, "Resource");
        let arn = cfn.reference();
        let name: Value<String> = Fn::select(6, Fn::split(":", &arn));
        let name = text!("{}:{}", name, alias_name);
        let mut function = qualified(&version.function, node, arn, name, &alias_name);
        let resource = text!("{}:{}", function_of_version, alias_name);
        function.metric_dimensions = Some((function_of_version.clone(), Some(resource)));
        let settings =
            async_config::Settings { retry_attempts, max_event_age, on_success, on_failure };
        if !settings.is_empty() {
            let qualifier = Fn::select(7, Fn::split(":", cfn.reference()));
            EventInvokeConfig::of_version(&function, function_of_version, qualifier, settings);
        }
        Alias { cfn, function }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnAlias> {
        &self.cfn
    }
}

impl Deref for Version {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.function
    }
}

impl Deref for Alias {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.function
    }
}

impl Construct for Version {
    fn node(&self) -> &Node {
        &self.function.node
    }
}

impl Construct for Alias {
    fn node(&self) -> &Node {
        &self.function.node
    }
}
