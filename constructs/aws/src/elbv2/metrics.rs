//! Metrics of load balancers and target groups.

use super::{
    ApplicationLoadBalancer, ApplicationTargetGroup, NetworkLoadBalancer, NetworkTargetGroup,
    TargetGroup,
};
use crate::cloudwatch::Metric;
use crate::{Construct, Expr, Fn, Value, text};

/// Answers that the load balancer itself gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpCodeElb {
    /// Redirects.
    Elb3xx,
    /// Errors of clients.
    Elb4xx,
    /// Errors of the load balancer.
    Elb5xx,
    /// 500: internal error.
    Elb500,
    /// 502: bad gateway.
    Elb502,
    /// 503: no target is well.
    Elb503,
    /// 504: the target did not answer in time.
    Elb504,
}

/// Answers that targets give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpCodeTarget {
    /// Successes.
    Target2xx,
    /// Redirects.
    Target3xx,
    /// Errors of clients.
    Target4xx,
    /// Errors of targets.
    Target5xx,
}

impl HttpCodeElb {
    fn metric_name(self) -> &'static str {
        match self {
            HttpCodeElb::Elb3xx => "HTTPCode_ELB_3XX_Count",
            HttpCodeElb::Elb4xx => "HTTPCode_ELB_4XX_Count",
            HttpCodeElb::Elb5xx => "HTTPCode_ELB_5XX_Count",
            HttpCodeElb::Elb500 => "HTTPCode_ELB_500_Count",
            HttpCodeElb::Elb502 => "HTTPCode_ELB_502_Count",
            HttpCodeElb::Elb503 => "HTTPCode_ELB_503_Count",
            HttpCodeElb::Elb504 => "HTTPCode_ELB_504_Count",
        }
    }
}

impl HttpCodeTarget {
    fn metric_name(self) -> &'static str {
        match self {
            HttpCodeTarget::Target2xx => "HTTPCode_Target_2XX_Count",
            HttpCodeTarget::Target3xx => "HTTPCode_Target_3XX_Count",
            HttpCodeTarget::Target4xx => "HTTPCode_Target_4XX_Count",
            HttpCodeTarget::Target5xx => "HTTPCode_Target_5XX_Count",
        }
    }
}

