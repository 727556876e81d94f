#![doc = include_str!("unmet_expectation.md")]

use rustc_hash::FxHashMap;

use crate::check::verdict::Verdicts;
use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Expectation, ExpectedLabel};
use crate::reason::{EitherWay, Label, Labelling, Suppositions, either_way};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNMET_EXPECTATION,
    level: Level::Deny,
    summary: "a claim whose label is not the one that `[expect]` states",
    page: include_str!("unmet_expectation.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let expectations = map.expectations();
    // Something that could not be read may decide the labels.
    if expectations.is_empty() || context.unread.bearing() {
        return;
    }
    let found = ExpectedClaims::new(context, expectations);
    let mut unmet = expectations
        .iter()
        .filter(|expected| !found.meets(expected))
        .peekable();
    if unmet.peek().is_none() {
        return;
    }
    let verdicts = Verdicts::new(context);
    findings.extend(unmet.map(|expected| finding(context, &verdicts, &found, *expected)));
}

/// The results for the claims that have expectations.
struct ExpectedClaims<'c> {
    labelling: &'c Labelling,
    /// For undecided claims that are expected to be accepted or rejected: what preferred extensions make of them.
    either_way: FxHashMap<ClaimId, EitherWay>,
}

impl<'c> ExpectedClaims<'c> {
    fn new(context: &'c Context<'_>, expectations: &[Expectation]) -> Self {
        let asked = expectations.iter().filter(|expected| {
            let is_undecided = context.labelling().claim(expected.claim) == Label::Undecided;
            is_undecided && expected.label != ExpectedLabel::Undecided
        });
        let asked: Vec<_> = asked.map(|expected| expected.claim).collect();
        let found = match asked.as_slice() {
            [] => Vec::new(),
            asked => either_way(context.map, &Suppositions::default(), asked),
        };
        Self {
            labelling: context.labelling(),
            either_way: asked.into_iter().zip(found).collect(),
        }
    }

    fn label(&self, claim: ClaimId) -> Label {
        self.labelling.claim(claim)
    }

    fn either_way(&self, claim: ClaimId) -> EitherWay {
        match self.label(claim) {
            Label::Accepted => EitherWay::Accepted,
            Label::Rejected => EitherWay::Rejected,
            Label::Undecided => {
                let found = self.either_way.get(&claim).copied();
                found.unwrap_or(EitherWay::Neither)
            }
        }
    }

    fn meets(&self, expected: &Expectation) -> bool {
        let label = self.label(expected.claim);
        match expected.label {
            ExpectedLabel::Accepted => label == Label::Accepted,
            ExpectedLabel::Rejected => label == Label::Rejected,
            ExpectedLabel::Undecided => label == Label::Undecided,
            ExpectedLabel::AcceptedEitherWay => {
                self.either_way(expected.claim) == EitherWay::Accepted
            }
        }
    }
}

fn finding(
    context: &Context<'_>,
    verdicts: &Verdicts<'_>,
    found: &ExpectedClaims<'_>,
    expected: Expectation,
) -> Diagnostic {
    let map = context.map;
    let Expectation {
        claim,
        label,
        place,
    } = expected;
    let (id, is, either_way) = (
        name(map.id(claim)),
        found.label(claim),
        found.either_way(claim),
    );
    let message = format!("{id} is {is}: {}", verdicts.of(claim));
    let own = map.place(claim);
    let finding = Diagnostic::new(RULE.name, message)
        .label(
            place.file,
            place.span,
            format!("is expected to be {}", words(label)),
        )
        .label(own.file, own.span, format!("is {is}"));
    let finding = match (is, either_way) {
        (Label::Undecided, EitherWay::Accepted | EitherWay::Rejected) => {
            finding.note(verdicts.either_way(claim, either_way))
        }
        (Label::Undecided, EitherWay::Unknown) if label == ExpectedLabel::AcceptedEitherWay => {
            finding.note(verdicts.either_way(claim, either_way))
        }
        _ => finding,
    };
    finding.help(format!(
        "`argmap why {}` explains it in full; change the argument, or what is expected of it",
        on_one_line(map.id(claim))
    ))
}

fn words(label: ExpectedLabel) -> &'static str {
    match label {
        ExpectedLabel::Accepted => "accepted",
        ExpectedLabel::Rejected => "rejected",
        ExpectedLabel::Undecided => "undecided",
        ExpectedLabel::AcceptedEitherWay => "accepted either way",
    }
}
