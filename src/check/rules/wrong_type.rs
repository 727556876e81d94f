#![doc = include_str!("wrong_type.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};

static INFO: Info = Info {
    name: "wrong-type",
    level: Level::Deny,
    summary: "a value of a kind that its key cannot hold",
    page: include_str!("wrong_type.md"),
};

pub(in crate::check) struct WrongType;

impl Rule for WrongType {
    fn info(&self) -> &'static Info {
        &INFO
    }

    /// Nothing to add: reading the files has found it all.
    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}
