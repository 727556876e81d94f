//! `argmap move`: puts a thing into another file of the map. Also holds what it shares with `argmap extract`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use argmap::diagnostic::Place;
use argmap::edit::{Moving, NewFault, Relocation, RelocationError, relocate};
use argmap::map::Map;
use argmap::place::Places;
use argmap::printable::Shown;
use argmap::shown;
use argmap::syntax::{self, File, FileId, Files, SharedStr};
use argmap::world::Listed;

use super::file;
use super::load::{MapArgument, warn_if_broken};
use super::naming::{at, counted};
use super::rename::IdKind;
use super::unified::{unified, unified_new};
use super::{CliError, Status, Terminal, output};

const LONG: &str = "\
Everything that belongs to it moves too: its tables `[claim.x.text]` and `[[claim.x.reason]]`, each `[[undercut]]` whose only premise it \
is, or which is right below it and names it, and the comments in these and directly above them. It is put at the end of the file. \
All changes are written or none, and none if the map would have a new fault.";

/// What `argmap move` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The id of a claim, a source, a speaker, a question or an `[[undercut]]`
    id: String,

    /// The file of the map to put it into, created if it does not exist
    file: PathBuf,

    #[command(flatten)]
    map: MapArgument,

    /// What it is, if things of several kinds have the id
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<IdKind>,

    /// Print a patch of the changes, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs `argmap move`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let files = args.map.files()?;
    let map = Map::new(&files);
    let moving = Moving {
        ids: std::slice::from_ref(&args.id),
        kind: args.kind.map(syntax::TableKind::from),
        with_their_own: false,
    };
    put(&map, &moving, &args.map, &args.file, args.dry_run, terminal)
}

/// Moves things into a file of their map, or prints the patch.
pub(super) fn put(
    map: &Map,
    moving: &Moving<'_>,
    argument: &MapArgument,
    file: &Path,
    dry_run: bool,
    terminal: Terminal,
) -> Result<Status, CliError> {
    let files = map.files();
    let name = name_in_map(files, argument, file)?;
    let relocation = relocate(map, moving, &name).map_err(|error| failure(&error, files, &name))?;
    // Files that could not be read may belong to it too.
    let outcome = warn_if_broken(map, terminal);
    if dry_run {
        terminal.paint_out();
        let new = relocation.new.as_ref().map(unified_new);
        output::print(&(unified(files, &relocation.files) + new.unwrap_or_default()))?;
        return Ok(outcome);
    }
    write_with_new(files, &relocation.files, relocation.new.as_ref())?;
    output::print(&told(&relocation, files, &name))?;
    Ok(outcome)
}

/// The path relative to the map's folder of a file that is named relative to the current folder or to that folder.
fn name_in_map(files: &Files, argument: &MapArgument, file: &Path) -> Result<String, CliError> {
    let folder = argument.path()?;
    if files.world().is_none() || !folder.is_dir() {
        return Err(CliError::with_help(
            "this map is a single file",
            "name the folder of a map: `argmap move ID FILE MAP`",
        ));
    }
    let refused = |why: &str| {
        Err(CliError::with_help(
            shown!("`{}` cannot be a file of the map: {}", file, why),
            "nothing was written; name a file such as `more.toml`",
        ))
    };
    let Some(inside) = inside(&folder, file) else {
        return refused("it is outside the map's folder");
    };
    let mut parts = Vec::new();
    for part in inside.components() {
        match (part, part.as_os_str().to_str()) {
            (Component::Normal(_), Some(part)) => parts.push(part.to_owned()),
            (Component::CurDir, _) => {}
            _ => return refused("it is outside the map's folder"),
        }
    }
    if inside.extension().is_none_or(|ending| ending != "toml") {
        return refused("its name does not end in `.toml`");
    }
    if parts.iter().any(|part| part.starts_with('.')) {
        return refused("hidden files are not part of a map");
    }
    Ok(parts.join("/"))
}

/// Where in the folder a file is. Its name is taken as relative to the current folder or, failing that, to the map's
/// folder.
pub(super) fn inside(folder: &Path, file: &Path) -> Option<PathBuf> {
    let root = folder.canonicalize().ok()?;
    let full = std::path::absolute(file).ok()?;
    // The nearest existing folder, with all links followed.
    let there = full.ancestors().skip(1).find(|above| above.exists())?;
    let rest = full.strip_prefix(there).ok()?;
    let full = there.canonicalize().ok()?.join(rest);
    match full.strip_prefix(&root) {
        Ok(inside) => Some(inside.to_owned()),
        Err(_) => file.is_relative().then(|| file.to_owned()),
    }
}

