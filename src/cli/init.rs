//! `argmap init`: a new map, begun from a text.

use std::path::{Path, PathBuf};

use argmap::edit;
use argmap::printable::Shown;
use argmap::quotes::{Kind, LoadError, MAX_SOURCE, SourceText};
use argmap::shown;
use unicode_width::UnicodeWidthStr;

use super::output::print;
use super::paragraph::{Paragraph, Style};
use super::{Failure, Outcome, Terminal};

const LONG: &str = "\
The new folder holds a copy of the text, `map.toml`, which names and pins it, and `todo.toml`: every sentence as a \
claim-to-be, commented out, its quotation exact. Uncomment a sentence, give it a wording and its place in the argument, \
or set it aside as making no claim; `argmap coverage` counts down what is left.";

/// What `argmap init` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The text to map: plain text, Markdown or HTML
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// The folder of the new map; it must not exist, or be empty
    #[arg(value_name = "DIR", default_value = "arguments")]
    folder: PathBuf,
}

/// Runs `argmap init`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    let (from, folder) = (&args.from, &args.folder);
    let cannot_read = |why: Shown| Failure::new(shown!("cannot read `{}`: {}", from, why));
    let name = args
        .from
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|name| !name.starts_with('.') && !name.contains('\\'))
        .ok_or_else(|| {
            Failure::new(shown!("`{}` has no name that a map could write down", from))
        })?;
    if args.from.extension().is_some_and(|ending| ending == "toml") {
        return Err(Failure::with_help(
            shown!(
                "`{}` would be read as a part of the map: its name ends in `.toml`",
                from
            ),
            "give it another name first",
        ));
    }
    if args.from.is_dir() {
        return Err(cannot_read("it is a folder".into()));
    }
    let kind = Kind::of(&args.from);
    let source = SourceText::read(&args.from, kind, MAX_SOURCE).map_err(|error| match error {
        LoadError::Unreadable(error) => cannot_read(shown!("{}", error)),
        other => cannot_read(shown!("the file {}", other.to_string())),
    })?;
    let bytes = std::fs::read(&args.from).map_err(|error| cannot_read(shown!("{}", error)))?;
    refuse_full(&args.folder)?;
    let new = edit::begin(&source, name);
    let files: [(&str, &[u8]); 3] = [
        (name, &bytes),
        ("map.toml", new.map.as_bytes()),
        ("todo.toml", new.todo.as_bytes()),
    ];
    write_folder(&args.folder, &files)
        .map_err(|error| Failure::new(shown!("cannot write `{}`: {}", folder, error)))?;
    terminal.paint_out();
    let sentences = match new.sentences {
        1 => "1 sentence".to_owned(),
        count => format!("{count} sentences"),
    };
    let mut text = Shown::new();
    let written = [
        (name, "the text, as it is".to_owned()),
        ("map.toml", "the map: its title and its source".to_owned()),
        ("todo.toml", format!("{sentences} to turn into claims")),
    ]
    .map(|(file, what)| (shown!("{}/{}", folder, file), what));
    let widest = written.iter().map(|(path, _)| path.width()).max();
    for (path, what) in &written {
        let blanks = widest.unwrap_or(0) - path.width();
        text += shown!(
            "{}{}  {}\n",
            Style::Strong.paint(path),
            Shown::blanks(blanks),
            Style::Dim.paint(what)
        );
    }
    text += "\n";
    let place = if args.folder == Path::new("arguments") {
        Shown::new()
    } else {
        shown!(" {}", folder)
    };
    let next = shown!(
        "Next: uncomment sentences in `{}/todo.toml`, then `argmap check{}`; `argmap coverage{}` \
         tells what is left.",
        folder,
        place,
        place
    );
    let width = terminal.width();
    for line in Paragraph::of(&next, Style::Plain).lines(width, width) {
        text += line.painted + "\n";
    }
    print(&text)?;
    Ok(Outcome::Fine)
}

/// Refuses a folder that holds anything.
fn refuse_full(folder: &Path) -> Result<(), Failure> {
    let taken = |what: &str| {
        Err(Failure::with_help(
            shown!("`{}` {}", folder, what),
            "name another folder, such as `argmap init --from FILE new-map`",
        ))
    };
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => taken("is there already, and not empty"),
        },
        Err(_) if folder.symlink_metadata().is_ok() => taken("is there already"),
        Err(_) => Ok(()),
    }
}

/// Writes a new folder, whole or not at all: beside its place, then renamed.
fn write_folder(folder: &Path, files: &[(&str, &[u8])]) -> std::io::Result<()> {
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".argmap-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
    let new = builder.tempdir_in(parent)?;
    for (name, bytes) in files {
        std::fs::write(new.path().join(name), bytes)?;
    }
    if folder.is_dir() {
        // It is empty; if it no longer is, this fails.
        std::fs::remove_dir(folder)?;
    }
    std::fs::rename(new.path(), folder)?;
    // It has gone to its place: there is nothing left to remove.
    let _ = new.keep();
    Ok(())
}
