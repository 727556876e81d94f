//! The list of all rules.

use super::{Info, Rule, rules};
use crate::diagnostic::RuleName;

/// Every rule, in the order in which findings are reported: by stages, and in a stage at one place.
pub static RULES: &[&dyn Rule] = &[
    // What can be read.
    &rules::of_reading::UNREADABLE_FILE,
    &rules::of_reading::INVALID_TOML,
    &rules::of_reading::WRONG_TYPE,
    &rules::unknown_key::UnknownKey,
    &rules::of_reading::INVALID_ID,
    &rules::of_reading::MISSING_TEXT,
    // What can be assembled.
    &rules::duplicate_claim::DuplicateClaim,
    &rules::unknown_claim::UnknownClaim,
    &rules::unknown_source::UnknownSource,
    &rules::unknown_speaker::UnknownSpeaker,
    &rules::self_relation::SelfRelation,
    &rules::duplicate_relation::DuplicateRelation,
    &rules::unknown_reason::UnknownReason,
    &rules::ambiguous_reason::AmbiguousReason,
    // How claims hang together.
    &rules::circular_support::CircularSupport,
    &rules::mutual_support::MutualSupport,
    &rules::support_and_attack::SupportAndAttack,
    &rules::contradictory_premises::ContradictoryPremises,
    &rules::contradictory_grounds::ContradictoryGrounds,
    &rules::self_defeating_claim::SelfDefeatingClaim,
    &rules::circular_weighing::CircularWeighing,
    &rules::lone_answer::LoneAnswer,
    &rules::contrast_with_ground::ContrastWithGround,
    &rules::redundant_support::RedundantSupport,
    &rules::no_thesis::NoThesis,
    &rules::off_thesis::OffThesis,
    &rules::isolated_claim::IsolatedClaim,
    // What is quoted.
    &rules::unsourced_quote::UnsourcedQuote,
    &rules::missing_source::MissingSource,
    &rules::changed_source::ChangedSource,
    &rules::unfound_quote::UnfoundQuote,
    &rules::ambiguous_quote::AmbiguousQuote,
    &rules::loose_quote::LooseQuote,
    &rules::short_quote::ShortQuote,
    &rules::unquoted_claim::UnquotedClaim,
    &rules::quoted_implicit::QuotedImplicit,
    &rules::idle_ignore::IdleIgnore,
    // What can be said of single claims.
    &rules::unsupported_claim::UnsupportedClaim,
    &rules::missing_translation::MissingTranslation,
    // What follows from all that: how much is covered, and what evaluation finds.
    &rules::low_coverage::LowCoverage,
    &rules::unmet_expectation::UnmetExpectation,
    &rules::fallen_thesis::FallenThesis,
    &rules::restated_apart::RestatedApart,
    &rules::idle_assumption::IdleAssumption,
    &rules::incoherent_credence::IncoherentCredence,
];

/// The last rule of each stage but the last one.
const ENDS: [RuleName; 4] = [
    RuleName::MISSING_TEXT,
    RuleName::DUPLICATE_RELATION,
    RuleName::AMBIGUOUS_REASON,
    RuleName::MISSING_TRANSLATION,
];

/// The rules in the stages in which they are run: what one stage finds may explain what a later one would.
pub(super) fn stages<'r>() -> impl Iterator<Item = &'r [&'r dyn Rule]> {
    RULES.split_inclusive(|rule| ENDS.contains(&rule.info().name))
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Info> {
    infos().find(|info| info.name.as_str() == name)
}

/// The name of the rule that a misspelt name most likely means.
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::nearest::nearest(name, infos().map(|info| info.name.as_str()))
}

/// The name of the one rule that is one edit away from a misspelt name.
pub(super) fn one_slip_away(name: &str) -> Option<&'static str> {
    crate::nearest::one_slip_away(name, infos().map(|info| info.name.as_str()))
}

fn infos() -> impl Iterator<Item = &'static Info> {
    RULES.iter().map(|rule| rule.info())
}

#[cfg(test)]
mod tests {
    use super::{RULES, stages};
    use crate::diagnostic::RuleName;

    #[test]
    fn every_name_is_that_of_one_rule() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.info().name).collect();
        names.sort_unstable();
        let mut known = RuleName::ALL.to_vec();
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn what_can_be_read_is_found_before_what_can_be_assembled_and_that_before_the_rest() {
        let ends = stages().filter_map(|rules| rules.last());
        let ends: Vec<_> = ends.map(|rule| rule.info().name).collect();
        assert_eq!(ends[..4], super::ENDS);
        assert_eq!(ends.len(), 5);
    }
}
