//! Assembles documents into one [`Map`]. Ids are resolved, and claims and steps become nodes of a petgraph graph.
//!
//! Claims and steps are both nodes, like I-nodes and S-nodes in the Argument Interchange Format (Chesñevar et al. 2006):
//! premise → step → conclusion. An undercut points at a step; contradictions and contrasts connect two claims. The same
//! map serves every command. Its order is the order of the files and never depends on a hash.

mod bearing;
mod build;
mod claim_set;
mod flags;
mod graph;
mod ids;
mod questions;
mod resolve;
pub mod support;
mod thesis;
mod undercuts;

pub(crate) use bearing::Bearing;
pub use claim_set::ClaimSet;
pub use flags::Flags;
pub use graph::{Edge, Graph, Node};

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::narrow::{index, narrow};
use crate::syntax::{
    self, Allow, Claim, Detail, Document, FileId, Files, Lint, MergeConflict, Polarity,
    RelationKind, Source, Spanned, Speaker, TableKind, Text,
};
use ids::Namespace;
pub use ids::{canonical, canonical_label};
pub use questions::QuestionId;

/// A claim of a map. Claims are numbered from 0, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub(crate) u32);

index!(ClaimId);

/// A step of a map. Reasons and objections are numbered from 0, in file order; undercuts follow after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub(crate) u32);

index!(StepId);

/// A contradiction, a contrast or a restatement of a map, numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub(crate) u32);

index!(LinkId);

/// A source of a map, numbered from 0, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(crate) u32);

index!(SourceId);

/// Where to look for a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteOrigin {
    /// The quotation's source: the one it names, the map's default, or the only one.
    Source(SourceId),
    /// In all sources: the quotation names none, and the map has no default and not just one source.
    AnySource,
    /// Nowhere: the named source does not exist.
    Unknown,
}

/// One inference: its premises together are a reason for its conclusion, an objection to it, or an undercut of another
/// step.
///
/// A plain `supports`, `attacks` or `undercuts` entry is a step with one premise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The claim that the step argues for or against. For an undercut, follow what it undercuts down to a reason or an
    /// objection, and take that step's conclusion. If undercuts only undercut each other in a circle, it is the
    /// undercut's first premise.
    pub conclusion: ClaimId,
    /// Whether the step is for or against its conclusion. Undercuts are against.
    pub polarity: Polarity,
    /// For an undercut, the step that it undercuts.
    pub undercuts: Option<StepId>,
    /// The entry that states it.
    pub origin: Origin,
    /// Whether the entry gives a strength to the step or to one of its premises.
    pub is_weighed: bool,
}

/// What a step is for or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// For its conclusion.
    Reason,
    /// Against its conclusion.
    Objection,
    /// Against a step.
    Undercut,
}

impl StepKind {
    /// The name of this kind of step, as a key of the format and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reason => "reason",
            Self::Objection => "objection",
            Self::Undercut => "undercut",
        }
    }
}

impl Step {
    /// What kind of step it is.
    pub const fn kind(&self) -> StepKind {
        match (self.polarity, self.undercuts) {
            (_, Some(_)) => StepKind::Undercut,
            (Polarity::For, None) => StepKind::Reason,
            (Polarity::Against, None) => StepKind::Objection,
        }
    }
}

/// The entry in a file that states a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Relation `n` of a claim, which is the step's premise: an entry of its `supports`, `attacks` or `undercuts`.
    Relation(ClaimId, u32),
    /// Reason `n` of a claim, which is the step's conclusion: its `premises`, a `[[reason]]` or an `[[objection]]`.
    Reason(ClaimId, u32),
    /// `[[undercut]]` number `n` of a file.
    Undercut(FileId, u32),
    /// List `n` of an objection's `outweighed_by`; it undercuts the objection.
    Outweighed(StepId, u32),
}

/// What is written about a step, besides its premises and its conclusion.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct StepWords<'m> {
    /// Its own id.
    pub id: Option<&'m Text>,
    /// Its warrant.
    pub why: Option<&'m Text>,
    /// Its argumentation scheme.
    pub scheme: Option<&'m Text>,
    /// Its strength, 0 to 1.
    pub strength: Option<&'m Spanned<f64>>,
    /// Who argues this way.
    pub by: &'m [Text],
    /// The lists of claims that outweigh it.
    pub outweighed_by: &'m [syntax::Outweighing],
    /// The user's own data.
    pub data: Option<&'m toml::Table>,
}

