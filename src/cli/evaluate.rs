//! `argmap evaluate`: shows what stands and what falls, or how strong each claim is.

pub(super) mod labels;
mod listing;
mod question;
pub(super) mod scope;
mod strengths;

use argmap::answer::{
    Asked, EvaluationOptions, ExtensionsAnswer, LabelsAnswer, StrengthsAnswer, Supposed, Unanswered,
};
use argmap::printable::Shown;
use argmap::reason::Suppositions;
use argmap::reason::strength::GradualSemantics;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::bar::{Bars, StrengthMarks};
use super::label::LabelMarks;
use super::load::MapArgument;
use super::look::LookArguments;
use super::output::{Format, print, print_json};
use super::select::SelectArgument;
use super::suppose::SupposeArguments;
use super::tree::{TreeLook, TreeMarks};
use super::{CliError, Status, Terminal};
use question::QuestionArguments;
use scope::Scope;

const EXAMPLES: &str = "\
A claim is accepted if it stands by itself, or by a reason whose premises are all accepted, and everything \
that speaks against it falls; rejected if nothing supports it, or something accepted speaks against it; otherwise \
undecided. What only a circle holds up is rejected. This is the grounded semantics.

Claims that attack each other in a circle can often stand in more than one way. Every way is an extension, and \
`--semantics` says which count; `--accept` says how all of them give one label to each claim. Sceptical: what every \
extension accepts or rejects is accepted or rejected. Credulous: what some extension accepts is accepted, and \
what some extension rejects and none accepts is rejected. Everything else is undecided.

Examples:
  argmap evaluate                      the whole map, every claim with its label
  argmap evaluate --depth 2 --titles   the outline
  argmap evaluate --deny fewer-leaders
                                       what would change if that claim fell
  argmap evaluate --select 'attackers(all())'
                                       whether the objections stand
  argmap evaluate --semantics preferred --extensions 5
                                       the ways in which as much as possible can stand
  argmap evaluate --semantics preferred --accept credulous
                                       which claims stand in at least one of them
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

    /// Show at most this many levels of claims
    #[arg(long, short, value_name = "N")]
    depth: Option<u32>,

    #[command(flatten)]
    question: QuestionArguments,

    /// Show how strong each claim is, from 0 to 1, by this gradual semantics
    ///
    /// Every claim starts from its `credence`, or 0.5 if it has none; its supporters and attackers move it from there.
    #[arg(
        long, value_name = "SEMANTICS", value_parser = semantics(),
        conflicts_with_all = ["semantics", "accept", "extensions", "timeout"]
    )]
    strength: Option<GradualSemantics>,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    look: LookArguments,

    #[command(flatten)]
    suppose: SupposeArguments,
}

/// Runs `argmap evaluate`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let question = args.question.question();
    let selected = args.select.set(&map)?;
    let suppositions = args.suppose.suppositions(&map)?;
    let scope = Scope {
        asked: Asked {
            map: &map,
            selected: selected.as_ref(),
            suppositions: &suppositions,
        },
        look: args.look.look(&map, terminal, None)?,
    };
    match args.strength {
        Some(semantics) => weigh(args, scope, semantics, terminal)?,
        None => label(args, scope, &question, terminal)?,
    }
    Ok(outcome)
}

/// Shows what stands and what falls, or what can stand together.
fn label(
    args: &Args,
    scope: Scope<'_>,
    question: &EvaluationOptions,
    terminal: Terminal,
) -> Result<(), CliError> {
    let fail = |why| args.question.failure(why);
    let most = args.question.extensions();
    let listing = most.map(|most| ExtensionsAnswer::new(scope.asked, question, most));
    let listing = listing.transpose().map_err(fail)?;
    let late = || Err(fail(Unanswered::Interrupted));
    let is_late = listing.as_ref().is_some_and(|listing| listing.late);
    if args.format == Format::Human
        && let Some((listing, most)) = listing.as_ref().zip(most)
    {
        terminal.paint_out();
        if !listing.is_vain() {
            print(&list(scope, question, listing, most).map_err(fail)?)?;
        }
        return if is_late { late() } else { Ok(()) };
    }
    let mut answer = LabelsAnswer::new(scope.asked, question).map_err(fail)?;
    terminal.paint_out();
    if args.format == Format::Json {
        if is_late {
            return late();
        }
        answer.extensions = listing;
        return print_json(&answer);
    }
    let look = scope.look;
    let marks = answer.labelling.as_ref().map(|labelling| LabelMarks {
        labelling,
        ascii: look.ascii,
    });
    let marks = marks.as_ref().map(|marks| marks as &dyn TreeMarks);
    let painter = labels::LabelPainter {
        scope: Scope {
            look: TreeLook { marks, ..look },
            ..scope
        },
        answer: &answer,
    };
    match &answer.supposed {
        Some(supposed) => print(&painter.changes(supposed)),
        None => painter.print_tree(args.depth),
    }
}

/// The extensions, one by one.
fn list(
    scope: Scope<'_>,
    question: &EvaluationOptions,
    answer: &ExtensionsAnswer,
    most: usize,
) -> Result<Shown, Unanswered> {
    let painter = listing::ListingPainter {
        scope,
        semantics: question.semantics,
        answer,
    };
    let Some(supposed) = Supposed::new(scope.asked.map, scope.asked.suppositions) else {
        return Ok(painter.paint(None));
    };
    let as_it_is = Asked {
        suppositions: &Suppositions::default(),
        ..scope.asked
    };
    let before = ExtensionsAnswer::new(as_it_is, question, most)?;
    Ok(painter.paint(Some((&supposed, &before))))
}

/// Shows how strong each claim is.
fn weigh(
    args: &Args,
    scope: Scope<'_>,
    semantics: GradualSemantics,
    terminal: Terminal,
) -> Result<(), CliError> {
    let answer = StrengthsAnswer::new(scope.asked, semantics);
    terminal.paint_out();
    if args.format == Format::Json {
        return print_json(&answer);
    }
    let look = scope.look;
    let bars = Bars::new(&answer.strengths, look.ascii, look.width);
    let marks = StrengthMarks {
        strengths: &answer.strengths,
        bars,
    };
    let painter = strengths::StrengthPainter {
        scope: Scope {
            look: TreeLook {
                marks: Some(&marks),
                ..look
            },
            ..scope
        },
        answer: &answer,
        bars,
    };
    match &answer.supposed {
        Some(supposed) => print(&painter.changes(supposed)),
        None => painter.print_tree(args.depth),
    }
}

/// A parser for the names of gradual semantics, each with a line of help.
pub(crate) fn semantics() -> impl TypedValueParser<Value = GradualSemantics> {
    let names = GradualSemantics::ALL.map(|semantics| {
        let help = match semantics {
            GradualSemantics::DfQuad => "Each side counts as chances that one of them hits (Rago et al. 2016)",
            GradualSemantics::QuadraticEnergy => "Attack mirrors support, and everything counts (Potyka 2018)",
            GradualSemantics::Euler => {
                "No attack brings a claim below the square of its base score (Amgoud & Ben-Naim 2017)"
            }
            GradualSemantics::LogOdds => {
                "Independent evidence; anything weaker than 0.5 counts for the other side (Good 1950)"
            }
        };
        PossibleValue::new(semantics.name()).help(help)
    });
    PossibleValuesParser::new(names)
        .try_map(|name| GradualSemantics::named(&name).ok_or("no such semantics"))
}
