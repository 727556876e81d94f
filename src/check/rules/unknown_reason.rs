#![doc = include_str!("unknown_reason.md")]

use rustc_hash::FxHashSet;

use crate::check::spelling::{KnownNames, Speller};
use crate::check::wording::{either, list, name};
use crate::check::{Context, Rule, arrow, right_name};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map, ReferenceFault, StepId, Unresolved, step_ends};

/// If a claim has more steps than this, they are not searched for what was meant.
const LOOKED_THROUGH: usize = 64;

/// Maximum number of steps named in a message.
const NAMED: usize = 4;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNKNOWN_REASON,
    level: Level::Deny,
    summary: "an undercut of a step that does not exist",
    page: include_str!("unknown_reason.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let is_of_step = |fault: &ReferenceFault| {
        matches!(
            fault,
            ReferenceFault::UnknownStep | ReferenceFault::ClaimForStep(_)
        )
    };
    let mut references = map
        .unresolved()
        .iter()
        .filter(|reference| is_of_step(&reference.fault))
        .peekable();
    if references.peek().is_none() {
        return;
    }
    let documents = map.documents().iter();
    let ids = documents.flat_map(|document| document.step_ids());
    let written = ids.map(|id| id.value.as_ref());
    let written: FxHashSet<&str> = written.collect();
    let with_ids: Vec<_> = map
        .all_steps()
        .filter_map(|step| Some((step, map.step_name(step)?)))
        .collect();
    let names = KnownNames::new(with_ids.iter().map(|&(_, id)| id));
    let mut search = Speller::new(&names);
    for reference in references {
        if is_explained(context, reference, &written) {
            continue;
        }
        let ends = step_ends(&reference.name);
        let finding = match (&reference.fault, ends, arrow::ends(&reference.name)) {
            (&ReferenceFault::ClaimForStep(claim), ..) => claim_for_step(context, reference, claim),
            (_, Some(ends), _) => no_step_between(context, reference, ends),
            (_, None, Some(ends)) => other_arrow(context, reference, ends),
            (_, None, None) => unknown_id(context, reference, &mut search, &with_ids),
        };
        findings.push(finding);
    }
}

/// Whether something that could not be read or resolved elsewhere explains why there is no such step.
fn is_explained(context: &Context<'_>, reference: &Unresolved, written: &FxHashSet<&str>) -> bool {
    let (map, unread) = (context.map, &context.unread);
    if unread.tables() {
        return true;
    }
    let ends = step_ends(&reference.name).or_else(|| arrow::ends(&reference.name));
    match ends {
        Some((premise, conclusion)) => [premise, conclusion]
            .into_iter()
            .filter_map(|end| map.find(end))
            .any(|claim| unread.claim(claim)),
        // The id of a reason that lost all its premises: what it lacks has its own finding.
        None => written.contains(reference.name.as_str()),
    }
}

