//! Evaluates a map: which claims and steps stand, and which fall.

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use super::{
    Asked, EvaluationOptions, ExtensionsAnswer, Named, NamedStep, Shift, Supposed, Unanswered,
    Version,
};
use crate::map::{ClaimId, StepId, StepKind};
use crate::printable::{Each, Entries};
use crate::reason::af::Semantics;
use crate::reason::{Acceptance, EitherWay, Label, Labelling, Suppositions, either_way};

/// The labels of all claims and steps that were asked about.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LabelsAnswer<'a> {
    /// What was asked about.
    pub asked: Asked<'a>,
    /// The semantics.
    pub semantics: Semantics,
    /// How several extensions are combined into one label.
    pub accept: Acceptance,
    /// The labels; `None` if there is no extension.
    pub labelling: Option<Labelling>,
    /// The labels of the theses that were asked about; empty if there is no extension.
    pub theses: Vec<ThesisLabel>,
    /// The single extensions, if requested: see [`ExtensionsAnswer::new`].
    pub extensions: Option<ExtensionsAnswer>,
    /// What is supposed, and what that changes; `None` if nothing is supposed.
    pub supposed: Option<LabelChanges>,
}

/// The label of a thesis.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThesisLabel {
    /// The thesis.
    pub claim: Named,
    /// Its label.
    pub label: Label,
    /// If grounded semantics leaves it undecided: what all preferred extensions say about it.
    pub either_way: Option<EitherWay>,
}

/// What the suppositions change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LabelChanges {
    /// What is supposed.
    pub suppositions: Supposed,
    /// The claims whose labels change, in file order. Claims have no labels if there is no extension.
    pub changes: Vec<Shift<Option<Label>>>,
    /// Whether there is an extension without the suppositions; not in JSON.
    #[serde(skip)]
    pub was_extension: bool,
}

/// The label of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LabelledClaim {
    /// Its label; `None` if there is no extension.
    pub label: Option<Label>,
    /// If it is a thesis that grounded semantics leaves undecided: what all preferred extensions say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub either_way: Option<EitherWay>,
}

/// The label of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LabelledStep {
    /// Whether it is a reason, an objection or an undercut.
    pub kind: StepKind,
    /// Its premises and conclusion.
    #[serde(flatten)]
    pub step: NamedStep,
    /// Its label; `None` if there is no extension.
    pub label: Option<Label>,
}

impl<'a> LabelsAnswer<'a> {
    /// Evaluates the map. Under grounded semantics this is linear in the map.
    ///
    /// # Errors
    ///
    /// If the budget is spent, or the map is too large to be searched.
    pub fn new(asked: Asked<'a>, question: &EvaluationOptions) -> Result<Self, Unanswered> {
        let labelling = question.labels(asked.map, asked.suppositions)?;
        let theses = labelling
            .as_ref()
            .map(|found| theses(asked, question, found));
        let supposed = match Supposed::new(asked.map, asked.suppositions) {
            Some(suppositions) => {
                let before = question.labels(asked.map, &Suppositions::default())?;
                Some(LabelChanges {
                    suppositions,
                    changes: changes(asked, before.as_ref(), labelling.as_ref()),
                    was_extension: before.is_some(),
                })
            }
            None => None,
        };
        Ok(Self {
            asked,
            semantics: question.semantics,
            accept: question.accept,
            theses: theses.unwrap_or_default(),
            labelling,
            extensions: None,
            supposed,
        })
    }

    /// How many of the claims that were asked about have each label. Linear.
    pub fn counts(&self) -> [(Label, usize); 3] {
        let mut counts = Label::ALL.map(|label| (label, 0));
        for label in self.asked.claims().filter_map(|claim| self.label(claim)) {
            for (_, count) in counts.iter_mut().filter(|(is, _)| *is == label) {
                *count += 1;
            }
        }
        counts
    }

    /// The claims that were asked about, in file order.
    pub fn claims(&self) -> impl Iterator<Item = (Named, LabelledClaim)> {
        let theses: FxHashMap<ClaimId, Option<EitherWay>> = self
            .theses
            .iter()
            .map(|thesis| (thesis.claim.claim, thesis.either_way))
            .collect();
        self.asked.claims().map(move |claim| {
            let label = self.label(claim);
            let either_way = theses.get(&claim).copied().flatten();
            (
                Named::new(self.asked.map, claim),
                LabelledClaim { label, either_way },
            )
        })
    }

    /// The steps that were asked about, in file order.
    pub fn steps(&self) -> impl Iterator<Item = LabelledStep> {
        let label = |step: StepId| self.labelling.as_ref().map(|found| found.step(step));
        let map = self.asked.map;
        self.asked.steps().map(move |step| LabelledStep {
            kind: map.step(step).kind(),
            step: NamedStep::new(map, step),
            label: label(step),
        })
    }

    fn label(&self, claim: ClaimId) -> Option<Label> {
        self.labelling.as_ref().map(|found| found.claim(claim))
    }
}

fn theses(asked: Asked<'_>, question: &EvaluationOptions, found: &Labelling) -> Vec<ThesisLabel> {
    let is_open = |&claim: &ClaimId| {
        question.semantics == Semantics::Grounded && found.claim(claim) == Label::Undecided
    };
    let open: Vec<_> = asked.theses().filter(is_open).collect();
    let ways = match open.as_slice() {
        [] => Vec::new(),
        open => either_way(asked.map, asked.suppositions, open),
    };
    let mut ways = ways.into_iter();
    let thesis = |claim| ThesisLabel {
        claim: Named::new(asked.map, claim),
        label: found.claim(claim),
        either_way: is_open(&claim).then(|| ways.next()).flatten(),
    };
    asked.theses().map(thesis).collect()
}

fn changes(
    asked: Asked<'_>,
    before: Option<&Labelling>,
    now: Option<&Labelling>,
) -> Vec<Shift<Option<Label>>> {
    let label = |labelling: Option<&Labelling>, claim| labelling.map(|found| found.claim(claim));
    let moved = asked.claims().filter_map(|claim| {
        let (from, to) = (label(before, claim), label(now, claim));
        (from != to).then(|| Shift {
            claim: Named::new(asked.map, claim),
            from,
            to,
        })
    });
    moved.collect()
}

/// Entries for claims and steps are created while they are written.
impl Serialize for LabelsAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct LabelsJson<'f, C: Serialize, T: Serialize> {
            version: Version<1>,
            semantics: Semantics,
            accept: Acceptance,
            claims: C,
            steps: T,
            #[serde(flatten)]
            extensions: Option<&'f ExtensionsAnswer>,
            #[serde(flatten)]
            supposed: Option<&'f LabelChanges>,
        }
        let form = LabelsJson {
            version: Version,
            semantics: self.semantics,
            accept: self.accept,
            claims: Entries(|| self.claims()),
            steps: Each(|| self.steps()),
            extensions: self.extensions.as_ref(),
            supposed: self.supposed.as_ref(),
        };
        form.serialize(serializer)
    }
}
