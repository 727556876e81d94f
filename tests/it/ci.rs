//! What others build on: the hooks for pre-commit and the action for GitHub, run here as far as possible.
//!
//! If pre-commit or check-jsonschema is missing, its test says so and passes, unless `ARGMAP_REQUIRE_TOOLS` is set.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::maps::{folder, write};
use crate::tools::started;

const CLEAN: &str = "[claim.a]\ntext     = \"A.\"\nassumed  = true\nsupports = [\"b\"]\n\n[claim.b]\ntext = \"B.\"\n";
const UNFORMATTED: &str =
    "[claim.a]\nassumed=true\nsupports = [\"b\"]\ntext = \"A.\"\n[claim.b]\ntext = \"B.\"\n";
const FAULTY: &str = "[claim.a]\ntext = \"<b>A.\"\nsuports = [\"b\"]\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The search path, beginning with the program under test.
fn search_path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_argmap"));
    let others = std::env::var("PATH").unwrap_or_default();
    format!("{}:{others}", program.parent().unwrap().display())
}

/// The scripts in the action's steps.
fn scripts() -> Vec<String> {
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    let mut scripts = Vec::new();
    let mut lines = action.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim_start() != "run: |" {
            continue;
        }
        let indent = line.len() - line.trim_start().len() + 2;
        let mut script = String::new();
        while let Some(line) =
            lines.next_if(|line| line.len() < indent || line.starts_with(&" ".repeat(indent)))
        {
            script.push_str(line.get(indent..).unwrap_or_default());
            script.push('\n');
        }
        scripts.push(script);
    }
    scripts
}

/// A run of one step of the action, in the place where GitHub would run it.
struct Step {
    output: Output,
    /// What it left for other steps.
    said: String,
    summary: String,
}

fn step(number: usize, folder: &TempDir, inputs: &[(&str, &str)]) -> Step {
    let script = scripts().swap_remove(number);
    let file = |name: &str| folder.path().join(name);
    for name in ["output", "summary", "path"] {
        fs::write(file(name), "").unwrap();
    }
    let mut bash = Command::new("bash");
    bash.args([
        "--noprofile",
        "--norc",
        "-e",
        "-o",
        "pipefail",
        "-c",
        &script,
    ])
    .current_dir(folder.path())
    .env("PATH", search_path())
    .env("GITHUB_OUTPUT", file("output"))
    .env("GITHUB_STEP_SUMMARY", file("summary"))
    .env("GITHUB_PATH", file("path"))
    .env("GITHUB_SERVER_URL", "https://localhost:1")
    .env("RUNNER_TEMP", folder.path())
    .env("RUNNER_OS", "Linux")
    .env("RUNNER_ARCH", "X64")
    .stdin(Stdio::null());
    for name in [
        "MAP",
        "ARGS",
        "FMT",
        "SARIF",
        "SUMMARY",
        "VERSION",
        "REPOSITORY",
        "SOURCE",
    ] {
        bash.env(format!("ARGMAP_{name}"), "");
    }
    for (name, value) in inputs {
        bash.env(format!("ARGMAP_{name}"), value);
    }
    let output = bash.output().unwrap();
    let read = |name: &str| fs::read_to_string(file(name)).unwrap();
    Step {
        output,
        said: read("output"),
        summary: read("summary"),
    }
}

#[test]
fn the_action_takes_a_program_that_is_there() {
    let folder = folder(&[]);
    let installed = step(0, &folder, &[]);
    assert!(installed.output.status.success());
    let told = String::from_utf8_lossy(&installed.output.stdout).into_owned();
    assert!(told.starts_with("argmap "), "{told}");
}

