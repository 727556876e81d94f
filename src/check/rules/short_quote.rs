#![doc = include_str!("short_quote.md")]

use crate::check::quotation_wording::citations;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::proof::Entry;
use crate::quotes::word_count;

/// A quotation of fewer words says little by itself.
const FEWEST: usize = 4;

static INFO: Info = Info {
    name: RuleName::SHORT_QUOTE,
    level: Level::Note,
    summary: "a quotation of fewer than four words that is no sentence",
    page: include_str!("short_quote.md"),
};

pub(in crate::check) struct ShortQuote;

impl Rule for ShortQuote {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
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
                    _ => format!("{words} words only"),
                };
                findings.push(
                    Diagnostic::new(
                        INFO.name,
                        format!("{} has {words}", citation.subject(context)),
                    )
                    .label(citation.file, citation.span(), "this could mean anything")
                    .help("quote the whole of what makes the author's claim"),
                );
            }
        }
    }
}
