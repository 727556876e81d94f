//! Pins a map to its sources: the digest of each source, and what tells the place of each quotation apart.

use crate::diagnostic::{Fix, Place};
use crate::map::SourceId;
use crate::proof::select;
use crate::proof::{Cited, Entry, Proof};
use crate::quotes::{self, Outcome, PlaceSelector};
use crate::syntax::{Source, Span, toml_string};

/// A change that pins something.
#[derive(Debug, Clone, PartialEq)]
pub enum Pin {
    /// Writes down the digest of a source.
    Digest {
        /// The source.
        source: SourceId,
        /// Its SHA-256.
        sha256: String,
        /// Whether there was another value before.
        renewed: bool,
        /// The change to the map's files.
        change: Fix,
    },
    /// Makes a quotation that is in several places mean the first.
    Place {
        /// The quotation or ignored passage.
        entry: Entry,
        /// What tells the first place apart.
        selector: PlaceSelector,
        /// How many places there are.
        of: usize,
        /// The change to the map's files.
        change: Fix,
    },
}

impl Pin {
    /// The change to the map's files.
    pub fn change(&self) -> &Fix {
        match self {
            Self::Digest { change, .. } | Self::Place { change, .. } => change,
        }
    }
}

/// What can be pinned in a map.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Pins {
    /// The changes that pin it: first the sources, then the quotations and ignored passages.
    pub pins: Vec<Pin>,
    /// The places of things that could not be pinned because of the way they are written.
    pub stuck: Vec<Place>,
    /// How many quotations and ignored passages stay ambiguous because they are in several places.
    pub several: usize,
}

/// Finds everything to pin in a map: first the sources, then, with `first`, the quotations and ignored passages.
///
/// Sources that cannot be read and quotations that are not found are left as they are. Only the author knows which of
/// several places a quotation means, so it is pinned to the first only if requested.
pub fn pins(proof: &Proof<'_>, first: bool) -> Pins {
    let mut pins = Pins::default();
    let mut take = |pin: Result<Pin, Place>| match pin {
        Ok(pin) => pins.pins.push(pin),
        Err(place) => pins.stuck.push(place),
    };
    for (id, file, source) in proof.sources() {
        let Ok(text) = proof.source(id) else {
            continue;
        };
        let digest = text.sha256();
        let pinned = source.sha256.as_ref();
        if pinned.is_some_and(|pinned| pinned.value.eq_ignore_ascii_case(digest)) {
            continue;
        }
        // A value that is not a digest has a place too.
        let edit = match source.sha256_span {
            Some(span) => Some((span, toml_string(digest))),
            None => beside_path(&proof.map().files().file(file).text, source, digest),
        };
        let pin = edit.map(|(span, replacement)| Pin::Digest {
            source: id,
            sha256: digest.to_owned(),
            renewed: source.sha256_span.is_some(),
            change: Fix::certain("pin the source", vec![(Place { file, span }, replacement)]),
        });
        take(pin.ok_or(Place {
            file,
            span: source.id.span,
        }));
    }
    let mut several = 0;
    for cited in proof.cited() {
        if let Some(Outcome::Ambiguous { places, total }) = cited.outcome.as_deref() {
            several += 1;
            if first && let Some(pin) = first_place(proof, cited, places, *total) {
                several -= 1;
                take(pin);
            }
        }
    }
    pins.several = several;
    pins
}

/// The change that makes a quotation mean the first of its places.
fn first_place(
    proof: &Proof<'_>,
    cited: &Cited,
    places: &[quotes::QuotePlace],
    total: usize,
) -> Option<Result<Pin, Place>> {
    let (file, quote) = proof.quote(cited)?;
    let source = proof.source(cited.source?).ok()?;
    let selector = source.shortest_selector(&quote.text.value, places.first()?)?;
    let text = &proof.map().files().file(file).text;
    let pin = select(text, file, quote, &selector).map(|change| Pin::Place {
        entry: cited.entry,
        selector,
        of: total,
        change,
    });
    Some(pin.ok_or(Place {
        file,
        span: quote.span,
    }))
}

