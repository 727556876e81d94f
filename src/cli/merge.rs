//! `argmap merge`: merges two claims that say the same thing into one.

use argmap::edit::{self, Keep, MergeError, Merging};
use argmap::map::Map;
use argmap::place::Places;
use argmap::printable::Shown;
use argmap::shown;
use argmap::syntax::Files;

use super::load::{MapArgument, warn_if_broken};
use super::naming::{at, counted};
use super::relocate::way_around;
use super::unified::unified;
use super::{CliError, Status, Terminal, output};

const LONG: &str = "\
The claim that stays gets the quotations, speakers, tags, reasons and relations of both; references to the other claim now name it, also in \
`\"a -> b\"`. Relations between the two are dropped, with what undercuts them, and what a list would name twice is named once: all this is \
reported. All changes are written or none, and none if the map would have a new fault: an error of `argmap check`, such as a circle of support.";

/// What `argmap merge` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The id of the claim that stays
    one: String,

    /// The id of the claim that becomes part of it
    other: String,

    #[command(flatten)]
    map: MapArgument,

    /// If the two differ, keep what the claim with this id says (one of the two)
    #[arg(long, value_name = "ID")]
    keep: Option<String>,

    /// Print a patch of the changes, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs `argmap merge`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let keep = match &args.keep {
        None => None,
        Some(id) if *id == args.one => Some(Keep::First),
        Some(id) if *id == args.other => Some(Keep::Second),
        Some(_) => {
            return Err(CliError::with_help(
                "`--keep` names neither of the two claims",
                shown!("`--keep {}` or `--keep {}`", args.one, args.other),
            ));
        }
    };
    let files = args.map.files()?;
    let map = Map::new(&files);
    let merging = edit::merge(&map, &args.one, &args.other, keep)
        .map_err(|error| args.failure(&error, &files))?;
    // Files that could not be read may name it too.
    let outcome = warn_if_broken(&map, terminal);
    if args.dry_run {
        terminal.paint_out();
        output::print(&unified(&files, &merging.files))?;
        output::print_error(&notes(&merging, &files));
        return Ok(outcome);
    }
    if files.world().is_none() {
        return Err(CliError::with_help(
            "a map from standard input cannot be changed",
            "name the map's folder or file, or ask for the patch: `--dry-run`",
        ));
    }
    output::write_edited(&files, &merging.files)?;
    let named = match merging.references {
        0 => Shown::from("nothing else named it"),
        count => shown!(
            "{} changed in {}",
            counted(count, "reference", "references"),
            counted(merging.files.len(), "file", "files")
        ),
    };
    let told = shown!("{} is part of {} now; {}\n", args.other, args.one, named);
    output::print(&(told + notes(&merging, &files)))?;
    Ok(outcome)
}

/// What else the user should know, one line each.
fn notes(merging: &Merging, files: &Files) -> Shown {
    let places = Places::new(files);
    let mut told = Shown::new();
    for note in &merging.notes {
        if let Some(place) = note.place {
            told += at(place, &places) + ": ";
        }
        told += shown!("{}\n", note.text);
    }
    told
}

impl Args {
    fn failure(&self, error: &MergeError, files: &Files) -> CliError {
        let mut told = shown!("{}", error.to_string());
        let help: Shown = match error {
            MergeError::Differ { keys } => {
                for (key, one, other) in keys {
                    told += shown!("\n  {}: {} {}", &*self.one, key, one);
                    told += shown!("\n  {}: {} {}", &*self.other, key, other);
                }
                shown!(
                    "say which is right: `--keep {}` or `--keep {}`; nothing was written",
                    self.one,
                    self.other
                )
            }
            MergeError::NoHeader { id, place } => shown!(
                "give it one first, `[claim.{}]`: {}; nothing was written",
                id,
                at(*place, &Places::new(files))
            ),
            MergeError::Unread(file) => shown!(
                "fix `{}` first: `argmap check`; nothing was written",
                files.file(*file).path
            ),
            MergeError::Fault(fault) => way_around(fault),
            _ => Shown::from("nothing was written"),
        };
        CliError::with_help(told, help)
    }
}
