//! Tests `argmap solve` beyond the pages under `tests/cmd`: standard input, and running out of time.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::program::{Run, command, ended, run_with_input};

fn solve(arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
    let arguments = [&["solve", "-f", "-"], arguments].concat();
    run_with_input(Path::new("."), &arguments, input.as_ref())
}

/// Pairs of arguments that attack each other. Each pair doubles the number of stable extensions.
fn pairs(count: u32) -> String {
    let mut text = format!("p af {}\n", 2 * count);
    for pair in 0..count {
        let (one, other) = (2 * pair + 1, 2 * pair + 2);
        writeln!(text, "{one} {other}\n{other} {one}").unwrap();
    }
    text
}

#[test]
fn standard_input_is_read_in_the_format_that_it_shows() {
    for (text, answer) in [
        ("p af 2\n1 2\n", "w 1\n"),
        ("arg(a).arg(b).att(a,b).", "w a\n"),
        ("a\nb\n#\na b\n", "w a\n"),
    ] {
        let solved = solve(&["-p", "SE-GR"], text);
        assert_eq!((solved.shown().as_str(), solved.code), (answer, Some(0)));
    }
    let solved = solve(&["-p", "SE-GR"], "p af 2\n1 3\n");
    assert_eq!((solved.stdout.as_str(), solved.code), ("", Some(2)));
    let told = "error: <stdin>:2:3: expected an argument, from 1 to 2, found `3`\n";
    assert!(solved.stderr.starts_with(told), "{}", solved.stderr);
}

#[test]
fn what_is_no_text_is_refused_with_its_line() {
    let solved = solve(&["-p", "SE-GR"], b"p af 2\n1 \xff\n");
    assert_eq!((solved.stdout.as_str(), solved.code), ("", Some(2)));
    let told = "error: <stdin>:2: this is not UTF-8\n";
    assert!(solved.stderr.starts_with(told), "{}", solved.stderr);
}

#[test]
fn a_list_that_breaks_off_says_so() {
    let start = Instant::now();
    let solved = solve(&["-p", "EE-ST", "--timeout", "0.3"], pairs(60));
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(solved.code, Some(2));
    assert!(solved.stdout.starts_with("[[1,3,"), "as far as it came");
    assert!(solved.stdout.ends_with('\n'));
    let told = "error: no answer to EE-ST within 0.3 s; the list is incomplete\n";
    assert!(solved.stderr.starts_with(told), "{}", solved.stderr);
}

#[test]
fn a_reader_who_goes_ends_the_list() {
    let arguments = ["solve", "-p", "EE-ST", "-f", "-", "--timeout", "60"];
    let mut command = command(Path::new("."), &arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(pairs(60).as_bytes()).unwrap();
    drop((input, child.stdout.take()));
    let solved = ended(child);
    assert_eq!(solved.code, Some(141));
    assert_eq!(solved.stderr, "");
}
