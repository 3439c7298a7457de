//! What commands do: values in, values out, nothing printed.

pub mod check;
pub mod compare;
pub mod list;
pub mod publish;
pub mod synth;
pub mod validate;
