#![doc = include_str!("missing_text.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};

static INFO: Info = Info {
    name: "missing-text",
    level: Level::Deny,
    summary: "a claim without text, or a quotation without words",
    page: include_str!("missing_text.md"),
};

pub(in crate::check) struct MissingText;

impl Rule for MissingText {
    fn info(&self) -> &'static Info {
        &INFO
    }

    /// Nothing to add: reading the files has found it all.
    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}
