// The shopping cart of apps/aws-poc, written with aws-cdk-lib: both stages.
const {
  App, CfnOutput, Duration, Stack, Stage, aws_cloudwatch: { TreatMissingData },
  aws_cloudwatch_actions: { SnsAction }, aws_ec2: ec2, aws_ecr: ecr, aws_ecs: ecs, aws_elasticloadbalancingv2: elbv2,
  aws_iam: iam, aws_logs: logs, aws_sns: sns, aws_sns_subscriptions: { EmailSubscription },
} = require('aws-cdk-lib');
const { Construct } = require('constructs');

const stages = {
  test: { account: '111111111111', regions: ['us-east-1'], natGateways: 1, clients: ec2.Peer.ipv4('203.0.113.0/24'),
    image: '1.0.0', tasks: [1, 2], insights: 'enabled', logDays: logs.RetentionDays.TWO_WEEKS, alarmsTo: [] },
  prod: { account: '222222222222', regions: ['us-east-1'], natGateways: 2, clients: ec2.Peer.anyIpv4(),
    image: '1.0.0', tasks: [2, 10], insights: 'enhanced', logDays: logs.RetentionDays.THREE_MONTHS,
    alarmsTo: ['cart@acme.example'] },
};

/** The role of the workflows of a repository on GitHub. */
function deployRole(stack, stageName) {
  const host = 'token.actions.githubusercontent.com';
  const provider = new iam.OidcProviderNative(stack, 'Github', { url: `https://${host}`, clientIds: ['sts.amazonaws.com'] });
  const conditions = { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: `repo:acme/cart:environment:${stageName}` };
  const assumedBy = new iam.WebIdentityPrincipal(provider.oidcProviderArn, { StringEquals: conditions });
  return new iam.Role(stack, 'Deploy', { assumedBy });
}

function repository(stack, id, repositoryName) {
  return new ecr.Repository(stack, id, { repositoryName, imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) }, { maxImageCount: 20 }] });
}

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region: values.regions[0] } });
  const deploy = deployRole(new Stack(stage, 'Global'), name);
  for (const region of values.regions) {
    const place = new Construct(stage, region);
    const stack = (id) => new Stack(place, id, { env: { account: values.account, region } });
    const images = stack('Registry');
    const image = repository(images, 'Cart', 'acme/cart');
    [image, repository(images, 'Base', 'acme/base/hello-world')].forEach((pushed) => pushed.grantPullPush(deploy));
    new CfnOutput(images, 'RepositoryUri', { value: image.repositoryUri });

    const vpc = new ec2.Vpc(stack('Network'), 'Vpc', { availabilityZones: [`${region}a`, `${region}b`],
      natGateways: values.natGateways, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
    if (name === 'prod') vpc.addFlowLog('FlowLog');
    const lb = new elbv2.ApplicationLoadBalancer(stack('LoadBalancer'), 'LoadBalancer', { vpc, internetFacing: true,
      dropInvalidHeaderFields: true, deletionProtection: name === 'prod' });
    const listener = lb.addListener('Http', { port: 80, open: false,
      defaultAction: elbv2.ListenerAction.fixedResponse(503) });
    listener.connections.allowDefaultPortFrom(values.clients);

    const service = stack('Service');
    const cluster = new ecs.Cluster(service, 'Cluster', { vpc, containerInsightsV2: values.insights });
    const task = new ecs.FargateTaskDefinition(service, 'Task', { cpu: 256, memoryLimitMiB: 512 });
    ['cache', 'run'].forEach((volume) => task.addVolume({ name: volume }));
    const container = task.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(image, values.image),
      portMappings: [{ containerPort: 80 }],
      readonlyRootFilesystem: true,
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app',
        logGroup: new logs.LogGroup(service, 'Logs', { retention: values.logDays }) }),
    });
    container.addMountPoints({ sourceVolume: 'cache', containerPath: '/var/cache/nginx', readOnly: false },
      { sourceVolume: 'run', containerPath: '/var/run', readOnly: false });
    const cart = new ecs.FargateService(service, 'Cart', { cluster, taskDefinition: task, minHealthyPercent: 100,
      circuitBreaker: { rollback: true } });
    const group = new elbv2.ApplicationTargetGroup(service, 'Group', { vpc, port: 80, targets: [cart],
      deregistrationDelay: Duration.seconds(30), healthCheck: { path: '/' } });
    new elbv2.ApplicationListenerRule(service, 'Rule', { listener, priority: 1, targetGroups: [group],
      conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])] });
    const scaling = cart.autoScaleTaskCount({ minCapacity: values.tasks[0], maxCapacity: values.tasks[1] });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 80 });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
    if (values.alarmsTo.length > 0) {
      const topic = new sns.Topic(service, 'Alarms', { enforceSSL: true });
      values.alarmsTo.forEach((email) => topic.addSubscription(new EmailSubscription(email)));
      const alarm = (id, metric, threshold) => metric.createAlarm(service, id, { threshold, evaluationPeriods: 3,
        treatMissingData: TreatMissingData.NOT_BREACHING }).addAlarmAction(new SnsAction(topic));
      alarm('CpuHigh', cart.metricCpuUtilization(), 90);
      alarm('MemoryHigh', cart.metricMemoryUtilization(), 90);
      alarm('Unhealthy', group.metrics.unhealthyHostCount(), 1);
      alarm('Failing', group.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), 10);
      alarm('Slow', group.metrics.targetResponseTime({ statistic: 'p95' }), 2);
    }
    new CfnOutput(service, 'Url', { value: `http://${lb.loadBalancerDnsName}` });
  }
}
app.synth();
