//! `argmap quote find`: shows where words are in the sources.

use std::ops::Range;

use argmap::answer::WordsAnswer;
use argmap::answer::words::{WhichPlaces, WordsInSource, WordsPlace};
use argmap::printable::Shown;
use argmap::proof::Proof;
use argmap::quotes::{MAX_PLACES, Tier, WordChange};
use argmap::shown;

use crate::cli::load::{MapArgument, tell_unread};
use crate::cli::output::{Format, print, print_json};
use crate::cli::paragraph::{Ink, Paragraph};
use crate::cli::{CliError, Status, Terminal};

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

    /// Show every place, however exactly the words match
    ///
    /// Without it, those where they match most exactly: the first 10 in a source, or 100 in JSON.
    #[arg(long)]
    all: bool,

    /// The output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Maximum number of places shown for each source.
const TOLD_PLACES: usize = 10;

/// Runs `argmap quote find`.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    if args.text.trim().is_empty() {
        return Err(CliError::new("there are no words to look for"));
    }
    let (map, outcome) = args.map.open(terminal)?;
    let proof = Proof::new(&map);
    if proof.sources().len() == 0 {
        return Err(CliError::with_help(
            "this map has no sources",
            "name one: `[source.article]` with its `path`",
        ));
    }
    let which = match args.format {
        _ if args.all => WhichPlaces::All,
        Format::Human => WhichPlaces::First(TOLD_PLACES),
        Format::Json => WhichPlaces::First(MAX_PLACES),
    };
    let answer = WordsAnswer::new(&proof, &args.text, which);
    match args.format {
        Format::Human => {
            terminal.paint_out();
            let mut painter = FindPainter {
                proof: &proof,
                width: terminal.width(),
                out: Shown::new(),
            };
            painter.paint(&answer);
            print(&painter.out)?;
        }
        Format::Json => print_json(&answer)?,
    }
    let found = if answer.is_found() {
        Status::Fine
    } else {
        Status::Findings
    };
    Ok(outcome.max(found).max(tell_unread(&proof, terminal)))
}

/// Paints the answer.
struct FindPainter<'p> {
    proof: &'p Proof<'p>,
    width: usize,
    out: Shown,
}

impl FindPainter<'_> {
    /// The places, if there are any, otherwise what comes closest.
    fn paint(&mut self, answer: &WordsAnswer) {
        for source in &answer.sources {
            if answer.is_found() {
                self.places(source);
            } else {
                self.near(source);
            }
        }
    }

    fn places(&mut self, source: &WordsInSource) {
        for place in &source.places {
            if !self.out.is_empty() {
                self.out += "\n";
            }
            self.place(source, place);
        }
        let more = source.total - source.places.len();
        if more > 0 {
            let path = &source.path;
            let more = shown!("{} more places in {} (`--all` shows them)", more, path);
            self.out += shown!("{}\n", Ink::Dim.paint(&more));
        }
    }

    /// Where the words are, the text around them, and the entry to paste.
    fn place(&mut self, source: &WordsInSource, place: &WordsPlace) {
        let tier = match place.tier {
            Tier::Exact => "exact",
            Tier::Typography => "exact except for typography",
            Tier::Case => "exact except for letter case",
        };
        let at = shown!("{}:{}", source.path, spell(place.whole.start));
        self.out += shown!("{}  {}\n", Ink::Strong.paint(&at), Ink::Dim.paint(tier));
        if let Ok(text) = self.proof.source(source.source) {
            self.context(text.text(), place.whole.text.clone());
        }
        self.out += shown!("{}\n", place.quote.toml());
    }

    /// The words, with some of the text around them.
    fn context(&mut self, text: &str, range: Range<usize>) {
        const AROUND: usize = 60;
        let before = text.get(..range.start).unwrap_or_default();
        let head = before.char_indices().rev().nth(AROUND);
        let head = head.and_then(|(at, _)| Some(at + before.get(at..)?.find(char::is_whitespace)?));
        let head_start = head.unwrap_or(0);
        let after = text.get(range.end..).unwrap_or_default();
        let tail = after.char_indices().nth(AROUND);
        let tail = tail.and_then(|(at, _)| after.get(..at)?.rfind(char::is_whitespace));
        let tail_end = tail.unwrap_or(after.len());
        let mut paragraph = Paragraph::of("", Ink::Dim);
        if head_start > 0 {
            paragraph.push("…", Ink::Dim);
        }
        paragraph.push(before.get(head_start..).unwrap_or_default(), Ink::Dim);
        paragraph.push(
            &spaced(before, text.get(range.clone()).unwrap_or_default()),
            Ink::Because,
        );
        paragraph.push(after.get(..tail_end).unwrap_or_default(), Ink::Dim);
        if tail_end < after.len() {
            paragraph.push(" …", Ink::Dim);
        }
        self.indented(&paragraph);
    }

    /// Reports that the words are not in a source, and what comes closest to them there.
    fn near(&mut self, source: &WordsInSource) {
        if !source.apart.is_empty() {
            let at = source.apart.iter().map(|part| spell(part.start));
            let (path, at) = (&source.path, Shown::join(at, ", "));
            self.out += shown!("the parts are not together in {}: {}\n", path, at);
        }
        if source.missing.is_none() {
            return;
        }
        self.out += shown!("not in {}\n", Ink::Strong.paint(&source.path));
        if let Some(doubts) = &source.doubts {
            let said = format!("it may still be there: {doubts}");
            self.indented(&Paragraph::of(&said, Ink::Plain));
        }
        let Some(nearest) = &source.nearest else {
            return;
        };
        let at = shown!("{}:{}", source.path, spell(nearest.passage.start));
        self.out += shown!("  nearest: {}\n", Ink::Strong.paint(&at));
        let mut words = Paragraph::default();
        for change in &nearest.words {
            match change {
                WordChange::Equal(text) => words.push_word(text, Ink::Plain),
                WordChange::Missing(text) => {
                    words.push_word(&format!("{{+{}+}}", text.trim()), Ink::Because);
                }
                WordChange::Added(text) => {
                    words.push_word(&format!("[-{}-]", text.trim()), Ink::But);
                }
            }
        }
        self.indented(&words);
        let legend = Ink::Dim.paint("[-yours alone-] {+the source's alone+}");
        self.out += shown!("  {}\n", legend);
    }

    fn indented(&mut self, paragraph: &Paragraph) {
        let room = self.width.saturating_sub(2);
        for line in paragraph.lines(room, room) {
            self.out += shown!("  {}\n", line.painted);
        }
    }
}

/// The words with the blank before them, if there is one, because a run of a paragraph would drop it.
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
