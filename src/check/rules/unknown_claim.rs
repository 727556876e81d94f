#![doc = include_str!("unknown_claim.md")]

use super::unknown_reason::{steps_between, within_reach};
use crate::check::offers::Offers;
use crate::check::spelling::Speller;
use crate::check::wording::name;
use crate::check::{Context, Rule, arrow, right_name};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::map::{ClaimId, Map, ReferenceFault, StepId, Unresolved, step_ends};
use crate::syntax::{RelationKind, Span};

/// If a premise has more steps than this, they are not searched for the one named.
const LOOKED_THROUGH: usize = 64;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNKNOWN_CLAIM,
    level: Level::Deny,
    summary: "a reference to a claim that does not exist",
    page: include_str!("unknown_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut search = None;
    let mut offers = Offers::new(context);
    for reference in context.map.unresolved() {
        if context.unread.is_broken(reference.place) {
            continue;
        }
        let finding = match &reference.fault {
            ReferenceFault::UnknownClaim if context.unread.defines(&reference.name) => continue,
            ReferenceFault::UnknownStepEnd { end } if context.unread.defines(end) => continue,
            ReferenceFault::UnknownClaim if step_meant(context, reference).is_some() => {
                step_for_claim(context, reference)
            }
            ReferenceFault::UnknownClaim => {
                let search = search.get_or_insert_with(|| Speller::new(context.claim_names()));
                unknown(context, reference, search, &mut offers)
            }
            ReferenceFault::UnknownStepEnd { end } => {
                let search = search.get_or_insert_with(|| Speller::new(context.claim_names()));
                unknown_end(context, reference, end, search)
            }
            ReferenceFault::StepForClaim => step_for_claim(context, reference),
            _ => continue,
        };
        findings.push(if context.unread.file() {
            finding.note("a file of the map could not be read, and may define it")
        } else {
            finding
        });
    }
}

fn unknown(
    context: &Context<'_>,
    reference: &Unresolved,
    search: &mut Speller<'_, '_>,
    offers: &mut Offers<'_, '_>,
) -> Diagnostic {
    let Unresolved {
        key,
        place,
        name: id,
        ..
    } = reference;
    let message = format!("`{key}` names {}, which is not a claim", name(id));
    let near = search.nearest(id).iter().map(|near| ClaimId(near.number));
    let near = near.filter(|&claim| offers.allow(reference, claim));
    let fix = |right: &str| right_name::of_string(context, *place, right);
    no_claim(context, message, *place, id, near, fix)
}

/// The finding that no claim has this id, with the claims that may be meant.
fn no_claim(
    context: &Context<'_>,
    message: String,
    place: Place,
    id: &str,
    near: impl Iterator<Item = ClaimId>,
    fix: impl Fn(&str) -> Option<Fix>,
) -> Diagnostic {
    let map = context.map;
    let Place { file, span } = place;
    let finding = Diagnostic::new(RULE.name, message).label(file, span, "no claim has this id");
    let near: Vec<_> = near
        .map(|claim| (map.id(claim), map.place(claim)))
        .collect();
    if near.is_empty() {
        return finding.help(define(id));
    }
    right_name::did_you_mean(context, finding, &near, fix)
}

/// Reports that one end of `"A -> Y"` is not a claim.
fn unknown_end(
    context: &Context<'_>,
    reference: &Unresolved,
    end: &str,
    search: &mut Speller<'_, '_>,
) -> Diagnostic {
    let found = place_of_end(context, reference, end);
    let place = found.unwrap_or(reference.place);
    if context.map.find_step(end).is_some() {
        let message = format!(
            "`{}` names the step {}, but {} is itself a step, not a claim",
            reference.key,
            name(&reference.name),
            name(end)
        );
        return Diagnostic::new(RULE.name, message)
            .label(place.file, place.span, "the id of a step")
            .help(format!("name the step just by its id: {}", name(end)));
    }
    let message = format!(
        "`{}` names the step {}, but {} is not a claim",
        reference.key,
        name(&reference.name),
        name(end)
    );
    let near = search.nearest(end).iter().map(|near| ClaimId(near.number));
    let near = near.filter(|&claim| makes_a_step(context.map, &reference.name, end, claim));
    no_claim(context, message, place, end, near, |id| {
        // The end is inside a string, so an id can replace it directly only if it needs no escapes.
        let plain = !id.contains(['"', '\'', '\\']) && !id.contains(char::is_control);
        Some(right_name::of_word(found.filter(|_| plain)?, id))
    })
}

