//! Clauses of three literals and more, one after the other in one memory.

#![expect(
    clippy::indexing_slicing,
    reason = "clauses are only where they were put"
)]

use super::lit::Lit;
use crate::narrow::narrow;

/// Where a clause begins.
pub(super) type Place = u32;

/// What precedes the literals of a clause: how many there are; its glue, and whether it was used; where the search for a literal
/// to watch goes on.
const HEADER: usize = 3;

/// Above this, clauses are all as bad.
const WORST: u32 = (1 << 30) - 1;

#[derive(Debug, Default)]
pub(super) struct Clauses {
    words: Vec<u32>,
}

impl Clauses {
    /// Adds a clause; the first two literals are those to be watched. A clause that was given has no glue.
    pub(super) fn push(&mut self, literals: &[Lit], glue: u32) -> Place {
        let place = narrow(self.words.len());
        let header = [narrow(literals.len()), glue.min(WORST) << 1, 2];
        self.words.extend(header);
        self.words.extend(literals.iter().map(|it| it.word()));
        place
    }

    pub(super) fn len(&self, clause: Place) -> usize {
        self.words[clause as usize] as usize
    }

    /// On how many levels the literals of a learnt clause stood when it was learnt, or when it took part in a conflict if that was
    /// fewer: the fewer, the better it is (Audemard & Simon 2009). None of one that was given.
    pub(super) fn glue(&self, clause: Place) -> Option<u32> {
        let glue = self.words[clause as usize + 1] >> 1;
        (glue > 0).then_some(glue)
    }

    /// Notes that the clause took part in a conflict, with its literals on so many levels.
    pub(super) fn mark_used(&mut self, clause: Place, glue: u32) {
        let word = &mut self.words[clause as usize + 1];
        *word = ((*word >> 1).min(glue) << 1) | 1;
    }

    /// Whether the clause took part in a conflict since it was asked last.
    pub(super) fn take_used(&mut self, clause: Place) -> bool {
        let word = &mut self.words[clause as usize + 1];
        let used = *word & 1 == 1;
        *word &= !1;
        used
    }

    pub(super) fn literals(&self, clause: Place) -> impl Iterator<Item = Lit> + '_ {
        let start = clause as usize + HEADER;
        let words = self.words[start..start + self.len(clause)].iter();
        words.map(|&word| Lit::of_word(word))
    }

    /// The literals of a clause as words, those watched first, and the place from which to look for another to watch.
    pub(super) fn watched(&mut self, clause: Place) -> (&mut [u32], &mut u32) {
        let start = clause as usize;
        let end = start + HEADER + self.len(clause);
        let (header, literals) = self.words[start..end].split_at_mut(HEADER);
        (literals, &mut header[2])
    }
}
