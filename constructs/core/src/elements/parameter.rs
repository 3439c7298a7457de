//! Parameters.

use super::{ElementKind, add};
use crate::Construct;
use crate::tree::Node;
use crate::value::{Expr, IntoValue, Properties, Secret, Value};
use std::borrow::Cow;

/// A parameter of a template: a value that is given when the stack is deployed.
///
/// Programs mostly need none, since stages carry their values; templates that others deploy do.
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
#[derive(Clone, Debug)]
pub struct Parameter {
    node: Node,
}

/// What a parameter takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ParameterType {
    /// Any text.
    #[default]
    String,
    /// A number.
    Number,
    /// Numbers with commas between them.
    NumberList,
    /// Texts with commas between them.
    CommaDelimitedList,
    /// A type of AWS by its name, such as `AWS::EC2::KeyPair::KeyName`: CloudFormation checks that the value exists.
    Aws(Cow<'static, str>),
    /// The value of an SSM parameter, whose name is given; the type of the value, such as `String`.
    Ssm(Cow<'static, str>),
}

impl ParameterType {
    fn name(&self) -> Cow<'static, str> {
        match self {
            ParameterType::String => "String".into(),
            ParameterType::Number => "Number".into(),
            ParameterType::NumberList => "List<Number>".into(),
            ParameterType::CommaDelimitedList => "CommaDelimitedList".into(),
            ParameterType::Aws(name) => name.clone(),
            ParameterType::Ssm(value) => format!("AWS::SSM::Parameter::Value<{value}>").into(),
        }
    }
}

/// A parameter that is being described; [`build`](ParameterBuilder::build) makes it.
#[must_use]
pub struct ParameterBuilder<'a> {
    scope: &'a dyn Construct,
    id: &'a str,
    of: ParameterType,
    body: Properties,
}

impl Parameter {
    /// A parameter of the template in which `scope` stands.
    pub fn builder<'a>(scope: &'a dyn Construct, id: &'a str) -> ParameterBuilder<'a> {
        ParameterBuilder { scope, id, of: ParameterType::default(), body: Properties::new() }
    }

    /// The value as text.
    pub fn value(&self) -> Value<String> {
        self.node.reference()
    }

    /// The value of a parameter of type [`ParameterType::Number`].
    pub fn number(&self) -> Value<i64> {
        self.node.reference()
    }

    /// The items of a parameter that takes a list.
    pub fn list(&self) -> Value<Vec<String>> {
        self.node.reference()
    }

    /// The value of a parameter with [`no_echo`](ParameterBuilder::no_echo).
    pub fn secret(&self) -> Secret {
        Secret::from_token(self.value())
    }
}

impl ParameterBuilder<'_> {
    /// What it takes. Default: any text.
    pub fn parameter_type(mut self, of: ParameterType) -> Self {
        self.of = of;
        self
    }

    /// What it is, for people; up to 4,000 characters.
    pub fn description(self, text: &str) -> Self {
        self.put("Description", text.to_owned())
    }

    /// Value where none is given. Default: one must be given.
    pub fn default(self, value: &str) -> Self {
        self.put("Default", value.to_owned())
    }

    /// The values it takes.
    pub fn allowed_values<'v>(self, values: impl IntoIterator<Item = &'v str>) -> Self {
        let values = values.into_iter().map(|value| Expr::from(value.to_owned())).collect();
        self.put("AllowedValues", Expr::List(values))
    }

    /// Regular expression that the whole text must match.
    pub fn allowed_pattern(self, pattern: &str) -> Self {
        self.put("AllowedPattern", pattern.to_owned())
    }

    /// What people are told where a value is refused.
    pub fn constraint_description(self, text: &str) -> Self {
        self.put("ConstraintDescription", text.to_owned())
    }

    /// Shortest text.
    pub fn min_length(self, characters: u32) -> Self {
        self.put("MinLength", i64::from(characters))
    }

    /// Longest text.
    pub fn max_length(self, characters: u32) -> Self {
        self.put("MaxLength", i64::from(characters))
    }

    /// Least number.
    pub fn min_value(self, value: i64) -> Self {
        self.put("MinValue", value)
    }

    /// Greatest number.
    pub fn max_value(self, value: i64) -> Self {
        self.put("MaxValue", value)
    }

    /// Masks the value wherever CloudFormation shows it.
    pub fn no_echo(self) -> Self {
        self.put("NoEcho", true)
    }

    fn put(mut self, name: &'static str, value: impl Into<Expr>) -> Self {
        self.body.set(name, value);
        self
    }

    /// Makes the parameter.
    #[track_caller]
    pub fn build(self) -> Parameter {
        let node = self.scope.node().child(self.id);
        let mut body = Properties::new().put::<String>("Type", self.of.name().into_value());
        for (name, value) in self.body.iter() {
            // The default of a number is one.
            let number = (name == "Default" && matches!(self.of, ParameterType::Number))
                .then(|| value.as_str()?.parse::<serde_json::Number>().ok())
                .flatten();
            body.set(name.to_owned(), number.map_or_else(|| value.clone(), Expr::Number));
        }
        add(&node, ElementKind::Parameter(body.into()));
        Parameter { node }
    }
}

impl Construct for Parameter {
    fn node(&self) -> &Node {
        &self.node
    }
}
