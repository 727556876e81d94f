#![doc = include_str!("unfound_quote.md")]

use rayon::prelude::*;

use crate::check::elsewhere::{in_no_source, sources, with_elsewhere};
use crate::check::quotation_wording::{
    ReadQuote, TOLD_PLACES, at, carried_nearest, citations, nearest, said, sourceless,
};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Fix, Level, PassageRole, RuleName};
use crate::proof::{Elsewhere, Entry, quotation};
use crate::quotes::{self, MAX_GAP, Nearest, Outcome, Quotation, Unseen};
use crate::syntax::toml_string;

/// Maximum number of quotations for which the nearest passage is searched for, since each may take a while.
const NEAREST: usize = 100;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNFOUND_QUOTE,
    level: Level::Deny,
    summary: "a quotation that is not in its source",
    page: include_str!("unfound_quote.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let unfound: Vec<_> = citations(context)
        .filter_map(|citation| Some((citation, citation.cited.outcome.as_deref()?)))
        .filter(|(_, outcome)| {
            !matches!(outcome, Outcome::Found { .. } | Outcome::Ambiguous { .. })
        })
        .collect();
    findings.par_extend(unfound.par_iter().enumerate().filter_map(
        |(number, (citation, outcome))| {
            let finding = finding(context, citation, outcome, number < NEAREST)?;
            let Some(elsewhere) = citation.cited.elsewhere.as_deref() else {
                return Some(finding);
            };
            Some(in_another_source(context, citation, finding, elsewhere))
        },
    ));
    let nowhere: Vec<_> = sourceless(context).collect();
    findings.par_extend(nowhere.par_iter().enumerate().filter_map(
        |(number, &(cited, file, quote))| {
            in_no_source(context, RULE.name, cited, (file, quote), number < NEAREST)
        },
    ));
}

/// The words are in a source other than the one named: that says more than what is nearest in this one.
fn in_another_source(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    finding: Diagnostic,
    elsewhere: &Elsewhere,
) -> Diagnostic {
    let message = format!(
        "{}, but in {}",
        finding.message,
        sources(context, elsewhere)
    );
    let mut moved = Diagnostic::new(RULE.name, message);
    moved.labels = finding.labels;
    let written = (citation.file, citation.quote);
    let moved = with_elsewhere(context, moved, citation.cited, written, elsewhere);
    if citation.quote.source().is_some() || matches!(citation.cited.entry, Entry::Ignore(..)) {
        moved
    } else {
        moved.help("quotations that name no source are looked for in `[map] source`")
    }
}

fn finding(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    outcome: &Outcome,
    search: bool,
) -> Option<Diagnostic> {
    let subject = citation.subject(context);
    let source = citation.source_name(context);
    Some(match outcome {
        Outcome::Found { .. } | Outcome::Ambiguous { .. } => return None,
        Outcome::NotFound { part } => not_found(context, citation, *part, search),
        Outcome::PartsApart { parts, together } => parts_apart(context, citation, parts, *together),
        Outcome::Blank => citation
            .finding(
                RULE.name,
                format!("{subject} has no words"),
                "nothing to look for",
            )
            .help("quote the author's own words"),
        Outcome::OutOfContext {
            places,
            total,
            prefix_fits,
            suffix_fits,
        } => {
            let keys = match (prefix_fits, suffix_fits) {
                (false, true) => "`prefix`",
                (true, false) => "`suffix`",
                _ => "`prefix` and `suffix`",
            };
            let selector = citation.quote.selector.as_deref();
            let written = selector.and_then(|it| {
                let [prefix, suffix] = [&it.prefix, &it.suffix].map(Option::as_ref);
                if *prefix_fits { suffix } else { prefix }
            });
            let span = written.map_or(citation.place().span, |text| text.span);
            let message = format!("{subject} is in {source}, but not with this {keys}");
            let finding = Diagnostic::new(RULE.name, message);
            let finding = finding.label(citation.file, span, "not next to the words");
            let finding = citation.with_places(context, finding, places, *total);
            finding.help(match total {
                1 => format!(
                    "leave {keys} out{}: the words are in only one place of {source}",
                    and_name_it(context, citation)
                ),
                _ => format!("correct {keys}: the words directly before or after"),
            })
        }
        Outcome::NoSuchOccurrence { places, total } => {
            let selector = citation.quote.selector.as_deref();
            let number = selector.and_then(|selector| selector.occurrence.as_ref());
            let times = match total {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                _ => format!("{total} times"),
            };
            let span = number.map_or(citation.place().span, |number| number.span);
            let message =
                format!("{subject} occurs {times} in {source}, not as often as `occurrence` says");
            let finding = Diagnostic::new(RULE.name, message);
            let finding = finding.label(citation.file, span, "no such occurrence");
            let finding = citation.with_places(context, finding, places, *total);
            finding.help(match total {
                1 => format!("leave `occurrence` out{}", and_name_it(context, citation)),
                _ => format!("write a number from 1 to {total}"),
            })
        }
    })
}

