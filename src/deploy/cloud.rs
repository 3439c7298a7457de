//! The narrow trait over AWS calls, and how those fail.

use super::model::{
    ChangeSet, ChangeSetIds, DeployedResource, DeployedStack, Identity, NewChangeSet, StackEvent,
};

/// The AWS calls that deployments need. Implemented by the SDK and, for tests, in memory.
///
/// `stack` is a name or an ARN; a deleted stack is found by its ARN only.
#[allow(async_fn_in_trait, reason = "the futures stay on one thread")]
pub trait Cloud {
    /// Whose credentials these are.
    async fn identity(&self) -> Result<Identity, AwsError>;

    /// The stack, unless there is none.
    async fn stack(&self, region: &str, stack: &str) -> Result<Option<DeployedStack>, AwsError>;

    /// Resources of a stack, all pages.
    async fn resources(&self, region: &str, stack: &str)
    -> Result<Vec<DeployedResource>, AwsError>;

    /// The template as it was sent, unless the stack has none yet.
    async fn template(&self, region: &str, stack: &str) -> Result<Option<String>, AwsError>;

    /// Id of the newest event of a stack; reads one page.
    async fn newest_event(&self, region: &str, stack: &str) -> Result<Option<String>, AwsError>;

    /// Events of a stack, newest first, up to and without the event `until`; all pages.
    async fn events(
        &self,
        region: &str,
        stack: &str,
        until: Option<&str>,
    ) -> Result<Vec<StackEvent>, AwsError>;

    /// Makes a change set.
    async fn create_change_set(
        &self,
        region: &str,
        request: &NewChangeSet,
    ) -> Result<ChangeSetIds, AwsError>;

    /// The change set by name or ARN with all pages of changes, unless there is none.
    async fn change_set(
        &self,
        region: &str,
        stack: &str,
        change_set: &str,
    ) -> Result<Option<ChangeSet>, AwsError>;

    /// Removes a change set; one that is gone already is fine.
    async fn delete_change_set(&self, region: &str, change_set: &str) -> Result<(), AwsError>;

    /// Starts the execution of a change set.
    async fn execute_change_set(
        &self,
        region: &str,
        change_set: &str,
        token: &str,
    ) -> Result<(), AwsError>;

    /// Starts the deletion of a stack.
    async fn delete_stack(&self, region: &str, stack: &str, token: &str) -> Result<(), AwsError>;

    /// Sets or lifts the termination protection.
    async fn set_termination_protection(
        &self,
        region: &str,
        stack: &str,
        on: bool,
    ) -> Result<(), AwsError>;

    /// Sets the stack policy.
    async fn set_stack_policy(
        &self,
        region: &str,
        stack: &str,
        policy: &str,
    ) -> Result<(), AwsError>;

    /// Whether the bucket exists and belongs to the account.
    async fn bucket_exists(
        &self,
        region: &str,
        account: &str,
        bucket: &str,
    ) -> Result<bool, AwsError>;

    /// Makes a bucket that nobody outside the account can read.
    async fn create_private_bucket(&self, region: &str, bucket: &str) -> Result<(), AwsError>;

    /// Writes an object into a bucket of the account.
    async fn put_object(
        &self,
        region: &str,
        account: &str,
        bucket: &str,
        key: &str,
        body: Vec<u8>,
    ) -> Result<(), AwsError>;

    /// Waits between two looks at a running operation.
    async fn pause(&self, time: std::time::Duration);
}

/// A call to AWS that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{action} failed: {message}")]
pub struct AwsError {
    /// The call as IAM names it, such as `cloudformation:CreateChangeSet`.
    pub action: String,
    /// What kind of failure.
    pub kind: FailureKind,
    /// AWS's code; empty where no answer came.
    pub code: String,
    /// AWS's message, or why there was no answer.
    pub message: String,
}

/// Kinds of failure that are treated or told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// No credentials were found.
    NoCredentials,
    /// The credentials are too old.
    Expired,
    /// AWS does not know the credentials.
    InvalidCredentials,
    /// The credentials may not do it.
    AccessDenied,
    /// Too many requests.
    Throttled,
    /// No connection, or no whole answer; the request may have been carried out.
    NoAnswer {
        /// The endpoint, where one was set by hand.
        endpoint: Option<String>,
    },
    /// What was asked to be made is there already.
    AlreadyExists,
    /// The change set cannot be executed in its state.
    InvalidChangeSetStatus,
    /// The service failed (HTTP 5xx).
    Service,
    /// Anything else.
    Other,
}

impl AwsError {
    /// Whether the same call may succeed a little later.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Throttled | FailureKind::NoAnswer { .. } | FailureKind::Service
        )
    }
}
