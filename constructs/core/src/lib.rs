//! The core of cumulo: construct tree, tokens, stages, synthesis and the cloud assembly.
//!
//! It knows no AWS service. Constructs of the `cumulo` crate are built on it, and its
//! [`assembly`] module is also how the command-line tool reads what a program wrote.

pub mod assembly;
mod finding;

pub use finding::{Finding, Level, Related, Source};
