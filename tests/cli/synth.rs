//! `cumulo synth` with programs of all kinds.

use super::support::{Folder, queue};
use insta::assert_snapshot;
use std::process::Stdio;

#[test]
fn the_folder_is_written_and_changes_are_named() {
    let folder = Folder::with_app();
    assert_snapshot!("synth_first", folder.run("synth").ended(0).shown(&folder));
    assert_eq!(folder.files("cumulo.out"), folder.files("made"));
    folder.write("made/prod/Data.template.json", queue("60"));
    assert_snapshot!("synth_changed", folder.run("synth").ended(0).shown(&folder));
    let same = folder.run("synth").ended(0).stdout;
    assert!(same.contains("unchanged"), "{same}");
    let quiet = folder.run("synth --quiet").ended(0).stdout;
    assert_eq!(quiet.lines().count(), 1, "{quiet}");
}

#[test]
fn stages_format_and_folder_are_handed_to_the_program() {
    let folder = Folder::with_app();
    folder.run("synth --stage test --stage prod --format yaml --output build/shop").ended(0);
    assert_eq!(folder.read("asked"), "stages=test,prod format=yaml\n");
    assert!(folder.join("build/shop/manifest.json").is_file());
    assert!(!folder.join("cumulo.out").exists());
}

#[test]
fn files_that_are_gone_are_named_as_removed() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    folder.write("make.sh", "cp -R made/test made/findings.json \"$CUMULO_OUTPUT\"; sed 's/, .prod.*$/ } }/' made/manifest.json > \"$CUMULO_OUTPUT/manifest.json\"");
    let text = folder.run("synth").ended(0).stdout;
    assert!(text.contains("removed   prod/Api.template.json\n          prod/Data"), "{text}");
    assert!(!folder.join("cumulo.out/prod").exists());
}

#[test]
fn check_names_file_pointer_and_both_values() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    folder.run("synth --check").ended(0);
    folder.write("made/prod/Data.template.json", queue("60"));
    folder.write(
        "made/test/Api.template.json",
        r#"{ "Resources": { "Other": { "Type": "AWS::SNS::Topic" } } }"#,
    );
    let before = folder.read("cumulo.out/prod/Data.template.json");
    assert_snapshot!("synth_check", folder.run("synth --check").ended(1).shown(&folder));
    assert_eq!(folder.read("cumulo.out/prod/Data.template.json"), before);
}

#[test]
fn errors_in_templates_keep_the_last_good_output() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    let before = folder.files("cumulo.out");
    folder.write("made/prod/Data.template.json", "{ \"Resources\": [ }");
    let ran = folder.run("synth").ended(3);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("error[E0000]"), "{}", ran.stderr);
    assert_eq!(folder.files("cumulo.out"), before);
    assert_eq!(folder.read("cumulo.out/prod/Data.template.json"), queue("50"));
    assert_eq!(folder.files("").iter().filter(|name| name.contains(".writing")).count(), 0);
}

#[test]
fn findings_of_the_program_show_the_users_line() {
    let folder = Folder::with_app();
    let finding = |stage: &str| {
        format!(
            r#"{{ "id": "duplicate-id", "level": "error", "message": "there are two constructs `Queue`", "help": "give one another id",
               "construct": "{stage}/Data", "source": {{ "file": "src/main.rs", "line": 2, "column": 5 }} }}"#
        )
    };
    let findings = format!("[{}, {}]", finding("test"), finding("prod"));
    folder.write("findings", findings);
    folder.write("make.sh", "cp findings \"$CUMULO_OUTPUT/findings.json\"; exit 3");
    assert_snapshot!("synth_findings", folder.run("synth").ended(3).shown(&folder));
    assert!(!folder.join("cumulo.out").exists());
}

#[test]
fn a_folder_that_is_no_assembly_is_not_replaced() {
    let folder = Folder::with_app();
    folder.write("docs/notes.txt", "mine");
    assert_snapshot!(
        "synth_no_assembly",
        folder.run("synth --output docs").ended(1).shown(&folder)
    );
    assert_eq!(folder.read("docs/notes.txt"), "mine");
    assert!(!folder.join("asked").exists(), "the program did not even run");
}

#[test]
fn an_assembly_with_foreign_files_is_not_replaced() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    folder.write("cumulo.out/notes.txt", "mine");
    folder.write("made/prod/Data.template.json", queue("60"));
    assert_snapshot!("synth_foreign", folder.run("synth").ended(1).shown(&folder));
    assert_eq!(folder.read("cumulo.out/notes.txt"), "mine");
    assert_eq!(folder.read("cumulo.out/prod/Data.template.json"), queue("50"));
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let folder = Folder::with_app();
    folder.write("file", "");
    let below_file = folder.run("synth --output file/out").ended(1);
    assert!(below_file.stderr.contains("error: file/out cannot be"), "{}", below_file.stderr);
    let is_file = folder.run("synth --output file").ended(1);
    assert!(is_file.stderr.contains("error: file is a file"), "{}", is_file.stderr);
    for ran in [below_file, is_file] {
        assert!(ran.stderr.contains("next: choose another folder with --output DIR"));
    }
}

