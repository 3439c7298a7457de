//! Warm pools: instances that are kept ready.

use super::AutoScalingGroup;
use super::update_policy::number;
use crate::bag::{bag, flag};
use crate::cfn::autoscaling::CfnWarmPool;
use crate::{CfnType, Construct, Expr, Node, Resource};
use bon::bon;

/// In which state instances of a warm pool wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolState {
    /// Stopped, with their memory kept.
    Hibernated,
    /// Running.
    Running,
    /// Stopped.
    Stopped,
}

/// Instances that are kept ready beside a group.
///
/// ```
/// use cumulo::autoscaling::{AutoScalingGroup, PoolState};
/// # use cumulo::ec2::{InstanceType, MachineImage, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Fleet").build();
/// # let vpc = Vpc::builder(&stack, "Vpc").build();
/// # let fleet = AutoScalingGroup::builder(&stack, "Fleet")
/// #     .vpc(&vpc)
/// #     .instance_type(InstanceType::new("t3.micro"))
/// #     .machine_image(MachineImage::latest_amazon_linux_2023())
/// #     .max_capacity(5)
/// #     .build();
/// fleet.add_warm_pool().min_size(1).pool_state(PoolState::Stopped).build();
/// # cumulo::testing::Template::of(&app, "Fleet");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-warmpool.html>
#[derive(Clone, Debug)]
pub struct WarmPool {
    node: Node,
    cfn: Resource<CfnWarmPool>,
}

#[bon]
impl AutoScalingGroup {
    /// Keeps instances ready beside the group, as child `WarmPool`.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_warm_pool(
        &self,
        /// How many wait at least. Default: 0.
        min_size: Option<u32>,
        /// How many instances group and pool have together at most. Default: as the group.
        max_group_prepared_capacity: Option<u32>,
        /// In which state they wait. Default: stopped.
        pool_state: Option<PoolState>,
        /// Whether instances go back to the pool when the group shrinks. Default: false.
        reuse_on_scale_in: Option<bool>,
    ) -> WarmPool {
        let node = self.node().child("WarmPool");
        let state = pool_state.map(|state| match state {
            PoolState::Hibernated => "Hibernated",
            PoolState::Running => "Running",
            PoolState::Stopped => "Stopped",
        });
        let reuse =
            reuse_on_scale_in.map(|reuse| Expr::object([("ReuseOnScaleIn", flag(Some(reuse)))]));
        let cfn = bag::<CfnWarmPool>([
            ("AutoScalingGroupName", self.auto_scaling_group_name().into()),
            ("InstanceReusePolicy", reuse.unwrap_or(Expr::Null)),
            ("MaxGroupPreparedCapacity", max_group_prepared_capacity.map_or(Expr::Null, number)),
            ("MinSize", min_size.map_or(Expr::Null, number)),
            ("PoolState", state.map_or(Expr::Null, Expr::from)),
        ])
        .add_to(&node, "Resource");
        WarmPool { node, cfn }
    }
}

impl WarmPool {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnWarmPool> {
        &self.cfn
    }
}

impl Construct for WarmPool {
    fn node(&self) -> &Node {
        &self.node
    }
}
