//! Which requests a listener rule is about.

use crate::{Expr, IntoValue};

/// A condition on requests; a rule applies where all of its conditions hold.
///
/// ```
/// use cumulo::elbv2::ListenerCondition;
/// let api = [ListenerCondition::host_headers(["shop.example.com"]), ListenerCondition::path_patterns(["/api/*"])];
/// ```
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html>
#[derive(Clone, Debug)]
pub struct ListenerCondition(pub(super) Expr);

impl ListenerCondition {
    /// The host is one of these, with `*` and `?` for any characters.
    pub fn host_headers(hosts: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("host-header", "HostHeaderConfig", hosts)
    }

    /// The path is one of these, with `*` and `?` for any characters; capitals count.
    pub fn path_patterns(patterns: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("path-pattern", "PathPatternConfig", patterns)
    }

    /// The method is one of these, such as `GET`.
    pub fn http_request_methods(methods: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("http-request-method", "HttpRequestMethodConfig", methods)
    }

    /// The client's address lies in one of these blocks.
    pub fn source_ips(blocks: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("source-ip", "SourceIpConfig", blocks)
    }

    /// The header `name` has one of these values.
    pub fn http_header(
        name: &str,
        values: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        let config = Expr::object([
            ("HttpHeaderName", Expr::from(name.to_owned())),
            ("Values", texts(values)),
        ]);
        Self::new("http-header", "HttpHeaderConfig", config)
    }

    /// The query holds one of these pairs; without a key any key may have the value.
    pub fn query_strings<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, &'a str)>) -> Self {
        let text = |text: &str| Expr::from(text.to_owned());
        let pairs = pairs.into_iter().map(|(key, value)| {
            Expr::object([("Key", key.map_or(Expr::Null, text)), ("Value", text(value))])
        });
        let config = Expr::object([("Values", Expr::List(pairs.collect()))]);
        Self::new("query-string", "QueryStringConfig", config)
    }

    fn values(
        field: &'static str,
        config: &'static str,
        values: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        Self::new(field, config, Expr::object([("Values", texts(values))]))
    }

    fn new(field: &'static str, name: &'static str, config: Expr) -> Self {
        Self(Expr::object([("Field", Expr::from(field)), (name, config)]))
    }
}

fn texts(values: impl IntoIterator<Item = impl IntoValue<String>>) -> Expr {
    Expr::List(values.into_iter().map(|value| value.into_value().into_expr()).collect())
}
