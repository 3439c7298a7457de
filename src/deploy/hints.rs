//! Failures of AWS calls in the user's words, with the next step.

use super::cloud::{AwsError, FailureKind};
use super::failure::missing_permission;
use crate::error::Failure;

impl From<AwsError> for Failure {
    fn from(error: AwsError) -> Self {
        let AwsError { action, kind, message, .. } = error;
        match kind {
            FailureKind::NoCredentials => Failure::new("no usable AWS credentials were found")
                .detail(message)
                .next("log in (for example `aws sso login`), then name the profile with --profile or AWS_PROFILE"),
            FailureKind::Expired => Failure::new("the AWS credentials have expired")
                .detail(message)
                .next("log in again (for example `aws sso login`), then run the same command"),
            FailureKind::InvalidCredentials => Failure::new("AWS does not accept the credentials")
                .detail(message)
                .next("check --profile, AWS_PROFILE and AWS_ACCESS_KEY_ID, then run the same command"),
            FailureKind::AccessDenied => {
                let missing = missing_permission(&message).unwrap_or(action);
                Failure::new(format!("the credentials may not do {missing}"))
                    .detail(message)
                    .next(format!("allow {missing} for this role or user, or use another --profile"))
            }
            FailureKind::Throttled => {
                Failure::new(format!("AWS refuses {action} because of too many requests"))
                    .detail(message)
                    .next("wait a minute, then run the same command; AWS_MAX_ATTEMPTS raises the number of tries")
            }
            FailureKind::NoAnswer { endpoint: Some(endpoint) } => {
                Failure::new(format!("{endpoint} does not answer {action}"))
                    .detail(message)
                    .next("check that the endpoint runs; AWS_ENDPOINT_URL or the profile sets it")
            }
            FailureKind::NoAnswer { endpoint: None } => {
                Failure::new(format!("AWS does not answer {action}"))
                    .detail(message)
                    .next("check the network and the stage's region, then run the same command")
            }
            FailureKind::Service => Failure::new(format!("AWS failed at {action}"))
                .detail(message)
                .next("run the same command again; it goes on where this run stopped"),
            FailureKind::AlreadyExists | FailureKind::InvalidChangeSetStatus | FailureKind::Other => {
                Failure::new(format!("AWS refuses {action}")).detail(message)
            }
        }
    }
}
