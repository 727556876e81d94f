//! Decides when a search starts over, keeping what it has learnt.

/// How many conflicts the short-term average covers, and how many the long-term one.
const LATELY: f64 = 32.0;
const ALL_ALONG: f64 = 8192.0;

/// How many times worse than the long-term average the short-term one must be for the search to start over.
const MARGIN: f64 = 1.1;

/// When restarts are frequent, the least number of conflicts between two. This and the following are smaller in tests,
/// whose questions are small.
const LEAST: u64 = if cfg!(test) { 1 } else { 10 };

/// When restarts are rare, the number of conflicts between two is this times a number of Luby's sequence.
const UNIT: u64 = if cfg!(test) { 2 } else { 1024 };

/// How many conflicts the first phase of frequent and the first of rare restarts last. Each further pair of phases lasts
/// this much longer.
const PHASE: u64 = if cfg!(test) { 6 } else { 1000 };

/// Alternates between frequent restarts, made when learnt clauses get worse (Audemard & Simon 2012), and rare ones: the
/// former are better at showing that there is no solution, the latter at finding one (Oh 2015).
#[derive(Debug)]
pub(super) struct Restarts {
    conflicts: u64,
    lately: f64,
    all_along: f64,
    /// The number of conflicts at the last restart.
    last: u64,
    is_seldom: bool,
    changes: u64,
    next_change: u64,
    /// How many rare restarts there have been.
    seldom: u64,
}

impl Restarts {
    pub(super) fn new() -> Self {
        Self {
            conflicts: 0,
            lately: 0.0,
            all_along: 0.0,
            last: 0,
            is_seldom: false,
            changes: 0,
            next_change: PHASE,
            seldom: 0,
        }
    }

    /// How many conflicts there have been.
    pub(super) fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Begins a new search.
    pub(super) fn begin(&mut self) {
        self.last = self.conflicts;
        self.lately = self.all_along;
    }

    /// Records a conflict and the glue of the clause learnt from it.
    #[expect(clippy::cast_precision_loss, reason = "no search has that many")]
    pub(super) fn note(&mut self, glue: u32) {
        self.conflicts += 1;
        let glue = f64::from(glue);
        self.lately += (glue - self.lately) / LATELY;
        self.all_along += (glue - self.all_along) / (self.conflicts as f64).min(ALL_ALONG);
    }

    /// Whether it is time to start over. A caller that gets `true` must do so.
    pub(super) fn is_due(&mut self) -> bool {
        let since = self.conflicts - self.last;
        let is_due = if self.is_seldom {
            since >= UNIT * luby(self.seldom)
        } else {
            since >= LEAST && self.lately > MARGIN * self.all_along
        };
        if is_due {
            self.last = self.conflicts;
            self.seldom += u64::from(self.is_seldom);
            if self.conflicts >= self.next_change {
                self.is_seldom = !self.is_seldom;
                self.changes += 1;
                self.next_change = self.conflicts + PHASE * (1 + self.changes / 2);
            }
        }
        is_due
    }
}

/// The number at `place`, counted from 0, in the sequence 1, 1, 2, 1, 1, 2, 4, 1, ... (Luby, Sinclair & Zuckerman
/// 1993).
fn luby(mut place: u64) -> u64 {
    loop {
        let length = (place + 2).next_power_of_two() - 1;
        if length == place + 1 {
            return length.div_ceil(2);
        }
        place -= length / 2;
    }
}

#[cfg(test)]
mod tests {
    use super::luby;

    #[test]
    fn lubys_sequence_is_as_published() {
        let found: Vec<u64> = (0..15).map(luby).collect();
        assert_eq!(found, [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
    }
}
