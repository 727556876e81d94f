#![doc = include_str!("support_and_attack.md")]

use crate::check::trail::{hop_place, hop_words};
use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::support::Hop;
use crate::map::{ClaimId, Map, StepId};

static INFO: Info = Info {
    name: "support-and-attack",
    level: Level::Deny,
    summary: "a claim both for and against another",
    page: include_str!("support_and_attack.md"),
};

pub(in crate::check) struct SupportAndAttack;

impl Rule for SupportAndAttack {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let (map, support) = (context.map, context.support());
        // The reason, if any, by which each claim is a premise of the claim at hand.
        let mut reasons: Vec<Option<Hop>> = vec![None; map.claim_count()];
        for conclusion in map.claims() {
            let premises = support.down(conclusion);
            let has_opponent = map.objections_to(conclusion).next().is_some()
                || map.contradictions(conclusion).next().is_some();
            if premises.is_empty() || !has_opponent {
                continue;
            }
            // What a claim says of itself is `self-relation`.
            for reach in premises.iter().filter(|reach| reach.claim != conclusion) {
                if let Some(slot @ None) = reasons.get_mut(reach.claim.index()) {
                    *slot = Some(Hop {
                        conclusion,
                        step: reach.step,
                        premise: reach.claim,
                    });
                }
            }
            // What has been told of is taken out, so that it is told once.
            let mut take = |claim: ClaimId| reasons.get_mut(claim.index()).and_then(Option::take);
            for objection in map.objections_to(conclusion) {
                let both = map.premises(objection).filter_map(&mut take);
                findings.extend(both.map(|reason| for_and_against(map, &reason, objection)));
            }
            for (opponent, link) in map.contradictions(conclusion) {
                if let Some(reason) = take(opponent) {
                    let stated = map.link_place(link);
                    findings.push(supports_what_it_contradicts(map, &reason).label(
                        stated.file,
                        stated.span,
                        "the contradiction",
                    ));
                }
            }
            for reach in premises {
                take(reach.claim);
            }
        }
    }
}

fn for_and_against(map: &Map<'_>, reason: &Hop, objection: StepId) -> Diagnostic {
    let (premise, conclusion) = (
        name(map.id(reason.premise)),
        name(map.id(reason.conclusion)),
    );
    let against = hop_place(
        map,
        &Hop {
            step: objection,
            ..*reason
        },
    );
    let supported = hop_place(map, reason);
    Diagnostic::new(
        INFO.name,
        format!("{premise} is a reason both for and against {conclusion}"),
    )
    .label(against.file, against.span, format!("against {conclusion}"))
    .label(supported.file, supported.span, format!("for {conclusion}"))
    .help(format!(
        "drop one of the two; if {premise} speaks for one part of {conclusion} and against another, make a claim of each part"
    ))
}

fn supports_what_it_contradicts(map: &Map<'_>, reason: &Hop) -> Diagnostic {
    let (premise, conclusion) = (
        name(map.id(reason.premise)),
        name(map.id(reason.conclusion)),
    );
    let supported = hop_place(map, reason);
    Diagnostic::new(
        INFO.name,
        format!("{premise} supports {conclusion}, which it contradicts"),
    )
    .label(supported.file, supported.span, hop_words(map, reason))
    .help("no claim is a reason for what cannot hold beside it: drop one of the two")
}
