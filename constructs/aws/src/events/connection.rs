//! How EventBridge signs in to APIs outside of AWS.

use crate::bag::{bag, list, opt};
use crate::cfn::events::CfnConnection;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Secret, Value};
use bon::bon;

/// Method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum HttpMethod {
    Post,
    Get,
    Head,
    Options,
    Put,
    Patch,
    Delete,
}

impl HttpMethod {
    pub(super) fn name(self) -> &'static str {
        match self {
            HttpMethod::Post => "POST",
            HttpMethod::Get => "GET",
            HttpMethod::Head => "HEAD",
            HttpMethod::Options => "OPTIONS",
            HttpMethod::Put => "PUT",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Delete => "DELETE",
        }
    }
}

/// A header, query parameter or field that goes with every request.
#[derive(Clone, Debug)]
pub struct HttpParameter {
    value: Value<String>,
    secret: bool,
}

impl HttpParameter {
    /// A value that everybody may read.
    pub fn from_string(value: impl IntoValue<String>) -> Self {
        Self { value: value.into_value(), secret: false }
    }

    /// A value that EventBridge keeps secret.
    pub fn from_secret(value: impl Into<Secret>) -> Self {
        Self { value: value.into().into_value(), secret: true }
    }
}

/// Parameters by their names, in the order in which they are given.
type Parameters = Vec<(String, HttpParameter)>;

fn parameters(
    parameters: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>,
) -> Parameters {
    parameters.into_iter().map(|(name, parameter)| (name.into(), parameter)).collect()
}

/// What goes with requests: in the body, in headers, in the query.
fn http_parameters(body: &Parameters, headers: &Parameters, query: &Parameters) -> Expr {
    let entries = |parameters: &Parameters| {
        list(parameters.iter().map(|(name, parameter)| {
            Expr::object([
                ("IsValueSecret", Expr::from(parameter.secret)),
                ("Key", Expr::from(name.clone())),
                ("Value", Expr::from(&parameter.value)),
            ])
        }))
    };
    Expr::object([
        ("BodyParameters", entries(body)),
        ("HeaderParameters", entries(headers)),
        ("QueryStringParameters", entries(query)),
    ])
}

/// How EventBridge gets a token by OAuth.
#[derive(Clone, Debug)]
pub struct OAuth {
    endpoint: String,
    method: HttpMethod,
    client_id: Value<String>,
    client_secret: Secret,
    body: Parameters,
    headers: Parameters,
    query: Parameters,
}

impl OAuth {
    /// A request with this method to this address, for the client with this id and secret.
    pub fn new(
        authorization_endpoint: impl Into<String>,
        http_method: HttpMethod,
        client_id: impl IntoValue<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            endpoint: authorization_endpoint.into(),
            method: http_method,
            client_id: client_id.into_value(),
            client_secret: client_secret.into(),
            body: Vec::new(),
            headers: Vec::new(),
            query: Vec::new(),
        }
    }

    /// Fields of the request's body.
    #[must_use]
    pub fn body_parameters(
        mut self,
        fields: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>,
    ) -> Self {
        self.body = parameters(fields);
        self
    }

    /// Headers of the request.
    #[must_use]
    pub fn header_parameters(
        mut self,
        headers: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>,
    ) -> Self {
        self.headers = parameters(headers);
        self
    }

    /// Parameters of the request's query.
    #[must_use]
    pub fn query_string_parameters(
        mut self,
        query: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>,
    ) -> Self {
        self.query = parameters(query);
        self
    }
}

/// How EventBridge signs in.
#[derive(Clone, Debug)]
pub struct Authorization(Method);

#[derive(Clone, Debug)]
enum Method {
    ApiKey { name: String, value: Secret },
    Basic { user: String, password: Secret },
    OAuth(OAuth),
}

impl Authorization {
    /// By a key in a header of this name.
    pub fn api_key(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self(Method::ApiKey { name: name.into(), value: value.into() })
    }

