//! Checks hinges and pairs against a whole evaluation for each claim and each pair of claims, and against their laws.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use argmap::map::{ClaimId, Map};
use argmap::query::{ClaimSet, Query, crucial};
use argmap::reason::strength::{GradualSemantics, SAME};
use argmap::reason::{Hinges, Label, Moves, Suppositions, grounded, strengths};
use proptest::prelude::*;

use Label::{Accepted, Rejected, Undecided};

use crate::arguments::{Argument, arguments_of};
use crate::maps::{id, map_of};
use crate::strength::REST;

/// More than the number of pairs in any map here.
const ALL: usize = usize::MAX;

/// Small arguments and larger ones.
fn arguments() -> impl Strategy<Value = Argument> {
    prop_oneof![arguments_of(7, 9), arguments_of(14, 30)]
}

/// The claim's label if these claims fell, found by a whole evaluation.
fn label_without(map: &Map, denied: &[ClaimId], of: ClaimId) -> Label {
    let denied = denied.to_vec();
    let suppositions = Suppositions {
        denied,
        ..Suppositions::default()
    };
    grounded(map, &suppositions).claim(of)
}

/// The hinges of the target, each with the target's label if it fell, found claim by claim.
fn hinges(map: &Map, target: ClaimId) -> Vec<(ClaimId, Label)> {
    let tried = Hinges::new(map, &Suppositions::default(), &[target]).alone();
    assert_eq!(tried.untried, 0);
    let mut found: Vec<_> = tried
        .found
        .iter()
        .map(|hinge| {
            assert_eq!(hinge.target, target);
            (hinge.claim, hinge.to)
        })
        .collect();
    found.sort_unstable();
    found
}

