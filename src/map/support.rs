//! The order of support: which claims rest on which.
//!
//! A claim **rests on** another if a path of reasons leads from that one up to it: each claim on the path is a premise
//! of a reason for the next. Claims that rest on each other form a **knot**. Apart from knots, support is a partial
//! order. It is built in one pass over the strongly connected components, linear in the map. The numbers assigned in
//! that pass answer most questions at once; [`Search`] walks the graph for the rest.

mod cycle;
mod founded;
mod needs;
mod path;
mod search;

use std::ops::{Index, IndexMut};

pub use cycle::Cycle;
pub use founded::Foothold;
pub use needs::{Joint, Needs, Supports};
pub use path::{Hop, Path};
pub use search::{Exhausted, Search};

use super::{ClaimId, Map, Step, StepId};
use crate::components::{ComponentWalk, Depends};
use crate::narrow::narrow;
use crate::rows::Rows;
use crate::syntax::Polarity;

/// Which claims rest on which.
#[derive(Debug)]
pub struct Support {
    /// From each premise to the conclusions of its reasons.
    up: Rows<Reach>,
    /// From each conclusion to the premises of its reasons.
    down: Rows<Reach>,
    ranks: PerClaim<Rank>,
    /// How the walk that built this reached each claim, going down from the conclusions.
    forest: PerClaim<Descent>,
    knots: Vec<Vec<ClaimId>>,
    /// The claims outside knots that are premises of reasons for themselves.
    selves: Vec<ClaimId>,
}

/// Where a claim is in the order of support.
#[derive(Debug, Clone, Copy, Default)]
struct Rank {
    /// The knot or single claim that it belongs to. What a claim rests on has lower numbers.
    component: u32,
    /// The length in steps of the longest path down from it, with each knot counted as one claim.
    level: u32,
    /// The lowest component that it rests on or is part of (Yıldırım, Chaoji & Zaki 2010, GRAIL).
    lowest: u32,
    /// Its number in the order in which the walk visited the claims, from 1.
    first: u32,
    /// The number of the last claim visited below it, or its own.
    last: u32,
}

/// How the walk reached a claim.
#[derive(Debug, Clone, Copy, Default)]
struct Descent {
    /// How many steps below the start of the walk it is.
    depth: u32,
    /// The claim that the walk came from, and the step.
    from: Option<Reach>,
}

/// A claim, and the step that leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reach {
    /// The claim at the other end.
    pub claim: ClaimId,
    /// The step.
    pub step: StepId,
}

/// Whether one claim rests on another, as far as the numbers alone can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RestsOn {
    Yes,
    No,
    Open,
}

impl Support {
    /// Computes the order of support of a map. Linear in the map.
    pub fn new(map: &Map) -> Self {
        Self::along(map, |_| true)
    }

    /// The order of support among the claims that `counts` selects, ignoring all others. Linear in the map.
    pub fn among(map: &Map, counts: impl Fn(ClaimId) -> bool) -> Self {
        Self::along(map, |arc| counts(arc.premise) && counts(arc.conclusion))
    }

    /// The order of support along the premises that `counts` selects. Linear in the map.
    pub(crate) fn along(map: &Map, counts: impl Fn(&PremiseArc) -> bool) -> Self {
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
            let premises = map.premises(step).map(|premise| PremiseArc {
                premise,
                step,
                conclusion,
            });
            arcs.extend(premises.filter(&counts));
        }
        let claims = map.claim_count();
        let (up, down) = both_ways(claims, &arcs);
        drop(arcs);
        SupportNumbering::new(claims, up, down).run(claims)
    }

    /// The reasons that have the claim as a premise, each with its conclusion, in file order.
    pub fn up(&self, claim: ClaimId) -> &[Reach] {
        self.up.of(claim.index())
    }

    /// The premises of the claim's reasons, each with its reason, in file order.
    pub fn down(&self, claim: ClaimId) -> &[Reach] {
        self.down.of(claim.index())
    }

    /// The number of claims plus the number of premises: the size of the map for work budgets.
    pub fn size(&self) -> usize {
        self.ranks.0.len() + self.up.all().len()
    }

    /// The sets of two or more claims that rest on each other. Both the sets and the claims in each are in file order.
    pub fn knots(&self) -> &[Vec<ClaimId>] {
        &self.knots
    }

    /// The claims that rest on themselves: those in [knots](Self::knots), and those that are their own premises.
    pub fn circular(&self) -> impl Iterator<Item = ClaimId> {
        self.circles().flatten().copied()
    }

    /// The same claims, grouped by which rest on each other.
    pub(crate) fn circles(&self) -> impl Iterator<Item = &[ClaimId]> {
        let selves = self.selves.iter().map(std::slice::from_ref);
        self.knots.iter().map(Vec::as_slice).chain(selves)
    }

    /// The largest number of reasons on a path down, with each knot counted as one claim.
    pub(crate) fn depth(&self) -> u32 {
        let levels = self.ranks.0.iter().map(|rank| rank.level);
        levels.max().unwrap_or(0)
    }

    /// Whether the claims are in the same knot, or are the same claim.
    pub fn same_knot(&self, a: ClaimId, b: ClaimId) -> bool {
        self.ranks[a].component == self.ranks[b].component
    }

    /// Whether some reason has both claims among its premises.
    ///
    /// O(n log m) for claims that are premises of n and m reasons, where n is the smaller number.
    pub fn share_reason(&self, a: ClaimId, b: ClaimId) -> bool {
        let (mut fewer, mut more) = (self.up(a), self.up(b));
        if fewer.len() > more.len() {
            std::mem::swap(&mut fewer, &mut more);
        }
        // File order is also the order of the steps.
        let is_shared = |step| more.binary_search_by_key(&step, |reach| reach.step).is_ok();
        fewer.iter().any(|reach| is_shared(reach.step))
    }

    /// Whether `claim` rests on `ground`, another claim, as far as can be told without a walk.
    fn known(&self, claim: ClaimId, ground: ClaimId) -> RestsOn {
        let (above, below) = (self.ranks[claim], self.ranks[ground]);
        if above.component == below.component {
            RestsOn::Yes
        } else if below.level >= above.level
            || below.component > above.component
            // The claim would rest on everything that the ground rests on.
            || below.lowest < above.lowest
        {
            RestsOn::No
        } else if (above.first..=above.last).contains(&below.first) {
            // The walk went down from the claim to the ground.
            RestsOn::Yes
        } else {
            RestsOn::Open
        }
    }
}

