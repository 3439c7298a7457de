//! Images that containers run.

use crate::ecr::Repository;
use crate::iam::{Grant, Grantable};
use crate::secretsmanager::Secret;
use crate::{Expr, IntoValue, Value};
use std::fmt;
use std::rc::Rc;

/// Lets the role that pulls an image pull it.
type PullGrant = Rc<dyn Fn(&dyn Grantable) -> Grant>;

/// The image that a container runs.
///
/// ```
/// use cumulo::ecs::ContainerImage;
/// use cumulo::ecr::Repository;
/// use cumulo::prelude::*;
/// let nginx = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27");
/// # let app = App::new();
/// # let stack = Stack::builder(&app, "Shop").build();
/// let repository = Repository::from_repository_name(&stack, "Api", "shop/api");
/// let own = ContainerImage::from_ecr_repository(&repository, "7");
/// # let task = cumulo::ecs::FargateTaskDefinition::builder(&stack, "Task").build();
/// # task.add_container("proxy").image(nginx).build();
/// # task.add_container("api").image(own).build();
/// # cumulo::testing::Template::of(&app, "Shop");
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

    /// Name and password for the registry, as a JSON object with `username` and `password`. The execution role is let read it.
    #[must_use]
    pub fn credentials(mut self, secret: &Secret) -> Self {
        self.credentials = Some(secret.secret_arn());
        let secret = secret.clone();
        self.grants.push(Rc::new(move |role: &dyn Grantable| secret.grant_read(role)));
        self
    }

    /// An image of a repository, by its tag, or by its digest if that begins with `sha256:`. The execution role is let pull it.
    pub fn from_ecr_repository(repository: &Repository, image: impl IntoValue<String>) -> Self {
        Self::of_repository(repository, repository.repository_uri_for_tag_or_digest(image))
    }

    /// An image of a repository by its whole name. The execution role is let pull it.
    pub(crate) fn of_repository(repository: &Repository, name: Value<String>) -> Self {
        let repository = repository.clone();
        let pull: PullGrant = Rc::new(move |role: &dyn Grantable| repository.grant_pull(role));
        Self { name, credentials: None, grants: vec![pull] }
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
    pub(super) fn repository_credentials(&self) -> Expr {
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
