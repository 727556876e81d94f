//! Finds the roots of a map's tree, and the links by which it attaches claims that no reason joins to them.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::{Direction, Tree, View};
use crate::map::{ClaimId, LinkId, Map};
use crate::syntax::RelationKind;

pub(super) fn plant<'m, 'v>(map: &'m Map, view: View<'v>) -> Tree<'m, 'v> {
    let mut planting = Planting {
        map,
        view,
        placed: FixedBitSet::with_capacity(map.claim_count()),
        hosts: FxHashMap::default(),
        fresh: Vec::new(),
        contrasted: Vec::new(),
    };
    let mut roots = planting.declared();
    for &root in &roots {
        planting.place(root);
    }
    planting.host();
    let mut beyond = 0;
    let declared = roots.len();
    let mut main = declared;
    if view.roots.is_empty() {
        if main > 0 {
            beyond = planting.unplaced().count();
        }
        planting.place_the_rest(&mut roots);
        if main == 0 {
            main = roots.len();
        }
        if let Some(others) = roots.get_mut(declared..) {
            view.sort(others);
        }
    }
    let Planting { hosts, placed, .. } = planting;
    let mut tree = Tree {
        map,
        view,
        roots,
        main,
        beyond,
        hosts,
        depths: None,
        shown: placed,
    };
    if let Some(limit) = view.depth {
        tree.limit(limit);
    }
    tree
}

struct Planting<'m, 'v> {
    map: &'m Map,
    view: View<'v>,
    placed: FixedBitSet,
    hosts: FxHashMap<ClaimId, LinkId>,
    /// Claims with a place, whose contradictions, contrasts and restatements have not been looked at yet.
    fresh: Vec<ClaimId>,
    /// Where contrasts and restatements lead: looked at when no contradiction is left.
    contrasted: Vec<(ClaimId, LinkId)>,
}

impl Planting<'_, '_> {
    /// The roots that were asked for, or else the thesis (unless the tree grows upwards), each once.
    fn declared(&self) -> Vec<ClaimId> {
        let asked = self.view.roots.iter().copied();
        let thesis = self.map.thesis().iter().copied();
        let thesis = thesis
            .filter(|_| self.view.roots.is_empty() && self.view.direction == Direction::Grounds);
        let mut known = FixedBitSet::with_capacity(self.map.claim_count());
        asked
            .chain(thesis)
            .filter(|&claim| self.view.selects(claim) && !known.put(claim.index()))
            .collect()
    }

    /// Gives `claim` and everything below it their places.
    fn place(&mut self, claim: ClaimId) {
        let first = self.fresh.len();
        self.reach(claim);
        // A tree that grows upwards shows what claims are used for, and contradictions and contrasts do not use claims.
        if self.view.direction == Direction::Consequences {
            self.fresh.truncate(first);
        }
    }

    /// Attaches to the claims with a place what contradicts them, or otherwise what is contrasted with them or restates
    /// them.
    fn host(&mut self) {
        let mut next = 0;
        let mut next_contrast = 0;
        loop {
            while let Some(&claim) = self.fresh.get(next) {
                next += 1;
                for (other, link) in self.map.linked_with(claim) {
                    if self.map.link(link).kind != RelationKind::Contradicts {
                        self.contrasted.push((other, link));
                    } else if self.is_free(other) {
                        self.hosts.insert(other, link);
                        self.reach(other);
                    }
                }
            }
            let Some(&(other, link)) = self.contrasted.get(next_contrast) else {
                break;
            };
            next_contrast += 1;
            if self.is_free(other) && View::is_bare(self.map, other) {
                self.hosts.insert(other, link);
                self.placed.insert(other.index());
                self.fresh.push(other);
            }
        }
        self.fresh.clear();
        self.contrasted.clear();
    }

    fn reach(&mut self, claim: ClaimId) {
        let (placed, fresh) = (&mut self.placed, &mut self.fresh);
        reach(self.map, self.view, claim, placed, fresh);
    }

    fn is_free(&self, claim: ClaimId) -> bool {
        self.view.selects(claim) && !self.placed.contains(claim.index())
    }

