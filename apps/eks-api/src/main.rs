//! Writes the templates of the platform and of its database: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(eks_api::eks_api)
}
