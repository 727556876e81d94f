#![doc = include_str!("contrast_with_ground.md")]

use crate::check::budget::AnswerCount;
use crate::check::trail::trail;
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::support::{Exhausted, Path, Search};
use crate::map::{ClaimId, LinkId, Map};
use crate::syntax::RelationKind;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CONTRAST_WITH_GROUND,
    level: Level::Warn,
    summary: "a claim contrasted with one that it rests on",
    page: include_str!("contrast_with_ground.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let mut search = Search::new(context.support());
    let mut asked = AnswerCount::default();
    for (a, b, link) in map.linked_pairs(RelationKind::Contrasts) {
        if let Some((claim, ground, path)) = asked.answer(ground_below(&mut search, a, b)) {
            findings.push(finding(map, claim, ground, link, &path));
        }
    }
    findings.extend(asked.finding(RULE.name, "contrasts"));
}

/// The one of two claims that rests on the other, the other, and the path between them.
fn ground_below(
    search: &mut Search<'_>,
    a: ClaimId,
    b: ClaimId,
) -> Result<Option<(ClaimId, ClaimId, Path)>, Exhausted> {
    for (claim, ground) in [(a, b), (b, a)] {
        if let Some(path) = search.path(claim, ground)? {
            return Ok(Some((claim, ground, path)));
        }
    }
    Ok(None)
}

fn finding(map: &Map, claim: ClaimId, ground: ClaimId, link: LinkId, path: &Path) -> Diagnostic {
    let place = map.link_place(link);
    let (claim, ground) = (name(map.id(claim)), name(map.id(ground)));
    let message = format!("{claim} is contrasted with {ground}, on which it rests");
    Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "the contrast")
        .trail(trail(map, format!("{claim} rests on {ground}"), path))
        .help("a contrast is between claims on one level: contrast one of the two with another claim, or drop a step of the path")
}
