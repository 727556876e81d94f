//! Turns the sentences of an answer into claims, each with its quotations.

use super::Citation;
use super::reading::AnswerReading;
use super::search::CiteSearch;

/// A sentence of an answer, or a quotation that no sentence introduces.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub(super) text: String,
    pub(super) quotes: Vec<StatedQuote>,
    /// The sources that it cites without quoting words.
    pub(super) cites: Vec<String>,
}

/// A quotation in the form that a map states it.
#[derive(Debug, Clone)]
pub(super) struct StatedQuote {
    pub(super) words: String,
    pub(super) source: Whose,
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
}

/// The source that the words are said to come from.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// The source with this path.
    Path(String),
    /// A source that is missing, with the name that the answer gives it.
    Missing(String),
    /// No source is named.
    Unnamed,
}

/// The claims of an answer, in order.
pub(super) fn claims(
    reading: &AnswerReading,
    searches: &[CiteSearch],
    citations: &[Citation],
) -> Vec<Claimed> {
    let mut claims: Vec<Claimed> = reading
        .sentences
        .iter()
        .map(|sentence| Claimed {
            text: sentence.text.clone(),
            quotes: Vec::new(),
            cites: Vec::new(),
        })
        .collect();
    for ((cite, search), citation) in reading.cites.iter().zip(searches).zip(citations) {
        let Some(words) = &citation.words else {
            for claim in claims.get_mut(cite.sentences.clone()).unwrap_or(&mut []) {
                claim.cites.extend(citation.cited.iter().cloned());
            }
            continue;
        };
        let standing = search.standing.as_ref();
        let source = match (&citation.source, citation.cited.first()) {
            (Some(path), _) => Whose::Path(path.clone()),
            (None, Some(name)) => Whose::Missing(name.clone()),
            (None, None) => Whose::Unnamed,
        };
        let in_context = standing.is_some_and(|standing| !standing.out_of_context);
        let beside = |text: &Option<String>| text.clone().filter(|_| in_context);
        let quoted = StatedQuote {
            words: standing.map_or_else(|| words.clone(), |standing| standing.wording.clone()),
            source,
            prefix: beside(&cite.prefix),
            suffix: beside(&cite.suffix),
        };
        match claims.get_mut(cite.sentences.clone()) {
            Some([first, ..]) => first.quotes.push(quoted),
            _ => claims.push(Claimed {
                text: words.clone(),
                quotes: vec![quoted],
                cites: Vec::new(),
            }),
        }
    }
    claims
}
