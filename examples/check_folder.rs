//! Checks a map on disk and prints one line for each finding: `cargo run --example check_folder -- arguments`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example prints"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use argmap::check::Levels;
use argmap::render;
use argmap::workspace::Workspace;

fn main() -> ExitCode {
    let folder: PathBuf = std::env::args_os()
        .nth(1)
        .map_or_else(|| "arguments".into(), Into::into);
    let workspace = match Workspace::open(&folder) {
        Ok(workspace) => workspace,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let report = workspace.check(&Levels::default());
    print!("{}", render::short(&report, workspace.map().files()));
    println!(
        "{} claims, {} of {} quotations proven",
        report.summary.claims, report.summary.proven, report.summary.quotations
    );
    ExitCode::from(u8::from(report.summary.deny > 0))
}
