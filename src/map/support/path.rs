//! A path down the order of support, as people are shown it.

use crate::map::{ClaimId, StepId};

/// One step down: the claim, a reason for it, and a premise of that reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hop {
    /// What rests on the premise.
    pub conclusion: ClaimId,
    /// The reason.
    pub step: StepId,
    /// What the conclusion rests on.
    pub premise: ClaimId,
}

/// A path down from a claim to one that it rests on; of a long one, both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Path {
    /// The first steps down: all of them, unless some are left out.
    pub head: Vec<Hop>,
    /// How many steps are left out.
    pub left_out: usize,
    /// The last steps, after those left out.
    pub tail: Vec<Hop>,
}

/// The longest path that is kept whole, in steps.
const WHOLE: usize = 12;
/// How many steps are kept at each end of a longer one.
const END: usize = 4;

impl Path {
    /// Keeps the ends of a way down.
    pub(super) fn new(mut hops: Vec<Hop>) -> Self {
        let mut left_out = 0;
        let mut tail = Vec::new();
        if hops.len() > WHOLE {
            tail = hops.split_off(hops.len() - END);
            left_out = hops.len() - END;
            hops.truncate(END);
            hops.shrink_to_fit();
        }
        Self {
            head: hops,
            left_out,
            tail,
        }
    }

    /// The last `steps` at most are given, `hops`; keeps their end.
    pub(super) fn with_end(hops: Vec<Hop>, steps: usize) -> Self {
        if hops.len() == steps {
            return Self::new(hops);
        }
        Self {
            head: Vec::new(),
            left_out: steps - hops.len().min(steps),
            tail: hops,
        }
    }

    /// How many of the last steps of a path of `steps` are enough to show it.
    pub(super) fn enough(steps: usize) -> usize {
        if steps > WHOLE { END } else { steps }
    }

    /// How many steps it has, those left out counted.
    pub fn steps(&self) -> usize {
        self.head.len() + self.left_out + self.tail.len()
    }
}
