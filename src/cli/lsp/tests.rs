//! Tests the server as an editor sees it, in memory.

#![expect(
    clippy::needless_pass_by_value,
    reason = "what is asked is written where it is asked"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use argmap::check::{Levels, check};
use argmap::edit::tidy;
use argmap::editor::Units;
use argmap::map::Map;
use argmap::syntax::Files;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::server::serve;
use super::texts::OpenText;
use super::uri;

/// An editor, with a server in another thread.
struct Editor {
    connection: Connection,
    server: Option<JoinHandle<()>>,
    requests: i32,
    /// The findings that it has received, by file.
    findings: BTreeMap<PathBuf, Vec<Value>>,
    /// Requests from the server.
    asked: Vec<String>,
}

impl Editor {
    fn start(folders: &[&Path], capabilities: Value) -> Self {
        let (client, connection) = Connection::memory();
        let server = std::thread::spawn(move || serve(&connection).unwrap());
        let mut editor = Self {
            connection: client,
            server: Some(server),
            requests: 0,
            findings: BTreeMap::new(),
            asked: Vec::new(),
        };
        let folders: Vec<Value> = folders
            .iter()
            .map(|folder| json!({ "uri": uri::of_path(folder), "name": "folder" }))
            .collect();
        editor.request(
            "initialize",
            json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }),
        );
        editor.notify("initialized", json!({}));
        editor
    }

    fn notify(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection
            .sender
            .send(Message::Notification(notification))
            .unwrap();
    }

    fn respond(&mut self, method: &str, params: Value) -> Response {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection
            .sender
            .send(Message::Request(request))
            .unwrap();
        loop {
            match self.connection.receiver.recv().unwrap() {
                Message::Response(response) => {
                    assert_eq!(response.id, id);
                    return response;
                }
                other => self.take(other),
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.respond(method, params).response_result.unwrap()
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Notification(notification) => {
                assert_eq!(notification.method, "textDocument/publishDiagnostics");
                let path = uri::to_path(notification.params["uri"].as_str().unwrap()).unwrap();
                let findings = notification.params["diagnostics"].as_array().unwrap();
                self.findings.insert(path, findings.clone());
            }
            Message::Request(request) => self.asked.push(request.method),
            Message::Response(_) => panic!("an answer that nobody waits for"),
        }
    }

    fn open(&self, path: &Path, text: &str) {
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri::of_path(path), "languageId": "toml", "version": 1, "text": text } }),
        );
    }

    fn change(&self, path: &Path, changes: Value) {
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri::of_path(path), "version": 2 }, "contentChanges": changes }),
        );
    }

    /// Sends a request about a place.
    fn ask(&mut self, method: &str, path: &Path, place: (u32, u32)) -> Value {
        self.request(
            &format!("textDocument/{method}"),
            json!({ "textDocument": { "uri": uri::of_path(path) }, "position": position(place) }),
        )
    }

    /// Sends a request about a file.
    fn ask_all(&mut self, method: &str, path: &Path) -> Value {
        let all = json!({ "start": position((0, 0)), "end": position((9999, 0)) });
        self.request(
            &format!("textDocument/{method}"),
            json!({ "textDocument": { "uri": uri::of_path(path) }, "range": all, "context": { "diagnostics": [] } }),
        )
    }

    /// The rules of a file's findings, once everything has been checked.
    fn rules(&mut self, path: &Path) -> Vec<String> {
        self.ask_all("codeAction", path);
        let findings = self.findings.get(path).cloned().unwrap_or_default();
        let rules = findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned());
        rules.collect()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap();
    }
}

fn position((line, character): (u32, u32)) -> Value {
    json!({ "line": line, "character": character })
}

/// The text without its first `|`, and where that was; columns count UTF-16 units.
fn cursor(text: &str) -> (String, (u32, u32)) {
    let at = text.find('|').unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    let place = (u32::try_from(line).unwrap(), u32::try_from(column).unwrap());
    (text.replacen('|', "", 1), place)
}

/// The place of the first `needle` in a text.
fn at(text: &str, needle: &str) -> (u32, u32) {
    let start = text.find(needle).unwrap();
    let marked = format!("{}|{}", &text[..start], &text[start..]);
    cursor(&marked).1
}

const LETTER: &str = "The square should be closed to cars. Children play there every day, and a playing child \
    does not look out for traffic.\nShopkeepers fear for their trade. But nine out of ten come on foot already.\n";

const MAP: &str = "[map]\nthesis = [\"close-it\"]\nlanguage = \"en\"\n\n[source.letter]\npath = \"letter.txt\"\n\n\
    [claim.close-it]\ntext = \"The square should be closed to cars.\"\nquote = \"The square should be closed to cars\"\n\n\
    [claim.children]\ntext = \"Children play there.\"\nquote = \"Children play there every day\"\nsupports = [\"close-it\"]\n";

