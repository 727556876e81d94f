//! What is moved to another file of its map says the same as before, and takes its comments along.

use argmap::edit::{Moving, Relocation, RelocationError, relocate};
use argmap::map::Map;
use argmap::syntax::{Files, TableKind};
use proptest::prelude::*;
use proptest::sample::select;

use crate::maps::{article, comments, files, said};
use crate::rename::{NAMES, map_files, named, templates};
#[cfg(feature = "cli")]
use crate::{
    maps::{folder, write},
    program::run,
};

/// The files after a move.
fn after(files: &Files, relocation: &Relocation) -> Files {
    let mut all = files.files().to_vec();
    for (file, text) in &relocation.files {
        all[file.index()].text = text.clone();
    }
    all.extend(relocation.new.clone());
    Files::new(all)
}

fn moved(
    files: &Files,
    ids: &[&str],
    with_their_own: bool,
    to: &str,
) -> Result<Files, RelocationError> {
    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    let moving = Moving {
        ids: &ids,
        kind: Some(TableKind::Claim),
        with_their_own,
    };
    let relocation = relocate(&Map::new(files), &moving, to)?;
    Ok(after(files, &relocation))
}

/// The lines of all files that are not empty.
fn lines(files: &Files) -> Vec<String> {
    let lines = files.files().iter().flat_map(|file| file.text.lines());
    let lines = lines.filter(|line| !line.trim().is_empty());
    sorted(lines.map(str::to_owned).collect())
}

fn sorted(mut told: Vec<String>) -> Vec<String> {
    told.sort();
    told
}

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    &files
        .files()
        .iter()
        .find(|file| file.name == name)
        .unwrap()
        .text
}

