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
                .help("keep one of the two, with what both say beside it"),
        );
    }
}

/// What is stated twice, and what comes of that.
fn words(map: &Map, what: &Repeated) -> Option<(String, &'static str)> {
    const TWO_STEPS: &str = "these are two steps: what undercuts one of them leaves the other, and in strengths both count";
    let id = |claim| name(map.id(claim));
    let words = match *what {
        Repeated::Relation(kind, from, to) => {
            let (from, to) = (id(from), id(to));
            match kind {
                RelationKind::Supports => (
                    format!("that {from} supports {to} is stated again"),
                    TWO_STEPS,
                ),
                RelationKind::Contradicts => (
                    format!("that {from} contradicts {to} is stated again"),
                    "a contradiction reads the same from both ends: one of them states it",
                ),
                RelationKind::Contrasts => (
                    format!("that {from} contrasts with {to} is stated again"),
                    "a contrast reads the same from both ends: one of them states it",
                ),
                RelationKind::Restates => (
                    format!("that {from} restates {to} is stated again"),
                    "a restatement reads the same from both ends: one of them states it",
                ),
                RelationKind::Attacks | RelationKind::Undercuts => (
                    format!("that {from} attacks {to} is stated again"),
                    TWO_STEPS,
                ),
            }
        }
        Repeated::Undercut(claim, step) => (
            format!(
                "that {} undercuts this step to {} is stated again",
                id(claim),
                id(map.step(step).conclusion)
            ),
            "said twice it rejects no more than once, but in strengths both count",
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
            "linked premises hold together or not at all: each is needed once",
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
