//! Functions.

use super::async_config::{self, Destination, EventInvokeConfig};
use super::current_version::{self, VersionOptions};
use super::extensions::ParamsAndSecrets;
use super::network::Network;
use super::{
    Architecture, Code, CodeSigningConfig, EventSource, FileSystem, LayerVersion, Runtime,
};
use crate::bag::{bag, list, number, opt};
use crate::cfn::lambda::CfnFunction;
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{Grantable, ManagedPolicy, PolicyStatement, Principal, Role};
use crate::kms::Key;
use crate::logs::LogGroup;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Size, Value, text};
use bon::bon;

/// Whether X-Ray follows calls of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracing {
    /// Those that are followed already, and a part of the others.
    Active,
    /// Those that are followed already.
    PassThrough,
    /// None.
    Disabled,
}

/// Whether calls of a function may go round in circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecursiveLoop {
    /// They may.
    Allow,
    /// Lambda stops them.
    Terminate,
}

impl RecursiveLoop {
    fn name(self) -> &'static str {
        match self {
            RecursiveLoop::Allow => "Allow",
            RecursiveLoop::Terminate => "Terminate",
        }
    }
}

/// When a function's runtime is updated.
#[derive(Clone, Debug)]
pub enum RuntimeManagementMode {
    /// When Lambda has a new one.
    Auto,
    /// When the function changes.
    FunctionUpdate,
    /// Never: it is the version with this ARN.
    Manual(Value<String>),
}

impl RuntimeManagementMode {
    fn into_expr(self) -> Expr {
        let (mode, arn) = match self {
            RuntimeManagementMode::Auto => ("Auto", Expr::Null),
            RuntimeManagementMode::FunctionUpdate => ("FunctionUpdate", Expr::Null),
            RuntimeManagementMode::Manual(arn) => ("Manual", arn.into_expr()),
        };
        Expr::object([("RuntimeVersionArn", arn), ("UpdateRuntimeOn", Expr::from(mode))])
    }
}

/// Form of a function's logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggingFormat {
    /// Lines of text.
    Text,
    /// JSON objects.
    Json,
}

/// Lowest level of what the function itself logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ApplicationLogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

/// Lowest level of what Lambda logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum SystemLogLevel {
    Debug,
    Info,
    Warn,
}

/// Where events go that a function failed to handle.
#[derive(Clone, Debug)]
pub enum FunctionDeadLetter {
    /// A queue.
    Queue(Queue),
    /// A topic.
    Topic(Topic),
    /// A queue that is made for it.
    NewQueue,
}

/// A function: code that runs when something calls it.
///
/// ```
/// use cumulo::{App, Duration, Stack, lambda::{Code, Function, Runtime, Tracing}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let function = Function::builder(&stack, "Cleanup")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .timeout(Duration::seconds(30))
///     .environment([("MODE", "prod")])
///     .tracing(Tracing::Active)
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Findings: `function-runtime`, `function-code`, `function-timeout`, `function-memory`, `function-vpc`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html>
#[derive(Clone, Debug)]
pub struct Function {
    pub(super) node: Node,
    pub(super) cfn: Option<Resource<CfnFunction>>,
    pub(super) arn: Value<String>,
    /// Its ARN without a version or alias.
    pub(super) base_arn: Value<String>,
    pub(super) name: Value<String>,
    pub(super) role: Option<Role>,
    pub(super) connections: Option<Connections>,
    /// What grants speak of.
    pub(super) grant_arns: Vec<Value<String>>,
    /// What the metrics of a version or alias are of: function name and resource.
    pub(super) metric_dimensions: Option<(Value<String>, Option<Value<String>>)>,
    /// Version or alias; of the function itself `$LATEST`.
    pub(super) qualifier: Option<String>,
    /// Whether its resource policy can be changed.
    pub(super) mutable: bool,
}

