//! The labels that an evaluation gives to claims and steps.

use std::fmt;

use fixedbitset::FixedBitSet;

use crate::map::{ClaimId, StepId};

/// The status of a claim or a step once everything that is said for and against it has been weighed.
///
/// In the terms of abstract argumentation: in, out and undecided (Caminada 2006).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// It stands.
    Accepted,
    /// It falls.
    Rejected,
    /// Neither: what would decide it is itself undecided.
    #[default]
    Undecided,
}

impl Label {
    /// All labels.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Rejected, Self::Undecided];

    /// The label's name in files.
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
    /// What was decided, each after everything that decides it: claims by their numbers, steps numbered after all claims. A
    /// step counts as decided once its premises and undercutters decide it.
    pub(super) decided: Vec<u32>,
    /// The claims that were rejected because only a circle holds them up.
    pub(super) unfounded: FixedBitSet,
}

impl Labelling {
    /// The claim's label; undecided if the claim is of another map.
    pub fn claim(&self, claim: ClaimId) -> Label {
        self.claims.get(claim.index()).copied().unwrap_or_default()
    }

    /// The step's label; undecided if the step is of another map.
    ///
    /// A reason is rejected if its conclusion is successfully attacked. The label of an objection or an undercut depends on
    /// its premises and undercutters alone.
    pub fn step(&self, step: StepId) -> Label {
        self.steps.get(step.index()).copied().unwrap_or_default()
    }

    /// How many claims have the label. Linear.
    pub fn count(&self, label: Label) -> usize {
        self.claims.iter().filter(|&&is| is == label).count()
    }

    /// The place of each claim in the order in which claims and steps were decided, each after everything that decides it;
    /// [`u32::MAX`] if it is undecided. Linear.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![u32::MAX; self.claims.len()];
        for (rank, &decided) in (0..).zip(&self.decided) {
            if let Some(own) = ranks.get_mut(decided as usize) {
                *own = rank;
            }
        }
        ranks
    }

    /// Whether the claim is rejected because the only support that it has left is a circle that it is part of or rests on.
    pub fn is_unfounded(&self, claim: ClaimId) -> bool {
        self.unfounded.contains(claim.index())
    }
}
