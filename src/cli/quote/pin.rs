//! `argmap quote pin`: a map pinned to its sources.

use std::fmt::Write;

use argmap::edit::{self, Pin, Pins};
use argmap::map::Map;
use argmap::printable::printable;
use argmap::proof::{Entry, Proof};
use argmap::syntax::{Lines, toml_string};
use colored::Colorize;

use crate::cli::load::{MapArgument, tell_unread, warn_if_broken};
use crate::cli::output::{print, print_error, write_edited};
use crate::cli::paragraph::Style;
use crate::cli::{Failure, Outcome, Terminal};

/// What `argmap quote pin` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Comments and layout stay as they are; a file is written whole or not at all. A quotation that stands in several places \
is made to mean the first one: see that it does.")]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// Tell what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Runs `argmap quote pin`.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    let files = args.map.files()?;
    if files.root.is_none() {
        return Err(Failure::with_help(
            "a map from standard input cannot be pinned",
            "name the map's folder or file",
        ));
    }
    let map = Map::new(&files);
    warn_if_broken(&map, terminal);
    let proof = Proof::new(&map);
    let Pins { pins, stuck } = edit::pins(&proof);
    let edited = edit::apply(&files, pins.iter().map(Pin::change)).map_err(|spoilt| {
        Failure::new(format!(
            "cannot pin `{}`: {spoilt}",
            printable(&files.file(spoilt.file).path)
        ))
    })?;
    if !args.dry_run {
        write_edited(&files, &edited.files)?;
    }
    terminal.paint_out();
    let mut text = String::new();
    let made = pins.iter().zip(&edited.made).filter(|(_, made)| **made);
    for (pin, _) in made {
        tell_pin(&mut text, &proof, pin);
    }
    let verb = if args.dry_run { "would be" } else { "were" };
    let _ = match (pins.len(), edited.files.len()) {
        (0, _) => writeln!(text, "nothing to pin"),
        (1, _) => writeln!(
            text,
            "1 change {}made",
            if args.dry_run { "would be " } else { "" }
        ),
        (changes, 1) => writeln!(text, "{changes} changes {verb} made in 1 file"),
        (changes, files) => writeln!(text, "{changes} changes {verb} made in {files} files"),
    };
    print(&text)?;
    for place in stuck {
        terminal.paint_err();
        let file = files.file(place.file);
        let line = Lines::new(&file.text).position(&file.text, place.span.start);
        print_error(&format!(
            "{}{} {}:{} is written in a way that cannot be changed; pin it by hand\n",
            "warning".yellow().bold(),
            ":".bold(),
            printable(&file.path),
            line.line
        ));
    }
    Ok(if tell_unread(&proof, terminal) {
        Outcome::Unreadable
    } else {
        Outcome::Fine
    })
}

/// Where a change is, and what it writes there.
fn tell_pin(out: &mut String, proof: &Proof<'_, '_>, pin: &Pin) {
    let files = proof.map().files();
    let place = pin.change().edits.first().map(|(place, _)| *place);
    let at = place.map_or_else(String::new, |place| {
        let file = files.file(place.file);
        let position = Lines::new(&file.text).position(&file.text, place.span.start);
        format!("{}:{}", printable(&file.path), position.line)
    });
    let said = match pin {
        Pin::Digest {
            source,
            sha256,
            renewed,
            ..
        } => {
            let name = proof
                .written(*source)
                .map_or("", |(_, source)| &*source.id.value);
            let word = if *renewed { "renewed" } else { "pinned" };
            let short: String = sha256.chars().take(12).collect();
            format!("{word} `{}` to sha256 {short}…", printable(name))
        }
        Pin::Place {
            entry,
            selector,
            of,
            ..
        } => {
            let owner = match entry {
                Entry::Claim(claim, _) => {
                    format!("`{}`", printable(proof.map().id(*claim)))
                }
                Entry::Ignore(..) => "ignored passage".to_owned(),
            };
            let words = |key: &str, text: &Option<String>| {
                text.as_ref()
                    .map(|text| format!("{key} {}", printable(&toml_string(text))))
            };
            let by: Vec<String> = [
                words("prefix", &selector.prefix),
                words("suffix", &selector.suffix),
                selector
                    .occurrence
                    .map(|number| format!("occurrence {number}")),
            ]
            .into_iter()
            .flatten()
            .collect();
            format!(
                "pinned {owner} to the first of {of} places by {}",
                by.join(" and ")
            )
        }
    };
    let _ = writeln!(out, "{}  {said}", Style::Dim.paint(&at));
}