    /// By user name and password.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Method::Basic { user: user.into(), password: password.into() })
    }

    /// By a token that is asked for with a client's id and secret.
    pub fn oauth(oauth: OAuth) -> Self {
        Self(Method::OAuth(oauth))
    }

    /// Its kind, and its entry of `AuthParameters`.
    fn into_parts(self) -> (&'static str, &'static str, Expr) {
        let secret = |secret: Secret| -> Expr {
            let value: Value<String> = secret.into_value();
            value.into_expr()
        };
        match self.0 {
            Method::ApiKey { name, value } => (
                "API_KEY",
                "ApiKeyAuthParameters",
                Expr::object([("ApiKeyName", Expr::from(name)), ("ApiKeyValue", secret(value))]),
            ),
            Method::Basic { user, password } => (
                "BASIC",
                "BasicAuthParameters",
                Expr::object([("Password", secret(password)), ("Username", Expr::from(user))]),
            ),
            Method::OAuth(oauth) => {
                let client = Expr::object([
                    ("ClientID", oauth.client_id.into_expr()),
                    ("ClientSecret", secret(oauth.client_secret)),
                ]);
                let with = http_parameters(&oauth.body, &oauth.headers, &oauth.query);
                let parameters = Expr::object([
                    ("AuthorizationEndpoint", Expr::from(oauth.endpoint)),
                    ("ClientParameters", client),
                    ("HttpMethod", Expr::from(oauth.method.name())),
                    ("OAuthHttpParameters", with),
                ]);
                ("OAUTH_CLIENT_CREDENTIALS", "OAuthParameters", parameters)
            }
        }
    }
}

/// A connection: how EventBridge signs in to an API, and what goes with every request.
///
/// ```
/// use cumulo::{App, Secret, Stack, events::{Authorization, Connection}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let key = Secret::secrets_manager("shop/mail-key");
/// let mails = Connection::builder(&stack, "Mails")
///     .authorization(Authorization::api_key("x-api-key", key))
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html>
#[derive(Clone, Debug)]
pub struct Connection {
    node: Node,
    cfn: Option<Resource<CfnConnection>>,
    arn: Value<String>,
    name: Value<String>,
    secret_arn: Value<String>,
}

#[bon]
impl Connection {
    /// Starts to describe a connection.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How EventBridge signs in.
        authorization: Authorization,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        connection_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Fields that are put into the body of every request.
        #[builder(default, with = |fields: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>| parameters(fields))]
        body_parameters: Parameters,
        /// Headers of every request.
        #[builder(default, with = |headers: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>| parameters(headers))]
        header_parameters: Parameters,
        /// Parameters of every request's query.
        #[builder(default, with = |query: impl IntoIterator<Item = (impl Into<String>, HttpParameter)>| parameters(query))]
        query_string_parameters: Parameters,
    ) -> Connection {
        let node = scope.node().child(id);
        let (kind, key, parameters) = authorization.into_parts();
        let with = http_parameters(&body_parameters, &header_parameters, &query_string_parameters);
        let with = if with == Expr::object::<&str>([]) { Expr::Null } else { with };
        let cfn = bag::<CfnConnection>([
            (
                "AuthParameters",
                Expr::object([(key, parameters), ("InvocationHttpParameters", with)]),
            ),
            ("AuthorizationType", Expr::from(kind)),
            ("Description", opt(description.as_ref())),
            ("Name", opt(connection_name.as_ref())),
        ])
        .add_to(&node, "Connection");
        Connection {
            arn: cfn.attr_arn(),
            name: cfn.reference(),
            secret_arn: cfn.attr_secret_arn(),
            cfn: Some(cfn),
            node,
        }
    }

    /// A connection that exists, by its ARN, its name, and the ARN of the secret that EventBridge keeps for it.
    #[track_caller]
    pub fn from_connection_attributes(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
        name: impl IntoValue<String>,
        secret_arn: impl IntoValue<String>,
    ) -> Connection {
        Connection {
            node: scope.node().child(id),
            cfn: None,
            arn: arn.into_value(),
            name: name.into_value(),
            secret_arn: secret_arn.into_value(),
        }
    }

    /// The L1; none of an imported connection.
    pub fn cfn(&self) -> Option<&Resource<CfnConnection>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn connection_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn connection_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// ARN of the secret that EventBridge keeps for it.
    pub fn connection_secret_arn(&self) -> Value<String> {
        self.secret_arn.clone()
    }
}

impl Construct for Connection {
    fn node(&self) -> &Node {
        &self.node
    }
}
