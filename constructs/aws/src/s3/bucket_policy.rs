//! Policies of buckets.

use super::Bucket;
use crate::bag::bag;
use crate::cfn::s3::CfnBucketPolicy;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::{CfnType, Construct, Node, RemovalPolicy, Resource};
use bon::bon;

/// The policy of a bucket. Buckets make theirs when something is added to it; few programs name this type.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::s3::{Bucket, BucketPolicy};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let bucket = Bucket::builder(&stack, "Bucket").build();
/// BucketPolicy::builder(&stack, "Policy").bucket(&bucket).build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html>
#[derive(Clone, Debug)]
pub struct BucketPolicy {
    node: Node,
    cfn: Resource<CfnBucketPolicy>,
}

#[bon]
impl BucketPolicy {
    /// A policy without statements.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Bucket whose policy it is.
        bucket: &Bucket,
        /// Statements to start with. Default: empty.
        #[builder(default)]
        document: PolicyDocument,
        /// What happens to the policy when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> BucketPolicy {
        let node = scope.node().child(id);
        let cfn = bag::<CfnBucketPolicy>([
            ("Bucket", bucket.bucket_name().into_expr()),
            ("PolicyDocument", document.to_value(&node.stack()).into_expr()),
        ])
        .add_to(&node, "Resource");
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(policy);
        }
        node.with_state::<PolicyDocument, _>(|known| *known = document);
        BucketPolicy { node, cfn }
    }

    /// The policy in the template.
    pub fn cfn(&self) -> &Resource<CfnBucketPolicy> {
        &self.cfn
    }

    /// The policy that an earlier call made as this child.
    pub(super) fn existing(scope: &Node, id: &str) -> Option<Self> {
        let node = scope.find(id)?;
        let cfn = node.resource("Resource")?;
        Some(Self { node, cfn })
    }

    /// Adds statements.
    #[track_caller]
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        let statements: Vec<_> = statements.into_iter().collect();
        for statement in &statements {
            statement.check_for_resource(&self.node);
        }
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements(statements);
            document.to_value(&stack)
        });
        self.cfn.edit(|policy| policy.policy_document(document));
    }
}

impl Construct for BucketPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
