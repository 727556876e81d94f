//! `argmap quote pin`: pins a map to its sources.

use argmap::diagnostic::Place;
use argmap::edit::{self, Pin, Pins};
use argmap::map::Map;
use argmap::place::Places;
use argmap::printable::Shown;
use argmap::proof::{Entry, Proof};
use argmap::shown;
use argmap::syntax::toml_string;

use crate::cli::load::{MapArgument, tell_unread, warn_if_broken};
use crate::cli::output::{print, print_error, write_edited};
use crate::cli::paragraph::Ink;
use crate::cli::{CliError, Status, Terminal};

/// What `argmap quote pin` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Comments and layout stay as they are; a file is written whole or not at all. A quotation that occurs in several places \
is left as it is: `argmap check` offers each place.")]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// Make each quotation that occurs in several places mean the first of them: check that it does
    #[arg(long)]
    first: bool,

    /// Print what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Runs `argmap quote pin`.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let files = args.map.files()?;
    if files.world().is_none() {
        return Err(CliError::with_help(
            "a map from standard input cannot be pinned",
            "name the map's folder or file",
        ));
    }
    let map = Map::new(&files);
    let outcome = warn_if_broken(&map, terminal);
    let proof = Proof::new(&map);
    let Pins {
        pins,
        stuck,
        several,
        ..
    } = edit::pins(&proof, args.first);
    let edited = edit::apply(&files, pins.iter().map(Pin::change));
    if !args.dry_run {
        write_edited(&files, &edited.files)?;
    }
    terminal.paint_out();
    let mut text = Shown::new();
    let places = Places::new(&files);
    let mut made = 0;
    let mut refused = Vec::new();
    for (pin, outcome) in pins.iter().zip(&edited.outcomes) {
        match outcome {
            edit::FixOutcome::Made => {
                made += 1;
                tell_pin(&mut text, &proof, pin, &places);
            }
            edit::FixOutcome::Refused(why) => refused.push((pin, why)),
            edit::FixOutcome::Idle => {}
        }
    }
    let verb = if args.dry_run { "would be" } else { "were" };
    match (made, edited.files.len()) {
        (0, _) => text += "nothing to pin\n",
        (1, _) => {
            text += shown!(
                "1 change {}made\n",
                if args.dry_run { "would be " } else { "" }
            );
        }
        (changes, 1) => text += shown!("{} changes {} made in 1 file\n", changes, verb),
        (changes, files) => {
            text += shown!("{} changes {} made in {} files\n", changes, verb, files);
        }
    }
    match several {
        0 => {}
        1 => {
            text += "1 quotation occurs in several places: say which, or pin it to the first with `--first`\n";
        }
        several => {
            text += shown!(
                "{} quotations occur in several places: say which, or pin them to the first with `--first`\n",
                several
            );
        }
    }
    print(&text)?;
    terminal.paint_err();
    let warn = |text: &Shown| {
        print_error(&shown!("{} {}\n", Ink::Warning.head("warning"), text));
    };
    for (pin, why) in refused {
        let at = pin.change().edits.first().map(|(place, _)| *place);
        let at = at.map_or_else(Shown::new, |place| spell(&places, place));
        warn(&shown!("{} is not pinned: {}", at, why));
    }
    for place in stuck {
        let at = spell(&places, place);
        warn(&shown!(
            "{} is written in a way that cannot be changed; pin it by hand",
            at
        ));
    }
    Ok(outcome.max(tell_unread(&proof, terminal)))
}

/// Reports where a change is made, and what it writes there.
fn tell_pin(out: &mut Shown, proof: &Proof<'_>, pin: &Pin, places: &Places<'_>) {
    let place = pin.change().edits.first().map(|(place, _)| *place);
    let at = place.map_or_else(Shown::new, |place| spell(places, place));
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
                Entry::Question(question, _) => {
                    shown!("question `{}`", &*proof.map().question(*question).id.value)
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
    *out += shown!("{}  {}\n", Ink::Dim.paint(&at), said);
}

/// `path:line`.
fn spell(places: &Places<'_>, place: Place) -> Shown {
    let region = places.region(place);
    shown!("{}:{}", region.file, region.start.line)
}
