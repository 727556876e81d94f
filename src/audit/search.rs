//! Searches the sources for the words of an answer's quotations.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::AuditSource;
use super::insertion::{may_replace, may_stand_beside};
use super::names::SourceNames;
use super::reading::{Cite, GivenPlace};
use super::wording::{Loosening, QuoteWording, Replaced, literal, wordings};
use crate::quotes::{
    BlockEnd, Nearest, Outcome, Quotation, QuotePlace, SourceText, Tier, Whereabouts,
};

/// Up to this many sources, all are searched for words that were not found in a named source.
const FEW_SOURCES: usize = 16;

/// Maximum number of other sources listed for words that are not in the source that the answer names.
const MOST_ELSEWHERE: usize = 4;

/// Where words are in a source.
#[derive(Debug, Clone)]
pub(super) struct FoundWords {
    pub(super) source: usize,
    /// The places listed; there may be more (see `total`).
    pub(super) places: Vec<QuotePlace>,
    pub(super) total: usize,
    pub(super) loosenings: Vec<Loosening>,
    /// The words as they were found, with `[…]` for omissions.
    pub(super) wording: String,
    /// Whether the text around them is not the one that the answer gives.
    pub(super) out_of_context: bool,
}

impl FoundWords {
    pub(super) fn tier(&self) -> Tier {
        self.places.first().map_or(Tier::Exact, |place| place.tier)
    }
}

/// The result of the search for a quotation.
#[derive(Debug, Default)]
pub(super) struct CiteSearch {
    /// The sources that the answer means, among those given.
    pub(super) meant: Vec<usize>,
    /// The first name in the answer that is not the name of a source given.
    pub(super) unknown: Option<String>,
    /// Where the words are in a source that is meant; in any source if none is named.
    pub(super) standing: Option<FoundWords>,
    /// Where they are in other sources.
    pub(super) elsewhere: Vec<FoundWords>,
    /// The nearest passage in the sources that are meant.
    pub(super) nearest: Option<(usize, Nearest)>,
    /// A remark on words that were not found.
    pub(super) remark: Option<&'static str>,
}

/// Looks for all quotations in parallel: first in the sources that the answer means, then in the others.
pub(super) fn search(
    cites: &[&Cite],
    sources: &[AuditSource],
    names: &SourceNames,
) -> Vec<CiteSearch> {
    let mut searches: Vec<CiteSearch> = cites
        .par_iter()
        .map(|cite| {
            let mut search = meant(cite, names);
            for &source in &search.meant {
                if let Some(text) = readable(sources, source)
                    && let Some(standing) = look(cite, source, text)
                {
                    search.standing = Some(standing);
                    break;
                }
            }
            search
        })
        .collect();
    let texts: Vec<(usize, &SourceText)> = sources
        .iter()
        .enumerate()
        .filter_map(|(number, source)| Some((number, source.text.as_ref().ok()?)))
        .collect();
    let is_missing =
        |search: &CiteSearch, cite: &Cite| search.standing.is_none() && cite.words.is_some();
    let pending: Vec<(&CiteSearch, &&Cite)> = searches
        .iter()
        .zip(cites)
        .filter(|(search, cite)| is_missing(search, cite))
        .collect();
    if pending.is_empty() {
        return searches;
    }
    let whereabouts = (texts.len() > FEW_SOURCES).then(|| {
        let wanted: Vec<String> = pending
            .iter()
            .flat_map(|(_, cite)| wordings(cite.words.as_deref().unwrap_or("")))
            .map(|wording| wording.text)
            .collect();
        let sources: Vec<&SourceText> = texts.iter().map(|&(_, text)| text).collect();
        Whereabouts::new(&sources, wanted.iter().map(String::as_str))
    });
    searches
        .par_iter_mut()
        .zip(cites)
        .for_each(|(search, cite)| {
            if is_missing(search, cite) {
                let words = cite.words.as_deref().unwrap_or("");
                let candidates: Vec<(usize, &SourceText)> = match &whereabouts {
                    None => texts.clone(),
                    Some(whereabouts) => {
                        let mut numbers = FxHashSet::default();
                        for wording in wordings(words) {
                            let found = whereabouts.as_ref().and_then(|all| all.of(&wording.text));
                            numbers.extend(found.into_iter().flatten());
                        }
                        let mut numbers: Vec<usize> = numbers.into_iter().collect();
                        numbers.sort_unstable();
                        numbers
                            .iter()
                            .filter_map(|&number| texts.get(number).copied())
                            .collect()
                    }
                };
                search_elsewhere(search, cite, &candidates);
                if search.standing.is_none() {
                    nearest(search, words, sources, &texts);
                }
            }
        });
    searches
}

fn readable(sources: &[AuditSource], number: usize) -> Option<&SourceText> {
    sources.get(number)?.text.as_ref().ok()
}

/// Starts a search with the sources that the citation means.
fn meant(cite: &Cite, names: &SourceNames) -> CiteSearch {
    let mut search = CiteSearch::default();
    for named in &cite.named {
        let found = named.spellings.iter().find_map(|name| names.find(name));
        match found {
            Some(source) if !search.meant.contains(&source) => search.meant.push(source),
            Some(_) => {}
            None => {
                search.unknown.get_or_insert_with(|| named.shown.clone());
            }
        }
    }
    search
}

