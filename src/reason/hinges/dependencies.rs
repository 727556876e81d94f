//! Finds everything that the labels of some claims depend on, from the grounds up.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their dependencies"
)]

use fixedbitset::FixedBitSet;

use crate::components::ComponentWalk;
use crate::map::ClaimId;
use crate::narrow::narrow;
use crate::reason::least::Influence;
use crate::reason::theory::Theory;
use crate::rows::Rows;

/// Some claims, with the claims and steps that their labels depend on.
///
/// Nodes are numbered so that each comes after everything that it depends on. Nodes that depend on each other are the
/// exception: they have consecutive numbers and form a *cell*.
#[derive(Debug)]
pub(super) struct Dependencies {
    /// The nodes of each cell, by their numbers in the map: claims first, then steps, then the auxiliary nodes of exclusive
    /// questions.
    members: Rows<u32>,
    /// The number here of each node of the map; [`NONE`] if it is not included.
    numbers: Vec<u32>,
    claims: usize,
    steps: usize,
    inputs: Rows<Influence>,
    outputs: Rows<Influence>,
    /// The cell of each node.
    cells: Vec<u32>,
    /// Nodes that depend neither on another of their cell nor on themselves.
    alone: FixedBitSet,
    /// The last cell, other than its own, that depends on each node; [`NONE`] if there is none.
    lasts: Vec<u32>,
    /// Claims that stand by themselves.
    pub(super) basic: FixedBitSet,
    /// Claims that fall, whatever is said for them.
    pub(super) fallen: FixedBitSet,
}

const NONE: u32 = u32::MAX;

impl Dependencies {
    /// Finds what the claims depend on. Linear in the map.
    pub(super) fn new(theory: &Theory, of: &[ClaimId]) -> Self {
        let (claims, count) = (theory.claim_count(), theory.node_count());
        let all = Rows::gather(count, || {
            (0..count).flat_map(|from| {
                let influences = theory.of(from).iter();
                influences.map(move |&Influence { role, node }| {
                    let to = node as usize;
                    let node = narrow(from);
                    (to, Influence { role, node })
                })
            })
        });
        let mut members = Rows::default();
        let mut walk = ComponentWalk::new(count);
        let input = |node: u32, place: usize| {
            let arc = all.of(node as usize).get(place);
            arc.map(|arc| arc.node)
        };
        for root in of {
            walk.follow(root.0, &input, &mut |cell: &[u32]| {
                members.push(cell.iter().copied());
            });
        }
        let nodes = members.all();
        let mut numbers = vec![NONE; count];
        for (number, &node) in (0..).zip(nodes) {
            numbers[node as usize] = number;
        }
        let number = &numbers;
        let each = || {
            (0..).zip(nodes).flat_map(|(to, &node)| {
                let inputs = all.of(node as usize).iter();
                inputs.map(move |arc| (number[arc.node as usize], to, arc.role))
            })
        };
        let inputs = Rows::gather(nodes.len(), || {
            each().map(|(node, to, role)| (to as usize, Influence { role, node }))
        });
        let outputs = Rows::gather(nodes.len(), || {
            each().map(|(from, node, role)| (from as usize, Influence { role, node }))
        });
        let mut dependencies = Self {
            cells: vec![0; nodes.len()],
            lasts: vec![NONE; nodes.len()],
            alone: FixedBitSet::with_capacity(nodes.len()),
            basic: FixedBitSet::with_capacity(nodes.len()),
            fallen: FixedBitSet::with_capacity(nodes.len()),
            members,
            numbers,
            claims,
            steps: theory.step_count(),
            inputs,
            outputs,
        };
        dependencies.mark(theory);
        dependencies
    }

    fn mark(&mut self, theory: &Theory) {
        for cell in 0..self.cell_count() {
            let members = self.members(cell);
            for member in members.clone() {
                self.cells[member] = narrow(cell);
            }
            let mut inputs = self.inputs.of(members.start).iter();
            let alone = members.len() == 1 && inputs.all(|arc| arc.node as usize != members.start);
            self.alone.set(members.start, alone);
        }
        for (number, last) in self.lasts.iter_mut().enumerate() {
            let outputs = self.outputs.of(number).iter();
            let cells = outputs.map(|arc| self.cells[arc.node as usize]);
            let others = cells.filter(|&cell| cell != self.cells[number]);
            *last = others.max().unwrap_or(NONE);
        }
        for (number, &node) in self.members.all().iter().enumerate() {
            self.basic.set(number, theory.basic.contains(node as usize));
            self.fallen
                .set(number, theory.fallen.contains(node as usize));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.members.all().len()
    }

    pub(super) fn cell_count(&self) -> usize {
        self.members.len()
    }

    /// What the node depends on, in the order of the files.
    pub(super) fn inputs(&self, node: usize) -> &[Influence] {
        self.inputs.of(node)
    }

    /// What depends on the node.
    pub(super) fn outputs(&self, node: usize) -> &[Influence] {
        self.outputs.of(node)
    }

    pub(super) fn cell(&self, node: usize) -> usize {
        self.cells[node] as usize
    }

    pub(super) fn members(&self, cell: usize) -> std::ops::Range<usize> {
        self.members.range(cell)
    }

    /// Whether the node is a cell by itself, and does not depend on itself.
    pub(super) fn is_alone(&self, node: usize) -> bool {
        self.alone.contains(node)
    }

    pub(super) fn is_claim(&self, node: usize) -> bool {
        (self.members.all()[node] as usize) < self.claims
    }

    /// Whether the node is a step: neither a claim nor an auxiliary node of an exclusive question.
    pub(super) fn is_step(&self, node: usize) -> bool {
        let steps = self.claims..self.claims + self.steps;
        steps.contains(&(self.members.all()[node] as usize))
    }

    /// The last cell that depends on the node, other than its own.
    pub(super) fn last(&self, node: usize) -> Option<u32> {
        let last = self.lasts[node];
        (last != NONE).then_some(last)
    }

    /// How many claims away each claim is from the nearest of `from`, along the dependencies. Linear.
    pub(super) fn distances(&self, from: &[usize]) -> Vec<u32> {
        let mut distances = vec![u32::MAX; self.len()];
        let mut reached: Vec<_> = from.to_vec();
        for &node in from {
            distances[node] = 0;
        }
        let mut next = 0;
        let mut found = Vec::new();
        while let Some(&node) = reached.get(next) {
            next += 1;
            for arc in self.inputs(node) {
                let input = arc.node as usize;
                if self.is_claim(input) {
                    found.push(input);
                } else {
                    let premises = self.inputs(input).iter();
                    found.extend(premises.map(|arc| arc.node as usize));
                }
            }
            for input in found.drain(..) {
                if distances[input] == u32::MAX {
                    distances[input] = distances[node] + 1;
                    reached.push(input);
                }
            }
        }
        distances
    }

    /// The claim of a node that is one.
    pub(super) fn claim(&self, node: usize) -> ClaimId {
        ClaimId::at(self.members.all()[node] as usize)
    }

    /// The node of a claim; `None` if nothing here depends on it.
    pub(super) fn node(&self, claim: ClaimId) -> Option<usize> {
        let number = *self.numbers.get(claim.index())?;
        (number != NONE).then_some(number as usize)
    }
}
