//! Lists of what a bucket holds.

use super::settings::texts;
use super::{Bucket, lifecycle::text};
use crate::Expr;
use crate::bag::list;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use bon::Builder;

texts! {
    /// Format of an inventory.
    InventoryFormat {
        /// Comma separated values.
        Csv = "CSV",
        /// Apache Parquet.
        Parquet = "Parquet",
        /// Apache ORC.
        Orc = "ORC",
    }
}

texts! {
    /// How often an inventory is made.
    InventoryFrequency {
        /// Each day.
        Daily = "Daily",
        /// Each week.
        Weekly = "Weekly",
    }
}

texts! {
    /// Which versions an inventory lists.
    InventoryObjectVersion {
        /// All.
        All = "All",
        /// The newest of each object.
        Current = "Current",
    }
}

/// A list of what a bucket holds, made each day or week.
#[derive(Builder, Clone, Debug)]
pub struct Inventory {
    /// Bucket into which the lists go; its policy lets S3 write them.
    #[builder(with = |bucket: &Bucket| bucket.clone())]
    destination: Bucket,
    /// What the keys of the lists begin with. Default: nothing.
    #[builder(into)]
    destination_prefix: Option<String>,
    /// Whether lists are made. Default: true.
    #[builder(default = true)]
    enabled: bool,
    /// Account that owns the destination; S3 then checks that it does. Default: not checked.
    #[builder(into)]
    bucket_owner: Option<String>,
    /// Format of the lists. Default: CSV.
    #[builder(default = InventoryFormat::Csv)]
    format: InventoryFormat,
    /// How often. Default: each week.
    #[builder(default = InventoryFrequency::Weekly)]
    frequency: InventoryFrequency,
    /// Which versions. Default: all.
    #[builder(default = InventoryObjectVersion::All)]
    include_object_versions: InventoryObjectVersion,
    /// Name of the inventory. Default: of the bucket's id and the number of the inventory.
    #[builder(into)]
    inventory_id: Option<String>,
    /// Only objects whose keys begin so. Default: all.
    #[builder(into)]
    objects_prefix: Option<String>,
    /// Further fields of the lists, such as `Size`. Default: none.
    #[builder(default, with = |fields: impl IntoIterator<Item = impl Into<String>>| fields.into_iter().map(Into::into).collect())]
    optional_fields: Vec<String>,
}

impl Inventory {
    /// The inventory in the bucket's template; `number` counts the bucket's inventories.
    pub(super) fn to_expr(&self, bucket_id: &str, number: usize) -> Expr {
        let id = self.inventory_id.clone();
        let destination = Expr::object([
            ("BucketAccountId", text(self.bucket_owner.as_ref())),
            ("BucketArn", self.destination.bucket_arn().into_expr()),
            ("Format", Expr::from(self.format.as_str())),
            ("Prefix", text(self.destination_prefix.as_ref())),
        ]);
        Expr::object([
            ("Destination", destination),
            ("Enabled", Expr::from(self.enabled)),
            ("Id", Expr::from(id.unwrap_or_else(|| format!("{bucket_id}Inventory{number}")))),
            ("IncludedObjectVersions", Expr::from(self.include_object_versions.as_str())),
            ("OptionalFields", list(self.optional_fields.clone())),
            ("Prefix", text(self.objects_prefix.as_ref())),
            ("ScheduleFrequency", Expr::from(self.frequency.as_str())),
        ])
    }

    /// Lets S3 write the lists.
    #[track_caller]
    pub(super) fn allow(&self, source: &Bucket) {
        let prefix = self.destination_prefix.as_deref().unwrap_or_default();
        let objects = self.destination.arn_for_objects(&format!("{prefix}*"));
        let statement = PolicyStatement::allow()
            .actions(["s3:PutObject"])
            .resources([self.destination.bucket_arn(), objects])
            .principals([Principal::service("s3.amazonaws.com")])
            .conditions(Conditions::new().arn_like("aws:SourceArn", source.bucket_arn()));
        self.destination.add_to_resource_policy(statement);
    }
}
