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
            let mut premises = map.premises(objection);
            if premises.all(|premise| needs(conclusion, premise)) {
                continue;
            }
            // Report each premise only once.
            let first = map.premises(objection).find(|&it| told.insert(it));
            findings.extend(first.map(|premise| {
                let step = reason;
                let hop = Hop {
                    conclusion,
                    step,
                    premise,
                };
                for_and_against(map, &hop, objection)
            }));
        }
        let contradictions = map.contradictions(conclusion);
        let contradictions = contradictions
            .map(|(opponent, link)| (opponent, map.link_place(link), "the contradiction"));
        let rivals = premises.claims.iter().filter_map(|&opponent| {
            let question = map.exclusive_question(conclusion, opponent)?;
            let label = "both answer this, which has only one answer";
            Some((opponent, map.question_place(question), label))
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
    /// A claim is listed once for each reason that has it.
    claims: Vec<ClaimId>,
    steps: Vec<StepId>,
}

impl SharedPremises {
    fn new(support: &Support, conclusion: ClaimId) -> Self {
        // What a claim says about itself is for `self-relation`.
        let reaches = support.down(conclusion).iter();
        let pairs = reaches.map(|reach| (reach.claim, reach.step));
        let mut pairs: Vec<_> = pairs.filter(|(claim, _)| *claim != conclusion).collect();
        pairs.sort_unstable();
        let (claims, steps) = pairs.into_iter().unzip();
        Self { claims, steps }
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
        let rows = map.premises(objection).map(|it| self.reasons(it));
        let mut rows: Vec<_> = rows.collect();
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
    let objectors = map.premises(objection).take(SHOWN + 1);
    let objectors: Vec<_> = objectors.map(|claim| name(map.id(claim))).collect();
    let [is, speaks, it] = match objectors.len() {
        1 => ["is", "speaks", "it"],
        _ => ["are", "speak", "them"],
    };
    let objectors = match objectors.len() {
        1..=SHOWN => list(&objectors),
        _ => "the premises of this objection".to_owned(),
    };
    let step = objection;
    let against = hop_place(map, &Hop { step, ..*reason });
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
    let [premise, conclusion] = [reason.premise, reason.conclusion].map(|it| name(map.id(it)));
    let supported = hop_place(map, reason);
    let message = format!("{premise} supports {conclusion}, which it contradicts");
    Diagnostic::new(RULE.name, message)
        .label(supported.file, supported.span, hop_words(map, reason))
        .help("a claim is no reason for what it rules out: drop one of the two")
}
