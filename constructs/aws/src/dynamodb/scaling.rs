//! Capacity that follows the load.

use super::access::Access;
use crate::applicationautoscaling::{PredefinedMetric, ScalableTarget, ServiceNamespace};
use crate::{Construct, Duration, Node, text};

/// Capacity of a table or index that follows the load.
///
/// ```
/// use cumulo::dynamodb::{Attribute, BillingMode, Table};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let orders = Table::builder(&stack, "Orders")
///     .partition_key(Attribute::string("customer"))
///     .billing_mode(BillingMode::Provisioned)
///     .build();
/// orders.auto_scale_read_capacity(5, 100).scale_on_utilization(70, None, Some(Duration::minutes(1)));
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
#[derive(Clone, Debug)]
pub struct ScalableTableAttribute {
    target: ScalableTarget,
    reads: bool,
}

impl ScalableTableAttribute {
    /// Scales reads or writes of the table, or of one of its indexes.
    #[track_caller]
    pub(super) fn new(
        table: &Access,
        index: Option<&str>,
        reads: bool,
        min_capacity: u32,
        max_capacity: u32,
    ) -> Self {
        let stack = table.node.stack();
        let direction = if reads { "Read" } else { "Write" };
        let id = format!("{}{direction}Scaling", index.unwrap_or_default());
        let scope = table.node.child(&id);
        let (kind, resource) = match index {
            None => ("table", text!("table/{}", table.table_name)),
            Some(index) => ("index", text!("table/{}/index/{}", table.table_name, index)),
        };
        // The role that AWS makes by itself the first time a table is scaled.
        let role = text!(
            "arn:{}:iam::{}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
            stack.partition(),
            stack.account()
        );
        let target = ScalableTarget::builder(&scope, "Target")
            .service_namespace(ServiceNamespace::DynamoDb)
            .resource_id(resource)
            .scalable_dimension(format!("dynamodb:{kind}:{direction}CapacityUnits"))
            .min_capacity(min_capacity)
            .max_capacity(max_capacity)
            .role_arn(role)
            .build();
        Self { target, reads }
    }

    /// Keeps this share of the capacity in use, 10 to 90 percent.
    ///
    /// # Findings
    /// `dynamodb-utilization` when the share is outside of these bounds.
    #[track_caller]
    pub fn scale_on_utilization(
        &self,
        target_utilization_percent: u32,
        scale_in_cooldown: Option<Duration>,
        scale_out_cooldown: Option<Duration>,
    ) {
        if !(10..=90).contains(&target_utilization_percent) {
            self.node().error_here(
                "dynamodb-utilization",
                format!(
                    "{target_utilization_percent} percent of the capacity cannot be kept in use"
                ),
                "choose 10 to 90 percent",
            );
        }
        let metric = if self.reads {
            PredefinedMetric::DynamoDbReadCapacityUtilization
        } else {
            PredefinedMetric::DynamoDbWriteCapacityUtilization
        };
        self.target
            .scale_to_track_metric("Tracking")
            .metric(metric)
            .target_value(target_utilization_percent)
            .maybe_scale_in_cooldown(scale_in_cooldown)
            .maybe_scale_out_cooldown(scale_out_cooldown)
            .build();
    }

    /// What is scaled.
    pub fn target(&self) -> &ScalableTarget {
        &self.target
    }
}

impl Construct for ScalableTableAttribute {
    fn node(&self) -> &Node {
        self.target.node()
    }
}
