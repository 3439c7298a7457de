//! Saved queries.

use super::LogGroup;
use crate::bag::{bag, list};
use crate::cfn::logs::CfnQueryDefinition;
use crate::{CfnType, Construct, IntoValue, Node, Resource, Value};
use bon::{Builder, bon};
use std::fmt;

/// A query of CloudWatch Logs Insights.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html>
#[derive(Builder, Clone, Debug)]
pub struct QueryString {
    /// Fields to show. Default: all.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    fields: Vec<String>,
    /// How fields are taken out of texts. Default: they are not.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    parse_statements: Vec<String>,
    /// Which events. Default: all.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    filter_statements: Vec<String>,
    /// What is counted. Default: nothing.
    #[builder(default, with = |items: impl IntoIterator<Item = impl Into<String>>| items.into_iter().map(Into::into).collect())]
    stats_statements: Vec<String>,
    /// Order, such as `@timestamp desc`. Default: as they come.
    #[builder(into)]
    sort: Option<String>,
    /// How many. Default: 1,000.
    limit: Option<u32>,
    /// Fields to show in the end. Default: all.
    #[builder(into)]
    display: Option<String>,
}

impl fmt::Display for QueryString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = (!self.fields.is_empty()).then(|| self.fields.join(", "));
        let limit = self.limit.map(|limit| limit.to_string());
        let one =
            |verb: &'static str, text: Option<&String>| text.map(|text| format!("{verb} {text}"));
        let all = |verb: &'static str, texts: &[String]| -> Vec<String> {
            texts.iter().map(|text| format!("{verb} {text}")).collect()
        };
        let mut lines: Vec<String> = one("fields", fields.as_ref()).into_iter().collect();
        lines.extend(all("parse", &self.parse_statements));
        lines.extend(all("filter", &self.filter_statements));
        lines.extend(all("stats", &self.stats_statements));
        lines.extend(one("sort", self.sort.as_ref()));
        lines.extend(one("limit", limit.as_ref()));
        lines.extend(one("display", self.display.as_ref()));
        f.write_str(&lines.join("\n| "))
    }
}

/// A query that people find in the console by its name.
///
/// ```
/// use cumulo::logs::{LogGroup, QueryDefinition, QueryString};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let logs = LogGroup::builder(&stack, "Logs").build();
/// let query = QueryString::builder().filter_statements(["@message like /ERROR/"]).limit(20).build();
/// QueryDefinition::builder(&stack, "Errors")
///     .query_definition_name("errors")
///     .query_string(query)
///     .log_groups([&logs])
///     .build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html>
#[derive(Clone, Debug)]
pub struct QueryDefinition {
    node: Node,
    cfn: Resource<CfnQueryDefinition>,
}

#[bon]
impl QueryDefinition {
    /// A saved query.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, which may have folders before `/`.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        query_definition_name: Value<String>,
        /// The query.
        query_string: QueryString,
        /// Groups it looks at. Default: those chosen in the console.
        #[builder(default, with = |groups: impl IntoIterator<Item = impl std::borrow::Borrow<LogGroup>>| groups.into_iter().map(|group| group.borrow().log_group_name()).collect())]
        log_groups: Vec<Value<String>>,
    ) -> QueryDefinition {
        let node = scope.node().child(id);
        let cfn = bag::<CfnQueryDefinition>([
            ("LogGroupNames", list(log_groups)),
            ("Name", query_definition_name.into_expr()),
            ("QueryString", query_string.to_string().into()),
        ])
        .add_to(&node, "Resource");
        QueryDefinition { node, cfn }
    }

    /// The query in the template.
    pub fn cfn(&self) -> &Resource<CfnQueryDefinition> {
        &self.cfn
    }
}

impl Construct for QueryDefinition {
    fn node(&self) -> &Node {
        &self.node
    }
}
