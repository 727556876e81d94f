//! A map file as it was written: every value that could be read, each with its place.
//!
//! Nothing is resolved here: an id is a string, whether a claim has it or not.

use std::borrow::Cow;

use super::span::{Span, Spanned};
use super::unread::Unread;
use crate::diagnostic::{Diagnostic, Level};

/// A string and where it was written; borrowed from the file unless it holds escapes.
pub type Text<'s> = Spanned<Cow<'s, str>>;

/// What one file says, in the order in which it says it.
#[derive(Debug, Default)]
pub struct Document<'s> {
    /// The `[map]` table.
    pub header: Option<Header<'s>>,
    /// The `[source.ID]` tables.
    pub sources: Vec<Source<'s>>,
    /// The `[claim.ID]` tables.
    pub claims: Vec<Claim<'s>>,
    /// The `[lints]` table: rule names and levels.
    pub lints: Vec<Lint<'s>>,
    /// The `[expect]` table.
    pub expect: Expect<'s>,
    /// The `# argmap: allow(rule)` comments.
    pub allows: Vec<Allow<'s>>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// What that may have been to say, where more than its place is known.
    pub unread: Vec<Unread<'s>>,
    /// Claims and sources that the file has defined before; nothing of them is in the document.
    pub again: Vec<Again>,
}

/// A claim or a source that is defined a second time in one file.
#[derive(Debug)]
pub struct Again {
    /// Whether it is a claim.
    pub is_claim: bool,
    /// The id.
    pub id: String,
    /// Where it is written again.
    pub span: Span,
}

/// `[map]`: what the whole map is.
#[derive(Debug, Default)]
pub struct Header<'s> {
    /// Where the table was written.
    pub span: Span,
    /// `title`.
    pub title: Option<Text<'s>>,
    /// `language`: the language of a plain `text`.
    pub language: Option<Text<'s>>,
    /// `thesis`: the ids of the claims that the map is for.
    pub thesis: Vec<Text<'s>>,
    /// `source`: the id of the source that quotations are from which name none.
    pub source: Option<Text<'s>>,
}

/// `[source.ID]`: a text that claims are quoted from.
#[derive(Debug)]
pub struct Source<'s> {
    /// The source's id.
    pub id: Text<'s>,
    /// Where its table was written.
    pub span: Span,
    /// `title`.
    pub title: Option<Text<'s>>,
    /// `path`: relative to the file that names it, inside the map's folder.
    pub path: Option<Text<'s>>,
    /// `language`.
    pub language: Option<Text<'s>>,
    /// `url`.
    pub url: Option<Text<'s>>,
    /// `author`.
    pub author: Option<Text<'s>>,
    /// `published`: a string or a TOML date, as written.
    pub published: Option<Text<'s>>,
    /// `accessed`: a string or a TOML date, as written.
    pub accessed: Option<Text<'s>>,
    /// `sha256`: the digest that pins the copy that was read, in hexadecimal.
    pub sha256: Option<Text<'s>>,
    /// Where the value of `sha256` stands, be it a digest or not.
    pub sha256_span: Option<Span>,
    /// `coverage`: the share of letters, 0 to 1, that must be quoted or ignored.
    pub coverage: Option<Spanned<f64>>,
    /// `[[source.ID.ignore]]`: passages that make no claim, one for each that the `quote` of a table lists.
    pub ignores: Vec<Ignore<'s>>,
}

/// A passage that makes no claim, and why.
#[derive(Debug)]
pub struct Ignore<'s> {
    /// Which passage.
    pub quote: Quote<'s>,
    /// `reason`.
    pub reason: Option<Text<'s>>,
    /// Where the table was written; the same for all passages that it lists.
    pub span: Span,
}