const OTHER: &str = "[claim.trade]\ntext = \"Trade would suffer.\"\nquote = \"Shopkeepers fear for their trade\"\nattacks = [\"close-it\"]\n\n\
    [claim.on-foot]\ntext = \"Most come on foot.\"\nquote = \"nine out of ten come on foot already\"\nattacks = [\"trade\"]\n\
    undercuts = [\"children -> close-it\"]\n";

/// A folder with a map of two files, and a letter.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let arguments = folder.path().join("arguments");
    fs::create_dir(&arguments).unwrap();
    for (name, text) in [
        ("map.toml", MAP),
        ("other.toml", OTHER),
        ("letter.txt", LETTER),
    ] {
        fs::write(arguments.join(name), text).unwrap();
    }
    folder
}

fn snippets() -> Value {
    json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } })
}

/// An editor in such a folder, and the paths of the map's files.
fn editor() -> (TempDir, Editor, PathBuf, PathBuf) {
    let folder = folder();
    let editor = Editor::start(&[folder.path()], snippets());
    let file = |name: &str| folder.path().join("arguments").join(name);
    let (map, other) = (file("map.toml"), file("other.toml"));
    (folder, editor, map, other)
}

/// What is offered at `|` in the other file, with labels.
fn offered(text: &str) -> Vec<(String, Value)> {
    let (_folder, mut editor, _, other) = editor();
    let (text, place) = cursor(text);
    editor.open(&other, &text);
    let found = editor.ask("completion", &other, place);
    let items = found["items"].as_array().unwrap().iter();
    items
        .map(|item| (item["label"].as_str().unwrap().to_owned(), item.clone()))
        .collect()
}

fn labels(text: &str) -> Vec<String> {
    offered(text).into_iter().map(|(label, _)| label).collect()
}

#[test]
fn a_string_that_is_just_begun_is_not_offered_as_one_that_is_used() {
    for key in [
        "tags = [\"|\"]",
        "about = \"|\"",
        "by = \"|\"",
        "language = \"|\"",
    ] {
        let table = if key.starts_with("language") {
            "source.new"
        } else {
            "claim.new"
        };
        let offered = labels(&format!("[{table}]\n{key}\n"));
        assert!(
            offered.iter().all(|label| !label.is_empty()),
            "{key}: {offered:?}"
        );
    }
}

#[test]
fn findings_come_unasked_and_go_when_they_are_mended() {
    let (_folder, mut editor, map, other) = editor();
    editor.open(&other, OTHER);
    let rules = editor.rules(&other);
    assert!(!rules.contains(&"unknown-claim".to_owned()), "{rules:?}");
    let place = at(OTHER, "trade\"]\nundercuts");
    let end = (place.0, place.1 + 5);
    let range = json!({ "start": position(place), "end": position(end) });
    editor.change(&other, json!([{ "range": range, "text": "tride" }]));
    let rules = editor.rules(&other);
    assert!(rules.contains(&"unknown-claim".to_owned()), "{rules:?}");
    let finding = editor.findings[&other]
        .iter()
        .find(|finding| finding["code"] == "unknown-claim");
    let finding = finding.unwrap();
    assert_eq!(
        (&finding["source"], &finding["severity"]),
        (&json!("argmap"), &json!(1))
    );
    assert_eq!(finding["range"]["start"], position((place.0, place.1 - 1)));
    editor.change(&other, json!([{ "range": range, "text": "trade" }]));
    assert!(!editor.rules(&other).contains(&"unknown-claim".to_owned()));
    // There is a second claim with this id: the finding says where the first one is.
    editor.open(
        &map,
        &format!("{MAP}\n[claim.trade]\ntext = \"Again.\"\nimplicit = true\n"),
    );
    editor.rules(&map);
    let all: Vec<&Value> = editor.findings.values().flatten().collect();
    let double = all
        .iter()
        .find(|finding| finding["code"] == "duplicate-claim")
        .unwrap();
    let related = double["relatedInformation"][0]["location"]["uri"]
        .as_str()
        .unwrap();
    assert!(related.contains("/arguments/"), "{double}");
}

#[test]
fn what_mends_a_finding_is_offered_and_a_guess_never_preferred() {
    let (_folder, mut editor, _, other) = editor();
    let text = OTHER.replace(
        "attacks = [\"trade\"]",
        "attaks = [\"traed\"]\nquot = \"x\"",
    );
    editor.open(&other, &text);
    let actions = editor.ask_all("codeAction", &other);
    let actions = actions.as_array().unwrap();
    let of = |title: &str| {
        actions
            .iter()
            .find(|action| action["title"].as_str().unwrap().contains(title))
    };
    let certain = of("attacks").unwrap_or_else(|| panic!("{actions:#?}"));
    assert_eq!(
        (&certain["isPreferred"], &certain["kind"]),
        (&json!(true), &json!("quickfix"))
    );
    for action in actions {
        let is_guess = action["title"].as_str().unwrap().starts_with("Perhaps");
        assert!(!is_guess || action["isPreferred"] == false, "{action}");
    }
    let edit = &certain["edit"]["changes"][uri::of_path(&other)][0];
    assert_eq!(edit["newText"], "attacks");
    // A fix that replaces an unknown id is a guess.
    let text = OTHER.replace("attacks = [\"trade\"]", "attacks = [\"traed\"]");
    editor.change(&other, json!([{ "text": text }]));
    let actions = editor.ask_all("codeAction", &other);
    let guess = actions
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["title"].as_str().unwrap().starts_with("Perhaps"));
    assert_eq!(guess.unwrap()["isPreferred"], false);
}

