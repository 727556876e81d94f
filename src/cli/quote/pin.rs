//! `argmap quote pin`: a map pinned to its sources.

use argmap::edit::{self, Pin, Pins};
use argmap::map::Map;
use argmap::printable::Shown;
use argmap::proof::{Entry, Proof};
use argmap::shown;
use argmap::syntax::{Lines, toml_string};

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
        Failure::new(shown!(
            "cannot pin `{}`: {}",
            files.file(spoilt.file).path,
            spoilt.to_string()
        ))
    })?;
    if !args.dry_run {
        write_edited(&files, &edited.files)?;
    }
    terminal.paint_out();
    let mut text = Shown::new();
    let made = pins.iter().zip(&edited.made).filter(|(_, made)| **made);
    for (pin, _) in made {
        tell_pin(&mut text, &proof, pin);
    }
    let verb = if args.dry_run { "would be" } else { "were" };
    match (pins.len(), edited.files.len()) {
        (0, _) => text += "nothing to pin\n",
        (1, _) => {
            text += shown!(
                "1 change {}made\n",
                if args.dry_run { "would be " } else { "" }
            )
        }
        (changes, 1) => text += shown!("{} changes {} made in 1 file\n", changes, verb),
        (changes, files) => {
            text += shown!("{} changes {} made in {} files\n", changes, verb, files)
        }
    };
    print(&text)?;
    for place in stuck {
        terminal.paint_err();
        let file = files.file(place.file);
        let line = Lines::new(&file.text).position(&file.text, place.span.start);
        print_error(&shown!(
            "{} {}:{} is written in a way that cannot be changed; pin it by hand\n",
            Style::Warning.head("warning"),
            file.path,
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
fn tell_pin(out: &mut Shown, proof: &Proof<'_, '_>, pin: &Pin) {
    let files = proof.map().files();
    let place = pin.change().edits.first().map(|(place, _)| *place);
    let at = place.map_or_else(Shown::new, |place| {
        let file = files.file(place.file);
        let position = Lines::new(&file.text).position(&file.text, place.span.start);
        shown!("{}:{}", file.path, position.line)
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
            shown!("{} `{}` to sha256 {}…", word, name, short)
        }
        Pin::Place {
            entry,
            selector,
            of,
            ..
        } => {
            let owner = match entry {
                Entry::Claim(claim, _) => {
                    shown!("`{}`", proof.map().id(*claim))
                }
                Entry::Ignore(..) => Shown::from("ignored passage"),
            };
            let words = |key: &str, text: &Option<String>| {
                text.as_ref()
                    .map(|text| shown!("{} {}", key, toml_string(text)))
            };
            let by = [
                words("prefix", &selector.prefix),
                words("suffix", &selector.suffix),
                selector
                    .occurrence
                    .map(|number| shown!("occurrence {}", number)),
            ]
            .into_iter()
            .flatten();
            shown!(
                "pinned {} to the first of {} places by {}",
                owner,
                of,
                Shown::join(by, " and ")
            )
        }
    };
    *out += shown!("{}  {}\n", Style::Dim.paint(&at), said);
}
