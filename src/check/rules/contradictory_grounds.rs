#![doc = include_str!("contradictory_grounds.md")]

use crate::check::budget::AnswerCount;
use crate::check::trail::trail;
use crate::check::wording::name;
use crate::check::{Context, Rule, opposed};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::support::{Exhausted, Joint, Needs, Support};
use crate::map::{ClaimId, Map};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CONTRADICTORY_GROUNDS,
    level: Level::Warn,
    summary: "a reason that needs two claims that contradict",
    page: include_str!("contradictory_grounds.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (map, support) = (context.map, context.support());
    // A reason that could not be read may support a premise.
    if context.unread.bearing() {
        return;
    }
    let mut needs = context.needs();
    let mut asked = AnswerCount::default();
    for (a, b, stated) in opposed::pairs(map) {
        if let Some(joint) = asked.answer(needs_both(support, &mut needs, a, b)) {
            findings.push(finding(map, [a, b], stated, &joint));
        }
    }
    findings.extend(asked.finding(RULE.name, "contradictions"));
}

/// The nearest reason that needs both claims, unless a more specific rule applies.
fn needs_both(
    support: &Support,
    needs: &mut Needs<'_>,
    a: ClaimId,
    b: ClaimId,
) -> Result<Option<Joint>, Exhausted> {
    // Both are premises of one reason: that is `contradictory-premises`. One needs the other: that is
    // `self-defeating-claim`.
    if support.share_reason(a, b) || needs.needs(a, b)? || needs.needs(b, a)? {
        return Ok(None);
    }
    needs.jointly(a, b)
}

fn finding(map: &Map, pair: [ClaimId; 2], stated: Place, joint: &Joint) -> Diagnostic {
    let [a, b] = pair.map(|claim| name(map.id(claim)));
    let claim = name(map.id(joint.conclusion));
    let place = map.step_place(joint.step);
    let message =
        format!("a reason for {claim} needs both {a} and {b}, which contradict each other");
    let mut finding = Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "needs both")
        .label(stated.file, stated.span, format!("{a} contradicts {b}"));
    for (ground, path) in [&a, &b].into_iter().zip(&joint.paths) {
        let caption = format!("{claim} rests on {ground}");
        finding = finding.trail(trail(map, caption, path));
    }
    finding.help(format!(
        "this reason can never hold: make it two reasons, if each of {a} and {b} is enough by itself, or weaken one \
         so that both may hold"
    ))
}