#[bon]
impl Function {
    /// Starts to describe a function.
    #[builder]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter of `events` names it")]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its code.
        code: Code,
        /// What runs it; container images have none.
        runtime: Option<Runtime>,
        /// What is called in the code, such as `index.handler`; container images have none.
        #[builder(into)]
        handler: Option<String>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        function_name: Option<Value<String>>,
        /// What it does, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// How long it may run, 1 second to 15 minutes. Default: 3 seconds.
        timeout: Option<Duration>,
        /// Memory, 128 to 10,240 MiB; processing power grows with it. Default: 128 MiB.
        memory_size: Option<Size>,
        /// Size of `/tmp`, 512 MiB to 10 GiB. Default: 512 MiB.
        ephemeral_storage_size: Option<Size>,
        /// Environment variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| {
            variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect()
        })]
        mut environment: Vec<(String, Value<String>)>,
        /// Key that encrypts the environment variables. Default: one of AWS.
        environment_encryption: Option<&Key>,
        /// Processor. Default: x86.
        architecture: Option<Architecture>,
        /// Layers, up to 5.
        #[builder(default, with = |layers: impl IntoIterator<Item = LayerVersion>| layers.into_iter().collect())]
        mut layers: Vec<LayerVersion>,
        /// Its role. Default: one that may write logs, and what grants add.
        role: Option<&Role>,
        /// What it may do besides.
        #[builder(default, with = |statements: impl IntoIterator<Item = PolicyStatement>| statements.into_iter().collect())]
        initial_policy: Vec<PolicyStatement>,
        /// Whether X-Ray follows calls. Default: not.
        tracing: Option<Tracing>,
        /// Where events go that it failed to handle. Default: they are lost.
        dead_letter: Option<FunctionDeadLetter>,
        /// How many calls run at once at most, kept free for it. Default: the account's limit.
        reserved_concurrent_executions: Option<u32>,
        /// Where its logs go. Default: a group that is made for it and kept for two years.
        log_group: Option<&LogGroup>,
        /// Form of its logs. Default: text.
        logging_format: Option<LoggingFormat>,
        /// Lowest level of what it logs; of JSON logs only.
        application_log_level: Option<ApplicationLogLevel>,
        /// Lowest level of what Lambda logs; of JSON logs only.
        system_log_level: Option<SystemLogLevel>,
        /// VPC in whose subnets it runs. Default: none.
        vpc: Option<&Vpc>,
        /// Those subnets. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether its own group allows all traffic out over IPv4. Default: true.
        #[builder(default = true)]
        allow_all_outbound: bool,
        /// Whether its own group allows all traffic out over IPv6. Default: false.
        #[builder(default)]
        allow_all_ipv6_outbound: bool,
        /// Whether it may run in public subnets, from which it reaches no internet. Default: false.
        #[builder(default)]
        allow_public_subnet: bool,
        /// Whether it reaches IPv6 addresses from subnets that have both kinds. Default: false.
        ipv6_allowed_for_dual_stack: Option<bool>,
        /// Whether calls may go round in circles with queues and topics. Default: Lambda stops them.
        recursive_loop: Option<RecursiveLoop>,
        /// When the runtime is updated. Default: when Lambda has a new one.
        runtime_management_mode: Option<RuntimeManagementMode>,
        /// Whose signature its code must have. Default: nobody's.
        code_signing_config: Option<&CodeSigningConfig>,
        /// ARN of the layer of Lambda Insights, by which CloudWatch shows what it uses. Default: none.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        insights_version_arn: Option<Value<String>>,
        /// Layer that keeps parameters and secrets at hand. Default: none.
        params_and_secrets: Option<ParamsAndSecrets>,
        /// Whose events it handles.
        #[builder(default, with = |sources: impl IntoIterator<Item = &'a dyn EventSource>| sources.into_iter().collect())]
        events: Vec<&'a dyn EventSource>,
        /// File system that it sees. Default: only its own `/tmp`.
        filesystem: Option<FileSystem>,
        /// Whether published versions start from a snapshot. Default: false.
        #[builder(default)]
        snap_start: bool,
        /// How [`current_version`](Function::current_version) is published. Default: without anything besides.
        current_version_options: Option<VersionOptions>,
        /// How often an asynchronous call is tried again, 0 to 2. Default: 2.
        retry_attempts: Option<u32>,
        /// How old an asynchronous call may become, 1 minute to 6 hours. Default: 6 hours.
        max_event_age: Option<Duration>,
        /// Where results of asynchronous calls go.
        on_success: Option<&dyn Destination>,
        /// Where failed asynchronous calls go.
        on_failure: Option<&dyn Destination>,
    ) -> Function {
        let node = scope.node().child(id);
        check(&node, &code, runtime.as_ref(), handler.as_deref(), timeout, memory_size);
        let role = role.cloned().unwrap_or_else(|| service_role(&node, vpc.is_some()));
        initial_policy.into_iter().for_each(|statement| role.add_to_policy(statement));
        let network = vpc.map(|vpc| {
            let groups = (!security_groups.is_empty()).then_some(security_groups);
            let outbound = (allow_all_outbound, allow_all_ipv6_outbound);
            Network::new(&node, vpc, &vpc_subnets, groups, outbound, allow_public_subnet)
        });
        if let Some(filesystem) = &filesystem {
            filesystem.allow(&node, &role, vpc.is_some());
        }
        let dead_letter = dead_letter.map(|target| dead_letter_target(&node, &role, &target));
        if let Some(arn) = insights_version_arn {
            let policy = "CloudWatchLambdaInsightsExecutionRolePolicy";
            role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name(policy));
            layers.push(LayerVersion::from_layer_version_arn(&node, "LambdaInsightsLayer", arn));
        }
        if let Some(extension) = params_and_secrets {
            environment.extend(extension.environment());
            layers.push(extension.layer(&node));
        }
        let tracing = tracing.filter(|tracing| *tracing != Tracing::Disabled);
        if tracing.is_some() {
            role.add_to_policy(
                PolicyStatement::allow()
                    .actions(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])
                    .all_resources(),
            );
        }
        let logging = Expr::object([
            ("ApplicationLogLevel", level(application_log_level)),
            ("LogFormat", logging_format.map_or(Expr::Null, format_name)),
            ("LogGroup", opt(log_group.map(LogGroup::log_group_name).as_ref())),
            ("SystemLogLevel", level(system_log_level)),
        ]);
        let megabytes = |size: Size| i64::try_from(size.to_mebibytes()).ok();
        let object = |key: &'static str, value: Expr| match value {
            Expr::Null => Expr::Null,
            value => Expr::object([(key, value)]),
        };
        let text = |text: Option<&'static str>| text.map_or(Expr::Null, Expr::from);
        let cfn = bag::<CfnFunction>([
            ("Architectures", list(architecture.map(Architecture::name))),
            ("Code", code.to_expr(&node)),
            (
                "CodeSigningConfigArn",
                opt(code_signing_config.map(CodeSigningConfig::code_signing_config_arn).as_ref()),
            ),
            ("DeadLetterConfig", object("TargetArn", opt(dead_letter.as_ref()))),
            ("Description", opt(description.as_ref())),
            ("Environment", object("Variables", variables(environment))),
            (
                "EphemeralStorage",
                object("Size", number(ephemeral_storage_size.and_then(megabytes))),
            ),
            ("FileSystemConfigs", filesystem.as_ref().map_or(Expr::Null, FileSystem::config)),
            ("FunctionName", opt(function_name.as_ref())),
            ("Handler", handler.map_or(Expr::Null, Expr::from)),
            ("ImageConfig", code.image_config()),
            ("KmsKeyArn", opt(environment_encryption.map(Key::key_arn).as_ref())),
            ("LoggingConfig", non_empty(logging)),
            ("MemorySize", number(memory_size.and_then(megabytes))),
            ("PackageType", text(code.is_image().then_some("Image"))),
            ("RecursiveLoop", text(recursive_loop.map(RecursiveLoop::name))),
            ("ReservedConcurrentExecutions", number(reserved_concurrent_executions)),
            ("Role", role.role_arn().into_expr()),
            ("Runtime", runtime.map_or(Expr::Null, |runtime| runtime.name().to_owned().into())),
            (
                "RuntimeManagementConfig",
                runtime_management_mode.map_or(Expr::Null, RuntimeManagementMode::into_expr),
            ),
            ("SnapStart", object("ApplyOn", text(snap_start.then_some("PublishedVersions")))),
            ("Timeout", seconds(timeout)),
            ("TracingConfig", object("Mode", tracing.map_or(Expr::Null, tracing_mode))),
            (
                "VpcConfig",
                network
                    .as_ref()
                    .map_or(Expr::Null, |network| network.config(ipv6_allowed_for_dual_stack)),
            ),
        ])
        .add_to(&node, "Resource");
        cfn.depends_on(&role);
        code.bind();
        let (arn, name) = (cfn.attr_arn(), cfn.reference());
        if log_group.is_none() {
            let group = text!("/aws/lambda/{}", name);
            LogGroup::builder(&node, "LogGroup").log_group_name(group).build();
        }
        let function = Function {
            grant_arns: vec![arn.clone(), text!("{}:*", arn)],
            base_arn: arn.clone(),
            arn,
            name,
            cfn: Some(cfn),
            role: Some(role),
            connections: network.map(|network| network.connections),
            metric_dimensions: None,
            qualifier: None,
            mutable: true,
            node,
        };
        current_version::remember(&function, current_version_options);
        function.add_layers(layers);
        if let Some(filesystem) = &filesystem {
            filesystem.connect(&function);
        }
        let asynchronous =
            async_config::Settings { retry_attempts, max_event_age, on_success, on_failure };
        if !asynchronous.is_empty() {
            EventInvokeConfig::of(&function, asynchronous);
        }
        events.into_iter().for_each(|source| function.add_event_source(source));
        function
    }

    /// A function that exists already, by its ARN; only grants to others can be made of it.
    #[track_caller]
    pub fn from_function_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Function {
        Self::imported(scope, id, arn.into_value(), None, false)
    }

    /// A function of this account and region that exists already, by its name.
    #[track_caller]
    pub fn from_function_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Function {
        let arn =
            scope.node().stack().format_arn("lambda", text!("function:{}", name.into_value()));
        let name = name_of(&arn);
        Function { name, ..Self::imported(scope, id, arn, None, false) }
    }

    /// A function of this account and region that exists already, by its ARN and role; permissions can be added to it.
    #[track_caller]
    pub fn from_function_attributes(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
        role: Option<&Role>,
    ) -> Function {
        Self::imported(scope, id, arn.into_value(), role.cloned(), true)
    }

    #[track_caller]
    fn imported(
        scope: &dyn Construct,
        id: &str,
        arn: Value<String>,
        role: Option<Role>,
        mutable: bool,
    ) -> Function {
        Function {
            node: scope.node().child(id),
            cfn: None,
            name: name_of(&arn),
            grant_arns: vec![arn.clone(), text!("{}:*", arn)],
            base_arn: arn.clone(),
            arn,
            role,
            connections: None,
            metric_dimensions: None,
            qualifier: None,
            mutable,
        }
    }

    /// The L1; none of imports, versions and aliases.
    pub fn cfn(&self) -> Option<&Resource<CfnFunction>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn function_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn function_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its role, as far as it is known.
    pub fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// Sets an environment variable. Findings: `imported-function`.
    #[track_caller]
    pub fn add_environment(&self, name: &str, value: impl IntoValue<String>) {
        let Some(cfn) = &self.cfn else { return self.is_imported("environment variables") };
        let value = value.into_value().into_expr();
        cfn.edit_properties(|properties| {
            let mut all = match properties.get("Environment").and_then(|e| e.get("Variables")) {
                Some(Expr::Map(entries)) => entries.clone(),
                _ => indexmap::IndexMap::new(),
            };
            all.insert(name.to_owned().into(), value);
            all.sort_keys();
            properties.set("Environment", Expr::object([("Variables", Expr::Map(all))]));
        });
    }

    /// Adds layers. Findings: `imported-function`.
    #[track_caller]
    pub fn add_layers(&self, layers: impl IntoIterator<Item = LayerVersion>) {
        /// Their paths and ARNs; they stand in the order of the paths.
        #[derive(Default)]
        struct Layers(Vec<(String, Expr)>);
        let Some(cfn) = &self.cfn else { return self.is_imported("layers") };
        for layer in layers {
            let entry = (layer.node().path(), layer.layer_version_arn().into_expr());
            let arns = self.node.with_state(|known: &mut Layers| {
                known.0.push(entry);
                known.0.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
                list(known.0.iter().map(|(_, arn)| arn.clone()))
            });
            cfn.edit_properties(|properties| properties.set("Layers", arns));
            current_version::add_layer(self, &layer);
        }
    }

    /// Lets the function do what the statement says.
    #[track_caller]
    pub fn add_to_role_policy(&self, statement: PolicyStatement) {
        self.grant_principal().add_to_policy(statement);
    }

    #[track_caller]
    pub(super) fn is_imported(&self, what: &str) {
        self.node.error_here(
            "imported-function",
            format!("a function that exists already cannot be given {what} here"),
            "say it where the function is made",
        );
    }
}

