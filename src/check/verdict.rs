//! Why a claim has its label, in one line.

use super::trail::grouped;
use super::wording::{list, name};
use crate::map::{ClaimId, Map, StepId};
use crate::reason::explain::{Attack, Because, By, Failure, Wait};
use crate::reason::{EitherWay, Explainer, MOST_CONFLICTS, Suppositions};

use super::Context;

/// More names than these are counted.
const SHOWN: usize = 3;

/// Tells why claims have their labels.
pub(super) struct Verdicts<'c, 's> {
    map: &'c Map<'s>,
    explainer: Explainer<'c, 's>,
}

impl<'c, 's> Verdicts<'c, 's> {
    /// Prepares to tell, in time linear in the map.
    pub(super) fn new(context: &'c Context<'_, 's>) -> Self {
        let (map, labelling) = (context.map, context.labelling());
        Self {
            map,
            explainer: Explainer::new(map, &Suppositions::default(), labelling),
        }
    }

    /// What decides the claim's label, as a sentence without its full stop.
    pub(super) fn of(&self, claim: ClaimId) -> String {
        let map = self.map;
        match self.explainer.because(claim) {
            Because::Stands {
                reason: Some(step), ..
            } => format!("{} for it", self.stand(step, "speak")),
            Because::Stands { reason: None, .. } => {
                "it stands by itself, and nothing that speaks against it does".to_owned()
            }
            Because::Supposed => "it is supposed".to_owned(),
            Because::Defeated(Attack::Objection(step), _) => {
                format!(
                    "{} against it, and nothing answers that",
                    self.stand(step, "speak")
                )
            }
            Because::Defeated(Attack::Contradiction(other) | Attack::Undercut(other, _), _) => {
                format!("{} contradicts it and stands", name(map.id(other)))
            }
            Because::Uncarried(failures) => match failures.as_slice() {
                [] => "it is denied, and nothing is said for it".to_owned(),
                [one] => format!("the only reason for it fails: {}", self.failure(*one)),
                [first, _] => format!(
                    "both reasons for it fail, the first because {}",
                    self.failure(*first)
                ),
                [first, ..] => format!(
                    "all {} reasons for it fail, the first because {}",
                    failures.len(),
                    self.failure(*first)
                ),
            },
            Because::Circular(_) => "only a circle is left to hold it up".to_owned(),
            Because::Waits { way, knot } => self.waits(&way, &knot),
        }
    }

    /// What becomes of an undecided claim however that is decided, as a sentence without its full stop.
    pub(super) fn either_way(&self, claim: ClaimId, either_way: EitherWay) -> String {
        let claim = name(self.map.id(claim));
        match either_way {
            EitherWay::Accepted => format!(
                "{claim} stands however that is decided: every preferred extension accepts it"
            ),
            EitherWay::Rejected => format!(
                "{claim} falls however that is decided: every preferred extension rejects it"
            ),
            EitherWay::Neither => {
                format!("whether {claim} stands depends on how that is decided")
            }
            EitherWay::Unknown => format!(
                "whether {claim} stands however that is decided is not known: the search was given up after \
                 {} conflicts",
                grouped(usize::try_from(MOST_CONFLICTS).unwrap_or(usize::MAX))
            ),
        }
    }

    /// "`a` and `b` stand and speak".
    fn stand(&self, step: StepId, verb: &str) -> String {
        let premises: Vec<_> = self.map.premises(step).collect();
        let s = if premises.len() == 1 { "s" } else { "" };
        format!("{} stand{s} and {verb}{s}", self.names(premises))
    }

    fn failure(&self, failure: Failure) -> String {
        match failure {
            Failure::Premise(_, premise) => format!("{} falls", name(self.map.id(premise))),
            Failure::Undercut(step, by) => format!(
                "{} undercuts the step from {}",
                name(self.map.id(by)),
                self.names(self.map.premises(step).collect())
            ),
        }
    }

    fn waits(&self, way: &[Wait], knot: &[Wait]) -> String {
        match (way, knot) {
            ([], [only]) => format!("it {}", waits_for_itself(only)),
            (_, [only]) => {
                let claim = name(self.map.id(only.claim));
                format!("it depends on {claim}, which {}", waits_for_itself(only))
            }
            ([], _) => self.wait_for_each_other(knot),
            _ => format!("it depends on a knot: {}", self.wait_for_each_other(knot)),
        }
    }

    fn wait_for_each_other(&self, knot: &[Wait]) -> String {
        let claims = knot.iter().map(|wait| wait.claim);
        let count = knot.len();
        let names = if count > SHOWN {
            format!("{count} claims")
        } else {
            self.names(claims.collect())
        };
        let how = if knot.iter().all(|wait| wait.by == By::Contradiction) {
            "contradict each other"
        } else {
            "wait for each other"
        };
        format!("{names} {how}, and nothing decides between them")
    }

    fn names(&self, claims: Vec<ClaimId>) -> String {
        let count = claims.len();
        let shown = if count > SHOWN { SHOWN - 1 } else { count };
        let mut names: Vec<_> = claims
            .into_iter()
            .take(shown)
            .map(|claim| name(self.map.id(claim)))
            .collect();
        if count > shown {
            names.push(format!("{} more", count - shown));
        }
        list(&names)
    }
}

fn waits_for_itself(wait: &Wait) -> &'static str {
    match wait.by {
        By::Contradiction => "contradicts itself",
        By::Objection(_) => "attacks itself",
        By::Reason(_) => "rests on itself",
        By::Undercut(_) => "undercuts its own step",
    }
}