/// The text after an action's changes, each of which begins and ends at the start of a line.
fn changed(text: &str, action: &Value, path: &Path) -> String {
    let edits = action["edit"]["changes"][uri::of_path(path)].as_array();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for edit in edits.unwrap_or_else(|| panic!("{action:#}")).iter().rev() {
        let line = |end: &str| {
            assert_eq!(edit["range"][end]["character"], 0, "{edit}");
            usize::try_from(edit["range"][end]["line"].as_u64().unwrap()).unwrap()
        };
        let new = edit["newText"].as_str().unwrap().to_owned();
        lines.splice(line("start")..line("end"), [new]);
    }
    lines.concat()
}

#[test]
fn a_claim_is_moved_to_another_file_of_the_map() {
    let resolves = json!({ "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } } });
    for capabilities in [json!({}), resolves] {
        let folder = folder();
        let mut editor = Editor::start(&[folder.path()], capabilities.clone());
        let file = |name: &str| folder.path().join("arguments").join(name);
        let (map, other) = (file("map.toml"), file("other.toml"));
        editor.open(&other, OTHER);
        let mut actions = |needle: &str| {
            let place = position(at(OTHER, needle));
            editor.request(
                "textDocument/codeAction",
                json!({
                    "textDocument": { "uri": uri::of_path(&other) }, "range": { "start": place, "end": place },
                    "context": { "diagnostics": [], "only": ["refactor.move"] },
                }),
            )
        };
        assert_eq!(actions("close-it"), json!([]));
        let mut action = actions("on-foot]")[0].clone();
        assert_eq!(action["title"], "Move `on-foot` to map.toml");
        if capabilities.pointer("/textDocument/codeAction").is_some() {
            assert_eq!(action["edit"], Value::Null);
            action = editor.request("codeAction/resolve", action);
        }
        let claim = &OTHER[OTHER.find("\n[claim.on-foot]").unwrap()..];
        let moved = changed(MAP, &action, &map);
        assert_eq!(moved, format!("{MAP}{claim}"));
        assert_eq!(changed(OTHER, &action, &other), OTHER.replace(claim, ""));
        // Moving a claim into the file that it is already in is refused.
        let again = json!({
            "title": "", "kind": "refactor.move",
            "data": { "textDocument": { "uri": uri::of_path(&other) }, "kind": "claim", "id": "on-foot", "to": "other.toml" },
        });
        let refused = editor.respond("codeAction/resolve", again);
        assert!(refused.response_result.is_err());
    }
}

#[test]
fn all_that_is_certain_is_mended_at_once_and_no_guess_is_made() {
    let (_folder, mut editor, _, other) = editor();
    let text = OTHER
        .replace("attacks = [\"trade\"]", "attaks = [\"traed\"]")
        .replace("attacks = [\"close-it\"]", "atacks = [\"close-it\"]");
    editor.open(&other, &text);
    let mut ask = |only: Value| {
        let all = json!({ "start": position((0, 0)), "end": position((0, 0)) });
        editor.request(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": uri::of_path(&other) }, "range": all,
                "context": { "diagnostics": [], "only": only },
            }),
        )
    };
    for only in ["source", "source.fixAll", "source.fixAll.argmap"] {
        let actions = ask(json!([only]));
        let action = &actions[0];
        assert_eq!(action["kind"], "source.fixAll.argmap", "{only}");
        let mended = text.replace("atacks", "attacks");
        assert_eq!(changed(&text, action, &other), mended, "{only}");
    }
    assert_eq!(ask(json!(["source.organizeImports"])), json!([]));
}

#[test]
fn a_reason_may_be_given_a_premise() {
    let (_folder, mut editor, _, other) = editor();
    let text = format!("{OTHER}premises = [\"trade\", \"children\"]\n");
    editor.open(&other, &text);
    let place = position(at(&text, "premises"));
    let actions = editor.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": uri::of_path(&other) }, "range": { "start": place, "end": place },
            "context": { "diagnostics": [], "only": ["refactor"] },
        }),
    );
    let titles: Vec<&str> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [
            "Add a premise that the text leaves unstated",
            "Split this reason into one for each premise"
        ]
    );
    let edits = actions[0]["edit"]["changes"][uri::of_path(&other)]
        .as_array()
        .unwrap();
    assert_eq!(edits[0]["newText"], ", \"on-foot-premise\"");
}

