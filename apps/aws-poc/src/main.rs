//! Writes the templates of the shopping cart: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(aws_poc::cart)
}
