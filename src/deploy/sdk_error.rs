//! Turns what the SDK says of a failed call into an [`AwsError`].

use super::cloud::{AwsError, FailureKind};
use aws_sdk_cloudformation::config::http::HttpResponse;
use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};
use std::error::Error;

/// The call that failed.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The action as IAM names it.
    pub action: &'static str,
    /// The endpoint that was set by hand.
    pub endpoint: Option<&'a str>,
}

/// Makes the [`AwsError`] of a failed call.
pub fn failure<E>(call: Call<'_>) -> impl Fn(SdkError<E, HttpResponse>) -> AwsError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    move |error| {
        let no_answer = || FailureKind::NoAnswer { endpoint: call.endpoint.map(str::to_owned) };
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        let code = error.code().unwrap_or_default().to_owned();
        let chain = causes(&error);
        let (kind, message) = match &error {
            SdkError::ServiceError(service) => {
                let message = service.err().message().unwrap_or_default().trim().to_owned();
                let message = if message.is_empty() {
                    format!("the service answered with HTTP status {status} and no message")
                } else {
                    message
                };
                (kind_of(&code, status), message)
            }
            SdkError::TimeoutError(_) => (no_answer(), "no answer in time".to_owned()),
            SdkError::DispatchFailure(_) if speaks_of_credentials(&chain) => {
                (FailureKind::NoCredentials, innermost(&chain))
            }
            SdkError::DispatchFailure(_) => (no_answer(), innermost(&chain)),
            SdkError::ResponseError(_) if status >= 500 => (
                FailureKind::Service,
                format!("the service answered with HTTP status {status} and no message"),
            ),
            SdkError::ResponseError(_) => {
                (no_answer(), format!("the answer was cut off ({})", innermost(&chain)))
            }
            _ if speaks_of_credentials(&chain) => (FailureKind::NoCredentials, innermost(&chain)),
            _ => (FailureKind::Other, innermost(&chain)),
        };
        AwsError { action: call.action.to_owned(), kind, code, message }
    }
}

fn kind_of(code: &str, status: u16) -> FailureKind {
    match code {
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => {
            FailureKind::AccessDenied
        }
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" => FailureKind::Expired,
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidAccessKeyId"
        | "IncompleteSignature" => FailureKind::InvalidCredentials,
        "Throttling"
        | "ThrottlingException"
        | "RequestLimitExceeded"
        | "TooManyRequests"
        | "TooManyRequestsException"
        | "SlowDown" => FailureKind::Throttled,
        "AlreadyExistsException" => FailureKind::AlreadyExists,
        "InvalidChangeSetStatus" => FailureKind::InvalidChangeSetStatus,
        _ if status == 429 => FailureKind::Throttled,
        _ if status >= 500 => FailureKind::Service,
        _ => FailureKind::Other,
    }
}

fn causes(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut causes = vec![error.to_string()];
    let mut current = error.source();
    while let Some(cause) = current {
        causes.push(cause.to_string());
        current = cause.source();
    }
    causes
}

fn innermost(causes: &[String]) -> String {
    causes.last().cloned().unwrap_or_default()
}

/// The SDK resolves credentials while it sends, and says so in words only.
fn speaks_of_credentials(causes: &[String]) -> bool {
    causes.iter().any(|cause| {
        cause.contains("credential") || cause.contains("the identity") || cause.contains("profile")
    })
}
