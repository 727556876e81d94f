//! The WebAssembly library committed for the page gives the same answers as the library itself.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use argmap::export::{SupposedByNumber, Supposing};
use argmap::map::Map;
use argmap::reason::{Label, Suppositions, grounded};
use argmap::syntax::Files;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::browse;
use crate::competition::tell;
use crate::maps::folder;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files under a folder with this ending, sorted by path.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every map among the tests and the article's map, as files by name.
fn maps() -> Vec<Vec<(String, String)>> {
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::read_to_string(path).ok().map(|text| (name, text))
    };
    let single = files(&root().join("tests/cmd"), "toml");
    let mut maps: Vec<Vec<_>> = single
        .iter()
        .filter_map(named)
        .map(|file| vec![file])
        .collect();
    maps.push(
        files(&root().join("arguments"), "toml")
            .iter()
            .filter_map(named)
            .collect(),
    );
    maps
}

/// The suppositions to try on a map with this many claims.
fn suppositions(claims: u32) -> Vec<SupposedByNumber> {
    let mut all = vec![SupposedByNumber::default()];
    let step = (claims as usize / 6).max(1);
    for claim in (0..claims).step_by(step) {
        let mut denied = SupposedByNumber::default();
        denied.denied.push(claim);
        let mut assumed = SupposedByNumber::default();
        assumed.assumed.push(claim);
        let mut removed = SupposedByNumber::default();
        removed.removed.push(claim);
        let mut distrusted = SupposedByNumber::default();
        distrusted.distrusted.extend([claim, claim + 1]);
        all.extend([denied, assumed, removed, distrusted]);
    }
    all
}

#[test]
fn what_is_supposed_comes_to_the_same_in_the_page() {
    let (mut cases, mut expected) = (Vec::new(), Vec::new());
    for files in maps() {
        let mut supposing = Supposing::new(files.clone());
        let first = supposing.labels();
        let tried = suppositions(u32::try_from(first.len()).unwrap());
        let as_json = |supposed: &SupposedByNumber| {
            json!({"denied": supposed.denied, "assumed": supposed.assumed, "removed": supposed.removed,
                   "distrusted": supposed.distrusted})
        };
        let asked: Vec<Value> = tried.iter().map(as_json).collect();
        cases.push(json!({"files": files, "suppositions": asked}));
        let said = tried.into_iter().map(|supposed| {
            supposing.suppose(supposed);
            let labels = supposing.labels();
            let mut said = vec![first.clone(), labels.clone()];
            for (claim, _) in (0..).zip(labels.chars()) {
                said.push(supposing.why(claim).unwrap());
                said.push(supposing.fall(claim).unwrap_or_default());
            }
            said
        });
        expected.push(said.collect::<Vec<_>>());
    }
    assert!(cases.len() > 20);
    let folder = folder(&[]);
    let path = folder.path().join("cases.json");
    fs::write(&path, Value::from(cases).to_string()).unwrap();
    let blob = root().join("src/export/html/engine.wasm.gz");
    let paths = [&blob, &path].map(|path| path.to_str().unwrap().to_owned());
    let Some(output) = browse("suppose.mjs", &[&paths[0], &paths[1]]) else {
        return;
    };
    let answers: Vec<Vec<Vec<String>>> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        answers == expected,
        "the committed engine says something else than the library: build it again (`just wasm`)"
    );
}

