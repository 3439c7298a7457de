//! What file systems, vaults and plans do with values that belong together.

use cumulo::backup::{BackupPlan, BackupPlanRule, BackupResource, BackupVault, LockConfiguration};
use cumulo::dynamodb::{Attribute, Table};
use cumulo::ec2::{Connectable, Vpc};
use cumulo::efs::{AccessPoint, Acl, FileSystem, LifecyclePolicy, ThroughputMode};
use cumulo::events::Schedule;
use cumulo::lambda::{self, Code, Function, Runtime};
use cumulo::prelude::*;
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

fn app() -> (App, Stack) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    (app, stack)
}

fn network(stack: &Stack) -> Vpc {
    Vpc::builder(stack, "Vpc").max_azs(2).build()
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn a_file_system_has_a_mount_target_in_each_zone_and_lets_no_strangers_in() {
    let (app, stack) = app();
    FileSystem::builder(&stack, "Files").vpc(&network(&stack)).build();
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::EFS::MountTarget").len(), 2);
    let properties = template.properties("AWS::EFS::FileSystem");
    assert_eq!(properties["Encrypted"], true);
    let statements = &properties["FileSystemPolicy"]["Statement"];
    let condition = json!({ "Bool": { "elasticfilesystem:AccessedViaMountTarget": "true" } });
    assert_eq!(statements[0]["Condition"], condition);
    assert_eq!(properties["FileSystemTags"], json!([{ "Key": "Name", "Value": "Test/Files" }]));
}

#[test]
fn a_file_system_of_one_zone_has_one_mount_target() {
    let (app, stack) = app();
    FileSystem::builder(&stack, "Files").vpc(&network(&stack)).one_zone(true).build();
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::EFS::MountTarget").len(), 1);
    assert!(template.properties("AWS::EFS::FileSystem")["AvailabilityZoneName"].is_object());
}

#[test]
fn provisioned_throughput_needs_an_amount_and_the_archive_a_stop_before_it() {
    let (app, stack) = app();
    FileSystem::builder(&stack, "Files")
        .vpc(&network(&stack))
        .throughput_mode(ThroughputMode::Provisioned)
        .transition_to_archive_policy(LifecyclePolicy::After90Days)
        .build();
    assert_eq!(ids(&app), ["file-system-throughput", "file-system-archive"]);
}

#[test]
fn an_access_point_that_makes_a_folder_must_name_it() {
    let (app, stack) = app();
    let files = FileSystem::builder(&stack, "Files").vpc(&network(&stack)).build();
    let acl = Acl { owner_uid: "1".into(), owner_gid: "1".into(), permissions: "750".into() };
    AccessPoint::builder(&stack, "Door").file_system(&files).create_acl(acl).build();
    assert_eq!(ids(&app), ["access-point-acl"]);
}

#[test]
fn a_function_is_made_once_its_file_system_can_be_mounted() {
    let (app, stack) = app();
    let vpc = network(&stack);
    let files = FileSystem::builder(&stack, "Files").vpc(&vpc).build();
    let door = files.add_access_point("Door").build();
    Function::builder(&stack, "Fn")
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(e, c): return 1"))
        .vpc(&vpc)
        .filesystem(lambda::FileSystem::from_efs_access_point(&door, "/mnt/files"))
        .build();
    let template = Template::of(&app, "Test");
    let targets = template.resources("AWS::EFS::MountTarget");
    let function = template.resources("AWS::Lambda::Function")[0].1;
    let waits_for = function["DependsOn"].as_array().expect("it waits");
    for (target, _) in targets {
        assert!(waits_for.contains(&json!(target)), "{target}");
    }
    assert_eq!(function["Properties"]["FileSystemConfigs"][0]["LocalMountPath"], "/mnt/files");
}

#[test]
fn an_imported_file_system_can_be_reached_by_its_security_group() {
    let (app, stack) = app();
    let group =
        cumulo::ec2::SecurityGroup::from_security_group_id(&stack, "Sg", "sg-0123456789abcdef0")
            .build();
    let arn = "arn:aws:elasticfilesystem:us-east-1:111111111111:file-system/fs-0123456789abcdef0";
    let files = FileSystem::from_file_system_arn(&stack, "Files", arn, &group);
    files.allow_default_port_from_any_ipv4();
    Output::new(&stack, "Id", files.file_system_id());
    let template = Template::of(&app, "Test");
    assert_eq!(template.properties("AWS::EC2::SecurityGroupIngress")["FromPort"], 2049);
    assert_eq!(template.json()["Outputs"]["Id"]["Value"], "fs-0123456789abcdef0");
}

#[test]
fn rules_without_a_vault_share_one_that_the_plan_makes() {
    let (app, stack) = app();
    let own = BackupVault::builder(&stack, "Own").build();
    let plan = BackupPlan::builder(&stack, "Plan").build();
    plan.add_rule(BackupPlanRule::daily());
    plan.add_rule(BackupPlanRule::weekly().backup_vault(&own));
    plan.add_rule(BackupPlanRule::monthly_1_year());
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::Backup::BackupVault").len(), 2);
    let rules = &template.properties("AWS::Backup::BackupPlan")["BackupPlan"]["BackupPlanRule"];
    let vault = |rule: usize| rules[rule]["TargetBackupVault"].clone();
    assert_eq!(vault(0), vault(2));
    assert_ne!(vault(0), vault(1));
}

#[test]
fn a_plan_without_a_rule_is_found() {
    let (app, stack) = app();
    BackupPlan::builder(&stack, "Plan").build();
    assert_eq!(ids(&app), ["backup-rules"]);
}

#[test]
fn times_that_backup_refuses_are_found() {
    let (app, stack) = app();
    let days = Duration::days;
    let plan = BackupPlan::builder(&stack, "Plan").build();
    plan.add_rule(BackupPlanRule::new().enable_continuous_backup(true).delete_after(days(60)));
    plan.add_rule(BackupPlanRule::new().schedule_expression(Schedule::rate(days(1))));
    plan.add_rule(
        BackupPlanRule::new().move_to_cold_storage_after(days(30)).delete_after(days(60)),
    );
    BackupVault::builder(&stack, "Vault")
        .backup_vault_name("no good")
        .lock_configuration(LockConfiguration {
            min_retention: days(30),
            max_retention: Some(days(10)),
            changeable_for: None,
        })
        .build();
    let found =
        ["continuous-backup", "backup-schedule", "cold-storage", "vault-name", "vault-lock"];
    assert_eq!(ids(&app), found);
}

#[test]
fn a_selection_takes_what_stands_in_a_construct_or_has_a_tag() {
    let (app, stack) = app();
    let data = stack.node().child("Data");
    Table::builder(&data, "Orders").partition_key(Attribute::string("id")).build();
    let plan = BackupPlan::daily_35_day_retention(&stack, "Plan", None);
    plan.add_selection("All")
        .resources([
            BackupResource::from_construct(&data),
            BackupResource::from_tag("stage", "prod"),
        ])
        .build();
    let template = Template::of(&app, "Test");
    let selection = &template.properties("AWS::Backup::BackupSelection")["BackupSelection"];
    assert_eq!(selection["Resources"].as_array().map(Vec::len), Some(1));
    assert_eq!(selection["ListOfTags"][0]["ConditionValue"], "prod");
    assert_eq!(selection["SelectionName"], "All");
}

#[test]
fn an_imported_vault_keeps_its_policy() {
    let (app, stack) = app();
    let vault = BackupVault::from_backup_vault_name(&stack, "Vault", "main");
    vault.block_recovery_point_deletion();
    assert_eq!(ids(&app), ["import-unknown"]);
}

#[test]
fn nobody_may_delete_what_a_blocked_vault_keeps() {
    let (app, stack) = app();
    BackupVault::builder(&stack, "Vault").block_recovery_point_deletion(true).build();
    let template = Template::of(&app, "Test");
    let policy: &Json = &template.properties("AWS::Backup::BackupVault")["AccessPolicy"];
    assert_eq!(policy["Statement"][0]["Effect"], "Deny");
}
