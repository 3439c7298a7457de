//! Identity and access: roles, policies, principals and grants.
//!
//! Most programs only name a [`Principal`] or two and let constructs grant: `bucket.grant_read(&service)`. Whoever
//! can be granted something is [`Grantable`].

mod access_key;
mod boundary;
mod conditions;
mod document;
mod github_deploy_role;
mod gitlab_deploy_role;
mod grant;
mod group;
mod identity;
mod instance_profile;
mod managed_policy;
mod merge;
mod oidc_provider;
mod policy;
mod principal;
mod role;
mod saml_provider;
mod statement;
mod user;

pub use access_key::AccessKey;
pub use boundary::PermissionsBoundary;
pub use conditions::Conditions;
pub use document::PolicyDocument;
pub use github_deploy_role::GithubDeployRole;
pub use gitlab_deploy_role::GitlabDeployRole;
pub use grant::{Grant, ResourceWithPolicy};
pub use group::Group;
pub use instance_profile::InstanceProfile;
pub use managed_policy::{ManagedPolicy, ManagedPolicyRef};
pub use oidc_provider::OidcProvider;
pub use policy::Policy;
pub(crate) use principal::Instance;
pub use principal::{Grantable, PolicyAddition, Principal};
pub use role::Role;
pub use saml_provider::SamlProvider;
pub use statement::{Effect, PolicyStatement};
pub use user::User;
