//! The list of all rules.

use super::{Rule, rules};
use crate::diagnostic::RuleName;

/// Every rule, in the order in which findings are reported: by stage, and within a stage at the same place.
pub static RULES: &[&Rule<'_>] = &[
    // Can it be read?
    &rules::of_reading::UNREADABLE_FILE,
    &rules::of_reading::INVALID_TOML,
    &rules::of_reading::WRONG_TYPE,
    &rules::merge_conflict::RULE,
    &rules::unknown_key::RULE,
    &rules::of_reading::INVALID_ID,
    &rules::of_reading::MISSING_TEXT,
    // Can it be assembled?
    &rules::duplicate_claim::RULE,
    &rules::unknown_claim::RULE,
    &rules::unknown_source::RULE,
    &rules::unknown_speaker::RULE,
    &rules::self_relation::RULE,
    &rules::duplicate_relation::RULE,
    &rules::unknown_reason::RULE,
    &rules::ambiguous_reason::RULE,
    // How are claims connected?
    &rules::circular_support::RULE,
    &rules::mutual_support::RULE,
    &rules::support_and_attack::RULE,
    &rules::contradictory_premises::RULE,
    &rules::contradictory_grounds::RULE,
    &rules::self_defeating_claim::RULE,
    &rules::circular_weighing::RULE,
    &rules::lone_answer::RULE,
    &rules::contrast_with_ground::RULE,
    &rules::redundant_support::RULE,
    &rules::no_thesis::RULE,
    &rules::off_thesis::RULE,
    &rules::isolated_claim::RULE,
    // Is it quoted correctly?
    &rules::unsourced_quote::RULE,
    &rules::missing_source::RULE,
    &rules::changed_source::RULE,
    &rules::unfound_quote::RULE,
    &rules::ambiguous_quote::RULE,
    &rules::loose_quote::RULE,
    &rules::short_quote::RULE,
    &rules::unquoted_claim::RULE,
    &rules::quoted_implicit::RULE,
    &rules::idle_ignore::RULE,
    // Is each claim complete?
    &rules::unsupported_claim::RULE,
    &rules::missing_translation::RULE,
    // What follows: how much of the sources is covered, and what evaluation finds.
    &rules::low_coverage::RULE,
    &rules::unmet_expectation::RULE,
    &rules::fallen_thesis::RULE,
    &rules::restated_apart::RULE,
    &rules::idle_assumption::RULE,
    &rules::incoherent_credence::RULE,
];

/// The last rule of each stage except the last.
const ENDS: [RuleName; 4] = [
    RuleName::MISSING_TEXT,
    RuleName::DUPLICATE_RELATION,
    RuleName::AMBIGUOUS_REASON,
    RuleName::MISSING_TRANSLATION,
];

/// The rules by stage. What one stage finds may explain what a later one would find.
pub(super) fn stages<'r>() -> impl Iterator<Item = &'r [&'r Rule<'r>]> {
    RULES.split_inclusive(|rule| ENDS.contains(&rule.name))
}

/// The rule with this name.
pub fn find(name: &str) -> Option<&'static Rule<'static>> {
    let mut rules = RULES.iter().copied();
    rules.find(|rule| rule.name.as_str() == name)
}

/// The name of the rule that a misspelt name most likely means.
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::nearest::nearest(name, names())
}

/// The only rule name that is one edit away from a misspelt name, if there is exactly one.
pub(super) fn one_slip_away(name: &str) -> Option<&'static str> {
    crate::nearest::one_slip_away(name, names())
}

fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{RULES, stages};
    use crate::diagnostic::RuleName;

    #[test]
    fn every_name_is_that_of_one_rule() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        let mut known = RuleName::ALL.to_vec();
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn what_can_be_read_is_found_before_what_can_be_assembled_and_that_before_the_rest() {
        let ends = stages().filter_map(|rules| rules.last());
        let ends: Vec<_> = ends.map(|rule| rule.name).collect();
        assert_eq!(ends[..4], super::ENDS);
        assert_eq!(ends.len(), 5);
    }
}
