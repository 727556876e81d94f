//! `argmap init`: starts a map from a text, or adds a text to a map.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use argmap::edit::{self, NewFiles};
use argmap::map::Map;
use argmap::printable::Shown;
use argmap::quotes::{MAX_SOURCE, SourceKind, SourceText};
use argmap::schema;
use argmap::shown;
use argmap::syntax::Files;
use argmap::world::ReadError;
use unicode_width::UnicodeWidthStr;

use super::file::{self, FileToWrite};
use super::human;
use super::output::print;
use super::paragraph::{Ink, Paragraph};
use super::{CliError, Status, Terminal};

const LONG: &str = "\
A new folder gets a copy of the text; `map.toml`, which names and pins it; `todo.toml`, with every sentence as a \
future claim, commented out, its quotation exact; and `argmap.schema.json`, with which editors complete and check the files. \
Uncomment a sentence, give it a wording and its place in the argument, \
or mark it as making no claim; `argmap coverage` counts down what is left.

If the folder already has a map, the text is added to it as another source, in separate files. A text that is already in \
the folder is not copied. Nothing is ever overwritten.";

/// What `argmap init` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The text to map: plain text, Markdown or HTML
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// The folder of the map: a new one, or one that already has a map
    #[arg(value_name = "DIR", default_value = "arguments")]
    folder: PathBuf,
}

/// Runs `argmap init`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let text = InitText::read(&args.from, &args.folder)?;
    let schema = args.folder.join(schema::FILE_NAME);
    let with_schema = schema.symlink_metadata().is_err();
    let target = TargetFolder::of(&args.folder)?;
    let map = match &target {
        TargetFolder::Map(files) => {
            if !text.is_inside && args.folder.join(&text.name).symlink_metadata().is_ok() {
                return Err(CliError::with_help(
                    shown!("`{}` already exists", args.folder.join(&text.name)),
                    "nothing was written; give the text another name, or name another folder",
                ));
            }
            Some(Map::new(files))
        }
        TargetFolder::Folder { is_empty: false } if !text.is_inside => {
            return Err(taken(&args.folder, "has files, but no map"));
        }
        TargetFolder::File => {
            return Err(taken(&args.folder, "already exists, and is not a folder"));
        }
        TargetFolder::Nothing | TargetFolder::Folder { .. } => None,
    };
    let new = edit::begin(&text.source, &text.name, map.as_ref());
    if matches!(target, TargetFolder::Nothing) {
        file::create_folder(&args.folder, &text.files(Path::new(""), &new, with_schema))?;
    } else {
        file::create_all(&text.files(&args.folder, &new, with_schema))?;
    }
    terminal.paint_out();
    print(&told(args, &text, &new, with_schema, terminal))?;
    Ok(Status::Fine)
}

fn taken(folder: &Path, how: &str) -> CliError {
    CliError::with_help(
        shown!("`{}` {}", folder, how),
        "name another folder, such as `argmap init --from FILE new-map`",
    )
}

/// What is already at the map's folder.
enum TargetFolder {
    Nothing,
    File,
    /// A folder without map files.
    Folder {
        is_empty: bool,
    },
    Map(Files),
}

impl TargetFolder {
    fn of(folder: &Path) -> Result<Self, CliError> {
        let mut entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(_) if folder.symlink_metadata().is_ok() => return Ok(Self::File),
            Err(_) => return Ok(Self::Nothing),
        };
        if entries.next().is_none() {
            return Ok(Self::Folder { is_empty: true });
        }
        match Files::read(folder) {
            Ok(files) => Ok(Self::Map(files)),
            Err(ReadError::Empty { .. }) => Ok(Self::Folder { is_empty: false }),
            Err(error) => Err(CliError::new(shown!("{}", error.to_string()))),
        }
    }
}

/// The text to map, read once.
struct InitText {
    bytes: Vec<u8>,
    source: SourceText,
    permissions: Permissions,
    /// The text's path in the map's folder.
    name: String,
    /// Whether the text is already there.
    is_inside: bool,
}

