//! Who may use a bucket.

use super::{Bucket, BucketPolicy};
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, ResourceWithPolicy};
use crate::{Construct, Expr, Node, Value, text};

const READ: [&str; 3] = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"];
const PUT: [&str; 6] = [
    "s3:PutObject",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:Abort*",
];
const DELETE: [&str; 1] = ["s3:DeleteObject*"];
const KEY_READ: [&str; 2] = ["kms:Decrypt", "kms:DescribeKey"];
const KEY_WRITE: [&str; 4] =
    ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Decrypt"];

impl Bucket {
    /// Lets `grantee` read all objects and list them, and decrypt what the bucket's key encrypts.
    #[track_caller]
    pub fn grant_read(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_read_objects(grantee, "*")
    }

    /// Lets `grantee` list the bucket and read objects whose keys match the pattern, such as `public/*`.
    #[track_caller]
    pub fn grant_read_objects(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        self.grant(grantee, &READ, &KEY_READ, self.with_bucket(pattern))
    }

    /// Lets `grantee` write and delete all objects.
    #[track_caller]
    pub fn grant_write(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_write_objects(grantee, "*")
    }

    /// Lets `grantee` write and delete objects whose keys match the pattern.
    #[track_caller]
    pub fn grant_write_objects(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        self.grant(grantee, &[&DELETE[..], &PUT].concat(), &KEY_WRITE, self.with_bucket(pattern))
    }

    /// Allows only these of the actions that write, such as `s3:PutObject`, for objects whose keys match the pattern.
    #[track_caller]
    pub fn grant_write_actions<const N: usize>(
        &self,
        grantee: &dyn Grantable,
        pattern: &str,
        actions: [&str; N],
    ) -> Grant {
        self.grant(grantee, &actions, &KEY_WRITE, self.with_bucket(pattern))
    }

    /// Lets `grantee` read, list, write and delete all objects.
    #[track_caller]
    pub fn grant_read_write(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_read_write_objects(grantee, "*")
    }

    /// Lets `grantee` list the bucket, and read, write and delete objects whose keys match the pattern.
    #[track_caller]
    pub fn grant_read_write_objects(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        let actions = [&READ[..], &DELETE, &PUT].concat();
        let keys = [&KEY_READ[..], &KEY_WRITE].concat();
        self.grant(grantee, &actions, &keys, self.with_bucket(pattern))
    }

    /// Lets `grantee` write objects whose keys match the pattern, `*` for all, but not delete them.
    #[track_caller]
    pub fn grant_put(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        self.grant(grantee, &PUT, &KEY_WRITE, vec![self.arn_for_objects(pattern)])
    }

    /// Lets `grantee` change access control lists of objects whose keys match the pattern, `*` for all.
    #[track_caller]
    pub fn grant_put_acl(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        let actions = ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"];
        self.grant(grantee, &actions, &[], vec![self.arn_for_objects(pattern)])
    }

    /// Lets `grantee` delete objects whose keys match the pattern, `*` for all.
    #[track_caller]
    pub fn grant_delete(&self, grantee: &dyn Grantable, pattern: &str) -> Grant {
        self.grant(grantee, &DELETE, &[], vec![self.arn_for_objects(pattern)])
    }

    /// Lets everybody read objects whose keys match the pattern, `*` for all.
    ///
    /// # Findings
    /// `s3-public` when the bucket refuses public policies, as it does by default.
    #[track_caller]
    pub fn grant_public_access(&self, pattern: &str) -> Grant {
        if self.refuses_public_policy() {
            self.node().error_here(
                "s3-public",
                format!("`{}` refuses public access, so nothing of it can be made public", self.node().path()),
                "say `.block_public_access(BlockPublicAccess::BLOCK_ACLS_ONLY)` if the objects are for everybody",
            );
        }
        let statement = PolicyStatement::allow()
            .actions(["s3:GetObject"])
            .resources([self.arn_for_objects(pattern)])
            .principals([Principal::any()]);
        match self.add_to_resource_policy(statement) {
            Some(_) => Grant::nothing_to_do(),
            None => Grant::default(),
        }
    }