#[test]
fn ids_are_offered_with_what_they_say() {
    let found = offered("[claim.new]\ntext = \"New.\"\nsupports = [\"|\"]\n");
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["close-it", "children"]);
    assert_eq!(found[0].1["detail"], "The square should be closed to cars.");
    assert_eq!(found[0].1["textEdit"]["newText"], "close-it");
    // In a line that cannot be parsed yet, and without quotation marks, inside a list and outside one.
    let found =
        offered("[claim.new]\ntext = \"New.\"\nsupports = [\"clo|\n[claim.b]\ntext = \"B.\"\n");
    assert_eq!(found[0].0, "close-it");
    let found = offered("[claim.new]\nsupports = |\n");
    assert_eq!(found[0].1["textEdit"]["newText"], "[\"close-it\"]");
    let found = offered("[claim.new]\nsupports = [|]\n");
    assert_eq!(found[0].1["textEdit"]["newText"], "\"close-it\"");
    let steps = labels("[claim.new]\ntext = \"New.\"\nundercuts = [\"|\"]\n");
    assert_eq!(steps, ["children -> close-it"]);
    assert_eq!(labels("[claim.new]\nquote = { source = \"|\""), ["letter"]);
    let entry = labels("[claim.new]\ncontrasts = [{ claim = \"|\" }]");
    assert_eq!(entry, ["close-it", "children"]);
}

#[test]
fn keys_values_rules_and_tables_are_offered() {
    let found = offered("[claim.new]\ntext = \"New.\"\n|");
    let of = |label: &str| {
        found
            .iter()
            .find(|(own, _)| own == label)
            .map(|(_, item)| item.clone())
    };
    assert!(of("text").is_none(), "it is there already");
    let supports = of("supports").unwrap();
    assert_eq!(supports["textEdit"]["newText"], "supports = [\"$1\"]");
    assert_eq!(supports["insertTextFormat"], 2);
    assert!(
        supports["detail"]
            .as_str()
            .unwrap()
            .contains("reason by itself")
    );
    let reason = of("[[claim.new.reason]]").unwrap();
    assert_eq!(
        reason["textEdit"]["newText"],
        "[[claim.new.reason]]\npremises = [\"$2\"]\n"
    );
    assert!(of("[claim.…]").is_some() && of("[lints]").is_some());
    assert_eq!(labels("[claim.new]\nassumed = |"), ["true", "false"]);
    assert!(labels("[lints]\n|").contains(&"unfound-quote".to_owned()));
    assert_eq!(
        labels("[lints]\nunfound-quote = \"|\""),
        ["allow", "note", "warn", "deny"]
    );
    assert!(labels("# argmap: allow(no-thesis, |").contains(&"unfound-quote".to_owned()));
    assert!(labels("[|").contains(&"claim".to_owned()));
    assert!(labels("[[claim.trade.|").contains(&"reason".to_owned()));
    assert!(labels("[claim.new]\ncontrasts = [{ |").contains(&"on".to_owned()));
    assert_eq!(labels("[claim.new]\ntext = \"|\""), Vec::<String>::new());
}

#[test]
fn quotations_are_offered_out_of_the_source() {
    let found = labels("[claim.new]\nquote = \"a playing|\"");
    assert_eq!(found[0], "a playing child does not look out for traffic");
    assert!(
        found[1].starts_with("Children play there every day, and a playing child"),
        "{found:?}"
    );
    assert_eq!(
        labels("[claim.new]\nquote = { text = \"BUT   nine|\", source = \"letter\" }")[0],
        "But nine out of ten come on foot already"
    );
    // With nothing typed, whatever nothing quotes yet is offered.
    let found = labels("[claim.new]\nquote = \"|\"");
    assert_eq!(
        found,
        [
            "Shopkeepers fear for their trade",
            "But nine out of ten come on foot already"
        ]
    );
    assert_eq!(
        labels("[claim.new]\nquote = \"nowhere|\""),
        Vec::<String>::new()
    );
}

