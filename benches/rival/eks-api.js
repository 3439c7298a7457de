// The service on EKS of apps/eks-api, written with aws-cdk-lib: both stages.
const {
  App, CfnJson, CfnOutput, Duration, RemovalPolicy, Stack, Stage, aws_budgets: budgets,
  aws_cloudwatch: { TreatMissingData }, aws_cloudwatch_actions: { SnsAction }, aws_ec2: ec2, aws_ecr: ecr,
  aws_eks_v2: eks, aws_iam: iam, aws_kms: kms, aws_logs: logs, aws_rds: rds, aws_sns: sns,
  aws_sns_subscriptions: { EmailSubscription },
} = require('aws-cdk-lib');

const region = 'eu-west-2';
const namespace = 'app-faceit';
const stages = {
  test: { account: '111111111111', natGateways: 1, apiFrom: ['203.0.113.0/24'], monthlyUsd: 150, told: 'platform@acme.example',
    administrator: 'arn:aws:iam::111111111111:role/platform', logDays: logs.RetentionDays.TWO_WEEKS,
    database: { size: ec2.InstanceSize.MICRO, maxStorage: 50, replicas: 0 }, removalPolicy: RemovalPolicy.DESTROY },
  prod: { account: '222222222222', natGateways: 2, apiFrom: ['203.0.113.0/24'], monthlyUsd: 600, told: 'platform@acme.example',
    administrator: 'arn:aws:iam::222222222222:role/platform', logDays: logs.RetentionDays.THREE_MONTHS,
    database: { size: ec2.InstanceSize.MEDIUM, maxStorage: 500, replicas: 1 }, removalPolicy: RemovalPolicy.RETAIN,
    protected: true, bastion: true },
};

function registry(stack, values) {
  const image = new ecr.Repository(stack, 'Image', { repositoryName: 'acme/eks-api', imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE, removalPolicy: values.removalPolicy,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) }, { maxImageCount: 20 }] });
  new CfnOutput(stack, 'RepositoryUri', { value: image.repositoryUri });
}

function network(stack, values) {
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: values.natGateways, availabilityZones: [`${region}a`, `${region}b`],
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
  if (values.protected) vpc.addFlowLog('FlowLog');
  return vpc;
}

/** The database, and its copies. */
function postgres(stack, vpc, { database: { size, maxStorage, replicas }, removalPolicy, protected: prod }) {
  const common = {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, size),
    storageType: rds.StorageType.GP3,
    storageEncrypted: true,
    maxAllocatedStorage: maxStorage,
    iamAuthentication: true,
    deletionProtection: prod,
    removalPolicy,
    monitoringInterval: Duration.minutes(1),
    cloudwatchLogsExports: ['postgresql', 'upgrade'],
  };
  const instance = new rds.DatabaseInstance(stack, 'Instance', { ...common,
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
    databaseName: 'users',
    manageMasterUserPassword: true,
    allocatedStorage: 20,
    multiAz: prod,
    backupRetention: Duration.days(prod ? 7 : 1),
  });
  new CfnOutput(stack, 'DatabaseHost', { value: instance.instanceEndpoint.hostname });
  new CfnOutput(stack, 'DatabaseSecret', { value: instance.secret.secretArn });
  for (let number = 1; number <= replicas; number++) {
    const copy = new rds.DatabaseInstanceReadReplica(stack, `Replica${number}`, { ...common, sourceDatabaseInstance: instance });
    new CfnOutput(stack, `DatabaseReplica${number}Host`, { value: copy.instanceEndpoint.hostname });
  }
  return instance;
}

/** A rule in the stack of the one who connects: the other stack comes first. */
function allow(stack, id, sourceSecurityGroupId, to, port) {
  new ec2.CfnSecurityGroupIngress(stack, id, { ipProtocol: 'tcp', fromPort: port, toPort: port, sourceSecurityGroupId,
    groupId: to.connections.securityGroups[0].securityGroupId });
}

