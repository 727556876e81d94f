//! Checks strengths against their definitions, written out a second time, and against their laws.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use argmap::map::{ClaimId, Map, StepId};
use argmap::reason::strength::{BipolarGraph, CLAMP, Denials, GradualSemantics, base_score};
use argmap::reason::{Strengths, Suppositions, strengths};
use argmap::syntax::Polarity;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::maps::{id, map_of, renamed};
use crate::strength::{REST, near};

/// Numbers that differ by less than this are equal apart from rounding.
const ROUNDING: f64 = 1e-12;

/// A step of an argument made of bare numbers.
#[derive(Debug, Clone)]
struct Step {
    /// The premises, each with the strength that its entry gives.
    premises: BTreeMap<usize, Option<f64>>,
    conclusion: usize,
    is_for: bool,
    strength: Option<f64>,
    /// The undercutters, each with the strength of the undercut.
    undercutters: BTreeMap<usize, Option<f64>>,
}

/// An argument as bare numbers. Both a map and the truth about it are made from this.
#[derive(Debug, Clone)]
struct Argument {
    credences: Vec<Option<f64>>,
    denied: BTreeSet<usize>,
    steps: Vec<Step>,
    contradicts: BTreeMap<(usize, usize), Option<f64>>,
}

/// A number from 0 to 1, as people write it.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0_u32..=10).prop_map(|tenths| f64::from(tenths) / 10.0),
        Just(0.0),
        Just(1.0),
        0.0..1.0,
    ]
}

fn few(
    claims: std::ops::Range<usize>,
    most: usize,
) -> impl Strategy<Value = BTreeMap<usize, Option<f64>>> {
    let weight = prop::option::weighted(0.3, share());
    prop::collection::btree_map(claims, weight, 0..most)
}

/// Arguments without circles: claims rest on, and are attacked by, only claims with higher numbers.
fn straight() -> impl Strategy<Value = Argument> {
    arguments(true)
}

/// Arguments of any shape.
fn any_shape() -> impl Strategy<Value = Argument> {
    arguments(false)
}

fn arguments(is_straight: bool) -> impl Strategy<Value = Argument> {
    (2_usize..8).prop_flat_map(move |claims| {
        let step = (0..claims - 1).prop_flat_map(move |conclusion| {
            let from = if is_straight { conclusion + 1 } else { 0 };
            let premises = few(from..claims, 4);
            let undercutters = few(from..claims, 2);
            let strength = prop::option::weighted(0.4, share());
            let is_for = prop::bool::weighted(0.6);
            (premises, Just(conclusion), is_for, strength, undercutters)
        });
        let steps = vec(step, 0..9).prop_map(|steps| {
            let steps = steps.into_iter().map(
                |(mut premises, conclusion, is_for, strength, undercutters)| {
                    premises.remove(&conclusion);
                    Step {
                        premises,
                        conclusion,
                        is_for,
                        strength,
                        undercutters,
                    }
                },
            );
            // A reason with one premise that is stated twice is part of the map only once.
            let mut seen = BTreeSet::new();
            let mut is_new = move |step: &Step| {
                let premises: Vec<_> = step.premises.keys().copied().collect();
                premises.len() > 1 || seen.insert((premises, step.conclusion, step.is_for))
            };
            let steps = steps.filter(|step| !step.premises.is_empty());
            steps.filter(|step| is_new(step)).collect()
        });
        let pairs =
            prop::collection::btree_map((0..claims, 0..claims), prop::option::of(share()), 0..3);
        let pairs = pairs.prop_map(move |pairs: BTreeMap<(usize, usize), Option<f64>>| {
            let pairs = pairs
                .into_iter()
                .filter(|((a, b), _)| a < b && !is_straight);
            pairs.collect()
        });
        let credences = vec(prop::option::weighted(0.7, share()), claims);
        let denied = btree_set(0..claims, 0..2);
        (credences, denied, steps, pairs).prop_map(|(credences, denied, steps, contradicts)| {
            Argument {
                credences,
                denied,
                steps,
                contradicts,
            }
        })
    })
}

fn semantics() -> impl Strategy<Value = GradualSemantics> {
    prop::sample::select(GradualSemantics::ALL.to_vec())
}

fn entries<'e>(claims: impl IntoIterator<Item = (String, &'e Option<f64>)>) -> String {
    let entries = claims.into_iter().map(|(claim, strength)| match strength {
        Some(strength) => format!("{{ claim = '{claim}', strength = {strength:?} }}"),
        None => format!("'{claim}'"),
    });
    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
}