fn search_elsewhere(search: &mut CiteSearch, cite: &Cite, candidates: &[(usize, &SourceText)]) {
    for &(source, text) in candidates {
        if search.meant.contains(&source) {
            continue;
        }
        if let Some(standing) = look(cite, source, text) {
            search.elsewhere.push(standing);
            if search.elsewhere.len() == MOST_ELSEWHERE {
                break;
            }
        }
    }
    // If no source is named, the words may be in any of them.
    if cite.named.is_empty() && !search.elsewhere.is_empty() {
        let mut standing = search.elsewhere.remove(0);
        standing.total += search
            .elsewhere
            .iter()
            .map(|other| other.total)
            .sum::<usize>();
        search.standing = Some(standing);
    }
}

/// Finds the nearest passage in the sources that are meant. If none is meant, in all sources, unless they are many or
/// the answer names one that was not given.
fn nearest(
    search: &mut CiteSearch,
    words: &str,
    sources: &[AuditSource],
    texts: &[(usize, &SourceText)],
) {
    let candidates: Vec<(usize, &SourceText)> = if !search.meant.is_empty() {
        let meant = search.meant.iter();
        meant
            .filter_map(|&number| Some((number, readable(sources, number)?)))
            .collect()
    } else if texts.len() <= FEW_SOURCES && search.unknown.is_none() {
        texts.to_vec()
    } else {
        return;
    };
    let all = wordings(words);
    let Some(wording) = all.last() else { return };
    for &(number, text) in &candidates {
        let mut quotation = Quotation::new(&wording.text);
        let part = match text.find(&quotation) {
            Outcome::NotFound { part } => part,
            Outcome::PartsApart { .. } => {
                search.remark = Some("its parts are there, but not one after the other");
                continue;
            }
            _ if !wording.replaced.is_empty() => {
                search.remark = Some(
                    "without the words in brackets it is there, but they may change what it says",
                );
                quotation = Quotation::new(words);
                0
            }
            _ => 0,
        };
        let parts = quotation.parts();
        let part = parts.get(part).copied().unwrap_or(&wording.text);
        if let Some(near) = text.nearest(part)
            && search
                .nearest
                .as_ref()
                .is_none_or(|(_, best)| near.edits < best.edits)
        {
            search.nearest = Some((number, near));
        }
    }
}

/// Looks for a quotation in a source, trying the most literal reading first.
fn look(cite: &Cite, source: usize, text: &SourceText) -> Option<FoundWords> {
    let words = cite.words.as_deref()?;
    let literal = literal(words);
    if let Some(standing) = find(cite, &literal, source, text) {
        return Some(standing);
    }
    let all = wordings(words);
    for wording in all.iter().filter(|&wording| *wording != literal) {
        if let Some(standing) = find(cite, wording, source, text) {
            return Some(standing);
        }
    }
    // After a number, letter case counts, because the letter may belong to a unit. It does not count where a sentence
    // begins.
    for wording in &all {
        let Some(words) = flipped(&wording.text) else {
            continue;
        };
        let flipped = QuoteWording {
            text: words,
            ..wording.clone()
        };
        if let Some(mut standing) = find(cite, &flipped, source, text) {
            standing.places.retain(|place| begins_sentence(place, text));
            standing.total = standing.places.len();
            for place in &mut standing.places {
                place.tier = Tier::Case;
            }
            if standing.total > 0 {
                return Some(standing);
            }
        }
    }
    cut(cite, &literal.text, source, text)
}

/// The text with the case of its first letter changed.
fn flipped(text: &str) -> Option<String> {
    let first = text.chars().next().filter(|first| first.is_alphabetic())?;
    let rest = text.get(first.len_utf8()..)?;
    let other: String = if first.is_uppercase() {
        first.to_lowercase().collect()
    } else {
        first.to_uppercase().collect()
    };
    Some(other + rest)
}

/// Whether the words are at the beginning of a sentence or block.
fn begins_sentence(place: &QuotePlace, text: &SourceText) -> bool {
    let before = text.text().get(..place.whole.text.start).unwrap_or("");
    let kept = before.trim_end();
    let blanks = before.get(kept.len()..).unwrap_or("");
    kept.is_empty() || blanks.matches('\n').count() > 1 || kept.ends_with(['.', '!', '?', ':'])
}

