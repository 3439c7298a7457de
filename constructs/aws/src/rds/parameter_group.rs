//! Parameters of engines.

use super::DatabaseEngine;
use crate::bag::{bag, opt};
use crate::cfn::rds::{CfnDBClusterParameterGroup, CfnDBParameterGroup};
use crate::{CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// Parameters of a database's engine.
///
/// A group comes into the template where a database uses it; one for an instance and one for a cluster, if both do.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstanceEngine, ParameterGroup};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let parameters = ParameterGroup::builder(&stack, "Parameters")
///     .engine(&DatabaseInstanceEngine::postgres("16"))
///     .parameters([("rds.force_ssl", "1")])
///     .build();
/// parameters.add_parameter("log_statement", "ddl");
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// cumulo::rds::DatabaseInstance::builder(&stack, "Db")
///     .vpc(&vpc)
///     .engine(DatabaseInstanceEngine::postgres("16"))
///     .parameter_group(&parameters)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbparametergroup.html>
#[derive(Clone, Debug)]
pub struct ParameterGroup {
    node: Node,
    facts: Facts,
}

#[derive(Clone, Debug)]
enum Facts {
    Imported(Value<String>),
    Own {
        family: String,
        name: Option<Value<String>>,
        description: Option<Value<String>>,
        removal_policy: Option<RemovalPolicy>,
    },
}

/// What the tree keeps of a group.
#[derive(Default)]
struct Parameters(Vec<(String, Value<String>)>);

#[bon]
impl ParameterGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Engine that they are for.
        engine: &dyn DatabaseEngine,
        /// The parameters.
        #[builder(default, with = |parameters: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| {
            parameters.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect()
        })]
        parameters: Vec<(String, Value<String>)>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        name: Option<Value<String>>,
        /// What they are for.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// What happens to the group when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> ParameterGroup {
        let node = scope.node().child(id);
        node.with_state(|kept: &mut Parameters| kept.0 = parameters);
        let family = engine.parameter_group_family().to_owned();
        ParameterGroup { node, facts: Facts::Own { family, name, description, removal_policy } }
    }

    /// A group that exists already, by its name.
    #[track_caller]
    pub fn from_parameter_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> ParameterGroup {
        let facts = Facts::Imported(name.into_value());
        ParameterGroup { node: scope.node().child(id), facts }
    }

    /// The L1 for instances; none of an imported group, and before an instance uses it.
    pub fn cfn(&self) -> Option<Resource<CfnDBParameterGroup>> {
        self.node.resource("Resource").or_else(|| self.node.resource("InstanceParameterGroup"))
    }

    /// The L1 for clusters; none of an imported group, and before a cluster uses it.
    pub fn cluster_cfn(&self) -> Option<Resource<CfnDBClusterParameterGroup>> {
        self.node.resource("Resource").or_else(|| self.node.resource("ClusterParameterGroup"))
    }

    /// Sets a parameter.
    ///
    /// # Findings
    /// `import-unknown` for imports.
    #[track_caller]
    pub fn add_parameter(&self, name: impl Into<String>, value: impl IntoValue<String>) {
        if let Facts::Imported(_) = self.facts {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported, so its parameters cannot change", self.node.path()),
                "set the parameter where the group is made",
            );
            return;
        }
        let (name, value) = (name.into(), value.into_value());
        let all = self.node.with_state(|Parameters(kept)| {
            kept.retain(|(known, _)| *known != name);
            kept.push((name, value));
            object(kept)
        });
        if let Some(cfn) = self.cfn() {
            cfn.edit_properties(|properties| properties.set("Parameters", all.clone()));
        }
        if let Some(cfn) = self.cluster_cfn() {
            cfn.edit_properties(|properties| properties.set("Parameters", all));
        }
    }

    /// Name of the group for an instance, which is made if need be.
    #[track_caller]
    pub(super) fn bind_to_instance(&self) -> Value<String> {
        let known = self.cfn().map(|cfn| cfn.reference());
        known.unwrap_or_else(|| {
            self.make::<CfnDBParameterGroup>(
                "InstanceParameterGroup",
                "DBParameterGroupName",
                "Parameter group",
            )
        })
    }

    /// Name of the group for a cluster, which is made if need be.
    #[track_caller]
    pub(super) fn bind_to_cluster(&self) -> Value<String> {
        let known = self.cluster_cfn().map(|cfn| cfn.reference());
        known.unwrap_or_else(|| {
            self.make::<CfnDBClusterParameterGroup>(
                "ClusterParameterGroup",
                "DBClusterParameterGroupName",
                "Cluster parameter group",
            )
        })
    }

    #[track_caller]
    fn make<T: CfnType>(
        &self,
        second_id: &str,
        name_property: &'static str,
        what: &str,
    ) -> Value<String> {
        let (family, name, description, removal_policy) = match &self.facts {
            Facts::Imported(name) => return name.clone(),
            Facts::Own { family, name, description, removal_policy } => {
                (family, name, description, removal_policy)
            }
        };
        let description =
            description.clone().unwrap_or_else(|| Value::new(format!("{what} for {family}")));
        // The first one is the group itself, as far as ids go.
        let id = if self.node.find("Resource").is_none() { "Resource" } else { second_id };
        let parameters = self.node.with_state(|Parameters(kept)| object(kept));
        let cfn = bag::<T>([
            (name_property, opt(name.as_ref())),
            ("Description", description.into_expr()),
            ("Family", Expr::from(family.clone())),
            ("Parameters", parameters),
        ])
        .add_to(&self.node, id);
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(*policy);
        }
        cfn.reference()
    }
}

fn object(parameters: &[(String, Value<String>)]) -> Expr {
    Expr::object(parameters.iter().map(|(name, value)| (name.clone(), Expr::from(value))))
}

impl Construct for ParameterGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
