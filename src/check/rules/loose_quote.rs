#![doc = include_str!("loose_quote.md")]

use crate::check::quotation_wording::{ReadQuote, at, citations};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Fix, Level, PassageRole, RuleName};
use crate::proof::Entry;
use crate::quotes::{BlockEnd, QuotePlace, Tier};
use crate::syntax::toml_string;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::LOOSE_QUOTE,
    level: Level::Note,
    summary: "a quotation whose words match its source, but not exactly",
    page: include_str!("loose_quote.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for citation in citations(context) {
        let Some(place) = citation.cited.place() else {
            continue;
        };
        if place.tier != Tier::Exact {
            findings.push(loose(context, &citation, place));
        }
        let is_ignored = matches!(citation.cited.entry, Entry::Ignore(..));
        if let Some(end) = place.over.filter(|_| !is_ignored) {
            findings.push(over(context, &citation, place, end));
        }
    }
}

fn loose(context: &Context<'_>, citation: &ReadQuote<'_, '_>, place: &QuotePlace) -> Diagnostic {
    let differs = match place.tier {
        Tier::Exact | Tier::Typography => "typography",
        Tier::Case => "letter case",
    };
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let message = format!("{subject} differs from {source} in {differs}");
    let finding = found(context, citation, place, message);
    match exact(citation, place) {
        Some(fix) => finding.help("quote it as it is written there").fix(fix),
        None => finding,
    }
}

/// The finding about words that follow one another, but not within one block.
fn over(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    place: &QuotePlace,
    end: BlockEnd,
) -> Diagnostic {
    let end = match end {
        BlockEnd::Block => "runs over the end of a paragraph, heading, list item or table row",
        BlockEnd::Cell => "runs from one table cell into the next",
    };
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    found(
        context,
        citation,
        place,
        format!("{subject} {end} in {source}"),
    )
    .help("quote each part separately: `quote = [\"…\", \"…\"]`")
}

/// A finding that shows where the words are.
fn found(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    place: &QuotePlace,
    message: String,
) -> Diagnostic {
    citation
        .finding(
            RULE.name,
            message,
            format!("found at {}", at(place.whole.start)),
        )
        .passage(citation.passage(context, &place.whole, PassageRole::Place))
}

/// The fix that quotes the words as the source has them; `None` if they span several lines or several parts.
fn exact(citation: &ReadQuote<'_, '_>, place: &QuotePlace) -> Option<Fix> {
    let [only] = place.parts.as_slice() else {
        return None;
    };
    let words = citation.text.text().get(only.text.clone())?;
    if words.contains(char::is_control) {
        return None;
    }
    let title = "quote it as it is written there";
    let edits = vec![(citation.place(), toml_string(words))];
    Some(match place.tier {
        // An author who writes a different letter may mean it.
        Tier::Case => Fix::guess(title, edits),
        _ => Fix::certain(title, edits),
    })
}
