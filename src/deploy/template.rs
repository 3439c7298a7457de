//! What a deployment has to know of a template: its resources, what it needs, what it refers to.

use super::model::Capabilities;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Bytes of a template that CloudFormation takes in a request.
pub const INLINE_LIMIT: usize = 51_200;

/// Bytes of a template that CloudFormation takes at all.
pub const SIZE_LIMIT: usize = 1_048_576;

/// A template, as text and as a value.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// The text that is sent.
    pub text: String,
    /// What it says, with the short forms of YAML written out.
    pub value: Value,
}

impl Template {
    /// Parses a template in JSON or YAML.
    ///
    /// # Errors
    /// With the parser's words when it is neither.
    pub fn parse(text: String) -> Result<Self, String> {
        let value = if text.trim_start().starts_with('{') {
            serde_json::from_str(&text).map_err(|error| error.to_string())?
        } else {
            let yaml: serde_yaml::Value =
                serde_yaml::from_str(&text).map_err(|error| error.to_string())?;
            from_yaml(yaml)
        };
        Ok(Self { text, value })
    }

    /// Reads a template's file.
    ///
    /// # Errors
    /// When the file cannot be read or parsed.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        Self::parse(text)
    }

    /// The resources by logical id, in the template's order.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.section("Resources").map(|(id, value)| (id.as_str(), value))
    }

    /// The resource of that logical id.
    pub fn resource(&self, logical_id: &str) -> Option<&Value> {
        self.value.get("Resources")?.get(logical_id)
    }

    /// The parameters by name.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.section("Parameters").map(|(id, value)| (id.as_str(), value))
    }

    /// Logical ids of nested stacks.
    pub fn nested_stacks(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.resources().filter(|(_, resource)| type_of(resource) == "AWS::CloudFormation::Stack")
    }

    /// What CloudFormation wants to be allowed for this template.
    pub fn capabilities(&self) -> Capabilities {
        let nested = self.nested_stacks().next().is_some();
        let macros = self.value.get("Transform").is_some() || has_key(&self.value, "Fn::Transform");
        // What a macro or a nested template makes is not visible here.
        let iam = nested
            || macros
            || self.resources().any(|(_, resource)| type_of(resource).starts_with("AWS::IAM::"));
        Capabilities { iam, auto_expand: nested || macros }
    }

    /// Names that the template gives its exports, where they are literal.
    pub fn exports(&self) -> BTreeSet<&str> {
        self.section("Outputs")
            .filter_map(|(_, output)| output.get("Export")?.get("Name")?.as_str())
            .collect()
    }

    /// Names of exports and stacks whose values must be there before a change set can be made.
    pub fn needs(&self) -> Needs<'_> {
        let mut needs = Needs::default();
        collect_needs(&self.value, &mut needs);
        needs
    }

    fn section(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.value.get(name).and_then(Value::as_object).into_iter().flat_map(Map::iter)
    }
}

/// Values of other stacks that a template reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Needs<'a> {
    /// Names of exports (`Fn::ImportValue`), where they are literal.
    pub exports: BTreeSet<&'a str>,
    /// Names or ARNs of stacks (`Fn::GetStackOutput`), where they are literal.
    pub stacks: BTreeSet<&'a str>,
    /// A name is put together by functions, so that any stack may be meant.
    pub unknown: bool,
}

/// The resource's type; empty where it has none.
pub fn type_of(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

fn collect_needs<'a>(value: &'a Value, needs: &mut Needs<'a>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match (key.as_str(), inner) {
                    ("Fn::ImportValue", Value::String(name)) => {
                        needs.exports.insert(name);
                    }
                    ("Fn::ImportValue", _) => needs.unknown = true,
                    ("Fn::GetStackOutput", spec) => match spec.get("StackName") {
                        Some(Value::String(name)) => {
                            needs.stacks.insert(name);
                        }
                        _ => needs.unknown = true,
                    },
                    _ => {}
                }
                collect_needs(inner, needs);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_needs(item, needs)),
        _ => {}
    }
}

fn has_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(name, inner)| name == key || has_key(inner, key)),
        Value::Array(items) => items.iter().any(|item| has_key(item, key)),
        _ => false,
    }
}

/// Writes the short forms of YAML (`!Ref`, `!GetAtt a.b`) as JSON has them.
fn from_yaml(yaml: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let tag = tag.trim_start_matches('!');
            let inner = from_yaml(tagged.value);
            match (tag, inner) {
                ("Ref" | "Condition", inner) => json!({ tag: inner }),
                ("GetAtt", Value::String(dotted)) => {
                    let (logical_id, attribute) =
                        dotted.split_once('.').unwrap_or((dotted.as_str(), ""));
                    json!({ "Fn::GetAtt": [logical_id, attribute] })
                }
                (_, inner) => json!({ format!("Fn::{tag}"): inner }),
            }
        }
        Yaml::Mapping(mapping) => Value::Object(
            mapping.into_iter().map(|(key, value)| (scalar(&key), from_yaml(value))).collect(),
        ),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(from_yaml).collect()),
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => serde_json::to_value(number).unwrap_or(Value::Null),
        Yaml::String(text) => Value::String(text),
    }
}

fn scalar(key: &serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Number(number) => number.to_string(),
        serde_yaml::Value::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Template {
        Template::parse(text.to_owned()).expect("a template")
    }

    #[test]
    fn short_forms_of_yaml_read_like_json() {
        let template = parse(
            "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      KmsMasterKeyId: !GetAtt Key.Arn\n      QueueName: !Sub '${AWS::StackName}-q'\n      DelaySeconds: 5\n      Tags: [{Key: a, Value: !Ref Name}]\n",
        );
        let properties = &template.resource("A").unwrap()["Properties"];
        assert_eq!(
            *properties,
            json!({
                "KmsMasterKeyId": { "Fn::GetAtt": ["Key", "Arn"] },
                "QueueName": { "Fn::Sub": "${AWS::StackName}-q" },
                "DelaySeconds": 5,
                "Tags": [{ "Key": "a", "Value": { "Ref": "Name" } }],
            })
        );
    }

    #[test]
    fn capabilities_follow_what_the_template_holds() {
        let of = |template: &str| parse(template).capabilities();
        let queue = r#"{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}"#;
        assert_eq!(of(queue), Capabilities { iam: false, auto_expand: false });
        let role = r#"{"Resources":{"R":{"Type":"AWS::IAM::Role"}}}"#;
        assert_eq!(of(role), Capabilities { iam: true, auto_expand: false });
        let nested = r#"{"Resources":{"N":{"Type":"AWS::CloudFormation::Stack"}}}"#;
        assert_eq!(of(nested), Capabilities { iam: true, auto_expand: true });
        let language = r#"{"Transform":"AWS::LanguageExtensions","Resources":{}}"#;
        assert_eq!(of(language), Capabilities { iam: true, auto_expand: true });
    }

    #[test]
    fn values_of_other_stacks_are_found_anywhere() {
        let template = parse(
            r#"{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{
                "A":[{"Fn::ImportValue":"net:Vpc"}],
                "B":{"Fn::Join":["",[{"Fn::GetStackOutput":{"StackName":"test-Data","OutputName":"X"}}]]}}}}}"#,
        );
        let needs = template.needs();
        assert!(needs.exports.contains("net:Vpc") && needs.stacks.contains("test-Data"));
        assert!(!needs.unknown);
        let computed = parse(r#"{"Resources":{"Q":{"A":{"Fn::ImportValue":{"Fn::Sub":"x"}}}}}"#);
        assert!(computed.needs().unknown);
    }
}
