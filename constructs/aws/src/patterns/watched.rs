//! What monitoring looks at, and which alarms are worth having.

use super::{EksFargatePlatform, NetworkedFargateService, PostgresDatabase};
use crate::cloudwatch::{
    Alarm, AnyMetric, ComparisonOperator, GraphWidget, MathExpression, Metric, Statistic,
    TreatMissingData, YAxis,
};
use crate::{Construct, Duration, Node};

/// Share of CPU or memory at which people should look, percent.
const BUSY: f64 = 90.0;
/// Share of CPU and memory below which half the size would do, percent.
const IDLE: f64 = 10.0;
/// Free storage below which a database should be looked at, bytes: 5 GiB.
const LITTLE_STORAGE: f64 = 5.0 * 1_073_741_824.0;
/// Free memory below which a database should be looked at, bytes: 64 MiB.
const LITTLE_MEMORY: f64 = 64.0 * 1_048_576.0;
/// Share of requests that may fail, percent.
const FAILING: f64 = 5.0;
/// Time in which 95 of 100 requests should be answered, seconds.
const SLOW: f64 = 2.0;

/// Metrics of target groups.
const REQUESTS: &str = "RequestCount";
const REFUSED: &str = "HTTPCode_Target_4XX_Count";
const ERRORS: &str = "HTTPCode_Target_5XX_Count";
const ANSWER_TIME: &str = "TargetResponseTime";

/// Metrics of a cluster's control plane.
const API_REQUESTS: &str = "apiserver_request_total";
const API_ERRORS: &str = "apiserver_request_total_5XX";
const API_THROTTLED: &str = "apiserver_request_total_429";
const API_STORED: &str = "apiserver_storage_size_bytes";
const PENDING: &str = "scheduler_pending_pods";
const HOMELESS: &str = "scheduler_pending_pods_UNSCHEDULABLE";

/// Something that [`Monitoring`](super::Monitoring) can look at.
pub trait Watched: Construct {
    /// Makes the alarms that are worth having, as children of `scope` that go by the construct's id.
    ///
    /// They stand where `scope` does: what is watched knows nothing of who is told.
    fn recommended_alarms(&self, scope: &dyn Construct) -> Vec<Alarm>;

    /// Graphs of how it is doing, for a row of a dashboard.
    fn graphs(&self) -> Vec<GraphWidget>;
}

/// An alarm: its threshold, how often in a row, and what it means.
struct Worry {
    id: &'static str,
    metric: AnyMetric,
    threshold: f64,
    below: bool,
    times: u32,
    meaning: &'static str,
}

/// Makes the alarms of a construct.
#[track_caller]
fn make(
    scope: &dyn Construct,
    watched: &Node,
    worries: impl IntoIterator<Item = Worry>,
) -> Vec<Alarm> {
    let id = watched.id();
    let id = if scope.node().find(&id).is_some() { watched.unique_id() } else { id };
    let scope = scope.node().child(&id);
    let mut alarms = Vec::new();
    for worry in worries {
        alarms.push(worry.alarm(&scope, watched));
    }
    alarms
}

impl Worry {
    fn above(id: &'static str, metric: impl Into<AnyMetric>, threshold: f64, times: u32) -> Self {
        Self { id, metric: metric.into(), threshold, below: false, times, meaning: "" }
    }

    fn below(id: &'static str, metric: impl Into<AnyMetric>, threshold: f64, times: u32) -> Self {
        Self { below: true, ..Self::above(id, metric, threshold, times) }
    }

    fn meaning(mut self, meaning: &'static str) -> Self {
        self.meaning = meaning;
        self
    }

    #[track_caller]
    fn alarm(self, scope: &Node, watched: &Node) -> Alarm {
        let operator = match self.below {
            true => ComparisonOperator::LessThanThreshold,
            false => ComparisonOperator::GreaterThanOrEqualToThreshold,
        };
        Alarm::builder(scope, self.id)
            .metric(self.metric)
            .threshold(self.threshold)
            .comparison_operator(operator)
            .evaluation_periods(self.times)
            // A service without requests, or one that is switched off, is no reason to wake anybody.
            .treat_missing_data(TreatMissingData::NotBreaching)
            .alarm_description(format!("{}: {}", watched.path(), self.meaning))
            .build()
    }
}

/// The larger share, hour by hour: small where all that is paid for is hardly used.
fn used(cpu: Metric, memory: Option<Metric>) -> AnyMetric {
    let hour = Duration::hours(1);
    match memory {
        None => cpu.period(hour).into(),
        Some(memory) => MathExpression::new("MAX([cpu, memory])")
            .using("cpu", cpu)
            .using("memory", memory)
            .label("CPU or memory, %")
            .period(hour)
            .into(),
    }
}

/// A metric of a service's target group. Its load balancer names itself, which works across stacks too.
fn of_targets(service: &NetworkedFargateService, name: &str, statistic: Statistic) -> Metric {
    let (group, balancer) = (service.target_group(), service.load_balancer());
    let metric = group.metric(name).statistic(statistic);
    match balancer.cfn() {
        Some(_) => metric.dimension("LoadBalancer", balancer.load_balancer_full_name()),
        None => metric,
    }
}

fn percent() -> YAxis {
    YAxis::new().min(0.0).max(100.0)
}

fn graph(title: &str, metrics: impl IntoIterator<Item = Metric>, axis: YAxis) -> GraphWidget {
    GraphWidget::builder().title(title).left(metrics).left_y_axis(axis).width(8).build()
}

