//! Files that ECS reads when it starts a container.

use crate::s3::Bucket;
use crate::ssm::StringParameter;
use crate::{Construct, IntoValue, Value, text};

/// Names files with environment variables, for `environment_files` of containers.
///
/// ```
/// # use cumulo::{Value, ecs::EnvironmentFile, s3::Bucket};
/// # fn file(bucket: &Bucket) -> Value<String> {
/// EnvironmentFile::from_bucket(bucket, "shop.env")
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentFile;

impl EnvironmentFile {
    /// The object of a bucket, as its ARN. The task's execution role must be allowed to read it.
    pub fn from_bucket(bucket: &Bucket, key: impl IntoValue<String>) -> Value<String> {
        let partition = bucket.node().stack().partition();
        text!("arn:{}:s3:::{}/{}", partition, bucket.bucket_name(), key.into_value())
    }
}

/// A file that says how a container authenticates with Active Directory.
///
/// ```
/// # use cumulo::{ecs::CredentialSpec, s3::Bucket};
/// # fn file(bucket: &Bucket) -> CredentialSpec {
/// CredentialSpec::domainless_from_s3_bucket(bucket, "gmsa.json")
/// # }
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows-gmsa.html>
#[derive(Clone, Debug)]
pub struct CredentialSpec(pub(super) Value<String>);

impl CredentialSpec {
    /// A file in a bucket, for hosts that joined the domain.
    pub fn from_s3_bucket(bucket: &Bucket, key: impl IntoValue<String>) -> Self {
        Self(text!("credentialspec:{}/{}", bucket.bucket_arn(), key.into_value()))
    }

    /// A parameter, for hosts that joined the domain.
    pub fn from_ssm_parameter(parameter: &StringParameter) -> Self {
        Self(text!("credentialspec:{}", parameter.parameter_arn()))
    }

    /// A file in a bucket, for hosts outside the domain.
    pub fn domainless_from_s3_bucket(bucket: &Bucket, key: impl IntoValue<String>) -> Self {
        Self(text!("credentialspecdomainless:{}/{}", bucket.bucket_arn(), key.into_value()))
    }

    /// A parameter, for hosts outside the domain.
    pub fn domainless_from_ssm_parameter(parameter: &StringParameter) -> Self {
        Self(text!("credentialspecdomainless:{}", parameter.parameter_arn()))
    }
}
