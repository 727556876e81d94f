//! `argmap diff`: shows what differs in another version of a map.

mod github;
mod human;
mod ignored;
mod markdown;
mod sides;

use std::path::{Path, PathBuf};

use argmap::answer::DiffAnswer;
use argmap::answer::diff::Compared;
use argmap::map::Map;

use super::load::warn_if_part_is_broken;
use super::output::{print, print_json};
use super::{CliError, Status, Terminal, git};
use sides::{OldAndNew, read};

const LONG: &str = "\
A map may be a folder, a file, or a git revision: a branch, a tag, a commit, or something like `HEAD~1`. Two revisions may be written \
`OLD..NEW`; `OLD...NEW` compares with the last commit that the two have in common. One revision is compared with the files as they \
are now; without any, those are compared with HEAD. In a revision the folder `arguments` is read, here or in the nearest parent \
folder that has one, or the paths after `--`.

The comparison is about what the maps say: comments, layout and order do not matter, and new files count even before git knows \
them. A claim with the same wording under another id counts as renamed.

Exit codes: 0 whether or not anything differs, but with `--exit-code` 1 if anything does; 1 if a map has errors (what can be read is \
compared); 2 could not run.

Examples:
  argmap diff                          what you changed since the last commit
  argmap diff main..topic              what a branch changes
  argmap diff HEAD~1 -- debates/roads  a map in another folder
  argmap diff older newer              two folders
  argmap diff main... --format markdown
                                       for the comment on a pull request";

/// What `argmap diff` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = LONG)]
pub(crate) struct Args {
    /// The older map: a git revision, a folder or a file
    #[arg(value_name = "OLD")]
    old: Option<String>,

    /// The newer map: a git revision, a folder or a file
    #[arg(value_name = "NEW")]
    new: Option<String>,

    /// For revisions, where the map is: one or several folders or files
    #[arg(last = true, value_name = "PATHS")]
    paths: Vec<PathBuf>,

    /// The output format
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    format: DiffFormat,

    /// Exit with 1 if anything differs, as `diff` does
    #[arg(long)]
    exit_code: bool,

    /// Width in columns, instead of the terminal's
    #[arg(long, short, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object, versioned
    Json,
    /// GitHub annotations: changed labels as warnings, everything else as notices
    Github,
    /// A list in Markdown, for a comment or a job summary
    Markdown,
}

/// Runs `argmap diff`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let OldAndNew { old, new } = read(args.old.as_deref(), args.new.as_deref(), &args.paths)?;
    let (before, after) = (Map::new(&old.files), Map::new(&new.files));
    let mut outcome = Status::Fine;
    for (side, map) in [(&old, &before), (&new, &after)] {
        outcome = outcome.max(warn_if_part_is_broken(map, &side.name, terminal));
    }
    let compared = |name, map| Compared { name, map };
    let answer = DiffAnswer::new(compared(&old.name, &before), compared(&new.name, &after));
    terminal.paint_out();
    let width = args.width.map_or_else(|| terminal.width(), usize::from);
    match args.format {
        DiffFormat::Human => print(&human::paint(&answer, width, terminal.paint_out()))?,
        DiffFormat::Json => print_json(&answer)?,
        DiffFormat::Github => print(&github::paint(&answer, &git::work_tree(Path::new("."))))?,
        DiffFormat::Markdown => print(&markdown::paint(&answer))?,
    }
    if args.exit_code && !answer.is_empty() {
        outcome = outcome.max(Status::Findings);
    }
    Ok(outcome)
}
