//! The level of each finding: the rule's own level, then `[lints]`, then the user's options, then comments.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Rule, registry};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::Map;
use crate::narrow::narrow;

/// The levels that the user sets; they override those of the map's `[lints]`.
///
/// A finding's level comes from the first of these that sets one: first the options, where the last one for its rule or
/// for `all` counts; then the map's `[lints]`, where a line for the rule overrides `all`, and of two equal lines the
/// last one counts; then the rule itself. In the end, a comment `# argmap: allow(rule)` silences the findings on its
/// line, whatever their level.
///
/// Only the options can lower rules about unreadable input (`invalid-toml`, `unreadable-file`): a map cannot declare
/// itself well-formed.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    asked: Vec<(String, Level)>,
}

/// A name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRule {
    /// The name that was asked for.
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
const FIRM: [RuleName; 2] = [RuleName::INVALID_TOML, RuleName::UNREADABLE_FILE];

impl Levels {
    /// Sets a level for a rule, or for `all`. Later calls override earlier ones.
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

    /// Sets a level for a rule of your own.
    pub fn set_own(&mut self, rule: RuleName, level: Level) {
        self.asked.push((rule.as_str().to_owned(), level));
    }

    fn asked_for(&self, rule: &str) -> Option<Level> {
        let matches = |(name, _): &&(String, Level)| name == rule || name == ALL;
        self.asked
            .iter()
            .rev()
            .find(matches)
            .map(|&(_, level)| level)
    }

    /// The levels that apply to the findings in `map`, apart from comments.
    pub(super) fn in_map<'l>(&'l self, map: &'l Map, own: &'l [&'l Rule<'l>]) -> LevelsInMap<'l> {
        let of_map = map
            .lints()
            .map(|(_, lint)| (lint.rule.value.as_ref(), lint.level.value))
            .collect();
        LevelsInMap {
            asked: self,
            of_map,
            own,
        }
    }
}

/// [`Levels`] together with a map's `[lints]`.
pub(super) struct LevelsInMap<'l> {
    asked: &'l Levels,
    /// The rules that run along with argmap's own.
    own: &'l [&'l Rule<'l>],
    of_map: FxHashMap<&'l str, Level>,
}

impl LevelsInMap<'_> {
    /// The level of a rule's findings.
    pub(super) fn level(&self, rule: RuleName) -> Level {
        let own = || {
            let mut beside = self.own.iter().copied();
            let known = registry::find(rule.as_str());
            let known = known.or_else(|| beside.find(|own| own.name == rule));
            known.map_or(Level::Deny, |rule| rule.level)
        };
        self.asked
            .asked_for(rule.as_str())
            .or_else(|| self.of_map(rule))
            .unwrap_or_else(own)
    }

    fn of_map(&self, rule: RuleName) -> Option<Level> {
        if FIRM.contains(&rule) {
            return None;
        }
        let level = self
            .of_map
            .get(rule.as_str())
            .or_else(|| self.of_map.get(ALL));
        level.copied()
    }

    /// Sets the level of every finding, and drops the findings that are allowed.
    pub(super) fn apply(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let mut levels: FxHashMap<RuleName, Level> = FxHashMap::default();
        findings.retain_mut(|finding| {
            let rule = finding.rule;
            finding.level = *levels.entry(rule).or_insert_with(|| self.level(rule));
            let place = finding.place();
            finding.level != Level::Allow
                && !place.is_some_and(|place| context.is_silenced(rule, place))
        });
    }
}

/// The lines whose findings a comment `# argmap: allow(rule)` silences, as file, line and rule.
#[derive(Debug)]
pub(super) struct Silenced<'m> {
    lines: FxHashSet<(u32, u32, &'m str)>,
}

impl<'m> Silenced<'m> {
    pub(super) fn new(map: &'m Map) -> Self {
        let lines = map.allows().flat_map(|(file, allow)| {
            let rule = allow.rule.value.as_ref();
            [(file.0, allow.line, rule), (file.0, allow.target, rule)]
        });
        Self {
            lines: lines.collect(),
        }
    }

