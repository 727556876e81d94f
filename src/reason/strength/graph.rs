//! A weighted bipolar graph, as dense arrays.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::semantics::Sides;
use super::{Semantics, Strengths, continuous, order};
use crate::reason::rows::Rows;
use crate::reason::theory::narrow;

/// What a node does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Its strength multiplies the base score: it is a premise.
    Premise,
    /// It supports.
    For,
    /// It attacks.
    Against,
}

/// An influence on a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) role: Role,
}

/// Claims with base scores, and what supports and attacks them.
///
/// Between claims stand steps, whose base score their premises' strengths multiply; a plain graph of supports and attacks
/// ([`Graph::plain`]) has none.
#[derive(Debug)]
pub struct Graph {
    /// The claims first, then the steps.
    pub(super) base: Vec<f64>,
    pub(super) claims: usize,
    /// How many nodes are asked for; the rest only carry an influence.
    shown: usize,
    arcs: Rows<Arc>,
}

impl Graph {
    /// A graph of arguments with these base scores: `(a, b)` among `attacks` is an attack of a on b, and the same of
    /// `supports`. Linear.
    ///
    /// # Panics
    ///
    /// If an attack or a support names an argument that has no base score.
    pub fn plain(base: Vec<f64>, attacks: &[(u32, u32)], supports: &[(u32, u32)]) -> Self {
        let nodes = base.len();
        let arcs = Rows::gather(nodes, |visit| {
            for &(from, to) in supports {
                visit(
                    to as usize,
                    Arc {
                        from,
                        role: Role::For,
                    },
                );
            }
            for &(from, to) in attacks {
                let role = Role::Against;
                visit(to as usize, Arc { from, role });
            }
        });
        Self::new(base, nodes, nodes, arcs)
    }

    /// A graph of so many claims, of whose nodes so many are shown.
    pub(super) fn new(base: Vec<f64>, claims: usize, shown: usize, arcs: Rows<Arc>) -> Self {
        Self {
            base,
            claims,
            shown,
            arcs,
        }
    }

    /// The strength of every node: one pass, and circles by the continuous form.
    pub fn strengths(&self, semantics: Semantics) -> Strengths {
        self.found(semantics, order::evaluate(self, semantics))
    }

    /// The same by the continuous form alone, of all claims at once, as it is defined (Potyka 2018).
    ///
    /// A check on [`strengths`](Self::strengths), which is to be preferred: it is faster, and exact where nothing circles.
    pub fn continuous_strengths(&self, semantics: Semantics) -> Strengths {
        let mut values = self.base.clone();
        let mut unsettled = FixedBitSet::with_capacity(values.len());
        let nodes = 0..narrow(values.len());
        if !continuous::settle(self, semantics, nodes, &mut values) {
            unsettled.insert_range(..);
        }
        self.found(semantics, (values, unsettled))
    }

    fn found(
        &self,
        semantics: Semantics,
        (mut values, mut unsettled): (Vec<f64>, FixedBitSet),
    ) -> Strengths {
        let mut clamped = FixedBitSet::with_capacity(self.shown);
        if semantics == Semantics::LogOdds {
            for node in 0..self.shown {
                if node < self.claims && semantics.is_within(self.base[node], values[node]) {
                    continue;
                }
                let (base, sides) = self.weigh(semantics, node, &values);
                clamped.set(node, semantics.is_clamped(base, sides));
            }
        }
        values.truncate(self.shown);
        unsettled.grow(self.shown);
        Strengths {
            semantics,
            values,
            claims: self.claims,
            clamped,
            unsettled,
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.base.len()
    }

    /// What influences the node.
    #[inline]
    pub(super) fn arcs(&self, node: usize) -> &[Arc] {
        self.arcs.of(node)
    }

    /// The node's strength, as its influences have it.
    #[inline]
    pub(super) fn value(&self, semantics: Semantics, node: usize, values: &[f64]) -> f64 {
        let (base, sides) = self.weigh(semantics, node, values);
        semantics.influence(base, sides)
    }

    #[inline]
    fn weigh(&self, semantics: Semantics, node: usize, values: &[f64]) -> (f64, Sides) {
        let mut base = self.base[node];
        let mut sides = semantics.nothing();
        for arc in self.arcs(node) {
            let strength = values[arc.from as usize];
            match arc.role {
                Role::Premise => base *= strength,
                Role::For => semantics.add(&mut sides.support, strength),
                Role::Against => semantics.add(&mut sides.attack, strength),
            }
        }
        (base, sides)
    }
}
