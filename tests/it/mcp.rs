//! The official Python client of the Model Context Protocol uses `argmap mcp`: with the handshake of the protocol's
//! older versions, and without one, as in versions from 2026-07-28 on.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::maps::folder;
use crate::peers::python;

const CLIENT: &str = include_str!("../fixtures/mcp_client.py");

const MAP: &str = r#"
[map]
thesis = ["wall"]
[source.tides]
path = "tides.txt"
[claim.wall]
text = "A wall is needed."
premises = ["rise"]
[claim.rise]
text = "The sea rises in May."
quote = "It did rise in May"
"#;

/// What the client receives in version `mode` of the protocol; `None` if the client is not installed.
fn heard(mode: &str, calls: &Value, arguments: &[&str], root: &Path) -> Option<Value> {
    let program = env!("CARGO_BIN_EXE_argmap");
    let calls = calls.to_string();
    let mut all = vec![program, mode, calls.as_str()];
    all.extend(arguments);
    let printed = python("mcp", CLIENT, &all, root)?;
    Some(serde_json::from_str(&printed).unwrap())
}

#[test]
fn the_official_client_reads_every_tool_in_both_eras_of_the_protocol() {
    let folder = folder(&[
        ("arguments/map.toml", MAP),
        ("arguments/tides.txt", "It did not rise in May."),
        (
            "report.md",
            "They say “It did rise in May” [1].\n\n[1]: tides.txt\n",
        ),
    ]);
    let calls = json!([
        ["guide", {}],
        ["check", {}],
        ["show", { "distrust_unproven": true }],
        ["query", { "expression": "thesis()" }],
        ["evaluate", { "map": "arguments", "distrust_unproven": true }],
        ["why", { "claim": "wall" }],
        ["hinges", { "claim": "wall" }],
        ["find_quote", { "text": "It did rise in May" }],
        ["coverage", {}],
        ["audit", { "answers": ["report.md"], "sources": ["arguments/tides.txt"] }],
        ["audit", { "text": "He says “It did not rise in May”.", "sources": ["arguments"] }],
        ["check", { "map": ".." }],
        ["why", { "claim": "--help" }],
        ["audit", { "text": "A", "sources": ["arguments"], "output": "map" }],
    ]);
    for (mode, version) in [("legacy", "2025-11-25"), ("2026-07-28", "2026-07-28")] {
        let Some(heard) = heard(mode, &calls, &[], folder.path()) else {
            return;
        };
        assert_eq!(heard["version"], version);
        let tools = heard["tools"].as_array().unwrap();
        let mut called: Vec<&str> = calls
            .as_array()
            .unwrap()
            .iter()
            .map(|call| call[0].as_str().unwrap())
            .collect();
        called.sort_unstable();
        called.dedup();
        let mut names: Vec<&str> = tools
            .iter()
            .map(|tool| tool["name"].as_str().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(names, called);
        let page = include_str!("../../docs/mcp.md");
        for tool in tools {
            assert!(page.contains(&format!("| `{}` |", tool["name"].as_str().unwrap())));
            assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
            jsonschema::validator_for(&tool["inputSchema"]).unwrap();
        }
        let answers = heard["answers"].as_array().unwrap();
        let said = |number: usize| answers[number]["texts"][0].as_str().unwrap();
        let json = |number: usize| serde_json::from_str::<Value>(said(number)).unwrap();
        for (number, answer) in answers.iter().enumerate() {
            assert_eq!(answer["failed"], number > 10, "{number}: {answer}");
        }
        assert!(said(0).starts_with("# "), "{}", said(0));
        let findings = json(1)["diagnostics"].as_array().unwrap().clone();
        assert!(
            findings
                .iter()
                .any(|finding| finding["rule"] == "unfound-quote")
        );
        assert!(said(2).contains("✗ rise"), "{}", said(2));
        assert_eq!(json(3)["claims"][0]["id"], "wall");
        assert_eq!(json(4)["claims"]["wall"]["label"], "rejected");
        assert_eq!(json(5)["label"], "accepted");
        assert_eq!(json(6)["hinges"][0]["claim"], "rise");
        assert_eq!(
            json(7)["sources"][0]["nearest"]["words"][1]["missing"],
            "not"
        );
        assert_eq!(json(8)["sources"][0]["left_out"], 17);
        assert_eq!(
            json(9)["answers"][0]["citations"][0]["verdict"],
            "not-there"
        );
        assert_eq!(json(10)["answers"][0]["citations"][0]["verdict"], "proven");
        assert_eq!(said(11), "`..` is outside the server's folder");
        assert!(
            said(12).contains("no claim has the id `--help`"),
            "{}",
            said(12)
        );
        assert!(
            said(13).contains("`audit` takes no `output`"),
            "{}",
            said(13)
        );
    }
}

#[test]
fn a_server_that_may_write_writes_a_map_inside_its_folder() {
    let folder = folder(&[
        ("in/tides.txt", "It did not rise in May."),
        (
            "in/report.md",
            "They say “It did rise in May” [1].\n\n[1]: tides.txt\n",
        ),
    ]);
    let call = |output: &str| json!(["audit", { "answers": ["report.md"], "sources": ["tides.txt"], "output": output }]);
    let calls = json!([call("map"), call("../map"), ["evaluate", { "map": "map", "distrust_unproven": true }]]);
    let Some(heard) = heard("auto", &calls, &["--write", "--root", "in"], folder.path()) else {
        return;
    };
    let failed: Vec<&Value> = heard["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| &answer["failed"])
        .collect();
    assert_eq!(failed, [false, true, false], "{heard:#}");
    assert!(folder.path().join("in/map/map.toml").is_file());
    assert!(!folder.path().join("map").exists());
    assert!(
        heard["answers"][2]["texts"][0]
            .as_str()
            .unwrap()
            .contains("\"rejected\"")
    );
}

/// What the server answers to these lines, and how it ends.
fn spoken(lines: &str) -> (Option<i32>, String, String) {
    let folder = folder(&[]);
    let mut server = Command::new(env!("CARGO_BIN_EXE_argmap"))
        .arg("mcp")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = server.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = server.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn every_version_with_a_handshake_is_spoken() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let lines = format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"protocolVersion\":\"{version}\",\"capabilities\":{{}},\
             \"clientInfo\":{{\"name\":\"a\",\"version\":\"1\"}}}}}}\n\
             {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}}\n\
             {{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}}\n"
        );
        let (code, said, errors) = spoken(&lines);
        assert_eq!((code, errors.as_str()), (Some(0), ""));
        let answers: Vec<Value> = said
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(answers[0]["result"]["protocolVersion"], version);
        assert_eq!(answers[0]["result"]["serverInfo"]["name"], "argmap");
        assert_eq!(answers[1]["result"]["tools"].as_array().unwrap().len(), 10);
    }
}

#[test]
fn a_client_that_says_nothing_ends_it_with_a_reason() {
    let (code, said, errors) = spoken("");
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert!(errors.contains("no client connected"), "{errors}");
}
