#![doc = include_str!("short_quote.md")]

use crate::check::quotation_wording::citations;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::proof::Entry;
use crate::quotes::word_count;

/// A quotation of fewer words than this says little on its own.
const FEWEST: usize = 4;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::SHORT_QUOTE,
    level: Level::Note,
    summary: "a quotation of fewer than four words that is not a sentence",
    page: include_str!("short_quote.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for citation in citations(context) {
        let words = word_count(&citation.quote.text.value, FEWEST);
        let is_sentence = || {
            let place = citation.cited.place();
            place.is_some_and(|place| citation.text.is_sentence(place.whole.text.clone()))
        };
        if !matches!(citation.cited.entry, Entry::Ignore(..))
            && (1..FEWEST).contains(&words)
            && !is_sentence()
        {
            let words = match words {
                1 => "a single word".to_owned(),
                _ => format!("only {words} words"),
            };
            let message = format!("{} has {words}", citation.subject(context));
            findings.push(
                citation
                    .finding(RULE.name, message, "this could mean anything")
                    .help("quote everything that makes the author's claim"),
            );
        }
    }
}
