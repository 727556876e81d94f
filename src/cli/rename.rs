//! `argmap rename`: changes an id everywhere.

use argmap::edit::{self, RenameError};
use argmap::map::Map;
use argmap::place::Places;
use argmap::printable::Shown;
use argmap::shown;
use argmap::syntax::{self, Files};

use super::load::{MapArgument, warn_if_broken};
use super::naming::{at, counted};
use super::unified::unified;
use super::{CliError, Status, Terminal, output};

const LONG: &str = "\
Everything that names it changes: headers, dotted keys, references and the ends of `\"a -> y\"`, in every file; comments and layout \
stay. All changes are written or none, and none if anything but the name would differ in the map.";

/// What `argmap rename` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The id of a claim, a step, a source, a speaker or a question
    old: String,

    /// Its new id, which must be free
    new: String,

    #[command(flatten)]
    map: MapArgument,

    /// What it is, if things of several kinds have the id
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<IdKind>,

    /// Print a patch of the changes, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What has an id.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum IdKind {
    /// A claim or a step
    Claim,
    /// A source
    Source,
    /// A speaker
    Speaker,
    /// A question
    Question,
}

impl From<IdKind> for syntax::TableKind {
    fn from(kind: IdKind) -> Self {
        match kind {
            IdKind::Claim => Self::Claim,
            IdKind::Source => Self::Source,
            IdKind::Speaker => Self::Speaker,
            IdKind::Question => Self::Question,
        }
    }
}

/// Runs `argmap rename`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let files = args.map.files()?;
    let map = Map::new(&files);
    let space = args.kind.map(syntax::TableKind::from);
    let renaming =
        edit::rename(&map, &args.old, &args.new, space).map_err(|error| failure(&error, &files))?;
    let edited = edit::apply(&files, [&renaming.change]);
    if let Some(edit::FixOutcome::Refused(why)) = edited.outcomes.first() {
        return Err(CliError::with_help(
            shown!("`{}` cannot be renamed: {}", args.old, why),
            "nothing was written",
        ));
    }
    // Files that could not be read may name it too.
    let outcome = warn_if_broken(&map, terminal);
    if args.dry_run {
        terminal.paint_out();
        output::print(&unified(&files, &edited.files))?;
        return Ok(outcome);
    }
    if files.world().is_none() {
        return Err(CliError::with_help(
            "a map from standard input cannot be changed",
            "name the map's folder or file, or ask for the patch: `--dry-run`",
        ));
    }
    output::write_edited(&files, &edited.files)?;
    output::print(&shown!(
        "{} is now {}: {} in {}\n",
        args.old,
        args.new,
        counted(renaming.mentions, "mention", "mentions"),
        counted(edited.files.len(), "file", "files")
    ))?;
    Ok(outcome)
}

fn failure(error: &RenameError, files: &Files) -> CliError {
    let help: Shown = match error {
        RenameError::NoId(_) => Shown::from(
            "an id is one word: letters and digits of any script, and `-`, `_`, `.`, `:` and the like after the first",
        ),
        RenameError::Taken { place, .. } => {
            shown!("{}; nothing was written", at(*place, &Places::new(files)))
        }
        RenameError::Several { .. } => {
            Shown::from("say which: `--kind claim`, `source`, `speaker` or `question`")
        }
        RenameError::Unread(file) => shown!(
            "fix `{}` first: `argmap check`; nothing was written",
            files.file(*file).path
        ),
        RenameError::Same(_) | RenameError::Unknown { .. } => Shown::from("nothing was written"),
    };
    CliError::with_help(shown!("{}", error.to_string()), help)
}
