//! Parameters of engines.

use super::DatabaseInstanceEngine;
use crate::bag::bag;
use crate::cfn::rds::CfnDBParameterGroup;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// Parameters of a database's engine.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbparametergroup.html>
#[derive(Clone, Debug)]
pub struct ParameterGroup {
    node: Node,
    cfn: Option<Resource<CfnDBParameterGroup>>,
    name: Value<String>,
}

#[bon]
impl ParameterGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Engine that they are for.
        engine: &DatabaseInstanceEngine,
        /// The parameters.
        #[builder(default, with = |parameters: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| {
            parameters.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
        })]
        parameters: Vec<(String, String)>,
        /// What they are for.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> ParameterGroup {
        let node = scope.node().child(id);
        let family = engine.parameter_group_family().to_owned();
        let description =
            description.unwrap_or_else(|| Value::new(format!("Parameter group for {family}")));
        let values = parameters.into_iter().map(|(name, value)| (name, Expr::from(value)));
        let cfn = bag::<CfnDBParameterGroup>([
            ("Description", description.into_expr()),
            ("Family", Expr::from(family)),
            ("Parameters", Expr::object(values)),
        ])
        .add_to(&node, "Resource");
        ParameterGroup { name: cfn.reference(), cfn: Some(cfn), node }
    }

    /// A group that exists already, by its name.
    #[track_caller]
    pub fn from_parameter_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> ParameterGroup {
        ParameterGroup { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// The L1; none of an imported group.
    pub fn cfn(&self) -> Option<&Resource<CfnDBParameterGroup>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn parameter_group_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Construct for ParameterGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
