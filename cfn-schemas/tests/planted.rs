//! Every rule finds the error that is planted for it: at this path, on this line, and no other error.

use std::collections::BTreeSet;

use cumulo_schemas::{Level, Template, Validator, validate};

/// Rule, path, line, template.
const PLANTED: &[(&str, &str, usize, &str)] = &[
    // Reading
    ("E0000", "", 1, "just text"),
    ("E0000", "", 2, "Resources:\n  - [a, b"),
    (
        "E0000",
        "/Type",
        4,
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Type: AWS::SQS::Queue\n",
    ),
    (
        "E0000",
        "/Resources/Q/Properties/QueueName",
        4,
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: }\n",
    ),
    ("W1100", "", 4, "Resources:\n  A: &a {Type: AWS::SNS::Topic}\n  B:\n    <<: *a\n"),
    ("W1101", "", 3, "Resources:\n  A: &a {Type: AWS::SNS::Topic}\n  B: *a\n"),
    (
        "C1001",
        "/Resources/Q/Properties/QueueName",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties:\n    {QueueName: 0123}}\n",
    ),
    // Sections
    ("E1001", "/Foo", 2, "Resources: {Q: {Type: AWS::SQS::Queue}}\nFoo: {}\n"),
    ("E1001", "", 1, "Description: nothing here\n"),
    ("E1001", "/Resources", 1, "Resources: {}\n"),
    (
        "E1001",
        "/AWSTemplateFormatVersion",
        1,
        "AWSTemplateFormatVersion: '2010-09-08'\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
    ),
    ("E1004", "/Description", 1, "Description: [a]\nResources: {Q: {Type: AWS::SQS::Queue}}\n"),
    ("E1005", "/Transform", 1, "Transform: 5\nResources: {Q: {Type: AWS::SQS::Queue}}\n"),
    (
        "E1005",
        "/Transform/0",
        1,
        "Transform: [{Nme: x}]\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
    ),
    // Schemas
    (
        "E3002",
        "/Resources/Q/Properties/QueueNam",
        4,
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {QueueNam: x}\n",
    ),
    (
        "E3003",
        "/Resources/S/Properties",
        4,
        "Resources:\n  S:\n    Type: AWS::SNS::Subscription\n    Properties: {Protocol: sqs}\n",
    ),
    (
        "E3003",
        "/Resources/C/Properties",
        3,
        "Resources:\n  C: {Type: Custom::Thing,\n    Properties: {Name: x}}\n",
    ),
    ("E3003", "/Resources/R", 2, "Resources:\n  R: {Type: AWS::IAM::Role}\n"),
    (
        "E3012",
        "/Resources/Q/Properties/DelaySeconds",
        4,
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {DelaySeconds: soon}\n",
    ),
    (
        "E3012",
        "/Resources/G/Properties/SecurityGroupIngress",
        4,
        "Resources:\n  G: {Type: AWS::EC2::SecurityGroup, Properties: {\n    GroupDescription: d,\n    SecurityGroupIngress: {IpProtocol: '-1', CidrIp: 10.0.0.0/8}}}\n",
    ),
    (
        "E3014",
        "/Resources/P/Properties",
        2,
        "Resources:\n  P: {Type: AWS::CodePipeline::Pipeline, Properties: {RoleArn: 'arn:aws:iam::111111111111:role/r', Stages: [\n    {Name: S, Actions: [{Name: A, ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: '1'}}]},\n    {Name: D, Actions: [{Name: A, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: S3, Version: '1'}}]}]}}\n",
    ),
    (
        "E3017",
        "/Resources/Z/Properties",
        2,
        "Resources:\n  Z: {Type: AWS::ARCZonalShift::ZonalAutoshiftConfiguration, Properties: {ResourceIdentifier: 'arn:aws:x:y'}}\n",
    ),
    (
        "E3018",
        "/Resources/S/Properties/Destination",
        3,
        "Resources:\n  S: {Type: AWS::APS::Scraper, Properties: {ScrapeConfiguration: {ConfigurationBlob: eA==}, Source: {EksConfiguration: {ClusterArn: 'arn:aws:eks:us-east-1:111111111111:cluster/c', SubnetIds: [subnet-00000000]}},\n    Destination: {}}}\n",
    ),
    (
        "E3020",
        "/Resources/D/Properties/MasterUsername",
        3,
        "Resources:\n  D: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceClass: db.t3.micro, SourceDBInstanceIdentifier: other,\n    MasterUsername: admin}}\n",
    ),
    (
        "E3021",
        "/Resources/T/Properties/SSESpecification",
        4,
        "Resources:\n  T: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [{AttributeName: a, KeyType: HASH}],\n    AttributeDefinitions: [{AttributeName: a, AttributeType: S}], BillingMode: PAY_PER_REQUEST,\n    SSESpecification: {SSEEnabled: true, KMSMasterKeyId: k}}}\n",
    ),
    (
        "E3030",
        "/Resources/V/Properties/InstanceTenancy",
        3,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16,\n    InstanceTenancy: secret}}\n",
    ),
    (
        "E3031",
        "/Resources/B/Properties/BucketName",
        3,
        "Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {\n    BucketName: Upper_Case}}\n",
    ),
    (
        "E3032",
        "/Resources/T/Properties/KeySchema",
        3,
        "Resources:\n  T: {Type: AWS::DynamoDB::Table, Properties: {\n    BillingMode: PAY_PER_REQUEST, KeySchema: []}}\n",
    ),
    (
        "E3033",
        "/Resources/P/Properties/Name",
        3,
        "Resources:\n  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v,\n    Name: ''}}\n",
    ),
    (
        "E3034",
        "/Resources/Q/Properties/DelaySeconds",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    DelaySeconds: 901}}\n",
    ),
    (
        "E3037",
        "/Resources/L/Properties/Subnets/1",
        3,
        "Resources:\n  L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {\n    Subnets: [subnet-00000000, subnet-00000000]}}\n",
    ),
    (
        "E3058",
        "/Resources/V/Properties",
        2,
        "Resources:\n  V: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-00000000}}\n",
    ),
    (
        "E3065",
        "/Resources/A/Properties/AlarmActions",
        3,
        "Resources:\n  A: {Type: AWS::CloudWatch::Alarm, Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, MetricName: m,\n    AlarmActions: ['arn:a', 'arn:b', 'arn:c', 'arn:d', 'arn:e', 'arn:f']}}\n",
    ),
    (
        "W1030",
        "/Resources/Q/Properties/DelaySeconds",
        4,
        "Parameters: {P: {Type: Number, Default: 901}}\nResources:\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    DelaySeconds: !Ref P}}\n",
    ),
    (
        "E1103",
        "/Resources/V/Properties/CidrBlock",
        3,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {\n    CidrBlock: 10.0.0.0}}\n",
    ),
    (
        "E1150",
        "/Resources/I/Properties/SourceSecurityGroupId",
        3,
        "Resources:\n  I: {Type: AWS::EC2::SecurityGroupIngress, Properties: {IpProtocol: '-1', GroupName: g,\n    SourceSecurityGroupId: vpc-00000000}}\n",
    ),
    (
        "E1151",
        "/Resources/G/Properties/VpcId",
        3,
        "Resources:\n  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d,\n    VpcId: sg-00000000}}\n",
    ),
    (
        "E1154",
        "/Resources/L/Properties/Subnets/1",
        3,
        "Resources:\n  L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {\n    Subnets: [subnet-00000000, vpc-00000000]}}\n",
    ),
    (
        "E1040",
        "/Resources/G/Properties/VpcId",
        4,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d,\n    VpcId: !GetAtt V.DefaultSecurityGroup}}\n",
    ),
    (
        "E1041",
        "/Resources/L/Properties/Subnets/0",
        4,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n  L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {\n    Subnets: [!Ref V, subnet-00000000]}}\n",
    ),
    // Functions
    (
        "E1010",
        "/Resources/Q/Properties/QueueName/Fn::GetAtt",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    QueueName: !GetAtt Nothing.Arn}}\n",
    ),
    (
        "E1010",
        "/Outputs/O/Value/Fn::GetAtt",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !GetAtt Q.Arm}\n",
    ),
    (
        "E1010",
        "/Resources/Q/Properties/QueueName",
        4,
        "Resources:\n  Z: {Type: AWS::Route53::HostedZone, Properties: {Name: a.b}}\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    QueueName: !GetAtt Z.NameServers}}\n",
    ),
    (
        "E1011",
        "/Outputs/O/Value/Fn::FindInMap/1",
        4,
        "Mappings: {M: {a: {b: c}}}\nResources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !FindInMap [M, x, b]}\n",
    ),
    (
        "E1015",
        "/Outputs/O/Value/Fn::Select/1/Fn::GetAZs",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Select [0, !GetAZs [a]]}\n",
    ),
    (
        "E1016",
        "/Outputs/O/Value/Fn::ImportValue/Ref",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !ImportValue {Ref: Q}}\n",
    ),
    (
        "E1017",
        "/Outputs/O/Value/Fn::Select/0",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Select [2, [a, b]]}\n",
    ),
    (
        "E1018",
        "/Outputs/O/Value/Fn::Select/1/Fn::Split/0",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Select [0, !Split ['', a]]}\n",
    ),
    (
        "E1019",
        "/Outputs/O/Value/Fn::Sub",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Sub 'a-${Nothing}'}\n",
    ),
    (
        "E1019",
        "/Outputs/O/Value/Fn::Sub",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Sub 'a-${Q.Nothing}'}\n",
    ),
    (
        "E1020",
        "/Outputs/O/Value/Ref",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Ref q}\n",
    ),
    (
        "E1020",
        "/Resources/I/Properties/SecurityGroupIds",
        4,
        "Parameters: {P: {Type: String}}\nResources:\n  I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-00000000,\n    SecurityGroupIds: !Ref P}}\n",
    ),
    (
        "E1021",
        "/Outputs/O/Value/Fn::Base64",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Base64 [a]}\n",
    ),
    (
        "E1022",
        "/Outputs/O/Value",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Join [a]}\n",
    ),
    (
        "E1024",
        "/Outputs/O/Value/Fn::Select/1/Fn::Cidr/1",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !Select [0, !Cidr [10.0.0.0/16, 0]]}\n",
    ),
    (
        "E1028",
        "/Outputs/O/Value/Fn::If/0",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !If [Nothing, a, b]}\n",
    ),
    (
        "E1029",
        "/Resources/Q/Properties/QueueName",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    QueueName: 'x-${AWS::Region}'}}\n",
    ),
    (
        "E1030",
        "/Resources/I/Properties/SecurityGroupIds",
        4,
        "Transform: AWS::LanguageExtensions\nResources:\n  I: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-00000000,\n    SecurityGroupIds: {'Fn::Length': [a]}}}\n",
    ),
    (
        "E1031",
        "/Outputs/O/Value",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: !ToJsonString {a: b}}\n",
    ),
    (
        "E1032",
        "/Resources/Fn::ForEach::X",
        2,
        "Resources:\n  Fn::ForEach::X: [N, [a], {'T${N}': {Type: AWS::SNS::Topic}}]\n",
    ),
    (
        "E1033",
        "/Outputs/O/Value",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: {'Fn::GetStackOutput': {StackName: a}}}\n",
    ),
    (
        "E1050",
        "/Resources/Q/Properties/QueueName",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {\n    QueueName: '{{resolve:vault:x}}'}}\n",
    ),
    // Parameters
    (
        "E2001",
        "/Parameters/P/Typ",
        2,
        "Parameters:\n  P: {Type: String, Typ: x}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}}\n",
    ),
    (
        "E2001",
        "/Parameters/P/NoEcho",
        2,
        "Parameters:\n  P: {Type: String, NoEcho: maybe}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}}\n",
    ),
    (
        "E2002",
        "/Parameters/P/Type",
        2,
        "Parameters:\n  P: {Type: Strng}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}}\n",
    ),
    (
        "E2003",
        "/Parameters/P-1",
        2,
        "Parameters:\n  P-1: {Type: String}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P-1}}}\n",
    ),
    (
        "E2015",
        "/Parameters/P/Default",
        2,
        "Parameters:\n  P: {Type: String, Default: a, AllowedValues: [b]}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}}\n",
    ),
    (
        "W2001",
        "/Parameters/P",
        2,
        "Parameters:\n  P: {Type: String}\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
    ),
    // Resources
    ("E3001", "/Resources/Bad-Id", 2, "Resources:\n  Bad-Id: {Type: AWS::SQS::Queue}\n"),
    ("E3001", "/Resources/Q/Depends", 2, "Resources:\n  Q: {Type: AWS::SQS::Queue, Depends: x}\n"),
    (
        "E3004",
        "/Resources/B/DependsOn",
        3,
        "Resources:\n  A: {Type: AWS::SQS::Queue, DependsOn: C}\n  B: {Type: AWS::SQS::Queue, DependsOn: B}\n  C: {Type: AWS::SQS::Queue}\n",
    ),
    (
        "E3004",
        "/Resources/A/Properties/QueueName/Fn::GetAtt",
        2,
        "Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt B.Arn}}\n  B: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${A}'}}\n",
    ),
    (
        "E3005",
        "/Resources/Q/DependsOn/0",
        2,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, DependsOn: [Nothing]}\n",
    ),
    ("E3006", "/Resources/Q/Type", 2, "Resources:\n  Q: {Type: AWS::SQS::Qeueu}\n"),
    (
        "E3007",
        "/Resources/P",
        3,
        "Parameters: {P: {Type: String}}\nResources:\n  P: {Type: AWS::SQS::Queue}\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref P}}\n",
    ),
    (
        "E3015",
        "/Resources/Q/Condition",
        2,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Condition: Nothing}\n",
    ),
    (
        "E3016",
        "/Resources/A/UpdatePolicy/UseOnline",
        2,
        "Resources:\n  A: {Type: AWS::ElastiCache::ReplicationGroup, UpdatePolicy: {UseOnline: true}, Properties: {ReplicationGroupDescription: x}}\n",
    ),
    (
        "E3024",
        "/Resources/Q/Properties/Tags/1/Key",
        3,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: b},\n    {Key: a, Value: c}]}}\n",
    ),
    (
        "E3035",
        "/Resources/Q/DeletionPolicy",
        2,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, DeletionPolicy: Keep}\n",
    ),
    (
        "E3036",
        "/Resources/Q/UpdateReplacePolicy",
        2,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, UpdateReplacePolicy: Snapshot}\n",
    ),
    ("E3038", "/Resources/F/Type", 2, "Resources:\n  F: {Type: 'AWS::Serverless::Function'}\n"),
    (
        "E3040",
        "/Resources/Q/Properties/Arn",
        2,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {Arn: x}}\n",
    ),
    (
        "E3047",
        "/Resources/T/Properties/Memory",
        3,
        "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, Cpu: 256,\n    Memory: 4096}}\n",
    ),
    (
        "E3055",
        "/Resources/I/CreationPolicy/Signal",
        2,
        "Resources:\n  I: {Type: AWS::EC2::Instance, CreationPolicy: {Signal: {}}, Properties: {ImageId: ami-00000000}}\n",
    ),
    (
        "E3680",
        "/Resources/L/Properties/Subnets",
        3,
        "Resources:\n  L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {\n    Subnets: [subnet-00000000]}}\n",
    ),
    // One service or several resources
    (
        "E3019",
        "/Resources/B/Properties/BucketName",
        3,
        "Resources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: same-name}}\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: same-name}}\n",
    ),
    (
        "E3039",
        "/Resources/T/Properties/KeySchema/0/AttributeName",
        3,
        "Resources:\n  T: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST,\n    KeySchema: [{AttributeName: a, KeyType: HASH}], AttributeDefinitions: [{AttributeName: b, AttributeType: S}]}}\n",
    ),
    (
        "E3042",
        "/Resources/T/Properties/ContainerDefinitions",
        3,
        "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {\n    ContainerDefinitions: [{Name: c, Image: i, Memory: 64, Essential: false}]}}\n",
    ),
    (
        "E3045",
        "/Resources/B/Properties/AccessControl",
        2,
        "Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {AccessControl: PublicRead}}\n",
    ),
    (
        "E3048",
        "/Resources/T/Properties/NetworkMode",
        3,
        "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {RequiresCompatibilities: [FARGATE], Cpu: 256, Memory: 512,\n    NetworkMode: bridge}}\n",
    ),
    (
        "E3052",
        "/Resources/S/Properties",
        3,
        "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: awsvpc}}\n  S: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T}}\n",
    ),
    (
        "E3054",
        "/Resources/S/Properties/TaskDefinition",
        4,
        "Resources:\n  T: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: bridge}}\n  S: {Type: AWS::ECS::Service, Properties: {LaunchType: FARGATE,\n    TaskDefinition: !Ref T}}\n",
    ),
    (
        "E3057",
        "/Resources/D/Properties/DistributionConfig/DefaultCacheBehavior/TargetOriginId",
        3,
        "Resources:\n  D: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true, Origins: [{Id: a, DomainName: a.b, CustomOriginConfig: {OriginProtocolPolicy: https-only}}],\n    DefaultCacheBehavior: {TargetOriginId: b, ViewerProtocolPolicy: allow-all, CachePolicyId: c}}}}\n",
    ),
    (
        "E3059",
        "/Resources/S/Properties/CidrBlock",
        3,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.1.0.0/24}}\n",
    ),
    (
        "E3060",
        "/Resources/S/Properties/CidrBlock",
        4,
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n  R: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.0/24}}\n  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.128/25}}\n",
    ),
    (
        "E3502",
        "/Resources/Q/Properties/RedrivePolicy/deadLetterTargetArn",
        4,
        "Resources:\n  D: {Type: AWS::SQS::Queue}\n  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true,\n    RedrivePolicy: {deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 1}}}\n",
    ),
    (
        "E3505",
        "/Resources/M/Properties/EventSourceArn",
        5,
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 10}}\n  F: {Type: AWS::Lambda::Function, Properties: {Timeout: 20, Role: 'arn:aws:iam::111111111111:role/r', Code: {S3Bucket: abc, S3Key: k}, Runtime: python3.13, Handler: a.b}}\n  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref F,\n    EventSourceArn: !GetAtt Q.Arn}}\n",
    ),
    (
        "E3510",
        "/Resources/P/Properties/PolicyDocument/Statement/0/Effct",
        3,
        "Resources:\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [\n    {Effct: Allow, Effect: Allow, Action: '*', Resource: '*'}]}}}\n",
    ),
    (
        "E3510",
        "/Resources/R/Properties/AssumeRolePolicyDocument/Statement/0",
        3,
        "Resources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [\n    {Effect: Allow, Action: 'sts:AssumeRole'}]}}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'rate(1 minutes)'}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'rate(5 minute)'}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'rate(0 days)'}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'cron(0 8 * * *)'}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'cron(0 8 * * * *)'}}\n",
    ),
    (
        "E3027",
        "/Resources/R/Properties/ScheduleExpression",
        3,
        "Resources:\n  R: {Type: AWS::Events::Rule, Properties: {\n    ScheduleExpression: 'cron(0 8 ? * ? *)'}}\n",
    ),
    (
        "E3023",
        "/Resources/R/Properties/ResourceRecords/0",
        3,
        "Resources:\n  R: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: A,\n    ResourceRecords: [not-ip]}}\n",
    ),
    (
        "E3023",
        "/Resources/R/Properties/ResourceRecords/0",
        3,
        "Resources:\n  R: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: AAAA,\n    ResourceRecords: [192.0.2.1]}}\n",
    ),
    (
        "E3023",
        "/Resources/R/Properties/ResourceRecords/0",
        3,
        "Resources:\n  R: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: TXT,\n    ResourceRecords: [hello]}}\n",
    ),
    (
        "E3023",
        "/Resources/R/Properties/ResourceRecords/0",
        3,
        "Resources:\n  R: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: MX,\n    ResourceRecords: [mail.example.com]}}\n",
    ),
    (
        "E3023",
        "/Resources/R/Properties/ResourceRecords",
        3,
        "Resources:\n  R: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: CNAME,\n    ResourceRecords: [a.example.com, b.example.com]}}\n",
    ),
    (
        "E3023",
        "/Resources/G/Properties/RecordSets/0/ResourceRecords/0",
        3,
        "Resources:\n  G: {Type: AWS::Route53::RecordSetGroup, Properties: {HostedZoneId: Z1, RecordSets: [{Name: a.example.com, TTL: '60', Type: A,\n    ResourceRecords: [b.example.com]}]}}\n",
    ),
    (
        "E3717",
        "/Resources/F/Properties/Timeout",
        3,
        "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x}, Role: 'arn:aws:iam::111111111111:role/r', Handler: a.b, Runtime: python3.13,\n    Timeout: 901}}\n",
    ),
    (
        "E3691",
        "/Resources/D/Properties/Engine",
        3,
        "Resources:\n  D: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceClass: db.t4g.micro, AllocatedStorage: '20',\n    Engine: postgresql}}\n",
    ),
    (
        "E3615",
        "/Resources/A/Properties/Period",
        3,
        "Resources:\n  A: {Type: AWS::CloudWatch::Alarm, Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, MetricName: m,\n    Period: 45}}\n",
    ),
    (
        "E3639",
        "/Resources/T/Properties",
        2,
        "Resources:\n  T: {Type: AWS::DynamoDB::Table, Properties: {\n    KeySchema: [{AttributeName: a, KeyType: HASH}], AttributeDefinitions: [{AttributeName: a, AttributeType: S}]}}\n",
    ),
    (
        "E3663",
        "/Resources/F/Properties/Environment/Variables/AWS_REGION",
        3,
        "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111111111111:role/r', Code: {S3Bucket: abc, S3Key: k}, Runtime: python3.13, Handler: a.b,\n    Environment: {Variables: {AWS_REGION: x}}}}\n",
    ),
    (
        "E3673",
        "/Resources/I/Properties",
        2,
        "Resources:\n  I: {Type: AWS::EC2::Instance, Properties: {InstanceType: t3.micro}}\n",
    ),
    (
        "E3676",
        "/Resources/L/Properties/Protocol",
        3,
        "Resources:\n  L: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: 'arn:l', DefaultActions: [{Type: forward, TargetGroupArn: 'arn:t'}], Port: 443,\n    Protocol: HTTPS}}\n",
    ),
    (
        "E3677",
        "/Resources/F/Properties/Runtime",
        3,
        "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111111111111:role/r', Code: {ZipFile: x}, Handler: a.b,\n    Runtime: java21}}\n",
    ),
    (
        "E3678",
        "/Resources/F/Properties/Code/ZipFile",
        3,
        "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::111111111111:role/r', Runtime: python3.13,\n    Code: {ZipFile: x}}}\n",
    ),
    (
        "E3687",
        "/Resources/G/Properties/SecurityGroupIngress/0",
        3,
        "Resources:\n  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, SecurityGroupIngress: [\n    {IpProtocol: tcp, FromPort: 80, CidrIp: 10.0.0.0/8}]}}\n",
    ),
    (
        "E3700",
        "/Resources/P/Properties/Stages/1/Actions/0/ActionTypeId/Category",
        4,
        "Resources:\n  P: {Type: AWS::CodePipeline::Pipeline, Properties: {RoleArn: 'arn:aws:iam::111111111111:role/r', ArtifactStore: {Type: S3, Location: b}, Stages: [\n    {Name: S, Actions: [{Name: A, ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: '1'}}]},\n    {Name: D, Actions: [{Name: A, ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: '1'}}]}]}}\n",
    ),
    (
        "E3701",
        "/Resources/P/Properties/Stages/1/Actions/0/InputArtifacts/0/Name",
        5,
        "Resources:\n  P: {Type: AWS::CodePipeline::Pipeline, Properties: {RoleArn: 'arn:aws:iam::111111111111:role/r', ArtifactStore: {Type: S3, Location: b}, Stages: [\n    {Name: S, Actions: [{Name: A, ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: '1'}, OutputArtifacts: [{Name: a}]}]},\n    {Name: D, Actions: [{Name: A, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: S3, Version: '1'},\n      InputArtifacts: [{Name: b}]}]}]}}\n",
    ),
    // Outputs
    (
        "E6001",
        "/Outputs/O/Vale",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: x, Vale: y}\n",
    ),
    (
        "E6002",
        "/Outputs/O",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Description: x}\n",
    ),
    (
        "E6004",
        "/Outputs/O-1",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O-1: {Value: x}\n",
    ),
    (
        "E6005",
        "/Outputs/O/Condition",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: x, Condition: Nothing}\n",
    ),
    (
        "E6101",
        "/Outputs/O/Value",
        3,
        "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n  O: {Value: [a]}\n",
    ),
    // Mappings
    (
        "E7001",
        "/Mappings/M/a",
        2,
        "Mappings:\n  M: {a: b}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [M, a, !Ref AWS::Region]}}}\n",
    ),
    (
        "W7001",
        "/Mappings/M",
        2,
        "Mappings:\n  M: {a: {b: c}}\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
    ),
    // Conditions
    (
        "E8001",
        "/Conditions/C",
        1,
        "Conditions: {C: hello}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8001",
        "/Conditions/C",
        1,
        "Conditions: {C: {Condition: C}}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8002",
        "/Conditions/C/Fn::Not/0/Condition",
        1,
        "Conditions: {C: !Not [!Condition D]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8003",
        "/Conditions/C",
        1,
        "Conditions: {C: !Equals [a]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8004",
        "/Conditions/C",
        1,
        "Conditions: {C: !And [!Equals [a, b]]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8005",
        "/Conditions/C/Fn::Not/0",
        1,
        "Conditions: {C: !Not [yes]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "E8006",
        "/Conditions/C",
        1,
        "Conditions: {C: !Or [!Equals [a, b]]}\nResources: {Q: {Type: AWS::SQS::Queue, Condition: C}}\n",
    ),
    (
        "W8001",
        "/Conditions/C",
        1,
        "Conditions: {C: !Equals [a, b]}\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
    ),
];

