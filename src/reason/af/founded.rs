//! Rules out labellings in which arguments stand only because they hold each other up.
//!
//! Attacks alone cannot do that. The arguments that a claim of a map stands and that its supports stand may be connected so
//! that all of them can be accepted together, each only because the next one is. The labelling must be founded instead: the
//! accepted claims must follow one after another from what needs none of them, and so must the claims that are not rejected.
//! For normal logic programs that is the difference between a supported and a stable model. The clauses that separate the
//! two are loop formulas (Lin & Zhao 2004); here each is added once a solution violates it.
//!
//! - F. Lin, Y. Zhao: ASSAT: computing answer sets of a logic program by SAT solvers. Artificial Intelligence 157, 2004.

use super::Argument;
use super::table::ArgumentTable;
use crate::narrow::narrow;
use crate::sat::Lit;

/// Claims that hold each other up, with everything that supports them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reason) struct Knot {
    /// For each claim, the argument that it falls.
    falls: Vec<Argument>,
    supports: Vec<Support>,
    /// The supports that each claim is a premise of.
    uses: Vec<Vec<u32>>,
}

/// One support of a claim of a knot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reason) struct Support {
    /// The argument that the support stands.
    pub(in crate::reason) argument: Argument,
    /// The claim that it supports, as an index into the claims of the knot.
    pub(in crate::reason) conclusion: u32,
    /// Its premises in the knot, as indices into the claims of the knot.
    pub(in crate::reason) premises: Vec<u32>,
}

impl Knot {
    /// A knot of at least one claim; `falls` has, for each claim, the argument that it falls.
    pub(in crate::reason) fn new(falls: Vec<Argument>, supports: Vec<Support>) -> Self {
        let mut uses = vec![Vec::new(); falls.len()];
        for (number, support) in (0..).zip(&supports) {
            for &premise in &support.premises {
                if let Some(uses) = uses.get_mut(premise as usize) {
                    uses.push(number);
                }
            }
        }
        Self {
            falls,
            supports,
            uses,
        }
    }

    /// The argument that its first claim falls.
    pub(super) fn first(&self) -> Argument {
        self.falls.first().copied().unwrap_or_default()
    }

    /// The same knot with its arguments renumbered.
    pub(super) fn renumbered(&self, number: impl Fn(Argument) -> Argument) -> Self {
        let supports = self.supports.iter().map(|support| Support {
            argument: number(support.argument),
            ..support.clone()
        });
        Self {
            falls: self.falls.iter().map(|&falls| number(falls)).collect(),
            supports: supports.collect(),
            uses: self.uses.clone(),
        }
    }

    /// The clauses that rule out a labelling in which some claim stands only because others of the knot do; empty if there
    /// is no such claim. `stands` gives the literal that a support stands, from its argument; `falls` gives the literal that
    /// a claim does not stand, from the argument that it falls. Linear in the knot, apart from the clauses.
    pub(super) fn objections(
        &self,
        holds: impl Fn(Lit) -> bool,
        stands: impl Fn(Argument) -> Lit,
        falls: impl Fn(Argument) -> Lit,
    ) -> Vec<Vec<Lit>> {
        let lost = self.unfounded(
            |falling| !holds(falls(falling)),
            |support| holds(stands(support)),
        );
        let is_lost = ArgumentTable::of(self.falls.len(), &lost);
        let outside: Vec<Lit> = self
            .supports
            .iter()
            .filter(|support| {
                is_lost.at(support.conclusion)
                    && !support.premises.iter().any(|&claim| is_lost.at(claim))
            })
            .map(|support| stands(support.argument))
            .collect();
        let falling = |&number: &u32| self.falls.get(number as usize).copied();
        lost.iter()
            .filter_map(falling)
            .map(|falling| {
                let mut clause = outside.clone();
                clause.push(falls(falling));
                clause
            })
            .collect()
    }

    /// The claims that stand, but do not follow from supports that stand. `claim_stands` is given the argument that a claim
    /// falls.
    fn unfounded(
        &self,
        claim_stands: impl Fn(Argument) -> bool,
        support_stands: impl Fn(Argument) -> bool,
    ) -> Vec<u32> {
        let mut lost = ArgumentTable::new(self.falls.len());
        for (number, &falling) in (0..).zip(&self.falls) {
            lost.set(number, claim_stands(falling));
        }
        let mut waiting = ArgumentTable::<u32>::new(self.supports.len());
        let mut follows = Vec::new();
        for (number, support) in (0..).zip(&self.supports) {
            let premises = narrow(support.premises.len());
            waiting.set(number, premises);
            if premises == 0 && support_stands(support.argument) {
                follows.push(support.conclusion);
            }
        }
        while let Some(claim) = follows.pop() {
            if !lost.at(claim) {
                continue;
            }
            lost.set(claim, false);
            for &number in self.uses.get(claim as usize).into_iter().flatten() {
                let Some(support) = self.supports.get(number as usize) else {
                    continue;
                };
                if waiting.decrement(number) == 0 && support_stands(support.argument) {
                    follows.push(support.conclusion);
                }
            }
        }
        lost.marked()
    }
}
