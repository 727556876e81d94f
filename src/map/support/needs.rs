//! Finds which claims cannot hold up without which others.
//!
//! A claim **needs** another if all its supports fail without that one: it does not stand by itself, and each reason
//! for it has a premise that is the other claim or needs it. If every reason has a single premise, the needed claim is
//! on every path down: it dominates the claim. To find out, the other claim is taken away and what falls is followed
//! upwards, looking at each step once. Claims that only a circle would still hold up do not count as fallen.

use std::sync::OnceLock;

use fixedbitset::FixedBitSet;

use super::{ClaimId, Exhausted, Hop, Path, PerClaim, Reach, RestsOn, StepId, Support};
use crate::map::Map;
use crate::syntax::Polarity;

/// Answers questions about what needs what, with one work budget for all of them.
///
/// The budget is linear in the map. Its unit is a look at one premise of one reason.
#[derive(Debug)]
pub struct Needs<'a> {
    map: &'a Map,
    support: &'a Support,
    supports: &'a Supports,
    /// Once less of the budget than this is left, it has cost as much as one pass over the map. From then on it pays to
    /// build `Supports::only`.
    few: u64,
    looks_left: u64,
    one: Fall,
    other: Fall,
}

/// What can hold up the claims of a map.
#[derive(Debug)]
pub struct Supports {
    /// How many supports each claim has.
    counts: PerClaim<u32>,
    /// The steps that hold nothing up, because their conclusion is one of their own premises.
    idle: FixedBitSet,
    /// The order of support along just those reasons that are their conclusion's only support: a claim needs whatever
    /// it rests on here. Built when first asked for, since most questions are answered without it.
    only: OnceLock<Support>,
}

/// A reason that needs both of two claims, with a path down to each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Joint {
    /// The reason.
    pub step: StepId,
    /// The claim that it is a reason for.
    pub conclusion: ClaimId,
    /// The paths down from the conclusion, in the order in which the two claims were given.
    pub paths: [Path; 2],
}

impl<'a> Needs<'a> {
    /// Starts with the full budget. `support` and `supports` must be those of `map`. Linear in the map.
    pub fn new(map: &'a Map, support: &'a Support, supports: &'a Supports) -> Self {
        const LOOKS_PER_PREMISE: u64 = 8;
        const LOOKS_AT_LEAST: u64 = 1_000_000;
        let size = u64::try_from(support.size()).unwrap_or(u64::MAX);
        let looks = size
            .saturating_mul(LOOKS_PER_PREMISE)
            .saturating_add(LOOKS_AT_LEAST);
        Self {
            map,
            support,
            supports,
            few: looks.saturating_sub(size),
            looks_left: looks,
            one: Fall::new(map),
            other: Fall::new(map),
        }
    }

    /// Whether `claim` needs `ground`, another claim.
    ///
    /// # Errors
    ///
    /// If the budget is used up.
    pub fn needs(&mut self, claim: ClaimId, ground: ClaimId) -> Result<bool, Exhausted> {
        if claim == ground || self.support.known(claim, ground) == RestsOn::No {
            return Ok(false);
        }
        if self.looks_left < self.few
            && self.supports.only(self.map).known(claim, ground) == RestsOn::Yes
        {
            return Ok(true);
        }
        self.one.of(
            ground,
            self.support,
            self.supports,
            &mut self.looks_left,
            |fallen| fallen == claim,
        )?;
        Ok(self.one.has_fallen(claim))
    }

    /// The nearest reason that needs both claims. Neither claim may need the other.
    ///
    /// The nearest reason has the fewest steps to the farther of the two claims, then the fewest to the nearer one,
    /// then comes first in file order.
    ///
    /// # Errors
    ///
    /// If the budget is used up.
    pub fn jointly(&mut self, a: ClaimId, b: ClaimId) -> Result<Option<Joint>, Exhausted> {
        let never = |_: ClaimId| false;
        for (fall, ground) in [(&mut self.one, a), (&mut self.other, b)] {
            fall.of(
                ground,
                self.support,
                self.supports,
                &mut self.looks_left,
                never,
            )?;
        }
        let (one, other) = (&self.one, &self.other);
        let (fewer, more) = if one.failed.len() <= other.failed.len() {
            (one, other)
        } else {
            (other, one)
        };
        let both = fewer.failed.iter().filter_map(|&(step, conclusion)| {
            let (near, far) = (fewer.failure(step)?.steps, more.failure(step)?.steps);
            Some((near.max(far), near.min(far), step, conclusion))
        });
        Ok(both.min().map(|(.., step, conclusion)| Joint {
            step,
            conclusion,
            paths: [one, other].map(|fall| Path::new(fall.way_down(step, conclusion))),
        }))
    }
}

