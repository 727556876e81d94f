//! Finds what a claim hangs on: the claims that change its label or its strength if they fall.

use serde::Serialize;

use super::{Asked, Caveats, Named, Shift, Strength, Supposed, Version};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};
use crate::query::crucial;
use crate::reason::hinges::Tried;
use crate::reason::strength::GradualSemantics;
use crate::reason::{Hinges, Label, Moves, Strengths, Suppositions, grounded, strengths};

/// What the label of a claim under grounded semantics hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HingesAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// `"grounded"`.
    pub semantics: &'static str,
    /// The claim that was asked about.
    pub target: Named,
    /// Its label.
    pub label: Label,
    /// The claims that each, by falling, change the target's label from this one to another; nearest to the target
    /// first.
    pub hinges: Vec<Shift<Label>>,
    /// The other claims through which every line of the target's support passes. `None` if that is not known, or if
    /// anything is supposed: lines of support are what the map says, without suppositions.
    pub crucial: Option<Vec<Named>>,
    /// Pairs of claims that change the label if both fall, but not if only one does; nearest to the target first.
    pub pairs: Vec<[Named; 2]>,
    /// What was not tried.
    pub untried: UntriedHinges,
    /// Its label without the suppositions, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Label>,
    /// What is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppositions: Option<Supposed>,
    /// How many claims there are besides the target; not in JSON.
    #[serde(skip)]
    pub others: usize,
}

/// How many claims were not tried, because it would have taken too long or because enough was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UntriedHinges {
    /// Claims that were not tried alone.
    pub hinges: usize,
    /// Claims that were not tried together with every other claim.
    pub pairs: usize,
}

impl HingesAnswer {
    /// Finds all hinges of `target`, and up to `most_pairs` pairs; see [`Hinges`].
    pub fn new(map: &Map, suppositions: &Suppositions, target: ClaimId, most_pairs: usize) -> Self {
        let named = |claim| Named::new(map, claim);
        let supposed = Supposed::new(map, suppositions);
        let label = |suppositions: &Suppositions| grounded(map, suppositions).claim(target);
        let now = label(suppositions);
        let search = Hinges::new(map, suppositions, &[target]);
        let alone = search.alone();
        let pairs = match most_pairs {
            0 => Tried::default(),
            most => search.pairs(most),
        };
        let crucial = supposed
            .is_none()
            .then(|| crucial(map, &ClaimSet::of(map, [target])))
            .flatten();
        let crucial = crucial.map(|claims| {
            let others = claims.iter().filter(|&claim| claim != target);
            others.map(named).collect()
        });
        let shifts = alone.found.iter().map(|hinge| Shift {
            claim: named(hinge.claim),
            from: now,
            to: hinge.to,
        });
        Self {
            version: Version,
            semantics: "grounded",
            target: named(target),
            label: now,
            hinges: shifts.collect(),
            crucial,
            pairs: pairs.found.iter().map(|pair| pair.map(named)).collect(),
            untried: UntriedHinges {
                hinges: alone.untried,
                pairs: pairs.untried,
            },
            was: supposed.as_ref().map(|_| label(&Suppositions::default())),
            suppositions: supposed,
            others: (map.claim_count() - suppositions.removed.len()).saturating_sub(1),
        }
    }
}

/// What changes the strength of a claim under a gradual semantics.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MovesAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The semantics.
    pub semantics: GradualSemantics,
    /// The claim that was asked about.
    pub target: Named,
    /// Its strength.
    pub strength: Strength,
    /// Whether the strength converged. If not, it is the value at which the evaluation was stopped.
    pub settled: bool,
    /// The claims that each, by falling, move the target's strength from this one to another; those that move it most
    /// first.
    pub hinges: Vec<Shift<Strength>>,
    /// What was not tried.
    pub untried: UntriedMoves,
    /// Its strength without the suppositions, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Strength>,
    /// What is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppositions: Option<Supposed>,
    /// How many claims the strength depends on; not in JSON.
    #[serde(skip)]
    pub upstream: usize,
    /// The strengths of all claims and steps, if none of these claims falls; not in JSON.
    #[serde(skip)]
    pub strengths: Strengths,
    /// What to know about the strengths of the target and of the claims that it depends on; not in JSON.
    #[serde(skip)]
    pub caveats: Caveats,
}

/// How many claims were not tried because it would have taken too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UntriedMoves {
    /// Claims that were not tried.
    pub hinges: usize,
}

impl MovesAnswer {
    /// Tries the fall of every claim that the strength of `target` depends on; see [`Moves::new`].
    pub fn new(
        map: &Map,
        semantics: GradualSemantics,
        suppositions: &Suppositions,
        target: ClaimId,
    ) -> Self {
        let supposed = Supposed::new(map, suppositions);
        let was = supposed.as_ref().map(|_| {
            let before = strengths(map, semantics, &Suppositions::default());
            Strength(before.claim(target))
        });
        let Moves {
            strengths,
            upstream,
            moves,
        } = Moves::new(map, semantics, suppositions, target);
        let part = ClaimSet::of(map, upstream.iter().copied().chain([target]));
        let asked = Asked {
            map,
            selected: Some(&part),
            suppositions,
        };
        let strength = Strength(strengths.claim(target));
        let shifts = moves.found.iter().map(|fall| Shift {
            claim: Named::new(map, fall.claim),
            from: strength,
            to: Strength(fall.to),
        });
        Self {
            version: Version,
            semantics,
            target: Named::new(map, target),
            strength,
            settled: strengths.is_settled(target),
            hinges: shifts.collect(),
            untried: UntriedMoves {
                hinges: moves.untried,
            },
            was,
            suppositions: supposed,
            upstream: upstream.len(),
            caveats: Caveats::new(asked, &strengths),
            strengths,
        }
    }
}
