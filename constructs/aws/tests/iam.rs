//! Roles, policies, principals and grants: what stands in templates, and what is found wrong.

use cumulo::iam::{
    Conditions, GithubDeployRole, GitlabDeployRole, Grant, Group, ManagedPolicy,
    PermissionsBoundary, Policy, PolicyDocument, PolicyStatement, Principal, Role, User,
};
use cumulo::kms::{Alias, Key};
use cumulo::prelude::*;
use cumulo::s3::Bucket;
use cumulo::secretsmanager;
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

const POLICY: &str = "AWS::IAM::Policy";
const ROLE: &str = "AWS::IAM::Role";

fn stack(app: &App) -> Stack {
    Stack::builder(app, "Web").build()
}

fn role(stack: &Stack, id: &str) -> Role {
    Role::builder(stack, id).assumed_by(Principal::service("ec2.amazonaws.com")).build()
}

fn allow(action: &str, resource: &str) -> PolicyStatement {
    PolicyStatement::allow().actions([action]).resources([resource])
}

fn statements(app: &App) -> Json {
    Template::of(app, "Web").properties(POLICY)["PolicyDocument"]["Statement"].clone()
}

#[test]
fn two_grants_share_one_policy() {
    let app = App::new();
    let stack = stack(&app);
    let (reader, bucket) = (role(&stack, "Role"), Bucket::builder(&stack, "Data").build());
    bucket.grant_read(&reader);
    reader.add_to_policy(allow("ecs:ListTasks", "*"));
    assert_eq!(statements(&app).as_array().map(Vec::len), Some(2));
}

#[test]
fn statements_that_differ_only_in_actions_become_one() {
    let app = App::new();
    let role = role(&stack(&app), "Role");
    role.add_to_policy(allow("s3:b", "arn:aws:s3:::x"));
    role.add_to_policy(allow("s3:a", "arn:aws:s3:::x"));
    let one =
        json!([{ "Action": ["s3:a", "s3:b"], "Effect": "Allow", "Resource": "arn:aws:s3:::x" }]);
    assert_eq!(statements(&app), one);
}

#[test]
fn statements_with_names_or_other_conditions_stay_apart() {
    let app = App::new();
    let role = role(&stack(&app), "Role");
    role.add_to_policy(allow("s3:a", "*").sid("First"));
    role.add_to_policy(allow("s3:b", "*").sid("Second"));
    role.add_to_policy(allow("s3:c", "*"));
    role.add_to_policy(
        allow("s3:d", "*").conditions(Conditions::new().bool("aws:ViaAWSService", true)),
    );
    assert_eq!(statements(&app).as_array().map(Vec::len), Some(4));
}

#[test]
fn resources_are_sorted_by_what_they_render_to() {
    let app = App::new();
    let stack = stack(&app);
    let (late, early) =
        (Bucket::builder(&stack, "Zeta").build(), Bucket::builder(&stack, "Alpha").build());
    let statement = PolicyStatement::allow().actions(["s3:GetObject"]).resources([
        late.bucket_arn(),
        early.bucket_arn(),
        "arn:aws:s3:::x".into_value(),
    ]);
    role(&stack, "Role").add_to_policy(statement);
    let resources = statements(&app)[0]["Resource"].clone();
    assert_eq!(resources[0], "arn:aws:s3:::x");
    let first = resources[1]["Fn::GetAtt"][0].as_str().map(|id| id.starts_with("Alpha"));
    assert_eq!(first, Some(true), "{resources}");
}

