//! Abstract frameworks: checks every semantics by brute force against its definition, and tests laws.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use argmap::reason::af::{
    Acceptance, Argument, Budget, Framework, FrameworkFormat, Interrupted, Problem, Semantics,
    accepted, answer, count_extensions, extension_with, extension_without, for_each_extension,
    some_extension,
};
use definition::{Sets, agrees};
use proptest::prelude::*;

mod definition;

fn listed(framework: &Framework, semantics: Semantics) -> Sets {
    let mut found = Vec::new();
    for_each_extension(
        framework,
        semantics,
        None,
        &Budget::unlimited(),
        |extension| {
            found.push(extension.to_vec());
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    let distinct: Sets = found.iter().cloned().collect();
    assert_eq!(distinct.len(), found.len(), "{semantics}: each once");
    distinct
}

/// Frameworks of up to eight arguments, with few or many attacks, including attacks on themselves.
pub(crate) fn frameworks() -> impl Strategy<Value = Framework> {
    (1u32..=8, 0.05f64..0.6).prop_flat_map(|(size, density)| {
        let pairs = (size * size) as usize;
        prop::collection::vec(prop::bool::weighted(density), pairs).prop_map(move |drawn| {
            let attacks: Vec<(u32, u32)> = (0..size)
                .flat_map(|source| (0..size).map(move |target| (source, target)))
                .zip(drawn)
                .filter_map(|(attack, drawn)| drawn.then_some(attack))
                .collect();
            Framework::numbered(size, &attacks)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_answer_is_what_the_definition_says(framework in frameworks()) {
        for semantics in Semantics::ALL {
            agrees(&framework, semantics, Budget::unlimited);
        }
    }

    #[test]
    fn renaming_arguments_permutes_extensions(framework in frameworks(), shift in 0u32..8) {
        let size = framework.argument_count();
        // Rotated by `shift` and mirrored.
        let renamed = |argument: u32| size - 1 - (argument + shift) % size;
        let attacks: Vec<_> = framework.attacks().map(|(a, b)| (renamed(a), renamed(b))).collect();
        let other = Framework::numbered(size, &attacks);
        for semantics in Semantics::ALL {
            let permuted: Sets = listed(&framework, semantics)
                .into_iter()
                .map(|extension| {
                    let mut permuted: Vec<u32> = extension.into_iter().map(renamed).collect();
                    permuted.sort_unstable();
                    permuted
                })
                .collect();
            prop_assert_eq!(listed(&other, semantics), permuted, "{}", semantics);
        }
    }

    #[test]
    fn an_isolated_argument_joins_every_extension(framework in frameworks()) {
        let size = framework.argument_count();
        let attacks: Vec<_> = framework.attacks().collect();
        let larger = Framework::numbered(size + 1, &attacks);
        for semantics in Semantics::ALL {
            let joined: Sets = listed(&framework, semantics)
                .into_iter()
                .map(|mut extension| {
                    extension.push(size);
                    extension
                })
                .collect();
            prop_assert_eq!(listed(&larger, semantics), joined, "{}", semantics);
        }
    }

    #[test]
    fn two_frameworks_side_by_side_combine_freely(one in frameworks(), two in frameworks()) {
        let shift = one.argument_count();
        let attacks: Vec<_> = one
            .attacks()
            .chain(two.attacks().map(|(a, b)| (a + shift, b + shift)))
            .collect();
        let both = Framework::numbered(shift + two.argument_count(), &attacks);
        for semantics in Semantics::ALL {
            let right = listed(&two, semantics);
            let combined: Sets = listed(&one, semantics)
                .iter()
                .flat_map(|left| {
                    right.iter().map(move |right| {
                        left.iter().copied().chain(right.iter().map(|a| a + shift)).collect()
                    })
                })
                .collect();
            prop_assert_eq!(
                count_extensions(&both, semantics, None, &Budget::unlimited()).unwrap(),
                combined.len().into()
            );
            prop_assert_eq!(listed(&both, semantics), combined, "{}", semantics);
        }
    }

    #[test]
    fn limits_are_kept(framework in frameworks(), limit in 0usize..5) {
        for semantics in Semantics::ALL {
            let all = listed(&framework, semantics);
            let mut found = Sets::new();
            for_each_extension(&framework, semantics, Some(limit), &Budget::unlimited(), |set| {
                found.insert(set.to_vec());
                ControlFlow::Continue(())
            })
            .unwrap();
            prop_assert!(found.is_subset(&all));
            prop_assert_eq!(found.len(), all.len().min(limit));
            prop_assert_eq!(
                count_extensions(&framework, semantics, Some(limit), &Budget::unlimited()).unwrap(),
                all.len().min(limit).into()
            );
        }
    }
}

fn answered(problem: &str, text: &str, argument: Option<&str>) -> String {
    let framework = FrameworkFormat::of("".as_ref(), text).parse(text).unwrap();
    let argument = argument.map(|name| framework.find(name).unwrap());
    let mut out = Vec::new();
    let problem: Problem = problem.parse().unwrap();
    answer(
        &framework,
        problem,
        argument,
        None,
        &Budget::unlimited(),
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn answers_are_in_the_words_of_the_competition() {
    // 1 and 2 attack each other, both attack 3, and 3 attacks 4.
    let floating = "p af 4\n1 2\n2 1\n1 3\n2 3\n3 4\n";
    assert_eq!(answered("SE-GR", floating, None), "w\n");
    assert_eq!(answered("DC-ST", floating, Some("1")), "YES\nw 1 4\n");
    assert_eq!(answered("DC-ST", floating, Some("3")), "NO\n");
    assert_eq!(answered("DS-PR", floating, Some("4")), "YES\n");
    assert_eq!(answered("DS-PR", floating, Some("1")), "NO\nw 2 4\n");
    assert_eq!(answered("CE-CO", floating, None), "3\n");
    let odd = "arg(a). arg(b). arg(c). att(a,b). att(b,c). att(c,a).";
    assert_eq!(answered("SE-ST", odd, None), "NO\n");
    assert_eq!(answered("DS-ST", odd, Some("b")), "YES\n");
    assert_eq!(answered("EE-ST", odd, None), "[]\n");
    assert_eq!(answered("EE-CO", odd, None), "[[]]\n");
    assert_eq!(answered("CE-STG", odd, None), "3\n");
    assert_eq!(answered("EE-PR", "a\nb\n#\na b\n", None), "[[a]]\n");
    let odd_names = "arg(\"a b\"). arg(\"[c,\\\"\\\\]\"). arg(\u{1b}). arg(\"\").";
    assert_eq!(
        answered("SE-GR", odd_names, None),
        "w \"a b\" \"[c,\\\"\\\\]\" \"\\u{1b}\" \"\"\n"
    );
}

#[test]
fn independent_parts_are_counted_apart() {
    // 200 pairs of arguments that attack each other.
    let attacks: Vec<_> = (0..200)
        .flat_map(|i| [(2 * i, 2 * i + 1), (2 * i + 1, 2 * i)])
        .collect();
    let framework = Framework::numbered(400, &attacks);
    let budget = Budget::unlimited();
    let count = count_extensions(&framework, Semantics::Complete, None, &budget).unwrap();
    assert_eq!(
        count.to_string(),
        "265613988875874769338781322035779626829233452653394495974574961739092490901302182994384699044001"
    );
}

#[test]
fn a_spent_budget_ends_the_search() {
    let attacks: Vec<_> = (0..40)
        .flat_map(|i| [(2 * i, 2 * i + 1), (2 * i + 1, 2 * i)])
        .collect();
    let framework = Framework::numbered(80, &attacks);
    for budget in [
        Budget::lasting(Duration::ZERO),
        Budget::unlimited().or_when(|| true),
    ] {
        let ended = some_extension(&framework, Semantics::Preferred, &budget);
        assert_eq!(ended, Err(Interrupted));
    }
    // 2^40 extensions: they are listed until time runs out.
    let mut given = 0u64;
    let budget = Budget::lasting(Duration::from_millis(50));
    let ended = for_each_extension(&framework, Semantics::Stable, None, &budget, |_| {
        given += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(ended, Err(Interrupted));
    assert!(given > 0);
}

#[test]
fn a_spent_budget_ends_one_long_search() {
    // Twelve pigeons in eleven holes: each pigeon has a choice of holes, and an argument that attacks itself unless the
    // pigeon has a hole. There is no stable extension, and no short proof of that.
    let (pigeons, holes) = (12u32, 11u32);
    let seat = |pigeon: u32, hole: u32| pigeon * holes + hole;
    let homeless = |pigeon: u32| pigeons * holes + pigeon;
    let mut attacks = Vec::new();
    for pigeon in 0..pigeons {
        attacks.push((homeless(pigeon), homeless(pigeon)));
        for hole in 0..holes {
            attacks.push((seat(pigeon, hole), homeless(pigeon)));
            let other_pigeons = (0..pigeons).filter(|&other| other != pigeon);
            attacks.extend(other_pigeons.map(|other| (seat(pigeon, hole), seat(other, hole))));
            let other_holes = (0..holes).filter(|&other| other != hole);
            attacks.extend(other_holes.map(|other| (seat(pigeon, hole), seat(pigeon, other))));
        }
    }
    let framework = Framework::numbered(pigeons * holes + pigeons, &attacks);
    let start = Instant::now();
    let budget = Budget::lasting(Duration::from_millis(100));
    let ended = some_extension(&framework, Semantics::Stable, &budget);
    assert_eq!(ended, Err(Interrupted));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_long_chain_does_not_exhaust_the_stack() {
    let size = 200_000;
    let attacks: Vec<_> = (1..size)
        .map(|a| (a - 1, a))
        .chain([(size - 1, 0)])
        .collect();
    let framework = Framework::numbered(size, &attacks);
    let budget = Budget::unlimited();
    let stable = count_extensions(&framework, Semantics::Stable, None, &budget).unwrap();
    assert_eq!(
        stable,
        2u32.into(),
        "an even cycle has two stable extensions"
    );
    let grounded = some_extension(&framework, Semantics::Grounded, &budget).unwrap();
    assert_eq!(grounded, Some(vec![]));
}
