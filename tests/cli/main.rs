//! The tool from outside: the real binary in folders of its own.

mod aws_cdk;
mod completions;
mod help;
mod init;
mod list;
mod program;
mod support;
mod synth;
mod validate;
