//! The intrinsic functions of CloudFormation.

use super::{Expr, IntoValue, Json, TextPart, Value};
use crate::elements::{Condition, Mapping};
use crate::tree::NodeId;

/// The intrinsic functions of CloudFormation.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>
#[derive(Clone, Copy, Debug)]
pub struct Fn;

/// Size of the blocks that [`Fn::cidr`] cuts, in host bits: 8 gives `/24` blocks of IPv4.
pub type CidrBits = u8;

impl Fn {
    /// `Fn::Join`: the items of a list with `delimiter` between them. With an empty delimiter, see [`text!`](crate::text).
    pub fn join(delimiter: impl Into<String>, items: impl IntoValue<Vec<String>>) -> Value<String> {
        let delimiter = delimiter.into();
        match items.into_value().into_expr() {
            Expr::List(items) if delimiter.is_empty() => {
                let parts: Vec<Value<String>> = items.into_iter().map(Value::new).collect();
                parts.into_iter().fold(Value::new(""), Value::append)
            }
            Expr::List(items) if items.iter().all(|item| item.as_str().is_some()) => {
                let items: Vec<&str> = items.iter().filter_map(Expr::as_str).collect();
                Value::new(items.join(&delimiter))
            }
            items => Value::new(call("Fn::Join", [Expr::from(delimiter), items])),
        }
    }

    /// `Fn::Split`: the parts of a text between the delimiters.
    pub fn split(delimiter: impl Into<String>, text: impl IntoValue<String>) -> Value<Vec<String>> {
        Value::new(call("Fn::Split", [Expr::from(delimiter.into()), expr(text)]))
    }

    /// `Fn::Select`: the item at `index`, from 0, of a list.
    pub fn select<T>(index: u32, list: impl IntoValue<Vec<T>>) -> Value<T> {
        let list = list.into_value().into_expr();
        match list.items().get(index as usize) {
            Some(item) => Value::new(item.clone()),
            None => Value::new(call("Fn::Select", [Expr::from(i64::from(index)), list])),
        }
    }

