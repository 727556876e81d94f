//! The claims without which no support reaches a claim.
//!
//! A claim *holds up* if it is there and either stands by itself (no reason supports it, or it is `assumed`) or has a
//! reason whose premises all hold up; a circle holds nothing up. Objections do not enter into it. The claim `y` is
//! *crucial* for `x` if `x` holds up, and would not if `y` were not there. Where every reason has one premise, these
//! are the dominators of `x` in the graph of support; linked premises make them the dominators of an and-or graph,
//! one claim being able to hold a reason's other premises up from nowhere.
//!
//! Found in four steps, the first three near-linear, O(n log n):
//! 1. The claims that hold up, in an order in which each comes after what it rests on.
//! 2. A tree in which the ancestors of a claim are crucial for it: the parent of a claim is the nearest common
//!    ancestor of its reasons, each represented by its deepest premise (after Cooper, Harvey and Kennedy, "A Simple,
//!    Fast Dominance Algorithm", 2001). From the claims asked of, all ancestors are crucial, and all premises of the
//!    only reason for a crucial claim.
//! 3. What is not part of some way of holding the claims up is not crucial: two or more such ways are laid, each
//!    with as few of the claims still in doubt as may be.
//! 4. The claims left in doubt are removed in trial, 64 in one pass over the claims. Seldom are there any; where there
//!    are many, that is the one part that is not near-linear (no such algorithm is known for and-or graphs), and it
//!    gives up after [`MAX_WORK`].

#![expect(
    clippy::indexing_slicing,
    reason = "all numbers index the arrays that they were made for, and the code is read beside the theory"
)]

use crate::map::ClaimSet;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;
use crate::rows::Rows;

/// How many premises step 4 looks at before it gives up: some ten seconds' worth.
const MAX_WORK: u64 = 1 << 33;

/// How many ways of holding the claims up step 3 lays.
const MAX_WAYS: usize = 4;

const NONE: u32 = u32::MAX;

/// The claims without which at least one of `of` would no longer hold up; none if it would take too long.
///
/// A claim *holds up* if it is there and stands by itself (no reason supports it, or it is `assumed`) or has a reason whose premises all hold up;
/// objections do not enter into it. Near-linear, unless linked and independent reasons are knit so that many
/// claims have to be removed in trial.
pub fn crucial(map: &Map, of: &ClaimSet) -> Option<ClaimSet> {
    let support = Support::new(map, of);
    let mut search = Search::new(&support);
    search.take_from_tree();
    search.lay_ways();
    search.take_away(MAX_WORK)?;
    let crucial = search.is_crucial.iter().zip(&support.claims);
    let crucial = crucial.filter_map(|(&is, &claim)| is.then_some(claim));
    Some(ClaimSet::of(map, crucial))
}

/// The part of the map that holds claims up: claims are numbered so that each has a reason, if it
/// needs one, whose premises have lower numbers.
struct Support {
    claims: Vec<ClaimId>,
    /// The reasons for claim `i` are `reasons[i]..reasons[i + 1]`; none if it stands by itself.
    reasons: Vec<u32>,
    /// The premises of each reason.
    premises: Rows<u32>,
    /// Those that were asked of.
    targets: Vec<u32>,
    /// Whether some premise has a higher number than its conclusion: only where support is circular.
    is_circular: bool,
}

impl Support {
    fn new(map: &Map, of: &ClaimSet) -> Self {
        let cone = Cone::new(map, of);
        let (order, steps_waiting) = cone.order(map);
        let mut number = vec![NONE; map.claim_count()];
        for (rank, &claim) in (0..).zip(&order) {
            number[claim.index()] = rank;
        }
        let mut support = Self {
            reasons: vec![0],
            premises: Rows::default(),
            targets: of
                .iter()
                .map(|claim| number[claim.index()])
                .filter(|&claim| claim != NONE)
                .collect(),
            is_circular: false,
            claims: order,
        };
        for (rank, &claim) in (0..).zip(&support.claims) {
            let reasons = reasons(map, claim).filter(|reason| steps_waiting[reason.index()] == 0);
            for reason in reasons {
                let premises = map.premises(reason).map(|premise| {
                    let premise = number[premise.index()];
                    support.is_circular |= premise >= rank;
                    premise
                });
                support.premises.push(premises);
            }
            support.reasons.push(narrow(support.premises.len()));
        }
        support
    }

    fn len(&self) -> usize {
        self.claims.len()
    }

    fn reasons(&self, claim: usize) -> impl ExactSizeIterator<Item = &[u32]> {
        let (from, to) = (self.reasons[claim], self.reasons[claim + 1]);
        (from as usize..to as usize).map(|reason| self.premises.of(reason))
    }
}

/// The reasons that a claim needs: none if it is assumed.
fn reasons(map: &Map, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
    let is_assumed = map.claim(claim).is_assumed();
    map.reasons_for(claim).filter(move |_| !is_assumed)
}