proptest! {
    #[test]
    fn the_map_is_the_same_and_so_is_every_line(
        templates in templates(), which in 0_usize..8, to in select(vec!["0.toml", "1.toml", "2.toml", "deep/new.toml"]),
    ) {
        let before = map_files(&named(&templates, &NAMES));
        let id = NAMES[which];
        let mark = format!("<{which}>");
        let mut headers = templates[0].lines().filter(|line| line.starts_with('['));
        let is_headed = headers.any(|line| line.contains(&mark));
        match moved(&before, &[id], false, to) {
            Ok(after) => {
                prop_assert!(is_headed);
                prop_assert_eq!(sorted(said(&before)), sorted(said(&after)));
                prop_assert_eq!(lines(&before), lines(&after));
                let all = |files: &Files| files.files().iter().map(|file| comments(&file.text)).collect::<Vec<_>>().concat();
                prop_assert_eq!(sorted(all(&before)), sorted(all(&after)));
                let again = moved(&after, &[id], false, to);
                prop_assert_eq!(again.unwrap_err(), RelocationError::There(id.to_owned()));
            }
            Err(RelocationError::There(_)) => prop_assert_eq!(to, "0.toml"),
            Err(RelocationError::NoHeader { .. }) => prop_assert!(!is_headed || to == "0.toml"),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn every_claim_of_the_article_can_go_elsewhere() {
    let before = article();
    let map = Map::new(&before);
    for claim in map.claims() {
        let id = map.id(claim);
        let from = &before.file(map.file_of(claim)).name;
        for to in ["thesis.toml", "more/new.toml"] {
            if from == to {
                continue;
            }
            let after = moved(&before, &[id], false, to).unwrap();
            assert_eq!(sorted(said(&before)), sorted(said(&after)), "{id}");
            assert_eq!(lines(&before), lines(&after), "{id}");
            assert!(!text(&after, from).contains("\n\n\n"), "{id}");
            assert!(text(&after, to).contains(&format!("[claim.{id}]")), "{id}");
        }
    }
}

#[test]
fn a_claim_of_a_circle_may_go_where_the_circle_is_reported_at_another() {
    let claim = |id: &str, other: &str| {
        format!("[claim.{id}]\ntext = \"{id}\"\nsupports = [\"{other}\"]\n")
    };
    let (one, other) = (claim("a", "b"), claim("b", "a"));
    let before = files([("a.toml", &*one), ("b.toml", &*other)]);
    let after = moved(&before, &["a"], false, "b.toml").unwrap();
    assert_eq!(text(&after, "b.toml"), format!("{other}\n{one}"));
}

#[test]
fn what_belongs_to_a_claim_goes_with_it_and_what_does_not_stays() {
    let map = "#:schema ./s.json\n\n# Of everything.\n\n# Of a.\n[claim.a]\ntext = \"A\"\n\n# Inside a.\n\ntags = [\"t\"]\n# Below a.\n\n\
        [[undercut]]\nstep = \"b -> c\"\npremises = [\"a\", \"b\"]\n\n# Of b.\n[claim.b]\ntext = \"B\"\nsupports = [\"c\"]\n\n\
        [[undercut]]\nstep = \"b -> c\"\npremises = [\"a\"]\n\n[[claim.a.reason]]\nid = \"r\"\npremises = [\"b\"]\n\n[claim.c]\ntext = \"C\"";
    let before = files([("map.toml", map)]);
    let after = moved(&before, &["a"], false, "new.toml").unwrap();
    assert_eq!(
        text(&after, "new.toml"),
        "#:schema ./s.json\n\n# Of a.\n[claim.a]\ntext = \"A\"\n\n# Inside a.\n\ntags = [\"t\"]\n# Below a.\n\n\
         [[undercut]]\nstep = \"b -> c\"\npremises = [\"a\", \"b\"]\n\n[[undercut]]\nstep = \"b -> c\"\npremises = [\"a\"]\n\n\
         [[claim.a.reason]]\nid = \"r\"\npremises = [\"b\"]\n"
    );
    assert_eq!(
        text(&after, "map.toml"),
        "#:schema ./s.json\n\n# Of everything.\n\n# Of b.\n[claim.b]\ntext = \"B\"\nsupports = [\"c\"]\n\n[claim.c]\ntext = \"C\""
    );
    let claim = "a".to_owned();
    let id = "r".to_owned();
    let of_a_claim = moved(&before, &["r"], false, "new.toml").unwrap_err();
    assert_eq!(of_a_claim, RelocationError::PartOf { id, claim });
}

#[test]
fn claims_take_what_nothing_else_names() {
    let map = "[source.s]\npath = \"deep/s.txt\"\n[source.t]\npath = \"t.txt\"\n[speaker.p]\n[speaker.q]\n\
        [question.who]\ntext = \"Who?\"\nanswers = [\"a\", \"b\"]\n[question.why]\ntext = \"Why?\"\nanswers = [\"a\", \"c\"]\n\
        [claim.a]\ntext = \"A\"\nby = \"p\"\nquote = { text = \"a\", source = \"s\" }\n\
        [claim.b]\ntext = \"B\"\nby = \"q\"\nquote = { text = \"a\", source = \"t\" }\n\
        [claim.c]\ntext = \"C\"\nby = [\"q\"]\nquote = { text = \"a\", source = \"t\" }\n";
    let before = files([("map.toml", map)]);
    let after = moved(&before, &["a", "b"], true, "deep/new.toml").unwrap();
    let new = text(&after, "deep/new.toml");
    let headers = |text: &str| -> Vec<String> {
        let headers = text.lines().filter(|line| line.starts_with('['));
        headers.map(str::to_owned).collect()
    };
    assert_eq!(
        headers(new),
        [
            "[source.s]",
            "[speaker.p]",
            "[question.who]",
            "[claim.a]",
            "[claim.b]"
        ]
    );
    // The source still names the same text.
    assert!(new.contains("path = \"s.txt\""), "{new}");
    assert_eq!(
        headers(text(&after, "map.toml")),
        ["[source.t]", "[speaker.q]", "[question.why]", "[claim.c]"]
    );
    let ids = ["t".to_owned()];
    let moving = Moving {
        ids: &ids,
        kind: Some(TableKind::Source),
        with_their_own: false,
    };
    let path = "t.txt".to_owned();
    let id = "t".to_owned();
    assert_eq!(
        relocate(&Map::new(&before), &moving, "deep/new.toml").unwrap_err(),
        RelocationError::Unreachable { id, path }
    );
}

#[test]
fn lines_end_as_those_of_the_file_that_they_go_to() {
    let before = files([
        (
            "a.toml",
            "[claim.a]\r\ntext = \"\"\"\r\nA\r\n\"\"\"\r\n\r\n[claim.b]\r\ntext = \"B\"\r\n",
        ),
        ("b.toml", "\u{feff}[claim.c]\ntext = \"C\""),
    ]);
    let after = moved(&before, &["a"], false, "b.toml").unwrap();
    assert_eq!(
        text(&after, "b.toml"),
        "\u{feff}[claim.c]\ntext = \"C\"\n\n[claim.a]\ntext = \"\"\"\r\nA\r\n\"\"\"\n"
    );
    assert_eq!(text(&after, "a.toml"), "[claim.b]\r\ntext = \"B\"\r\n");
    assert_eq!(sorted(said(&before)), sorted(said(&after)));
}

#[test]
fn nothing_is_moved_where_something_could_be_missed() {
    let twice = files([
        ("a.toml", "[claim.a]\ntext = \"A\"\n"),
        ("b.toml", "[claim.a]\ntext = \"B\"\n"),
    ]);
    let error = moved(&twice, &["a"], false, "c.toml").unwrap_err();
    assert_eq!(error, RelocationError::Twice("a".to_owned()));
    let broken = files([
        ("a.toml", "[claim.a]\ntext = \"A\"\n"),
        ("b.toml", "[claim.b\n"),
    ]);
    let error = moved(&broken, &["a"], false, "c.toml").unwrap_err();
    assert!(matches!(error, RelocationError::Unread(_)), "{error}");
}

#[cfg(feature = "cli")]
#[test]
fn a_file_that_would_be_no_part_of_the_map_is_not_written() {
    let folder = folder(&[
        (
            "arguments/map.toml",
            "[claim.a]\ntext = \"A\"\n\n[claim.b]\ntext = \"B\"\n",
        ),
        ("arguments/.gitignore", "ignored.toml\nignored/\n"),
    ]);
    let at = |name: &str| folder.path().join("arguments").join(name);
    for (file, why) in [
        ("ignored.toml", "would not be part of the map"),
        (
            "arguments/ignored/deep/a.toml",
            "would not be part of the map",
        ),
        (".hidden.toml", "hidden files are not part"),
        ("a.txt", "does not end in `.toml`"),
        ("../a.toml", "outside the map's folder"),
    ] {
        let run = run(folder.path(), &["move", "a", file]);
        assert_eq!(run.code, Some(2), "{file}");
        assert!(run.stderr.contains(why), "{file}: {}", run.stderr);
    }
    write(folder.path(), "arguments/ignored.toml", "");
    assert_eq!(
        run(folder.path(), &["move", "a", "ignored.toml"]).code,
        Some(2)
    );
    assert!(!at("ignored").exists());
    assert_eq!(std::fs::read_to_string(at("ignored.toml")).unwrap(), "");
    let map = std::fs::read_to_string(at("map.toml")).unwrap();
    assert!(map.contains("[claim.a]"), "{map}");
    // A file is named relative to the current folder, or to the map's folder.
    for (id, file) in [("a", "arguments/deep/a.toml"), ("b", "deep/b.toml")] {
        let run = run(folder.path(), &["move", id, file]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    assert!(at("deep/a.toml").exists() && at("deep/b.toml").exists());
}
