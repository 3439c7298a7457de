//! What commands do: values in, values out. Commands print the results; only waiting is told from here.

pub mod check;
pub mod compare;
pub mod deploy;
pub mod destroy;
#[cfg(test)]
mod destroy_tests;
pub mod environment;
pub mod init;
pub mod list;
pub mod publish;
pub mod synth;
#[cfg(test)]
mod testing;
pub mod validate;
