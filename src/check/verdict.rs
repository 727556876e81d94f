//! Says in one line why a claim has its label.

use super::trail::grouped;
use super::wording::{list, name};
use crate::map::{ClaimId, Map, QuestionId, StepId};
use crate::reason::explain::{Because, By, Failure, Wait};
use crate::reason::{EitherWay, Explainer, Label, Labelling, MOST_CONFLICTS, Suppositions};

use super::Context;

/// If there are more names than this, the rest are only counted.
const SHOWN: usize = 3;

/// Explains why claims have their labels.
pub(super) struct Verdicts<'c> {
    map: &'c Map,
    labelling: &'c Labelling,
    explainer: Explainer<'c>,
}

impl<'c> Verdicts<'c> {
    /// Prepares the explanations. Linear in the map.
    pub(super) fn new(context: &'c Context<'_>) -> Self {
        Self::of_map(context.map, context.labelling())
    }

    /// The same, for a map that is not being checked.
    pub(super) fn of_map(map: &'c Map, labelling: &'c Labelling) -> Self {
        Self {
            map,
            labelling,
            explainer: Explainer::new(map, &Suppositions::default(), labelling),
        }
    }

    /// What decides the claim's label, as a sentence without its full stop.
    pub(super) fn of(&self, claim: ClaimId) -> String {
        match self.explainer.because(claim) {
            Because::Stands {
                reason: Some(step), ..
            } => format!("{} for it", self.stand(step, "speak")),
            Because::Stands { reason: None, .. } => {
                "it stands by itself, and nothing that speaks against it stands".to_owned()
            }
            Because::Supposed => "it is supposed".to_owned(),
            Because::Defeated { by, .. } => {
                let stand = self.stand(by, "speak");
                let answer = self.fallen_answer(by, claim);
                let answer = answer.unwrap_or_else(|| "nothing answers that".to_owned());
                format!("{stand} against it, and {answer}")
            }
            Because::Uncarried { failures } => match failures.as_slice() {
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
            Because::Circular { .. } => "only a circle is left to hold it up".to_owned(),
            Because::Waits { way, knot } => self.waits(&way, &knot),
        }
    }

    /// Whether the claim is defeated by an objection that stands.
    pub(super) fn is_defeated(&self, claim: ClaimId) -> bool {
        matches!(self.explainer.because(claim), Because::Defeated { .. })
    }

    /// What happens to an undecided claim whichever way that is decided, as a sentence without its full stop.
    pub(super) fn either_way(&self, claim: ClaimId, either_way: EitherWay) -> String {
        let claim = name(self.map.id(claim));
        match either_way {
            EitherWay::Accepted => format!(
                "{claim} stands however that is decided: every preferred extension accepts it"
            ),
            EitherWay::Rejected => format!(
                "{claim} falls however that is decided: every preferred extension rejects it"
            ),
            EitherWay::Neither => format!("whether {claim} stands depends on how that is decided"),
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

    /// Why the first answer to an objection to `claim` is rejected: "the answer `b` falls to `c`". All such answers are
    /// rejected. `None` if there are no answers, apart from the claim itself.
    fn fallen_answer(&self, objection: StepId, claim: ClaimId) -> Option<String> {
        let map = self.map;
        if let Some(undercut) = map.undercuts_of(objection).next() {
            return Some(self.undercut_fails(undercut));
        }
        map.premises(objection).find_map(|attacker| {
            if let Some(objection) = map.objections_to(attacker).next() {
                return Some(self.objection_fails(objection));
            }
            let contradictors = map.contradictions(attacker).map(|(other, _)| other);
            let mut opponents = contradictors.chain(map.rivals(attacker));
            let opponent = opponents.find(|&other| other != claim)?;
            Some(self.fall(opponent))
        })
    }

    /// Why an undercut that answers an objection is rejected.
    fn undercut_fails(&self, undercut: StepId) -> String {
        let map = self.map;
        let is_rejected = |claim: &ClaimId| self.labelling.claim(*claim) == Label::Rejected;
        match map.premises(undercut).find(is_rejected) {
            Some(premise) => self.fall(premise),
            None => self.objection_fails(undercut),
        }
    }

    fn objection_fails(&self, objection: StepId) -> String {
        let map = self.map;
        let is_rejected = |claim: &ClaimId| self.labelling.claim(*claim) == Label::Rejected;
        if let Some(premise) = map.premises(objection).find(is_rejected) {
            return self.fall(premise);
        }
        let mut undercuts = map.undercuts_of(objection);
        let standing = undercuts.find(|&other| self.labelling.step(other) == Label::Accepted);
        let by = standing.map_or_else(String::new, |by| format!(" by {}", self.premises(by)));
        let premises: Vec<_> = map.premises(objection).collect();
        let [s, is] = if premises.len() == 1 {
            ["", "is"]
        } else {
            ["s", "are"]
        };
        format!("the answer{s} {} {is} undercut{by}", self.names(premises))
    }

    /// Why an answer is rejected.
    fn fall(&self, answer: ClaimId) -> String {
        let map = self.map;
        let falls = format!("the answer {} falls", name(map.id(answer)));
        match self.explainer.because(answer) {
            Because::Defeated { by, .. } => format!("{falls} to {}", self.premises(by)),
            Because::Uncarried { failures } => match failures.as_slice() {
                [] => format!("{falls}: it is denied"),
                [one] => format!("{falls}: {}", self.failure(*one)),
                _ => format!("{falls}: all reasons for it fail"),
            },
            _ => falls,
        }
    }

    fn failure(&self, failure: Failure) -> String {
        match failure {
            Failure::Premise { premise, .. } => format!("{} falls", name(self.map.id(premise))),
            Failure::Undercut { step, by } => {
                let premises: Vec<_> = self.map.premises(by).collect();
                let verb = match premises.len() {
                    1 => "undercuts",
                    _ => "together undercut",
                };
                let (names, from) = (self.names(premises), self.premises(step));
                format!("{names} {verb} the step from {from}")
            }
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
        if let Some(question) = self.question_of(knot) {
            let question = name(&self.map.question(question).id.value);
            return format!(
                "{names} answer {question}, which has only one answer, and nothing decides between them"
            );
        }
        let how = if knot.iter().all(|wait| wait.by == By::Contradiction) {
            "contradict each other"
        } else {
            "wait for each other"
        };
        format!("{names} {how}, and nothing decides between them")
    }

    /// The exclusive question whose answers alone make the knot.
    fn question_of(&self, knot: &[Wait]) -> Option<QuestionId> {
        let map = self.map;
        let shared = |wait: &Wait| map.exclusive_question(wait.claim, wait.other);
        let question = shared(knot.first()?)?;
        let is_by_it = |wait: &Wait| wait.by == By::Contradiction && shared(wait) == Some(question);
        knot.iter().all(is_by_it).then_some(question)
    }

    fn premises(&self, step: StepId) -> String {
        self.names(self.map.premises(step).collect())
    }

    fn names(&self, claims: Vec<ClaimId>) -> String {
        let count = claims.len();
        let shown = if count > SHOWN { SHOWN - 1 } else { count };
        let first = claims.into_iter().take(shown);
        let mut names: Vec<_> = first.map(|claim| name(self.map.id(claim))).collect();
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
        By::Undercuts(_) => "waits for steps that undercut each other",
    }
}