/// Everything that the claims could rest on.
struct Cone {
    claims: ClaimSet,
    /// How many premises of each step have not been reached yet; [`NONE`] for steps outside.
    steps_waiting: Vec<u32>,
    /// How many premises of all reasons for each claim have not been reached yet.
    claims_waiting: Vec<u32>,
}

impl Cone {
    fn new(map: &Map, of: &ClaimSet) -> Self {
        let mut cone = Self {
            claims: of.clone(),
            steps_waiting: vec![NONE; map.step_count()],
            claims_waiting: vec![0; map.claim_count()],
        };
        let mut open: Vec<_> = of.iter().collect();
        while let Some(claim) = open.pop() {
            for reason in reasons(map, claim) {
                let mut count = 0;
                for premise in map.premises(reason) {
                    count += 1;
                    if cone.claims.insert(premise) {
                        open.push(premise);
                    }
                }
                cone.steps_waiting[reason.index()] = count;
                cone.claims_waiting[claim.index()] += count;
            }
        }
        cone
    }

    /// The claims that hold up, in order, and how many premises each step still lacks.
    ///
    /// A claim is taken when all its reasons have been, as a topological sort does it; where a circle leaves none,
    /// the first one that holds up all the same.
    fn order(mut self, map: &Map) -> (Vec<ClaimId>, Vec<u32>) {
        let mut order = Vec::new();
        let mut ready: Vec<_> = self
            .claims
            .iter()
            .filter(|claim| self.claims_waiting[claim.index()] == 0)
            .collect();
        let mut held = std::collections::VecDeque::new();
        let mut is_held = ClaimSet::of(map, ready.iter().copied());
        let mut is_taken = ClaimSet::empty(map);
        while let Some(claim) = ready.pop().or_else(|| held.pop_front()) {
            if !is_taken.insert(claim) {
                continue;
            }
            order.push(claim);
            for step in map.uses(claim) {
                let waiting = &mut self.steps_waiting[step.index()];
                if *waiting == NONE {
                    continue;
                }
                *waiting -= 1;
                let conclusion = map.step(step).conclusion;
                if *waiting == 0 && is_held.insert(conclusion) {
                    held.push_back(conclusion);
                }
                self.claims_waiting[conclusion.index()] -= 1;
                if self.claims_waiting[conclusion.index()] == 0 {
                    ready.push(conclusion);
                }
            }
        }
        (order, self.steps_waiting)
    }
}

struct Search<'s> {
    support: &'s Support,
    is_crucial: Vec<bool>,
    /// May be crucial: neither found to be nor found not to be.
    in_doubt: Vec<bool>,
    tree: Tree,
}

impl<'s> Search<'s> {
    fn new(support: &'s Support) -> Self {
        Self {
            support,
            is_crucial: vec![false; support.len()],
            in_doubt: vec![true; support.len()],
            tree: Tree::new(support),
        }
    }

    fn take_from_tree(&mut self) {
        let targets = &self.support.targets;
        self.take(targets.clone());
    }

    /// Takes these claims as crucial, and what is crucial for them.
    fn take(&mut self, mut open: Vec<u32>) {
        while let Some(claim) = open.pop() {
            let claim = claim as usize;
            if std::mem::replace(&mut self.is_crucial[claim], true) {
                continue;
            }
            self.in_doubt[claim] = false;
            open.extend(self.tree.parent(claim));
            let mut reasons = self.support.reasons(claim);
            if let (Some(only), None) = (reasons.next(), reasons.next()) {
                open.extend(only);
            }
        }
    }

    fn lay_ways(&mut self) {
        let mut doubts = usize::MAX;
        for _ in 0..MAX_WAYS {
            self.lay_way();
            let left = self.in_doubt.iter().filter(|&&doubt| doubt).count();
            if left == 0 || left == doubts {
                break;
            }
            doubts = left;
        }
    }

    /// Lays one way of holding the targets up; what is not on it is not in doubt.
    fn lay_way(&mut self) {
        let count = self.support.len();
        let mut cost = vec![0_u32; count];
        let mut choice = vec![0_u32; count];
        for claim in 0..count {
            let forwards = (0..)
                .zip(self.support.reasons(claim))
                .filter(|(_, premises)| premises.iter().all(|&premise| (premise as usize) < claim));
            let priced = forwards.map(|(number, premises)| {
                let costs = premises.iter().map(|&premise| cost[premise as usize]);
                (costs.fold(0, u32::saturating_add), number)
            });
            let (least, chosen) = priced.min().unwrap_or_default();
            cost[claim] = least.saturating_add(u32::from(self.in_doubt[claim]));
            choice[claim] = chosen;
        }
        let mut on_way = vec![false; count];
        let mut open = self.support.targets.clone();
        while let Some(claim) = open.pop() {
            let claim = claim as usize;
            if std::mem::replace(&mut on_way[claim], true) {
                continue;
            }
            let chosen = choice[claim] as usize;
            open.extend(self.support.reasons(claim).nth(chosen).unwrap_or_default());
        }
        for (doubt, on_way) in self.in_doubt.iter_mut().zip(on_way) {
            *doubt &= on_way;
        }
    }

