//! Writes a report for other programs to read. Each format has its own file.
//!
//! Nothing here uses colours or a terminal; the program writes what people read. Every format is linear in the findings
//! and the files that they are in, and deterministic to the byte.

mod github;
mod json;
mod sarif;
mod short;
mod work_tree;

pub use github::{Annotation, github};
pub use json::json;
pub use sarif::{sarif, sarif_of};
pub use short::short;
pub use work_tree::WorkTree;

use crate::diagnostic::Level;

/// The name that compilers use for a level: `error`, `warning` or `note`.
pub const fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "note",
    }
}

#[cfg(test)]
mod fixture;
