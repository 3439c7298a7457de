//! Reports of tests.

use crate::bag::{bag, opt};
use crate::cfn::codebuild::CfnReportGroup;
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::s3::Bucket;
use crate::{CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// What the reports of a group are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportGroupType {
    /// Tests.
    #[default]
    Test,
    /// How much of the code the tests reach.
    CodeCoverage,
}

/// A group of reports that builds write.
///
/// ```
/// use cumulo::codebuild::{PipelineProject, ReportGroup};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let build = PipelineProject::builder(&stack, "Build").build();
/// let tests = ReportGroup::builder(&stack, "Tests").build();
/// tests.grant_write(&build);
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-reportgroup.html>
#[derive(Clone, Debug)]
pub struct ReportGroup {
    node: Node,
    cfn: Resource<CfnReportGroup>,
    bucket: Option<Bucket>,
}

#[bon]
impl ReportGroup {
    /// Starts to describe a group of reports.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        report_group_name: Option<Value<String>>,
        /// What the reports are about.
        #[builder(default, name = r#type)]
        kind: ReportGroupType,
        /// Bucket into which reports are written too.
        export_bucket: Option<&Bucket>,
        /// Whether they are ZIP files there. Default: false.
        zip_export: Option<bool>,
        /// Whether the group is deleted with its reports. Default: false.
        delete_reports: Option<bool>,
        /// What happens to the group when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> ReportGroup {
        let node = scope.node().child(id);
        let export = match export_bucket {
            None => Expr::object([("ExportConfigType", Expr::from("NO_EXPORT"))]),
            Some(bucket) => {
                let packaging =
                    zip_export.filter(|zip| *zip).map_or(Expr::Null, |_| Expr::from("ZIP"));
                let destination = Expr::object([
                    ("Bucket", bucket.bucket_name().into_expr()),
                    ("Packaging", packaging),
                ]);
                Expr::object([
                    ("ExportConfigType", Expr::from("S3")),
                    ("S3Destination", destination),
                ])
            }
        };
        let cfn = bag::<CfnReportGroup>([
            ("DeleteReports", crate::bag::flag(delete_reports)),
            ("ExportConfig", export),
            ("Name", opt(report_group_name.as_ref())),
            (
                "Type",
                Expr::from(match kind {
                    ReportGroupType::Test => "TEST",
                    ReportGroupType::CodeCoverage => "CODE_COVERAGE",
                }),
            ),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        ReportGroup { node, cfn, bucket: export_bucket.cloned() }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnReportGroup> {
        &self.cfn
    }

    /// Its ARN.
    pub fn report_group_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Lets `grantee` write reports.
    #[track_caller]
    pub fn grant_write(&self, grantee: &dyn Grantable) -> Grant {
        let statement = PolicyStatement::allow()
            .actions([
                "codebuild:CreateReport",
                "codebuild:UpdateReport",
                "codebuild:BatchPutTestCases",
            ])
            .resources([self.report_group_arn()]);
        let grant = Grant::add_to_principal(&self.node, grantee, statement);
        if let Some(bucket) = &self.bucket {
            bucket.grant_write(grantee);
        }
        grant
    }
}

impl Construct for ReportGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
