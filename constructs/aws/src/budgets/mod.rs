//! Budgets: who is told before a month becomes expensive.

mod budget;

pub use budget::Budget;
