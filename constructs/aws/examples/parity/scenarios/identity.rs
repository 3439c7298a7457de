//! Scenarios about roles, keys and secrets.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::Duration;
use cumulo::iam::{
    Conditions, ManagedPolicy, OidcProvider, PolicyDocument, PolicyStatement, Principal, Role,
};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] =
    &[("iam-roles", iam_roles), ("github-oidc-role", github_oidc_role)];

fn iam_roles(app: &App) {
    let s = stack(app);
    let list = PolicyStatement::allow().actions(["s3:ListAllMyBuckets"]).all_resources();
    let role = Role::builder(&s, "Deployer")
        .assumed_by(Principal::composite([
            Principal::service("codebuild.amazonaws.com"),
            Principal::arn("arn:aws:iam::222222222222:role/ci"),
        ]))
        .managed_policies([ManagedPolicy::from_aws_managed_policy_name("ReadOnlyAccess")])
        .inline_policies([("extra", PolicyDocument::new([list]))])
        .build();
    role.add_to_policy(
        PolicyStatement::allow()
            .actions(["ecs:UpdateService"])
            .all_resources()
            .conditions(Conditions::new().string_equals("aws:RequestedRegion", "us-east-1")),
    );
    role.add_to_policy(PolicyStatement::deny().not_actions(["iam:Get*"]).all_resources());
    let describe = PolicyStatement::allow().actions(["ec2:Describe*"]).all_resources();
    ManagedPolicy::builder(&s, "Boundary").statements([describe]).roles([&role]).build();
}

fn github_oidc_role(app: &App) {
    let s = stack(app);
    let provider = OidcProvider::builder(&s, "GitHub")
        .url("https://token.actions.githubusercontent.com")
        .client_ids(["sts.amazonaws.com"])
        .build();
    let conditions = Conditions::new()
        .string_equals("token.actions.githubusercontent.com:aud", "sts.amazonaws.com")
        .string_like(
            "token.actions.githubusercontent.com:sub",
            "repo:acme/shop:ref:refs/heads/main",
        );
    Role::builder(&s, "Ci")
        .assumed_by(Principal::web_identity(provider.oidc_provider_arn(), conditions))
        .description("GitHub Actions deploys")
        .max_session_duration(Duration::hours(1))
        .build();
}
