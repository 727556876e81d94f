//! Finds what follows from the true literals: if all other literals of a clause are false, the last one is true.

#![expect(
    clippy::indexing_slicing,
    reason = "literals index arrays that are made for them"
)]

use std::mem;

use super::clauses::{ClauseRef, Clauses};
use super::lit::Lit;
use super::trail::{AssignmentTrail, LitReason, TruthValue};
use crate::narrow::narrow;

/// A clause whose literals are all false.
#[derive(Debug, Clone, Copy)]
pub(super) enum Conflict {
    Two(Lit, Lit),
    Clause(ClauseRef),
}

/// The clauses that watch each literal. Every clause watches two of its literals; while neither is false, nothing
/// follows from the clause (Moskewicz et al. 2001).
#[derive(Debug, Default)]
pub(super) struct Watches {
    /// For each literal, what it implies by clauses of two literals.
    implied: Vec<Vec<Lit>>,
    /// For each literal, the longer clauses that watch its contrary.
    watching: Vec<Vec<Watch>>,
}

#[derive(Debug, Clone, Copy)]
struct Watch {
    clause: ClauseRef,
    /// Another literal of the clause: if it is true, the clause need not be looked at.
    other: Lit,
}

impl Watches {
    /// Adds the next variable.
    pub(super) fn push(&mut self) {
        self.implied.extend([Vec::new(), Vec::new()]);
        self.watching.extend([Vec::new(), Vec::new()]);
    }

    pub(super) fn add_two(&mut self, one: Lit, other: Lit) {
        self.implied[(!one).index()].push(other);
        self.implied[(!other).index()].push(one);
    }

    pub(super) fn add(&mut self, clause: ClauseRef, one: Lit, other: Lit) {
        self.watching[(!one).index()].push(Watch { clause, other });
        self.watching[(!other).index()].push(Watch { clause, other: one });
    }

    /// Forgets the longer clauses, and drops from those of two literals what is settled for good.
    pub(super) fn clear(&mut self, trail: &AssignmentTrail) {
        for watching in &mut self.watching {
            watching.clear();
        }
        for &literal in trail.literals() {
            self.implied[literal.index()] = Vec::new();
            self.implied[(!literal).index()] = Vec::new();
        }
        for implied in &mut self.implied {
            implied.retain(|&it| trail.value(it) != TruthValue::True);
        }
    }

    /// Makes true everything that follows. Returns a clause whose literals turn out to be all false, if there is one.
    pub(super) fn propagate(
        &mut self,
        trail: &mut AssignmentTrail,
        clauses: &mut Clauses,
    ) -> Option<Conflict> {
        while let Some(literal) = trail.advance() {
            for &implied in &self.implied[literal.index()] {
                match trail.value(implied) {
                    TruthValue::True => (),
                    TruthValue::False => return Some(Conflict::Two(implied, !literal)),
                    TruthValue::Open => trail.assign(implied, LitReason::Other(!literal)),
                }
            }
            let mut watching = mem::take(&mut self.watching[literal.index()]);
            let conflict = self.visit(!literal, &mut watching, trail, clauses);
            self.watching[literal.index()] = watching;
            if conflict.is_some() {
                return conflict;
            }
        }
        None
    }

    /// Visits the clauses that watch a literal which has become false.
    fn visit(
        &mut self,
        fallen: Lit,
        watching: &mut Vec<Watch>,
        trail: &mut AssignmentTrail,
        clauses: &mut Clauses,
    ) -> Option<Conflict> {
        let mut kept = 0;
        let mut next = 0;
        let mut conflict = None;
        while conflict.is_none() && next < watching.len() {
            let mut watch = watching[next];
            next += 1;
            if trail.value(watch.other) != TruthValue::True {
                match look(watch.clause, fallen, trail, clauses) {
                    WatchLook::Satisfied(other) => watch.other = other,
                    WatchLook::Instead(literal, other) => {
                        let clause = watch.clause;
                        self.watching[(!literal).index()].push(Watch { clause, other });
                        continue;
                    }
                    WatchLook::Unit(last) => trail.assign(last, LitReason::Clause(watch.clause)),
                    WatchLook::Conflict => conflict = Some(Conflict::Clause(watch.clause)),
                }
            }
            watching[kept] = watch;
            kept += 1;
        }
        watching.copy_within(next.., kept);
        watching.truncate(kept + watching.len() - next);
        conflict
    }
}

/// What happens to a clause when one of its watched literals becomes false.
enum WatchLook {
    /// This literal of the clause is true.
    Satisfied(Lit),
    /// The clause now watches the first literal, along with the second.
    Instead(Lit, Lit),
    /// All literals but this one are false.
    Unit(Lit),
    Conflict,
}

#[inline]
fn look(
    clause: ClauseRef,
    fallen: Lit,
    trail: &AssignmentTrail,
    clauses: &mut Clauses,
) -> WatchLook {
    let (words, place) = clauses.watched(clause);
    // The watched literal that is not `fallen`.
    let other = Lit::of_word(words[0] ^ words[1] ^ fallen.word());
    let value = trail.value(other);
    if value == TruthValue::True {
        return WatchLook::Satisfied(other);
    }
    // The search starts where the last one ended and then wraps around (Gent 2013).
    let values = trail.values();
    let may_be_true = |&word: &u32| values[word as usize] != TruthValue::False;
    let start = *place as usize;
    let later = words[start..].iter().position(may_be_true);
    let found = match later {
        Some(found) => Some(start + found),
        None => words[2..start]
            .iter()
            .position(may_be_true)
            .map(|found| 2 + found),
    };
    let Some(found) = found else {
        return match value {
            TruthValue::False => WatchLook::Conflict,
            _ => WatchLook::Unit(other),
        };
    };
    *place = narrow(found);
    let instead = Lit::of_word(words[found]);
    if trail.value(instead) == TruthValue::True {
        // It was true before the watched literal became false, and stays true until backtracking makes that one open
        // again.
        return WatchLook::Satisfied(instead);
    }
    words[0] = other.word();
    words[1] = instead.word();
    words[found] = fallen.word();
    WatchLook::Instead(instead, other)
}
