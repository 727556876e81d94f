//! A path down the order of support, shortened so that people can read it.

use crate::map::{ClaimId, StepId};

/// One step down: a claim, a reason for it, and a premise of that reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hop {
    /// The claim that rests on the premise.
    pub conclusion: ClaimId,
    /// The reason.
    pub step: StepId,
    /// The claim that the conclusion rests on.
    pub premise: ClaimId,
}

/// A path from a claim down to one that it rests on. A long path keeps only its two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Path {
    /// The first steps down; all of them, if none are left out.
    pub head: Vec<Hop>,
    /// How many steps are left out.
    pub left_out: usize,
    /// The last steps, after the ones left out.
    pub tail: Vec<Hop>,
}

/// The longest path that is kept in full, in steps.
const WHOLE: usize = 12;
/// How many steps of a longer path are kept at each end.
const END: usize = 4;

impl Path {
    /// Keeps the two ends of a path down.
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

    /// A path of `steps` steps of which only the last ones, `hops`, are given. Keeps their end.
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

    /// How many of the last steps suffice to show a path of `steps` steps.
    pub(super) fn enough(steps: usize) -> usize {
        if steps > WHOLE { END } else { steps }
    }

    /// The number of steps, including those left out.
    pub fn steps(&self) -> usize {
        self.head.len() + self.left_out + self.tail.len()
    }
}
