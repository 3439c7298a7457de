//! The help of all commands, and what wrong command lines are told.

use super::support::Folder;
use insta::assert_snapshot;

#[test]
fn help_of_the_tool_and_of_every_command() {
    let folder = Folder::new();
    assert_snapshot!("help", folder.run("--help").ended(0).stdout);
    let commands = folder.commands();
    assert!(commands.contains(&"synth".to_owned()), "{commands:?}");
    for command in commands {
        let help = folder.run(&format!("{command} --help")).ended(0).stdout;
        assert!(help.contains("Examples:"), "{command} has no examples");
        assert_snapshot!(format!("help_{command}"), help);
    }
}

#[test]
fn a_wrong_command_line_exits_with_64_and_names_the_next_step() {
    let folder = Folder::new();
    for line in
        ["sinth", "", "synth --colour", "list extra", "synth --format toml", "--color blue list"]
    {
        let ran = folder.run(line).ended(64);
        assert!(ran.stderr.contains("--help") || ran.stderr.contains("Usage"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "", "{line}");
    }
    assert!(folder.run("sinth").stderr.contains("synth"), "a similar command is named");
}

#[test]
fn version_is_one_line_on_standard_output() {
    let ran = Folder::new().run("--version").ended(0);
    assert_eq!(ran.stdout, format!("cumulo {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_folder_without_app_is_told_what_to_do() {
    let folder = Folder::new();
    assert_snapshot!("no_app", folder.run("synth").ended(1).shown(&folder));
}
