//! Smaller settings of buckets.

use super::lifecycle::{days, tag, text};
use crate::bag::list;
use crate::{Duration, Expr};
use bon::Builder;

/// What of public access a bucket refuses, whatever its policy and lists say.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockPublicAccess {
    /// New public access control lists. Default: true.
    pub block_public_acls: bool,
    /// New public policies. Default: true.
    pub block_public_policy: bool,
    /// Public access control lists that are there. Default: true.
    pub ignore_public_acls: bool,
    /// Public access by a policy that is there. Default: true.
    pub restrict_public_buckets: bool,
}

impl BlockPublicAccess {
    /// Refuses all of it.
    pub const BLOCK_ALL: Self = Self {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
    };
    /// Refuses access control lists, lets a policy make objects public.
    pub const BLOCK_ACLS_ONLY: Self = Self {
        block_public_acls: true,
        block_public_policy: false,
        ignore_public_acls: true,
        restrict_public_buckets: false,
    };

    pub(super) fn to_expr(self) -> Expr {
        Expr::object([
            ("BlockPublicAcls", Expr::from(self.block_public_acls)),
            ("BlockPublicPolicy", Expr::from(self.block_public_policy)),
            ("IgnorePublicAcls", Expr::from(self.ignore_public_acls)),
            ("RestrictPublicBuckets", Expr::from(self.restrict_public_buckets)),
        ])
    }
}

impl Default for BlockPublicAccess {
    fn default() -> Self {
        Self::BLOCK_ALL
    }
}

macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            pub(super) fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}
pub(super) use texts;

texts! {
    /// Who owns objects that other accounts write.
    ObjectOwnership {
        /// The bucket's owner; access control lists have no effect.
        BucketOwnerEnforced = "BucketOwnerEnforced",
        /// The bucket's owner, if the writer says so.
        BucketOwnerPreferred = "BucketOwnerPreferred",
        /// The writer.
        ObjectWriter = "ObjectWriter",
    }
}

texts! {
    /// A ready-made access control list; policies are the better way.
    BucketAccessControl {
        /// Only the owner.
        Private = "Private",
        /// Everybody may read.
        PublicRead = "PublicRead",
        /// Everybody may read and write.
        PublicReadWrite = "PublicReadWrite",
        /// Everybody with an AWS account may read.
        AuthenticatedRead = "AuthenticatedRead",
        /// The service that delivers access logs may write.
        LogDeliveryWrite = "LogDeliveryWrite",
        /// The owner of the bucket may read objects of others.
        BucketOwnerRead = "BucketOwnerRead",
        /// The owner of the bucket may do everything with objects of others.
        BucketOwnerFullControl = "BucketOwnerFullControl",
        /// EC2 may read machine images.
        AwsExecRead = "AwsExecRead",
    }
}

texts! {
    /// A method of HTTP.
    HttpMethod {
        /// `GET`.
        Get = "GET",
        /// `PUT`.
        Put = "PUT",
        /// `HEAD`.
        Head = "HEAD",
        /// `POST`.
        Post = "POST",
        /// `DELETE`.
        Delete = "DELETE",
    }
}

/// What scripts of other web sites may do with a bucket.
#[derive(Builder, Clone, Debug)]
pub struct CorsRule {
    /// Name of the rule. Default: none.
    #[builder(into)]
    id: Option<String>,
    /// Methods they may use.
    #[builder(with = |items: impl IntoIterator<Item = HttpMethod>| items.into_iter().collect())]
    allowed_methods: Vec<HttpMethod>,
    /// Origins they may come from, such as `https://example.com`; `*` for all.
    #[builder(with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    allowed_origins: Vec<String>,
    /// Headers they may send. Default: none but the simple ones.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    allowed_headers: Vec<String>,
    /// Headers of the response that they may read. Default: none but the simple ones.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    exposed_headers: Vec<String>,
    /// How long a browser may keep the answer. Default: as the browser likes.
    max_age: Option<Duration>,
}

