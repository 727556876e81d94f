//! A map file as written: every value that could be read, with its place.
//!
//! Nothing is resolved here: an id is only a string, whether or not a claim has it.

use serde::{Serialize, Serializer};

use super::shared::SharedStr;
use super::unread::UnreadKey;
use crate::diagnostic::{Diagnostic, Level};
use crate::span::{FileId, Span, Spanned};

/// A string and where it was written. It shares the file's text unless it has escapes.
pub type Text = Spanned<SharedStr>;

/// What one file says, in file order.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Document {
    /// The `[map]` table.
    pub header: Option<Header>,
    /// The `[source.ID]` tables.
    pub sources: Vec<Source>,
    /// The `[speaker.ID]` tables.
    pub speakers: Vec<Speaker>,
    /// The `[question.ID]` tables.
    pub questions: Vec<Question>,
    /// The `[claim.ID]` tables.
    pub claims: Vec<Claim>,
    /// The `[[undercut]]` tables.
    pub undercuts: Vec<Undercut>,
    /// The `[lints]` table: rule names and levels.
    pub lints: Vec<Lint>,
    /// The `[expect]` table.
    pub expect: Expect,
    /// The `[[conflict]]` tables.
    pub conflicts: Vec<MergeConflict>,
    /// The `# argmap: allow(rule)` comments.
    pub allows: Vec<Allow>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// What the unread parts may have said, where more than their place is known.
    pub unread: Vec<UnreadKey>,
    /// Definitions that repeat an earlier one in the same file. Nothing in them is part of the document.
    pub again: Vec<Again>,
}

impl Document {
    /// The ids given to steps: claim by claim, those of its reasons and objections, then those of its `undercuts`
    /// entries; last, those of the `[[undercut]]` tables.
    pub(crate) fn step_ids(&self) -> impl Iterator<Item = &Text> {
        let of_claims = self.claims.iter().flat_map(|claim| {
            let details = claim
                .relations
                .iter()
                .filter_map(|entry| entry.detail.as_ref());
            let reasons = claim.reasons.iter().filter_map(|reason| reason.id.as_ref());
            reasons.chain(details.filter_map(|detail| detail.id.as_ref()))
        });
        let undercuts = self.undercuts.iter();
        of_claims.chain(undercuts.filter_map(|undercut| undercut.reason.id.as_ref()))
    }

    /// Makes this the document of the map's file `file`.
    pub(crate) fn set_file(&mut self, file: FileId) {
        for finding in &mut self.diagnostics {
            let labels = finding.labels.iter_mut().map(|label| &mut label.place);
            let fixes = finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
            for place in labels.chain(fixes.map(|(place, _)| place)) {
                place.file = file;
            }
        }
    }
}

/// The kinds of things that tables define by id. Each kind is its own namespace: the same id may be used once in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// `[claim.ID]`. Steps share the namespace of claims.
    Claim,
    /// `[source.ID]`.
    Source,
    /// `[speaker.ID]`.
    Speaker,
    /// `[question.ID]`.
    Question,
}

impl TableKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Claim, Self::Source, Self::Speaker, Self::Question];

    /// The key of its tables in the format.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Source => "source",
            Self::Speaker => "speaker",
            Self::Question => "question",
        }
    }
}

/// A second definition of something in the same file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Again {
    /// What is defined.
    pub kind: TableKind,
    /// Its id.
    pub id: String,
    /// Where the second definition is.
    pub span: Span,
}

/// `[map]`: the map as a whole.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Header {
    /// Where the table was written.
    pub span: Span,
    /// `title`.
    pub title: Option<Text>,
    /// `language`: the language of a plain `text`.
    pub language: Option<Text>,
    /// `thesis`: the ids of the claims that the map argues for.
    pub thesis: Vec<Text>,
    /// `source`: the id of the default source, for quotations that do not name one.
    pub source: Option<Text>,
    /// `data`: the user's own data, kept but never interpreted.
    pub data: Option<Box<toml::Table>>,
}

