//! The list of all rules.

use super::rules;
use super::{Info, Rule};

/// Every rule, in the order in which findings of one place are told.
pub static RULES: &[&dyn Rule] = &[&rules::unknown_claim::UnknownClaim];

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Info> {
    RULES
        .iter()
        .map(|rule| rule.info())
        .find(|info| info.name == name)
}