#[test]
fn a_claim_is_shown_with_its_label_why_and_its_proof() {
    let (_folder, mut editor, map, other) = editor();
    editor.open(&other, OTHER);
    let shown = editor.ask("hover", &other, at(OTHER, "trade\"]\nundercuts"));
    let text = shown["contents"]["value"].as_str().unwrap();
    for part in [
        "**trade** (rejected)",
        "Trade would suffer.",
        "`on-foot`",
        "letter, 2:1 (exactly)",
        "**Shopkeepers fear for their trade**",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let shown = editor.ask("hover", &other, at(OTHER, "nine out"));
    assert!(
        shown["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("But **nine out"),
        "{shown}"
    );
    let shown = editor.ask("hover", &other, at(OTHER, "attacks"));
    assert!(
        shown["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("against which"),
        "{shown}"
    );
    let shown = editor.ask("hover", &map, at(MAP, "letter]"));
    assert!(
        shown["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("quoted"),
        "{shown}"
    );
    assert_eq!(editor.ask("hover", &other, (0, 0)), Value::Null);
}

#[test]
fn what_is_named_leads_to_where_it_is_defined_and_back() {
    let (folder, mut editor, map, other) = editor();
    let found = editor.ask("definition", &other, at(OTHER, "close-it\"]\n\n"));
    assert_eq!(found[0]["uri"], uri::of_path(&map));
    assert_eq!(found[0]["range"]["start"], position(at(MAP, "close-it]")));
    // A quotation leads to its place in the source.
    let found = editor.ask("definition", &other, at(OTHER, "nine out"));
    assert_eq!(
        found[0]["uri"],
        uri::of_path(&folder.path().join("arguments/letter.txt"))
    );
    assert_eq!(found[0]["range"]["start"], position(at(LETTER, "nine out")));
    let params = |with: bool| {
        json!({
            "textDocument": { "uri": uri::of_path(&map) }, "position": position(at(MAP, "close-it]")),
            "context": { "includeDeclaration": with },
        })
    };
    let all = editor.request("textDocument/references", params(true));
    assert_eq!(all.as_array().unwrap().len(), 5, "{all:#}");
    let others = editor.request("textDocument/references", params(false));
    assert_eq!(others.as_array().unwrap().len(), 4);
    let here = editor.ask("documentHighlight", &other, at(OTHER, "close-it\"]\n\n"));
    assert_eq!(here.as_array().unwrap().len(), 2);
}

#[test]
fn renaming_reaches_every_file_and_the_ends_of_steps() {
    let (_folder, mut editor, map, other) = editor();
    let place = at(MAP, "children]");
    let prepared = editor.ask("prepareRename", &map, place);
    assert_eq!(prepared["placeholder"], "children");
    let params = |new: &str| json!({ "textDocument": { "uri": uri::of_path(&map) }, "position": position(place), "newName": new });
    let edit = editor.request("textDocument/rename", params("play"));
    let of = |path: &Path| {
        edit["changes"][uri::of_path(path)]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((of(&map), of(&other)), (1, 1));
    assert_eq!(edit["changes"][uri::of_path(&other)][0]["newText"], "play");
    let refused = editor
        .respond("textDocument/rename", params("trade"))
        .response_result
        .unwrap_err();
    assert!(
        refused.message.contains("already exists"),
        "{}",
        refused.message
    );
    assert!(
        editor
            .respond("textDocument/rename", params("two words"))
            .response_result
            .is_err()
    );
}

#[test]
fn files_and_maps_are_outlined_folded_linked_and_hinted() {
    let (_folder, mut editor, map, other) = editor();
    let symbols = editor.ask_all("documentSymbol", &map);
    let names: Vec<&str> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| symbol["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["letter", "close-it", "children"]);
    let found = editor.request("workspace/symbol", json!({ "query": "foot most" }));
    assert_eq!(found[0]["name"], "on-foot");
    let folds = editor.ask_all("foldingRange", &map);
    let lines = |fold: &Value| {
        (
            fold["startLine"].as_u64().unwrap(),
            fold["endLine"].as_u64().unwrap(),
        )
    };
    let folds: Vec<_> = folds.as_array().unwrap().iter().map(lines).collect();
    assert_eq!(folds, [(0, 2), (4, 5), (7, 9), (11, 14)]);
    let sources = editor.ask_all("documentLink", &other);
    assert!(
        sources[1]["target"]
            .as_str()
            .unwrap()
            .ends_with("arguments/letter.txt#L2,39"),
        "{sources:#}"
    );
    let hints = editor.ask_all("inlayHint", &other);
    let told: Vec<&str> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| hint["label"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["rejected", "accepted"]);
    assert_eq!(hints[0]["position"], position((0, 13)));
    let lenses = editor.ask_all("codeLens", &map);
    assert_eq!(
        lenses[0]["command"]["title"],
        "1 reason, 1 objection, 1 undercut"
    );
}

#[test]
fn claims_call_what_rests_on_them() {
    let (_folder, mut editor, map, _) = editor();
    let items = editor.ask("prepareCallHierarchy", &map, at(MAP, "close-it]"));
    assert_eq!(items[0]["name"], "close-it");
    let below = editor.request("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    let names: Vec<&str> = below
        .as_array()
        .unwrap()
        .iter()
        .map(|tie| tie["from"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["children", "trade"]);
    let above = editor.request(
        "callHierarchy/outgoingCalls",
        json!({ "item": below[0]["from"] }),
    );
    assert_eq!(above[0]["to"]["name"], "close-it");
}

#[test]
fn words_that_are_selected_in_a_source_become_a_claim() {
    let (folder, mut editor, map, other) = editor();
    let letter = folder.path().join("arguments/letter.txt");
    let changed = format!("{LETTER}It is quiet at night.\n");
    editor.open(&letter, &changed);
    let select = |editor: &mut Editor, words: &str| {
        let start = at(&changed, words);
        let end = (start.0, start.1 + u32::try_from(words.len()).unwrap());
        editor.request(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": uri::of_path(&letter) },
                "range": { "start": position(start), "end": position(end) }, "context": { "diagnostics": [] },
            }),
        )
    };
    let found = select(&mut editor, "a playing child does not look out");
    let edit = &found[0]["edit"]["changes"][uri::of_path(&map)][0];
    assert_eq!(
        edit["newText"],
        "\n[claim.a-playing-child-does]\ntext  = \"\"\nquote = \"a playing child does not look out\"\n"
    );
    // Unsaved words are found too, and the new claim is put next to what is quoted from before them.
    let found = select(&mut editor, "It is quiet at night");
    assert!(
        found[0]["edit"]["changes"][uri::of_path(&other)].is_array(),
        "{found:#}"
    );
}

#[test]
fn columns_are_right_in_both_units_with_astral_characters_windows_lines_and_a_mark() {
    let text = "\u{FEFF}[claim.a]\r\ntext = \"😀 é\"\r\nimplicit = true\r\nsupports = [\"😀\", \"gone\"]\r\n";
    for utf8 in [false, true] {
        let folder = folder();
        let other = folder.path().join("arguments/other.toml");
        fs::write(&other, text).unwrap();
        let encodings = if utf8 {
            json!(["utf-8", "utf-16"])
        } else {
            json!(["utf-16"])
        };
        let mut editor = Editor::start(
            &[folder.path()],
            json!({ "general": { "positionEncodings": encodings } }),
        );
        editor.rules(&other);
        let unknown = |editor: &Editor, name: &str| {
            let findings = &editor.findings[&other];
            let finding = findings.iter().find(|finding| {
                finding["code"] == "unknown-claim"
                    && finding["message"].as_str().unwrap().contains(name)
            });
            finding.unwrap_or_else(|| panic!("{findings:#?}"))["range"]["start"].clone()
        };
        let column = if utf8 { 20 } else { 18 };
        assert_eq!(unknown(&editor, "gone"), position((3, column)));
        // Opened in the editor, which does not show the byte order mark, and changed after the emoji.
        let shown = text.trim_start_matches('\u{FEFF}');
        editor.open(&other, shown);
        let change =
            json!({ "start": position((3, column + 1)), "end": position((3, column + 5)) });
        editor.change(&other, json!([{ "range": change, "text": "away" }]));
        editor.rules(&other);
        assert_eq!(unknown(&editor, "away"), position((3, column)));
    }
}

#[test]
fn a_file_is_formatted_as_the_command_does_it_and_only_where_it_changes() {
    let untidy = "# Of all.\r\n\r\n\r\n[claim.a]\ntext=\"😀 é\" # 😀\r\nimplicit = true\n  title = \"A\"\ntags = [ 'x','y' ]\n\n\n\n[claim.b]\ntext = \"B\"";
    let texts = [
        untidy,
        OTHER,
        "",
        "[claim.a]\r\ntext='''\r\n  x=1  \r\n'''\r\nby='b'\r\n",
    ];
    for encoding in ["utf-8", "utf-16"] {
        let folder = folder();
        let other = folder.path().join("arguments/other.toml");
        let encodings = json!({ "general": { "positionEncodings": [encoding] } });
        let mut editor = Editor::start(&[folder.path()], encodings);
        editor.open(&other, "");
        let mut format = |text: &str| {
            editor.change(&other, json!([{ "text": text }]));
            editor.ask_all("formatting", &other)
        };
        let units = if encoding == "utf-8" {
            Units::Utf8
        } else {
            Units::Utf16
        };
        for text in texts {
            let edits = format(text);
            let mut open = OpenText {
                uri: String::new(),
                text: text.to_owned(),
                is_pulled: false,
            };
            let changes = edits.as_array().unwrap().iter().rev();
            let changes: Vec<Value> = changes
                .map(|edit| json!({ "range": edit["range"], "text": edit["newText"] }))
                .collect();
            open.change(&changes, units);
            assert_eq!(open.text, tidy(text));
            assert_eq!(format(&open.text), json!([]));
        }
        // In a line that stays in place, only what differs changes.
        assert_eq!(
            format("[claim.a]\ntext=\"A\"\ntags = []\n"),
            json!([{ "range": { "start": position((1, 4)), "end": position((1, 5)) }, "newText": " = " }])
        );
        for wrong in ["[claim.a\ntext=1\n", "a=1\na=1\n", "x="] {
            assert_eq!(format(wrong), json!([]), "{wrong}");
        }
        let elsewhere = folder.path().join("Cargo.toml");
        editor.open(&elsewhere, "[package]\nname=\"x\"\n");
        assert_eq!(editor.ask_all("formatting", &elsewhere), Value::Null);
    }
}

#[test]
fn findings_that_are_asked_for_are_not_sent() {
    let folder = folder();
    let other = folder.path().join("arguments/other.toml");
    let mut editor = Editor::start(
        &[folder.path()],
        json!({ "workspace": { "diagnostics": { "refreshSupport": true } } }),
    );
    editor.open(&other, &OTHER.replace("\"trade\"", "\"tride\""));
    let pull = |editor: &mut Editor, before: Option<&str>| {
        let params =
            json!({ "textDocument": { "uri": uri::of_path(&other) }, "previousResultId": before });
        editor.request("textDocument/diagnostic", params)
    };
    let report = pull(&mut editor, None);
    assert_eq!(report["kind"], "full");
    let rules: Vec<&str> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"unknown-claim"), "{rules:?}");
    let id = report["resultId"].as_str().unwrap().to_owned();
    assert_eq!(pull(&mut editor, Some(&id))["kind"], "unchanged");
    editor.change(&other, json!([{ "text": OTHER }]));
    let report = pull(&mut editor, Some(&id));
    assert_eq!(report["kind"], "full");
    assert_eq!(
        editor.findings[&other],
        Vec::<Value>::new(),
        "what was sent before is taken back"
    );
    assert!(
        editor
            .asked
            .contains(&"workspace/diagnostic/refresh".to_owned())
    );
}

#[test]
fn texts_that_are_open_stand_over_the_disk_and_two_folders_apart() {
    let (one, two) = (folder(), folder());
    let mut editor = Editor::start(&[one.path(), two.path()], json!({}));
    let file = |folder: &TempDir| folder.path().join("arguments/other.toml");
    let (first, second) = (file(&one), file(&two));
    editor.open(&first, "[claim.x]\ntext = \"X.\"\nsupports = [\"gone\"]\n");
    assert!(editor.rules(&first).contains(&"unknown-claim".to_owned()));
    assert!(!editor.rules(&second).contains(&"unknown-claim".to_owned()));
    editor.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": uri::of_path(&first) } }),
    );
    assert!(
        !editor.rules(&first).contains(&"unknown-claim".to_owned()),
        "the disk's text is back"
    );
    // A file that someone else writes and removes.
    let new = two.path().join("arguments/new.toml");
    fs::write(&new, "[claim.x]\ntext = \"X.\"\nsupports = [\"gone\"]\n").unwrap();
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri::of_path(&new), "type": 1 }] }),
    );
    assert!(editor.rules(&new).contains(&"unknown-claim".to_owned()));
    fs::remove_file(&new).unwrap();
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri::of_path(&new), "type": 3 }] }),
    );
    editor.rules(&second);
    assert_eq!(editor.findings[&new], Vec::<Value>::new());
    // Closing a folder removes its findings.
    let removed = json!([{ "uri": uri::of_path(one.path()), "name": "one" }]);
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": removed } }),
    );
    editor.rules(&second);
    let left = editor
        .findings
        .iter()
        .filter(|(path, findings)| path.starts_with(one.path()) && !findings.is_empty());
    assert_eq!(left.count(), 0);
}

