//! `argmap quote`: where words stand in the sources of a map, and what pins a map to them.

use std::fmt::Write;

use argmap::edit::{self, Pin, Pins};
use argmap::map::{Map, SourceId};
use argmap::printable::printable;
use argmap::proof::{Entry, Proof};
use argmap::quotes::{Outcome as Found, Place, Quotation, SourceText, Tier, WordChange};
use argmap::syntax::{Lines, toml_string};
use clap::Subcommand;
use colored::Colorize;

use super::load::{MapArgument, warn_if_broken};
use super::output::{print, print_error, write_edited};
use super::paragraph::{Paragraph, Style};
use super::{Failure, Outcome, Terminal};

/// What `argmap quote` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell where words stand in the sources, ready to paste as a quotation
    Find(FindArgs),
    /// Write down each source's SHA-256, and the shortest `prefix` or `suffix` for quotations of several places
    Pin(PinArgs),
}

/// What `argmap quote find` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 found; 1 in none of the sources; 2 a source could not be read, or bad usage."
)]
struct FindArgs {
    /// The words; `[…]` or `[...]` stands for what is left out
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,

    #[command(flatten)]
    map: MapArgument,
}

/// What `argmap quote pin` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Comments and layout stay as they are; a file is written whole or not at all. A quotation that stands in several places \
is made to mean the first one: see that it does.")]
struct PinArgs {
    #[command(flatten)]
    map: MapArgument,

    /// Tell what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Runs `argmap quote`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    match &args.command {
        Command::Find(args) => find(args, terminal),
        Command::Pin(args) => pin(args, terminal),
    }
}

/// So many places of each source are told.
const TOLD_PLACES: usize = 10;

