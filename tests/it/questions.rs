//! Checks questions against what they mean: that any two answers to an exclusive question contradict each other.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use argmap::map::{ClaimId, Map};
use argmap::reason::af::{Budget, Semantics};
use argmap::reason::explain::Explainer;
use argmap::reason::strength;
use argmap::reason::{
    Acceptance, Extensions, Flattening, Hinges, Label, Labelling, Suppositions, grounded, strengths,
};
use proptest::prelude::*;

use crate::arguments::{Argument, arguments_of};
use crate::maps::{id, map_of};
use crate::strength::near;

/// A question: its answers by number, in the order listed, and whether they exclude each other.
type Question = (Vec<usize>, bool);

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let question = (
        prop::collection::vec(0..8_usize, 0..6),
        prop::bool::weighted(0.8),
    );
    prop::collection::vec(question, 0..4)
}

/// The argument with the questions, and the same argument with the contradictions that they stand for.
fn both(argument: &Argument, questions: &[Question]) -> (Map, Map) {
    let [asked, spelt] = texts(argument, questions);
    (map_of(asked), map_of(spelt))
}

fn texts(argument: &Argument, questions: &[Question]) -> [String; 2] {
    let count = argument.claims.len();
    let mut asked = argument.toml();
    let mut spelt = argument.clone();
    for (number, (answers, exclusive)) in questions.iter().enumerate() {
        let answers: Vec<usize> = answers.iter().map(|answer| answer % count).collect();
        let ids: Vec<_> = answers
            .iter()
            .map(|answer| format!("'c{answer}'"))
            .collect();
        writeln!(
            asked,
            "[question.q{number}]\ntext = 'Which?'\nexclusive = {exclusive}\nanswers = [{}]",
            ids.join(", ")
        )
        .unwrap();
        let pairs = answers
            .iter()
            .flat_map(|&one| answers.iter().map(move |&other| (one, other)));
        let pairs = pairs.filter(|(one, other)| one < other && *exclusive);
        spelt.contradicts.extend(pairs);
    }
    [asked, spelt.toml()]
}

fn labels(map: &Map, labelling: &Labelling) -> (Vec<Label>, Vec<Label>) {
    (
        map.claims().map(|claim| labelling.claim(claim)).collect(),
        map.all_steps().map(|step| labelling.step(step)).collect(),
    )
}

fn extensions(map: &Map, suppositions: &Suppositions, semantics: Semantics) -> BTreeSet<Vec<u8>> {
    let extensions = Extensions::new(map, suppositions).unwrap();
    let mut found = BTreeSet::new();
    let mut count = 0;
    let search = extensions.for_each(semantics, None, &Budget::unlimited(), |labelling| {
        count += 1;
        let label = |claim| match labelling.claim(claim) {
            Label::Accepted => 2,
            Label::Rejected => 0,
            Label::Undecided => 1,
        };
        found.insert(map.claims().map(label).collect());
        ControlFlow::Continue(())
    });
    search.unwrap();
    assert!(count >= found.len());
    found
}

