//! The AWS CDK's own tool reads our output folder. Its version is pinned in `tests/aws-cdk/package.json`.

use super::support::{Folder, queue};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The tool, installed once; none where npm is not, which only CI may not accept.
fn cdk() -> Option<&'static PathBuf> {
    static CDK: OnceLock<Option<PathBuf>> = OnceLock::new();
    CDK.get_or_init(install).as_ref()
}

fn install() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws-cdk");
    let cdk = folder.join("node_modules/aws-cdk/bin/cdk");
    if cdk.is_file() {
        return Some(cdk);
    }
    let npm = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&folder)
        .output();
    match npm {
        Ok(done) if done.status.success() => Some(cdk),
        problem => {
            let in_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
            assert!(!in_ci, "the AWS CDK's tool cannot be installed: {problem:?}");
            eprintln!("skipped: npm is not there or cannot install ({problem:?})");
            None
        }
    }
}

fn run(cdk: &Path, folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = Command::new("node")
        .arg(cdk)
        .args(["--app", "cumulo.out", "--no-color", "--no-notices", "--no-version-reporting"])
        .args(arguments)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("CDK_DISABLE_CLI_TELEMETRY", "true")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("node");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn the_aws_cdk_lists_and_compares_our_assembly() {
    let Some(cdk) = cdk() else { return };
    let folder = Folder::with_app();
    folder.run("synth").ended(0);
    let (code, text) = run(cdk, &folder, &["ls"]);
    assert_eq!(code, 0, "{text}");
    for stack in ["test/Data", "test/Api", "prod/Data", "prod/Api"] {
        assert!(text.contains(stack), "{stack} is missing:\n{text}");
    }
    folder.write("old.json", queue("4"));
    let (code, text) = run(cdk, &folder, &["diff", "test/Data", "--template", "old.json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("DelaySeconds") && text.contains("[~] AWS::SQS::Queue"), "{text}");
}
