//! Writes a map as `GraphML` (<http://graphml.graphdrawing.org>), for programs that draw and measure graphs: Gephi,
//! yEd, `NetworkX`, igraph.
//!
//! As in the map, claims and steps are both nodes. Edges lead from premises to steps, from steps to conclusions, from
//! undercuts to steps, and between claims that contradict, contrast with or restate each other.

use std::io::{self, Write};

use super::{ExportFormat, Part, Thing};
use crate::map::StepId;
use crate::printable::printable_lines_in_file;
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::RelationKind;

/// `GraphML`.
pub(super) struct GraphMl;

/// The keys of nodes and edges, with their types.
const KEYS: [(&str, &str, &str); 12] = [
    ("node", "kind", "string"),
    ("node", "title", "string"),
    ("node", "text", "string"),
    ("node", "about", "string"),
    ("node", "tags", "string"),
    ("node", "label", "string"),
    ("node", "credence", "double"),
    ("node", "scheme", "string"),
    ("node", "why", "string"),
    ("node", "strength", "double"),
    ("edge", "relation", "string"),
    ("edge", "on", "string"),
];

impl ExportFormat for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn carried(&self) -> &'static [Thing] {
        &[
            Thing::Title,
            Thing::Credence,
            Thing::Subject,
            Thing::Tag,
            Thing::Linked,
            Thing::StepId,
            Thing::Warrant,
            Thing::Scheme,
            Thing::Strength,
            Thing::Undercut,
            Thing::NestedUndercut,
            Thing::Contradiction,
            Thing::Contrast,
            Thing::Restatement,
            Thing::Question,
            Thing::Exclusion,
            Thing::Objection,
        ]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let map = part.map;
        let labels = grounded(map, &Suppositions::default());
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
        )?;
        for (of, key, kind) in KEYS {
            writeln!(
                out,
                "  <key id=\"{of}-{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>"
            )?;
        }
        writeln!(out, "  <graph id=\"map\" edgedefault=\"directed\">")?;
        let label = |label: Label| match label {
            Label::Accepted => "accepted",
            Label::Rejected => "rejected",
            Label::Undecided => "undecided",
        };
        for id in part.claims() {
            let claim = map.claim(id);
            let tags: Vec<&str> = claim.tags.iter().map(|tag| tag.value.as_ref()).collect();
            let credence = claim
                .credence
                .as_ref()
                .map(|credence| credence.value.to_string());
            node(
                out,
                map.id(id),
                &[
                    ("kind", Some("claim")),
                    (
                        "title",
                        claim.title.as_ref().map(|title| title.value.as_ref()),
                    ),
                    ("text", Some(map.text(id, None))),
                    (
                        "about",
                        claim.about.as_ref().map(|about| about.value.as_ref()),
                    ),
                    (
                        "tags",
                        Some(tags.join("; ").as_str()).filter(|tags| !tags.is_empty()),
                    ),
                    ("label", Some(label(labels.claim(id)))),
                    ("credence", credence.as_deref()),
                ],
            )?;
        }
        // No claim's id contains a space, so these names are free.
        let name = |step: StepId| {
            map.step_name(step)
                .map_or_else(|| format!("step {}", step.0), str::to_owned)
        };
        // An undercut needs no node if it has one premise and is not undercut itself.
        let is_node = |step: &StepId| {
            map.premises(*step).nth(1).is_some() || map.undercuts_of(*step).next().is_some()
        };
        for step in part.steps().chain(part.undercuts().filter(is_node)) {
            let strength = map
                .step_strength(step)
                .map(|strength| strength.value.to_string());
            node(
                out,
                &name(step),
                &[
                    ("kind", Some(map.step(step).kind().name())),
                    (
                        "scheme",
                        map.step_scheme(step).map(|scheme| scheme.value.as_ref()),
                    ),
                    ("why", map.step_why(step).map(|why| why.value.as_ref())),
                    ("strength", strength.as_deref()),
                ],
            )?;
        }
        for step in part.steps() {
            for premise in map.premises(step) {
                edge(out, map.id(premise), &name(step), "premise", None)?;
            }
            edge(
                out,
                &name(step),
                map.id(map.step(step).conclusion),
                map.step(step).polarity.name(),
                None,
            )?;
        }
        for undercut in part.undercuts() {
            let Some(step) = map.step(undercut).undercuts else {
                continue;
            };
            let (own, to) = (name(undercut), name(step));
            for premise in map.premises(undercut) {
                if is_node(&undercut) {
                    edge(out, map.id(premise), &own, "premise", None)?;
                } else {
                    edge(out, map.id(premise), &to, "undercut", None)?;
                }
            }
            if is_node(&undercut) {
                edge(out, &own, &to, "undercut", None)?;
            }
        }
        for id in part.links() {
            let link = map.link(id);
            let from = map.id(link.from);
            let to = map.id(link.to);
            match link.kind {
                RelationKind::Contradicts => edge(out, from, to, "contradiction", None)?,
                RelationKind::Restates => edge(out, from, to, "restatement", None)?,
                _ => edge(out, from, to, "contrast", map.link_on(id))?,
            }
        }
        for id in part.questions() {
            let question = map.question(id);
            // No claim's id contains a space, so this name is free.
            let name = format!("question {}", question.id.value);
            let kind = if question.is_exclusive() {
                "exclusive question"
            } else {
                "question"
            };
            let text = map.question_text(id, None);
            node(out, &name, &[("kind", Some(kind)), ("text", Some(text))])?;
            for claim in part.answers(id) {
                edge(out, map.id(claim), &name, "answer", None)?;
            }
        }
        writeln!(out, "  </graph>\n</graphml>")
    }
}

fn node(out: &mut dyn Write, id: &str, data: &[(&str, Option<&str>)]) -> io::Result<()> {
    writeln!(out, "    <node id=\"{}\">", xml(id))?;
    for (key, value) in data {
        if let Some(value) = value {
            writeln!(out, "      <data key=\"node-{key}\">{}</data>", xml(value))?;
        }
    }
    writeln!(out, "    </node>")
}

fn edge(
    out: &mut dyn Write,
    from: &str,
    to: &str,
    relation: &str,
    on: Option<&str>,
) -> io::Result<()> {
    write!(
        out,
        "    <edge source=\"{}\" target=\"{}\"><data key=\"edge-relation\">{relation}</data>",
        xml(from),
        xml(to)
    )?;
    if let Some(on) = on {
        write!(out, "<data key=\"edge-on\">{}</data>", xml(on))?;
    }
    writeln!(out, "</edge>")
}

/// Text for XML, which does not allow control characters.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable_lines_in_file(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            character => out.push(character),
        }
    }
    out
}
