//! Checks which claims can stand together, against the definition by complete labellings and against the arguments of a
//! map.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;

use argmap::map::Map;
use argmap::reason::af::{Budget, Semantics, for_each_extension};
use argmap::reason::{
    Acceptance, EitherWay, Extensions, Flattening, Label, Labelling, Suppositions,
};
use proptest::prelude::*;

use Label::{Accepted, Rejected, Undecided};

use crate::arguments::{AUXILIARY, Argument, Step, arguments_of};
use crate::aspic::Built;
use crate::definition::{Labels, number};
use crate::maps::{id, map_of, renamed};

/// All semantics for maps.
const ALL: [Semantics; 6] = [
    Semantics::Grounded,
    Semantics::Complete,
    Semantics::Preferred,
    Semantics::Stable,
    Semantics::SemiStable,
    Semantics::Ideal,
];

/// Labels of claims, then labels of steps in the order of `Argument::steps`.
type Whole = (Labels, Vec<Label>);

impl Argument {
    /// The labels of all steps. They follow from the labels of the claims.
    fn steps_under(&self, labels: &Labels) -> Vec<Label> {
        let label = |step: &Step| {
            let inference = Self::inference(step, labels);
            if !step.is_for || inference == Rejected {
                return inference;
            }
            let attacked = |by| self.is_attacked(step.conclusion, labels, by);
            if attacked(Accepted).contains(&true) {
                Rejected
            } else if attacked(Rejected).contains(&false) {
                Undecided
            } else {
                inference
            }
        };
        self.steps.iter().map(label).collect()
    }

    /// All complete labellings, found by trying every way to label the claims.
    fn complete(&self) -> Vec<Whole> {
        let claims: Vec<usize> = self.claims.iter().copied().collect();
        let mut found = Vec::new();
        for mut code in 0..3_usize.pow(u32::try_from(claims.len()).unwrap()) {
            let mut labels = Labels::new();
            for &claim in &claims {
                labels.insert(claim, Label::ALL[code % 3]);
                code /= 3;
            }
            if self.is_complete(&labels) {
                let steps = self.steps_under(&labels);
                found.push((labels, steps));
            }
        }
        found
    }

    fn is_complete(&self, labels: &Labels) -> bool {
        let fits = |claim: &usize| {
            let supports = self.supports(*claim, labels);
            let label = if supports.iter().any(|(label, _)| *label == Accepted) {
                Accepted
            } else if supports.iter().all(|(label, _)| *label == Rejected) {
                Rejected
            } else {
                Undecided
            };
            labels[claim] == label
        };
        // Accepted claims must follow from accepted supports, and claims that are not rejected from supports that are not.
        self.claims.iter().all(fits)
            && self.is_founded(labels, |label| label == Accepted)
            && self.is_founded(labels, |label| label != Rejected)
    }

    fn is_founded(&self, labels: &Labels, stands: impl Fn(Label) -> bool) -> bool {
        let mut founded = BTreeSet::new();
        loop {
            let before = founded.len();
            for &claim in &self.claims {
                let supports = self.supports(claim, labels);
                if supports
                    .iter()
                    .any(|(label, premises)| stands(*label) && premises.is_subset(&founded))
                {
                    founded.insert(claim);
                }
            }
            if founded.len() == before {
                break;
            }
        }
        self.claims
            .iter()
            .all(|claim| !stands(labels[claim]) || founded.contains(claim))
    }

    /// The labellings under a semantics, without the labels of undercuts.
    fn extensions(&self, semantics: Semantics) -> BTreeSet<Whole> {
        let wholes = self.spelt_out().extensions_of_plain(semantics).into_iter();
        let own = wholes.map(|(mut claims, mut steps)| {
            claims.retain(|&claim, _| claim < AUXILIARY);
            steps.truncate(self.steps.len());
            (claims, steps)
        });
        own.collect()
    }

