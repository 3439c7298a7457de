//! What an application load balancer does with a request.

use super::{ApplicationTargetGroup, TargetGroup};
use crate::bag::opt;
use crate::ec2::{Connections, Peer, Port};
use crate::{Construct, Duration, Expr, IntoValue, Secret, Value};
use bon::Builder;

/// What a listener or a rule does with a request: an answer, or a check of the user and then an answer.
///
/// ```
/// use cumulo::elbv2::{FixedResponse, ListenerAction, Redirect};
/// let not_found = ListenerAction::from(FixedResponse::new(404).content_type("text/plain").message_body("not found"));
/// let https = ListenerAction::from(Redirect::https());
/// ```
#[derive(Clone, Debug)]
pub struct ListenerAction {
    steps: Vec<Expr>,
    groups: Vec<TargetGroup>,
    identity_provider: bool,
}

impl ListenerAction {
    /// Sends requests to target groups, evenly if there are several.
    pub fn forward<'a>(groups: impl IntoIterator<Item = &'a ApplicationTargetGroup>) -> Self {
        Forward::new(groups).into()
    }

    /// Answers with a status code, 200 to 599.
    pub fn fixed_response(status_code: u16) -> Self {
        FixedResponse::new(status_code).into()
    }

    fn last(step: Expr) -> Self {
        Self { steps: vec![step], groups: Vec::new(), identity_provider: false }
    }

    fn first(step: Expr, mut next: ListenerAction) -> Self {
        next.steps.insert(0, step);
        next
    }

    /// Steps as a listener takes them, whose session times are texts.
    pub(super) fn render_default(&self) -> Expr {
        let mut steps = self.clone();
        for step in &mut steps.steps {
            if let Expr::Map(step) = step
                && let Some(Expr::Map(config)) = step.get_mut("AuthenticateOidcConfig")
                && let Some(Expr::Number(seconds)) = config.get("SessionTimeout")
            {
                let seconds = seconds.to_string();
                config.insert("SessionTimeout".into(), Expr::from(seconds));
            }
        }
        steps.render()
    }

    /// Steps as a rule takes them.
    pub(super) fn render(&self) -> Expr {
        if let [only] = self.steps.as_slice() {
            return Expr::List(vec![only.clone()]);
        }
        let numbered = self.steps.iter().zip(1i64..).map(|(step, order)| {
            let mut step = step.clone();
            if let Expr::Map(entries) = &mut step {
                entries.insert("Order".into(), Expr::from(order));
            }
            step
        });
        Expr::List(numbered.collect())
    }

    /// Tells target groups and security groups of the action that `by` takes.
    pub(super) fn bind(
        &self,
        by: &dyn Construct,
        listener_arn: &Value<String>,
        load_balancer: &Connections,
    ) {
        let forwards = self
            .steps
            .iter()
            .any(|step| step.get("Type").and_then(Expr::as_str) == Some("forward"));
        if forwards && self.groups.is_empty() {
            by.node().error(
                "forward-without-groups",
                "requests are forwarded to no target group",
                "name at least one group",
            );
        }
        for group in &self.groups {
            group.attach(by, listener_arn.clone(), Some(load_balancer));
        }
        if self.identity_provider {
            let port = Port::https().described("Allow to IdP endpoint");
            load_balancer.allow_to(&Peer::any_ipv4(), port);
        }
    }
}

/// Sends requests to target groups, by weight.
///
/// ```
/// # use cumulo::{Duration, elbv2::{ApplicationTargetGroup, Forward}};
/// # fn canary(blue: &ApplicationTargetGroup, green: &ApplicationTargetGroup) -> Forward {
/// Forward::weighted([(blue, 90), (green, 10)]).stickiness(Duration::minutes(5))
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Forward {
    groups: Vec<(TargetGroup, u16)>,
    weighted: bool,
    stickiness: Option<Duration>,
}

impl Forward {
    /// Evenly.
    pub fn new<'a>(groups: impl IntoIterator<Item = &'a ApplicationTargetGroup>) -> Self {
        let groups = groups.into_iter().map(|group| (group.target_group().clone(), 1)).collect();
        Self { groups, weighted: false, stickiness: None }
    }

    /// In the proportion of the weights, 0 to 999.
    pub fn weighted<'a>(
        groups: impl IntoIterator<Item = (&'a ApplicationTargetGroup, u16)>,
    ) -> Self {
        let groups = groups
            .into_iter()
            .map(|(group, weight)| (group.target_group().clone(), weight))
            .collect();
        Self { groups, weighted: true, stickiness: None }
    }

    /// How long a client stays with its group, 1 second to 7 days. Default: not at all.
    #[must_use]
    pub fn stickiness(mut self, duration: Duration) -> Self {
        self.stickiness = Some(duration);
        self
    }
}

