#![doc = include_str!("circular_support.md")]

use crate::check::trail::{grouped, hop_place, hop_words, trail};
use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::support::Cycle;
use crate::map::{ClaimId, Map};

static INFO: Info = Info {
    name: "circular-support",
    level: Level::Deny,
    summary: "claims that rest on themselves",
    page: include_str!("circular_support.md"),
};

pub(in crate::check) struct CircularSupport;

impl Rule for CircularSupport {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let (map, support) = (context.map, context.support());
        let of_knot = |knot: &Vec<ClaimId>| finding(map, knot, &support.shortest_cycle(knot)?);
        findings.extend(support.knots().iter().filter_map(of_knot));
    }
}

fn finding(map: &Map, knot: &[ClaimId], cycle: &Cycle) -> Option<Diagnostic> {
    let first = cycle.path.head.first()?;
    let place = hop_place(map, first);
    let claims = grouped(knot.len());
    let caption = match cycle.is_shortest {
        true if cycle.path.steps() == knot.len() => String::new(),
        true => format!("the shortest way round, among {claims} claims that rest on each other"),
        false => format!("a way round, among {claims} claims that rest on each other"),
    };
    let message = format!("{} rests on itself", name(map.id(first.conclusion)));
    let finding = Diagnostic::new(INFO.name, message)
        .label(place.file, place.span, hop_words(map, first))
        .trail(trail(map, caption, &cycle.path))
        .help("a reason must be acceptable before what it supports; drop or turn round one of these steps");
    Some(finding)
}
