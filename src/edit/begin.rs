//! A text in, the files of a new map out: the text named and pinned, its sentences as claims-to-be.

use std::collections::HashMap;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::quotes::{Outcome, Quotation, Selector, SourceText, sentences};
use crate::syntax::toml_string;

/// So many words of a sentence make its claim's id.
const WORDS_OF_ID: usize = 4;

/// So many characters an id has at most, before its number.
const LONGEST_ID: usize = 40;

/// A new map: the texts of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMap {
    /// `map.toml`: what the map is, and its source.
    pub map: String,
    /// `todo.toml`: the sentences, commented out.
    pub todo: String,
    /// How many there are.
    pub sentences: usize,
}

/// Begins a map of a text that lies in the map's folder as `name`.
///
/// Every sentence that has letters is listed once, with a quotation that is found in its place alone; the
/// files can be checked as they are. O(size) but for sentences that stand there several times.
pub fn begin(source: &SourceText, name: &str) -> NewMap {
    let stem = name.split('.').next().unwrap_or(name);
    let id = Some(slug(stem, usize::MAX))
        .filter(|id| !id.is_empty())
        .unwrap_or_else(|| "text".to_owned());
    let map = format!(
        "# What is mapped, and what the map is for.\n\
         \n\
         [map]\n\
         title = {}\n\
         # language = \"en\"       # the language of each claim's `text`\n\
         # thesis   = [\"…\"]      # the claims that the whole text argues for\n\
         \n\
         [source.{id}]\n\
         path   = {}\n\
         sha256 = {}\n\
         \n\
         # What makes no claim is set aside, with the reason:\n\
         #\n\
         # [[source.{id}.ignore]]\n\
         # quote  = \"…\"\n\
         # reason = \"a heading\"\n",
        toml_string(stem),
        toml_string(name),
        toml_string(source.sha256()),
    );
    let sentences = sentences(source);
    let mut todo = format!(
        "# What the text says, sentence by sentence. Take the `# ` off a sentence that claims something, put the claim in\n\
         # your own words as its `text`, and move it to the file where it belongs. Set aside what claims nothing:\n\
         # `[[source.{id}.ignore]]` in map.toml. `argmap coverage` tells what is left; then delete this file.\n",
    );
    let mut ids: HashMap<String, usize> = HashMap::new();
    for range in &sentences {
        let words = source.text().get(range.clone()).unwrap_or_default();
        let place = source.passage(range.clone());
        let mut claim = slug(words, WORDS_OF_ID);
        if claim.is_empty() {
            "sentence".clone_into(&mut claim);
        }
        let times = ids.entry(claim.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            let _ = write!(claim, "-{times}");
        }
        let start = place.start;
        let _ = write!(
            todo,
            "\n# [claim.{claim}] # {}:{}\n# text  = \"\"\n# quote = {}\n",
            start.line,
            start.column,
            entry(source, words, range.start)
        );
    }
    NewMap {
        map,
        todo,
        sentences: sentences.len(),
    }
}

/// The value of `quote` that finds `words` at byte `at` of the source's text.
fn entry(source: &SourceText, words: &str, at: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = if words.contains(char::is_control) {
        line.as_str()
    } else {
        words
    };
    let selector = match source.find(&Quotation::new(words)) {
        Outcome::Ambiguous { places, .. } => places
            .iter()
            .find(|place| place.whole.text.start == at)
            .and_then(|place| source.shortest_selector(words, place)),
        _ => None,
    };
    let text = toml_string(words);
    let Some(Selector {
        prefix,
        suffix,
        occurrence,
    }) = selector
    else {
        return text;
    };
    let mut entry = format!("{{ text = {text}");
    for (key, value) in [("prefix", prefix), ("suffix", suffix)] {
        if let Some(value) = value {
            let _ = write!(entry, ", {key} = {}", toml_string(&value));
        }
    }
    if let Some(number) = occurrence {
        let _ = write!(entry, ", occurrence = {number}");
    }
    entry.push_str(" }");
    entry
}

/// The first words of a text as an id that TOML takes unquoted: lower case, without accents, joined by hyphens; empty if
/// they have no letters or digits that ASCII could spell.
fn slug(text: &str, words: usize) -> String {
    let mut slug = String::new();
    for word in text.unicode_words().take(words) {
        let plain: String = word
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if plain.is_empty() || slug.len() + plain.len() > LONGEST_ID {
            continue;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&plain);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Map, SourceId};
    use crate::proof::Proof;
    use crate::quotes::Kind;
    use crate::syntax::{File, Files};

    /// The map with every sentence uncommented, proven against the text.
    fn proven(text: &str) -> (usize, f64) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ação.txt"), text).unwrap();
        let source = SourceText::load(text.as_bytes().to_vec(), Kind::Plain).unwrap();
        let new = begin(&source, "ação.txt");
        let (head, sentences) = new.todo.split_once("\n\n").unwrap_or((&new.todo, ""));
        assert!(head.lines().all(|line| line.starts_with('#')));
        let claims = sentences
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line))
            .map(|line| line.replace("\"\"", "\"Worded.\""))
            .collect::<Vec<_>>()
            .join("\n");
        let file = |name: &str, text: String| File {
            path: name.to_owned(),
            name: name.to_owned(),
            text,
        };
        let files = Files {
            root: Some(folder.path().to_owned()),
            files: vec![file("map.toml", new.map), file("todo.toml", claims)],
            diagnostics: Vec::new(),
        };
        let map = Map::new(&files);
        assert_eq!(map.reading_diagnostics().count(), 0);
        assert_eq!(map.claim_count(), new.sentences);
        let proof = Proof::new(&map);
        let found = proof
            .quotations()
            .iter()
            .filter(|cited| cited.place().is_some());
        assert_eq!(found.count(), new.sentences, "{}", files.files[1].text);
        let coverage = proof.coverage(SourceId(0)).unwrap();
        (new.sentences, coverage.letters.covered())
    }

    #[test]
    fn every_sentence_is_a_claim_to_be_whose_quotation_is_found_in_its_place() {
        let text = "Uma coisa só. Outra “coisa”!\n\nEsta linha é tão comprida que se quebra no meio dela,\ne \
                    continua aqui. Uma coisa só. 1. 公共区块链。\tBack\\slash \"quoted\".\n";
        let (sentences, covered) = proven(text);
        assert!(sentences >= 6, "{sentences}");
        assert!((covered - 1.0).abs() < 1e-9, "{covered}");
        assert_eq!(proven("").0, 0);
    }
}
