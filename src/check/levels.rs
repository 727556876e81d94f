//! How grave each rule's findings are: the rule's own level, then `[lints]`, then the user's options, then comments.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::registry;
use crate::diagnostic::{Diagnostic, Level};
use crate::map::Map;

/// The levels that the user asks for; they go over those of the map's `[lints]`.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    asked: Vec<(String, Level)>,
}

/// A name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    /// What was asked for.
    pub name: String,
    /// The rule that was most likely meant.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.name)
    }
}

impl std::error::Error for UnknownRule {}

/// The name that means every rule.
const ALL: &str = "all";

impl Levels {
    /// Asks for a level for a rule, or for `all`; what is asked later goes over what was asked before.
    ///
    /// # Errors
    ///
    /// If no rule has this name.
    pub fn set(&mut self, rule: &str, level: Level) -> Result<(), UnknownRule> {
        if rule != ALL && registry::find(rule).is_none() {
            let names = registry::RULES.iter().map(|rule| rule.info().name);
            let nearest = crate::nearest::nearest(rule, names);
            return Err(UnknownRule {
                name: rule.to_owned(),
                nearest,
            });
        }
        self.asked.push((rule.to_owned(), level));
        Ok(())
    }

    /// Whether findings of this rule may be reported, for all that the options say; a rule that may not need not run.
    pub(super) fn may_report(&self, rule: &str) -> bool {
        self.asked_for(rule) != Some(Level::Allow)
    }

    fn asked_for(&self, rule: &str) -> Option<Level> {
        let matches = |(name, _): &&(String, Level)| name == rule || name == ALL;
        self.asked
            .iter()
            .rev()
            .find(matches)
            .map(|&(_, level)| level)
    }

    /// Gives every finding its level, and drops those that are allowed.
    pub(super) fn apply(&self, map: &Map<'_>, findings: &mut Vec<Diagnostic>) {
        let of_map = levels_of_map(map);
        let silenced = Silenced::new(map);
        findings.retain_mut(|finding| {
            let own = registry::find(finding.rule).map_or(Level::Deny, |info| info.level);
            finding.level = self
                .asked_for(finding.rule)
                .or_else(|| {
                    of_map
                        .get(finding.rule)
                        .or_else(|| of_map.get(ALL))
                        .copied()
                })
                .unwrap_or(own);
            finding.level != Level::Allow && !silenced.covers(finding)
        });
    }
}

/// What `[lints]` says; a rule's own line goes over `all`, a later line over an earlier one.
fn levels_of_map<'m>(map: &'m Map<'_>) -> FxHashMap<&'m str, Level> {
    map.lints()
        .map(|(_, lint)| (lint.rule.value.as_ref(), lint.level.value))
        .collect()
}

/// The lines whose findings a comment `# argmap: allow(rule)` silences.
struct Silenced<'m> {
    lines: FxHashSet<(u32, u32, &'m str)>,
    starts: FxHashMap<u32, crate::syntax::Lines>,
}

impl<'m> Silenced<'m> {
    fn new(map: &'m Map<'_>) -> Self {
        let mut silenced = Self {
            lines: FxHashSet::default(),
            starts: FxHashMap::default(),
        };
        for (file, allow) in map.allows() {
            let rule = allow.rule.value.as_ref();
            silenced
                .lines
                .extend([(file.0, allow.line, rule), (file.0, allow.target, rule)]);
            let text = &map.files().file(file).text;
            silenced
                .starts
                .entry(file.0)
                .or_insert_with(|| crate::syntax::Lines::new(text));
        }
        silenced
    }

    fn covers(&self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.place() else {
            return false;
        };
        let Some(lines) = self.starts.get(&place.file.0) else {
            return false;
        };
        let line = u32::try_from(lines.line_of(place.span.start)).unwrap_or(u32::MAX);
        [finding.rule, ALL]
            .iter()
            .any(|&rule| self.lines.contains(&(place.file.0, line, rule)))
    }
}
