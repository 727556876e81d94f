#![doc = include_str!("unsupported_claim.md")]

use crate::check::wording::{name, such_as};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map};
use crate::syntax::{Claim, Polarity};

/// Maximum number of claims shown if there are many.
const SHOWN: usize = 3;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNSUPPORTED_CLAIM,
    level: Level::Warn,
    summary: "a leaf that is neither quoted nor assumed",
    page: include_str!("unsupported_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let hanging: Vec<_> = map
        .claims()
        .filter(|&claim| {
            hangs_in_the_air(map, claim)
                && !context.unread.relation(claim)
                && !context.is_silenced(RULE.name, map.place(claim))
        })
        .collect();
    // Without a source, nothing can be quoted: all these claims lack the same thing.
    if map.sources().len() == 0 && hanging.len() > 1 {
        findings.push(many(map, &hanging));
    } else {
        findings.extend(hanging.into_iter().map(|claim| unsupported(map, claim)));
    }
}

/// Whether a claim has no support at all: no reason, no quotation, and neither `assumed` nor `denied`.
///
/// Claims whose reasons name no claims already have findings, and so do claims without any relation.
fn hangs_in_the_air(map: &Map, id: ClaimId) -> bool {
    let claim = map.claim(id);
    claim.quotes.is_empty()
        && !claim.is_assumed()
        && !claim.is_denied()
        && !has_written_reason(claim)
        && map.reasons_for(id).next().is_none()
        && map
            .graph()
            .neighbors_undirected(map.claim_node(id))
            .next()
            .is_some()
}

fn has_written_reason(claim: &Claim) -> bool {
    let mut reasons = claim.reasons.iter();
    reasons.any(|reason| reason.polarity == Polarity::For && !reason.premises.is_empty())
}

fn unsupported(map: &Map, id: ClaimId) -> Diagnostic {
    let place = map.place(id);
    let implicit = map.claim(id).is_implicit();
    let lacks = if implicit {
        "implicit and not"
    } else {
        "neither quoted nor"
    };
    let message = format!(
        "nothing supports {}: it is {lacks} assumed",
        name(map.id(id))
    );
    let mut finding = Diagnostic::new(RULE.name, message);
    finding = finding.label(place.file, place.span, "no reason is given for this");
    if let Some(step) = map.uses(id).next() {
        let (used, step) = (map.premise_place(step, id), map.step(step));
        let conclusion = name(map.id(step.conclusion));
        let rests = match step.polarity {
            Polarity::For => format!("a reason for {conclusion} rests on it"),
            Polarity::Against => format!("an objection to {conclusion} rests on it"),
        };
        finding = finding.label(used.file, used.span, rests);
    }
    let or_quote = if implicit { "" } else { " or a `quote`" };
    finding.help(format!(
        "give it `premises`{or_quote}, or take it for granted openly: `assumed = true`"
    ))
}

/// One finding for all such claims, in a map without sources.
fn many(map: &Map, claims: &[ClaimId]) -> Diagnostic {
    let each = if claims.len() > 2 { "" } else { "each " };
    let claims_named = such_as(map, claims);
    let message = format!("{claims_named} {each}have no support: neither a reason nor `assumed`");
    let finding = Diagnostic::new(RULE.name, message);
    claims.iter().take(SHOWN).fold(finding, |finding, &claim| {
        let place = map.place(claim);
        finding.label(place.file, place.span, "no reason is given for this")
    })
    .help(
        "give them `premises`, take them for granted openly (`assumed = true`), or name the text that says them as a \
         source and `quote` it; a sketch may set `unsupported-claim = \"allow\"` under `[lints]`",
    )
}
