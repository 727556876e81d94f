//! A parsed expression: its terms in postfix order, operands before their operator.
//!
//! It is kept flat, so that an expression of any length can be evaluated and dropped without recursion.

use globset::GlobSet;
use regex::Regex;

use super::function::Function;
use crate::map::{canonical, canonical_label};
use crate::reason::strength::GradualSemantics;
use crate::syntax::Span;

/// One term of an expression.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) operation: Operation,
    /// Where it is: the name of a function of sets, the text of a function of texts.
    pub(super) span: Span,
}

/// What a term does; operators and functions take their operands from the terms before them.
#[derive(Debug, Clone)]
pub(super) enum Operation {
    /// The claim with this id.
    Claim(String),
    /// The claims whose ids match.
    Glob(GlobPattern),
    /// The claims with a tag that matches.
    Tag(GlobPattern),
    /// The claims whose subject matches.
    About(GlobPattern),
    /// The claims that a matching speaker holds.
    By(GlobPattern),
    /// The claims that answer a matching question.
    Answers(GlobPattern),
    /// The claims of the files whose names match.
    File(GlobPattern),
    /// The claims whose wording or title matches.
    Matches(Box<Regex>),
    /// The claims whose strengths are on one side of a bound.
    Strength(Threshold),
    /// A function, applied to as many operands as it takes.
    Call(Function),
    Not,
    And,
    Or,
    Minus,
}

/// A bound on strengths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold {
    /// Whether claims must be stronger than the bound, not weaker.
    pub(super) is_above: bool,
    pub(super) bound: f64,
    pub(super) semantics: GradualSemantics,
}

/// A glob, and the text that it was written as.
#[derive(Debug, Clone)]
pub(super) struct GlobPattern {
    pub(super) text: String,
    pub(super) matcher: GlobSet,
}

impl GlobPattern {
    /// Whether the pattern matches a name; canonically equivalent spellings count as the same.
    pub(super) fn fits(&self, name: &str) -> bool {
        self.matcher.is_match(&*canonical(name))
    }

    /// Whether the pattern matches a tag or a subject.
    pub(super) fn fits_label(&self, label: &str) -> bool {
        self.matcher.is_match(&*canonical_label(label))
    }
}
