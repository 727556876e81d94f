//! Writes a map as a flow chart for Mermaid (<https://mermaid.js.org>), which many websites render in place.
//!
//! Claims are boxes, green if accepted and red if rejected. A step with several premises, or one that is undercut, has
//! a circle where its premises meet. Quotations, tags and notes are left out.

use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ExportFormat, Part, Thing, one_line};
use crate::map::{ClaimId, StepId};
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::{Polarity, RelationKind};

/// Mermaid's flow chart.
pub(super) struct Mermaid;

impl ExportFormat for Mermaid {
    fn name(&self) -> &'static str {
        "mermaid"
    }

    fn carried(&self) -> &'static [Thing] {
        &[
            Thing::Title,
            Thing::Linked,
            Thing::Undercut,
            Thing::NestedUndercut,
            Thing::Contradiction,
            Thing::Contrast,
            Thing::Restatement,
            Thing::Question,
            Thing::Exclusion,
            Thing::Objection,
            Thing::MapTitle,
            Thing::Thesis,
        ]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let map = part.map;
        let labels = grounded(map, &Suppositions::default());
        if let Some(title) = map.title() {
            // Front matter is YAML; this is a YAML string.
            let title = one_line(title).replace('\\', "\\\\").replace('"', "\\\"");
            writeln!(out, "---\ntitle: \"{title}\"\n---")?;
        }
        writeln!(out, "flowchart BT")?;
        let name = |claim: ClaimId| format!("c{}", claim.0);
        let mut classes: FxHashMap<&str, Vec<String>> = FxHashMap::default();
        for claim in part.claims() {
            let title = map
                .claim(claim)
                .title
                .as_ref()
                .map(|title| label(&title.value));
            let words = label(map.text(claim, None));
            let shown = title.map_or_else(
                || words.clone(),
                |title| format!("<b>{title}</b><br/>{words}"),
            );
            writeln!(out, "  {}[\"{shown}\"]", name(claim))?;
            let class = match labels.claim(claim) {
                Label::Accepted => "accepted",
                Label::Rejected => "rejected",
                Label::Undecided => "undecided",
            };
            classes.entry(class).or_default().push(name(claim));
        }
        let undercut = part.undercuts().filter_map(|id| map.step(id).undercuts);
        let undercut: FxHashSet<StepId> = undercut.collect();
        for step in part.steps() {
            let conclusion = name(map.step(step).conclusion);
            let arrow = match map.step(step).polarity {
                Polarity::For => "-->",
                Polarity::Against => "--x",
            };
            let premises: Vec<ClaimId> = map.premises(step).collect();
            if let (&[premise], false) = (premises.as_slice(), undercut.contains(&step)) {
                writeln!(out, "  {} {arrow} {conclusion}", name(premise))?;
                continue;
            }
            writeln!(out, "  s{}((\" \")) {arrow} {conclusion}", step.0)?;
            for premise in premises {
                writeln!(out, "  {} --- s{}", name(premise), step.0)?;
            }
        }
        for id in part.undercuts() {
            let Some(step) = map.step(id).undercuts else {
                continue;
            };
            let premises: Vec<ClaimId> = map.premises(id).collect();
            if let (&[premise], false) = (premises.as_slice(), undercut.contains(&id)) {
                writeln!(out, "  {} -. undercuts .-x s{}", name(premise), step.0)?;
                continue;
            }
            writeln!(out, "  s{}((\" \")) -. undercuts .-x s{}", id.0, step.0)?;
            for premise in premises {
                writeln!(out, "  {} -.- s{}", name(premise), id.0)?;
            }
        }
        for id in part.links() {
            let link = map.link(id);
            let from = name(link.from);
            let to = name(link.to);
            match link.kind {
                RelationKind::Contradicts => writeln!(out, "  {from} x--x {to}")?,
                RelationKind::Restates => writeln!(out, "  {from} -. restates .- {to}")?,
                _ => {
                    let on = map.link_on(id).map_or("contrasts".to_owned(), label);
                    writeln!(out, "  {from} <-. \"{on}\" .-> {to}")?;
                }
            }
        }
        for id in part.questions() {
            let question = map.question(id);
            let words = label(map.question_text(id, None));
            writeln!(out, "  q{}{{{{\"{words}\"}}}}", id.0)?;
            let answers = if question.is_exclusive() {
                "excludes the others"
            } else {
                "answers"
            };
            for claim in part.answers(id) {
                writeln!(out, "  {} -. {answers} .- q{}", name(claim), id.0)?;
            }
        }
        for (class, style) in [
            ("accepted", "fill:#e0f2e0,stroke:#2e7d32,color:#263238"),
            ("rejected", "fill:#f9dedc,stroke:#c62828,color:#263238"),
            ("undecided", "fill:#fff0d0,stroke:#b26a00,color:#263238"),
        ] {
            if let Some(claims) = classes.get(class) {
                writeln!(
                    out,
                    "  classDef {class} {style}\n  class {} {class}",
                    claims.join(",")
                )?;
            }
        }
        Ok(())
    }
}

/// Text for Mermaid: characters that could be markup or end the string are written as codes.
fn label(text: &str) -> String {
    let mut out = String::new();
    for character in one_line(text).chars() {
        match character {
            '"' | '#' | '<' | '>' | '&' | '`' | '*' | '_' | '\\' | '|' | ';' | '{' | '}' | '['
            | ']' => {
                // Writing to a string does not fail.
                let _ = write!(out, "#{};", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out
}
