#![doc = include_str!("unreadable_file.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};

static INFO: Info = Info {
    name: "unreadable-file",
    level: Level::Deny,
    summary: "a file of the map cannot be read",
    page: include_str!("unreadable_file.md"),
};

pub(in crate::check) struct UnreadableFile;

impl Rule for UnreadableFile {
    fn info(&self) -> &'static Info {
        &INFO
    }

    /// Nothing to add: reading the files has found it all.
    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}