/// `[claim.ID]`: one thing that is held to be true or false.
#[derive(Debug)]
pub struct Claim<'s> {
    /// The claim's id.
    pub id: Text<'s>,
    /// Where the claim starts: its header, or its key.
    pub span: Span,
    /// `text`: one wording, or one a language; empty only if missing (which is a finding).
    pub text: Box<[Wording<'s>]>,
    /// `title`: a short label.
    pub title: Option<Text<'s>>,
    /// `quote`: the author's own words.
    pub quotes: Box<[Quote<'s>]>,
    /// `implicit`: the text does not say it; the analyst supplies it.
    pub implicit: Option<Spanned<bool>>,
    /// `assumed`: nothing more is argued for it, on purpose.
    pub assumed: Option<Spanned<bool>>,
    /// `denied`: the analyst starts from its falsehood.
    pub denied: Option<Spanned<bool>>,
    /// `credence`, 0 to 1.
    pub credence: Option<Spanned<f64>>,
    /// `about`: the subject.
    pub about: Option<Text<'s>>,
    /// `tags`.
    pub tags: Box<[Text<'s>]>,
    /// `note`.
    pub note: Option<Text<'s>>,
    /// `data`: the user's own, carried and never interpreted.
    pub data: Option<Box<toml::Table>>,
    /// `supports`, `attacks`, `undercuts`, `contradicts`, `contrasts`: one entry each, in file order.
    pub relations: Box<[Relation<'s>]>,
    /// `premises`, `[[reason]]` and `[[objection]]`, in file order.
    pub reasons: Box<[Reason<'s>]>,
}

impl Claim<'_> {
    /// Whether `implicit` is there and set.
    pub fn is_implicit(&self) -> bool {
        is_set(self.implicit.as_ref())
    }

    /// Whether `assumed` is there and set.
    pub fn is_assumed(&self) -> bool {
        is_set(self.assumed.as_ref())
    }

    /// Whether `denied` is there and set.
    pub fn is_denied(&self) -> bool {
        is_set(self.denied.as_ref())
    }
}

fn is_set(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// The analyst's wording of a claim in one language.
#[derive(Debug)]
pub struct Wording<'s> {
    /// The language; none for a plain `text`, which is in the map's language.
    pub language: Option<Text<'s>>,
    /// The wording.
    pub text: Text<'s>,
}

/// The author's own words, and what singles out their place (W3C Web Annotation, `TextQuoteSelector`).
#[derive(Debug)]
pub struct Quote<'s> {
    /// The words.
    pub text: Text<'s>,
    /// Where the entry was written: the string, or the table around it.
    pub span: Span,
    /// What the entry says beside the words.
    pub selector: Option<Box<Selector<'s>>>,
}

/// Which of several places a quotation means.
#[derive(Debug, Default)]
pub struct Selector<'s> {
    /// `source`: the id of the source; without it, the words are from the map's default source, or looked for in all.
    pub source: Option<Text<'s>>,
    /// `prefix`: the words directly before.
    pub prefix: Option<Text<'s>>,
    /// `suffix`: the words directly after.
    pub suffix: Option<Text<'s>>,
    /// `occurrence`: which of the places, counted from 1.
    pub occurrence: Option<Spanned<u32>>,
    /// `occurrence = "all"`: every place is meant. Of ignored passages alone.
    pub every: Option<Span>,
}

impl<'s> Quote<'s> {
    /// The id of the source that the entry names.
    pub fn source(&self) -> Option<&Text<'s>> {
        self.selector
            .as_ref()
            .and_then(|selector| selector.source.as_ref())
    }

    /// Whether every place of the words is meant.
    pub fn means_every_place(&self) -> bool {
        let selector = self.selector.as_ref();
        selector.is_some_and(|selector| selector.every.is_some())
    }
}

/// Which relation a key states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// `supports`: a reason for the target by itself.
    Supports,
    /// `attacks`: a reason against the target by itself.
    Attacks,
    /// `undercuts`: a reason against a step.
    Undercuts,
    /// `contradicts`: the two cannot both hold.
    Contradicts,
    /// `contrasts`: the text sets the two against each other.
    Contrasts,
}

