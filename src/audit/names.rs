//! Finds the source that an answer means by a name: a title, a file name, a URL, a number, or an author and a year.

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::AuditSource;
use super::reading::NamedSource;
use crate::quotes::SourceKind;

/// The names of the sources.
#[derive(Debug)]
pub(super) struct SourceNames {
    /// Each name, reduced to its words, and the only source that has it; `None` if several have it.
    exact: FxHashMap<String, Option<usize>>,
    /// The length in bytes of the longest name.
    longest: usize,
    /// The names that may be recognised within a longer text, with their sources in `walked`.
    walk: Option<AhoCorasick>,
    walked: Vec<usize>,
    paths: Vec<String>,
}

/// Minimum length in bytes of a name that is recognised within a longer text.
const SHORTEST: usize = 5;

impl SourceNames {
    /// Collects the names of `sources`: the names given for them, their paths, file names, titles and URLs.
    pub(super) fn new(sources: &[AuditSource]) -> Self {
        // A name that was given overrides a file name, and a file name overrides a title.
        let mut ranks: [FxHashMap<String, Option<usize>>; 3] = Default::default();
        let [given, files, titles] = &mut ranks;
        for (number, source) in sources.iter().enumerate() {
            for name in &source.names {
                add(given, name, number);
            }
            let name = source.path.rsplit('/').next().unwrap_or(&source.path);
            add(files, &source.path, number);
            add(files, name, number);
            if let Some((stem, _)) = name.rsplit_once('.') {
                add(files, stem, number);
            }
            if let Ok(text) = &source.text {
                if let Some(title) = text.outline().title {
                    add(titles, &title, number);
                }
                if matches!(text.kind(), SourceKind::Html | SourceKind::Xhtml)
                    && let Some(url) = canonical(text.file())
                {
                    add(titles, &url, number);
                }
            }
        }
        let mut exact = FxHashMap::default();
        for rank in ranks {
            let mut rank: Vec<(String, Option<usize>)> = rank.into_iter().collect();
            rank.sort();
            for (name, source) in rank {
                exact.entry(name).or_insert(source);
            }
        }
        let mut known: Vec<(&String, usize)> = exact
            .iter()
            .filter_map(|(name, source)| Some((name, (*source)?)))
            .filter(|(name, _)| {
                name.len() >= SHORTEST && name.contains(|c: char| c.is_alphabetic())
            })
            .collect();
        known.sort();
        let patterns = known.iter().map(|(name, _)| format!(" {name} "));
        let walk = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .ok();
        let walked = known.iter().map(|&(_, source)| source).collect();
        Self {
            longest: exact.keys().map(String::len).max().unwrap_or(0),
            exact,
            walk,
            walked,
            paths: sources.iter().map(|source| source.path.clone()).collect(),
        }
    }

    /// The source with this name: the whole of it or, failing that, the only source that is mentioned in it.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        if let Some(source) = self.exact.get(&key(name)) {
            return *source;
        }
        if name.contains("://") {
            return self.of_address(name);
        }
        let mentioned = self.mentioned(name);
        match mentioned.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether a text is only the name of a source; a text that is much longer than any name is not.
    pub(super) fn is_name(&self, text: &str) -> bool {
        text.len() <= 4 * self.longest + 64 && self.exact.contains_key(&key(text))
    }

    /// A name for the source with this index.
    pub(super) fn named(&self, source: usize) -> NamedSource {
        NamedSource::new(self.paths.get(source).map_or("", String::as_str))
    }

    /// The source that is named like the last part of a URL.
    fn of_address(&self, url: &str) -> Option<usize> {
        let bare = bare_address(url);
        let last = bare.rsplit('/').next().filter(|_| bare.contains('/'))?;
        let last = last.split('?').next().unwrap_or(last);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let found = |name: &str| self.exact.get(&key(name)).copied().flatten();
        found(last).or_else(|| found(stem))
    }

    /// The sources named in a text, each once, in the order of the text.
    pub(super) fn mentioned(&self, text: &str) -> Vec<usize> {
        let Some(walk) = &self.walk else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let words = format!(" {} ", key(text));
        let mut at = 0;
        // The blank that ends one name may begin the next.
        while let Some(hit) = words.get(at..).and_then(|rest| walk.find(rest)) {
            if let Some(&source) = self.walked.get(hit.pattern().as_usize())
                && !found.contains(&source)
            {
                found.push(source);
            }
            at += hit.end() - 1;
        }
        found
    }
}

