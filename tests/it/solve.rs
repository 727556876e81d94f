//! `argmap solve` beside what the pages under `tests/cmd` show: standard input, and running out of time.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the program prints, tells on standard error, and ends with, given `input`.
fn solve(arguments: &[&str], input: &[u8]) -> (String, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_argmap"))
        .args(["solve", "-f", "-"])
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code(),
    )
}

/// Pairs of arguments that attack each other: two stable extensions for each pair.
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
    let answer = |text: &str| solve(&["-p", "SE-GR"], text.as_bytes());
    assert_eq!(
        answer("p af 2\n1 2\n"),
        ("w 1\n".into(), String::new(), Some(0))
    );
    assert_eq!(
        answer("arg(a).arg(b).att(a,b)."),
        ("w a\n".into(), String::new(), Some(0))
    );
    assert_eq!(
        answer("a\nb\n#\na b\n"),
        ("w a\n".into(), String::new(), Some(0))
    );
    let (printed, told, code) = answer("p af 2\n1 3\n");
    assert_eq!((printed.as_str(), code), ("", Some(2)));
    assert!(
        told.starts_with("error: <stdin>:2:3: expected an argument, from 1 to 2, found `3`\n"),
        "{told}"
    );
}

#[test]
fn what_is_no_text_is_refused_with_its_line() {
    let (printed, told, code) = solve(&["-p", "SE-GR"], b"p af 2\n1 \xff\n");
    assert_eq!((printed.as_str(), code), ("", Some(2)));
    assert!(
        told.starts_with("error: <stdin>:2: this is no UTF-8\n"),
        "{told}"
    );
}

#[test]
fn a_list_that_breaks_off_says_so() {
    let start = Instant::now();
    let (printed, told, code) = solve(&["-p", "EE-ST", "--timeout", "0.3"], pairs(60).as_bytes());
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(code, Some(2));
    assert!(printed.starts_with("[[1,3,"), "as far as it came");
    assert!(printed.ends_with('\n'));
    assert!(
        told.starts_with("error: no answer to EE-ST within 0.3 s; the list breaks off\n"),
        "{told}"
    );
}

#[test]
fn a_reader_who_goes_ends_the_list() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_argmap"))
        .args(["solve", "-p", "EE-ST", "-f", "-", "--timeout", "60"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(pairs(60).as_bytes())
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
