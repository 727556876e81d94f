//! Finds which claims bear on a claim: those connected to it by a path of support, attack, undercuts, contradictions,
//! contrasts or restatements, or by a question that both answer.

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use petgraph::{Incoming, Outgoing};
use rustc_hash::FxHashSet;

use super::graph::{Edge, Node};
use super::{ClaimId, Map, QuestionId};

/// Walks down from claims to everything that bears on them. The marks are reused from one walk to the next.
#[derive(Debug)]
pub(crate) struct Bearing<'m> {
    map: &'m Map,
    walk: u32,
    /// The last walk that reached each node of the graph.
    marks: Vec<u32>,
    reached: Vec<NodeIndex>,
    /// The questions that each walk has seen.
    asked: FxHashSet<(u32, QuestionId)>,
}

impl<'m> Bearing<'m> {
    pub(crate) fn new(map: &'m Map) -> Self {
        Self {
            map,
            walk: 0,
            marks: vec![0; map.graph().node_count()],
            reached: Vec::new(),
            asked: FxHashSet::default(),
        }
    }

    /// Finds the claims that bear on any of `theses`, including these themselves. Returns how many there are. Linear in
    /// what those claims state.
    pub(crate) fn on(&mut self, theses: &[ClaimId]) -> usize {
        let (map, graph) = (self.map, self.map.graph());
        self.walk += 1;
        self.reached.clear();
        let mut claims = 0;
        for &claim in theses {
            self.reach(map.claim_node(claim));
        }
        let mut next = 0;
        while let Some(&node) = self.reached.get(next) {
            next += 1;
            // Follow everything that points here: steps and what undercuts them, premises, and claims linked to this one.
            for edge in graph.edges_directed(node, Incoming) {
                self.reach(edge.source());
            }
            let Some(&Node::Claim(claim)) = graph.node_weight(node) else {
                continue;
            };
            claims += 1;
            // Links apply in both directions.
            for edge in graph.edges_directed(node, Outgoing) {
                if *edge.weight() != Edge::Premise {
                    self.reach(edge.target());
                }
            }
            for &question in map.questions_of(claim) {
                if self.asked.insert((self.walk, question)) {
                    for &answer in map.answers(question) {
                        self.reach(map.claim_node(answer));
                    }
                }
            }
        }
        claims
    }

    /// Whether the claim was reached by the last walk.
    pub(crate) fn has(&self, claim: ClaimId) -> bool {
        self.marks.get(claim.index()) == Some(&self.walk)
    }

    fn reach(&mut self, node: NodeIndex) {
        if let Some(mark) = self.marks.get_mut(node.index())
            && *mark != self.walk
        {
            *mark = self.walk;
            self.reached.push(node);
        }
    }
}
