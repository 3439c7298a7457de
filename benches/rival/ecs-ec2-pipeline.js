// The API on ECS instances and the pipeline of apps/ecs-ec2-pipeline, written with aws-cdk-lib: test and prod.
const {
  App, CfnOutput, Duration, RemovalPolicy, Stack, Stage, Tags, aws_autoscaling: autoscaling,
  aws_codebuild: codebuild, aws_codecommit: codecommit, aws_codepipeline: codepipeline,
  aws_codepipeline_actions: actions, aws_dynamodb: dynamodb, aws_ec2: ec2, aws_ecr: ecr, aws_ecs: ecs,
  aws_elasticloadbalancingv2: elbv2, aws_iam: iam, aws_logs: logs, aws_s3: s3,
} = require('aws-cdk-lib');

const region = 'us-east-2';
const stages = {
  test: { account: '111111111111', keyPair: 'operations-test', artifacts: 'acme-test-pipeline-artifacts', natGateways: 1,
    instanceType: 't3.micro', buildImage: 'aws/codebuild/standard:5.0', approver: 'platform@acme.example',
    logDays: logs.RetentionDays.TWO_WEEKS, removalPolicy: RemovalPolicy.DESTROY, tags: { team: 'platform' } },
  prod: { account: '222222222222', keyPair: 'operations', artifacts: 'acme-prod-pipeline-artifacts', natGateways: 2,
    instanceType: 't3.small', buildImage: 'aws/codebuild/standard:7.0', approver: 'releases@acme.example',
    logDays: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.RETAIN, protected: true,
    tags: { team: 'platform', 'cost-center': '4711' } },
};

/** The API: a table, instances, a service on them and the load balancer before it. */
function api(stack, image, values) {
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: [`${region}a`, `${region}b`], natGateways: values.natGateways,
    gatewayEndpoints: { DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } } });
  if (values.protected) vpc.addFlowLog('FlowLog');
  const table = new dynamodb.TableV2(stack, 'Table', { encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, removalPolicy: values.removalPolicy,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } });

  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, clusterName: 'cluster',
    containerInsightsV2: ecs.ContainerInsights.ENABLED });
  const role = new iam.Role(stack, 'HostRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')] });
  const launchTemplate = new ec2.LaunchTemplate(stack, 'Hosts', { role, userData: ec2.UserData.forLinux(),
    instanceType: new ec2.InstanceType(values.instanceType), machineImage: ecs.EcsOptimizedImage.amazonLinux2023(),
    keyPair: ec2.KeyPair.fromKeyPairName(stack, 'KeyPair', values.keyPair), requireImdsv2: true,
    securityGroup: new ec2.SecurityGroup(stack, 'HostGroup', { vpc }),
    blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(30, { encrypted: true }) }] });
  const autoScalingGroup = new autoscaling.AutoScalingGroup(stack, 'Group', { vpc, launchTemplate,
    minCapacity: 0, maxCapacity: 2, desiredCapacity: 2 });
  const provider = new ecs.AsgCapacityProvider(stack, 'Capacity', { autoScalingGroup });
  cluster.addAsgCapacityProvider(provider);

  const task = new ecs.Ec2TaskDefinition(stack, 'Task');
  task.addContainer('app', {
    image: ecs.ContainerImage.fromEcrRepository(image, 'initial'),
    memoryReservationMiB: 256,
    environment: { TABLE: table.tableName },
    portMappings: [{ containerPort: 8000 }],
    readonlyRootFilesystem: true,
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app',
      logGroup: new logs.LogGroup(stack, 'Logs', { retention: values.logDays }) }),
  });
  table.grantReadWriteData(task.taskRole);
  const service = new ecs.Ec2Service(stack, 'Service', { cluster, taskDefinition: task, desiredCount: 2,
    minHealthyPercent: 50, circuitBreaker: { rollback: true },
    capacityProviderStrategies: [{ capacityProvider: provider.capacityProviderName, weight: 1 }],
    placementStrategies: [ecs.PlacementStrategy.spreadAcross(ecs.BuiltInAttributes.AVAILABILITY_ZONE),
      ecs.PlacementStrategy.packedByMemory()] });
  const lb = new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc, internetFacing: true,
    dropInvalidHeaderFields: true, deletionProtection: values.protected });
  if (values.protected) lb.logAccessLogs(new s3.Bucket(stack, 'AccessLogs', { enforceSSL: true }));
  lb.addListener('Http', { port: 80 }).addTargets('Api', { port: 80, targets: [service],
    healthCheck: { path: '/gtg' }, deregistrationDelay: Duration.seconds(30) });
  autoScalingGroup.connections.allowFrom(lb, ec2.Port.tcpRange(32768, 65535), 'To whichever ports the tasks have');
  new CfnOutput(stack, 'LbDnsName', { value: lb.loadBalancerDnsName });
  new CfnOutput(stack, 'AppUrl', { value: `http://${lb.loadBalancerDnsName}` });
  return service;
}

