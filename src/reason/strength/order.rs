//! One pass from the grounds up: every node after all that influences it, circles as one.
//!
//! Strongly connected components by the algorithm of Tarjan (1972) as Pearce (2016) writes it, with one number a node, over an
//! explicit stack. It follows influences back, so a component is complete when all that influences it is.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::Semantics;
use super::continuous::Circle;
use super::graph::{Arc, Graph};
use crate::reason::theory::narrow;

/// The measure of every node's strength, and which of them are not settled.
pub(super) fn evaluate(graph: &Graph, semantics: Semantics) -> (Vec<f64>, FixedBitSet) {
    let mut pass = Pass::new(graph, semantics);
    pass.run();
    (pass.values, pass.unsettled)
}

/// Which nodes are one component: a circle, or a node by itself. What influences a component has a lower number.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// The component of each node.
    of: Vec<u32>,
    /// Where the nodes of each component begin.
    starts: Vec<u32>,
    nodes: Vec<u32>,
}

impl Components {
    pub(super) fn of(&self, node: u32) -> u32 {
        self.of[node as usize]
    }

    /// The nodes of a component, in the order of the map.
    pub(super) fn nodes(&self, component: u32) -> &[u32] {
        let start = self.starts[component as usize] as usize;
        let end = self.starts.get(component as usize + 1);
        &self.nodes[start..end.map_or(self.nodes.len(), |&end| end as usize)]
    }

    fn add(&mut self, nodes: &[u32]) {
        let component = narrow(self.starts.len());
        self.starts.push(narrow(self.nodes.len()));
        self.nodes.extend_from_slice(nodes);
        for &node in nodes {
            self.of[node as usize] = component;
        }
    }
}

/// The number of a node whose strength is known.
const DONE: u32 = u32::MAX;

/// The pass, and what it has found.
#[derive(Debug)]
pub(super) struct Pass<'g> {
    graph: &'g Graph,
    semantics: Semantics,
    /// The measures of strengths, as the semantics reckons with them.
    pub(super) values: Vec<f64>,
    /// 0 for what has not been visited; then the least number that the node is known to lead back to.
    numbers: Vec<u32>,
    next: u32,
    /// Nodes that have been left, but whose circle is not complete.
    pending: Vec<u32>,
    /// From where the pass began to the node at hand.
    way: Vec<Visit>,
    pub(super) unsettled: FixedBitSet,
    is_all_settled: bool,
    circle: Circle,
    /// The components, if they are to be known.
    components: Option<Components>,
}

/// A node on the way.
#[derive(Debug)]
struct Visit {
    node: u32,
    /// How many of its influences have been looked at.
    looked_at: u32,
    /// The number that it was given.
    number: u32,
}

impl<'g> Pass<'g> {
    fn new(graph: &'g Graph, semantics: Semantics) -> Self {
        Self {
            graph,
            semantics,
            values: vec![0.0; graph.node_count()],
            numbers: vec![0; graph.node_count()],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
            unsettled: FixedBitSet::with_capacity(graph.node_count()),
            is_all_settled: true,
            circle: Circle::default(),
            components: None,
        }
    }

    /// A pass that is done, and the components that it has found.
    pub(super) fn with_components(graph: &'g Graph, semantics: Semantics) -> (Self, Components) {
        let mut pass = Self::new(graph, semantics);
        pass.components = Some(Components {
            of: vec![0; graph.node_count()],
            ..Components::default()
        });
        pass.run();
        let components = pass.components.take().unwrap_or_default();
        (pass, components)
    }

    fn run(&mut self) {
        // Most maps tell the grounds after what rests on them: from the end, little is met before its influences.
        for node in (0..narrow(self.graph.node_count())).rev() {
            self.enter(node);
        }
    }

