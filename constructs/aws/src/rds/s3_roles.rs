//! Roles by which databases read and write buckets.

use super::DatabaseEngine;
use crate::iam::{Principal, Role};
use crate::s3::Bucket;
use crate::{Construct, Expr, Node};

/// Buckets that a database reads or writes, and the role by which it does.
#[derive(Clone, Debug, Default)]
pub(super) struct S3Access {
    pub(super) role: Option<Role>,
    pub(super) buckets: Vec<Bucket>,
}

impl S3Access {
    pub(super) fn is_empty(&self) -> bool {
        self.role.is_none() && self.buckets.is_empty()
    }
}

/// Roles to import from and export to S3.
pub(super) struct S3Roles {
    import: Option<Role>,
    export: Option<Role>,
}

impl S3Roles {
    /// The roles, made where only buckets are named; `combined`: the engine takes one role for both.
    #[track_caller]
    pub(super) fn new(node: &Node, import: S3Access, export: S3Access, combined: bool) -> Self {
        let of_rds = |id: &str| {
            Role::builder(node, id).assumed_by(Principal::service("rds.amazonaws.com")).build()
        };
        let import_role =
            import.role.or_else(|| (!import.buckets.is_empty()).then(|| of_rds("S3ImportRole")));
        if let Some(role) = &import_role {
            for bucket in &import.buckets {
                bucket.grant_read(role);
            }
        }
        let shared = || import_role.clone().filter(|_| combined);
        let export_role = export.role.or_else(|| {
            (!export.buckets.is_empty()).then(|| shared().unwrap_or_else(|| of_rds("S3ExportRole")))
        });
        if let Some(role) = &export_role {
            for bucket in &export.buckets {
                bucket.grant_read_write(role);
            }
        }
        Self { import: import_role, export: export_role }
    }

    /// `AssociatedRoles`, with the features of engines that have them.
    pub(super) fn associated(&self, features: Option<(&'static str, &'static str)>) -> Expr {
        let entry = |role: &Role, feature: Option<&'static str>| {
            Expr::object([
                ("FeatureName", feature.map_or(Expr::Null, Expr::from)),
                ("RoleArn", role.role_arn().into_expr()),
            ])
        };
        let same = match (&self.import, &self.export) {
            (Some(import), Some(export)) => import.node() == export.node() && features.is_none(),
            _ => false,
        };
        let import =
            self.import.as_ref().map(|role| entry(role, features.map(|(import, _)| import)));
        let export = self.export.as_ref().filter(|_| !same);
        let export = export.map(|role| entry(role, features.map(|(_, export)| export)));
        crate::bag::list(import.into_iter().chain(export))
    }

    /// The roles as parameters of Aurora MySQL, by the parameters' names.
    pub(super) fn parameters(&self, engine: &dyn DatabaseEngine) -> Vec<(&'static str, Role)> {
        let newer = engine.facts().major_version() != "5.7";
        let (import, export) = match newer {
            true => ("aws_default_s3_role", "aws_default_s3_role"),
            false => ("aurora_load_from_s3_role", "aurora_select_into_s3_role"),
        };
        let import = self.import.clone().map(|role| (import, role));
        let export = self.export.clone().map(|role| (export, role));
        import.into_iter().chain(export).collect()
    }
}
