//! A map as AIF in JSON, and in the envelope of xAIF; see [`import`](crate::import) for how it is read.
//!
//! A claim is an I-node whose id is the claim's, a reason an RA-node, an objection or an undercut a CA-node. A
//! contradiction is two CA-nodes, one from either end. Whatever an import has kept under `data.aif` is in its old place:
//! ids, times, locutions, transitions. What AIF has no place for is counted by [`losses`](super::Format::losses).

use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map as Object, Value, json};

use super::json::user_value;
use super::{Format, Part, Thing};
use crate::import::{AIF, CONTRADICTION, XAIF, default_scheme};
use crate::map::{ClaimId, LinkId, StepId, Target};
use crate::printable::write_json;
use crate::syntax::{Polarity, RelationKind};

/// What AIF can say.
const CARRIED: &[Thing] = &[
    Thing::Linked,
    Thing::StepId,
    Thing::Scheme,
    Thing::Undercut,
    Thing::Contradiction,
    Thing::Objection,
];

/// AIF in JSON.
pub(super) struct Aif;

impl Format for Aif {
    fn name(&self) -> &'static str {
        AIF
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        write_json(&Graph::new(part).whole(false), out)
    }
}

/// xAIF.
pub(super) struct Xaif;

impl Format for Xaif {
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
        whole.insert("AIF".to_owned(), Graph::new(part).whole(true));
        let kept = part.map.data().and_then(|data| data.get(XAIF));
        if let Some(toml::Value::Table(kept)) = kept {
            whole.extend(
                kept.iter()
                    .map(|(key, value)| (key.clone(), user_value(value))),
            );
        }
        whole.entry("text").or_insert_with(|| "".into());
        write_json(&Value::Object(whole), out)
    }
}

/// The graph while it is put together.
struct Graph<'m> {
    part: Part<'m>,
    nodes: Vec<Value>,
    edges: Vec<Value>,
    /// The ids that are taken, as text.
    taken: FxHashSet<String>,
    /// The ids of edges that are taken.
    edge_ids: FxHashSet<String>,
    /// The edges that still need an id.
    nameless: Vec<(Value, Value)>,
    /// The nodes of steps by their ids: a step with several conclusions is one node.
    steps: FxHashMap<String, FxHashSet<(String, String)>>,
    step_ids: FxHashMap<StepId, Value>,
    timestamp: Option<&'m str>,
    is_own: bool,
}

impl<'m> Graph<'m> {
    fn new(part: Part<'m>) -> Self {
        let kept = part.map.data().and_then(|data| data.get(AIF)?.as_table());
        let timestamp = kept.and_then(|kept| kept.get("timestamp")?.as_str());
        Self {
            part,
            nodes: Vec::new(),
            edges: Vec::new(),
            taken: FxHashSet::default(),
            edge_ids: FxHashSet::default(),
            nameless: Vec::new(),
            steps: FxHashMap::default(),
            step_ids: FxHashMap::default(),
            timestamp,
            is_own: true,
        }
    }

