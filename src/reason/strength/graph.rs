//! A weighted bipolar graph, as dense arrays.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::continuous::Circle;
use super::semantics::Sides;
use super::{GradualSemantics, Strengths, order};
use crate::narrow::narrow;
use crate::reason::least::{Influence, Role};
use crate::rows::Rows;

/// Claims with base scores, and what supports and attacks them.
///
/// Between claims stand steps, whose base score their premises' strengths multiply. A step that weighs just what its only
/// premise weighs has no node of its own. A plain graph of supports and attacks ([`Graph::plain`]) has no steps.
#[derive(Debug)]
pub struct Graph {
    /// The claims first, then the steps that have nodes of their own, then what only carries an influence, then what gathers
    /// attacks.
    pub(super) base: Vec<f64>,
    pub(super) claims: usize,
    /// How many nodes there are before those that gather attacks: their measure is not a strength but the sum of these attacks.
    pub(super) strong: usize,
    /// The node of each step.
    pub(super) steps: Arc<[u32]>,
    pub(super) arcs: Rows<Influence>,
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
        let arcs = Rows::gather(nodes, || {
            let sides = [(supports, Role::For), (attacks, Role::Against)];
            sides.into_iter().flat_map(|(pairs, role)| {
                let pairs = pairs.iter();
                pairs.map(move |&(from, to)| (to as usize, Influence { role, node: from }))
            })
        });
        Self {
            base,
            claims: nodes,
            strong: nodes,
            steps: Arc::default(),
            arcs,
        }
    }

    /// The strength of every node: one pass, and circles by the continuous form.
    pub fn strengths(&self, semantics: GradualSemantics) -> Strengths {
        self.found(semantics, order::evaluate(self, semantics))
    }

    /// The same by the continuous form alone, of all claims at once, as it is defined (Potyka 2018).
    ///
    /// A check on [`strengths`](Self::strengths), which should be preferred: it is faster, and exact where nothing circles.
    pub fn continuous_strengths(&self, semantics: GradualSemantics) -> Strengths {
        let mut values = vec![0.0; self.node_count()];
        let mut unsettled = FixedBitSet::with_capacity(values.len());
        let nodes: Vec<_> = (0..narrow(values.len())).collect();
        if !Circle::default().settle(self, semantics, &nodes, &mut values) {
            unsettled.insert_range(..);
        }
        self.found(semantics, (values, unsettled))
    }

    /// Strengths, of measures.
    fn found(
        &self,
        semantics: GradualSemantics,
        (mut values, unsettled): (Vec<f64>, FixedBitSet),
    ) -> Strengths {
        let mut clamped = FixedBitSet::with_capacity(values.len());
        if semantics == GradualSemantics::LogOdds {
            for node in 0..self.strong {
                if node < self.claims && semantics.is_within(self.base[node], values[node]) {
                    continue;
                }
                let (base, sides) = self.weigh(semantics, node, &values);
                clamped.set(node, semantics.is_clamped(base, sides));
            }
            for (value, &base) in values.iter_mut().zip(&self.base) {
                *value = semantics.strength_from(base, *value);
            }
        }
        Strengths {
            semantics,
            claims: self.claims,
            values,
            steps: Arc::clone(&self.steps),
            clamped,
            unsettled,
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.base.len()
    }

    /// What influences the node.
    #[inline]
    pub(super) fn arcs(&self, node: usize) -> &[Influence] {
        self.arcs.of(node)
    }

    /// The measure of the node's strength, as its influences have it.
    #[inline]
    pub(super) fn value(&self, semantics: GradualSemantics, node: usize, values: &[f64]) -> f64 {
        let (base, sides) = self.weigh(semantics, node, values);
        if node < self.strong {
            semantics.influence(base, sides)
        } else {
            sides.attack
        }
    }

    #[inline]
    fn weigh(&self, semantics: GradualSemantics, node: usize, values: &[f64]) -> (f64, Sides) {
        let mut base = self.base[node];
        let mut sides = semantics.nothing();
        for arc in self.arcs(node) {
            let measure = values[arc.node as usize];
            if (arc.node as usize) < self.strong {
                semantics.weigh(arc.role, measure, &mut base, &mut sides);
            } else {
                semantics.join(measure, &mut sides);
            }
        }
        (base, sides)
    }
}
