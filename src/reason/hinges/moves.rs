//! Finds how far the fall of each claim moves the strength of another.

use super::dependencies::Dependencies;
use super::{MAX_WORK, Tried};
use crate::map::{ClaimId, Map};
use crate::reason::strength::{BipolarGraph, Denials, GradualSemantics, SAME};
use crate::reason::theory::Theory;
use crate::reason::{Strengths, Suppositions};

/// A claim whose fall moves a strength.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Move {
    /// The claim that falls.
    pub claim: ClaimId,
    /// The strength that the target then has, from 0 to 1.
    pub to: f64,
}

/// The claims that move the strength of a target.
#[derive(Debug)]
#[non_exhaustive]
pub struct Moves {
    /// The strengths if no claim falls.
    pub strengths: Strengths,
    /// The claims that the target's strength depends on, without the target itself, in the order of the files.
    pub upstream: Vec<ClaimId>,
    /// The claims whose fall alone moves the target's strength by more than [`SAME`]. Those that move it most come first,
    /// and among equals those nearest to the target.
    pub moves: Tried<Move>,
}

impl Moves {
    /// Tries the fall of every claim that the strength of `target` depends on, under the suppositions.
    ///
    /// Takes one evaluation, and for each of these claims what [`Denials::strengths_if_denied`] takes. [`MAX_WORK`] bounds
    /// it; the claims farthest from the target are left out.
    pub fn new(
        map: &Map,
        semantics: GradualSemantics,
        suppositions: &Suppositions,
        target: ClaimId,
    ) -> Self {
        let dependencies = Dependencies::new(&Theory::new(map, suppositions), &[target]);
        let root: Vec<_> = dependencies.node(target).into_iter().collect();
        let distances = dependencies.distances(&root);
        let claims = (0..dependencies.len()).filter(|&node| dependencies.is_claim(node));
        let claims = claims.map(|node| (distances.get(node).copied(), dependencies.claim(node)));
        let mut upstream: Vec<_> = claims.filter(|&(_, claim)| claim != target).collect();
        upstream.sort_unstable();
        let graph = BipolarGraph::of(map, suppositions);
        let strengths = graph.strengths(semantics);
        let from = strengths.claim(target);
        let mut denials = Denials::new(&graph, semantics);
        let mut found = Vec::new();
        let mut untried = 0;
        for (tried, &(distance, claim)) in upstream.iter().enumerate() {
            // A unit of work is cheaper here than where labels are followed.
            if denials.work() > 2 * MAX_WORK {
                untried = upstream.len() - tried;
                break;
            }
            let to = denials.strengths_if_denied(claim, &[target]);
            let to = to.first().copied().unwrap_or(from);
            if (to - from).abs() > SAME {
                found.push((distance, Move { claim, to }));
            }
        }
        // Moves that differ only by rounding count as equal.
        let far = |change: &Move| ((change.to - from).abs() / SAME).round();
        found.sort_by(|(near, a), (nearer, b)| {
            let by_far = far(b).total_cmp(&far(a));
            by_far.then(near.cmp(nearer)).then(a.claim.cmp(&b.claim))
        });
        let mut upstream: Vec<_> = upstream.into_iter().map(|(_, claim)| claim).collect();
        upstream.sort_unstable();
        let found = found.into_iter().map(|(_, change)| change).collect();
        Self {
            strengths,
            upstream,
            moves: Tried { found, untried },
        }
    }
}
