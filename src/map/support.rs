//! The order of support: which claims rest on which.
//!
//! A claim **rests on** another when a path of reasons leads from that one up to it: each claim on the way is a
//! premise of a reason for the next. Claims that rest on each other form a **knot**; knots
//! apart, support is an order. Built in one pass, linear in the map, without recursion: Tarjan's strongly connected components
//! (1972) over an explicit stack. The numbers that the pass gives anyway answer most questions at once; [`Search`] walks for the rest.

mod cycle;
mod founded;
mod needs;
mod path;
mod search;

use std::ops::{Index, IndexMut};

pub use cycle::Cycle;
pub use founded::Foothold;
pub use needs::{Joint, Needs};
pub use path::{Hop, Path};
pub use search::{Exhausted, Search};

use super::{ClaimId, Map, Step, StepId};
use crate::syntax::Polarity;

/// Which claims rest on which.
#[derive(Debug)]
pub struct Support {
    /// From each premise to what it is a reason for.
    up: Adjacency,
    /// From each conclusion to the premises of its reasons.
    down: Adjacency,
    ranks: PerClaim<Rank>,
    /// How the walk that built all this came to each claim, down from the conclusions.
    forest: PerClaim<Descent>,
    knots: Vec<Vec<ClaimId>>,
    /// The claims of no knot that are premises of reasons for themselves.
    selves: Vec<ClaimId>,
}

/// Where a claim stands in the order of support.
#[derive(Debug, Clone, Copy, Default)]
struct Rank {
    /// The knot or the single claim that it is part of; grounds have lower numbers than what rests on them.
    component: u32,
    /// The most steps, knots counted as one claim, that lead down from it.
    level: u32,
    /// The lowest component that it rests on or is part of (Yıldırım, Chaoji & Zaki 2010, GRAIL).
    lowest: u32,
    /// Its number in the order of visits, from 1.
    first: u32,
    /// The number of the last claim visited below it.
    last: u32,
}

/// How the walk came to a claim.
#[derive(Debug, Clone, Copy, Default)]
struct Descent {
    /// How many steps down.
    depth: u32,
    /// The claim that the walk came from, and the step.
    from: Option<Reach>,
}

/// A claim, and the step that leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The claim at the other end.
    pub claim: ClaimId,
    /// The step.
    pub step: StepId,
}

/// What the numbers alone say of whether one claim rests on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
    Open,
}

impl Support {
    /// Finds the order of support of a map. Linear in the map.
    pub fn new(map: &Map) -> Self {
        Self::along(map, |_| true)
    }

    /// The order of support among some claims, whatever other claims have to do with it. Linear in the map.
    pub fn among(map: &Map, counts: impl Fn(ClaimId) -> bool) -> Self {
        Self::along(map, |arc| counts(arc.premise) && counts(arc.conclusion))
    }

    /// The order of support along the premises that `counts` takes.
    fn along(map: &Map, counts: impl Fn(&Arc) -> bool) -> Self {
        let mut arcs = Vec::new();
        for step in map.steps() {
            let Step {
                conclusion,
                polarity: Polarity::For,
                ..
            } = map.step(step)
            else {
                continue;
            };
            let premises = map.premises(step).map(|premise| Arc {
                premise,
                step,
                conclusion,
            });
            arcs.extend(premises.filter(&counts));
        }
        let claims = map.claim_count();
        let (up, down) = Adjacency::both_ways(claims, &arcs);
        drop(arcs);
        Walk::new(claims, up, down).run(claims)
    }

    /// The reasons that the claim is a premise of, each with its conclusion, in the order of the files.
    pub fn up(&self, claim: ClaimId) -> &[Reach] {
        self.up.of(claim)
    }

    /// The premises of the claim's reasons, each with its reason, in the order of the files.
    pub fn down(&self, claim: ClaimId) -> &[Reach] {
        self.down.of(claim)
    }

    /// How many claims and premises there are: the measure of the map for budgets of work.
    pub fn size(&self) -> usize {
        self.ranks.0.len() + self.up.ends.len()
    }

    /// The sets of claims that rest on each other, two or more, in the order of the files, as are the claims of each.
    pub fn knots(&self) -> &[Vec<ClaimId>] {
        &self.knots
    }

