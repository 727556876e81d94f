//! Checks evaluation against its definition on small maps of every shape, and against its laws.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use argmap::map::{ExpectedLabel, Map};
use argmap::reason::explain::Because;
use argmap::reason::{EitherWay, Explanation, Label, Suppositions, either_way, grounded};
use proptest::prelude::*;

use Label::{Accepted, Rejected, Undecided};

use crate::arguments::{AUXILIARY, Argument, arguments_of};
use crate::definition::{Labels, number};
use crate::maps::{id, map_of, renamed};

impl Argument {
    /// The grounded labelling, found in rounds over everything and by trying every set of claims.
    fn grounded(&self) -> Labels {
        self.grounded_among(&self.claims)
    }

    /// The same, if only the claims in `known` are ever decided.
    fn grounded_among(&self, known: &BTreeSet<usize>) -> Labels {
        let mut labels = self.grounded_with_undercuts(known);
        labels.retain(|&claim, _| claim < AUXILIARY);
        labels
    }

    /// The same, with the labels of undercuts as those of auxiliary claims.
    fn grounded_with_undercuts(&self, known: &BTreeSet<usize>) -> Labels {
        let plain = self.spelt_out();
        let auxiliary = plain
            .claims
            .iter()
            .copied()
            .filter(|&claim| claim >= AUXILIARY);
        let known = known.iter().copied().chain(auxiliary).collect();
        plain.grounded_of_plain(&known)
    }

    fn grounded_of_plain(&self, known: &BTreeSet<usize>) -> Labels {
        let mut labels: Labels = self
            .claims
            .iter()
            .map(|&claim| (claim, Undecided))
            .collect();
        loop {
            let mut next = labels.clone();
            for &claim in known {
                let supports = self.supports(claim, &labels);
                let label = if supports.iter().any(|(label, _)| *label == Accepted) {
                    Accepted
                } else if supports.iter().all(|(label, _)| *label == Rejected) {
                    Rejected
                } else {
                    Undecided
                };
                if labels[&claim] == Undecided {
                    next.insert(claim, label);
                }
            }
            if next == labels {
                for claim in self.unfounded(known, &labels) {
                    next.insert(claim, Rejected);
                }
            }
            if next == labels {
                return labels;
            }
            labels = next;
        }
    }

    /// All claims in unfounded sets. Tries every set.
    fn unfounded(&self, known: &BTreeSet<usize>, labels: &Labels) -> BTreeSet<usize> {
        let undecided: Vec<_> = known
            .iter()
            .copied()
            .filter(|c| labels[c] == Undecided)
            .collect();
        let mut all = BTreeSet::new();
        for bits in 1_u32..1 << undecided.len() {
            let set = undecided
                .iter()
                .enumerate()
                .filter(|(bit, _)| bits & (1 << bit) != 0);
            let set: BTreeSet<_> = set.map(|(_, claim)| *claim).collect();
            let circles = |claim: &usize| {
                let supports = self.supports(*claim, labels);
                supports
                    .iter()
                    .all(|(label, premises)| *label == Rejected || !premises.is_disjoint(&set))
            };
            if set.iter().all(circles) {
                all.extend(set);
            }
        }
        all
    }

    /// The argument as if a claim, and everything stated with it, had never been written.
    fn without(&self, gone: usize) -> Self {
        let mut rest = self.clone();
        rest.claims.remove(&gone);
        rest.keep_steps(|step| step.conclusion != gone && !step.premises.contains(&gone));
        rest.drop_undercuts(|undercut| !undercut.premises.contains(&gone));
        for step in &mut rest.steps {
            step.undercutters.remove(&gone);
        }
        rest.contradicts.retain(|&(a, b)| a != gone && b != gone);
        rest.contrasts.retain(|&(a, b)| a != gone && b != gone);
        rest
    }
}

fn arguments() -> impl Strategy<Value = Argument> {
    arguments_of(7, 9)
}

