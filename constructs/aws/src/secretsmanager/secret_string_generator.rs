//! How Secrets Manager makes up a secret.

use crate::bag::{flag, number, opt};
use crate::{Expr, IntoValue, Value};
use bon::Builder;

/// How Secrets Manager makes up a password, alone or as a field of a JSON object.
///
/// ```
/// use cumulo::secretsmanager::SecretStringGenerator;
/// let login = SecretStringGenerator::builder()
///     .secret_string_template(r#"{"username":"app"}"#)
///     .generate_string_key("password")
///     .exclude_punctuation(true)
///     .password_length(40)
///     .build();
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html>
#[derive(Builder, Clone, Debug, Default)]
pub struct SecretStringGenerator {
    /// Number of characters, 1 to 4,096. Default: 32.
    password_length: Option<u32>,
    /// Characters that it has not. Default: none.
    #[builder(into)]
    exclude_characters: Option<String>,
    /// Whether it has no lower-case letters. Default: false.
    exclude_lowercase: Option<bool>,
    /// Whether it has no digits. Default: false.
    exclude_numbers: Option<bool>,
    /// Whether it has no punctuation marks. Default: false.
    exclude_punctuation: Option<bool>,
    /// Whether it has no upper-case letters. Default: false.
    exclude_uppercase: Option<bool>,
    /// Whether it may have spaces. Default: false.
    include_space: Option<bool>,
    /// Whether it has one character of each kind at least. Default: true.
    require_each_included_type: Option<bool>,
    /// JSON object to which the password is added. Default: the password alone.
    #[builder(with = |template: impl IntoValue<String>| template.into_value())]
    secret_string_template: Option<Value<String>>,
    /// Field of that object that takes the password.
    #[builder(into)]
    generate_string_key: Option<String>,
}

impl SecretStringGenerator {
    /// Whether template and field are given, or none of them.
    pub(super) fn is_complete(&self) -> bool {
        self.secret_string_template.is_some() == self.generate_string_key.is_some()
    }

    pub(super) fn to_expr(&self) -> Expr {
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        Expr::object([
            ("ExcludeCharacters", text(&self.exclude_characters)),
            ("ExcludeLowercase", flag(self.exclude_lowercase)),
            ("ExcludeNumbers", flag(self.exclude_numbers)),
            ("ExcludePunctuation", flag(self.exclude_punctuation)),
            ("ExcludeUppercase", flag(self.exclude_uppercase)),
            ("GenerateStringKey", text(&self.generate_string_key)),
            ("IncludeSpace", flag(self.include_space)),
            ("PasswordLength", number(self.password_length)),
            ("RequireEachIncludedType", flag(self.require_each_included_type)),
            ("SecretStringTemplate", opt(self.secret_string_template.as_ref())),
        ])
    }
}
