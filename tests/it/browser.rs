//! The page in a browser: Chromium, driven by playwright-core without a network, with axe-core for accessibility.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use argmap::export::{Page, Part};
use argmap::map::Map;
use argmap::proof::Proof;

use crate::competition::tell;
use crate::maps::{article, folder, loose_map_of};
use crate::tools::started;

/// Runs a script from `tests/browser`; `None` if it cannot be run.
pub(crate) fn browse(script: &str, arguments: &[&str]) -> Option<Output> {
    const ABSENT: i32 = 77;
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut node = Command::new("node");
    node.arg(root.join(script)).args(arguments);
    let output = started("node", node.output())?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.code() == Some(ABSENT) {
        let required = std::env::var_os("ARGMAP_REQUIRE_TOOLS").is_some();
        assert!(
            !required,
            "there is no `{said}`, and it is required (`npm ci --prefix tests/browser`)"
        );
        tell(&format!("{script}: skipped, for there is no `{said}`"));
        return None;
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {said}\n{errors}");
    Some(output)
}

fn written(folder: &Path, map: &Map) -> String {
    let path = folder.join("page.html");
    let page = Page::default().draw(Part::whole(map), &Proof::new(map));
    std::fs::write(&path, page).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_article_is_read_by_eye_by_keyboard_and_on_paper() {
    let map = Map::new(&article());
    let folder = folder(&[]);
    let path = written(folder.path(), &map);
    let mut arguments = vec![path.as_str()];
    arguments.extend(map.claims().map(|claim| map.id(claim)));
    if browse("article.mjs", &arguments).is_none() {
        return;
    }
    printed(&path, &map);
}

/// Checks that the printed page has every claim, even though all were folded.
fn printed(path: &str, map: &Map) {
    let mut pdf = Command::new("pdftotext");
    pdf.args(["-raw", &format!("{path}.pdf"), "-"]);
    let Some(text) = started("pdftotext", pdf.output()) else {
        return;
    };
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let printed = letters(&String::from_utf8_lossy(&text.stdout));
    for claim in map.claims() {
        let said = letters(map.text(claim, map.language()));
        assert!(printed.contains(&said), "{} is not printed", map.id(claim));
    }
}

/// Elements and boxes are made only for what is near, yet the rest can still be found, reached and printed.
#[test]
fn a_large_map_is_made_as_it_is_needed() {
    const CLAIMS: usize = 900;
    let mut text = String::from("[map]\nthesis = ['c0']\n[claim.c0]\ntext = 'Claim 0 begins.'\n");
    for number in 1..CLAIMS {
        // Broad at the top, with some depth below.
        let above = if number < 140 { 0 } else { number - 130 };
        let _ = writeln!(
            text,
            "[claim.c{number}]\ntext = 'Claim {number} speaks for another.'\nsupports = ['c{above}']"
        );
    }
    let map = loose_map_of(text);
    let folder = folder(&[]);
    let path = written(folder.path(), &map);
    let deep = format!("c{}", CLAIMS - 1);
    if browse("large.mjs", &[&path, &CLAIMS.to_string(), &deep]).is_some() {
        printed(&path, &map);
    }
}

#[test]
fn hostile_texts_draw_as_themselves() {
    let text = "</script></style><!--<b onclick='broken=1'><i>\"'&amp; \u{2028}\u{202e}]]>";
    let quoted = toml::Value::String(text.to_owned()).to_string();
    let map = loose_map_of(format!(
        "[map]\ntitle = {quoted}\n[claim.\"it's/a#b@c\"]\ntext = {quoted}\ntitle = {quoted}\nnote = {quoted}\n\
         tags = [{quoted}]\nabout = {quoted}\nby = [{quoted}]\nquote = {quoted}\n[claim.b]\ntext = {quoted}\n\
         attacks = [{{ claim = \"it's/a#b@c\", why = {quoted} }}]\n\
         contrasts = [{{ claim = \"it's/a#b@c\", on = {quoted} }}]\n"
    ));
    let folder = folder(&[]);
    let path = written(folder.path(), &map);
    // Characters that would steer a terminal are escaped, as everywhere else.
    let shown = argmap::printable::printable(text);
    browse("hostile.mjs", &[&path, &shown]);
}
