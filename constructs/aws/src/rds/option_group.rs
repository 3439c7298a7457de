//! Options of engines.

use super::{DatabaseEngine, DatabaseInstanceEngine};
use crate::bag::{bag, number, opt};
use crate::cfn::rds::CfnOptionGroup;
use crate::ec2::{Connections, Port, SecurityGroup, Vpc};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// One option of an engine.
///
/// ```
/// use cumulo::rds::OptionConfiguration;
/// let audit = OptionConfiguration::new("MARIADB_AUDIT_PLUGIN").setting("SERVER_AUDIT_EVENTS", "CONNECT");
/// ```
#[derive(Clone, Debug)]
pub struct OptionConfiguration {
    name: String,
    settings: Vec<(String, Value<String>)>,
    version: Option<String>,
    network: Option<(u16, Vpc)>,
    security_groups: Vec<SecurityGroup>,
}

impl OptionConfiguration {
    /// The option with this name in RDS.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            settings: Vec::new(),
            version: None,
            network: None,
            security_groups: Vec::new(),
        }
    }

    /// A setting of the option.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.settings.push((name.into(), value.into_value()));
        self
    }

    /// Version of the option.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Port by which the option is reached, and the VPC in which that is.
    #[must_use]
    pub fn port(mut self, port: u16, vpc: &Vpc) -> Self {
        self.network = Some((port, vpc.clone()));
        self
    }

    /// Security groups of the port. Default: one that is made for it.
    #[must_use]
    pub fn security_groups(mut self, groups: impl IntoIterator<Item = SecurityGroup>) -> Self {
        self.security_groups.extend(groups);
        self
    }
}

/// Options of a database's engine, such as audit logs.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstanceEngine, OptionConfiguration, OptionGroup};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let options = OptionGroup::builder(&stack, "Options")
///     .engine(&DatabaseInstanceEngine::mysql("8.0.36"))
///     .configurations([OptionConfiguration::new("MARIADB_AUDIT_PLUGIN")])
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-optiongroup.html>
#[derive(Clone, Debug)]
pub struct OptionGroup {
    node: Node,
    cfn: Option<Resource<CfnOptionGroup>>,
    name: Value<String>,
}

/// Connections of the options with ports, by the options' names.
#[derive(Default)]
struct OptionConnections(Vec<(String, Connections)>);

#[bon]
impl OptionGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Engine that they are for.
        engine: &DatabaseInstanceEngine,
        /// The options.
        #[builder(with = |options: impl IntoIterator<Item = OptionConfiguration>| options.into_iter().collect())]
        configurations: Vec<OptionConfiguration>,
        /// What they are for.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        option_group_name: Option<Value<String>>,
    ) -> OptionGroup {
        let node = scope.node().child(id);
        let (kind, major) = (engine.engine_type(), engine.facts().major_version().to_owned());
        let description =
            description.unwrap_or_else(|| Value::new(format!("Option group for {kind} {major}")));
        let cfn = bag::<CfnOptionGroup>([
            ("EngineName", Expr::from(kind)),
            ("MajorEngineVersion", Expr::from(major)),
            ("OptionGroupDescription", description.into_expr()),
            ("OptionGroupName", opt(option_group_name.as_ref())),
        ])
        .add_to(&node, "Resource");
        let name = option_group_name.unwrap_or_else(|| cfn.reference());
        let group = OptionGroup { node, cfn: Some(cfn), name };
        configurations.into_iter().for_each(|option| group.add_configuration(option));
        group
    }

    /// A group that exists already, by its name.
    #[track_caller]
    pub fn from_option_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> OptionGroup {
        OptionGroup { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// The L1; none of an imported group.
    pub fn cfn(&self) -> Option<&Resource<CfnOptionGroup>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn option_group_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Adds an option.
    ///
    /// # Findings
    /// `import-unknown` for imports.
    #[track_caller]
    pub fn add_configuration(&self, option: OptionConfiguration) {
        let Some(cfn) = &self.cfn else {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported, so it cannot get options", self.node.path()),
                "add the option where the group is made",
            );
            return;
        };
        let groups = option.network.as_ref().map(|(port, vpc)| {
            let groups = if option.security_groups.is_empty() {
                let id = format!("SecurityGroup{}", option.name);
                let description = format!("Security group for {} option", option.name);
                vec![
                    SecurityGroup::builder(&self.node, &id)
                        .vpc(vpc)
                        .description(description)
                        .build(),
                ]
            } else {
                option.security_groups.clone()
            };
            let ids = groups.iter().map(|group| group.security_group_id().into_expr()).collect();
            let connections = Connections::new(groups, Some(Port::tcp(*port)));
            self.node.with_state(|OptionConnections(known)| {
                known.push((option.name.clone(), connections));
            });
            Expr::List(ids)
        });
        let settings = option.settings.iter().map(|(name, value)| {
            Expr::object([("Name", Expr::from(name.clone())), ("Value", Expr::from(value))])
        });
        let rendered = Expr::object([
            ("OptionName", Expr::from(option.name.clone())),
            ("OptionSettings", crate::bag::list(settings)),
            ("OptionVersion", option.version.clone().map_or(Expr::Null, Expr::from)),
            ("Port", number(option.network.as_ref().map(|(port, _)| *port))),
            ("VpcSecurityGroupMemberships", groups.unwrap_or(Expr::Null)),
        ]);
        cfn.edit_properties(|properties| properties.push("OptionConfigurations", rendered));
    }

    /// Connections of the option with this name; none if it has no port.
    pub fn option_connections(&self, option: &str) -> Option<Connections> {
        self.node.with_state(|OptionConnections(known)| {
            let found = known.iter().find(|(name, _)| name == option);
            found.map(|(_, connections)| connections.clone())
        })
    }
}

impl Construct for OptionGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