impl RelationKind {
    /// The key that states it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Attacks => "attacks",
            Self::Undercuts => "undercuts",
            Self::Contradicts => "contradicts",
            Self::Contrasts => "contrasts",
        }
    }

    /// Whether it reads the same from both ends.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::Contradicts | Self::Contrasts)
    }
}

/// One entry of `supports`, `attacks`, `undercuts`, `contradicts` or `contrasts`.
#[derive(Debug)]
pub struct Relation<'s> {
    /// Which.
    pub kind: RelationKind,
    /// The id of the target: a claim, or for an undercut a step (`"A -> Y"` or a step's id).
    pub target: Text<'s>,
    /// What the entry says beside the target.
    pub detail: Option<Box<Detail<'s>>>,
}

impl Relation<'_> {
    /// Whether it gives a strength.
    pub fn is_weighed(&self) -> bool {
        gives_strength(self.detail.as_deref())
    }
}

fn gives_strength(detail: Option<&Detail<'_>>) -> bool {
    detail.is_some_and(|detail| detail.strength.is_some())
}

/// What an entry of a relation says beside its target.
#[derive(Debug, Default)]
pub struct Detail<'s> {
    /// `why`: what carries the one to the other.
    pub why: Option<Text<'s>>,
    /// `on`: the aspect of a contrast.
    pub on: Option<Text<'s>>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
}

/// Whether a step speaks for its conclusion or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// A reason for it.
    For,
    /// An objection to it.
    Against,
}

/// Linked premises: `premises = […]`, `[[claim.ID.reason]]` or `[[claim.ID.objection]]`.
#[derive(Debug)]
pub struct Reason<'s> {
    /// For the claim under which it stands, or against it.
    pub polarity: Polarity,
    /// `id`: the step's own id, for undercuts to name.
    pub id: Option<Text<'s>>,
    /// The premises, which hold together or not at all.
    pub premises: Vec<Premise<'s>>,
    /// `why`: the warrant.
    pub why: Option<Text<'s>>,
    /// `scheme`: the argumentation scheme.
    pub scheme: Option<Text<'s>>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
    /// Where it was written: the header, or the key `premises`.
    pub span: Span,
    /// Whether it was written as the claim's own `premises` key.
    pub short: bool,
}

impl Reason<'_> {
    /// Whether it gives a strength, to all of it or to one of its premises.
    pub fn is_weighed(&self) -> bool {
        let mut premises = self.premises.iter();
        self.strength.is_some() || premises.any(|entry| gives_strength(entry.detail.as_deref()))
    }
}

/// One premise of a [`Reason`].
#[derive(Debug)]
pub struct Premise<'s> {
    /// The id of the claim.
    pub claim: Text<'s>,
    /// What the entry says beside it (`why`, `strength`).
    pub detail: Option<Box<Detail<'s>>>,
}

/// One line of `[lints]`.
#[derive(Debug)]
pub struct Lint<'s> {
    /// The rule's name, known or not; `all` means every rule.
    pub rule: Text<'s>,
    /// Its level.
    pub level: Spanned<Level>,
}

/// `[expect]`: what an evaluation of the map must find.
#[derive(Debug, Default)]
pub struct Expect<'s> {
    /// Ids of claims that must be accepted.
    pub accepted: Vec<Text<'s>>,
    /// Ids of claims that must be rejected.
    pub rejected: Vec<Text<'s>>,
    /// Ids of claims that must be undecided.
    pub undecided: Vec<Text<'s>>,
    /// Ids of claims that every preferred extension must accept.
    pub accepted_either_way: Vec<Text<'s>>,
}

/// A comment `# argmap: allow(rule, …)`: these rules' findings are silenced on its line, and, where
/// the comment has a line to itself, on the next line that is no such comment.
#[derive(Debug)]
pub struct Allow<'s> {
    /// The rule's name.
    pub rule: Text<'s>,
    /// The line, counted from 0, on which the comment stands.
    pub line: u32,
    /// The line, counted from 0, whose findings it silences: its own, or the one below.
    pub target: u32,
}
