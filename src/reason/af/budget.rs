//! Limits how long a search may go on.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Maximum number of conflicts in the first turn of each search, if several take turns. Low in tests, whose frameworks are
/// small, so that every search takes several turns.
pub(super) const FIRST_TURN: u64 = if cfg!(test) { 1 } else { 1000 };

/// How many times as many conflicts the first search gets: it is the likeliest to end soon.
const ADVANTAGE: u64 = 2;

/// A search within a budget: what it found, or `None`.
pub(super) type BudgetedSearch<'s, T> =
    Box<dyn FnMut(&Budget) -> Result<Option<T>, Interrupted> + 's>;

/// When to give up: at a moment, after a number of conflicts of the solver, when a closure says so, or never.
///
/// It is checked between and during the searches of the SAT solver, and for every extension that is given out.
#[derive(Clone, Default)]
pub struct Budget {
    deadline: Option<Instant>,
    conflicts_left: Option<Arc<AtomicU64>>,
    /// The budget that this one is a part of.
    whole: Option<Arc<Budget>>,
    stop: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

/// The budget was spent before there was an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

impl Budget {
    /// A budget that never runs out.
    pub fn unlimited() -> Self {
        Self::default()
    }

    /// A budget that runs out `time` from now.
    pub fn lasting(time: Duration) -> Self {
        Self {
            // A time too far off to be represented is not a limit.
            deadline: Instant::now().checked_add(time),
            ..Self::default()
        }
    }

    /// A budget that runs out after `most` conflicts, which is where the solver finds that its choices contradict each
    /// other. A search counts as one conflict when it starts, and as one more for every thousand variables. So time is
    /// bounded too, but every machine gives up at the same point.
    pub fn of_conflicts(most: u64) -> Self {
        Self {
            conflicts_left: Some(Arc::new(AtomicU64::new(most))),
            ..Self::default()
        }
    }

    /// A part of this budget, for at most `most` conflicts.
    pub(super) fn part(&self, most: u64) -> Self {
        Self {
            whole: Some(Arc::new(self.clone())),
            ..Self::of_conflicts(most)
        }
    }

    /// Runs several searches for the same thing in turn, until one finds it. Each gets a number of conflicts that doubles
    /// with every round. If searches resume where they stopped, this takes at most a few times as long as the quickest of
    /// them. The likeliest to succeed comes first and gets more. A search that ends without finding anything is dropped;
    /// `None` if all are.
    /// # Errors
    ///
    /// If the budget is spent.
    pub(super) fn in_turn<T>(
        &self,
        mut searches: Vec<BudgetedSearch<'_, T>>,
    ) -> Result<Option<T>, Interrupted> {
        let mut most = FIRST_TURN;
        while searches.len() > 1 {
            let mut open = Vec::with_capacity(searches.len());
            for (place, mut search) in searches.into_iter().enumerate() {
                let advantage = if place == 0 { ADVANTAGE } else { 1 };
                match search(&self.part(most * advantage)) {
                    Ok(None) => (),
                    Ok(found) => return Ok(found),
                    Err(Interrupted) => {
                        self.check()?;
                        open.push(search);
                    }
                }
            }
            searches = open;
            most *= 2;
        }
        searches.pop().map_or(Ok(None), |mut last| last(self))
    }

    /// Counts `conflicts` as spent.
    pub(super) fn spend(&self, conflicts: u64) {
        if let Some(left) = &self.conflicts_left {
            let rest = left.load(Ordering::Relaxed).saturating_sub(conflicts);
            left.store(rest, Ordering::Relaxed);
        }
        if let Some(whole) = &self.whole {
            whole.spend(conflicts);
        }
    }

    /// Also gives up when `stop` says so; it is called often and should be quick.
    #[must_use]
    pub fn or_when(self, stop: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self {
            stop: Some(Arc::new(stop)),
            ..self
        }
    }

    /// Whether it is time to give up.
    pub fn is_spent(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
            || self
                .conflicts_left
                .as_ref()
                .is_some_and(|left| left.load(Ordering::Relaxed) == 0)
            || self.stop.as_ref().is_some_and(|stop| stop())
            || self.whole.as_ref().is_some_and(|whole| whole.is_spent())
    }

    /// Whether to go on.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.is_spent() {
            Err(Interrupted)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Budget")
            .field("deadline", &self.deadline)
            .field("conflicts_left", &self.conflicts_left)
            .field("whole", &self.whole)
            .field("stop", &self.stop.is_some())
            .finish()
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("no answer before the search was given up")
    }
}

impl std::error::Error for Interrupted {}
