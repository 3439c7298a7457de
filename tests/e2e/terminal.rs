//! Questions at a real (pseudo) terminal.

use super::assembly::queue;
use super::run::World;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;

/// Runs the tool at a terminal on which `typed` is typed; its exit code and what the terminal shows.
fn at_terminal(world: &World, arguments: &[&str], typed: &str) -> (i32, String) {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo terminal");
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
    let mut child =
        command.stdin(side()).stdout(side()).stderr(side()).spawn().expect("the tool starts");
    drop(command);
    let mut controller = File::from(controller);
    controller.write_all(typed.as_bytes()).expect("typing");
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    // Reading fails when the last program has left the terminal.
    while let Ok(read @ 1..) = controller.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..read]);
    }
    let code = child.wait().expect("its end").code().unwrap_or(-1);
    (code, String::from_utf8_lossy(&shown).into_owned())
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
