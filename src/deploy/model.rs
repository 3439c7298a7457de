//! What the deployment half speaks of: stacks as CloudFormation has them, change sets, events.

use indexmap::IndexMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Who the credentials belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Account, twelve digits.
    pub account: String,
    /// ARN of the user or role.
    pub arn: String,
}

/// A stack as CloudFormation has it.
#[derive(Clone, Debug, Default)]
pub struct DeployedStack {
    /// ARN, unique even among stacks of one name.
    pub id: String,
    /// Status, such as `UPDATE_COMPLETE`.
    pub status: StackStatus,
    /// What CloudFormation says about the status; never empty.
    pub reason: Option<String>,
    /// Tags of the stack.
    pub tags: IndexMap<String, String>,
    /// Names of the parameters that have a value, with the value (`****` for secret ones).
    pub parameters: IndexMap<String, String>,
    /// Outputs by key.
    pub outputs: IndexMap<String, String>,
    /// Whether CloudFormation refuses to delete the stack.
    pub termination_protection: bool,
}

/// Status of a stack, as CloudFormation spells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StackStatus(pub String);

impl StackStatus {
    /// A change set was made for a stack that does not exist yet.
    pub fn is_in_review(&self) -> bool {
        self.0 == "REVIEW_IN_PROGRESS"
    }

    /// CloudFormation is at work.
    pub fn is_in_progress(&self) -> bool {
        self.0.ends_with("_IN_PROGRESS") && !self.is_in_review()
    }

    /// The first creation failed and was undone; the stack accepts nothing but its deletion.
    pub fn is_failed_creation(&self) -> bool {
        self.0 == "ROLLBACK_COMPLETE"
    }

    /// The stack accepts no update before somebody repairs it.
    pub fn needs_help(&self) -> bool {
        self.0.ends_with("_FAILED")
    }

    /// The stack is gone.
    pub fn is_deleted(&self) -> bool {
        self.0 == "DELETE_COMPLETE"
    }

    /// The last operation ended as it was meant to.
    pub fn is_success(&self) -> bool {
        self.0.ends_with("_COMPLETE") && !self.0.contains("ROLLBACK")
    }
}

/// What [`Cloud::create_change_set`](super::cloud::Cloud::create_change_set) is asked for.
#[derive(Clone, Debug)]
pub struct NewChangeSet {
    /// Name of the stack.
    pub stack: String,
    /// Name of the change set; never used twice for one stack.
    pub name: String,
    /// Token that tells a repeated request from a new one.
    pub token: String,
    /// Whether the stack is made by it.
    pub creates_stack: bool,
    /// The template.
    pub template: TemplateSource,
    /// Values of the template's parameters.
    pub parameters: Vec<Parameter>,
    /// Tags of the stack.
    pub tags: IndexMap<String, String>,
    /// Whether the template has IAM resources, macros or nested stacks, and CloudFormation may make them.
    pub capabilities: Capabilities,
    /// Topics that CloudFormation tells of the stack's events.
    pub notification_arns: Vec<String>,
    /// Whether change sets of nested stacks are made as well.
    pub include_nested_stacks: bool,
}

/// Where CloudFormation finds a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateSource {
    /// In the request.
    Body(String),
    /// In a bucket.
    Url(String),
}

/// One parameter of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name.
    pub name: String,
    /// Value; `None` keeps the deployed stack's.
    pub value: Option<String>,
}

/// What the user lets CloudFormation do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// `CAPABILITY_NAMED_IAM`.
    pub iam: bool,
    /// `CAPABILITY_AUTO_EXPAND`.
    pub auto_expand: bool,
}

/// Token of a run's request about a stack: the same for the same two, and short enough for AWS.
pub fn token(run: &str, stack: &str) -> String {
    let digest = Sha256::digest(stack.as_bytes());
    let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{run}-{hash}")
}

/// Ids that CloudFormation gave a change set and its stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetIds {
    /// ARN of the change set.
    pub change_set: String,
    /// ARN of the stack.
    pub stack: String,
}

/// A change set as CloudFormation has it.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    /// ARN of the change set.
    pub id: String,
    /// ARN of the stack.
    pub stack_id: String,
    /// `CREATE_COMPLETE`, `FAILED` and so on.
    pub status: String,
    /// `AVAILABLE`, `EXECUTE_IN_PROGRESS` and so on.
    pub execution_status: String,
    /// What CloudFormation says about the status; never empty.
    pub reason: Option<String>,
    /// The changes, all pages.
    pub changes: Vec<RawChange>,
}

/// One resource in a change set, in CloudFormation's words.
#[derive(Clone, Debug, Default)]
pub struct RawChange {
    /// `Add`, `Modify`, `Remove`, `Import`, `Dynamic`, `SyncWithActual`.
    pub action: String,
    /// Logical id.
    pub logical_id: String,
    /// Resource type.
    pub resource_type: String,
    /// `True`, `False`, `Conditional`; empty where nothing is replaced.
    pub replacement: String,
    /// `Delete`, `Retain`, `Snapshot`, `ReplaceAndDelete` ...; empty where CloudFormation does not say.
    pub policy_action: String,
    /// What changes: `Properties`, `Tags`, `Metadata` ...
    pub scope: Vec<String>,
    /// Details.
    pub details: Vec<RawDetail>,
    /// Change set of the nested stack.
    pub nested_change_set: Option<String>,
}

/// Why a resource changes, in CloudFormation's words.
#[derive(Clone, Debug, Default)]
pub struct RawDetail {
    /// Property; empty for tags and metadata.
    pub property: String,
    /// `Always`, `Conditionally`, `Never`.
    pub requires_recreation: String,
    /// `DirectModification`, `ResourceReference`, `ResourceAttribute`, `ParameterReference`, `Automatic`.
    pub source: String,
    /// Resource or parameter that causes the change; `Logical.Attribute` for attributes.
    pub causing_entity: Option<String>,
}

/// One event of a stack.
#[derive(Clone, Debug, Default)]
pub struct StackEvent {
    /// Unique id.
    pub id: String,
    /// ARN of the stack.
    pub stack_id: String,
    /// Logical id; for the stack itself its name.
    pub logical_id: String,
    /// Physical id; for the stack itself its ARN.
    pub physical_id: String,
    /// Resource type.
    pub resource_type: String,
    /// `CREATE_IN_PROGRESS` and so on.
    pub status: String,
    /// What CloudFormation says about the status; never empty.
    pub reason: Option<String>,
    /// Milliseconds since 1970.
    pub millis: i64,
    /// Token of the request that the event belongs to, where the service says it.
    pub token: Option<String>,
}

impl StackEvent {
    /// Whether the event speaks of the stack itself.
    pub fn is_of_stack(&self) -> bool {
        self.physical_id == self.stack_id
    }
}

/// A resource of a deployed stack.
#[derive(Clone, Debug, Default)]
pub struct DeployedResource {
    /// Logical id.
    pub logical_id: String,
    /// Physical id; empty where the resource was never made.
    pub physical_id: String,
    /// Resource type.
    pub resource_type: String,
    /// `CREATE_COMPLETE` and so on.
    pub status: String,
    /// What CloudFormation says about the status; never empty.
    pub reason: Option<String>,
}
