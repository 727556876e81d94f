//! Finds the least labelling of nodes that carry and defeat each other: what must be accepted and rejected, and nothing
//! more.
//!
//! A node is accepted once something carries it, all its premises are accepted and all its attackers are rejected. It is
//! rejected once a premise is rejected, an attacker is accepted, or all its supports are rejected. Counters decide each node
//! once: linear in the number of influences.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::label::Label;

/// How a node influences another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InfluenceKind {
    /// It is a premise of the other.
    Premise,
    /// It is a reason for the other.
    For,
    /// It objects to the other, undercuts it or contradicts it.
    Against,
}

/// An influence from or on a node, with the node at the other end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Influence {
    pub(super) role: InfluenceKind,
    pub(super) node: u32,
}

/// Nodes that carry and defeat each other.
pub(super) trait Influences {
    /// The influences of the node on others.
    fn influences(&self, node: u32) -> impl Iterator<Item = Influence>;
}

/// What is missing until each node is decided.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// For each node, how many premises are not accepted yet, and attackers not rejected.
    pub(super) conditions: Vec<u32>,
    /// For each node that can lack support, how many of its supports are not rejected; may end before the nodes that cannot.
    /// A step needs no support, so its count is never 0.
    pub(super) supports: Vec<u32>,
}

/// The labels so far, and what is missing for the next.
#[derive(Debug)]
pub(super) struct LeastLabelling<'g, G> {
    graph: &'g G,
    pub(super) labels: Vec<Label>,
    pub(super) missing: Missing,
    /// Nodes that something carries and that are accepted unless something defeats them.
    carried: FixedBitSet,
    /// Everything that has been decided, in order.
    pub(super) decided: Vec<u32>,
    /// How many of `decided` have been followed.
    followed: usize,
}

impl<'g, G: Influences> LeastLabelling<'g, G> {
    /// A labelling in which nothing is decided yet.
    pub(super) fn new(graph: &'g G, missing: Missing, carried: FixedBitSet) -> Self {
        let nodes = missing.conditions.len();
        Self {
            graph,
            labels: vec![Label::Undecided; nodes],
            missing,
            carried,
            decided: Vec::with_capacity(nodes),
            followed: 0,
        }
    }

    /// Labels a node, unless it has a label already.
    pub(super) fn decide(&mut self, node: u32, label: Label) {
        let own = &mut self.labels[node as usize];
        if *own == Label::Undecided {
            *own = label;
            self.decided.push(node);
        }
    }

    /// Decides the node if its counters allow it.
    pub(super) fn weigh(&mut self, node: u32) {
        let index = node as usize;
        if self.missing.supports.get(index) == Some(&0) {
            self.decide(node, Label::Rejected);
        } else if self.missing.conditions[index] == 0 && self.carried.contains(index) {
            self.decide(node, Label::Accepted);
        }
    }

    /// Follows everything that has been decided to what it decides in turn, until nothing is left.
    pub(super) fn follow(&mut self) {
        let graph = self.graph;
        while let Some(&decided) = self.decided.get(self.followed) {
            self.followed += 1;
            let stands = self.labels[decided as usize] == Label::Accepted;
            for Influence { role, node } in graph.influences(decided) {
                let index = node as usize;
                match (role, stands) {
                    (InfluenceKind::Premise, true) | (InfluenceKind::Against, false) => {
                        self.missing.conditions[index] -= 1;
                        self.weigh(node);
                    }
                    (InfluenceKind::Premise, false) | (InfluenceKind::Against, true) => {
                        self.decide(node, Label::Rejected);
                    }
                    (InfluenceKind::For, true) => {
                        self.carried.insert(index);
                        self.weigh(node);
                    }
                    (InfluenceKind::For, false) => {
                        self.missing.supports[index] -= 1;
                        self.weigh(node);
                    }
                }
            }
        }
    }
}
