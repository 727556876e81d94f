#![doc = include_str!("invalid_toml.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};

static INFO: Info = Info {
    name: "invalid-toml",
    level: Level::Deny,
    summary: "text that is not TOML",
    page: include_str!("invalid_toml.md"),
};

pub(in crate::check) struct InvalidToml;

impl Rule for InvalidToml {
    fn info(&self) -> &'static Info {
        &INFO
    }

    /// Nothing to add: reading the files has found it all.
    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}
