#![doc = include_str!("support_and_attack.md")]

use rustc_hash::FxHashSet;

use crate::check::budget::AnswerCount;
use crate::check::trail::{hop_place, hop_words};
use crate::check::wording::{list, name};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::support::{Exhausted, Hop, Support};
use crate::map::{ClaimId, Map, StepId};

/// The premises of an objection are named if there are no more than this.
const SHOWN: usize = 4;

/// Maximum number of looks at premises, per premise of the map, in search of reasons that share an objection's premises.
const LOOKS_PER_PREMISE: usize = 16;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::SUPPORT_AND_ATTACK,
    level: Level::Warn,
    summary: "a claim both for and against another",
    page: include_str!("support_and_attack.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (map, support) = (context.map, context.support());
    let mut looks_left = LOOKS_PER_PREMISE * support.size();
    let mut asked = AnswerCount::default();
    // If the claim needs the premise, that is for `self-defeating-claim`, unless something may be missing.
    let is_told_of = !context.unread.bearing();
    let mut needs = None;
    let mut needs = |claim, ground| {
        let needs = needs.get_or_insert_with(|| context.needs());
        is_told_of && needs.needs(claim, ground).unwrap_or(false)
    };
    for conclusion in map.claims() {
        if support.down(conclusion).is_empty() || !is_opposed(map, conclusion) {
            continue;
        }
        let premises = SharedPremises::new(support, conclusion);
        let mut told = FxHashSet::default();
        for objection in map.objections_to(conclusion) {
            let reason = asked.answer(premises.holding(map, objection, &mut looks_left));
            let Some(reason) = reason else { continue };
            if map
                .premises(objection)
                .all(|premise| needs(conclusion, premise))
            {
                continue;
            }
            // Report each premise only once.
            let first = map
                .premises(objection)
                .find(|&premise| told.insert(premise));
            findings.extend(first.map(|premise| {
                let hop = Hop {
                    conclusion,
                    step: reason,
                    premise,
                };
                for_and_against(map, &hop, objection)
            }));
        }
        let contradictions = map.contradictions(conclusion);
        let contradictions = contradictions
            .map(|(opponent, link)| (opponent, map.link_place(link), "the contradiction"));
        let rivals = premises.claims().iter().filter_map(|&opponent| {
            let question = map.exclusive_question(conclusion, opponent)?;
            let place = map.question_place(question);
            Some((
                opponent,
                place,
                "both answer this, which has only one answer",
            ))
        });
        for (opponent, stated, label) in contradictions.chain(rivals) {
            if let Some(&step) = premises.reasons(opponent).first()
                && !needs(conclusion, opponent)
                && told.insert(opponent)
            {
                let reason = Hop {
                    conclusion,
                    step,
                    premise: opponent,
                };
                let finding = supports_what_it_contradicts(map, &reason);
                findings.push(finding.label(stated.file, stated.span, label));
            }
        }
    }
    findings.extend(asked.finding(RULE.name, "objections"));
}

/// Whether the claim has an objection or is contradicted.
fn is_opposed(map: &Map, claim: ClaimId) -> bool {
    map.objections_to(claim).next().is_some()
        || map.contradictions(claim).next().is_some()
        || map.has_rivals(claim)
}

/// The premises of the reasons for one claim, each with the reasons that have it.
struct SharedPremises {
    claims: Vec<ClaimId>,
    steps: Vec<StepId>,
}

impl SharedPremises {
    fn new(support: &Support, conclusion: ClaimId) -> Self {
        // What a claim says about itself is for `self-relation`.
        let reaches = support
            .down(conclusion)
            .iter()
            .filter(|reach| reach.claim != conclusion);
        let mut pairs: Vec<_> = reaches.map(|reach| (reach.claim, reach.step)).collect();
        pairs.sort_unstable();
        let (claims, steps) = pairs.into_iter().unzip();
        Self { claims, steps }
    }

    /// The premises. A claim is listed once for each reason that has it.
    fn claims(&self) -> &[ClaimId] {
        &self.claims
    }

    /// The reasons that have the claim as a premise, in file order.
    fn reasons(&self, premise: ClaimId) -> &[StepId] {
        let start = self.claims.partition_point(|&claim| claim < premise);
        let end = self.claims.partition_point(|&claim| claim <= premise);
        self.steps.get(start..end).unwrap_or_default()
    }

    /// The first reason whose premises include all those of an objection: if it holds, so does the objection.
    fn holding(
        &self,
        map: &Map,
        objection: StepId,
        looks_left: &mut usize,
    ) -> Result<Option<StepId>, Exhausted> {
        // An undercut objection may fail even if its premises hold.
        if map.undercuts_of(objection).next().is_some() {
            return Ok(None);
        }
        let mut rows: Vec<_> = map
            .premises(objection)
            .map(|premise| self.reasons(premise))
            .collect();
        rows.sort_by_key(|row| row.len());
        let Some((fewest, others)) = rows.split_first() else {
            return Ok(None);
        };
        for step in *fewest {
            *looks_left = looks_left.checked_sub(rows.len()).ok_or(Exhausted)?;
            if others.iter().all(|row| row.binary_search(step).is_ok()) {
                return Ok(Some(*step));
            }
        }
        Ok(None)
    }
}

fn for_and_against(map: &Map, reason: &Hop, objection: StepId) -> Diagnostic {
    let conclusion = name(map.id(reason.conclusion));
    let objectors: Vec<_> = map
        .premises(objection)
        .take(SHOWN + 1)
        .map(|premise| name(map.id(premise)))
        .collect();
    let (objectors, is, speaks, it) = match objectors.as_slice() {
        [_] => (list(&objectors), "is", "speaks", "it"),
        [_, ..] if objectors.len() <= SHOWN => (list(&objectors), "are", "speak", "them"),
        _ => (
            "the premises of this objection".to_owned(),
            "are",
            "speak",
            "them",
        ),
    };
    let against = hop_place(
        map,
        &Hop {
            step: objection,
            ..*reason
        },
    );
    let supported = hop_place(map, reason);
    let is_same = map.premises(reason.step).count() == map.premises(objection).count();
    let message = if is_same {
        format!("{objectors} {is} a reason both for and against {conclusion}")
    } else {
        format!("{objectors} {speaks} against {conclusion}, and a reason for it needs {it}")
    };
    Diagnostic::new(RULE.name, message)
        .label(against.file, against.span, format!("against {conclusion}"))
        .label(supported.file, supported.span, format!("for {conclusion}"))
        .help(format!(
            "drop one of the two; if this speaks for one part of {conclusion} and against another, make each part a claim"
        ))
}

fn supports_what_it_contradicts(map: &Map, reason: &Hop) -> Diagnostic {
    let (premise, conclusion) = (
        name(map.id(reason.premise)),
        name(map.id(reason.conclusion)),
    );
    let supported = hop_place(map, reason);
    Diagnostic::new(
        RULE.name,
        format!("{premise} supports {conclusion}, which it contradicts"),
    )
    .label(supported.file, supported.span, hop_words(map, reason))
    .help("a claim is no reason for what it rules out: drop one of the two")
}
