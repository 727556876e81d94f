//! Groups the answers to exclusive questions so that no two of them meet twice.
//!
//! Every two answers to an exclusive question contradict each other, but only once, however many questions say so. If a
//! question shares two or more answers with an earlier one, those have met there. So its answers are divided into classes by
//! the earlier questions that they answer.

use rustc_hash::FxHashMap;

use crate::map::{ClaimId, Map, QuestionId};

/// The answers to one question, divided by the questions that they have answered before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RivalGroup {
    /// Answers that have not met any of the others before.
    pub(super) new: Vec<ClaimId>,
    /// Classes of answers that have met each other before.
    pub(super) met: Vec<Vec<ClaimId>>,
    /// For each class, the classes whose answers have not met its own.
    pub(super) others: Vec<Vec<usize>>,
}

/// The groups of all exclusive questions. Near-linear in the answers, and in the pairs of classes of each question.
pub(super) fn groups(map: &Map) -> Vec<RivalGroup> {
    let mut groups = Vec::new();
    // The exclusive questions that each claim has answered so far, in order.
    let mut before: FxHashMap<ClaimId, Vec<QuestionId>> = FxHashMap::default();
    for (question, answers) in map.exclusive_questions() {
        groups.push(group(answers, &before));
        for &answer in answers {
            before.entry(answer).or_default().push(question);
        }
    }
    groups
}

fn group(answers: &[ClaimId], before: &FxHashMap<ClaimId, Vec<QuestionId>>) -> RivalGroup {
    let questions_of = |claim: &ClaimId| before.get(claim).map_or(&[][..], Vec::as_slice);
    let shared = shared(answers, questions_of);
    let mut new = Vec::new();
    let mut met: Vec<(Vec<QuestionId>, Vec<ClaimId>)> = Vec::new();
    let mut numbers: FxHashMap<Vec<QuestionId>, usize> = FxHashMap::default();
    for claim in answers {
        let own = questions_of(claim);
        let questions = shared.iter().copied();
        let questions: Vec<QuestionId> = questions
            .filter(|question| own.binary_search(question).is_ok())
            .collect();
        if questions.is_empty() {
            new.push(*claim);
            continue;
        }
        let number = *numbers.entry(questions.clone()).or_insert_with(|| {
            met.push((questions, Vec::new()));
            met.len() - 1
        });
        if let Some((_, class)) = met.get_mut(number) {
            class.push(*claim);
        }
    }
    let others = met.iter().map(|(own, _)| {
        let apart = |other: &[QuestionId]| other.iter().all(|question| !own.contains(question));
        let others = met.iter().enumerate();
        let others = others.filter(|(_, (other, _))| apart(other));
        others.map(|(number, _)| number).collect()
    });
    let others = others.collect();
    let met = met.into_iter().map(|(_, class)| class).collect();
    RivalGroup { new, met, others }
}

/// The earlier questions that share two or more of the answers.
fn shared<'q>(
    answers: &[ClaimId],
    questions_of: impl Fn(&ClaimId) -> &'q [QuestionId],
) -> Vec<QuestionId> {
    // If the answer to the most questions shares one with another answer, that other one answers it too. So its own
    // questions need not be looked through.
    let busiest = answers.iter().max_by_key(|claim| questions_of(claim).len());
    let mut counts: FxHashMap<QuestionId, usize> = FxHashMap::default();
    let mut shared = Vec::new();
    for claim in answers.iter().filter(|claim| Some(*claim) != busiest) {
        for &question in questions_of(claim) {
            let count = counts.entry(question).or_insert_with(|| {
                let own = busiest.map_or(&[][..], &questions_of);
                usize::from(own.binary_search(&question).is_ok())
            });
            *count += 1;
            if *count == 2 {
                shared.push(question);
            }
        }
    }
    shared.sort_unstable();
    shared
}