impl InitText {
    fn read(from: &Path, folder: &Path) -> Result<Self, CliError> {
        if from.extension().is_some_and(|ending| ending == "toml") {
            let why = "would be read as part of the map: its name ends in `.toml`";
            let text = shown!("`{}` {}", from, why);
            return Err(CliError::with_help(text, "give it another name first"));
        }
        let inside = from.canonicalize().ok().zip(folder.canonicalize().ok());
        let inside =
            inside.and_then(|(from, folder)| Some(from.strip_prefix(folder).ok()?.to_owned()));
        let name = match &inside {
            Some(inside) => inside.to_str(),
            None => from.file_name().and_then(|name| name.to_str()),
        };
        let is_odd = |c: char| c == '\\' || c.is_control();
        let name = name.filter(|name| !name.starts_with('.') && !name.contains(is_odd));
        let unfit = || CliError::new(shown!("`{}` has a name that a map cannot contain", from));
        let name = name.ok_or_else(unfit)?;
        let cannot_read = |why: Shown| CliError::new(shown!("cannot read `{}`: {}", from, why));
        let (bytes, permissions) = read(from).map_err(|error| cannot_read(shown!("{}", error)))?;
        let source = SourceText::load(bytes.clone(), SourceKind::of(from, &bytes))
            .map_err(|error| cannot_read(shown!("the file {}", error.to_string())))?;
        Ok(Self {
            source,
            permissions,
            name: name.to_owned(),
            is_inside: inside.is_some(),
            bytes,
        })
    }

    /// The files to write into a folder.
    fn files<'t>(
        &'t self,
        folder: &Path,
        new: &'t NewFiles,
        with_schema: bool,
    ) -> Vec<FileToWrite<'t>> {
        let copy = (!self.is_inside).then(|| FileToWrite {
            path: folder.join(&self.name),
            text: &self.bytes,
            permissions: Some(self.permissions.clone()),
        });
        let written = [&new.source, &new.todo].into_iter();
        let written = written.chain(with_schema.then_some(&new.schema));
        let written = written.map(|file| FileToWrite {
            path: folder.join(&file.name),
            text: file.text.as_bytes(),
            permissions: None,
        });
        copy.into_iter().chain(written).collect()
    }
}

/// The bytes of a file, up to one more than a source may have, and the file's mode.
fn read(path: &Path) -> io::Result<(Vec<u8>, Permissions)> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    let mut bytes = Vec::new();
    file.take(MAX_SOURCE as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes, about.permissions()))
}

/// The message that says what was written, and what to do next.
fn told(
    args: &Args,
    source: &InitText,
    new: &NewFiles,
    with_schema: bool,
    terminal: Terminal,
) -> Shown {
    let folder = &args.folder;
    let count = |number| human::count(number, "sentence");
    let of_todo = format!("{} to turn into claims", count(new.sentences));
    let mut of_source = match new.source.name.as_str() {
        "map.toml" => "the map: its title and its source",
        _ => "the new source",
    }
    .to_owned();
    if new.navigation > 0 {
        let ignored = format!("; {} of menus ignored", count(new.navigation));
        of_source.push_str(&ignored);
    }
    let copy = (!source.is_inside).then(|| (&source.name, "the text, unchanged".to_owned()));
    let of_schema = "for checks and completion in editors".to_owned();
    let schema = with_schema.then_some((&new.schema.name, of_schema));
    let written = [(&new.source.name, of_source), (&new.todo.name, of_todo)];
    let written = copy.into_iter().chain(written).chain(schema);
    let written = written.map(|(file, what)| (shown!("{}/{}", folder, file), what));
    let written: Vec<_> = written.collect();
    let widest = written.iter().map(|(path, _)| path.width()).max();
    let mut text = Shown::new();
    for (path, what) in &written {
        let blanks = widest.unwrap_or(0) - path.width();
        text += shown!(
            "{}{}  {}\n",
            Ink::Strong.paint(path),
            Shown::blanks(blanks),
            Ink::Dim.paint(what)
        );
    }
    text += "\n";
    let place = if folder == Path::new("arguments") {
        Shown::new()
    } else {
        shown!(" {}", folder)
    };
    let next = shown!(
        "Next: uncomment sentences in `{}/{}`, then `argmap check{}`; `argmap coverage{}` tells what is left.",
        folder,
        new.todo.name,
        place,
        place
    );
    let width = terminal.width();
    for line in Paragraph::of(&next, Ink::Plain).lines(width, width) {
        text += line.painted + "\n";
    }
    text
}
