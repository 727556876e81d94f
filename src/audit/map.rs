//! The sentences of an answer as claims, each with its quotations.

use super::Citation;
use super::reading::Reading;
use super::search::Search;

/// A sentence of an answer, or a quotation that none introduces.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub(super) text: String,
    pub(super) quotes: Vec<Quoted>,
    /// What it cites without words.
    pub(super) cites: Vec<String>,
}

/// A quotation, as a map states it.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    pub(super) words: String,
    pub(super) source: Whose,
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
}

/// Whose words they are said to be.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// Those of the source with this path.
    Path(String),
    /// Those of a source that is not there, by the name that the answer gives it.
    Missing(String),
    /// Nobody's.
    Unnamed,
}

/// The claims of an answer, in its order.
pub(super) fn claims(
    reading: &Reading,
    searches: &[Search],
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
        let quoted = Quoted {
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
