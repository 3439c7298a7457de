//! Trust stores: whose certificates clients may show.

use crate::bag::{any, bag, opt};
use crate::cfn::elasticloadbalancingv2::{CfnTrustStore, CfnTrustStoreRevocation};
use crate::names::unique_resource_name;
use crate::s3::Bucket;
use crate::{CfnType, Construct, Expr, Fn, IntoValue, Node, Resource, Value};
use bon::bon;

/// Certificates of authorities whose clients a listener trusts, from a file in a bucket.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc, s3::Bucket};
/// use cumulo::elbv2::{ApplicationLoadBalancer, Listen, ListenerAction, ListenerCertificate, MutualAuthentication, TrustStore};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let bucket = Bucket::builder(&stack, "Authorities").build();
/// let partners = TrustStore::builder(&stack, "Partners").bucket(&bucket).key("partners.pem").build();
/// let certificate = ListenerCertificate::from_arn("arn:aws:acm:eu-west-1:111111111111:certificate/12345678-1234-1234-1234-123456789012");
/// let listen = Listen::https(443, certificate).mutual_authentication(MutualAuthentication::verify(&partners));
/// let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
/// lb.add_listener("Https", listen).default_action(ListenerAction::fixed_response(200)).build();
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-truststore.html>
#[derive(Clone, Debug)]
pub struct TrustStore {
    node: Node,
    cfn: Option<Resource<CfnTrustStore>>,
    arn: Value<String>,
    name: Value<String>,
}

#[bon]
impl TrustStore {
    /// A trust store.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Bucket with the file of certificates.
        bucket: &Bucket,
        /// Key of the file: certificates in PEM, one after the other.
        #[builder(with = |key: impl IntoValue<String>| key.into_value())]
        key: Value<String>,
        /// Version of the file. Default: the newest.
        #[builder(with = |version: impl IntoValue<String>| version.into_value())]
        version: Option<Value<String>>,
        /// Name, 1 to 32 letters, digits and hyphens. Default: made of the construct's path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        trust_store_name: Option<Value<String>>,
    ) -> TrustStore {
        let node = scope.node().child(id);
        let name =
            trust_store_name.unwrap_or_else(|| Value::new(unique_resource_name(&node, "", 32)));
        if let Some(text) = name.literal() {
            let fits = (1..=32).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !text.starts_with('-')
                && !text.ends_with('-');
            if !fits {
                node.error(
                    "trust-store-name",
                    format!("the trust store's name is `{text}`"),
                    "use 1 to 32 letters, digits and hyphens, no hyphen at the ends",
                );
            }
        }
        let cfn = bag::<CfnTrustStore>([
            ("CaCertificatesBundleS3Bucket", bucket.bucket_name().into()),
            ("CaCertificatesBundleS3Key", Expr::from(&key)),
            ("CaCertificatesBundleS3ObjectVersion", opt(version.as_ref())),
            ("Name", Expr::from(&name)),
        ])
        .add_to(&node, "Resource");
        TrustStore { node, arn: cfn.attr_trust_store_arn(), name: cfn.reference(), cfn: Some(cfn) }
    }
}

impl TrustStore {
    /// A trust store that no stack of the program makes.
    #[track_caller]
    pub fn from_trust_store_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        let arn = arn.into_value();
        let name = Fn::select(1, Fn::split("/", Fn::select(5, Fn::split(":", &arn))));
        let name = match arn.literal().and_then(|arn| arn.split('/').nth(1)) {
            Some(name) => Value::new(name.to_owned()),
            None => name,
        };
        Self { node: scope.node().child(id), cfn: None, arn, name }
    }

    /// The resource; of an imported trust store there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnTrustStore>> {
        self.cfn.as_ref()
    }

    /// ARN of the trust store.
    pub fn trust_store_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Name of the trust store.
    pub fn trust_store_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Construct for TrustStore {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// A file of certificates that are no longer trusted.
#[derive(Clone, Debug)]
pub struct RevocationContent {
    bucket: Value<String>,
    key: Value<String>,
    version: Option<Value<String>>,
    crl: bool,
}

impl RevocationContent {
    /// The list at this key of a bucket.
    pub fn new(bucket: &Bucket, key: impl IntoValue<String>) -> Self {
        Self { bucket: bucket.bucket_name(), key: key.into_value(), version: None, crl: false }
    }

    /// Version of the file. Default: the newest.
    #[must_use]
    pub fn version(mut self, version: impl IntoValue<String>) -> Self {
        self.version = Some(version.into_value());
        self
    }

    /// Says that it is a certificate revocation list, the only kind there is. Default: not said.
    #[must_use]
    pub fn crl(mut self) -> Self {
        self.crl = true;
        self
    }

    fn render(&self) -> Expr {
        Expr::object([
            ("RevocationType", if self.crl { Expr::from("CRL") } else { Expr::Null }),
            ("S3Bucket", Expr::from(&self.bucket)),
            ("S3Key", Expr::from(&self.key)),
            ("S3ObjectVersion", opt(self.version.as_ref())),
        ])
    }
}

/// Certificates that a trust store no longer trusts.
///
/// ```
/// use cumulo::{App, Stack, s3::Bucket};
/// use cumulo::elbv2::{RevocationContent, TrustStore, TrustStoreRevocation};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// let bucket = Bucket::builder(&stack, "Authorities").build();
/// let partners = TrustStore::builder(&stack, "Partners").bucket(&bucket).key("partners.pem").build();
/// TrustStoreRevocation::new(&stack, "Revoked", &partners, [RevocationContent::new(&bucket, "revoked.crl")]);
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-truststorerevocation.html>
#[derive(Clone, Debug)]
pub struct TrustStoreRevocation {
    node: Node,
    cfn: Resource<CfnTrustStoreRevocation>,
}

impl TrustStoreRevocation {
    /// Lists of certificates that the store no longer trusts.
    #[track_caller]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        trust_store: &TrustStore,
        contents: impl IntoIterator<Item = RevocationContent>,
    ) -> Self {
        let node = scope.node().child(id);
        let contents = contents.into_iter().map(|content| content.render()).collect();
        let cfn = CfnTrustStoreRevocation::new()
            .revocation_contents(any(Expr::List(contents)))
            .trust_store_arn(trust_store.trust_store_arn())
            .add_to(&node, "Resource");
        Self { node, cfn }
    }

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnTrustStoreRevocation> {
        &self.cfn
    }
}

impl Construct for TrustStoreRevocation {
    fn node(&self) -> &Node {
        &self.node
    }
}
