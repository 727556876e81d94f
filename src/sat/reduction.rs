//! Decides which clauses are kept: the better half of the learnt ones, and all that are not satisfied for good.

use std::cmp::Reverse;
use std::mem;

use super::clauses::{ClauseRef, Clauses};
use super::solver::Solver;
use super::trail::TruthValue;

/// After how many conflicts the worse half of the learnt clauses is first forgotten, and how much longer each further
/// round waits than the one before. Much less in tests, whose questions are small.
const FIRST: u64 = if cfg!(test) { 4 } else { 2000 };
const FURTHER: u64 = if cfg!(test) { 1 } else { 300 };

/// Clauses with at most this glue are always kept; those with at most the next one are kept while they are used.
const GOOD: u32 = if cfg!(test) { 1 } else { 2 };
const FAIR: u32 = if cfg!(test) { 3 } else { 6 };

/// When clauses are next forgotten.
#[derive(Debug)]
pub(super) struct Schedule {
    times: u64,
    next: u64,
}

impl Schedule {
    pub(super) const fn new() -> Self {
        Self {
            times: 0,
            next: FIRST,
        }
    }

    /// Whether it is time to forget, after this many conflicts. Schedules the next time, so a caller that gets `true`
    /// must forget.
    pub(super) fn is_due(&mut self, conflicts: u64) -> bool {
        let is_due = conflicts >= self.next;
        if is_due {
            self.times += 1;
            self.next = conflicts + FIRST + FURTHER * self.times;
        }
        is_due
    }
}

/// Forgets the worse half of the learnt clauses: first those with most glue, then the longest, then the oldest.
pub(super) fn forget(learnt: &mut Vec<ClauseRef>, clauses: &mut Clauses) {
    let mut doubtful = Vec::new();
    learnt.retain(|&clause| {
        let is_used = clauses.take_used(clause);
        let glue = clauses.glue(clause).unwrap_or_default();
        let is_kept = glue <= GOOD || (is_used && glue <= FAIR);
        if !is_kept {
            doubtful.push((glue, clauses.len(clause), Reverse(clause)));
        }
        is_kept
    });
    doubtful.sort_unstable();
    doubtful.truncate(doubtful.len().div_ceil(2));
    learnt.extend(doubtful.into_iter().map(|(.., Reverse(clause))| clause));
    learnt.sort_unstable();
}

impl Solver {
    /// Rebuilds the clauses without those that are satisfied and without literals that are false for good. Only at
    /// level 0; linear in the clauses.
    pub(super) fn tidy(&mut self) {
        let clauses = mem::take(&mut self.clauses);
        self.watches.clear(&self.trail);
        let given = mem::take(&mut self.given);
        let learnt = mem::take(&mut self.learnt);
        let mut literals = Vec::new();
        for clause in given.into_iter().chain(learnt) {
            let value = |literal| self.trail.value(literal);
            if clauses
                .literals(clause)
                .any(|it| value(it) == TruthValue::True)
            {
                continue;
            }
            literals.clear();
            let open = clauses.literals(clause);
            literals.extend(open.filter(|&it| value(it) == TruthValue::Open));
            self.attach(&literals, clauses.glue(clause));
        }
        self.tidied = self.trail.literals().len();
    }
}
