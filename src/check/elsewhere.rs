//! What findings say about quotations that are found in another source than the one named, in several, or in none.

use super::Context;
use super::quotation_wording::{
    around, at, carried, carried_nearest, nearest_in, said, source_name, subject,
};
use super::wording::list;
use crate::diagnostic::{Diagnostic, PassageRole, RuleName};
use crate::proof;
use crate::proof::{Cited, Elsewhere, Entry, MAX_SOURCES_TOLD, quotation};
use crate::quotes::{Nearest, Outcome};
use crate::syntax::{FileId, Quote};

/// Maximum number of places listed in other sources.
const TOLD: usize = 8;

/// A finding about a quotation, with the places where it is in other sources, and fixes that name one of these.
pub(super) fn with_elsewhere(
    context: &Context<'_>,
    mut finding: Diagnostic,
    cited: &Cited,
    (file, quote): (FileId, &Quote),
    elsewhere: &Elsewhere,
) -> Diagnostic {
    let mut told = 0;
    for sighting in &elsewhere.sightings {
        let Ok(text) = context.proof().source(sighting.source) else {
            continue;
        };
        for place in &sighting.places {
            if told == TOLD {
                break;
            }
            told += 1;
            let id = sighting.source;
            let (source, at) = (source_name(context, id), at(place.whole.start));
            finding = finding
                .passage(carried(context, id, &place.whole, PassageRole::Place))
                .note(format!("{source}, {at}: {}", around(text, place)));
        }
    }
    match elsewhere.places - told {
        0 => {}
        1 => finding = finding.note("and in 1 more place"),
        more => finding = finding.note(format!("and in {more} more places")),
    }
    if matches!(cited.entry, Entry::Ignore(..)) {
        return finding.help("put it under the source that it is in");
    }
    // If the words occur several times in a source, naming the source does not settle which place is meant.
    let sightings = elsewhere.sightings.iter();
    let single = sightings.filter(|sighting| sighting.total == 1);
    let written = &context.map.files().file(file).text;
    finding.fixes(single.filter_map(|sighting| {
        let (_, source) = context.proof().written(sighting.source)?;
        proof::name_source(written, file, quote, &source.id.value)
    }))
}

/// The sources in words, such as `` `a`, `b` and `c` ``. If there are many, only the first few, and how many more.
pub(super) fn sources(context: &Context<'_>, elsewhere: &Elsewhere) -> String {
    let sightings = elsewhere.sightings.iter();
    let names = sightings.map(|sighting| source_name(context, sighting.source));
    let mut names: Vec<String> = names.collect();
    if elsewhere.sources > MAX_SOURCES_TOLD {
        names.push(format!("{} more", elsewhere.sources - MAX_SOURCES_TOLD));
    }
    list(&names)
}

/// The finding about a quotation that could be from any source, and is in none.
pub(super) fn in_no_source(
    context: &Context<'_>,
    rule: RuleName,
    cited: &Cited,
    (file, quote): (FileId, &Quote),
    search: bool,
) -> Option<Diagnostic> {
    let finding = |says: &str, label: &str| {
        let message = format!("{} {says}", subject(context, cited));
        Diagnostic::new(rule, message).label(file, quote.text.span, label)
    };
    let part = match cited.outcome.as_deref()? {
        Outcome::NotFound { part } => *part,
        Outcome::Blank => {
            let finding = finding("has no words", "nothing to look for");
            return Some(finding.help("quote the author's own words"));
        }
        _ => return None,
    };
    let count = context.proof().sources().len();
    let mut finding = finding(&format!("is in none of the {count} sources"), "not found");
    let parts = quotation(quote).parts();
    let missing = parts.get(part).copied().unwrap_or_default();
    if parts.len() > 1 {
        let (count, said) = (parts.len(), said(missing, 80));
        finding = finding.note(format!(
            "of its {count} parts, this one is not there: {said}"
        ));
    }
    let doubtful = context.proof().sources().filter_map(|(id, ..)| {
        let doubts = context.proof().source(id).ok()?.doubts_said()?;
        let source = source_name(context, id);
        Some(format!("it may still be in {source}: {doubts}"))
    });
    let finding = doubtful
        .take(MAX_SOURCES_TOLD)
        .fold(finding, Diagnostic::note);
    let nearest = search.then(|| nearest(context, quote, part, missing));
    Some(match nearest.flatten() {
        Some((source, near)) => {
            let first = format!("nearest in {}", source_name(context, source));
            finding
                .passage(carried_nearest(context, source, &near))
                .note(nearest_in(&first, &near))
        }
        None => finding.help("quote the author's words exactly; `[…]` stands for what is left out"),
    })
}

/// The passage in any source that is nearest to the missing part. If several are equally near, the first.
fn nearest(
    context: &Context<'_>,
    quote: &Quote,
    part: usize,
    missing: &str,
) -> Option<(crate::map::SourceId, Nearest)> {
    let proof = context.proof();
    let quotation = quotation(quote);
    let is_whole = quotation.parts().len() == 1;
    let found = proof.sources().filter_map(|(id, ..)| {
        let text = proof.source(id).ok()?;
        // A source that also lacks an earlier part is further away.
        let lacks = is_whole
            || matches!(text.find(&quotation), Outcome::NotFound { part: first } if first == part);
        let near = lacks.then(|| text.nearest(missing)).flatten()?;
        Some((id, near))
    });
    found.min_by_key(|(id, near)| (near.edits, *id))
}