impl From<Forward> for ListenerAction {
    fn from(forward: Forward) -> Self {
        let kind = ("Type", Expr::from("forward"));
        let step = match forward.groups.as_slice() {
            [(only, _)] if !forward.weighted && forward.stickiness.is_none() => {
                Expr::object([("TargetGroupArn", only.target_group_arn().into()), kind])
            }
            groups => {
                let groups = groups.iter().map(|(group, weight)| {
                    Expr::object([
                        ("TargetGroupArn", group.target_group_arn().into()),
                        ("Weight", Expr::from(i64::from(*weight))),
                    ])
                });
                let stickiness = forward.stickiness.map_or(Expr::Null, |duration| {
                    Expr::object([
                        ("DurationSeconds", seconds(duration)),
                        ("Enabled", Expr::from(true)),
                    ])
                });
                let config = Expr::object([
                    ("TargetGroupStickinessConfig", stickiness),
                    ("TargetGroups", Expr::List(groups.collect())),
                ]);
                Expr::object([("ForwardConfig", config), kind])
            }
        };
        let mut action = ListenerAction::last(step);
        action.groups = forward.groups.into_iter().map(|(group, _)| group).collect();
        action
    }
}

/// Answers by itself.
#[derive(Clone, Debug)]
pub struct FixedResponse {
    status_code: u16,
    content_type: Option<String>,
    message_body: Option<Value<String>>,
}

impl FixedResponse {
    /// An answer with a status code, 200 to 599.
    pub fn new(status_code: u16) -> Self {
        Self { status_code, content_type: None, message_body: None }
    }

    /// `text/plain`, `text/css`, `text/html`, `application/javascript` or `application/json`. Default: none.
    #[must_use]
    pub fn content_type(mut self, content_type: &str) -> Self {
        self.content_type = Some(content_type.to_owned());
        self
    }

    /// Body of the answer, up to 1,024 bytes. Default: none.
    #[must_use]
    pub fn message_body(mut self, body: impl IntoValue<String>) -> Self {
        self.message_body = Some(body.into_value());
        self
    }
}

impl From<FixedResponse> for ListenerAction {
    fn from(response: FixedResponse) -> Self {
        let config = Expr::object([
            ("ContentType", response.content_type.map_or(Expr::Null, Expr::from)),
            ("MessageBody", opt(response.message_body.as_ref())),
            ("StatusCode", Expr::from(response.status_code.to_string())),
        ]);
        ListenerAction::last(Expr::object([
            ("FixedResponseConfig", config),
            ("Type", Expr::from("fixed-response")),
        ]))
    }
}

/// Sends clients to another address. What is not set stays as in the request.
///
/// Each part may use `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}` of the request.
#[derive(Clone, Debug, Default)]
pub struct Redirect {
    parts: Vec<(&'static str, Expr)>,
    permanent: bool,
}

impl Redirect {
    /// A redirect for now (302) to the same address.
    pub fn new() -> Self {
        Self::default()
    }

    /// A redirect for good (301) to the same address with HTTPS on port 443.
    pub fn https() -> Self {
        Self::new().port("443").protocol("HTTPS").permanent()
    }

    /// Host of the new address.
    #[must_use]
    pub fn host(self, host: impl IntoValue<String>) -> Self {
        self.part("Host", host)
    }

    /// Path of the new address, with a leading slash.
    #[must_use]
    pub fn path(self, path: impl IntoValue<String>) -> Self {
        self.part("Path", path)
    }

    /// Port of the new address.
    #[must_use]
    pub fn port(self, port: impl IntoValue<String>) -> Self {
        self.part("Port", port)
    }

    /// `HTTP` or `HTTPS`.
    #[must_use]
    pub fn protocol(self, protocol: impl IntoValue<String>) -> Self {
        self.part("Protocol", protocol)
    }

    /// Query of the new address, without the question mark.
    #[must_use]
    pub fn query(self, query: impl IntoValue<String>) -> Self {
        self.part("Query", query)
    }

    /// For good (301), which clients remember. Default: for now (302).
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.permanent = true;
        self
    }

    fn part(mut self, name: &'static str, value: impl IntoValue<String>) -> Self {
        self.parts.push((name, value.into_value().into()));
        self
    }
}

