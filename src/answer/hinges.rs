//! Finds what a claim hangs on: the claims whose fall changes its label or moves its strength.

use serde::Serialize;

use super::{Asked, Caveats, Named, Shift, Strength, Supposed, Version};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};
use crate::query::crucial;
use crate::reason::hinges::Tried;
use crate::reason::strength::GradualSemantics;
use crate::reason::{Hinges, Label, Moves, Strengths, Suppositions, grounded, strengths};

/// What a claim's label under grounded semantics hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HingesAnswer {
    /// The version of this form.
    pub version: Version<1>,
    /// `"grounded"`.
    pub semantics: &'static str,
    /// The claim that was asked about.
    pub target: Named,
    /// Its label.
    pub label: Label,
    /// The claims whose fall, alone, changes the target's label from this one to another; those nearest to the target first.
    pub hinges: Vec<Shift<Label>>,
    /// The other claims through which every line of the target's support passes; none if that is not known, or if anything is
    /// supposed, for the lines of support are what the map says.
    pub crucial: Option<Vec<Named>>,
    /// Claims whose fall together changes the label, where that of neither does alone; those nearest to the target first.
    pub pairs: Vec<[Named; 2]>,
    /// What was not tried.
    pub untried: UntriedHinges,
    /// Its label without what is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Label>,
    /// What is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppositions: Option<Supposed>,
    /// How many claims there are besides the target; not in JSON.
    #[serde(skip)]
    pub others: usize,
}

/// How many claims a search left untried: it would have taken too long, or more was found than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UntriedHinges {
    /// Claims that were not tried alone.
    pub hinges: usize,
    /// Claims that were not tried with all others.
    pub pairs: usize,
}

impl HingesAnswer {
    /// Looks for all hinges of `target`, and for `most_pairs` pairs; see [`Hinges`].
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

/// What moves a claim's strength under a gradual semantics.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MovesAnswer {
    /// The version of this form.
    pub version: Version<1>,
    /// By which semantics.
    pub semantics: GradualSemantics,
    /// The claim that was asked about.
    pub target: Named,
    /// Its strength.
    pub strength: Strength,
    /// Whether that came to rest. If not, it is where the evaluation was stopped.
    pub settled: bool,
    /// The claims whose fall, alone, moves the target's strength from this one to another; those that move it farthest first.
    pub hinges: Vec<Shift<Strength>>,
    /// What was not tried.
    pub untried: UntriedMoves,
    /// Its strength without what is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Strength>,
    /// What is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppositions: Option<Supposed>,
    /// How many claims the strength depends on; not in JSON.
    #[serde(skip)]
    pub upstream: usize,
    /// All strengths, if none of these falls; not in JSON.
    #[serde(skip)]
    pub strengths: Strengths,
    /// What there is to know of the strengths of the target and of the claims that it depends on; not in JSON.
    #[serde(skip)]
    pub caveats: Caveats,
}

/// How many claims a search left untried because it would have taken too long.
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
