#![doc = include_str!("self_defeating_claim.md")]

use crate::check::budget::Asked;
use crate::check::trail::{is_plain, trail};
use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::map::support::{Exhausted, Path, Search};
use crate::map::{ClaimId, Map, StepId};
use crate::syntax::{Polarity, RelationKind};

static INFO: Info = Info {
    name: "self-defeating-claim",
    level: Level::Deny,
    summary: "a claim that rests on one that opposes it",
    page: include_str!("self_defeating_claim.md"),
};

pub(in crate::check) struct SelfDefeatingClaim;

impl Rule for SelfDefeatingClaim {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        let mut search = Search::new(context.support());
        let mut asked = Asked::default();
        for step in map.steps() {
            if map.step(step).polarity == Polarity::Against {
                let claim = map.step(step).conclusion;
                let objector = asked.answer(objector_below(map, &mut search, claim, step));
                findings.extend(objector.map(|(objector, path)| {
                    let place = if is_plain(map, step) {
                        map.step_place(step)
                    } else {
                        map.premise_place(step, objector)
                    };
                    finding(map, claim, objector, place, ["attacks", "attack"], &path)
                }));
            }
        }
        for (a, b, link) in map.linked_pairs(RelationKind::Contradicts) {
            let below = asked.answer(opponent_below(&mut search, a, b));
            findings.extend(below.map(|(claim, opponent, path)| {
                let words = ["contradicts", "contradiction"];
                finding(map, claim, opponent, map.link_place(link), words, &path)
            }));
        }
        findings.extend(asked.finding(INFO.name, "attacks and contradictions"));
    }
}

/// The first premise of an objection on which the claim that it is raised against rests, not as its direct reason: that
/// is `support-and-attack`.
fn objector_below(
    map: &Map<'_>,
    search: &mut Search<'_>,
    claim: ClaimId,
    objection: StepId,
) -> Result<Option<(ClaimId, Path)>, Exhausted> {
    // What a claim says of itself is `self-relation`.
    for objector in map
        .premises(objection)
        .filter(|&objector| objector != claim)
    {
        if let Some(path) = search
            .path(claim, objector)?
            .filter(|path| path.steps() > 1)
        {
            return Ok(Some((objector, path)));
        }
    }
    Ok(None)
}

/// Of two claims that contradict each other the one that rests on the other, not as its direct reason, and how.
fn opponent_below(
    search: &mut Search<'_>,
    a: ClaimId,
    b: ClaimId,
) -> Result<Option<(ClaimId, ClaimId, Path)>, Exhausted> {
    for (claim, opponent) in [(a, b), (b, a)] {
        if let Some(path) = search
            .path(claim, opponent)?
            .filter(|path| path.steps() > 1)
        {
            return Ok(Some((claim, opponent, path)));
        }
    }
    Ok(None)
}

fn finding(
    map: &Map<'_>,
    claim: ClaimId,
    opponent: ClaimId,
    place: Place,
    [does, noun]: [&str; 2],
    path: &Path,
) -> Diagnostic {
    let (claim, opponent) = (name(map.id(claim)), name(map.id(opponent)));
    let message = format!("{claim} rests on {opponent}, which {does} it");
    Diagnostic::new(INFO.name, message)
        .label(place.file, place.span, format!("{opponent} {does} {claim}"))
        .trail(trail(map, format!("{claim} rests on {opponent}"), path))
        .help(format!(
            "{claim} needs {opponent} here, which makes it fall: drop the {noun}, or a step of the path"
        ))
}