/** The pipeline: a commit is checked, made an image, approved by a person and deployed. */
function delivery(stack, pipelineName, code, image, service, values) {
  const logGroup = new logs.LogGroup(stack, 'Logs', { retention: values.logDays });
  const project = (id, privileged, phases, more) => new codebuild.PipelineProject(stack, id, {
    environment: { buildImage: codebuild.LinuxBuildImage.fromCodeBuildImageId(values.buildImage), privileged },
    environmentVariables: { REPOSITORY_URI: { value: image.repositoryUri } },
    logging: { cloudWatch: { logGroup } },
    timeout: Duration.minutes(30),
    buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases, ...more }) });
  const quality = project('Quality', false, {
    install: { commands: ['pip install --requirement requirements-dev.txt'] },
    build: { commands: ['ruff check .', 'pytest --junitxml=reports/tests.xml'] },
  }, { reports: { tests: { files: ['reports/tests.xml'], 'file-format': 'JUNITXML' } } });
  const build = project('Build', true, {
    pre_build: { commands: [
      'aws ecr get-login-password | docker login --username AWS --password-stdin ${REPOSITORY_URI%%/*}',
      'export IMAGE=$REPOSITORY_URI:$(echo $CODEBUILD_RESOLVED_SOURCE_VERSION | cut -c1-12)'] },
    build: { commands: ['docker build --tag $IMAGE .', 'docker push $IMAGE'] },
    post_build: { commands: [`printf '[{"name":"app","imageUri":"%s"}]' $IMAGE > imagedefinitions.json`] },
  }, { artifacts: { files: ['imagedefinitions.json'] } });
  image.grantPullPush(build);

  const source = new codepipeline.Artifact('Code');
  const built = new codepipeline.Artifact('Image');
  const branch = 'main';
  const steps = {
    Source: [new actions.CodeCommitSourceAction({ actionName: 'Source', repository: code, branch, output: source })],
    Quality: [new actions.CodeBuildAction({ actionName: 'Quality', project: quality, input: source,
      type: actions.CodeBuildActionType.TEST })],
    Build: [new actions.CodeBuildAction({ actionName: 'Build', project: build, input: source, outputs: [built] })],
    Deploy: [new actions.ManualApprovalAction({ actionName: 'Approve', runOrder: 1, notifyEmails: [values.approver] }),
      new actions.EcsDeployAction({ actionName: 'Deploy', runOrder: 2, service, input: built })],
  };
  new codepipeline.Pipeline(stack, 'Pipeline', { pipelineName, pipelineType: codepipeline.PipelineType.V2,
    artifactBucket: s3.Bucket.fromBucketName(stack, 'Artifacts', values.artifacts),
    stages: Object.entries(steps).map(([stageName, all]) => ({ stageName, actions: all })) });
}

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region } });
  Object.entries(values.tags).forEach(([key, value]) => Tags.of(stage).add(key, value));
  const repositoryName = `ecs-ec2-pipeline-${name}`;
  const registry = new Stack(stage, 'Registry');
  const code = new codecommit.Repository(registry, 'Code', { repositoryName });
  const image = new ecr.Repository(registry, 'Image', { repositoryName, imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE, removalPolicy: values.removalPolicy,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) }, { maxImageCount: 20 }] });
  new CfnOutput(registry, 'AwsEcrRepository', { value: image.repositoryUri });
  new CfnOutput(registry, 'CodecommitCloneUrl', { value: code.repositoryCloneUrlHttp });
  const service = api(new Stack(stage, 'Api'), image, values);
  delivery(new Stack(stage, 'Delivery'), repositoryName, code, image, service, values);
}
app.synth();