/** The cluster, where pods run on Fargate, and what they may do. */
function platform(stack, stageName, { vpc, database, values }) {
  const cluster = new eks.Cluster(stack, 'Cluster', {
    clusterName: `eks-api-${stageName}`,
    version: eks.KubernetesVersion.V1_33,
    vpc,
    vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
    defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
    defaultCapacity: 0,
    endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...values.apiFrom),
    secretsEncryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: values.removalPolicy }),
    clusterLogging: Object.values(eks.ClusterLoggingTypes),
    bootstrapClusterCreatorAdminPermissions: false,
  });
  cluster.grantClusterAdmin('Administrator', values.administrator);
  allow(stack, 'Pods', cluster.clusterSecurityGroupId, database, 5432);

  const podLogs = new logs.LogGroup(stack, 'PodLogGroup', { retention: values.logDays });
  const podExecutionRole = new iam.Role(stack, 'PodExecutionRole', {
    assumedBy: new iam.ServicePrincipal('eks-fargate-pods.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonEKSFargatePodExecutionRolePolicy')] });
  podLogs.grantWrite(podExecutionRole);
  const labels = { 'app.kubernetes.io/name': 'aws-load-balancer-controller' };
  const profiles = {
    App: [{ namespace }],
    Ingress: [{ namespace: 'kube-system', labels }, { namespace: 'kube-system', labels: { 'k8s-app': 'metrics-server' } }],
    System: [{ namespace: 'kube-system' }],
  };
  const ready = Object.entries(profiles).map(([id, selectors]) => cluster.addFargateProfile(id, { podExecutionRole, selectors }));
  const addons = {
    coredns: { computeType: 'Fargate' },
    'metrics-server': { containerPort: 10251 },
  };
  for (const [addonName, configurationValues] of Object.entries(addons)) {
    new eks.Addon(stack, addonName, { cluster, addonName, configurationValues }).node.addDependency(...ready);
  }

  const account = (id, accountNamespace, name) => {
    const { openIdConnectProviderArn: provider, openIdConnectProviderIssuer: issuer } = cluster.openIdConnectProvider;
    const subject = `system:serviceaccount:${accountNamespace}:${name}`;
    const conditions = new CfnJson(stack, `${id}Condition`, {
      value: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } });
    return new iam.Role(stack, `${id}Account`, { assumedBy: new iam.WebIdentityPrincipal(provider, { StringEquals: conditions }) });
  };
  const api = account('Api', namespace, 'api');
  database.secret.grantRead(api);
  const ingress = account('Ingress', 'kube-system', 'aws-load-balancer-controller');
  const may = (actions, conditions) => ingress.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'], conditions }));
  const owned = { Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false' } };
  may(['ec2:Describe*', 'ec2:GetSecurityGroupsForVpc', 'elasticloadbalancing:Describe*', 'acm:ListCertificates',
    'acm:DescribeCertificate', 'ec2:CreateSecurityGroup', 'ec2:CreateTags', 'elasticloadbalancing:Create*',
    'elasticloadbalancing:AddTags']);
  may(['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:DeleteSecurityGroup',
    'elasticloadbalancing:Modify*', 'elasticloadbalancing:Set*', 'elasticloadbalancing:Delete*',
    'elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'], owned);
  const outputs = { ClusterName: cluster.clusterName, ServiceRole: api.roleArn, IngressRole: ingress.roleArn,
    PodLogs: podLogs.logGroupName };
  Object.entries(outputs).forEach(([id, value]) => new CfnOutput(stack, id, { value }));
  return cluster;
}

/** A host in the network by which people reach cluster and database. */
function access(stack, vpc, cluster, database) {
  const host = new ec2.BastionHostLinux(stack, 'People', { vpc, requireImdsv2: true,
    blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(10, { encrypted: true }) }] });
  const group = host.connections.securityGroups[0].securityGroupId;
  allow(stack, 'PeopleToCluster', group, cluster, 443);
  allow(stack, 'PeopleToDatabase', group, database, 5432);
}

function operations(stack, database, { told, monthlyUsd }) {
  const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(told));
  const alarm = (name, metric, threshold, comparisonOperator) => metric.createAlarm(stack, name, { threshold,
    comparisonOperator, evaluationPeriods: 3, treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
  alarm('CpuHigh', database.metricCPUUtilization(), 90);
  alarm('StorageLow', database.metricFreeStorageSpace(), 5 * 1024 ** 3, 'LessThanThreshold');
  alarm('MemoryLow', database.metricFreeableMemory(), 64 * 1024 ** 2, 'LessThanThreshold');
  new budgets.CfnBudget(stack, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: monthlyUsd, unit: 'USD' } },
    notificationsWithSubscribers: [{ subscribers: [{ subscriptionType: 'EMAIL', address: told }],
      notification: { notificationType: 'FORECASTED', comparisonOperator: 'GREATER_THAN', threshold: 100 } }],
  });
}

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region } });
  registry(new Stack(stage, 'Registry'), values);
  const vpc = network(new Stack(stage, 'Network'), values);
  const database = postgres(new Stack(stage, 'Database'), vpc, values);
  const cluster = platform(new Stack(stage, 'Platform'), name, { vpc, database, values });
  if (values.bastion) access(new Stack(stage, 'Access'), vpc, cluster, database);
  operations(new Stack(stage, 'Operations'), database, values);
}
app.synth();
