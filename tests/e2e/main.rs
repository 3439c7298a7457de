//! Deployments end to end: the tool, the official SDK, HTTP, and a CloudFormation endpoint on this machine.

mod assembly;
mod deploy;
mod destroy;
mod endpoint;
mod faults;
mod proxy;
mod run;
mod terminal;
mod uploads;
