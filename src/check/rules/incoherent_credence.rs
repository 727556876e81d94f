#![doc = include_str!("incoherent_credence.md")]

use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::map::{ClaimId, LinkId, Map, StepId};
use crate::syntax::{Polarity, RelationKind, Spanned};

static INFO: Info = Info {
    name: "incoherent-credence",
    level: Level::Warn,
    summary: "credences that cannot be held together",
    page: include_str!("incoherent_credence.md"),
};

/// Sums that exceed 1 by no more than this do so by rounding alone.
const ROUNDING: f64 = 1e-9;

pub(in crate::check) struct IncoherentCredence;

impl Rule for IncoherentCredence {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        for (a, b, link) in map.linked_pairs(RelationKind::Contradicts) {
            findings.extend(both_believed(map, a, b, link));
        }
        for step in map.steps() {
            findings.extend(stronger_than_premise(map, step));
        }
    }
}

/// Two claims that cannot both hold, believed to more than certainty together (Kolmogorov: exclusive events' probabilities add up).
fn both_believed(map: &Map<'_>, a: ClaimId, b: ClaimId, link: LinkId) -> Option<Diagnostic> {
    let (of_a, of_b) = (credence(map, a)?, credence(map, b)?);
    let sum = of_a.value + of_b.value;
    if sum <= 1.0 + ROUNDING {
        return None;
    }
    let [at_a, at_b] = [(a, of_a), (b, of_b)].map(|(claim, credence)| place(map, claim, credence));
    let stated = map.link_place(link);
    let [a, b] = [a, b].map(|claim| name(map.id(claim)));
    let message = format!(
        "{a} and {b} contradict each other, but are believed to {} together",
        figure(sum)
    );
    let finding = Diagnostic::new(INFO.name, message)
        .label(
            at_a.file,
            at_a.span,
            format!("{} for {a}", figure(of_a.value)),
        )
        .label(
            at_b.file,
            at_b.span,
            format!("{} for {b}", figure(of_b.value)),
        )
        .label(stated.file, stated.span, format!("{a} contradicts {b}"))
        .help("at most one of them is true: let the two credences come to 1 at most");
    Some(finding)
}

/// A reason whose strength is above the credence of a premise.
fn stronger_than_premise(map: &Map<'_>, step: StepId) -> Option<Diagnostic> {
    let strength = map.step_strength(step)?;
    let premises = map.premises(step);
    let believed = premises.filter_map(|premise| Some((premise, credence(map, premise)?)));
    let (premise, weakest) = believed.min_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
    if strength.value <= weakest.value + ROUNDING {
        return None;
    }
    let conclusion = map.step(step).conclusion;
    let file = map.step_place(step).file;
    let own = place(map, premise, weakest);
    let premise = name(map.id(premise));
    let kind = match map.step(step).polarity {
        Polarity::For => "a reason for",
        Polarity::Against => "an objection to",
    };
    let [strength_figure, weakest_figure] = [strength.value, weakest.value].map(figure);
    let message = format!(
        "{kind} {} is held at {strength_figure}, but its premise {premise} is believed only to {weakest_figure}",
        name(map.id(conclusion)),
    );
    let finding = Diagnostic::new(INFO.name, message)
        .label(file, strength.span, format!("held at {strength_figure}"))
        .label(
            own.file,
            own.span,
            format!("{weakest_figure} for {premise}"),
        )
        .help(
            "a reason is no stronger than its weakest premise: lower the one, or raise the other",
        );
    Some(finding)
}

fn credence<'m>(map: &'m Map<'_>, claim: ClaimId) -> Option<&'m Spanned<f64>> {
    map.claim(claim).credence.as_ref()
}

fn place(map: &Map<'_>, claim: ClaimId, credence: &Spanned<f64>) -> Place {
    Place {
        file: map.file_of(claim),
        span: credence.span,
    }
}

/// A number without digits that rounding left.
fn figure(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0');
    text.trim_end_matches('.').to_owned()
}