impl From<Redirect> for ListenerAction {
    fn from(redirect: Redirect) -> Self {
        let code = if redirect.permanent { "HTTP_301" } else { "HTTP_302" };
        let parts = redirect.parts.into_iter().chain([("StatusCode", Expr::from(code))]);
        ListenerAction::last(Expr::object([
            ("RedirectConfig", Expr::object(parts)),
            ("Type", Expr::from("redirect")),
        ]))
    }
}

/// What happens to clients that have not logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnauthenticatedAction {
    /// They get a 401.
    Deny,
    /// They pass, without a name.
    Allow,
    /// They are sent to the log-in page.
    Authenticate,
}

impl UnauthenticatedAction {
    fn name(self) -> &'static str {
        match self {
            UnauthenticatedAction::Deny => "deny",
            UnauthenticatedAction::Allow => "allow",
            UnauthenticatedAction::Authenticate => "authenticate",
        }
    }
}

/// Has an OpenID Connect provider say who the user is; HTTPS listeners only.
///
/// The load balancer may then connect to everyone on port 443, to reach the provider.
///
/// ```
/// # use cumulo::{App, Stack, Secret, elbv2::{AuthenticateOidc, ListenerAction}};
/// # fn login(secret: Secret) -> ListenerAction {
/// AuthenticateOidc::builder()
///     .authorization_endpoint("https://id.example.com/authorize")
///     .token_endpoint("https://id.example.com/token")
///     .user_info_endpoint("https://id.example.com/userinfo")
///     .issuer("https://id.example.com")
///     .client_id("shop")
///     .client_secret(secret)
///     .build()
///     .then(ListenerAction::fixed_response(200))
/// # }
/// ```
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html>
#[derive(Clone, Debug, Builder)]
pub struct AuthenticateOidc {
    /// Where users log in.
    #[builder(into)]
    authorization_endpoint: String,
    /// Where the load balancer exchanges the code.
    #[builder(into)]
    token_endpoint: String,
    /// Where the load balancer asks about the user.
    #[builder(into)]
    user_info_endpoint: String,
    /// Name of the provider: an `https` address.
    #[builder(into)]
    issuer: String,
    /// Id of the application at the provider.
    #[builder(with = |id: impl IntoValue<String>| id.into_value())]
    client_id: Value<String>,
    /// Secret of the application at the provider.
    #[builder(into)]
    client_secret: Secret,
    /// What is asked of the user. Default: `openid`.
    #[builder(into)]
    scope: Option<String>,
    /// How long a log-in lasts. Default: 7 days.
    session_timeout: Option<Duration>,
    /// Name of the session's cookie. Default: `AWSELBAuthSessionCookie`.
    #[builder(into)]
    session_cookie_name: Option<String>,
    /// What happens to clients that have not logged in. Default: they are sent to the log-in page.
    on_unauthenticated_request: Option<UnauthenticatedAction>,
    /// Further parameters of the log-in request, up to 10.
    #[builder(default)]
    authentication_request_extra_params: Vec<(String, String)>,
    /// Whether the load balancer may connect to everyone on port 443, to reach the provider. Default: true.
    #[builder(default = true)]
    allow_https_outbound: bool,
}

impl AuthenticateOidc {
    /// What happens once the user is known.
    pub fn then(self, next: impl Into<ListenerAction>) -> ListenerAction {
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let extra = extra_params(self.authentication_request_extra_params);
        let unauthenticated = self.on_unauthenticated_request.map(UnauthenticatedAction::name);
        let timeout = self.session_timeout.map_or(Expr::Null, seconds);
        let config = Expr::object([
            ("AuthenticationRequestExtraParams", extra),
            ("AuthorizationEndpoint", Expr::from(self.authorization_endpoint)),
            ("ClientId", self.client_id.into()),
            ("ClientSecret", IntoValue::<String>::into_value(self.client_secret).into()),
            ("Issuer", Expr::from(self.issuer)),
            ("OnUnauthenticatedRequest", unauthenticated.map_or(Expr::Null, Expr::from)),
            ("Scope", text(self.scope)),
            ("SessionCookieName", text(self.session_cookie_name)),
            ("SessionTimeout", timeout),
            ("TokenEndpoint", Expr::from(self.token_endpoint)),
            ("UserInfoEndpoint", Expr::from(self.user_info_endpoint)),
        ]);
        let step = Expr::object([
            ("AuthenticateOidcConfig", config),
            ("Type", Expr::from("authenticate-oidc")),
        ]);
        let mut action = ListenerAction::first(step, next.into());
        action.identity_provider |= self.allow_https_outbound;
        action
    }
}

