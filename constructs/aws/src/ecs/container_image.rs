//! Images that containers run.

use crate::iam::{Grant, Grantable};
use crate::{Expr, IntoValue, Value};
use std::fmt;
use std::rc::Rc;

/// Lets the role that pulls an image pull it.
type PullGrant = Rc<dyn Fn(&dyn Grantable) -> Grant>;

/// The image that a container runs.
///
/// ```
/// use cumulo::ecs::ContainerImage;
/// let nginx = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27");
/// ```
#[derive(Clone)]
pub struct ContainerImage {
    name: Value<String>,
    credentials: Option<Value<String>>,
    grants: Vec<PullGrant>,
}

impl ContainerImage {
    /// An image by its name, as `docker pull` takes it: `nginx:1.27`, `public.ecr.aws/nginx/nginx:1.27`.
    pub fn from_registry(name: impl IntoValue<String>) -> Self {
        Self { name: name.into_value(), credentials: None, grants: Vec::new() }
    }

    /// An image that the execution role is let pull by `grant`.
    pub(crate) fn granted(
        name: Value<String>,
        grant: impl Fn(&dyn Grantable) -> Grant + 'static,
    ) -> Self {
        Self { name, credentials: None, grants: vec![Rc::new(grant)] }
    }

    pub(super) fn name(&self) -> &Value<String> {
        &self.name
    }

    /// Whether an execution role is needed to pull the image.
    pub(super) fn needs_role(&self) -> bool {
        !self.grants.is_empty()
    }

    pub(super) fn grant_pull(&self, role: &dyn Grantable) {
        for grant in &self.grants {
            grant(role);
        }
    }

    /// `RepositoryCredentials` of the container.
    pub(super) fn credentials(&self) -> Expr {
        self.credentials.as_ref().map_or(Expr::Null, |secret| {
            Expr::object([("CredentialsParameter", Expr::from(secret))])
        })
    }
}

impl fmt::Debug for ContainerImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContainerImage({:?})", self.name)
    }
}