/// `[source.ID]`: a text that claims are quoted from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Source {
    /// The source's id.
    pub id: Text,
    /// Where its table was written.
    pub span: Span,
    /// `title`.
    pub title: Option<Text>,
    /// `path`: relative to the file that gives it, and inside the map's folder.
    pub path: Option<Text>,
    /// `language`.
    pub language: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `author`.
    pub author: Option<Text>,
    /// `published`: a string or a TOML date, as written.
    pub published: Option<Text>,
    /// `accessed`: a string or a TOML date, as written.
    pub accessed: Option<Text>,
    /// `sha256`: the digest, in hexadecimal, of the exact copy that was read.
    pub sha256: Option<Text>,
    /// Where the value of `sha256` is, whether or not it is a digest.
    pub sha256_span: Option<Span>,
    /// `coverage`: the share of letters, 0 to 1, that quotations and ignored passages must cover.
    pub coverage: Option<Spanned<f64>>,
    /// `[[source.ID.ignore]]`: passages that make no claim, one for each quotation that a table lists.
    pub ignores: Vec<Ignore>,
}

impl Source {
    /// A source with only an id.
    pub fn new(id: Text) -> Self {
        Self {
            span: id.span,
            id,
            title: None,
            path: None,
            language: None,
            url: None,
            author: None,
            published: None,
            accessed: None,
            sha256: None,
            sha256_span: None,
            coverage: None,
            ignores: Vec::new(),
        }
    }
}

/// A passage that makes no claim, and the reason why.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ignore {
    /// Which passage.
    pub quote: Quote,
    /// `reason`.
    pub reason: Option<Text>,
    /// Where the table was written. The same for all passages that it lists.
    pub span: Span,
}

/// `[speaker.ID]`: someone who holds claims or argues.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Speaker {
    /// The speaker's id.
    pub id: Text,
    /// Where its table was written.
    pub span: Span,
    /// `name`: what to call the speaker.
    pub name: Option<Text>,
}

/// `[question.ID]`: a question, and the claims that answer it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Question {
    /// The question's id.
    pub id: Text,
    /// Where its table was written.
    pub span: Span,
    /// `text`: one wording, or one per language; empty only if missing (which is a finding).
    pub text: Box<[Wording]>,
    /// `quote`: the author's own words.
    pub quotes: Box<[Quote]>,
    /// `answers`: the ids of the claims that answer it.
    pub answers: Box<[Text]>,
    /// `exclusive`: every two answers contradict each other.
    pub exclusive: Option<Spanned<bool>>,
    /// `data`: the user's own data, kept but never interpreted.
    pub data: Option<Box<toml::Table>>,
}

impl Question {
    /// A question with only an id.
    pub fn new(id: Text) -> Self {
        Self {
            span: id.span,
            id,
            text: Box::default(),
            quotes: Box::default(),
            answers: Box::default(),
            exclusive: None,
            data: None,
        }
    }

    /// Whether `exclusive` is set to true.
    pub fn is_exclusive(&self) -> bool {
        is_set(self.exclusive.as_ref())
    }
}

/// `[claim.ID]`: a statement that is true or false.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Claim {
    /// The claim's id.
    pub id: Text,
    /// Where the claim starts: its header, or its key.
    pub span: Span,
    /// `text`: one wording, or one per language; empty only if missing (which is a finding).
    pub text: Box<[Wording]>,
    /// `title`: a short label.
    pub title: Option<Text>,
    /// `quote`: the author's own words.
    pub quotes: Box<[Quote]>,
    /// `implicit`: the text does not say it; the analyst adds it.
    pub implicit: Option<Spanned<bool>>,
    /// `assumed`: deliberately not argued for any further.
    pub assumed: Option<Spanned<bool>>,
    /// `denied`: the analyst takes it to be false.
    pub denied: Option<Spanned<bool>>,
    /// `credence`, 0 to 1.
    pub credence: Option<Spanned<f64>>,
    /// `by`: who holds the claim.
    pub by: Box<[Text]>,
    /// `about`: the subject.
    pub about: Option<Text>,
    /// `tags`.
    pub tags: Box<[Text]>,
    /// `note`.
    pub note: Option<Text>,
    /// `data`: the user's own data, kept but never interpreted.
    pub data: Option<Box<toml::Table>>,
    /// The entries of `supports`, `attacks`, `undercuts`, `contradicts`, `contrasts` and `restates`, in file order.
    pub relations: Box<[Relation]>,
    /// `premises`, `[[reason]]` and `[[objection]]`, in file order.
    pub reasons: Box<[Reason]>,
}

impl Claim {
    /// A claim with only an id.
    pub fn new(id: Text) -> Self {
        Self {
            span: id.span,
            id,
            text: Box::default(),
            title: None,
            quotes: Box::default(),
            implicit: None,
            assumed: None,
            denied: None,
            credence: None,
            by: Box::default(),
            about: None,
            tags: Box::default(),
            note: None,
            data: None,
            relations: Box::default(),
            reasons: Box::default(),
        }
    }