/// The labels that the library finds.
fn found(map: &Map, suppositions: &Suppositions) -> Labels {
    let labelling = grounded(map, suppositions);
    let labels = map
        .claims()
        .map(|claim| (number(map.id(claim)), labelling.claim(claim)));
    labels.collect()
}

fn labels(text: &str) -> Labels {
    found(&map_of(text), &Suppositions::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn labels_are_those_of_the_definition(argument in arguments()) {
        prop_assert_eq!(labels(&argument.toml()), argument.grounded());
    }

    #[test]
    fn steps_are_labelled_as_their_definition_says(argument in arguments()) {
        let truth = argument.grounded_with_undercuts(&argument.claims);
        let map = &map_of(argument.toml());
        let labelling = grounded(map, &Suppositions::default());
        for (number, undercut) in argument.undercuts.iter().enumerate() {
            if !undercut.outweighs {
                let id = map.find_step(&format!("u{number}")).unwrap();
                prop_assert_eq!(labelling.step(id), truth[&(AUXILIARY + number)], "u{}", number);
            }
        }
        let argument = argument.spelt_out();
        let steps = argument.steps.iter().filter(|step| step.conclusion < AUXILIARY);
        for (number, step) in steps.enumerate() {
            let id = map.find_step(&format!("s{number}")).unwrap();
            let mut expected = Argument::inference(step, &truth);
            let attacked = |by| argument.is_attacked(step.conclusion, &truth, by);
            if step.is_for && attacked(Accepted).contains(&true) {
                expected = Rejected;
            } else if step.is_for && expected == Accepted && attacked(Rejected).contains(&false) {
                expected = Undecided;
            }
            prop_assert_eq!(labelling.step(id), expected, "s{}", number);
        }
    }

    #[test]
    fn a_claim_that_is_removed_might_as_well_never_have_been_written(argument in arguments(), gone in 0_usize..2) {
        let map = &map_of(argument.toml());
        let removed = vec![id(map, gone)];
        let removed = found(map, &Suppositions { removed, ..Suppositions::default() });
        let mut rest = removed;
        rest.remove(&gone);
        prop_assert_eq!(rest, argument.without(gone).grounded());
    }

    #[test]
    fn a_claim_that_is_denied_has_nothing_to_stand_on(argument in arguments(), fallen in 0_usize..2) {
        let map = &map_of(argument.toml());
        let denied = vec![id(map, fallen)];
        let denied = found(map, &Suppositions { denied, ..Suppositions::default() });
        let mut bare = argument.clone();
        bare.keep_steps(|step| !(step.is_for && step.conclusion == fallen));
        bare.denied.insert(fallen);
        prop_assert_eq!(denied, bare.grounded());
    }

    #[test]
    fn a_claim_that_is_assumed_stands_by_itself(argument in arguments(), claim in 0_usize..2) {
        let map = &map_of(argument.toml());
        let assumed = vec![id(map, claim)];
        let assumed = found(map, &Suppositions { assumed, ..Suppositions::default() });
        let mut leaf = argument.clone();
        leaf.denied.remove(&claim);
        leaf.assumed.insert(claim);
        prop_assert_eq!(assumed, leaf.grounded());
    }

    #[test]
    fn an_explanation_suffices_whatever_the_rest_of_the_map_says(argument in arguments()) {
        let truth = argument.grounded();
        let map = &map_of(argument.toml());
        let suppositions = Suppositions::default();
        let labelling = grounded(map, &suppositions);
        for (&claim, &label) in &truth {
            let explanation = Explanation::new(map, &suppositions, &labelling, id(map, claim));
            prop_assert_eq!(explanation.is_minimal, label != Undecided);
            let told = explanation.claims.iter().map(|entry| (number(map.id(entry.claim)), entry.label));
            let told: Labels = told.collect();
            prop_assert_eq!(told.get(&claim), Some(&label));
            for (other, label) in &told {
                prop_assert_eq!(truth[other], *label);
            }
            // Whatever is not known to be decided may have any label.
            let known: BTreeSet<_> = told.keys().copied().collect();
            prop_assert_eq!(argument.grounded_among(&known)[&claim], label, "c{} by {:?}", claim, known);
        }
    }

    #[test]
    fn what_is_undecided_waits_for_a_knot(argument in arguments()) {
        let truth = argument.grounded();
        let map = &map_of(argument.toml());
        let suppositions = Suppositions::default();
        let labelling = grounded(map, &suppositions);
        for (&claim, _) in truth.iter().filter(|(_, label)| **label == Undecided) {
            let explanation = Explanation::new(map, &suppositions, &labelling, id(map, claim));
            let Because::Waits { way, knot } = &explanation.claims[0].because else {
                return Err(TestCaseError::fail("it does not wait"));
            };
            prop_assert!(!knot.is_empty());
            let waits: Vec<_> = way.iter().chain(knot).collect();
            prop_assert_eq!(waits[0].claim, id(map, claim));
            for pair in waits.windows(2) {
                prop_assert_eq!(pair[0].other, pair[1].claim);
            }
            prop_assert_eq!(waits[waits.len() - 1].other, knot[0].claim);
            prop_assert!(waits.iter().all(|wait| labelling.claim(wait.claim) == Undecided));
        }
    }

    #[test]
    fn contradictory_claims_are_never_both_accepted(argument in arguments()) {
        let labels = labels(&argument.toml());
        for (a, b) in &argument.contradicts {
            prop_assert!(labels[a] != Accepted || labels[b] != Accepted);
        }
    }

    #[test]
    fn a_leaf_that_nothing_attacks_is_accepted(argument in arguments()) {
        let labels = labels(&argument.toml());
        for &claim in &argument.claims {
            let spoken_of = argument.steps.iter().any(|step| step.conclusion == claim);
            let contradicted = argument.contradicts.iter().any(|&(a, b)| a == claim || b == claim);
            if !spoken_of && !contradicted && !argument.denied.contains(&claim) {
                prop_assert_eq!(labels[&claim], Accepted);
            }
        }
    }

    #[test]
    fn names_the_order_of_files_and_isolated_claims_change_nothing(argument in arguments()) {
        let expected = labels(&argument.toml());
        let mut parts = argument.claims_as_toml();
        parts.push("[claim.alone]\ntext = 'Alone.'\n".to_owned());
        parts.reverse();
        let files = renamed(&parts);
        let map = Map::new(&files);
        let labelling = grounded(&map, &Suppositions::default());
        for (claim, label) in expected {
            let renamed = map.find(&format!("x-c{claim}")).unwrap();
            prop_assert_eq!(labelling.claim(renamed), label);
        }
        prop_assert_eq!(labelling.claim(map.find("alone").unwrap()), Accepted);
    }

    #[test]
    fn what_only_a_circle_holds_up_falls(length in 2_usize..40, attacked in any::<bool>()) {
        let mut text = String::new();
        for claim in 0..length {
            let next = (claim + 1) % length;
            writeln!(text, "[claim.c{claim}]\ntext = ''\nsupports = ['c{next}']").unwrap();
        }
        if attacked {
            // A doubt that would leave it undecided if it had any ground.
            writeln!(text, "[claim.c90]\ntext = ''\ncontradicts = ['c91']\nattacks = ['c0']").unwrap();
            writeln!(text, "[claim.c91]\ntext = ''").unwrap();
        }
        let labels = labels(&text);
        prop_assert!((0..length).all(|claim| labels[&claim] == Rejected));
    }
}

#[test]
fn circles_that_fall_one_after_the_other_are_all_found() {
    // Each circle has one more reason, which falls only once the circle before it has fallen.
    let mut text = String::new();
    let circles = 3_000;
    for circle in (0..circles).map(|circle| 4 * circle) {
        let (a, b, reason, doubt) = (circle, circle + 1, circle + 2, circle + 3);
        let next = if circle + 4 < 4 * circles {
            format!("attacks = ['c{}']\n", circle + 7)
        } else {
            String::new()
        };
        writeln!(text, "[claim.c{a}]\ntext = ''\n{next}supports = ['c{b}']").unwrap();
        writeln!(text, "[claim.c{b}]\ntext = ''\nsupports = ['c{a}']").unwrap();
        if circle > 0 {
            writeln!(text, "[claim.c{reason}]\ntext = ''\nsupports = ['c{a}']").unwrap();
            writeln!(text, "[claim.c{doubt}]\ntext = ''\nattacks = ['c{reason}']").unwrap();
        }
    }
    for (claim, label) in labels(&text) {
        let is_doubt = claim % 4 == 3;
        assert_eq!(
            label,
            if is_doubt { Accepted } else { Rejected },
            "c{claim}"
        );
    }
}

#[test]
fn a_long_chain_is_evaluated_without_a_stack_of_calls() {
    let mut text = String::new();
    let depth = 50_000;
    for claim in 0..depth {
        writeln!(
            text,
            "[claim.c{claim}]\ntext = ''\nattacks = ['c{}']",
            claim + 1
        )
        .unwrap();
    }
    writeln!(text, "[claim.c{depth}]\ntext = ''").unwrap();
    let labels = labels(&text);
    assert!((0..=depth).all(|claim| (labels[&claim] == Accepted) == (claim % 2 == 0)));
}

#[test]
fn an_explanation_holds_nothing_that_can_be_spared() {
    // Either `c1` or `c2` would do. `c2` is needed anyway, to answer the objection.
    let text = "
        claim.c0 = { text = '', reason = [{ premises = ['c1'] }, { premises = ['c2'] }] }
        claim.c1 = { text = '' }
        claim.c2 = { text = '', attacks = ['c3'] }
        claim.c3 = { text = '', attacks = ['c0'] }
    ";
    let map = &map_of(text);
    let suppositions = Suppositions::default();
    let labelling = grounded(map, &suppositions);
    let explanation = Explanation::new(map, &suppositions, &labelling, id(map, 0));
    let claims = explanation.claims.iter().map(|entry| map.id(entry.claim));
    assert_eq!(claims.collect::<Vec<_>>(), ["c0", "c2", "c3"]);
}

#[test]
fn queries_know_labels() {
    let text = "
        claim.c0 = { text = '', attacks = ['c1'] }
        claim.c1 = { text = '' }
        claim.c2 = { text = '', contradicts = ['c3'] }
        claim.c3 = { text = '' }
    ";
    let map = &map_of(text);
    let find = |query: &str| {
        let set = argmap::query::Query::parse(query)
            .unwrap()
            .evaluate(map)
            .unwrap();
        set.iter()
            .map(|claim| map.id(claim).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(find("accepted()"), ["c0"]);
    assert_eq!(find("rejected()"), ["c1"]);
    assert_eq!(find("undecided()"), ["c2", "c3"]);
}

#[test]
fn the_page_on_evaluation_is_true() {
    let page = include_str!("../../docs/evaluation.md");
    let blocks = page.split("```toml\n").skip(1);
    let maps: Vec<_> = blocks
        .filter_map(|block| block.split("```").next())
        .collect();
    assert!(!maps.is_empty());
    for text in maps {
        let map = &map_of(text);
        assert!(!map.expectations().is_empty());
        let labelling = grounded(map, &Suppositions::default());
        for expected in map.expectations() {
            let found = labelling.claim(expected.claim);
            let is_met = match expected.label {
                ExpectedLabel::Accepted => found == Accepted,
                ExpectedLabel::Rejected => found == Rejected,
                ExpectedLabel::Undecided => found == Undecided,
                ExpectedLabel::AcceptedEitherWay => {
                    either_way(map, &Suppositions::default(), &[expected.claim])
                        == [EitherWay::Accepted]
                }
            };
            assert!(is_met, "{} is {found}\n{text}", map.id(expected.claim));
        }
    }
}

/// The labels of some claims of a map.
fn labels_of<const N: usize>(text: &str, ids: [&str; N]) -> [Label; N] {
    let map = &map_of(text);
    let labelling = grounded(map, &Suppositions::default());
    ids.map(|id| labelling.claim(map.find(id).unwrap()))
}

#[test]
fn a_claim_never_holds_itself_up() {
    for own in [
        "supports = ['a']",
        "premises = ['a']",
        "reason = [{ premises = ['a', 'b'] }]",
        "premises = ['a', 'a']",
    ] {
        let alone = format!("[claim.a]\ntext = ''\n{own}\n[claim.b]\ntext = ''\n");
        assert_eq!(labels_of(&alone, ["a"]), [Rejected], "{own}");
        let assumed = alone.replacen("text = ''", "text = ''\nassumed = true", 1);
        assert_eq!(labels_of(&assumed, ["a"]), [Accepted], "{own}");
        let carried = alone + "supports = ['a']\n";
        assert_eq!(labels_of(&carried, ["a"]), [Accepted], "{own}");
    }
}

#[test]
fn what_attacks_itself_is_undecided_at_best_unless_that_falls() {
    for own in [
        "attacks = ['a']",
        "contradicts = ['a']",
        "objection = [{ premises = ['a'] }]",
        "objection = [{ premises = ['a', 'b'] }]",
    ] {
        let liar = format!("[claim.a]\ntext = ''\n{own}\n[claim.b]\ntext = ''\nassumed = true\n");
        assert_eq!(labels_of(&liar, ["a"]), [Undecided], "{own}");
        let fought = liar.clone() + "attacks = ['a']\n";
        assert_eq!(labels_of(&fought, ["a"]), [Rejected], "{own}");
        if own.starts_with("objection") || own.starts_with("attacks") {
            let answered = liar + "[claim.c]\ntext = ''\nundercuts = ['a -> a']\n";
            assert_eq!(labels_of(&answered, ["a"]), [Accepted], "{own}");
        }
    }
}

#[test]
fn of_two_steps_that_say_the_same_an_undercut_takes_one() {
    let twice = "[claim.a]\ntext = ''\n[claim.b]\ntext = ''\nKEY = ['a']\n\
        [[claim.a.TABLE]]\nid = 'long'\npremises = ['b']\n[claim.c]\ntext = ''\nundercuts = ['long']\n";
    let objection = twice
        .replace("KEY", "attacks")
        .replace("TABLE", "objection");
    assert_eq!(labels_of(&objection, ["a"]), [Rejected]);
    let reason = twice.replace("KEY", "supports").replace("TABLE", "reason");
    assert_eq!(labels_of(&reason, ["a"]), [Accepted]);
    // Without the short form, nothing is left to support or attack the claim.
    assert_eq!(
        labels_of(&objection.replace("attacks = ['a']", ""), ["a"]),
        [Accepted]
    );
    assert_eq!(
        labels_of(&reason.replace("supports = ['a']", ""), ["a"]),
        [Rejected]
    );
}

#[test]
fn what_is_stated_twice_is_in_the_map_twice_but_for_what_two_claims_have_in_common() {
    let text = "[claim.a]\ntext = ''\nsupports = ['b', 'b']\nattacks = ['c', 'c']\ncontradicts = ['d', 'd']\n\
        contrasts = ['b', 'b']\n[claim.b]\ntext = ''\n[claim.c]\ntext = ''\n[[claim.c.reason]]\nid = 's'\npremises = ['b', 'b']\n\
        [claim.d]\ntext = ''\ncontradicts = ['a']\nundercuts = ['s', 's']\n";
    let map = &map_of(text);
    let [a, b, c, d] = [0, 1, 2, 3].map(argmap::map::ClaimId::at);
    assert_eq!(map.reasons_for(b).count(), 2);
    assert_eq!(map.objections_to(c).count(), 2);
    let long = map.find_step("s").unwrap();
    assert_eq!(map.premises(long).collect::<Vec<_>>(), [b]);
    assert_eq!(map.undercuts_of(long).count(), 2);
    assert_eq!(map.contradictions(a).count(), 1);
    assert_eq!(map.contrasts(a).count(), 1);
    assert_eq!(map.contradictions(d).count(), 1);
    assert_eq!(map.repeats().len(), 7);
}
