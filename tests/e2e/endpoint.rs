//! The endpoint: installed once, started when a test needs it, stopped with the last one.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PACKAGE: &str = "ministack==1.5.33";
const PATIENCE: Duration = Duration::from_secs(60);

/// A running endpoint; ends with the value.
pub struct Endpoint {
    pub address: SocketAddr,
    process: Child,
    _state: TempDir,
}

impl Endpoint {
    /// The endpoint that the running tests share; `None` where it cannot be installed, which only CI may not accept.
    pub fn shared() -> Option<Arc<Endpoint>> {
        static SHARED: Mutex<Weak<Endpoint>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(endpoint) = shared.upgrade() {
            return Some(endpoint);
        }
        let endpoint = Arc::new(Endpoint::start(python()?));
        *shared = Arc::downgrade(&endpoint);
        Some(endpoint)
    }

    /// What `AWS_ENDPOINT_URL` is set to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn start(python: &Path) -> Endpoint {
        let state = tempfile::tempdir().expect("a temporary folder");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("its address");
        drop(listener);
        let script = project().join("tests/endpoint/ministack_extra.py");
        let log = File::create(state.path().join("log")).expect("a log file");
        let process = Command::new(python)
            .arg("-B")
            .arg(script)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", address.port().to_string())
            .env("STATE_DIR", state.path().join("state"))
            .env("S3_DATA_DIR", state.path().join("s3"))
            .env("CFN_STEP_SECONDS", "0.05")
            .env("EXIT_WITH_STDIN", "1")
            .stdin(Stdio::piped())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .expect("the endpoint's interpreter");
        let mut endpoint = Endpoint { address, process, _state: state };
        endpoint.wait();
        endpoint
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while !answers(self.address) {
            let ended = self.process.try_wait().expect("the endpoint's state");
            let log = std::fs::read_to_string(self._state.path().join("log")).unwrap_or_default();
            assert!(ended.is_none(), "the endpoint ended with {ended:?}:\n{log}");
            assert!(begun.elapsed() < PATIENCE, "the endpoint does not answer:\n{log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return false;
    };
    let timeout = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let asked = stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    let mut first = [0; 8];
    timeout.is_ok() && asked.is_ok() && stream.read_exact(&mut first).is_ok()
}

pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON.get_or_init(install).as_deref()
}

fn install() -> Option<PathBuf> {
    let home = project().join(".endpoint");
    std::fs::create_dir_all(&home).expect("a writable project folder");
    // Another test binary may be installing it just now.
    let lock = File::create(home.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let venv = home.join("ministack");
    let python = venv.join("bin/python");
    if venv.join("bin/ministack").is_file() {
        return Some(python);
    }
    let interpreter = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let steps = [
        Command::new(&interpreter).arg("-m").arg("venv").arg(&venv).output(),
        Command::new(&python).args(["-m", "pip", "install", "--quiet", PACKAGE]).output(),
    ];
    let problems: Vec<String> = steps
        .iter()
        .filter_map(|step| match step {
            Ok(done) if done.status.success() => None,
            Ok(done) => Some(String::from_utf8_lossy(&done.stderr).into_owned()),
            Err(error) => Some(error.to_string()),
        })
        .collect();
    if problems.is_empty() {
        return Some(python);
    }
    let in_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!in_ci, "the endpoint cannot be installed: {}", problems.join("\n"));
    eprintln!("skipped: the endpoint cannot be installed: {}", problems.join("\n"));
    None
}