/// Reports a step named by its two ends, but with an arrow other than `->`.
fn other_arrow(
    context: &Context<'_>,
    reference: &Unresolved,
    (premise, conclusion): (&str, &str),
) -> Diagnostic {
    let map = context.map;
    let place = reference.place;
    let right = format!("{premise} -> {conclusion}");
    let finding = Diagnostic::new(
        RULE.name,
        format!(
            "`undercuts` names {}, which is not a step",
            name(&reference.name)
        ),
    )
    .label(place.file, place.span, "another arrow")
    .note("write `->` between the ends of a step");
    let finding = finding.help(format!("did you mean {}?", name(&right)));
    let fix = match (map.find(premise), map.find(conclusion)) {
        (Some(from), Some(to)) if steps_between(map, from, to).count() == 1 => {
            right_name::of_string_for_certain(context, place, &right)
        }
        _ => right_name::of_string(context, place, &right),
    };
    match fix {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

fn unknown_id(
    context: &Context<'_>,
    reference: &Unresolved,
    search: &mut Speller<'_, '_>,
    with_ids: &[(StepId, &str)],
) -> Diagnostic {
    let Unresolved {
        place, name: id, ..
    } = reference;
    let finding = Diagnostic::new(
        RULE.name,
        format!("`undercuts` names {}, which is not a step", name(id)),
    )
    .label(place.file, place.span, "no step has this id");
    let near: Vec<_> = search
        .nearest(id)
        .iter()
        .filter_map(|near| with_ids.get(near.number as usize))
        .collect();
    if near.is_empty() {
        return finding.help(
            "name the step by its two ends, as `\"premise -> conclusion\"`, or by its own `id`",
        );
    }
    let spell = |&&(step, near): &&(StepId, &str)| {
        format!(
            "{} ({})",
            name(near),
            context.spell(context.map.step_place(step))
        )
    };
    let named: Vec<String> = near.iter().map(spell).collect();
    let mut finding = finding.help(format!("did you mean {}?", either(&named)));
    for (_, near) in near {
        if let Some(fix) = right_name::of_string(context, *place, near) {
            finding = finding.fix(fix);
        }
    }
    finding
}

fn claim_for_step(context: &Context<'_>, reference: &Unresolved, claim: ClaimId) -> Diagnostic {
    let map = context.map;
    let (place, defined) = (reference.place, map.place(claim));
    let finding = Diagnostic::new(
        RULE.name,
        format!(
            "`undercuts` names {}, which is a claim, not a step",
            name(map.id(claim))
        ),
    )
    .label(place.file, place.span, "the id of a claim")
    .label(defined.file, defined.span, "the claim");
    let steps: Vec<_> = within_reach(map, claim)
        .then(|| map.uses(claim).map(|step| (claim, step)))
        .into_iter()
        .flatten()
        .collect();
    let finding = if steps.is_empty() {
        finding.help("an undercut speaks against a step: name it as `\"premise -> conclusion\"`")
    } else {
        finding.help(format!(
            "an undercut speaks against a step, such as {}",
            spell_steps(context, &steps)
        ))
    };
    finding.help("to speak against the claim itself, write `attacks`")
}

fn no_step_between(
    context: &Context<'_>,
    reference: &Unresolved,
    (premise, conclusion): (&str, &str),
) -> Diagnostic {
    let map = context.map;
    let place = reference.place;
    let finding = Diagnostic::new(
        RULE.name,
        format!(
            "`undercuts` names a step from {} to {}, but there is none",
            name(premise),
            name(conclusion)
        ),
    )
    .label(place.file, place.span, "no such step");
    let (Some(from), Some(to)) = (map.find(premise), map.find(conclusion)) else {
        return finding;
    };
    if from == to {
        return finding
            .note("no claim is a reason for itself, so there is no such step to undercut");
    }
    if let Some(back) = steps_between(map, to, from).next() {
        return finding.help(format!(
            "did you mean {}? The step goes the other way",
            spell_steps(context, &[(to, back)])
        ));
    }
    let steps: Vec<_> = within_reach(map, to)
        .then(|| map.reasons_for(to).chain(map.objections_to(to)))
        .into_iter()
        .flatten()
        .filter_map(|step| Some((map.premises(step).next()?, step)))
        .collect();
    if steps.is_empty() {
        return finding.help(format!(
            "state the step first: give {} a premise or a `supports`",
            name(conclusion)
        ));
    }
    finding.help(format!(
        "steps to {} are {}",
        name(conclusion),
        spell_steps(context, &steps)
    ))
}

pub(super) fn steps_between(
    map: &Map,
    premise: ClaimId,
    conclusion: ClaimId,
) -> impl Iterator<Item = StepId> + use<'_> {
    let steps = within_reach(map, premise).then(|| map.uses(premise));
    steps
        .into_iter()
        .flatten()
        .filter(move |&step| map.step(step).conclusion == conclusion)
}

/// Whether a claim has few enough relations to search them.
pub(super) fn within_reach(map: &Map, claim: ClaimId) -> bool {
    let neighbours = map.graph().neighbors_undirected(map.claim_node(claim));
    neighbours.take(LOOKED_THROUGH + 1).count() <= LOOKED_THROUGH
}

/// Steps as an undercut names them, by id or by their two ends, each with its place. Only the first few of many.
fn spell_steps(context: &Context<'_>, steps: &[(ClaimId, StepId)]) -> String {
    let map = context.map;
    let mut spelt: Vec<_> = steps
        .iter()
        .take(NAMED)
        .map(|&(premise, step)| {
            let place = context.spell(map.step_place(step));
            let spelt = map.step_name(step).map_or_else(
                || {
                    let conclusion = map.id(map.step(step).conclusion);
                    name(&format!("{} -> {conclusion}", map.id(premise)))
                },
                name,
            );
            format!("{spelt} ({place})")
        })
        .collect();
    if steps.len() > NAMED {
        spelt.push(format!("{} more", steps.len() - NAMED));
    }
    list(&spelt)
}
