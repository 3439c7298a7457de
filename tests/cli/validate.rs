//! `cumulo validate` with apps, files and folders.

use super::support::{Folder, TOPIC, queue};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn findings(text: &str) -> Vec<Value> {
    let report: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    report["findings"].as_array().expect("a list").clone()
}

#[test]
fn a_good_app_has_no_findings() {
    let folder = Folder::with_app();
    let ran = folder.run("validate").ended(0);
    assert_eq!(ran.stdout, "0 errors, 0 warnings in 4 templates (4 resources)\n");
    assert!(!folder.join("cumulo.out").exists());
}

#[test]
fn one_problem_of_two_stages_is_told_once_at_the_users_line() {
    let folder = Folder::with_app();
    folder.write("made/test/Data.template.json", queue("\"soon\""));
    folder.write("made/prod/Data.template.json", queue("\"soon\""));
    assert_snapshot!("validate_app", folder.run("validate").ended(3).shown(&folder));
}

#[test]
fn a_template_is_told_with_its_line() {
    let folder = Folder::new();
    folder.write("queue.json", queue("\"soon\""));
    folder.write(
        "queue.yaml",
        "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Delay: 5\n",
    );
    assert_snapshot!(
        "validate_files",
        folder.run("validate queue.json queue.yaml").ended(3).shown(&folder)
    );
}

#[test]
fn json_carries_all_that_is_known() {
    let folder = Folder::with_app();
    folder.write("made/prod/Data.template.json", queue("\"soon\""));
    let list = findings(&folder.run("validate --format json").ended(3).stdout);
    let [finding] = list.as_slice() else { panic!("{list:#?}") };
    assert_eq!(finding["file"], "prod/Data.template.json");
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["path"], json!(["Resources", "Queue", "Properties", "DelaySeconds"]));
    assert_eq!((&finding["line"], &finding["column"]), (&json!(6), &json!(25)));
    assert_eq!(finding["construct"], "prod/Data/Queue");
    assert_eq!(finding["source"], json!({ "file": "src/main.rs", "line": 2, "column": 5 }));
    assert_eq!(finding["resourceType"], "AWS::SQS::Queue");
}

#[test]
fn a_folder_gives_its_templates_and_nothing_else() {
    let folder = Folder::new();
    folder.write("t/deep/queue.template", queue("1"));
    folder.write("t/topic.yml", "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
    folder.write("t/package.json", "{ \"name\": \"no template\" }");
    folder.write("t/values.yaml", "- a\n- list\n");
    folder.write("t/readme.md", "Resources");
    folder.write("t/node_modules/x/queue.json", queue("\"soon\""));
    folder.write("t/broken.json", "{ \"AWSTemplateFormatVersion\": \"2010-09-09\", ");
    let ran = folder.run("validate t").ended(3);
    assert!(ran.stdout.contains("1 error, 0 warnings in 3 templates"), "{}", ran.stdout);
}

#[test]
fn named_files_are_all_checked() {
    let folder = Folder::new();
    folder.write("package.json", "{ \"name\": \"no template\" }");
    let ran = folder.run("validate package.json").ended(3);
    assert!(ran.stdout.contains("package.json"), "{}", ran.stdout);
}

#[test]
fn files_that_cannot_be_read_exit_with_1_after_the_others_are_checked() {
    let folder = Folder::new();
    folder.write("topic.json", TOPIC);
    let ran = folder.run("validate topic.json missing.json").ended(1);
    assert!(ran.stdout.contains("in 1 template"), "{}", ran.stdout);
    assert!(ran.stderr.contains("error: missing.json cannot be read"), "{}", ran.stderr);
    let json = folder.run("validate --format json missing.json").ended(1).stdout;
    let report: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(report["unreadable"][0]["file"], "missing.json");
}

#[test]
fn unusual_files_give_findings_with_a_position() {
    let folder = Folder::new();
    folder.write("latin.yaml", b"Resources:\n  Caf\xe9: {}\n");
    folder.write("utf16.json", b"\xff\xfe{\0}\0");
    folder.write("empty.yaml", "");
    folder.write("list.json", "[]");
    folder.write("huge.json", format!("{{ \"Description\": \"{}\" }}", "x".repeat(5 << 20)));
    folder.write("deep.json", "[".repeat(100_000));
    let names = ["latin.yaml", "utf16.json", "empty.yaml", "list.json", "huge.json", "deep.json"];
    for name in names {
        let list = findings(&folder.run(&format!("validate --format json {name}")).ended(3).stdout);
        assert_eq!(list[0]["file"], name, "{list:#?}");
        assert!(list[0]["line"].as_u64() >= Some(1) && list[0]["column"].as_u64() >= Some(1));
        assert!(list[0]["message"].as_str().is_some_and(|text| !text.is_empty()));
    }
    let text = folder.run(&format!("validate {}", names.join(" "))).ended(3);
    assert_snapshot!("validate_unusual", text.shown(&folder));
}

#[test]
fn fail_on_decides_about_the_exit_code() {
    let folder = Folder::new();
    folder.write("warned.yaml", "Resources:\n  A: &a\n    Type: AWS::SNS::Topic\n  B: *a\n");
    folder.run("validate warned.yaml").ended(0);
    folder.run("validate --fail-on warning warned.yaml").ended(3);
    folder.write("broken.yaml", "Resources: [\n");
    folder.run("validate broken.yaml").ended(3);
    folder.run("validate --fail-on never broken.yaml").ended(0);
}

#[test]
fn an_assembly_of_another_program_is_checked_with_its_construct_paths() {
    let folder = Folder::with_app();
    folder.write("made/prod/Data.template.json", queue("\"soon\""));
    for line in ["validate made --format json", "validate --app made --format json"] {
        let list = findings(&folder.run(line).ended(3).stdout);
        assert_eq!(list[0]["construct"], "prod/Data/Queue");
        assert_eq!(list[0]["file"], "made/prod/Data.template.json");
    }
    assert!(!folder.join("asked").exists());
}

#[test]
fn a_finding_in_an_assembly_of_the_aws_cdk_shows_the_line_of_its_program() {
    let folder = Folder::new();
    folder.write("app.js", "// an AWS CDK program\nnew sqs.CfnQueue(stack, 'Jobs', {});\n");
    folder.write("cdk.out/Jobs.template.json", queue("\"soon\""));
    folder.write(
        "cdk.out/Jobs.metadata.json",
        r#"{ "/Jobs/Queue": [{ "type": "aws:cdk:logicalId", "data": "Queue" },
            { "type": "aws:cdk:creationStack", "data": ["...new CfnQueue in aws-cdk-lib...", "<anonymous> (app.js:2:1)"] }] }"#,
    );
    folder.write(
        "cdk.out/manifest.json",
        r#"{ "version": "54.0.0", "artifacts": { "Jobs": { "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
            "properties": { "templateFile": "Jobs.template.json" }, "additionalMetadataFile": "Jobs.metadata.json" } } }"#,
    );
    assert_snapshot!("validate_cdk", folder.run("validate --app cdk.out").ended(3).shown(&folder));
}

#[test]
fn build_servers_get_one_result_per_problem() {
    let folder = Folder::with_app();
    folder.write("made/test/Data.template.json", queue("\"soon & <late>\""));
    folder.write("made/prod/Data.template.json", queue("\"soon & <late>\""));
    for format in ["sarif", "github", "junit"] {
        let ran = folder.run(&format!("validate --format {format}")).ended(3);
        assert_snapshot!(format!("validate_{format}"), ran.stdout);
    }
}
