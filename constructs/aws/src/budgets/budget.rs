//! Budgets.

use crate::bag::{bag, list, opt};
use crate::cfn::budgets::CfnBudget;
use crate::sns::Topic;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// What may be spent in a month, in US dollars, and who is told when it is nearly gone.
///
/// ```
/// use cumulo::budgets::Budget;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Costs").build();
/// Budget::builder(&stack, "Budget").monthly_usd(200.0).emails(["team@example.com"]).build();
/// # cumulo::testing::Template::of(&app, "Costs");
/// ```
///
/// People are told when 80 percent are spent, and when all of it is expected to be, unless other shares are given.
///
/// Findings: `budget-subscribers` when nobody is told or more than ten addresses are, `budget-amount`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-budgets-budget.html>
#[derive(Clone, Debug)]
pub struct Budget {
    node: Node,
    cfn: Resource<CfnBudget>,
}

#[bon]
impl Budget {
    /// Starts to describe a budget.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What may be spent in a month, US dollars.
        monthly_usd: f64,
        /// Addresses that are told, up to 10.
        #[builder(default, with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
        emails: Vec<String>,
        /// A topic that is told; its policy must let `budgets.amazonaws.com` publish.
        topic: Option<&Topic>,
        /// Shares of the budget, percent: they are told of when they are spent.
        #[builder(default = vec![80.0], with = |shares: impl IntoIterator<Item = f64>| shares.into_iter().collect())]
        actual_percent: Vec<f64>,
        /// Shares of the budget, percent: they are told of when the month is expected to reach them.
        #[builder(default = vec![100.0], with = |shares: impl IntoIterator<Item = f64>| shares.into_iter().collect())]
        forecast_percent: Vec<f64>,
        /// Counts only what has these tags: `("stage", "prod")`. They must be cost allocation tags.
        #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| {
            tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
        })]
        tags: Vec<(String, String)>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        budget_name: Option<Value<String>>,
    ) -> Budget {
        let node = scope.node().child(id);
        if monthly_usd <= 0.0 {
            node.error("budget-amount", "the budget is not above 0", "give US dollars a month");
        }
        if emails.len() > 10 || (emails.is_empty() && topic.is_none()) {
            node.error(
                "budget-subscribers",
                format!("the budget tells {} addresses and no topic", emails.len()),
                "give 1 to 10 `emails`, or a `topic`",
            );
        }
        let subscriber = |kind: &'static str, address: Expr| {
            Expr::object([("Address", address), ("SubscriptionType", Expr::from(kind))])
        };
        let mut subscribers: Vec<Expr> =
            emails.into_iter().map(|address| subscriber("EMAIL", address.into())).collect();
        subscribers.extend(topic.map(|topic| subscriber("SNS", topic.topic_arn().into_expr())));
        let notify = |kind: &'static str, percent: f64| {
            let notification = Expr::object([
                ("ComparisonOperator", Expr::from("GREATER_THAN")),
                ("NotificationType", Expr::from(kind)),
                ("Threshold", percent.into_value().into_expr()),
                ("ThresholdType", Expr::from("PERCENTAGE")),
            ]);
            Expr::object([
                ("Notification", notification),
                ("Subscribers", list(subscribers.clone())),
            ])
        };
        let actual = actual_percent.iter().map(|percent| notify("ACTUAL", *percent));
        let forecast = forecast_percent.iter().map(|percent| notify("FORECASTED", *percent));
        let filters = list(tags.iter().map(|(key, value)| format!("user:{key}${value}")));
        let filters = match filters {
            Expr::Null => Expr::Null,
            tags => Expr::object([("TagKeyValue", tags)]),
        };
        let amount = Expr::object([
            ("Amount", monthly_usd.into_value().into_expr()),
            ("Unit", Expr::from("USD")),
        ]);
        let budget = Expr::object([
            ("BudgetLimit", amount),
            ("BudgetName", opt(budget_name.as_ref())),
            ("BudgetType", Expr::from("COST")),
            ("CostFilters", filters),
            ("TimeUnit", Expr::from("MONTHLY")),
        ]);
        let cfn = bag::<CfnBudget>([
            ("Budget", budget),
            ("NotificationsWithSubscribers", list(actual.chain(forecast))),
        ])
        .add_to(&node, "Resource");
        Budget { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnBudget> {
        &self.cfn
    }

    /// Its name.
    pub fn budget_name(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for Budget {
    fn node(&self) -> &Node {
        &self.node
    }
}
