//! A map as tables: claims, steps, the relations between them, and questions.

use super::Part;
use crate::map::StepId;
use crate::narrow::narrow;
use crate::printable::printable_lines_in_file;
use crate::proof::Proof;
use crate::quotes::Outcome;
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::{RelationKind, Spanned, Text};

const CLAIMS: &[(&str, ColumnKind)] = &[
    ("id", ColumnKind::Text),
    ("title", ColumnKind::Text),
    ("text", ColumnKind::Text),
    ("language", ColumnKind::Text),
    ("label", ColumnKind::Text),
    ("about", ColumnKind::Text),
    ("tags", ColumnKind::Text),
    ("implicit", ColumnKind::Flag),
    ("assumed", ColumnKind::Flag),
    ("denied", ColumnKind::Flag),
    ("credence", ColumnKind::Number),
    ("quotations", ColumnKind::Count),
    ("proven", ColumnKind::Count),
    ("note", ColumnKind::Text),
    ("file", ColumnKind::Text),
];

const STEPS: &[(&str, ColumnKind)] = &[
    ("step", ColumnKind::Count),
    ("id", ColumnKind::Text),
    ("kind", ColumnKind::Text),
    ("conclusion", ColumnKind::Text),
    ("undercuts", ColumnKind::Count),
    ("premises", ColumnKind::Count),
    ("scheme", ColumnKind::Text),
    ("why", ColumnKind::Text),
    ("strength", ColumnKind::Number),
];

const RELATIONS: &[(&str, ColumnKind)] = &[
    ("kind", ColumnKind::Text),
    ("from", ColumnKind::Text),
    ("to", ColumnKind::Text),
    ("step", ColumnKind::Count),
    ("on", ColumnKind::Text),
    ("why", ColumnKind::Text),
    ("strength", ColumnKind::Number),
];

const QUESTIONS: &[(&str, ColumnKind)] = &[
    ("id", ColumnKind::Text),
    ("text", ColumnKind::Text),
    ("exclusive", ColumnKind::Flag),
    ("file", ColumnKind::Text),
];

/// A table: named columns, and rows with a cell for each.
pub(super) struct ExportTable {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, ColumnKind)],
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Flag,
    Count,
    Number,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TableCell {
    /// Nothing is said, or the column does not apply.
    Nothing,
    /// Text with control characters spelt out; never empty.
    Text(String),
    Flag(bool),
    Count(u32),
    Number(f64),
}

