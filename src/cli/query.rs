//! `argmap query`: lists the claims that an expression stands for.

use argmap::answer::QueryAnswer;
use argmap::map::Map;
use argmap::printable::Shown;
use argmap::query::{ClaimSet, Query};
use argmap::shown;
use argmap::tree::{Tree, View};
use unicode_width::UnicodeWidthStr;

use super::load::MapArgument;
use super::output::{print, print_error, print_json};
use super::paragraph::{Ink, Paragraph};
use super::show::{know_language, usual_order};
use super::suppose::SupposeArguments;
use super::tree::{TreeLook, print_tree};
use super::{CliError, Status, Terminal, expression};

const ORIGIN: &str = "query";

const LANGUAGE: &str = "\
The language:
  Claims      alike              the claim with this id; odd names in \"…\"
              models-*           the claims whose ids match: * ? [abc] {a,b}
  Operators   a & b              what is in both
              a | b              what is in either
              a - b              what is in a only (space before the minus)
              !a                 all claims that are not in it
              ( )                ! binds tightest, then & and -, then |
  Support     premises(x)        what reasons for x rest on, one step down
              conclusions(x)     what x is a reason for, one step up
              grounds(x)         premises, their premises, all the way down
              consequences(x)    conclusions, all the way up
              bearing(x)         a debate: x, and all that speaks for or against it
              paths(a, b)        everything on the way up from a to b
              crucial(x)         claims without which x has no support
              hinges(x)          claims whose fall alone changes x's label
  Conflict    attackers(x)       what objects to, undercuts or contradicts x
              attacked(x)        what x objects to, undercuts or contradicts
              contradictions(x)  what cannot hold together with x
              contrasts(x)       what the text contrasts with x
  Wording     restated(x)        x, and what says the same in other words
  Places      thesis() roots() leaves() all() none()
  Labels      accepted() rejected() undecided()
  Strength    stronger(0.7) weaker(0.3, euler)
  Properties  quoted() implicit() assumed() denied() outweighed()
              tag(name) about(subject) by(speaker) answers(question)
              file(glob)               matches(\"regex\")

Examples:
  What the thesis rests on in the end
      argmap query 'grounds(thesis()) & leaves()'
  Claims that still need a reason
      argmap query 'leaves() - quoted() - assumed()'
  Objections that nobody has answered
      argmap query 'attackers(all()) - attacked(all())'
  How a claim bears on the thesis
      argmap query 'paths(fewer-leaders, thesis())'
  Grounds without which the thesis falls
      argmap query 'crucial(thesis()) & leaves()'";

/// What `argmap query` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The language and examples: `argmap query --help`.",
    after_long_help = LANGUAGE
)]
pub(crate) struct Args {
    /// What to find: an id, a glob, or an expression over them
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    expression: String,

    #[command(flatten)]
    map: MapArgument,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: QueryFormat,

    /// Print only how many claims there are
    #[arg(long, short, conflicts_with = "format")]
    count: bool,

    /// The language of the wordings, if a claim has it
    #[arg(long, short, value_name = "TAG")]
    lang: Option<String>,

    #[command(flatten)]
    suppose: SupposeArguments,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum QueryFormat {
    /// Id, wording and place of each
    #[default]
    List,
    /// Ids, one per line
    Ids,
    /// The part of the argument that they make, as `argmap show --select` shows it
    Tree,
    /// JSON, for programs
    Json,
}

/// Runs `argmap query`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let query = expression::parse(&args.expression, ORIGIN)?;
    let (map, outcome) = args.map.open(terminal)?;
    let suppositions = args.suppose.suppositions(&map)?;
    let set = expression::evaluate(&query, &map, &suppositions, ORIGIN)?;
    let language = args.lang.as_deref();
    if let Some(language) = language {
        know_language(&map, language)?;
    }
    if set.is_empty() && !args.count && matches!(args.format, QueryFormat::List | QueryFormat::Tree)
    {
        tell_empty(&query, &map, terminal);
        return Ok(outcome);
    }
    terminal.paint_out();
    if args.count {
        print(&shown!("{}\n", set.len()))?;
        return Ok(outcome);
    }
    match args.format {
        QueryFormat::List => {
            let answer = QueryAnswer::new(&query, &map, &set);
            print(&list(&map, &answer, language, terminal.width()))?;
        }
        QueryFormat::Tree => tree(&map, &set, language, terminal.width())?,
        QueryFormat::Ids => print(&ids(&map, &set))?,
        QueryFormat::Json => print_json(&QueryAnswer::new(&query, &map, &set))?,
    }
    Ok(outcome)
}

/// Reports that nothing was found, and which parts of the expression match nothing.
fn tell_empty(query: &Query, map: &Map, terminal: Terminal) {
    terminal.paint_err();
    let unmatched = query.unmatched(map);
    let mut text = Shown::new();
    if unmatched.is_empty() {
        text = shown!("{} no claim is in this set\n", Ink::Note.head("note"));
    }
    for error in unmatched {
        text += expression::tell(
            &error,
            query.expression(),
            ORIGIN,
            expression::Grade::Note,
            terminal.width(),
        );
    }
    print_error(&text);
}

/// Each claim on its own lines: its id and where it is written, then its wording, wrapped.
fn list(map: &Map, answer: &QueryAnswer, language: Option<&str>, width: usize) -> Shown {
    let mut text = Shown::new();
    for claim in &answer.claims {
        let id = shown!("{}", claim.id.id);
        let place = shown!("{}:{}", claim.file, claim.line);
        // The place is at the right margin or, if the id leaves no room there, two columns after it.
        let taken = id.width() + place.width();
        let gap = width.saturating_sub(taken).max(2);
        text += shown!(
            "{}{}{}\n",
            Ink::Strong.paint(&id),
            Shown::blanks(gap),
            Ink::Dim.paint(&place)
        );
        let wording = Paragraph::of(map.text(claim.id.claim, language), Ink::Plain);
        if !wording.is_empty() {
            text += wording.block(width, INDENT, INDENT);
        }
    }
    text
}

/// How far a wording is indented, in columns.
const INDENT: usize = 2;

/// The claims and the steps between them, painted as `argmap show` does it.
fn tree(map: &Map, set: &ClaimSet, language: Option<&str>, width: usize) -> Result<(), CliError> {
    let order = usual_order(map);
    let view = View {
        selected: Some(set),
        order: order.as_ref(),
        ..View::default()
    };
    let look = TreeLook {
        width,
        ascii: false,
        language,
        titles: false,
        quotes: None,
        marks: None,
    };
    print_tree(&Tree::new(map, view), look)
}

fn ids(map: &Map, set: &ClaimSet) -> Shown {
    let mut text = Shown::new();
    for claim in set.iter() {
        text += shown!("{}\n", map.id(claim));
    }
    text
}
