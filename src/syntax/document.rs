//! A map file as it was written: every value that could be read, each with its place.
//!
//! Nothing is resolved here: an id is a string, whether a claim has it or not.

use serde::{Serialize, Serializer};

use super::shared::SharedStr;
use super::unread::UnreadKey;
use crate::diagnostic::{Diagnostic, Level};
use crate::span::{FileId, Span, Spanned};

/// A string and where it was written; a part of the file's text unless it has escapes.
pub type Text = Spanned<SharedStr>;

/// What one file says, in the order in which it says it.
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
    /// What that may have meant to say, where more than its place is known.
    pub unread: Vec<UnreadKey>,
    /// What the file has already defined; nothing of it is in the document.
    pub again: Vec<Again>,
}

impl Document {
    /// The ids that steps are given, in the order of the file: of reasons and objections, then of entries of `undercuts`, claim
    /// by claim, and of `[[undercut]]`.
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

    /// Makes it the document of this file of a map.
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

/// The tables that define things by their ids; each kind is a namespace: ids of one mean nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `[claim.ID]`; steps share the claims' namespace.
    Claim,
    /// `[source.ID]`.
    Source,
    /// `[speaker.ID]`.
    Speaker,
    /// `[question.ID]`.
    Question,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Claim, Self::Source, Self::Speaker, Self::Question];

    /// The key of its tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Source => "source",
            Self::Speaker => "speaker",
            Self::Question => "question",
        }
    }
}

/// Something that is defined a second time in one file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Again {
    /// What it is.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// Where it is written again.
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
    /// `source`: the id of the default source, for quotations that name none.
    pub source: Option<Text>,
    /// `data`: the user's own, carried and never interpreted.
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
    /// `path`: relative to the file that names it, inside the map's folder.
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
    /// `sha256`: the digest that pins the copy that was read, in hexadecimal.
    pub sha256: Option<Text>,
    /// Where the value of `sha256` is, whether it is a digest or not.
    pub sha256_span: Option<Span>,
    /// `coverage`: the share of letters, 0 to 1, that must be quoted or ignored.
    pub coverage: Option<Spanned<f64>>,
    /// `[[source.ID.ignore]]`: passages that make no claim, one for each that the `quote` of a table lists.
    pub ignores: Vec<Ignore>,
}

impl Source {
    /// A source of which nothing is said yet.
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

/// A passage that makes no claim, and why.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ignore {
    /// Which passage.
    pub quote: Quote,
    /// `reason`.
    pub reason: Option<Text>,
    /// Where the table was written; the same for all passages that it lists.
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
    /// `data`: the user's own, carried and never interpreted.
    pub data: Option<Box<toml::Table>>,
}

impl Question {
    /// A question that says nothing yet.
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

    /// Whether `exclusive` is there and set.
    pub fn is_exclusive(&self) -> bool {
        is_set(self.exclusive.as_ref())
    }
}

/// `[claim.ID]`: one thing that is true or false.
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
    /// `implicit`: the text does not say it; the analyst supplies it.
    pub implicit: Option<Spanned<bool>>,
    /// `assumed`: deliberately not argued for any further.
    pub assumed: Option<Spanned<bool>>,
    /// `denied`: the analyst takes it to be false.
    pub denied: Option<Spanned<bool>>,
    /// `credence`, 0 to 1.
    pub credence: Option<Spanned<f64>>,
    /// `by`: who holds it.
    pub by: Box<[Text]>,
    /// `about`: the subject.
    pub about: Option<Text>,
    /// `tags`.
    pub tags: Box<[Text]>,
    /// `note`.
    pub note: Option<Text>,
    /// `data`: the user's own, carried and never interpreted.
    pub data: Option<Box<toml::Table>>,
    /// `supports`, `attacks`, `undercuts`, `contradicts`, `contrasts`, `restates`: one entry each, in file order.
    pub relations: Box<[Relation]>,
    /// `premises`, `[[reason]]` and `[[objection]]`, in file order.
    pub reasons: Box<[Reason]>,
}

impl Claim {
    /// A claim that says nothing yet.
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Wording {
    /// The language; none for a plain `text`, which is in the map's language.
    pub language: Option<Text>,
    /// The wording.
    pub text: Text,
}

/// The author's own words, and what singles out their place (W3C Web Annotation, `TextQuoteSelector`).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Quote {
    /// The words.
    pub text: Text,
    /// Where the entry was written: the string, or the table around it.
    pub span: Span,
    /// What the entry says besides the words.
    pub selector: Option<Box<Selector>>,
}

