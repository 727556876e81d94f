//! `argmap check --watch` checks again when a file changes, and keeps running if the map breaks.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::maps::folder;
use crate::program::{command, run};

const WET: &str = "[claim.wet]\ntext = \"The street is wet.\"\n\n[claim.rain]\ntext = \"It has rained.\"\nassumed = true\n";

/// A watch that ends with its test.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Path) -> Self {
        let mut command = command(folder, &["check", "--watch", "--format", "short"]);
        command.args(["--allow", "all", "--deny", "unknown-claim"]);
        command.args(["--deny", "invalid-toml", "map"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// Waits for a line that contains `words`.
    fn says(&self, words: &str) {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(20));
            let line = line.unwrap_or_else(|_| panic!("it never said {words:?}"));
            if line.contains(words) {
                return;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_is_checked_and_a_broken_map_does_not_end_the_watch() {
    let text = format!("{WET}supports = [\"wett\"]\n");
    let folder = folder(&[("map/street.toml", &text)]);
    let map = folder.path().join("map");
    let file = map.join("street.toml");
    let watch = Watch::start(folder.path());
    watch.says("`wett`");

    fs::write(&file, format!("{WET}supports = [\"dry\"]\n")).unwrap();
    watch.says("`dry`");

    // Editors write a new file and rename it.
    let other = map.join(".street.toml.new");
    fs::write(&other, format!("{WET}supports = [\"mud\"]\n")).unwrap();
    fs::rename(&other, &file).unwrap();
    watch.says("`mud`");

    fs::write(&file, "[claim.wet\n").unwrap();
    watch.says("invalid-toml");

    fs::write(&file, format!("{WET}supports = [\"snow\"]\n")).unwrap();
    watch.says("`snow`");

    fs::rename(&map, folder.path().join("elsewhere")).unwrap();
    fs::create_dir(&map).unwrap();
    fs::write(&file, format!("{WET}supports = [\"hail\"]\n")).unwrap();
    watch.says("`hail`");
}

#[test]
fn what_is_not_there_is_not_watched() {
    let run = run(folder(&[]).path(), &["check", "--watch", "nowhere"]);
    assert_eq!(run.code, Some(2));
}