/// One premise of one reason.
pub(crate) struct PremiseArc {
    pub(crate) premise: ClaimId,
    pub(crate) step: StepId,
    pub(crate) conclusion: ClaimId,
}

/// The arcs up from the premises, and down from the conclusions. Each claim's are in the order of `arcs`.
fn both_ways(claims: usize, arcs: &[PremiseArc]) -> (Rows<Reach>, Rows<Reach>) {
    let reach = |claim, step| Reach { claim, step };
    let up = |arc: &PremiseArc| (arc.premise.index(), reach(arc.conclusion, arc.step));
    let down = |arc: &PremiseArc| (arc.conclusion.index(), reach(arc.premise, arc.step));
    (
        Rows::gather(claims, || arcs.iter().map(up)),
        Rows::gather(claims, || arcs.iter().map(down)),
    )
}

/// One value for each claim.
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

/// The walk down from the conclusions, which numbers the claims and finds the strongly connected components.
struct SupportNumbering {
    support: Support,
    visits: u32,
    components: u32,
}

impl SupportNumbering {
    fn new(claims: usize, up: Rows<Reach>, down: Rows<Reach>) -> Self {
        let support = Support {
            up,
            down,
            ranks: PerClaim(vec![Rank::default(); claims]),
            forest: PerClaim(vec![Descent::default(); claims]),
            knots: Vec::new(),
            selves: Vec::new(),
        };
        Self {
            support,
            visits: 0,
            components: 0,
        }
    }

    fn run(mut self, claims: usize) -> Support {
        let mut walk = ComponentWalk::new(claims);
        // First from the claims that support nothing, so that the trees of the forest become as large as possible; then
        // whatever is left, in knots.
        for tops_only in [true, false] {
            for claim in 0..narrow(claims) {
                if !tops_only || self.support.up(ClaimId(claim)).is_empty() {
                    walk.follow_in(claim, &mut self);
                }
            }
        }
        self.support.knots.sort();
        self.support
    }
}

impl Depends for SupportNumbering {
    fn input(&self, claim: u32, place: usize) -> Option<u32> {
        let reach = self.support.down(ClaimId(claim)).get(place)?;
        Some(reach.claim.0)
    }

    fn enter(&mut self, claim: u32, from: Option<(u32, usize)>) {
        let claim = ClaimId(claim);
        self.visits += 1;
        let from = from.and_then(|(from, place)| {
            let claim = ClaimId(from);
            let step = self.support.down(claim).get(place)?.step;
            Some(Reach { claim, step })
        });
        let depth = from.map_or(0, |from| self.support.forest[from.claim].depth + 1);
        self.support.forest[claim] = Descent { depth, from };
        self.support.ranks[claim].first = self.visits;
    }

    fn leave(&mut self, claim: u32) {
        self.support.ranks[ClaimId(claim)].last = self.visits;
    }

    fn complete(&mut self, members: &[u32]) {
        let component = self.components;
        self.components += 1;
        let Support {
            ranks,
            down,
            knots,
            selves,
            ..
        } = &mut self.support;
        let members = || members.iter().copied().map(ClaimId);
        for claim in members() {
            ranks[claim].component = component;
        }
        let (mut level, mut lowest, mut is_own_premise) = (0, component, false);
        for claim in members() {
            for premise in down.of(claim.index()) {
                let rank = ranks[premise.claim];
                if rank.component == component {
                    is_own_premise |= premise.claim == claim;
                } else {
                    level = level.max(rank.level + 1);
                    lowest = lowest.min(rank.lowest);
                }
            }
        }
        for claim in members() {
            let rank = &mut ranks[claim];
            (rank.level, rank.lowest) = (level, lowest);
        }
        if members().len() > 1 {
            knots.push(members().collect());
        } else if is_own_premise {
            selves.extend(members());
        }
    }
}