#[test]
fn programs_that_fail_leave_the_last_output() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    let cases = [
        (
            "cp -R made/prod/. \"$CUMULO_OUTPUT\"; exit 7",
            "the program of app shop failed with exit code 7",
        ),
        ("kill -9 $$", "the program of app shop was killed (signal 9)"),
        ("exit 0", "the program of app shop ended well but wrote no assembly"),
        ("exit 3", "the program of app shop says that it has findings"),
        ("echo '{' > \"$CUMULO_OUTPUT/manifest.json\"", "is not a valid manifest"),
    ];
    for (program, message) in cases {
        folder.write("make.sh", program);
        let ran = folder.run("synth").ended(1);
        assert!(ran.stderr.contains(message), "{program}: {}", ran.stderr);
        assert!(ran.stderr.contains("  next: "), "{program}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{program}");
        assert_eq!(folder.files("cumulo.out"), folder.files("made"), "{program}");
    }
}

#[test]
fn a_run_line_that_cannot_run_is_told() {
    let folder = Folder::with_app();
    let config = |run: &str| super::support::CONFIG.replace("sh make.sh", run);
    folder.write("cumulo.yaml", config("no-such-program-here --x"));
    let ran = folder.run("synth").ended(1);
    assert!(ran.stderr.contains("`no-such-program-here --x` cannot be started"), "{}", ran.stderr);
    folder.write("cumulo.yaml", config("sh 'make.sh"));
    let ran = folder.run("synth").ended(1);
    assert!(ran.stderr.contains("is no command line"), "{}", ran.stderr);
}

#[test]
fn a_config_mistake_names_line_and_column() {
    let folder = Folder::with_app();
    folder.write("cumulo.yaml", "app: shop\nstagse: {}\n");
    let ran = folder.run("synth").ended(1);
    assert!(ran.stderr.starts_with("error: cumulo.yaml:2:1: "), "{}", ran.stderr);
}

#[test]
fn what_the_program_prints_stays_off_standard_output() {
    let folder = Folder::with_app();
    folder.write("make.sh", "echo noise; cp -R made/. \"$CUMULO_OUTPUT\"");
    let ran = folder.run("list --json").ended(0);
    assert!(serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok(), "{}", ran.stdout);
    assert_eq!(ran.stderr, "noise\n");
}

#[test]
fn one_failing_app_does_not_keep_the_others_from_being_written() {
    let folder = Folder::new();
    folder.write_app("apps/a");
    folder.write_app("apps/b");
    folder.write("apps/a/make.sh", "exit 9");
    let ran = folder.run("synth").ended(1);
    assert!(ran.stderr.contains("exit code 9"), "{}", ran.stderr);
    assert!(folder.join("apps/b/cumulo.out/manifest.json").is_file());
    let ran = folder.run("synth --output x").ended(64);
    assert!(ran.stderr.contains("next: name one app with --app"), "{}", ran.stderr);
}

#[test]
fn two_runs_at_once_do_not_disturb_each_other() {
    let folder = Folder::with_app();
    folder.write("make.sh", "sleep 0.1; cp -R made/. \"$CUMULO_OUTPUT\"");
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let mut command = folder.command("synth");
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run")
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().expect("an end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(folder.files("cumulo.out"), folder.files("made"));
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let folder = Folder::with_app();
    for line in ["list", "synth", "completions bash", "--help"] {
        let mut command = folder.command(line);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        drop(run.stdout.take());
        let output = run.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
        assert_eq!(output.status.code(), Some(0), "{line}");
    }
}

#[test]
fn escape_codes_are_written_only_on_request() {
    let folder = Folder::with_app();
    folder.write("made/prod/Data.template.json", "{");
    let plain = folder.run("synth").ended(3).stderr;
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let coloured = folder.run("--color always synth").ended(3).stderr;
    assert!(coloured.contains('\u{1b}'), "{coloured}");
    let never = folder.command("--color never synth").env("CLICOLOR_FORCE", "1").output();
    let never = String::from_utf8(never.expect("a run").stderr).expect("text");
    assert!(!never.contains('\u{1b}'), "{never}");
}

#[test]
fn an_assembly_cannot_be_synthesized() {
    let folder = Folder::with_app();
    let ran = folder.run("synth --app made").ended(64);
    assert!(ran.stderr.contains("next: to check it: cumulo validate made"), "{}", ran.stderr);
}

#[test]
fn a_killed_run_leaves_the_last_output_and_the_next_run_cleans_up() {
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    folder.write("made/prod/Data.template.json", queue("60"));
    let make = folder.read("make.sh");
    folder.write("make.sh", "cp -R made/. \"$CUMULO_OUTPUT\"; touch half; sleep 0.5");
    let mut run = folder.command("synth").spawn().expect("a run");
    while !folder.join("half").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    run.kill().expect("a running process");
    run.wait().expect("an end");
    assert_eq!(folder.read("cumulo.out/prod/Data.template.json"), queue("50"));
    folder.write("make.sh", make);
    folder.run("synth").ended(0);
    assert_eq!(folder.read("cumulo.out/prod/Data.template.json"), queue("60"));
    assert_eq!(folder.files("").iter().filter(|name| name.contains(".writing")).count(), 0);
}
