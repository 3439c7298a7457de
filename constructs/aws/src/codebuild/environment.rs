//! Machines and variables of builds.

use super::{BuildImage, ComputeType, Fleet};
use crate::bag::list;
use crate::iam::{PolicyStatement, Role};
use crate::{Expr, IntoValue, Stack, Value, text};

/// A variable of a build.
#[derive(Clone, Debug)]
pub struct BuildEnvironmentVariable {
    kind: &'static str,
    value: Value<String>,
}

impl BuildEnvironmentVariable {
    /// This text, which everybody can read who can read the project.
    pub fn plain(value: impl IntoValue<String>) -> Self {
        Self { kind: "PLAINTEXT", value: value.into_value() }
    }

    /// A parameter of Systems Manager, by its name.
    pub fn parameter(name: impl IntoValue<String>) -> Self {
        Self { kind: "PARAMETER_STORE", value: name.into_value() }
    }

    /// A secret of Secrets Manager, by name or ARN; `name:key` is a field of it.
    pub fn secret(secret: impl IntoValue<String>) -> Self {
        Self { kind: "SECRETS_MANAGER", value: secret.into_value() }
    }
}

/// `EnvironmentVariables` of an action of a pipeline.
pub(crate) fn action_variables(variables: &[(String, BuildEnvironmentVariable)]) -> Expr {
    let variable = |(name, variable): &(String, BuildEnvironmentVariable)| {
        Expr::object([
            ("name", Expr::from(name.clone())),
            ("type", Expr::from(variable.kind)),
            ("value", Expr::from(&variable.value)),
        ])
    };
    Expr::List(variables.iter().map(variable).collect())
}

/// `EnvironmentVariables` of a project.
pub(super) fn variables(variables: &[(String, BuildEnvironmentVariable)]) -> Vec<Expr> {
    let variable = |(name, variable): &(String, BuildEnvironmentVariable)| {
        Expr::object([
            ("Name", Expr::from(name.clone())),
            ("Type", Expr::from(variable.kind)),
            ("Value", Expr::from(&variable.value)),
        ])
    };
    variables.iter().map(variable).collect()
}

/// Values of the variables of one kind.
fn of_kind<'a>(
    variables: &'a [(String, BuildEnvironmentVariable)],
    kind: &str,
) -> Vec<&'a Value<String>> {
    let variables = variables.iter().filter(|(_, variable)| variable.kind == kind);
    variables.map(|(_, variable)| &variable.value).collect()
}

/// Lets the role read parameters and secrets among the variables.
#[track_caller]
pub(crate) fn grant_variables(
    role: &Role,
    stack: &Stack,
    variables: &[(String, BuildEnvironmentVariable)],
) {
    let parameters = of_kind(variables, "PARAMETER_STORE");
    if !parameters.is_empty() {
        let arns = parameters.into_iter().map(|name| {
            let plain = name.literal().map(|name| name.trim_start_matches('/').to_owned());
            let name = plain.map_or_else(|| name.clone(), Value::new);
            stack.format_arn("ssm", text!("parameter/{}", name))
        });
        role.add_to_policy(PolicyStatement::allow().actions(["ssm:GetParameters"]).resources(arns));
    }
    let secrets = of_kind(variables, "SECRETS_MANAGER");
    if !secrets.is_empty() {
        let arns = secrets.into_iter().map(|secret| secret_arn(secret, stack));
        role.add_to_policy(
            PolicyStatement::allow().actions(["secretsmanager:GetSecretValue"]).resources(arns),
        );
    }
}

/// ARN of a secret, which may be given with a field behind it.
fn secret_arn(secret: &Value<String>, stack: &Stack) -> Value<String> {
    match secret.literal() {
        None => text!("{}*", secret),
        Some(text) if text.starts_with("arn:") => {
            let arn: Vec<&str> = text.split(':').take(7).collect();
            Value::new(format!("{}*", arn.join(":")))
        }
        Some(text) => {
            let name = text.split(':').next().unwrap_or_default();
            stack.format_arn("secretsmanager", format!("secret:{name}-??????"))
        }
    }
}

/// What a build runs in.
///
/// ```
/// use cumulo::codebuild::{BuildEnvironment, BuildImage, ComputeType};
/// let environment = BuildEnvironment::new()
///     .build_image(BuildImage::standard_7_0())
///     .compute_type(ComputeType::Medium)
///     .privileged(true);
/// ```
#[derive(Clone, Debug, Default)]
pub struct BuildEnvironment {
    image: Option<BuildImage>,
    compute: Option<ComputeType>,
    privileged: bool,
    variables: Vec<(String, BuildEnvironmentVariable)>,
    certificate: Option<Value<String>>,
    fleet: Option<Value<String>>,
    docker_server: Option<ComputeType>,
    host_kernel: Option<HostKernel>,
}

