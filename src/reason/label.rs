//! What an evaluation finds about claims and steps.

use std::fmt;

use fixedbitset::FixedBitSet;

use crate::map::{ClaimId, StepId};

/// What becomes of a claim or a step once everything that is said for and against it has been weighed.
///
/// In the terms of abstract argumentation: in, out and undecided (Caminada 2006).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// It stands.
    Accepted,
    /// It falls.
    Rejected,
    /// Neither: what would decide it is undecided itself.
    #[default]
    Undecided,
}

impl Label {
    /// All labels.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Rejected, Self::Undecided];

    /// The name by which files call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Undecided => "undecided",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A label for every claim and every step of one map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelling {
    pub(super) claims: Vec<Label>,
    pub(super) steps: Vec<Label>,
    /// What was decided, each after everything that decides it: the number of a claim, or that of a step after all claims. Of a
    /// step, which follows from its premises and undercutters.
    pub(super) decided: Vec<u32>,
    /// The claims that were rejected because only a circle holds them up.
    pub(super) unfounded: FixedBitSet,
}

impl Labelling {
    /// The claim's label; undecided for one of another map.
    pub fn claim(&self, claim: ClaimId) -> Label {
        self.claims.get(claim.index()).copied().unwrap_or_default()
    }

    /// The step's label; undecided for one of another map.
    ///
    /// A reason is rejected if what it speaks for is successfully attacked; an objection is labelled by its premises
    /// and undercutters alone.
    pub fn step(&self, step: StepId) -> Label {
        self.steps.get(step.index()).copied().unwrap_or_default()
    }

    /// How many claims have the label. Linear.
    pub fn count(&self, label: Label) -> usize {
        self.claims.iter().filter(|&&is| is == label).count()
    }

    /// For each claim, which one it was to be decided, each after everything that decides it; [`u32::MAX`] for one that is undecided.
    /// Linear.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![u32::MAX; self.claims.len()];
        for (rank, &decided) in (0..).zip(&self.decided) {
            if let Some(own) = ranks.get_mut(decided as usize) {
                *own = rank;
            }
        }
        ranks
    }

    /// Whether the claim is rejected because everything that is left to hold it up is a circle that it is part of, or that
    /// it rests on.
    pub fn is_unfounded(&self, claim: ClaimId) -> bool {
        self.unfounded.contains(claim.index())
    }
}
