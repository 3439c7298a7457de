// 50 stacks of 450 queues, each of which refers to the one before it, written with aws-cdk-lib.
const { App, Stack } = require('aws-cdk-lib');
const { CfnQueue } = require('aws-cdk-lib/aws-sqs');

const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
for (let s = 0; s < 50; s++) {
  const stack = new Stack(app, `Stack${s}`, { env: { account: '111111111111', region: 'us-east-1' } });
  let before;
  for (let n = 0; n < 450; n++) {
    before = new CfnQueue(stack, `Queue${n}`, { delaySeconds: n % 900, tags: [{ key: 'number', value: `${n}` }],
      redrivePolicy: before && { deadLetterTargetArn: before.attrArn, maxReceiveCount: 3 } });
  }
}
app.synth();