    /// The claims that rest on themselves: those of the [knots](Self::knots), and those that are their own premises.
    pub fn circular(&self) -> impl Iterator<Item = ClaimId> {
        self.knots.iter().flatten().chain(&self.selves).copied()
    }

    /// Whether both claims are in one knot, or are one claim.
    pub fn same_knot(&self, a: ClaimId, b: ClaimId) -> bool {
        self.ranks[a].component == self.ranks[b].component
    }

    /// Whether some reason has both claims among its premises.
    ///
    /// O(n log m) for claims that are premises of n reasons and of m, more.
    pub fn share_reason(&self, a: ClaimId, b: ClaimId) -> bool {
        let (mut fewer, mut more) = (self.up(a), self.up(b));
        if fewer.len() > more.len() {
            std::mem::swap(&mut fewer, &mut more);
        }
        // In the order of the files is in the order of the steps.
        let is_shared = |step| more.binary_search_by_key(&step, |reach| reach.step).is_ok();
        fewer.iter().any(|reach| is_shared(reach.step))
    }

    /// What is known without a walk of whether `claim` rests on `ground`, another claim.
    fn known(&self, claim: ClaimId, ground: ClaimId) -> Known {
        let (above, below) = (self.ranks[claim], self.ranks[ground]);
        if above.component == below.component {
            Known::Yes
        } else if below.level >= above.level
            || below.component > above.component
            // What the ground rests on, the claim would.
            || below.lowest < above.lowest
        {
            Known::No
        } else if (above.first..=above.last).contains(&below.first) {
            // The walk went down from the one to the other.
            Known::Yes
        } else {
            Known::Open
        }
    }
}

/// One premise of one reason.
struct Arc {
    premise: ClaimId,
    step: StepId,
    conclusion: ClaimId,
}

/// The arcs at each claim, one claim's after the other's (compressed sparse rows).
#[derive(Debug)]
struct Adjacency {
    starts: Vec<u32>,
    ends: Vec<Reach>,
}

impl Adjacency {
    /// Up from the premises, and down from the conclusions.
    fn both_ways(claims: usize, arcs: &[Arc]) -> (Self, Self) {
        let reach = |claim, step| Reach { claim, step };
        let up = |arc: &Arc| (arc.premise, reach(arc.conclusion, arc.step));
        let down = |arc: &Arc| (arc.conclusion, reach(arc.premise, arc.step));
        (Self::new(claims, arcs, up), Self::new(claims, arcs, down))
    }

    /// Keeps the order of the arcs.
    fn new(claims: usize, arcs: &[Arc], ends_of: impl Fn(&Arc) -> (ClaimId, Reach)) -> Self {
        let mut cursor = PerClaim(vec![0_u32; claims + 1]);
        for arc in arcs {
            cursor[ends_of(arc).0] += 1;
        }
        let mut sum = 0;
        for count in &mut cursor.0 {
            sum += std::mem::replace(count, sum);
        }
        let starts = cursor.0.clone();
        let nowhere = Reach {
            claim: ClaimId(0),
            step: StepId(0),
        };
        let mut ends = vec![nowhere; arcs.len()];
        for arc in arcs {
            let (claim, reach) = ends_of(arc);
            let at = &mut cursor[claim];
            if let Some(slot) = ends.get_mut(*at as usize) {
                *slot = reach;
            }
            *at += 1;
        }
        Self { starts, ends }
    }

    fn of(&self, claim: ClaimId) -> &[Reach] {
        let index = claim.index();
        let range = self.starts.get(index).zip(self.starts.get(index + 1));
        range
            .and_then(|(&from, &to)| self.ends.get(from as usize..to as usize))
            .unwrap_or(&[])
    }
}

/// One value a claim.
#[derive(Debug)]
struct PerClaim<T>(Vec<T>);

impl<T> Default for PerClaim<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "ids are made by the map that they index"
)]
impl<T> Index<ClaimId> for PerClaim<T> {
    type Output = T;

    fn index(&self, claim: ClaimId) -> &T {
        &self.0[claim.index()]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "ids are made by the map that they index"
)]
impl<T> IndexMut<ClaimId> for PerClaim<T> {
    fn index_mut(&mut self, claim: ClaimId) -> &mut T {
        &mut self.0[claim.index()]
    }
}