fn add(names: &mut FxHashMap<String, Option<usize>>, name: &str, source: usize) {
    let name = key(name);
    if !name.is_empty() {
        let known = names.entry(name).or_insert(Some(source));
        if *known != Some(source) {
            *known = None;
        }
    }
}

/// The words of a name in lower case, separated by single blanks, so that different spellings of a name become the
/// same.
fn key(name: &str) -> String {
    let bare = if name.contains("://") {
        bare_address(name)
    } else {
        name
    };
    let mut key = String::with_capacity(bare.len());
    let mut before = None;
    for c in bare.chars() {
        if c.is_alphanumeric() {
            let breaks = before.is_none_or(|before: char| {
                !before.is_alphanumeric() || before.is_numeric() != c.is_numeric()
            });
            if breaks && !key.is_empty() {
                key.push(' ');
            }
            key.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    // `Smith et al., 2020`, `Smith and Jones (2020)`, `Smith & Jones 2020`: connecting words do not count.
    let words: Vec<&str> = key
        .split(' ')
        .filter(|word| !matches!(*word, "et" | "al" | "and"))
        .collect();
    words.join(" ")
}

/// A URL without the parts in which two spellings of it may differ.
fn bare_address(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let bare = bare.split('#').next().unwrap_or(bare);
    bare.trim_end_matches('/')
}

/// The URL that a page declares as its own.
fn canonical(file: &str) -> Option<String> {
    const HEAD: usize = 1 << 16;
    let end = (0..=HEAD.min(file.len()))
        .rev()
        .find(|&at| file.is_char_boundary(at))?;
    let head = file.get(..end)?;
    let at = head
        .find("rel=\"canonical\"")
        .or_else(|| head.find("property=\"og:url\""))?;
    let tag = head.get(head.get(..at)?.rfind('<')?..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let value = ["href=\"", "content=\""]
        .iter()
        .find_map(|key| Some(tag.split_once(key)?.1))?;
    Some(value.split('"').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::SourceText;

    fn source(path: &str, text: &str, names: &[&str]) -> AuditSource {
        let loaded = SourceText::load(text.into(), SourceKind::of(path.as_ref(), text.as_bytes()));
        AuditSource {
            path: path.to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            text: loaded.map_err(|error| error.to_string()),
        }
    }

    #[test]
    fn a_source_goes_by_many_names() {
        let sources = [
            source("docs/smith-2020.txt", "On Tides\n\nThe sea rises.", &["0"]),
            source(
                "report.html",
                "<head><link rel=\"canonical\" href=\"https://example.org/a/tides-report/\"></head><h1>The Tides Report</h1><p>A.",
                &[],
            ),
        ];
        let names = SourceNames::new(&sources);
        for name in [
            "docs/smith-2020.txt",
            "smith-2020",
            "Smith, 2020",
            "Smith et al. (2020)",
            "0",
            "On tides",
            "J. Smith 2020, p. 5",
            "https://example.org/x/smith-2020.txt#page=2",
        ] {
            assert_eq!(names.find(name), Some(0), "{name}");
        }
        for name in [
            "the tides report",
            "report",
            "http://www.example.org/a/tides-report#:~:text=x",
            "Ocean Office, The Tides Report, 2021.",
        ] {
            assert_eq!(names.find(name), Some(1), "{name}");
        }
        for name in [
            "Smith 2021",
            "1",
            "https://example.org/other",
            "",
            "Smith 2020; The Tides Report",
        ] {
            assert_eq!(names.find(name), None, "{name}");
        }
    }
}
