//! Whose signature the code of functions must have.

use crate::bag::{bag, list, opt};
use crate::cfn::lambda::CfnCodeSigningConfig;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// What happens to code without a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UntrustedArtifactOnDeployment {
    /// It is refused.
    Enforce,
    /// It is deployed, with a warning in the logs.
    Warn,
}

/// Whose signature the code of functions must have.
///
/// ```
/// use cumulo::{App, Stack};
/// use cumulo::lambda::{CodeSigningConfig, UntrustedArtifactOnDeployment};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let profile = "arn:aws:signer:us-east-1:111111111111:/signing-profiles/ours/abcdefghij";
/// let signed = CodeSigningConfig::builder(&stack, "Signed")
///     .signing_profile_version_arns([profile])
///     .untrusted_artifact_on_deployment(UntrustedArtifactOnDeployment::Enforce)
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-codesigningconfig.html>
#[derive(Clone, Debug)]
pub struct CodeSigningConfig {
    node: Node,
    cfn: Option<Resource<CfnCodeSigningConfig>>,
    arn: Value<String>,
}

#[bon]
impl CodeSigningConfig {
    /// Starts to describe whose signature code must have.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Profiles of AWS Signer that count, by the ARNs of their versions.
        #[builder(with = |arns: impl IntoIterator<Item = impl IntoValue<String>>| arns.into_iter().map(IntoValue::into_value).collect())]
        signing_profile_version_arns: Vec<Value<String>>,
        /// What happens to other code. Default: it is deployed, with a warning.
        #[builder(default = UntrustedArtifactOnDeployment::Warn)]
        untrusted_artifact_on_deployment: UntrustedArtifactOnDeployment,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> CodeSigningConfig {
        let node = scope.node().child(id);
        let otherwise = match untrusted_artifact_on_deployment {
            UntrustedArtifactOnDeployment::Enforce => "Enforce",
            UntrustedArtifactOnDeployment::Warn => "Warn",
        };
        let policies = Expr::object([("UntrustedArtifactOnDeployment", Expr::from(otherwise))]);
        let arns =
            Expr::object([("SigningProfileVersionArns", list(signing_profile_version_arns))]);
        let cfn = bag::<CfnCodeSigningConfig>([
            ("AllowedPublishers", arns),
            ("CodeSigningPolicies", policies),
            ("Description", opt(description.as_ref())),
        ])
        .add_to(&node, "Resource");
        CodeSigningConfig { arn: cfn.attr_code_signing_config_arn(), cfn: Some(cfn), node }
    }

    /// One that exists, by its ARN.
    #[track_caller]
    pub fn from_code_signing_config_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> CodeSigningConfig {
        CodeSigningConfig { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The L1; none of an import.
    pub fn cfn(&self) -> Option<&Resource<CfnCodeSigningConfig>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn code_signing_config_arn(&self) -> Value<String> {
        self.arn.clone()
    }
}

impl Construct for CodeSigningConfig {
    fn node(&self) -> &Node {
        &self.node
    }
}
