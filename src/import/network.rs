//! Turns graphs in which claims and steps are both nodes, as in the Argument Interchange Format (Chesñevar et al.
//! 2006), into claims, steps and undercuts of a map.

mod undercuts;

use super::draft::{DraftStep, MapDraft};
use super::fault::ImportError;
use super::json::{Json, ObjectEntries, Raw};
use crate::rows::Rows;
use crate::syntax::{Detail, RelationKind};

/// A node of the graph.
#[derive(Debug)]
pub(super) struct ImportNode {
    pub(super) kind: NodeMeaning,
    /// The data to keep of the node, if it becomes a step.
    pub(super) data: toml::Table,
    /// Whether to keep the ids of its edges too.
    pub(super) keeps_edges: bool,
}

/// What a node becomes in a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeMeaning {
    /// A claim, by its number in the draft.
    Claim(usize),
    /// A step from claims to a claim.
    Step {
        /// Whether it attacks what it leads to.
        is_against: bool,
        /// The argumentation scheme, if it is not the default one.
        scheme: Option<String>,
        /// The id that it should have in the map.
        id: Option<String>,
    },
    /// A contradiction of two claims, or a restatement of one claim by another.
    Link(RelationKind),
    /// Something that a map cannot express.
    Other,
}

/// An edge, from one node to another.
#[derive(Debug)]
pub(super) struct ImportEdge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) id: Option<toml::Value>,
}

/// Nodes and edges, numbered in file order.
#[derive(Debug)]
pub(super) struct ImportNetwork {
    /// The name under which a map keeps what it cannot express.
    pub(super) format: &'static str,
    pub(super) nodes: Vec<ImportNode>,
    pub(super) edges: Vec<ImportEdge>,
}

/// Which nodes and edges the map expresses. The rest must be kept in another way.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) nodes: Vec<bool>,
    pub(super) edges: Vec<bool>,
}

