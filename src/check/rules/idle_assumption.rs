#![doc = include_str!("idle_assumption.md")]

use crate::check::budget::AnswerCount;
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ClaimId, Map};
use crate::reason::{Label, Suppositions, grounded};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::IDLE_ASSUMPTION,
    level: Level::Note,
    summary: "an `assumed` or `denied` that changes no label",
    page: include_str!("idle_assumption.md"),
    check: &check,
};

/// Maximum number of claims and steps labelled in search of flags that change nothing. Takes a fraction of a second.
const MOST_LABELLED: usize = 1 << 21;

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // Something that could not be read may depend on the flag.
    if context.unread.bearing() {
        return;
    }
    let size = map.claim_count() + map.step_count();
    let mut left = MOST_LABELLED / size.max(1);
    let mut asked = AnswerCount::default();
    for claim in map.claims() {
        let idle = match Flag::of(map, claim) {
            Flag::Counts => None,
            Flag::Overruled(why) => Some(why),
            // A claim that is rejected anyway is not evaluated again without the flag.
            Flag::Unclear(why) if is_rejected(context, claim) => Some(why),
            Flag::Unclear(why) => asked.answer(match left.checked_sub(1) {
                None => Err(()),
                Some(rest) => {
                    left = rest;
                    Ok(changes_nothing(context, claim).then_some(why))
                }
            }),
        };
        findings.extend(idle.and_then(|why| finding(map, claim, why)));
    }
    findings.extend(asked.finding(RULE.name, "assumptions and denials"));
}

/// What is known about a claim's `assumed` or `denied` without evaluating the map again.
enum Flag {
    /// The claim has no such flag, or the flag changes something.
    Counts,
    /// The flag cannot change anything.
    Overruled(&'static str),
    /// The flag may change nothing, for this reason.
    Unclear(&'static str),
}

impl Flag {
    fn of(map: &Map, claim: ClaimId) -> Self {
        let written = map.claim(claim);
        let is_leaf = || map.reasons_for(claim).next().is_none();
        let is_attacked = || map.objections_to(claim).next().is_some() || has_opponent(map, claim);
        match (written.is_assumed(), written.is_denied()) {
            (true, true) => Self::Overruled("it is also `denied`, which overrides `assumed`"),
            (false, true) if !is_leaf() => Self::Overruled(
                "it has reasons, and stands or falls with them: `denied` only means that it does not stand by itself",
            ),
            (false, true) if is_attacked() => {
                Self::Unclear("it falls anyway, to what speaks against it")
            }
            // On a leaf, `assumed` says that it is deliberately not argued for any further.
            (true, false) if !is_leaf() => Self::Unclear("it would have the same label without it"),
            _ => Self::Counts,
        }
    }
}

/// Whether another claim contradicts it. Another answer to an exclusive question does so too.
fn has_opponent(map: &Map, claim: ClaimId) -> bool {
    map.contradictions(claim).next().is_some() || map.has_rivals(claim)
}

/// Whether the claim is `assumed` but falls to its attackers anyway.
fn is_rejected(context: &Context<'_>, claim: ClaimId) -> bool {
    context.map.claim(claim).is_assumed() && context.labelling().claim(claim) == Label::Rejected
}

fn changes_nothing(context: &Context<'_>, claim: ClaimId) -> bool {
    let without = Suppositions {
        unmarked: vec![claim],
        ..Suppositions::default()
    };
    let without = grounded(context.map, &without);
    let with = context.labelling();
    let map = context.map;
    map.claims()
        .all(|claim| with.claim(claim) == without.claim(claim))
}

fn finding(map: &Map, claim: ClaimId, why: &str) -> Option<Diagnostic> {
    let written = map.claim(claim);
    let (key, flag) = match (&written.assumed, &written.denied) {
        (Some(flag), _) if flag.value => ("assumed", flag),
        (_, Some(flag)) => ("denied", flag),
        _ => return None,
    };
    let place = Place {
        file: map.file_of(claim),
        span: flag.span,
    };
    let message = format!("`{key}` changes nothing for {}", name(map.id(claim)));
    let finding = Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "no claim's label depends on this")
        .note(why)
        .help("leave it out, or, if it should matter, drop what makes it idle");
    Some(finding)
}
