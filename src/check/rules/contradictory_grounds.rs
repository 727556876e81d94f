#![doc = include_str!("contradictory_grounds.md")]

use crate::check::budget::Asked;
use crate::check::trail::trail;
use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::support::{Exhausted, Meeting, Search, Support};
use crate::map::{ClaimId, LinkId, Map};
use crate::syntax::RelationKind;

static INFO: Info = Info {
    name: "contradictory-grounds",
    level: Level::Warn,
    summary: "a claim that rests on two that contradict",
    page: include_str!("contradictory_grounds.md"),
};

pub(in crate::check) struct ContradictoryGrounds;

impl Rule for ContradictoryGrounds {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let (map, support) = (context.map, context.support());
        let mut search = Search::new(support);
        let mut asked = Asked::default();
        for (a, b, link) in map.linked_pairs(RelationKind::Contradicts) {
            if let Some(meeting) = asked.answer(nearest_on_both(support, &mut search, a, b)) {
                findings.push(finding(map, [a, b], link, &meeting));
            }
        }
        findings.extend(asked.finding(INFO.name, "contradictions"));
    }
}

/// The nearest claim that rests on both, where no rule that says more applies.
fn nearest_on_both(
    support: &Support,
    search: &mut Search<'_>,
    a: ClaimId,
    b: ClaimId,
) -> Result<Option<Meeting>, Exhausted> {
    // Both premises of one reason: `contradictory-premises`. One rests on the other: `self-defeating-claim`.
    if support.share_reason(a, b) || search.rests(a, b)? || search.rests(b, a)? {
        return Ok(None);
    }
    search.meeting(a, b)
}

fn finding(map: &Map<'_>, pair: [ClaimId; 2], link: LinkId, meeting: &Meeting) -> Diagnostic {
    let [a, b] = pair.map(|claim| name(map.id(claim)));
    let claim = name(map.id(meeting.claim));
    let (place, stated) = (map.place(meeting.claim), map.link_place(link));
    let message = format!("{claim} rests on {a} and on {b}, which contradict each other");
    let mut finding = Diagnostic::new(INFO.name, message)
        .label(place.file, place.span, "rests on both")
        .label(stated.file, stated.span, format!("{a} contradicts {b}"));
    for (ground, path) in [&a, &b].into_iter().zip(&meeting.paths) {
        let caption = format!("{claim} rests on {ground}");
        finding = finding.trail(trail(map, caption, path));
    }
    finding.help(format!(
        "one of the two paths must fail: drop a step of it, or weaken {a} or {b} so that both may hold"
    ))
}
