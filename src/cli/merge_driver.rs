//! `argmap merge-driver`: merges a map file by its content, when git calls it.

use std::path::{Path, PathBuf};

use argmap::edit::three_way;
use argmap::printable::Shown;
use argmap::shown;

use super::output::{print_error, write_with};
use super::paragraph::Ink;
use super::{CliError, Status, Terminal, git, input};

const LONG: &str = "\
The merged file has what either side added, changed or removed; lists such as those of claims and tags take what both add. Where the two \
sides disagree, the current side's lines stay, and a table `[[conflict]]` after them keeps what the other side has: see \
`argmap explain merge-conflict`. A file that is not valid TOML is merged line by line, as git does.

One command makes git use it, for the map in `arguments`:

  git config merge.argmap.driver 'argmap merge-driver %O %A %B %P' && \\
    echo 'arguments/**/*.toml merge=argmap' >> .gitattributes

Exit codes: 0 merged; 1 the two sides disagree somewhere; 2 could not run, and nothing is written.";

/// What `argmap merge-driver` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The common ancestor of both sides: git's %O
    #[arg(value_name = "BASE")]
    base: PathBuf,

    /// The file of the current side, into which the merged one is written: git's %A
    #[arg(value_name = "CURRENT")]
    current: PathBuf,

    /// The file of the other side: git's %B
    #[arg(value_name = "OTHER")]
    other: PathBuf,

    /// What to call the file: git's %P
    #[arg(value_name = "PATH", allow_hyphen_values = true)]
    path: Option<PathBuf>,
}

/// Runs `argmap merge-driver`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let name = args.path.as_ref().unwrap_or(&args.current);
    let read = |path: &Path| input::read(path);
    let texts = [read(&args.base)?, read(&args.current)?, read(&args.other)?];
    let [base, current, other] = texts.each_ref().map(|text| std::str::from_utf8(text).ok());
    let merged = match (base, current, other) {
        (Some(base), Some(current), Some(other)) => three_way(base, current, other),
        _ => None,
    };
    terminal.paint_err();
    let head: Shown = Ink::Warning.head("warning");
    let Some(merged) = merged else {
        let (text, is_clean) = by_lines(args)?;
        write_with(Some(&args.current), |out| out.write_all(&text))?;
        print_error(&shown!(
            "{} `{}` is not valid TOML on one side, or uses the name `conflict` for something else, so its lines were merged\n",
            head,
            name
        ));
        return Ok(if is_clean {
            Status::Fine
        } else {
            Status::Findings
        });
    };
    write_with(Some(&args.current), |out| {
        out.write_all(merged.text.as_bytes())
    })?;
    if merged.conflicts.is_empty() {
        return Ok(Status::Fine);
    }
    let mut places: Vec<Shown> = merged
        .conflicts
        .iter()
        .take(FEW)
        .map(|at| match at.as_str() {
            "" => Shown::from("the whole file"),
            at => shown!("`{}`", at),
        })
        .collect();
    if merged.conflicts.len() > FEW {
        places.push(shown!("{} more", merged.conflicts.len() - FEW));
    }
    print_error(&shown!(
        "{} in `{}` the two sides disagree about {}; `argmap check` shows both\n",
        head,
        name,
        Shown::join(places, ", ")
    ));
    Ok(Status::Findings)
}

/// Maximum number of places to name.
const FEW: usize = 5;

/// The lines as git merges them, and whether the two sides agree.
fn by_lines(args: &Args) -> Result<(Vec<u8>, bool), CliError> {
    let mut merge = git::git(
        Path::new("."),
        [
            "merge-file",
            "-p",
            "-q",
            "-L",
            "current",
            "-L",
            "base",
            "-L",
            "other",
            "--",
        ],
    );
    merge.args([&args.current, &args.base, &args.other]);
    let merged = git::output(merge)?;
    // Git returns the number of places where the sides disagree, up to 127.
    match merged.status.code() {
        Some(0) => Ok((merged.stdout, true)),
        Some(1..=127) => Ok((merged.stdout, false)),
        _ => Err(git::said(&merged)),
    }
}
