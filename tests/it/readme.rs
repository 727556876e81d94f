//! Pages to follow along, done as they say: their files written, their commands run, their output as they show it.
//!
//! `README=overwrite cargo test --test it readme` writes what the commands print now into the pages.

use std::fmt::Write;
use std::path::Path;

use argmap::diagnostic::RuleName;

use crate::maps::{folder, write};
use crate::program::{run, words};

/// The console block with the output that its commands have now.
fn done(folder: &Path, block: &str) -> String {
    let mut out = String::new();
    for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let _ = writeln!(out, "$ {line}");
        let printed = run(folder, &words(line)[1..]).shown();
        out.push_str(printed.trim_end());
        if !printed.trim().is_empty() {
            out.push('\n');
        }
    }
    out
}

#[test]
fn the_tutorial_is_true() {
    follow("README.md", 3);
}

#[test]
fn the_page_on_evaluation_is_true() {
    follow("docs/evaluation.md", 1);
}

#[test]
fn the_page_on_frameworks_is_true() {
    follow("docs/solve.md", 3);
}

#[test]
fn the_page_on_modelling_is_true_and_its_maps_check_clean() {
    follow("docs/modelling.md", 10);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/modelling.md");
    let page = std::fs::read_to_string(page).unwrap();
    let maps = page.matches("```toml\n# file: ").count();
    assert!(maps >= 8);
    assert_eq!(page.matches("$ argmap check ").count(), maps);
    assert_eq!(page.matches(": no findings\n").count(), maps);
}

/// Does what a page says; it writes at least so many files.
fn follow(page: &str, least_files: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let written = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    let folder = folder(&[]);
    let mut now = String::new();
    let mut files = 0;
    let mut rest = written.as_str();
    while let Some((before, after)) = rest.split_once("```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (block, after) = after.split_once("```").unwrap();
        let _ = writeln!(now, "{before}```{language}");
        let file = block
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# file: "));
        if let Some(name) = file {
            let (_, text) = block.split_once('\n').unwrap();
            write(folder.path(), name, text);
            files += 1;
        }
        if language == "console" {
            now.push_str(&done(folder.path(), block));
        } else {
            now.push_str(block);
        }
        now.push_str("```");
        rest = after;
    }
    now.push_str(rest);
    assert!(files >= least_files, "{page} writes files");
    if std::env::var_os("README").is_some_and(|wish| wish == "overwrite") {
        std::fs::write(path, now).unwrap();
    } else {
        assert!(
            written == now,
            "{page} shows other output than its commands print:\n{now}"
        );
    }
}

#[test]
fn the_page_of_the_format_shows_what_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md");
    let page = std::fs::read_to_string(path).unwrap();
    let blocks: Vec<_> = page.split("```toml\n").skip(1).collect();
    assert!(blocks.len() >= 3);
    for block in blocks {
        let (text, _) = block.split_once("```").unwrap();
        let files = argmap::syntax::Files::from_text("format.toml", text);
        let map = argmap::map::Map::new(&files);
        // A block may show part of a claim: then it lacks its text, and nothing else.
        let wrong = map
            .reading_diagnostics()
            .find(|finding| finding.rule != RuleName::MISSING_TEXT);
        assert_eq!(wrong, None, "{text}");
    }
}
