//! Scenarios about the core: parameters, conditions, stages and ids.

use super::Scenario;

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[];
