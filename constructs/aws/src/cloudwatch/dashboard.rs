//! Dashboards.

use super::variable::DashboardVariable;
use super::widget::{Surroundings, Widget};
use crate::bag::{bag, list, opt};
use crate::cfn::cloudwatch::CfnDashboard;
use crate::json_text::json_text;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// Where the periods of graphs come from when the shown time range changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodOverride {
    /// CloudWatch chooses by the time range.
    Auto,
    /// Each graph keeps its own.
    Inherit,
}

/// A page of graphs, numbers, alarms, texts and log queries.
///
/// ```
/// use cumulo::{App, Stack, cloudwatch::{Dashboard, GraphWidget, Metric, TextWidget}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let board = Dashboard::builder(&stack, "Board").dashboard_name("shop").build();
/// board.add_widgets([TextWidget::builder("# Shop").width(24).build()]);
/// board.add_widgets([GraphWidget::builder().title("Errors").left([Metric::new("Shop", "Errors")]).build()]);
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Findings: `dashboard-name`, `dashboard-time`, `widget-width`, and those of [`Metric`](super::Metric).
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html>
#[derive(Clone, Debug)]
pub struct Dashboard {
    node: Node,
    cfn: Resource<CfnDashboard>,
}

/// What the tree keeps of a dashboard.
#[derive(Default)]
struct Board {
    start: Option<String>,
    end: Option<String>,
    period_override: Option<PeriodOverride>,
    /// Height of all rows.
    height: u32,
    widgets: Vec<Expr>,
    variables: Vec<DashboardVariable>,
}

#[bon]
impl Dashboard {
    /// Starts to describe a dashboard.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account: letters, digits, `-` and `_`. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        dashboard_name: Option<Value<String>>,
        /// Time range that is shown at first, up to now. Default: chosen by CloudWatch.
        default_interval: Option<Duration>,
        /// Start of that range: `-P1D`, or a time. Not with `default_interval`.
        #[builder(into)]
        start: Option<String>,
        /// End of that range, if it has a start.
        #[builder(into)]
        end: Option<String>,
        /// Where the periods of graphs come from.
        period_override: Option<PeriodOverride>,
        /// What readers can choose.
        #[builder(default, with = |variables: impl IntoIterator<Item = DashboardVariable>| variables.into_iter().collect())]
        variables: Vec<DashboardVariable>,
    ) -> Dashboard {
        let node = scope.node().child(id);
        check(&node, dashboard_name.as_ref(), default_interval, start.as_deref(), end.as_deref());
        let start = start
            .or_else(|| default_interval.map(|interval| format!("-{}", interval.to_iso_string())));
        node.with_state(|board: &mut Board| {
            *board = Board { start, end, period_override, variables, ..Board::default() };
        });
        let cfn = bag::<CfnDashboard>([
            ("DashboardBody", body(&node)),
            ("DashboardName", opt(dashboard_name.as_ref())),
        ])
        .add_to(&node, "Resource");
        Dashboard { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnDashboard> {
        &self.cfn
    }

    /// Its name.
    pub fn dashboard_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Its ARN.
    pub fn dashboard_arn(&self) -> Value<String> {
        let stack = self.node.stack();
        let (partition, account) = (stack.partition(), stack.account());
        text!("arn:{}:cloudwatch::{}:dashboard/{}", partition, account, self.dashboard_name())
    }

    /// Adds widgets side by side below those that are there.
    pub fn add_widgets(&self, widgets: impl IntoIterator<Item = impl Into<Widget>>) {
        let row = Widget::row(widgets);
        let around = Surroundings { dashboard: self.node.clone(), stack: self.node.stack() };
        let top = self.node.with_state(|board: &mut Board| board.height);
        let mut rendered = Vec::new();
        row.render((0, top), &around, &mut rendered);
        self.node.with_state(|board: &mut Board| {
            board.height += row.height;
            board.widgets.extend(rendered);
        });
        self.write();
    }

    /// Adds something that readers can choose.
    pub fn add_variable(&self, variable: DashboardVariable) {
        self.node.with_state(|board: &mut Board| board.variables.push(variable));
        self.write();
    }

    fn write(&self) {
        let body = body(&self.node);
        self.cfn.edit_properties(|properties| properties.set("DashboardBody", body));
    }
}

fn body(node: &Node) -> Expr {
    node.with_state(|board: &mut Board| {
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let period_override = match board.period_override {
            None => Expr::Null,
            Some(PeriodOverride::Auto) => Expr::from("auto"),
            Some(PeriodOverride::Inherit) => Expr::from("inherit"),
        };
        let body = Expr::object([
            ("start", text(&board.start)),
            ("end", text(&board.end)),
            ("periodOverride", period_override),
            ("widgets", Expr::List(board.widgets.clone())),
            ("variables", list(board.variables.iter().map(DashboardVariable::to_expr))),
        ]);
        json_text(&body, 0).into_expr()
    })
}

fn check(
    node: &Node,
    name: Option<&Value<String>>,
    interval: Option<Duration>,
    start: Option<&str>,
    end: Option<&str>,
) {
    let fine = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if let Some(name) = name.and_then(|name| name.literal())
        && !fine(name)
    {
        node.error(
            "dashboard-name",
            format!("`{name}` cannot be the name of a dashboard"),
            "use letters, digits, `-` and `_`",
        );
    }
    if interval.is_some() && (start.is_some() || end.is_some()) {
        node.error(
            "dashboard-time",
            "a default interval and a start or end are given",
            "give `default_interval`, or `start` and `end`",
        );
    }
    if end.is_some() && start.is_none() {
        node.error("dashboard-time", "an end is given, but no start", "give `start` too");
    }
}

impl Construct for Dashboard {
    fn node(&self) -> &Node {
        &self.node
    }
}
