//! `argmap hinges`: shows which claims a claim depends on.

mod labels;
mod strengths;

use std::path::{Path, PathBuf};

use argmap::answer::{HingesAnswer, MovesAnswer, Named, Supposed};
use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use argmap::reason::strength::GradualSemantics;
use argmap::shown;

use super::evaluate::semantics;
use super::load::MapArgument;
use super::look::LookArguments;
use super::naming::{name, wording};
use super::output::{Format, print, print_json};
use super::paragraph::{Ink, Paragraph};
use super::show::find_claim;
use super::suppose::{SupposeArguments, is_asked_of, supposed};
use super::tree::TreeLook;
use super::{CliError, Status, Terminal};

const EXAMPLES: &str = "\
A claim is a hinge if denying it alone changes the label: a ground without which the claim does not \
stand, something that keeps an objection down, or an objection whose fall would help. A pair is two claims that \
change the label together, but neither alone; for an undecided claim no pairs are looked for.

A single argument that is a file, a folder or `-` is the MAP; to ask about a claim with such a name, give both.

Examples:
  argmap hinges                        what the thesis hangs on
  argmap hinges alike                  what that claim hangs on
  argmap hinges alike letters/         and in another map
  argmap hinges --deny high-barrier    what the thesis would hang on, if that claim fell
  argmap hinges --strength quadratic-energy
                                       which falls would weaken or strengthen it, and by how much";

/// What `argmap hinges` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    /// The claim to ask about, instead of the thesis
    #[arg(value_name = "ID")]
    claim: Option<String>,

    #[command(flatten)]
    map: MapArgument,

    /// List at most this many pairs; 0 looks for none
    ///
    /// There can be very many: if there are two independent reasons, every ground of one makes a pair with every ground of
    /// the other. Those nearest to the claim come first.
    #[arg(long, short, default_value_t = 10, value_name = "N")]
    pairs: usize,

    /// Rank claims by how far their fall moves the strength, by this gradual semantics
    ///
    /// See `argmap evaluate --strength`. A claim that falls is denied: its strength is 0, whatever speaks for it.
    #[arg(long, value_name = "SEMANTICS", value_parser = semantics(), conflicts_with = "pairs")]
    strength: Option<GradualSemantics>,

    /// With `--strength`, list at most this many claims
    #[arg(
        long,
        short = 'n',
        default_value_t = 10,
        value_name = "N",
        requires = "strength"
    )]
    limit: usize,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    look: LookArguments,

    #[command(flatten)]
    suppose: SupposeArguments,
}

/// How far the lines that belong to a line are indented below it.
const INDENT: usize = 2;

/// Runs `argmap hinges`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (claim, map) = args.positionals();
    let (map, outcome) = map.open(terminal)?;
    let targets = match claim {
        Some(name) => vec![find_claim(&map, name)?],
        None => theses(&map)?,
    };
    let suppositions = args.suppose.suppositions(&map)?;
    for &target in &targets {
        is_asked_of(&map, &suppositions, target)?;
    }
    let look = args.look.look(&map, terminal, None)?;
    terminal.paint_out();
    if args.format == Format::Json && targets.len() > 1 {
        return Err(name_one(&map, &targets));
    }
    let page = HingePage { map: &map, look };
    if let (Format::Human, Some(suppositions)) = (args.format, Supposed::new(&map, &suppositions)) {
        print(&(page.lines(&supposed(&suppositions)) + "\n"))?;
    }
    for (number, &target) in targets.iter().enumerate() {
        let gap = Shown::from(if number > 0 { "\n" } else { "" });
        if let Some(semantics) = args.strength {
            let answer = MovesAnswer::new(&map, semantics, &suppositions, target);
            match args.format {
                Format::Human => print(&(gap + strengths::paint(page, &answer, args.limit)))?,
                Format::Json => print_json(&answer)?,
            }
        } else {
            let answer = HingesAnswer::new(&map, &suppositions, target, args.pairs);
            match args.format {
                Format::Human => print(&(gap + labels::paint(page, &answer, args.pairs)))?,
                Format::Json => print_json(&answer)?,
            }
        }
    }
    Ok(outcome)
}