impl Argument {
    /// Whether any step concludes in the claim, or a contradiction is about it.
    fn speaks_of(&self, claim: usize) -> bool {
        self.steps.iter().any(|step| step.conclusion == claim)
            || self
                .contradicts
                .keys()
                .any(|&(a, b)| a == claim || b == claim)
    }

    fn base(&self, claim: usize) -> f64 {
        if self.denied.contains(&claim) {
            0.0
        } else {
            self.credences[claim].unwrap_or(0.5)
        }
    }

    /// Whether the step is written in `supports` or `attacks` of its premise.
    fn is_plain(&self, number: usize) -> bool {
        let step = &self.steps[number];
        let says_more = step.strength.is_some() || !step.undercutters.is_empty();
        number.is_multiple_of(2) && step.premises.len() == 1 && !says_more
    }

    /// The step with this number. If it has no id, it is the only one of its kind from its premise to its conclusion.
    fn find_step(&self, map: &Map, number: usize) -> StepId {
        if let Some(step) = map.find_step(&format!("s{number}")) {
            return step;
        }
        let Step {
            premises,
            conclusion,
            is_for,
            ..
        } = &self.steps[number];
        let premise = id(map, *premises.keys().next().unwrap());
        let mut plain = map.uses(premise).filter(|&step| {
            let is = map.step(step);
            let is_kind = (is.polarity == Polarity::For) == *is_for;
            is_kind && is.conclusion == id(map, *conclusion) && map.step_relation(step).is_some()
        });
        plain.next().unwrap()
    }

    /// The claims as TOML, one text for each.
    fn claims_as_toml(&self) -> Vec<String> {
        let numbered = || self.steps.iter().enumerate();
        let claim = |claim: usize| {
            let mut text = format!("[claim.c{claim}]\ntext = 'Claim {claim}.'\n");
            if self.denied.contains(&claim) {
                text.push_str("denied = true\n");
            }
            if let Some(credence) = self.credences[claim] {
                writeln!(text, "credence = {credence:?}").unwrap();
            }
            let undercuts = numbered()
                .filter_map(|(step, is)| Some((format!("s{step}"), is.undercutters.get(&claim)?)));
            writeln!(text, "undercuts = {}", entries(undercuts)).unwrap();
            let own = self
                .contradicts
                .iter()
                .filter(|((from, _), _)| *from == claim);
            let own = own.map(|((_, to), strength)| (format!("c{to}"), strength));
            writeln!(text, "contradicts = {}", entries(own)).unwrap();
            for (key, is_for) in [("supports", true), ("attacks", false)] {
                let plain = numbered()
                    .filter(|(number, step)| step.is_for == is_for && self.is_plain(*number));
                let plain = plain.filter_map(|(_, step)| {
                    let strength = step.premises.get(&claim)?;
                    Some((format!("c{}", step.conclusion), strength))
                });
                writeln!(text, "{key} = {}", entries(plain)).unwrap();
            }
            let own = numbered().filter(|(_, step)| step.conclusion == claim);
            for (number, step) in own.filter(|&(number, _)| !self.is_plain(number)) {
                let kind = if step.is_for { "reason" } else { "objection" };
                let premises = step.premises.iter();
                let premises =
                    entries(premises.map(|(claim, strength)| (format!("c{claim}"), strength)));
                writeln!(
                    text,
                    "[[claim.c{claim}.{kind}]]\nid = 's{number}'\npremises = {premises}"
                )
                .unwrap();
                if let Some(strength) = step.strength {
                    writeln!(text, "strength = {strength:?}").unwrap();
                }
            }
            text
        };
        (0..self.credences.len()).map(claim).collect()
    }

    fn toml(&self) -> String {
        self.claims_as_toml().concat()
    }

    /// The strength of a step, given the strengths of all claims.
    fn step(step: &Step, semantics: GradualSemantics, claims: &[f64]) -> f64 {
        let weighted =
            |(&claim, strength): (&usize, &Option<f64>)| claims[claim] * strength.unwrap_or(1.0);
        let product: f64 = step.premises.iter().map(weighted).product();
        let base = step.strength.unwrap_or(1.0) * product;
        let attackers: Vec<_> = step.undercutters.iter().map(weighted).collect();
        combined(semantics, base, &[], &attackers)
    }