    /// The labellings under a semantics, picked from the complete ones.
    fn extensions_of_plain(&self, semantics: Semantics) -> BTreeSet<Whole> {
        let complete = self.complete();
        let is_larger = |a: &Whole, b: &Whole, of: &dyn Fn(&Whole) -> BTreeSet<usize>| {
            let (a, b) = (of(a), of(b));
            a != b && a.is_superset(&b)
        };
        let most = |of: &dyn Fn(&Whole) -> BTreeSet<usize>| {
            let largest = complete
                .iter()
                .filter(|one| !complete.iter().any(|other| is_larger(other, one, of)));
            largest.cloned().collect::<BTreeSet<_>>()
        };
        let is_decided = |whole: &&Whole| marked(whole, |label| label == Undecided).is_empty();
        match semantics {
            Semantics::Grounded => {
                let few = |whole: &Whole| marked(whole, |label| label == Undecided);
                let least = complete.iter().find(|one| {
                    complete
                        .iter()
                        .all(|other| few(one).is_superset(&few(other)))
                });
                least.into_iter().cloned().collect()
            }
            Semantics::Complete => complete.into_iter().collect(),
            Semantics::Preferred => most(&|whole| marked(whole, |label| label == Accepted)),
            Semantics::Stable => complete.iter().filter(is_decided).cloned().collect(),
            Semantics::SemiStable => most(&|whole| marked(whole, |label| label != Undecided)),
            Semantics::Ideal => {
                let preferred = self.extensions_of_plain(Semantics::Preferred);
                let accepted = |whole: &Whole| marked(whole, |label| label == Accepted);
                let inside: Vec<&Whole> = complete
                    .iter()
                    .filter(|one| {
                        preferred
                            .iter()
                            .all(|other| accepted(one).is_subset(&accepted(other)))
                    })
                    .collect();
                let largest = inside.iter().find(|one| {
                    inside
                        .iter()
                        .all(|other| accepted(other).is_subset(&accepted(one)))
                });
                largest.into_iter().map(|whole| (*whole).clone()).collect()
            }
            Semantics::Stage => unreachable!("no semantics of maps"),
        }
    }
}

/// The claims and steps whose labels satisfy `is`. Steps are counted from 10,000.
fn marked(whole: &Whole, is: impl Fn(Label) -> bool) -> BTreeSet<usize> {
    let claims = whole.0.iter().filter(|(_, label)| is(**label));
    let steps = (10_000..).zip(&whole.1).filter(|(_, label)| is(**label));
    claims
        .map(|(&claim, _)| claim)
        .chain(steps.map(|(step, _)| step))
        .collect()
}

/// A labelling of a map, in the types of these tests.
fn whole(map: &Map, argument: &Argument, labelling: &Labelling) -> Whole {
    let claims = map
        .claims()
        .map(|claim| (number(map.id(claim)), labelling.claim(claim)));
    let steps = (0..argument.steps.len()).map(|step| {
        let step = map.find_step(&format!("s{step}")).unwrap();
        labelling.step(step)
    });
    (claims.collect(), steps.collect())
}

fn found(map: &Map, argument: &Argument, semantics: Semantics) -> Vec<Whole> {
    found_if(map, argument, &Suppositions::default(), semantics)
}

