//! How long a search may go on.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// When to give up: at a moment, when a closure says so, or never.
///
/// Asked between and during the searches of the SAT solver, and for every extension that is given out.
#[derive(Clone, Default)]
pub struct Budget {
    deadline: Option<Instant>,
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
            // A time too far off to be told is no limit.
            deadline: Instant::now().checked_add(time),
            stop: None,
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
            .field("stop", &self.stop.is_some())
            .finish()
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("no answer within the time allowed")
    }
}

impl std::error::Error for Interrupted {}
