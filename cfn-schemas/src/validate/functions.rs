//! CloudFormation's functions.

use super::suggest::did_you_mean;
use super::types::Types;
use crate::template::Node;

/// A function of the template language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Ref,
    Condition,
    GetAtt,
    Sub,
    Join,
    Select,
    Split,
    If,
    FindInMap,
    ImportValue,
    GetStackOutput,
    GetAzs,
    Cidr,
    Base64,
    Transform,
    Length,
    ToJsonString,
    And,
    Or,
    Not,
    Equals,
    /// Functions of the `Rules` section, which only test parameters.
    RuleOnly,
}

/// Key in the template, function, what it yields.
const FUNCTIONS: &[(&str, Function, Types)] = &[
    ("Ref", Function::Ref, Types::ANY),
    ("Condition", Function::Condition, Types::BOOLEAN),
    ("Fn::GetAtt", Function::GetAtt, Types::ANY),
    ("Fn::Sub", Function::Sub, Types::STRING),
    ("Fn::Join", Function::Join, Types::STRING),
    ("Fn::Select", Function::Select, Types::ANY),
    ("Fn::Split", Function::Split, Types::ARRAY),
    ("Fn::If", Function::If, Types::ANY),
    ("Fn::FindInMap", Function::FindInMap, Types::ANY),
    ("Fn::ImportValue", Function::ImportValue, Types::STRING),
    ("Fn::GetStackOutput", Function::GetStackOutput, Types::STRING),
    ("Fn::GetAZs", Function::GetAzs, Types::ARRAY),
    ("Fn::Cidr", Function::Cidr, Types::ARRAY),
    ("Fn::Base64", Function::Base64, Types::STRING),
    ("Fn::Transform", Function::Transform, Types::ANY),
    ("Fn::Length", Function::Length, Types::INTEGER),
    ("Fn::ToJsonString", Function::ToJsonString, Types::STRING),
    ("Fn::And", Function::And, Types::BOOLEAN),
    ("Fn::Or", Function::Or, Types::BOOLEAN),
    ("Fn::Not", Function::Not, Types::BOOLEAN),
    ("Fn::Equals", Function::Equals, Types::BOOLEAN),
    ("Fn::Contains", Function::RuleOnly, Types::BOOLEAN),
    ("Fn::EachMemberEquals", Function::RuleOnly, Types::BOOLEAN),
    ("Fn::EachMemberIn", Function::RuleOnly, Types::BOOLEAN),
    ("Fn::RefAll", Function::RuleOnly, Types::ARRAY),
    ("Fn::ValueOf", Function::RuleOnly, Types::ANY),
    ("Fn::ValueOfAll", Function::RuleOnly, Types::ARRAY),
];

impl Function {
    fn find(key: &str) -> Option<&'static (&'static str, Function, Types)> {
        let looks_like_one = key == "Ref" || key == "Condition" || key.starts_with("Fn::");
        looks_like_one.then(|| FUNCTIONS.iter().find(|(name, ..)| *name == key)).flatten()
    }

    fn row(self) -> &'static (&'static str, Function, Types) {
        FUNCTIONS.iter().find(|(_, function, ..)| *function == self).unwrap_or(&FUNCTIONS[0])
    }

    /// Its key in the template: `Fn::GetAtt`.
    pub(crate) fn key(self) -> &'static str {
        self.row().0
    }

    /// What it yields whatever its arguments are.
    pub(crate) fn yields(self) -> Types {
        self.row().2
    }

    /// Whether it is allowed as the value of a property.
    pub(crate) fn is_value(self) -> bool {
        use Function::{And, Condition, Equals, Not, Or, RuleOnly};
        !matches!(self, And | Or | Not | Equals | Condition | RuleOnly)
    }
}

/// The function call that a node is: an object whose only key names a function.
pub(crate) fn call(node: &Node) -> Option<(Function, &Node)> {
    match node.as_object()? {
        [entry] => Some((Function::find(&entry.key)?.1, &entry.value)),
        _ => None,
    }
}

/// Of an object that looks like the call of a function: that there is none, and which was probably meant.
pub(crate) fn unknown(node: &Node) -> Option<String> {
    let [entry] = node.as_object()? else { return None };
    if !entry.key.starts_with("Fn::") || Function::find(&entry.key).is_some() {
        return None;
    }
    let similar = did_you_mean(&entry.key, FUNCTIONS.iter().map(|(name, ..)| *name));
    let rest = similar.map(|similar| format!("; {similar}")).unwrap_or_default();
    Some(format!("there is no function {}{rest}", entry.key))
}

/// A call in few words for messages: `Ref Queue`.
pub(crate) fn describe(function: Function, args: &Node) -> String {
    match args.as_str() {
        Some(name) if function == Function::Ref => format!("Ref {name}"),
        _ => function.key().to_owned(),
    }
}

/// Whether a node is `{"Ref": "AWS::NoValue"}`, which removes what holds it.
pub(crate) fn is_no_value(node: &Node) -> bool {
    matches!(call(node), Some((Function::Ref, target)) if target.as_str() == Some("AWS::NoValue"))
}

/// Whether a key belongs to a macro or loop that rewrites the object it stands in.
pub(crate) fn rewrites_object(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach::")
}

/// Parameters that CloudFormation itself provides, with their types.
pub(crate) const PSEUDO_PARAMETERS: &[(&str, Types)] = &[
    ("AWS::AccountId", Types::STRING),
    ("AWS::NoValue", Types::ANY),
    ("AWS::NotificationARNs", Types::ARRAY),
    ("AWS::Partition", Types::STRING),
    ("AWS::Region", Types::STRING),
    ("AWS::StackId", Types::STRING),
    ("AWS::StackName", Types::STRING),
    ("AWS::URLSuffix", Types::STRING),
];

/// The variables of an `Fn::Sub` text with their places in bytes: `${Queue.Arn}`; `${!x}` is none.
pub(crate) fn sub_variables(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(open) = text[at..].find("${") {
            let start = at + open + 2;
            let Some(close) = text[start..].find('}') else { break };
            at = start + close + 1;
            let name = &text[start..start + close];
            if !name.starts_with('!') {
                return Some((start, name.trim()));
            }
        }
        at = text.len();
        None
    })
}
