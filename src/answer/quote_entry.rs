//! The entry that quotes a place in a source: the words there, and what tells this place apart from others.

use serde::Serialize;

use crate::map::SourceId;
use crate::proof::Proof;
use crate::quotes::{PlaceSelector, QuotePlace, SourceText, Tier};
use crate::syntax::{SharedStr, toml_string};

/// What to write under `quote` to mean exactly one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QuoteEntry {
    /// The words, as they are in the source.
    pub text: String,
    /// The source's id, if the map has several sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SharedStr>,
    /// The words before, if they are needed to tell this place apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The words after, if they are needed to tell this place apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// Which occurrence it is, counted from 1, if the words around it cannot tell it apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<u32>,
}

impl QuoteEntry {
    /// The entry for one place of the requested words; `is_only` if they are in no other place.
    pub fn new(
        proof: &Proof<'_>,
        (id, source): (SourceId, &SourceText),
        place: &QuotePlace,
        words: &str,
        is_only: bool,
    ) -> Self {
        let own = source
            .text()
            .get(place.whole.text.clone())
            .unwrap_or_default();
        let one_line = own.split_whitespace().collect::<Vec<_>>().join(" ");
        let own = match place.parts.as_slice() {
            [_] if !own.contains(char::is_control) => own,
            [_] if !one_line.contains(char::is_control) => &one_line,
            // With an ellipsis or control characters: the words as requested.
            _ => words.trim(),
        };
        let named = if proof.sources().len() > 1 {
            proof.written(id)
        } else {
            None
        };
        let selector = if is_only {
            None
        } else {
            // Matched exactly, the source's own words are usually in this place only.
            let exact = QuotePlace {
                tier: Tier::Exact,
                ..place.clone()
            };
            let selector = source.shortest_selector(own, &exact);
            selector.or_else(|| source.shortest_selector(own, place))
        };
        let PlaceSelector {
            prefix,
            suffix,
            occurrence,
        } = selector.unwrap_or_default();
        Self {
            text: own.to_owned(),
            source: named.map(|(_, written)| written.id.value.clone()),
            prefix,
            suffix,
            occurrence,
        }
    }

    /// The entry as a line of TOML.
    pub fn toml(&self) -> String {
        let text = toml_string(&self.text);
        let words = [
            ("source", self.source.as_deref()),
            ("prefix", self.prefix.as_deref()),
            ("suffix", self.suffix.as_deref()),
        ];
        let mut keys: Vec<String> = words
            .into_iter()
            .filter_map(|(key, words)| Some(format!("{key} = {}", toml_string(words?))))
            .collect();
        keys.extend(
            self.occurrence
                .map(|number| format!("occurrence = {number}")),
        );
        if keys.is_empty() {
            format!("quote = {text}")
        } else {
            format!("quote = {{ text = {text}, {} }}", keys.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Outcome, Quotation};
    use crate::workspace::Workspace;

    #[test]
    fn the_entry_of_a_place_is_found_in_that_place() {
        let source = "One: the \"base\" layer grows. Two: the \"base\" layer grows.";
        let workspace = |entry: &str| {
            let map = format!("[source.a]\npath = \"a.txt\"\n[claim.c]\ntext = \"C.\"\n{entry}\n");
            let texts = [("a.txt", source.to_owned()), ("map.toml", map)];
            Workspace::of_texts(texts).unwrap()
        };
        let words = "the “base” layer";
        let without = workspace("");
        let proof = Proof::new(without.map());
        let source = proof.source(SourceId(0)).unwrap();
        let Outcome::Ambiguous { places, .. } = source.find(&Quotation::new(words)) else {
            panic!("it stands there twice");
        };
        for place in &places {
            let entry = QuoteEntry::new(&proof, (SourceId(0), source), place, words, false).toml();
            let workspace = workspace(&entry);
            let proof = Proof::new(workspace.map());
            let found = proof.quotations()[0].place().unwrap();
            assert_eq!(found.whole, place.whole, "{entry}");
            assert_eq!(found.tier, Tier::Exact);
        }
    }
}
