//! Placement groups: where instances stand in relation to each other.

use crate::bag::{bag, number};
use crate::cfn::ec2::CfnPlacementGroup;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A placement group: instances close to each other, or far apart.
///
/// ```
/// use cumulo::{App, Stack, ec2::{PlacementGroup, PlacementGroupStrategy}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Hosts").build();
/// PlacementGroup::builder(&stack, "Group").strategy(PlacementGroupStrategy::Cluster).build();
/// # cumulo::testing::Template::of(&app, "Hosts");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-placementgroup.html>
#[derive(Clone, Debug)]
pub struct PlacementGroup {
    node: Node,
    cfn: Option<Resource<CfnPlacementGroup>>,
    name: Value<String>,
}

/// How instances stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementGroupStrategy {
    /// Close together, for fast networks between them.
    Cluster,
    /// In partitions that share no hardware.
    Partition,
    /// Each on hardware of its own.
    Spread,
}

/// What instances that are spread do not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementGroupSpreadLevel {
    /// The host; only on Outposts.
    Host,
    /// The rack.
    Rack,
}

#[bon]
impl PlacementGroup {
    /// A placement group.
    ///
    /// # Findings
    /// `placement-group` when the settings belong to different strategies.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How instances stand to each other. Default: by the other settings, else close together.
        strategy: Option<PlacementGroupStrategy>,
        /// Number of partitions, 1 to 7. Default: 2 where the strategy has partitions.
        partitions: Option<u8>,
        /// What spread instances do not share. Default: the rack.
        spread_level: Option<PlacementGroupSpreadLevel>,
    ) -> PlacementGroup {
        let node = scope.node().child(id);
        let strategy = strategy.or(match (partitions, spread_level) {
            (Some(_), _) => Some(PlacementGroupStrategy::Partition),
            (_, Some(_)) => Some(PlacementGroupStrategy::Spread),
            _ => None,
        });
        let strays = (partitions.is_some() && strategy != Some(PlacementGroupStrategy::Partition))
            || (spread_level.is_some() && strategy != Some(PlacementGroupStrategy::Spread));
        if strays {
            node.error(
                "placement-group",
                "partitions or a spread level are given for another strategy",
                "give `partitions` with `Partition` and `spread_level` with `Spread`",
            );
        }
        let strategy = strategy.map_or(Expr::Null, |strategy| {
            Expr::from(match strategy {
                PlacementGroupStrategy::Cluster => "cluster",
                PlacementGroupStrategy::Partition => "partition",
                PlacementGroupStrategy::Spread => "spread",
            })
        });
        let level = spread_level.map_or(Expr::Null, |level| {
            Expr::from(match level {
                PlacementGroupSpreadLevel::Host => "host",
                PlacementGroupSpreadLevel::Rack => "rack",
            })
        });
        let cfn = bag::<CfnPlacementGroup>([
            ("PartitionCount", number(partitions)),
            ("SpreadLevel", level),
            ("Strategy", strategy),
        ])
        .add_to(&node, "Resource");
        PlacementGroup { node, name: cfn.attr_group_name(), cfn: Some(cfn) }
    }
}

impl PlacementGroup {
    /// A placement group that exists already, by its name.
    #[track_caller]
    pub fn from_placement_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Self {
        Self { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// The resource; `None` when it is imported.
    pub fn cfn(&self) -> Option<&Resource<CfnPlacementGroup>> {
        self.cfn.as_ref()
    }

    /// Name of the group.
    pub fn placement_group_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Construct for PlacementGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
