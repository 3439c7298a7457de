//! Writes the templates of the app: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(minimal::system)
}
