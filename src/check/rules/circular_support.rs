#![doc = include_str!("circular_support.md")]

use crate::check::trail::{grouped, hop_place, hop_words, trail};
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName, Trail};
use crate::map::support::{Cycle, Support};
use crate::map::{ClaimId, Map};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CIRCULAR_SUPPORT,
    level: Level::Deny,
    summary: "claims that rest only on themselves",
    page: include_str!("circular_support.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let unfounded = context.support().unfounded(map);
    if unfounded.is_clear() {
        return;
    }
    let support = Support::among(map, |claim| unfounded.contains(claim.index()));
    findings.extend(support.knots().iter().filter_map(|knot| {
        let cycle = support.shortest_cycle(knot)?;
        let first = cycle.path.head.first()?;
        let place = hop_place(map, first);
        let message = format!("{} rests on itself", name(map.id(first.conclusion)));
        let finding = Diagnostic::new(RULE.name, message)
            .label(place.file, place.span, hop_words(map, first))
            .trail(way_round(map, knot, &cycle))
            .help("a reason must be acceptable before what it supports; drop or reverse one of these steps");
        Some(finding)
    }));
}

/// The shortest known circle in a knot, as a trail.
pub(in crate::check) fn way_round(map: &Map, knot: &[ClaimId], cycle: &Cycle) -> Trail {
    let claims = grouped(knot.len());
    let caption = match cycle.is_shortest {
        true if cycle.path.steps() == knot.len() => String::new(),
        true => format!("the shortest circle, among {claims} claims that rest on each other"),
        false => format!("a circle, among {claims} claims that rest on each other"),
    };
    trail(map, caption, &cycle.path)
}
