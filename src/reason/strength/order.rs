//! Evaluates a graph in one pass from the grounds up: each node after everything that influences it, and each circle as a
//! whole.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::GradualSemantics;
use super::continuous::Circle;
use super::graph::BipolarGraph;
use crate::components::ComponentWalk;
use crate::narrow::narrow;
use crate::rows::Rows;

/// The measure of every node's strength, and which nodes are not settled.
pub(super) fn evaluate(
    graph: &BipolarGraph,
    semantics: GradualSemantics,
) -> (Vec<f64>, FixedBitSet) {
    let found = Pass::new(graph, semantics, &mut |_| {}).found;
    (found.values, found.unsettled)
}

/// A finished pass, parts of which can be repeated.
#[derive(Debug)]
pub(super) struct Pass<'g> {
    walk: ComponentWalk,
    pub(super) found: PassResult<'g>,
}

impl<'g> Pass<'g> {
    /// Finds all strengths; calls `each` with every component, after those that influence it.
    fn new(
        graph: &'g BipolarGraph,
        semantics: GradualSemantics,
        each: &mut impl FnMut(&[u32]),
    ) -> Self {
        let nodes = graph.node_count();
        let mut pass = Self {
            walk: ComponentWalk::new(nodes),
            found: PassResult {
                graph,
                semantics,
                values: vec![0.0; nodes],
                unsettled: FixedBitSet::with_capacity(nodes),
                is_all_settled: true,
                circle: Circle::default(),
            },
        };
        // Most maps state the grounds after what rests on them. Going backwards, few nodes are met before their influences.
        for node in (0..narrow(nodes)).rev() {
            pass.follow(node, each);
        }
        pass
    }

    /// A pass, and the components that it found.
    pub(super) fn with_components(
        graph: &'g BipolarGraph,
        semantics: GradualSemantics,
    ) -> (Self, Rows<u32>) {
        let mut components = Rows::default();
        let pass = Self::new(graph, semantics, &mut |members| {
            components.push(members.iter().copied());
        });
        (pass, components)
    }

    /// Finds the strengths of some nodes again, given those of all others; `nodes` ascend.
    pub(super) fn again(&mut self, nodes: impl DoubleEndedIterator<Item = u32> + Clone) {
        self.walk.forget(nodes.clone());
        for node in nodes.rev() {
            self.follow(node, &mut |_| {});
        }
    }

    fn follow(&mut self, node: u32, each: &mut impl FnMut(&[u32])) {
        let graph = self.found.graph;
        let influence = |node: u32, place: usize| {
            let arc = graph.arcs(node as usize).get(place);
            arc.map(|arc| arc.node)
        };
        self.walk.follow(node, &influence, &mut |members| {
            self.found.complete(members);
            each(members);
        });
    }
}

/// What a pass has found.
#[derive(Debug)]
pub(super) struct PassResult<'g> {
    pub(super) graph: &'g BipolarGraph,
    semantics: GradualSemantics,
    /// The measures of strengths, which the semantics computes with.
    pub(super) values: Vec<f64>,
    pub(super) unsettled: FixedBitSet,
    is_all_settled: bool,
    circle: Circle,
}

impl PassResult<'_> {
    /// How many nodes and influences of circles have been looked at to bring the circles to rest.
    pub(super) fn circle_work(&self) -> u64 {
        self.circle.work
    }

    /// Finds the strengths of a component, given those of everything that influences it.
    fn complete(&mut self, members: &[u32]) {
        let (graph, semantics) = (self.graph, self.semantics);
        let arcs = || members.iter().flat_map(|&node| graph.arcs(node as usize));
        let mut is_settled = match *members {
            [node] if arcs().all(|arc| arc.node != node) => {
                let node = node as usize;
                self.values[node] = graph.value(semantics, node, &self.values);
                true
            }
            _ => self
                .circle
                .settle(graph, semantics, members, &mut self.values),
        };
        if !self.is_all_settled {
            let mut arcs = arcs().filter(|arc| members.binary_search(&arc.node).is_err());
            is_settled &= arcs.all(|arc| !self.unsettled.contains(arc.node as usize));
        }
        self.is_all_settled &= is_settled;
        for &member in members {
            self.unsettled.set(member as usize, !is_settled);
        }
    }
}
