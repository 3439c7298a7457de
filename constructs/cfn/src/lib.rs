//! L1 constructs: every CloudFormation resource type as a typed description.
//!
//! Each service is a module behind a Cargo feature of its name; a few families share one (`iot`, `media` …), `all` is
//! every service. A resource type `AWS::S3::Bucket` is [`s3::CfnBucket`](s3), its property types stand in `s3::bucket`.
//!
//! ```
//! # #[cfg(feature = "sqs")] {
//! use cumulo_cfn::sqs::CfnQueue;
//! use cumulo_core::{App, CfnType, Stack};
//!
//! let app = App::new();
//! let stack = Stack::builder(&app, "Orders").build();
//! let queue = CfnQueue::new().visibility_timeout(60).add_to(&stack, "Queue");
//! let arn = queue.attr_arn();
//! # }
//! ```
//!
//! - Setters carry the property's name in snake case and take literals and tokens alike.
//! - What is required is an argument of `new`, sorted by name, or from three on a field of a `…Required` struct.
//! - A closed set of values is a type with constants; `custom` takes a value that is newer than the schemas.
//! - Properties that take any JSON have the type [`Json`](cumulo_core::Json).
//!
//! The code is generated from the schemas of `cumulo-schemas` when the crate is built.

pub use tag::Tag;

mod rt;
mod tag;

include!(concat!(env!("OUT_DIR"), "/services.rs"));
