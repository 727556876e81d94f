//! Finds the claims near a claim, in whichever direction relations lead.

use fixedbitset::FixedBitSet;

use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};

/// The claims that are at most `relations` relations away from `centre`, including `centre` itself, on paths that stay
/// within `among`.
///
/// A relation is a step with all its premises, an undercut of a step, a contradiction, a contrast or a restatement.
/// Linear in what is reached.
pub fn around(
    map: &Map,
    centre: &[ClaimId],
    relations: usize,
    among: Option<&ClaimSet>,
) -> ClaimSet {
    let mut found = ClaimSet::empty(map);
    let mut rim: Vec<ClaimId> = Vec::new();
    rim.extend(centre.iter().filter(|&&claim| found.insert(claim)));
    // A step with many premises is visited once, not once for each premise.
    let mut is_done = FixedBitSet::with_capacity(map.all_steps().len());
    for _ in 0..relations {
        let mut next = Vec::new();
        for claim in rim.drain(..) {
            let mut add = |claim: ClaimId| {
                if among.is_none_or(|among| among.contains(claim)) && found.insert(claim) {
                    next.push(claim);
                }
            };
            let own = map.reasons_for(claim).chain(map.objections_to(claim));
            let undercut = map.undercuts_by(claim).chain(
                map.undercuts_by(claim)
                    .filter_map(|undercut| map.step(undercut).undercuts),
            );
            for step in own.chain(map.uses(claim)).chain(undercut) {
                if is_done.put(step.index()) {
                    continue;
                }
                add(map.step(step).conclusion);
                map.premises(step).for_each(&mut add);
                for undercut in map.undercuts_of(step) {
                    map.premises(undercut).for_each(&mut add);
                }
            }
            let linked = map.linked_with(claim).into_iter();
            linked.for_each(|(claim, _)| add(claim));
        }
        if next.is_empty() {
            break;
        }
        rim = next;
    }
    found
}
