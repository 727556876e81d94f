//! Walks along the order of support, for questions that its numbers alone cannot answer.

use super::{Hop, Path, PerClaim, Rank, Reach, RestsOn, Support};
use crate::map::{ClaimId, StepId};
use crate::rows::Rows;

/// Answers questions about pairs of claims, with one work budget for all of them.
///
/// The budget is linear in the map. Its unit is a look at one premise of one reason. Marks are reused from one question
/// to the next, so a question costs no more than what it looks at.
#[derive(Debug)]
pub struct Search<'a> {
    support: &'a Support,
    looks_left: u64,
    epoch: u32,
    one: HalfWalk,
    other: HalfWalk,
}

/// The budget is used up, and the question was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

impl<'a> Search<'a> {
    /// Starts with the full budget.
    pub fn new(support: &'a Support) -> Self {
        const LOOKS_PER_PREMISE: u64 = 8;
        const LOOKS_AT_LEAST: u64 = 1_000_000;
        let size = u64::try_from(support.size()).unwrap_or(u64::MAX);
        Self {
            support,
            looks_left: size
                .saturating_mul(LOOKS_PER_PREMISE)
                .saturating_add(LOOKS_AT_LEAST),
            epoch: 0,
            one: HalfWalk::default(),
            other: HalfWalk::default(),
        }
    }

    /// A shortest path from `claim` down to `ground`, another claim, if the one rests on the other.
    ///
    /// Once the budget is used up, still returns a path wherever one is already known. That one may not be the shortest.
    ///
    /// # Errors
    ///
    /// If the budget is used up and no path is known.
    pub fn path(&mut self, claim: ClaimId, ground: ClaimId) -> Result<Option<Path>, Exhausted> {
        if !self.may_rest(claim, ground) {
            return Ok(None);
        }
        self.meet_halfway(claim, ground, false)
            .or_else(|exhausted| self.known_path(claim, ground).map(Some).ok_or(exhausted))
    }

    /// Whether `claim` rests on `ground`, another claim.
    ///
    /// # Errors
    ///
    /// If the budget is used up and the answer needs a walk.
    pub fn rests(&mut self, claim: ClaimId, ground: ClaimId) -> Result<bool, Exhausted> {
        if !self.may_rest(claim, ground) {
            return Ok(false);
        }
        if self.support.known(claim, ground) == RestsOn::Yes {
            return Ok(true);
        }
        let path = self.meet_halfway(claim, ground, false)?;
        Ok(path.is_some())
    }

    /// A shortest path from `claim` down to `ground` that goes through some other claim.
    ///
    /// # Errors
    ///
    /// If the budget is used up.
    pub fn roundabout_path(
        &mut self,
        claim: ClaimId,
        ground: ClaimId,
    ) -> Result<Option<Path>, Exhausted> {
        if !self.may_rest(claim, ground) {
            return Ok(None);
        }
        self.meet_halfway(claim, ground, true)
    }

    fn may_rest(&mut self, claim: ClaimId, ground: ClaimId) -> bool {
        self.looks_left = self.looks_left.saturating_sub(1);
        claim != ground && self.support.known(claim, ground) != RestsOn::No
    }

    /// Walks up from the ground and down from the claim, layer by layer, each time on the side with less to look at.
    /// The first layer in which the two walks meet gives a shortest path.
    fn meet_halfway(
        &mut self,
        claim: ClaimId,
        ground: ClaimId,
        roundabout: bool,
    ) -> Result<Option<Path>, Exhausted> {
        let support = self.support;
        let (up, down) = (&support.up, &support.down);
        self.start(ground, up, claim, down);
        let (epoch, looks_left) = (self.epoch, &mut self.looks_left);
        let (below, above) = (&mut self.one, &mut self.other);
        let mut met: Option<ClaimId> = None;
        while met.is_none() && !below.frontier.is_empty() && !above.frontier.is_empty() {
            let upwards = below.breadth <= above.breadth;
            let (side, other, arcs, start, end) = if upwards {
                (&mut *below, &*above, up, ground, claim)
            } else {
                (&mut *above, &*below, down, claim, ground)
            };
            side.grow(arcs, epoch, looks_left, |from, to| {
                if roundabout && from == start && to == end {
                    return Visit::Pass;
                }
                if other.steps(to, epoch).is_some() {
                    met = Some(met.map_or(to, |met| met.min(to)));
                }
                let (rests, on) = if upwards { (end, to) } else { (to, end) };
                if rests != on && support.known(rests, on) == RestsOn::No {
                    Visit::Stop
                } else {
                    Visit::Go
                }
            })?;
        }
        Ok(met.map(|met| {
            let mut hops = above.up_from(met);
            hops.reverse();
            hops.extend(below.down_from(met));
            Path::new(hops)
        }))
    }

