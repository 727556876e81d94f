//! The finding for a rule whose work budget was too small.

use super::trail::grouped;
use crate::diagnostic::{Diagnostic, RuleName};

/// How many of a rule's questions were answered.
#[derive(Debug, Default)]
pub(super) struct AnswerCount {
    all: usize,
    unanswered: usize,
}

impl AnswerCount {
    /// Counts a question. Returns its answer, if there is one.
    pub(super) fn answer<T, E>(&mut self, answer: Result<Option<T>, E>) -> Option<T> {
        self.all += 1;
        answer.unwrap_or_else(|_| {
            self.unanswered += 1;
            None
        })
    }

    /// The finding that some questions were not answered, if so. `what` says what the questions are about, in the plural.
    pub(super) fn finding(&self, rule: RuleName, what: &str) -> Option<Diagnostic> {
        if self.unanswered == 0 {
            return None;
        }
        let (all, checked) = (grouped(self.all), grouped(self.all - self.unanswered));
        let message = format!("only {checked} of {all} {what} were checked");
        let finding = Diagnostic::new(rule, message)
            .note("this rule looks for paths between claims, with limited effort in line with the size of the map")
            .help("check parts of the map separately");
        Some(finding)
    }
}
