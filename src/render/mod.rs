//! Writes a report for other programs to read: one file for each format.
//!
//! No colour and no terminal here; the program writes for people. Every format is linear in the findings and the
//! files that they are in, and deterministic to the byte.

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

/// What compilers and their readers call a level: `error`, `warning`, `note`.
pub const fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "note",
    }
}

#[cfg(test)]
mod fixture;