/// A contradiction, a contrast or a restatement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// Which of the three it is.
    pub kind: RelationKind,
    /// The claim that states it.
    pub from: ClaimId,
    /// The other claim.
    pub to: ClaimId,
    /// The number of the entry that states it, among the claim's relations.
    pub entry: u32,
    /// Whether that entry gives a strength.
    pub is_weighed: bool,
}

/// A reference that could not be resolved. The rules report it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unresolved {
    /// Where the reference is.
    pub place: Place,
    /// The claim whose table it is in, if any.
    pub owner: Option<ClaimId>,
    /// The key it is under, such as `supports`.
    pub key: &'static str,
    /// What was written.
    pub name: String,
    /// What is wrong with it.
    pub fault: ReferenceFault,
}

impl Unresolved {
    fn new(
        file: FileId,
        name: &Text,
        owner: Option<ClaimId>,
        key: &'static str,
        fault: ReferenceFault,
    ) -> Self {
        Self {
            place: file.place(name.span),
            owner,
            key,
            name: name.value.to_string(),
            fault,
        }
    }
}

/// Why a reference could not be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceFault {
    /// No claim has this id.
    UnknownClaim,
    /// A step has this id, but a claim is needed.
    StepForClaim,
    /// No source has this id.
    UnknownSource,
    /// Some speakers are declared, but none with this id.
    UnknownSpeaker,
    /// An ignored passage names a source other than the one it is under.
    OtherSource {
        /// The id of the source that the passage is under.
        own: String,
    },
    /// No step has this id, or no step leads from the first claim to the second.
    UnknownStep,
    /// A claim has this id, but a step is needed.
    ClaimForStep(ClaimId),
    /// One end of `"A -> Y"` is not a claim.
    UnknownStepEnd {
        /// The id that does not exist.
        end: String,
    },
    /// Several steps lead from the first claim to the second.
    AmbiguousStep {
        /// The first reasons and objections among them, in file order.
        steps: Vec<StepId>,
        /// Where the first few undercuts among them are stated.
        undercuts: Vec<Place>,
        /// How many there are in all.
        count: usize,
    },
}

impl ReferenceFault {
    /// What is wrong with a name that is no claim's; `is_step` says whether it is a step's.
    const fn no_claim(is_step: bool) -> Self {
        if is_step {
            Self::StepForClaim
        } else {
            Self::UnknownClaim
        }
    }
}

/// Something stated twice.
///
/// If a step or an undercut is stated twice, both statements are part of the map. Of anything else, only the first is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repeat {
    /// What is stated twice.
    pub what: Repeated,
    /// Where it is stated first.
    pub first: Place,
    /// Where it is stated again.
    pub second: Place,
}

impl Repeat {
    fn new(what: Repeated, first: Place, second: Place) -> Self {
        Self {
            what,
            first,
            second,
        }
    }
}

/// What can be stated twice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeated {
    /// An id used for two claims, for two steps, or for a claim and a step.
    Claim(String),
    /// An id used for two things of another kind, such as sources.
    Table(TableKind, String),
    /// A key of `[map]` that may be stated only once.
    Header(&'static str),
    /// A relation between two claims.
    Relation(RelationKind, ClaimId, ClaimId),
    /// A claim listed twice as an answer to the question with this id.
    Answer(ClaimId, String),
    /// An undercut of a step by this claim alone.
    Undercut(ClaimId, StepId),
    /// A claim that is a premise of the same reason twice, with the reason's conclusion; or, with `None`, a claim named
    /// twice in what undercuts a step.
    Premise(ClaimId, Option<ClaimId>),
    /// A claim named twice among those that together outweigh an objection.
    Outweighing(ClaimId),
}

/// A claim related to itself. The relation is still part of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelfRelation {
    /// The claim.
    pub claim: ClaimId,
    /// The key that states it.
    pub key: &'static str,
    /// Where the relation is.
    pub place: Place,
}