/// A supposition on the page gives what `argmap evaluate --deny` gives.
#[test]
fn a_supposition_gives_the_labels_of_an_evaluation() {
    let text = "[map]\nthesis = ['a']\n[claim.a]\ntext = 'A'\n[claim.b]\ntext = 'B'\nsupports = ['a']\n[claim.c]\ntext = 'C'\nattacks = ['b']\n";
    let map = Map::new(&Files::from_text("map.toml", text));
    let mut supposing = Supposing::new([("map.toml".to_owned(), text.to_owned())]);
    assert_eq!(supposing.labels(), "rra");
    let mut supposed = SupposedByNumber::default();
    supposed.denied.push(2);
    supposing.suppose(supposed);
    let denied = Suppositions {
        denied: vec![map.find("c").unwrap()],
        ..Suppositions::default()
    };
    let labels = grounded(&map, &denied);
    assert!(
        map.claims()
            .take(2)
            .all(|claim| labels.claim(claim) == Label::Accepted)
    );
    assert_eq!(supposing.labels(), "aar");
    assert!(supposing.why(2).unwrap().contains("supposed"));
    assert_eq!(supposing.why(3), None);
}

/// What would bring a claim down depends on what is supposed, as with `argmap hinges --deny`.
#[test]
fn what_would_bring_a_claim_down_changes_with_what_is_supposed() {
    let text = "[claim.a]\ntext = 'A'\n[claim.b]\ntext = 'B'\nsupports = ['a']\n[claim.c]\ntext = 'C'\nsupports = ['a']\n";
    let mut supposing = Supposing::new([("map.toml".to_owned(), text.to_owned())]);
    let before = supposing.fall(0).unwrap();
    assert!(before.contains("two together"), "{before}");
    let mut supposed = SupposedByNumber::default();
    supposed.denied.push(2);
    supposing.suppose(supposed);
    let after = supposing.fall(0).unwrap();
    assert!(
        after.contains("If this claim falls:") && after.contains("#b"),
        "{after}"
    );
    let mut removed = SupposedByNumber::default();
    removed.removed.push(0);
    supposing.suppose(removed);
    assert_eq!(supposing.fall(0), None);
}

/// With `--distrust unproven`, a claim whose quotation is not proven does not stand by itself; the page does the same
/// and says why.
#[test]
fn what_is_not_proven_may_be_distrusted() {
    let text = "[claim.a]\ntext = 'A'\nquote = 'nowhere'\n";
    let mut supposing = Supposing::new([("map.toml".to_owned(), text.to_owned())]);
    let mut supposed = SupposedByNumber::default();
    supposed.distrusted.push(0);
    supposing.suppose(supposed);
    assert_eq!(supposing.labels(), "r");
    assert_eq!(
        supposing.why(0).unwrap(),
        "Its quotation is not proven, and nothing is said for it."
    );
}

/// The parts of the library, and other files, that the engine is built from.
const BUILT_FROM: &[&str] = &[
    "src/components.rs",
    "src/answer/hinges.rs",
    "src/answer/telling.rs",
    "src/diagnostic",
    "src/export/html/brief.rs",
    "src/export/html/markup.rs",
    "src/export/html/suppose.rs",
    "src/export/html/why.rs",
    "src/map",
    "src/printable.rs",
    "src/reason",
    "src/syntax",
    "wasm/Cargo.lock",
    "wasm/src",
];

/// Tells if the library has changed since the engine was built. A test above compares their answers.
#[test]
fn the_engine_says_what_it_was_built_from() {
    let mut digest = Sha256::new();
    let parts = BUILT_FROM.iter().map(|part| root().join(part));
    for path in parts.flat_map(|part| {
        if part.is_dir() {
            files(&part, "rs")
        } else {
            vec![part]
        }
    }) {
        digest.update(fs::read(path).unwrap());
    }
    let mut now = String::new();
    for byte in digest.finalize() {
        let _ = write!(now, "{byte:02x}");
    }
    let path = root().join("src/export/html/engine.sha256");
    if std::env::var_os("ARGMAP_BUILT_WASM").is_some() {
        fs::write(&path, format!("{now}\n")).unwrap();
    }
    let built = fs::read_to_string(&path).unwrap();
    assert_eq!(built.trim().len(), 64);
    if built.trim() != now {
        tell(
            "the library has changed since the page's engine was built: `just wasm` builds it again",
        );
    }
}
