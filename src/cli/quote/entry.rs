//! The entry that quotes a place: the source's own words, and what singles the place out.

use argmap::map::SourceId;
use argmap::proof::Proof;
use argmap::quotes::{Place, Selector, SourceText};
use argmap::syntax::toml_string;
use serde::Serialize;

/// What to write under `quote`, so that it means one place.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<u32>,
}

impl Entry {
    /// The entry for a place of the words that were asked for, which is their only one or one of several.
    pub(super) fn new(
        proof: &Proof<'_>,
        (id, source): (SourceId, &SourceText),
        place: &Place,
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
            // With an ellipsis: as it was asked for.
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
            source.shortest_selector(own, place)
        };
        let Selector {
            prefix,
            suffix,
            occurrence,
        } = selector.unwrap_or_default();
        Self {
            text: own.to_owned(),
            source: named.map(|(_, written)| written.id.value.to_string()),
            prefix,
            suffix,
            occurrence,
        }
    }

    /// As a line of TOML.
    pub(super) fn toml(&self) -> String {
        let text = toml_string(&self.text);
        let words = [
            ("source", &self.source),
            ("prefix", &self.prefix),
            ("suffix", &self.suffix),
        ];
        let mut keys: Vec<String> = words
            .into_iter()
            .filter_map(|(key, words)| Some(format!("{key} = {}", toml_string(words.as_ref()?))))
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
    use argmap::map::Map;
    use argmap::quotes::{Outcome as Found, Quotation, Tier};
    use argmap::syntax::{File, Files};

    #[test]
    fn what_is_told_to_be_pasted_is_found_in_that_place() {
        let folder = tempfile::tempdir().unwrap();
        let text = "One: the \"base\" layer grows. Two: the \"base\" layer grows.";
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let files = Files {
            world: Some(std::sync::Arc::new(
                argmap::world::Disk::new(folder.path()).unwrap(),
            )),
            files: vec![File {
                path: "map.toml".to_owned(),
                name: "map.toml".to_owned(),
                text: "[source.a]\npath = \"a.txt\"\n".into(),
            }],
            diagnostics: Vec::new(),
        };
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        let source = proof.source(SourceId(0)).unwrap();
        let words = "the “base” layer";
        let Found::Ambiguous { places, .. } = source.find(&Quotation::new(words)) else {
            panic!("it stands there twice");
        };
        for (number, place) in places.iter().enumerate() {
            let entry = Entry::new(&proof, (SourceId(0), source), place, words, false).toml();
            let map_text =
                format!("[source.a]\npath = \"a.txt\"\n[claim.c]\ntext = \"C.\"\n{entry}\n");
            let files = Files {
                world: files.world.clone(),
                files: vec![File {
                    text: map_text.into(),
                    ..files.files[0].clone()
                }],
                diagnostics: Vec::new(),
            };
            let map = Map::new(&files);
            let proof = Proof::new(&map);
            let found = proof.quotations()[0].place().unwrap().clone();
            assert_eq!(found.whole, place.whole, "{number}: {entry}");
            assert_eq!(found.tier, Tier::Exact);
        }
    }
}
