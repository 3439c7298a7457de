//! What builds do.

use crate::json_text::json_text;
use crate::{Expr, IntoValue, Json, Value};

/// What a build does: commands, reports and artifacts.
///
/// ```
/// use cumulo::codebuild::BuildSpec;
/// let spec = BuildSpec::from_object(serde_json::json!({
///     "version": "0.2",
///     "phases": { "build": { "commands": ["make"] } },
///     "artifacts": { "files": ["out/*"] },
/// }));
/// ```
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>
#[derive(Clone, Debug)]
pub struct BuildSpec(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Object(Expr),
    File(String),
}

impl BuildSpec {
    /// This build spec, which stands in the template. Tokens may stand in it.
    pub fn from_object(spec: impl IntoValue<Json>) -> Self {
        Self(Kind::Object(spec.into_value().into_expr()))
    }

    /// A file of the source. A project without one looks for `buildspec.yml`.
    pub fn from_source_filename(name: impl Into<String>) -> Self {
        Self(Kind::File(name.into()))
    }

    /// Whether it stands in the template.
    pub(super) fn is_immediate(&self) -> bool {
        matches!(self.0, Kind::Object(_))
    }

    pub(super) fn to_value(&self) -> Value<String> {
        match &self.0 {
            Kind::Object(spec) => json_text(spec, 2),
            Kind::File(name) => Value::new(name.clone()),
        }
    }
}
