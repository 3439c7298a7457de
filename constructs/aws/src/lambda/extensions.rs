//! Layers of AWS that functions can have beside them.

use super::LayerVersion;
use crate::{Duration, IntoValue, Node, Value};

/// How much a layer of AWS logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ParamsAndSecretsLogLevel {
    Debug,
    Info,
    Warn,
    Error,
    None,
}

/// The layer that keeps parameters and secrets at hand for a function.
///
/// ```
/// use cumulo::lambda::ParamsAndSecrets;
/// let layer = ParamsAndSecrets::from_version_arn(
///     "arn:aws:lambda:us-east-1:177933569100:layer:AWS-Parameters-and-Secrets-Lambda-Extension:4",
/// );
/// let small = layer.cache_size(50);
/// ```
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html>
#[derive(Clone, Debug)]
pub struct ParamsAndSecrets {
    arn: Value<String>,
    cache: bool,
    cache_size: u32,
    http_port: u16,
    log_level: ParamsAndSecretsLogLevel,
    max_connections: u32,
    parameter_ttl: Duration,
    secret_ttl: Duration,
    parameter_timeout: Duration,
    secret_timeout: Duration,
}

impl ParamsAndSecrets {
    /// The version of the layer with this ARN, which differs from region to region.
    pub fn from_version_arn(arn: impl IntoValue<String>) -> Self {
        Self {
            arn: arn.into_value(),
            cache: true,
            cache_size: 1000,
            http_port: 2773,
            log_level: ParamsAndSecretsLogLevel::Info,
            max_connections: 3,
            parameter_ttl: Duration::minutes(5),
            secret_ttl: Duration::minutes(5),
            parameter_timeout: Duration::seconds(0),
            secret_timeout: Duration::seconds(0),
        }
    }

    /// Whether values are kept. Default: true.
    #[must_use]
    pub fn cache_enabled(mut self, enabled: bool) -> Self {
        self.cache = enabled;
        self
    }

    /// How many values are kept, 1 to 1,000. Default: 1,000.
    #[must_use]
    pub fn cache_size(mut self, values: u32) -> Self {
        self.cache_size = values;
        self
    }

    /// Port at which the function asks for them, 1 to 65535. Default: 2773.
    #[must_use]
    pub fn http_port(mut self, port: u16) -> Self {
        self.http_port = port;
        self
    }

    /// How much the layer logs. Default: infos.
    #[must_use]
    pub fn log_level(mut self, level: ParamsAndSecretsLogLevel) -> Self {
        self.log_level = level;
        self
    }

    /// How many requests it makes at once. Default: 3.
    #[must_use]
    pub fn max_connections(mut self, connections: u32) -> Self {
        self.max_connections = connections;
        self
    }

    /// How long a parameter is kept, up to 5 minutes. Default: 5 minutes.
    #[must_use]
    pub fn parameter_store_ttl(mut self, time: Duration) -> Self {
        self.parameter_ttl = time;
        self
    }

    /// How long a secret is kept, up to 5 minutes. Default: 5 minutes.
    #[must_use]
    pub fn secrets_manager_ttl(mut self, time: Duration) -> Self {
        self.secret_ttl = time;
        self
    }

    /// How long it waits for a parameter. Default: for ever.
    #[must_use]
    pub fn parameter_store_timeout(mut self, time: Duration) -> Self {
        self.parameter_timeout = time;
        self
    }

    /// How long it waits for a secret. Default: for ever.
    #[must_use]
    pub fn secrets_manager_timeout(mut self, time: Duration) -> Self {
        self.secret_timeout = time;
        self
    }

    pub(super) fn environment(&self) -> Vec<(String, Value<String>)> {
        let level = format!("{:?}", self.log_level).to_lowercase();
        let millis = |time: Duration| (time.to_seconds() * 1000).to_string();
        let seconds = |time: Duration| time.to_seconds().to_string();
        let extension = |name: &str| format!("PARAMETERS_SECRETS_EXTENSION_{name}");
        [
            (extension("CACHE_ENABLED"), self.cache.to_string()),
            (extension("CACHE_SIZE"), self.cache_size.to_string()),
            (extension("HTTP_PORT"), self.http_port.to_string()),
            (extension("LOG_LEVEL"), level),
            (extension("MAX_CONNECTIONS"), self.max_connections.to_string()),
            ("SECRETS_MANAGER_TIMEOUT_MILLIS".to_owned(), millis(self.secret_timeout)),
            ("SECRETS_MANAGER_TTL".to_owned(), seconds(self.secret_ttl)),
            ("SSM_PARAMETER_STORE_TIMEOUT_MILLIS".to_owned(), millis(self.parameter_timeout)),
            ("SSM_PARAMETER_STORE_TTL".to_owned(), seconds(self.parameter_ttl)),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.into_value()))
        .collect()
    }

    #[track_caller]
    pub(super) fn layer(&self, function: &Node) -> LayerVersion {
        LayerVersion::from_layer_version_arn(function, "ParamsAndSecretsLayer", &self.arn)
    }
}