fn pairs(map: &Map, target: ClaimId) -> Vec<[ClaimId; 2]> {
    let tried = Hinges::new(map, &Suppositions::default(), &[target]).pairs(ALL);
    assert_eq!(tried.untried, 0);
    let mut found = tried.found;
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn hinges_are_what_a_whole_evaluation_for_each_claim_finds(argument in arguments()) {
        let map = &map_of(argument.toml());
        for target in map.claims() {
            let label = label_without(map, &[], target);
            let others = map.claims().filter(|&claim| claim != target);
            let expected = others.filter_map(|claim| {
                let to = label_without(map, &[claim], target);
                (to != label).then_some((claim, to))
            });
            prop_assert_eq!(hinges(map, target), expected.collect::<Vec<_>>(), "{}", map.id(target));
        }
    }

    #[test]
    fn pairs_are_what_a_whole_evaluation_for_each_pair_finds(argument in prop_oneof![arguments_of(5, 8), arguments_of(9, 16)]) {
        let map = &map_of(argument.toml());
        for target in map.claims() {
            let label = label_without(map, &[], target);
            let changes = |denied: &[ClaimId]| label_without(map, denied, target) != label;
            let others = || map.claims().filter(|&claim| claim != target);
            let minor: Vec<_> = others().filter(|&claim| !changes(&[claim])).collect();
            let mut expected = Vec::new();
            for &a in &minor {
                let seconds = minor.iter().filter(|&&b| a < b && changes(&[a, b]));
                expected.extend(seconds.map(|&b| [a, b]));
            }
            if label == Undecided {
                expected.clear();
            }
            prop_assert_eq!(pairs(map, target), expected, "{}", map.id(target));
        }
    }

    #[test]
    fn what_is_supposed_is_supposed_of_hinges_too(argument in arguments(), denied in 0_usize..2, assumed in 0_usize..2) {
        let map = &map_of(argument.toml());
        let mut suppositions = Suppositions { assumed: vec![id(map, assumed)], ..Suppositions::default() };
        if denied != assumed {
            suppositions.denied.push(id(map, denied));
        }
        if let Some(removed) = map.claims().nth(2) {
            suppositions.removed.push(removed);
        }
        let before = grounded(map, &suppositions);
        for target in map.claims() {
            let found = Hinges::new(map, &suppositions, &[target]).alone().found;
            let found: BTreeSet<_> = found.iter().map(|hinge| hinge.claim).collect();
            for claim in map.claims().filter(|&claim| claim != target) {
                let mut more = suppositions.clone();
                more.denied.push(claim);
                let changes = grounded(map, &more).claim(target) != before.claim(target);
                prop_assert_eq!(found.contains(&claim), changes);
            }
        }
    }

    #[test]
    fn of_several_targets_a_hinge_changes_some_other(argument in arguments(), chosen in any::<u16>()) {
        let map = &map_of(argument.toml());
        let claims: Vec<_> = map.claims().collect();
        let targets = claims.iter().enumerate().filter(|(bit, _)| chosen & (1 << bit) != 0);
        let targets: Vec<_> = targets.map(|(_, &claim)| claim).collect();
        let found = Hinges::new(map, &Suppositions::default(), &targets).alone().found;
        let mut found: Vec<_> = found.iter().map(|hinge| hinge.claim).collect();
        found.sort_unstable();
        let before = grounded(map, &Suppositions::default());
        let expected = claims.iter().copied().filter(|&claim| {
            let after = grounded(map, &Suppositions { denied: vec![claim], ..Suppositions::default() });
            targets.iter().any(|&target| target != claim && after.claim(target) != before.claim(target))
        });
        let expected: Vec<_> = expected.collect();
        let set = ClaimSet::of(map, expected.iter().copied());
        prop_assert_eq!(found, expected);
        if !targets.is_empty() {
            let names: Vec<_> = targets.iter().map(|&target| map.id(target)).collect();
            let query = Query::parse(&format!("hinges({})", names.join(" | "))).unwrap();
            prop_assert_eq!(query.evaluate(map).unwrap(), set);
        }
    }

    #[test]
    fn what_is_crucial_for_an_accepted_claim_is_a_hinge_of_it(argument in arguments()) {
        let map = &map_of(argument.toml());
        for target in map.claims() {
            if label_without(map, &[], target) != Accepted {
                continue;
            }
            let hinges: BTreeSet<_> = hinges(map, target).into_iter().map(|(claim, _)| claim).collect();
            let crucial = crucial(map, &ClaimSet::of(map, [target])).unwrap();
            prop_assert!(crucial.iter().all(|claim| claim == target || hinges.contains(&claim)));
        }
    }

    #[test]
    fn what_is_rejected_already_is_no_hinge(argument in arguments()) {
        let map = &map_of(argument.toml());
        let labelling = grounded(map, &Suppositions::default());
        for target in map.claims() {
            for (claim, _) in hinges(map, target) {
                prop_assert_ne!(labelling.claim(claim), Rejected);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_fall_moves_the_strength_to_what_a_whole_evaluation_finds(argument in arguments(), number in 0_usize..4) {
        let semantics = GradualSemantics::ALL[number];
        let map = &map_of(argument.toml());
        for target in map.claims() {
            let Moves { strengths: before, upstream, moves, .. } = Moves::new(map, semantics, &Suppositions::default(), target);
            prop_assert_eq!(&before, &strengths(map, semantics, &Suppositions::default()));
            prop_assert_eq!(moves.untried, 0);
            let from = before.claim(target);
            let far: Vec<_> = moves.found.iter().map(|fall| (fall.to - from).abs()).collect();
            prop_assert!(far.windows(2).all(|pair| pair[0] >= pair[1] - 2.0 * SAME), "{:?}", far);
            for claim in map.claims().filter(|&claim| claim != target) {
                let denied = Suppositions { denied: vec![claim], ..Suppositions::default() };
                let after = strengths(map, semantics, &denied);
                if !after.is_settled(target) || !before.is_settled(target) {
                    continue;
                }
                let to = moves.found.iter().find(|fall| fall.claim == claim).map_or(from, |fall| fall.to);
                prop_assert!((to - after.claim(target)).abs() < REST, "{} {}", map.id(target), map.id(claim));
                if !upstream.contains(&claim) {
                    prop_assert!((from - after.claim(target)).abs() < REST);
                }
            }
        }
    }
}

/// A claim on a chain of `length` grounds, and a claim that has nothing to do with it.
fn chain(length: usize) -> String {
    let mut text = "claim.alone = { text = '' }\n".to_owned();
    for claim in 0..length {
        writeln!(
            text,
            "claim.c{claim} = {{ text = '', premises = ['c{}'] }}",
            claim + 1
        )
        .unwrap();
    }
    writeln!(text, "claim.c{length} = {{ text = '' }}").unwrap();
    text
}

#[test]
fn a_claim_on_one_chain_hangs_on_each_of_its_grounds_the_nearest_first() {
    // Quadratic work would take minutes.
    let length = 40_000;
    let map = &map_of(chain(length));
    let tried = Hinges::new(map, &Suppositions::default(), &[id(map, 0)]).alone();
    let expected = (1..=length).map(|claim| (id(map, claim), id(map, 0), Rejected));
    let found = tried.found.iter();
    assert!(
        found
            .map(|hinge| (hinge.claim, hinge.target, hinge.to))
            .eq(expected)
    );
    assert_eq!(tried.untried, 0);
}

#[test]
fn down_a_chain_of_objections_every_other_fall_turns_the_label() {
    let mut text = String::new();
    for claim in 1..=50_000 {
        writeln!(
            text,
            "claim.c{claim} = {{ text = '', attacks = ['c{}'] }}",
            claim - 1
        )
        .unwrap();
    }
    text.push_str("claim.c0 = { text = '' }\n");
    let map = &map_of(&text);
    let found = hinges(map, id(map, 0));
    assert_eq!(found.len(), 25_000);
    assert!(found.iter().all(|&(_, to)| to == Rejected));
    let found = hinges(map, id(map, 1));
    assert_eq!(found.len(), 25_000);
    assert!(found.iter().all(|&(_, to)| to == Accepted));
}

#[test]
fn two_independent_reasons_fall_only_together() {
    let text = "
        claim.c0 = { text = '', reason = [{ premises = ['c1'] }, { premises = ['c2', 'c3'] }] }
        claim.c1 = { text = '' }
        claim.c2 = { text = '' }
        claim.c3 = { text = '' }
    ";
    let map = &map_of(text);
    assert_eq!(hinges(map, id(map, 0)), []);
    let both = |a, b| [id(map, a), id(map, b)];
    assert_eq!(pairs(map, id(map, 0)), [both(1, 2), both(1, 3)]);
    let search = Hinges::new(map, &Suppositions::default(), &[id(map, 0)]);
    let first = search.pairs(1);
    assert_eq!((first.found.len(), first.untried), (1, 1));
}

#[test]
fn what_stands_only_once_the_first_has_fallen_may_be_the_second() {
    // As long as `c2` stands, `c1` falls. If `c2` falls, `c1` supports what `c2` supported.
    let text = "
        claim.c0 = { text = '' }
        claim.c1 = { text = '', supports = ['c0'] }
        claim.c2 = { text = '', supports = ['c0'], attacks = ['c1'] }
    ";
    let map = &map_of(text);
    assert_eq!(hinges(map, id(map, 0)), []);
    assert_eq!(pairs(map, id(map, 0)), [[id(map, 1), id(map, 2)]]);
    // The same if `c1` matters for `c0` because it would undercut the step.
    let text = "
        claim.c0 = { text = '', reason = [{ id = 's', premises = ['c2'] }, { premises = ['c1'] }] }
        claim.c1 = { text = '', undercuts = ['s'] }
        claim.c2 = { text = '', attacks = ['c1'] }
    ";
    let map = &map_of(text);
    assert_eq!(pairs(map, id(map, 0)), [[id(map, 1), id(map, 2)]]);
}

#[test]
fn of_two_long_chains_each_claim_of_the_one_makes_a_pair_with_each_of_the_other() {
    let mut text = "claim.c0 = { text = '' }\n".to_owned();
    let length = 100_usize;
    for claim in 1..=2 * length {
        let above = claim.saturating_sub(2);
        writeln!(
            text,
            "claim.c{claim} = {{ text = '', supports = ['c{above}'] }}"
        )
        .unwrap();
    }
    let map = &map_of(&text);
    assert_eq!(hinges(map, id(map, 0)), []);
    let found = pairs(map, id(map, 0));
    assert_eq!(found.len(), length * length);
    let is_odd = |claim: ClaimId| claim.index() % 2 == 1;
    assert!(found.iter().all(|&[a, b]| is_odd(a) != is_odd(b)));
    // Nearest first.
    let search = Hinges::new(map, &Suppositions::default(), &[id(map, 0)]);
    assert_eq!(search.pairs(1).found, [[id(map, 1), id(map, 2)]]);
}

#[test]
fn a_ladder_of_linked_premises_is_climbed_once() {
    // Each claim needs both claims of the next rung, so no claim falls alone.
    let mut text = String::new();
    let rungs = 20_000;
    for rung in 0..rungs {
        for claim in [2 * rung, 2 * rung + 1] {
            let (a, b) = (2 * rung + 2, 2 * rung + 3);
            writeln!(
                text,
                "claim.c{claim} = {{ text = '', premises = ['c{a}', 'c{b}'] }}"
            )
            .unwrap();
        }
    }
    for claim in [2 * rungs, 2 * rungs + 1] {
        writeln!(text, "claim.c{claim} = {{ text = '' }}").unwrap();
    }
    let map = &map_of(&text);
    assert_eq!(hinges(map, id(map, 0)).len(), 2 * rungs);
}
