//! AWS systems as Rust constructs: the AWS CDK's constructs, native to Rust.
//!
//! A program describes one stage in terms of constructs; `cumulo synth` turns it into
//! CloudFormation templates for every stage, and `cumulo deploy` brings them to AWS.
//!
//! ```
//! use cumulo::prelude::*;
//! use cumulo::s3::Bucket;
//! use cumulo::sqs::Queue;
//!
//! fn shop(stage: &Stage) {
//!     let stack = Stack::builder(stage, "Shop").build();
//!     Bucket::builder(&stack, "Images").versioned(true).removal_policy(stage.removal_policy()).build();
//!     Queue::builder(&stack, "Orders").retention_period(Duration::days(14)).build();
//! }
//!
//! // A test of the program. Its `main` is `App::run(|stage: &Stage, values: Values| shop(stage))`.
//! let app = App::new();
//! shop(&Stage::builder(&app, "test").account("111111111111").region("eu-west-1").build());
//! let template = cumulo::testing::Template::of(&app, "test/Shop");
//! assert_eq!(template.properties("AWS::SQS::Queue")["MessageRetentionPeriod"], 1_209_600);
//! ```
//!
//! # Where things are
//!
//! - [`prelude`]: app, stages, stacks, outputs, units, removal policies; [`testing`]: templates in tests.
//! - [`patterns`]: whole systems in one construct. Begin here: most needs are one of them.
//! - One module per service, with L2 constructs that have sensible defaults, grants, connections and metrics.
//!   Networks and hosts: [`ec2`], [`elbv2`], [`route53`], [`acm`], [`wafv2`], [`servicediscovery`].
//!   Containers and functions: [`ecs`], [`ecs_patterns`], [`ecr`], [`eks`], [`lambda`], [`autoscaling`], [`applicationautoscaling`].
//!   Data: [`s3`], [`dynamodb`], [`rds`], [`efs`], [`backup`].
//!   Access and secrets: [`iam`], [`kms`], [`secretsmanager`], [`ssm`].
//!   Messages and times: [`sqs`], [`sns`], [`events`], [`scheduler`].
//!   Operations: [`cloudwatch`], [`logs`], [`budgets`].
//!   Delivery: [`codepipeline`], [`codebuild`], [`codedeploy`], [`codecommit`], [`codeconnections`].
//! - [`cfn`]: every CloudFormation resource type as a typed L1 construct. The services that this
//!   crate's own constructs use are there by themselves; for others depend on `cumulo-cfn` with the
//!   service's feature. [`RawResource`] is a type that not even these know.
//!
//! # How constructs work
//!
//! - `Thing::builder(&scope, "Id")` takes the options, `.build()` adds the construct to the tree. What it gives is a handle: cheap to
//!   clone, and methods that change the construct (`grant_read`, `add_…`, `allow_from`) change it at once.
//! - `Thing::from_…` names a thing that exists already; it has the same type as one that was made.
//! - Properties take a literal or a [`Value`]: a token, such as another construct's ARN. [`text!`] puts tokens into text.
//! - `thing.cfn()` is the L1 resource below, to edit what has no option; `thing.node()` is its place in the tree.
//! - Mistakes do not panic. They are findings at the line of the program that made them, shown together by `cumulo synth`.
//!
//! `docs/coming-from-the-aws-cdk.md` and `docs/port-table.md` in the repository tell users of the AWS CDK what they will find here.

pub use cumulo_cfn as cfn;
pub use cumulo_core::{
    App, AttributeType, Aws, Bounded, Cidr, Condition, Construct, CountedProperties, Duration,
    DynamicReference, Expr, Finding, Fn, Format, IncludedTemplate, IntoValue, Json, Level, Map,
    Mapping, MissingRemovalPolicies, NoValues, Node, Output, Parameter, ParameterBuilder,
    ParameterType, PropType, Properties, RawResource, Reference, RemovalPolicies, RemovalPolicy,
    Resource, Rule, Secret, Size, Source, Stack, StackBuilder, Stage, StageBuilder, Strength,
    Synthesis, Tagging, Tags, TextPart, Token, Value, cidr, text,
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
pub mod codestarnotifications;
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
        App, Aws, CfnType, Cidr, Condition, Construct, Duration, Fn, IntoValue,
        MissingRemovalPolicies, Node, Output, Parameter, RemovalPolicies, RemovalPolicy, Resource,
        Secret, Size, Stack, Stage, Tags, Value, cidr, text,
    };
}

/// Its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/coming-from-the-aws-cdk.md")]
struct ComingFromTheAwsCdk;
