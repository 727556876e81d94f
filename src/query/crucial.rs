//! Finds the claims without which no support reaches a claim.
//!
//! A claim *holds up* if it is there and either stands by itself (no reason supports it, or it is `assumed`) or has a
//! reason whose premises all hold up; a circle holds nothing up. Objections are ignored. The claim `y` is *crucial* for
//! `x` if `x` holds up, and would not if `y` were not there. Where every reason has one premise, these are the
//! dominators of `x` in the graph of support. Linked premises make them the dominators of an and-or graph: a claim can
//! then be crucial without being on every path, as a reason needs all its premises.
//!
//! They are found in four steps, the first three near-linear, O(n log n):
//! 1. List the claims that hold up in an order in which each comes after what it rests on.
//! 2. Build a tree in which the ancestors of a claim are crucial for it: the parent of a claim is the nearest common
//!    ancestor of its reasons, each represented by its deepest premise (after Cooper, Harvey and Kennedy, "A Simple,
//!    Fast Dominance Algorithm", 2001). Starting from the claims asked about, all ancestors are crucial, and so are all
//!    premises of the only reason for a crucial claim.
//! 3. Pick up to [`MAX_WAYS`] ways of holding the claims up, each with as few of the claims still in doubt as it can. A
//!    claim that is missing from one of them is not crucial.
//! 4. Remove each claim still in doubt and see what falls, 64 claims in one pass. There are seldom any; if there are
//!    many, this is the only part that is not near-linear (no such algorithm is known for and-or graphs), and it gives
//!    up after [`MAX_WORK`].

#![expect(
    clippy::indexing_slicing,
    reason = "all numbers index the arrays that they were made for, and the code is read beside the theory"
)]

use crate::map::ClaimSet;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;
use crate::rows::Rows;

/// How many premises step 4 looks at before it gives up: about ten seconds' worth.
const MAX_WORK: u64 = 1 << 33;

/// Maximum number of ways of holding the claims up that step 3 picks.
const MAX_WAYS: usize = 4;

const NONE: u32 = u32::MAX;

/// The claims without which at least one of `of` would no longer hold up; `None` if finding them would take too long.
///
/// A claim *holds up* if it is there and stands by itself (no reason supports it, or it is `assumed`) or has a reason
/// whose premises all hold up; objections are ignored. Near-linear, unless linked and independent reasons are so
/// entangled that many claims have to be removed one by one to see what falls.
pub fn crucial(map: &Map, of: &ClaimSet) -> Option<ClaimSet> {
    let support = CrucialSupport::new(map, of);
    let mut search = CrucialSearch::new(&support);
    search.take_from_tree();
    search.lay_ways();
    search.take_away(MAX_WORK)?;
    let crucial = search.is_crucial.iter().zip(&support.claims);
    let crucial = crucial.filter_map(|(&is, &claim)| is.then_some(claim));
    Some(ClaimSet::of(map, crucial))
}

/// The part of the map that holds claims up. Claims are numbered so that each one that needs a reason has one whose
/// premises have lower numbers.
struct CrucialSupport {
    claims: Vec<ClaimId>,
    /// The reasons for claim `i` are `reasons[i]..reasons[i + 1]`; an empty range if it stands by itself.
    reasons: Vec<u32>,
    /// The premises of each reason.
    premises: Rows<u32>,
    /// The claims asked about.
    targets: Vec<u32>,
    /// Whether some premise has a higher number than its conclusion: only where support is circular.
    is_circular: bool,
}

impl CrucialSupport {
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

/// The reasons that a claim can rest on: none if it is assumed.
fn reasons(map: &Map, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
    let is_assumed = map.claim(claim).is_assumed();
    map.reasons_for(claim).filter(move |_| !is_assumed)
}

/// Everything that the claims could rest on.
struct Cone {
    claims: ClaimSet,
    /// How many premises of each step have not been reached yet; [`NONE`] for steps that are not part of this.
    steps_waiting: Vec<u32>,
    /// For each claim, how many premises of all its reasons together have not been reached yet.
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
    /// As in a topological sort, a claim is taken once all premises of all its reasons have been. If a circle leaves no
    /// such claim, the first claim that holds up anyway is taken.
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

struct CrucialSearch<'s> {
    support: &'s CrucialSupport,
    is_crucial: Vec<bool>,
    /// Whether each claim may be crucial: it is not yet known whether it is.
    in_doubt: Vec<bool>,
    tree: AncestorTree,
}

impl<'s> CrucialSearch<'s> {
    fn new(support: &'s CrucialSupport) -> Self {
        Self {
            support,
            is_crucial: vec![false; support.len()],
            in_doubt: vec![true; support.len()],
            tree: AncestorTree::new(support),
        }
    }

    fn take_from_tree(&mut self) {
        let targets = &self.support.targets;
        self.take(targets.clone());
    }

    /// Marks these claims as crucial, and everything that is crucial for them.
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

    /// Picks one way of holding the targets up; claims that are not on it are no longer in doubt.
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

    /// Removes the claims in doubt, highest number first, to see what falls. A claim found crucial settles others below
    /// it, which then need no such trial.
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

    /// A bit set: bit `i` is set if some target does not hold up without claim `tried[i]`.
    fn fallen_without(&self, tried: &[usize], holds: &mut Vec<u64>, work: &mut u64) -> Option<u64> {
        let support = self.support;
        let lowest = tried.last().copied().unwrap_or_default();
        // Without circles, everything before the first removed claim still holds up.
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
/// Node 0 is the root above all claims; claim `i` is node `i + 1`. Nearest common ancestors are found by jump pointers
/// (Myers, "An applicative random-access stack", 1983).
struct AncestorTree {
    parent: Vec<u32>,
    jump: Vec<u32>,
    depth: Vec<u32>,
}

impl AncestorTree {
    fn new(support: &CrucialSupport) -> Self {
        let mut tree = Self {
            parent: vec![0],
            jump: vec![0],
            depth: vec![0],
        };
        for claim in 0..support.len() {
            // In a circle some premises are not in the tree yet, so nothing is known of such claims.
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

    /// The parent of a claim, if it is a claim.
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