    /// Tries the claims in doubt, the highest first: what they hold up on their way down needs no trial.
    fn take_away(&mut self, mut work: u64) -> Option<()> {
        let mut next = self.support.len();
        let mut holds = Vec::new();
        loop {
            let mut tried = Vec::with_capacity(64);
            while next > 0 && tried.len() < 64 {
                next -= 1;
                if self.in_doubt[next] {
                    tried.push(next);
                }
            }
            if tried.is_empty() {
                return Some(());
            }
            let fallen = self.fallen_without(&tried, &mut holds, &mut work)?;
            for (bit, &claim) in tried.iter().enumerate() {
                self.in_doubt[claim] = false;
                if fallen & (1 << bit) != 0 {
                    self.take(vec![narrow(claim)]);
                }
            }
        }
    }

    /// Bit `i` is set if, without claim `tried[i]`, some target does not hold up.
    fn fallen_without(&self, tried: &[usize], holds: &mut Vec<u64>, work: &mut u64) -> Option<u64> {
        let support = self.support;
        let lowest = tried.last().copied().unwrap_or_default();
        // Without circles, what comes before everything that is removed holds up all the same.
        let first = if support.is_circular { 0 } else { lowest };
        holds.clear();
        holds.resize(first, u64::MAX);
        holds.resize(support.len(), 0);
        let sweep = (support.len() - first + support.premises.all().len()) as u64;
        loop {
            *work = work.checked_sub(sweep)?;
            let mut changed = false;
            let mut away = tried.iter().enumerate().rev().peekable();
            for claim in first..support.len() {
                let mut held = support.reasons(claim).fold(0, |held, premises| {
                    let together = premises.iter().map(|&premise| holds[premise as usize]);
                    held | together.fold(u64::MAX, |all, one| all & one)
                });
                if support.reasons(claim).len() == 0 {
                    held = u64::MAX;
                }
                if let Some((bit, _)) = away.next_if(|&(_, &away)| away == claim) {
                    held &= !(1 << bit);
                }
                changed |= held != holds[claim];
                holds[claim] = held;
            }
            if !support.is_circular || !changed {
                break;
            }
        }
        let targets = support.targets.iter();
        Some(!targets.fold(u64::MAX, |all, &target| all & holds[target as usize]))
    }
}

/// A tree over the claims in which every ancestor of a claim is crucial for it.
///
/// Node 0 is above all; claim `i` is node `i + 1`. Nearest common ancestors by jump pointers (Myers, "An applicative
/// random-access stack", 1983).
struct Tree {
    parent: Vec<u32>,
    jump: Vec<u32>,
    depth: Vec<u32>,
}

impl Tree {
    fn new(support: &Support) -> Self {
        let mut tree = Self {
            parent: vec![0],
            jump: vec![0],
            depth: vec![0],
        };
        for claim in 0..support.len() {
            // In a circle some premises are not in the tree yet: nothing is known of such claims.
            let parent = if support.is_circular {
                0
            } else {
                let deepest = |premises: &[u32]| {
                    let nodes = premises.iter().map(|premise| premise + 1);
                    nodes.max_by_key(|&node| (tree.depth[node as usize], node))
                };
                let above = support
                    .reasons(claim)
                    .map(|reason| deepest(reason).unwrap_or(0));
                above.reduce(|a, b| tree.common(a, b)).unwrap_or(0)
            };
            tree.add(parent);
        }
        tree
    }

    /// The claim above a claim.
    fn parent(&self, claim: usize) -> Option<u32> {
        self.parent[claim + 1].checked_sub(1)
    }

    fn add(&mut self, parent: u32) {
        let above = parent as usize;
        let jump = self.jump[above] as usize;
        let far = self.jump[jump] as usize;
        let even = self.depth[above] - self.depth[jump] == self.depth[jump] - self.depth[far];
        let jump = if even && above != 0 {
            self.jump[jump]
        } else {
            parent
        };
        self.parent.push(parent);
        self.jump.push(jump);
        self.depth.push(self.depth[above] + 1);
    }

    fn common(&self, a: u32, b: u32) -> u32 {
        let (mut low, mut high) = if self.depth[a as usize] >= self.depth[b as usize] {
            (a as usize, b as usize)
        } else {
            (b as usize, a as usize)
        };
        while self.depth[low] > self.depth[high] {
            let jump = self.jump[low] as usize;
            low = if self.depth[jump] >= self.depth[high] {
                jump
            } else {
                self.parent[low] as usize
            };
        }
        while low != high {
            if self.jump[low] == self.jump[high] {
                low = self.parent[low] as usize;
                high = self.parent[high] as usize;
            } else {
                low = self.jump[low] as usize;
                high = self.jump[high] as usize;
            }
        }
        narrow(low)
    }
}
