//! CloudFormation resource schemas: lookup, and a validator of templates.

mod attributes;
pub mod codegen;
#[cfg(feature = "validate")]
pub mod finding;
pub mod store;
#[cfg(feature = "validate")]
pub mod template;
#[cfg(feature = "validate")]
pub mod validate;

pub use attributes::documented_attributes;
#[cfg(feature = "validate")]
pub use finding::{Finding, Level, PathSegment};
#[cfg(feature = "validate")]
pub use template::Template;
#[cfg(feature = "validate")]
pub use validate::{RuleInfo, Validator};
