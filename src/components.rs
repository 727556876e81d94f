//! Strongly connected components: nodes in an order in which each comes after everything that it depends on, circles as one.
//!
//! The algorithm of Tarjan (1972) as Pearce (2016) writes it, with one number a node, over an explicit stack. Linear. That of
//! petgraph recurses, which no map may make it do, and its other one (Kosaraju) takes the arcs both ways.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

/// What a walk asks of a graph, and what it reports as it goes.
pub(crate) trait Depends {
    /// What the node depends on, from `place` 0 up to where there is no more.
    fn input(&self, node: u32, place: usize) -> Option<u32>;

    /// The node is met for the first time: among the inputs of another, at a place, or as one to begin with.
    fn enter(&mut self, _node: u32, _from: Option<(u32, usize)>) {}

    /// Whatever is first met from the node has been left.
    fn leave(&mut self, _node: u32) {}

    /// These nodes, ascending, are a component; everything that it depends on has been reported.
    fn complete(&mut self, members: &[u32]);
}

/// The number of a node whose component is complete.
const DONE: u32 = u32::MAX;

/// A walk from any number of nodes back to everything that they depend on.
#[derive(Debug)]
pub(crate) struct ComponentWalk {
    /// 0 for what has not been visited; then the least number that the node is known to lead back to.
    numbers: Vec<u32>,
    next: u32,
    /// Nodes that have been left, but whose component is not complete.
    pending: Vec<u32>,
    /// From where the walk began to the node at hand.
    way: Vec<Visit>,
}

/// A node on the way.
#[derive(Debug)]
struct Visit {
    node: u32,
    /// How many of its inputs have been looked at.
    looked_at: usize,
    /// The number that it was given.
    number: u32,
}

/// A graph and what is done with its components, as two functions.
struct ByFunctions<'f, I, C> {
    input: &'f I,
    complete: &'f mut C,
}

impl<I: Fn(u32, usize) -> Option<u32>, C: FnMut(&[u32])> Depends for ByFunctions<'_, I, C> {
    fn input(&self, node: u32, place: usize) -> Option<u32> {
        (self.input)(node, place)
    }

    fn complete(&mut self, members: &[u32]) {
        (self.complete)(members);
    }
}

impl ComponentWalk {
    /// A walk over this many nodes that has not begun.
    pub(crate) fn new(nodes: usize) -> Self {
        Self {
            numbers: vec![0; nodes],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
        }
    }

    /// Walks back from `node`; `input(node, i)` is what a node depends on, from `i = 0` up to where there is no more.
    ///
    /// `complete` is given each component that is met for the first time, ascending, after everything that it depends on.
    pub(crate) fn follow(
        &mut self,
        node: u32,
        input: &impl Fn(u32, usize) -> Option<u32>,
        complete: &mut impl FnMut(&[u32]),
    ) {
        self.follow_in(node, &mut ByFunctions { input, complete });
    }

    /// Walks back from `node`, unless it has been met.
    pub(crate) fn follow_in(&mut self, node: u32, graph: &mut impl Depends) {
        if self.is_done_at_once(node, None, graph) {
            return;
        }
        self.visit(node, None, graph);
        while let Some(visit) = self.way.last_mut() {
            let (node, place) = (visit.node, visit.looked_at);
            let Some(from) = graph.input(node, place) else {
                self.leave(graph);
                continue;
            };
            let way = Some((node, place));
            if self.is_done_at_once(from, way, graph) || self.numbers[from as usize] > 0 {
                self.numbers[node as usize] =
                    self.numbers[node as usize].min(self.numbers[from as usize]);
                if let Some(visit) = self.way.last_mut() {
                    visit.looked_at += 1;
                }
            } else {
                // It is looked at again once it has been left.
                self.visit(from, way, graph);
            }
        }
    }

    /// Nodes whose components are complete are to be met again.
    pub(crate) fn forget(&mut self, nodes: impl Iterator<Item = u32>) {
        for node in nodes {
            self.numbers[node as usize] = 0;
        }
        self.next = 1;
    }

    /// Completes a node by itself if everything that it depends on is complete, which needs no visit; says whether it is complete.
    fn is_done_at_once(
        &mut self,
        node: u32,
        from: Option<(u32, usize)>,
        graph: &mut impl Depends,
    ) -> bool {
        match self.numbers[node as usize] {
            DONE => return true,
            0 => {}
            _ => return false,
        }
        let mut inputs = (0..).map_while(|place| graph.input(node, place));
        if !inputs.all(|from| self.numbers[from as usize] == DONE) {
            return false;
        }
        self.numbers[node as usize] = DONE;
        graph.enter(node, from);
        graph.leave(node);
        graph.complete(&[node]);
        true
    }

    fn visit(&mut self, node: u32, from: Option<(u32, usize)>, graph: &mut impl Depends) {
        let number = self.next;
        self.next += 1;
        self.numbers[node as usize] = number;
        self.way.push(Visit {
            node,
            looked_at: 0,
            number,
        });
        graph.enter(node, from);
    }

    fn leave(&mut self, graph: &mut impl Depends) {
        let Some(visit) = self.way.pop() else {
            return;
        };
        graph.leave(visit.node);
        self.pending.push(visit.node);
        if self.numbers[visit.node as usize] < visit.number {
            return;
        }
        let members = self.pending.iter().rev();
        let members = members.take_while(|&&node| self.numbers[node as usize] >= visit.number);
        let start = self.pending.len() - members.count();
        let members = &mut self.pending[start..];
        for &member in &*members {
            self.numbers[member as usize] = DONE;
        }
        // In the order of the map, whatever way led here.
        members.sort_unstable();
        graph.complete(members);
        self.pending.truncate(start);
    }
}