fn find(args: &FindArgs, terminal: Terminal) -> Result<Outcome, Failure> {
    if args.text.trim().is_empty() {
        return Err(Failure::new("there are no words to look for"));
    }
    let files = args.map.files()?;
    let map = Map::new(&files);
    warn_if_broken(&map, terminal);
    let proof = Proof::new(&map);
    if proof.sources().len() == 0 {
        return Err(Failure::with_help(
            "this map has no sources",
            "name one: `[source.article]` with its `path`",
        ));
    }
    let quotation = Quotation::new(&args.text);
    terminal.paint_out();
    let mut search = Search {
        proof: &proof,
        words: &args.text,
        width: terminal.width(),
        out: String::new(),
        found: false,
    };
    let mut near = String::new();
    for (id, _, _) in proof.sources() {
        if let Ok(source) = proof.source(id) {
            search.look(id, source, &quotation, &mut near);
        }
    }
    let found = search.found;
    let text = search.out;
    print(if found { &text } else { &near })?;
    Ok(if tell_unread(&proof, terminal) {
        Outcome::Unreadable
    } else if found {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

/// Tells which sources could not be read; whether there are any.
fn tell_unread(proof: &Proof<'_, '_>, terminal: Terminal) -> bool {
    terminal.paint_err();
    let mut text = String::new();
    for (id, _, source) in proof.sources() {
        if let Err(why) = proof.source(id) {
            let _ = writeln!(
                text,
                "{}{} cannot read the source `{}`: {}",
                "error".red().bold(),
                ":".bold(),
                printable(&source.id.value),
                printable(&why.to_string())
            );
        }
    }
    if !text.is_empty() {
        print_error(&text);
    }
    !text.is_empty()
}

/// A search through the sources of a map.
struct Search<'p> {
    proof: &'p Proof<'p, 'p>,
    words: &'p str,
    width: usize,
    out: String,
    found: bool,
}

impl Search<'_> {
    fn look(
        &mut self,
        id: SourceId,
        source: &SourceText,
        quotation: &Quotation<'_>,
        near: &mut String,
    ) {
        match source.find(quotation) {
            Found::Found { place, .. } => self.place(id, source, &place, true),
            Found::Ambiguous { places, total } => {
                for place in places.iter().take(TOLD_PLACES) {
                    self.place(id, source, place, false);
                }
                if total > TOLD_PLACES {
                    let more = format!(
                        "{} more places in {}",
                        total - TOLD_PLACES,
                        printable(self.proof.path(id))
                    );
                    let _ = writeln!(self.out, "{}", Style::Dim.paint(&more));
                }
            }
            Found::PartsApart { parts } => {
                let at: Vec<String> = parts.iter().map(|part| spell(part.whole.start)).collect();
                let _ = writeln!(
                    near,
                    "the parts do not stand together in {}: {}",
                    printable(self.proof.path(id)),
                    at.join(", ")
                );
            }
            Found::NotFound { part } => {
                let parts = quotation.parts();
                let missing = parts.get(part).copied().unwrap_or(self.words);
                self.not_found(id, source, missing, near);
            }
            Found::OutOfContext { .. } | Found::NoSuchOccurrence { .. } | Found::Blank => {}
        }
    }

    /// Where it stands, the words around it, and the entry to paste.
    fn place(&mut self, id: SourceId, source: &SourceText, place: &Place, alone: bool) {
        if self.found {
            self.out.push('\n');
        }
        self.found = true;
        let path = printable(self.proof.path(id)).into_owned();
        let tier = match place.tier {
            Tier::Exact => "exact",
            Tier::Whitespace => "exact but for white space",
            Tier::Typography => "exact but for typography",
            Tier::Case => "exact but for letter case",
        };
        let _ = writeln!(
            self.out,
            "{}  {}",
            Style::Strong.paint(&format!("{path}:{}", spell(place.whole.start))),
            Style::Dim.paint(tier)
        );
        self.context(source, place);
        let _ = writeln!(self.out, "{}", self.entry(id, source, place, alone));
    }

    /// The words with some of those around them.
    fn context(&mut self, source: &SourceText, place: &Place) {
        const AROUND: usize = 60;
        let text = source.text();
        let range = place.whole.text.clone();
        let before = text.get(..range.start).unwrap_or_default();
        let head_start = before
            .char_indices()
            .rev()
            .nth(AROUND)
            .and_then(|(at, _)| Some(at + before.get(at..)?.find(char::is_whitespace)?))
            .unwrap_or(0);
        let after = text.get(range.end..).unwrap_or_default();
        let tail_end = after
            .char_indices()
            .nth(AROUND)
            .and_then(|(at, _)| after.get(..at)?.rfind(char::is_whitespace))
            .unwrap_or(after.len());
        let mut paragraph = Paragraph::of("", Style::Dim);
        if head_start > 0 {
            paragraph.push("…", Style::Dim);
        }
        paragraph.push(before.get(head_start..).unwrap_or_default(), Style::Dim);
        paragraph.push(
            &spaced(before, text.get(range.clone()).unwrap_or_default()),
            Style::Because,
        );
        paragraph.push(after.get(..tail_end).unwrap_or_default(), Style::Dim);
        if tail_end < after.len() {
            paragraph.push(" …", Style::Dim);
        }
        let room = self.width.saturating_sub(2);
        for line in paragraph.lines(room, room) {
            let _ = writeln!(self.out, "  {}", line.painted);
        }
    }

    /// The entry to paste: the source's own words, what singles the place out, and the source, if needed.
    fn entry(&self, id: SourceId, source: &SourceText, place: &Place, alone: bool) -> String {
        let own = source
            .text()
            .get(place.whole.text.clone())
            .unwrap_or_default();
        let one_line = own.split_whitespace().collect::<Vec<_>>().join(" ");
        let own = match place.parts.as_slice() {
            [_] if !own.contains(char::is_control) => own,
            [_] if !one_line.contains(char::is_control) => &one_line,
            // With an ellipsis: as it was asked for.
            _ => self.words.trim(),
        };
        let mut keys = Vec::new();
        if self.proof.sources().len() > 1
            && let Some((_, written)) = self.proof.written(id)
        {
            keys.push(format!("source = {}", toml_string(&written.id.value)));
        }
        let selector = if alone {
            None
        } else {
            source.shortest_selector(own, place)
        };
        if let Some(selector) = selector {
            let words = |key: &str, text: &Option<String>| {
                text.as_ref()
                    .map(|text| format!("{key} = {}", toml_string(text)))
            };
            keys.extend(words("prefix", &selector.prefix));
            keys.extend(words("suffix", &selector.suffix));
            keys.extend(
                selector
                    .occurrence
                    .map(|number| format!("occurrence = {number}")),
            );
        }
        let text = toml_string(own);
        if keys.is_empty() {
            format!("quote = {text}")
        } else {
            format!("quote = {{ text = {text}, {} }}", keys.join(", "))
        }
    }

    fn not_found(&self, id: SourceId, source: &SourceText, missing: &str, near: &mut String) {
        let path = printable(self.proof.path(id)).into_owned();
        let _ = writeln!(near, "not in {}", Style::Strong.paint(&path));
        let Some(nearest) = source.nearest(missing) else {
            return;
        };
        let _ = writeln!(
            near,
            "  nearest: {}",
            Style::Strong.paint(&format!("{path}:{}", spell(nearest.passage.start)))
        );
        let mut words = Paragraph::default();
        for change in &nearest.words {
            match change {
                WordChange::Equal(text) => words.push_word(text, Style::Plain),
                WordChange::Missing(text) => {
                    words.push_word(&format!("{{+{}+}}", text.trim()), Style::Because);
                }
                WordChange::Added(text) => {
                    words.push_word(&format!("[-{}-]", text.trim()), Style::But);
                }
            }
        }
        let room = self.width.saturating_sub(2);
        for line in words.lines(room, room) {
            let _ = writeln!(near, "  {}", line.painted);
        }
        let _ = writeln!(
            near,
            "  {}",
            Style::Dim.paint("[-yours alone-] {+the source's alone+}")
        );
    }
}

/// The words as they follow what is before them: a run of a paragraph drops the blanks at its beginning.
fn spaced(before: &str, words: &str) -> String {
    if before.ends_with(char::is_whitespace) {
        format!(" {words}")
    } else {
        words.to_owned()
    }
}

fn spell(position: argmap::syntax::Position) -> String {
    format!("{}:{}", position.line, position.column)
}

fn pin(args: &PinArgs, terminal: Terminal) -> Result<Outcome, Failure> {
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
        write_edited(&files, &edited)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use argmap::syntax::{File, Files};

    #[test]
    fn what_is_told_to_be_pasted_is_found_in_that_place() {
        let folder = tempfile::tempdir().unwrap();
        let text = "One: the \"base\" layer grows. Two: the \"base\" layer grows.";
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let files = Files {
            root: Some(folder.path().to_owned()),
            files: vec![File {
                path: "map.toml".to_owned(),
                name: "map.toml".to_owned(),
                text: "[source.a]\npath = \"a.txt\"\n".to_owned(),
            }],
            diagnostics: Vec::new(),
        };
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        let source = proof.source(SourceId(0)).unwrap();
        let words = "the “base” layer";
        let Found::Ambiguous { places, .. } = source.find(&Quotation::new(words)) else {
            panic!("it stands there twice");
        };
        let search = Search {
            proof: &proof,
            words,
            width: 80,
            out: String::new(),
            found: false,
        };
        for (number, place) in places.iter().enumerate() {
            let entry = search.entry(SourceId(0), source, place, false);
            let map_text =
                format!("[source.a]\npath = \"a.txt\"\n[claim.c]\ntext = \"C.\"\n{entry}\n");
            let files = Files {
                root: files.root.clone(),
                files: vec![File {
                    text: map_text,
                    ..files.files[0].clone()
                }],
                diagnostics: Vec::new(),
            };
            let map = Map::new(&files);
            let proof = Proof::new(&map);
            let found = proof.quotations()[0].place().unwrap().clone();
            assert_eq!(found.whole, place.whole, "{number}: {entry}");
            assert_eq!(found.tier, Tier::Exact);
        }
    }
}
