//! Tests every question against the definitions, with searches that take turns of a few conflicts and with budgets that end
//! them.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::dense::DenseSearch;
use super::graph::AttackGraph;
use super::stable;
use super::{
    Acceptance, Argument, Budget, Framework, Semantics, accepted, count_extensions, extension_with,
    extension_without, for_each_extension, some_extension,
};

#[path = "../../../tests/it/frameworks/definition.rs"]
mod definition;

use definition::agrees;

type Attacks = Vec<(Argument, Argument)>;

/// Any attacks among `size` arguments, sparse or dense. In the sparse ones, some parts are connected and some arguments
/// stand alone.
fn any_attacks(size: Argument, density: f64) -> impl Strategy<Value = Attacks> {
    let pairs = (0..size).flat_map(move |source| (0..size).map(move |target| (source, target)));
    let pairs: Attacks = pairs.collect();
    let drawn = prop::collection::vec(prop::bool::weighted(density), pairs.len());
    drawn.prop_map(move |drawn| {
        let drawn = pairs.iter().zip(drawn).filter(|&(_, drawn)| drawn);
        drawn.map(|(&attack, _)| attack).collect()
    })
}

/// Circles of odd and even length, one after the other, with some attacks between them. If circles are odd, ranges differ,
/// and an argument that no set attacks may still be undecided.
fn circles() -> impl Strategy<Value = Framework> {
    let lengths = prop::collection::vec(1..=5_u32, 1..4);
    let others = prop::collection::vec((0..9_u32, 0..9_u32), 0..8);
    (lengths, others).prop_map(|(lengths, others)| {
        let mut attacks = others;
        let mut start = 0;
        for length in lengths {
            attacks.extend((0..length).map(|at| (start + at, start + (at + 1) % length)));
            start += length;
        }
        Framework::numbered(start.min(9), &attacks)
    })
}

/// Arguments of a few kinds: all arguments of a kind attack the same targets.
fn kinds() -> impl Strategy<Value = Framework> {
    let targets = prop::collection::vec(
        prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5, 6, 7, 8], 1..6),
        2..5,
    );
    let kinds = prop::collection::vec(any::<prop::sample::Index>(), 9);
    (targets, kinds).prop_map(|(targets, kinds)| {
        let of_kind = |kind: &prop::sample::Index| kind.get(&targets).clone();
        let attacks = (0..).zip(&kinds).flat_map(|(source, kind)| {
            let targets = of_kind(kind).into_iter();
            targets.map(move |target| (source, target))
        });
        Framework::numbered(9, &attacks.collect::<Attacks>())
    })
}

fn frameworks() -> impl Strategy<Value = Framework> {
    let sparse = (1..=9_u32, 0.05..0.3_f64);
    let dense = (7..=10_u32, 0.3..0.6_f64);
    let drawn = prop_oneof![2 => sparse, 1 => dense].prop_flat_map(|(size, density)| {
        any_attacks(size, density).prop_map(move |attacks| Framework::numbered(size, &attacks))
    });
    prop_oneof![2 => drawn, 1 => circles(), 1 => kinds()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn searches_that_take_turns_answer_what_the_definition_says(framework in frameworks()) {
        for semantics in Semantics::ALL {
            agrees(&framework, semantics, Budget::unlimited);
        }
    }

    #[test]
    fn searches_that_the_budget_ends_answer_nothing_else(framework in frameworks(), most in 1..40_u64) {
        for semantics in Semantics::ALL {
            agrees(&framework, semantics, || Budget::of_conflicts(most));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn rows_of_bits_find_the_stable_extensions_that_the_solver_finds(
        (size, attacks) in (50..140_u32, 0.15..0.5_f64)
            .prop_flat_map(|(size, density)| (Just(size), any_attacks(size, density))),
        wished in 0..50_u32,
        within in any::<bool>(),
    ) {
        // Few graphs in which many arguments attack themselves have stable extensions.
        let attacks: Attacks = attacks
            .into_iter()
            .filter(|&(source, target)| source != target || source % 16 == 0)
            .collect();
        let graph = AttackGraph::new(size, &attacks);
        let budget = Budget::unlimited();
        let mut expected = Vec::new();
        let all = stable::enumerate(&graph, &budget, &mut |extension| {
            if extension.contains(&wished) == within {
                expected.push(extension.to_vec());
            }
            ControlFlow::Continue(())
        });
        prop_assert!(all.is_ok());
        let mut search = DenseSearch::new(&graph, &[(wished, within)]).expect("it is small");
        let mut found = Vec::new();
        // It goes on where a budget ended it.
        loop {
            match search.next(&Budget::of_conflicts(50)) {
                Ok(Some(extension)) => found.push(extension),
                Ok(None) => break,
                Err(_) => (),
            }
        }
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}