/// Whether the step leads from one claim to the other if `end`, which is not a claim, means `claim`. Also true if the
/// other end is not a claim either.
fn makes_a_step(map: &Map, step: &str, end: &str, claim: ClaimId) -> bool {
    let Some((premise, conclusion)) = step_ends(step) else {
        return true;
    };
    let means = |id: &str| {
        if id == end { Some(claim) } else { map.find(id) }
    };
    match (means(premise), means(conclusion)) {
        (Some(from), Some(to)) => {
            !within_reach(map, from) || steps_between(map, from, to).next().is_some()
        }
        _ => true,
    }
}

/// The place of the end in `"A -> Y"`, if it is there exactly once, as written.
fn place_of_end(context: &Context<'_>, reference: &Unresolved, end: &str) -> Option<Place> {
    let Place { file, span } = reference.place;
    let written = context.map.files().file(file).text.get(span.range())?;
    let mut places = written.match_indices(end);
    let (at, _) = places.next().filter(|_| !end.is_empty())?;
    if places.next().is_some() {
        return None;
    }
    let start = span.range().start + at;
    Some(Place {
        file,
        span: Span::new(start, start + end.len()),
    })
}

/// The step that the reference names: by its id, or as the first step from the premise to the conclusion.
fn step_meant(context: &Context<'_>, reference: &Unresolved) -> Option<StepId> {
    let map = context.map;
    map.find_step(&reference.name).or_else(|| {
        let (premise, conclusion) = arrow::ends(&reference.name)?;
        let (premise, conclusion) = (map.find(premise)?, map.find(conclusion)?);
        let mut uses = map.uses(premise).take(LOOKED_THROUGH);
        uses.find(|&step| map.step(step).conclusion == conclusion)
    })
}

fn step_for_claim(context: &Context<'_>, reference: &Unresolved) -> Diagnostic {
    let map = context.map;
    let Unresolved {
        key,
        place,
        name: id,
        ..
    } = reference;
    let message = format!("`{key}` names {}, which is a step, not a claim", name(id));
    let mut finding = Diagnostic::new(RULE.name, message).label(place.file, place.span, "a step");
    let step = step_meant(context, reference);
    let undercut = match arrow::ends(id) {
        Some((premise, conclusion)) => format!("{premise} -> {conclusion}"),
        None => id.clone(),
    };
    if let Some(step) = step {
        let at = map.step_place(step);
        finding = finding.label(at.file, at.span, "the step");
    }
    match step {
        _ if ["attacks", "contradicts", "contrasts"].contains(key) => {
            let finding = finding.help(format!(
                "did you mean {}? That speaks against the step itself",
                name(&format!("undercuts = [\"{undercut}\"]"))
            ));
            let fix = to_undercuts(context, reference, &undercut);
            finding.fixes(fix.filter(|_| *key == "attacks"))
        }
        Some(step) => {
            let conclusion = map.step(step).conclusion;
            finding
                .help(format!(
                    "did you mean its conclusion, {} ({})?",
                    name(map.id(conclusion)),
                    context.spell(map.place(conclusion))
                ))
                .help("to speak against a step, a claim says `undercuts`")
        }
        None => finding.help("name a claim here"),
    }
}

/// The fix that turns an `attacks` that names only this step into `undercuts`.
fn to_undercuts(context: &Context<'_>, reference: &Unresolved, step: &str) -> Option<Fix> {
    let map = context.map;
    let place = reference.place;
    let text = &map.files().file(place.file).text;
    let before = text.get(..place.span.start as usize)?;
    let key = before
        .trim_end()
        .strip_suffix('[')?
        .trim_end()
        .strip_suffix('=')?;
    let start = key.trim_end().strip_suffix("attacks")?.len();
    let after = text.get(place.span.end as usize..)?.trim_start();
    let is_only = after
        .strip_prefix(',')
        .unwrap_or(after)
        .trim_start()
        .starts_with(']');
    let relations = &map.claim(context.owner(place)?).relations;
    let has_other = relations
        .iter()
        .any(|relation| relation.kind == RelationKind::Undercuts);
    if !is_only || has_other {
        return None;
    }
    let mut edits = vec![(
        Place {
            file: place.file,
            span: Span::new(start, start + "attacks".len()),
        },
        "undercuts".to_owned(),
    )];
    if step != reference.name {
        edits.extend(right_name::of_string(context, place, step)?.edits);
    }
    Some(Fix::certain("write `undercuts`", edits))
}

fn define(id: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !id.is_empty() && id.bytes().all(bare) {
        format!("correct the id, or define the claim: `[claim.{id}]`")
    } else {
        "correct the id, or define the claim".to_owned()
    }
}
