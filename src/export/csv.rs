//! A map as tables (RFC 4180), for `DuckDB`, Polars, Spark, Neo4j and whatever else reads CSV: claims, steps, and what relates them.

use super::Part;
use crate::edit::NewFile;
use crate::map::StepId;
use crate::printable::printable_lines;
use crate::proof::Proof;
use crate::quotes::Outcome;
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::RelationKind;

/// The tables `claims.csv`, `steps.csv` and `relations.csv`. Linear in the part, and the time that its quotations take.
///
/// A relation is a premise of a step, the conclusion that a step leads to, an undercut, a contradiction, a contrast, a restatement or that a claim answers a question; its ends are
/// claims, but for the step of a premise, a conclusion or an undercut.
pub fn csv(part: Part<'_>) -> Vec<NewFile> {
    let map = part.map;
    let labels = grounded(map, &Suppositions::default());
    let proof = Proof::new(map);
    let mut claims = Table::new(&[
        "id",
        "title",
        "text",
        "language",
        "label",
        "about",
        "tags",
        "implicit",
        "assumed",
        "denied",
        "credence",
        "quotations",
        "proven",
        "note",
        "file",
    ]);
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
        claims.row(&[
            map.id(id),
            claim.title.as_ref().map_or("", |title| &title.value),
            map.text(id, None),
            language.or(map.language()).unwrap_or_default(),
            match labels.claim(id) {
                Label::Accepted => "accepted",
                Label::Rejected => "rejected",
                Label::Undecided => "undecided",
            },
            claim.about.as_ref().map_or("", |about| &about.value),
            &tags.join(";"),
            flag(claim.is_implicit()),
            flag(claim.is_assumed()),
            flag(claim.is_denied()),
            &claim
                .credence
                .as_ref()
                .map(|credence| credence.value.to_string())
                .unwrap_or_default(),
            &claim.quotes.len().to_string(),
            &proven.to_string(),
            claim.note.as_ref().map_or("", |note| &note.value),
            &map.files().file(map.file_of(id)).name,
        ]);
    }
    let mut steps = Table::new(&[
        "step",
        "id",
        "kind",
        "conclusion",
        "premises",
        "scheme",
        "why",
        "strength",
    ]);
    let mut relations = Table::new(&["kind", "from", "to", "step", "on", "why", "strength"]);
    let number = |step: StepId| (step.0 + 1).to_string();
    for step in part.steps() {
        let conclusion = map.id(map.step(step).conclusion);
        let text = |text: Option<&crate::syntax::Text>| {
            text.map_or(String::new(), |text| text.value.to_string())
        };
        let strength = map
            .step_strength(step)
            .map(|strength| strength.value.to_string())
            .unwrap_or_default();
        steps.row(&[
            &number(step),
            map.step_name(step).unwrap_or_default(),
            map.step(step).polarity.name(),
            conclusion,
            &map.premises(step).count().to_string(),
            &text(map.step_scheme(step)),
            &text(map.step_why(step)),
            &strength,
        ]);
        for premise in map.premises(step) {
            let detail = map.premise_detail(step, premise);
            let why = text(detail.and_then(|detail| detail.why.as_ref()));
            let strength = detail.and_then(|detail| detail.strength.as_ref());
            let strength = strength
                .map(|strength| strength.value.to_string())
                .unwrap_or_default();
            relations.row(&[
                "premise",
                map.id(premise),
                conclusion,
                &number(step),
                "",
                &why,
                &strength,
            ]);
        }
    }
    for undercut in part.undercuts() {
        let written = map.step(undercut);
        let step = written.undercuts.map_or_else(String::new, number);
        let why = map.step_why(undercut).map_or("", |why| &why.value);
        let strength = map
            .step_strength(undercut)
            .map(|strength| strength.value.to_string())
            .unwrap_or_default();
        for premise in map.premises(undercut) {
            let (from, to) = (map.id(premise), map.id(written.conclusion));
            relations.row(&["undercut", from, to, &step, "", why, &strength]);
        }
    }
    for id in part.links() {
        let link = map.link(id);
        let detail = map.link_detail(id);
        let why = detail
            .and_then(|detail| detail.why.as_ref())
            .map_or("", |why| &why.value);
        let strength = detail.and_then(|detail| detail.strength.as_ref());
        let strength = strength
            .map(|strength| strength.value.to_string())
            .unwrap_or_default();
        let from = map.id(link.from);
        let on = map.link_on(id).unwrap_or_default();
        let kind = match link.kind {
            RelationKind::Contradicts => "contradiction",
            RelationKind::Restates => "restatement",
            _ => "contrast",
        };
        relations.row(&[kind, from, map.id(link.to), "", on, why, &strength]);
    }
    let mut questions = Table::new(&["id", "text", "exclusive", "file"]);
    for id in part.questions() {
        let question = map.question(id);
        let own = question.id.value.as_ref();
        let file = &map.files().file(map.question_place(id).file).path;
        let text = map.question_text(id, None);
        questions.row(&[own, text, flag(question.is_exclusive()), file]);
        for claim in part.answers(id) {
            relations.row(&["answer", map.id(claim), own, "", "", "", ""]);
        }
    }
    let file = |name: &str, table: Table| NewFile {
        name: name.to_owned(),
        text: table.text,
    };
    vec![
        file("claims.csv", claims),
        file("steps.csv", steps),
        file("relations.csv", relations),
        file("questions.csv", questions),
    ]
}

const fn flag(is_set: bool) -> &'static str {
    if is_set { "true" } else { "false" }
}

/// Rows of fields.
struct Table {
    text: String,
}

impl Table {
    fn new(names: &[&str]) -> Self {
        let mut table = Self {
            text: String::new(),
        };
        table.row(names);
        table
    }

    fn row(&mut self, fields: &[&str]) {
        for (number, field) in fields.iter().enumerate() {
            if number > 0 {
                self.text.push(',');
            }
            let field = printable_lines(field);
            if field.contains([',', '"', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&field.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(&field);
            }
        }
        self.text.push_str("\r\n");
    }
}
