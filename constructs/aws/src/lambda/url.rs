//! URLs of functions.

use super::{Function, Permission};
use crate::bag::{bag, flag, list, number};
use crate::cfn::lambda::CfnUrl;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement};
use crate::{CfnType, Construct, Duration, Expr, Node, Resource, Value};

/// Who may call a function's URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FunctionUrlAuthType {
    /// Those whom IAM allows it.
    #[default]
    AwsIam,
    /// Everybody.
    None,
}

/// How a function's URL answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvokeMode {
    /// When the function has ended.
    Buffered,
    /// While it runs.
    ResponseStream,
}

/// Which pages of other sites may call a function's URL.
#[derive(Clone, Debug, Default)]
pub struct Cors {
    credentials: Option<bool>,
    headers: Vec<String>,
    methods: Vec<String>,
    origins: Vec<String>,
    exposed: Vec<String>,
    max_age: Option<Duration>,
}

fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}

impl Cors {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pages of these sites, such as `https://example.com`; `*` for all.
    #[must_use]
    pub fn allowed_origins(mut self, origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.origins = texts(origins);
        self
    }

    /// With these methods; `*` for all.
    #[must_use]
    pub fn allowed_methods(mut self, methods: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.methods = texts(methods);
        self
    }

    /// With these headers.
    #[must_use]
    pub fn allowed_headers(mut self, headers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.headers = texts(headers);
        self
    }

    /// Whether with cookies and their like. Default: false.
    #[must_use]
    pub fn allow_credentials(mut self, allow: bool) -> Self {
        self.credentials = Some(allow);
        self
    }

    /// Headers of the answer that pages may read.
    #[must_use]
    pub fn exposed_headers(mut self, headers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.exposed = texts(headers);
        self
    }

    /// How long browsers may remember this, up to a day.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    fn to_expr(&self) -> Expr {
        let texts = |texts: &[String]| list(texts.iter().cloned());
        Expr::object([
            ("AllowCredentials", flag(self.credentials)),
            ("AllowHeaders", texts(&self.headers)),
            ("AllowMethods", texts(&self.methods)),
            ("AllowOrigins", texts(&self.origins)),
            ("ExposeHeaders", texts(&self.exposed)),
            ("MaxAge", number(self.max_age.and_then(|age| i64::try_from(age.to_seconds()).ok()))),
        ])
    }
}

/// A URL that calls a function.
///
/// ```
/// use cumulo::lambda::{Code, Function, FunctionUrlAuthType, Runtime};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// # let function = Function::builder(&stack, "Import")
/// #     .runtime(Runtime::PYTHON_3_13)
/// #     .handler("index.handler")
/// #     .code(Code::from_inline("def handler(event, context): return 1"))
/// #     .build();
/// let url = function.add_function_url(FunctionUrlAuthType::AwsIam, None, None);
/// Output::new(&stack, "Url", url.url());
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html>
#[derive(Clone, Debug)]
pub struct FunctionUrl {
    node: Node,
    cfn: Resource<CfnUrl>,
    function: Function,
}

impl Function {
    /// Gives the function a URL. With [`FunctionUrlAuthType::None`] everybody may call it.
    #[track_caller]
    pub fn add_function_url(
        &self,
        auth_type: FunctionUrlAuthType,
        cors: Option<&Cors>,
        invoke_mode: Option<InvokeMode>,
    ) -> FunctionUrl {
        let node = self.node.child("FunctionUrl");
        let auth = match auth_type {
            FunctionUrlAuthType::AwsIam => "AWS_IAM",
            FunctionUrlAuthType::None => "NONE",
        };
        let mode = invoke_mode.map_or(Expr::Null, |mode| match mode {
            InvokeMode::Buffered => "BUFFERED".into(),
            InvokeMode::ResponseStream => "RESPONSE_STREAM".into(),
        });
        let alias = self.qualifier.clone();
        let cfn = bag::<CfnUrl>([
            ("AuthType", Expr::from(auth)),
            ("Cors", cors.map_or(Expr::Null, Cors::to_expr)),
            ("InvokeMode", mode),
            ("Qualifier", alias.map_or(Expr::Null, Expr::from)),
            ("TargetFunctionArn", Expr::from(&self.base_arn)),
        ])
        .add_to(&node, "Resource");
        if self.qualifier.is_some() {
            cfn.depends_on(&self.node);
        }
        if auth_type == FunctionUrlAuthType::None {
            self.add_permission("invoke-function-url", Permission::public_url());
            self.add_permission("invoke-function", Permission::public_via_url());
        }
        FunctionUrl { node, cfn, function: self.clone() }
    }
}

impl Function {
    /// Lets `grantee` call the function by its URL.
    #[track_caller]
    pub fn grant_invoke_url(&self, grantee: &dyn Grantable) -> Grant {
        let statement = |action: &str, conditions: Conditions| {
            PolicyStatement::allow()
                .actions([action])
                .resources([self.function_arn()])
                .conditions(conditions)
        };
        let signed = Conditions::new().string_equals("lambda:FunctionUrlAuthType", "AWS_IAM");
        let via_url =
            Conditions::new().with("Bool", "lambda:InvokedViaFunctionUrl", Expr::from(true));
        let url = statement("lambda:InvokeFunctionUrl", signed);
        let function = statement("lambda:InvokeFunction", via_url);
        Grant::add_to_principal(&self.node, grantee, url)
            .and(Grant::add_to_principal(&self.node, grantee, function))
    }
}

impl FunctionUrl {
    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnUrl> {
        &self.cfn
    }

    /// The URL.
    pub fn url(&self) -> Value<String> {
        self.cfn.attr_function_url()
    }

    /// Lets `grantee` call the URL.
    #[track_caller]
    pub fn grant_invoke_url(&self, grantee: &dyn Grantable) -> Grant {
        self.function.grant_invoke_url(grantee)
    }
}

impl Construct for FunctionUrl {
    fn node(&self) -> &Node {
        &self.node
    }
}
