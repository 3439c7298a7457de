//! Buckets as web sites.

use super::lifecycle::text;
use super::settings::texts;
use crate::Expr;
use bon::Builder;

texts! {
    /// Protocol of a redirection.
    RedirectProtocol {
        /// `http`.
        Http = "http",
        /// `https`.
        Https = "https",
    }
}

/// Where all requests to a web site are sent.
#[derive(Clone, Debug)]
pub struct RedirectTarget {
    /// Name of the host.
    pub host_name: String,
    /// Protocol; that of the request where none is given.
    pub protocol: Option<RedirectProtocol>,
}

impl RedirectTarget {
    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("HostName", Expr::from(self.host_name.clone())),
            ("Protocol", protocol(self.protocol)),
        ])
    }
}

/// What becomes of the key in a redirection.
#[derive(Clone, Debug)]
pub enum ReplaceKey {
    /// The whole key is this.
    With(String),
    /// The prefix of the condition is replaced by this.
    PrefixWith(String),
}

/// Sends some requests to a web site elsewhere.
#[derive(Builder, Clone, Debug)]
pub struct RoutingRule {
    /// Only keys that begin so. Default: all.
    #[builder(into)]
    key_prefix_equals: Option<String>,
    /// Only answers with this HTTP status, such as `404`. Default: all.
    #[builder(into)]
    http_error_code_returned_equals: Option<String>,
    /// Name of the host to go to. Default: the same.
    #[builder(into)]
    host_name: Option<String>,
    /// HTTP status of the redirection. Default: 301.
    #[builder(into)]
    http_redirect_code: Option<String>,
    /// Protocol to go on with. Default: that of the request.
    protocol: Option<RedirectProtocol>,
    /// What becomes of the key. Default: it stays.
    replace_key: Option<ReplaceKey>,
}

impl RoutingRule {
    pub(super) fn to_expr(&self) -> Expr {
        let condition = Expr::object([
            ("HttpErrorCodeReturnedEquals", text(self.http_error_code_returned_equals.as_ref())),
            ("KeyPrefixEquals", text(self.key_prefix_equals.as_ref())),
        ]);
        let condition = match condition {
            Expr::Map(entries) if entries.is_empty() => Expr::Null,
            condition => condition,
        };
        let (with, prefix) = match &self.replace_key {
            None => (None, None),
            Some(ReplaceKey::With(key)) => (Some(key), None),
            Some(ReplaceKey::PrefixWith(prefix)) => (None, Some(prefix)),
        };
        let rule = Expr::object([
            ("HostName", text(self.host_name.as_ref())),
            ("HttpRedirectCode", text(self.http_redirect_code.as_ref())),
            ("Protocol", protocol(self.protocol)),
            ("ReplaceKeyPrefixWith", text(prefix)),
            ("ReplaceKeyWith", text(with)),
        ]);
        Expr::object([("RedirectRule", rule), ("RoutingRuleCondition", condition)])
    }
}

fn protocol(protocol: Option<RedirectProtocol>) -> Expr {
    protocol.map_or(Expr::Null, |protocol| Expr::from(protocol.as_str()))
}
