//! Writes the templates of the JSON API: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(json_api::json_api)
}
