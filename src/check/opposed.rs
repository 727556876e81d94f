//! Pairs of claims that cannot both hold, and where that is stated.

use rustc_hash::FxHashSet;

use crate::diagnostic::Place;
use crate::map::{ClaimId, Map};
use crate::syntax::RelationKind;

/// For exclusive questions with more answers than this, no pairs are looked at: there can be as many as their square.
const MOST_ANSWERS: usize = 64;

/// The pairs of claims that contradict each other, then the pairs of answers to an exclusive question. Each pair comes
/// once.
pub(super) fn pairs(map: &Map) -> impl Iterator<Item = (ClaimId, ClaimId, Place)> {
    let linked = map.linked_pairs(RelationKind::Contradicts);
    let linked = linked.map(|(a, b, link)| (a, b, map.link_place(link)));
    let questions = map.exclusive_questions();
    let few = questions.filter(|(_, answers)| answers.len() <= MOST_ANSWERS);
    let answered = few.flat_map(|(question, answers)| {
        let place = map.question_place(question);
        answers.iter().enumerate().flat_map(move |(number, &a)| {
            let others = answers.iter().skip(number + 1);
            others.map(move |&b| (a, b, place))
        })
    });
    let mut told = FxHashSet::default();
    let has_questions = map.questions().len() > 0;
    let all = linked.chain(answered);
    all.filter(move |&(a, b, _)| !has_questions || told.insert((a.min(b), a.max(b))))
}