impl ImportNetwork {
    /// Reads the edges of the file, and returns them as written. `keys` are the keys of an edge's id, its start and its
    /// end.
    pub(super) fn read_edges<'t>(
        &mut self,
        json: Json<'t>,
        whole: &ObjectEntries<'t>,
        keys: [&str; 3],
        number_of: impl Fn(&str) -> Option<usize>,
    ) -> Result<Vec<Raw<'t>>, ImportError> {
        let [key, from, to] = keys;
        let raws = json.list(whole.get("edges"))?;
        for &raw in &raws {
            let object = json.object(raw)?;
            let end = |key: &str| {
                let (id, span) = json.id(&object, key, raw)?;
                number_of(&id.name).ok_or_else(|| {
                    let message =
                        format!("an edge names the node `{}`, which does not exist", id.name);
                    json.fault(span, message, "no node has this id")
                })
            };
            let (from, to) = (end(from)?, end(to)?);
            let id = match object.get(key) {
                Some(_) => Some(json.id(&object, key, raw)?.0.value()),
                None => None,
            };
            self.edges.push(ImportEdge { from, to, id });
        }
        Ok(raws)
    }

    /// Adds to the draft everything in the graph that a map can express. Linear in the graph, except that a step with
    /// several conclusions becomes one step for each of them.
    pub(super) fn join(&self, draft: &mut MapDraft) -> Said {
        // The edges into each node and from it, in file order.
        let edges = || self.edges.iter();
        let into = Rows::gather(self.nodes.len(), || edges().map(|edge| edge.to).zip(0..));
        let from = Rows::gather(self.nodes.len(), || edges().map(|edge| edge.from).zip(0..));
        let mut said = Said {
            nodes: self
                .nodes
                .iter()
                .map(|node| matches!(node.kind, NodeMeaning::Claim(_)))
                .collect(),
            edges: vec![false; self.edges.len()],
        };
        let mut steps: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (number, node) in self.nodes.iter().enumerate() {
            match &node.kind {
                NodeMeaning::Step { .. } => {
                    let made =
                        self.steps_of(number, into.of(number), from.of(number), draft, &mut said);
                    if let Some(steps) = steps.get_mut(number) {
                        *steps = made;
                    }
                }
                NodeMeaning::Link(kind) => {
                    let ends = (into.of(number), from.of(number));
                    self.link(*kind, number, ends, draft, &mut said);
                }
                NodeMeaning::Claim(_) | NodeMeaning::Other => {}
            }
        }
        self.undercuts([&into, &from], &mut steps, draft, &mut said);
        said
    }

    /// The claim that a node has become, as a number in the draft.
    pub(super) fn claim_at(&self, node: usize) -> Option<usize> {
        match self.nodes.get(node)?.kind {
            NodeMeaning::Claim(claim) => Some(claim),
            _ => None,
        }
    }

    /// Those of the edges that come from a claim, each with the claim.
    fn premises(&self, edges: &[usize]) -> Vec<(usize, usize)> {
        let claim = |&edge: &usize| Some((edge, self.claim_at(self.edges.get(edge)?.from)?));
        edges.iter().filter_map(claim).collect()
    }

    /// Those of the edges that lead to a claim, each with the claim.
    fn conclusions(&self, edges: &[usize]) -> Vec<(usize, usize)> {
        let claim = |&edge: &usize| Some((edge, self.claim_at(self.edges.get(edge)?.to)?));
        edges.iter().filter_map(claim).collect()
    }

    /// The data to keep of a node and its edges.
    fn data(&self, node: &ImportNode, edges: impl Iterator<Item = usize>) -> toml::Table {
        let mut data = node.data.clone();
        if node.keeps_edges {
            let ids = edges.filter_map(|edge| self.edges.get(edge)?.id.clone());
            let ids: Vec<toml::Value> = ids.collect();
            if !ids.is_empty() {
                data.insert("edges".to_owned(), ids.into());
            }
        }
        data
    }

    /// The data, in a table under the format's name.
    fn kept(&self, data: toml::Table) -> toml::Table {
        if data.is_empty() {
            return data;
        }
        toml::Table::from_iter([(self.format.to_owned(), toml::Value::Table(data))])
    }

    fn detail(&self, data: toml::Table) -> Detail {
        let data = self.kept(data);
        Detail {
            data: (!data.is_empty()).then(|| Box::new(data)),
            ..Detail::default()
        }
    }

    fn steps_of(
        &self,
        number: usize,
        into: &[usize],
        from: &[usize],
        draft: &mut MapDraft,
        said: &mut Said,
    ) -> Vec<usize> {
        let mut made = Vec::new();
        let Some(node) = self.nodes.get(number) else {
            return made;
        };
        let NodeMeaning::Step {
            is_against,
            scheme,
            id,
        } = &node.kind
        else {
            return made;
        };
        let premises = self.premises(into);
        for (edge, conclusion) in self.conclusions(from) {
            let edges = premises.iter().map(|(edge, _)| *edge).chain([edge]);
            let step = DraftStep {
                premises: premises.iter().map(|(_, claim)| *claim).collect(),
                conclusion,
                is_against: *is_against,
                id: id.clone(),
                scheme: scheme.clone(),
                data: self.kept(self.data(node, edges.clone())),
                ..DraftStep::default()
            };
            let Some(step) = draft.step(step) else {
                continue;
            };
            made.push(step);
            mark(&mut said.nodes, [number].into_iter());
            mark(&mut said.edges, edges);
        }
        made
    }

    fn link(
        &self,
        kind: RelationKind,
        number: usize,
        (into, from): (&[usize], &[usize]),
        draft: &mut MapDraft,
        said: &mut Said,
    ) {
        let (Some(node), [(first, one)], [(second, other)]) = (
            self.nodes.get(number),
            &*self.premises(into),
            &*self.conclusions(from),
        ) else {
            return;
        };
        let detail = self.detail(self.data(node, [*first, *second].into_iter()));
        let is_new = draft.link(kind, *one, *other, detail);
        // A link that is stated from both ends is one link.
        if is_new || node.data.is_empty() {
            mark(&mut said.nodes, [number].into_iter());
            mark(&mut said.edges, [*first, *second].into_iter());
        }
    }
}

/// Marks nodes or edges as expressed by the map.
pub(super) fn mark(said: &mut [bool], which: impl Iterator<Item = usize>) {
    for number in which {
        if let Some(said) = said.get_mut(number) {
            *said = true;
        }
    }
}