/// An assembled argument: its claims, steps and links, and what could not be assembled.
///
/// Owns what it needs and shares the text of its [`Files`], so it can be kept and sent to other threads.
#[derive(Debug)]
pub struct Map {
    files: Files,
    /// The document that gives the map's title. The same for its language, default source and data.
    title: Option<usize>,
    language: Option<usize>,
    default_source: Option<usize>,
    data: Option<usize>,
    documents: Vec<Arc<Document>>,
    claims: Vec<DocumentEntry>,
    ids: Namespace,
    /// Reasons and objections first, then undercuts.
    steps: Vec<Step>,
    /// How many of the steps are reasons and objections.
    inferences: usize,
    links: Vec<Link>,
    graph: Graph,
    /// What the map argues for. Set from the start if declared, otherwise when first asked for.
    thesis: OnceLock<Vec<ClaimId>>,
    sources: NamedTables,
    speakers: NamedTables,
    questions: NamedTables,
    answers: questions::Answers,
    expectations: Vec<Expectation>,
    flags: Flags,
    /// The premises whose entries have more than the name, each with its entry's number.
    detailed: FxHashMap<(StepId, ClaimId), u32>,
    /// The entry of each premise of reasons that have many premises. Collected when first asked for.
    long: OnceLock<FxHashMap<(StepId, ClaimId), u32>>,
    unresolved: Vec<Unresolved>,
    repeats: Vec<Repeat>,
    selves: Vec<SelfRelation>,
}

/// Which document has a thing, and the thing's number there.
#[derive(Debug, Clone, Copy)]
struct DocumentEntry {
    document: u32,
    index: u32,
}

/// Tables of one kind, with their own namespace: the first with each id.
#[derive(Debug, Default)]
struct NamedTables {
    entries: Vec<DocumentEntry>,
    /// The numbers of the tables by id, in the form in which ids are compared.
    ids: FxHashMap<String, u32>,
}

impl NamedTables {
    /// The number of the table with this id. O(1).
    fn find(&self, id: &str) -> Option<u32> {
        self.ids.get(&*canonical(id)).copied()
    }
}

/// One line of `[expect]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expectation {
    /// The claim it is about.
    pub claim: ClaimId,
    /// The label that the claim must have.
    pub label: ExpectedLabel,
    /// Where this is written.
    pub place: Place,
}

/// The results that `[expect]` can require of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedLabel {
    /// It must be accepted.
    Accepted,
    /// It must be rejected.
    Rejected,
    /// It must be undecided.
    Undecided,
    /// Every preferred extension must accept it, whether or not the grounded labelling does.
    AcceptedEitherWay,
}

impl Map {
    /// Reads and assembles the map in `files`.
    ///
    /// Never fails. What cannot be read is in the documents' diagnostics. What cannot be assembled is in
    /// [`unresolved`](Self::unresolved), [`repeats`](Self::repeats) and [`self_relations`](Self::self_relations). Reads
    /// the files in parallel, in time linear in their size.
    pub fn new(files: &Files) -> Self {
        let read = (files.files.par_iter().enumerate())
            .map(|(number, file)| Arc::new(syntax::read(FileId(narrow(number)), &file.text)));
        Self::assemble(files.clone(), read.collect())
    }

    /// Assembles a map from files that have already been read, one document per file.
    pub(crate) fn assemble(files: Files, documents: Vec<Arc<Document>>) -> Self {
        build::build(files, documents)
    }