#[track_caller]
fn service_role(node: &Node, in_vpc: bool) -> Role {
    let managed =
        |name: &str| ManagedPolicy::from_aws_managed_policy_name(&format!("service-role/{name}"));
    let mut policies = vec![managed("AWSLambdaBasicExecutionRole")];
    if in_vpc {
        policies.push(managed("AWSLambdaVPCAccessExecutionRole"));
    }
    Role::builder(node, "ServiceRole")
        .assumed_by(Principal::service("lambda.amazonaws.com"))
        .managed_policies(policies)
        .build()
}

#[track_caller]
fn dead_letter_target(node: &Node, role: &Role, target: &FunctionDeadLetter) -> Value<String> {
    let (action, arn) = match target {
        FunctionDeadLetter::Queue(queue) => ("sqs:SendMessage", queue.queue_arn()),
        FunctionDeadLetter::Topic(topic) => ("sns:Publish", topic.topic_arn()),
        FunctionDeadLetter::NewQueue => {
            let queue = Queue::builder(node, "DeadLetterQueue")
                .retention_period(Duration::days(14))
                .build();
            ("sqs:SendMessage", queue.queue_arn())
        }
    };
    role.add_to_policy(PolicyStatement::allow().actions([action]).resources([&arn]));
    arn
}

fn check(
    node: &Node,
    code: &Code,
    runtime: Option<&Runtime>,
    handler: Option<&str>,
    timeout: Option<Duration>,
    memory: Option<Size>,
) {
    if code.is_image() && (runtime.is_some() || handler.is_some()) {
        node.error(
            "function-runtime",
            "a function in a container image has a runtime or handler",
            "leave `runtime` and `handler` away: the image has its own",
        );
    }
    if !code.is_image() && (runtime.is_none() || handler.is_none()) {
        node.error(
            "function-runtime",
            "the function has no runtime or no handler",
            "give `runtime` and `handler`, or code in a container image",
        );
    }
    if let Some(runtime) = runtime
        && code.is_inline()
        && !runtime.supports_inline_code()
    {
        node.error(
            "function-code",
            format!("code for {} cannot stand in the template", runtime.name()),
            "put it as a ZIP file in a bucket",
        );
    }
    if timeout.is_some_and(|timeout| !(1..=900).contains(&timeout.to_seconds())) {
        node.error(
            "function-timeout",
            "the timeout is not between 1 second and 15 minutes",
            "choose one in that range",
        );
    }
    if memory.is_some_and(|memory| !(128..=10_240).contains(&memory.to_mebibytes())) {
        node.error(
            "function-memory",
            "the memory is not between 128 and 10,240 MiB",
            "choose a size in that range",
        );
    }
}