impl CorsRule {
    pub(super) fn to_expr(&self) -> Expr {
        let age = |age: Duration| Expr::Number(age.to_seconds().into());
        let methods = self.allowed_methods.iter().map(|method| method.as_str());
        Expr::object([
            ("AllowedHeaders", list(self.allowed_headers.clone())),
            ("AllowedMethods", list(methods)),
            ("AllowedOrigins", list(self.allowed_origins.clone())),
            ("ExposedHeaders", list(self.exposed_headers.clone())),
            ("Id", text(self.id.as_ref())),
            ("MaxAge", self.max_age.map_or(Expr::Null, age)),
        ])
    }
}

/// Which objects CloudWatch counts requests for.
#[derive(Builder, Clone, Debug)]
pub struct BucketMetrics {
    /// Name of the metrics.
    #[builder(start_fn, into)]
    id: String,
    /// Only objects whose keys begin so. Default: all.
    #[builder(into)]
    prefix: Option<String>,
    /// Only objects with these tags. Default: all.
    #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
    tag_filters: Vec<(String, String)>,
}

impl BucketMetrics {
    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("Id", Expr::from(self.id.clone())),
            ("Prefix", text(self.prefix.as_ref())),
            ("TagFilters", list(self.tag_filters.iter().map(tag))),
        ])
    }
}

/// When objects of class `INTELLIGENT_TIERING` that nobody reads move to archives.
#[derive(Builder, Clone, Debug)]
pub struct IntelligentTieringConfiguration {
    /// Name of the configuration.
    #[builder(start_fn, into)]
    name: String,
    /// Time without access before the archive, 90 to 730 days. Default: never.
    archive_access_tier_time: Option<Duration>,
    /// Time without access before the deep archive, 180 to 730 days. Default: never.
    deep_archive_access_tier_time: Option<Duration>,
    /// Only objects whose keys begin so. Default: all.
    #[builder(into)]
    prefix: Option<String>,
    /// Only objects with these tags. Default: all.
    #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
    tags: Vec<(String, String)>,
}

impl IntelligentTieringConfiguration {
    pub(super) fn to_expr(&self) -> Expr {
        let tier = |tier: &'static str, time: Option<Duration>| {
            time.map(|time| {
                Expr::object([("AccessTier", Expr::from(tier)), ("Days", days(Some(time)))])
            })
        };
        let tiers = [
            tier("ARCHIVE_ACCESS", self.archive_access_tier_time),
            tier("DEEP_ARCHIVE_ACCESS", self.deep_archive_access_tier_time),
        ];
        Expr::object([
            ("Id", Expr::from(self.name.clone())),
            ("Prefix", text(self.prefix.as_ref())),
            ("Status", Expr::from("Enabled")),
            ("TagFilters", list(self.tags.iter().map(tag))),
            ("Tierings", Expr::List(tiers.into_iter().flatten().collect())),
        ])
    }
}

/// How long nobody can delete a version of an object.
#[derive(Clone, Copy, Debug)]
pub struct ObjectLockRetention {
    mode: &'static str,
    duration: Duration,
}

impl ObjectLockRetention {
    /// For this long, in whole days, but some may be allowed to do it earlier.
    pub fn governance(duration: Duration) -> Self {
        Self { mode: "GOVERNANCE", duration }
    }

    /// For this long, in whole days, whoever asks.
    pub fn compliance(duration: Duration) -> Self {
        Self { mode: "COMPLIANCE", duration }
    }

    pub(super) fn to_expr(self) -> Expr {
        Expr::object([("Days", days(Some(self.duration))), ("Mode", Expr::from(self.mode))])
    }
}

/// How the keys of access logs are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetObjectKeyFormat {
    /// Prefix, time, and a random text.
    SimplePrefix,
    /// Prefix, account, region, bucket and the day of the event.
    PartitionedByEventTime,
    /// Prefix, account, region, bucket and the day of the delivery.
    PartitionedByDeliveryTime,
}

impl TargetObjectKeyFormat {
    pub(super) fn to_expr(self) -> Expr {
        let partitioned = |source: &'static str| {
            let source = Expr::object([("PartitionDateSource", Expr::from(source))]);
            Expr::object([("PartitionedPrefix", source)])
        };
        match self {
            Self::SimplePrefix => Expr::from(serde_json::json!({ "SimplePrefix": {} })),
            Self::PartitionedByEventTime => partitioned("EventTime"),
            Self::PartitionedByDeliveryTime => partitioned("DeliveryTime"),
        }
    }
}
