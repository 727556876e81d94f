#![doc = include_str!("self_defeating_claim.md")]

use crate::check::budget::AnswerCount;
use crate::check::trail::{is_plain, trail};
use crate::check::wording::name;
use crate::check::{Context, Rule, opposed};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::support::{Exhausted, Needs, Path, Search};
use crate::map::{ClaimId, Map, StepId};
use crate::syntax::Polarity;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::SELF_DEFEATING_CLAIM,
    level: Level::Deny,
    summary: "a claim that needs one that opposes it",
    page: include_str!("self_defeating_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // A reason that could not be read may support the claim.
    if context.unread.bearing() {
        return;
    }
    let mut grounds = Grounds {
        search: Search::new(context.support()),
        needs: context.needs(),
    };
    let mut asked = AnswerCount::default();
    for step in map.steps() {
        // An undercut objection may fail even if its premises hold.
        if map.step(step).polarity == Polarity::Against && map.undercuts_of(step).next().is_none() {
            let claim = map.step(step).conclusion;
            let objector = asked.answer(grounds.objector(map, claim, step));
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
    for (a, b, stated) in opposed::pairs(map) {
        let below = asked.answer(grounds.opponent(a, b));
        findings.extend(below.map(|(claim, opponent, path)| {
            let words = ["contradicts", "contradiction"];
            finding(map, claim, opponent, stated, words, &path)
        }));
    }
    findings.extend(asked.finding(RULE.name, "attacks and contradictions"));
}

/// Finds what a claim rests on, and which of these claims it needs.
struct Grounds<'a> {
    search: Search<'a>,
    needs: Needs<'a>,
}

impl Grounds<'_> {
    /// The first premise of an objection, and the path from the claim down to it, if the claim needs all premises of
    /// the objection: then whatever holds up the claim also holds up the objection.
    fn objector(
        &mut self,
        map: &Map,
        claim: ClaimId,
        objection: StepId,
    ) -> Result<Option<(ClaimId, Path)>, Exhausted> {
        let mut first = None;
        // What a claim says about itself is for `self-relation`.
        for objector in map.premises(objection).filter(|&it| it != claim) {
            if !self.needs.needs(claim, objector)? {
                return Ok(None);
            }
            if first.is_none() {
                let path = self.search.path(claim, objector)?;
                first = path.map(|path| (objector, path));
            }
        }
        Ok(first)
    }

    /// The one of two contradicting claims that needs the other, the other, and the path between them.
    fn opponent(
        &mut self,
        a: ClaimId,
        b: ClaimId,
    ) -> Result<Option<(ClaimId, ClaimId, Path)>, Exhausted> {
        for (claim, opponent) in [(a, b), (b, a)] {
            if self.needs.needs(claim, opponent)?
                && let Some(path) = self.search.path(claim, opponent)?
            {
                return Ok(Some((claim, opponent, path)));
            }
        }
        Ok(None)
    }
}

fn finding(
    map: &Map,
    claim: ClaimId,
    opponent: ClaimId,
    place: Place,
    [does, noun]: [&str; 2],
    path: &Path,
) -> Diagnostic {
    let (claim, opponent) = (name(map.id(claim)), name(map.id(opponent)));
    let message = format!("{claim} needs {opponent}, which {does} it");
    Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, format!("{opponent} {does} {claim}"))
        .trail(trail(map, format!("{claim} rests on {opponent}"), path))
        .help(format!(
            "nothing else supports {claim}, so it can never hold: drop the {noun} or a step of the path, or give it a \
             reason without {opponent}"
        ))
}
