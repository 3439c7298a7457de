//! File systems that functions see.

use super::Function;
use crate::ec2::Connectable;
use crate::efs::AccessPoint;
use crate::iam::{Conditions, PolicyStatement, Role};
use crate::{Construct, Expr, Node, text};

/// A file system as a function sees it, which must run in the file system's VPC.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::efs;
/// use cumulo::lambda::{Code, FileSystem, Function, Runtime};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let files = efs::FileSystem::builder(&stack, "Files").vpc(&vpc).build();
/// let uploads = files.add_access_point("Uploads").build();
/// Function::builder(&stack, "Resize")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(e, c): return 1"))
///     .vpc(&vpc)
///     .filesystem(FileSystem::from_efs_access_point(&uploads, "/mnt/uploads"))
///     .build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-filesystemconfig.html>
#[derive(Clone, Debug)]
pub struct FileSystem {
    access_point: AccessPoint,
    path: String,
}

impl FileSystem {
    /// What an access point of EFS opens, at this path under `/mnt/`.
    pub fn from_efs_access_point(access_point: &AccessPoint, path: impl Into<String>) -> Self {
        Self { access_point: access_point.clone(), path: path.into() }
    }

    /// The property.
    pub(super) fn config(&self) -> Expr {
        Expr::List(vec![Expr::object([
            ("Arn", self.access_point.access_point_arn().into_expr()),
            ("LocalMountPath", Expr::from(self.path.clone())),
        ])])
    }

    /// Lets the function's role mount and write. Findings: `function-filesystem`.
    #[track_caller]
    pub(super) fn allow(&self, node: &Node, role: &Role, in_vpc: bool) {
        if !in_vpc || !self.path.starts_with("/mnt/") {
            node.error(
                "function-filesystem",
                "a function sees a file system only from the VPC, and under `/mnt/`",
                "give `vpc`, and a path such as /mnt/files",
            );
        }
        let Some(file_system) = self.access_point.file_system() else {
            node.error(
                "function-filesystem",
                format!(
                    "`{}` is imported without its file system",
                    self.access_point.node().path()
                ),
                "name the file system where the access point is imported",
            );
            return;
        };
        let by_access_point = Conditions::new().string_equals(
            "elasticfilesystem:AccessPointArn",
            self.access_point.access_point_arn(),
        );
        let mount = PolicyStatement::allow()
            .actions(["elasticfilesystem:ClientMount"])
            .all_resources()
            .conditions(by_access_point);
        let name = text!("file-system/{}", file_system.file_system_id());
        let arn = file_system.node().stack().format_arn("elasticfilesystem", name);
        let write =
            PolicyStatement::allow().actions(["elasticfilesystem:ClientWrite"]).resources([arn]);
        role.add_to_policy(mount);
        role.add_to_policy(write);
    }

    /// Lets the function in, and makes it once it can mount.
    #[track_caller]
    pub(super) fn connect(&self, function: &Function) {
        let Some(file_system) = self.access_point.file_system() else { return };
        for target in file_system.mount_targets_available() {
            function.node().add_dependency(target);
        }
        let groups = file_system.connections().security_groups();
        let rules = || groups.iter().flat_map(|group| group.node().children());
        let known: Vec<Node> = rules().collect();
        file_system.allow_default_port_from(function);
        if let Some(cfn) = function.cfn() {
            rules().filter(|rule| !known.contains(rule)).for_each(|rule| {
                cfn.depends_on(&rule);
            });
        }
    }
}