/// Writes a new file of a map and the changed ones, all or none.
///
/// The new file must then be part of the map.
fn write_with_new(
    files: &Files,
    edited: &[(FileId, SharedStr)],
    new: Option<&File>,
) -> Result<(), CliError> {
    let Some(new) = new else {
        return output::write_edited(files, edited);
    };
    let path = Path::new(&new.path);
    if path.symlink_metadata().is_ok() {
        return Err(CliError::with_help(
            shown!("`{}` exists, and is not a file of the map", new.path),
            "nothing was written; name another file",
        ));
    }
    let made = make_folders(path)?;
    let written = create_listed(files, new).and_then(|()| {
        output::write_edited(files, edited).inspect_err(|_| {
            // Only this program has used the file so far.
            let _ = fs::remove_file(path);
        })
    });
    if written.is_err() {
        for folder in made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

/// Writes a new file, and makes sure that the map includes it.
fn create_listed(files: &Files, new: &File) -> Result<(), CliError> {
    let path = Path::new(&new.path);
    let file = file::FileToWrite {
        path: path.to_owned(),
        text: new.text.as_bytes(),
        permissions: None,
    };
    file::create_all(&[file])?;
    let listed = files.world().and_then(|world| world.list().ok());
    let is_listed = |listed: &Vec<Listed>| {
        let mut names = listed.iter().map(|listed| listed.name.as_path());
        names.any(|name| name == Path::new(&new.name))
    };
    if listed.as_ref().is_some_and(is_listed) {
        return Ok(());
    }
    let _ = fs::remove_file(path);
    Err(CliError::with_help(
        shown!(
            "`{}` would not be part of the map: something says to ignore it, such as a `.gitignore`",
            new.path
        ),
        "nothing was written; name another file",
    ))
}

/// Creates the folders that a file needs. Returns the ones that did not exist, outermost first.
fn make_folders(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    let missing = path.ancestors().skip(1);
    let missing = missing.take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    made.reverse();
    if let Some(folder) = made.last() {
        fs::create_dir_all(folder)
            .map_err(|error| CliError::writing(&error, shown!("`{}`", folder)))?;
    }
    Ok(made)
}

/// What was moved, in a line or two.
fn told(relocation: &Relocation, files: &Files, name: &str) -> Shown {
    let mut of: Vec<Shown> = Vec::new();
    for (kind, one, many) in [
        (syntax::TableKind::Claim, "claim", "claims"),
        (syntax::TableKind::Source, "source", "sources"),
        (syntax::TableKind::Speaker, "speaker", "speakers"),
        (syntax::TableKind::Question, "question", "questions"),
    ] {
        let count = relocation.moved.iter().filter(|it| it.0 == kind).count();
        if count > 0 {
            of.push(counted(count, one, many));
        }
    }
    let what = if let [(_, id)] = relocation.moved.as_slice() {
        shown!("{} is", id)
    } else {
        let last = of.pop().unwrap_or_default() + " are";
        match of.into_iter().reduce(|all, one| all + ", " + one) {
            Some(others) => others + " and " + last,
            None => last,
        }
    };
    let tables = counted(relocation.tables, "table", "tables");
    let known = files.files().iter().find(|file| file.name == name);
    let place = relocation.new.as_ref().or(known);
    let place = place.map_or("", |file| &file.path);
    let how = relocation.new.as_ref().map_or("", |_| ", a new file");
    let mut told = shown!("{} now in {}{}: {}\n", what, place, how, tables);
    for &file in &relocation.emptied {
        told += shown!("{} no longer has any table\n", files.file(file).path);
    }
    told
}

fn failure(error: &RelocationError, files: &Files, name: &str) -> CliError {
    let help: Shown = match error {
        RelocationError::Several { .. } => {
            Shown::from("say which: `--kind claim`, `source`, `speaker` or `question`")
        }
        RelocationError::PartOf { claim, .. } => {
            shown!("it moves with its claim: `argmap move {} {}`", claim, name)
        }
        RelocationError::NoHeader {
            id,
            kind,
            file,
            span,
        } => {
            let place = Place {
                file: *file,
                span: *span,
            };
            shown!(
                "give it one first, `[{}.{}]`: {}; nothing was written",
                kind.key(),
                id,
                at(place, &Places::new(files))
            )
        }
        RelocationError::Unreachable { .. } => Shown::from(
            "a file can name only texts in its own folder or below; nothing was written",
        ),
        RelocationError::Unread(file) => shown!(
            "fix `{}` first: `argmap check`; nothing was written",
            files.file(*file).path
        ),
        RelocationError::Fault(fault) => way_around(fault),
        _ => Shown::from("nothing was written"),
    };
    CliError::with_help(shown!("{}", error.to_string()), help)
}

/// How to go on after a change that would add a fault.
pub(super) fn way_around(fault: &NewFault) -> Shown {
    let rule = fault.rule.as_str();
    if fault.may_be_lowered {
        shown!(
            "nothing was written; see `argmap explain {}`; if the map is to say so, first write `{} = \"warn\"` under `[lints]`",
            rule,
            rule
        )
    } else {
        shown!("nothing was written; see `argmap explain {}`", rule)
    }
}