    /// The files that the map was read from.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The documents, one per file.
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// Everything that could not be read, file by file.
    pub fn reading_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let documents = self.documents.iter();
        let found = documents.flat_map(|document| &document.diagnostics);
        self.files.diagnostics.iter().chain(found)
    }

    /// The map's title.
    pub fn title(&self) -> Option<&str> {
        self.header(self.title, |header| header.title.as_ref())
    }

    /// The language of a plain `text`.
    pub fn language(&self) -> Option<&str> {
        self.header(self.language, |header| header.language.as_ref())
    }

    /// The user's own data for the whole map, from the first file that has some.
    pub fn data(&self) -> Option<&toml::Table> {
        let header = self.documents.get(self.data?)?.header.as_ref()?;
        header.data.as_deref()
    }

    fn header<'m>(
        &'m self,
        document: Option<usize>,
        key: impl Fn(&'m syntax::Header) -> Option<&'m Text>,
    ) -> Option<&'m str> {
        let header = self.documents.get(document?)?.header.as_ref()?;
        key(header).map(|text| text.value.as_ref())
    }

    /// The results that an evaluation must have.
    pub fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// The `[lints]` lines of all files, in file order, each with its file.
    pub fn lints(&self) -> impl Iterator<Item = (FileId, &Lint)> {
        self.by_file(|document| &document.lints)
    }

    /// The `[[conflict]]` tables of all files, in file order, each with its file.
    pub fn conflicts(&self) -> impl Iterator<Item = (FileId, &MergeConflict)> {
        self.by_file(|document| &document.conflicts)
    }

    /// The `# argmap: allow(…)` comments of all files, in file order, each with its file.
    pub fn allows(&self) -> impl Iterator<Item = (FileId, &Allow)> {
        self.by_file(|document| &document.allows)
    }

    fn by_file<'m, T: 'm>(
        &'m self,
        part: impl Fn(&'m Document) -> &'m Vec<T>,
    ) -> impl Iterator<Item = (FileId, &'m T)> {
        let files = (0..).map(FileId).zip(&self.documents);
        files.flat_map(move |(file, document)| part(document).iter().map(move |item| (file, item)))
    }

    /// References that could not be resolved.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// Things stated twice.
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }

    /// Claims related to themselves.
    pub fn self_relations(&self) -> &[SelfRelation] {
        &self.selves
    }
}

/// Claims.
impl Map {
    /// How many claims there are.
    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// All claims, in file order.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimId> + DoubleEndedIterator + use<> {
        (0..narrow(self.claims.len())).map(ClaimId)
    }

    /// The claim as written.
    ///
    /// # Panics
    ///
    /// If `id` belongs to another map.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn claim(&self, id: ClaimId) -> &Claim {
        let entry = self.claims[id.index()];
        &self.documents[entry.document as usize].claims[entry.index as usize]
    }

    /// The claim's id.
    pub fn id(&self, claim: ClaimId) -> &str {
        &self.claim(claim).id.value
    }

    /// The file that the claim is in.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn file_of(&self, claim: ClaimId) -> FileId {
        FileId(self.claims[claim.index()].document)
    }

    /// Where the claim's id is written.
    pub fn place(&self, claim: ClaimId) -> Place {
        self.file_of(claim).place(self.claim(claim).id.span)
    }

    /// What the analyst says about single claims. O(1), without looking at every claim.
    pub fn flags(&self) -> &Flags {
        &self.flags
    }

    /// The claim with this id. O(1).
    pub fn find(&self, id: &str) -> Option<ClaimId> {
        self.ids.claim(id, |claim| self.id(claim))
    }

    /// The step with this id. O(log n) for n steps with ids.
    pub fn find_step(&self, id: &str) -> Option<StepId> {
        self.ids
            .step(id, |step| self.step_name(step).unwrap_or_default())
    }

    /// The claim's wording in `language`, or else in the map's language, or else the first one.
    ///
    /// A plain `text` is in the map's language.
    pub fn text(&self, claim: ClaimId, language: Option<&str>) -> &str {
        self.worded(&self.claim(claim).text, language)
    }

    /// The wording of a claim or a question in `language`, or else in the map's language, or else the first one.
    fn worded<'m>(&'m self, wordings: &'m [syntax::Wording], language: Option<&str>) -> &'m str {
        let of = |language| self.worded_in(wordings, language);
        of(language)
            .or_else(|| of(self.language()))
            .or_else(|| of(None))
            .or_else(|| wordings.first().map(|wording| wording.text.value.as_ref()))
            .unwrap_or_default()
    }

    /// The claim's wording in exactly this language.
    pub fn wording(&self, claim: ClaimId, language: Option<&str>) -> Option<&str> {
        self.worded_in(&self.claim(claim).text, language)
    }

    fn worded_in<'m>(
        &self,
        wordings: &'m [syntax::Wording],
        language: Option<&str>,
    ) -> Option<&'m str> {
        // The tags of a map are in one spelling; others may not be.
        let is_asked = |tag: &str| language.is_some_and(|asked| asked.eq_ignore_ascii_case(tag));
        let is = |wording: &&syntax::Wording| match &wording.language {
            Some(tag) => is_asked(&tag.value),
            None => language.is_none() || self.language().is_some_and(is_asked),
        };
        let wording = wordings.iter().find(is)?;
        Some(&wording.text.value)
    }

    /// The claim's short label: its title or, if it has none, its id.
    pub fn title_of(&self, claim: ClaimId) -> &str {
        let Claim { id, title, .. } = self.claim(claim);
        &title.as_ref().unwrap_or(id).value
    }
}

