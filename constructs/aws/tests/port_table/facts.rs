//! What the AWS CDK exports.

use std::collections::{BTreeMap, BTreeSet};

/// Modules of aws-cdk-lib 2.276.0 that have constructs above the generated L1, with their classes and enums, L1 classes apart.
///
/// A module without classes is one that has no counterpart here.
pub struct Facts {
    modules: BTreeMap<&'static str, BTreeSet<&'static str>>,
    constructs: BTreeSet<(&'static str, &'static str)>,
}

impl Facts {
    /// Reads `aws-cdk-lib-2.276.0.txt`: `[module]`, then a name per line, with the word `construct` where it is one.
    pub fn read() -> Self {
        let mut facts = Self { modules: BTreeMap::new(), constructs: BTreeSet::new() };
        let mut module = "";
        for line in include_str!("aws-cdk-lib-2.276.0.txt").lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                module = name;
                facts.modules.insert(module, BTreeSet::new());
                continue;
            }
            let name = line.strip_suffix(" construct").unwrap_or(line);
            facts.modules.entry(module).or_default().insert(name);
            if name != line {
                facts.constructs.insert((module, name));
            }
        }
        facts
    }

    /// Names of all modules.
    pub fn modules(&self) -> impl Iterator<Item = &'static str> {
        self.modules.keys().copied()
    }

    /// Classes and enums of a module.
    pub fn exported(&self, module: &str) -> &BTreeSet<&'static str> {
        &self.modules[module]
    }

    /// Whether a class is a construct.
    pub fn is_construct(&self, module: &'static str, name: &str) -> bool {
        self.constructs.iter().any(|construct| *construct == (module, name))
    }
}