#[test]
fn a_policy_that_grows_too_large_goes_on_in_managed_policies() {
    let app = App::new();
    let stack = stack(&app);
    let role = role(&stack, "Role");
    for number in 0..60 {
        let arn = format!("arn:aws:sqs:us-east-1:111111111111:{}{number}", "x".repeat(260));
        role.add_to_policy(allow(&format!("sqs:Action{number}"), &arn));
    }
    let template = Template::of(&app, "Web");
    assert_eq!(template.resources(POLICY).len(), 1);
    let managed = template.resources("AWS::IAM::ManagedPolicy");
    assert!(!managed.is_empty());
    for (id, body) in &managed {
        let size = body["Properties"]["PolicyDocument"].to_string().len();
        assert!(size < 6_144, "{id} has {size} characters");
    }
    let count = |body: &Json| {
        body["Properties"]["PolicyDocument"]["Statement"].as_array().map_or(0, Vec::len)
    };
    let rest: usize = managed.iter().map(|(_, body)| count(body)).sum();
    assert_eq!(rest + count(template.resources(POLICY)[0].1), 60);
}

#[test]
fn an_empty_policy_is_left_out() {
    let app = App::new();
    let stack = stack(&app);
    let role = role(&stack, "Role");
    let policy = Policy::builder(&stack, "Policy").roles([&role]).build();
    assert!(policy.cfn().is_none());
    policy.add_statements([allow("s3:a", "*")]);
    assert!(policy.cfn().is_some());
}

#[test]
fn an_empty_managed_policy_is_a_finding() {
    let app = App::new();
    let stack = stack(&app);
    ManagedPolicy::builder(&stack, "Managed").build();
    Policy::builder(&stack, "Forced").force(true).build();
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["policy-empty", "policy-empty"]);
}

#[test]
fn statements_that_iam_refuses_are_findings() {
    let app = App::new();
    let stack = stack(&app);
    let role = role(&stack, "Role");
    role.add_to_policy(PolicyStatement::allow().actions(["GetObject"]).all_resources());
    role.add_to_policy(PolicyStatement::allow().actions(["s3:GetObject"]));
    role.add_to_policy(allow("s3:GetObject", "*").principals([Principal::any()]));
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["policy-action", "policy-statement", "policy-statement"]);
}

#[test]
fn sessions_last_one_to_twelve_hours() {
    let app = App::new();
    let stack = stack(&app);
    Role::builder(&stack, "Role")
        .assumed_by(Principal::account_root())
        .max_session_duration(Duration::hours(13))
        .build();
    assert_eq!(errors(&app)[0].0, "role-session");
}

#[test]
fn principals_with_conditions_get_statements_of_their_own_in_trust_policies() {
    let app = App::new();
    let stack = stack(&app);
    let narrow = Conditions::new().string_equals("aws:SourceAccount", "111111111111");
    let both = Principal::composite([
        Principal::service("ec2.amazonaws.com"),
        Principal::service("ecs.amazonaws.com").with_conditions(narrow),
    ]);
    Role::builder(&stack, "Role").assumed_by(both).build();
    let template = Template::of(&app, "Web");
    let trust = &template.properties(ROLE)["AssumeRolePolicyDocument"]["Statement"];
    assert_eq!(trust[0]["Principal"], json!({ "Service": "ec2.amazonaws.com" }));
    assert_eq!(trust[1]["Condition"]["StringEquals"]["aws:SourceAccount"], "111111111111");
}

#[test]
fn accounts_are_named_by_the_partition_of_the_stack() {
    let app = App::new();
    let china = Stack::builder(&app, "Web").account("111111111111").region("cn-north-1").build();
    Role::builder(&china, "Role").assumed_by(Principal::account("222222222222")).build();
    let template = Template::of(&app, "Web");
    let trust = &template.properties(ROLE)["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Principal"]["AWS"], "arn:aws-cn:iam::222222222222:root");
}

#[test]
fn an_imported_role_of_this_account_gets_a_policy_of_the_stack() {
    let app = App::new();
    let stack = Stack::builder(&app, "Web").account("111111111111").region("eu-west-1").build();
    let import = |id, account| {
        Role::from_role_arn(&stack, id, format!("arn:aws:iam::{account}:role/path/{id}"))
    };
    let bucket = Bucket::builder(&stack, "Data").build();
    bucket.grant_read(&import("Ours", "111111111111"));
    bucket.grant_read(&import("Theirs", "222222222222"));
    let template = Template::of(&app, "Web");
    assert_eq!(template.properties(POLICY)["Roles"], json!(["Ours"]));
    let policy = &template.properties("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"];
    let theirs = "arn:aws:iam::222222222222:role/path/Theirs";
    assert_eq!(policy[0]["Principal"], json!({ "AWS": theirs }));
}

