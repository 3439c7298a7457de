// The JSON API of apps/json-api, written with aws-cdk-lib: both stages.
const {
  App, CfnOutput, Duration, RemovalPolicy, Stack, Stage, aws_cloudwatch: { TreatMissingData },
  aws_cloudwatch_actions: { SnsAction }, aws_ec2: ec2, aws_ecr: ecr, aws_ecs: ecs, aws_elasticloadbalancingv2: elbv2,
  aws_logs: logs, aws_s3: s3, aws_sns: sns, aws_sns_subscriptions: { EmailSubscription },
} = require('aws-cdk-lib');

const stages = {
  test: { account: '111111111111', natGateways: 1, clients: ec2.Peer.ipv4('203.0.113.0/24'), tasks: [1, 2],
    insights: 'enabled', image: '1.0.0', logDays: logs.RetentionDays.TWO_WEEKS, removalPolicy: RemovalPolicy.DESTROY },
  prod: { account: '222222222222', natGateways: 2, clients: ec2.Peer.anyIpv4(), tasks: [2, 10],
    insights: 'enhanced', image: '1.0.0', logDays: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.RETAIN },
};
const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region: 'us-east-1' } });
  const storage = new Stack(stage, 'Storage');
  const data = new s3.Bucket(storage, 'Data', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true,
    versioned: true, removalPolicy: values.removalPolicy });
  const image = new ecr.Repository(storage, 'Image', { repositoryName: 'acme/shop/json-api', imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE, removalPolicy: values.removalPolicy,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) }, { maxImageCount: 20 }] });
  new CfnOutput(storage, 'DataBucket', { value: data.bucketName });
  new CfnOutput(storage, 'RepositoryUri', { value: image.repositoryUri });

  const api = new Stack(stage, 'Api');
  const vpc = new ec2.Vpc(api, 'Vpc', { availabilityZones: ['us-east-1a', 'us-east-1b'], natGateways: values.natGateways,
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
  if (name === 'prod') vpc.addFlowLog('FlowLog');
  const cluster = new ecs.Cluster(api, 'Cluster', { vpc, containerInsightsV2: values.insights });
  const task = new ecs.FargateTaskDefinition(api, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  const logGroup = new logs.LogGroup(api, 'Logs', { retention: values.logDays });
  task.addContainer('app', {
    image: ecs.ContainerImage.fromEcrRepository(image, values.image),
    environment: { BUCKET: data.bucketName },
    portMappings: [{ containerPort: 8000 }],
    readonlyRootFilesystem: true,
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app', logGroup }),
  });
  data.grantRead(task.taskRole);
  const service = new ecs.FargateService(api, 'Service', { cluster, taskDefinition: task, minHealthyPercent: 100,
    circuitBreaker: { rollback: true } });
  const scaling = service.autoScaleTaskCount({ minCapacity: values.tasks[0], maxCapacity: values.tasks[1] });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 80 });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
  const lb = new elbv2.ApplicationLoadBalancer(api, 'LoadBalancer', { vpc, internetFacing: true,
    dropInvalidHeaderFields: true, deletionProtection: name === 'prod' });
  const listener = lb.addListener('Http', { port: 80, open: false });
  listener.connections.allowDefaultPortFrom(values.clients);
  const group = listener.addTargets('Api', { port: 8000, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service],
    healthCheck: { path: '/health', interval: Duration.seconds(15) }, deregistrationDelay: Duration.seconds(30) });

  const topic = new sns.Topic(api, 'Alarms', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription('shop@acme.example'));
  const failures = logGroup.addMetricFilter('Failed', { metricNamespace: 'JsonApi', metricName: 'Failures',
    filterPattern: logs.FilterPattern.stringValue('$.status', '=', '5*') });
  const alarm = (id, metric, threshold) => metric.createAlarm(api, id, { threshold, evaluationPeriods: 3,
    treatMissingData: TreatMissingData.NOT_BREACHING }).addAlarmAction(new SnsAction(topic));
  alarm('CpuHigh', service.metricCpuUtilization(), 90);
  alarm('MemoryHigh', service.metricMemoryUtilization(), 90);
  alarm('Unhealthy', group.metrics.unhealthyHostCount(), 1);
  alarm('Failing', group.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), 10);
  alarm('Slow', group.metrics.targetResponseTime({ statistic: 'p95' }), 2);
  alarm('Failures', failures.metric({ statistic: 'sum' }), 1);
  new CfnOutput(api, 'LbDns', { value: lb.loadBalancerDnsName });
  new CfnOutput(api, 'ApiUrl', { value: `http://${lb.loadBalancerDnsName}/api/foo` });
}
app.synth();