fn suppositions(map: &Map, denied: Option<usize>, removed: Option<usize>) -> Suppositions {
    let list = |claim: Option<usize>| {
        let claim = claim.filter(|claim| *claim < map.claim_count());
        claim.into_iter().map(|claim| id(map, claim)).collect()
    };
    Suppositions {
        denied: list(denied),
        removed: list(removed),
        ..Suppositions::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_exclusive_question_is_what_its_pairs_are(
        argument in arguments_of(7, 9),
        questions in questions(),
        denied in prop::option::weighted(0.3, 0_usize..4),
        removed in prop::option::weighted(0.3, 0_usize..4),
    ) {
        let (asked, spelt) = both(&argument, &questions);
        let suppositions = suppositions(&asked, denied, removed);
        let (mine, theirs) = (grounded(&asked, &suppositions), grounded(&spelt, &suppositions));
        prop_assert_eq!(labels(&asked, &mine), labels(&spelt, &theirs));
        for semantics in [
            Semantics::Complete,
            Semantics::Preferred,
            Semantics::Stable,
            Semantics::SemiStable,
            Semantics::Ideal,
        ] {
            prop_assert_eq!(
                extensions(&asked, &suppositions, semantics),
                extensions(&spelt, &suppositions, semantics),
                "{}", semantics
            );
            for reading in [Acceptance::Sceptical, Acceptance::Credulous] {
                let found = [&asked, &spelt].map(|map| {
                    let extensions = Extensions::new(map, &suppositions).unwrap();
                    let found = extensions.labels(semantics, reading, &Budget::unlimited());
                    found.unwrap().map(|found| labels(map, &found))
                });
                prop_assert_eq!(&found[0], &found[1], "{} {:?}", semantics, reading);
            }
        }
        let explainer = Explainer::new(&asked, &suppositions, &mine);
        for claim in asked.claims() {
            let explanation = explainer.explain(claim);
            prop_assert_eq!(explanation.claims[0].claim, claim);
            for explained in &explanation.claims {
                prop_assert_eq!(explained.label, mine.claim(explained.claim));
            }
        }
    }

    #[test]
    fn what_hinges_on_a_claim_hinges_on_it_among_answers(
        argument in prop_oneof![arguments_of(7, 9), arguments_of(8, 20)],
        questions in questions(),
    ) {
        let (asked, spelt) = both(&argument, &questions);
        for target in asked.claims() {
            let [mine, theirs] = [&asked, &spelt].map(|map| {
                let hinges = Hinges::new(map, &Suppositions::default(), &[target]);
                let alone: BTreeSet<_> = hinges
                    .alone()
                    .found
                    .iter()
                    .map(|hinge| (hinge.claim, format!("{:?}", hinge.to)))
                    .collect();
                let pairs: BTreeSet<[ClaimId; 2]> =
                    hinges.pairs(usize::MAX).found.into_iter().collect();
                (alone, pairs)
            });
            prop_assert_eq!(mine, theirs);
        }
    }

    #[test]
    fn strengths_count_each_pair_of_answers_once(
        argument in arguments_of(7, 9),
        questions in questions(),
        credences in prop::collection::vec(0.05..0.95, 7),
        denied in prop::option::weighted(0.3, 0_usize..4),
        removed in prop::option::weighted(0.3, 0_usize..4),
    ) {
        // If all base scores are the same, some circles start in a balance that only rounding tips, to either side.
        let [asked, spelt] = texts(&argument, &questions).map(|mut text| {
            for (claim, credence) in credences.iter().enumerate() {
                let header = format!("[claim.c{claim}]\n");
                text = text.replace(&header, &format!("{header}credence = {credence}\n"));
            }
            map_of(text)
        });
        prop_assert!(asked.claims().all(|claim| asked.claim(claim).credence.is_some()));
        let suppositions = suppositions(&asked, denied, removed);
        for semantics in strength::GradualSemantics::ALL {
            let mine = strengths(&asked, semantics, &suppositions);
            let theirs = strengths(&spelt, semantics, &suppositions);
            for claim in asked.claims() {
                prop_assert_eq!(mine.is_settled(claim), theirs.is_settled(claim));
                if mine.is_settled(claim) {
                    let (mine, theirs) = (mine.claim(claim), theirs.claim(claim));
                    prop_assert!(near(mine, theirs, 1e-6), "{} {} {}", semantics, mine, theirs);
                }
            }
        }
    }

    #[test]
    fn a_flattened_question_grows_with_its_answers(count in 2_usize..40, questions in 1_usize..4) {
        let mut text = String::new();
        let mut ids = Vec::new();
        for claim in 0..count {
            writeln!(text, "[claim.c{claim}]\ntext = ''").unwrap();
            ids.push(format!("'c{claim}'"));
        }
        for question in 0..questions {
            writeln!(
                text,
                "[question.q{question}]\ntext = ''\nexclusive = true\nanswers = [{}]",
                ids.join(", ")
            )
            .unwrap();
        }
        let map = map_of(text);
        let flattening = Flattening::new(&map, &Suppositions::default()).unwrap();
        prop_assert!(flattening.attacks().len() <= (5 + 12 * questions) * count);
        prop_assert!(flattening.meanings().len() <= (3 + 4 * questions) * count);
    }
}
