//! Logs of load balancers in S3.

use super::load_balancer::set_attribute;
use super::{ApplicationLoadBalancer, NetworkLoadBalancer};
use crate::cfn::elasticloadbalancingv2::CfnLoadBalancer;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::s3::Bucket;
use crate::{Construct, Expr, Resource, text};

/// Accounts by which Elastic Load Balancing writes logs; regions that are not here have a service principal for it.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>
const LOG_ACCOUNTS: [(&str, &str); 26] = [
    ("af-south-1", "098369216593"),
    ("ap-east-1", "754344448648"),
    ("ap-northeast-1", "582318560864"),
    ("ap-northeast-2", "600734575887"),
    ("ap-northeast-3", "383597477331"),
    ("ap-south-1", "718504428378"),
    ("ap-southeast-1", "114774131450"),
    ("ap-southeast-2", "783225319266"),
    ("ap-southeast-3", "589379963580"),
    ("ca-central-1", "985666609251"),
    ("cn-north-1", "638102146993"),
    ("cn-northwest-1", "037604701340"),
    ("eu-central-1", "054676820928"),
    ("eu-north-1", "897822967062"),
    ("eu-south-1", "635631232127"),
    ("eu-west-1", "156460612806"),
    ("eu-west-2", "652711504416"),
    ("eu-west-3", "009996457667"),
    ("me-south-1", "076674570225"),
    ("sa-east-1", "507241528517"),
    ("us-east-1", "127311923021"),
    ("us-east-2", "033677994240"),
    ("us-gov-east-1", "190560391635"),
    ("us-gov-west-1", "048591011584"),
    ("us-west-1", "027434742980"),
    ("us-west-2", "797873946194"),
];

const ACCESS: [&str; 3] =
    ["access_logs.s3.enabled", "access_logs.s3.bucket", "access_logs.s3.prefix"];
const CONNECTIONS: [&str; 3] =
    ["connection_logs.s3.enabled", "connection_logs.s3.bucket", "connection_logs.s3.prefix"];

impl ApplicationLoadBalancer {
    /// Writes a line about each request into a bucket, below `prefix`; its policy is made to allow that.
    ///
    /// # Findings
    /// `access-logs-region` when the stack's region is open: who writes the log depends on it.
    #[track_caller]
    pub fn log_access_logs(&self, bucket: &Bucket, prefix: Option<&str>) {
        log(self, self.cfn(), ACCESS, bucket, prefix);
    }

    /// Writes a line about each connection of a client into a bucket, below `prefix`; its policy is made to allow that.
    ///
    /// # Findings
    /// `access-logs-region` when the stack's region is open: who writes the log depends on it.
    #[track_caller]
    pub fn log_connection_logs(&self, bucket: &Bucket, prefix: Option<&str>) {
        log(self, self.cfn(), CONNECTIONS, bucket, prefix);
    }
}

impl NetworkLoadBalancer {
    /// Writes a line about each TLS connection into a bucket, below `prefix`; its policy is made to allow that.
    ///
    /// # Findings
    /// `access-logs-region` when the stack's region is open: who writes the log depends on it.
    #[track_caller]
    pub fn log_access_logs(&self, bucket: &Bucket, prefix: Option<&str>) {
        log(self, self.cfn(), ACCESS, bucket, prefix);
    }
}

#[track_caller]
fn log(
    load_balancer: &dyn Construct,
    cfn: Option<&Resource<CfnLoadBalancer>>,
    [enabled, name, folder]: [&'static str; 3],
    bucket: &Bucket,
    prefix: Option<&str>,
) {
    let node = load_balancer.node();
    let Some(cfn) = cfn else {
        node.error_here(
            "imported-load-balancer",
            "the logs of an imported load balancer cannot be set",
            "set them where the load balancer is made",
        );
        return;
    };
    let stack = node.stack();
    let region = stack.region();
    let Some(region) = region.literal() else {
        node.error_here(
            "access-logs-region",
            "who writes the load balancer's log depends on the region, which is open",
            "give the stage or the stack a region",
        );
        return;
    };
    let attribute = |key, value: Expr| set_attribute(cfn, "LoadBalancerAttributes", key, value);
    attribute(enabled, Expr::from("true"));
    attribute(name, bucket.bucket_name().into());
    attribute(folder, Expr::from(prefix.unwrap_or_default().to_owned()));
    let below = prefix.map(|prefix| format!("{prefix}/")).unwrap_or_default();
    let objects = text!("{}/{}AWSLogs/{}/*", bucket.bucket_arn(), below, stack.account());
    let writer = match LOG_ACCOUNTS.iter().find(|(known, _)| *known == region) {
        Some((_, account)) => Principal::account(*account),
        None => Principal::service("logdelivery.elasticloadbalancing.amazonaws.com"),
    };
    let delivery = || Principal::service("delivery.logs.amazonaws.com");
    let put = || PolicyStatement::allow().actions(["s3:PutObject"]).resources([&objects]);
    let owned = Conditions::new().string_equals("s3:x-amz-acl", "bucket-owner-full-control");
    let check = PolicyStatement::allow()
        .principals([delivery()])
        .actions(["s3:GetBucketAcl"])
        .resources([bucket.bucket_arn()]);
    bucket.add_to_resource_policy(put().principals([writer]));
    bucket.add_to_resource_policy(put().principals([delivery()]).conditions(owned));
    if let Some(policy) = bucket.add_to_resource_policy(check) {
        cfn.depends_on(&policy);
    }
}