    /// Forbids requests without TLS, and with versions below `minimum` where one is given.
    #[track_caller]
    pub(super) fn enforce_tls(&self, minimum: Option<f64>) {
        let deny = |conditions| {
            PolicyStatement::deny()
                .actions(["s3:*"])
                .resources([self.bucket_arn(), self.arn_for_objects("*")])
                .principals([Principal::any()])
                .conditions(conditions)
        };
        self.add_to_resource_policy(deny(Conditions::new().bool("aws:SecureTransport", false)));
        if let Some(version) = minimum.and_then(serde_json::Number::from_f64) {
            let old =
                Conditions::new().with("NumericLessThan", "s3:TlsVersion", Expr::Number(version));
            self.add_to_resource_policy(deny(old));
        }
    }

    /// Lets S3 deliver access logs of `source` to objects that begin with the prefix.
    #[track_caller]
    pub(super) fn allow_log_delivery(&self, source: &Bucket, prefix: &str) {
        let account = source.node().stack().account();
        let conditions = Conditions::new()
            .arn_like("aws:SourceArn", source.bucket_arn())
            .string_equals("aws:SourceAccount", account);
        let statement = PolicyStatement::allow()
            .actions(["s3:PutObject"])
            .resources([self.arn_for_objects(&format!("{prefix}*"))])
            .principals([Principal::service("logging.s3.amazonaws.com")])
            .conditions(conditions);
        self.add_to_resource_policy(statement);
    }

    /// The same ARNs by the name that was given, for a grantee of another account, where references do not reach.
    fn arns_for(
        &self,
        grantee: &dyn Grantable,
        arns: &[Value<String>],
    ) -> Option<Vec<Value<String>>> {
        let (ours, theirs) = (self.account(), grantee.grant_principal().principal_account()?);
        let name = self.physical_name().filter(|_| self.cfn().is_some())?;
        if ours.literal()? == theirs.literal()? {
            return None;
        }
        let fixed = text!("arn:{}:s3:::{}", self.node().stack().partition(), name);
        let own = self.bucket_arn();
        // What stands behind the bucket's own ARN stays.
        let behind = |arn: &Value<String>| match arn.expr() {
            Expr::Concat(parts) if parts.first() == Some(own.expr()) => {
                Expr::Concat(parts[1..].to_vec())
            }
            _ => Expr::from(""),
        };
        Some(arns.iter().map(|arn| text!("{}{}", fixed, behind(arn))).collect())
    }

    fn with_bucket(&self, pattern: &str) -> Vec<Value<String>> {
        vec![self.bucket_arn(), self.arn_for_objects(pattern)]
    }

    #[track_caller]
    fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: &[&str],
        key_actions: &[&str],
        arns: Vec<Value<String>>,
    ) -> Grant {
        let here = PolicyStatement::allow().actions(actions.iter().copied());
        let grant = match self.arns_for(grantee, &arns) {
            Some(fixed) => {
                let statement = here.resources(fixed);
                Grant::add_to_principal_or_resource(grantee, self, statement, Some(arns))
            }
            None => {
                let statement = here.resources(arns);
                Grant::add_to_principal_or_resource(grantee, self, statement, None)
            }
        };
        match self.encryption_key() {
            Some(key) if !key_actions.is_empty() => {
                grant.and(key.grant(grantee, key_actions.iter().copied()))
            }
            _ => grant,
        }
    }
}

impl Bucket {
    /// The bucket's policy; `None` before something was added to it, and when the bucket is imported.
    pub fn policy(&self) -> Option<BucketPolicy> {
        BucketPolicy::existing(self.node(), "Policy")
    }
}

impl ResourceWithPolicy for Bucket {
    fn resource_account(&self) -> Value<String> {
        self.account()
    }

    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        self.cfn()?;
        let policy = self
            .policy()
            .unwrap_or_else(|| BucketPolicy::builder(self.node(), "Policy").bucket(self).build());
        policy.add_statements([statement]);
        Some(policy.node().clone())
    }
}
