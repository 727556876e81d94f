//! The names of the rules, as constants: a misspelt name does not compile.

use std::fmt;

/// The name of a rule. It reads well after "allow".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct RuleName(&'static str);

impl RuleName {
    /// The name of a rule that is not argmap's own. Argmap's rules have constants.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name as a string.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

macro_rules! rules {
    ($($constant:ident = $name:literal),* $(,)?) => {
        impl RuleName {
            $(
                #[doc = concat!("`", $name, "`.")]
                pub const $constant: Self = Self($name);
            )*

            /// The names of all of argmap's rules.
            pub const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

rules! {
    AMBIGUOUS_QUOTE = "ambiguous-quote",
    AMBIGUOUS_REASON = "ambiguous-reason",
    CHANGED_SOURCE = "changed-source",
    CIRCULAR_SUPPORT = "circular-support",
    CIRCULAR_WEIGHING = "circular-weighing",
    CONTRADICTORY_GROUNDS = "contradictory-grounds",
    CONTRADICTORY_PREMISES = "contradictory-premises",
    CONTRAST_WITH_GROUND = "contrast-with-ground",
    DUPLICATE_CLAIM = "duplicate-claim",
    DUPLICATE_RELATION = "duplicate-relation",
    FALLEN_THESIS = "fallen-thesis",
    IDLE_ASSUMPTION = "idle-assumption",
    IDLE_IGNORE = "idle-ignore",
    INCOHERENT_CREDENCE = "incoherent-credence",
    INVALID_ID = "invalid-id",
    INVALID_TOML = "invalid-toml",
    ISOLATED_CLAIM = "isolated-claim",
    LONE_ANSWER = "lone-answer",
    LOOSE_QUOTE = "loose-quote",
    LOW_COVERAGE = "low-coverage",
    MERGE_CONFLICT = "merge-conflict",
    MISSING_SOURCE = "missing-source",
    MISSING_TEXT = "missing-text",
    MISSING_TRANSLATION = "missing-translation",
    MUTUAL_SUPPORT = "mutual-support",
    NO_THESIS = "no-thesis",
    OFF_THESIS = "off-thesis",
    QUOTED_IMPLICIT = "quoted-implicit",
    REDUNDANT_SUPPORT = "redundant-support",
    RESTATED_APART = "restated-apart",
    SELF_DEFEATING_CLAIM = "self-defeating-claim",
    SELF_RELATION = "self-relation",
    SHORT_QUOTE = "short-quote",
    SUPPORT_AND_ATTACK = "support-and-attack",
    UNFOUND_QUOTE = "unfound-quote",
    UNKNOWN_CLAIM = "unknown-claim",
    UNKNOWN_KEY = "unknown-key",
    UNKNOWN_REASON = "unknown-reason",
    UNKNOWN_SOURCE = "unknown-source",
    UNKNOWN_SPEAKER = "unknown-speaker",
    UNMET_EXPECTATION = "unmet-expectation",
    UNQUOTED_CLAIM = "unquoted-claim",
    UNREADABLE_FILE = "unreadable-file",
    UNSOURCED_QUOTE = "unsourced-quote",
    UNSUPPORTED_CLAIM = "unsupported-claim",
    WRONG_TYPE = "wrong-type",
}