    /// The strength of a claim, given the strengths of all others.
    fn claim(&self, claim: usize, semantics: GradualSemantics, claims: &[f64]) -> f64 {
        let steps = self.steps.iter().filter(|step| step.conclusion == claim);
        let (mut supporters, mut attackers) = (Vec::new(), Vec::new());
        for step in steps {
            let side = if step.is_for {
                &mut supporters
            } else {
                &mut attackers
            };
            side.push(Self::step(step, semantics, claims));
        }
        for (&(a, b), strength) in &self.contradicts {
            let weight = strength.unwrap_or(1.0);
            if a == claim {
                attackers.push(claims[b] * weight);
            }
            if b == claim {
                attackers.push(claims[a] * weight);
            }
        }
        combined(semantics, self.base(claim), &supporters, &attackers)
    }

    /// All strengths, if there are no circles.
    fn strengths(&self, semantics: GradualSemantics) -> Vec<f64> {
        let mut found = vec![0.0; self.credences.len()];
        for claim in (0..found.len()).rev() {
            found[claim] = self.claim(claim, semantics, &found);
        }
        found
    }
}

/// The definitions as printed in the papers.
fn combined(semantics: GradualSemantics, w: f64, supporters: &[f64], attackers: &[f64]) -> f64 {
    let sum = |side: &[f64]| side.iter().sum::<f64>();
    let energy = sum(supporters) - sum(attackers);
    match semantics {
        GradualSemantics::DfQuad => {
            let together =
                |side: &[f64]| 1.0 - side.iter().map(|strength| 1.0 - strength).product::<f64>();
            let (va, vs) = (together(attackers), together(supporters));
            if va >= vs {
                w - w * (va - vs).abs()
            } else {
                w + (1.0 - w) * (vs - va).abs()
            }
        }
        GradualSemantics::QuadraticEnergy => {
            let h = |x: f64| x.max(0.0).powi(2) / (1.0 + x.max(0.0).powi(2));
            w + (1.0 - w) * h(energy) - w * h(-energy)
        }
        GradualSemantics::Euler => 1.0 - (1.0 - w * w) / (1.0 + w * energy.exp()),
        GradualSemantics::LogOdds => {
            let (least, most) = CLAMP;
            let logit = |p: f64| {
                let p = p.clamp(least, most);
                (p / (1.0 - p)).ln()
            };
            let sum = |side: &[f64]| side.iter().map(|&strength| logit(strength)).sum::<f64>();
            let total = logit(w) + sum(supporters) - sum(attackers);
            (1.0 / (1.0 + (-total).exp())).clamp(least, most)
        }
    }
}

/// The strength of every claim in a map whose claims are c0, c1 and so on.
fn of_claims(map: &Map, strengths: &Strengths) -> Vec<f64> {
    let claims = (0..map.claim_count()).map(|claim| strengths.claim(id(map, claim)));
    claims.collect()
}

fn found(
    text: &str,
    semantics: GradualSemantics,
    suppositions: impl Fn(&Map) -> Suppositions,
) -> Vec<f64> {
    let map = &map_of(text);
    of_claims(map, &strengths(map, semantics, &suppositions(map)))
}

/// The same, with `None` for claims that did not come to rest: where these stopped depends on the last bit of every figure.
fn settled(
    text: &str,
    semantics: GradualSemantics,
    suppositions: impl Fn(&Map) -> Suppositions,
) -> Vec<Option<f64>> {
    let map = &map_of(text);
    let found = strengths(map, semantics, &suppositions(map));
    let claims = (0..map.claim_count()).map(|claim| id(map, claim));
    let claims = claims.map(|claim| found.is_settled(claim).then(|| found.claim(claim)));
    claims.collect()
}

/// Whether two figures are near each other. True if either did not come to rest.
fn alike(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_none_or(|(a, b)| near(a, b, REST))
}

/// A base score as the semantics begins from it.
fn clamped(base: f64, semantics: GradualSemantics) -> f64 {
    match semantics {
        GradualSemantics::LogOdds => base.clamp(CLAMP.0, CLAMP.1),
        _ => base,
    }
}

