#![doc = include_str!("quoted_implicit.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::QUOTED_IMPLICIT,
    level: Level::Deny,
    summary: "a claim that is quoted but marked implicit",
    page: include_str!("quoted_implicit.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for id in map.claims() {
        let claim = map.claim(id);
        let implicit = claim.implicit.as_ref().filter(|implicit| implicit.value);
        if let (Some(implicit), Some(quote)) = (implicit, claim.quotes.first()) {
            let file = map.file_of(id);
            findings.push(
                Diagnostic::new(
                    RULE.name,
                    format!("{} is quoted but marked implicit", name(map.id(id))),
                )
                .label(file, implicit.span, "the text does not say it")
                .label(file, quote.text.span, "the text says it")
                .help("keep one of the two; what is said and what is meant may be two claims"),
            );
        }
    }
}