    /// Whether `implicit` is set to true.
    pub fn is_implicit(&self) -> bool {
        is_set(self.implicit.as_ref())
    }

    /// Whether `assumed` is set to true.
    pub fn is_assumed(&self) -> bool {
        is_set(self.assumed.as_ref())
    }

    /// Whether `denied` is set to true.
    pub fn is_denied(&self) -> bool {
        is_set(self.denied.as_ref())
    }
}

fn is_set(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// The analyst's wording of a claim in one language.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Wording {
    /// The language; `None` for a plain `text`, which is in the map's language.
    pub language: Option<Text>,
    /// The wording.
    pub text: Text,
}

/// The author's own words, and what tells apart several places that have them (W3C Web Annotation, `TextQuoteSelector`).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Quote {
    /// The words.
    pub text: Text,
    /// Where the entry was written: the string, or the whole table.
    pub span: Span,
    /// What the entry says besides the words.
    pub selector: Option<Box<Selector>>,
}

/// Which of several places with the same words a quotation means.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Selector {
    /// `source`: the id of the source. Without it, the words are in the map's default source, or searched for in all
    /// sources.
    pub source: Option<Text>,
    /// `prefix`: the words directly before.
    pub prefix: Option<Text>,
    /// `suffix`: the words directly after.
    pub suffix: Option<Text>,
    /// `occurrence`: which of the places is meant, counted from 1.
    pub occurrence: Option<Spanned<u32>>,
    /// `occurrence = "all"`: every place is meant. Only for ignored passages.
    pub every: Option<Span>,
}

impl Quote {
    /// The id of the source, if the entry names one.
    pub fn source(&self) -> Option<&Text> {
        self.selector
            .as_ref()
            .and_then(|selector| selector.source.as_ref())
    }

    /// Whether every place with these words is meant.
    pub fn means_every_place(&self) -> bool {
        let selector = self.selector.as_ref();
        selector.is_some_and(|selector| selector.every.is_some())
    }
}

/// The kinds of relations that keys state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// `supports`: on its own, a reason for the target.
    Supports,
    /// `attacks`: on its own, a reason against the target.
    Attacks,
    /// `undercuts`: a reason against a step.
    Undercuts,
    /// `contradicts`: the two cannot both hold.
    Contradicts,
    /// `contrasts`: the text contrasts the two.
    Contrasts,
    /// `restates`: the one says the same as the other in different words.
    Restates,
}

impl RelationKind {
    /// The key that states this relation.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Attacks => "attacks",
            Self::Undercuts => "undercuts",
            Self::Contradicts => "contradicts",
            Self::Contrasts => "contrasts",
            Self::Restates => "restates",
        }
    }

    /// Whether the relation is the same in both directions.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::Contradicts | Self::Contrasts | Self::Restates)
    }
}

/// One entry of `supports`, `attacks`, `undercuts`, `contradicts`, `contrasts` or `restates`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Relation {
    /// Which relation it is.
    pub kind: RelationKind,
    /// The id of the target: a claim or, for an undercut, a step (`"A -> Y"` or a step's id).
    pub target: Text,
    /// What the entry says besides the target.
    pub detail: Option<Box<Detail>>,
}

impl Relation {
    /// Whether the entry gives a strength.
    pub fn is_weighed(&self) -> bool {
        gives_strength(self.detail.as_deref())
    }
}

fn gives_strength(detail: Option<&Detail>) -> bool {
    detail.is_some_and(|detail| detail.strength.is_some())
}

/// What an entry of a relation says besides its target.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Detail {
    /// `why`: why the one bears on the other.
    pub why: Option<Text>,
    /// `on`: the aspect of a contrast.
    pub on: Option<Text>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
    /// `by`: who says so.
    pub by: Box<[Text]>,
    /// `id`: for an undercut, its own id, so that other undercuts can name it.
    pub id: Option<Text>,
    /// `outweighed_by`: for an objection, what outweighs it.
    pub outweighed_by: Box<[Outweighing]>,
    /// `data`: the user's own data, kept but never interpreted.
    pub data: Option<Box<toml::Table>>,
}

impl Detail {
    /// Whether the entry says nothing besides its target.
    pub fn is_empty(&self) -> bool {
        self.why.is_none()
            && self.on.is_none()
            && self.strength.is_none()
            && self.by.is_empty()
            && self.id.is_none()
            && self.outweighed_by.is_empty()
            && self.data.is_none()
    }
}

