//! Assembles a map: numbers the claims, resolves the names and connects the nodes.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use petgraph::graph::NodeIndex;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::graph::{Edge, Graph, Node};
use super::ids::{Namespace, canonical};
use super::resolve::{NameLookup, Pending, PendingOrigin, Resolved, resolve};
use super::{
    ClaimId, DocumentEntry, Expectation, ExpectedLabel, Flags, Link, LinkId, Map, NamedTables,
    ReferenceFault, Repeat, Repeated, StepId, Unresolved,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::narrow::narrow;
use crate::rows::Rows;
use crate::syntax::{
    self, About, Again, Claim, Document, FileId, Files, Polarity, RelationKind, TableKind, Text,
};

pub(super) fn build(files: Files, mut documents: Vec<Arc<Document>>) -> Map {
    let mut repeats = repeated_headers(&documents);
    let numbering = Numbering::new(&documents, &mut repeats);
    let resolved = numbering.resolve(&documents);
    let Numbering {
        claims,
        ids,
        sources,
        speakers,
        questions,
        ..
    } = numbering;

    doubt_fixes_of_strays(&mut documents, &claims, &ids);
    let mut map = Map {
        files,
        title: first_header(&documents, |header| header.title.is_some()),
        language: first_header(&documents, |header| header.language.is_some()),
        default_source: first_header(&documents, |header| header.source.is_some()),
        data: first_header(&documents, |header| header.data.is_some()),
        documents,
        claims,
        ids,
        steps: Vec::new(),
        inferences: 0,
        links: Vec::new(),
        graph: Graph::default(),
        thesis: OnceLock::new(),
        sources,
        speakers,
        questions,
        answers: super::questions::Answers::default(),
        expectations: Vec::new(),
        flags: Flags::default(),
        detailed: FxHashMap::default(),
        long: OnceLock::new(),
        unresolved: Vec::new(),
        repeats,
        selves: Vec::new(),
    };
    let (premises, undercuts) = gather(&mut map, resolved);
    join(&mut map, &premises);
    name_steps(&mut map);
    super::undercuts::follow(&mut map, undercuts);
    note_details(&mut map);
    follow_thesis(&mut map);
    follow_expectations(&mut map);
    follow_default_source(&mut map);
    follow_answers(&mut map);
    map.unresolved.sort_by_key(|unresolved| unresolved.place);
    map.repeats.sort_by_key(|repeat| repeat.second);
    map
}

/// Drops the fixes for unknown top-level tables whose id is already a claim's: that they were meant to be claims is no
/// longer certain.
fn doubt_fixes_of_strays(
    documents: &mut [Arc<Document>],
    claims: &[DocumentEntry],
    ids: &Namespace,
) {
    let is_stray = |unread: &&syntax::UnreadKey| unread.about == About::Table;
    let mut taken = FxHashSet::default();
    for (file, document) in (0..).map(FileId).zip(&*documents) {
        for unread in document.unread.iter().filter(is_stray) {
            let own = unread.names.last();
            let name_of = |claim| name_of(documents, claims, claim);
            if own.is_some_and(|id| ids.claim(id, name_of).is_some()) {
                taken.insert(file.place(unread.span));
            }
        }
    }
    if taken.is_empty() {
        return;
    }
    let is_taken =
        |finding: &Diagnostic| finding.place().is_some_and(|place| taken.contains(&place));
    for document in documents {
        if document.diagnostics.iter().any(is_taken) {
            let findings = &mut Arc::make_mut(document).diagnostics;
            let doubtful = findings.iter_mut().filter(|finding| is_taken(finding));
            doubtful.for_each(|finding| finding.fixes.clear());
        }
    }
}

/// Which things in the documents are part of the map: the first with each id.
struct Numbering<'d> {
    claims: Vec<DocumentEntry>,
    ids: Namespace,
    sources: NamedTables,
    speakers: NamedTables,
    questions: NamedTables,
    /// For each document, the numbers of its claims; `None` for a claim whose id is already taken.
    numbers: Vec<Vec<Option<ClaimId>>>,
    step_names: FxHashSet<Cow<'d, str>>,
    documents: &'d [Arc<Document>],
}

