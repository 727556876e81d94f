#![doc = include_str!("unsourced_quote.md")]

use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNSOURCED_QUOTE,
    level: Level::Warn,
    summary: "quotations in a map that has no source",
    page: include_str!("unsourced_quote.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    if map.sources().len() > 0 || context.unread.tables() {
        return;
    }
    // A quotation that names a source already has its own finding.
    let first = map.claims().find_map(|claim| {
        let mut quotes = map.claim(claim).quotes.iter();
        Some((claim, quotes.find(|quote| quote.source().is_none())?))
    });
    let Some((claim, quote)) = first else {
        return;
    };
    findings.push(
        Diagnostic::new(
            RULE.name,
            "the map quotes, but names no source",
        )
        .label(map.file_of(claim), quote.span, "which text is this from?")
        .note("none of its quotations can be proven")
        .help("put the text next to the map and name it, such as `[source.article]` with `path = \"article.txt\"`"),
    );
}
