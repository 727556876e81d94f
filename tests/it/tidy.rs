//! A formatted file says what it said before, keeps its comments, and does not change if formatted again.

use std::fs;
use std::path::Path;

use argmap::edit::{tidy, tidy_files};
use argmap::syntax::{FileId, Files, read};
use proptest::prelude::*;

use crate::maps::{article, comments, said};
use crate::random;
use crate::rename::{NAMES, named, templates};
use crate::three_way_laws::{file, in_order, table};
#[cfg(feature = "cli")]
use crate::{
    maps::{folder, write},
    program::{run, run_with_input},
};

/// Whether a text is TOML without faults.
fn is_toml(text: &str) -> bool {
    let files = Files::from_text("map.toml", text);
    tidy_files(&files).faults.is_empty()
}

/// Checks everything that must be true of a text once it is formatted.
fn is_laid_out_well(text: &str) -> Result<(), TestCaseError> {
    let new = tidy(text);
    let of = |text: &str| said(&Files::from_text("map.toml", text));
    prop_assert_eq!(of(text), of(&new), "{}", &new);
    let sorted = |text: &str| {
        let mut comments = comments(text);
        comments.sort();
        comments
    };
    prop_assert_eq!(sorted(text), sorted(&new), "{}", &new);
    prop_assert_eq!(&tidy(&new), &new);
    // A text that defines something twice is not valid TOML, but must still say the same.
    let values = |text: &str| table(text).map(|table| in_order(&toml::Value::Table(table), false));
    prop_assert_eq!(values(text), values(&new), "{}", &new);
    let said_of = new.trim_start_matches('\u{feff}');
    prop_assert!(said_of.is_empty() || said_of.ends_with('\n'));
    let lines = |end: &str| new.split(end).any(|line| line.ends_with([' ', '\t']));
    let has_strings = text.contains("\"\"\"") || text.contains("'''");
    prop_assert!(
        has_strings || !lines("\n") && !lines("\r\n") && !new.contains("\n\n\n"),
        "{}",
        new
    );
    Ok(())
}

proptest! {
    #[test]
    fn a_map_says_what_it_said(templates in templates()) {
        for text in named(&templates, &NAMES) {
            is_laid_out_well(&text)?;
        }
    }

    #[test]
    fn files_of_any_toml_say_what_they_said(text in file()) {
        prop_assert!(is_toml(&text), "{}", text);
        is_laid_out_well(&text)?;
    }

    #[test]
    fn whatever_is_toml_is_laid_out_and_all_else_left_alone(text in random::text(30)) {
        // Whatever it is, formatting does not panic.
        tidy(&text);
        if is_toml(&text) {
            is_laid_out_well(&text)?;
        } else {
            prop_assert!(tidy_files(&Files::from_text("map.toml", &*text)).files.is_empty());
        }
    }

    #[test]
    fn lists_with_comments_anywhere_keep_them(parts in prop::collection::vec(
        prop::sample::select(vec!["[", "]", ",", "'a'", "1", "# c\n", "\n", " ", "{ x = 1 }", "\"\"\"\n\"\"\"", "\r\n"]), 0..24,
    )) {
        let text = format!("# Before.\nclaim.a.data.x = [{}] # after\n", parts.concat());
        if is_toml(&text) {
            is_laid_out_well(&text)?;
        }
    }
}

#[test]
fn the_articles_map_is_laid_out() {
    for file in article().files() {
        assert_eq!(tidy(&file.text), *file.text, "{}", file.name);
    }
}

