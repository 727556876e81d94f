//! The rules, one a file.

pub(super) mod unknown_claim;
