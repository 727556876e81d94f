//! How grave each rule's findings are: the rule's own level, then `[lints]`, then the user's options, then comments.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, registry};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::Map;

/// The levels that the user asks for; they go over those of the map's `[lints]`.
///
/// A finding's level is the first that is said by: the options, the last one that names its rule or `all`; the map's
/// `[lints]`, where a rule's own line goes over `all` wherever either stands, and of two equal lines the last counts;
/// the rule itself. A comment `# argmap: allow(rule)` then silences what stands on its line, whatever the level.
///
/// What could not be read at all (`invalid-toml`, `unreadable-file`) only the options can lower: a map cannot
/// declare itself well-formed.
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
pub(super) const ALL: &str = "all";

/// The rules whose findings no map may lower or silence.
const FIRM: [&str; 2] = ["invalid-toml", "unreadable-file"];

impl Levels {
    /// Asks for a level for a rule, or for `all`; what is asked later goes over what was asked before.
    ///
    /// # Errors
    ///
    /// If no rule has this name.
    pub fn set(&mut self, rule: &str, level: Level) -> Result<(), UnknownRule> {
        if rule != ALL && registry::find(rule).is_none() {
            return Err(UnknownRule {
                name: rule.to_owned(),
                nearest: registry::nearest(rule),
            });
        }
        self.asked.push((rule.to_owned(), level));
        Ok(())
    }

    fn asked_for(&self, rule: &str) -> Option<Level> {
        let matches = |(name, _): &&(String, Level)| name == rule || name == ALL;
        self.asked
            .iter()
            .rev()
            .find(matches)
            .map(|&(_, level)| level)
    }

    /// The levels that hold for the findings in `map`, comments apart.
    pub(super) fn in_map<'l>(&'l self, map: &'l Map<'_>) -> LevelsInMap<'l> {
        let of_map = map
            .lints()
            .map(|(_, lint)| (lint.rule.value.as_ref(), lint.level.value))
            .collect();
        LevelsInMap {
            asked: self,
            of_map,
        }
    }
}

/// [`Levels`], with those of a map's `[lints]`.
#[derive(Debug)]
pub(super) struct LevelsInMap<'l> {
    asked: &'l Levels,
    of_map: FxHashMap<&'l str, Level>,
}

impl LevelsInMap<'_> {
    /// The level of a rule's findings.
    pub(super) fn level(&self, rule: &str) -> Level {
        let own = || registry::find(rule).map_or(Level::Deny, |info| info.level);
        self.asked
            .asked_for(rule)
            .or_else(|| self.of_map(rule))
            .unwrap_or_else(own)
    }

    fn of_map(&self, rule: &str) -> Option<Level> {
        if FIRM.contains(&rule) {
            return None;
        }
        let level = self.of_map.get(rule).or_else(|| self.of_map.get(ALL));
        level.copied()
    }

    /// Gives every finding its level, and drops those that are allowed.
    pub(super) fn apply(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let silenced = Silenced::new(context.map);
        let mut levels: FxHashMap<&'static str, Level> = FxHashMap::default();
        findings.retain_mut(|finding| {
            let rule = finding.rule;
            finding.level = *levels.entry(rule).or_insert_with(|| self.level(rule));
            finding.level != Level::Allow && !silenced.covers(context, finding)
        });
    }
}

/// The lines whose findings a comment `# argmap: allow(rule)` silences, as file, line and rule.
struct Silenced<'m> {
    lines: FxHashSet<(u32, u32, &'m str)>,
}

impl<'m> Silenced<'m> {
    fn new(map: &'m Map<'_>) -> Self {
        let lines = map.allows().flat_map(|(file, allow)| {
            let rule = allow.rule.value.as_ref();
            [(file.0, allow.line, rule), (file.0, allow.target, rule)]
        });
        Self {
            lines: lines.collect(),
        }
    }

    fn covers(&self, context: &Context<'_, '_>, finding: &Diagnostic) -> bool {
        if self.lines.is_empty() || FIRM.contains(&finding.rule) {
            return false;
        }
        let Some(place) = finding.place() else {
            return false;
        };
        let Some(line) = context.line(place) else {
            return false;
        };
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        [finding.rule, ALL]
            .iter()
            .any(|&rule| self.lines.contains(&(place.file.0, line, rule)))
    }
}
