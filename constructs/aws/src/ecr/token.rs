//! Tokens by which Docker signs in.

use crate::iam::{Grant, Grantable, PolicyStatement};

/// The token by which Docker signs in to the account's registry.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationToken;

impl AuthorizationToken {
    /// Lets `grantee` get it.
    #[track_caller]
    pub fn grant_read(grantee: &dyn Grantable) -> Grant {
        grant(grantee, &["ecr:GetAuthorizationToken"])
    }
}

/// The token by which Docker signs in to the public gallery, whose limits are higher then.
#[derive(Clone, Copy, Debug)]
pub struct PublicGalleryAuthorizationToken;

impl PublicGalleryAuthorizationToken {
    /// Lets `grantee` get it.
    #[track_caller]
    pub fn grant_read(grantee: &dyn Grantable) -> Grant {
        grant(grantee, &["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"])
    }
}

#[track_caller]
fn grant(grantee: &dyn Grantable, actions: &[&str]) -> Grant {
    let statement = PolicyStatement::allow().actions(actions.iter().copied()).all_resources();
    Grant::to_principal(grantee, statement)
}
