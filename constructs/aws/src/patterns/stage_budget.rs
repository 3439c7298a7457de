//! What a stage may cost.

use crate::budgets::Budget;
use crate::{Construct, Node};
use bon::bon;

/// What a stage may cost in a month, and who is told when 80 percent are spent or all of it is expected to be.
///
/// Only what carries the stage's tag `stage` is counted, as every resource of a stage does; the tag must be switched on
/// once as a cost allocation tag of the account. A stage with an account of its own can count the whole account.
///
/// ```
/// use cumulo::patterns::StageBudget;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stage = Stage::builder(&app, "test").stack_tag("app", "shop").stack_tag("stage", "test").build();
/// let stack = Stack::builder(&stage, "Costs").build();
/// StageBudget::builder(&stack, "Budget").monthly_usd(150.0).emails(["ops@acme.example"]).build();
/// # cumulo::testing::Template::of(&app, "test/Costs");
/// ```
#[derive(Clone, Debug)]
pub struct StageBudget {
    node: Node,
    budget: Budget,
}

#[bon]
impl StageBudget {
    /// A budget.
    ///
    /// # Findings
    /// Those of [`Budget`]; warning `budget-stage` when the construct stands in no stage, and counts the whole account.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What may be spent in a month, US dollars.
        monthly_usd: f64,
        /// Addresses that are told, 1 to 10.
        #[builder(with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
        emails: Vec<String>,
        /// Whether everything in the account is counted. Default: false.
        #[builder(default)]
        whole_account: bool,
    ) -> StageBudget {
        let node = scope.node().child(id);
        let stage = node.stage().filter(|_| !whole_account);
        if stage.is_none() && !whole_account {
            node.warning(
                "budget-stage",
                "the budget stands in no stage, so it counts the whole account",
                "make it in a stage, or say `whole_account(true)`",
            );
        }
        let tag = stage.and_then(|stage| stage.stack_tag("stage")).map(|name| ("stage", name));
        let budget = Budget::builder(&node, "Budget")
            .monthly_usd(monthly_usd)
            .emails(emails)
            // Not `app` too: a budget counts what has any of its tags.
            .tags(tag)
            .build();
        StageBudget { node, budget }
    }
}

impl StageBudget {
    /// The budget.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }
}

impl Construct for StageBudget {
    fn node(&self) -> &Node {
        &self.node
    }
}
