//! Finds the grounded labelling of a map: what must be accepted and what rejected, whoever weighs it, and nothing more.
//!
//! A claim *stands by itself* if it is a leaf or `assumed`, and not `denied`. Its *supports* are the reasons for it
//! and, if it stands by itself, a basic one without premises. What *attacks* a support are the objections to its conclusion, the claims
//! that contradict that, and what undercuts it if it is a reason; an objection is attacked by what undercuts it.
//!
//! - A support or an objection is accepted if all its premises are accepted and all its attackers rejected; rejected if
//!   some premise is rejected or some attacker accepted.
//! - A claim is accepted if some support is accepted; rejected if all its supports are rejected, or it has none.
//! - All else is undecided: the labelling is the least one that follows these lines. Then what only a circle holds up is
//!   rejected: an *unfounded set*, undecided claims each of whose supports is rejected or rests on one of them.
//!   What follows is followed again, until nothing changes.
//!
//! The least labelling is that of Dung (1995) on structured arguments (Prakken 2010), in which no argument uses its own
//! conclusion; unfounded sets are those of the well-founded semantics of logic programs (Van Gelder, Ross & Schlipf 1991).
//!
//! Linear in the map where support does not circle: every claim and step is decided once, by counters. Unfounded sets are looked
//! for only inside knots of support that are left undecided, each claim there keeping one support that founds it, as solvers of
//! logic programs do (Simons, Niemelä & Soininen 2002): only those that lose it are looked at again.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::Suppositions;
use super::label::{Label, Labelling};
use super::theory::{Counts, Role, Speaks, Theory};
use crate::map::support::Support;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;

/// Labels every claim and step of `map`, as it would be if what is supposed held.
///
/// See the [module](self) for the definition. Linear in the map where support does not circle.
pub fn grounded(map: &Map, suppositions: &Suppositions) -> Labelling {
    let mut theory = Theory::new(map, suppositions);
    let counts = std::mem::take(&mut theory.counts);
    let mut fixpoint = Fixpoint::new(&theory, counts);
    fixpoint.begin();
    fixpoint.follow();
    if !fixpoint.is_founded() {
        Foundations::new(map, &fixpoint).settle(&mut fixpoint);
    }
    fixpoint.labelling()
}

/// The labels so far, and how much is missing to the next.
struct Fixpoint<'t> {
    theory: &'t Theory,
    claims: Vec<Label>,
    /// What the premises and the undercutters of each step come to; attackers of its conclusion apart.
    steps: Vec<Label>,
    /// What is missing: premises not yet accepted and undercutters not yet rejected, supports not yet rejected, attackers
    /// not yet rejected.
    missing: Counts,
    /// Claims with a support that only attackers of the claim could still defeat.
    carried: FixedBitSet,
    /// Claims with an attacker that is accepted.
    defeated: FixedBitSet,
    unfounded: FixedBitSet,
    /// All that has been decided, in order: claims by their number, steps after all claims.
    trail: Vec<u32>,
    /// How much of the trail has been followed.
    followed: usize,
}

impl<'t> Fixpoint<'t> {
    fn new(theory: &'t Theory, missing: Counts) -> Self {
        let (claims, steps) = (theory.claim_count(), theory.step_count());
        Self {
            theory,
            claims: vec![Label::Undecided; claims],
            steps: vec![Label::Undecided; steps],
            missing,
            carried: theory.basic.clone(),
            defeated: FixedBitSet::with_capacity(claims),
            unfounded: FixedBitSet::with_capacity(claims),
            trail: Vec::with_capacity(claims + steps),
            followed: 0,
        }
    }

    /// Decides what needs nothing else to be decided.
    fn begin(&mut self) {
        for claim in self.theory.fallen.ones() {
            self.label_claim(claim, Label::Rejected);
        }
        for step in 0..self.steps.len() {
            if self.missing.conditions[step] == 0 {
                self.label_step(step, Label::Accepted);
            }
        }
        for claim in 0..self.claims.len() {
            self.weigh(claim);
        }
    }

    /// Follows what has been decided to all that it decides.
    fn follow(&mut self) {
        while let Some(&decided) = self.trail.get(self.followed) {
            self.followed += 1;
            match (decided as usize).checked_sub(self.claims.len()) {
                None => self.follow_claim(decided as usize),
                Some(step) => self.follow_step(step),
            }
        }
    }

    fn follow_claim(&mut self, claim: usize) {
        let theory = self.theory;
        let stands = self.claims[claim] == Label::Accepted;
        for arc in theory.arcs(claim) {
            let to = arc.to as usize;
            match (arc.role, stands) {
                (Role::Premise, true) | (Role::Undercutter, false) => {
                    self.missing.conditions[to] -= 1;
                    if self.missing.conditions[to] == 0 {
                        self.label_step(to, Label::Accepted);
                    }
                }
                (Role::Premise, false) | (Role::Undercutter, true) => {
                    self.label_step(to, Label::Rejected);
                }
                (Role::Contradictor, true) => self.defeat(to),
                (Role::Contradictor, false) => self.answer(to),
            }
        }
    }

