//! Writes the templates of the pipeline and of what it deploys to: `cumulo synth` runs this.

use cumulo::App;
use std::process::ExitCode;

fn main() -> ExitCode {
    App::run(ecs_ec2_pipeline::ecs_ec2_pipeline)
}
