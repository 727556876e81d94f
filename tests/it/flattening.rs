//! Checks the framework that a map becomes, against the map's labels, on small maps of every shape.

use std::fmt::Write as _;

use argmap::map::Map;
use argmap::reason::af::{Argument, Budget, Framework, Semantics, some_extension};
use argmap::reason::flatten::Meaning;
use argmap::reason::{Flattening, Label, Labelling, Suppositions, grounded};
use proptest::prelude::*;

use Label::{Accepted, Rejected, Undecided};

use crate::arguments::arguments_of;
use crate::maps::{id, map_of};

/// The grounded labels of a framework.
fn labels(framework: &Framework) -> Vec<Label> {
    let budget = Budget::unlimited();
    let accepted = some_extension(framework, Semantics::Grounded, &budget);
    let accepted = accepted.unwrap().unwrap();
    let holds = |argument: &Argument| accepted.binary_search(argument).is_ok();
    let label = |argument| {
        if holds(&argument) {
            Accepted
        } else if framework.attackers(argument).iter().any(holds) {
            Rejected
        } else {
            Undecided
        }
    };
    framework.arguments().map(label).collect()
}

/// Checks that every argument has the label of the claim or step that it stands for.
fn tells_the_same(map: &Map, flattening: &Flattening, labelling: &Labelling) {
    let labels = labels(&flattening.framework(map));
    for (argument, meaning) in flattening.meanings().iter().enumerate() {
        let opposite = |label| match label {
            Accepted => Rejected,
            Rejected => Accepted,
            Undecided => Undecided,
        };
        let expected = match *meaning {
            Meaning::Stands(claim) | Meaning::ByItself(claim) => labelling.claim(claim),
            Meaning::Falls(claim) => opposite(labelling.claim(claim)),
            Meaning::Step(step) => labelling.step(step),
            _ => continue,
        };
        assert_eq!(labels[argument], expected, "{meaning:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_flattened_map_is_labelled_as_the_map(
        argument in arguments_of(7, 9),
        denied in prop::option::of(0_usize..2),
        assumed in prop::option::of(0_usize..2),
        removed in prop::option::of(0_usize..2),
    ) {
        let map = &map_of(argument.toml());
        let list = |claim: Option<usize>| claim.into_iter().map(|claim| id(map, claim)).collect();
        let mut suppositions = Suppositions {
            denied: list(denied),
            assumed: list(assumed),
            removed: list(removed),
            ..Suppositions::default()
        };
        let labelling = grounded(map, &suppositions);
        for claim in map.claims() {
            // The framework alone does not know that claims that only a circle holds up fall.
            if labelling.is_unfounded(claim) {
                suppositions.denied.push(claim);
            }
        }
        let flattening = Flattening::new(map, &suppositions).unwrap();
        for claim in map.claims() {
            let is_there = !suppositions.removed.contains(&claim);
            prop_assert_eq!(flattening.stands(claim).is_some(), is_there);
            prop_assert_eq!(flattening.falls(claim).is_some(), is_there);
        }
        tells_the_same(map, &flattening, &labelling);
    }

    #[test]
    fn many_reasons_and_many_attackers_are_flattened_in_linear_space(
        reasons in 1_usize..9, objections in 0_usize..9, fallen in any::<bool>(), doubted in any::<bool>(),
    ) {
        let mut text = "[claim.c]\ntext = ''\n".to_owned();
        for reason in 0..reasons {
            writeln!(text, "[claim.r{reason}]\ntext = ''\nsupports = ['c']").unwrap();
        }
        for objection in 0..objections {
            writeln!(text, "[claim.o{objection}]\ntext = ''\nattacks = ['c']\ndenied = {fallen}").unwrap();
        }
        if doubted && objections > 0 {
            writeln!(text, "[claim.d]\ntext = ''\ncontradicts = ['o0']").unwrap();
        }
        let map = &map_of(&text);
        let suppositions = Suppositions::default();
        let flattening = Flattening::new(map, &suppositions).unwrap();
        prop_assert!(flattening.attacks().len() < 6 * (reasons + objections + 2));
        tells_the_same(map, &flattening, &grounded(map, &suppositions));
    }
}

#[test]
fn the_arguments_of_a_flattened_map_have_names_that_tell_them_apart() {
    let text = "
        claim.a = { text = '', supports = ['c'], attacks = ['b'] }
        claim.b = { text = '', contradicts = ['not:a'] }
        claim.c = { text = '', reason = [
            { premises = ['a', 'b'] }, { premises = ['a', 'b'] }, { premises = ['b'], id = 'own' }] }
        claim.'not:a' = { text = '', undercuts = ['own'] }
    ";
    let map = &map_of(text);
    let flattening = Flattening::new(map, &Suppositions::default()).unwrap();
    let framework = flattening.framework(map);
    let names: Vec<_> = framework.arguments().map(|a| framework.name(a)).collect();
    assert_eq!(
        names,
        [
            "a",
            "b",
            "c",
            "not:a",
            "not:a#2",
            "not:b",
            "not:c",
            "not:not:a",
            "basic:a",
            "basic:b",
            "basic:not:a",
            "a->c",
            "a-|b",
            "a+b->c",
            "a+b->c#2",
            "own",
            "not:a-|own",
        ]
    );
    let attacks = framework
        .attacks()
        .map(|(source, target)| format!("{} / {}", framework.name(source), framework.name(target)));
    insta::assert_snapshot!(attacks.collect::<Vec<_>>().join("\n"), @r"
    b / basic:not:a
    not:a / basic:b
    not:a#2 / a
    not:a#2 / a->c
    not:a#2 / a-|b
    not:a#2 / a+b->c
    not:a#2 / a+b->c#2
    not:b / b
    not:b / a+b->c
    not:b / a+b->c#2
    not:b / own
    not:c / c
    not:not:a / not:a
    not:not:a / not:a-|own
    basic:a / not:a#2
    basic:b / not:b
    basic:not:a / not:not:a
    a->c / not:c
    a-|b / basic:b
    a+b->c / not:c
    a+b->c#2 / not:c
    own / not:c
    not:a-|own / own
    ");
}
