//! The core of cumulo: construct tree, tokens, stages, synthesis and the cloud assembly.
//!
//! It knows no AWS service. Constructs of the `cumulo` crate are built on it, and its
//! [`assembly`] module is also how the command-line tool reads what a program wrote.

mod app;
pub mod assembly;
pub mod config;
mod construct;
mod elements;
mod finding;
mod logical_id;
mod removal;
mod stack;
mod stage;
mod synth;
mod tags;
mod tree;
mod unambiguous;
mod units;
mod value;
mod yaml;

pub use app::App;
pub use config::{Bounded, NoValues};
pub use construct::Construct;
pub use elements::{
    CfnType, Condition, CountedProperties, IncludedTemplate, Mapping, Output, Parameter,
    ParameterBuilder, ParameterType, RawResource, Resource, Rule, Tagging,
};
pub use finding::{Finding, Level, Related, Source};
pub use removal::{MissingRemovalPolicies, RemovalPolicies, RemovalPolicy};
pub use stack::{Stack, StackBuilder};
pub use stage::{Stage, StageBuilder};
pub use synth::{Format, Synthesis, SynthesizedStack, SynthesizedStage, WriteError};
pub use tags::Tags;
pub use tree::{Node, NodeId};
pub use units::{Cidr, Duration, Size};
pub use value::{
    AttributeType, Aws, CidrBits, DynamicReference, Expr, Fn, IntoValue, Json, Map, PropType,
    Properties, Reference, Secret, Strength, TextPart, Token, Value,
};

/// What the macros of this crate need; not for users.
#[doc(hidden)]
pub mod __private {
    pub use crate::value::{captures, placeholders};
}
