//! Finds words in a text exactly as they are written there: `cargo run --example find_quotes -- FILE WORDS…`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example prints"
)]

use std::path::Path;
use std::process::ExitCode;

use argmap::quotes::{Outcome, Quotation, SourceKind, SourceText};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("usage: find_quotes FILE WORDS…");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    let kind = SourceKind::of(Path::new(&file), &bytes);
    let source = match SourceText::load(bytes, kind) {
        Ok(source) => source,
        Err(error) => {
            eprintln!("{file} {error}");
            return ExitCode::from(2);
        }
    };
    let mut code = ExitCode::SUCCESS;
    for words in arguments {
        match source.find(&Quotation::new(&words)) {
            Outcome::Found { place, .. } => {
                let at = place.whole.start;
                println!("{file}:{}:{}: {words}", at.line, at.column);
            }
            Outcome::Ambiguous { total, .. } => println!("{file}: {total} places: {words}"),
            _ => {
                code = ExitCode::FAILURE;
                println!("{file}: not there: {words}");
                if let Some(nearest) = source.nearest(&words) {
                    let at = &nearest.passage.start;
                    println!("{file}:{}:{}: the nearest passage", at.line, at.column);
                }
            }
        }
    }
    code
}
