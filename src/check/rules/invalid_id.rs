#![doc = include_str!("invalid_id.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};

static INFO: Info = Info {
    name: "invalid-id",
    level: Level::Deny,
    summary: "an id that is not one plain word",
    page: include_str!("invalid_id.md"),
};

pub(in crate::check) struct InvalidId;

impl Rule for InvalidId {
    fn info(&self) -> &'static Info {
        &INFO
    }

    /// Nothing to add: reading the files has found it all.
    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}