    fn follow_step(&mut self, step: usize) {
        let Speaks { conclusion, is_for } = self.theory.speaks[step];
        let claim = conclusion as usize;
        match (is_for, self.steps[step]) {
            (true, Label::Accepted) => {
                self.carried.insert(claim);
                self.weigh(claim);
            }
            (true, _) => {
                self.missing.supports[claim] -= 1;
                self.weigh(claim);
            }
            (false, Label::Accepted) => self.defeat(claim),
            (false, _) => self.answer(claim),
        }
    }

    /// An attacker of the claim is accepted.
    fn defeat(&mut self, claim: usize) {
        self.defeated.insert(claim);
        self.label_claim(claim, Label::Rejected);
    }

    /// An attacker of the claim is rejected.
    fn answer(&mut self, claim: usize) {
        self.missing.attackers[claim] -= 1;
        self.weigh(claim);
    }

    fn weigh(&mut self, claim: usize) {
        if self.missing.supports[claim] == 0 {
            self.label_claim(claim, Label::Rejected);
        } else if self.missing.attackers[claim] == 0 && self.carried.contains(claim) {
            self.label_claim(claim, Label::Accepted);
        }
    }

    fn label_claim(&mut self, claim: usize, label: Label) {
        if self.claims[claim] == Label::Undecided {
            self.claims[claim] = label;
            self.trail.push(narrow(claim));
        }
    }

    fn label_step(&mut self, step: usize, label: Label) {
        if self.steps[step] == Label::Undecided {
            self.steps[step] = label;
            self.trail.push(narrow(self.claims.len() + step));
        }
    }

    /// Whether every undecided claim can be reached from what stands by itself, over steps that are not rejected: then none is
    /// unfounded. Linear.
    fn is_founded(&self) -> bool {
        let is_open = |claim: u32| self.claims[claim as usize] == Label::Undecided;
        let open = (0..narrow(self.claims.len())).filter(|&claim| is_open(claim));
        let open: Vec<u32> = open.collect();
        if open.is_empty() {
            return true;
        }
        // Premises of each step that are not known to be founded.
        let mut waiting = vec![0_u32; self.steps.len()];
        let premise_of = |claim: u32| {
            let arcs = self.theory.arcs(claim as usize).iter();
            arcs.filter(|arc| arc.role == Role::Premise)
        };
        for &claim in &open {
            for arc in premise_of(claim) {
                waiting[arc.to as usize] += 1;
            }
        }
        let mut reached = self.theory.basic.clone();
        let mut founded = open.clone();
        founded.retain(|&claim| reached.contains(claim as usize));
        let mut found = |step: usize, founded: &mut Vec<u32>| {
            let Speaks { conclusion, is_for } = self.theory.speaks[step];
            if is_for
                && is_open(conclusion)
                && self.steps[step] != Label::Rejected
                && !reached.put(conclusion as usize)
            {
                founded.push(conclusion);
            }
        };
        for step in (0..self.steps.len()).filter(|&step| waiting[step] == 0) {
            found(step, &mut founded);
        }
        let mut next = 0;
        while let Some(&claim) = founded.get(next) {
            next += 1;
            for arc in premise_of(claim) {
                let step = arc.to as usize;
                waiting[step] -= 1;
                if waiting[step] == 0 {
                    found(step, &mut founded);
                }
            }
        }
        founded.len() == open.len()
    }

    fn labelling(self) -> Labelling {
        let mut steps = self.steps;
        for (label, speaks) in steps.iter_mut().zip(&self.theory.speaks) {
            let claim = speaks.conclusion as usize;
            if !speaks.is_for {
                continue;
            }
            if self.defeated.contains(claim) || self.theory.fallen.contains(claim) {
                *label = Label::Rejected;
            } else if *label == Label::Accepted && self.missing.attackers[claim] > 0 {
                *label = Label::Undecided;
            }
        }
        Labelling {
            claims: self.claims,
            steps,
            decided: self.trail,
            unfounded: self.unfounded,
        }
    }
}

/// A support that founds a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    None,
    /// It stands by itself.
    Basic,
    /// This reason, whose premises in the same knot have sources that do not lead back to the claim.
    Step(u32),
}

/// What founds the undecided claims of the knots of support.
struct Foundations<'m> {
    map: &'m Map,
    support: Support,
    sources: Vec<Source>,
    /// How many premises without a source each step has, while sources are looked for.
    waiting: Vec<u32>,
    is_lost: FixedBitSet,
    lost: Vec<u32>,
}

