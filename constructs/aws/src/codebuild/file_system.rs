//! File systems that builds see.

use crate::{Expr, IntoValue, Value};

/// A file system of EFS that builds see.
///
/// ```
/// use cumulo::codebuild::FileSystemLocation;
/// let cache = FileSystemLocation::efs("cache", "fs-12345678.efs.us-east-1.amazonaws.com:/", "/mnt/cache");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-projectfilesystemlocation.html>
#[derive(Clone, Debug)]
pub struct FileSystemLocation {
    identifier: String,
    location: Value<String>,
    mount_point: String,
    mount_options: Option<String>,
}

impl FileSystemLocation {
    /// The folder at `location` (`host:/folder`), which builds see at `mount_point`, and whose place they know by the
    /// variable `CODEBUILD_` and the identifier in capitals.
    pub fn efs(
        identifier: impl Into<String>,
        location: impl IntoValue<String>,
        mount_point: impl Into<String>,
    ) -> Self {
        Self {
            identifier: identifier.into(),
            location: location.into_value(),
            mount_point: mount_point.into(),
            mount_options: None,
        }
    }

    /// Options of NFS. Default: CodeBuild's.
    #[must_use]
    pub fn mount_options(mut self, options: impl Into<String>) -> Self {
        self.mount_options = Some(options.into());
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("Identifier", Expr::from(self.identifier.clone())),
            ("Location", Expr::from(&self.location)),
            ("MountOptions", self.mount_options.clone().map_or(Expr::Null, Expr::from)),
            ("MountPoint", Expr::from(self.mount_point.clone())),
            ("Type", Expr::from("EFS")),
        ])
    }
}
