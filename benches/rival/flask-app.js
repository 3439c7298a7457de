// The Flask service of apps/flask-app, written with aws-cdk-lib: both stages.
const {
  App, CfnOutput, Duration, RemovalPolicy, Stack, Stage, aws_cloudwatch: { TreatMissingData },
  aws_cloudwatch_actions: { SnsAction }, aws_ec2: ec2, aws_ecr: ecr, aws_ecs: ecs, aws_elasticloadbalancingv2: elbv2,
  aws_iam: iam, aws_logs: logs, aws_rds: rds, aws_s3: s3, aws_sns: sns, aws_sns_subscriptions: { EmailSubscription },
  aws_wafv2: wafv2,
} = require('aws-cdk-lib');

const stages = {
  test: { account: '111111111111', region: 'eu-west-1', image: '1.0.0', keep: { images: 10, untaggedDays: 3 },
    clients: ec2.Peer.ipv4('203.0.113.0/24'), tasks: [1, 2], natGateways: 1, logDays: logs.RetentionDays.TWO_WEEKS },
  prod: { account: '222222222222', region: 'us-east-1', image: '1.0.0', keep: { images: 50, untaggedDays: 7 },
    certificate: 'arn:aws:acm:us-east-1:222222222222:certificate/12345678-90ab-cdef-1234-567890abcdef',
    clients: ec2.Peer.anyIpv4(), tasks: [2, 10], natGateways: 2, logDays: logs.RetentionDays.THREE_MONTHS,
    protected: true, enableDatabase: true, enableFirewall: true, alarmsTo: 'devops@acme.example' },
};

/** The image's repository, and the role of the workflows that push to it. */
function registry(stack, stageName, values) {
  const image = new ecr.Repository(stack, 'Image', { repositoryName: 'acme/flask-app', imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE,
    removalPolicy: values.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(values.keep.untaggedDays) },
      { maxImageCount: values.keep.images }] });
  const host = 'token.actions.githubusercontent.com';
  const provider = new iam.OidcProviderNative(stack, 'Github', { url: `https://${host}`, clientIds: ['sts.amazonaws.com'] });
  const subject = `repo:acme/flask-app:environment:${stageName}`;
  const conditions = { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: subject };
  const assumedBy = new iam.WebIdentityPrincipal(provider.oidcProviderArn, { StringEquals: conditions });
  const workflows = new iam.Role(stack, 'Workflows', { assumedBy });
  image.grantPullPush(workflows);
  new CfnOutput(stack, 'RepositoryUri', { value: image.repositoryUri });
  new CfnOutput(stack, 'WorkflowsRole', { value: workflows.roleArn });
  return image;
}

function network(stack, values) {
  const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
  const subnetTypes = { Public: PUBLIC, Private: PRIVATE_WITH_EGRESS };
  if (values.enableDatabase) subnetTypes.Isolated = PRIVATE_ISOLATED;
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: values.natGateways,
    availabilityZones: [`${values.region}a`, `${values.region}b`],
    subnetConfiguration: Object.entries(subnetTypes).map(([name, subnetType]) => ({ name, subnetType })),
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
  if (values.protected) vpc.addFlowLog('FlowLog');
  return vpc;
}

function postgres(stack, vpc) {
  return new rds.DatabaseInstance(stack, 'Instance', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
    databaseName: 'flask',
    manageMasterUserPassword: true,
    iamAuthentication: true,
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    storageType: rds.StorageType.GP3,
    storageEncrypted: true,
    multiAz: true,
    backupRetention: Duration.days(7),
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    monitoringInterval: Duration.minutes(1),
    cloudwatchLogsExports: ['postgresql', 'upgrade'],
  });
}

