//! Finds strengths if a claim fell, for one claim after another: only what depends on the claim is evaluated again.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;

use super::GradualSemantics;
use super::graph::BipolarGraph;
use super::order::Pass;
use crate::map::ClaimId;
use crate::narrow::narrow;
use crate::rows::Rows;

/// The strengths if one claim fell, whatever is said for it.
#[derive(Debug)]
pub struct Denials<'g> {
    semantics: GradualSemantics,
    pass: Pass<'g>,
    /// The nodes of each component, ascending.
    components: Rows<u32>,
    component_of: Vec<u32>,
    /// The nodes that each node influences.
    influenced: Rows<u32>,
    /// Components to evaluate again, those that influence others first.
    queue: BinaryHeap<Reverse<u32>>,
    is_queued: FixedBitSet,
    /// Nodes that have been evaluated again, each with the measure that it had. Whether they are settled is not recorded.
    undo: Vec<(u32, f64)>,
    work: u64,
}

/// This many looks in a circle, whose nodes are close together in memory, take no longer than one elsewhere.
const IN_CIRCLES: u64 = 4;

impl<'g> Denials<'g> {
    /// Prepares for the questions. Takes about twice as long as [`BipolarGraph::strengths`].
    pub fn new(graph: &'g BipolarGraph, semantics: GradualSemantics) -> Self {
        let (pass, components) = Pass::with_components(graph, semantics);
        let nodes = graph.node_count();
        let mut component_of = vec![0; nodes];
        for (component, members) in (0..).zip(components.iter()) {
            for &member in members {
                component_of[member as usize] = component;
            }
        }
        let influenced = Rows::gather(nodes, || {
            (0..nodes).flat_map(|node| {
                let arcs = graph.arcs(node).iter();
                arcs.map(move |arc| (arc.node as usize, narrow(node)))
            })
        });
        Self {
            semantics,
            pass,
            component_of,
            components,
            influenced,
            queue: BinaryHeap::new(),
            is_queued: FixedBitSet::with_capacity(nodes),
            undo: Vec::new(),
            work: 0,
        }
    }

    /// The strengths of the claims `of` if `claim` fell: those that [`strengths`](super::strengths) finds if the claim is
    /// supposed to be denied.
    ///
    /// O(n log n) for n claims and steps whose strengths change; more if they circle.
    pub fn strengths_if_denied(&mut self, claim: ClaimId, of: &[ClaimId]) -> Vec<f64> {
        let denied = claim.0;
        self.remember(denied);
        self.pass.found.values[denied as usize] = self.semantics.alone(0.0);
        // The rest of its circle must do without it, and is evaluated again even if its own strength was 0.
        let component = self.component_of[denied as usize];
        if self.components.of(component as usize).len() > 1 {
            self.enqueue(component);
        }
        self.spread(denied, self.undo[0].1);
        while let Some(Reverse(component)) = self.queue.pop() {
            self.is_queued.set(component as usize, false);
            self.find_anew(component, denied);
        }
        let values = &self.pass.found.values;
        let strength = |node: usize| {
            let base = if node == denied as usize {
                0.0
            } else {
                self.pass.found.graph.base[node]
            };
            self.semantics.strength_from(base, values[node])
        };
        let found = of.iter().map(|claim| strength(claim.index())).collect();
        for (node, value) in self.undo.drain(..).rev() {
            self.pass.found.values[node as usize] = value;
        }
        found
    }

    /// Roughly how many nodes and influences have been looked at, for callers that must stop in time.
    pub fn work(&self) -> u64 {
        self.work + self.pass.found.circle_work() / IN_CIRCLES
    }

    fn find_anew(&mut self, component: u32, denied: u32) {
        let first = self.undo.len();
        for place in self.components.range(component as usize) {
            let node = self.components.all()[place];
            if node != denied {
                self.remember(node);
            }
        }
        let nodes = self.components.of(component as usize).iter().copied();
        let graph = self.pass.found.graph;
        let arcs = nodes
            .clone()
            .map(|node| 1 + graph.arcs(node as usize).len() as u64);
        self.work += arcs.sum::<u64>();
        self.pass.again(nodes.filter(|&node| node != denied));
        for place in first..self.undo.len() {
            let (node, before) = self.undo[place];
            self.spread(node, before);
        }
    }

    fn remember(&mut self, node: u32) {
        let value = self.pass.found.values[node as usize];
        self.undo.push((node, value));
    }

    /// Queues what the node influences, if its strength has changed.
    fn spread(&mut self, node: u32, before: f64) {
        if self.pass.found.values[node as usize].to_bits() == before.to_bits() {
            return;
        }
        let own = self.component_of[node as usize];
        for place in 0..self.influenced.of(node as usize).len() {
            let component = self.component_of[self.influenced.of(node as usize)[place] as usize];
            if component != own {
                self.enqueue(component);
            }
        }
    }

    fn enqueue(&mut self, component: u32) {
        if !self.is_queued.put(component as usize) {
            self.queue.push(Reverse(component));
        }
    }
}
