//! The user's program: where it is, how it is run, what it left.

mod app;
mod cargo;
pub mod find;
mod fresh;
mod run;

pub use app::App;
pub use find::{Target, find};
pub use run::{Ended, Format, Run};
