#![doc = include_str!("contradictory_premises.md")]

use rustc_hash::FxHashMap;

use crate::check::trail::hop_place;
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::support::Hop;
use crate::map::{ClaimId, LinkId, Map, Origin, QuestionId, StepId};
use crate::syntax::{Polarity, RelationKind};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CONTRADICTORY_PREMISES,
    level: Level::Deny,
    summary: "a step whose premises contradict each other",
    page: include_str!("contradictory_premises.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let contradictions = Contradictions::new(context.map);
    if !contradictions.links.is_empty() {
        contradictions.check(findings);
    }
    if context.map.questions().len() > 0 {
        rivals(context.map, findings);
    }
}

/// Finds premises of one reason that answer the same exclusive question: the first two for each question.
fn rivals(map: &Map, findings: &mut Vec<Diagnostic>) {
    for step in map.all_steps() {
        let mut firsts: FxHashMap<QuestionId, Option<ClaimId>> = FxHashMap::default();
        for premise in map.premises(step) {
            for question in map.exclusive_questions_of(premise) {
                let first = firsts.entry(question).or_insert(Some(premise));
                if let Some(other) = first.filter(|&other| other != premise) {
                    let linked = map.contradictions(premise).any(|(one, _)| one == other);
                    if !linked {
                        let stated = map.question_place(question);
                        findings.push(finding(map, step, [other, premise], stated));
                    }
                    *first = None;
                }
            }
        }
    }
}

struct Contradictions<'m> {
    map: &'m Map,
    /// By the two claims, lower number first.
    links: FxHashMap<(ClaimId, ClaimId), LinkId>,
    /// How many contradictions each claim has.
    counts: Vec<u32>,
}

impl<'m> Contradictions<'m> {
    fn new(map: &'m Map) -> Self {
        let mut links = FxHashMap::default();
        let mut counts = Vec::new();
        for (a, b, link) in map.linked_pairs(RelationKind::Contradicts) {
            counts.resize(map.claim_count(), 0);
            links.insert((a.min(b), a.max(b)), link);
            for claim in [a, b] {
                if let Some(count) = counts.get_mut(claim.index()) {
                    *count += 1;
                }
            }
        }
        Self { map, links, counts }
    }

    /// For each premise, goes through its contradictions or through the other premises, whichever are fewer.
    fn check(&self, findings: &mut Vec<Diagnostic>) {
        let map = self.map;
        // The last step that each claim was seen to be a premise of.
        let mut seen: Vec<Option<StepId>> = vec![None; map.claim_count()];
        let mut premises = Vec::new();
        let mut pairs = Vec::new();
        for step in map.all_steps() {
            premises.clear();
            premises.extend(map.premises(step));
            if premises.len() < 2 {
                continue;
            }
            for &premise in &premises {
                let count = self
                    .counts
                    .get(premise.index())
                    .map_or(0, |&count| count as usize);
                if count > premises.len() {
                    let before = premises.iter().take_while(|&&other| other != premise);
                    pairs.extend(before.filter_map(|&other| self.pair(other, premise)));
                } else if count > 0 {
                    let is_seen = |claim: ClaimId| seen.get(claim.index()) == Some(&Some(step));
                    let contradicted = map.contradictions(premise);
                    let before = contradicted.filter(|&(other, _)| is_seen(other));
                    pairs.extend(before.map(|(other, link)| (other, premise, link)));
                }
                if let Some(seen) = seen.get_mut(premise.index()) {
                    *seen = Some(step);
                }
            }
            for (a, b, link) in pairs.drain(..) {
                findings.push(finding(map, step, [a, b], map.link_place(link)));
            }
        }
    }

    fn pair(&self, a: ClaimId, b: ClaimId) -> Option<(ClaimId, ClaimId, LinkId)> {
        let link = self.links.get(&(a.min(b), a.max(b)))?;
        Some((a, b, *link))
    }
}

fn finding(map: &Map, step: StepId, pair: [ClaimId; 2], stated: Place) -> Diagnostic {
    let conclusion = map.step(step).conclusion;
    let origin = map.step(step).origin;
    let (what, noun) = match (map.step(step).polarity, map.step(step).undercuts) {
        _ if matches!(origin, Origin::Outweighed(..)) => ("what outweighs an objection to", "list"),
        (_, Some(_)) => ("an undercut of a step to", "undercut"),
        (Polarity::For, None) => ("a reason for", "reason"),
        (Polarity::Against, None) => ("an objection to", "reason"),
    };
    let [a, b] = pair.map(|claim| name(map.id(claim)));
    let [first, second] = pair.map(|premise| {
        let hop = Hop {
            conclusion,
            step,
            premise,
        };
        hop_place(map, &hop)
    });
    let conclusion = name(map.id(conclusion));
    let message = format!("{what} {conclusion} rests on {a} and {b}, which contradict each other");
    let mut finding = Diagnostic::new(RULE.name, message).label(
        second.file,
        second.span,
        format!("cannot hold together with {a}"),
    );
    if first != second {
        finding = finding.label(first.file, first.span, format!("the premise {a}"));
    }
    finding.label(stated.file, stated.span, "the contradiction").help(format!(
        "premises count only together, so this {noun} never holds: drop one of the two, or make two {noun}s if each is enough by itself"
    ))
}
