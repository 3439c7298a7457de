//! Names that people know: construct paths and source lines for logical ids.

use cumulo_core::assembly::{ResourceOrigin, Stack};
use indexmap::IndexMap;

/// Construct paths of one stack.
#[derive(Clone, Debug, Default)]
pub struct Names {
    stage: String,
    origins: IndexMap<String, ResourceOrigin>,
}

impl Names {
    /// Names of a stack of the assembly; `stage` is left out of paths.
    pub fn of(stage: &str, stack: &Stack) -> Self {
        Self { stage: stage.to_owned(), origins: stack.origins.clone() }
    }

    /// Whether the logical id belongs to a construct.
    pub fn knows(&self, logical_id: &str) -> bool {
        self.origins.contains_key(logical_id)
    }

    /// Construct path without the stage and without the `Resource` that L2 constructs call their
    /// main resource; the logical id where no construct is known.
    pub fn path(&self, logical_id: &str) -> String {
        let Some(origin) = self.origins.get(logical_id) else { return logical_id.to_owned() };
        let path = origin
            .path
            .strip_prefix(&self.stage)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(&origin.path);
        ["/Resource", "/Default"]
            .iter()
            .find_map(|suffix| path.strip_suffix(suffix))
            .unwrap_or(path)
            .to_owned()
    }

    /// `file:line:column` of the construct.
    pub fn source(&self, logical_id: &str) -> Option<String> {
        self.origins.get(logical_id)?.source.clone()
    }
}
