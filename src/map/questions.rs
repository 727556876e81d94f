//! Questions: which claims answer them, and which answers exclude each other.
//!
//! Any two answers to an exclusive question contradict each other. Code that looks at all such contradictions goes
//! through the questions, never through the pairs: there can be as many of these as the square of the number of
//! answers.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ClaimId, DocumentEntry, Map};
use crate::diagnostic::Place;
use crate::narrow::{index, narrow};
use crate::rows::Rows;
use crate::syntax::{FileId, Question};

/// A question of a map, numbered from 0, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub(crate) u32);

index!(QuestionId);

/// The answers to all questions.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The answers to each question, without repetitions.
    pub(super) to: Rows<ClaimId>,
    /// The questions that each claim answers. Claims that answer none are left out.
    pub(super) by: FxHashMap<ClaimId, Vec<QuestionId>>,
}

impl Map {
    /// All questions, in file order.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = QuestionId> + use<> {
        (0..narrow(self.questions.entries.len())).map(QuestionId)
    }

    /// The question as written.
    ///
    /// # Panics
    ///
    /// If `id` belongs to another map.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn question(&self, id: QuestionId) -> &Question {
        let DocumentEntry { document, index } = self.questions.entries[id.0 as usize];
        &self.documents[document as usize].questions[index as usize]
    }

    /// Where the question's id is written.
    ///
    /// # Panics
    ///
    /// If `id` belongs to another map.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by the map that they index"
    )]
    pub fn question_place(&self, id: QuestionId) -> Place {
        let file = FileId(self.questions.entries[id.0 as usize].document);
        file.place(self.question(id).id.span)
    }

    /// The question with this id. O(1).
    pub fn find_question(&self, id: &str) -> Option<QuestionId> {
        self.questions.find(id).map(QuestionId)
    }

    /// The question's wording in `language`, or else in the map's language, or else the first one.
    pub fn question_text(&self, id: QuestionId, language: Option<&str>) -> &str {
        self.worded(&self.question(id).text, language)
    }

    /// The claims that answer the question, each once, in the order listed.
    pub fn answers(&self, id: QuestionId) -> &[ClaimId] {
        self.answers.to.of(id.0 as usize)
    }

    /// The questions that the claim answers, in file order. O(1).
    pub fn questions_of(&self, claim: ClaimId) -> &[QuestionId] {
        self.answers.by.get(&claim).map_or(&[], Vec::as_slice)
    }

    /// The questions whose answers exclude each other, with their answers, of which there are at least two. Linear in
    /// the questions.
    pub fn exclusive_questions(&self) -> impl Iterator<Item = (QuestionId, &[ClaimId])> {
        let questions = self.questions().map(|id| (id, self.answers(id)));
        questions.filter(|&(id, answers)| answers.len() > 1 && self.question(id).is_exclusive())
    }

    /// The other answers to exclusive questions that the claim answers, each once, in the order of the questions.
    /// Linear in the answers to these questions.
    pub fn rivals(&self, claim: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        let questions = self.exclusive_questions_of(claim);
        let mut told = FxHashSet::default();
        let is_one = questions.clone().nth(1).is_none();
        let rivals = questions.flat_map(|id| self.answers(id).iter().copied());
        rivals.filter(move |&other| other != claim && (is_one || told.insert(other)))
    }

    /// Whether the claim answers an exclusive question that has another answer.
    pub fn has_rivals(&self, claim: ClaimId) -> bool {
        let mut questions = self.exclusive_questions_of(claim);
        questions.any(|id| self.answers(id).len() > 1)
    }

    /// The first exclusive question that both claims answer.
    pub fn exclusive_question(&self, one: ClaimId, other: ClaimId) -> Option<QuestionId> {
        let others = self.questions_of(other);
        let mut shared = self
            .exclusive_questions_of(one)
            .filter(|id| others.binary_search(id).is_ok());
        shared.next().filter(|_| one != other)
    }

    /// The exclusive questions that the claim answers.
    pub fn exclusive_questions_of(
        &self,
        claim: ClaimId,
    ) -> impl Iterator<Item = QuestionId> + Clone + '_ {
        let questions = self.questions_of(claim).iter().copied();
        questions.filter(|&id| self.question(id).is_exclusive())
    }
}
