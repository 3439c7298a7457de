//! Templates that CloudFormation accepts: no errors, whatever corner of the language they use.

use cumulo_schemas::{Template, Validator};

fn errors(text: &str) -> Vec<String> {
    match Template::parse(text.as_bytes(), "template") {
        Ok(template) => {
            let findings = Validator::new().check(&template);
            findings.iter().filter(|finding| finding.is_error()).map(ToString::to_string).collect()
        }
        Err(findings) => findings.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn accept(text: &str) {
    let errors = errors(text);
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn scalars_convert_into_each_other() {
    accept(
        "Resources:
  Q:
    Type: AWS::SQS::Queue
    Properties: {QueueName: 5, DelaySeconds: '80', FifoQueue: 'true', VisibilityTimeout: 30.0}
  F:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: x}
      Role: arn:aws:iam::111111111111:role/r
      Handler: index.handler
      Runtime: python3.13
      Environment: {Variables: {DEBUG: true, COUNT: 5, NAME: x}}
",
    );
}

#[test]
fn functions_stand_where_their_results_fit() {
    accept(
        "Parameters:
  Names: {Type: CommaDelimitedList, Default: 'a,b'}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Ami: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/service/ami}
  Delay: {Type: Number, Default: 5, MinValue: 0, MaxValue: 900}
  Stage: {Type: String, AllowedValues: [test, prod], Default: test}
Mappings:
  Sizes:
    test: {delay: 1, names: [a, b]}
    prod: {delay: 2, names: [c]}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Either: !Or [!Condition Prod, !Not [!Equals [!Select [0, !Ref Names], a]]]
Resources:
  Q:
    Type: AWS::SQS::Queue
    Condition: Either
    DependsOn: T
    Properties:
      DelaySeconds: !FindInMap [Sizes, !Ref Stage, delay]
      VisibilityTimeout: !Ref Delay
      QueueName: !Join ['-', !Split [',', !Join [',', !Ref Names]]]
      Tags: !If [Prod, [{Key: a, Value: !Sub '${Stage}-${T.TopicName}-${!Literal}'}], !Ref 'AWS::NoValue']
      KmsMasterKeyId: !If [Prod, alias/x, !Ref 'AWS::NoValue']
  T:
    Type: AWS::SNS::Topic
    DeletionPolicy: RetainExceptOnCreate
  I:
    Type: AWS::EC2::Instance
    CreationPolicy: {ResourceSignal: {Timeout: PT5M}}
    Properties:
      ImageId: !Ref Ami
      SubnetId: !Select ['0', !Ref Subnets]
      AvailabilityZone: !Select [0, !GetAZs '']
      UserData: !Base64 {'Fn::Sub': ['echo ${x}', {x: !ImportValue {'Fn::Sub': '${AWS::StackName}-x'}}]}
      SecurityGroupIds:
        - !GetAtt G.GroupId
        - !If [Prod, !GetAtt G.GroupId, !Ref 'AWS::NoValue']
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: d
      VpcId: !GetAtt V.VpcId
      SecurityGroupIngress: !If [Prod, [{IpProtocol: tcp, FromPort: 443, ToPort: '443', CidrIp: 10.0.0.0/8}], []]
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref V, CidrBlock: !Select [1, !Cidr [!GetAtt V.CidrBlock, 4, '8']]}
Outputs:
  Url: {Value: !GetAtt Q.QueueUrl, Condition: Either, Export: {Name: !Sub '${AWS::StackName}-url'}}
  Weak: {Value: {'Fn::GetStackOutput': {StackName: other, OutputName: x}}}
",
    );
}

