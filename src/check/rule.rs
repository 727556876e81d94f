//! What a rule is, and what it may look at.

use crate::diagnostic::{Diagnostic, Level};
use crate::map::Map;

/// What is known of a rule without running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Info {
    /// Its name, which reads well after "allow".
    pub name: &'static str,
    /// Its level where nobody sets another.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page, in Markdown: what `argmap explain` prints; its examples are run as tests.
    pub page: &'static str,
}

/// A rule: facts about a map that its author should know of.
pub trait Rule: Sync {
    /// What is known of it without running it.
    fn info(&self) -> &'static Info;

    /// Adds what it finds in a map, in the order of the files. At most linear in the map, but for stated bounds.
    ///
    /// The level of a finding is not the rule's to set.
    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>);
}

/// What rules look at: the map, and what several of them want to know of it, found out once.
#[derive(Debug)]
pub struct Context<'m, 's> {
    /// The map.
    pub map: &'m Map<'s>,
}

impl<'m, 's> Context<'m, 's> {
    /// Looks at a map.
    pub fn new(map: &'m Map<'s>) -> Self {
        Self { map }
    }
}
