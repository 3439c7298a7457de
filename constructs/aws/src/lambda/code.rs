//! Where the code of a function comes from.

use crate::bag::opt;
use crate::ecr::Repository;
use crate::iam::{PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::s3::Bucket;
use crate::{Expr, IntoValue, Node, Value};

/// Longest code that can stand in a template, in characters.
const LONGEST_INLINE: usize = 4 * 1024 * 1024;

/// Code of a function or layer.
///
/// ```
/// use cumulo::lambda::Code;
/// let code = Code::from_inline("def handler(event, context): return 1");
/// ```
#[derive(Clone, Debug)]
pub struct Code(Source);

#[derive(Clone, Debug)]
enum Source {
    Inline(String),
    S3 {
        bucket: Value<String>,
        key: Value<String>,
        version: Option<Value<String>>,
        kms_key: Option<Value<String>>,
    },
    Image {
        uri: Value<String>,
        repository: Option<Repository>,
        config: ImageConfig,
    },
}

/// What a function changes of its image.
#[derive(Clone, Debug, Default)]
struct ImageConfig {
    command: Option<Vec<String>>,
    entry_point: Option<Vec<String>>,
    working_directory: Option<String>,
}

impl Code {
    /// Code that stands in the template, for Python and Node.js.
    pub fn from_inline(code: impl Into<String>) -> Self {
        Self(Source::Inline(code.into()))
    }

    /// A ZIP file in a bucket.
    pub fn from_bucket(bucket: &Bucket, key: impl IntoValue<String>) -> Self {
        Self(Source::S3 {
            bucket: bucket.bucket_name(),
            key: key.into_value(),
            version: None,
            kms_key: None,
        })
    }

    /// One version of a ZIP file in a bucket.
    pub fn from_bucket_version(
        bucket: &Bucket,
        key: impl IntoValue<String>,
        version: impl IntoValue<String>,
    ) -> Self {
        let version = Some(version.into_value());
        Self(Source::S3 {
            bucket: bucket.bucket_name(),
            key: key.into_value(),
            version,
            kms_key: None,
        })
    }

    /// Key that encrypts Lambda's copy of a ZIP file in a bucket. Default: one of AWS.
    #[must_use]
    pub fn source_kms_key(mut self, key: &Key) -> Self {
        if let Source::S3 { kms_key, .. } = &mut self.0 {
            *kms_key = Some(key.key_arn());
        }
        self
    }

    /// A container image in a repository, by its tag or digest. Lambda may then pull from the repository.
    pub fn from_ecr_image(repository: &Repository, tag_or_digest: impl IntoValue<String>) -> Self {
        Self(Source::Image {
            uri: repository.repository_uri_for_tag_or_digest(tag_or_digest),
            repository: Some(repository.clone()),
            config: ImageConfig::default(),
        })
    }

    /// A container image by its URI.
    pub fn from_image_uri(uri: impl IntoValue<String>) -> Self {
        let config = ImageConfig::default();
        Self(Source::Image { uri: uri.into_value(), repository: None, config })
    }

    /// Replaces the image's command.
    #[must_use]
    pub fn command(self, command: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let command = command.into_iter().map(Into::into).collect();
        self.configured(|config| config.command = Some(command))
    }

    /// Replaces the image's entry point.
    #[must_use]
    pub fn entry_point(self, entry_point: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let entry_point = entry_point.into_iter().map(Into::into).collect();
        self.configured(|config| config.entry_point = Some(entry_point))
    }

    /// Replaces the image's working directory.
    #[must_use]
    pub fn working_directory(self, directory: impl Into<String>) -> Self {
        let directory = directory.into();
        self.configured(|config| config.working_directory = Some(directory))
    }

    fn configured(mut self, change: impl FnOnce(&mut ImageConfig)) -> Self {
        if let Source::Image { config, .. } = &mut self.0 {
            change(config);
        }
        self
    }

    pub(super) fn is_image(&self) -> bool {
        matches!(self.0, Source::Image { .. })
    }

    pub(super) fn is_inline(&self) -> bool {
        matches!(self.0, Source::Inline(_))
    }

    /// `Code` of a function, or `Content` of a layer. Findings: `function-code`.
    pub(super) fn to_expr(&self, node: &Node) -> Expr {
        match &self.0 {
            Source::Inline(code) => {
                if code.is_empty() || code.chars().count() > LONGEST_INLINE {
                    node.error(
                        "function-code",
                        format!("the code in the template has {} characters", code.len()),
                        "write some code, or put it as a ZIP file in a bucket",
                    );
                }
                Expr::object([("ZipFile", Expr::from(code.clone()))])
            }
            Source::S3 { bucket, key, version, kms_key } => Expr::object([
                ("S3Bucket", Expr::from(bucket)),
                ("S3Key", Expr::from(key)),
                ("S3ObjectVersion", opt(version.as_ref())),
                ("SourceKMSKeyArn", opt(kms_key.as_ref())),
            ]),
            Source::Image { uri, .. } => Expr::object([("ImageUri", Expr::from(uri))]),
        }
    }

    /// `ImageConfig` of a function.
    pub(super) fn image_config(&self) -> Expr {
        let Source::Image { config, .. } = &self.0 else { return Expr::Null };
        let texts = |texts: &Option<Vec<String>>| match texts {
            None => Expr::Null,
            Some(texts) => Expr::List(texts.iter().cloned().map(Expr::from).collect()),
        };
        let directory = config.working_directory.clone().map_or(Expr::Null, Expr::from);
        let config = Expr::object([
            ("Command", texts(&config.command)),
            ("EntryPoint", texts(&config.entry_point)),
            ("WorkingDirectory", directory),
        ]);
        if matches!(&config, Expr::Map(entries) if entries.is_empty()) {
            Expr::Null
        } else {
            config
        }
    }

    /// Lets Lambda pull the image.
    #[track_caller]
    pub(super) fn bind(&self) {
        if let Source::Image { repository: Some(repository), .. } = &self.0 {
            repository.add_to_resource_policy(
                PolicyStatement::allow()
                    .actions([
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchGetImage",
                    ])
                    .principals([Principal::service("lambda.amazonaws.com")]),
            );
        }
    }
}
