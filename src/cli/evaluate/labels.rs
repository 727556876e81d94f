//! What stands and what falls, as people and programs read it.

use argmap::map::ClaimId;
use argmap::reason::{Label, Labelling, Suppositions, grounded};
use serde_json::{Value, json};

use super::scope::Scope;
use crate::cli::Failure;
use crate::cli::label::{sign, style};
use crate::cli::output::to_json;
use crate::cli::paragraph::{Paragraph, Style};

/// The labels of a map, or of what is selected of it.
pub(super) struct Labels<'f, 's> {
    pub(super) scope: Scope<'f, 's>,
    pub(super) labelling: &'f Labelling,
}

/// A claim whose label a supposition changes.
struct Change {
    claim: ClaimId,
    from: Label,
    to: Label,
}

impl Labels<'_, '_> {
    pub(super) fn print_tree(&self, depth: Option<u32>) -> Result<(), Failure> {
        self.scope
            .print_tree(depth, &self.verdict(), || self.summary())
    }

    /// What becomes of the thesis, in a line for each.
    fn verdict(&self) -> String {
        let scope = &self.scope;
        let lines = scope.theses().map(|claim| {
            let label = self.labelling.claim(claim);
            let mut line = Paragraph::of(self.sign(label), style(label));
            line.push_word("the thesis", Style::Plain);
            line.push_word(&scope.id(claim), Style::Strong);
            line.push_word("is", Style::Plain);
            line.push_word(label.name(), style(label));
            scope.wrapped(&line)
        });
        lines.collect()
    }

    /// How many claims have each label.
    fn summary(&self) -> String {
        let labels = self.scope.claims();
        let labels: Vec<_> = labels.map(|claim| self.labelling.claim(claim)).collect();
        let parts = Label::ALL.map(|label| {
            let count = labels.iter().filter(|&&is| is == label).count();
            let sign = style(label).paint(self.sign(label));
            format!("{sign} {count} {label}")
        });
        parts.join("   ")
    }

    /// What the suppositions change.
    pub(super) fn changes(&self) -> String {
        let scope = &self.scope;
        let changes = self.compare();
        let mut text = scope.supposed();
        text.push('\n');
        let verdict = self.verdict();
        text.push_str(&verdict);
        if !verdict.is_empty() {
            text.push('\n');
        }
        let said = match changes.len() {
            0 => "no label changes".to_owned(),
            1 => format!("1 of {} labels changes:", scope.claims().count()),
            many => format!("{many} of {} labels change:", scope.claims().count()),
        };
        text.push_str(&scope.wrapped(&Paragraph::of(&said, Style::Plain)));
        for change in &changes {
            let label = |label: Label| format!("{} {label}", self.sign(label));
            let mut line = Paragraph::of(&label(change.to), style(change.to));
            line.push_word(&scope.id(change.claim), Style::Strong);
            line.push_whole(&format!("(was {})", label(change.from)), Style::Dim);
            text.push_str(&scope.hanging(&line, 2, 4));
        }
        text.push('\n');
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    /// The claims whose labels differ from those of the map as it is, in the order of the files.
    fn compare(&self) -> Vec<Change> {
        let before = grounded(self.scope.map, &Suppositions::default());
        let changes = self.scope.claims().map(|claim| Change {
            claim,
            from: before.claim(claim),
            to: self.labelling.claim(claim),
        });
        changes.filter(|change| change.from != change.to).collect()
    }

    pub(super) fn json(&self) -> Result<String, Failure> {
        let scope = &self.scope;
        let map = scope.map;
        let claims = scope.claims().map(|claim| {
            let label = self.labelling.claim(claim).name();
            (map.id(claim).to_owned(), json!({ "label": label }))
        });
        let mut answer = json!({
            "version": 1,
            "semantics": "grounded",
            "claims": claims.collect::<serde_json::Map<_, _>>(),
            "steps": scope.steps_as_json(|step| json!({ "label": self.labelling.step(step).name() })),
        });
        if let (false, Some(answer)) = (scope.suppositions.is_empty(), answer.as_object_mut()) {
            let changes = self.compare().into_iter().map(|change| {
                json!({
                    "claim": map.id(change.claim),
                    "from": change.from.name(),
                    "to": change.to.name(),
                })
            });
            let changes: Vec<_> = changes.collect();
            answer.insert("suppositions".to_owned(), scope.supposed_as_json());
            answer.insert("changes".to_owned(), Value::from(changes));
        }
        to_json(&answer)
    }

    fn sign(&self, label: Label) -> &'static str {
        sign(label, self.scope.look.ascii)
    }
}
