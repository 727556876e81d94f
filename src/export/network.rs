//! A map as a graph whose nodes are claims and steps, for formats that are such graphs. Ids that an import has kept are
//! used again.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::Part;
use crate::map::{ClaimId, LinkId, StepId};
use crate::syntax::value_in_json;
use crate::syntax::{Polarity, RelationKind};

/// A graph.
pub(super) struct ExportedNetwork<'m> {
    part: Part<'m>,
    /// The key under which the map keeps data for the format.
    format: &'static str,
    pub(super) nodes: Vec<ExportedNode<'m>>,
    pub(super) edges: Vec<ExportedEdge>,
    /// The ids of nodes that are taken, as text.
    pub(super) taken: FxHashSet<String>,
    /// For each id that is taken, the last number that was put behind it.
    numbers: FxHashMap<String, usize>,
    edge_ids: FxHashSet<String>,
    /// Whether all ids of nodes are those of the map.
    pub(super) is_own: bool,
    /// The ends of each step's edges. A step with several conclusions is one node.
    ends: FxHashMap<String, FxHashSet<(String, String)>>,
    claims: FxHashMap<ClaimId, Value>,
    steps: FxHashMap<StepId, Value>,
}

/// A node.
pub(super) struct ExportedNode<'m> {
    pub(super) id: Value,
    pub(super) what: NodeKind<'m>,
    /// What an import has kept about it.
    pub(super) kept: Option<&'m toml::Table>,
}

/// What a node is.
pub(super) enum NodeKind<'m> {
    Claim(ClaimId),
    /// A reason or an objection, with its scheme.
    Step {
        is_against: bool,
        scheme: Option<&'m str>,
    },
    /// One half of a contradiction.
    Contradiction,
    /// That one claim restates another.
    Restatement,
}

/// An edge. Its id is `None` if the format has to choose one.
pub(super) struct ExportedEdge {
    pub(super) id: Option<Value>,
    pub(super) from: Value,
    pub(super) to: Value,
}

/// An id as text; a number is the same as a string of its digits.
pub(super) fn spelt(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        Value::Object(object) => object.get("id").map(spelt).unwrap_or_default(),
        other => other.to_string(),
    }
}

impl<'m> ExportedNetwork<'m> {
    /// A part of a map as a graph. Linear in the map.
    pub(super) fn new(part: Part<'m>, format: &'static str) -> Self {
        let mut network = Self {
            part,
            format,
            nodes: Vec::new(),
            edges: Vec::new(),
            taken: FxHashSet::default(),
            numbers: FxHashMap::default(),
            edge_ids: FxHashSet::default(),
            is_own: true,
            ends: FxHashMap::default(),
            claims: FxHashMap::default(),
            steps: FxHashMap::default(),
        };
        for claim in part.claims() {
            let kept = network.kept(part.map.claim(claim).data.as_deref());
            let id = network.id(kept, part.map.id(claim));
            network.claims.insert(claim, id.clone());
            network.nodes.push(ExportedNode {
                id,
                what: NodeKind::Claim(claim),
                kept,
            });
        }
        for step in part.steps() {
            network.step(step);
        }
        network.undercuts();
        for link in part.links() {
            network.link(link);
        }
        network
    }

    /// The node of a claim.
    pub(super) fn claim(&self, claim: ClaimId) -> Option<&Value> {
        self.claims.get(&claim)
    }

    /// What the map keeps for the format.
    pub(super) fn kept(&self, data: Option<&'m toml::Table>) -> Option<&'m toml::Table> {
        data?.get(self.format)?.as_table()
    }

    /// Whether both ends of an edge that an import has kept exist. If so, its id is now taken.
    pub(super) fn takes(&mut self, id: Option<&Value>, ends: [Option<&Value>; 2]) -> bool {
        let is_there =
            |end: Option<&Value>| end.is_some_and(|end| self.taken.contains(&spelt(end)));
        let is_whole = ends.into_iter().all(is_there);
        if is_whole {
            self.edge_ids.extend(id.map(spelt));
        }
        is_whole
    }

    /// Whether no edge has this id yet.
    pub(super) fn is_free(&self, id: &str) -> bool {
        !self.edge_ids.contains(id)
    }

    /// An id for a node that no import has kept: the given one, or if that is taken, one like it.
    pub(super) fn free_id(&mut self, own: &str) -> Value {
        self.id(None, own)
    }

    /// The id that an import has kept, or else the given one, changed if it is taken.
    fn id(&mut self, kept: Option<&toml::Table>, own: &str) -> Value {
        if let Some(id) = kept.and_then(|kept| kept.get("id")) {
            self.is_own = false;
            let id = value_in_json(id);
            if self.taken.insert(spelt(&id)) {
                return id;
            }
        }
        let mut id = own.to_owned();
        if !self.taken.insert(id.clone()) {
            let number = self.numbers.entry(id).or_insert(1);
            id = loop {
                *number += 1;
                let numbered = format!("{own} ({number})");
                if self.taken.insert(numbered.clone()) {
                    break numbered;
                }
            };
        }
        id.into()
    }

    /// Adds edges from `from` to the node `at`, and from there to `to`, with the ids that an import has kept for them.
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
        for (number, (from, to)) in ends.enumerate() {
            let known = self.ends.entry(spelt(at)).or_default();
            if !known.insert((spelt(from), spelt(to))) {
                continue;
            }
            let id = kept.and_then(|kept| kept.get(number)).map(value_in_json);
            let id = id.filter(|id| self.edge_ids.insert(spelt(id)));
            self.edges.push(ExportedEdge {
                id,
                from: from.clone(),
                to: to.clone(),
            });
        }
    }

