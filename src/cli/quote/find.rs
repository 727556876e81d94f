//! `argmap quote find`: shows where words stand in the sources.

use argmap::map::{Map, SourceId};
use argmap::printable::Shown;
use argmap::proof::Proof;
use argmap::quotes::{Outcome as Found, Place, Quotation, SourceText, Tier, WordChange};
use argmap::shown;

use super::entry::Entry;
use super::json;
use crate::cli::load::{MapArgument, tell_unread, warn_if_broken};
use crate::cli::output::print;
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::{Failure, Outcome, Terminal};

/// What `argmap quote find` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 found; 1 in none of the sources, or the map has errors; 2 a source could not be read, or bad usage."
)]
pub(super) struct Args {
    /// The words; `[…]` or `[...]` stands for what is left out
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,

    #[command(flatten)]
    map: MapArgument,

    /// How to tell it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: the words among those around them, and the entry to paste
    #[default]
    Human,
    /// One JSON object, versioned
    Json,
}

/// Maximum number of places shown of each source.
const TOLD_PLACES: usize = 10;

/// Runs `argmap quote find`.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    if args.text.trim().is_empty() {
        return Err(Failure::new("there are no words to look for"));
    }
    let files = args.map.files()?;
    let map = Map::new(&files);
    let outcome = warn_if_broken(&map, terminal);
    let proof = Proof::new(&map);
    if proof.sources().len() == 0 {
        return Err(Failure::with_help(
            "this map has no sources",
            "name one: `[source.article]` with its `path`",
        ));
    }
    let (text, found) = match args.format {
        Format::Human => {
            terminal.paint_out();
            told(&proof, &args.text, terminal.width())
        }
        Format::Json => json::json(&proof, &args.text)?,
    };
    print(&text)?;
    let answer = if found {
        Outcome::Fine
    } else {
        Outcome::Findings
    };
    Ok(outcome.max(answer).max(tell_unread(&proof, terminal)))
}

/// The answer for people, and whether the words stand anywhere.
fn told(proof: &Proof<'_>, words: &str, width: usize) -> (Shown, bool) {
    let quotation = Quotation::new(words);
    let mut search = Search {
        proof,
        words,
        width,
        out: Shown::new(),
        found: false,
    };
    let mut near = Shown::new();
    for (id, _, _) in proof.sources() {
        if let Ok(source) = proof.source(id) {
            search.look(id, source, &quotation, &mut near);
        }
    }
    let found = search.found;
    (if found { search.out } else { near }, found)
}

/// A search through the sources of a map.
struct Search<'p, 'm> {
    proof: &'p Proof<'m>,
    words: &'p str,
    width: usize,
    out: Shown,
    found: bool,
}

impl Search<'_, '_> {
    fn look(
        &mut self,
        id: SourceId,
        source: &SourceText,
        quotation: &Quotation<'_>,
        near: &mut Shown,
    ) {
        match source.find(quotation) {
            Found::Found { place, .. } => self.place(id, source, &place, true),
            Found::Ambiguous { places, total } => {
                for place in places.iter().take(TOLD_PLACES) {
                    self.place(id, source, place, false);
                }
                if total > TOLD_PLACES {
                    let more = shown!(
                        "{} more places in {}",
                        total - TOLD_PLACES,
                        self.proof.path(id)
                    );
                    self.out += shown!("{}\n", Style::Dim.paint(&more));
                }
            }
            Found::PartsApart { parts, .. } => {
                let at = parts.iter().map(|part| spell(part.whole.start));
                *near += shown!(
                    "the parts do not stand together in {}: {}\n",
                    self.proof.path(id),
                    Shown::join(at, ", ")
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
            self.out += "\n";
        }
        self.found = true;
        let path = self.proof.path(id);
        let tier = match place.tier {
            Tier::Exact => "exact",
            Tier::Typography => "exact but for typography",
            Tier::Case => "exact but for letter case",
        };
        self.out += shown!(
            "{}  {}\n",
            Style::Strong.paint(&shown!("{}:{}", path, spell(place.whole.start))),
            Style::Dim.paint(tier)
        );
        self.context(source, place);
        self.out += shown!(
            "{}\n",
            Entry::new(self.proof, (id, source), place, self.words, alone).toml()
        );
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
            self.out += shown!("  {}\n", line.painted);
        }
    }

    fn not_found(&self, id: SourceId, source: &SourceText, missing: &str, near: &mut Shown) {
        let path = self.proof.path(id);
        *near += shown!("not in {}\n", Style::Strong.paint(&path));
        if let Some(doubts) = source.doubts_said() {
            let mut said = Paragraph::default();
            said.push(
                &format!("it may be there all the same: {doubts}"),
                Style::Plain,
            );
            let room = self.width.saturating_sub(2);
            for line in said.lines(room, room) {
                *near += shown!("  {}\n", line.painted);
            }
        }
        let Some(nearest) = source.nearest(missing) else {
            return;
        };
        *near += shown!(
            "  nearest: {}\n",
            Style::Strong.paint(&shown!("{}:{}", path, spell(nearest.passage.start)))
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
            *near += shown!("  {}\n", line.painted);
        }
        *near += shown!(
            "  {}\n",
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

fn spell(position: argmap::syntax::Position) -> Shown {
    shown!("{}:{}", position.line, position.column)
}
