//! `cumulo completions`.

use super::Cli;
use crate::error::{Error, Exit};
use crate::output;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Prints a script that completes commands and options in a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo completions bash > ~/.local/share/bash-completion/completions/cumulo
  cumulo completions zsh  > ~/.zfunc/_cumulo
  cumulo completions fish > ~/.config/fish/completions/cumulo.fish")]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn run(self) -> Result<Exit, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "cumulo", &mut script);
        output::data(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Ok)
    }
}
