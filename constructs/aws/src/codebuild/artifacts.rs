//! Where projects put what they made.

use crate::bag::opt;
use crate::iam::Role;
use crate::s3::Bucket;
use crate::{Expr, IntoValue, Value};

/// Where a project puts what it made: a bucket.
///
/// ```
/// use cumulo::{App, Stack, codebuild::Artifacts, s3::Bucket};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let bucket = Bucket::builder(&stack, "Out").build();
/// let artifacts = Artifacts::s3(&bucket).path("releases").name("app.zip");
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
#[derive(Clone, Debug)]
pub struct Artifacts {
    bucket: Bucket,
    identifier: Option<String>,
    path: Option<Value<String>>,
    name: Option<Value<String>>,
    include_build_id: bool,
    package_zip: bool,
    encryption: bool,
}

impl Artifacts {
    /// This bucket: a ZIP file in a folder of the build.
    pub fn s3(bucket: &Bucket) -> Self {
        Self {
            bucket: bucket.clone(),
            identifier: None,
            path: None,
            name: None,
            include_build_id: true,
            package_zip: true,
            encryption: true,
        }
    }

    /// Name of secondary artifacts.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// Folder. Default: none.
    #[must_use]
    pub fn path(mut self, path: impl IntoValue<String>) -> Self {
        self.path = Some(path.into_value());
        self
    }

    /// Name of the file or folder. Default: the one in the build spec.
    #[must_use]
    pub fn name(mut self, name: impl IntoValue<String>) -> Self {
        self.name = Some(name.into_value());
        self
    }

    /// Whether each build has a folder of its own. Default: true.
    #[must_use]
    pub fn include_build_id(mut self, include: bool) -> Self {
        self.include_build_id = include;
        self
    }

    /// Whether it is one ZIP file. Default: true.
    #[must_use]
    pub fn package_zip(mut self, zip: bool) -> Self {
        self.package_zip = zip;
        self
    }

    /// Whether it is encrypted. Default: true.
    #[must_use]
    pub fn encryption(mut self, encrypt: bool) -> Self {
        self.encryption = encrypt;
        self
    }

    pub(super) fn has_identifier(&self) -> bool {
        self.identifier.is_some()
    }

    #[track_caller]
    pub(super) fn grant(&self, role: &Role) {
        self.bucket.grant_read_write(role);
    }

    pub(super) fn to_expr(&self) -> Expr {
        let or_null = |shown: bool| if shown { Expr::from(true) } else { Expr::Null };
        let identifier = self.identifier.clone().map_or(Expr::Null, Expr::from);
        Expr::object([
            ("ArtifactIdentifier", identifier),
            ("EncryptionDisabled", or_null(!self.encryption)),
            ("Location", self.bucket.bucket_name().into_expr()),
            ("Name", opt(self.name.as_ref())),
            ("NamespaceType", Expr::from(if self.include_build_id { "BUILD_ID" } else { "NONE" })),
            ("OverrideArtifactName", or_null(self.name.is_none())),
            ("Packaging", Expr::from(if self.package_zip { "ZIP" } else { "NONE" })),
            ("Path", opt(self.path.as_ref())),
            ("Type", Expr::from("S3")),
        ])
    }
}
