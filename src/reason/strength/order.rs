//! One pass from the grounds up: every node after all that influences it, circles as one.
//!
//! Strongly connected components by the algorithm of Tarjan (1972) as Pearce (2016) writes it, with one number a node, over an
//! explicit stack. It follows influences back, so a component is complete when all that influences it is.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use fixedbitset::FixedBitSet;

use super::graph::Graph;
use super::{Semantics, continuous};
use crate::reason::theory::narrow;

/// The strength of every node, and which of them are not settled.
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
            values: graph.base.clone(),
            numbers: vec![0; graph.node_count()],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
            unsettled: FixedBitSet::with_capacity(graph.node_count()),
            is_all_settled: true,
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
        if self.numbers[node as usize] == 0 {
            self.visit(node);
            self.walk();
        }
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
        while let Some(visit) = self.way.last_mut() {
            let node = visit.node as usize;
            let arcs = graph.arcs(node);
            let mut unvisited = None;
            while let Some(arc) = arcs.get(visit.looked_at as usize) {
                let from = arc.from as usize;
                if self.numbers[from] == 0 {
                    if graph.arcs(from).is_empty() {
                        self.values[from] = graph.value(self.semantics, from, &self.values);
                        self.numbers[from] = DONE;
                        if let Some(components) = &mut self.components {
                            components.add(&[arc.from]);
                        }
                    } else {
                        // It is looked at again once it has been left.
                        unvisited = Some(arc.from);
                        break;
                    }
                }
                self.numbers[node] = self.numbers[node].min(self.numbers[from]);
                visit.looked_at += 1;
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
        let graph = self.graph;
        let members = &mut self.pending[start..];
        for &member in &*members {
            self.numbers[member as usize] = DONE;
        }
        let rests_on_unsettled = !self.is_all_settled
            && members.iter().any(|&member| {
                let mut arcs = graph.arcs(member as usize).iter();
                arcs.any(|arc| self.unsettled.contains(arc.from as usize))
            });
        let is_settled = match *members {
            [node] if !graph.arcs(node as usize).iter().any(|arc| arc.from == node) => {
                let node = node as usize;
                self.values[node] = graph.value(self.semantics, node, &self.values);
                true
            }
            _ => {
                // In the order of the map, whatever way led here.
                members.sort_unstable();
                let members = members.iter().copied();
                continuous::settle(graph, self.semantics, members, &mut self.values)
            }
        };
        if let Some(components) = &mut self.components {
            components.add(members);
        }
        if rests_on_unsettled || !is_settled {
            self.is_all_settled = false;
            for &member in &self.pending[start..] {
                self.unsettled.insert(member as usize);
            }
        }
    }
}
