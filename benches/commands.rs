//! The cost of commands, compared with the crate `toml` parsing the same files, and with a check: `just bench`.
//!
//! Instructions are counted by Valgrind's Callgrind, with one thread. They are the same on every run, whatever else the
//! machine does. Without Valgrind, they are left out. Seconds are processor time, on Linux only, with one thread, for
//! runs in turn. What should be compared are the ratios within one table.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may fail"
)]

#[expect(dead_code, reason = "how many bytes there are is for other benchmarks")]
mod generated;
mod processor;
mod quoted;

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use generated::Generated;
use processor::processor;

/// How often each command runs. Other work on the machine only ever adds to a run, so the quickest counts.
const RUNS: usize = 9;

/// A command and its arguments, without the map's path.
type Words = &'static [&'static str];

const CHECK: Words = &["check"];
const DOT: Words = &["export", "dot"];
const SHOW: Words = &["show"];
const EVALUATE: Words = &["evaluate"];
const JSON: Words = &["export", "json"];
const AF: Words = &["export", "af"];
const COVERAGE: Words = &["coverage"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, path] = arguments.as_slice()
        && flag == "--bare"
    {
        bare(Path::new(path));
        return;
    }
    let small = Generated::new(1_000);
    println!("instructions, 1,000 claims");
    instructions(small.path(), &[CHECK, DOT, SHOW, EVALUATE, JSON, AF]);
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("arguments");
    if let Some(instructions) = counted(&argmap(CHECK, &article)) {
        println!("check of the article's map {:.2} M", instructions / 1e6);
    }
    let worded = Generated::worded(60_000, 160);
    println!("\nprocessor's seconds, 60,000 claims of 160 characters");
    seconds(worded.path(), &[CHECK, DOT, SHOW, EVALUATE, JSON, AF]);
    let quoting = quoting();
    println!("\nprocessor's seconds, 10,000 quotations of 20 sources of 1 MB");
    seconds(quoting.path(), &[CHECK, COVERAGE]);
}

/// The yardstick: the crate `toml` parsing the files, and nothing more.
fn bare(path: &Path) {
    for text in generated::texts(path) {
        std::hint::black_box(toml::de::DeTable::parse_recoverable(&text).0);
    }
}

/// Prints how many instructions the commands take, also as multiples of a bare parse.
fn instructions(map: &Path, commands: &[Words]) {
    let this = std::env::current_exe().expect("this program");
    let Some(bare) = counted(Command::new(this).arg("--bare").arg(map)) else {
        println!("left out: there is no Valgrind");
        return;
    };
    let tell = |name: &str, instructions: f64| {
        let millions = instructions / 1e6;
        println!(
            "{name:<14} {millions:>9.2} M {:>6.2} of bare",
            instructions / bare
        );
    };
    tell("bare", bare);
    for words in commands {
        let instructions = counted(&argmap(words, map));
        tell(&words.join(" "), instructions.expect("Valgrind, as before"));
    }
}

/// How many instructions a command takes in total; `None` if Valgrind is not installed.
fn counted(command: &Command) -> Option<f64> {
    let mut counter = Command::new("valgrind");
    counter.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    counter.arg(command.get_program()).args(command.get_args());
    counter.env("RAYON_NUM_THREADS", "1");
    let output = counter.stdout(Stdio::null()).output().ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let (_, collected) = told.split_once("Collected :")?;
    collected.split_whitespace().next()?.parse().ok()
}

/// Prints the processor seconds of each command's quickest run, also as multiples of the first command's.
fn seconds(map: &Path, commands: &[Words]) {
    let mut quickest = vec![f64::INFINITY; commands.len()];
    for _ in 0..RUNS {
        for (words, quickest) in commands.iter().zip(&mut quickest) {
            let before = processor();
            let mut command = argmap(words, map);
            command.env("RAYON_NUM_THREADS", "1");
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.status().expect("the program runs");
            *quickest = quickest.min(processor() - before);
        }
    }
    for (words, &seconds) in commands.iter().zip(&quickest) {
        let ratio = seconds / quickest[0];
        println!(
            "{:<14} {seconds:>9.3} s {ratio:>6.2} of check",
            words.join(" ")
        );
    }
}

fn argmap(words: Words, map: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_argmap"));
    command.args(words).arg(map);
    command
}

/// A folder with a map that quotes 20 sources 10,000 times.
fn quoting() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: String, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("room on the disk");
    };
    let mut map = String::from("[map]\ntitle = \"A map made for measuring\"\n\n");
    let texts = quoted::texts();
    for (number, text) in texts.iter().enumerate() {
        let _ = writeln!(map, "[source.s{number}]\npath = \"{number}.txt\"\n");
        write(format!("{number}.txt"), text);
    }
    for (number, (source, words)) in quoted::quotations(&texts).into_iter().enumerate() {
        let words = words.replace('\n', "\\n");
        let _ = writeln!(
            map,
            "[claim.c{number}]\ntext = \"Claim {number}.\"\nquote = {{ text = \"{words}\", source = \"s{source}\" }}\n"
        );
    }
    write("map.toml".to_owned(), &map);
    folder
}