    /// The node of a step, with the id that an import has kept. It already exists if the step has another conclusion.
    fn step_node(
        &mut self,
        kept: Option<&'m toml::Table>,
        own: &str,
        is_against: bool,
        scheme: Option<&'m str>,
    ) -> Value {
        let known = kept.and_then(|kept| kept.get("id")).map(value_in_json);
        if let Some(id) = known.filter(|id| self.ends.contains_key(&spelt(id))) {
            return id;
        }
        let id = self.id(kept, own);
        let what = NodeKind::Step { is_against, scheme };
        self.nodes.push(ExportedNode {
            id: id.clone(),
            what,
            kept,
        });
        id
    }

    fn step(&mut self, step: StepId) {
        let map = self.part.map;
        let kept = self.kept(map.step_data(step));
        let conclusion = map.step(step).conclusion;
        let Some(to) = self.claims.get(&conclusion).cloned() else {
            return;
        };
        let premises = map
            .premises(step)
            .filter_map(|premise| self.claims.get(&premise).cloned());
        let premises: Vec<Value> = premises.collect();
        let own = map.step_name(step).map_or_else(
            || {
                let premise = map
                    .premises(step)
                    .next()
                    .map_or("", |premise| map.id(premise));
                format!("{premise} -> {}", map.id(conclusion))
            },
            str::to_owned,
        );
        let scheme = map.step_scheme(step).map(|scheme| scheme.value.as_ref());
        let is_against = map.step(step).polarity == Polarity::Against;
        let id = self.step_node(kept, &own, is_against, scheme);
        self.edges_through(&premises, &id, &to, kept);
        self.steps.insert(step, id);
    }

    /// Adds nodes for all undercuts, and only then their edges, since an undercut may undercut a later one.
    fn undercuts(&mut self) {
        let (part, map) = (self.part, self.part.map);
        let ends = |id: StepId| map.step(id).undercuts;
        for id in part.undercuts() {
            let kept = self.kept(map.step_data(id));
            let target = ends(id).and_then(|step| self.steps.get(&step));
            let target = target.map_or_else(String::new, spelt);
            let premise = map.premises(id).next();
            let premise = premise.map_or("", |premise| map.id(premise));
            let own = map.step_name(id);
            let own = own.map_or_else(|| format!("{premise} -> {target}"), str::to_owned);
            let scheme = kept.and_then(|kept| kept.get("scheme")?.as_str());
            let scheme = scheme.or(map.step_scheme(id).map(|scheme| scheme.value.as_ref()));
            let node = self.step_node(kept, &own, true, scheme);
            // Marks the node as known before it has edges, since several undercuts may share one node.
            self.ends.entry(spelt(&node)).or_default();
            self.steps.insert(id, node);
        }
        for id in part.undercuts() {
            let to = ends(id).and_then(|step| self.steps.get(&step).cloned());
            let node = self.steps.get(&id).cloned();
            if let (Some(to), Some(node)) = (to, node) {
                let premises = map.premises(id);
                let premises = premises.filter_map(|premise| self.claims.get(&premise).cloned());
                let premises: Vec<Value> = premises.collect();
                let kept = self.kept(map.step_data(id));
                self.edges_through(&premises, &node, &to, kept);
            }
        }
    }

    fn link(&mut self, id: LinkId) {
        let map = self.part.map;
        let link = map.link(id);
        let ends = self.claims.get(&link.from).zip(self.claims.get(&link.to));
        let Some((from, to)) = ends.map(|(from, to)| (from.clone(), to.clone())) else {
            return;
        };
        let names = [map.id(link.from), map.id(link.to)];
        match link.kind {
            RelationKind::Contradicts => {}
            RelationKind::Restates => {
                let detail = map.link_detail(id);
                let kept = self.kept(detail.and_then(|detail| detail.data.as_deref()));
                let node = self.id(kept, &names.join(" = "));
                self.nodes.push(ExportedNode {
                    id: node.clone(),
                    what: NodeKind::Restatement,
                    kept,
                });
                return self.edges_through(&[from], &node, &to, kept);
            }
            _ => return,
        }
        for (one, other, [name, of]) in [(&from, &to, names), (&to, &from, [names[1], names[0]])] {
            let node = self.id(None, &format!("{name} -> {of}"));
            self.nodes.push(ExportedNode {
                id: node.clone(),
                what: NodeKind::Contradiction,
                kept: None,
            });
            self.edges_through(std::slice::from_ref(one), &node, other, None);
        }
    }
}

/// The claim's wording, or the one that an import has kept if they differ only in surrounding white space.
pub(super) fn wording<'m>(
    part: Part<'m>,
    claim: ClaimId,
    kept: Option<&'m toml::Table>,
) -> &'m str {
    let now = part.map.text(claim, None);
    let before = kept.and_then(|kept| kept.get("text")?.as_str());
    let is_same = |before: &&str| before.trim() == now || before.trim().is_empty();
    before.filter(is_same).unwrap_or(now)
}
