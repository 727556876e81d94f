//! A weighted bipolar graph, as dense arrays.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::continuous::Circle;
use super::semantics::ForAndAgainst;
use super::{GradualSemantics, Strengths, order};
use crate::narrow::narrow;
use crate::reason::least::{Influence, InfluenceKind};
use crate::rows::Rows;

/// Claims with base scores, and what supports and attacks them.
///
/// Between claims are steps, whose base scores are multiplied by the strengths of their premises. A step that always weighs
/// the same as its only premise has no node of its own. A plain graph of supports and attacks ([`BipolarGraph::plain`]) has no
/// steps.
#[derive(Debug)]
pub struct BipolarGraph {
    /// The base scores: of the claims, then of the steps that have nodes of their own, then of nodes that only carry an
    /// influence, then of nodes that gather attacks.
    pub(super) base: Vec<f64>,
    pub(super) claims: usize,
    /// How many nodes come before those that gather attacks. The measure of these is not a strength but the sum of the
    /// attacks.
    pub(super) strong: usize,
    /// The node of each step.
    pub(super) steps: Arc<[u32]>,
    pub(super) arcs: Rows<Influence>,
}

impl BipolarGraph {
    /// A graph of arguments with these base scores: `(a, b)` in `attacks` is an attack by a on b, and likewise in
    /// `supports`. An attack or a support on an argument that has no base score is left out. Linear.
    ///
    /// # Panics
    ///
    /// Not here, but once strengths are computed, if an attack or a support comes from an argument that has no base score.
    pub fn plain(base: Vec<f64>, attacks: &[(u32, u32)], supports: &[(u32, u32)]) -> Self {
        let nodes = base.len();
        let arcs = Rows::gather(nodes, || {
            let sides = [
                (supports, InfluenceKind::For),
                (attacks, InfluenceKind::Against),
            ];
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

    /// The strength of every node: in one pass, with circles by the continuous form.
    pub fn strengths(&self, semantics: GradualSemantics) -> Strengths {
        self.found(semantics, order::evaluate(self, semantics))
    }

    /// The same by the continuous form alone, for all claims at once, as it is defined (Potyka 2018).
    ///
    /// A check on [`strengths`](Self::strengths), which should be preferred: it is faster, and exact if nothing circles.
    pub fn continuous_strengths(&self, semantics: GradualSemantics) -> Strengths {
        let mut values = vec![0.0; self.node_count()];
        let mut unsettled = FixedBitSet::with_capacity(values.len());
        let nodes: Vec<_> = (0..narrow(values.len())).collect();
        if !Circle::default().settle(self, semantics, &nodes, &mut values) {
            unsettled.insert_range(..);
        }
        self.found(semantics, (values, unsettled))
    }

    /// Turns measures into strengths.
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

    /// The influences on the node.
    #[inline]
    pub(super) fn arcs(&self, node: usize) -> &[Influence] {
        self.arcs.of(node)
    }

    /// The measure of the node's strength that its influences give.
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
    fn weigh(
        &self,
        semantics: GradualSemantics,
        node: usize,
        values: &[f64],
    ) -> (f64, ForAndAgainst) {
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
