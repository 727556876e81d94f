//! The rules whose findings come from reading the files. They have nothing left to check.

use crate::check::{Rule, found_elsewhere};
use crate::diagnostic::{Level, RuleName};

pub(in crate::check) static UNREADABLE_FILE: Rule<'_> = Rule {
    name: RuleName::UNREADABLE_FILE,
    level: Level::Deny,
    summary: "a file of the map cannot be read",
    page: include_str!("unreadable_file.md"),
    check: &found_elsewhere,
};

pub(in crate::check) static INVALID_TOML: Rule<'_> = Rule {
    name: RuleName::INVALID_TOML,
    level: Level::Deny,
    summary: "text that is not TOML",
    page: include_str!("invalid_toml.md"),
    check: &found_elsewhere,
};

pub(in crate::check) static WRONG_TYPE: Rule<'_> = Rule {
    name: RuleName::WRONG_TYPE,
    level: Level::Deny,
    summary: "a value of the wrong type for its key",
    page: include_str!("wrong_type.md"),
    check: &found_elsewhere,
};

pub(in crate::check) static INVALID_ID: Rule<'_> = Rule {
    name: RuleName::INVALID_ID,
    level: Level::Deny,
    summary: "an id that is not one plain word",
    page: include_str!("invalid_id.md"),
    check: &found_elsewhere,
};

pub(in crate::check) static MISSING_TEXT: Rule<'_> = Rule {
    name: RuleName::MISSING_TEXT,
    level: Level::Deny,
    summary: "a claim without text, or a quotation without words",
    page: include_str!("missing_text.md"),
    check: &found_elsewhere,
};
