#![doc = include_str!("mutual_support.md")]

use super::circular_support::way_round;
use crate::check::trail::{hop_place, hop_words};
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::ClaimId;
use crate::map::support::Foothold;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::MUTUAL_SUPPORT,
    level: Level::Warn,
    summary: "claims that rest on themselves, but not only on themselves",
    page: include_str!("mutual_support.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (map, support) = (context.map, context.support());
    let unfounded = support.unfounded(map);
    let is_founded = |knot: &&Vec<_>| {
        let mut claims = knot.iter().copied();
        !claims.any(|claim: ClaimId| unfounded.contains(claim.index()))
    };
    let knots = support.knots().iter().filter(is_founded);
    findings.extend(knots.filter_map(|knot| {
        let cycle = support.shortest_cycle(knot)?;
        let first = cycle.path.head.first()?;
        let mut footholds = knot.iter().filter_map(|&claim| Some((claim, support.foothold(map, claim)?)));
        let (carried, foothold) = footholds.next()?;
        let carried = name(map.id(carried));
        let place = hop_place(map, first);
        let conclusion = name(map.id(first.conclusion));
        let message = format!("{conclusion} rests on itself, though not only on itself");
        let finding = Diagnostic::new(RULE.name, message)
            .label(place.file, place.span, hop_words(map, first))
            .trail(way_round(map, knot, &cycle))
            .help("a claim gains nothing from what rests on it; drop the step that the text does not make");
        Some(match foothold {
            Foothold::Assumed => finding.note(format!("the circle is supported from outside: {carried} is assumed")),
            Foothold::Reason(step) => {
                let place = map.step_place(step);
                finding.label(place.file, place.span, format!("{carried} is supported from outside"))
            }
        })
    }));
}