    fn unplaced(&self) -> impl Iterator<Item = ClaimId> + '_ {
        self.map.claims().filter(|&claim| self.is_free(claim))
    }

    /// Gives every other claim its place, below as few roots as possible.
    fn place_the_rest(&mut self, roots: &mut Vec<ClaimId>) {
        let starts = self.unplaced().filter(|&it| !self.can_be_hosted(it));
        let mut starts: Vec<_> = starts.collect();
        self.view.sort(&mut starts);
        for root in sources(self.map, self.view, &starts, &self.placed) {
            roots.push(root);
            self.place(root);
        }
        self.host();
        // The claims still left are joined only by contradictions and contrasts.
        let mut left: Vec<_> = self.unplaced().collect();
        self.view.sort(&mut left);
        for claim in left {
            if self.is_free(claim) {
                roots.push(claim);
                self.place(claim);
                self.host();
            }
        }
    }

    fn can_be_hosted(&self, claim: ClaimId) -> bool {
        let (map, view) = (self.map, self.view);
        let joined = |(other, _)| view.selects(other);
        view.direction == Direction::Grounds
            && View::is_bare(map, claim)
            && map.uses(claim).next().is_none()
            && map.undercuts_by(claim).next().is_none()
            && map.linked_with(claim).into_iter().any(joined)
    }
}

/// The fewest of `starts` from which all of them can be reached, in their order.
///
/// A search is begun from every start that has not been reached yet. The last one begins in a component that no other
/// component reaches (as in the first half of Kosaraju's algorithm). So, taken from last to first, each of these starts
/// is a root unless an earlier root reaches it.
fn sources(map: &Map, view: View<'_>, starts: &[ClaimId], placed: &FixedBitSet) -> Vec<ClaimId> {
    let (mut seen, mut reached) = (placed.clone(), Vec::new());
    let mut begun = Vec::new();
    for &start in starts {
        if !seen.contains(start.index()) {
            begun.push(start);
            reach(map, view, start, &mut seen, &mut reached);
            reached.clear();
        }
    }
    let mut seen = placed.clone();
    begun.reverse();
    begun.retain(|&start| {
        let is_root = !seen.contains(start.index());
        if is_root {
            reach(map, view, start, &mut seen, &mut reached);
            reached.clear();
        }
        is_root
    });
    begun.reverse();
    begun
}

/// Adds `claim` and everything below it that is not in `seen` to `seen`, and to the end of `reached`.
fn reach(
    map: &Map,
    view: View<'_>,
    claim: ClaimId,
    seen: &mut FixedBitSet,
    reached: &mut Vec<ClaimId>,
) {
    if seen.put(claim.index()) {
        return;
    }
    let mut next = reached.len();
    reached.push(claim);
    while let Some(&claim) = reached.get(next) {
        next += 1;
        view.below(map, claim, |below| {
            if !seen.put(below.index()) {
                reached.push(below);
            }
        });
    }
}

impl Tree<'_, '_> {
    /// Finds each claim's depth, breadth first, and drops claims deeper than `limit`. A claim is shown in full where it
    /// is least deep, so that a limit hides as little as possible.
    fn limit(&mut self, limit: u32) {
        let mut depths = vec![u32::MAX; self.map.claim_count()];
        self.shown.clear();
        let mut queue = Vec::new();
        for &root in &self.roots {
            if let Some(depth) = depths.get_mut(root.index()).filter(|depth| **depth != 0) {
                *depth = 0;
                queue.push((root, 0));
            }
        }
        let mut next = 0;
        while let Some(&(claim, depth)) = queue.get(next) {
            next += 1;
            self.shown.insert(claim.index());
            if depth == limit {
                continue;
            }
            let mut visit = |below: ClaimId| {
                let found = depths.get_mut(below.index());
                if let Some(found) = found.filter(|found| **found == u32::MAX) {
                    *found = depth + 1;
                    queue.push((below, depth + 1));
                }
            };
            self.below(claim, &mut visit);
        }
        self.depths = Some(depths);
    }

    /// All claims that hang directly below `claim` in the tree.
    pub(super) fn below(&self, claim: ClaimId, mut visit: impl FnMut(ClaimId)) {
        self.view.below(self.map, claim, &mut visit);
        self.hosted(claim).for_each(visit);
    }

    /// The claims that hang below `claim` by a contradiction, a contrast or a restatement.
    pub(super) fn hosted(&self, claim: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        let links = self.map.linked_with(claim).into_iter();
        links
            .filter(|(other, link)| self.hosts.get(other) == Some(link))
            .map(|(other, _)| other)
    }
}
