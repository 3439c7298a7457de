//! Questions at a real (pseudo) terminal.

use super::assembly::queue;
use super::run::World;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Stdio};

/// The tool at a pseudo terminal.
struct Terminal {
    child: Child,
    controller: File,
    shown: String,
}

impl Terminal {
    fn start(world: &World, arguments: &[&str]) -> Terminal {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let controller = openpt(flags).expect("a pseudo terminal");
        grantpt(&controller).expect("its rights");
        unlockpt(&controller).expect("its lock");
        let name = ptsname(&controller, Vec::new()).expect("its name");
        let path = name.to_str().expect("an ASCII name").to_owned();
        let side = || {
            let file = File::options().read(true).write(true).open(&path).expect("the terminal");
            Stdio::from(file)
        };
        let mut command = world.command(arguments);
        command.env("TERM", "xterm").env("NO_COLOR", "1");
        let child =
            command.stdin(side()).stdout(side()).stderr(side()).spawn().expect("the tool starts");
        Terminal { child, controller: File::from(controller), shown: String::new() }
    }

    fn type_in(&mut self, text: &str) {
        self.controller.write_all(text.as_bytes()).expect("typing");
    }

    /// Reads until the text is shown, or the tool has left.
    fn wait_for(&mut self, text: &str) {
        let mut buffer = [0; 4096];
        while !self.shown.contains(text) {
            // Reading fails when the last program has left the terminal.
            let Ok(read @ 1..) = self.controller.read(&mut buffer) else { return };
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    }

    /// Waits for the end: the exit code and what was shown.
    fn end(mut self) -> (i32, String) {
        self.wait_for("\0 is never shown");
        let code = self.child.wait().expect("its end").code().unwrap_or(-1);
        (code, self.shown)
    }
}

/// Runs the tool at a terminal on which `typed` is typed.
fn at_terminal(world: &World, arguments: &[&str], typed: &str) -> (i32, String) {
    let mut terminal = Terminal::start(world, arguments);
    terminal.type_in(typed);
    terminal.end()
}

/// Runs the tool until it asks, and interrupts it there.
pub fn interrupted_at_terminal(world: &World, arguments: &[&str]) -> (i32, String) {
    let mut terminal = Terminal::start(world, arguments);
    terminal.wait_for("[N]o:");
    kill_process(Pid::from_child(&terminal.child), Signal::INT).expect("a signal");
    terminal.end()
}

#[test]
fn no_leaves_everything_as_it_is() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let (code, shown) = at_terminal(&world, &["deploy", "--stage", "test"], "n\n");
    assert_eq!(code, 4, "{shown}");
    assert!(shown.contains("Deploy to test?  [y]es  [d]etails  [N]o:"), "{shown}");
    assert!(shown.contains("declined; nothing was changed"), "{shown}");
    assert!(!world.has_stacks());
}

#[test]
fn details_come_before_yes() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let (code, shown) = at_terminal(&world, &["deploy", "--stage", "test"], "d\ny\n");
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("src/main.rs:10:5"), "details name the source line: {shown}");
    assert!(shown.contains("test deployed: 1 stack created"), "{shown}");
    assert!(!shown.contains("\u{1b}[36m"), "NO_COLOR holds for rows that are redrawn: {shown}");
}

#[test]
fn a_destruction_wants_the_stages_name() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.deploy().ended(0);
    let (code, shown) = at_terminal(&world, &["destroy", "--stage", "test"], "yes\n");
    assert_eq!(code, 4, "{shown}");
    let (code, shown) = at_terminal(&world, &["destroy", "--stage", "test"], "test\n");
    assert_eq!(code, 0, "{shown}");
    assert!(!world.has_stacks());
}
