//! Addresses of databases.

use crate::{Value, text};

/// Where a database is reached.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its name in DNS.
    pub hostname: Value<String>,
    /// Its port.
    pub port: Value<i64>,
}

impl Endpoint {
    /// `hostname:port`.
    pub fn socket_address(&self) -> Value<String> {
        text!("{}:{}", self.hostname, self.port)
    }
}