    /// The path down the forest, if there is one.
    fn known_path(&self, claim: ClaimId, ground: ClaimId) -> Option<Path> {
        let support = self.support;
        let Rank { first, last, .. } = support.ranks[claim];
        if !(first..=last).contains(&support.ranks[ground].first) {
            return None;
        }
        let steps = support.forest[ground].depth - support.forest[claim].depth;
        let steps = usize::try_from(steps).ok()?;
        let mut premise = ground;
        let mut hops = Vec::new();
        while hops.len() < Path::enough(steps) {
            let from = support.forest[premise].from?;
            hops.push(Hop {
                conclusion: from.claim,
                step: from.step,
                premise,
            });
            premise = from.claim;
        }
        hops.reverse();
        Some(Path::with_end(hops, steps))
    }

    fn start(
        &mut self,
        one: ClaimId,
        arcs: &Rows<Reach>,
        other: ClaimId,
        other_arcs: &Rows<Reach>,
    ) {
        let claims = self.support.ranks.0.len();
        if self.epoch == u32::MAX {
            (self.one, self.other, self.epoch) = (HalfWalk::default(), HalfWalk::default(), 0);
        }
        self.epoch += 1;
        self.one.start(one, arcs, claims, self.epoch);
        self.other.start(other, other_arcs, claims, self.epoch);
    }
}

/// One of two breadth-first walks towards each other.
#[derive(Debug, Default)]
struct HalfWalk {
    marks: PerClaim<Reached>,
    frontier: Vec<ClaimId>,
    /// How many arcs lead onwards from the frontier.
    breadth: usize,
    /// How many steps the frontier is from the start.
    steps: u32,
    next: Vec<ClaimId>,
}

/// How a walk reached a claim.
#[derive(Debug, Clone, Copy)]
struct Reached {
    /// The question that the walk was for.
    epoch: u32,
    steps: u32,
    from: Reach,
}

const UNMARKED: Reached = Reached {
    epoch: 0,
    steps: 0,
    from: Reach {
        claim: ClaimId(0),
        step: StepId(0),
    },
};

/// What to do with a claim that an arc leads to.
enum Visit {
    /// Ignore this arc: another one may still reach the claim.
    Pass,
    /// Mark the claim, but do not walk on from it.
    Stop,
    /// Mark the claim and walk on from it.
    Go,
}

impl HalfWalk {
    fn start(&mut self, claim: ClaimId, arcs: &Rows<Reach>, claims: usize, epoch: u32) {
        if self.marks.0.is_empty() {
            self.marks.0 = vec![UNMARKED; claims];
        }
        self.marks[claim] = Reached { epoch, ..UNMARKED };
        self.frontier.clear();
        self.frontier.push(claim);
        self.breadth = arcs.of(claim.index()).len();
        self.steps = 0;
    }

    /// How many steps the walk took to reach the claim, if it did.
    fn steps(&self, claim: ClaimId, epoch: u32) -> Option<u32> {
        let mark = self.marks[claim];
        (mark.epoch == epoch).then_some(mark.steps)
    }

    /// Walks one layer further.
    fn grow(
        &mut self,
        arcs: &Rows<Reach>,
        epoch: u32,
        looks_left: &mut u64,
        mut visit: impl FnMut(ClaimId, ClaimId) -> Visit,
    ) -> Result<(), Exhausted> {
        self.steps += 1;
        self.breadth = 0;
        self.next.clear();
        for &from in &self.frontier {
            for &Reach { claim, step } in arcs.of(from.index()) {
                *looks_left = looks_left.checked_sub(1).ok_or(Exhausted)?;
                let mark = &mut self.marks[claim];
                if mark.epoch == epoch {
                    continue;
                }
                let visit = visit(from, claim);
                if matches!(visit, Visit::Pass) {
                    continue;
                }
                *mark = Reached {
                    epoch,
                    steps: self.steps,
                    from: Reach { claim: from, step },
                };
                if matches!(visit, Visit::Go) {
                    self.breadth += arcs.of(claim.index()).len();
                    self.next.push(claim);
                }
            }
        }
        std::mem::swap(&mut self.frontier, &mut self.next);
        Ok(())
    }

    /// The way back to the start of an upward walk, as steps down, in order.
    fn down_from(&self, mut claim: ClaimId) -> Vec<Hop> {
        let mark = |claim| self.marks[claim];
        let mut hops = Vec::new();
        while mark(claim).steps > 0 {
            let from = mark(claim).from;
            hops.push(Hop {
                conclusion: claim,
                step: from.step,
                premise: from.claim,
            });
            claim = from.claim;
        }
        hops
    }

    /// The way back to the start of a downward walk, as steps down, last step first.
    fn up_from(&self, mut claim: ClaimId) -> Vec<Hop> {
        let mut hops = Vec::new();
        while self.marks[claim].steps > 0 {
            let from = self.marks[claim].from;
            hops.push(Hop {
                conclusion: from.claim,
                step: from.step,
                premise: claim,
            });
            claim = from.claim;
        }
        hops
    }
}
