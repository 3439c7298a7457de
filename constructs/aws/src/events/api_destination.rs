//! APIs outside of AWS that rules call.

use super::target::{Delivery, RuleTarget, RuleTargetConfig, delivery, event_role};
use super::{Connection, HttpMethod, Rule, RuleTargetInput};
use crate::bag::{bag, list, number, opt};
use crate::cfn::events::CfnApiDestination;
use crate::iam::{PolicyStatement, Role};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// An address outside of AWS that rules call.
///
/// ```
/// use cumulo::{App, Duration, Secret, Stack};
/// use cumulo::events::{ApiDestination, ApiDestinationTarget, Authorization, Connection, Rule, Schedule};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let password = Secret::secrets_manager("shop/mail-password");
/// let connection = Connection::builder(&stack, "Mails")
///     .authorization(Authorization::basic("shop", password))
///     .build();
/// let mails = ApiDestination::builder(&stack, "SendMails")
///     .connection(&connection)
///     .endpoint("https://mail.example.com/send")
///     .rate_limit_per_second(10)
///     .build();
/// let daily = Rule::builder(&stack, "Daily").schedule(Schedule::rate(Duration::days(1))).build();
/// daily.add_target(&ApiDestinationTarget::new(&mails));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-apidestination.html>
#[derive(Clone, Debug)]
pub struct ApiDestination {
    node: Node,
    cfn: Option<Resource<CfnApiDestination>>,
    arn: Value<String>,
}

#[bon]
impl ApiDestination {
    /// Starts to describe an address.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How EventBridge signs in there.
        connection: &Connection,
        /// The address; a `*` in it stands for what a rule's target gives.
        #[builder(with = |url: impl IntoValue<String>| url.into_value())]
        endpoint: Value<String>,
        /// Method of the requests. Default: POST.
        #[builder(default = HttpMethod::Post)]
        http_method: HttpMethod,
        /// Requests in a second at most. Default: 300.
        rate_limit_per_second: Option<u32>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        api_destination_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> ApiDestination {
        let node = scope.node().child(id);
        let cfn = bag::<CfnApiDestination>([
            ("ConnectionArn", connection.connection_arn().into_expr()),
            ("Description", opt(description.as_ref())),
            ("HttpMethod", Expr::from(http_method.name())),
            ("InvocationEndpoint", endpoint.into_expr()),
            ("InvocationRateLimitPerSecond", number(rate_limit_per_second)),
            ("Name", opt(api_destination_name.as_ref())),
        ])
        .add_to(&node, "ApiDestination");
        ApiDestination { arn: cfn.attr_arn(), cfn: Some(cfn), node }
    }

    /// An address that EventBridge knows already, by the ARN of its API destination.
    #[track_caller]
    pub fn from_api_destination_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> ApiDestination {
        ApiDestination { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The L1; none of an import.
    pub fn cfn(&self) -> Option<&Resource<CfnApiDestination>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn api_destination_arn(&self) -> Value<String> {
        self.arn.clone()
    }
}

impl Construct for ApiDestination {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// Calls an address outside of AWS.
#[derive(Clone, Debug)]
pub struct ApiDestinationTarget {
    destination: ApiDestination,
    path: Vec<String>,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    event: Option<RuleTargetInput>,
    role: Option<Role>,
    delivery: Delivery,
}

impl ApiDestinationTarget {
    /// This address.
    pub fn new(destination: &ApiDestination) -> Self {
        Self {
            destination: destination.clone(),
            path: Vec::new(),
            headers: Vec::new(),
            query: Vec::new(),
            event: None,
            role: None,
            delivery: Delivery::default(),
        }
    }

    /// What stands for each `*` of the address.
    #[must_use]
    pub fn path_parameter_values(
        mut self,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.path = values.into_iter().map(Into::into).collect();
        self
    }

    /// A header of the request.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A parameter of the request's query.
    #[must_use]
    pub fn query_string(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The body of the request. Default: the whole event.
    #[must_use]
    pub fn event(mut self, input: RuleTargetInput) -> Self {
        self.event = Some(input);
        self
    }

    /// Role by which EventBridge calls it. Default: one that is made for the address.
    #[must_use]
    pub fn event_role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    delivery!();
}

impl RuleTarget for ApiDestinationTarget {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(self.destination.node()));
        let arn = self.destination.api_destination_arn();
        role.add_to_policy(
            PolicyStatement::allow().actions(["events:InvokeApiDestination"]).resources([&arn]),
        );
        let pairs = |pairs: &[(String, String)]| match pairs {
            [] => Expr::Null,
            pairs => Expr::object(pairs.iter().map(|(k, v)| (k.clone(), Expr::from(v.clone())))),
        };
        let http = Expr::object([
            ("HeaderParameters", pairs(&self.headers)),
            ("PathParameterValues", list(self.path.iter().cloned())),
            ("QueryStringParameters", pairs(&self.query)),
        ]);
        let mut config = RuleTargetConfig::new(arn).role(&role).input(self.event.clone());
        if http != Expr::object::<&str>([]) {
            config = config.property("HttpParameters", http);
        }
        self.delivery.apply(rule, config)
    }
}
