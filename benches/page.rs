//! How long the page of 10,000 claims takes to open, fold and search in Chromium, and how long `argmap view` takes to
//! show a change on disk: `cargo bench --bench page`. Needs Chromium, Node and `npm ci --prefix tests/browser`.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

#[expect(dead_code, reason = "other benchmarks use more of it")]
mod generated;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use argmap::export::{Page, Part};
use argmap::map::Map;
use argmap::proof::Proof;
use argmap::syntax::Files;
use generated::Generated;

/// About how many characters the wording of a claim has.
const WORDING: usize = 110;

fn main() {
    for claims in [1_000, 10_000] {
        println!("\na page of {claims} claims, milliseconds: the median, the longest");
        let map = quoting(claims);
        let files = Files::read(map.path()).expect("a map");
        let map = Map::new(&files);
        let start = Instant::now();
        let page = Page::default().draw(Part::whole(&map), &Proof::new(&map));
        println!("written\t{:.1}", start.elapsed().as_secs_f64() * 1e3);
        println!("size, kB\t{}", page.len() / 1_000);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("page.html");
        std::fs::write(&path, page).expect("room on the disk");
        node("speed.mjs", &[&path]);
    }
    for claims in [100, 1_000] {
        println!(
            "\n`argmap view` of {claims} claims, milliseconds from a change on disk to the page that shows it"
        );
        let map = quoting(claims);
        let mut server = Command::new(env!("CARGO_BIN_EXE_argmap"))
            .args(["view", "--no-open"])
            .arg(map.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("argmap runs");
        let mut line = String::new();
        let stdout = server.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let address = line.split(' ').next().expect("an address");
        node(
            "renewal.mjs",
            &[Path::new(address), &map.path().join("part-000000.toml")],
        );
        server.kill().expect("it runs");
        let _ = server.wait();
    }
}

/// A map with this many claims, each of which quotes a source.
fn quoting(claims: usize) -> Generated {
    let map = Generated::worded(claims, WORDING);
    let mut text = String::new();
    for number in 0..claims {
        let _ = write!(text, "As I said, {}. ", generated::quotation(number));
        text.push_str(if number % 5 == 4 { "\n\n" } else { "" });
    }
    let source = "[source.text]\npath = \"text.txt\"\ntitle = \"A text made for measuring\"\n";
    std::fs::write(map.path().join("source.toml"), source).expect("room on the disk");
    std::fs::write(map.path().join("text.txt"), text).expect("room on the disk");
    map
}

/// Runs a script from `tests/browser`, which prints what it measures.
fn node(script: &str, arguments: &[&Path]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/browser")
        .join(script);
    let status = Command::new("node")
        .arg(script)
        .args(arguments)
        .status()
        .expect("Node");
    assert!(
        status.success(),
        "Chromium, Node and `npm ci --prefix tests/browser` are needed"
    );
}
