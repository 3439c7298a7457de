//! Certificates of a private authority.

use super::KeyAlgorithm;
use super::certificate::{days_to_expiry, switch};
use crate::bag::bag;
use crate::cfn::certificatemanager::CfnCertificate;
use crate::cloudwatch::Metric;
use crate::elbv2::ListenerCertificate;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A certificate of a private authority, for clients that trust it. No domain is validated.
///
/// ```
/// use cumulo::{App, Stack, acm::PrivateCertificate};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Internal").build();
/// PrivateCertificate::builder(&stack, "Certificate")
///     .domain_name("internal.example.com")
///     .certificate_authority_arn("arn:aws:acm-pca:eu-west-1:111111111111:certificate-authority/12345678-1234-1234-1234-123456789012")
///     .build();
/// # cumulo::testing::Template::of(&app, "Internal");
/// ```
///
/// Source: <https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-request-private.html>
#[derive(Clone, Debug)]
pub struct PrivateCertificate {
    node: Node,
    cfn: Resource<CfnCertificate>,
}

#[bon]
impl PrivateCertificate {
    /// A private certificate.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Domain of the certificate. A change replaces it.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        domain_name: Value<String>,
        /// ARN of the authority.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        certificate_authority_arn: Value<String>,
        /// Further domains.
        #[builder(default, with = |names: impl IntoIterator<Item = impl IntoValue<String>>| names.into_iter().map(IntoValue::into_value).collect())]
        subject_alternative_names: Vec<Value<String>>,
        /// Key. Default: RSA with 2,048 bits.
        key_algorithm: Option<KeyAlgorithm>,
        /// Whether certificate and key can be taken out of ACM. Default: false.
        allow_export: Option<bool>,
    ) -> PrivateCertificate {
        let node = scope.node().child(id);
        let names = match subject_alternative_names {
            none if none.is_empty() => Expr::Null,
            some => Expr::List(some.into_iter().map(Expr::from).collect()),
        };
        let cfn = bag::<CfnCertificate>([
            ("CertificateAuthorityArn", certificate_authority_arn.into()),
            ("CertificateExport", switch(allow_export.filter(|on| *on))),
            ("DomainName", domain_name.into()),
            ("KeyAlgorithm", key_algorithm.map_or(Expr::Null, KeyAlgorithm::to_expr)),
            ("SubjectAlternativeNames", names),
        ])
        .add_to(&node, "Resource");
        PrivateCertificate { node, cfn }
    }
}

impl PrivateCertificate {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnCertificate> {
        &self.cfn
    }

    /// ARN of the certificate.
    pub fn certificate_arn(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Days until it expires; the least in a day.
    pub fn metric_days_to_expiry(&self) -> Metric {
        days_to_expiry(self, self.certificate_arn())
    }
}

impl From<&PrivateCertificate> for ListenerCertificate {
    fn from(certificate: &PrivateCertificate) -> Self {
        ListenerCertificate::from_arn(certificate.certificate_arn())
    }
}

impl Construct for PrivateCertificate {
    fn node(&self) -> &Node {
        &self.node
    }
}