#[test]
fn a_role_without_policy_updates_is_left_alone() {
    let app = App::new();
    let stack = stack(&app);
    let frozen = role(&stack, "Role").without_policy_updates();
    Bucket::builder(&stack, "Data").build().grant_read(&frozen);
    assert!(Template::of(&app, "Web").resources(POLICY).is_empty());
}

#[test]
fn a_grant_to_a_service_on_something_without_a_policy_is_a_warning_only() {
    let app = App::new();
    let stack = stack(&app);
    let grant = role(&stack, "Role").grant_pass_role(&Principal::service("ecs.amazonaws.com"));
    assert!(!grant.success());
    assert!(app.synth().is_ok());
}

#[test]
fn what_a_grant_applies_before_waits_for_its_policy() {
    let app = App::new();
    let stack = stack(&app);
    let user = role(&stack, "Role");
    let late = Bucket::builder(&stack, "Late").build();
    Grant::add_to_principal(stack.node(), &user, allow("s3:a", "*")).apply_before(&[&late]);
    let template = Template::of(&app, "Web");
    let [(policy, _)] = template.resources(POLICY)[..] else { panic!("one policy") };
    let [(_, bucket)] = template.resources("AWS::S3::Bucket")[..] else { panic!("one bucket") };
    assert_eq!(bucket["DependsOn"], json!([policy]));
}

#[test]
fn a_boundary_reaches_roles_and_users_made_later() {
    let app = App::new();
    let stack = stack(&app);
    let arn = "arn:aws:iam::111111111111:policy/edge";
    PermissionsBoundary::of(&stack).apply(ManagedPolicy::from_managed_policy_arn(arn));
    role(&stack, "Role");
    User::builder(&stack, "User").build();
    let template = Template::of(&app, "Web");
    assert_eq!(template.properties(ROLE)["PermissionsBoundary"], arn);
    assert_eq!(template.properties("AWS::IAM::User")["PermissionsBoundary"], arn);
}

#[test]
fn groups_take_grants_and_members() {
    let app = App::new();
    let stack = stack(&app);
    let group = Group::builder(&stack, "Readers").build();
    group.add_user(&User::builder(&stack, "User").build());
    Bucket::builder(&stack, "Data").build().grant_read(&group);
    let template = Template::of(&app, "Web");
    assert!(template.properties(POLICY)["Groups"].is_array());
    assert!(template.properties("AWS::IAM::User")["Groups"].is_array());
}

#[test]
fn inline_documents_without_statements_are_left_out() {
    let app = App::new();
    let stack = stack(&app);
    Role::builder(&stack, "Role")
        .assumed_by(Principal::account_root())
        .inline_policies([("empty", PolicyDocument::default())])
        .build();
    assert_eq!(Template::of(&app, "Web").properties(ROLE)["Policies"], Json::Null);
}

#[test]
fn a_key_is_granted_to_roles_in_their_policies_and_to_services_in_its_own() {
    let app = App::new();
    let stack = stack(&app);
    let key = Key::builder(&stack, "Key").build();
    key.grant_decrypt(&role(&stack, "Role"));
    key.grant_encrypt(&Principal::service("sns.amazonaws.com"));
    let template = Template::of(&app, "Web");
    let own = &template.properties("AWS::KMS::Key")["KeyPolicy"]["Statement"];
    assert_eq!(own[1]["Principal"], json!({ "Service": "sns.amazonaws.com" }));
    assert_eq!(own[1]["Resource"], "*");
    assert_eq!(statements(&app)[0]["Action"], "kms:Decrypt");
}