/** The service, and the target group by which it is reached. */
function flask(stack, { vpc, image, database, values }) {
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
  const task = new ecs.FargateTaskDefinition(stack, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  task.addContainer('app', {
    image: ecs.ContainerImage.fromEcrRepository(image, values.image),
    environment: database && { DB_HOST: database.instanceEndpoint.hostname, DB_PORT: database.dbInstanceEndpointPort },
    secrets: database && { DB_PASSWORD: ecs.Secret.fromSecretsManager(database.secret, 'password') },
    portMappings: [{ containerPort: 5000 }],
    readonlyRootFilesystem: true,
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app',
      logGroup: new logs.LogGroup(stack, 'Logs', { retention: values.logDays }) }),
  });
  const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition: task, minHealthyPercent: 100,
    circuitBreaker: { rollback: true } });
  const scaling = service.autoScaleTaskCount({ minCapacity: values.tasks[0], maxCapacity: values.tasks[1] });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 80 });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
  if (database) service.connections.allowToDefaultPort(database);

  const lb = new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc, internetFacing: true,
    dropInvalidHeaderFields: true, deletionProtection: values.protected });
  if (values.protected) lb.logAccessLogs(new s3.Bucket(stack, 'AccessLogs', { enforceSSL: true }));
  const secure = values.certificate && { sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
    certificates: [elbv2.ListenerCertificate.fromArn(values.certificate)] };
  const listener = lb.addListener('Listener', { port: secure ? 443 : 80, open: false, ...secure });
  listener.connections.allowDefaultPortFrom(values.clients);
  if (secure) lb.addRedirect({ open: false });
  const group = listener.addTargets('Flask', { port: 5000, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service],
    healthCheck: { path: '/health' }, deregistrationDelay: Duration.seconds(30) });
  if (values.enableFirewall) protect(stack, lb);
  new CfnOutput(stack, 'Url', { value: `${secure ? 'https' : 'http'}://${lb.loadBalancerDnsName}` });
  return { service, group };
}

function protect(stack, lb) {
  const visibility = (metricName) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true });
  const managed = ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet'].map((name, index) => ({
    name, priority: index + 1, overrideAction: { none: {} }, visibilityConfig: visibility(name),
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: `AWSManagedRules${name}` } } }));
  const rate = { name: 'rate-limit', priority: 0, action: { block: {} }, visibilityConfig: visibility('rate-limit'),
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000 } } };
  const acl = new wafv2.CfnWebACL(stack, 'Firewall', { scope: 'REGIONAL', defaultAction: { allow: {} },
    visibilityConfig: visibility('firewall'), rules: [rate, ...managed] });
  new wafv2.CfnWebACLAssociation(stack, 'Protects', { webAclArn: acl.attrArn, resourceArn: lb.loadBalancerArn });
}

function monitor(stack, { service, group }, database, email) {
  const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(email));
  const alarm = (name, metric, threshold, comparisonOperator) => metric.createAlarm(stack, name, { threshold,
    comparisonOperator, evaluationPeriods: 3, treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
  alarm('CpuHigh', service.metricCpuUtilization(), 90);
  alarm('MemoryHigh', service.metricMemoryUtilization(), 90);
  alarm('Unhealthy', group.metrics.unhealthyHostCount(), 1);
  alarm('Failing', group.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), 10);
  alarm('Slow', group.metrics.targetResponseTime({ statistic: 'p95' }), 2);
  alarm('DatabaseCpuHigh', database.metricCPUUtilization(), 90);
  alarm('DatabaseStorageLow', database.metricFreeStorageSpace(), 5 * 1024 ** 3, 'LessThanThreshold');
  alarm('DatabaseMemoryLow', database.metricFreeableMemory(), 64 * 1024 ** 2, 'LessThanThreshold');
}

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region: values.region } });
  const image = registry(new Stack(stage, 'Registry'), name, values);
  const vpc = network(new Stack(stage, 'Network'), values);
  const database = values.enableDatabase && postgres(new Stack(stage, 'Database'), vpc);
  const service = flask(new Stack(stage, 'Service'), { vpc, image, database, values });
  if (values.alarmsTo) monitor(new Stack(stage, 'Monitoring'), service, database, values.alarmsTo);
}
app.synth();