impl<'d> Numbering<'d> {
    fn new(documents: &'d [Arc<Document>], repeats: &mut Vec<Repeat>) -> Self {
        let mut numbering = Self {
            claims: Vec::new(),
            ids: Namespace::default(),
            sources: NamedTables::new(documents, TableKind::Source, repeats, |document| {
                document.sources.iter().map(|source| &source.id)
            }),
            speakers: NamedTables::new(documents, TableKind::Speaker, repeats, |document| {
                document.speakers.iter().map(|speaker| &speaker.id)
            }),
            questions: NamedTables::new(documents, TableKind::Question, repeats, |document| {
                document.questions.iter().map(|question| &question.id)
            }),
            numbers: Vec::with_capacity(documents.len()),
            step_names: FxHashSet::default(),
            documents,
        };
        numbering.number_claims(repeats);
        numbering.number_steps(repeats);
        numbering
    }

    fn number_claims(&mut self, repeats: &mut Vec<Repeat>) {
        let documents = self.documents;
        let total = documents.iter().map(|document| document.claims.len()).sum();
        self.claims.reserve_exact(total);
        self.ids = Namespace::with_capacity(total);
        for (document, read) in (0..).zip(documents) {
            let mut numbers = Vec::with_capacity(read.claims.len());
            for (index, claim) in (0..).zip(&read.claims) {
                let id = ClaimId::at(self.claims.len());
                let name_of = |claim| name_of(documents, &self.claims, claim);
                let first = self.ids.enter(id, &claim.id.value, name_of);
                if let Some(first) = first {
                    let what = Repeated::Claim(claim.id.value.to_string());
                    let second = FileId(document).place(claim.id.span);
                    repeats.push(Repeat::new(what, self.place(first), second));
                } else {
                    self.claims.push(DocumentEntry { document, index });
                }
                numbers.push(first.is_none().then_some(id));
            }
            self.numbers.push(numbers);
        }
        for (file, again) in again(documents, TableKind::Claim) {
            if let Some(first) = self.claim(&again.id) {
                let what = Repeated::Claim(again.id.clone());
                let second = file.place(again.span);
                repeats.push(Repeat::new(what, self.place(first), second));
            }
        }
    }

    /// Steps with ids share the namespace of claims.
    fn number_steps(&mut self, repeats: &mut Vec<Repeat>) {
        let mut places: FxHashMap<Cow<'_, str>, Place> = FxHashMap::default();
        for (file, document) in (0..).map(FileId).zip(self.documents) {
            for name in document.step_ids() {
                let second = file.place(name.span);
                let value = canonical(&name.value);
                let claim = self.claim(&value).map(|claim| self.place(claim));
                if let Some(first) = claim.or_else(|| places.get(&value).copied()) {
                    let what = Repeated::Claim(name.value.to_string());
                    repeats.push(Repeat::new(what, first, second));
                } else {
                    places.insert(value.clone(), second);
                    self.step_names.insert(value);
                }
            }
        }
    }

    fn resolve(&self, documents: &[Arc<Document>]) -> Vec<Resolved> {
        let numbered = documents.par_iter().zip(&self.numbers).enumerate();
        numbered
            .map(|(file, (document, claims))| resolve(FileId(narrow(file)), document, claims, self))
            .collect()
    }

    fn place(&self, claim: ClaimId) -> Place {
        let entry = self.claims.get(claim.index());
        let span = written(self.documents, &self.claims, claim).map(|claim| claim.id.span);
        FileId(entry.map_or(0, |entry| entry.document)).place(span.unwrap_or_default())
    }
}

/// The things of one kind that a file defines twice.
fn again(documents: &[Arc<Document>], kind: TableKind) -> impl Iterator<Item = (FileId, &Again)> {
    let documents = (0..).map(FileId).zip(documents);
    let again = documents
        .flat_map(|(file, document)| document.again.iter().map(move |again| (file, again)));
    again.filter(move |(_, again)| again.kind == kind)
}

impl NamedTables {
    fn new<'d, I: Iterator<Item = &'d Text>>(
        documents: &'d [Arc<Document>],
        kind: TableKind,
        repeats: &mut Vec<Repeat>,
        ids: impl Fn(&'d Document) -> I,
    ) -> Self {
        let mut tables = Self::default();
        let mut places: Vec<Place> = Vec::new();
        let mut repeat = |id: &str, first, second| {
            let what = Repeated::Table(kind, id.to_owned());
            repeats.push(Repeat::new(what, first, second));
        };
        for (document, read) in (0..).zip(documents) {
            for (index, id) in (0..).zip(ids(read)) {
                let name = canonical(&id.value);
                let place = FileId(document).place(id.span);
                let known = tables.ids.get(&*name);
                if let Some(&first) = known.and_then(|&number| places.get(number as usize)) {
                    repeat(&id.value, first, place);
                    continue;
                }
                tables.ids.insert(name.into_owned(), narrow(places.len()));
                places.push(place);
                tables.entries.push(DocumentEntry { document, index });
            }
        }
        for (file, again) in again(documents, kind) {
            let known = tables.find(&again.id);
            if let Some(&first) = known.and_then(|number| places.get(number as usize)) {
                repeat(&again.id, first, file.place(again.span));
            }
        }
        tables
    }

    fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }
}

