//! Scenarios about roles, keys and secrets.

use super::{Scenario, stack};
use cumulo::iam::{
    Conditions, ManagedPolicy, OidcProvider, PolicyDocument, PolicyStatement, Principal, Role,
};
use cumulo::kms::Key;
use cumulo::secretsmanager::{Secret, SecretStringGenerator};
use cumulo::ssm::StringParameter;
use cumulo::{App, Duration, RemovalPolicy};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("iam-roles", iam_roles),
    ("github-oidc-role", github_oidc_role),
    ("kms-and-secrets", kms_and_secrets),
];

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

fn kms_and_secrets(app: &App) {
    let s = stack(app);
    let key = Key::builder(&s, "Key")
        .enable_key_rotation(true)
        .alias("app")
        .removal_policy(RemovalPolicy::Destroy)
        .pending_window(Duration::days(7))
        .build();
    let login = SecretStringGenerator::builder()
        .secret_string_template(r#"{"username":"app"}"#)
        .generate_string_key("password")
        .exclude_punctuation(true)
        .password_length(40)
        .build();
    let secret =
        Secret::builder(&s, "Api").encryption_key(&key).generate_secret_string(login).build();
    let role =
        Role::builder(&s, "App").assumed_by(Principal::service("ecs-tasks.amazonaws.com")).build();
    secret.grant_read(&role);
    StringParameter::builder(&s, "Flag").parameter_name("/app/flag").string_value("on").build();
}
