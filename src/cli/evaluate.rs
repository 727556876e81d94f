//! `argmap evaluate`: what stands and what falls, or how far.

mod labels;
mod listing;
mod question;
pub(crate) mod scope;
pub(crate) mod strengths;

use argmap::map::Map;
use argmap::reason::strength::Semantics;
use argmap::reason::strengths;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::bar::{Bars, StrengthMarks};
use super::label::LabelMarks;
use super::load::{MapArgument, warn_if_broken};
use super::look::LookArguments;
use super::output::print;
use super::select::SelectArgument;
use super::suppose::SupposeArguments;
use super::tree::{Look, Marks};
use super::{Failure, Outcome, Terminal};
use labels::Labels;
use listing::Listing;
use question::{Question, QuestionArguments};
use scope::Scope;
use strengths::Weighed;

const EXAMPLES: &str = "\
A claim is accepted if it stands by itself, or by a reason whose premises are all accepted, and everything \
that speaks against it falls; rejected if nothing carries it, or something accepted speaks against it; else \
undecided. What only a circle holds up is rejected. This is the grounded semantics.

Claims that attack each other in a circle can often stand in more than one way. Every way is an extension, and \
`--semantics` says which count; `--accept` reads one label for each claim out of all of them. Sceptical: accepted \
or rejected is what every extension accepts or rejects. Credulous: accepted is what some extension accepts, and \
rejected what some extension rejects and none accepts. All else is undecided.

Examples:
  argmap evaluate                      the whole map, every claim with its label
  argmap evaluate --depth 2 --titles   the outline
  argmap evaluate --deny fewer-leaders
                                       what would change if that claim fell
  argmap evaluate --select 'attackers(all())'
                                       what becomes of the objections
  argmap evaluate --semantics preferred --extensions 5
                                       the ways in which as much as possible can stand
  argmap evaluate --semantics preferred --accept credulous
                                       which claims stand in one of them at least
  argmap evaluate --strength quadratic-energy
                                       how strong each claim is, not only whether it stands";

/// What `argmap evaluate` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    #[command(flatten)]
    select: SelectArgument,

    /// Go at most so many claims deep
    #[arg(long, short, value_name = "N")]
    depth: Option<u32>,

    #[command(flatten)]
    question: QuestionArguments,

    /// Tell how strong each claim is, from 0 to 1, by this gradual semantics
    ///
    /// Every claim begins from its `credence`, 0.5 if it has none; what supports and attacks it moves it from there.
    #[arg(
        long, value_name = "SEMANTICS", value_parser = semantics(),
        conflicts_with_all = ["semantics", "accept", "extensions", "timeout"]
    )]
    strength: Option<Semantics>,

    /// How to tell what is found
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    look: LookArguments,

    #[command(flatten)]
    suppose: SupposeArguments,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The tree from the thesis down; with a supposition, what it changes
    #[default]
    Human,
    /// JSON, for programs
    Json,
}

/// Runs `argmap evaluate`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    let files = args.map.files()?;
    let map = Map::new(&files);
    let outcome = warn_if_broken(&map, terminal);
    match args.strength {
        Some(semantics) => weigh(args, &map, semantics, terminal)?,
        None => label(args, &map, &args.question.question(), terminal)?,
    }
    Ok(outcome)
}

/// Tells what stands and what falls, or what can stand together.
fn label(args: &Args, map: &Map, question: &Question, terminal: Terminal) -> Result<(), Failure> {
    let selected = args.select.set(map)?;
    let suppositions = args.suppose.suppositions(map)?;
    let look = args.look.look(map, terminal, None)?;
    let scope = Scope {
        map,
        selected: selected.as_ref(),
        suppositions: &suppositions,
        look,
    };
    let listing = match args.question.extensions() {
        Some(most) => Some(Listing::new(&scope, question, most)?),
        None => None,
    };
    if let (Some(listing), Format::Human) = (&listing, args.format) {
        terminal.paint_out();
        if !listing.is_vain() {
            print(&listing.text()?)?;
        }
        return listing.end();
    }
    let labelling = question.labels(map, &suppositions)?;
    let marks = labelling.as_ref().map(|labelling| LabelMarks {
        labelling,
        ascii: look.ascii,
    });
    let marks = marks.as_ref().map(|marks| marks as &dyn Marks);
    let found = Labels {
        scope: Scope {
            look: Look { marks, ..look },
            ..scope
        },
        question,
        labelling: labelling.as_ref(),
    };
    terminal.paint_out();
    match (args.format, suppositions.is_empty()) {
        (Format::Json, _) => {
            if let Some(listing) = &listing {
                listing.end()?;
            }
            print(&found.json(listing.as_ref())?)
        }
        (Format::Human, true) => found.print_tree(args.depth),
        (Format::Human, false) => print(&found.changes()?),
    }
}

/// Tells how far each claim stands.
fn weigh(args: &Args, map: &Map, semantics: Semantics, terminal: Terminal) -> Result<(), Failure> {
    let selected = args.select.set(map)?;
    let suppositions = args.suppose.suppositions(map)?;
    let strengths = strengths(map, semantics, &suppositions);
    let look = args.look.look(map, terminal, None)?;
    let bars = Bars::new(&strengths, look.ascii, look.width);
    let marks = StrengthMarks {
        strengths: &strengths,
        bars,
    };
    let found = Weighed {
        scope: Scope {
            map,
            selected: selected.as_ref(),
            suppositions: &suppositions,
            look: Look {
                marks: Some(&marks),
                ..look
            },
        },
        strengths: &strengths,
        bars,
    };
    terminal.paint_out();
    match (args.format, suppositions.is_empty()) {
        (Format::Json, _) => print(&found.json()?),
        (Format::Human, true) => found.print_tree(args.depth),
        (Format::Human, false) => print(&found.changes()),
    }
}

/// The gradual semantics by name, each with a line of help.
pub(crate) fn semantics() -> impl TypedValueParser<Value = Semantics> {
    let names = Semantics::ALL.map(|semantics| {
        let help = match semantics {
            Semantics::DfQuad => "Each side counts as chances that one of them hits (Rago et al. 2016)",
            Semantics::QuadraticEnergy => "Attack mirrors support, and everything counts (Potyka 2018)",
            Semantics::Euler => {
                "No attack brings a claim below the square of its base score (Amgoud & Ben-Naim 2017)"
            }
            Semantics::LogOdds => {
                "Independent evidence; what is weaker than 0.5 counts for the other side (Good 1950)"
            }
        };
        PossibleValue::new(semantics.name()).help(help)
    });
    PossibleValuesParser::new(names)
        .try_map(|name| Semantics::named(&name).ok_or("no such semantics"))
}
