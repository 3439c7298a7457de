//! Secrets: values that a template may point at and never hold.

use super::{Aws, Expr, IntoValue, TextPart, Value};
use crate::text;
use std::fmt;

/// A secret value.
///
/// It can be used where CloudFormation resolves it (`{{resolve:secretsmanager:…}}`,
/// `{{resolve:ssm-secure:…}}`) and cannot end up in a template as plain text: there is no way from a
/// plain text to a `Secret` but [`Secret::unsafe_plain_text`], and a secret made that way makes
/// synthesis fail with finding `secret-in-template`. Its text is never shown by `Debug`.
#[derive(Clone)]
pub struct Secret(Expr);

impl Secret {
    /// A field of a secret in Secrets Manager, read during the deployment.
    ///
    /// `secret` is its name or ARN. Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html>
    pub fn secrets_manager(secret: impl IntoValue<String>) -> DynamicReference {
        DynamicReference {
            secret: secret.into_value(),
            json_key: None,
            version_stage: None,
            version_id: None,
        }
    }

    /// A `SecureString` parameter of Systems Manager, read during the deployment.
    ///
    /// `version` defaults to the newest. Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>
    pub fn ssm_secure(name: impl IntoValue<String>, version: Option<u32>) -> Secret {
        Secret(ssm_reference("ssm-secure", name, version).into_expr())
    }

    /// A plain text that is known to be a secret.
    ///
    /// Useful where a program hands a secret on to something that is not a template. In a template
    /// it is an error.
    pub fn unsafe_plain_text(secret: impl Into<String>) -> Secret {
        Secret(Expr::Secret(secret.into()))
    }

    /// The value of a parameter with `NoEcho`, or another token the caller knows to be resolved only by CloudFormation.
    pub fn from_token(token: Value<String>) -> Secret {
        match token.into_expr() {
            Expr::String(text) => Secret(Expr::Secret(text.into_owned())),
            expr => Secret(expr),
        }
    }
}

/// A parameter of Systems Manager that is no secret, read during the deployment.
///
/// `version` defaults to the newest. Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html>
impl Value<String> {
    /// The value of an SSM parameter (`String` or `StringList`), read during the deployment; the newest version where none is given.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html>
    pub fn from_ssm(name: impl IntoValue<String>, version: Option<u32>) -> Value<String> {
        ssm_reference("ssm", name, version)
    }
}

fn ssm_reference(
    service: &'static str,
    name: impl IntoValue<String>,
    version: Option<u32>,
) -> Value<String> {
    let reference = text!("{{resolve:{}:{}", service, name.into_value());
    let reference = match version {
        Some(version) => reference.append(":").append(version),
        None => reference,
    };
    reference.append("}}")
}

/// A reference to a secret in Secrets Manager that is being described; a [`Secret`] once it is used.
#[derive(Clone, Debug)]
pub struct DynamicReference {
    secret: Value<String>,
    json_key: Option<Value<String>>,
    version_stage: Option<String>,
    version_id: Option<String>,
}

impl DynamicReference {
    /// Field of a secret whose text is a JSON object. Default: the whole text.
    #[must_use]
    pub fn json_key(mut self, key: impl IntoValue<String>) -> Self {
        self.json_key = Some(key.into_value());
        self
    }

    /// Staging label of the version. Default: `AWSCURRENT`.
    #[must_use]
    pub fn version_stage(mut self, stage: impl Into<String>) -> Self {
        self.version_stage = Some(stage.into());
        self
    }

    /// Id of the version. Default: the one that the staging label names.
    #[must_use]
    pub fn version_id(mut self, id: impl Into<String>) -> Self {
        self.version_id = Some(id.into());
        self
    }
}

impl From<DynamicReference> for Secret {
    fn from(reference: DynamicReference) -> Self {
        let key = reference.json_key.unwrap_or_else(|| text!(""));
        let stage = reference.version_stage.unwrap_or_default();
        let id = reference.version_id.unwrap_or_default();
        let text = text!(
            "{{resolve:secretsmanager:{}:SecretString:{}:{}:{}",
            reference.secret,
            key,
            stage,
            id
        );
        Secret(text.append("}}").into_expr())
    }
}

impl IntoValue<String> for Secret {
    fn into_value(self) -> Value<String> {
        Value::new(self.0)
    }
}

impl IntoValue<String> for &Secret {
    fn into_value(self) -> Value<String> {
        Value::new(self.0.clone())
    }
}

impl IntoValue<String> for DynamicReference {
    fn into_value(self) -> Value<String> {
        Secret::from(self).into_value()
    }
}

impl TextPart for Secret {
    fn text_part(&self) -> Expr {
        self.0.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Aws {
    /// A parameter of Systems Manager that is no secret; the same as [`Value::from_ssm`].
    pub fn ssm_parameter(name: impl IntoValue<String>) -> Value<String> {
        Value::from_ssm(name, None)
    }
}