impl Watched for NetworkedFargateService {
    /// CPU, memory, unwell tasks, failing and slow requests, and a size that is too large.
    #[track_caller]
    fn recommended_alarms(&self, scope: &dyn Construct) -> Vec<Alarm> {
        let service = self.service();
        let (cpu, memory) = (service.metric_cpu_utilization(), service.metric_memory_utilization());
        let failed = MathExpression::new("100 * failed / requests")
            .using("failed", of_targets(self, ERRORS, Statistic::SUM))
            .using("requests", of_targets(self, REQUESTS, Statistic::SUM))
            .label("failed requests, %");
        let unwell = of_targets(self, "UnHealthyHostCount", Statistic::MAXIMUM);
        let slowest = of_targets(self, ANSWER_TIME, Statistic::percentile(95.0));
        let worries = [
            Worry::above("CpuHigh", cpu.clone(), BUSY, 3)
                .meaning("CPU stays at 90 %; scaling does not keep up"),
            Worry::above("MemoryHigh", memory.clone(), BUSY, 3)
                .meaning("memory stays at 90 %; tasks will be killed"),
            Worry::above("Unhealthy", unwell.period(Duration::minutes(1)), 1.0, 5)
                .meaning("a task fails its health check"),
            Worry::above("Failing", failed, FAILING, 3).meaning("5 % of the requests fail"),
            Worry::above("Slow", slowest, SLOW, 3)
                .meaning("5 % of the requests take 2 s or longer"),
            Worry::below("UnderUsed", used(cpu, Some(memory)), IDLE, 24)
                .meaning("a day below 10 % of CPU and memory; a smaller size would do"),
        ];
        make(scope, self.node(), worries)
    }

    fn graphs(&self) -> Vec<GraphWidget> {
        let service = self.service();
        let used = [service.metric_cpu_utilization(), service.metric_memory_utilization()];
        let answers =
            [REQUESTS, REFUSED, ERRORS].map(|name| of_targets(self, name, Statistic::SUM));
        let times =
            [50.0, 95.0].map(|share| of_targets(self, ANSWER_TIME, Statistic::percentile(share)));
        vec![
            graph("CPU and memory, %", used, percent()),
            graph("Requests", answers, YAxis::new().min(0.0)),
            graph("Seconds to the answer", times, YAxis::new().min(0.0)),
        ]
    }
}

impl Watched for PostgresDatabase {
    /// CPU, free storage and memory, and a size that is too large.
    #[track_caller]
    fn recommended_alarms(&self, scope: &dyn Construct) -> Vec<Alarm> {
        let instance = self.instance();
        let cpu = instance.metric_cpu_utilization();
        let storage = instance.metric_free_storage_space().statistic(Statistic::MINIMUM);
        let memory = instance.metric_freeable_memory();
        let worries = [
            Worry::above("CpuHigh", cpu.clone(), BUSY, 3).meaning("CPU stays at 90 %"),
            Worry::below("StorageLow", storage, LITTLE_STORAGE, 1)
                .meaning("less than 5 GiB of storage are free"),
            Worry::below("MemoryLow", memory, LITTLE_MEMORY, 3)
                .meaning("less than 64 MiB of memory are free"),
            Worry::below("UnderUsed", used(cpu, None), IDLE, 24)
                .meaning("a day below 10 % of CPU; a smaller machine would do"),
        ];
        make(scope, self.node(), worries)
    }

    fn graphs(&self) -> Vec<GraphWidget> {
        let instance = self.instance();
        let free = [instance.metric_free_storage_space()];
        vec![
            graph("CPU, %", [instance.metric_cpu_utilization()], percent()),
            graph("Connections", [instance.metric_database_connections()], YAxis::new().min(0.0)),
            graph("Free storage, bytes", free, YAxis::new().min(0.0)),
        ]
    }
}

/// A metric that EKS sends of each cluster's control plane, minute by minute.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html>
fn of_control_plane(platform: &EksFargatePlatform, name: &str, statistic: Statistic) -> Metric {
    Metric::new("AWS/EKS", name)
        .dimension("ClusterName", platform.cluster().cluster_name())
        .statistic(statistic)
}

impl Watched for EksFargatePlatform {
    /// Pods that find no place, requests that the API fails or turns away.
    #[track_caller]
    fn recommended_alarms(&self, scope: &dyn Construct) -> Vec<Alarm> {
        let homeless = of_control_plane(self, HOMELESS, Statistic::MAXIMUM);
        let failed = MathExpression::new("100 * failed / requests")
            .using("failed", of_control_plane(self, API_ERRORS, Statistic::SUM))
            .using("requests", of_control_plane(self, API_REQUESTS, Statistic::SUM))
            .label("failed requests, %");
        let throttled = of_control_plane(self, API_THROTTLED, Statistic::SUM);
        let worries = [
            Worry::above("Homeless", homeless, 1.0, 3)
                .meaning("a pod finds no place; no Fargate profile takes it"),
            Worry::above("ApiFailing", failed, FAILING, 3)
                .meaning("5 % of the requests to the API of Kubernetes fail"),
            Worry::above("ApiThrottled", throttled, 1.0, 3)
                .meaning("the API of Kubernetes turns requests away"),
        ];
        make(scope, self.node(), worries)
    }

    fn graphs(&self) -> Vec<GraphWidget> {
        let answers = [API_REQUESTS, API_THROTTLED, API_ERRORS]
            .map(|name| of_control_plane(self, name, Statistic::SUM));
        let waiting =
            [PENDING, HOMELESS].map(|name| of_control_plane(self, name, Statistic::MAXIMUM));
        let stored = [of_control_plane(self, API_STORED, Statistic::MAXIMUM)];
        vec![
            graph("Requests to the API", answers, YAxis::new().min(0.0)),
            graph("Pods that wait", waiting, YAxis::new().min(0.0)),
            graph("Stored by the API, bytes", stored, YAxis::new().min(0.0)),
        ]
    }
}