impl Args {
    /// The claim asked about, if any, and the map. A single argument may be either.
    fn positionals(&self) -> (Option<&str>, MapArgument) {
        match &self.claim {
            Some(only) if self.map.is_default() && is_map(only) => {
                (None, MapArgument::at(PathBuf::from(only)))
            }
            claim => (claim.as_deref(), self.map.clone()),
        }
    }
}

fn is_map(argument: &str) -> bool {
    argument == "-" || Path::new(argument).exists()
}

/// The map's theses.
fn theses(map: &Map) -> Result<Vec<ClaimId>, CliError> {
    let theses = map.thesis();
    if !theses.is_empty() {
        return Ok(theses.to_vec());
    }
    let candidates = map.thesis_candidates();
    let text = if map.declares_thesis() {
        "the `thesis` of this map names no claim"
    } else if map.claim_count() == 0 {
        "this map has no claims"
    } else {
        "this map does not say what its thesis is"
    };
    Err(match candidates.first().copied().or(map.claims().next()) {
        Some(claim) => CliError::with_help(
            text,
            shown!(
                "name a claim, such as `argmap hinges {}`, or declare a `thesis` in `[map]`",
                map.id(claim)
            ),
        ),
        None => CliError::new(text),
    })
}

/// The error that JSON covers only one claim.
fn name_one(map: &Map, targets: &[ClaimId]) -> CliError {
    let names = targets
        .iter()
        .take(5)
        .map(|&claim| shown!("`{}`", map.id(claim)));
    CliError::with_help(
        shown!(
            "JSON covers one claim, and this map has {} theses",
            targets.len()
        ),
        shown!("name the claim, such as {}", Shown::join(names, ", ")),
    )
}

/// What is needed to show claims.
#[derive(Clone, Copy)]
struct HingePage<'p> {
    map: &'p Map,
    look: TreeLook<'p>,
}

impl<'p> HingePage<'p> {
    fn is_thesis(self, claim: &Named) -> bool {
        self.map.thesis().contains(&claim.claim)
    }

    fn lines(self, paragraph: &Paragraph) -> Shown {
        paragraph.block(self.look.width, 0, INDENT)
    }

    fn note(self, note: &str) -> Shown {
        self.lines(&Paragraph::of(note, Ink::Dim))
    }

    /// The claim's wording, on its own lines.
    fn says(self, claim: &Named) -> Shown {
        let says = self.wording(claim);
        if says.is_empty() {
            return Shown::new();
        }
        Paragraph::of(says, Ink::Dim).block(self.look.width, INDENT, INDENT)
    }

    /// A claim and its wording, starting at a column, next to what fills the columns before that.
    fn entry(self, claim: &Named, left: &Shown, column: usize) -> Shown {
        const GAP: usize = 2;
        let width = self.look.width;
        let id = Paragraph::of(&name(claim), Ink::Strong);
        let says = self.wording(claim);
        let taken = column + id.columns() + GAP;
        if taken >= width || says.is_empty() {
            return id.beside(left, column, width, column);
        }
        let hanging = column + INDENT;
        let says = Paragraph::of(says, Ink::Plain);
        let lines = says.lines(width - taken, width.saturating_sub(hanging));
        let mut lines = lines.into_iter().map(|line| line.painted);
        let first = lines.next().unwrap_or_default();
        let id = id.line(width, "");
        let mut text = shown!("{}{}{}{}", left, id, Shown::blanks(GAP), first).trimmed();
        for line in lines {
            text += shown!("\n{}{}", Shown::blanks(hanging), line);
        }
        text + "\n"
    }

    fn wording(self, claim: &Named) -> &'p str {
        wording(self.map, claim.claim, self.look.titles, self.look.language)
    }
}
