//! The modules of the library are on floors: each may use those below it, but none above it.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of `src`, lowest first.
const FLOORS: &[&str] = &[
    "narrow",
    "losses",
    "rows",
    "components",
    "sat",
    "nearest",
    "signs",
    "printable",
    "wrap",
    "span",
    "world",
    "diagnostic",
    "syntax",
    "place",
    "map",
    "mentions",
    "reason",
    "quotes",
    "proof",
    "query",
    "tree",
    "check",
    "schema",
    "edit",
    "workspace",
    "layout",
    "answer",
    "editor",
    "import",
    "export",
    "audit",
    "render",
    "cli",
];

/// The Rust files in `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The module names after `crate::` in a line of code.
fn used(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn no_module_uses_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floor = |name: &str| FLOORS.iter().position(|&floor| floor == name);
    let mut wrong = Vec::new();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.iter().next().unwrap();
        let own = Path::new(first).file_stem().unwrap().to_str().unwrap();
        if matches!(own, "lib" | "main") {
            continue;
        }
        let Some(own_floor) = floor(own) else {
            panic!(
                "`{own}` is on no floor: put it into the list of this test, as low as it can be"
            );
        };
        let text = fs::read_to_string(&path).unwrap();
        // Tests at the end of a file may use anything, and comments may name anything.
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for name in used(line) {
                if floor(name).is_some_and(|floor| floor > own_floor) {
                    wrong.push(format!(
                        "src/{}:{}: `{own}` uses `{name}`, which is above it",
                        inside.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "move what is shared to the lower of the two:\n{}",
        wrong.join("\n")
    );
}
