#![doc = include_str!("redundant_support.md")]

use crate::check::budget::AnswerCount;
use crate::check::trail::{hop_place, trail};
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::support::{Hop, Path, Search, Support};
use crate::map::{ClaimId, Map, StepId};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::REDUNDANT_SUPPORT,
    level: Level::Note,
    summary: "a direct support that the map already implies",
    page: include_str!("redundant_support.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (map, support) = (context.map, context.support());
    let mut search = Search::new(support);
    let mut asked = AnswerCount::default();
    for conclusion in map.claims() {
        let down = support.down(conclusion);
        let only_other = OnlyOther::new(map, conclusion);
        for (index, reach) in down.iter().enumerate() {
            let is_other = |at: Option<usize>| {
                let beside = at.and_then(|at| down.get(at));
                beside.is_none_or(|other| other.step != reach.step)
            };
            let is_plain = is_other(index.checked_sub(1)) && is_other(Some(index + 1));
            let hop = Hop {
                conclusion,
                step: reach.step,
                premise: reach.claim,
            };
            if !is_plain || !may_be_redundant(support, hop) {
                continue;
            }
            let linked = only_other.as_ref().and_then(|it| it.reason_beside(hop));
            if let Some(linked) = linked {
                findings.push(also_a_premise(map, hop, linked));
            } else if let Some(path) = asked.answer(search.roundabout_path(conclusion, reach.claim))
            {
                findings.push(also_by_path(map, hop, &path));
            }
        }
    }
    findings.extend(asked.finding(RULE.name, "direct supports"));
}

/// Whether the premise has another use and the conclusion another premise. In a knot, all support is roundabout.
fn may_be_redundant(support: &Support, hop: Hop) -> bool {
    support.up(hop.premise).len() > 1
        && support.down(hop.conclusion).len() > 1
        && !support.same_knot(hop.premise, hop.conclusion)
}

/// The two reasons for a claim that has exactly two.
struct OnlyOther<'m> {
    map: &'m Map,
    reasons: [StepId; 2],
}

impl<'m> OnlyOther<'m> {
    fn new(map: &'m Map, conclusion: ClaimId) -> Option<Self> {
        let mut reasons = map.reasons_for(conclusion);
        let (first, second, third) = (reasons.next()?, reasons.next()?, reasons.next());
        let reasons = [first, second];
        third.is_none().then_some(Self { map, reasons })
    }

    /// The other reason, if it has the same premise among others. Without them it would say the same.
    fn reason_beside(&self, hop: Hop) -> Option<Hop> {
        let step = self.reasons.into_iter().find(|&step| step != hop.step)?;
        let premises = || self.map.premises(step);
        let is_shared =
            premises().nth(1).is_some() && premises().any(|premise| premise == hop.premise);
        is_shared.then_some(Hop { step, ..hop })
    }
}

fn also_a_premise(map: &Map, hop: Hop, linked: Hop) -> Diagnostic {
    let (premise, conclusion) = (name(map.id(hop.premise)), name(map.id(hop.conclusion)));
    let (here, there) = (hop_place(map, &hop), hop_place(map, &linked));
    let message = format!(
        "{premise} supports {conclusion} by itself, and is a premise of its only other reason"
    );
    Diagnostic::new(RULE.name, message)
        .label(here.file, here.span, "support by itself")
        .label(there.file, there.span, "support together with others")
        .help(format!(
            "if {premise} is enough by itself, take it out of the linked reason; if it is not, drop this support"
        ))
}

fn also_by_path(map: &Map, hop: Hop, path: &Path) -> Diagnostic {
    let (premise, conclusion) = (name(map.id(hop.premise)), name(map.id(hop.conclusion)));
    let here = hop_place(map, &hop);
    let message = format!("{premise} supports {conclusion} directly and by a longer path");
    Diagnostic::new(RULE.name, message)
        .label(here.file, here.span, "direct support")
        .trail(trail(map, format!("{conclusion} rests on {premise}"), path))
        .help("drop the direct support, unless it is a reason that the longer path does not give")
}
