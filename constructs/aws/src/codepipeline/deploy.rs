//! Actions that put files into buckets.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::s3::Bucket;
use crate::{Expr, IntoValue, Value};

/// Puts an artifact into a bucket.
#[derive(Clone, Debug)]
pub struct S3DeployAction {
    properties: ActionProperties,
    bucket: Bucket,
    extract: bool,
    key: Option<Value<String>>,
    canned_acl: Option<String>,
    cache_control: Option<String>,
}

impl S3DeployAction {
    /// Its files, unpacked.
    pub fn new(name: impl Into<String>, bucket: &Bucket, input: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Deploy, "S3");
        Self {
            properties: properties.inputs([input.clone()]),
            bucket: bucket.clone(),
            extract: true,
            key: None,
            canned_acl: None,
            cache_control: None,
        }
    }

    /// Whether files are unpacked. Default: true.
    #[must_use]
    pub fn extract(mut self, extract: bool) -> Self {
        self.extract = extract;
        self
    }

    /// Folder of the files, or key of the ZIP file.
    #[must_use]
    pub fn object_key(mut self, key: impl IntoValue<String>) -> Self {
        self.key = Some(key.into_value());
        self
    }

    /// Access control list of the objects, such as `private` or `public-read`.
    #[must_use]
    pub fn access_control(mut self, canned_acl: impl Into<String>) -> Self {
        self.canned_acl = Some(canned_acl.into());
        self
    }

    /// `Cache-Control` of the objects, such as `max-age=3600`.
    #[must_use]
    pub fn cache_control(mut self, value: impl Into<String>) -> Self {
        self.cache_control = Some(value.into());
        self
    }

    common!();
}

impl Action for S3DeployAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        self.bucket.grant_write(&context.role);
        if self.canned_acl.is_some() {
            self.bucket.grant_put_acl(&context.role, "*");
        }
        context.bucket.grant_read(&context.role);
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        vec![
            ("BucketName", self.bucket.bucket_name().into_expr()),
            ("Extract", Expr::from(if self.extract { "true" } else { "false" })),
            ("ObjectKey", crate::bag::opt(self.key.as_ref())),
            ("CannedACL", text(&self.canned_acl)),
            ("CacheControl", text(&self.cache_control)),
        ]
    }
}
