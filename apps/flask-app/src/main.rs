//! Writes the templates of the Flask service: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(flask_app::flask_app)
}
