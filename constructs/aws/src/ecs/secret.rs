//! Secrets that containers get as environment variables.

use crate::Value;
use crate::iam::{Grant, Grantable};
use std::fmt;
use std::rc::Rc;

/// Lets the execution role read a secret.
type ReadGrant = Rc<dyn Fn(&dyn Grantable) -> Grant>;

/// A value that the container agent reads from Secrets Manager or Systems Manager when a task starts.
///
/// The execution role is let read it; the value stands in no template.
#[derive(Clone)]
pub struct Secret {
    value_from: Value<String>,
    grant: ReadGrant,
}

impl Secret {
    /// A secret behind this ARN, which `grant` lets roles read.
    pub(crate) fn granted(
        value_from: Value<String>,
        grant: impl Fn(&dyn Grantable) -> Grant + 'static,
    ) -> Self {
        Self { value_from, grant: Rc::new(grant) }
    }

    /// `ValueFrom` of the container's secret.
    pub fn arn(&self) -> Value<String> {
        self.value_from.clone()
    }

    /// Lets `grantee` read the secret.
    pub fn grant_read(&self, grantee: &dyn Grantable) -> Grant {
        (self.grant)(grantee)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?})", self.value_from)
    }
}
