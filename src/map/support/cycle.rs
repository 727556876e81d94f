//! Finds the shortest cycle in a knot.

use std::ops::ControlFlow;

use super::{Exhausted, Hop, Path, PerClaim, PremiseArc, Reach, Support, both_ways};
use crate::map::{ClaimId, StepId};
use crate::narrow::narrow;
use crate::rows::Rows;

/// A cycle in a knot: a path from a claim down to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cycle {
    /// The path. It starts at the cycle's first claim in file order.
    pub path: Path,
    /// Whether it is certain that no cycle in the knot is shorter.
    pub is_shortest: bool,
}

impl Support {
    /// A shortest cycle within a [knot](Self::knots). If there are several, one through the first claim that has any.
    ///
    /// The number of premises looked at is bounded by a constant times the number in the knot. If that is not enough,
    /// returns a short cycle that may not be the shortest. `None` if `knot` is not a knot.
    pub fn shortest_cycle(&self, knot: &[ClaimId]) -> Option<Cycle> {
        let mut round = Round::new(self, knot);
        let mut best: Option<Vec<Hop>> = None;
        let mut is_shortest = true;
        for start in (0..).map(ClaimId).take(knot.len()) {
            let longest = best.as_ref().map_or(usize::MAX, |best| best.len() - 1);
            // A cycle in a knot has at least two claims.
            if longest < 2 {
                break;
            }
            match round.cycle_through(start, longest) {
                Ok(Some(cycle)) => best = Some(cycle),
                Ok(None) => {}
                Err(Exhausted) => {
                    is_shortest = false;
                    break;
                }
            }
            round.drop_out(start);
        }
        let mut hops = best?;
        for hop in &mut hops {
            hop.conclusion = *knot.get(hop.conclusion.index())?;
            hop.premise = *knot.get(hop.premise.index())?;
        }
        let first = (0..hops.len()).min_by_key(|&at| hops.get(at).map(|hop| hop.conclusion))?;
        hops.rotate_left(first);
        Some(Cycle {
            path: Path::new(hops),
            is_shortest,
        })
    }
}

/// A single knot, with its claims renumbered. Claims drop out once all cycles through them are known.
struct Round {
    up: Rows<Reach>,
    down: Rows<Reach>,
    standing: PerClaim<KnotClaim>,
    looks_left: usize,
    epoch: u32,
    layer: Vec<ClaimId>,
    next: Vec<ClaimId>,
}

#[derive(Debug, Clone, Copy)]
struct KnotClaim {
    /// How many arcs lead up from it, and down, to claims that are still in.
    arcs: [u32; 2],
    dropped_out: bool,
    /// The last search that reached it, and how.
    epoch: u32,
    from: Reach,
}

impl Round {
    fn new(support: &Support, knot: &[ClaimId]) -> Self {
        let mut arcs = Vec::new();
        for (conclusion, &claim) in (0..).map(ClaimId).zip(knot) {
            for reach in support.down(claim) {
                if let Ok(premise) = knot.binary_search(&reach.claim) {
                    let premise = ClaimId::at(premise);
                    arcs.push(PremiseArc {
                        premise,
                        step: reach.step,
                        conclusion,
                    });
                }
            }
        }
        let (up, down) = both_ways(knot.len(), &arcs);
        let standing = |claim: ClaimId| KnotClaim {
            arcs: [&up, &down].map(|arcs| narrow(arcs.of(claim.index()).len())),
            dropped_out: false,
            epoch: 0,
            from: Reach {
                claim,
                step: StepId(0),
            },
        };
        let standing = (0..).map(ClaimId).take(knot.len()).map(standing).collect();
        Self {
            up,
            down,
            standing: PerClaim(standing),
            looks_left: arcs.len() * 64 + 10_000,
            epoch: 0,
            layer: Vec::new(),
            next: Vec::new(),
        }
    }

    /// The shortest cycle through `start`, if there is one of at most `longest` steps.
    fn cycle_through(
        &mut self,
        start: ClaimId,
        longest: usize,
    ) -> Result<Option<Vec<Hop>>, Exhausted> {
        if self.standing[start].dropped_out {
            return Ok(None);
        }
        self.epoch += 1;
        self.layer.clear();
        self.layer.push(start);
        let mut steps = 0;
        while !self.layer.is_empty() && steps < longest {
            steps += 1;
            if let ControlFlow::Break(closing) = self.grow(start)? {
                return Ok(Some(self.way_back(closing, start)));
            }
            std::mem::swap(&mut self.layer, &mut self.next);
        }
        Ok(None)
    }

    /// Walks down one layer. Breaks at a step that leads back to the start.
    fn grow(&mut self, start: ClaimId) -> Result<ControlFlow<Hop>, Exhausted> {
        self.next.clear();
        for &conclusion in &self.layer {
            for &Reach { claim, step } in self.down.of(conclusion.index()) {
                self.looks_left = self.looks_left.checked_sub(1).ok_or(Exhausted)?;
                if claim == start {
                    return Ok(ControlFlow::Break(Hop {
                        conclusion,
                        step,
                        premise: claim,
                    }));
                }
                let standing = &mut self.standing[claim];
                if standing.dropped_out || standing.epoch == self.epoch {
                    continue;
                }
                standing.epoch = self.epoch;
                standing.from = Reach {
                    claim: conclusion,
                    step,
                };
                self.next.push(claim);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn way_back(&self, closing: Hop, start: ClaimId) -> Vec<Hop> {
        let mut hops = vec![closing];
        let mut premise = closing.conclusion;
        while premise != start {
            let Reach {
                claim: conclusion,
                step,
            } = self.standing[premise].from;
            hops.push(Hop {
                conclusion,
                step,
                premise,
            });
            premise = conclusion;
        }
        hops.reverse();
        hops
    }

    /// Removes a claim, and then every claim that cannot be part of a cycle without it.
    fn drop_out(&mut self, claim: ClaimId) {
        let mut dropping = vec![claim];
        while let Some(claim) = dropping.pop() {
            if std::mem::replace(&mut self.standing[claim].dropped_out, true) {
                continue;
            }
            for (arcs, leads_up) in [(&self.up, true), (&self.down, false)] {
                for reach in arcs.of(claim.index()) {
                    let standing = &mut self.standing[reach.claim];
                    let [up, down] = &mut standing.arcs;
                    let left = if leads_up { down } else { up };
                    *left -= 1;
                    if *left == 0 {
                        dropping.push(reach.claim);
                    }
                }
            }
        }
    }
}
