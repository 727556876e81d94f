//! Maps made from texts, and what checking them reports.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use argmap::check::{Levels, Report, check};
use argmap::map::{ClaimId, Map};
use argmap::syntax::{File, Files, SharedStr};
use argmap::world::Disk;
use tempfile::TempDir;

/// The map of a text. Every name must be known.
pub(crate) fn map_of(text: impl Into<SharedStr>) -> Map {
    let map = loose_map_of(text);
    assert_eq!(map.unresolved(), []);
    map
}

/// The map of a text that may have unknown names.
pub(crate) fn loose_map_of(text: impl Into<SharedStr>) -> Map {
    Map::new(&Files::from_text("map.toml", text))
}

/// What a check of the text's map reports.
pub(crate) fn checked(text: &str) -> Report {
    check(&loose_map_of(text), &Levels::default())
}

/// Files with these names and texts that are not in a folder.
pub(crate) fn files<N: Into<String>, T: Into<SharedStr>>(
    texts: impl IntoIterator<Item = (N, T)>,
) -> Files {
    let file = |(name, text): (N, T)| {
        let name = name.into();
        File {
            path: name.clone(),
            name,
            text: text.into(),
        }
    };
    Files::new(texts.into_iter().map(file).collect())
}

/// The same, with their sources in `folder`.
pub(crate) fn files_in<N: Into<String>, T: Into<SharedStr>>(
    folder: &Path,
    texts: impl IntoIterator<Item = (N, T)>,
) -> Files {
    files(texts).in_world(Arc::new(Disk::new(folder).unwrap()))
}

/// The files of the map that comes with argmap.
pub(crate) fn article() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("arguments");
    let files = Files::read(&folder).unwrap();
    assert_eq!((files.files().len(), files.diagnostics()), (4, &[][..]));
    files
}

/// A new folder with these files. It is removed at the end of the test.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

/// Writes a file, and creates the folders that its path needs.
pub(crate) fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What the files of a map say, in order, without the places where they say it.
pub(crate) fn said(files: &Files) -> Vec<String> {
    let place = regex::Regex::new(r"Span \{ start: \d+, end: \d+ \}").unwrap();
    let mut said = Vec::new();
    for document in Map::new(files).documents() {
        said.extend(document.header.iter().map(|it| format!("{it:?}")));
        said.extend(document.sources.iter().map(|it| format!("{it:?}")));
        said.extend(document.speakers.iter().map(|it| format!("{it:?}")));
        said.extend(document.questions.iter().map(|it| format!("{it:?}")));
        said.extend(document.claims.iter().map(|it| format!("{it:?}")));
        said.extend(document.undercuts.iter().map(|it| format!("{it:?}")));
        said.extend(document.lints.iter().map(|it| format!("{it:?}")));
        let expect = &document.expect;
        for ids in [
            &expect.accepted,
            &expect.rejected,
            &expect.undecided,
            &expect.accepted_either_way,
        ] {
            said.extend(ids.iter().map(|it| format!("expected {it:?}")));
        }
    }
    said.iter()
        .map(|it| place.replace_all(it, "").into_owned())
        .collect()
}

/// The comments in a text, in order, without trailing blanks.
pub(crate) fn comments(text: &str) -> Vec<String> {
    let tokens = toml_parser::Source::new(text).lex();
    let comments = tokens.filter(|it| it.kind() == toml_parser::lexer::TokenKind::Comment);
    comments
        .map(|it| {
            text[it.span().start()..it.span().end()]
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// The claim with the id `c` and this number.
pub(crate) fn id(map: &Map, claim: usize) -> ClaimId {
    map.find(&format!("c{claim}")).unwrap()
}

/// A map with one file for each part. Its claims are renamed: `c1` becomes `x-c1`.
pub(crate) fn renamed(parts: &[String]) -> Files {
    files(parts.iter().enumerate().map(|(number, part)| {
        let text = part.replace("'c", "'x-c").replace("claim.c", "claim.x-c");
        (format!("{number}.toml"), text)
    }))
}
