//! `argmap check` on input that is no map, or only half of one: the right exit code, and nothing sent to the terminal
//! that the map made up.

#[cfg(unix)]
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn argmap(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_argmap"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_exit_code_2_and_hides_no_other_finding() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("nowhere.toml", folder.path().join("a.toml")).unwrap();
    let good = "[claim.rain]\ntext = \"It rains.\"\nassumed = true\nsupports = [\"wet\"]\n";
    fs::write(folder.path().join("b.toml"), good).unwrap();
    let output = argmap(folder.path(), &["check", "-f", "short", "."], b"");
    let text = stdout(&output);
    assert!(text.contains("error[unreadable-file]"), "{text}");
    assert!(text.contains("b.toml:4:13: error[unknown-claim]"), "{text}");
    assert_eq!(output.status.code(), Some(2));

    let allowed = ["check", "-q", "--allow", "unreadable-file", "."];
    let output = argmap(folder.path(), &allowed, b"");
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
}

#[test]
fn positions_in_json_select_the_text_that_is_wrong() {
    let map = "[claim.\"maçã\"]\r\ntext = \"雨 — e\u{301}\"\r\nassumed = true\r\nsupports = [\"ção\", \"世界\"]\r\n";
    let folder = tempfile::tempdir().unwrap();
    let options = [
        "check",
        "-f",
        "json",
        "--allow",
        "all",
        "--deny",
        "unknown-claim",
        "-",
    ];
    let output = argmap(folder.path(), &options, map.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_str(stdout(&output)).unwrap();
    let lines: Vec<&str> = map.lines().collect();
    let selected: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let number = |field: &str| usize::try_from(finding[field].as_u64().unwrap()).unwrap();
            assert_eq!(number("line"), number("end_line"));
            let line = lines[number("line") - 1].chars().skip(number("column") - 1);
            line.take(number("end_column") - number("column")).collect()
        })
        .collect();
    assert_eq!(selected, ["\"ção\"", "\"世界\""]);
}

#[test]
fn no_format_for_people_sends_what_a_map_made_up_to_steer_the_terminal() {
    let map = "[claim.rain]\ntext = \"\\u001b]0;title\\u0007\"\nsupports = [\"\u{1b}[2Jwet\\u202e\"]\n# \u{1b}[31m \u{9b}0m\n";
    let folder = tempfile::tempdir().unwrap();
    for format in ["human", "short", "github"] {
        let output = argmap(folder.path(), &["check", "-f", format, "-"], map.as_bytes());
        let text = stdout(&output);
        assert!(text.contains("error"), "{format}: {text}");
        let steers = |character: char| {
            character != '\n' && (character.is_control() || character == '\u{202e}')
        };
        assert!(!text.contains(steers), "{format}: {text:?}");
    }
}
