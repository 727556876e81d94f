//! The list of all rules.

use super::{Info, Rule, rules};

/// Every rule, in the order in which findings of one place are told.
pub static RULES: &[&dyn Rule] = &[
    // What can be read.
    &rules::unreadable_file::UnreadableFile,
    &rules::invalid_toml::InvalidToml,
    &rules::wrong_type::WrongType,
    &rules::unknown_key::UnknownKey,
    &rules::invalid_id::InvalidId,
    &rules::missing_text::MissingText,
    // What can be assembled.
    &rules::duplicate_claim::DuplicateClaim,
    &rules::unknown_claim::UnknownClaim,
    &rules::unknown_source::UnknownSource,
    &rules::unknown_reason::UnknownReason,
    &rules::ambiguous_reason::AmbiguousReason,
    &rules::self_relation::SelfRelation,
    &rules::duplicate_relation::DuplicateRelation,
    // How claims hang together.
    &rules::circular_support::CircularSupport,
    &rules::support_and_attack::SupportAndAttack,
    &rules::contradictory_premises::ContradictoryPremises,
    &rules::contradictory_grounds::ContradictoryGrounds,
    &rules::self_defeating_claim::SelfDefeatingClaim,
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
    &rules::low_coverage::LowCoverage,
    // What evaluation finds.
    &rules::unmet_expectation::UnmetExpectation,
    &rules::fallen_thesis::FallenThesis,
    &rules::idle_assumption::IdleAssumption,
    &rules::incoherent_credence::IncoherentCredence,
    // What can be said of single claims.
    &rules::unsupported_claim::UnsupportedClaim,
    &rules::missing_translation::MissingTranslation,
];

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Info> {
    infos().find(|info| info.name == name)
}

/// The name of the rule that a misspelt name most likely means.
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::nearest::nearest(name, infos().map(|info| info.name))
}

/// The name of the one rule that is one edit away from a misspelt name.
pub(super) fn one_slip_away(name: &str) -> Option<&'static str> {
    crate::nearest::one_slip_away(name, infos().map(|info| info.name))
}

fn infos() -> impl Iterator<Item = &'static Info> {
    RULES.iter().map(|rule| rule.info())
}
