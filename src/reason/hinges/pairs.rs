//! Finds pairs of claims that change a label together, though neither does alone.
//!
//! Two claims are tried together only if they can be a pair: one must be in the proof of the targets' labels, and the other
//! in the proof that is left without the first. If both are in the first proof, the effects of their denials must also
//! overlap. The changes that a denial makes depend only on the cells that it causes to be looked at again, so two denials
//! that share no such cell do together what each does alone.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::proof::{extend, proof};
use super::{HingeSearch, Hinges, MAX_WORK, Tried};
use crate::map::ClaimId;
use crate::reason::Label;

/// A claim whose denial causes more cells than this to be looked at again is tried with all others.
const WIDE: usize = 64;

impl HingeSearch<'_> {
    pub(super) fn pairs(&mut self, most: usize) -> Tried<[ClaimId; 2]> {
        let Hinges {
            dependencies,
            targets,
            is_target,
            distances,
        } = self.hinges;
        let is_undecided = |&target: &usize| self.evaluation.label(target) == Label::Undecided;
        if targets.iter().any(is_undecided) {
            return Tried {
                found: Vec::new(),
                untried: 0,
            };
        }
        let mut proof = proof(dependencies, &mut self.evaluation, targets);
        let mut firsts = self.accepted_claims(proof.ones());
        // Targets, hinges, and claims that have been tried with all others.
        let mut is_done = is_target.clone();
        for &node in &firsts {
            if !is_done.contains(node) && self.outcome(node).is_some() {
                is_done.insert(node);
            }
        }
        firsts.retain(|&node| !is_done.contains(node));
        let regions = Regions::new(self, &firsts);
        firsts.sort_by_key(|&node| (distances[node], dependencies.claim(node)));
        let mut found = Vec::new();
        let mut untried = 0;
        for (tried, &first) in firsts.iter().enumerate() {
            is_done.insert(first);
            let seconds = self.deny_first(first, &regions, &mut proof);
            let is_all_tried = self.try_seconds(first, &seconds, &is_done, most, &mut found);
            if !is_all_tried {
                untried = firsts.len() - tried;
                break;
            }
        }
        found.sort_by_key(|&[a, b]| {
            let [near, far] = [a, b].map(|node| u64::from(distances[node]));
            (near + far, dependencies.claim(a), dependencies.claim(b))
        });
        let found = found.into_iter();
        let found = found
            .map(|pair| pair.map(|node| dependencies.claim(node)))
            .collect();
        Tried { found, untried }
    }

    /// Denies a claim and settles what follows; returns the claims that may form a pair with it, each before everything that
    /// it depends on.
    fn deny_first(
        &mut self,
        first: usize,
        regions: &Regions,
        proof: &mut FixedBitSet,
    ) -> Vec<usize> {
        let dependencies = &self.hinges.dependencies;
        self.known.clear();
        self.evaluation.deny(first);
        self.evaluation.settle_all();
        let Some(cells) = regions.cells.get(&first) else {
            return self.proven();
        };
        // Only nodes that were looked at again may need another proof, or be accepted now and not before.
        let members = cells
            .iter()
            .flat_map(|&cell| dependencies.members(cell as usize));
        let again: Vec<_> = members.filter(|&node| proof.contains(node)).collect();
        let mut seconds = extend(dependencies, &mut self.evaluation, proof, again.clone());
        for &node in &seconds {
            proof.set(node, false);
        }
        seconds.extend(again);
        let met = cells.iter().filter_map(|cell| regions.claims.get(cell));
        seconds.extend(met.flatten());
        seconds.extend(&regions.wide);
        seconds.sort_unstable();
        seconds.dedup();
        self.accepted_claims(seconds.into_iter())
    }

    /// Adds to `found` the pairs of `first`, which has been denied, with each of `seconds`, and undoes the denial; returns
    /// whether all were tried.
    fn try_seconds(
        &mut self,
        first: usize,
        seconds: &[usize],
        is_done: &FixedBitSet,
        most: usize,
        found: &mut Vec<[usize; 2]>,
    ) -> bool {
        let dependencies = &self.hinges.dependencies;
        let mut is_all_tried = true;
        for &second in seconds.iter().filter(|&&second| !is_done.contains(second)) {
            if found.len() == most || self.evaluation.work > MAX_WORK {
                is_all_tried = false;
                break;
            }
            if self.outcome(second).is_some() {
                let mut pair = [first, second];
                pair.sort_by_key(|&node| dependencies.claim(node));
                found.push(pair);
            }
        }
        self.evaluation.undo_all();
        is_all_tried
    }
}

/// The cells that the denials of some claims cause to be looked at again.
struct Regions {
    /// The cells of each claim that is not wide.
    cells: FxHashMap<usize, Vec<u32>>,
    /// The claims of each cell.
    claims: FxHashMap<u32, Vec<usize>>,
    /// Claims that cause more than [`WIDE`] cells to be looked at again.
    wide: Vec<usize>,
}

impl Regions {
    fn new(search: &mut HingeSearch<'_>, claims: &[usize]) -> Self {
        let mut regions = Self {
            cells: FxHashMap::default(),
            claims: FxHashMap::default(),
            wide: Vec::new(),
        };
        for &claim in claims {
            let mut cells = Vec::new();
            search.evaluation.deny(claim);
            let is_whole = search.evaluation.settle_some(WIDE, &mut cells);
            search.evaluation.undo_all();
            if !is_whole {
                regions.wide.push(claim);
                continue;
            }
            for &cell in &cells {
                regions.claims.entry(cell).or_default().push(claim);
            }
            regions.cells.insert(claim, cells);
        }
        regions
    }
}
