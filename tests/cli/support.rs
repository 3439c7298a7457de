//! Folders, apps and runs of the binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A temporary folder to run the tool in.
pub struct Folder {
    folder: TempDir,
}

/// How a run ended and what it printed.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A program that copies the assembly in `made` to where the tool wants it.
pub const CONFIG: &str = r#"app: shop
run: sh make.sh
stages:
  test: { account: "111111111111", region: us-east-1 }
  prod: { account: "222222222222", region: eu-west-1, protected: true }
"#;

const MAKE: &str = r#"echo "stages=$CUMULO_STAGES format=$CUMULO_FORMAT" > asked
cp -R made/. "$CUMULO_OUTPUT"
"#;

/// A template with one queue.
pub fn queue(delay: &str) -> String {
    format!(
        r#"{{
  "Resources": {{
    "Queue": {{
      "Type": "AWS::SQS::Queue",
      "Properties": {{
        "DelaySeconds": {delay}
      }}
    }}
  }}
}}
"#
    )
}

/// A template with one topic.
pub const TOPIC: &str = r#"{
  "Resources": {
    "Topic": {
      "Type": "AWS::SNS::Topic"
    }
  }
}
"#;

impl Folder {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// An app with two stages of two stacks each.
    pub fn with_app() -> Self {
        let folder = Self::new();
        folder.write_app("");
        folder
    }

    /// Writes the same app into a folder below.
    pub fn write_app(&self, at: &str) {
        let at = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
        self.write(&at("cumulo.yaml"), CONFIG);
        self.write(&at("make.sh"), MAKE);
        self.write(&at("src/main.rs"), "fn main() {\n    Queue::new(app).delay(5);\n}\n");
        let artifacts = ["test", "prod"].map(|stage| {
            let delay = if stage == "test" { "5" } else { "50" };
            self.write(&at(&format!("made/{stage}/Data.template.json")), queue(delay));
            self.write(&at(&format!("made/{stage}/Api.template.json")), TOPIC);
            self.write(&at(&format!("made/{stage}/manifest.json")), stage_manifest(stage));
            format!(
                r#""{stage}": {{ "type": "cdk:cloud-assembly", "properties": {{ "directoryName": "{stage}", "displayName": "{stage}" }} }}"#
            )
        });
        let manifest = format!(
            r#"{{ "version": "36.0.0", "cumulo:app": {{ "name": "shop" }}, "artifacts": {{ {} }} }}"#,
            artifacts.join(", ")
        );
        self.write(&at("made/manifest.json"), &manifest);
        self.write(&at("made/findings.json"), "[]");
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The files of a folder below, relative and sorted.
    pub fn files(&self, below: &str) -> Vec<String> {
        fn walk(folder: &Path, prefix: &str, names: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    walk(&entry.path(), &format!("{name}/"), names);
                } else {
                    names.push(name);
                }
            }
        }
        let mut names = Vec::new();
        walk(&self.join(below), "", &mut names);
        names.sort();
        names
    }

    /// All commands that the tool's help lists.
    pub fn commands(&self) -> Vec<String> {
        let help = self.run("--help").ended(0).stdout;
        let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
        list.lines()
            .take_while(|line| !line.is_empty())
            // Names stand two columns in; what stands further in goes on about the one above.
            .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .map(str::to_owned)
            .collect()
    }

    /// Runs the tool here; the command line is split at blanks.
    pub fn run(&self, line: &str) -> Ran {
        self.run_in("", line)
    }

    /// Runs the tool in a folder below.
    pub fn run_in(&self, below: &str, line: &str) -> Ran {
        let output = self.command(line).current_dir(self.join(below)).output().expect("a run");
        Ran {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// The tool, ready to run here, without what the environment of the tests would change.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cumulo"));
        command.args(line.split_whitespace()).current_dir(self.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
            command.env_remove(name);
        }
        // Cargo hands its own variables to tests; a cargo inside would take them for the user's.
        command.env_remove("CARGO_MANIFEST_DIR").env_remove("RUSTFLAGS");
        command
    }
}

impl Ran {
    /// The run's standard output, after it ended as expected.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Both streams and the code, for snapshots; times and the temporary folder's name do not belong there.
    pub fn shown(&self, folder: &Folder) -> String {
        let text = format!("{}---\n{}--- exit {}\n", self.stdout, self.stderr, self.code);
        let text = text.replace(&folder.path().display().to_string(), "FOLDER");
        let without_time = |line: &str| match line.rsplit_once("   ") {
            Some((rest, time)) if time.ends_with(" ms") => format!("{rest}   TIME"),
            _ => line.to_owned(),
        };
        text.lines().map(without_time).collect::<Vec<_>>().join("\n")
    }
}

fn stage_manifest(stage: &str) -> String {
    let (account, region, protected) = match stage {
        "prod" => ("222222222222", "eu-west-1", true),
        _ => ("111111111111", "us-east-1", false),
    };
    format!(
        r#"{{
  "version": "36.0.0",
  "cumulo:stage": {{ "name": "{stage}", "account": "{account}", "region": "{region}", "protected": {protected} }},
  "artifacts": {{
    "Data": {{
      "type": "aws:cloudformation:stack",
      "environment": "aws://{account}/{region}",
      "displayName": "{stage}/Data",
      "properties": {{ "stackName": "{stage}-Data", "templateFile": "Data.template.json" }},
      "metadata": {{ "/{stage}/Data/Queue": [{{ "type": "aws:cdk:logicalId", "data": "Queue", "trace": ["src/main.rs:2:5"] }}] }}
    }},
    "Api": {{
      "type": "aws:cloudformation:stack",
      "environment": "aws://{account}/{region}",
      "displayName": "{stage}/Api",
      "dependencies": ["Data"],
      "properties": {{ "stackName": "{stage}-Api", "templateFile": "Api.template.json" }}
    }}
  }}
}}"#
    )
}
