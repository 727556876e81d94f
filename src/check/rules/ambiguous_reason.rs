#![doc = include_str!("ambiguous_reason.md")]

use rustc_hash::FxHashMap;

use crate::check::trail::grouped;
use crate::check::wording::{list, name};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ClaimId, Map, ReferenceFault, StepId, Unresolved, step_ends};
use crate::syntax::Polarity;

/// Maximum number of steps shown, and of premises shown for each.
const SHOWN: usize = 6;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::AMBIGUOUS_REASON,
    level: Level::Deny,
    summary: "an undercut that could mean several steps",
    page: include_str!("ambiguous_reason.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // A step with many undercuts is slow to describe, and may be meant many times.
    let mut described = FxHashMap::default();
    for reference in map.unresolved() {
        if let ReferenceFault::AmbiguousStep {
            steps,
            undercuts,
            count,
        } = &reference.fault
        {
            let meant = (steps.as_slice(), undercuts.as_slice());
            findings.push(ambiguous(map, reference, meant, *count, &mut described));
        }
    }
}

fn ambiguous(
    map: &Map,
    reference: &Unresolved,
    (steps, undercuts): (&[StepId], &[Place]),
    count: usize,
    described: &mut FxHashMap<(StepId, Option<ClaimId>), String>,
) -> Diagnostic {
    let (premise, conclusion) = step_ends(&reference.name).unwrap_or_default();
    let place = reference.place;
    let mut finding = Diagnostic::new(
        RULE.name,
        format!(
            "`undercuts` could mean any of {} steps from {} to {}",
            grouped(count),
            name(premise),
            name(conclusion)
        ),
    )
    .label(place.file, place.span, "which step?");
    let premise = map.find(premise);
    for &step in steps.iter().take(SHOWN) {
        let at = map.step_place(step);
        let description = described
            .entry((step, premise))
            .or_insert_with(|| describe(map, step, premise));
        finding = finding.label(at.file, at.span, description.clone());
    }
    let left = SHOWN.saturating_sub(steps.len());
    for at in undercuts.iter().take(left) {
        finding = finding.label(at.file, at.span, "an undercut of a step to it");
    }
    if let Some(more @ 1..) = count.checked_sub(SHOWN) {
        finding = finding.note(format!("and {} more", grouped(more)));
    }

    let ids: Vec<_> = steps
        .iter()
        .filter_map(|&step| map.step_name(step))
        .take(SHOWN)
        .map(name)
        .collect();
    if let Some(first) = ids.first() {
        let ids = list(&ids);
        let one = if ids == *first {
            "the id"
        } else {
            "one of the ids"
        };
        finding = finding.help(format!("name {one} {ids} instead"));
    }
    if !undercuts.is_empty() {
        return finding.help("give the one you mean an `id`, and name that");
    }
    let table = steps.first().map_or("reason", |&step| table(map, step));
    if steps.iter().all(|&step| map.step_name(step).is_some()) {
        finding
    } else {
        finding.help(format!(
            "in the long form, `[[claim.{conclusion}.{table}]]`, a step can have an `id`; give it one and name that"
        ))
    }
}

/// Describes a step in words that tell it apart from similar ones.
fn describe(map: &Map, step: StepId, premise: Option<ClaimId>) -> String {
    let kind = match map.step(step).polarity {
        Polarity::For => "a reason",
        Polarity::Against => "an objection",
    };
    let others: Vec<_> = map
        .premises(step)
        .filter(|&other| Some(other) != premise)
        .take(SHOWN)
        .map(|other| name(map.id(other)))
        .collect();
    let alone = if map.step_relation(step).is_some() {
        format!("{kind} by itself")
    } else if others.is_empty() {
        format!("{kind} of this premise alone")
    } else {
        format!("{kind} together with {}", list(&others))
    };
    match map.step_name(step) {
        Some(id) => format!("{}: {alone}", name(id)),
        None => alone,
    }
}

fn table(map: &Map, step: StepId) -> &'static str {
    match map.step(step).polarity {
        Polarity::For => "reason",
        Polarity::Against => "objection",
    }
}