/// The walk down from the conclusions that numbers the claims and ties them into components.
struct Walk {
    support: Support,
    visits: u32,
    components: u32,
    /// The first visit among those that a claim is known to lead back to.
    back: PerClaim<u32>,
    /// Claims visited whose component is not complete.
    pending: Vec<ClaimId>,
    /// The way to the claim at hand, each with how many of its premises have been looked at.
    way: Vec<(ClaimId, usize)>,
}

/// The component of a claim that has none yet.
const PENDING: u32 = u32::MAX;

impl Walk {
    fn new(claims: usize, up: Adjacency, down: Adjacency) -> Self {
        let unvisited = Rank {
            component: PENDING,
            ..Rank::default()
        };
        let support = Support {
            up,
            down,
            ranks: PerClaim(vec![unvisited; claims]),
            forest: PerClaim(vec![Descent::default(); claims]),
            knots: Vec::new(),
            selves: Vec::new(),
        };
        Self {
            support,
            visits: 0,
            components: 0,
            back: PerClaim(vec![0; claims]),
            pending: Vec::new(),
            way: Vec::new(),
        }
    }

    fn run(mut self, claims: usize) -> Support {
        // From the tops first, so that the trees of the forest take in what they can; then what is left, in knots.
        for tops_only in [true, false] {
            for claim in (0..).take(claims).map(ClaimId) {
                let visited = self.support.ranks[claim].first != 0;
                if visited || (tops_only && !self.support.up(claim).is_empty()) {
                    continue;
                }
                self.visit(claim, None);
                self.descend();
            }
        }
        self.support.knots.sort();
        self.support
    }

    fn visit(&mut self, claim: ClaimId, from: Option<Reach>) {
        self.visits += 1;
        let rank = &mut self.support.ranks[claim];
        (rank.first, rank.last) = (self.visits, self.visits);
        let depth = from.map_or(0, |from| self.support.forest[from.claim].depth + 1);
        self.support.forest[claim] = Descent { depth, from };
        self.back[claim] = self.visits;
        self.pending.push(claim);
        self.way.push((claim, 0));
    }

    fn descend(&mut self) {
        while let Some((claim, looked_at)) = self.way.last_mut() {
            let claim = *claim;
            let Some(&reach) = self.support.down.of(claim).get(*looked_at) else {
                self.way.pop();
                self.leave(claim);
                continue;
            };
            *looked_at += 1;
            let step = reach.step;
            let rank = self.support.ranks[reach.claim];
            if rank.first == 0 {
                self.visit(reach.claim, Some(Reach { claim, step }));
            } else if rank.component == PENDING {
                self.back[claim] = self.back[claim].min(rank.first);
            }
        }
    }

    fn leave(&mut self, claim: ClaimId) {
        let rank = &mut self.support.ranks[claim];
        rank.last = self.visits;
        let back = self.back[claim];
        if back == rank.first {
            self.complete(claim);
        } else if let Some(from) = self.support.forest[claim].from {
            self.back[from.claim] = self.back[from.claim].min(back);
        }
    }

    /// Makes a component of what is pending from `top` on.
    fn complete(&mut self, top: ClaimId) {
        let component = self.components;
        self.components += 1;
        let start = self.pending.iter().rposition(|&claim| claim == top);
        let start = start.unwrap_or_default();
        let members = self.pending.get(start..).unwrap_or_default();
        let Support {
            ranks,
            down,
            knots,
            selves,
            ..
        } = &mut self.support;
        for &claim in members {
            ranks[claim].component = component;
        }
        let (mut level, mut lowest) = (0, component);
        for &claim in members {
            for premise in down.of(claim) {
                let rank = ranks[premise.claim];
                if rank.component != component {
                    level = level.max(rank.level + 1);
                    lowest = lowest.min(rank.lowest);
                }
            }
        }
        for &claim in members {
            let rank = &mut ranks[claim];
            (rank.level, rank.lowest) = (level, lowest);
        }
        if let [only] = *members {
            let is_circular = down.of(only).iter().any(|premise| premise.claim == only);
            selves.extend(is_circular.then_some(only));
        } else {
            let mut knot = members.to_vec();
            knot.sort_unstable();
            knots.push(knot);
        }
        self.pending.truncate(start);
    }
}
