//! Assertions about synthesized templates, for tests of programs and constructs.

use crate::App;
use serde_json::Value as Json;

/// The template of one stack.
#[derive(Clone, Debug)]
pub struct Template(Json);

impl Template {
    /// Synthesizes the app and takes the template of the stack with this construct path.
    ///
    /// # Panics
    /// With the findings, when synthesis fails; when there is no such stack.
    #[track_caller]
    pub fn of(app: &App, path: &str) -> Self {
        match app.synth() {
            Ok(synthesis) => match synthesis.template(path) {
                Some(template) => {
                    #[cfg(feature = "validate")]
                    validate(path, &template);
                    Self(template)
                }
                None => panic!("the app has no stack `{path}`"),
            },
            Err(findings) => panic!("synthesis fails: {findings:#?}"),
        }
    }

    /// The whole template.
    pub fn json(&self) -> &Json {
        &self.0
    }

    /// Bodies of all resources of a type, by logical id, in the template's order.
    pub fn resources(&self, type_name: &str) -> Vec<(&str, &Json)> {
        let resources = self.0["Resources"].as_object().into_iter().flatten();
        resources
            .filter(|(_, body)| body["Type"] == type_name)
            .map(|(id, body)| (id.as_str(), body))
            .collect()
    }

    /// Properties of the only resource of a type.
    ///
    /// # Panics
    /// When there are none or several.
    #[track_caller]
    pub fn properties(&self, type_name: &str) -> &Json {
        match self.resources(type_name).as_slice() {
            [(_, body)] => &body["Properties"],
            found => panic!("{} resources of type {type_name}, expected one", found.len()),
        }
    }
}

/// Panics with what deployments of the template would fail at.
#[cfg(feature = "validate")]
#[track_caller]
fn validate(path: &str, template: &Json) {
    use cumulo_schemas::{Level, Validator};
    use std::sync::LazyLock;
    static VALIDATOR: LazyLock<Validator> = LazyLock::new(Validator::new);
    let text = format!("{template:#}");
    let findings = match cumulo_schemas::Template::parse(text.as_bytes(), "template.json") {
        Ok(template) => VALIDATOR.check(&template),
        Err(findings) => findings,
    };
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .map(|finding| format!("{} at {}: {}", finding.rule, finding.pointer(), finding.message))
        .collect();
    assert!(
        errors.is_empty(),
        "the template of `{path}` cannot be deployed:\n{}",
        errors.join("\n")
    );
}

/// The findings of a program that must not synthesize: id and message.
///
/// # Panics
/// When synthesis succeeds.
#[track_caller]
pub fn errors(app: &App) -> Vec<(String, String)> {
    match app.synth() {
        Ok(_) => panic!("synthesis succeeds"),
        Err(findings) => {
            findings.into_iter().map(|finding| (finding.id, finding.message)).collect()
        }
    }
}