/// Methods for metrics that have a statistic of their own.
macro_rules! metrics {
    ($($(#[$doc:meta])* $method:ident = $name:literal $statistic:literal,)*) => {
        $(
            $(#[$doc])*
            pub fn $method(&self) -> Metric {
                self.metric($name).statistic($statistic)
            }
        )*
    };
}

impl ApplicationLoadBalancer {
    /// A metric of the load balancer by its name; its average over five minutes.
    ///
    /// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/ApplicationELB", name)
            .dimension("LoadBalancer", self.load_balancer_full_name())
            .attached_to(self)
    }

    /// Answers that the load balancer itself gave.
    pub fn metric_http_code_elb(&self, code: HttpCodeElb) -> Metric {
        self.metric(code.metric_name()).statistic("Sum")
    }

    /// Answers that targets gave.
    pub fn metric_http_code_target(&self, code: HttpCodeTarget) -> Metric {
        self.metric(code.metric_name()).statistic("Sum")
    }

    metrics! {
        /// Connections from clients and to targets.
        metric_active_connection_count = "ActiveConnectionCount" "Sum",
        /// TLS connections that clients could not make.
        metric_client_tls_negotiation_error_count = "ClientTLSNegotiationErrorCount" "Sum",
        /// Capacity units, which are paid for.
        metric_consumed_lcus = "ConsumedLCUs" "Sum",
        /// Answers of fixed-response actions.
        metric_http_fixed_response_count = "HTTP_Fixed_Response_Count" "Sum",
        /// Answers of redirect actions.
        metric_http_redirect_count = "HTTP_Redirect_Count" "Sum",
        /// Redirects whose address was longer than 8 KiB.
        metric_http_redirect_url_limit_exceeded_count = "HTTP_Redirect_Url_Limit_Exceeded_Count" "Sum",
        /// Bytes over IPv6.
        metric_ipv6_processed_bytes = "IPv6ProcessedBytes" "Sum",
        /// Requests over IPv6.
        metric_ipv6_request_count = "IPv6RequestCount" "Sum",
        /// New connections from clients and to targets.
        metric_new_connection_count = "NewConnectionCount" "Sum",
        /// Bytes of requests and answers.
        metric_processed_bytes = "ProcessedBytes" "Sum",
        /// Connections that were refused because there were too many.
        metric_rejected_connection_count = "RejectedConnectionCount" "Sum",
        /// Requests that a target answered.
        metric_request_count = "RequestCount" "Sum",
        /// Rules that were looked at.
        metric_rule_evaluations = "RuleEvaluations" "Sum",
        /// Connections to targets that failed.
        metric_target_connection_error_count = "TargetConnectionErrorCount" "Sum",
        /// Seconds until a target answered.
        metric_target_response_time = "TargetResponseTime" "Average",
        /// TLS connections to targets that failed.
        metric_target_tls_negotiation_error_count = "TargetTLSNegotiationErrorCount" "Sum",
        /// Log-ins that failed for reasons of configuration or the provider.
        metric_elb_auth_error = "ELBAuthError" "Sum",
        /// Log-ins that the provider refused.
        metric_elb_auth_failure = "ELBAuthFailure" "Sum",
        /// Milliseconds that the provider took.
        metric_elb_auth_latency = "ELBAuthLatency" "Average",
        /// Log-ins that succeeded.
        metric_elb_auth_success = "ELBAuthSuccess" "Sum",
    }
}

impl ApplicationTargetGroup {
    /// A metric of the group by its name; its average over five minutes.
    ///
    /// # Findings
    /// `target-group-unattached` when no listener sends requests to the group yet.
    pub fn metric(&self, name: &str) -> Metric {
        of_group("AWS/ApplicationELB", name, self.target_group())
    }

    /// Answers that the targets gave.
    pub fn metric_http_code_target(&self, code: HttpCodeTarget) -> Metric {
        self.metric(code.metric_name()).statistic("Sum")
    }

    metrics! {
        /// Requests over IPv6.
        metric_ipv6_request_count = "IPv6RequestCount" "Sum",
        /// Requests that a target answered.
        metric_request_count = "RequestCount" "Sum",
        /// Targets that are well.
        metric_healthy_host_count = "HealthyHostCount" "Average",
        /// Targets that are unwell.
        metric_unhealthy_host_count = "UnHealthyHostCount" "Average",
        /// Connections to targets that failed.
        metric_target_connection_error_count = "TargetConnectionErrorCount" "Sum",
        /// Seconds until a target answered.
        metric_target_response_time = "TargetResponseTime" "Average",
        /// TLS connections to targets that failed.
        metric_target_tls_negotiation_error_count = "TargetTLSNegotiationErrorCount" "Sum",
        /// Requests by target.
        metric_request_count_per_target = "RequestCountPerTarget" "Sum",
    }
}

impl NetworkLoadBalancer {
    /// A metric of the load balancer by its name; its average over five minutes.
    ///
    /// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html>
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/NetworkELB", name)
            .dimension("LoadBalancer", self.load_balancer_full_name())
            .attached_to(self)
    }

    metrics! {
        /// Connections that are open.
        metric_active_flow_count = "ActiveFlowCount" "Average",
        /// Capacity units, which are paid for.
        metric_consumed_lcus = "ConsumedLCUs" "Sum",
        /// New connections.
        metric_new_flow_count = "NewFlowCount" "Sum",
        /// Bytes of connections.
        metric_processed_bytes = "ProcessedBytes" "Sum",
        /// Connections that clients reset.
        metric_tcp_client_reset_count = "TCP_Client_Reset_Count" "Sum",
        /// Connections that the load balancer reset.
        metric_tcp_elb_reset_count = "TCP_ELB_Reset_Count" "Sum",
        /// Connections that targets reset.
        metric_tcp_target_reset_count = "TCP_Target_Reset_Count" "Sum",
    }
}

impl NetworkTargetGroup {
    /// A metric of the group by its name; its average over five minutes.
    ///
    /// # Findings
    /// `target-group-unattached` when no listener sends connections to the group yet.
    pub fn metric(&self, name: &str) -> Metric {
        of_group("AWS/NetworkELB", name, self.target_group())
    }

    metrics! {
        /// Targets that are well.
        metric_healthy_host_count = "HealthyHostCount" "Average",
        /// Targets that are unwell.
        metric_unhealthy_host_count = "UnHealthyHostCount" "Average",
    }
}

fn of_group(namespace: &'static str, name: &str, group: &TargetGroup) -> Metric {
    Metric::new(namespace, name)
        .dimension("LoadBalancer", group.first_load_balancer_full_name())
        .dimension("TargetGroup", group.target_group_full_name())
        .attached_to(group)
}

impl TargetGroup {
    /// Name of the group in metrics, `targetgroup/api/0123456789abcdef`.
    pub fn target_group_full_name(&self) -> Value<String> {
        match self.cfn() {
            Some(cfn) => cfn.attr_target_group_full_name(),
            None => Fn::select(5, Fn::split(":", self.target_group_arn())),
        }
    }

    /// Name of the first load balancer in front of the group in metrics, `app/front/0123456789abcdef`.
    ///
    /// # Findings
    /// `target-group-unattached` when no listener sends connections to the group yet.
    pub fn first_load_balancer_full_name(&self) -> Value<String> {
        let Some(arn) = self.first_listener() else {
            self.node().error(
                "target-group-unattached",
                "no listener sends connections to the target group yet, so its metrics name no load balancer",
                "add the group to a listener first",
            );
            return Value::new(Expr::Null);
        };
        let part = |index| -> Value<String> { Fn::select(index, Fn::split("/", &arn)) };
        text!("{}/{}/{}", part(1), part(2), part(3))
    }
}