#[test]
fn the_action_marks_findings_writes_them_down_and_fails() {
    let folder = folder(&[("arguments/map.toml", FAULTY)]);
    let inputs = [
        ("SARIF", "found.sarif"),
        ("SUMMARY", "true"),
        ("ARGS", "--warn isolated-claim --warn no-thesis"),
    ];
    let checked = step(1, &folder, &inputs);
    assert_eq!(checked.output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&checked.output.stdout).into_owned();
    assert!(told.contains("::error file=arguments/map.toml"), "{told}");
    assert_eq!(checked.said, "sarif=found.sarif\nexit-code=1\n");
    assert!(
        checked.summary.starts_with("### argmap\n\n<pre>\n"),
        "{}",
        checked.summary
    );
    assert!(
        checked.summary.contains("[unknown-key]"),
        "{}",
        checked.summary
    );
    assert!(checked.summary.ends_with("</pre>\n"), "{}", checked.summary);
    let sarif = fs::read_to_string(folder.path().join("found.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn the_action_is_content_with_a_clean_map_and_tells_of_files_that_are_not_formatted() {
    let folder = folder(&[("maps/one/map.toml", CLEAN)]);
    let clean = step(1, &folder, &[("MAP", "maps/one"), ("FMT", "true")]);
    assert_eq!(clean.output.status.code(), Some(0), "{:?}", clean.output);
    assert_eq!((&*clean.said, &*clean.summary), ("exit-code=0\n", ""));
    write(folder.path(), "maps/one/map.toml", UNFORMATTED);
    let unformatted = step(
        1,
        &folder,
        &[("MAP", "maps/one"), ("FMT", "true"), ("SUMMARY", "true")],
    );
    assert_eq!(unformatted.said, "exit-code=1\n");
    assert!(
        unformatted
            .summary
            .contains("maps/one/map.toml is not formatted"),
        "{}",
        unformatted.summary
    );
    // An input is never run as a command.
    let hostile = step(
        1,
        &folder,
        &[("MAP", "$(touch hit)"), ("ARGS", "; touch hit")],
    );
    assert_eq!(hostile.said, "exit-code=2\n");
    assert!(!folder.path().join("hit").exists());
}

#[test]
fn the_action_is_what_github_takes_for_one() {
    let mut command = Command::new("check-jsonschema");
    command
        .args(["--builtin-schema", "vendor.github-actions"])
        .arg(root().join("action.yml"));
    let Some(checked) = started("check-jsonschema", command.output()) else {
        return;
    };
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{told}");
}

#[test]
fn the_hooks_check_the_map_and_format_what_is_committed() {
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    // The program under test must not be built again.
    let hooks = hooks.replace("language: rust", "language: system");
    assert_eq!(hooks.matches("language: system").count(), 2);
    let repository = folder(&[(".pre-commit-hooks.yaml", &hooks)]);
    let folder = folder(&[("arguments/map.toml", UNFORMATTED), ("other.toml", "a=1\n")]);
    let git = |at: &TempDir, arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@b.c"])
            .args(arguments);
        assert!(
            git.current_dir(at.path())
                .output()
                .unwrap()
                .status
                .success(),
            "{arguments:?}"
        );
    };
    for at in [&repository, &folder] {
        git(at, &["init", "--quiet"]);
        git(at, &["add", "--all"]);
        git(at, &["commit", "--quiet", "--message", "one"]);
    }
    let run = |hook: &str| {
        let mut command = Command::new("pre-commit");
        command
            .args(["try-repo", "--all-files"])
            .arg(repository.path())
            .arg(hook)
            .current_dir(folder.path())
            .env("PATH", search_path())
            .env("PRE_COMMIT_HOME", folder.path().join(".git/pre-commit"));
        let output = started("pre-commit", command.output())?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        Some((output.status.success(), told))
    };
    let Some((is_formatted, told)) = run("argmap-fmt") else {
        return;
    };
    assert!(!is_formatted && told.contains("1 file formatted"), "{told}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("arguments/map.toml"), CLEAN);
    assert_eq!(read("other.toml"), "a=1\n");
    for hook in ["argmap-fmt", "argmap-check"] {
        let (is_well, told) = run(hook).unwrap();
        assert!(is_well, "{told}");
    }
    write(folder.path(), "arguments/map.toml", FAULTY);
    let (is_well, told) = run("argmap-check").unwrap();
    assert!(!is_well && told.contains("unknown-key"), "{told}");
}
