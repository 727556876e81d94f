//! Describes the differences in words.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{DiffAnswer, KeyChange, LinkChange, StepChange, TextRun};
use crate::answer::Named;
use crate::map::StepKind;

/// The words of a sentence, each with whether it is an id.
type SentenceWords = Vec<(String, bool)>;

impl DiffAnswer {
    /// The counts in words, such as `1 label differs, 2 claims added`.
    pub fn counted(&self) -> String {
        let counts = &self.summary;
        let said: Vec<String> = [
            (counts.labels, "label differs", "labels differ"),
            (counts.claims_added, "claim added", "claims added"),
            (counts.claims_gone, "claim gone", "claims gone"),
            (counts.claims_reworded, "claim reworded", "claims reworded"),
            (counts.claims_renamed, "claim renamed", "claims renamed"),
            (counts.claims_moved, "claim moved", "claims moved"),
            (
                counts.claims_changed,
                "claim changed in another way",
                "claims changed in another way",
            ),
            (counts.relations_added, "relation added", "relations added"),
            (counts.relations_gone, "relation gone", "relations gone"),
            (
                counts.relations_changed,
                "relation changed",
                "relations changed",
            ),
            (counts.others, "other change", "other changes"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more }))
        .collect();
        if said.is_empty() {
            "nothing differs".to_owned()
        } else {
            said.join(", ")
        }
    }
}

impl KeyChange {
    /// What is gone and what was added, run by run: word by word for texts, entry by entry for lists.
    pub fn runs(&self) -> Vec<TextRun> {
        if !self.words.is_empty() {
            return self.words.clone();
        }
        let (gone, added) = (self.from.as_ref(), self.to.as_ref());
        let lists = [gone, added].map(|value| match value {
            Some(Value::Array(entries)) => Some(entries.iter().map(said).collect::<Vec<_>>()),
            None => Some(Vec::new()),
            Some(_) => None,
        });
        let mut runs = Vec::new();
        let [Some(gone), Some(added)] = lists else {
            runs.extend(gone.map(said).map(TextRun::Gone));
            runs.extend(added.map(said).map(TextRun::Added));
            return runs;
        };
        let known = |entries: &[String]| entries.iter().cloned().collect::<BTreeSet<_>>();
        let (before, after) = (known(&gone), known(&added));
        let mut gone = gone;
        gone.retain(|entry| !after.contains(entry));
        runs.extend(gone.into_iter().map(TextRun::Gone));
        let mut added = added;
        added.retain(|entry| !before.contains(entry));
        runs.extend(added.into_iter().map(TextRun::Added));
        let mut spaced = Vec::new();
        for (number, run) in runs.into_iter().enumerate() {
            if number > 0 {
                spaced.push(TextRun::Equal(" ".to_owned()));
            }
            spaced.push(run);
        }
        spaced
    }
}

/// A value as text for one line.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| match key.as_str() {
                "text" => said(value),
                key => format!("({key}: {})", said(value)),
            };
            entries.iter().map(entry).collect::<Vec<_>>().join(" ")
        }
        Value::Null => "none".to_owned(),
        value => value.to_string(),
    }
}

/// A step in words, such as `a and b together support y`, each word with whether it is an id.
pub fn relation_words(change: &StepChange) -> SentenceWords {
    let step = &change.step;
    let mut words = SentenceWords::new();
    list(&step.premises, &mut words);
    let is_one = step.premises.len() == 1;
    let verb = match (change.kind, step.outweighs, is_one) {
        (StepKind::Reason, _, true) => "supports",
        (StepKind::Reason, _, false) => "together support",
        (StepKind::Objection, _, true) => "attacks",
        (StepKind::Objection, _, false) => "together attack",
        (StepKind::Undercut, true, true) => "outweighs the objection of",
        (StepKind::Undercut, true, false) => "together outweigh the objection of",
        (StepKind::Undercut, false, true) => "undercuts the step from",
        (StepKind::Undercut, false, false) => "together undercut the step from",
    };
    words.push((verb.to_owned(), false));
    if let Some(target) = &step.undercuts {
        list(&target.premises, &mut words);
        words.push(("to".to_owned(), false));
    }
    words.push((step.conclusion.id.to_string(), true));
    words
}

impl LinkChange {
    /// The link in words, each word with whether it is an id.
    pub fn words(&self) -> SentenceWords {
        let [one, other] = &self.claims;
        let verb = match self.kind {
            "contrasts" => "contrasts with",
            kind => kind,
        };
        vec![
            (one.id.to_string(), true),
            (verb.to_owned(), false),
            (other.id.to_string(), true),
        ]
    }
}

/// Adds "a, b and c".
fn list(claims: &[Named], words: &mut SentenceWords) {
    for (number, claim) in claims.iter().enumerate() {
        if number > 0 && number + 1 == claims.len() {
            words.push(("and".to_owned(), false));
        } else if number > 0 {
            words.push((",".to_owned(), false));
        }
        words.push((claim.id.to_string(), true));
    }
}