impl Supports {
    /// Counts the supports of a map's claims. Linear in the map.
    pub fn new(map: &Map) -> Self {
        let mut counts = PerClaim(vec![0; map.claim_count()]);
        let mut idle = FixedBitSet::with_capacity(map.step_count());
        for id in map.steps() {
            let step = map.step(id);
            if step.polarity != Polarity::For {
                continue;
            }
            if map.premises(id).any(|premise| premise == step.conclusion) {
                idle.insert(id.index());
            } else {
                counts[step.conclusion] += 1;
            }
        }
        for claim in map.claims() {
            let written = map.claim(claim);
            if written.is_assumed() && !written.is_denied() {
                counts[claim] += 1;
            }
        }
        Self {
            counts,
            idle,
            only: OnceLock::new(),
        }
    }

    fn only(&self, map: &Map) -> &Support {
        self.only.get_or_init(|| {
            Support::along(map, |arc| {
                self.counts[arc.conclusion] == 1 && !self.idle.contains(arc.step.index())
            })
        })
    }
}

/// What falls if one claim is taken away.
#[derive(Debug)]
struct Fall {
    epoch: u32,
    ground: ClaimId,
    /// How many supports each claim has left, and which one it lost last.
    claims: PerClaim<ClaimLosses>,
    steps: Vec<FailedReason>,
    /// The reasons that have failed, with their conclusions, nearest first.
    failed: Vec<(StepId, ClaimId)>,
    fallen: Vec<ClaimId>,
}

#[derive(Debug, Clone, Copy)]
struct ClaimLosses {
    epoch: u32,
    left: u32,
    by: StepId,
}

/// How a reason failed: because of which premise, and how many steps above the ground its conclusion is.
#[derive(Debug, Clone, Copy)]
struct FailedReason {
    epoch: u32,
    premise: ClaimId,
    steps: u32,
}

impl Fall {
    fn new(map: &Map) -> Self {
        let standing = ClaimLosses {
            epoch: 0,
            left: 0,
            by: StepId(0),
        };
        let failure = FailedReason {
            epoch: 0,
            premise: ClaimId(0),
            steps: 0,
        };
        Self {
            epoch: 0,
            ground: ClaimId(0),
            claims: PerClaim(vec![standing; map.claim_count()]),
            steps: vec![failure; map.step_count()],
            failed: Vec::new(),
            fallen: Vec::new(),
        }
    }

    /// Takes the ground away. Stops early once a claim falls for which `enough` is true.
    fn of(
        &mut self,
        ground: ClaimId,
        support: &Support,
        supports: &Supports,
        looks_left: &mut u64,
        enough: impl Fn(ClaimId) -> bool,
    ) -> Result<(), Exhausted> {
        self.epoch += 1;
        self.ground = ground;
        self.failed.clear();
        self.fallen.clear();
        self.fallen.push(ground);
        let mut next = 0;
        while let Some(&premise) = self.fallen.get(next) {
            next += 1;
            let steps = self.steps_to(premise) + 1;
            for &Reach { claim, step } in support.up(premise) {
                *looks_left = looks_left.checked_sub(1).ok_or(Exhausted)?;
                let Some(failure) = self.steps.get_mut(step.index()) else {
                    continue;
                };
                if failure.epoch == self.epoch || supports.idle.contains(step.index()) {
                    continue;
                }
                *failure = FailedReason {
                    epoch: self.epoch,
                    premise,
                    steps,
                };
                self.failed.push((step, claim));
                let standing = &mut self.claims[claim];
                if standing.epoch != self.epoch {
                    *standing = ClaimLosses {
                        epoch: self.epoch,
                        left: supports.counts[claim],
                        by: step,
                    };
                }
                standing.left -= 1;
                standing.by = step;
                if standing.left == 0 && claim != ground {
                    self.fallen.push(claim);
                    if enough(claim) {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    fn has_fallen(&self, claim: ClaimId) -> bool {
        let standing = self.claims[claim];
        standing.epoch == self.epoch && standing.left == 0
    }

    fn failure(&self, step: StepId) -> Option<FailedReason> {
        let failure = *self.steps.get(step.index())?;
        (failure.epoch == self.epoch).then_some(failure)
    }

    /// How many steps a fallen claim is above the ground.
    fn steps_to(&self, fallen: ClaimId) -> u32 {
        if fallen == self.ground {
            return 0;
        }
        self.failure(self.claims[fallen].by)
            .map_or(0, |failure| failure.steps)
    }

    /// The path from the conclusion of a failed reason down to the ground.
    fn way_down(&self, mut step: StepId, mut conclusion: ClaimId) -> Vec<Hop> {
        let mut hops = Vec::new();
        while let Some(FailedReason { premise, .. }) = self.failure(step) {
            hops.push(Hop {
                conclusion,
                step,
                premise,
            });
            if premise == self.ground {
                break;
            }
            (step, conclusion) = (self.claims[premise].by, premise);
        }
        hops
    }
}
