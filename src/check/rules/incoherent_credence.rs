#![doc = include_str!("incoherent_credence.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ClaimId, LinkId, Map, QuestionId};
use crate::syntax::{RelationKind, Spanned};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::INCOHERENT_CREDENCE,
    level: Level::Warn,
    summary: "credences that cannot be held together",
    page: include_str!("incoherent_credence.md"),
    check: &check,
};

/// Sums that exceed 1 by no more than this are only rounding errors.
const ROUNDING: f64 = 1e-9;

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for (a, b, link) in map.linked_pairs(RelationKind::Contradicts) {
        // Answers to the same exclusive question are checked with the question.
        if map.exclusive_question(a, b).is_none() {
            findings.extend(both_believed(map, a, b, link));
        }
    }
    for (question, answers) in map.exclusive_questions() {
        findings.extend(answers_believed(map, question, answers));
    }
}

/// Two claims that contradict each other, with credences that add up to more than 1 (Kolmogorov: the probabilities of
/// exclusive events add up).
fn both_believed(map: &Map, a: ClaimId, b: ClaimId, link: LinkId) -> Option<Diagnostic> {
    let (of_a, of_b) = (credence(map, a)?, credence(map, b)?);
    let sum = of_a.value + of_b.value;
    if sum <= 1.0 + ROUNDING {
        return None;
    }
    let [at_a, at_b] = [(a, of_a), (b, of_b)].map(|(claim, credence)| place(map, claim, credence));
    let stated = map.link_place(link);
    let [a, b] = [a, b].map(|claim| name(map.id(claim)));
    let [of_a, of_b, sum] = [of_a.value, of_b.value, sum].map(figure);
    let message = format!("{a} and {b} contradict each other, but are believed to {sum} together");
    let finding = Diagnostic::new(RULE.name, message)
        .label(at_a.file, at_a.span, format!("{of_a} for {a}"))
        .label(at_b.file, at_b.span, format!("{of_b} for {b}"))
        .label(stated.file, stated.span, format!("{a} contradicts {b}"))
        .help("at most one of them is true: let the two credences add up to at most 1");
    Some(finding)
}

/// Answers to an exclusive question with credences that add up to more than 1. Reported at the two most believed.
fn answers_believed(map: &Map, question: QuestionId, answers: &[ClaimId]) -> Option<Diagnostic> {
    let credences = answers.iter();
    let credences = credences.filter_map(|&claim| Some((claim, credence(map, claim)?)));
    let mut credences: Vec<_> = credences.collect();
    let sum: f64 = credences.iter().map(|(_, credence)| credence.value).sum();
    if sum <= 1.0 + ROUNDING {
        return None;
    }
    credences.sort_by(|(_, one), (_, other)| other.value.total_cmp(&one.value));
    let (id, sum) = (name(&map.question(question).id.value), figure(sum));
    let message =
        format!("the answers to {id} exclude each other, but are believed to {sum} together");
    let stated = map.question_place(question);
    let mut finding = Diagnostic::new(RULE.name, message);
    for &(claim, credence) in credences.iter().take(2) {
        let at = place(map, claim, credence);
        let label = format!("{} for {}", figure(credence.value), name(map.id(claim)));
        finding = finding.label(at.file, at.span, label);
    }
    let finding = finding
        .label(stated.file, stated.span, "has one answer")
        .help("at most one of them is true: let the credences of all answers add up to at most 1");
    Some(finding)
}

fn credence(map: &Map, claim: ClaimId) -> Option<&Spanned<f64>> {
    map.claim(claim).credence.as_ref()
}

fn place(map: &Map, claim: ClaimId, credence: &Spanned<f64>) -> Place {
    Place {
        file: map.file_of(claim),
        span: credence.span,
    }
}

/// A number without the digits that rounding errors leave.
fn figure(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0');
    text.trim_end_matches('.').to_owned()
}
