//! Lambda: functions, their versions, permissions and event sources.

mod action;
mod alias;
mod alias_scaling;
mod async_config;
mod code;
mod code_signing;
mod current_version;
mod event_source;
mod extensions;
mod file_system;
mod filter_rule;
mod function;
mod kafka_source;
mod layer;
mod metrics;
mod network;
mod permission;
mod queue_source;
mod runtime;
mod stream_source;
mod subscription;
mod url;

pub use action::LambdaAction;
pub use alias::{Alias, Version};
pub use alias_scaling::AliasScaling;
pub use async_config::{Destination, EventBusDestination, EventInvokeConfig};
pub use code::Code;
pub use code_signing::{CodeSigningConfig, UntrustedArtifactOnDeployment};
pub use current_version::VersionOptions;
pub use event_source::{
    EventSource, EventSourceMapping, FailureDestination, MetricType, ProvisionedPollers,
    SourceAccess, StartingPosition,
};
pub use extensions::{ParamsAndSecrets, ParamsAndSecretsLogLevel};
pub use file_system::FileSystem;
pub use filter_rule::FilterRule;
pub use function::{
    ApplicationLogLevel, Function, FunctionDeadLetter, LoggingFormat, RecursiveLoop,
    RuntimeManagementMode, SystemLogLevel, Tracing,
};
pub use kafka_source::{
    AuthenticationMethod, ManagedKafkaEventSource, SelfManagedKafkaEventSource,
};
pub use layer::LayerVersion;
pub use permission::Permission;
pub use queue_source::{SnsEventSource, SqsEventSource};
pub use runtime::{Architecture, Runtime};
pub use stream_source::{DynamoEventSource, KinesisEventSource};
pub use subscription::LambdaSubscription;
pub use url::{Cors, FunctionUrl, FunctionUrlAuthType, InvokeMode};
