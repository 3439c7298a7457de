//! What builds keep for the next one.

use crate::iam::Role;
use crate::s3::Bucket;
use crate::{Expr, Fn, IntoValue, Value};

/// What a build host keeps for the next build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalCacheMode {
    /// The repository.
    Source,
    /// Layers of container images.
    DockerLayer,
    /// Folders that the build spec names.
    Custom,
}

/// What builds keep for the next one.
#[derive(Clone, Debug, Default)]
pub struct Cache(Kind);

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    None,
    Local(Vec<LocalCacheMode>),
    Bucket(Box<Bucket>, Option<Value<String>>),
}

impl Cache {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// What the build host itself keeps, as long as it is there.
    pub fn local(modes: impl IntoIterator<Item = LocalCacheMode>) -> Self {
        Self(Kind::Local(modes.into_iter().collect()))
    }

    /// Folders that the build spec names, in a bucket.
    pub fn bucket(bucket: &Bucket) -> Self {
        Self(Kind::Bucket(Box::new(bucket.clone()), None))
    }

    /// The same, below a folder of the bucket.
    pub fn bucket_prefix(bucket: &Bucket, prefix: impl IntoValue<String>) -> Self {
        Self(Kind::Bucket(Box::new(bucket.clone()), Some(prefix.into_value())))
    }

    #[track_caller]
    pub(super) fn grant(&self, role: &Role) {
        if let Kind::Bucket(bucket, _) = &self.0 {
            bucket.grant_read_write(role);
        }
    }

    pub(super) fn to_expr(&self) -> Expr {
        match &self.0 {
            Kind::None => Expr::object([("Type", Expr::from("NO_CACHE"))]),
            Kind::Local(modes) => {
                let modes = modes.iter().map(|mode| match mode {
                    LocalCacheMode::Source => Expr::from("LOCAL_SOURCE_CACHE"),
                    LocalCacheMode::DockerLayer => Expr::from("LOCAL_DOCKER_LAYER_CACHE"),
                    LocalCacheMode::Custom => Expr::from("LOCAL_CUSTOM_CACHE"),
                });
                let modes = Expr::List(modes.collect());
                Expr::object([("Modes", modes), ("Type", Expr::from("LOCAL"))])
            }
            Kind::Bucket(bucket, prefix) => {
                let prefix = prefix.clone().unwrap_or_else(|| crate::Aws::no_value().into_value());
                let location = Fn::join("/", [bucket.bucket_name(), prefix]);
                Expr::object([("Location", location.into_expr()), ("Type", Expr::from("S3"))])
            }
        }
    }
}
