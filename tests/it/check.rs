//! `argmap check` on input that is no map, or only half of one: the right exit code, and nothing sent to the terminal
//! that the map made up.

use serde_json::Value;

use crate::maps::folder;
use crate::program::{run, run_with_input};

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_exit_code_2_and_hides_no_other_finding() {
    let good = "[claim.rain]\ntext = \"It rains.\"\nassumed = true\nsupports = [\"wet\"]\n";
    let folder = folder(&[("b.toml", good)]);
    std::os::unix::fs::symlink("nowhere.toml", folder.path().join("a.toml")).unwrap();
    let checked = run(folder.path(), &["check", "-f", "short", "."]);
    let text = &checked.stdout;
    assert!(text.contains("error[unreadable-file]"), "{text}");
    assert!(text.contains("b.toml:4:13: error[unknown-claim]"), "{text}");
    assert_eq!(checked.code, Some(2));

    let allowed = ["check", "-q", "--allow", "unreadable-file", "."];
    let checked = run(folder.path(), &allowed);
    assert_eq!(checked.code, Some(1), "{checked:?}");
}

#[test]
fn positions_in_json_select_the_text_that_is_wrong() {
    let map = "[claim.\"maçã\"]\r\ntext = \"雨 — e\u{301}\"\r\nassumed = true\r\nsupports = [\"ção\", \"世界\"]\r\n";
    let folder = folder(&[]);
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
    let checked = run_with_input(folder.path(), &options, map.as_bytes());
    assert_eq!(checked.code, Some(1));
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
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
    let folder = folder(&[]);
    for format in ["human", "short", "github"] {
        let arguments = ["check", "-f", format, "-"];
        let text = run_with_input(folder.path(), &arguments, map.as_bytes()).stdout;
        assert!(text.contains("error"), "{format}: {text}");
        let steers = |character: char| {
            character != '\n' && (character.is_control() || character == '\u{202e}')
        };
        assert!(!text.contains(steers), "{format}: {text:?}");
    }
}
