//! How long a command takes, and how much memory.

use std::fmt;
use std::iter::Sum;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use wait4::Wait4;

/// What a command took.
#[derive(Clone, Copy, Default)]
pub struct Measured {
    pub wall: Duration,
    /// Largest resident set of the command and its children, bytes.
    pub memory: u64,
}

/// What several runs of one command took.
pub struct Times(Vec<Measured>);

impl Times {
    pub fn of(command: &mut Command, runs: u32) -> anyhow::Result<Self> {
        (0..runs).map(|_| run(command)).collect::<anyhow::Result<_>>().map(Self)
    }

    /// The median of the times, and the largest memory.
    pub fn median(mut self) -> Measured {
        self.0.sort_by_key(|run| run.wall);
        let wall = self.0.get(self.0.len() / 2).map_or(Duration::ZERO, |run| run.wall);
        Measured { wall, memory: self.0.iter().map(|run| run.memory).max().unwrap_or(0) }
    }
}

impl FromIterator<Measured> for Times {
    fn from_iter<I: IntoIterator<Item = Measured>>(runs: I) -> Self {
        Self(runs.into_iter().collect())
    }
}

impl Sum for Measured {
    /// One after the other: the times together, the largest memory.
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            wall: sum.wall + one.wall,
            memory: sum.memory.max(one.memory),
        })
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wall.as_secs_f64() {
            seconds if seconds >= 10.0 => write!(out, "{seconds:.1} s")?,
            seconds if seconds >= 1.0 => write!(out, "{seconds:.2} s")?,
            seconds if seconds >= 0.01 => write!(out, "{:.0} ms", seconds * 1_000.0)?,
            seconds => write!(out, "{:.1} ms", seconds * 1_000.0)?,
        }
        write!(out, ", {} MB", self.memory / 1_000_000)
    }
}

/// Runs a command once, without showing what it prints.
pub fn run(command: &mut Command) -> anyhow::Result<Measured> {
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let ended = child.wait4()?;
    let wall = start.elapsed();
    if !ended.status.success() {
        bail!("{program} ends with {}: run {command:?} to see why", ended.status);
    }
    Ok(Measured { wall, memory: ended.rusage.maxrss })
}
