//! What builds of code that nobody has read may do at most.

use crate::iam::{ManagedPolicy, PolicyStatement};
use crate::{Construct, IntoValue, Node, Value};
use bon::bon;
use std::ops::Deref;

/// What builds of code that nobody has read, such as pull requests of strangers, may do at most: write logs and
/// reports, read images, and run in a VPC. Roles of projects get it as their boundary.
///
/// ```
/// use cumulo::codebuild::{Project, Source, UntrustedCodeBoundaryPolicy};
/// use cumulo::iam::PermissionsBoundary;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let project = Project::builder(&stack, "PullRequests").source(Source::github("acme", "shop")).build();
/// let boundary = UntrustedCodeBoundaryPolicy::builder(&stack, "Boundary").build();
/// PermissionsBoundary::of(&project).apply(&*boundary);
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html>
#[derive(Clone, Debug)]
pub struct UntrustedCodeBoundaryPolicy(ManagedPolicy);

#[bon]
impl UntrustedCodeBoundaryPolicy {
    /// Starts to describe what builds may do at most.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        managed_policy_name: Option<Value<String>>,
        /// What they may do besides.
        #[builder(default, with = |statements: impl IntoIterator<Item = PolicyStatement>| statements.into_iter().collect())]
        additional_statements: Vec<PolicyStatement>,
    ) -> UntrustedCodeBoundaryPolicy {
        let usual = PolicyStatement::allow()
            .actions([
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "codebuild:CreateReportGroup",
                "codebuild:CreateReport",
                "codebuild:UpdateReport",
                "codebuild:BatchPutTestCases",
                "codebuild:BatchPutCodeCoverages",
                "codebuild:StartBuild",
                "codebuild:StopBuild",
                "codebuild:RetryBuild",
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeSubnets",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeVpcs",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
                "ecr:BatchCheckLayerAvailability",
            ])
            .all_resources();
        let policy = ManagedPolicy::builder(scope, id)
            .maybe_managed_policy_name(managed_policy_name)
            .description(
                "Permissions Boundary Policy for CodeBuild Projects running untrusted code",
            )
            .statements(std::iter::once(usual).chain(additional_statements))
            .build();
        UntrustedCodeBoundaryPolicy(policy)
    }
}

impl Deref for UntrustedCodeBoundaryPolicy {
    type Target = ManagedPolicy;

    fn deref(&self) -> &ManagedPolicy {
        &self.0
    }
}

impl Construct for UntrustedCodeBoundaryPolicy {
    fn node(&self) -> &Node {
        self.0.node()
    }
}