fn written<'d>(
    documents: &'d [Arc<Document>],
    claims: &[DocumentEntry],
    claim: ClaimId,
) -> Option<&'d Claim> {
    let entry = claims.get(claim.index())?;
    let document = documents.get(entry.document as usize)?;
    document.claims.get(entry.index as usize)
}

fn name_of<'d>(
    documents: &'d [Arc<Document>],
    claims: &[DocumentEntry],
    claim: ClaimId,
) -> &'d str {
    written(documents, claims, claim).map_or("", |claim| &claim.id.value)
}

impl NameLookup for Numbering<'_> {
    fn claim(&self, name: &str) -> Option<ClaimId> {
        self.ids
            .claim(name, |claim| name_of(self.documents, &self.claims, claim))
    }

    fn has_step(&self, name: &str) -> bool {
        self.step_names.contains(&canonical(name))
    }

    fn has_source(&self, name: &str) -> bool {
        self.sources.has(name)
    }

    fn has_speaker(&self, name: &str) -> bool {
        self.speakers.entries.is_empty() || self.speakers.has(name)
    }
}

/// `title`, `language`, `source` and `data` may be stated only once. Any number of files may add to `thesis`.
fn repeated_headers(documents: &[Arc<Document>]) -> Vec<Repeat> {
    let mut repeats = Vec::new();
    for key in ["title", "language", "source", "data"] {
        let files = (0..).map(FileId).zip(documents);
        let mut places = files.filter_map(|(file, document)| {
            let header = document.header.as_ref()?;
            Some(file.place(match key {
                "title" => header.title.as_ref()?.span,
                "language" => header.language.as_ref()?.span,
                "source" => header.source.as_ref()?.span,
                _ => header.data.as_ref().map(|_| header.span)?,
            }))
        });
        let Some(first) = places.next() else { continue };
        repeats.extend(places.map(|second| Repeat::new(Repeated::Header(key), first, second)));
    }
    repeats
}

/// The first document whose `[map]` table satisfies `says`.
fn first_header(
    documents: &[Arc<Document>],
    says: impl Fn(&syntax::Header) -> bool,
) -> Option<usize> {
    let mut headers = documents.iter().map(|document| document.header.as_ref());
    headers.position(|header| header.is_some_and(&says))
}

/// Collects the steps, links and findings of all documents in the map. Returns the premises of the steps, and the
/// undercuts.
fn gather(map: &mut Map, resolved: Vec<Resolved>) -> (Rows<ClaimId>, Vec<Pending>) {
    let total = |count: fn(&Resolved) -> usize| resolved.iter().map(count).sum::<usize>();
    let steps = total(|resolved| resolved.steps.len());
    let mut premises = Rows::with_capacity(steps, total(|resolved| resolved.premises.len()));
    map.steps.reserve_exact(steps);
    let links = total(|resolved| resolved.links.len());
    map.links.reserve_exact(links);
    let mut undercuts = Vec::new();
    for mut resolved in resolved {
        for undercut in &mut resolved.undercuts {
            if let PendingOrigin::Outweighed(step, _) = &mut undercut.origin {
                *step += narrow(map.steps.len());
            }
        }
        let mut claims = resolved.premises.into_iter();
        for (step, count) in resolved.steps {
            map.steps.push(step);
            premises.push(claims.by_ref().take(count as usize));
        }
        map.links.extend(resolved.links);
        undercuts.extend(resolved.undercuts);
        map.unresolved.extend(resolved.unresolved);
        map.repeats.extend(resolved.repeats);
        map.selves.extend(resolved.selves);
        map.flags.extend(&resolved.flags);
    }
    map.inferences = map.steps.len();
    (premises, undercuts)
}