/// The change that writes `sha256` after the `path` of a source: on its own line with the same layout or, in an inline
/// table, after a comma.
fn beside_path(text: &str, source: &Source, digest: &str) -> Option<(Span, String)> {
    let path = source.path.as_ref()?.span.range();
    let end = path.end;
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let tail = rest.get(..line_end)?.trim_start();
    if tail.starts_with([',', '}']) {
        let value = format!(", sha256 = {}", toml_string(digest));
        return Some((Span::new(end, end), value));
    }
    let start = text.get(..path.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..path.start)?;
    let (before, after) = line.split_once("path")?;
    let gap = after
        .strip_suffix('=')
        .or_else(|| after.trim_end().strip_suffix('='))?;
    if !gap.trim().is_empty() {
        return None;
    }
    let equals = after.trim_start_matches([' ', '\t']);
    // Align the equals signs of `path` and `sha256`, if there is room.
    let blanks = " ".repeat(
        gap.len()
            .saturating_sub("sha256".len() - "path".len())
            .max(usize::from(!gap.is_empty())),
    );
    let rest = rest.get(..line_end)?;
    let carriage = if rest.ends_with('\r') { "\r" } else { "" };
    let at = end + line_end - carriage.len();
    Some((
        Span::new(at, at),
        format!(
            "{carriage}\n{before}sha256{blanks}{equals}{}",
            toml_string(digest)
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::map::Map;
    use crate::syntax::{File, Files};

    /// Pins the map to a text that has `a b c d` twice, and returns its new text.
    fn pinned(map: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "One: a b c d. Two: a b c d.").unwrap();
        let mut text = map.to_owned();
        for pass in 0..2 {
            let files = Files {
                world: Some(std::sync::Arc::new(
                    crate::world::Disk::new(folder.path()).unwrap(),
                )),
                files: vec![File {
                    path: "map.toml".to_owned(),
                    name: "map.toml".to_owned(),
                    text: text.as_str().into(),
                }],
                diagnostics: Vec::new(),
            };
            let map = Map::new(&files);
            let proof = Proof::new(&map);
            let pins = pins(&proof, true);
            assert_eq!(pins.stuck, []);
            let edited = apply(&files, pins.pins.iter().map(Pin::change));
            // Pinning again changes nothing.
            assert_eq!(edited.files.len(), 1 - pass);
            if let Some((_, new)) = edited.files.into_iter().next() {
                text = new.to_string();
            }
        }
        let digest = "sha256sum";
        text.replace(
            &crate::quotes::SourceText::load(
                b"One: a b c d. Two: a b c d.".to_vec(),
                crate::quotes::SourceKind::Plain,
            )
            .unwrap()
            .sha256()
            .to_owned(),
            digest,
        )
    }

    #[test]
    fn a_digest_stands_below_the_path_in_the_same_layout() {
        for (before, after) in [
            (
                "[source.a]\npath     = \"a.txt\" # mine\nlanguage = \"en\"\n",
                "[source.a]\npath     = \"a.txt\" # mine\nsha256   = \"sha256sum\"\nlanguage = \"en\"\n",
            ),
            (
                "[source.a]\r\npath = \"a.txt\"\r\n",
                "[source.a]\r\npath = \"a.txt\"\r\nsha256 = \"sha256sum\"\r\n",
            ),
            (
                "source.a.path='a.txt'",
                "source.a.path='a.txt'\nsource.a.sha256=\"sha256sum\"",
            ),
            (
                "source.a = { path = 'a.txt', language = 'en' }\n",
                "source.a = { path = 'a.txt', sha256 = \"sha256sum\", language = 'en' }\n",
            ),
            (
                "[source]\na = { path = 'a.txt' }\n",
                "[source]\na = { path = 'a.txt', sha256 = \"sha256sum\" }\n",
            ),
        ] {
            assert_eq!(pinned(before), after);
        }
    }

    #[test]
    fn a_quotation_of_two_places_is_made_to_mean_the_first() {
        let source = "[source.a]\npath = 'a.txt'\nsha256 = \"sha256sum\"\n";
        for (before, after) in [
            ("'a b c d'", "{ text = 'a b c d', prefix = \"One:\" }"),
            (
                "[ \"a b c d\", 'One: a b' ] # both",
                "[ { text = \"a b c d\", prefix = \"One:\" }, 'One: a b' ] # both",
            ),
            (
                "{ text = 'a b c d', source = 'a' }",
                "{ text = 'a b c d', source = 'a', prefix = \"One:\" }",
            ),
        ] {
            let claim = |quote: &str| format!("{source}[claim.c]\ntext = 'C.'\nquote = {quote}\n");
            let before = claim(before).replace("sha256 = \"sha256sum\"\n", "");
            assert_eq!(pinned(&before), claim(after));
        }
    }
}