/// What else is to be done if a quotation does without what singles it out: without it, the words may be found in other
/// sources as well.
fn and_name_it(context: &Context<'_>, citation: &ReadQuote<'_, '_>) -> String {
    let map = context.map;
    let is_of_one = matches!(citation.cited.entry, Entry::Ignore(..))
        || citation.quote.source().is_some()
        || map.default_source_name().is_some()
        || map.sources().len() == 1;
    if is_of_one {
        String::new()
    } else {
        format!(" and name the source, {}", citation.source_name(context))
    }
}

fn not_found(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    part: usize,
    search: bool,
) -> Diagnostic {
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let parts = Quotation::new(&citation.quote.text.value).parts();
    let several = parts.len() > 1;
    let missing = parts.get(part).copied().unwrap_or_default();
    let message = format!("{subject} is not in {source}");
    let mut finding = citation.finding(RULE.name, message, "not found");
    if let Some(doubts) = citation.text.doubts_said() {
        finding = finding.note(format!("it may still be there: {doubts}"));
    }
    if several {
        finding = finding.note(format!(
            "of its {} parts, the {} is not there: {}",
            parts.len(),
            ordinal(part + 1),
            said(missing, 80)
        ));
        finding = other_parts(context, citation, finding, &parts, part);
    }
    let unseen = || citation.text.unseen(&Quotation::new(missing));
    if let Some((passage, why)) = search.then(unseen).flatten() {
        let at = at(passage.start);
        return finding
            .passage(citation.passage(context, &passage, PassageRole::Nearest))
            .note(format!("{at}: {}", not_seen(why)))
            .help("quote what a reader of the page sees");
    }
    match search.then(|| citation.text.nearest(missing)).flatten() {
        Some(near) => finding
            .passage(carried_nearest(context, citation.source, &near))
            .note(nearest(&near))
            .fixes(as_nearest(citation, part, &near)),
        None => finding.help("quote the author's words exactly; `[…]` stands for what is left out"),
    }
}

/// Adds where the parts that were found are, with the first few listed.
fn other_parts(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    mut finding: Diagnostic,
    parts: &[&str],
    missing: usize,
) -> Diagnostic {
    let others = parts.iter().enumerate().filter(|(at, _)| *at != missing);
    for (number, words) in others.take(TOLD_PLACES) {
        let (part, quotation) = (ordinal(number + 1), Quotation::new(words));
        let words = said(words, 60);
        let (place, times) = match citation.text.find(&quotation) {
            Outcome::Found { place, .. } => (place, String::new()),
            Outcome::Ambiguous { places, total } => match places.into_iter().next() {
                Some(first) => (first, format!(", the first of {total} places")),
                None => continue,
            },
            _ => {
                finding = finding.note(format!("the {part} is not there either: {words}"));
                continue;
            }
        };
        let at = at(place.whole.start);
        finding = finding
            .passage(citation.passage(context, &place.whole, PassageRole::Place))
            .note(format!("the {part} is at {at}{times}: {words}"));
    }
    finding
}

/// The fix that quotes the nearest passage instead of the missing part; `None` if the new quotation would not be found
/// in exactly one place.
fn as_nearest(citation: &ReadQuote<'_, '_>, part: usize, nearest: &Nearest) -> Option<Fix> {
    let words = nearest
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let old = &citation.quote.text.value;
    let mut parts = Quotation::new(old).parts();
    *parts.get_mut(part)? = &words;
    let new = parts.join(" […] ");
    let found = citation.text.find(&Quotation {
        text: &new,
        ..quotation(citation.quote)
    });
    if !matches!(found, Outcome::Found { .. }) || new.contains(char::is_control) {
        return None;
    }
    let edits = vec![(citation.place(), toml_string(&new))];
    Some(Fix::guess("quote the nearest passage", edits))
}

fn not_seen(why: Unseen) -> &'static str {
    match why {
        Unseen::Struck => "some of these words are struck out there: the author took them back",
        Unseen::Hidden => "some of these words are hidden there: no browser shows them",
        Unseen::Reading => "some of these characters give the pronunciation (ruby) of others there",
    }
}

fn parts_apart(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    parts: &[quotes::QuotePlace],
    together: usize,
) -> Diagnostic {
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let message = format!("the parts of {subject} are not together in {source}");
    let mut finding = citation.finding(RULE.name, message, "not found as a whole");
    let words = Quotation::new(&citation.quote.text.value).parts();
    // List the parts around the first break.
    let first = (together + 1).saturating_sub(TOLD_PLACES);
    let told = parts.iter().zip(words).enumerate().skip(first);
    for (number, (place, words)) in told.take(TOLD_PLACES) {
        let before = number.checked_sub(1).and_then(|before| parts.get(before));
        let order = match before {
            Some(before) if number == together => match before.whole.text.end {
                end if place.whole.text.start < end => ", before the part that it should follow",
                _ => ", too far after the part before it",
            },
            _ => "",
        };
        let (at, words) = (at(place.whole.start), said(words, 60));
        finding = finding
            .passage(citation.passage(context, &place.whole, PassageRole::Place))
            .note(format!("{at}{order}: {words}"));
    }
    finding.help(format!(
        "the parts around `[…]` must be in the source's order, at most {MAX_GAP} characters apart; otherwise make \
         them several quotations"
    ))
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
