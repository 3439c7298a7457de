//! What deployments tell: plain data, rendered by the hosts.

use crate::deploy::changes::{Change, Counts};
use indexmap::IndexMap;
use serde::Serialize;

/// One thing to tell.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// Where the run goes to and with whose credentials.
    Environment {
        /// Name of the stage.
        stage: String,
        /// Account, twelve digits.
        account: String,
        /// Regions of the stage's stacks.
        regions: Vec<String>,
        /// ARN of the user or role.
        identity: String,
        /// Endpoint, where one was set by hand.
        #[serde(skip_serializing_if = "Option::is_none")]
        endpoint: Option<String>,
    },
    /// An operation that was started before is followed first.
    Attached {
        /// Name of the stack.
        stack: String,
        /// Its status.
        status: String,
    },
    /// That operation is over, and the run begins with its own work.
    Settled {
        /// Name of the stack.
        stack: String,
        /// Its status.
        status: String,
    },
    /// A bucket for templates was made.
    BucketCreated {
        /// Name of the bucket.
        bucket: String,
    },
    /// A template was put into a bucket.
    Uploaded {
        /// Name of the stack.
        stack: String,
        /// Name of the bucket.
        bucket: String,
    },
    /// What will happen.
    Plan(Plan),
    /// The same with every property.
    Details(Plan),
    /// A later stack's change set holds more than the plan could say.
    PlanGrew(StackPlan),
    /// A stack is worked on.
    Started {
        /// Name of the stack.
        stack: String,
        /// What is done.
        #[serde(rename = "action")]
        operation: Operation,
        /// Resources that will change, where known.
        resources: usize,
    },
    /// A resource came one step further.
    Resource(ResourceProgress),
    /// Nothing was heard for a while.
    Waiting {
        /// Name of the stack.
        stack: String,
        /// Resources that are worked on.
        running: Vec<Running>,
    },
    /// AWS does not answer for the moment; the run keeps asking.
    Retrying {
        /// Name of the stack.
        stack: String,
        /// Why.
        message: String,
    },
    /// A stack is finished as it was meant to be.
    Finished {
        /// Name of the stack.
        stack: String,
        /// What was done.
        #[serde(rename = "action")]
        operation: Operation,
        /// How long it took.
        seconds: u64,
    },
    /// A stack failed.
    Failure(Box<StackFailure>),
    /// What the stacks tell, by stack and key.
    Outputs {
        /// Outputs of each stack that has some.
        stacks: IndexMap<String, IndexMap<String, String>>,
    },
    /// Change sets were deleted and nothing was executed.
    Discarded {
        /// Names of the stacks.
        stacks: Vec<String>,
    },
    /// What will be destroyed.
    DestroyPlan(DestroyPlan),
    /// Resources that are still there after a deletion.
    Leftovers {
        /// Name of the stack.
        stack: String,
        /// The resources.
        resources: Vec<DestroyResource>,
    },
    /// The run's last word.
    Deployed {
        /// Name of the stage.
        stage: String,
        /// Stacks that were made.
        created: usize,
        /// Stacks that were changed.
        updated: usize,
        /// Stacks that had nothing to change.
        unchanged: usize,
        /// How long it took.
        seconds: u64,
    },
    /// The run's last word after a destruction.
    Destroyed {
        /// Name of the stage.
        stage: String,
        /// Stacks that were deleted.
        stacks: usize,
        /// Resources that were kept.
        kept: usize,
        /// How long it took.
        seconds: u64,
    },
}

/// What a deployment will do.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Name of the stage.
    pub stage: String,
    /// The stacks, in the order in which they are deployed.
    pub stacks: Vec<StackPlan>,
}

impl Plan {
    /// Numbers over all stacks.
    pub fn counts(&self) -> Counts {
        Counts::of(self.stacks.iter().flat_map(|stack| &stack.changes))
    }
}

/// What a deployment will do to one stack.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StackPlan {
    /// Name of the stack.
    pub stack: String,
    /// What happens to the stack.
    #[serde(rename = "action")]
    pub operation: Operation,
    /// Since when the changes are known.
    pub when: When,
    /// The change set, where it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_set: Option<String>,
    /// A creation that failed earlier is removed first.
    pub removes_failed_creation: bool,
    /// Termination protection, where it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_protection: Option<bool>,
    /// The changes.
    pub changes: Vec<Change>,
}

/// Where the changes of a plan come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum When {
    /// CloudFormation made a change set.
    Now,
    /// The change set needs values of these stacks, which are deployed first.
    After {
        /// Names of the stacks.
        stacks: Vec<String>,
    },
    /// The change set can be made once the failed creation is gone.
    AfterCleanup,
}

/// What is done to a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It goes.
    Delete,
    /// Nothing.
    Unchanged,
}

/// How far a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Worked on.
    Running,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Given up because another one failed.
    Cancelled,
    /// Put back, or removed again, after a failure.
    Undone,
    /// Left in the account.
    Kept,
}

/// A step of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceProgress {
    /// Name of the stack.
    pub stack: String,
    /// Construct path without the stage.
    pub path: String,
    /// Logical id.
    pub logical_id: String,
    /// Resource type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// What is done.
    #[serde(rename = "action")]
    pub operation: Operation,
    /// How far it is.
    pub state: State,
    /// Time since its first step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// What CloudFormation says about a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A resource that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Construct path without the stage.
    pub path: String,
    /// For how long.
    pub seconds: u64,
}

/// Why a stack failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StackFailure {
    /// Name of the stack.
    pub stack: String,
    /// Status in which it ended.
    pub status: String,
    /// Construct path of the resource that failed first; absent where the stack itself failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// Where it stands in the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What CloudFormation says.
    pub message: String,
    /// IAM action that the deploying role lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_permission: Option<String>,
    /// Whether everything is as it was before.
    pub rolled_back: bool,
    /// Resources that could not be put back, with reasons.
    pub stuck: Vec<(String, String)>,
    /// Number of resources that were cancelled because of the failure.
    pub cancelled: usize,
    /// How long it took.
    pub seconds: u64,
}

/// What a destruction will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DestroyPlan {
    /// Name of the stage.
    pub stage: String,
    /// The stacks, in the order in which they are deleted.
    pub stacks: Vec<DestroyStack>,
}

/// One stack that is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DestroyStack {
    /// Name of the stack.
    pub stack: String,
    /// Its resources.
    pub resources: Vec<DestroyResource>,
}

/// One resource of a stack that is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DestroyResource {
    /// Construct path without the stage.
    pub path: String,
    /// Resource type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// Physical id.
    pub physical_id: String,
    /// Whether it stays in the account.
    pub kept: bool,
    /// Whether data is gone with it.
    pub loses_data: bool,
}
