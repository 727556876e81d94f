//! `argmap import`: turns files in another format into a map.

use std::path::{Path, PathBuf};

use argmap::import::{self, FORMATS, Failed, ImportFormat, Imported};
use argmap::losses::Losses;
use argmap::printable::Shown;
use argmap::shown;
use argmap::syntax::File;
use argmap::world;

use super::human::{self, ReportLook};
use super::output::print_error;
use super::paragraph::{Ink, Paragraph};
use super::{CliError, Status, Terminal, file, input, output};

/// What `argmap import` takes.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "argmap import [OPTIONS] [FORMAT] <FILE>...",
    after_long_help = "\
Formats: argdown, aif, xaif, arguebuf, kialo, carneades, sadface, gsn, arggraph, brat.

What a map cannot express is kept in the `data` of the claim, the step or the map that it belongs to, under the format's name, and \
comes back with `argmap export`. What has no place there either is counted on standard error. If a file is broken, the place of its \
fault is shown, and nothing is written.

Examples:
  argmap import nodeset6362.json > map.toml
                                 the format is recognised from the content
  argmap import aif nodeset*.json -o arguments
                                 several files as one map, in a folder
  curl -s URL | argmap import aif - | argmap show -
                                 look at a map without keeping it"
)]
pub(crate) struct Args {
    /// The files to read, after the name of their format, which is optional; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The folder to write the map to, whole or not at all: a new one, or an empty one; without it, standard output
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Write nothing and exit with 1 if anything would be lost
    #[arg(long)]
    strict: bool,
}

/// Runs `argmap import`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (named, paths) = named_format(&args.files)?;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let text = match import::decode(&input::name(path), input::read(path)?) {
            Ok(text) => text,
            Err(failed) => return Ok(tell(&failed, terminal)),
        };
        let name = input::name(path).into_string();
        files.push(File {
            path: name.clone(),
            name,
            text: text.into(),
        });
    }
    let format = match named {
        Some(format) => format,
        None => guessed(&files)?,
    };
    let imported = match import::import(format, files, &included) {
        Ok(imported) => imported,
        Err(failed) => return Ok(tell(&failed, terminal)),
    };
    let is_lossy = !imported.lost.is_empty();
    tell_losses(&imported.lost, "a map", terminal);
    if imported.claims() == 0 {
        terminal.paint_err();
        let head = Ink::Note.head("note");
        print_error(&shown!("{} nothing in it is a claim\n", head));
    }
    if args.strict && is_lossy {
        return Ok(Status::Findings);
    }
    match args.output.as_deref() {
        None => {
            tell_texts(imported.texts(), terminal);
            output::write_with(None, |out| out.write_all(imported.toml().as_bytes()))?;
        }
        Some(folder) => write(imported, folder, terminal)?,
    }
    Ok(Status::Fine)
}

/// The format, if the first word names one, and the files.
fn named_format(
    words: &[PathBuf],
) -> Result<(Option<&'static dyn ImportFormat>, &[PathBuf]), CliError> {
    let Some((first, rest)) = words.split_first() else {
        return Ok((None, words));
    };
    let Some(format) = first.to_str().and_then(import::find) else {
        let is_word = |c: char| c.is_ascii_lowercase();
        let name = first.to_str().filter(|name| name.chars().all(is_word));
        if let Some(name) = name.filter(|_| !rest.is_empty() && !first.exists()) {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
            return Err(CliError::with_help(
                shown!("there is no format or file `{}`", name),
                shown!("the formats are {}", names.join(", ")),
            ));
        }
        return Ok((None, words));
    };
    if rest.is_empty() {
        return Err(CliError::with_help(
            shown!("no file to import as {}", format.name()),
            "name one, or `-` for standard input",
        ));
    }
    Ok((Some(format), rest))
}

/// The format that the first file seems to have.
fn guessed(files: &[File]) -> Result<&'static dyn ImportFormat, CliError> {
    let first = files.first();
    let guess = first.and_then(|file| import::guess(&file.name, &file.text));
    guess.ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        let name = first.map_or("", |file| file.path.as_str());
        let text = first.map_or("", |file| &*file.text);
        if text.trim_start().starts_with(['{', '['])
            && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text)
        {
            return CliError::with_help(
                shown!("`{}` is broken JSON: {}", name, error.to_string()),
                "nothing was written; fix the file",
            );
        }
        CliError::with_help(
            shown!("cannot tell from `{}` which format it is in", name),
            shown!("name the format before the file: {}", names.join(", ")),
        )
    })
}

/// A file that another file includes. It must be in that file's folder or below.
fn included(file: &str, name: &str) -> Result<(String, String, String), String> {
    let path = world::inside(file, name).map_err(|error| error.to_string())?;
    // A link must not lead outside either.
    let folder = Path::new(file)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    let real = Path::new(&path)
        .canonicalize()
        .map_err(|_| "there is no such file".to_owned())?;
    if folder.is_ok_and(|folder| !real.starts_with(folder)) {
        return Err("it is outside the folder".to_owned());
    }
    let bytes = match input::read(Path::new(&path)) {
        Ok(bytes) => bytes,
        Err(CliError::Message { text, .. }) => return Err(text.into_string()),
        Err(_) => return Err("it cannot be read".to_owned()),
    };
    match import::decode(&path, bytes) {
        Ok(text) => Ok((path.clone(), path, text)),
        Err(_) => Err("it is not UTF-8".to_owned()),
    }
}

/// Shows where a file is broken.
fn tell(failed: &Failed, terminal: Terminal) -> Status {
    let look = ReportLook {
        paint: terminal.paint_err(),
        ascii: false,
        width: terminal.width(),
    };
    print_error(&human::one(failed.fault.finding(), &failed.files, look));
    Status::Findings
}

/// Reports that the texts of sources are left out.
fn tell_texts(count: usize, terminal: Terminal) {
    if count > 0 {
        terminal.paint_err();
        let texts = super::naming::counted(count, "text of a source", "texts of sources");
        print_error(&shown!(
            "{} {} left out; `-o FOLDER` writes the map with them\n",
            Ink::Note.head("note"),
            texts
        ));
    }
}

/// Reports what is lost because `place` has no room for it.
pub(super) fn tell_losses(lost: &Losses, place: &str, terminal: Terminal) {
    if lost.is_empty() {
        return;
    }
    terminal.paint_err();
    let counted: Vec<String> = lost.counted().collect();
    let text = shown!(
        "left out, because {} has no place for it: {}",
        place,
        counted.join(", ")
    );
    let width = terminal.width();
    let head = Ink::Note.head("note") + " ";
    print_error(&Paragraph::of(&text, Ink::Plain).beside(&head, "note: ".len(), width, 2));
}

/// Writes the map as files in a folder.
fn write(imported: Imported, folder: &Path, terminal: Terminal) -> Result<(), CliError> {
    let claims = imported.claims();
    let files = imported.files();
    let new: Vec<file::FileToWrite<'_>> = files
        .iter()
        .map(|file| file::FileToWrite {
            path: PathBuf::from(&file.name),
            text: file.text.as_bytes(),
            permissions: None,
        })
        .collect();
    file::create_folder(folder, &new)?;
    terminal.paint_out();
    let mut text = Shown::new();
    for file in &files {
        text += shown!("{}/{}\n", folder, file.name);
    }
    let claims = super::naming::counted(claims, "claim", "claims");
    let next = if folder == Path::new("arguments") {
        Shown::new()
    } else {
        shown!(" {}", folder)
    };
    text += shown!(
        "\n{}; next: `argmap check{}`, `argmap show{}`\n",
        claims,
        next,
        next
    );
    output::print(&text)
}