#[test]
fn a_key_behind_an_alias_is_granted_by_its_alias() {
    let app = App::new();
    let stack = stack(&app);
    let key = Alias::from_alias_name(&stack, "Alias", "shared");
    key.grant_decrypt(&role(&stack, "Role"));
    let condition = &statements(&app)[0]["Condition"]["ForAnyValue:StringEquals"];
    assert_eq!(condition["kms:ResourceAliases"], "alias/shared");
}

#[test]
fn times_of_keys_have_bounds() {
    let app = App::new();
    let stack = stack(&app);
    Key::builder(&stack, "Key")
        .pending_window(Duration::days(3))
        .enable_key_rotation(false)
        .rotation_period(Duration::days(30))
        .alias("aws/mine")
        .build();
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["kms-pending-window", "kms-rotation", "kms-rotation", "kms-alias"]);
}

#[test]
fn a_secret_known_by_name_is_granted_with_a_wildcard_for_its_suffix() {
    let app = App::new();
    let stack = Stack::builder(&app, "Web").account("111111111111").region("eu-west-1").build();
    let secret = secretsmanager::Secret::from_secret_name(&stack, "Secret", "shop/db");
    secret.grant_read(&role(&stack, "Role"));
    let arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/db-??????";
    assert_eq!(statements(&app)[0]["Resource"], arn);
}

#[test]
fn a_secret_has_one_value() {
    let app = App::new();
    let stack = stack(&app);
    let generator =
        secretsmanager::SecretStringGenerator::builder().generate_string_key("password").build();
    secretsmanager::Secret::builder(&stack, "Secret")
        .generate_secret_string(generator)
        .secret_string_value(Secret::ssm_secure("/old", Some(1)))
        .build();
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["secret-value", "secret-generator"]);
}

#[test]
fn workflows_of_named_environments_may_deploy() {
    let app = App::new();
    let stack = stack(&app);
    GithubDeployRole::builder(&stack, "Ci")
        .repository("acme/shop")
        .environments(["prod"])
        .tags(["v*"])
        .build();
    let template = Template::of(&app, "Web");
    let trust = &template.properties(ROLE)["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Action"], "sts:AssumeRoleWithWebIdentity");
    let subjects = &trust["Condition"]["StringLike"]["token.actions.githubusercontent.com:sub"];
    let expected = ["repo:acme/shop:environment:prod", "repo:acme/shop:ref:refs/tags/v*"];
    assert_eq!(*subjects, json!(expected));
}

#[test]
fn jobs_of_named_branches_and_tags_may_deploy() {
    let app = App::new();
    let stack = stack(&app);
    GitlabDeployRole::builder(&stack, "Ci")
        .project("acme/web/shop")
        .branches(["main"])
        .tags(["v*"])
        .host("gitlab.acme.example")
        .build();
    let template = Template::of(&app, "Web");
    let trust = &template.properties(ROLE)["AssumeRolePolicyDocument"]["Statement"][0];
    let expected = [
        "project_path:acme/web/shop:ref_type:branch:ref:main",
        "project_path:acme/web/shop:ref_type:tag:ref:v*",
    ];
    assert_eq!(trust["Condition"]["StringLike"]["gitlab.acme.example:sub"], json!(expected));
    let audience = &trust["Condition"]["StringEquals"]["gitlab.acme.example:aud"];
    let provider = template.properties("AWS::IAM::OIDCProvider");
    assert_eq!((audience, &provider["Url"]), (&provider["ClientIdList"][0], audience));
}

#[test]
fn projects_of_others_cannot_deploy() {
    let app = App::new();
    let stack = stack(&app);
    for (number, project) in ["acme/*", "acme", "acme//shop"].into_iter().enumerate() {
        GitlabDeployRole::builder(&stack, &format!("Ci{number}"))
            .project(project)
            .branches(["main"])
            .build();
    }
    GitlabDeployRole::builder(&stack, "Nobody").project("acme/shop").build();
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    let project = "gitlab-project";
    assert_eq!(ids, [project, project, project, "gitlab-subject"]);
}

