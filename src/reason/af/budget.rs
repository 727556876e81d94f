//! How long a search may go on.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When to give up: at a moment, after so many conflicts of the solver, when a closure says so, or never.
///
/// Asked between and during the searches of the SAT solver, and for every extension that is given out.
#[derive(Clone, Default)]
pub struct Budget {
    deadline: Option<Instant>,
    conflicts_left: Option<Arc<AtomicU64>>,
    stop: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

/// The budget was spent before there was an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

impl Budget {
    /// Never gives up.
    pub fn unlimited() -> Self {
        Self::default()
    }

    /// Gives up `time` from now.
    pub fn lasting(time: Duration) -> Self {
        Self {
            // A time too far off to be represented is no limit.
            deadline: Instant::now().checked_add(time),
            ..Self::default()
        }
    }

    /// Gives up after so many conflicts, in which the solver finds that what it has tried cannot be. A search counts as one conflict
    /// at least, and as one for every thousand variables: so time is bounded too, but every machine gives up at the same point.
    pub fn of_conflicts(most: u64) -> Self {
        Self {
            conflicts_left: Some(Arc::new(AtomicU64::new(most))),
            ..Self::default()
        }
    }

    /// Counts some conflicts.
    pub(super) fn spend(&self, conflicts: u64) {
        if let Some(left) = &self.conflicts_left {
            let rest = left.load(Ordering::Relaxed).saturating_sub(conflicts);
            left.store(rest, Ordering::Relaxed);
        }
    }

    /// Gives up as well when `stop` says so; it is asked often and should be quick.
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
    }

    /// Goes on, or not.
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
