//! Writes a map as AIF in JSON, or in the envelope of xAIF. See [`import`](crate::import) for how it is read.
//!
//! A claim becomes an I-node with the claim's id, a reason an RA-node, and an objection or undercut a CA-node. A
//! contradiction becomes two CA-nodes, one in each direction. A question becomes a locution, from which a YA-node leads
//! to each answer; its id, and whether its answers exclude each other, are next to it under `argmap`. Whatever an
//! import has kept under `data.aif` goes back to its old place: ids, times, locutions, transitions. What AIF cannot
//! express is counted by [`losses`](crate::losses).

use std::io::{self, Write};

use serde_json::{Map as Object, Value, json};

use super::network::{ExportedEdge, ExportedNetwork, ExportedNode, NodeKind, spelt, wording};
use super::{ExportFormat, Part, Thing, lost};
use crate::import::{AIF, ASKING, CONTRADICTION, REPHRASE, XAIF, default_scheme};
use crate::losses::Losses;
use crate::printable::write_json;
use crate::syntax::value_in_json;

/// What AIF and arguebuf graphs can express.
pub(super) const CARRIED: &[Thing] = &[
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
];

/// AIF in JSON.
pub(super) struct AifExport;

impl ExportFormat for AifExport {
    fn name(&self) -> &'static str {
        AIF
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        write_json(&graph(part, false), out)
    }

    fn losses(&self, part: Part<'_>) -> Losses {
        losses(part, self.name(), self.keeps())
    }
}

/// xAIF.
pub(super) struct XaifExport;

impl ExportFormat for XaifExport {
    fn name(&self) -> &'static str {
        XAIF
    }

    fn keeps(&self) -> &'static [&'static str] {
        &[AIF, XAIF]
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut whole = Object::new();
        whole.insert("AIF".to_owned(), graph(part, true));
        let kept = part.map.data().and_then(|data| data.get(XAIF));
        if let Some(toml::Value::Table(kept)) = kept {
            whole.extend(
                kept.iter()
                    .map(|(key, value)| (key.clone(), value_in_json(value))),
            );
        }
        whole.entry("text").or_insert_with(|| "".into());
        write_json(&Value::Object(whole), out)
    }

    fn losses(&self, part: Part<'_>) -> Losses {
        losses(part, self.name(), self.keeps())
    }
}

/// What is lost. Speakers are not, if an import has kept their locutions.
fn losses(part: Part<'_>, name: &str, keeps: &[&str]) -> Losses {
    let kept = part.map.data().and_then(|data| data.get(AIF)?.get("nodes"));
    let mut carried = CARRIED.to_vec();
    if kept.is_some() {
        carried.push(Thing::Speaker);
    }
    lost::losses(part, &carried, name, keeps)
}

fn graph(part: Part<'_>, is_xaif: bool) -> Value {
    let mut network = ExportedNetwork::new(part, AIF);
    let kept = network.kept(part.map.data());
    let timestamp = kept.and_then(|kept| kept.get("timestamp")?.as_str());
    let nodes = std::mem::take(&mut network.nodes);
    let mut nodes: Vec<Value> = nodes
        .iter()
        .map(|node| written(part, node, timestamp))
        .collect();
    let rows = |key: &str| {
        let rows = kept.and_then(|kept| kept.get(key)?.as_array());
        rows.into_iter().flatten().map(value_in_json)
    };
    for node in rows("nodes") {
        if node
            .get("nodeID")
            .map(spelt)
            .is_some_and(|id| network.taken.insert(id))
        {
            network.is_own = false;
            nodes.push(node);
        }
    }
    let mut edges: Vec<Value> = rows("edges")
        .filter(|edge| network.takes(edge.get("edgeID"), [edge.get("fromID"), edge.get("toID")]))
        .collect();
    questions(part, &mut network, &mut nodes);
    let mut number = 0u64;
    for edge in std::mem::take(&mut network.edges) {
        let id = edge.id.unwrap_or_else(|| {
            number += 1;
            while !network.is_free(&number.to_string()) {
                number += 1;
            }
            number.into()
        });
        edges.push(json!({ "edgeID": id, "fromID": edge.from, "toID": edge.to }));
    }
    let mut whole = Object::new();
    if network.is_own && !nodes.is_empty() {
        // Tells the import that the ids are those of a map.
        whole.insert("argmap".to_owned(), json!({ "version": 1 }));
    }
    whole.insert("nodes".to_owned(), nodes.into());
    whole.insert("edges".to_owned(), edges.into());
    let lists: &[&str] = if is_xaif {
        &[
            "schemefulfillments",
            "descriptorfulfillments",
            "participants",
            "locutions",
        ]
    } else {
        &["locutions"]
    };
    for key in lists {
        whole.insert((*key).to_owned(), Vec::<Value>::new().into());
    }
    for (key, value) in kept.into_iter().flatten() {
        if !matches!(key.as_str(), "nodes" | "edges" | "timestamp") {
            whole.insert(key.clone(), value_in_json(value));
        }
    }
    Value::Object(whole)
}