/// Whether a step argues for its conclusion or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// For it: a reason.
    For,
    /// Against it: an objection.
    Against,
}

impl Polarity {
    /// The name of such a step, as a key of the format and in JSON: `reason`, `objection`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::For => "reason",
            Self::Against => "objection",
        }
    }
}

impl Serialize for Polarity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Linked premises: `premises = […]`, `[[claim.ID.reason]]` or `[[claim.ID.objection]]`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reason {
    /// Whether it is for or against the claim it is written under.
    pub polarity: Polarity,
    /// `id`: the step's own id, so that undercuts can name it.
    pub id: Option<Text>,
    /// The premises. They hold together or not at all.
    pub premises: Vec<Premise>,
    /// `why`: the warrant.
    pub why: Option<Text>,
    /// `scheme`: the argumentation scheme.
    pub scheme: Option<Text>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
    /// `by`: who argues this way.
    pub by: Box<[Text]>,
    /// `outweighed_by`: for an objection, what outweighs it.
    pub outweighed_by: Box<[Outweighing]>,
    /// `data`: the user's own data, kept but never interpreted.
    pub data: Option<Box<toml::Table>>,
    /// Where it was written: the header, or the key `premises`.
    pub span: Span,
    /// Whether it was written as the `premises` key of the claim itself.
    pub short: bool,
}

impl Reason {
    /// Linked premises, with nothing else set.
    pub fn new(polarity: Polarity, premises: Vec<Premise>) -> Self {
        Self {
            polarity,
            id: None,
            premises,
            why: None,
            scheme: None,
            strength: None,
            by: Box::default(),
            outweighed_by: Box::default(),
            data: None,
            span: Span::default(),
            short: false,
        }
    }

    /// Whether there is a strength, on the reason as a whole or on one of its premises.
    pub fn is_weighed(&self) -> bool {
        let mut premises = self.premises.iter();
        self.strength.is_some() || premises.any(|entry| gives_strength(entry.detail.as_deref()))
    }
}

/// `[[undercut]]`: linked premises against a step.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undercut {
    /// `step`: the step that it undercuts (`"A -> Y"` or a step's id).
    pub step: Text,
    /// The premises, and what the table says about them.
    pub reason: Reason,
}

/// Claims that together outweigh an objection: it is conceded, but not enough.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outweighing {
    /// The ids of the claims.
    pub claims: Vec<Text>,
    /// Where the list was written.
    pub span: Span,
}

/// One premise of a [`Reason`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Premise {
    /// The id of the claim.
    pub claim: Text,
    /// What the entry says besides the claim (`why`, `strength`).
    pub detail: Option<Box<Detail>>,
}

/// One line of `[lints]`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Lint {
    /// The rule's name, whether or not there is such a rule. `all` means every rule.
    pub rule: Text,
    /// The rule's level.
    pub level: Spanned<Level>,
}

/// `[expect]`: the results that an evaluation of the map must have.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Expect {
    /// Ids of claims that must be accepted.
    pub accepted: Vec<Text>,
    /// Ids of claims that must be rejected.
    pub rejected: Vec<Text>,
    /// Ids of claims that must be undecided.
    pub undecided: Vec<Text>,
    /// Ids of claims that every preferred extension must accept.
    pub accepted_either_way: Vec<Text>,
}

impl Expect {
    /// The lists, each with its key.
    pub fn lists(&self) -> [(&'static str, &[Text]); 4] {
        [
            ("accepted", &self.accepted),
            ("rejected", &self.rejected),
            ("undecided", &self.undecided),
            ("accepted_either_way", &self.accepted_either_way),
        ]
    }
}

/// `[[conflict]]`: a place where the two sides of a merge disagree. The file itself has the current side's lines there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MergeConflict {
    /// Where its table was written.
    pub span: Span,
    /// `at`: the names that lead to the place; `None` if it is the whole file.
    pub at: Option<Text>,
    /// `other`: the other side's lines; `None` if it removed them.
    pub other: Option<Text>,
    /// `was`: the original lines, which both sides have changed.
    pub was: Option<Text>,
}

/// A comment `# argmap: allow(rule, …)`. It silences findings of these rules on its own line and, if nothing else is on
/// that line, also on the next line that is not such a comment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Allow {
    /// The rule's name.
    pub rule: Text,
    /// The line of the comment, counted from 0.
    pub line: u32,
    /// The line that it is about, counted from 0: its own, or the next one that is not such a comment.
    pub target: u32,
}