impl ExportTable {
    fn new(name: &'static str, columns: &'static [(&'static str, ColumnKind)]) -> Self {
        Self {
            name,
            columns,
            rows: Vec::new(),
        }
    }

    fn row<const N: usize>(&mut self, cells: [TableCell; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(cells.into());
    }
}

fn text(text: &str) -> TableCell {
    if text.is_empty() {
        return TableCell::Nothing;
    }
    TableCell::Text(printable_lines_in_file(text).into_owned())
}

fn said(said: Option<&Text>) -> TableCell {
    said.map_or(TableCell::Nothing, |said| text(&said.value))
}

fn number(number: Option<&Spanned<f64>>) -> TableCell {
    number.map_or(TableCell::Nothing, |number| TableCell::Number(number.value))
}

fn step_number(step: StepId) -> TableCell {
    TableCell::Count(step.0 + 1)
}

/// The tables `claims`, `steps`, `relations` and `questions`. Linear in the map, apart from the search for its
/// quotations.
///
/// A relation is a premise of a step, an undercut, a contradiction, a contrast, a restatement, or an answer to a
/// question. Its ends are claims, except that an answer ends at a question. The step of a premise or an undercut is the
/// one that has its first end as a premise. Which step an undercut undercuts is in `steps`.
pub(super) fn tables(part: Part<'_>) -> [ExportTable; 4] {
    let map = part.map;
    let mut steps = ExportTable::new("steps", STEPS);
    let mut relations = ExportTable::new("relations", RELATIONS);
    for step in part.steps().chain(part.undercuts()) {
        let written = map.step(step);
        let conclusion = map.id(written.conclusion);
        steps.row([
            step_number(step),
            text(map.step_name(step).unwrap_or_default()),
            text(written.kind().name()),
            text(conclusion),
            written.undercuts.map_or(TableCell::Nothing, step_number),
            TableCell::Count(narrow(map.premises(step).count())),
            said(map.step_scheme(step)),
            said(map.step_why(step)),
            number(map.step_strength(step)),
        ]);
        let premises = map.premises(step);
        for premise in premises.filter(|_| written.undercuts.is_none()) {
            let detail = map.premise_detail(step, premise);
            relations.row([
                text("premise"),
                text(map.id(premise)),
                text(conclusion),
                step_number(step),
                TableCell::Nothing,
                said(detail.and_then(|detail| detail.why.as_ref())),
                number(detail.and_then(|detail| detail.strength.as_ref())),
            ]);
        }
    }
    for undercut in part.undercuts() {
        let written = map.step(undercut);
        for premise in map.premises(undercut) {
            relations.row([
                text("undercut"),
                text(map.id(premise)),
                text(map.id(written.conclusion)),
                step_number(undercut),
                TableCell::Nothing,
                said(map.step_why(undercut)),
                number(map.step_strength(undercut)),
            ]);
        }
    }
    for id in part.links() {
        let link = map.link(id);
        let detail = map.link_detail(id);
        let kind = match link.kind {
            RelationKind::Contradicts => "contradiction",
            RelationKind::Restates => "restatement",
            _ => "contrast",
        };
        relations.row([
            text(kind),
            text(map.id(link.from)),
            text(map.id(link.to)),
            TableCell::Nothing,
            text(map.link_on(id).unwrap_or_default()),
            said(detail.and_then(|detail| detail.why.as_ref())),
            number(detail.and_then(|detail| detail.strength.as_ref())),
        ]);
    }
    let mut questions = ExportTable::new("questions", QUESTIONS);
    for id in part.questions() {
        let question = map.question(id);
        let own = question.id.value.as_ref();
        questions.row([
            text(own),
            text(map.question_text(id, None)),
            TableCell::Flag(question.is_exclusive()),
            text(&map.files().file(map.question_place(id).file).name),
        ]);
        for claim in part.answers(id) {
            let (kind, claim) = (text("answer"), text(map.id(claim)));
            let nothing = || TableCell::Nothing;
            relations.row([
                kind,
                claim,
                text(own),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
            ]);
        }
    }
    [claims(part), steps, relations, questions]
}

fn claims(part: Part<'_>) -> ExportTable {
    let map = part.map;
    let labels = grounded(map, &Suppositions::default());
    let proof = Proof::new(map);
    let mut claims = ExportTable::new("claims", CLAIMS);
    for id in part.claims() {
        let claim = map.claim(id);
        let language = claim
            .text
            .first()
            .and_then(|wording| wording.language.as_ref())
            .map(|tag| tag.value.as_ref());
        let tags: Vec<&str> = claim.tags.iter().map(|tag| tag.value.as_ref()).collect();
        let is_proven = |outcome: &Outcome| matches!(outcome, Outcome::Found { .. });
        let proven = proof
            .of_claim(id)
            .iter()
            .filter(|cited| cited.outcome.as_deref().is_some_and(is_proven))
            .count();
        claims.row([
            text(map.id(id)),
            said(claim.title.as_ref()),
            text(map.text(id, None)),
            text(language.or(map.language()).unwrap_or_default()),
            text(match labels.claim(id) {
                Label::Accepted => "accepted",
                Label::Rejected => "rejected",
                Label::Undecided => "undecided",
            }),
            said(claim.about.as_ref()),
            text(&tags.join(";")),
            TableCell::Flag(claim.is_implicit()),
            TableCell::Flag(claim.is_assumed()),
            TableCell::Flag(claim.is_denied()),
            number(claim.credence.as_ref()),
            TableCell::Count(narrow(claim.quotes.len())),
            TableCell::Count(narrow(proven)),
            said(claim.note.as_ref()),
            text(&map.files().file(map.file_of(id)).name),
        ]);
    }
    claims
}
