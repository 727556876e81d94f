//! `argmap extract`: puts claims, and what belongs only to them, into another file of the map.

use std::path::PathBuf;

use argmap::edit::Moving;
use argmap::map::Map;
use argmap::syntax::TableKind;

use super::load::MapArgument;
use super::relocate::put;
use super::select::SelectArgument;
use super::{CliError, Status, Terminal};

const LONG: &str = "\
Each claim moves with everything that `argmap move` takes along, and together they also take what nothing else names: their sources \
and speakers, and questions that only they answer. All changes are written or none, and none if the map would have a new fault.

Examples:
  Two claims
      argmap extract rebates cleaner-air -o relief.toml
  A debate: a claim, and everything that speaks for or against it
      argmap extract --select 'bearing(hits-the-poor)' -o poor.toml";

/// What `argmap extract` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The ids of the claims
    #[arg(value_name = "ID", required_unless_present = "select")]
    ids: Vec<String>,

    #[command(flatten)]
    select: SelectArgument,

    /// The file of the map to put them into, created if it does not exist
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// The map, a folder; without it, `arguments/` is read: here, or in the nearest parent folder that has one
    #[arg(long, value_name = "MAP")]
    map: Option<PathBuf>,

    /// Print a patch of the changes, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs `argmap extract`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let argument = args
        .map
        .clone()
        .map_or_else(MapArgument::default, MapArgument::at);
    let files = argument.files()?;
    let map = Map::new(&files);
    let mut ids = args.ids.clone();
    if let Some(set) = args.select.set(&map)? {
        ids.extend(set.iter().map(|claim| map.id(claim).to_owned()));
        if ids.is_empty() {
            return Err(CliError::with_help(
                "no claim matches the expression of `--select`",
                "nothing was written; see what matches with `argmap query`",
            ));
        }
    }
    let moving = Moving {
        ids: &ids,
        kind: Some(TableKind::Claim),
        with_their_own: true,
    };
    put(
        &map,
        &moving,
        &argument,
        &args.output,
        args.dry_run,
        terminal,
    )
}