    pub(super) fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// Finds the strengths of some nodes anew, in ascending order, given those of all others.
    pub(super) fn again(&mut self, nodes: impl DoubleEndedIterator<Item = u32> + Clone) {
        for node in nodes.clone() {
            self.numbers[node as usize] = 0;
            self.unsettled.set(node as usize, false);
        }
        self.next = 1;
        for node in nodes.rev() {
            self.enter(node);
        }
    }

    fn enter(&mut self, node: u32) {
        if self.numbers[node as usize] == 0 && !self.follow(node) {
            self.visit(node);
            self.walk();
        }
    }

    /// Finds the strength of a node by itself if all that influences it is known; tells whether it is.
    fn follow(&mut self, node: u32) -> bool {
        let at = node as usize;
        let mut base = self.graph.base[at];
        let mut sides = self.semantics.nothing();
        for &Arc { from, role } in self.graph.arcs(at) {
            let from = from as usize;
            if self.numbers[from] != DONE {
                return false;
            }
            self.semantics
                .weigh(role, self.values[from], &mut base, &mut sides);
        }
        self.values[at] = self.semantics.influence(base, sides);
        self.numbers[at] = DONE;
        let rests_on_unsettled = self.rests_on_unsettled(&[node]);
        self.unsettled.set(at, rests_on_unsettled);
        if let Some(components) = &mut self.components {
            components.add(&[node]);
        }
        true
    }

    fn rests_on_unsettled(&self, nodes: &[u32]) -> bool {
        let arcs = || {
            nodes
                .iter()
                .flat_map(|&node| self.graph.arcs(node as usize))
        };
        !self.is_all_settled && arcs().any(|arc| self.unsettled.contains(arc.from as usize))
    }

    fn visit(&mut self, node: u32) {
        let number = self.next;
        self.next += 1;
        self.numbers[node as usize] = number;
        self.way.push(Visit {
            node,
            looked_at: 0,
            number,
        });
    }

    fn walk(&mut self) {
        let graph = self.graph;
        while let Some(&Visit {
            node,
            mut looked_at,
            ..
        }) = self.way.last()
        {
            let node = node as usize;
            let arcs = graph.arcs(node);
            let mut unvisited = None;
            while let Some(arc) = arcs.get(looked_at as usize) {
                let from = arc.from as usize;
                if self.numbers[from] == 0 && !self.follow(arc.from) {
                    // It is looked at again once it has been left.
                    unvisited = Some(arc.from);
                    break;
                }
                self.numbers[node] = self.numbers[node].min(self.numbers[from]);
                looked_at += 1;
            }
            if let Some(visit) = self.way.last_mut() {
                visit.looked_at = looked_at;
            }
            match unvisited {
                Some(from) => self.visit(from),
                None => self.leave(),
            }
        }
    }

    fn leave(&mut self) {
        let Some(visit) = self.way.pop() else {
            return;
        };
        if self.numbers[visit.node as usize] < visit.number {
            self.pending.push(visit.node);
            return;
        }
        let members = self.pending.iter().rev();
        let members = members.take_while(|&&node| self.numbers[node as usize] >= visit.number);
        let start = self.pending.len() - members.count();
        self.pending.push(visit.node);
        self.complete(start);
        self.pending.truncate(start);
    }

    /// Finds the strengths of a component: what is pending from `start` on.
    fn complete(&mut self, start: usize) {
        if let [node] = self.pending[start..]
            && self.follow(node)
        {
            return;
        }
        // In the order of the map, whatever way led here.
        self.pending[start..].sort_unstable();
        let members = &self.pending[start..];
        let (graph, values) = (self.graph, &mut self.values);
        let is_settled = self.circle.settle(graph, self.semantics, members, values);
        let is_unsettled = !is_settled || self.rests_on_unsettled(members);
        self.is_all_settled &= !is_unsettled;
        for &member in members {
            self.numbers[member as usize] = DONE;
            self.unsettled.set(member as usize, is_unsettled);
        }
        if let Some(components) = &mut self.components {
            components.add(members);
        }
    }
}
