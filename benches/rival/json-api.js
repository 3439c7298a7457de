// The JSON API of apps/json-api, written with aws-cdk-lib: both stages.
const { App, CfnOutput, Duration, Stack, Stage } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const ecr = require('aws-cdk-lib/aws-ecr');
const ecs = require('aws-cdk-lib/aws-ecs');
const elbv2 = require('aws-cdk-lib/aws-elasticloadbalancingv2');
const logs = require('aws-cdk-lib/aws-logs');
const s3 = require('aws-cdk-lib/aws-s3');

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
const stages = {
  test: { account: '111111111111', tag: 'test', natGateways: 1, tasks: [1, 2], logDays: logs.RetentionDays.TWO_WEEKS },
  prod: { account: '222222222222', tag: 'prod', natGateways: 2, tasks: [2, 10], logDays: logs.RetentionDays.THREE_MONTHS },
};
for (const [name, values] of Object.entries(stages)) {
  const stage = new Stage(app, name, { env: { account: values.account, region: 'us-east-1' } });
  const storage = new Stack(stage, 'Storage');
  const data = new s3.Bucket(storage, 'Data', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, versioned: name === 'prod' });
  const image = new ecr.Repository(storage, 'Image', { imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE,
    lifecycleRules: [{ maxImageCount: 20 }] });

  const api = new Stack(stage, 'Api');
  const vpc = new ec2.Vpc(api, 'Vpc', { availabilityZones: ['us-east-1a', 'us-east-1b'], natGateways: values.natGateways });
  vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  const cluster = new ecs.Cluster(api, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
  const task = new ecs.FargateTaskDefinition(api, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  task.addContainer('api', {
    image: ecs.ContainerImage.fromEcrRepository(image, values.tag),
    environment: { BUCKET: data.bucketName },
    portMappings: [{ containerPort: 8000 }],
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'api', logGroup: new logs.LogGroup(api, 'Logs', { retention: values.logDays }) }),
  });
  data.grantRead(task.taskRole);
  const service = new ecs.FargateService(api, 'Service', { cluster, taskDefinition: task, minHealthyPercent: 100, circuitBreaker: { rollback: true } });
  const scaling = service.autoScaleTaskCount({ minCapacity: values.tasks[0], maxCapacity: values.tasks[1] });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 80 });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
  const lb = new elbv2.ApplicationLoadBalancer(api, 'LoadBalancer', { vpc, internetFacing: true, dropInvalidHeaderFields: true });
  lb.addListener('Http', { port: 80 }).addTargets('Api', { port: 8000, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service],
    healthCheck: { path: '/health', interval: Duration.seconds(15) }, deregistrationDelay: Duration.seconds(30) });
  new CfnOutput(api, 'LbDns', { value: lb.loadBalancerDnsName });
}
app.synth();
