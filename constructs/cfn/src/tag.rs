//! The tag that all resource types share.

use crate::rt::{Expr, IntoValue, PropType, Properties};

/// A key and a value by which people and bills find resources.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html>
pub struct Tag(Properties);

impl Tag {
    /// A tag. Keys have 1 to 128 characters, values up to 256; AWS keeps keys that begin with `aws:` to itself.
    pub fn new(key: impl IntoValue<String>, value: impl IntoValue<String>) -> Self {
        Self(Properties::new().put::<String>("Key", key).put::<String>("Value", value))
    }
}

impl PropType for Tag {
    fn into_expr(self) -> Expr {
        self.0.into()
    }
}
