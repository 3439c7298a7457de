//! Stages: the environments of an app.

use crate::tree::{Kind, Node};
use crate::value::{IntoValue, Value};
use crate::{Aws, Construct, RemovalPolicy};

/// An environment of the app, such as `test` or `prod`: where it is deployed, and how well its data is guarded.
///
/// Programs get their stages from `cumulo.yaml` by [`App::run`](crate::App::run); tests make them.
#[derive(Clone, Debug)]
pub struct Stage {
    node: Node,
}

/// What the tree knows of a stage.
#[derive(Clone, Default)]
pub(crate) struct StageData {
    pub(crate) account: Option<String>,
    pub(crate) regions: Vec<String>,
    pub(crate) protected: bool,
    pub(crate) tags: Vec<(String, String)>,
}

/// A stage that is being described; [`build`](StageBuilder::build) makes it.
#[must_use]
pub struct StageBuilder<'a> {
    scope: &'a dyn Construct,
    name: &'a str,
    data: StageData,
}

impl Stage {
    /// A stage of the app.
    pub fn builder<'a>(scope: &'a dyn Construct, name: &'a str) -> StageBuilder<'a> {
        StageBuilder { scope, name, data: StageData::default() }
    }

    /// Value of a tag that every stack of the stage gets; the program's own `app` and `stage` are two of them.
    pub fn stack_tag(&self, key: &str) -> Option<String> {
        let value = |(_, value): &(String, String)| value.clone();
        self.data(|data| data.tags.iter().find(|(name, _)| name == key).map(value))
    }

    pub(crate) fn from_node(node: Node) -> Self {
        Self { node }
    }

    /// Name of the stage, such as `prod`.
    pub fn name(&self) -> String {
        self.node.id()
    }

    /// Account as twelve digits; a token where the stage leaves it open.
    pub fn account(&self) -> Value<String> {
        self.data(|data| data.account.clone()).map_or_else(Aws::account_id, IntoValue::into_value)
    }

    /// Home region, the first of its regions; a token where the stage leaves it open.
    pub fn region(&self) -> Value<String> {
        self.data(|data| data.regions.first().cloned())
            .map_or_else(Aws::region, IntoValue::into_value)
    }

    /// All regions of the stage, the home region first; none where it leaves them open.
    pub fn regions(&self) -> Vec<String> {
        self.data(|data| data.regions.clone())
    }

    /// Whether the stage's data is guarded: constructs then retain it, and stacks cannot be deleted by accident.
    pub fn is_protected(&self) -> bool {
        self.data(|data| data.protected)
    }

    /// What happens to data that leaves the stage: it is retained where the stage is protected, elsewhere destroyed.
    pub fn removal_policy(&self) -> RemovalPolicy {
        if self.is_protected() { RemovalPolicy::Retain } else { RemovalPolicy::Destroy }
    }

    pub(crate) fn data<R>(&self, f: impl FnOnce(&StageData) -> R) -> R {
        self.node.read(|node| match &node.kind {
            Kind::Stage(data) => f(data),
            _ => unreachable!("the handle was made for a stage"),
        })
    }
}

impl StageBuilder<'_> {
    /// Account into which the stage is deployed, twelve digits. Default: open.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.data.account = Some(account.into());
        self
    }

    /// Region into which the stage is deployed; the first one given is the home region. Default: open.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.data.regions.push(region.into());
        self
    }

    /// Whether the stage's data is guarded. Default: false.
    pub fn protected(mut self, protected: bool) -> Self {
        self.data.protected = protected;
        self
    }

    /// A tag of every stack of the stage, which CloudFormation hands on to the resources.
    pub fn stack_tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.data.tags.push((key.into(), value.into()));
        self
    }

    /// Makes the stage.
    #[track_caller]
    pub fn build(self) -> Stage {
        let node = self.scope.node().child(self.name);
        node.change(|node| node.kind = Kind::Stage(self.data));
        Stage { node }
    }
}

impl Construct for Stage {
    fn node(&self) -> &Node {
        &self.node
    }
}
