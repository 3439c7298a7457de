//! The `Cargo.toml` of a new app.

use super::{AppName, Crates, System};
use indexmap::IndexMap;
use serde::Deserialize;
use std::path::Path;

/// The library's manifest in a checkout.
pub const LIBRARY: &str = "constructs/aws/Cargo.toml";

/// A dependency as the starter has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dependency {
    version: String,
    /// Folder in the checkout, of the crates of cumulo.
    path: Option<String>,
    package: Option<String>,
    #[serde(default)]
    features: Vec<String>,
    #[serde(default = "yes")]
    default_features: bool,
}

fn yes() -> bool {
    true
}

const PROFILE: &str = r#"
# `cumulo synth` and `cargo test` share what they compile. Nobody steps through the dependencies.
[profile.dev]
debug = "line-tables-only"

[profile.dev.package."*"]
debug = false

# A workspace of its own, whatever folder it lies in.
[workspace]
"#;

impl System {
    /// The text of the manifest.
    pub(super) fn manifest(&self, name: &AppName, crates: &Crates) -> String {
        let mut text = format!(
            "[package]\nname = {}\ndescription = {}\nversion = \"0.1.0\"\nedition = {}\n\
             rust-version = {}\npublish = false\n",
            quoted(name.as_str()),
            quoted(&self.description),
            quoted(&self.edition),
            quoted(&self.rust_version)
        );
        for (section, dependencies) in
            [("dependencies", &self.dependencies), ("dev-dependencies", &self.dev_dependencies)]
        {
            text.push_str(&section_text(section, dependencies, crates));
        }
        text + PROFILE
    }
}

fn section_text(
    section: &str,
    dependencies: &IndexMap<String, Dependency>,
    crates: &Crates,
) -> String {
    if dependencies.is_empty() {
        return String::new();
    }
    let lines = dependencies
        .iter()
        .map(|(name, dependency)| format!("{name} = {}\n", dependency.text(crates)));
    format!("\n[{section}]\n{}", lines.collect::<String>())
}

impl Dependency {
    fn text(&self, crates: &Crates) -> String {
        let source = match (&self.path, crates) {
            (Some(path), Crates::Checkout(checkout)) => {
                format!("path = {}", quoted(&slashed(&checkout.join(path))))
            }
            (Some(_), Crates::Version(version)) => format!("version = {}", quoted(version)),
            (None, _) => format!("version = {}", quoted(&self.version)),
        };
        let mut parts = vec![source];
        parts.extend(self.package.as_ref().map(|package| format!("package = {}", quoted(package))));
        if !self.default_features {
            parts.push("default-features = false".to_owned());
        }
        if !self.features.is_empty() {
            let features: Vec<String> = self.features.iter().map(|name| quoted(name)).collect();
            parts.push(format!("features = [{}]", features.join(", ")));
        }
        match parts.as_slice() {
            [source] if source.starts_with("version") => source["version = ".len()..].to_owned(),
            parts => format!("{{ {} }}", parts.join(", ")),
        }
    }
}

/// A path as manifests have it on every system.
fn slashed(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A text in quotes; what JSON escapes, TOML escapes alike.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
