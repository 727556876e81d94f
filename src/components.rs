//! Strongly connected components: each component comes after all those that it depends on.
//!
//! Tarjan's algorithm (1972) in the form of Pearce (2016), with one number per node and an explicit stack. Linear.
//! petgraph's version of it recurses, so a large map could overflow the stack; its other algorithm (Kosaraju) needs the
//! edges in both directions.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

/// The graph that a walk follows, and callbacks for what it meets.
pub(crate) trait Depends {
    /// The node's input (a node it depends on) at index `place`, counted from 0; `None` past the last one.
    fn input(&self, node: u32, place: usize) -> Option<u32>;

    /// Called when a node is first met: as the input of another node at some index, or as a starting point.
    fn enter(&mut self, _node: u32, _from: Option<(u32, usize)>) {}

    /// Called when the walk leaves a node, after everything first met from it has been left.
    fn leave(&mut self, _node: u32) {}

    /// Called with the nodes of a component, ascending, once every component that it depends on has been reported.
    fn complete(&mut self, members: &[u32]);
}

/// Marks a node whose component is complete.
const DONE: u32 = u32::MAX;

/// A walk from any number of nodes back to everything they depend on.
#[derive(Debug)]
pub(crate) struct ComponentWalk {
    /// 0 for nodes not visited yet; after that, the lowest number that the node is known to lead back to.
    numbers: Vec<u32>,
    next: u32,
    /// Nodes that have been left but whose component is not complete.
    pending: Vec<u32>,
    /// The path from where the walk began to the current node.
    way: Vec<PathNode>,
}

/// A node on the path.
#[derive(Debug)]
struct PathNode {
    node: u32,
    /// How many of its inputs have been followed.
    looked_at: usize,
    /// The number the node was given.
    number: u32,
}

/// A graph and a callback for its components, given as two functions.
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
    /// A walk over a graph of this many nodes; nothing is visited yet.
    pub(crate) fn new(nodes: usize) -> Self {
        Self {
            numbers: vec![0; nodes],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
        }
    }

    /// Walks back from `node`. `input(node, i)` is the node's input number `i`, counted from 0; `None` past the last
    /// one.
    ///
    /// `complete` gets each new component, ascending, after everything that it depends on.
    pub(crate) fn follow(
        &mut self,
        node: u32,
        input: &impl Fn(u32, usize) -> Option<u32>,
        complete: &mut impl FnMut(&[u32]),
    ) {
        self.follow_in(node, &mut ByFunctions { input, complete });
    }

    /// Walks back from `node`, unless it has been met before.
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
                // Looked at again once it has been left.
                self.visit(from, way, graph);
            }
        }
    }

    /// Forgets nodes whose components are complete, so that they are met again.
    pub(crate) fn forget(&mut self, nodes: impl Iterator<Item = u32>) {
        for node in nodes {
            self.numbers[node as usize] = 0;
        }
        self.next = 1;
    }

    /// Completes a node as a component by itself if all its inputs are complete, which needs no visit. Returns whether
    /// the node is complete.
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
        self.way.push(PathNode {
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
        // In the order of the map, whatever path led here.
        members.sort_unstable();
        graph.complete(members);
        self.pending.truncate(start);
    }
}
