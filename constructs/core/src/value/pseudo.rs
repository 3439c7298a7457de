//! Pseudo parameters: what every template knows about its own deployment.

use super::{Expr, Token, Value};

/// The pseudo parameters of CloudFormation.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html>
#[derive(Clone, Copy, Debug)]
pub struct Aws;

impl Aws {
    /// Account into which the stack is deployed, twelve digits.
    pub fn account_id() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::AccountId"))
    }

    /// Region into which the stack is deployed, such as `eu-west-1`.
    pub fn region() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::Region"))
    }

    /// Partition of that region: `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::Partition"))
    }

    /// Domain of that partition: `amazonaws.com`, or `amazonaws.com.cn`.
    pub fn url_suffix() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::URLSuffix"))
    }

    /// ARN of the stack.
    pub fn stack_id() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::StackId"))
    }

    /// Name of the stack.
    pub fn stack_name() -> Value<String> {
        Value::new(Expr::Pseudo("AWS::StackName"))
    }

    /// Topics that are told of the stack's events.
    pub fn notification_arns() -> Value<Vec<String>> {
        Value::new(Expr::Pseudo("AWS::NotificationARNs"))
    }

    /// Takes away the property that it stands for; useful as a branch of [`Fn::if_`](super::Fn::if_).
    pub fn no_value() -> Token {
        Token::new(Expr::Pseudo("AWS::NoValue"))
    }
}
