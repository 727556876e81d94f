//! Explains the label of a claim, with or without suppositions.

use serde::Serialize;

use super::{Named, NamedStep, Supposed, Version};
use crate::map::{ClaimId, Map, StepId};
use crate::reason::explain::{Answered, Because, By, Explained, Failure, Wait};
use crate::reason::{EitherWay, Explanation, Label, Suppositions, either_way, grounded};

/// Why a claim has its label under grounded semantics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WhyAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// `"grounded"`.
    pub semantics: &'static str,
    /// The claim that was asked about.
    pub claim: Named,
    /// Its label.
    pub label: Label,
    /// Whether no smaller explanation exists; also false if the search for one was given up.
    pub minimal: bool,
    /// The claim itself, then every claim that its explanation names; each comes before the claims that explain it.
    pub explanation: Vec<Explained<Named, NamedStep>>,
    /// For an undecided claim: what all preferred extensions say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub either_way: Option<EitherWay>,
    /// Its label without the suppositions, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Label>,
    /// What is supposed, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppositions: Option<Supposed>,
}

impl WhyAnswer {
    /// Explains the claim's label under the suppositions. Linear in the map, apart from a bounded search: it finds what
    /// the preferred extensions say about an undecided claim.
    pub fn new(map: &Map, suppositions: &Suppositions, claim: ClaimId) -> Self {
        let supposed = Supposed::new(map, suppositions);
        let before = supposed
            .as_ref()
            .map(|_| grounded(map, &Suppositions::default()));
        let labelling = grounded(map, suppositions);
        let label = labelling.claim(claim);
        let explanation = Explanation::new(map, suppositions, &labelling, claim);
        let either_way = (label == Label::Undecided)
            .then(|| either_way(map, suppositions, &[claim]))
            .and_then(|found| found.first().copied());
        let names = ExplanationNames(map);
        Self {
            version: Version,
            semantics: "grounded",
            claim: names.claim(claim),
            label,
            minimal: explanation.is_minimal,
            explanation: explanation
                .claims
                .iter()
                .map(|one| names.explained(one))
                .collect(),
            either_way,
            was: before.map(|before| before.claim(claim)),
            suppositions: supposed,
        }
    }
}

/// Replaces the claims and steps of an explanation by their names.
pub(crate) struct ExplanationNames<'m>(pub(crate) &'m Map);

impl ExplanationNames<'_> {
    fn claim(&self, claim: ClaimId) -> Named {
        Named::new(self.0, claim)
    }

    fn step(&self, step: StepId) -> NamedStep {
        NamedStep::new(self.0, step)
    }

    fn explained(&self, explained: &Explained) -> Explained<Named, NamedStep> {
        Explained {
            claim: self.claim(explained.claim),
            label: explained.label,
            because: self.because(&explained.because),
        }
    }

    pub(crate) fn because(&self, because: &Because) -> Because<Named, NamedStep> {
        let answers =
            |answered: &[Answered]| answered.iter().map(|one| self.answered(*one)).collect();
        let failures =
            |failures: &[Failure]| failures.iter().map(|one| self.failure(*one)).collect();
        let waits = |waits: &[Wait]| waits.iter().map(|one| self.wait(*one)).collect();
        match because {
            Because::Stands { reason, answered } => Because::Stands {
                reason: reason.map(|step| self.step(step)),
                answered: answers(answered),
            },
            Because::Supposed => Because::Supposed,
            Because::Defeated { by, answered } => Because::Defeated {
                by: self.step(*by),
                answered: answers(answered),
            },
            Because::Uncarried { failures: how } => Because::Uncarried {
                failures: failures(how),
            },
            Because::Circular { failures: how } => Because::Circular {
                failures: failures(how),
            },
            Because::Waits { way, knot } => Because::Waits {
                way: waits(way),
                knot: waits(knot),
            },
        }
    }

    fn answered(&self, answered: Answered) -> Answered<Named, NamedStep> {
        match answered {
            Answered::Objection { step, fails } => Answered::Objection {
                step: self.step(step),
                fails: fails.map(|failure| self.failure(failure)),
            },
            Answered::Contradiction { claim } => Answered::Contradiction {
                claim: self.claim(claim),
            },
            Answered::Undercut {
                undercut,
                step,
                fails,
            } => Answered::Undercut {
                undercut: self.step(undercut),
                step: self.step(step),
                fails: fails.map(|failure| self.failure(failure)),
            },
        }
    }

    fn failure(&self, failure: Failure) -> Failure<Named, NamedStep> {
        match failure {
            Failure::Premise { step, premise } => Failure::Premise {
                step: self.step(step),
                premise: self.claim(premise),
            },
            Failure::Undercut { step, by } => Failure::Undercut {
                step: self.step(step),
                by: self.step(by),
            },
        }
    }

    fn wait(&self, wait: Wait) -> Wait<Named, NamedStep> {
        Wait {
            claim: self.claim(wait.claim),
            other: self.claim(wait.other),
            by: match wait.by {
                By::Contradiction => By::Contradiction,
                By::Objection(step) => By::Objection(self.step(step)),
                By::Reason(step) => By::Reason(self.step(step)),
                By::Undercut(step) => By::Undercut(self.step(step)),
                By::Undercuts(step) => By::Undercuts(self.step(step)),
            },
        }
    }
}
