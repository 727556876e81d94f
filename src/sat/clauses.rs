//! Clauses of three or more literals, stored one after the other in a single vector.

#![expect(
    clippy::indexing_slicing,
    reason = "clauses are only where they were put"
)]

use super::lit::Lit;
use crate::narrow::narrow;

/// Where a clause begins.
pub(super) type ClauseRef = u32;

/// The words before a clause's literals: their number; the glue, with whether the clause was used; and where the search
/// for a literal to watch continues.
const HEADER: usize = 3;

/// The glue is capped here: beyond it, all clauses are equally bad.
const WORST: u32 = (1 << 30) - 1;

#[derive(Debug, Default)]
pub(super) struct Clauses {
    words: Vec<u32>,
}

impl Clauses {
    /// Adds a clause whose first two literals are watched. A clause that was not learnt has a glue of 0.
    pub(super) fn push(&mut self, literals: &[Lit], glue: u32) -> ClauseRef {
        let place = narrow(self.words.len());
        let header = [narrow(literals.len()), glue.min(WORST) << 1, 2];
        self.words.extend(header);
        self.words.extend(literals.iter().map(|it| it.word()));
        place
    }

    pub(super) fn len(&self, clause: ClauseRef) -> usize {
        self.words[clause as usize] as usize
    }

    /// On how many levels a learnt clause's literals were decided when it was learnt, or in a later conflict that it
    /// took part in if that was fewer. The fewer, the better the clause (Audemard & Simon 2009). `None` for a clause
    /// that was not learnt.
    pub(super) fn glue(&self, clause: ClauseRef) -> Option<u32> {
        let glue = self.words[clause as usize + 1] >> 1;
        (glue > 0).then_some(glue)
    }

    /// Records that the clause took part in a conflict, with its literals decided on `glue` levels.
    pub(super) fn mark_used(&mut self, clause: ClauseRef, glue: u32) {
        let word = &mut self.words[clause as usize + 1];
        *word = ((*word >> 1).min(glue) << 1) | 1;
    }

    /// Whether the clause has taken part in a conflict since this was last asked.
    pub(super) fn take_used(&mut self, clause: ClauseRef) -> bool {
        let word = &mut self.words[clause as usize + 1];
        let used = *word & 1 == 1;
        *word &= !1;
        used
    }

    pub(super) fn literals(&self, clause: ClauseRef) -> impl Iterator<Item = Lit> + '_ {
        let start = clause as usize + HEADER;
        let words = self.words[start..start + self.len(clause)].iter();
        words.map(|&word| Lit::of_word(word))
    }

    /// The literals of a clause as words, the watched ones first, and the position from which to look for another to
    /// watch.
    pub(super) fn watched(&mut self, clause: ClauseRef) -> (&mut [u32], &mut u32) {
        let start = clause as usize;
        let end = start + HEADER + self.len(clause);
        let (header, literals) = self.words[start..end].split_at_mut(HEADER);
        (literals, &mut header[2])
    }
}
