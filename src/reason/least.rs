//! The least labelling of nodes that carry and defeat each other: what must be accepted and rejected, and nothing more.
//!
//! A node is accepted once something carries it, all its premises are accepted and all its attackers rejected; it is
//! rejected once a premise is rejected, an attacker accepted, or all its supports rejected. Each is decided once, by
//! counters: linear in the influences.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::label::Label;

/// What a node does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a premise of it.
    Premise,
    /// It is a reason for it.
    For,
    /// It objects to it, undercuts it or contradicts it.
    Against,
}

/// An influence of a node, or on it, and the node at the other end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Influence {
    pub(super) role: Role,
    pub(super) node: u32,
}

/// Nodes that carry and defeat each other.
pub(super) trait Influences {
    /// What the node does to others.
    fn influences(&self, node: u32) -> impl Iterator<Item = Influence>;
}

/// What is missing until nodes are decided.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// Of each node, how many premises are not accepted and attackers not rejected.
    pub(super) conditions: Vec<u32>,
    /// Of each node that can be in want of one, how many supports are not rejected. Steps, and the nodes after these, always have one.
    pub(super) supports: Vec<u32>,
}

/// The labels so far, and how much is missing to the next.
#[derive(Debug)]
pub(super) struct LeastLabelling<'g, G> {
    graph: &'g G,
    pub(super) labels: Vec<Label>,
    pub(super) missing: Missing,
    /// Nodes that something carries, if nothing defeats them.
    carried: FixedBitSet,
    /// Everything that has been decided, in order.
    pub(super) decided: Vec<u32>,
    /// How much of that has been followed.
    followed: usize,
}

impl<'g, G: Influences> LeastLabelling<'g, G> {
    /// Nothing is decided yet.
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

    /// Gives a node its label, unless it has one.
    pub(super) fn decide(&mut self, node: u32, label: Label) {
        let own = &mut self.labels[node as usize];
        if *own == Label::Undecided {
            *own = label;
            self.decided.push(node);
        }
    }

    /// Decides the node if nothing is missing.
    pub(super) fn weigh(&mut self, node: u32) {
        let index = node as usize;
        if self.missing.supports.get(index) == Some(&0) {
            self.decide(node, Label::Rejected);
        } else if self.missing.conditions[index] == 0 && self.carried.contains(index) {
            self.decide(node, Label::Accepted);
        }
    }

    /// Follows what has been decided to everything that it decides.
    pub(super) fn follow(&mut self) {
        let graph = self.graph;
        while let Some(&decided) = self.decided.get(self.followed) {
            self.followed += 1;
            let stands = self.labels[decided as usize] == Label::Accepted;
            for Influence { role, node } in graph.influences(decided) {
                let index = node as usize;
                match (role, stands) {
                    (Role::Premise, true) | (Role::Against, false) => {
                        self.missing.conditions[index] -= 1;
                        self.weigh(node);
                    }
                    (Role::Premise, false) | (Role::Against, true) => {
                        self.decide(node, Label::Rejected);
                    }
                    (Role::For, true) => {
                        self.carried.insert(index);
                        self.weigh(node);
                    }
                    (Role::For, false) => {
                        self.missing.supports[index] -= 1;
                        self.weigh(node);
                    }
                }
            }
        }
    }
}
