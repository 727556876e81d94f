//! A map as the arrays that evaluations run over: who decides whom.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::Suppositions;
use crate::map::{ClaimId, Edge, Map, StepId};
use crate::syntax::{Polarity, Spanned};

/// What a claim does to something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a premise of a step.
    Premise,
    /// It undercuts a step.
    Undercutter,
    /// It contradicts a claim.
    Contradictor,
}

/// A role of a claim, and the number of the step or the claim that it is towards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) role: Role,
    pub(super) to: u32,
}

/// A conclusion, and whether the step speaks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaks {
    pub(super) conclusion: u32,
    pub(super) is_for: bool,
}

/// Who decides whom. Built in time linear in the map.
#[derive(Debug)]
pub(super) struct Theory {
    starts: Vec<u32>,
    arcs: Vec<Arc>,
    /// What each step speaks for or against.
    pub(super) speaks: Vec<Speaks>,
    /// How many premises and undercutters each step has.
    pub(super) conditions: Vec<u32>,
    /// How many reasons there are for each claim, and one more if it stands by itself.
    pub(super) supports: Vec<u32>,
    /// How many objections to and contradictors of each claim there are.
    pub(super) attackers: Vec<u32>,
    /// The claims that stand by themselves.
    pub(super) basic: FixedBitSet,
    /// The claims that fall, whatever is said for them.
    pub(super) fallen: FixedBitSet,
}

impl Theory {
    pub(super) fn new(map: &Map<'_>, suppositions: &Suppositions) -> Self {
        let (claims, steps) = (map.claim_count(), map.step_count());
        let mut theory = Self {
            starts: vec![0; claims + 1],
            arcs: Vec::new(),
            speaks: Vec::with_capacity(steps),
            conditions: vec![0; steps],
            supports: vec![0; claims],
            attackers: vec![0; claims],
            basic: FixedBitSet::with_capacity(claims),
            fallen: FixedBitSet::with_capacity(claims),
        };
        theory.read_steps(map);
        theory.read_arcs(map);
        theory.stand(map, suppositions);
        theory
    }

    pub(super) fn claim_count(&self) -> usize {
        self.supports.len()
    }

    pub(super) fn step_count(&self) -> usize {
        self.speaks.len()
    }

    /// What the claim does to others.
    pub(super) fn arcs(&self, claim: usize) -> &[Arc] {
        &self.arcs[self.starts[claim] as usize..self.starts[claim + 1] as usize]
    }

    fn read_steps(&mut self, map: &Map<'_>) {
        for step in map.steps() {
            let step = map.step(step);
            let is_for = step.polarity == Polarity::For;
            self.speaks.push(Speaks {
                conclusion: step.conclusion.0,
                is_for,
            });
            let counts = if is_for {
                &mut self.supports
            } else {
                &mut self.attackers
            };
            counts[step.conclusion.index()] += 1;
        }
    }

    fn read_arcs(&mut self, map: &Map<'_>) {
        let claims = self.claim_count();
        let each = |visit: &mut dyn FnMut(usize, Arc)| {
            // The newest edge is the first of the file.
            for edge in map.graph().raw_edges().iter().rev() {
                let (from, to) = (edge.source().index(), edge.target().index());
                let role = match edge.weight {
                    Edge::Premise => Role::Premise,
                    Edge::Undercuts(_) => Role::Undercutter,
                    Edge::Contradicts(_) => {
                        let role = Role::Contradictor;
                        visit(
                            from,
                            Arc {
                                role,
                                to: narrow(to),
                            },
                        );
                        visit(
                            to,
                            Arc {
                                role,
                                to: narrow(from),
                            },
                        );
                        continue;
                    }
                    Edge::For | Edge::Against | Edge::Contrasts(_) => continue,
                };
                let to = narrow(to - claims);
                visit(from, Arc { role, to });
            }
        };
        each(&mut |from, arc| {
            self.starts[from + 1] += 1;
            match arc.role {
                Role::Premise | Role::Undercutter => self.conditions[arc.to as usize] += 1,
                Role::Contradictor => self.attackers[arc.to as usize] += 1,
            }
        });
        for claim in 0..claims {
            self.starts[claim + 1] += self.starts[claim];
        }
        let mut cursors = self.starts.clone();
        let nothing = Arc {
            role: Role::Premise,
            to: 0,
        };
        self.arcs = vec![nothing; self.starts[claims] as usize];
        each(&mut |from, arc| {
            self.arcs[cursors[from] as usize] = arc;
            cursors[from] += 1;
        });
    }

    /// Finds which claims stand by themselves: leaves and what is assumed, unless it is denied.
    fn stand(&mut self, map: &Map<'_>, suppositions: &Suppositions) {
        let mut reasons = self.supports.clone();
        let mut gone = FixedBitSet::with_capacity(self.step_count());
        for &claim in &suppositions.removed {
            self.fallen.insert(claim.index());
            for step in map.uses(claim).map(StepId::index) {
                let Speaks { conclusion, is_for } = self.speaks[step];
                if is_for && !gone.put(step) {
                    reasons[conclusion as usize] -= 1;
                }
            }
        }
        for &claim in &suppositions.denied {
            self.fallen.insert(claim.index());
        }
        for claim in map.claims() {
            let written = map.claim(claim);
            let by_itself = reasons[claim.index()] == 0 || is_set(written.assumed.as_ref());
            if by_itself && !is_set(written.denied.as_ref()) {
                self.basic.insert(claim.index());
            }
        }
        for &claim in &suppositions.unmarked {
            let is_leaf = reasons[claim.index()] == 0;
            self.basic.set(claim.index(), is_leaf);
        }
        for &claim in &suppositions.assumed {
            self.basic.insert(claim.index());
        }
        self.basic.difference_with(&self.fallen);
        for claim in self.basic.ones() {
            self.supports[claim] += 1;
        }
    }
}

/// Whether a flag of a claim is there and set.
pub(super) fn is_set(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The claims whose numbers these are.
pub(super) fn claim(number: usize) -> ClaimId {
    ClaimId(narrow(number))
}
