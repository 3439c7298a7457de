//! Runs the tool against the endpoint, each test with an account of its own.

use super::assembly::Assembly;
use super::endpoint::Endpoint;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An account in the endpoint and the assembly that is deployed to it.
pub struct World {
    pub endpoint: Arc<Endpoint>,
    pub account: String,
    pub assembly: Assembly,
    /// The endpoint, or what stands before it.
    pub url: String,
}

/// How a run ended.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl World {
    /// An empty account; `None` where the endpoint cannot be installed.
    pub fn new() -> Option<World> {
        static NEXT: AtomicU64 = AtomicU64::new(111_111_111_111);
        let endpoint = Endpoint::shared()?;
        let account = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        let assembly = Assembly::new(&account);
        let url = endpoint.url();
        Some(World { endpoint, account, assembly, url })
    }

    /// The tool with the surroundings of a pipeline: no terminal, no profile, only these variables.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cumulo"));
        command
            .args(arguments)
            .args(["--app", "."])
            .current_dir(self.assembly.path())
            .env_clear()
            .env("HOME", self.assembly.path())
            .env("AWS_CONFIG_FILE", self.assembly.path().join("no-config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.assembly.path().join("no-credentials"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_ENDPOINT_URL", &self.url)
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        finish(self.command(arguments).output())
    }

    /// `cumulo deploy --stage test --yes`.
    pub fn deploy(&self) -> Ended {
        self.run(&["deploy", "--stage", "test", "--yes"])
    }

    /// Whether the stack is there, by what a destruction without approval would list.
    pub fn has_stacks(&self) -> bool {
        self.run(&["destroy", "--stage", "test"]).code == 4
    }
}

pub fn finish(output: std::io::Result<Output>) -> Ended {
    let output = output.expect("the tool starts");
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ended {
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is missing in:\n{}", self.err);
        self
    }

    #[track_caller]
    pub fn says_nothing_of(self, text: &str) -> Self {
        assert!(!self.err.contains(text), "`{text}` should not stand in:\n{}", self.err);
        self
    }
}
