//! Pages to follow along are followed: their files are written, their commands run, and the output must match.
//!
//! `PAGES=overwrite cargo test --test it documents` updates the pages to what the commands print now.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use argmap::diagnostic::RuleName;
use argmap::map::Map;
use argmap::syntax::Files;

use crate::blocks::blocks;
use crate::maps::{folder, write};
use crate::program::{run, words};

#[test]
fn the_tutorial_is_true() {
    assert_eq!(follow("README.md"), 3);
}

#[test]
fn the_page_on_evaluation_is_true() {
    assert_eq!(follow("docs/evaluation.md"), 3);
}

#[test]
fn the_page_on_audits_is_true() {
    assert_eq!(follow("docs/audit.md"), 7);
}

#[test]
fn the_page_on_versions_is_true() {
    assert_eq!(follow("docs/versions.md"), 3);
}

#[test]
fn the_guide_is_true_and_short_and_becomes_a_skill() {
    assert_eq!(follow("docs/guide.md"), 3);
    let guide = read("docs/guide.md");
    assert!(guide.split_whitespace().count() <= 2_500);
    let folder = folder(&[]);
    assert_eq!(run(folder.path(), &["guide"]).stdout, guide);
    assert_eq!(run(folder.path(), &["guide", "--skill"]).code, Some(0));
    let skill = fs::read_to_string(folder.path().join("SKILL.md")).unwrap();
    assert!(skill.starts_with("---\nname: argmap\n") && skill.ends_with(&guide));
    // Existing files are not overwritten.
    assert_eq!(run(folder.path(), &["guide", "--skill"]).code, Some(2));
}

#[test]
fn the_page_on_changing_maps_is_true() {
    assert_eq!(follow("docs/changing.md"), 2);
}

#[test]
fn the_page_on_frameworks_is_true() {
    assert_eq!(follow("docs/solve.md"), 5);
}

#[test]
fn the_page_on_queries_is_true() {
    assert_eq!(follow("docs/query.md"), 0);
}

#[test]
fn the_page_on_modelling_is_true_and_its_maps_check_clean() {
    assert_eq!(follow("docs/modelling.md"), 11);
    let page = read("docs/modelling.md");
    let blocks = blocks(&page);
    let maps = blocks.iter().filter(|block| block.language == "toml");
    let maps = maps.count();
    assert_eq!(maps, 9);
    assert_eq!(page.matches("$ argmap check ").count(), maps);
    assert_eq!(page.matches(": no findings\n").count(), maps);
}

/// A page, by its path in the repository.
fn read(page: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// Follows a page, in a new folder if it writes files, otherwise in the repository. Returns how many files it writes.
fn follow(page: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = read(page);
    let blocks = blocks(&written);
    let files = blocks.iter().filter(|block| block.file.is_some()).count();
    let new = folder(&[]);
    let folder = if files == 0 { root } else { new.path() };
    let mut now = String::new();
    let mut end = 0;
    let mut commands = 0;
    for block in &blocks {
        now.push_str(&written[end..block.range.start]);
        end = block.range.end;
        if let Some(name) = block.file {
            write(folder, name, block.text);
        }
        if block.language == "console" {
            now.push_str(&done(folder, block.text));
            commands += 1;
        } else {
            now.push_str(block.text);
        }
    }
    now.push_str(&written[end..]);
    assert!(commands > 0, "{page} runs nothing");
    if std::env::var_os("PAGES").is_some_and(|wish| wish == "overwrite") {
        fs::write(root.join(page), now).unwrap();
    } else {
        assert!(
            written == now,
            "{page} shows other output than its commands print:\n{now}"
        );
    }
    files
}

/// The console block with what its commands print now.
fn done(folder: &Path, block: &str) -> String {
    let mut out = String::new();
    for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let _ = writeln!(out, "$ {line}");
        let run = run(folder, &words(line)[1..]);
        let is_error = run.stderr.starts_with("error: ");
        assert_eq!(run.code == Some(2), is_error, "{line}: {run:?}");
        let printed = run.shown();
        out.push_str(printed.trim_end());
        if !printed.trim().is_empty() {
            out.push('\n');
        }
    }
    out
}

#[test]
fn the_page_of_the_format_shows_what_is_read() {
    let page = read("docs/format.md");
    let blocks = blocks(&page);
    let maps = blocks.iter().filter(|block| block.language == "toml");
    let mut count = 0;
    for block in maps {
        let files = Files::from_text("format.toml", block.text);
        let map = Map::new(&files);
        // A block may show part of a claim. Then the claim's text is missing, and nothing else.
        let wrong = map
            .reading_diagnostics()
            .find(|finding| finding.rule != RuleName::MISSING_TEXT);
        assert_eq!(wrong, None, "{}", block.text);
        count += 1;
    }
    assert!(count >= 3);
}

/// Pages are for people: tests must find what they need in what people read anyway.
#[test]
fn no_page_shows_marks_of_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "src/check/rules"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        pages.extend(entries.map(|entry| entry.unwrap().path()));
    }
    pages.retain(|page| page.extension() == Some("md".as_ref()));
    assert!(pages.len() > 40, "{pages:?}");
    let is_mark = |line: &&str| {
        let is_code = |rest: &str| rest.parse::<u8>().is_ok();
        line.contains("[..]")
            || line.starts_with("# file:")
            || line.strip_prefix("? ").is_some_and(is_code)
    };
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        assert_eq!(text.lines().find(is_mark), None, "{}", page.display());
    }
}
