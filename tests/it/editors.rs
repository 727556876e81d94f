//! Real editors use `argmap lsp`: Neovim and VS Code write a map, and pytest-lsp checks every answer against the
//! protocol's types.
//!
//! If such a program is missing, its test says so and passes, unless the variable `ARGMAP_REQUIRE_TOOLS` is set.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::browser::browse;
use crate::maps::folder;
use crate::program::run;
use crate::tools::started;

const LETTER: &str = "The square should be closed to cars. Children play there every day, and a playing child does not look out for \
    traffic.\nShopkeepers fear for their trade. But nine out of ten of their customers come on foot already.\n";

fn script(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/editors")
        .join(name)
}

#[test]
fn a_map_is_written_in_neovim_with_completion_for_every_reference_and_quotation() {
    let folder = folder(&[("arguments/letter.txt", LETTER)]);
    let out = folder.path().join("out.json");
    let mut neovim = Command::new("nvim");
    neovim
        .args(["--headless", "--clean", "-c"])
        .arg(format!("luafile {}", script("neovim.lua").display()))
        .env("ARGMAP", env!("CARGO_BIN_EXE_argmap"))
        .env("ARGMAP_FOLDER", folder.path())
        .env("ARGMAP_OUT", &out)
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path());
    let Some(output) = started("nvim", neovim.output()) else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stderr);
    let written = fs::read_to_string(&out).unwrap_or_else(|error| panic!("{error}: {told}"));
    let written: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        written["failed"],
        Value::Null,
        "{}",
        written["failed"].as_str().unwrap_or_default()
    );
    assert_eq!(written["completed"], 10);
    assert_eq!(
        (&written["found"], &written["mended"]),
        (&Value::Bool(true), &Value::Bool(true)),
        "{written}"
    );
    assert!(
        written["hover"]
            .as_str()
            .unwrap()
            .contains("does not look out for traffic")
    );
    the_map_is_written(folder.path());
    assert_eq!(written["word"], "Closing");
    let formatted = run(folder.path(), &["fmt", "--check"]);
    assert_eq!(formatted.code, Some(0), "{}", formatted.stdout);
}

/// Checks that the map that the editors' scripts write exists and is right.
fn the_map_is_written(folder: &Path) {
    let map = fs::read_to_string(folder.join("arguments/square.toml")).unwrap();
    assert!(
        map.contains("premises = [\"children-play\", \"blind-at-play\"]"),
        "{map}"
    );
    let checked = run(folder, &["check"]);
    assert_eq!(
        checked.stdout, "5 claims, 1 reason, 5 quotations proven: no findings\n",
        "{map}"
    );
}

#[test]
fn the_same_map_is_written_in_vs_code_and_its_page_stands_beside_it() {
    let folder = folder(&[("arguments/letter.txt", LETTER)]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = [
        root.join("editors/vscode"),
        script("vscode.js"),
        folder.path().to_path_buf(),
        root.join("target/vscode.png"),
        env!("CARGO_BIN_EXE_argmap").into(),
    ];
    let arguments = paths.each_ref().map(|path| path.to_str().unwrap());
    let Some(output) = browse("vscode.mjs", &arguments) else {
        return;
    };
    the_map_is_written(folder.path());
    let told = String::from_utf8_lossy(&output.stdout);
    let missing = folder.path().join("no-such-program");
    assert_eq!(
        told.trim(),
        format!(
            "argmap could not be started: there is no program `{}`. Install it, or say in the settings where it is.",
            missing.display()
        )
    );
}

#[test]
fn every_answer_is_what_the_protocol_calls_it() {
    let map = "[map]\nthesis = [\"close-it\"]\n\n[source.letter]\npath = \"letter.txt\"\n\n\
        [claim.close-it]\ntext = \"The square should be closed.\"\nquote = \"The square should be closed to cars\"\n\n\
        [claim.children]\ntext = \"Children play there.\"\nquote = \"Children play there every day\"\nsupports = [\"close-it\"]\n";
    let folder = folder(&[
        (
            "arguments/letter.txt",
            &LETTER.replace("Children", "So children"),
        ),
        ("arguments/map.toml", map),
    ]);
    let python = |arguments: &[&str]| {
        let mut python = Command::new("python3");
        python
            .args(arguments)
            .env("ARGMAP", env!("CARGO_BIN_EXE_argmap"))
            .env("ARGMAP_FOLDER", folder.path());
        python.current_dir(&folder).output()
    };
    let has = python(&["-c", "import pytest_lsp"]).and_then(|output| {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        output.status.success().then_some(()).ok_or_else(missing)
    });
    if started("pytest_lsp for Python", has).is_none() {
        return;
    }
    let file = script("test_protocol.py");
    let output = python(&[
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        file.to_str().unwrap(),
    ])
    .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_snippets_for_vs_code_are_what_a_map_can_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/snippets.json");
    let snippets: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let place = regex::Regex::new(r"\$\{\d+:([^}]*)\}|\$\d+").unwrap();
    for (name, snippet) in snippets.as_object().unwrap() {
        let lines = snippet["body"].as_array().unwrap().iter();
        let lines: Vec<&str> = lines.map(|line| line.as_str().unwrap()).collect();
        let text = place.replace_all(&lines.join("\n"), "$1").into_owned();
        // Wrap parts of a claim in a claim.
        let text = if text.starts_with('[') {
            text
        } else {
            format!("[claim.a]\ntext = \"A.\"\n{text}\n")
        };
        // Reasons and ignored passages need the claim or source that they belong to.
        let text = match name.as_str() {
            "Reason" | "Objection" => format!("[claim.id]\ntext = \"A.\"\n{text}"),
            "Ignored passage" => format!("[source.id]\npath = \"text.txt\"\n{text}"),
            _ => text,
        };
        let document = argmap::syntax::read(argmap::syntax::FileId::at(0), &text.as_str().into());
        assert_eq!(document.diagnostics, [], "{name}: {text}");
    }
}
