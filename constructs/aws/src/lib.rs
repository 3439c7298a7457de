//! AWS systems as Rust constructs: the AWS CDK's constructs, native to Rust.
//!
//! A program describes one stage in terms of constructs; `cumulo synth` turns it into
//! CloudFormation templates for every stage.
//!
//! - [`cfn`]: every CloudFormation resource type as a typed L1 construct. The services that this
//!   crate's own constructs use are there by themselves; for others depend on `cumulo-cfn` with the
//!   service's feature.
//! - one module per service: L2 constructs with sensible defaults, grants, connections and metrics.

pub use cumulo_cfn as cfn;
pub use cumulo_core::{
    App, AttributeType, Aws, Bounded, Cidr, Condition, Construct, CountedProperties, Duration,
    DynamicReference, Expr, Finding, Fn, Format, IncludedTemplate, IntoValue, Json, Level, Map,
    Mapping, NoValues, Node, Output, Parameter, ParameterBuilder, ParameterType, PropType,
    Properties, RawResource, Reference, RemovalPolicies, RemovalPolicy, Resource, Rule, Secret,
    Size, Source, Stack, StackBuilder, Stage, StageBuilder, Strength, Synthesis, Tagging, Tags,
    TextPart, Token, Value, cidr, text,
};
pub use cumulo_core::{CfnType, SynthesizedStack, SynthesizedStage, WriteError};

pub mod acm;
pub mod applicationautoscaling;
pub mod autoscaling;
pub mod backup;
mod bag;
pub mod budgets;
pub mod cloudwatch;
pub mod codebuild;
pub mod codecommit;
pub mod codeconnections;
pub mod codedeploy;
pub mod codepipeline;
pub mod dynamodb;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod ecs_patterns;
pub mod efs;
pub mod eks;
pub mod elbv2;
pub mod events;
pub mod iam;
mod json_text;
pub mod kms;
pub mod lambda;
pub mod logs;
mod names;
pub mod patterns;
pub mod rds;
pub mod route53;
pub mod s3;
pub mod scheduler;
pub mod secretsmanager;
pub mod servicediscovery;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod testing;
pub mod wafv2;

/// What most programs name: `use cumulo::prelude::*;`.
pub mod prelude {
    pub use crate::{
        App, Aws, CfnType, Cidr, Condition, Construct, Duration, Fn, IntoValue, Node, Output,
        Parameter, RemovalPolicies, RemovalPolicy, Resource, Secret, Size, Stack, Stage, Tags,
        Value, cidr, text,
    };
}
