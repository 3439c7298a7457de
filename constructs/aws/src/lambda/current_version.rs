//! The version of a function as it is now.

use super::{Alias, Function, LayerVersion, Version};
use crate::{Construct, CountedProperties, Duration, Expr, RemovalPolicy};

/// Properties of a function that make a new version, in the order in which the AWS CDK counts them.
const COUNTED: CountedProperties = CountedProperties {
    first: &["Code", "Handler", "Role", "Runtime"],
    last: &["LoggingConfig", "RecursiveLoop"],
    ignored: &["CodeSigningConfigArn", "ReservedConcurrentExecutions", "Tags"],
};

/// How the current version of a function is published.
///
/// ```
/// use cumulo::RemovalPolicy;
/// use cumulo::lambda::VersionOptions;
/// let kept = VersionOptions::new().removal_policy(RemovalPolicy::Retain);
/// ```
#[derive(Clone, Debug, Default)]
pub struct VersionOptions {
    code_sha256: Option<String>,
    description: Option<String>,
    provisioned_concurrent_executions: Option<u32>,
    retry_attempts: Option<u32>,
    max_event_age: Option<Duration>,
    removal_policy: Option<RemovalPolicy>,
}

impl VersionOptions {
    /// Nothing besides.
    pub fn new() -> Self {
        Self::default()
    }

    /// SHA-256 that the code must have, in Base64. Default: any.
    #[must_use]
    pub fn code_sha256(mut self, digest: impl Into<String>) -> Self {
        self.code_sha256 = Some(digest.into());
        self
    }

    /// What is new, for people.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// How many calls can start at once without delay. Default: none.
    #[must_use]
    pub fn provisioned_concurrent_executions(mut self, count: u32) -> Self {
        self.provisioned_concurrent_executions = Some(count);
        self
    }

    /// How often an asynchronous call is tried again, 0 to 2. Default: 2.
    #[must_use]
    pub fn retry_attempts(mut self, attempts: u32) -> Self {
        self.retry_attempts = Some(attempts);
        self
    }

    /// How old an asynchronous call may become, 1 minute to 6 hours. Default: 6 hours.
    #[must_use]
    pub fn max_event_age(mut self, age: Duration) -> Self {
        self.max_event_age = Some(age);
        self
    }

    /// What happens to a version when another one takes its place. Default: it is deleted.
    #[must_use]
    pub fn removal_policy(mut self, policy: RemovalPolicy) -> Self {
        self.removal_policy = Some(policy);
        self
    }
}

/// What the tree keeps of a function for its current version.
#[derive(Default)]
struct Current {
    options: VersionOptions,
    layers: Vec<(String, Expr)>,
    based_on: Vec<String>,
    version: Option<Version>,
}

/// Keeps what the current version will need, should it be asked for.
pub(super) fn remember(function: &Function, options: Option<VersionOptions>) {
    if let Some(options) = options {
        function.node().with_state(|current: &mut Current| current.options = options);
    }
}

/// A layer counts by its content.
pub(super) fn add_layer(function: &Function, layer: &LayerVersion) {
    let content = match layer.cfn() {
        Some(cfn) => cfn.with_properties(|properties| {
            let mut entries: Vec<_> = properties.iter().collect();
            entries.sort_by_key(|(name, _)| (*name != "Content", *name));
            let entries = entries.into_iter();
            Expr::object(entries.map(|(name, value)| (name.to_owned(), value.clone())))
        }),
        None => layer.layer_version_arn().into_expr(),
    };
    let id = layer.node().id();
    function.node().with_state(|current: &mut Current| current.layers.push((id, content)));
    observe(function);
}

impl Function {
    /// The version of the function as it is now: with another code or other settings, another version is published.
    ///
    /// # Findings
    /// `imported-function` for imports, whose settings are not known.
    ///
    /// ```
    /// use cumulo::prelude::*;
    /// use cumulo::lambda::{Alias, Code, Function, Runtime};
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Jobs").build();
    /// let function = Function::builder(&stack, "Cleanup")
    ///     .runtime(Runtime::PYTHON_3_13)
    ///     .handler("index.handler")
    ///     .code(Code::from_inline("def handler(event, context): return 1"))
    ///     .build();
    /// let live = Alias::builder(&stack, "Live").alias_name("live").version(&function.current_version()).build();
    /// # cumulo::testing::Template::of(&app, "Jobs");
    /// ```
    #[track_caller]
    pub fn current_version(&self) -> Version {
        let known = self.node().with_state(|current: &mut Current| {
            current.version.clone().ok_or_else(|| current.options.clone())
        });
        let options = match known {
            Ok(version) => return version,
            Err(options) => options,
        };
        if self.cfn().is_none() {
            self.node().error_here(
                "imported-function",
                format!("`{}` is imported, so its settings are not known", self.node().path()),
                "publish the version where the function is made",
            );
        }
        let version = Version::builder(self, "CurrentVersion")
            .function(self)
            .maybe_code_sha256(options.code_sha256)
            .maybe_description(options.description)
            .maybe_provisioned_concurrent_executions(options.provisioned_concurrent_executions)
            .maybe_retry_attempts(options.retry_attempts)
            .maybe_max_event_age(options.max_event_age)
            .maybe_removal_policy(options.removal_policy)
            .build();
        self.node().with_state(|current: &mut Current| current.version = Some(version.clone()));
        observe(self);
        version
    }

    /// Publishes another current version whenever this text changes too, besides the function's code and settings.
    pub fn invalidate_version_based_on(&self, text: impl Into<String>) {
        self.node().with_state(|current: &mut Current| current.based_on.push(text.into()));
        observe(self);
    }

    /// Names the current version.
    #[track_caller]
    pub fn add_alias(&self, alias_name: &str) -> Alias {
        let version = self.current_version();
        let id = format!("Alias{alias_name}");
        Alias::builder(self, &id).alias_name(alias_name).version(&version).build()
    }
}

/// Has the id of the current version change with what counts by now.
fn observe(function: &Function) {
    let (version, content) = function.node().with_state(|current: &mut Current| {
        let layers = current.layers.iter().cloned();
        let mut content = vec![Expr::Map(layers.map(|(id, layer)| (id.into(), layer)).collect())];
        content.extend(current.based_on.iter().cloned().map(Expr::from));
        (current.version.clone(), content)
    });
    if let (Some(version), Some(cfn)) = (version, function.cfn()) {
        version.cfn().node().replace_with(cfn, COUNTED, content);
    }
}
