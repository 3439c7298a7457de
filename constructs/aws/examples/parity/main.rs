//! Writes the templates of every parity scenario: `cargo run --package cumulo --example parity -- FOLDER`.
//!
//! Each scenario is the same small stack as one written with aws-cdk-lib, whose template it must equal.

mod scenarios;

use cumulo::App;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: parity FOLDER");
        return ExitCode::from(64);
    };
    for (name, build) in scenarios::all() {
        if let Err(error) = write(Path::new(&folder), name, build) {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn write(folder: &Path, name: &str, build: fn(&App)) -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder)?;
    for (file, template) in scenarios::templates(build)? {
        std::fs::write(folder.join(file), template)?;
    }
    Ok(())
}
