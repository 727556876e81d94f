#![doc = include_str!("unquoted_claim.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNQUOTED_CLAIM,
    level: Level::Warn,
    summary: "a claim that is neither quoted nor implicit, in a map with sources",
    page: include_str!("unquoted_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    if map.sources().len() == 0 {
        return;
    }
    for id in map.claims() {
        let claim = map.claim(id);
        if context.unread.claim(id)
            || !claim.quotes.is_empty()
            || claim.implicit.as_ref().is_some_and(|is| is.value)
        {
            continue;
        }
        let place = map.place(id);
        let message = format!("{} is neither quoted nor implicit", name(map.id(id)));
        findings.push(
            Diagnostic::new(RULE.name, message)
                .label(place.file, place.span, "who says so?")
                .help(
                    "give it a `quote`, or say that the text leaves it unstated: `implicit = true`",
                ),
        );
    }
}