    /// `Fn::Sub`: fills `${Name}` from `values`, and `${AWS::Region}` and its like from the deployment.
    ///
    /// A `${Name}` that `values` lacks names an element of the same template by its logical id.
    pub fn sub(
        template: impl Into<String>,
        values: impl IntoIterator<Item = (&'static str, Value<String>)>,
    ) -> Value<String> {
        let template = Expr::from(template.into());
        let values =
            Expr::object(values.into_iter().map(|(name, value)| (name, value.into_expr())));
        match values {
            Expr::Map(entries) if entries.is_empty() => {
                Value::new(Expr::function("Fn::Sub", template))
            }
            values => Value::new(call("Fn::Sub", [template, values])),
        }
    }

    /// `Fn::If`: the first value where the condition holds, else the second.
    ///
    /// [`Aws::no_value`](super::Aws::no_value) as a branch leaves the property out.
    pub fn if_<T: ?Sized>(
        condition: &Condition,
        then: impl IntoValue<T>,
        otherwise: impl IntoValue<T>,
    ) -> Value<T> {
        let name = Expr::LogicalId(condition.node_id());
        Value::new(call("Fn::If", [name, expr(then), expr(otherwise)]))
    }

    /// `Fn::Equals`: whether two values are the same; for conditions.
    pub fn equals(left: impl IntoValue<String>, right: impl IntoValue<String>) -> Value<bool> {
        Value::new(call("Fn::Equals", [expr(left), expr(right)]))
    }

    /// `Fn::And`: whether all hold, 2 to 10; for conditions.
    pub fn and(conditions: impl IntoIterator<Item = Value<bool>>) -> Value<bool> {
        Value::new(call("Fn::And", conditions.into_iter().map(Value::into_expr)))
    }

    /// `Fn::Or`: whether one holds, of 2 to 10; for conditions.
    pub fn or(conditions: impl IntoIterator<Item = Value<bool>>) -> Value<bool> {
        Value::new(call("Fn::Or", conditions.into_iter().map(Value::into_expr)))
    }

    /// `Fn::Not`: whether it does not hold; for conditions.
    #[allow(clippy::should_implement_trait, reason = "the name of the function")]
    pub fn not(condition: impl IntoValue<bool>) -> Value<bool> {
        Value::new(call("Fn::Not", [expr(condition)]))
    }

    /// `Fn::FindInMap`: an entry of a mapping.
    pub fn find_in_map(
        mapping: &Mapping,
        top_key: impl IntoValue<String>,
        second_key: impl IntoValue<String>,
    ) -> Value<String> {
        let name = Expr::LogicalId(mapping.node_id());
        Value::new(call("Fn::FindInMap", [name, expr(top_key), expr(second_key)]))
    }

    /// `Fn::ImportValue`: what another stack exports under this name.
    pub fn import_value(name: impl IntoValue<String>) -> Value<String> {
        Value::new(Expr::function("Fn::ImportValue", expr(name)))
    }

    /// `Fn::GetStackOutput`: an output of another stack of the same account, which need not export it.
    ///
    /// Values of the program itself need no call: a reference into another stack becomes one.
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html>
    pub fn get_stack_output(
        stack_name: impl IntoValue<String>,
        output_name: impl IntoValue<String>,
        region: Option<Value<String>>,
        role_arn: Option<Value<String>>,
    ) -> Value<String> {
        Value::new(Expr::function(
            "Fn::GetStackOutput",
            Expr::object([
                ("StackName", expr(stack_name)),
                ("Region", region.map_or(Expr::Null, Value::into_expr)),
                ("RoleArn", role_arn.map_or(Expr::Null, Value::into_expr)),
                ("OutputName", expr(output_name)),
            ]),
        ))
    }

    /// `Fn::Base64`: the text in Base64, as user data wants it.
    pub fn base64(text: impl IntoValue<String>) -> Value<String> {
        Value::new(Expr::function("Fn::Base64", expr(text)))
    }

    /// `Fn::Cidr`: `count` (1 to 256) address blocks of `block`, each with `host_bits` bits for hosts.
    pub fn cidr(
        block: impl IntoValue<String>,
        count: u16,
        host_bits: CidrBits,
    ) -> Value<Vec<String>> {
        let bits = Expr::from(host_bits.to_string());
        Value::new(call("Fn::Cidr", [expr(block), Expr::from(i64::from(count)), bits]))
    }

    /// `Fn::GetAZs`: the availability zones of a region; of the stack's own where none is given.
    pub fn get_azs(region: Option<Value<String>>) -> Value<Vec<String>> {
        let region = region.map_or(Expr::from(""), Value::into_expr);
        Value::new(Expr::function("Fn::GetAZs", region))
    }

    /// `Fn::Transform`: the result of a macro.
    pub fn transform(
        name: impl IntoValue<String>,
        parameters: impl IntoIterator<Item = (&'static str, Value<Json>)>,
    ) -> Value<Json> {
        let parameters = parameters.into_iter().map(|(key, value)| (key, value.into_expr()));
        Value::new(Expr::function(
            "Fn::Transform",
            Expr::object([("Name", expr(name)), ("Parameters", Expr::object(parameters))]),
        ))
    }

    /// `Fn::ToJsonString`: an object or list as text. The stack gets the `AWS::LanguageExtensions` transform.
    pub fn to_json_string(value: impl IntoValue<Json>) -> Value<String> {
        Value::new(Expr::function("Fn::ToJsonString", expr(value)))
    }

    /// `Fn::Length`: the number of items of a list. The stack gets the `AWS::LanguageExtensions` transform.
    pub fn length<T>(list: impl IntoValue<Vec<T>>) -> Value<i64> {
        Value::new(Expr::function("Fn::Length", expr(list)))
    }

    /// `Ref` by logical id, for elements that the program did not make itself, such as those of an included template.
    pub fn ref_by_id(logical_id: impl Into<String>) -> Value<String> {
        Value::new(Expr::function("Ref", logical_id.into()))
    }

    /// `Fn::GetAtt` by logical id, for elements that the program did not make itself.
    pub fn get_att_by_id(
        logical_id: impl Into<String>,
        attribute: impl Into<String>,
    ) -> Value<String> {
        Value::new(call(
            "Fn::GetAtt",
            [Expr::from(logical_id.into()), Expr::from(attribute.into())],
        ))
    }
}

impl Condition {
    pub(crate) fn reference(id: NodeId) -> Value<bool> {
        Value::new(Expr::function("Condition", Expr::LogicalId(id)))
    }
}

impl TextPart for Expr {
    fn text_part(&self) -> Expr {
        self.clone()
    }
}

fn call(name: &'static str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::function(name, Expr::List(arguments.into_iter().collect()))
}

fn expr<T: ?Sized>(value: impl IntoValue<T>) -> Expr {
    value.into_value().into_expr()
}