    fn whole(mut self, is_xaif: bool) -> Value {
        let part = self.part;
        let map = part.map;
        let kept = map.data().and_then(|data| data.get(AIF)?.as_table());
        let mut ids: FxHashMap<ClaimId, Value> = FxHashMap::default();
        for claim in part.claims() {
            let kept = table(map.claim(claim).data.as_deref());
            let id = self.id(kept, map.id(claim));
            let now = map.text(claim, None);
            let before = kept.and_then(|kept| kept.get("text")?.as_str());
            let is_same = |before: &&str| before.trim() == now || before.trim().is_empty();
            let text = before.filter(is_same).unwrap_or(now);
            self.node(id.clone(), text, "I", kept, None);
            ids.insert(claim, id);
        }
        for step in part.steps() {
            self.step(step, &ids);
        }
        for link in part.links() {
            self.link(link, &ids);
        }
        let rows = |key: &str| {
            let rows = kept.and_then(|kept| kept.get(key)?.as_array());
            rows.into_iter().flatten().map(user_value)
        };
        for node in rows("nodes") {
            let id = node.get("nodeID").map(spelt);
            if id.is_some_and(|id| self.taken.insert(id)) {
                self.is_own = false;
                self.nodes.push(node);
            }
        }
        for edge in rows("edges") {
            let ends = [edge.get("fromID"), edge.get("toID")].map(|end| end.map(spelt));
            if ends
                .iter()
                .all(|end| end.as_ref().is_some_and(|end| self.taken.contains(end)))
            {
                self.edge_ids.extend(edge.get("edgeID").map(spelt));
                self.edges.push(edge);
            }
        }
        self.name_edges();
        let mut whole = Object::new();
        if self.is_own && !self.nodes.is_empty() {
            // For the import: the ids are those of a map.
            whole.insert("argmap".to_owned(), json!({ "version": 1 }));
        }
        whole.insert("nodes".to_owned(), self.nodes.into());
        whole.insert("edges".to_owned(), self.edges.into());
        if is_xaif {
            for key in [
                "schemefulfillments",
                "descriptorfulfillments",
                "participants",
            ] {
                whole.insert(key.to_owned(), Vec::<Value>::new().into());
            }
        }
        whole.insert("locutions".to_owned(), Vec::<Value>::new().into());
        for (key, value) in kept.into_iter().flatten() {
            if !matches!(key.as_str(), "nodes" | "edges" | "timestamp") {
                whole.insert(key.clone(), user_value(value));
            }
        }
        Value::Object(whole)
    }

