//! Writes a map as arguebuf JSON, the format of the `arguebuf` tools (<https://arguebuf.github.io>). See
//! [`import`](crate::import) for how it is read.
//!
//! Claims become atoms, and steps become schemes. arguebuf has a fixed list of schemes, so a scheme that was not kept
//! by an import becomes the default one, with the map's own name for it under `userdata`. It has no questions, so these
//! are also under `userdata`. Nodes and edges have times only if an import has kept them.

use std::io::{self, Write};

use serde_json::{Map as Object, Value, json};

use super::aif::CARRIED;
use super::network::{ExportedEdge, ExportedNetwork, ExportedNode, NodeKind, spelt, wording};
use super::{ExportFormat, Part, Thing};
use crate::import::{ARGUEBUF, ARGUEBUF_REPHRASE as REPHRASE, CONTRADICTION};
use crate::printable::write_json;
use crate::syntax::value_in_json;

/// arguebuf JSON.
pub(super) struct ArguebufExport;

impl ExportFormat for ArguebufExport {
    fn name(&self) -> &'static str {
        ARGUEBUF
    }

    fn carried(&self) -> &'static [Thing] {
        const ALL: &[Thing] = &[
            Thing::Linked,
            Thing::StepId,
            Thing::Scheme,
            Thing::Undercut,
            Thing::NestedUndercut,
            Thing::Contradiction,
            Thing::Restatement,
            Thing::Objection,
            Thing::Question,
            Thing::Exclusion,
            Thing::Thesis,
        ];
        const { assert!(ALL.len() == CARRIED.len() + 1) };
        ALL
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        write_json(&graph(part), out)
    }
}

fn graph(part: Part<'_>) -> Value {
    let mut network = ExportedNetwork::new(part, ARGUEBUF);
    let kept = network.kept(part.map.data());
    let mut nodes = Object::new();
    for node in std::mem::take(&mut network.nodes) {
        nodes.insert(spelt(&node.id), written(part, &node));
    }
    let rows = |key: &str| {
        let rows = kept.and_then(|kept| kept.get(key)?.as_table());
        rows.into_iter()
            .flatten()
            .map(|(id, row)| (id.clone(), value_in_json(row)))
    };
    for (id, node) in rows("nodes") {
        if network.taken.insert(id.clone()) {
            network.is_own = false;
            nodes.insert(id, node);
        }
    }
    let mut edges = Object::new();
    for (id, edge) in rows("edges") {
        let value = Value::String(id.clone());
        if network.takes(Some(&value), [edge.get("source"), edge.get("target")]) {
            edges.insert(id, edge);
        }
    }
    let mut number = 0u64;
    for ExportedEdge { id, from, to } in std::mem::take(&mut network.edges) {
        let mut row = Object::new();
        row.insert("source".to_owned(), spelt(&from).into());
        row.insert("target".to_owned(), spelt(&to).into());
        if let Some(Value::Object(kept)) = &id {
            row.extend(
                kept.iter()
                    .filter(|(key, _)| *key != "id")
                    .map(|(key, value)| (key.clone(), value.clone())),
            );
        }
        let id = id.as_ref().map_or_else(
            || {
                number += 1;
                while !network.is_free(&format!("edge-{number}")) {
                    number += 1;
                }
                format!("edge-{number}")
            },
            spelt,
        );
        edges.insert(id, Value::Object(row));
    }
    let mut whole = Object::new();
    whole.insert("nodes".to_owned(), Value::Object(nodes));
    whole.insert("edges".to_owned(), Value::Object(edges));
    whole.insert("schemaVersion".to_owned(), 1.into());
    let thesis = part
        .map
        .documents()
        .iter()
        .filter_map(|document| document.header.as_ref());
    let thesis = thesis.flat_map(|header| &header.thesis).next();
    let thesis = thesis.and_then(|id| part.map.find(&id.value));
    if let Some(id) = thesis.and_then(|claim| network.claim(claim)) {
        whole.insert("majorClaim".to_owned(), spelt(id).into());
    }
    for (key, value) in kept.into_iter().flatten() {
        if !matches!(key.as_str(), "nodes" | "edges") {
            whole.insert(key.clone(), value_in_json(value));
        }
    }
    let mut own = Object::new();
    if network.is_own {
        // Tells the import that the ids are those of a map.
        own.insert("version".to_owned(), 1.into());
    }
    let questions = questions(part, &network);
    if !questions.is_empty() {
        own.insert("questions".to_owned(), questions.into());
    }
    if !own.is_empty() {
        let userdata = whole.entry("userdata").or_insert_with(|| json!({}));
        if !userdata.is_object() {
            *userdata = json!({});
        }
        if let Value::Object(userdata) = userdata {
            userdata.insert("argmap".to_owned(), own.into());
        }
    }
    Value::Object(whole)
}

/// The questions, each with the ids of the atoms that answer it.
fn questions(part: Part<'_>, network: &ExportedNetwork<'_>) -> Vec<Value> {
    let questions = part.questions().map(|id| {
        let question = part.map.question(id);
        let answers = part.answers(id).filter_map(|claim| network.claim(claim));
        json!({
            "id": *question.id.value,
            "text": part.map.question_text(id, None),
            "answers": answers.map(spelt).collect::<Vec<_>>(),
            "exclusive": question.is_exclusive(),
        })
    });
    questions.collect()
}

fn written(part: Part<'_>, node: &ExportedNode<'_>) -> Value {
    let mut row = Object::new();
    let mut userdata = None;
    match node.what {
        NodeKind::Claim(claim) => {
            let mut atom = Object::new();
            atom.insert("text".to_owned(), wording(part, claim, node.kept).into());
            let kept = node.kept.and_then(|kept| kept.get("atom")?.as_table());
            atom.extend(
                kept.into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), value_in_json(value))),
            );
            row.insert("atom".to_owned(), Value::Object(atom));
        }
        NodeKind::Step { is_against, scheme } => {
            let kind = if is_against { "attack" } else { "support" };
            let kept = node.kept.and_then(|kept| kept.get("scheme_name")?.as_str());
            let name =
                kept.map_or_else(|| format!("{}_DEFAULT", kind.to_uppercase()), str::to_owned);
            let mut inner = Object::new();
            inner.insert(kind.to_owned(), name.into());
            let more = node
                .kept
                .and_then(|kept| kept.get("scheme_data")?.as_table());
            inner.extend(
                more.into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), value_in_json(value))),
            );
            row.insert("scheme".to_owned(), Value::Object(inner));
            if let Some(scheme) = scheme.filter(|_| kept.is_none()) {
                userdata = Some(json!({ "scheme": scheme }));
            }
        }
        NodeKind::Restatement => {
            let kept = node.kept.and_then(|kept| kept.get("scheme_name")?.as_str());
            row.insert(
                "scheme".to_owned(),
                json!({ "rephrase": kept.unwrap_or(REPHRASE) }),
            );
        }
        NodeKind::Contradiction => {
            row.insert("scheme".to_owned(), json!({ "attack": "ATTACK_DEFAULT" }));
            userdata = Some(json!({ "scheme": CONTRADICTION }));
        }
    }
    if let Some(userdata) = userdata {
        row.insert("userdata".to_owned(), userdata);
    }
    for (key, value) in node.kept.into_iter().flatten() {
        if !matches!(
            key.as_str(),
            "id" | "text" | "atom" | "edges" | "scheme" | "scheme_name" | "scheme_data"
        ) {
            row.insert(key.clone(), value_in_json(value));
        }
    }
    Value::Object(row)
}
