//! The rules, one a file, each beside its page.

pub(super) mod ambiguous_reason;
pub(super) mod circular_support;
pub(super) mod contradictory_grounds;
pub(super) mod contradictory_premises;
pub(super) mod contrast_with_ground;
pub(super) mod duplicate_claim;
pub(super) mod duplicate_relation;
pub(super) mod invalid_id;
pub(super) mod invalid_toml;
pub(super) mod isolated_claim;
pub(super) mod missing_text;
pub(super) mod missing_translation;
pub(super) mod no_thesis;
pub(super) mod off_thesis;
pub(super) mod redundant_support;
pub(super) mod self_defeating_claim;
pub(super) mod self_relation;
pub(super) mod support_and_attack;
pub(super) mod unknown_claim;
pub(super) mod unknown_key;
pub(super) mod unknown_reason;
pub(super) mod unknown_source;
pub(super) mod unreadable_file;
pub(super) mod unsupported_claim;
pub(super) mod wrong_type;
