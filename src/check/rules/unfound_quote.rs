#![doc = include_str!("unfound_quote.md")]

use rayon::prelude::*;

use crate::check::citing::{Citation, TOLD_PLACES, at, citations, nearest, said, sourceless};
use crate::check::elsewhere::{in_no_source, sources, with_elsewhere};
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, PassageRole};
use crate::proof::{Elsewhere, Entry};
use crate::quotes::{self, MAX_GAP, Outcome, Quotation};

/// For so many quotations the nearest passage is looked for: that may take a while each.
const NEAREST: usize = 100;

static INFO: Info = Info {
    name: "unfound-quote",
    level: Level::Deny,
    summary: "a quotation that does not stand in its source",
    page: include_str!("unfound_quote.md"),
};

pub(in crate::check) struct UnfoundQuote;

impl Rule for UnfoundQuote {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let unfound: Vec<_> = citations(context)
            .filter_map(|citation| Some((citation, citation.cited.outcome.as_deref()?)))
            .filter(|(_, outcome)| {
                !matches!(outcome, Outcome::Found { .. } | Outcome::Ambiguous { .. })
            })
            .collect();
        findings.par_extend(unfound.par_iter().enumerate().filter_map(
            |(number, (citation, outcome))| {
                let finding = finding(context, citation, outcome, number < NEAREST)?;
                Some(match citation.cited.elsewhere.as_deref() {
                    Some(elsewhere) => in_another_source(context, citation, finding, elsewhere),
                    None => finding,
                })
            },
        ));
        let nowhere: Vec<_> = sourceless(context).collect();
        findings.par_extend(nowhere.par_iter().enumerate().filter_map(
            |(number, &(cited, file, quote))| {
                in_no_source(context, INFO.name, cited, (file, quote), number < NEAREST)
            },
        ));
    }
}

/// The words stand in another source than the one named: that says more than what is nearest in this one.
fn in_another_source(
    context: &Context<'_, '_>,
    citation: &Citation<'_, '_, '_>,
    finding: Diagnostic,
    elsewhere: &Elsewhere,
) -> Diagnostic {
    let mut moved = Diagnostic::new(
        INFO.name,
        format!(
            "{}, but in {}",
            finding.message,
            sources(context, elsewhere)
        ),
    );
    moved.labels = finding.labels;
    let written = (citation.file, citation.quote);
    let moved = with_elsewhere(context, moved, citation.cited, written, elsewhere);
    if citation.quote.source().is_some() || matches!(citation.cited.entry, Entry::Ignore(..)) {
        moved
    } else {
        moved.help("`[map] source` is where quotations are looked for that name no source")
    }
}

fn finding(
    context: &Context<'_, '_>,
    citation: &Citation<'_, '_, '_>,
    outcome: &Outcome,
    search: bool,
) -> Option<Diagnostic> {
    let subject = citation.subject(context);
    let source = citation.source_name(context);
    let told = |message: String, label: &str| {
        Diagnostic::new(INFO.name, message).label(citation.file, citation.span(), label)
    };
    Some(match outcome {
        Outcome::Found { .. } | Outcome::Ambiguous { .. } => return None,
        Outcome::NotFound { part } => not_found(context, citation, *part, search),
        Outcome::PartsApart { parts, .. } => parts_apart(context, citation, parts),
        Outcome::Blank => told(format!("{subject} holds no words"), "nothing to look for")
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
            let span = selector.and_then(|selector| {
                let written = if *prefix_fits {
                    &selector.suffix
                } else {
                    &selector.prefix
                };
                written.as_ref().map(|text| text.span)
            });
            let finding = Diagnostic::new(
                INFO.name,
                format!("{subject} stands in {source}, but not with this {keys}"),
            )
            .label(
                citation.file,
                span.unwrap_or(citation.span()),
                "not beside the words",
            );
            let finding = citation.with_places(context, finding, places, *total);
            if *total == 1 {
                finding.help(format!(
                    "leave {keys} out: the words stand in one place only"
                ))
            } else {
                finding.help(format!("correct {keys}: the words directly beside"))
            }
        }
        Outcome::NoSuchOccurrence { places, total } => {
            let selector = citation.quote.selector.as_deref();
            let number = selector.and_then(|selector| selector.occurrence.as_ref());
            let times = match total {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                _ => format!("{total} times"),
            };
            let finding = Diagnostic::new(
                INFO.name,
                format!("{subject} stands {times} in {source}, not as often as `occurrence` says"),
            )
            .label(
                citation.file,
                number.map_or(citation.span(), |number| number.span),
                "no such occurrence",
            );
            let finding = citation.with_places(context, finding, places, *total);
            if *total == 1 {
                finding.help("leave `occurrence` out")
            } else {
                finding.help(format!("write a number from 1 to {total}"))
            }
        }
    })
}

fn not_found(
    context: &Context<'_, '_>,
    citation: &Citation<'_, '_, '_>,
    part: usize,
    search: bool,
) -> Diagnostic {
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let parts = Quotation::new(&citation.quote.text.value).parts();
    let several = parts.len() > 1;
    let missing = parts.get(part).copied().unwrap_or_default();
    let message = format!("{subject} is not in {source}");
    let mut finding =
        Diagnostic::new(INFO.name, message).label(citation.file, citation.span(), "not found");
    if several {
        finding = finding.note(format!(
            "of its {} parts it is the {} that is not there: {}",
            parts.len(),
            ordinal(part + 1),
            said(missing, 80)
        ));
    }
    match search.then(|| citation.text.nearest(missing)).flatten() {
        Some(near) => finding
            .passage(citation.passage(context, &near.passage, PassageRole::Nearest))
            .note(nearest(&near)),
        None => finding.help(
            "quote the author's own words, letter by letter; `[…]` stands for what is left out",
        ),
    }
}

fn parts_apart(
    context: &Context<'_, '_>,
    citation: &Citation<'_, '_, '_>,
    parts: &[quotes::Place],
) -> Diagnostic {
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let mut finding = Diagnostic::new(
        INFO.name,
        format!("the parts of {subject} do not stand together in {source}"),
    )
    .label(citation.file, citation.span(), "not found as a whole");
    let words = Quotation::new(&citation.quote.text.value).parts();
    for (place, words) in parts.iter().zip(words).take(TOLD_PLACES) {
        finding = finding
            .passage(citation.passage(context, &place.whole, PassageRole::Place))
            .note(format!("{}: {}", at(place.whole.start), said(words, 60)));
    }
    finding.help(format!(
        "the parts around `[…]` stand in the source's order, at most {MAX_GAP} characters apart; make several \
         quotations of them otherwise"
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