/// Which of several places a quotation means.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Selector {
    /// `source`: the id of the source; without it, the words are from the map's default source, or looked for in all.
    pub source: Option<Text>,
    /// `prefix`: the words directly before.
    pub prefix: Option<Text>,
    /// `suffix`: the words directly after.
    pub suffix: Option<Text>,
    /// `occurrence`: which of the places, counted from 1.
    pub occurrence: Option<Spanned<u32>>,
    /// `occurrence = "all"`: every place is meant. Only for ignored passages.
    pub every: Option<Span>,
}

impl Quote {
    /// The id of the source that the entry names.
    pub fn source(&self) -> Option<&Text> {
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
    /// `contrasts`: the text contrasts the two.
    Contrasts,
    /// `restates`: the one says in other words what the other says.
    Restates,
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
            Self::Restates => "restates",
        }
    }

    /// Whether it reads the same from both ends.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::Contradicts | Self::Contrasts | Self::Restates)
    }
}

/// One entry of `supports`, `attacks`, `undercuts`, `contradicts`, `contrasts` or `restates`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Relation {
    /// Which.
    pub kind: RelationKind,
    /// The id of the target: a claim, or for an undercut a step (`"A -> Y"` or a step's id).
    pub target: Text,
    /// What the entry says besides the target.
    pub detail: Option<Box<Detail>>,
}

impl Relation {
    /// Whether it gives a strength.
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
    /// `why`: what carries the one to the other.
    pub why: Option<Text>,
    /// `on`: the aspect of a contrast.
    pub on: Option<Text>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
    /// `by`: who says so.
    pub by: Box<[Text]>,
    /// `id`: of an undercut, its own id, for undercuts to name.
    pub id: Option<Text>,
    /// `outweighed_by`: of an objection, what outweighs it.
    pub outweighed_by: Box<[Outweighing]>,
    /// `data`: the user's own, carried and never interpreted.
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

/// Whether a step speaks for its conclusion or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// A reason for it.
    For,
    /// An objection to it.
    Against,
}

impl Polarity {
    /// What such a step is called, as a key of the format and in JSON: `reason`, `objection`.
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
    /// For the claim under which it stands, or against it.
    pub polarity: Polarity,
    /// `id`: the step's own id, for undercuts to name.
    pub id: Option<Text>,
    /// The premises, which hold together or not at all.
    pub premises: Vec<Premise>,
    /// `why`: the warrant.
    pub why: Option<Text>,
    /// `scheme`: the argumentation scheme.
    pub scheme: Option<Text>,
    /// `strength`, 0 to 1.
    pub strength: Option<Spanned<f64>>,
    /// `by`: who argues this way.
    pub by: Box<[Text]>,
    /// `outweighed_by`: of an objection, what outweighs it.
    pub outweighed_by: Box<[Outweighing]>,
    /// `data`: the user's own, carried and never interpreted.
    pub data: Option<Box<toml::Table>>,
    /// Where it was written: the header, or the key `premises`.
    pub span: Span,
    /// Whether it was written as the claim's own `premises` key.
    pub short: bool,
}

impl Reason {
    /// Linked premises, with nothing said of them.
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

    /// Whether it gives a strength, to all of it or to one of its premises.
    pub fn is_weighed(&self) -> bool {
        let mut premises = self.premises.iter();
        self.strength.is_some() || premises.any(|entry| gives_strength(entry.detail.as_deref()))
    }
}

/// `[[undercut]]`: linked premises against a step.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undercut {
    /// `step`: what it undercuts (`"A -> Y"` or a step's id).
    pub step: Text,
    /// The premises, and what is said of them.
    pub reason: Reason,
}

/// Claims that together outweigh an objection, which is conceded but not enough.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outweighing {
    /// Their ids.
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
    /// What the entry says besides it (`why`, `strength`).
    pub detail: Option<Box<Detail>>,
}

/// One line of `[lints]`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Lint {
    /// The rule's name, known or not; `all` means every rule.
    pub rule: Text,
    /// Its level.
    pub level: Spanned<Level>,
}

/// `[expect]`: what an evaluation of the map must find.
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

/// `[[conflict]]`: a place where the two sides of a merge disagree. The current side's lines are there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MergeConflict {
    /// Where its table was written.
    pub span: Span,
    /// `at`: the names that lead to the place; none if it is the whole file.
    pub at: Option<Text>,
    /// `other`: the lines of the other side; none if it removed them.
    pub other: Option<Text>,
    /// `was`: the lines that both sides have changed.
    pub was: Option<Text>,
}

/// A comment `# argmap: allow(rule, …)`: these rules' findings are silenced on its line, and, where
/// the comment has a line to itself, on the next line that is no such comment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Allow {
    /// The rule's name.
    pub rule: Text,
    /// The line, counted from 0, on which the comment stands.
    pub line: u32,
    /// The line, counted from 0, whose findings it silences: its own, or the one below.
    pub target: u32,
}
