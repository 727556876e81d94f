//! Drafts a map of what answers say, for a person to continue.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::map::{Claimed, Whose};
use super::{Audit, AuditSource};
use crate::import::FreshIds;
use crate::syntax::{
    Claim, Document, Header, Quote, Selector, SharedStr, Source, Span, Spanned, Text, Wording,
    write_toml,
};

/// A map of answers: its text, and the sources that it names.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuditMap {
    /// The map, as one TOML file.
    pub toml: String,
    /// The sources that it names: the index of each among those given, and the path at which the map expects it.
    pub sources: Vec<(usize, String)>,
    /// How many claims it has.
    pub claims: usize,
}

fn text(text: impl Into<SharedStr>) -> Text {
    Spanned::unplaced(text.into())
}

impl Audit {
    /// Makes a map in which each sentence is a claim with its quotations, held by the model, and each source is pinned.
    /// Linear in the audit.
    pub fn map(&self, sources: &[AuditSource]) -> AuditMap {
        let mut drawing = AuditDraft {
            sources,
            by_path: sources
                .iter()
                .enumerate()
                .map(|(number, source)| (source.path.as_str(), number))
                .collect(),
            names: FreshIds::default(),
            source_names: FreshIds::default(),
            ids: BTreeMap::new(),
            missing: BTreeMap::new(),
            written: Vec::new(),
            document: Document::default(),
            paths: Vec::new(),
            known: FxHashMap::default(),
        };
        let files: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        let title = match files.as_slice() {
            [only] => format!("What {only} says"),
            _ => format!("What {} answers say", self.answers.len()),
        };
        drawing.document.header = Some(Header {
            title: Some(text(title)),
            ..Header::default()
        });
        for (answer, claims) in self.answers.iter().zip(&self.claims) {
            let file = answer.file.rsplit('/').next().unwrap_or(&answer.file);
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let by = answer.model.clone().unwrap_or_else(|| stem.to_owned());
            for claim in claims {
                drawing.claim(claim, &by);
            }
        }
        let AuditDraft {
            mut document,
            written,
            paths,
            ..
        } = drawing;
        document.sources = written;
        AuditMap {
            claims: document.claims.len(),
            toml: write_toml(&document, &[]),
            sources: paths,
        }
    }
}

/// The quotations of a claim: the words and source of each.
type Stated = FxHashSet<(String, Option<String>)>;

struct AuditDraft<'d> {
    sources: &'d [AuditSource],
    by_path: FxHashMap<&'d str, usize>,
    names: FreshIds,
    source_names: FreshIds,
    /// The ids of the sources by their indices, and of missing sources by their names.
    ids: BTreeMap<usize, String>,
    missing: BTreeMap<String, String>,
    written: Vec<Source>,
    document: Document,
    paths: Vec<(usize, String)>,
    /// For each text of a claim, the index of the claim and its quotations.
    known: FxHashMap<String, (usize, Stated)>,
}

impl AuditDraft<'_> {
    fn claim(&mut self, claimed: &Claimed, by: &str) {
        // Sentences that say the same become one claim.
        let key: String = claimed
            .text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let key = if key.is_empty() {
            claimed.text.clone()
        } else {
            key
        };
        if !self.known.contains_key(&key) {
            let id = self.names.of_words(&claimed.text, "claim");
            let mut claim = Claim::new(text(id));
            claim.text = vec![Wording {
                language: None,
                text: text(claimed.text.as_str()),
            }]
            .into();
            claim.by = vec![text(by)].into();
            if claimed.quotes.is_empty() && !claimed.cites.is_empty() {
                claim.note = Some(text(format!(
                    "cites, without its words: {}",
                    claimed.cites.join("; ")
                )));
            }
            self.known.insert(
                key.clone(),
                (self.document.claims.len(), FxHashSet::default()),
            );
            self.document.claims.push(claim);
        }
        let mut quotes = Vec::new();
        for quoted in &claimed.quotes {
            let source = match &quoted.source {
                Whose::Path(path) => self
                    .by_path
                    .get(path.as_str())
                    .copied()
                    .map(|number| self.source(number)),
                Whose::Missing(name) => Some(self.missing(name)),
                Whose::Unnamed => None,
            };
            let is_new = self
                .known
                .get_mut(&key)
                .is_some_and(|(_, quotes)| quotes.insert((quoted.words.clone(), source.clone())));
            if is_new {
                let words: Vec<&str> = quoted.words.split_whitespace().collect();
                let selector = Selector {
                    source: source.map(text),
                    prefix: quoted.prefix.as_deref().map(text),
                    suffix: quoted.suffix.as_deref().map(text),
                    ..Selector::default()
                };
                let is_singled_out = selector.source.is_some()
                    || selector.prefix.is_some()
                    || selector.suffix.is_some();
                quotes.push(Quote {
                    text: text(words.join(" ")),
                    span: Span::default(),
                    selector: is_singled_out.then(|| Box::new(selector)),
                });
            }
        }
        let number = self.known.get(&key).map(|(number, _)| *number);
        if let Some(claim) = number.and_then(|number| self.document.claims.get_mut(number)) {
            let mut all = std::mem::take(&mut claim.quotes).into_vec();
            all.append(&mut quotes);
            claim.quotes = all.into();
            if claim.by.iter().all(|known| &*known.value != by) {
                let mut all = std::mem::take(&mut claim.by).into_vec();
                all.push(text(by));
                claim.by = all.into();
            }
        }
    }

    /// The id of a source that was given.
    fn source(&mut self, number: usize) -> String {
        if let Some(id) = self.ids.get(&number) {
            return id.clone();
        }
        let Some(own) = self.sources.get(number) else {
            return String::new();
        };
        let file = own.path.rsplit('/').next().unwrap_or(&own.path);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let id = self.source_names.of_id(stem);
        // File names in the map are as plain as its ids.
        let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
        let ending = if ending.is_empty() || ending == "toml" {
            "txt"
        } else {
            &ending
        };
        let path = format!("sources/{id}.{ending}");
        let mut source = Source::new(text(id.as_str()));
        source.path = Some(text(path.as_str()));
        if let Ok(words) = &own.text {
            source.title = words.outline().title.map(text);
            source.sha256 = Some(text(words.sha256()));
            self.paths.push((number, path));
        }
        self.written.push(source);
        self.ids.insert(number, id.clone());
        id
    }

    /// The id of a source that is missing.
    fn missing(&mut self, name: &str) -> String {
        if let Some(id) = self.missing.get(name) {
            return id.clone();
        }
        let id = self.source_names.of_words(name, "source");
        let mut source = Source::new(text(id.as_str()));
        if name.contains("://") {
            source.url = Some(text(name));
        } else {
            source.title = Some(text(name));
        }
        self.written.push(source);
        self.missing.insert(name.to_owned(), id.clone());
        id
    }
}