fn found_if(
    map: &Map,
    argument: &Argument,
    suppositions: &Suppositions,
    semantics: Semantics,
) -> Vec<Whole> {
    let extensions = Extensions::new(map, suppositions).unwrap();
    let mut found = Vec::new();
    extensions
        .for_each(semantics, None, &Budget::unlimited(), |labelling| {
            found.push(whole(map, argument, &labelling));
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

fn labels(map: &Map, semantics: Semantics, reading: Acceptance) -> Option<Labelling> {
    Extensions::new(map, &Suppositions::default())
        .unwrap()
        .labels(semantics, reading, &Budget::unlimited())
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn extensions_are_those_of_the_definition(argument in arguments_of(6, 9)) {
        let map = &map_of(argument.toml());
        for semantics in ALL {
            let found = found(map, &argument, semantics);
            let expected = argument.extensions(semantics);
            // Some may differ only in the labels of undercuts that undercut each other in a circle.
            let all = argument.spelt_out().extensions_of_plain(semantics);
            prop_assert_eq!(found.len(), all.len(), "{} twice", semantics);
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{}", semantics);
        }
    }

    #[test]
    fn extensions_of_a_claim_that_much_is_said_of_are_those_of_the_definition(
        argument in arguments_of(6, 6), reasons in 0_u32..64, objections in 0_u32..64,
    ) {
        let mut argument = argument;
        for &premise in argument.claims.iter().filter(|&&claim| claim > 0) {
            for (is_for, drawn) in [(true, reasons), (false, objections)] {
                let other = 1 + premise % (argument.claims.len() - 1);
                // Linked premises, so that no plain relation is stated twice.
                if drawn & (1 << premise) != 0 && premise != other {
                    argument.steps.push(Step {
                        premises: BTreeSet::from([premise, other]),
                        conclusion: 0,
                        is_for,
                        undercutters: BTreeSet::new(),
                    });
                }
            }
        }
        let map = &map_of(argument.toml());
        for semantics in ALL {
            let found: BTreeSet<_> = found(map, &argument, semantics).into_iter().collect();
            prop_assert_eq!(found, argument.extensions(semantics), "{}", semantics);
        }
    }

    #[test]
    fn labels_are_those_of_all_extensions_or_of_some(argument in arguments_of(6, 9)) {
        let map = &map_of(argument.toml());
        for semantics in ALL {
            let all: Vec<Whole> = argument.extensions(semantics).into_iter().collect();
            for reading in [Acceptance::Sceptical, Acceptance::Credulous] {
                let found = labels(map, semantics, reading).map(|labels| whole(map, &argument, &labels));
                prop_assert_eq!(found.is_none(), all.is_empty());
                let Some(found) = found else { continue };
                let claims = argument.claims.iter().map(|claim| {
                    let labels: Vec<Label> = all.iter().map(|(claims, _)| claims[claim]).collect();
                    (*claim, over(&labels, reading))
                });
                prop_assert_eq!(&found.0, &claims.collect::<Labels>(), "{} {:?}", semantics, reading);
                let steps = (0..argument.steps.len()).map(|step| {
                    let labels: Vec<Label> = all.iter().map(|(_, steps)| steps[step]).collect();
                    over(&labels, reading)
                });
                prop_assert_eq!(&found.1, &steps.collect::<Vec<_>>(), "{} {:?}", semantics, reading);
            }
        }
    }

    #[test]
    fn what_stands_either_way_stands_in_every_preferred_extension(
        argument in arguments_of(6, 9), conflicts in 0_u64..40,
    ) {
        let map = &map_of(argument.toml());
        let claims: Vec<_> = map.claims().collect();
        let all = argument.extensions(Semantics::Preferred);
        let expected = claims.iter().map(|&claim| {
            let labels = all.iter().map(|(claims, _)| claims[&number(map.id(claim))]);
            match over(&labels.collect::<Vec<_>>(), Acceptance::Sceptical) {
                Accepted => EitherWay::Accepted,
                Rejected => EitherWay::Rejected,
                Undecided => EitherWay::Neither,
            }
        });
        let expected: Vec<_> = expected.collect();
        let extensions = Extensions::new(map, &Suppositions::default()).unwrap();
        prop_assert_eq!(&extensions.either_way(&claims, u64::MAX), &expected);
        // Asking about other claims at the same time changes nothing, and too small a budget never gives a wrong answer.
        for (&claim, expected) in claims.iter().zip(expected) {
            prop_assert_eq!(extensions.either_way(&[claim], u64::MAX), [expected]);
            let found = extensions.either_way(&[claim], conflicts)[0];
            prop_assert!(found == expected || found == EitherWay::Unknown);
            if conflicts == 0 && extensions.grounded().claim(claim) == Undecided {
                prop_assert_eq!(found, EitherWay::Unknown);
            }
        }
    }

    #[test]
    fn what_stands_is_concluded_by_the_arguments_that_stand(argument in arguments_of(6, 9)) {
        let built = Built::new(&argument);
        prop_assume!(built.is_some());
        let built = built.unwrap();
        let map = &map_of(argument.toml());
        for semantics in [Semantics::Grounded, Semantics::Complete, Semantics::Preferred, Semantics::Stable, Semantics::Ideal] {
            let found = found(map, &argument, semantics).into_iter().map(|(claims, _)| {
                let accepted = claims.into_iter().filter(|(_, label)| *label == Accepted);
                accepted.map(|(claim, _)| claim).collect()
            });
            prop_assert_eq!(found.collect::<BTreeSet<_>>(), built.conclusions(semantics), "{}", semantics);
        }
    }

    #[test]
    fn what_is_supposed_is_as_if_it_were_written(argument in arguments_of(5, 8), claim in 0_usize..2) {
        let mut fallen = argument.clone();
        fallen.keep_steps(|step| !(step.is_for && step.conclusion == claim));
        fallen.denied.insert(claim);
        let mut leaf = argument.clone();
        leaf.denied.remove(&claim);
        leaf.assumed.insert(claim);
        let map = &map_of(argument.toml());
        let given = || vec![id(map, claim)];
        let denied = Suppositions { denied: given(), ..Suppositions::default() };
        let assumed = Suppositions { assumed: given(), ..Suppositions::default() };
        for (suppositions, written) in [(denied, fallen), (assumed, leaf)] {
            for semantics in ALL {
                let found = found_if(map, &argument, &suppositions, semantics);
                let found = found.into_iter().map(|(claims, _)| claims);
                let expected = written.extensions(semantics).into_iter().map(|(claims, _)| claims);
                prop_assert_eq!(found.collect::<BTreeSet<_>>(), expected.collect::<BTreeSet<_>>(), "{}", semantics);
            }
        }
    }

    #[test]
    fn order_and_names_and_a_claim_apart_change_nothing(argument in arguments_of(6, 9)) {
        let mut parts = argument.claims_as_toml();
        parts.push("[claim.alone]\ntext = ''\n".to_owned());
        parts.reverse();
        let files = renamed(&parts);
        let turned = Map::new(&files);
        for semantics in ALL {
            let straight = accepted(&argument.toml(), semantics).into_values();
            let straight = straight.map(|ids| ids.into_iter().collect::<BTreeSet<_>>());
            let turned = accepted_in(&turned, semantics).into_values().map(|ids| {
                let ids: BTreeSet<String> = ids.into_iter().collect();
                assert!(ids.contains("alone"), "what nothing attacks is accepted");
                ids.iter().filter_map(|id| id.strip_prefix("x-")).map(str::to_owned).collect()
            });
            prop_assert_eq!(straight.collect::<BTreeSet<_>>(), turned.collect::<BTreeSet<_>>(), "{}", semantics);
        }
    }

    #[test]
    fn what_contradicts_itself_never_stands_together(argument in arguments_of(6, 9)) {
        let map = &map_of(argument.toml());
        for semantics in ALL {
            for (claims, _) in found(map, &argument, semantics) {
                for (a, b) in &argument.contradicts {
                    prop_assert!(claims[a] != Accepted || claims[b] != Accepted);
                }
            }
        }
    }

    #[test]
    fn the_flattening_of_a_map_without_circles_of_support_is_exact(argument in arguments_of(6, 9)) {
        let map = &map_of(argument.toml());
        let support = argmap::map::support::Support::new(map);
        prop_assume!(support.circular().next().is_none());
        let flattening = Flattening::new(map, &Suppositions::default()).unwrap();
        let framework = flattening.framework(map);
        for semantics in ALL {
            let mut accepted = BTreeSet::new();
            let visit = |extension: &[u32]| {
                let stand = extension.iter().filter_map(|&a| match flattening.meanings()[a as usize] {
                    argmap::reason::Meaning::Stands(claim) => Some(number(map.id(claim))),
                    _ => None,
                });
                accepted.insert(stand.collect::<BTreeSet<_>>());
                ControlFlow::Continue(())
            };
            for_each_extension(&framework, semantics, None, &Budget::unlimited(), visit).unwrap();
            let expected = argument.extensions(semantics).into_iter().map(|(claims, _)| {
                let accepted = claims.into_iter().filter(|(_, label)| *label == Accepted);
                accepted.map(|(claim, _)| claim).collect()
            });
            prop_assert_eq!(accepted, expected.collect::<BTreeSet<_>>(), "{}", semantics);
        }
    }
}

/// One label that sums up the labels in all extensions.
fn over(labels: &[Label], reading: Acceptance) -> Label {
    let all = |is: Label| labels.iter().all(|&label| label == is);
    match reading {
        Acceptance::Sceptical if all(Accepted) => Accepted,
        Acceptance::Sceptical if all(Rejected) => Rejected,
        Acceptance::Credulous if labels.contains(&Accepted) => Accepted,
        Acceptance::Credulous if labels.contains(&Rejected) => Rejected,
        Acceptance::Sceptical | Acceptance::Credulous => Undecided,
    }
}

/// The accepted claims of each extension.
fn accepted(text: &str, semantics: Semantics) -> BTreeMap<usize, Vec<String>> {
    accepted_in(&map_of(text), semantics)
}

fn accepted_in(map: &Map, semantics: Semantics) -> BTreeMap<usize, Vec<String>> {
    let extensions = Extensions::new(map, &Suppositions::default()).unwrap();
    let mut all = BTreeMap::new();
    extensions
        .for_each(semantics, None, &Budget::unlimited(), |labelling| {
            let stand = map
                .claims()
                .filter(|&claim| labelling.claim(claim) == Accepted);
            all.insert(
                all.len(),
                stand.map(|claim| map.id(claim).to_owned()).collect(),
            );
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

#[test]
fn a_circle_of_support_never_stands_by_itself() {
    let circle =
        "[claim.a]\ntext = 'A.'\npremises = ['b']\n[claim.b]\ntext = 'B.'\npremises = ['a']\n";
    for semantics in ALL {
        assert_eq!(
            accepted(circle, semantics),
            BTreeMap::from([(0, vec![])]),
            "{semantics}"
        );
    }
    // Nor if something that may or may not stand undercuts it.
    let doubtful = "[claim.a]\ntext = 'A.'\n[[claim.a.reason]]\nid = 's'\npremises = ['b']\n\
        [claim.b]\ntext = 'B.'\npremises = ['a']\n\
        [claim.x]\ntext = 'X.'\nundercuts = ['s']\ncontradicts = ['y']\n[claim.y]\ntext = 'Y.'\n";
    for semantics in [
        Semantics::Preferred,
        Semantics::Stable,
        Semantics::SemiStable,
    ] {
        let found: BTreeSet<Vec<String>> = accepted(doubtful, semantics).into_values().collect();
        let one = |id: &str| vec![id.to_owned()];
        assert_eq!(found, BTreeSet::from([one("x"), one("y")]), "{semantics}");
    }
}

#[test]
fn of_two_claims_that_contradict_each_other_either_may_stand() {
    let text = "[claim.a]\ntext = 'A.'\ncontradicts = ['b']\n[claim.b]\ntext = 'B.'\n\
        [claim.c]\ntext = 'C.'\n[[claim.c.reason]]\npremises = ['a']\n[[claim.c.reason]]\npremises = ['b']\n";
    let map = &map_of(text);
    let label = |semantics, reading, id| {
        labels(map, semantics, reading)
            .unwrap()
            .claim(map.find(id).unwrap())
    };
    assert_eq!(
        label(Semantics::Preferred, Acceptance::Sceptical, "a"),
        Undecided
    );
    assert_eq!(
        label(Semantics::Preferred, Acceptance::Credulous, "a"),
        Accepted
    );
    // Whichever of the two stands, there is a reason for `c`.
    assert_eq!(
        label(Semantics::Preferred, Acceptance::Sceptical, "c"),
        Accepted
    );
    assert_eq!(
        label(Semantics::Grounded, Acceptance::Sceptical, "c"),
        Undecided
    );
    assert_eq!(
        label(Semantics::Ideal, Acceptance::Sceptical, "c"),
        Undecided
    );
}

#[test]
fn what_only_keeps_the_framework_small_need_not_be_decided() {
    // Of `y` and `v`, `v` decides a circle. All that `y` decides is that the claim `c` is attacked.
    let mut text = String::from("[claim.c]\ntext = ''\n");
    for reason in 0..4 {
        writeln!(text, "[[claim.c.reason]]\npremises = ['q{reason}']").unwrap();
    }
    for reason in 0..4 {
        writeln!(text, "[claim.q{reason}]\ntext = ''").unwrap();
    }
    for (claim, relations) in [
        ("x1", "attacks = ['x2', 'c']"),
        ("x2", "attacks = ['x3']"),
        ("x3", "attacks = ['x1']"),
        ("w1", "premises = ['x1']\nattacks = ['c']"),
        ("w2", "premises = ['x1']\nattacks = ['c']"),
        ("y", "attacks = ['c']\ncontradicts = ['v']"),
        ("v", "attacks = ['z1']"),
        ("z1", "attacks = ['z2']"),
        ("z2", "attacks = ['z3']"),
        ("z3", "attacks = ['z1']"),
        (
            "m",
            "attacks = ['q0', 'q1', 'q2', 'q3']\ncontradicts = ['n']",
        ),
        ("n", "attacks = ['q0', 'q1', 'q2', 'q3']"),
    ] {
        writeln!(text, "[claim.{claim}]\ntext = ''\n{relations}").unwrap();
    }
    let found: BTreeSet<Vec<String>> = accepted(&text, Semantics::SemiStable)
        .into_values()
        .collect();
    let set = |ids: [&str; 3]| ids.map(str::to_owned).to_vec();
    assert_eq!(
        found,
        BTreeSet::from([set(["v", "z2", "m"]), set(["v", "z2", "n"])])
    );
}

#[test]
fn semi_stable_semantics_counts_claims_and_steps_and_not_arguments() {
    // `c2` undercuts its own only reason, `c3`. That stands with or without `c1`.
    let step = |premise, conclusion, undercutters: &[usize]| Step {
        premises: BTreeSet::from([premise]),
        conclusion,
        is_for: true,
        undercutters: undercutters.iter().copied().collect(),
    };
    let argument = Argument {
        claims: (0..4).collect(),
        assumed: BTreeSet::from([3]),
        denied: BTreeSet::new(),
        steps: vec![step(1, 3, &[]), step(3, 2, &[2])],
        undercuts: Vec::new(),
        contradicts: BTreeSet::from([(0, 1)]),
        contrasts: BTreeSet::new(),
    };
    let found = accepted(&argument.toml(), Semantics::SemiStable);
    let found: BTreeSet<Vec<String>> = found.into_values().collect();
    let set = |ids: [&str; 2]| ids.map(str::to_owned).to_vec();
    assert_eq!(
        found,
        BTreeSet::from([set(["c0", "c3"]), set(["c1", "c3"])])
    );
    // Where `c1` falls, one more argument for `c2` falls too. Nobody sees that argument in the map.
    let built = Built::new(&argument).unwrap();
    let concluded = built.conclusions(Semantics::SemiStable);
    assert_eq!(concluded, BTreeSet::from([BTreeSet::from([0, 3])]));
}

#[test]
fn an_odd_circle_of_attacks_leaves_no_stable_extension() {
    let text = "[claim.a]\ntext = 'A.'\nattacks = ['b']\n[claim.b]\ntext = 'B.'\nattacks = ['c']\n\
        [claim.c]\ntext = 'C.'\nattacks = ['a']\n[claim.d]\ntext = 'D.'\n";
    let map = &map_of(text);
    assert!(labels(map, Semantics::Stable, Acceptance::Sceptical).is_none());
    assert!(labels(map, Semantics::SemiStable, Acceptance::Sceptical).is_some());
}

#[test]
fn many_attackers_of_many_supports_make_a_framework_in_line_with_the_map() {
    let mut text = String::from("[claim.t]\ntext = 'T.'\n");
    for number in 0..300 {
        for (key, id) in [("supports", "p"), ("attacks", "o")] {
            writeln!(text, "[claim.{id}{number}]\ntext = 'C.'\n{key} = ['t']").unwrap();
        }
    }
    let map = &map_of(&text);
    let flattening = Flattening::new(map, &Suppositions::default()).unwrap();
    assert!(flattening.attacks().len() < 6 * map.claim_count());
}