#[test]
fn what_cannot_be_known_is_not_blamed() {
    accept(
        "Resources:
  Custom: {Type: 'Custom::Thing', Version: '1.0', Properties: {ServiceToken: x, Any: {Thing: [1]}}}
  Private: {Type: 'Acme::Things::Widget', Properties: {Any: thing}}
  Part: {Type: 'Acme::Things::Part::MODULE', Properties: {Any: thing}}
  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://s3.amazonaws.com/b/t.json'}}
  Q:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !GetAtt Custom.Anything.AtAll
      DelaySeconds: !GetAtt Nested.Outputs.Delay
      KmsMasterKeyId: '{{resolve:ssm:/key:1}}'
      VisibilityTimeout: '{{resolve:ssm:/timeout}}'
      Tags: [{Key: part, Value: !Ref PartBucket}, {Key: arn, Value: !GetAtt Private.Arn}]
",
    );
}

#[test]
fn transforms_bring_their_own_language() {
    accept(
        "Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b, Runtime: python3.13, CodeUri: ., Events: {Api: {Type: Api, Properties: {Path: /, Method: get}}}}
Outputs:
  Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com'}
  Role: {Value: !GetAtt HelloRole.Arn}
",
    );
    accept(
        "Transform: AWS::LanguageExtensions
Mappings: {M: {a: {b: c}}}
Resources:
  Fn::ForEach::Topics:
    - Name
    - [A, B]
    - 'Topic${Name}': {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}
  Q:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '${TopicA.TopicName}'
      DelaySeconds: {'Fn::Length': [1, 2]}
      RedrivePolicy: {'Fn::ToJsonString': {a: b}}
      KmsMasterKeyId: !FindInMap [M, x, y, {DefaultValue: z}]
",
    );
    accept(
        "Transform: [MyMacro]
Resources:
  Q: {Type: AWS::SQS::Queue, Properties: {Shortcut: !Ref Elsewhere}}
",
    );
    accept(
        "Resources:
  Q:
    Type: AWS::SQS::Queue
    Properties: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://b/x'}}}
",
    );
}

#[test]
fn yaml_is_read_as_cloudformation_reads_it() {
    accept(
        "AWSTemplateFormatVersion: 2010-09-09
Metadata: {AWS::CloudFormation::Interface: {ParameterGroups: []}}
Parameters:
  Account: {Type: String, Default: 012345678901}
Mappings:
  Accounts:
    '012345678901': {name: a}
Rules:
  Only:
    RuleCondition: !Equals [!Ref Account, x]
    Assertions: [{Assert: {'Fn::Contains': [[a], !Ref Account]}, AssertDescription: d}]
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}
      Description: !Sub |
        For ${Account} in
        ${AWS::Region}
",
    );
}

#[test]
fn custom_resources_take_what_their_owner_wants() {
    accept(
        "Resources:
  A: {Type: 'Custom::Thing', Properties: {ServiceToken: x, Id: same, Flag: true, Any: {Thing: [1]}}}
  B: {Type: 'Custom::Thing', Properties: {ServiceToken: x, Id: same, ServiceTimeout: 60}}
Outputs: {Id: {Value: !GetAtt A.Whatever}}
",
    );
}

#[test]
fn schedules_and_records_of_all_forms_fit() {
    let rule = |schedule: &str| {
        format!("{{Type: AWS::Events::Rule, Properties: {{ScheduleExpression: {schedule}}}}}")
    };
    let record = |kind: &str, value: &str| {
        format!(
            "{{Type: AWS::Route53::RecordSet, Properties: {{HostedZoneId: Z1, Name: a.example.com, TTL: '60', Type: {kind}, ResourceRecords: [{value}]}}}}"
        )
    };
    let all = [
        rule("rate(1 day)"),
        rule("rate(12 hours)"),
        rule("cron(0/15 8-17 ? * MON-FRI *)"),
        rule("cron(0 10 L * ? 2030)"),
        rule("!Sub 'rate(${AWS::Region})'"),
        record("A", "192.0.2.1, 192.0.2.2"),
        record("AAAA", "'2001:db8::1'"),
        record("TXT", "'\"v=spf1 -all\" \"more\"'"),
        record("MX", "10 mail.example.com."),
        record("CNAME", "b.example.com"),
        record("A", "!ImportValue address"),
    ];
    let resources = all.iter().enumerate().map(|(at, text)| format!("  R{at}: {text}\n"));
    accept(&format!("Resources:\n{}", resources.collect::<String>()));
}
