//! Data that log groups find and mask.

use super::LogGroup;
use crate::s3::Bucket;
use crate::{Expr, Stack, text};
use bon::Builder;

/// A kind of data, such as addresses of e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataIdentifier {
    name: String,
    regex: Option<String>,
}

impl DataIdentifier {
    /// One that CloudWatch Logs knows, such as `EmailAddress` or `DriversLicense-US`.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html>
    pub fn managed(name: impl Into<String>) -> Self {
        Self { name: name.into(), regex: None }
    }

    /// One of one's own: a name and a regular expression.
    pub fn custom(name: impl Into<String>, regex: impl Into<String>) -> Self {
        Self { name: name.into(), regex: Some(regex.into()) }
    }
}

/// What a log group finds and masks, and where findings are told.
///
/// ```
/// use cumulo::logs::{DataIdentifier, DataProtectionPolicy, LogGroup};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let personal = DataProtectionPolicy::builder()
///     .identifiers([DataIdentifier::managed("EmailAddress"), DataIdentifier::custom("Staff", "S-[0-9]{6}")])
///     .build();
/// LogGroup::builder(&stack, "Logs").data_protection_policy(personal).build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html>
#[derive(Builder, Clone, Debug)]
pub struct DataProtectionPolicy {
    /// The kinds of data.
    #[builder(with = |kinds: impl IntoIterator<Item = DataIdentifier>| kinds.into_iter().collect())]
    identifiers: Vec<DataIdentifier>,
    /// Name. Default: `data-protection-policy-cdk`.
    #[builder(default = "data-protection-policy-cdk".to_owned(), into)]
    name: String,
    /// What it is for.
    #[builder(default = "cdk generated data protection policy".to_owned(), into)]
    description: String,
    /// Log group that is told of findings. Default: none.
    log_group_audit_destination: Option<LogGroup>,
    /// Bucket that is told of findings. Default: none.
    s3_bucket_audit_destination: Option<Bucket>,
    /// Name of the stream of Firehose that is told of findings. Default: none.
    #[builder(into)]
    delivery_stream_name_audit_destination: Option<String>,
}

impl DataProtectionPolicy {
    pub(super) fn to_expr(&self, stack: &Stack) -> Expr {
        let text = |text: &str| Expr::from(text.to_owned());
        let identifiers = self.identifiers.iter().map(|kind| match kind.regex {
            Some(_) => text(&kind.name),
            None => {
                let arn = "dataprotection::aws:data-identifier";
                text!("arn:{}:{}/{}", stack.partition(), arn, kind.name.clone()).into_expr()
            }
        });
        let identifiers = Expr::List(identifiers.collect());
        let custom = self.identifiers.iter().filter_map(|kind| {
            let regex = kind.regex.as_ref()?;
            Some(Expr::object([("Name", text(&kind.name)), ("Regex", text(regex))]))
        });
        let mut told = Vec::new();
        if let Some(group) = &self.log_group_audit_destination {
            let group = Expr::object([("LogGroup", group.log_group_name().into_expr())]);
            told.push(("CloudWatchLogs", group));
        }
        if let Some(bucket) = &self.s3_bucket_audit_destination {
            told.push(("S3", Expr::object([("Bucket", bucket.bucket_name().into_expr())])));
        }
        if let Some(stream) = &self.delivery_stream_name_audit_destination {
            told.push(("Firehose", Expr::object([("DeliveryStream", text(stream))])));
        }
        let audit = Expr::object([("FindingsDestination", Expr::object(told))]);
        let mask = Expr::object([("MaskConfig", Expr::object::<&'static str>([]))]);
        let statement = |id: &'static str, operation: Expr| {
            Expr::object([
                ("Sid", Expr::from(id)),
                ("DataIdentifier", identifiers.clone()),
                ("Operation", operation),
            ])
        };
        let statements = vec![
            statement("audit-statement-cdk", Expr::object([("Audit", audit)])),
            statement("redact-statement-cdk", Expr::object([("Deidentify", mask)])),
        ];
        let configuration = Expr::object([("CustomDataIdentifier", Expr::List(custom.collect()))]);
        Expr::object([
            ("Name", text(&self.name)),
            ("Description", text(&self.description)),
            ("Version", Expr::from("2021-06-01")),
            ("Statement", Expr::List(statements)),
            ("Configuration", configuration),
        ])
    }
}