impl<'m> Foundations<'m> {
    fn new(map: &'m Map, fixpoint: &Fixpoint<'_>) -> Self {
        let support = Support::new(map);
        let mut foundations = Self {
            map,
            sources: vec![Source::None; map.claim_count()],
            waiting: vec![0; map.step_count()],
            is_lost: FixedBitSet::with_capacity(map.claim_count()),
            lost: Vec::new(),
            support,
        };
        for claim in foundations.support.circular().map(ClaimId::index) {
            if fixpoint.claims[claim] == Label::Undecided {
                foundations.is_lost.insert(claim);
                foundations.lost.push(narrow(claim));
            }
        }
        foundations
    }

    /// Rejects what is unfounded, follows that, and so on until nothing changes.
    fn settle(mut self, fixpoint: &mut Fixpoint<'_>) {
        while !self.lost.is_empty() {
            self.spread(fixpoint);
            self.find_sources(fixpoint);
            let start = fixpoint.trail.len();
            for index in std::mem::take(&mut self.lost) {
                let index = index as usize;
                if self.is_lost.contains(index) && fixpoint.claims[index] == Label::Undecided {
                    fixpoint.unfounded.insert(index);
                    fixpoint.label_claim(index, Label::Rejected);
                }
                self.is_lost.set(index, false);
            }
            fixpoint.follow();
            self.lose(fixpoint, start);
        }
    }

    /// Claims whose source was rejected since the trail was this long lose it.
    fn lose(&mut self, fixpoint: &Fixpoint<'_>, start: usize) {
        for &decided in &fixpoint.trail[start..] {
            let Some(step) = (decided as usize).checked_sub(fixpoint.claims.len()) else {
                continue;
            };
            let conclusion = fixpoint.theory.speaks[step].conclusion;
            if fixpoint.steps[step] == Label::Rejected
                && self.sources[conclusion as usize] == Source::Step(narrow(step))
            {
                self.lose_one(fixpoint, conclusion as usize);
            }
        }
    }

    fn lose_one(&mut self, fixpoint: &Fixpoint<'_>, claim: usize) {
        if fixpoint.claims[claim] == Label::Undecided && !self.is_lost.put(claim) {
            self.sources[claim] = Source::None;
            self.lost.push(narrow(claim));
        }
    }

    /// Claims of the same knot whose source rests on one without source lose theirs.
    fn spread(&mut self, fixpoint: &Fixpoint<'_>) {
        let mut next = 0;
        while let Some(&lost) = self.lost.get(next) {
            next += 1;
            for step in self.steps_in_knot(lost as usize) {
                let conclusion = self.map.step(step).conclusion.index();
                if self.sources[conclusion] == Source::Step(step.0) {
                    self.lose_one(fixpoint, conclusion);
                }
            }
        }
    }

    /// Finds sources for as many of the lost claims as have one.
    fn find_sources(&mut self, fixpoint: &Fixpoint<'_>) {
        let lost = std::mem::take(&mut self.lost);
        for &index in &lost {
            for step in self.steps_in_knot(index as usize) {
                self.waiting[step.index()] += 1;
            }
        }
        let mut found = Vec::new();
        for &index in &lost {
            let index = index as usize;
            if fixpoint.theory.basic.contains(index) {
                self.found(index, Source::Basic, &mut found);
                continue;
            }
            let mut reasons = self.map.reasons_for(ClaimId::at(index));
            let source = reasons.find(|step| {
                fixpoint.steps[step.index()] != Label::Rejected && self.waiting[step.index()] == 0
            });
            if let Some(step) = source {
                self.found(index, Source::Step(step.0), &mut found);
            }
        }
        let mut next = 0;
        while let Some(&index) = found.get(next) {
            next += 1;
            for step in self.steps_in_knot(index) {
                let waiting = &mut self.waiting[step.index()];
                *waiting -= 1;
                let conclusion = self.map.step(step).conclusion.index();
                if *waiting == 0
                    && self.is_lost.contains(conclusion)
                    && fixpoint.steps[step.index()] != Label::Rejected
                {
                    self.found(conclusion, Source::Step(step.0), &mut found);
                }
            }
        }
        for &index in &lost {
            if self.is_lost.contains(index as usize) {
                for step in self.steps_in_knot(index as usize) {
                    self.waiting[step.index()] = 0;
                }
            }
        }
        self.lost = lost;
    }

    fn found(&mut self, claim: usize, source: Source, found: &mut Vec<usize>) {
        if self.is_lost.contains(claim) {
            self.is_lost.set(claim, false);
            self.sources[claim] = source;
            found.push(claim);
        }
    }

    /// The reasons that the claim is a premise of and whose conclusions are in its knot.
    fn steps_in_knot(&self, index: usize) -> Vec<StepId> {
        let reaches = self.support.up(ClaimId::at(index)).iter();
        reaches
            .filter(|reach| self.support.same_knot(ClaimId::at(index), reach.claim))
            .map(|reach| reach.step)
            .collect()
    }
}
