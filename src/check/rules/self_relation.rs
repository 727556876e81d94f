#![doc = include_str!("self_relation.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::SELF_RELATION,
    level: Level::Deny,
    summary: "a claim related to itself",
    page: include_str!("self_relation.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for relation in map.self_relations() {
        let (does, why) = words(relation.key);
        let place = relation.place;
        let message = format!("{} {does}", name(map.id(relation.claim)));
        findings.push(
            Diagnostic::new(RULE.name, message)
                .label(place.file, place.span, "the claim itself")
                .note(why)
                .help("name the claim you mean, or drop this entry"),
        );
    }
}

/// What the claim does to itself, and why that cannot work.
fn words(key: &str) -> (&'static str, &'static str) {
    const NO_REASON: &str = "repeating a claim is no reason for it: this never makes it stand";
    const NO_OBJECTION: &str = "a claim that speaks against itself is undecided at best; a claim that you hold to be false is `denied = true`";
    match key {
        "attacks" => ("attacks itself", NO_OBJECTION),
        "objection" => ("is an objection to itself", NO_OBJECTION),
        "contradicts" => ("contradicts itself", NO_OBJECTION),
        "contrasts" => (
            "is contrasted with itself",
            "a contrast has two sides: two claims",
        ),
        "supports" => ("supports itself", NO_REASON),
        _ => ("is a premise of itself", NO_REASON),
    }
}
