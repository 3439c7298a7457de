//! Systems Manager: parameters.

mod list_parameter;
mod string_parameter;

pub use list_parameter::StringListParameter;
pub use string_parameter::{ParameterDataType, ParameterTier, ParameterValueType, StringParameter};