#[test]
fn every_map_of_the_tests_can_be_laid_out() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml")
                && let Ok(text) = fs::read_to_string(&path)
                && is_toml(&text)
            {
                is_laid_out_well(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

#[cfg(feature = "cli")]
#[test]
fn what_other_commands_write_is_laid_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder(&[
        (
            "letter.md",
            "# A letter\n\n- [Home](#home)\n\nClose the square. Children play there: they do so by day.\n",
        ),
        (
            "report.md",
            "The letter says “Close the square”, and “Children swim there” [1].\n\n1. letter.md\n",
        ),
        (
            "debate.argdown",
            &fs::read_to_string(root.join("tests/fixtures/every-key.toml"))
                .unwrap()
                .replace(['[', ']'], ""),
        ),
    ]);
    let run = |arguments: &[&str]| {
        let run = run(folder.path(), arguments);
        assert!(
            run.code.is_some_and(|code| code < 2),
            "{arguments:?}: {}",
            run.stderr
        );
    };
    run(&["init", "--from", "letter.md", "begun"]);
    run(&["audit", "report.md", "--sources", ".", "-o", "audited"]);
    let every_key = root.join("tests/fixtures/every-key.toml");
    for format in ["argdown", "aif", "arguebuf"] {
        run(&[
            "export",
            format,
            every_key.to_str().unwrap(),
            "-o",
            "exported",
        ]);
        run(&["import", format, "exported", "-o", format]);
    }
    for map in ["begun", "audited", "argdown", "aif", "arguebuf"] {
        run(&["check", map]);
        let formatted = crate::program::run(folder.path(), &["fmt", map, "--diff"]);
        assert_eq!((formatted.code, &*formatted.stdout), (Some(0), ""), "{map}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn files_are_written_only_where_they_change_and_all_or_none() {
    let laid_out = "[claim.a]\ntext = \"A\"\n";
    let not = "[claim.b]\ntext=\"B\"\n";
    let folder = folder(&[("arguments/a.toml", laid_out), ("arguments/b.toml", not)]);
    let path = folder.path();
    let of = |name: &str| fs::read_to_string(path.join("arguments").join(name)).unwrap();
    let checked = run(path, &["fmt", "--check"]);
    assert_eq!(checked.code, Some(1));
    assert_eq!(checked.stdout, "arguments/b.toml is not formatted\n");
    assert_eq!(of("b.toml"), not);
    let changed = || {
        fs::metadata(path.join("arguments/a.toml"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = changed();
    let formatted = run(path, &["fmt"]);
    assert_eq!(formatted.code, Some(0), "{}", formatted.stderr);
    assert_eq!(before, changed());
    assert_eq!(of("b.toml"), "[claim.b]\ntext = \"B\"\n");
    assert_eq!(run(path, &["fmt", "--check"]).code, Some(0));
    // Files that are not valid TOML are left alone; the others are formatted.
    write(path, "arguments/b.toml", "[claim.b]\ntext=\"B\n");
    write(path, "arguments/a.toml", not);
    let formatted = run(path, &["fmt"]);
    assert_eq!(formatted.code, Some(2));
    assert!(
        formatted.stderr.contains("arguments/b.toml:2:"),
        "{}",
        formatted.stderr
    );
    assert_eq!(of("b.toml"), "[claim.b]\ntext=\"B\n");
    assert_eq!(of("a.toml"), "[claim.b]\ntext = \"B\"\n");
}

#[cfg(feature = "cli")]
#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder(&[]);
    let formatted = run_with_input(
        folder.path(),
        &["fmt", "-"],
        b"\xef\xbb\xbf[claim.a]\r\ntext='A'",
    );
    assert_eq!(formatted.stdout, "\u{feff}[claim.a]\r\ntext = 'A'\r\n");
    assert_eq!((formatted.code, &*formatted.stderr), (Some(0), ""));
    let same = run_with_input(folder.path(), &["fmt", "-"], b"[claim.a]\n");
    assert_eq!(same.stdout, "[claim.a]\n");
    for wrong in [&b"[claim.a"[..], b"a = \"\xff\"\n"] {
        let left = run_with_input(folder.path(), &["fmt", "-"], wrong);
        assert_eq!((left.code, &*left.stdout), (Some(2), ""));
        assert!(left.stderr.contains("<stdin>"), "{}", left.stderr);
    }
}

#[test]
fn only_the_order_of_relations_is_the_authors() {
    let text = "[claim.a]\nattacks = [\"b\"]\nsupports = [\"c\"]\ntext = \"A\"\n";
    let new = tidy(text);
    assert_eq!(
        new,
        "[claim.a]\ntext     = \"A\"\nattacks  = [\"b\"]\nsupports = [\"c\"]\n"
    );
    let document = read(FileId::at(0), &new.into());
    assert!(document.diagnostics.is_empty());
}
