//! Layers.

use super::{Architecture, Code, Runtime};
use crate::bag::{bag, list, opt};
use crate::cfn::lambda::{CfnLayerVersion, CfnLayerVersionPermission};
use crate::{CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// A version of a layer: files that several functions share.
///
/// ```
/// use cumulo::lambda::{Code, LayerVersion, Runtime};
/// use cumulo::s3::Bucket;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let builds = Bucket::from_bucket_name(&stack, "Builds", "acme-builds");
/// LayerVersion::builder(&stack, "Tools")
///     .code(Code::from_bucket(&builds, "tools-7.zip"))
///     .compatible_runtimes([Runtime::PYTHON_3_13])
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversion.html>
#[derive(Clone, Debug)]
pub struct LayerVersion {
    node: Node,
    cfn: Option<Resource<CfnLayerVersion>>,
    arn: Value<String>,
}

#[bon]
impl LayerVersion {
    /// Starts to describe a layer.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its files: a ZIP file in a bucket.
        code: Code,
        /// Runtimes that can use it. Default: all.
        #[builder(default, with = |runtimes: impl IntoIterator<Item = Runtime>| runtimes.into_iter().collect())]
        compatible_runtimes: Vec<Runtime>,
        /// Processors that can use it. Default: all.
        #[builder(default, with = |processors: impl IntoIterator<Item = Architecture>| processors.into_iter().collect())]
        compatible_architectures: Vec<Architecture>,
        /// What it is, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        layer_version_name: Option<Value<String>>,
        /// Its licence: an identifier, a URL or the text.
        #[builder(into)]
        license: Option<String>,
        /// What happens to it when it leaves the stack, or another version takes its place. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> LayerVersion {
        let node = scope.node().child(id);
        if code.is_image() || code.is_inline() {
            node.error(
                "function-code",
                "the code of a layer is not a ZIP file in a bucket",
                "give `Code::from_bucket`",
            );
        }
        let runtimes = compatible_runtimes.iter().map(|runtime| runtime.name().to_owned());
        let cfn = bag::<CfnLayerVersion>([
            (
                "CompatibleArchitectures",
                list(compatible_architectures.iter().map(|one| one.name())),
            ),
            ("CompatibleRuntimes", list(runtimes)),
            ("Content", code.to_expr(&node)),
            ("Description", opt(description.as_ref())),
            ("LayerName", opt(layer_version_name.as_ref())),
            ("LicenseInfo", license.map_or(Expr::Null, Expr::from)),
        ])
        .add_to(&node, "Resource");
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(policy);
        }
        LayerVersion { arn: cfn.reference(), cfn: Some(cfn), node }
    }

    /// A version of a layer that exists already, by its ARN.
    #[track_caller]
    pub fn from_layer_version_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> LayerVersion {
        LayerVersion { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The L1; none of an imported layer.
    pub fn cfn(&self) -> Option<&Resource<CfnLayerVersion>> {
        self.cfn.as_ref()
    }

    /// Its ARN, with the version.
    pub fn layer_version_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Lets functions of an account use it; of all accounts (`*`) of an organization where its id is given.
    #[track_caller]
    pub fn add_permission(
        &self,
        id: &str,
        account_id: impl IntoValue<String>,
        organization_id: Option<&str>,
    ) {
        bag::<CfnLayerVersionPermission>([
            ("Action", Expr::from("lambda:GetLayerVersion")),
            ("LayerVersionArn", self.layer_version_arn().into_expr()),
            ("OrganizationId", organization_id.map_or(Expr::Null, |id| id.to_owned().into())),
            ("Principal", account_id.into_value().into_expr()),
        ])
        .add_to(&self.node, id);
    }
}

impl Construct for LayerVersion {
    fn node(&self) -> &Node {
        &self.node
    }
}