/// The kernel of the machine that a build runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKernel {
    /// Linux 4.
    Linux4,
    /// Linux 6.
    Linux6,
    /// The newest that CodeBuild has.
    Latest,
}

impl HostKernel {
    fn name(self) -> &'static str {
        match self {
            HostKernel::Linux4 => "LINUX_KERNEL_4",
            HostKernel::Linux6 => "LINUX_KERNEL_6",
            HostKernel::Latest => "LINUX_KERNEL_LATEST",
        }
    }
}

impl BuildEnvironment {
    /// A small machine with CodeBuild's standard image.
    pub fn new() -> Self {
        Self::default()
    }

    /// The image. Default: `aws/codebuild/standard:7.0`.
    #[must_use]
    pub fn build_image(mut self, image: BuildImage) -> Self {
        self.image = Some(image);
        self
    }

    /// Size of the machine. Default: small; of ARM large.
    #[must_use]
    pub fn compute_type(mut self, compute: ComputeType) -> Self {
        self.compute = Some(compute);
        self
    }

    /// Whether the build may run containers itself. Default: false.
    #[must_use]
    pub fn privileged(mut self, privileged: bool) -> Self {
        self.privileged = privileged;
        self
    }

    /// A variable; the project's own with the same name wins.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: BuildEnvironmentVariable) -> Self {
        self.variables.push((name.into(), value));
        self
    }

    /// A certificate in a bucket, `bucket-arn/key`, that registries are checked with.
    #[must_use]
    pub fn certificate(mut self, location: impl IntoValue<String>) -> Self {
        self.certificate = Some(location.into_value());
        self
    }

    /// Machines that are kept ready for builds. Default: CodeBuild starts one for each build.
    #[must_use]
    pub fn fleet(mut self, fleet: &Fleet) -> Self {
        self.fleet = Some(fleet.fleet_arn());
        self
    }

    /// A server of Docker beside the builds, of this size, which keeps layers for the next build. Default: none.
    #[must_use]
    pub fn docker_server(mut self, compute: ComputeType) -> Self {
        self.docker_server = Some(compute);
        self
    }

    /// Kernel of the machine. Default: CodeBuild's.
    #[must_use]
    pub fn host_kernel(mut self, kernel: HostKernel) -> Self {
        self.host_kernel = Some(kernel);
        self
    }

    pub(super) fn image(&self) -> BuildImage {
        self.image.clone().unwrap_or_else(BuildImage::standard_7_0)
    }

    /// Its variables with those of the project.
    pub(super) fn all_variables(
        &self,
        of_project: &[(String, BuildEnvironmentVariable)],
    ) -> Vec<(String, BuildEnvironmentVariable)> {
        let mut all = self.variables.clone();
        for (name, variable) in of_project {
            match all.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(variable),
                None => all.push((name.clone(), variable.clone())),
            }
        }
        all
    }

    /// `Environment` of a project.
    pub(super) fn to_expr(&self, variables: Vec<Expr>) -> Expr {
        let image = self.image();
        let compute = self.compute.unwrap_or_else(|| image.default_compute_type());
        let credentials = match image.of_codebuild {
            _ if image.is_for_lambda() => Expr::Null,
            true => Expr::from("CODEBUILD"),
            false => Expr::from("SERVICE_ROLE"),
        };
        let object = |key: &'static str, value: Option<Expr>| {
            value.map_or(Expr::Null, |value| Expr::object([(key, value)]))
        };
        let docker = self.docker_server.map(|compute| Expr::from(compute.name()));
        let registry = image.credentials.as_ref().map_or(Expr::Null, |secret| {
            Expr::object([
                ("Credential", secret.secret_arn().into_expr()),
                ("CredentialProvider", Expr::from("SECRETS_MANAGER")),
            ])
        });
        Expr::object([
            ("Certificate", crate::bag::opt(self.certificate.as_ref())),
            ("ComputeType", Expr::from(compute.name())),
            ("DockerServer", object("ComputeType", docker)),
            ("EnvironmentVariables", list(variables)),
            ("Fleet", object("FleetArn", self.fleet.as_ref().map(Expr::from))),
            ("HostKernel", self.host_kernel.map_or(Expr::Null, |kernel| kernel.name().into())),
            ("Image", Expr::from(&image.id)),
            ("ImagePullCredentialsType", credentials),
            ("PrivilegedMode", Expr::from(self.privileged)),
            ("RegistryCredential", registry),
            ("Type", Expr::from(image.container)),
        ])
    }
}