fn name_of(arn: &Value<String>) -> Value<String> {
    match arn.literal() {
        Some(text) => Value::new(text.split(':').nth(6).unwrap_or_default().to_owned()),
        None => crate::Fn::select(6, crate::Fn::split(":", arn)),
    }
}

fn variables(variables: Vec<(String, Value<String>)>) -> Expr {
    if variables.is_empty() {
        return Expr::Null;
    }
    let mut variables = variables;
    // Their order means nothing to Lambda, and must not to the id of the current version either.
    variables.sort_by(|(a, _), (b, _)| a.cmp(b));
    Expr::object(variables.into_iter().map(|(name, value)| (name, value.into_expr())))
}

fn non_empty(object: Expr) -> Expr {
    if matches!(&object, Expr::Map(entries) if entries.is_empty()) { Expr::Null } else { object }
}

fn level(level: Option<impl std::fmt::Debug>) -> Expr {
    level.map_or(Expr::Null, |level| format!("{level:?}").to_uppercase().into())
}

fn format_name(format: LoggingFormat) -> Expr {
    Expr::from(match format {
        LoggingFormat::Text => "Text",
        LoggingFormat::Json => "JSON",
    })
}

fn tracing_mode(tracing: Tracing) -> Expr {
    Expr::from(format!("{tracing:?}"))
}

pub(super) fn seconds(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
}

impl Grantable for Function {
    fn grant_principal(&self) -> Principal {
        match &self.role {
            Some(role) => role.grant_principal(),
            None => Principal::unknown(&self.node),
        }
    }
}

impl Connectable for Function {
    /// Findings: `function-vpc` where the function runs in no VPC.
    fn connections(&self) -> Connections {
        self.connections.clone().unwrap_or_else(|| {
            self.node.error(
                "function-vpc",
                "the function runs in no VPC, so it has no connections",
                "give it a `vpc`",
            );
            Connections::new([], None)
        })
    }
}

impl Construct for Function {
    fn node(&self) -> &Node {
        &self.node
    }
}