/// Steps: reasons, objections and undercuts.
impl Map {
    /// How many reasons and objections there are.
    pub fn step_count(&self) -> usize {
        self.inferences
    }

    /// All reasons and objections, in file order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = StepId> + DoubleEndedIterator + use<> {
        (0..narrow(self.inferences)).map(StepId)
    }

    /// All undercuts, in file order.
    pub fn undercuts(&self) -> impl ExactSizeIterator<Item = StepId> + DoubleEndedIterator + use<> {
        (narrow(self.inferences)..narrow(self.steps.len())).map(StepId)
    }

    /// All steps: reasons and objections first, then undercuts.
    pub fn all_steps(&self) -> impl ExactSizeIterator<Item = StepId> + DoubleEndedIterator + use<> {
        (0..narrow(self.steps.len())).map(StepId)
    }

    /// How many reasons there are, plain or with linked premises. Objections do not count.
    pub fn reason_count(&self) -> usize {
        let steps = self.steps.iter();
        steps.filter(|step| step.polarity == Polarity::For).count()
    }

    /// The step with this number.
    ///
    /// # Panics
    ///
    /// If `id` belongs to another map.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn step(&self, id: StepId) -> Step {
        self.steps[id.index()]
    }

    /// The entry of `supports`, `attacks` or `undercuts` that states the step, if it is a plain step.
    pub fn step_relation(&self, id: StepId) -> Option<&syntax::Relation> {
        match self.step(id).origin {
            Origin::Relation(claim, index) => self.claim(claim).relations.get(index as usize),
            Origin::Reason(..) | Origin::Undercut(..) | Origin::Outweighed(..) => None,
        }
    }

    /// The `premises`, `[[reason]]`, `[[objection]]` or `[[undercut]]` that states the step, if any of these does.
    pub fn step_reason(&self, id: StepId) -> Option<&syntax::Reason> {
        match self.step(id).origin {
            Origin::Relation(..) | Origin::Outweighed(..) => None,
            Origin::Reason(claim, index) => self.claim(claim).reasons.get(index as usize),
            Origin::Undercut(file, index) => {
                let document = self.documents.get(file.0 as usize)?;
                Some(&document.undercuts.get(index as usize)?.reason)
            }
        }
    }

    /// Whether the step is an undercut that outweighs a conceded objection.
    pub fn is_outweighing(&self, id: StepId) -> bool {
        matches!(self.step(id).origin, Origin::Outweighed(..))
    }

    /// What is written about the step, besides its premises and its conclusion.
    pub fn step_words(&self, id: StepId) -> StepWords<'_> {
        if let Some(reason) = self.step_reason(id) {
            return StepWords {
                id: reason.id.as_ref(),
                why: reason.why.as_ref(),
                scheme: reason.scheme.as_ref(),
                strength: reason.strength.as_ref(),
                by: &reason.by,
                outweighed_by: &reason.outweighed_by,
                data: reason.data.as_deref(),
            };
        }
        let relation = self.step_relation(id);
        let detail = relation.and_then(|relation| relation.detail.as_deref());
        detail.map_or_else(StepWords::default, |detail| StepWords {
            id: detail.id.as_ref(),
            why: detail.why.as_ref(),
            scheme: None,
            strength: detail.strength.as_ref(),
            by: &detail.by,
            outweighed_by: &detail.outweighed_by,
            data: detail.data.as_deref(),
        })
    }

    /// What outweighs the step, as written: the lists of its `outweighed_by`.
    pub fn step_outweighings(&self, id: StepId) -> &[syntax::Outweighing] {
        self.step_words(id).outweighed_by
    }

    /// Who argues this way.
    pub fn step_by(&self, id: StepId) -> &[Text] {
        self.step_words(id).by
    }

    /// The step's own id, if it has one.
    pub fn step_name(&self, id: StepId) -> Option<&str> {
        self.step_words(id).id.map(|name| name.value.as_ref())
    }

    /// The step's warrant: its `why`.
    pub fn step_why(&self, id: StepId) -> Option<&Text> {
        self.step_words(id).why
    }

    /// The step's argumentation scheme.
    pub fn step_scheme(&self, id: StepId) -> Option<&Text> {
        self.step_words(id).scheme
    }

    /// The step's strength, 0 to 1.
    pub fn step_strength(&self, id: StepId) -> Option<&Spanned<f64>> {
        self.step_words(id).strength
    }

    /// The user's own data for the step.
    pub fn step_data(&self, id: StepId) -> Option<&toml::Table> {
        self.step_words(id).data
    }

    /// Where the step is stated: at the target of a plain relation, or at the key or header of linked premises.
    pub fn step_place(&self, id: StepId) -> Place {
        let (file, span) = match self.step(id).origin {
            Origin::Relation(claim, index) => {
                let relation = self.claim(claim).relations.get(index as usize);
                let span = relation.map(|relation| relation.target.span);
                (self.file_of(claim), span)
            }
            Origin::Reason(claim, index) => {
                let reason = self.claim(claim).reasons.get(index as usize);
                (self.file_of(claim), reason.map(|reason| reason.span))
            }
            Origin::Undercut(file, _) => (file, self.step_reason(id).map(|reason| reason.span)),
            Origin::Outweighed(objection, list) => {
                let list = self.step_outweighings(objection).get(list as usize);
                let file = self.step_place(objection).file;
                (file, list.map(|list| list.span))
            }
        };
        file.place(span.unwrap_or_default())
    }

    /// Where the step names one of its premises: in its entry of `premises`, or at the plain relation's target. O(1),
    /// except that the first question about a reason with many premises is linear in the premises of all such reasons.
    pub fn premise_place(&self, id: StepId, premise: ClaimId) -> Place {
        let stated = self.step_place(id);
        let entry = self.step_reason(id).and_then(|reason| {
            if is_long(reason) {
                let entries = self.long.get_or_init(|| self.entries());
                return reason.premises.get(*entries.get(&(id, premise))? as usize);
            }
            let name = canonical(self.id(premise));
            let mut entries = reason.premises.iter();
            entries.find(|entry| canonical(&entry.claim.value) == name)
        });
        entry.map_or(stated, |entry| stated.file.place(entry.claim.span))
    }

    /// For every reason with many premises, the number of the first entry that names each premise.
    fn entries(&self) -> FxHashMap<(StepId, ClaimId), u32> {
        let mut entries = FxHashMap::default();
        for id in self.all_steps() {
            let Some(reason) = self.step_reason(id).filter(|reason| is_long(reason)) else {
                continue;
            };
            for (number, entry) in (0..).zip(&reason.premises) {
                if let Some(claim) = self.find(&entry.claim.value) {
                    entries.entry((id, claim)).or_insert(number);
                }
            }
        }
        entries
    }

    /// What the entry of `premises` says about the premise besides naming it (`why`, `strength`). O(1).
    pub fn premise_detail(&self, id: StepId, premise: ClaimId) -> Option<&Detail> {
        let entry = *self.detailed.get(&(id, premise))?;
        let premises = &self.step_reason(id)?.premises;
        premises.get(entry as usize)?.detail.as_deref()
    }
}