/// Connects the nodes. A step that is stated twice stays two steps; of several links between the same two claims, only
/// the first is kept.
fn join(map: &mut Map, premises: &Rows<ClaimId>) {
    let (again, graph) = rayon::join(|| stated_again(map, premises), || connect(map, premises));
    map.graph = graph;
    let mut dropped = FxHashSet::default();
    for (statement, repeat) in again {
        if let Statement::Link(link) = statement {
            dropped.insert(link);
        }
        map.repeats.push(repeat);
    }
    if dropped.is_empty() {
        return;
    }
    let links = (0..).zip(std::mem::take(&mut map.links));
    let kept = links.filter(|(number, _)| !dropped.contains(number));
    map.links = kept.map(|(_, link)| link).collect();
    map.graph = connect(map, premises);
}

/// A step with one premise, or a link between two claims, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Statement {
    Step(u32),
    Link(u32),
}

impl Statement {
    fn place(self, map: &Map) -> Place {
        match self {
            Self::Step(number) => map.step_place(StepId(number)),
            Self::Link(number) => map.link_place(LinkId(number)),
        }
    }

    /// The aspect of a contrast. Two claims may be contrasted in several respects.
    fn on(self, map: &Map) -> Option<&str> {
        match self {
            Self::Step(_) => None,
            Self::Link(number) => map.link_on(LinkId(number)),
        }
    }
}

/// The statements that repeat an earlier one. O(n log n) in the statements, which are sorted in parallel.
fn stated_again(map: &Map, premises: &Rows<ClaimId>) -> Vec<(Statement, Repeat)> {
    let steps = map.steps.iter().enumerate().filter_map(|(number, step)| {
        let &[premise] = premises.of(number) else {
            return None;
        };
        let kind = match step.polarity {
            Polarity::For => RelationKind::Supports,
            Polarity::Against => RelationKind::Attacks,
        };
        let statement = Statement::Step(narrow(number));
        Some((kind, premise, step.conclusion, statement))
    });
    let links = map.links.iter().enumerate().map(|(number, link)| {
        let (low, high) = (link.from.min(link.to), link.from.max(link.to));
        (link.kind, low, high, Statement::Link(narrow(number)))
    });
    let mut statements: Vec<_> = steps.chain(links).collect();
    statements.par_sort_unstable();
    let mut again = Vec::new();
    let same =
        statements.chunk_by(|one, other| (one.0, one.1, one.2) == (other.0, other.1, other.2));
    for same in same.filter(|same| same.len() > 1) {
        let mut firsts: FxHashMap<Option<&str>, Statement> = FxHashMap::default();
        for &(kind, from, to, statement) in same {
            let first = *firsts.entry(statement.on(map)).or_insert(statement);
            if first == statement {
                continue;
            }
            let (from, to) = match statement {
                Statement::Step(_) => (from, to),
                Statement::Link(number) => match map.links.get(number as usize) {
                    Some(&Link { from: stating, .. }) if stating == to => (to, from),
                    _ => (from, to),
                },
            };
            let (first, second) = (first.place(map), statement.place(map));
            let what = Repeated::Relation(kind, from, to);
            again.push((statement, Repeat::new(what, first, second)));
        }
    }
    again
}

/// Makes all nodes and edges except the undercuts, last edges first (see [`super::graph`]).
fn connect(map: &Map, premises: &Rows<ClaimId>) -> Graph {
    let edges = premises.all().len() + map.steps.len() + map.links.len();
    let mut graph = Graph::with_capacity(map.claims.len() + map.steps.len(), edges);
    for claim in map.claims() {
        graph.add_node(Node::Claim(claim));
    }
    for step in map.steps() {
        graph.add_node(Node::Step(step));
    }
    let claim_node = |claim: ClaimId| NodeIndex::new(claim.index());
    for (index, step) in map.steps.iter().enumerate().rev() {
        let node = NodeIndex::new(map.claims.len() + index);
        let towards = match step.polarity {
            Polarity::For => Edge::For,
            Polarity::Against => Edge::Against,
        };
        graph.add_edge(node, claim_node(step.conclusion), towards);
        for &premise in premises.of(index).iter().rev() {
            graph.add_edge(claim_node(premise), node, Edge::Premise);
        }
    }
    for (number, link) in map.links.iter().enumerate().rev() {
        let id = LinkId(narrow(number));
        let kind = match link.kind {
            RelationKind::Contradicts => Edge::Contradicts(id),
            RelationKind::Restates => Edge::Restates(id),
            _ => Edge::Contrasts(id),
        };
        graph.add_edge(claim_node(link.from), claim_node(link.to), kind);
    }
    graph
}

