//! Lambda: functions, their versions, permissions and event sources.

mod action;
mod alias;
mod async_config;
mod code;
mod current_version;
mod event_source;
mod file_system;
mod function;
mod layer;
mod metrics;
mod permission;
mod runtime;
mod subscription;
mod url;

pub use action::LambdaAction;
pub use alias::{Alias, Version};
pub use async_config::{Destination, EventBusDestination, EventInvokeConfig};
pub use code::Code;
pub use current_version::VersionOptions;
pub use event_source::{
    EventSource, EventSourceMapping, SnsEventSource, SqsEventSource, StartingPosition,
};
pub use file_system::FileSystem;
pub use function::{
    ApplicationLogLevel, Function, FunctionDeadLetter, LoggingFormat, SystemLogLevel, Tracing,
};
pub use layer::LayerVersion;
pub use permission::Permission;
pub use runtime::{Architecture, Runtime};
pub use subscription::LambdaSubscription;
pub use url::{Cors, FunctionUrl, FunctionUrlAuthType, InvokeMode};