/// Links: contradictions, contrasts and restatements.
impl Map {
    /// All links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The link with this number.
    ///
    /// # Panics
    ///
    /// If `id` belongs to another map.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn link(&self, id: LinkId) -> Link {
        self.links[id.0 as usize]
    }

    /// The pairs of different claims that contradict, contrast with or restate each other, each with its link. The
    /// claim that states the link comes first. In file order.
    pub fn linked_pairs(
        &self,
        kind: RelationKind,
    ) -> impl Iterator<Item = (ClaimId, ClaimId, LinkId)> + '_ {
        let numbered = (0..).map(LinkId).zip(&self.links);
        numbered.filter_map(move |(id, link)| {
            let joins = link.kind == kind && link.to != link.from;
            joins.then_some((link.from, link.to, id))
        })
    }

    /// The entry that states the link.
    pub fn link_relation(&self, id: LinkId) -> Option<&syntax::Relation> {
        let link = self.link(id);
        self.claim(link.from).relations.get(link.entry as usize)
    }

    /// Where the link is stated.
    pub fn link_place(&self, id: LinkId) -> Place {
        let span = self.link_relation(id).map(|relation| relation.target.span);
        let file = self.file_of(self.link(id).from);
        file.place(span.unwrap_or_default())
    }

    /// The aspect of a contrast: its `on`.
    pub fn link_on(&self, id: LinkId) -> Option<&str> {
        Some(&self.link_detail(id)?.on.as_ref()?.value)
    }

    /// Whether anything in the map has a weight: a claim with a `credence`, or a step or a link with a `strength`.
    /// Linear in steps and links.
    pub fn is_weighed(&self) -> bool {
        !self.flags.credences.is_empty()
            || self.steps.iter().any(|step| step.is_weighed)
            || self.links.iter().any(|link| link.is_weighed)
    }

    /// What the link's entry says besides its target.
    pub fn link_detail(&self, id: LinkId) -> Option<&Detail> {
        self.link_relation(id)?.detail.as_deref()
    }
}

