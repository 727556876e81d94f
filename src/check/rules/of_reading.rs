//! The rules whose findings come from reading the files: nothing is left to check.

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};

/// A rule that reading holds the files against.
pub(in crate::check) struct OfReading(&'static Info);

impl Rule for OfReading {
    fn info(&self) -> &'static Info {
        self.0
    }

    fn check(&self, _context: &Context<'_>, _findings: &mut Vec<Diagnostic>) {}
}

pub(in crate::check) static UNREADABLE_FILE: OfReading = OfReading(&Info {
    name: RuleName::UNREADABLE_FILE,
    level: Level::Deny,
    summary: "a file of the map cannot be read",
    page: include_str!("unreadable_file.md"),
});

pub(in crate::check) static INVALID_TOML: OfReading = OfReading(&Info {
    name: RuleName::INVALID_TOML,
    level: Level::Deny,
    summary: "text that is not TOML",
    page: include_str!("invalid_toml.md"),
});

pub(in crate::check) static WRONG_TYPE: OfReading = OfReading(&Info {
    name: RuleName::WRONG_TYPE,
    level: Level::Deny,
    summary: "a value of a kind that its key cannot hold",
    page: include_str!("wrong_type.md"),
});

pub(in crate::check) static INVALID_ID: OfReading = OfReading(&Info {
    name: RuleName::INVALID_ID,
    level: Level::Deny,
    summary: "an id that is not one plain word",
    page: include_str!("invalid_id.md"),
});

pub(in crate::check) static MISSING_TEXT: OfReading = OfReading(&Info {
    name: RuleName::MISSING_TEXT,
    level: Level::Deny,
    summary: "a claim without text, or a quotation without words",
    page: include_str!("missing_text.md"),
});