#[test]
fn a_file_that_was_never_saved_is_a_map_and_other_files_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = Editor::start(&[folder.path()], json!({}));
    let (map, other) = (
        folder.path().join("new.toml"),
        folder.path().join("Cargo.toml"),
    );
    editor.open(&map, "[claim.x]\ntext = \"X.\"\nsupports = [\"gone\"]\n");
    assert!(editor.rules(&map).contains(&"unknown-claim".to_owned()));
    editor.open(&other, "[package]\nname = \"x\"\n");
    assert_eq!(editor.rules(&other), Vec::<String>::new());
    editor.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": uri::of_path(&map) } }),
    );
    editor.rules(&other);
    editor.rules(&map);
    assert_eq!(editor.findings[&map], Vec::<Value>::new());
}

#[test]
fn strange_questions_are_answered_or_refused() {
    let (_folder, mut editor, map, _) = editor();
    let far = editor.ask("completion", &map, (u32::MAX, u32::MAX));
    assert!(far["items"].is_array());
    assert_eq!(
        editor.ask("hover", Path::new("/nowhere/at all.toml"), (0, 0)),
        Value::Null
    );
    assert!(
        editor
            .respond("textDocument/nonsense", json!({}))
            .response_result
            .is_err()
    );
    assert!(
        editor
            .respond("nonsense", Value::Null)
            .response_result
            .is_err()
    );
    assert_eq!(
        editor.request(
            "textDocument/hover",
            json!({ "textDocument": { "uri": "untitled:1" } })
        ),
        Value::Null
    );
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri::of_path(&map) } }),
    );
    editor.notify("textDocument/didOpen", json!({ "nothing": 1 }));
    editor.notify("nonsense", Value::Null);
    editor.notify("$/cancelRequest", json!({ "id": 12345 }));
    assert!(editor.ask("hover", &map, at(MAP, "close-it]")).is_object());
}