/// Sources.
impl Map {
    /// All sources, in file order, each with the file that declares it.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = (SourceId, FileId, &Source)> {
        #[expect(
            clippy::indexing_slicing,
            reason = "entries are made from the documents"
        )]
        self.sources
            .entries
            .iter()
            .enumerate()
            .map(|(number, entry)| {
                let document = &self.documents[entry.document as usize];
                let source = &document.sources[entry.index as usize];
                (SourceId::at(number), FileId(entry.document), source)
            })
    }

    /// The source with this id. O(1).
    pub fn find_source(&self, id: &str) -> Option<SourceId> {
        self.sources.find(id).map(SourceId)
    }

    /// The id of the default source, for quotations that do not name one, as written in `[map]`.
    pub fn default_source_name(&self) -> Option<&str> {
        self.header(self.default_source, |header| header.source.as_ref())
    }

    /// Where to look for a quotation.
    pub fn origin_of(&self, quote: &syntax::Quote) -> QuoteOrigin {
        let named = quote.source().map(|name| name.value.as_ref());
        match named.or_else(|| self.default_source_name()) {
            Some(name) => {
                (self.find_source(name)).map_or(QuoteOrigin::Unknown, QuoteOrigin::Source)
            }
            None if self.sources.entries.len() == 1 => QuoteOrigin::Source(SourceId(0)),
            None => QuoteOrigin::AnySource,
        }
    }
}

/// Speakers.
impl Map {
    /// All declared speakers, in file order, each with the file that declares it.
    pub fn speakers(&self) -> impl ExactSizeIterator<Item = (FileId, &Speaker)> {
        #[expect(
            clippy::indexing_slicing,
            reason = "entries are made from the documents"
        )]
        self.speakers.entries.iter().map(|entry| {
            let document = &self.documents[entry.document as usize];
            let speaker = &document.speakers[entry.index as usize];
            (FileId(entry.document), speaker)
        })
    }

    /// The name to show for a speaker: the declared name or, if there is none, what was written. O(1).
    pub fn speaker_name<'m>(&'m self, by: &'m Text) -> &'m str {
        let name = self.speakers.find(&by.value).and_then(|number| {
            let entry = self.speakers.entries.get(number as usize)?;
            let document = self.documents.get(entry.document as usize)?;
            let speaker = document.speakers.get(entry.index as usize)?;
            speaker.name.as_ref()
        });
        &name.unwrap_or(by).value
    }

    /// The names of these speakers in words, such as `Ann` or `Ann, Bob`; `None` if there are none.
    pub fn speakers_in_words(&self, by: &[Text]) -> Option<String> {
        let names: Vec<&str> = by.iter().map(|by| self.speaker_name(by)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// Whether a reason has too many premises to search them one by one.
fn is_long(reason: &syntax::Reason) -> bool {
    const MANY: usize = 32;
    reason.premises.len() > MANY
}

/// The two ends of a step's name `"A -> Y"`; `None` if it is a step's own id.
pub(crate) fn step_ends(name: &str) -> Option<(&str, &str)> {
    let (premise, conclusion) = name.split_once("->")?;
    Some((premise.trim(), conclusion.trim()))
}
