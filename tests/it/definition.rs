//! The labels of an argument's claims and steps, computed directly from the definition.

use std::collections::{BTreeMap, BTreeSet};

use argmap::reason::Label;

use crate::arguments::{Argument, Step};

use Label::{Accepted, Rejected, Undecided};

/// A label for each claim.
pub(crate) type Labels = BTreeMap<usize, Label>;

/// The number in a claim's id.
pub(crate) fn number(id: &str) -> usize {
    id.strip_prefix('c').unwrap().parse().unwrap()
}

impl Argument {
    /// For each thing that attacks the claim, whether it has the label `by`.
    pub(crate) fn is_attacked(&self, claim: usize, labels: &Labels, by: Label) -> Vec<bool> {
        let objections = self
            .steps
            .iter()
            .filter(|step| !step.is_for && step.conclusion == claim);
        let contradictors = self
            .contradicts
            .iter()
            .filter_map(|&(a, b)| (a == claim).then_some(b).or((b == claim).then_some(a)));
        objections
            .map(|objection| Self::inference(objection, labels))
            .chain(contradictors.map(|other| labels[&other]))
            .map(|label| label == by)
            .collect()
    }

    /// The label that follows from a step's premises and undercutters.
    pub(crate) fn inference(step: &Step, labels: &Labels) -> Label {
        let premises = || step.premises.iter().map(|premise| labels[premise]);
        let undercutters = || step.undercutters.iter().map(|claim| labels[claim]);
        if premises().all(|label| label == Accepted)
            && undercutters().all(|label| label == Rejected)
        {
            Accepted
        } else if premises().any(|label| label == Rejected)
            || undercutters().any(|label| label == Accepted)
        {
            Rejected
        } else {
            Undecided
        }
    }

    /// The label of each support of a claim, with its premises. Follows the definition line by line.
    pub(crate) fn supports(&self, claim: usize, labels: &Labels) -> Vec<(Label, BTreeSet<usize>)> {
        let is_leaf = !self
            .steps
            .iter()
            .any(|step| step.is_for && step.conclusion == claim);
        let stands = (is_leaf || self.assumed.contains(&claim)) && !self.denied.contains(&claim);
        let basic = stands.then(|| (Accepted, BTreeSet::new()));
        let reasons = self
            .steps
            .iter()
            .filter(|step| step.is_for && step.conclusion == claim);
        let reasons = reasons.map(|step| (Self::inference(step, labels), step.premises.clone()));
        let weigh = |(inference, premises)| {
            let label = if inference == Rejected
                || self.is_attacked(claim, labels, Accepted).contains(&true)
            {
                Rejected
            } else if inference == Accepted
                && !self.is_attacked(claim, labels, Rejected).contains(&false)
            {
                Accepted
            } else {
                Undecided
            };
            (label, premises)
        };
        basic.into_iter().chain(reasons).map(weigh).collect()
    }
}
