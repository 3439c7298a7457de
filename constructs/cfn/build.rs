//! Generates the modules of the services whose features are on.

use std::{env, error::Error, fs, path::Path};

use cumulo_schemas::codegen;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let is_on = |service: &str| {
        let feature = codegen::feature(service).to_uppercase();
        env::var_os(format!("CARGO_FEATURE_{feature}")).is_some()
    };
    let folder = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    fs::write(Path::new(&folder).join("services.rs"), codegen::modules(is_on))?;
    Ok(())
}