/// Adds the locutions that ask, and the nodes and edges from them to the answers.
fn questions(part: Part<'_>, network: &mut ExportedNetwork<'_>, nodes: &mut Vec<Value>) {
    for id in part.questions() {
        let question = part.map.question(id);
        let own = question.id.value.as_ref();
        let asks = network.free_id(&format!("question {own}"));
        let about = json!({ "question": own, "exclusive": question.is_exclusive() });
        let text = part.map.question_text(id, None);
        nodes.push(json!({ "nodeID": asks, "text": text, "type": "L", "argmap": about }));
        for answer in part.answers(id) {
            let Some(to) = network.claim(answer).cloned() else {
                continue;
            };
            let name = format!("question {own} -> {}", part.map.id(answer));
            let node = network.free_id(&name);
            nodes.push(json!({ "nodeID": node, "text": ASKING, "type": "YA" }));
            for (from, to) in [(&asks, &node), (&node, &to)] {
                network.edges.push(ExportedEdge {
                    id: None,
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
    }
}

fn written(part: Part<'_>, node: &ExportedNode<'_>, timestamp: Option<&str>) -> Value {
    let kept = node.kept;
    let text_kept = kept.and_then(|kept| kept.get("text")?.as_str());
    let (kind, text, scheme) = match node.what {
        NodeKind::Claim(claim) => ("I", wording(part, claim, kept), None),
        NodeKind::Contradiction => ("CA", CONTRADICTION, None),
        NodeKind::Restatement => {
            let scheme = kept.and_then(|kept| kept.get("scheme")?.as_str());
            let has_id = kept.is_some_and(|kept| kept.contains_key("schemeID"));
            let scheme = scheme.or(has_id.then_some(REPHRASE));
            ("MA", text_kept.unwrap_or(REPHRASE), scheme)
        }
        NodeKind::Step { is_against, scheme } => {
            let kind = if is_against { "CA" } else { "RA" };
            let usual = scheme.or(default_scheme(kind)).unwrap_or_default();
            let has_id = kept.is_some_and(|kept| kept.contains_key("schemeID"));
            let is_named = has_id || text_kept.is_some() && scheme.is_some();
            (kind, text_kept.unwrap_or(usual), is_named.then_some(usual))
        }
    };
    let mut row = Object::new();
    row.insert("nodeID".to_owned(), node.id.clone());
    row.insert("text".to_owned(), text.into());
    row.insert("type".to_owned(), kind.into());
    let own = kept.and_then(|kept| kept.get("timestamp")?.as_str());
    let is_foreign = kept.is_some_and(|kept| kept.contains_key("id"));
    let stamp = own.or(timestamp.filter(|_| is_foreign));
    if let Some(stamp) = stamp.filter(|stamp| !stamp.is_empty()) {
        row.insert("timestamp".to_owned(), stamp.into());
    }
    if let Some(scheme) = scheme {
        row.insert("scheme".to_owned(), scheme.into());
    }
    for (key, value) in kept.into_iter().flatten() {
        if !matches!(
            key.as_str(),
            "id" | "text" | "timestamp" | "edges" | "scheme"
        ) {
            row.insert(key.clone(), value_in_json(value));
        }
    }
    Value::Object(row)
}
