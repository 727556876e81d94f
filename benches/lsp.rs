//! How long an editor waits for findings after a keystroke, and how much memory the server takes: `just bench`.
//!
//! The editor talks to `argmap lsp` over pipes, as editors do. The time is from the message with the typed text to the
//! message with the findings; the median of several rounds is reported.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and may fail"
)]

#[expect(dead_code, reason = "how many bytes there are is for other benchmarks")]
mod generated;

use std::io::{BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use generated::Generated;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const ROUNDS: usize = 31;

fn main() {
    println!("claims    milliseconds to findings    to completion    to hover    MB at most");
    for claims in SIZES {
        let map = Generated::new(claims);
        // With this file name, the folder counts as one map.
        std::fs::write(map.path().join("map.toml"), "# Made for measuring.\n")
            .expect("room on the disk");
        let mut editor = Editor::start(&map);
        let typed = (0..ROUNDS).map(|round| editor.keystroke(round)).collect();
        let completion = (0..ROUNDS)
            .map(|_| editor.ask("textDocument/completion"))
            .collect();
        let hover = (0..ROUNDS)
            .map(|_| editor.ask("textDocument/hover"))
            .collect();
        println!(
            "{claims:>7} {:>26} {:>16} {:>11} {:>13}",
            median(typed),
            median(completion),
            median(hover),
            editor.megabytes(),
        );
    }
}

fn median(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    format!("{:.1}", times[times.len() / 2].as_secs_f64() * 1e3)
}

/// An editor with one file open, which types at the end of that file.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    uri: String,
    /// The line that is typed in.
    line: usize,
    requests: i32,
}

const TYPED: &str =
    "\n[claim.typed]\ntext = \"Typed.\"\nimplicit = true\nsupports = [\"nobody\"]\n";

impl Editor {
    fn start(map: &Generated) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_argmap"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let to = server.stdin.take().expect("a pipe");
        let from = BufReader::new(server.stdout.take().expect("a pipe"));
        let path = map.path().join("part-000000.toml");
        let text = std::fs::read_to_string(&path).expect("a file") + TYPED;
        let mut editor = Self {
            server,
            to,
            from,
            uri: format!("file://{}", path.display()),
            line: text.lines().count() - 1,
            requests: 0,
        };
        let folder = json!({ "uri": format!("file://{}", map.path().display()), "name": "map" });
        let params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": [folder] });
        editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        let document =
            json!({ "uri": editor.uri, "languageId": "toml", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        editor.found("nobody");
        editor
    }

    /// Types another name, and waits for the finding that no claim has it.
    fn keystroke(&mut self, round: usize) -> Duration {
        let column = 13;
        let start = json!({ "line": self.line, "character": column });
        let end = json!({ "line": self.line, "character": column + 6 });
        let name = format!("nob{:03}", round + 1);
        let change = json!({ "range": { "start": start, "end": end }, "text": name });
        let begun = Instant::now();
        let document = json!({ "uri": self.uri, "version": round + 2 });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
        self.found(&name);
        begun.elapsed()
    }

    /// Asks about the name that was typed.
    fn ask(&mut self, method: &str) -> Duration {
        let place = json!({ "line": self.line, "character": 14 });
        let begun = Instant::now();
        self.request(
            method,
            json!({ "textDocument": { "uri": self.uri }, "position": place }),
        );
        begun.elapsed()
    }

    fn send(&mut self, message: &Message) {
        message.write(&mut self.to).expect("the server listens");
        self.to.flush().expect("the server listens");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&Notification::new(method.to_owned(), params).into());
    }

    fn request(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(&Request::new(id.clone(), method.to_owned(), params).into());
        loop {
            if let Some(Message::Response(response)) =
                Message::read(&mut self.from).expect("an answer")
                && response.id == id
            {
                return;
            }
        }
    }

    /// Waits until a finding of the file contains this name.
    fn found(&mut self, name: &str) {
        loop {
            if let Some(Message::Notification(told)) =
                Message::read(&mut self.from).expect("findings")
                && told.params["uri"] == self.uri
                && told.params.to_string().contains(name)
            {
                return;
            }
        }
    }

    /// The peak memory of the server, if the system reports it.
    fn megabytes(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.map_or_else(
            || "unknown".to_owned(),
            |kilobytes| (kilobytes / 1024).to_string(),
        )
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
