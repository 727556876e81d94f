#![doc = include_str!("unknown_reason.md")]

use rustc_hash::FxHashSet;

use crate::check::spelling::{KnownNames, Speller};
use crate::check::wording::{list, name};
use crate::check::{Context, Rule, arrow, right_name};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
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
    let is_of_step = |reference: &&Unresolved| {
        let fault = &reference.fault;
        matches!(
            fault,
            ReferenceFault::UnknownStep | ReferenceFault::ClaimForStep(_)
        )
    };
    let mut references = map.unresolved().iter().filter(is_of_step).peekable();
    if references.peek().is_none() {
        return;
    }
    let documents = map.documents().iter();
    let ids = documents.flat_map(|document| document.step_ids());
    let written: FxHashSet<&str> = ids.map(|id| id.value.as_ref()).collect();
    let steps = map.all_steps();
    let with_ids: Vec<(&str, StepId)> = steps
        .filter_map(|step| Some((map.step_name(step)?, step)))
        .collect();
    let names = KnownNames::new(with_ids.iter().map(|&(id, _)| id));
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
        Some(ends) => <[&str; 2]>::from(ends)
            .iter()
            .any(|end| map.find(end).is_some_and(|claim| unread.claim(claim))),
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
    let fix = match (map.find(premise), map.find(conclusion)) {
        (Some(from), Some(to)) if steps_between(map, from, to).count() == 1 => {
            right_name::of_string_for_certain(context, place, &right)
        }
        _ => right_name::of_string(context, place, &right),
    };
    no_step(reference, "another arrow")
        .note("write `->` between the ends of a step")
        .help(format!("did you mean {}?", name(&right)))
        .fixes(fix)
}

fn no_step(reference: &Unresolved, label: &str) -> Diagnostic {
    let Place { file, span } = reference.place;
    let message = format!(
        "`undercuts` names {}, which is not a step",
        name(&reference.name)
    );
    Diagnostic::new(RULE.name, message).label(file, span, label)
}

fn unknown_id(
    context: &Context<'_>,
    reference: &Unresolved,
    search: &mut Speller<'_, '_>,
    with_ids: &[(&str, StepId)],
) -> Diagnostic {
    let finding = no_step(reference, "no step has this id");
    let near = search.nearest(&reference.name).iter();
    let near: Vec<(&str, Place)> = near
        .filter_map(|near| with_ids.get(near.number as usize))
        .map(|&(id, step)| (id, context.map.step_place(step)))
        .collect();
    if near.is_empty() {
        return finding.help(
            "name the step by its two ends, as `\"premise -> conclusion\"`, or by its own `id`",
        );
    }
    let fix = |id: &str| right_name::of_string(context, reference.place, id);
    right_name::did_you_mean(context, finding, &near, fix)
}

fn claim_for_step(context: &Context<'_>, reference: &Unresolved, claim: ClaimId) -> Diagnostic {
    let map = context.map;
    let (place, defined) = (reference.place, map.place(claim));
    let id = name(map.id(claim));
    let message = format!("`undercuts` names {id}, which is a claim, not a step");
    let uses = within_reach(map, claim).then(|| map.uses(claim).map(|step| (claim, step)));
    let steps: Vec<_> = uses.into_iter().flatten().collect();
    let such_as = if steps.is_empty() {
        ": name it as `\"premise -> conclusion\"`".to_owned()
    } else {
        format!(", such as {}", spell_steps(context, &steps))
    };
    Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "the id of a claim")
        .label(defined.file, defined.span, "the claim")
        .help(format!("an undercut speaks against a step{such_as}"))
        .help("to speak against the claim itself, write `attacks`")
}

fn no_step_between(
    context: &Context<'_>,
    reference: &Unresolved,
    (premise, conclusion): (&str, &str),
) -> Diagnostic {
    let map = context.map;
    let Place { file, span } = reference.place;
    let (first, last) = (name(premise), name(conclusion));
    let message = format!("`undercuts` names a step from {first} to {last}, but there is none");
    let finding = Diagnostic::new(RULE.name, message).label(file, span, "no such step");
    let (Some(from), Some(to)) = (map.find(premise), map.find(conclusion)) else {
        return finding;
    };
    if from == to {
        return finding
            .note("no claim is a reason for itself, so there is no such step to undercut");
    }
    if let Some(back) = steps_between(map, to, from).next() {
        let back = spell_steps(context, &[(to, back)]);
        return finding.help(format!("did you mean {back}? The step goes the other way"));
    }
    let steps: Vec<_> = within_reach(map, to)
        .then(|| map.reasons_for(to).chain(map.objections_to(to)))
        .into_iter()
        .flatten()
        .filter_map(|step| Some((map.premises(step).next()?, step)))
        .collect();
    finding.help(if steps.is_empty() {
        format!("state the step first: give {last} a premise or a `supports`")
    } else {
        format!("steps to {last} are {}", spell_steps(context, &steps))
    })
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
            let ends = || {
                format!(
                    "{} -> {}",
                    map.id(premise),
                    map.id(map.step(step).conclusion)
                )
            };
            let spelt = map.step_name(step).map_or_else(ends, str::to_owned);
            format!("{} ({place})", name(&spelt))
        })
        .collect();
    if steps.len() > NAMED {
        spelt.push(format!("{} more", steps.len() - NAMED));
    }
    list(&spelt)
}
