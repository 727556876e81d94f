#![doc = include_str!("duplicate_relation.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{Map, Repeated};
use crate::syntax::RelationKind;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::DUPLICATE_RELATION,
    level: Level::Warn,
    summary: "the same relation stated twice",
    page: include_str!("duplicate_relation.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for repeat in context.map.repeats() {
        let Some((message, note)) = words(context.map, &repeat.what) else {
            continue;
        };
        let (first, second) = (repeat.first, repeat.second);
        let message = format!("{message}, first at {}", context.point(first));
        findings.push(
            Diagnostic::new(RULE.name, message)
                .label(second.file, second.span, "stated again here")
                .label(first.file, first.span, "first stated here")
                .note(note)
                .help("keep one of the two, with the details of both"),
        );
    }
}

/// What is stated twice, and what follows from that.
fn words(map: &Map, what: &Repeated) -> Option<(String, &'static str)> {
    const TWO_STEPS: &str =
        "these are two steps: an undercut of one leaves the other, and in strengths both count";
    let id = |claim| name(map.id(claim));
    let words = match *what {
        Repeated::Relation(kind, from, to) => {
            let (does, note) = match kind {
                RelationKind::Supports => ("supports", TWO_STEPS),
                RelationKind::Contradicts => (
                    "contradicts",
                    "a contradiction is the same from both ends: state it once",
                ),
                RelationKind::Contrasts => (
                    "contrasts with",
                    "a contrast is the same from both ends: state it once",
                ),
                RelationKind::Restates => (
                    "restates",
                    "a restatement is the same from both ends: state it once",
                ),
                RelationKind::Attacks | RelationKind::Undercuts => ("attacks", TWO_STEPS),
            };
            let (from, to) = (id(from), id(to));
            (format!("it is stated again that {from} {does} {to}"), note)
        }
        Repeated::Undercut(claim, step) => (
            format!(
                "it is stated again that {} undercuts this step to {}",
                id(claim),
                id(map.step(step).conclusion)
            ),
            "two undercuts reject no more than one, but in strengths both count",
        ),
        Repeated::Premise(premise, conclusion) => (
            match conclusion {
                Some(conclusion) => format!(
                    "{} is named again among linked premises of {}",
                    id(premise),
                    id(conclusion)
                ),
                None => format!("{} is named again among what undercuts a step", id(premise)),
            },
            "linked premises count only together: list each once",
        ),
        Repeated::Outweighing(claim) => (
            format!(
                "{} is named again among what outweighs an objection",
                id(claim)
            ),
            "they outweigh it only together: list each once",
        ),
        Repeated::Answer(claim, ref question) => (
            format!(
                "{} is listed again among the answers to {}",
                id(claim),
                name(question)
            ),
            "an answer counts once",
        ),
        Repeated::Claim(_) | Repeated::Table(..) | Repeated::Header(_) => return None,
    };
    Some(words)
}
