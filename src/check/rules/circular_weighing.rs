#![doc = include_str!("circular_weighing.md")]

use crate::check::budget::AnswerCount;
use crate::check::trail::trail;
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::support::{Path, Search};
use crate::map::{ClaimId, Map, StepId};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CIRCULAR_WEIGHING,
    level: Level::Warn,
    summary: "an objection outweighed by what it is about",
    page: include_str!("circular_weighing.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let mut weighings = map
        .undercuts()
        .filter(|&step| map.is_outweighing(step))
        .peekable();
    if weighings.peek().is_none() {
        return;
    }
    let mut search = Search::new(context.support());
    let mut asked = AnswerCount::default();
    for weighing in weighings {
        let step = map.step(weighing);
        let Some(objection) = step.undercuts else {
            continue;
        };
        let conclusion = step.conclusion;
        let weighed: rustc_hash::FxHashSet<ClaimId> = map.premises(objection).collect();
        for claim in map.premises(weighing) {
            let id = name(map.id(claim));
            if weighed.contains(&claim) {
                let message = format!("{id} outweighs an objection that it is part of");
                let help =
                    "an objection cannot outweigh itself: name what weighs more, or drop the claim";
                findings.push(finding(map, weighing, message, help, None));
            } else if claim == conclusion {
                let message = format!("{id} outweighs an objection to itself");
                let help =
                    "a claim in dispute decides nothing: name the reasons for it that weigh more";
                findings.push(finding(map, weighing, message, help, None));
            } else if let Some(path) = asked.answer(search.path(claim, conclusion)) {
                let about = name(map.id(conclusion));
                let message = format!("{id} outweighs an objection to {about}, on which it rests");
                let caption = format!("{id} rests on {about}");
                let help = "a claim in dispute decides nothing: name what weighs more without it";
                findings.push(finding(map, weighing, message, help, Some((caption, path))));
            }
        }
    }
    findings.extend(asked.finding(RULE.name, "claims that outweigh objections"));
}

fn finding(
    map: &Map,
    weighing: StepId,
    message: String,
    help: &str,
    path: Option<(String, Path)>,
) -> Diagnostic {
    let place = map.step_place(weighing);
    let finding = Diagnostic::new(RULE.name, message)
        .label(place.file, place.span, "outweighs it")
        .help(help);
    let trails = path.map(|(caption, path)| trail(map, caption, &path));
    trails.into_iter().fold(finding, Diagnostic::trail)
}