#[test]
fn repositories_of_others_cannot_deploy() {
    let app = App::new();
    let stack = stack(&app);
    for (number, repository) in ["acme/*", "*/*", "acme"].into_iter().enumerate() {
        GithubDeployRole::builder(&stack, &format!("Ci{number}"))
            .repository(repository)
            .branches(["main"])
            .build();
    }
    GithubDeployRole::builder(&stack, "Nobody").repository("acme/shop").build();
    let ids: Vec<String> = errors(&app).into_iter().map(|(id, _)| id).collect();
    let repository = "github-repository";
    assert_eq!(ids, [repository, repository, repository, "github-subject"]);
}

#[test]
fn what_is_granted_to_a_policy_reaches_whom_it_is_attached_to() {
    let app = App::new();
    let stack = stack(&app);
    let shared = ManagedPolicy::builder(&stack, "Shared").roles([role(&stack, "Role")]).build();
    Bucket::builder(&stack, "Data").build().grant_put(&shared, "*");
    let template = Template::of(&app, "Web");
    let policy = template.properties("AWS::IAM::ManagedPolicy");
    assert_eq!(policy["PolicyDocument"]["Statement"].as_array().map(Vec::len), Some(1));
    assert!(template.resources(POLICY).is_empty());
}

#[test]
fn a_scope_can_do_without_the_boundary_of_its_surroundings() {
    let app = App::new();
    let stack = stack(&app);
    let boundary = ManagedPolicy::from_aws_managed_policy_name("PowerUserAccess");
    PermissionsBoundary::of(&stack).apply(boundary);
    role(&stack, "Bound");
    let free = stack.node().child("Free");
    PermissionsBoundary::of(&free).clear();
    Role::builder(&free, "Role").assumed_by(Principal::service("ec2.amazonaws.com")).build();
    let template = Template::of(&app, "Web");
    let bound = template.resources(ROLE).into_iter().map(|(id, body)| {
        (id.starts_with("Bound"), !body["Properties"]["PermissionsBoundary"].is_null())
    });
    assert_eq!(bound.collect::<Vec<_>>(), [(true, true), (false, false)]);
}

#[test]
fn conditions_count_when_a_large_policy_is_split() {
    let app = App::new();
    let stack = stack(&app);
    let role = role(&stack, "Role");
    for number in 0..150 {
        let name = format!("{}{number}", "x".repeat(30));
        let arn = format!("arn:aws:service:us-east-1:123456789012:resource/{name}");
        let conditions = Conditions::new().string_equals(format!("k{number}"), "v");
        role.add_to_policy(allow(&format!("service:Action{number}"), &arn).conditions(conditions));
    }
    let template = Template::of(&app, "Web");
    let overflow = template.resources("AWS::IAM::ManagedPolicy");
    let sizes: Vec<usize> = overflow
        .iter()
        .map(|(_, body)| {
            body["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap().len()
        })
        .collect();
    // The sizes that the AWS CDK comes to for the same statements.
    assert_eq!(sizes, [34, 34, 24]);
}

#[test]
fn a_thousand_statements_of_one_role_all_stand_in_policies() {
    let app = App::new();
    let stack = Stack::builder(&app, "Stack").build();
    let role = Role::builder(&stack, "Role").assumed_by(Principal::service("ec2.amazonaws.com"));
    let role = role.build();
    for number in 0..1_000 {
        let statement = PolicyStatement::allow().actions([format!("s3:Get{number}")]);
        role.add_to_policy(statement.resources([format!("arn:aws:s3:::bucket-{number}")]));
    }
    let synthesis = app.synth().expect("a template");
    let template = &synthesis.stacks().next().expect("the stack").template;
    assert!((0..1_000).all(|number| template.matches(&format!("\"s3:Get{number}\"")).count() == 1));
}