fn find(
    cite: &Cite,
    wording: &QuoteWording,
    source: usize,
    text: &SourceText,
) -> Option<FoundWords> {
    let quotation = Quotation {
        prefix: cite.prefix.as_deref(),
        suffix: cite.suffix.as_deref(),
        ..Quotation::new(&wording.text)
    };
    let (places, total, out_of_context) = match text.find(&quotation) {
        Outcome::Found { place, .. } => (vec![place], 1, false),
        Outcome::Ambiguous { places, total } => (places, total, false),
        Outcome::OutOfContext { places, total, .. } => (places, total, true),
        _ => return None,
    };
    let places: Vec<QuotePlace> = if wording.replaced.is_empty() {
        places
    } else {
        let fitting = places
            .into_iter()
            .filter(|place| stands_for_little(place, wording, text));
        fitting.collect()
    };
    let total = if wording.replaced.is_empty() {
        total
    } else {
        places.len()
    };
    let over = places.first()?.over.map(|over| match over {
        BlockEnd::Block => Loosening::AcrossBlocks,
        BlockEnd::Cell => Loosening::AcrossCells,
    });
    Some(FoundWords {
        source,
        total,
        places,
        loosenings: wording.loosenings.iter().copied().chain(over).collect(),
        wording: wording.text.clone(),
        out_of_context,
    })
}

/// How far from brackets at the edge of a quotation a denial is looked for, in characters and words of the sentence.
const BESIDE: usize = 40;
const WORDS_BESIDE: usize = 3;

/// Whether the words in brackets may stand for what they replace in this place: the source's words in the gap or, at the
/// edge of the quotation, the word beside it, if any.
fn stands_for_little(place: &QuotePlace, wording: &QuoteWording, text: &SourceText) -> bool {
    let text = text.text();
    wording.replaced.iter().all(|Replaced { words, before }| {
        let left = before.checked_sub(1).and_then(|left| place.parts.get(left));
        // Beside an ellipsis or a letter, only the same part of the sentence counts.
        let ends = |c: char| ends_sentence(c) || words.is_empty() && "\t,:()—–".contains(c);
        match (left, place.parts.get(*before)) {
            (Some(left), Some(right)) => {
                let gap = text.get(left.text.end..right.text.start);
                may_replace(words, gap.unwrap_or(""))
            }
            (None, Some(right)) => {
                let before = text.get(..right.text.start).unwrap_or("");
                let from = before.char_indices().rev().take(BESIDE).last();
                let near = from.and_then(|(from, _)| before.get(from..));
                let block = near.and_then(|near| near.rsplit("\n\n").next());
                let sentence = block.and_then(|block| block.rsplit(ends).next());
                let beside = sentence.unwrap_or("").split_whitespace().rev();
                may_stand_beside(words, &beside.take(WORDS_BESIDE).collect::<Vec<_>>())
            }
            (Some(left), None) => {
                let after = text.get(left.text.end..).unwrap_or("");
                let to = after.char_indices().nth(BESIDE);
                let near = to.map_or(Some(after), |(to, _)| after.get(..to));
                let block = near.and_then(|near| near.split("\n\n").next());
                let sentence = block.and_then(|block| block.split(ends).next());
                let beside = sentence.unwrap_or("").split_whitespace();
                may_stand_beside(words, &beside.take(WORDS_BESIDE).collect::<Vec<_>>())
            }
            (None, None) => false,
        }
    })
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '；')
}

/// Finds a quotation that a service cut off, within or after a word: the source must continue with the cut word.
fn cut(cite: &Cite, literal: &str, source: usize, text: &SourceText) -> Option<FoundWords> {
    if !cite.may_be_cut {
        return None;
    }
    let kept = literal.trim_end_matches(['…', '.']).trim_end();
    let (whole, begun) = kept.rsplit_once(char::is_whitespace)?;
    let wording = QuoteWording {
        text: whole.trim().to_owned(),
        loosenings: vec![Loosening::CutShort],
        replaced: Vec::new(),
    };
    let mut standing = find(cite, &wording, source, text)?;
    standing.places.retain(|place| {
        let after = text.text().get(place.whole.text.end..).unwrap_or("");
        after.trim_start().starts_with(begun)
    });
    standing.total = standing.places.len();
    (!standing.places.is_empty()).then_some(standing)
}

/// The first of the places that agrees with the one that the answer gives. A place without a page number agrees with
/// any.
pub(super) fn given_place(
    given: &GivenPlace,
    standing: &FoundWords,
    text: &SourceText,
) -> Option<usize> {
    standing.places.iter().position(|place| match given {
        GivenPlace::Pages(pages) => text
            .page(place.whole.text.start)
            .is_none_or(|page| pages.contains(&page)),
        GivenPlace::Chars(chars) => {
            let mark = usize::from(text.file().starts_with('\u{FEFF}'));
            let in_file = place.whole.chars.start.saturating_sub(mark)
                ..place.whole.chars.end.saturating_sub(mark);
            // Services may have been given the text that a reader sees, or the file.
            fits(chars, &in_file) || {
                let count = |end: usize| {
                    text.text()
                        .get(..end)
                        .map_or(0, |text| text.chars().count())
                };
                let start = count(place.whole.text.start);
                let length = text
                    .text()
                    .get(place.whole.text.clone())
                    .map_or(0, |text| text.chars().count());
                fits(chars, &(start..start + length))
            }
        }
    })
}

/// Whether the characters given are those of the words, allowing for blanks and signs around them.
fn fits(given: &std::ops::Range<usize>, own: &std::ops::Range<usize>) -> bool {
    const AROUND: usize = 4;
    given.start.abs_diff(own.start) <= AROUND && given.end.abs_diff(own.end) <= AROUND
}