fn as_written(_: &Map) -> Suppositions {
    Suppositions::default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn strengths_are_those_of_the_definition(argument in straight(), semantics in semantics()) {
        let expected = argument.strengths(semantics);
        let map = &map_of(argument.toml());
        let found = strengths(map, semantics, &Suppositions::default());
        prop_assert!(found.converged());
        for (claim, (found, expected)) in of_claims(map, &found).into_iter().zip(&expected).enumerate() {
            prop_assert!(near(found, *expected, ROUNDING), "c{}: {} is not {}", claim, found, expected);
        }
        for (number, step) in argument.steps.iter().enumerate() {
            let strength = found.step(argument.find_step(map, number));
            let expected = Argument::step(step, semantics, &expected);
            prop_assert!(near(strength, expected, ROUNDING), "s{}: {} is not {}", number, strength, expected);
        }
    }

    #[test]
    fn in_a_circle_every_strength_is_what_the_others_make_of_it(argument in any_shape(), semantics in semantics()) {
        let map = &map_of(argument.toml());
        let strengths = strengths(map, semantics, &Suppositions::default());
        let claims = of_claims(map, &strengths);
        for claim in 0..claims.len() {
            if strengths.is_settled(id(map, claim)) {
                let expected = argument.claim(claim, semantics, &claims);
                prop_assert!(near(claims[claim], expected, REST), "c{}: {} is not {}", claim, claims[claim], expected);
            }
        }
    }

    #[test]
    fn strengths_lie_between_nothing_and_certainty(argument in any_shape(), semantics in semantics()) {
        let map = &map_of(argument.toml());
        let found = strengths(map, semantics, &Suppositions::default());
        let (least, most) = if semantics == GradualSemantics::LogOdds { CLAMP } else { (0.0, 1.0) };
        let steps = map.steps().map(|step| found.step(step));
        for strength in of_claims(map, &found).into_iter().chain(steps) {
            prop_assert!((least..=most).contains(&strength), "{}", strength);
        }
    }

    #[test]
    fn one_pass_comes_to_what_the_continuous_form_comes_to(argument in straight(), semantics in semantics()) {
        let map = &map_of(argument.toml());
        let graph = BipolarGraph::of(map, &Suppositions::default());
        let (pass, continuous) = (graph.strengths(semantics), graph.continuous_strengths(semantics));
        prop_assert!(continuous.converged());
        for claim in map.claims() {
            prop_assert!(near(pass.claim(claim), continuous.claim(claim), 1e-6));
        }
    }

    #[test]
    fn circle_by_circle_comes_to_what_all_at_once_comes_to(argument in any_shape()) {
        // By quadratic energy, circles as small as these come to rest in only one place. By other semantics, that may
        // depend on the path.
        let semantics = GradualSemantics::QuadraticEnergy;
        let map = &map_of(argument.toml());
        let graph = BipolarGraph::of(map, &Suppositions::default());
        let (pass, continuous) = (graph.strengths(semantics), graph.continuous_strengths(semantics));
        prop_assume!(pass.converged() && continuous.converged());
        for claim in map.claims() {
            prop_assert!(near(pass.claim(claim), continuous.claim(claim), 1e-6));
        }
    }

    #[test]
    fn what_nothing_speaks_of_keeps_its_base_score(argument in any_shape(), semantics in semantics()) {
        let found = found(&argument.toml(), semantics, as_written);
        for (claim, &strength) in found.iter().enumerate() {
            if !argument.speaks_of(claim) {
                prop_assert!(strength.to_bits() == clamped(argument.base(claim), semantics).to_bits());
            }
        }
    }

    #[test]
    fn a_further_argument_moves_a_claim_its_own_way(
        argument in straight(), semantics in semantics(), credence in 0.5_f64..=1.0, is_for in any::<bool>(),
    ) {
        let before = argument.strengths(semantics);
        let mut more = argument.clone();
        let newcomer = more.credences.len();
        more.credences.push(Some(credence));
        more.steps.push(Step {
            premises: BTreeMap::from([(newcomer, None)]),
            conclusion: 0,
            is_for,
            strength: None,
            undercutters: BTreeMap::new(),
        });
        let after = found(&more.toml(), semantics, as_written);
        if is_for {
            prop_assert!(after[0] >= before[0] - ROUNDING);
        } else {
            prop_assert!(after[0] <= before[0] + ROUNDING);
        }
    }

    #[test]
    fn a_stronger_argument_moves_a_claim_further(
        mut argument in straight(), semantics in semantics(), low in share(), high in share(), is_for in any::<bool>(),
    ) {
        let (low, high) = (low.min(high), low.max(high));
        let newcomer = argument.credences.len();
        argument.credences.push(Some(low));
        argument.steps.push(Step {
            premises: BTreeMap::from([(newcomer, None)]),
            conclusion: 0,
            is_for,
            strength: None,
            undercutters: BTreeMap::new(),
        });
        let weaker = found(&argument.toml(), semantics, as_written)[0];
        argument.credences[newcomer] = Some(high);
        let stronger = found(&argument.toml(), semantics, as_written)[0];
        let (less, more) = if is_for { (weaker, stronger) } else { (stronger, weaker) };
        prop_assert!(less <= more + ROUNDING);
    }

    #[test]
    fn by_quadratic_energy_attack_mirrors_support(argument in straight()) {
        // Duality (Potyka 2018): if all base scores and the two sides are exchanged, a claim whose premises are kept is
        // mirrored.
        let strengths = argument.strengths(GradualSemantics::QuadraticEnergy);
        let steps = argument.steps.iter().filter(|step| step.conclusion == 0);
        let sides = |is_for: bool| -> Vec<_> {
            let own = steps.clone().filter(|step| step.is_for == is_for);
            own.map(|step| Argument::step(step, GradualSemantics::QuadraticEnergy, &strengths)).collect()
        };
        let (pro, con) = (sides(true), sides(false));
        let plain = |base: f64, pro: &[f64], con: &[f64]| {
            let mut scores = vec![base];
            scores.extend(pro.iter().chain(con));
            let number = |number: usize| u32::try_from(number).unwrap();
            let supports: Vec<_> = (1..=pro.len()).map(|from| (number(from), 0)).collect();
            let attacks: Vec<_> = (pro.len() + 1..scores.len()).map(|from| (number(from), 0)).collect();
            BipolarGraph::plain(scores, &attacks, &supports).strengths(GradualSemantics::QuadraticEnergy).claim(ClaimId::at(0))
        };
        let base = argument.base(0);
        prop_assert!(near(plain(base, &pro, &con), 1.0 - plain(1.0 - base, &con, &pro), ROUNDING));
    }

    #[test]
    fn by_euler_no_attack_brings_a_claim_below_the_square_of_its_base_score(argument in any_shape()) {
        let found = found(&argument.toml(), GradualSemantics::Euler, as_written);
        for (claim, strength) in found.into_iter().enumerate() {
            prop_assert!(strength >= argument.base(claim).powi(2) - ROUNDING);
        }
    }

    #[test]
    fn the_order_of_reasons_changes_nothing(argument in any_shape(), semantics in semantics()) {
        // With circles too: from the same start to the same end.
        let expected = settled(&argument.toml(), semantics, as_written);
        let mut turned = argument.clone();
        turned.steps.reverse();
        for (a, b) in settled(&turned.toml(), semantics, as_written).into_iter().zip(expected) {
            prop_assert!(alike(a, b));
        }
    }

    #[test]
    fn names_the_order_of_files_and_isolated_claims_change_nothing(argument in any_shape(), semantics in semantics()) {
        let expected = settled(&argument.toml(), semantics, as_written);
        let mut parts = argument.claims_as_toml();
        parts.push("[claim.alone]\ntext = 'Alone.'\ncredence = 0.3\n".to_owned());
        parts.reverse();
        let files = renamed(&parts);
        let map = Map::new(&files);
        prop_assert!(map.unresolved().is_empty());
        let found = strengths(&map, semantics, &Suppositions::default());
        for (claim, expected) in expected.into_iter().enumerate() {
            let renamed = map.find(&format!("x-c{claim}")).unwrap();
            let found = found.is_settled(renamed).then(|| found.claim(renamed));
            prop_assert!(alike(found, expected), "c{}", claim);
        }
        prop_assert!(near(found.claim(map.find("alone").unwrap()), 0.3, 0.0));
    }

    #[test]
    fn a_claim_that_is_supposed_to_fall_has_no_strength(argument in straight(), semantics in semantics(), fallen in 0_usize..2) {
        let denied = found(&argument.toml(), semantics, |map| {
            let denied = vec![id(map, fallen)];
            Suppositions { denied, ..Suppositions::default() }
        });
        let mut bare = argument.clone();
        bare.steps.retain(|step| step.conclusion != fallen);
        bare.denied.insert(fallen);
        for (a, b) in denied.into_iter().zip(bare.strengths(semantics)) {
            prop_assert!(near(a, b, ROUNDING));
        }
    }

    #[test]
    fn one_denial_after_the_other_gives_what_each_gives_alone(argument in any_shape(), semantics in semantics()) {
        let map = &map_of(argument.toml());
        let graph = BipolarGraph::of(map, &Suppositions::default());
        let mut denials = Denials::new(&graph, semantics);
        let all: Vec<_> = map.claims().collect();
        for claim in map.claims().chain(map.claims().rev()) {
            let denied = vec![claim];
            let suppositions = Suppositions { denied, ..Suppositions::default() };
            let expected = strengths(map, semantics, &suppositions);
            let found = denials.strengths_if_denied(claim, &all);
            for (&other, found) in all.iter().zip(found) {
                let expected = expected.claim(other);
                prop_assert!(near(found, expected, ROUNDING), "{}: {} is not {}", map.id(other), found, expected);
            }
        }
    }

    #[test]
    fn a_claim_that_is_assumed_begins_from_certainty(argument in straight(), semantics in semantics(), claim in 0_usize..2) {
        let assumed = found(&argument.toml(), semantics, |map| {
            let assumed = vec![id(map, claim)];
            Suppositions { assumed, ..Suppositions::default() }
        });
        let mut certain = argument.clone();
        certain.denied.remove(&claim);
        certain.credences[claim] = Some(1.0);
        for (a, b) in assumed.into_iter().zip(certain.strengths(semantics)) {
            prop_assert!(near(a, b, ROUNDING));
        }
    }

    #[test]
    fn a_claim_that_is_distrusted_begins_from_nothing(argument in any_shape(), semantics in semantics(), claim in 0_usize..2) {
        let distrusted = settled(&argument.toml(), semantics, |map| {
            let distrusted = vec![id(map, claim)];
            Suppositions { distrusted, ..Suppositions::default() }
        });
        let mut denied = argument.clone();
        denied.denied.insert(claim);
        let expected = settled(&denied.toml(), semantics, as_written);
        for (a, b) in distrusted.into_iter().zip(expected) {
            prop_assert!(alike(a, b), "{:?} is not {:?}", a, b);
        }
    }

    #[test]
    fn whatever_is_supposed_strengths_begin_from_the_base_scores_that_are_shown(
        argument in any_shape(), semantics in semantics(), kinds in vec(0_u8..64, 12),
    ) {
        let map = &map_of(argument.toml());
        let these = |kind: u8| {
            let claims = map.claims().zip(kinds.iter().cycle());
            claims.filter(move |(_, kinds)| **kinds & kind != 0).map(|(claim, _)| claim).collect()
        };
        let suppositions = Suppositions {
            denied: these(1),
            assumed: these(2),
            removed: these(4),
            distrusted: these(8),
            unmarked: these(16),
        };
        let found = strengths(map, semantics, &suppositions);
        for claim in (0..argument.credences.len()).filter(|&claim| !argument.speaks_of(claim)) {
            let claim = id(map, claim);
            let base = clamped(base_score(map, claim, &suppositions), semantics);
            prop_assert!(found.claim(claim).to_bits() == base.to_bits(), "{}", map.id(claim));
        }
    }

    #[test]
    fn a_claim_that_is_removed_neither_supports_nor_attacks(argument in any_shape(), semantics in semantics(), gone in 0_usize..2) {
        let removed = settled(&argument.toml(), semantics, |map| {
            let removed = vec![id(map, gone)];
            Suppositions { removed, ..Suppositions::default() }
        });
        let mut rest = argument.clone();
        rest.steps.retain(|step| !step.premises.contains_key(&gone) && step.conclusion != gone);
        for step in &mut rest.steps {
            step.undercutters.remove(&gone);
        }
        rest.contradicts.retain(|&(a, b), _| a != gone && b != gone);
        let expected = settled(&rest.toml(), semantics, as_written);
        for (claim, (a, b)) in removed.into_iter().zip(expected).enumerate() {
            prop_assert!(claim == gone || alike(a, b), "c{}: {:?} is not {:?}", claim, a, b);
        }
    }
}

proptest! {
    #[test]
    fn marks_are_what_the_claims_say(argument in any_shape()) {
        let map = &map_of(argument.toml());
        let marks = map.flags();
        let denied: Vec<_> = map.claims().filter(|&claim| map.claim(claim).is_denied()).collect();
        prop_assert_eq!(&marks.denied, &denied);
        let credence = |claim: ClaimId| Some((claim, map.claim(claim).credence.as_ref()?.value));
        let credences: Vec<_> = map.claims().filter_map(credence).collect();
        prop_assert_eq!(&marks.credences, &credences);
    }
}