/// Something that happens in an editor.
#[derive(Debug, Clone)]
enum Event {
    Change(usize, (u32, u32), (u32, u32), &'static str),
    Close(usize),
    Open(usize, &'static str),
    Ask(usize, &'static str, (u32, u32)),
    Write(usize, &'static str),
}

fn event() -> impl Strategy<Value = Event> {
    let place = || prop_oneof![9 => (0_u32..18, 0_u32..60), 1 => (any::<u32>(), any::<u32>())];
    let piece = prop::sample::select(vec![
        "",
        "\"",
        "[",
        "]",
        "\n",
        "\r\n",
        "x",
        "😀",
        "close-it",
        "[claim.new]\n",
        "text = \"N.\"\n",
        "supports = [\"trade\"]\n",
        "quote = \"nine out of ten\"\n",
        "{ claim = \"trade\" }",
        "'",
        "# argmap: allow(all)\n",
        "=",
        ".",
        "\u{FEFF}",
        "é",
    ]);
    let method = prop::sample::select(vec![
        "completion",
        "hover",
        "definition",
        "references",
        "documentHighlight",
        "prepareRename",
        "documentSymbol",
        "foldingRange",
        "documentLink",
        "inlayHint",
        "codeLens",
        "codeAction",
        "prepareCallHierarchy",
    ]);
    prop_oneof![
        12 => (0_usize..3, place(), place(), piece).prop_map(|(file, from, to, text)| Event::Change(file, from, to, text)),
        1 => (0_usize..3).prop_map(Event::Close),
        1 => (0_usize..3, prop::sample::select(vec![MAP, OTHER, LETTER, ""])).prop_map(|(file, text)| Event::Open(file, text)),
        3 => (0_usize..3, method, place()).prop_map(|(file, method, at)| Event::Ask(file, method, at)),
        1 => (0_usize..3, prop::sample::select(vec![MAP, OTHER, LETTER, ""])).prop_map(|(file, text)| Event::Write(file, text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn whatever_happens_it_finds_in_the_end_what_a_check_anew_finds(events in prop::collection::vec(event(), 1..120)) {
        let folder = folder();
        let files = ["map.toml", "other.toml", "letter.txt"].map(|name| folder.path().join("arguments").join(name));
        let mut editor = Editor::start(&[folder.path()], json!({}));
        let mut open: BTreeMap<usize, super::texts::OpenText> = BTreeMap::new();
        for event in events {
            match event {
                Event::Change(file, from, to, text) => {
                    let range = json!({ "start": position(from), "end": position(to) });
                    let changes = json!([{ "range": range, "text": text }]);
                    if let Some(open) = open.get_mut(&file) {
                        open.change(changes.as_array().unwrap(), argmap::editor::Units::Utf16);
                    }
                    editor.change(&files[file], changes);
                }
                Event::Close(file) => {
                    open.remove(&file);
                    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri::of_path(&files[file]) } }));
                }
                Event::Open(file, text) => {
                    let opened = super::texts::OpenText { uri: String::new(), text: text.to_owned(), is_pulled: false };
                    open.insert(file, opened);
                    editor.open(&files[file], text);
                }
                Event::Ask(file, method, at) => {
                    let place = position(at);
                    let uri = uri::of_path(&files[file]);
                    editor.respond(&format!("textDocument/{method}"), json!({
                        "textDocument": { "uri": uri }, "position": place,
                        "range": { "start": place, "end": place }, "context": { "diagnostics": [] },
                    }));
                }
                Event::Write(file, text) => {
                    fs::write(&files[file], text).unwrap();
                    let change = json!([{ "uri": uri::of_path(&files[file]), "type": 2 }]);
                    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": change }));
                }
            }
        }
        editor.ask_all("codeAction", &files[0]);
        // The same texts on disk, checked from scratch.
        for (file, open) in &open {
            fs::write(&files[*file], &open.text).unwrap();
        }
        let map = Map::new(&Files::read(&folder.path().join("arguments")).unwrap());
        let report = check(&map, &Levels::default());
        let mut anew: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
        for finding in &report.diagnostics {
            let file = finding.place().map_or(0, |place| place.file.index());
            let path = PathBuf::from(&map.files().files()[file].path);
            anew.entry(path).or_default().push(finding.message.clone());
        }
        let told = editor.findings.iter().filter(|(_, findings)| !findings.is_empty());
        let told: BTreeMap<PathBuf, Vec<String>> = told.map(|(path, findings)| {
            let first = |finding: &Value| finding["message"].as_str().unwrap().split('\n').next().unwrap().to_owned();
            (path.clone(), findings.iter().map(first).collect())
        }).collect();
        let first = |findings: &Vec<String>| -> Vec<String> {
            findings.iter().map(|finding| finding.split('\n').next().unwrap().to_owned()).collect()
        };
        let anew: BTreeMap<PathBuf, Vec<String>> = anew.iter().map(|(path, findings)| (path.clone(), first(findings))).collect();
        prop_assert_eq!(told, anew);
    }
}
