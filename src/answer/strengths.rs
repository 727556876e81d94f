//! Weighs a map: how strongly each claim stands.

use serde::{Serialize, Serializer};

use super::{Asked, Caveats, Named, NamedStep, Shift, Strength, Supposed, Version};
use crate::map::{ClaimId, StepKind};
use crate::printable::{Each, Entries};
use crate::reason::strength::{CLAMP, GradualSemantics, SAME, base_score};
use crate::reason::{Strengths, Suppositions, strengths};

/// The strengths of all claims and steps that were asked about.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StrengthsAnswer<'a> {
    /// What was asked about.
    pub asked: Asked<'a>,
    /// The strengths.
    pub strengths: Strengths,
    /// What to know about the strengths.
    pub caveats: Caveats,
    /// The theses that were asked about.
    pub theses: Vec<ThesisStrength>,
    /// What is supposed, and what that changes; `None` if nothing is supposed.
    pub supposed: Option<StrengthChanges>,
}

/// How strong a thesis is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ThesisStrength {
    /// The thesis.
    pub claim: Named,
    /// Its strength before any reasons or objections count.
    pub base: Strength,
    /// Its strength without the suppositions, if there are any.
    pub was: Option<Strength>,
}

/// What the suppositions change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StrengthChanges {
    /// What is supposed.
    pub suppositions: Supposed,
    /// The claims whose strengths change by more than rounding: the largest change first, then in file order.
    pub changes: Vec<Shift<Strength>>,
}

/// How many claims are above, below and at one half.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sides {
    /// Claims stronger than one half.
    pub above: usize,
    /// Claims weaker than one half.
    pub below: usize,
    /// Claims at one half, apart from rounding.
    pub between: usize,
}

/// How strong a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WeighedClaim {
    /// Its strength before any reasons or objections count.
    pub base: Strength,
    /// Its strength.
    pub strength: Strength,
    /// Whether the base or the strength had to be [clamped](Strengths::is_clamped).
    pub clamped: bool,
    /// Whether the strength converged. If not, it is the value at which the evaluation was stopped.
    pub settled: bool,
}

/// How strong a step is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WeighedStep {
    /// Whether it is a reason, an objection or an undercut.
    pub kind: StepKind,
    /// Its premises and conclusion.
    #[serde(flatten)]
    pub step: NamedStep,
    /// Its strength.
    pub strength: Strength,
    /// Whether the strength had to be [clamped](Strengths::is_step_clamped).
    pub clamped: bool,
    /// Whether the strength converged.
    pub settled: bool,
}

impl<'a> StrengthsAnswer<'a> {
    /// Weighs the map; see [`strengths`].
    pub fn new(asked: Asked<'a>, semantics: GradualSemantics) -> Self {
        let Asked {
            map, suppositions, ..
        } = asked;
        let found = strengths(map, semantics, suppositions);
        let supposed = Supposed::new(map, suppositions);
        let before = supposed
            .is_some()
            .then(|| strengths(map, semantics, &Suppositions::default()));
        let weighed = |claim| ThesisStrength {
            claim: Named::new(map, claim),
            base: Strength(base_score(map, claim, suppositions)),
            was: before.as_ref().map(|before| Strength(before.claim(claim))),
        };
        let theses = asked.theses().map(weighed).collect();
        let supposed = supposed.zip(before);
        Self {
            asked,
            caveats: Caveats::new(asked, &found),
            theses,
            supposed: supposed.map(|(suppositions, before)| StrengthChanges {
                suppositions,
                changes: changes(asked, &before, &found),
            }),
            strengths: found,
        }
    }

    /// How many of the claims that were asked about are above, below and at one half. Linear.
    pub fn sides(&self) -> Sides {
        let mut sides = Sides::default();
        for claim in self.asked.claims() {
            let strength = self.strengths.claim(claim);
            if strength > 0.5 + SAME {
                sides.above += 1;
            } else if strength < 0.5 - SAME {
                sides.below += 1;
            } else {
                sides.between += 1;
            }
        }
        sides
    }

    /// The claims that were asked about, in file order.
    pub fn claims(&self) -> impl Iterator<Item = (Named, WeighedClaim)> {
        let Asked {
            map, suppositions, ..
        } = self.asked;
        self.asked.claims().map(move |claim| {
            let weighed = WeighedClaim {
                base: Strength(base_score(map, claim, suppositions)),
                strength: Strength(self.strengths.claim(claim)),
                clamped: self.strengths.is_clamped(claim),
                settled: self.strengths.is_settled(claim),
            };
            (Named::new(map, claim), weighed)
        })
    }

    /// The steps that were asked about, in file order.
    pub fn steps(&self) -> impl Iterator<Item = WeighedStep> {
        let map = self.asked.map;
        self.asked.steps().map(move |step| WeighedStep {
            kind: map.step(step).kind(),
            step: NamedStep::new(map, step),
            strength: Strength(self.strengths.step(step)),
            clamped: self.strengths.is_step_clamped(step),
            settled: self.strengths.is_step_settled(step),
        })
    }
}

fn changes(asked: Asked<'_>, before: &Strengths, now: &Strengths) -> Vec<Shift<Strength>> {
    let distance = |from: f64, to: f64| Strength((to - from).abs()).rounded();
    let moves = asked.claims().filter_map(|claim: ClaimId| {
        let (from, to) = (before.claim(claim), now.claim(claim));
        (distance(from, to) > 0.0).then(|| Shift {
            claim: Named::new(asked.map, claim),
            from: Strength(from),
            to: Strength(to),
        })
    });
    let mut moves: Vec<_> = moves.collect();
    let far = |shift: &Shift<Strength>| distance(shift.from.0, shift.to.0);
    moves.sort_by(|a, b| far(b).total_cmp(&far(a)));
    moves
}

/// Entries for claims and steps are created while they are written.
impl Serialize for StrengthsAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct StrengthsJson<'f, C: Serialize, T: Serialize> {
            version: Version<1>,
            semantics: GradualSemantics,
            clamp: Option<[f64; 2]>,
            converged: bool,
            structure_alone: bool,
            claims: C,
            steps: T,
            #[serde(flatten)]
            supposed: Option<&'f StrengthChanges>,
        }
        let semantics = self.strengths.semantics();
        let form = StrengthsJson {
            version: Version,
            semantics,
            clamp: (semantics == GradualSemantics::LogOdds).then_some([CLAMP.0, CLAMP.1]),
            converged: self.strengths.converged(),
            structure_alone: self.caveats.structure_alone,
            claims: Entries(|| self.claims()),
            steps: Each(|| self.steps()),
            supposed: self.supposed.as_ref(),
        };
        form.serialize(serializer)
    }
}