/// Collects and sorts the steps that have ids of their own, keeping the first with each id.
pub(super) fn name_steps(map: &mut Map) {
    let mut named: Vec<_> = map
        .all_steps()
        .filter(|&step| map.step_name(step).is_some())
        .collect();
    let name = |step| map.step_name(step).map(canonical);
    named.sort_by_cached_key(|&step| (name(step), step));
    named.dedup_by_key(|step| name(*step));
    map.ids.set_steps(named);
}

/// Records which premises have entries with more than the name. Usually, these are few.
fn note_details(map: &mut Map) {
    let mut detailed = FxHashMap::default();
    for id in map.all_steps() {
        let Some(reason) = map.step_reason(id) else {
            continue;
        };
        for (number, entry) in (0..).zip(&reason.premises) {
            if entry.detail.is_some()
                && let Some(claim) = map.find(&entry.claim.value)
            {
                detailed.entry((id, claim)).or_insert(number);
            }
        }
    }
    map.detailed = detailed;
}

fn follow_thesis(map: &mut Map) {
    let mut thesis = Vec::new();
    let mut known = FxHashSet::default();
    let mut unresolved = Vec::new();
    for (file, document) in (0..).map(FileId).zip(&map.documents) {
        for name in document.header.iter().flat_map(|header| &header.thesis) {
            match follow(map, name, "thesis", file) {
                Ok(claim) if known.insert(claim) => thesis.push(claim),
                Ok(_) => {}
                Err(fault) => unresolved.push(fault),
            }
        }
    }
    if map.declares_thesis() {
        map.thesis = OnceLock::from(thesis);
    }
    map.unresolved.append(&mut unresolved);
}

fn follow_expectations(map: &mut Map) {
    let mut expectations = Vec::new();
    let mut unresolved = Vec::new();
    for (file, document) in (0..).map(FileId).zip(&map.documents) {
        let expect = &document.expect;
        let either_way = &expect.accepted_either_way;
        let lists = [
            ("accepted", ExpectedLabel::Accepted, &expect.accepted),
            ("rejected", ExpectedLabel::Rejected, &expect.rejected),
            ("undecided", ExpectedLabel::Undecided, &expect.undecided),
            (
                "accepted_either_way",
                ExpectedLabel::AcceptedEitherWay,
                either_way,
            ),
        ];
        for (key, label, names) in lists {
            for name in names {
                match follow(map, name, key, file) {
                    Ok(claim) => expectations.push(Expectation {
                        claim,
                        label,
                        place: file.place(name.span),
                    }),
                    Err(fault) => unresolved.push(fault),
                }
            }
        }
    }
    map.expectations = expectations;
    map.unresolved.append(&mut unresolved);
}

/// Resolves the answers to questions. Each answer counts once.
fn follow_answers(map: &mut Map) {
    let mut answers = super::questions::Answers::default();
    let mut unresolved = Vec::new();
    let mut repeats = Vec::new();
    let mut firsts: FxHashMap<ClaimId, Place> = FxHashMap::default();
    for id in map.questions() {
        let file = map.question_place(id).file;
        let question = map.question(id);
        let mut listed = Vec::with_capacity(question.answers.len());
        firsts.clear();
        for name in &question.answers {
            let place = file.place(name.span);
            match follow(map, name, "answers", file) {
                Ok(claim) => match firsts.get(&claim) {
                    None => {
                        firsts.insert(claim, place);
                        listed.push(claim);
                        answers.by.entry(claim).or_default().push(id);
                    }
                    Some(&first) => {
                        let what = Repeated::Answer(claim, question.id.value.to_string());
                        repeats.push(Repeat::new(what, first, place));
                    }
                },
                Err(fault) => unresolved.push(fault),
            }
        }
        answers.to.push(listed);
    }
    map.answers = answers;
    map.unresolved.append(&mut unresolved);
    map.repeats.append(&mut repeats);
}

fn follow_default_source(map: &mut Map) {
    let name = map.default_source.and_then(|at| {
        let header = map.documents.get(at)?.header.as_ref()?;
        Some((FileId::at(at), header.source.as_ref()?))
    });
    if let Some((file, name)) = name
        && map.find_source(&name.value).is_none()
    {
        let fault = ReferenceFault::UnknownSource;
        let unresolved = Unresolved::new(file, name, None, "source", fault);
        map.unresolved.push(unresolved);
    }
}

fn follow(map: &Map, name: &Text, key: &'static str, file: FileId) -> Result<ClaimId, Unresolved> {
    map.find(&name.value).ok_or_else(|| {
        let fault = ReferenceFault::no_claim(map.find_step(&name.value).is_some());
        Unresolved::new(file, name, None, key, fault)
    })
}
