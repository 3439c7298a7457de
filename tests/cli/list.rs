//! `cumulo list`.

use super::support::Folder;
use insta::assert_snapshot;

#[test]
fn stages_and_stacks_stand_in_a_table() {
    let folder = Folder::with_app();
    assert_snapshot!("list", folder.run("list").ended(0).shown(&folder));
}

#[test]
fn nothing_is_written() {
    let folder = Folder::with_app();
    folder.run("list").ended(0);
    assert!(!folder.join("cumulo.out").exists());
}

#[test]
fn json_has_an_entry_per_app() {
    let folder = Folder::with_app();
    let text = folder.run("list --json").ended(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json[0]["app"], "shop");
    assert_eq!(json[0]["stages"][1]["protected"], true);
    let stack = &json[0]["stages"][0]["stacks"][1];
    assert_eq!((&stack["name"], &stack["needs"][0]), (&"test-Api".into(), &"Data".into()));
}

#[test]
fn the_program_is_asked_for_the_stage() {
    let folder = Folder::with_app();
    folder.run("list --stage prod").ended(0);
    assert_eq!(folder.read("asked"), "stages=prod format=json\n");
}

#[test]
fn an_unknown_stage_is_a_usage_error_that_names_a_similar_one() {
    let folder = Folder::with_app();
    assert_snapshot!("unknown_stage", folder.run("list --stage prd").ended(64).shown(&folder));
}

#[test]
fn an_assembly_is_listed_without_running_anything() {
    let folder = Folder::with_app();
    let text = folder.run("list --app made --stage test").ended(0).stdout;
    assert!(text.contains("test-Data") && !text.contains("prod-Data"), "{text}");
    assert!(!folder.join("asked").exists());
}

#[test]
fn a_repository_lists_all_its_apps() {
    let folder = Folder::new();
    folder.write_app("apps/shop");
    folder.write_app("apps/till");
    folder.write("apps/till/cumulo.yaml", super::support::CONFIG.replace("shop", "till"));
    let text = folder.run("list").ended(0).stdout;
    assert!(text.contains("shop   2 stages") && text.contains("till   2 stages"), "{text}");
    let one = folder.run("list --app till").ended(0).stdout;
    assert!(one.contains("till   2 stages") && !one.contains("shop   2 stages"), "{one}");
    let unknown = folder.run("list --app tilt").ended(64).stderr;
    assert!(unknown.contains(r#"did you mean "till"?"#), "{unknown}");
}

#[test]
fn a_folder_inside_an_app_belongs_to_it() {
    let folder = Folder::with_app();
    let text = folder.run_in("src", "list").ended(0).stdout;
    assert!(text.starts_with("shop   2 stages"), "{text}");
}

#[test]
fn an_assembly_of_a_newer_schema_names_both_versions() {
    let folder = Folder::with_app();
    folder.write("made/manifest.json", r#"{ "version": "99.0.0", "parts": [] }"#);
    let text = folder.run("list --app made").ended(1).stderr;
    assert!(text.contains("manifest.json") && text.contains("99.0.0"), "{text}");
    assert!(text.contains("install a newer cumulo"), "{text}");
}