    pub(super) fn covers(&self, context: &Context<'_>, rule: RuleName, place: Place) -> bool {
        if self.lines.is_empty() || FIRM.contains(&rule) {
            return false;
        }
        let Some(line) = context.line(place) else {
            return false;
        };
        let line = narrow(line);
        [rule.as_str(), ALL]
            .iter()
            .any(|&rule| self.lines.contains(&(place.file.0, line, rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Levels, UnknownRule};
    use crate::check::check;
    use crate::diagnostic::Level;
    use crate::map::Map;
    use crate::syntax::Files;

    /// The findings of a map, as pairs of rule and level.
    fn found(text: &str, asked: &[(&str, Level)]) -> Vec<(&'static str, Level)> {
        let mut levels = Levels::default();
        for &(rule, level) in asked {
            levels.set(rule, level).unwrap();
        }
        let files = Files::from_text("map.toml", text);
        let report = check(&Map::new(&files), &levels);
        report
            .diagnostics
            .iter()
            .map(|finding| (finding.rule.as_str(), finding.level))
            .collect()
    }

    /// A map in which `rain` has no ground and supports `wet` twice.
    fn map(lints: &str) -> String {
        format!(
            "[lints]\n{lints}\n\n[map]\nthesis = [\"wet\"]\n\n[claim.rain]\ntext = \"It rains.\"\n\
             supports = [\"wet\", \"wet\"]\n\n[claim.wet]\ntext = \"The street is wet.\"\n"
        )
    }

    const UNSUPPORTED: &str = "unsupported-claim";
    const DUPLICATE: &str = "duplicate-relation";

    #[test]
    fn a_rule_has_its_own_level_where_nobody_sets_another() {
        let expected = [(DUPLICATE, Level::Warn), (UNSUPPORTED, Level::Warn)];
        assert_eq!(found(&map(""), &[]), expected);
    }

    #[test]
    fn a_map_sets_levels_for_itself() {
        let lints = "unsupported-claim = \"deny\"\nduplicate-relation = \"note\"";
        let expected = [(DUPLICATE, Level::Note), (UNSUPPORTED, Level::Deny)];
        assert_eq!(found(&map(lints), &[]), expected);
    }

    #[test]
    fn a_rules_own_line_goes_over_all_wherever_it_stands() {
        let own = "duplicate-relation = \"deny\"";
        let all = "all = \"allow\"";
        for lints in [format!("{own}\n{all}"), format!("{all}\n{own}")] {
            assert_eq!(found(&map(&lints), &[]), [(DUPLICATE, Level::Deny)]);
        }
    }

    #[test]
    fn options_go_over_the_map() {
        let text = map("unsupported-claim = \"deny\"\nduplicate-relation = \"allow\"");
        let asked = [(DUPLICATE, Level::Warn), (UNSUPPORTED, Level::Note)];
        assert_eq!(found(&text, &asked), asked);
        let asked = [("all", Level::Deny)];
        let expected = [(DUPLICATE, Level::Deny), (UNSUPPORTED, Level::Deny)];
        assert_eq!(found(&text, &asked), expected);
    }

    #[test]
    fn a_later_option_goes_over_an_earlier_one() {
        let text = map("");
        let asked = [("all", Level::Deny), (DUPLICATE, Level::Allow)];
        assert_eq!(found(&text, &asked), [(UNSUPPORTED, Level::Deny)]);
        let asked = [(DUPLICATE, Level::Allow), ("all", Level::Note)];
        let expected = [(DUPLICATE, Level::Note), (UNSUPPORTED, Level::Note)];
        assert_eq!(found(&text, &asked), expected);
    }

    #[test]
    fn a_comment_silences_its_line_and_no_other() {
        let silenced = |comment: &str| map("").replace("[claim.rain]", comment);
        let beside = silenced("[claim.rain] # argmap: allow(unsupported-claim)");
        assert_eq!(found(&beside, &[]), [(DUPLICATE, Level::Warn)]);
        let above = silenced("# argmap: allow(unsupported-claim)\n[claim.rain]");
        assert_eq!(found(&above, &[]), [(DUPLICATE, Level::Warn)]);
        let all = silenced("# argmap: allow(all)\n[claim.rain]");
        assert_eq!(found(&all, &[]), [(DUPLICATE, Level::Warn)]);
        let elsewhere = silenced("# argmap: allow(unsupported-claim)\n\n[claim.rain]");
        assert_eq!(found(&elsewhere, &[]).len(), 2);
        let other = silenced("[claim.rain] # argmap: allow(duplicate-relation)");
        assert_eq!(found(&other, &[]).len(), 2);
    }

    #[test]
    fn a_comment_silences_even_what_an_option_denies() {
        let text = map("").replace(
            "[claim.rain]",
            "[claim.rain] # argmap: allow(unsupported-claim)",
        );
        let asked = [("all", Level::Deny)];
        assert_eq!(found(&text, &asked), [(DUPLICATE, Level::Deny)]);
    }

    #[test]
    fn no_map_can_declare_itself_well_formed() {
        let broken = "[lints]\nall = \"allow\"\ninvalid-toml = \"allow\"\n\n\
                      # argmap: allow(invalid-toml, all)\nbroken = # argmap: allow(all)\n";
        assert_eq!(found(broken, &[]), [("invalid-toml", Level::Deny)]);
        let asked = [("invalid-toml", Level::Warn)];
        assert_eq!(found(broken, &asked), asked);
        assert_eq!(found(broken, &[("all", Level::Allow)]), []);
    }

    #[test]
    fn asking_for_a_rule_that_there_is_not_names_the_nearest_one() {
        let unknown = Levels::default().set("unsuported-claim", Level::Deny);
        let expected = UnknownRule {
            name: "unsuported-claim".to_owned(),
            nearest: Some(UNSUPPORTED),
        };
        assert_eq!(unknown, Err(expected));
    }
}