/// Has a user pool of Cognito say who the user is; HTTPS listeners only.
///
/// ```
/// # use cumulo::{Value, elbv2::{AuthenticateCognito, ListenerAction}};
/// # fn login(pool_arn: Value<String>, client_id: Value<String>) -> ListenerAction {
/// AuthenticateCognito::builder()
///     .user_pool_arn(pool_arn)
///     .user_pool_client_id(client_id)
///     .user_pool_domain("shop")
///     .build()
///     .then(ListenerAction::fixed_response(200))
/// # }
/// ```
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html>
#[derive(Clone, Debug, Builder)]
pub struct AuthenticateCognito {
    /// ARN of the user pool.
    #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
    user_pool_arn: Value<String>,
    /// Id of the pool's client, which has a secret.
    #[builder(with = |id: impl IntoValue<String>| id.into_value())]
    user_pool_client_id: Value<String>,
    /// Domain of the pool: its prefix, or the whole name of an own one.
    #[builder(with = |domain: impl IntoValue<String>| domain.into_value())]
    user_pool_domain: Value<String>,
    /// What is asked of the user. Default: `openid`.
    #[builder(into)]
    scope: Option<String>,
    /// How long a log-in lasts. Default: 7 days.
    session_timeout: Option<Duration>,
    /// Name of the session's cookie. Default: `AWSELBAuthSessionCookie`.
    #[builder(into)]
    session_cookie_name: Option<String>,
    /// What happens to clients that have not logged in. Default: they are sent to the log-in page.
    on_unauthenticated_request: Option<UnauthenticatedAction>,
    /// Further parameters of the log-in request, up to 10.
    #[builder(default)]
    authentication_request_extra_params: Vec<(String, String)>,
    /// Whether the load balancer may connect to everyone on port 443, to reach the pool. Default: true.
    #[builder(default = true)]
    allow_https_outbound: bool,
}

impl AuthenticateCognito {
    /// What happens once the user is known.
    pub fn then(self, next: impl Into<ListenerAction>) -> ListenerAction {
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let unauthenticated = self.on_unauthenticated_request.map(UnauthenticatedAction::name);
        let timeout = self.session_timeout.map(|timeout| timeout.to_seconds().to_string());
        let extra = extra_params(self.authentication_request_extra_params);
        let config = Expr::object([
            ("AuthenticationRequestExtraParams", extra),
            ("OnUnauthenticatedRequest", unauthenticated.map_or(Expr::Null, Expr::from)),
            ("Scope", text(self.scope)),
            ("SessionCookieName", text(self.session_cookie_name)),
            ("SessionTimeout", text(timeout)),
            ("UserPoolArn", self.user_pool_arn.into()),
            ("UserPoolClientId", self.user_pool_client_id.into()),
            ("UserPoolDomain", self.user_pool_domain.into()),
        ]);
        let step = Expr::object([
            ("AuthenticateCognitoConfig", config),
            ("Type", Expr::from("authenticate-cognito")),
        ]);
        let mut action = ListenerAction::first(step, next.into());
        action.identity_provider |= self.allow_https_outbound;
        action
    }
}

/// Lets only requests pass whose JSON Web Token the issuer signed; HTTPS listeners only.
#[derive(Clone, Debug)]
pub struct AuthenticateJwt {
    issuer: String,
    jwks_endpoint: String,
}

impl AuthenticateJwt {
    /// Tokens of this issuer, whose keys stand at the `https` address `jwks_endpoint`.
    pub fn new(issuer: impl Into<String>, jwks_endpoint: impl Into<String>) -> Self {
        Self { issuer: issuer.into(), jwks_endpoint: jwks_endpoint.into() }
    }

    /// What happens to requests that pass.
    pub fn then(self, next: impl Into<ListenerAction>) -> ListenerAction {
        let config = Expr::object([
            ("Issuer", Expr::from(self.issuer)),
            ("JwksEndpoint", Expr::from(self.jwks_endpoint)),
        ]);
        let step =
            Expr::object([("JwtValidationConfig", config), ("Type", Expr::from("jwt-validation"))]);
        ListenerAction::first(step, next.into())
    }
}

fn extra_params(params: Vec<(String, String)>) -> Expr {
    if params.is_empty() {
        return Expr::Null;
    }
    Expr::object(params.into_iter().map(|(key, value)| (key, Expr::from(value))))
}

fn seconds(duration: Duration) -> Expr {
    Expr::from(i64::try_from(duration.to_seconds()).unwrap_or(i64::MAX))
}
