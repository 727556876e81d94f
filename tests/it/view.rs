//! `argmap view` serves the page only to this machine, and updates it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

use crate::browser::browse;
use crate::maps::folder;
use crate::program::{command, run};

const SQUARE: &str = r#"[map]
title  = "A square"
thesis = ["square"]

[claim.square]
text = "The square should be closed."

[claim.cars]
text     = "Cars endanger children."
supports = ["square"]

[claim.speed]
text     = "They are fast."
supports = ["cars"]

[claim.air]
text     = "The air would be cleaner."
supports = ["square"]

[claim.last]
text     = "The shops would lose trade."
attacks  = ["air"]
"#;

/// A server that ends with its test.
struct View {
    child: Child,
    address: String,
}

impl View {
    fn start(folder: &Path) -> Self {
        let mut command = command(folder, &["view", "--no-open", "map"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        std::thread::spawn(move || lines.count());
        let address = line.split(' ').next().unwrap().to_owned();
        Self { child, address }
    }

    fn host(&self) -> &str {
        self.address
            .strip_prefix("http://")
            .unwrap()
            .trim_end_matches('/')
    }

    /// The answer to a request.
    fn answer(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.host()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for View {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn only_what_means_this_server_is_answered() {
    let folder = folder(&[("map/square.toml", SQUARE)]);
    let view = View::start(folder.path());
    let host = view.host();
    // A request that does not end is dropped, and the server goes on.
    let mut endless = TcpStream::connect(host).unwrap();
    let _ = endless.write_all("x".repeat(100_000).as_bytes());
    let port = host.rsplit_once(':').unwrap().1;
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "200"),
        // The browser that VS Code shows beside a text adds a parameter to its requests.
        (
            format!("GET /?id=1&vscodeBrowserReqId=2 HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            "200",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "200",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"),
            "421",
        ),
        (
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".to_owned(),
            "421",
        ),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "400"),
        (
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil\r\n\r\n"),
            "400",
        ),
        (format!("POST / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405"),
        (
            format!("GET /../map/square.toml HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            "404",
        ),
        ("\0\0\r\n\r\n".to_owned(), "400"),
    ] {
        let said = view.answer(&request);
        assert!(
            said.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request:?}: {said}"
        );
        // An editor may show the page in a frame, but a page on the web may not.
        let framed = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:* vscode-webview: vscode-file:\r\n";
        assert!(said.contains(framed), "{request:?}: {said}");
    }
}

#[test]
fn a_change_on_disk_reaches_the_page() {
    let folder = folder(&[("map/square.toml", SQUARE)]);
    let view = View::start(folder.path());
    let file = folder.path().join("map/square.toml");
    browse("live.mjs", &[&view.address, file.to_str().unwrap()]);
}

#[test]
fn what_cannot_be_viewed_is_refused() {
    let folder = folder(&[]);
    assert_eq!(
        run(folder.path(), &["view", "--no-open", "nowhere"]).code,
        Some(2)
    );
    assert_eq!(
        run(folder.path(), &["view", "--no-open", "-"]).code,
        Some(2)
    );
}