fn check(text: &str) -> Vec<cumulo_schemas::Finding> {
    match Template::parse(text.as_bytes(), "template") {
        Ok(template) => Validator::new().check(&template),
        Err(findings) => findings,
    }
}

#[test]
fn each_planted_error_is_found_at_its_place_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for (rule, path, line, text) in PLANTED {
        let findings = check(text);
        let found =
            findings.iter().any(|f| f.rule == *rule && f.pointer() == *path && f.line == *line);
        let others = findings.iter().filter(|f| f.level == Level::Error && f.rule != *rule).count();
        if !found || others > 0 {
            let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
            wrong.push(format!("{rule} {path} line {line}\n{text}\nfound: {shown:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn metadata_suppresses_findings_as_it_does_for_cfn_lint() {
    let template = |metadata: &str, own: &str| {
        format!(
            "Metadata: {metadata}\nResources:\n  Q: {{Type: AWS::SQS::Queue, Metadata: {own}, Properties: {{Arn: x, Bogus: 1}}}}\n"
        )
    };
    let ignore = |ids: &str| format!("{{cfn-lint: {{config: {{ignore_checks: [{ids}]}}}}}}");
    for (metadata, own, left) in [
        ("{}".to_owned(), "{}".to_owned(), vec!["E3040", "E3002"]),
        (ignore("E3002"), "{}".to_owned(), vec!["E3040"]),
        ("{}".to_owned(), ignore("E3040"), vec!["E3002"]),
        (ignore("E30"), "{}".to_owned(), vec![]),
    ] {
        let findings = check(&template(&metadata, &own));
        let ids: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(ids, left, "{metadata} {own}");
    }
}

#[test]
fn threads_share_one_validator() {
    let validator = Validator::new();
    let results: Vec<usize> = std::thread::scope(|scope| {
        let check = || {
            let all = PLANTED.iter().map(|(.., text)| Template::parse(text.as_bytes(), "template"));
            all.map(|read| read.map_or(0, |template| validator.check(&template).len())).sum()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(check)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(results[0] > 50 && results.iter().all(|count| *count == results[0]), "{results:?}");
}

#[test]
fn every_rule_has_a_planted_error() {
    // These need large templates; the test below makes them.
    let large = ["E1002", "E2010", "E3010", "E6010", "E7010"];
    let planted: BTreeSet<&str> = PLANTED.iter().map(|(rule, ..)| *rule).chain(large).collect();
    let rules: BTreeSet<&str> = validate::rules().iter().map(|rule| rule.id).collect();
    let missing: Vec<_> = rules.symmetric_difference(&planted).collect();
    assert!(missing.is_empty(), "planted but no rule, or rule but nothing planted: {missing:?}");
    for rule in validate::rules() {
        assert!(
            rule.summary.len() > 5 && !rule.summary.ends_with('.'),
            "{}: {}",
            rule.id,
            rule.summary
        );
    }
}

#[test]
fn templates_above_the_limits_are_refused() {
    let section = |count: usize, entry: &dyn Fn(usize) -> String| {
        (0..count).map(entry).collect::<Vec<_>>().join(",")
    };
    let queue = r#""Q": {"Type": "AWS::SQS::Queue"}"#;
    let many = |rule: &str, text: String| {
        let findings = check(&text);
        assert!(findings.iter().any(|finding| finding.rule == rule), "{rule}");
    };
    let topics = section(501, &|at| format!(r#""T{at}": {{"Type": "AWS::SNS::Topic"}}"#));
    many("E3010", format!(r#"{{"Resources": {{{topics}}}}}"#));
    let parameters = section(201, &|at| format!(r#""P{at}": {{"Type": "String"}}"#));
    many("E2010", format!(r#"{{"Parameters": {{{parameters}}}, "Resources": {{{queue}}}}}"#));
    let outputs = section(201, &|at| format!(r#""O{at}": {{"Value": "x"}}"#));
    many("E6010", format!(r#"{{"Outputs": {{{outputs}}}, "Resources": {{{queue}}}}}"#));
    let mappings = section(201, &|at| format!(r#""M{at}": {{"a": {{"b": "c"}}}}"#));
    many("E7010", format!(r#"{{"Mappings": {{{mappings}}}, "Resources": {{{queue}}}}}"#));
    many("E1002", format!(r#"{{"Description": "{}"}}"#, "x".repeat(5_000_000)));
}

#[test]
fn a_function_that_there_is_not_and_an_empty_reference_are_called_that() {
    let queue = |name: &str| {
        format!("Resources: {{Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {name}}}}}}}\n")
    };
    for (name, said) in [
        ("!Jion [a, b]", "there is no function Fn::Jion; did you mean \"Fn::Join\"?"),
        ("{'Fn::Nothing': x}", "there is no function Fn::Nothing"),
        ("!Sub 'a${}b'", "put a name between the braces, or write ${!} for the text ${}"),
    ] {
        let findings = check(&queue(name));
        let [finding] = findings.as_slice() else { panic!("{name}: {findings:#?}") };
        assert_eq!(finding.help.as_deref(), Some(said), "{name}");
    }
}

#[test]
fn a_transform_that_names_no_macro_leaves_errors_errors() {
    let findings = check("Transform: 5\nResources: {Q: {Type: AWS::SQS::Queue}}\n");
    assert!(findings.iter().all(|finding| finding.level == Level::Error), "{findings:#?}");
}