    /// The id that an import has kept, or the one that is given; none that is taken.
    fn id(&mut self, kept: Option<&toml::Table>, own: &str) -> Value {
        if let Some(id) = kept.and_then(|kept| kept.get("id")) {
            self.is_own = false;
            let id = user_value(id);
            if self.taken.insert(spelt(&id)) {
                return id;
            }
        }
        let mut id = own.to_owned();
        let mut number = 1;
        while !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{own} ({number})");
        }
        id.into()
    }

    fn node(
        &mut self,
        id: Value,
        text: &str,
        kind: &str,
        kept: Option<&toml::Table>,
        scheme: Option<&str>,
    ) {
        let mut node = Object::new();
        node.insert("nodeID".to_owned(), id);
        node.insert("text".to_owned(), text.into());
        node.insert("type".to_owned(), kind.into());
        let stamp = kept.and_then(|kept| kept.get("timestamp")?.as_str());
        let is_kept = kept.is_some_and(|kept| kept.contains_key("id"));
        let stamp = stamp.or(self.timestamp.filter(|_| is_kept));
        if let Some(stamp) = stamp.filter(|stamp| !stamp.is_empty()) {
            node.insert("timestamp".to_owned(), stamp.into());
        }
        if let Some(scheme) = scheme {
            node.insert("scheme".to_owned(), scheme.into());
        }
        for (key, value) in kept.into_iter().flatten() {
            let is_said = matches!(
                key.as_str(),
                "id" | "text" | "timestamp" | "edges" | "scheme"
            );
            if !is_said {
                node.insert(key.clone(), user_value(value));
            }
        }
        self.nodes.push(Value::Object(node));
    }

    /// Edges from `from` to the node `at` and from there to `to`, with the ids that an import has kept of them.
    fn edges_through(
        &mut self,
        from: &[Value],
        at: &Value,
        to: &Value,
        kept: Option<&toml::Table>,
    ) {
        let kept = kept.and_then(|kept| kept.get("edges")?.as_array());
        let kept = kept.filter(|kept| kept.len() == from.len() + 1);
        let ends = from.iter().map(|from| (from, at)).chain([(at, to)]);
        let is_new = |graph: &mut Self, from: &Value, to: &Value| {
            let known = graph.steps.entry(spelt(at)).or_default();
            known.insert((spelt(from), spelt(to)))
        };
        for (number, (from, to)) in ends.enumerate() {
            if !is_new(self, from, to) {
                continue;
            }
            let id = kept.and_then(|kept| kept.get(number)).map(user_value);
            match id.filter(|id| self.edge_ids.insert(spelt(id))) {
                Some(id) => self
                    .edges
                    .push(json!({ "edgeID": id, "fromID": from, "toID": to })),
                None => self.nameless.push((from.clone(), to.clone())),
            }
        }
    }

    fn step(&mut self, step: StepId, ids: &FxHashMap<ClaimId, Value>) {
        let map = self.part.map;
        let kept = table(map.step_data(step));
        let Some(conclusion) = ids.get(&map.step(step).conclusion) else {
            return;
        };
        let premises: Vec<Value> = map
            .premises(step)
            .filter_map(|premise| ids.get(&premise).cloned())
            .collect();
        let kind = match map.step(step).polarity {
            Polarity::For => "RA",
            Polarity::Against => "CA",
        };
        let known = kept.and_then(|kept| kept.get("id")).map(user_value);
        // Of another conclusion of the same node, the node is there.
        let id = if let Some(id) = known.filter(|id| self.steps.contains_key(&spelt(id))) {
            id
        } else {
            {
                let own = match (map.step_name(step), map.premises(step).next()) {
                    (Some(name), _) => name.to_owned(),
                    (None, premise) => {
                        let premise = premise.map_or("", |premise| map.id(premise));
                        format!("{premise} -> {}", map.id(map.step(step).conclusion))
                    }
                };
                let id = self.id(kept, &own);
                let scheme = map.step_scheme(step).map(|scheme| scheme.value.as_ref());
                self.scheme_node(&id, kind, scheme, kept);
                id
            }
        };
        self.edges_through(&premises, &id, conclusion, kept);
        self.step_ids.insert(step, id);
    }

    /// A node of a step, called by its scheme.
    fn scheme_node(
        &mut self,
        id: &Value,
        kind: &str,
        scheme: Option<&str>,
        kept: Option<&toml::Table>,
    ) {
        let usual = scheme.or(default_scheme(kind)).unwrap_or_default();
        let text = kept.and_then(|kept| kept.get("text")?.as_str());
        let is_named = kept.is_some_and(|kept| kept.contains_key("schemeID"))
            || text.is_some() && scheme.is_some();
        self.node(
            id.clone(),
            text.unwrap_or(usual),
            kind,
            kept,
            is_named.then_some(usual),
        );
    }

    fn link(&mut self, id: LinkId, ids: &FxHashMap<ClaimId, Value>) {
        let map = self.part.map;
        let link = map.link(id);
        let kept = table(
            map.link_detail(id)
                .and_then(|detail| detail.data.as_deref()),
        );
        let Some(from) = ids.get(&link.from).cloned() else {
            return;
        };
        match link.to {
            Target::Step(step) => {
                let Some(to) = self.step_ids.get(&step).cloned() else {
                    return;
                };
                let known = kept.and_then(|kept| kept.get("id")).map(user_value);
                let node = if let Some(id) = known.filter(|id| self.steps.contains_key(&spelt(id)))
                {
                    id
                } else {
                    {
                        let own = format!("{} -> {}", map.id(link.from), spelt(&to));
                        let node = self.id(kept, &own);
                        let scheme = kept.and_then(|kept| kept.get("scheme")?.as_str());
                        self.scheme_node(&node, "CA", scheme, kept);
                        node
                    }
                };
                self.edges_through(&[from], &node, &to, kept);
            }
            Target::Claim(other) if link.kind == RelationKind::Contradicts => {
                let Some(to) = ids.get(&other).cloned() else {
                    return;
                };
                for (one, other, names) in [
                    (&from, &to, [link.from, other]),
                    (&to, &from, [other, link.from]),
                ] {
                    let own = format!("{} -> {}", map.id(names[0]), map.id(names[1]));
                    let node = self.id(None, &own);
                    self.node(node.clone(), CONTRADICTION, "CA", None, None);
                    self.edges_through(std::slice::from_ref(one), &node, other, None);
                }
            }
            Target::Claim(_) => {}
        }
    }

    /// Gives ids to the edges that have none: the first numbers that are free.
    fn name_edges(&mut self) {
        let mut number = 0u64;
        for (from, to) in std::mem::take(&mut self.nameless) {
            number += 1;
            while self.edge_ids.contains(&number.to_string()) {
                number += 1;
            }
            self.edges
                .push(json!({ "edgeID": number, "fromID": from, "toID": to }));
        }
    }
}

/// What an import has kept for AIF.
fn table(data: Option<&toml::Table>) -> Option<&toml::Table> {
    data?.get(AIF)?.as_table()
}

/// An id as text: numbers and strings are the same.
fn spelt(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
