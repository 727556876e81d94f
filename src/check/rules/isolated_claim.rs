#![doc = include_str!("isolated_claim.md")]

use crate::check::wording::{name, such_as};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map};

/// If more claims than this are isolated, there is one finding for all.
const ONE_BY_ONE: usize = 3;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::ISOLATED_CLAIM,
    level: Level::Warn,
    summary: "a claim with no relation at all",
    page: include_str!("isolated_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    if map.claim_count() < 2 {
        return;
    }
    let isolated: Vec<_> = map
        .claims()
        .filter(|&claim| {
            map.is_isolated(claim)
                && !states_relations(map, claim)
                && !context.unread.relation(claim)
                && !context.is_silenced(RULE.name, map.place(claim))
        })
        .collect();
    if isolated.len() > ONE_BY_ONE {
        findings.push(many(map, &isolated));
    } else {
        findings.extend(isolated.into_iter().map(|claim| finding(map, claim)));
    }
}

/// Whether the claim states relations, even ones that could not be resolved: those have findings of their own.
fn states_relations(map: &Map, claim: ClaimId) -> bool {
    let claim = map.claim(claim);
    let premises = claim.reasons.iter().flat_map(|reason| &reason.premises);
    !claim.relations.is_empty() || premises.count() > 0
}

fn finding(map: &Map, claim: ClaimId) -> Diagnostic {
    let place = map.place(claim);
    let message = format!("{} is related to no other claim", name(map.id(claim)));
    Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "no relation here, and none elsewhere names it")
        .help("say what it supports, attacks, contradicts, contrasts or restates, make it a premise, or leave it out")
}

/// A single finding for many claims.
fn many(map: &Map, claims: &[ClaimId]) -> Diagnostic {
    let message = format!("{} are related to no other claim", such_as(map, claims));
    let finding = Diagnostic::new(RULE.name, message);
    claims.iter().take(ONE_BY_ONE).fold(finding, |finding, &claim| {
        let place = map.place(claim);
        finding.label(place.file, place.span, "no relation here, and none elsewhere names it")
    })
    .help("say what each supports, attacks, contradicts, contrasts or restates, make it a premise, or leave it out")
}
