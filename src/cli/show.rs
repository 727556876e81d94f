//! `argmap show`: shows the tree from the thesis down to its grounds.

use std::convert::Infallible;

use argmap::answer::{Asked, EvaluationOptions, LabelsAnswer};
use argmap::export::Part;
use argmap::map::{ClaimId, Map};
use argmap::nearest::nearest;
use argmap::printable::{Shown, shown};
use argmap::proof::Proof;
use argmap::query::ClaimSet;
use argmap::reason::Suppositions;
use argmap::shown;
use argmap::syntax::canonical_language;
use argmap::tree::{Direction, TextOrder, Tree, View};
use unicode_width::UnicodeWidthStr;

use super::evaluate::labels;
use super::evaluate::scope::Scope;
use super::human::count;
use super::label::{DistrustMarks, LabelMarks};
use super::load::MapArgument;
use super::output::print;
use super::paragraph::{Ink, PaintedLine, Paragraph};
use super::select::SelectArgument;
use super::suppose::DistrustArgument;
use super::tree::{TreeLook, TreeMarks, print_tree};
use super::{CliError, Status, Terminal};

const EXAMPLES: &str = "\
Examples:
  argmap show                          the whole map, from its thesis down
  argmap show --depth 2 --titles       the outline
  argmap show --root alike             one claim and what it rests on
  argmap show --up --root fewer-leaders
                                       what a claim is used for
  argmap show --select 'tag(\"commerce\")'
                                       one part of the argument
  argmap show --distrust unproven      what falls with the quotations that are not proven";

/// What `argmap show` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command"
)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// Start with this claim; may be given several times
    #[arg(long, short, value_name = "ID")]
    root: Vec<String>,

    /// Show at most this many levels of claims
    #[arg(long, short, value_name = "N")]
    depth: Option<u32>,

    /// Go up: from claims to what they are used for
    ///
    /// Starts with the claims of `--root`; without any, with the claims that rest on nothing.
    #[arg(long, short)]
    up: bool,

    /// The order of what hangs on the same claim: reasons before objections, each in this order
    ///
    /// Without it, the order of the text if the map has one source, otherwise that of the files.
    #[arg(long, value_enum, value_name = "ORDER")]
    order: Option<ShowOrder>,

    #[command(flatten)]
    select: SelectArgument,

    /// The language of the wordings, if a claim has it
    #[arg(long, short, value_name = "TAG")]
    lang: Option<String>,

    /// Show each claim's quotations, and where each is in its source
    #[arg(long, short)]
    quotes: bool,

    /// Show titles instead of wordings
    #[arg(long, short)]
    titles: bool,

    /// Draw with ASCII characters only
    #[arg(long, short)]
    ascii: bool,

    #[command(flatten)]
    distrust: DistrustArgument,

    /// Width in columns, instead of the terminal's
    #[arg(long, short, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ShowOrder {
    /// What the text says first: a claim without a quotation goes with the first claim below it that has one
    Text,
    /// What the files of the map say first
    File,
}

impl ShowOrder {
    /// The order of the text if the map has one source, otherwise that of the files.
    fn of(map: &Map) -> Self {
        match map.sources().count() {
            1 => Self::Text,
            _ => Self::File,
        }
    }
}

/// The order in which trees show a map by default; `None` for the order of the files.
pub(super) fn usual_order(map: &Map) -> Option<TextOrder> {
    (ShowOrder::of(map) == ShowOrder::Text).then(|| TextOrder::new(map, &Proof::new(map)))
}

/// Runs `argmap show`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let selected = args.select.set(&map)?;
    let roots = find_roots(&map, &args.root)?;
    if let Some(language) = &args.lang {
        know_language(&map, language)?;
    }
    let order = args.order.unwrap_or_else(|| ShowOrder::of(&map));
    let proof = (args.quotes || order == ShowOrder::Text).then(|| Proof::new(&map));
    let in_order = proof.as_ref().filter(|_| order == ShowOrder::Text);
    let order = in_order.map(|proof| TextOrder::new(&map, proof));
    let [down, up] = [Direction::Grounds, Direction::Consequences];
    let view = View {
        direction: if args.up { up } else { down },
        roots: &roots,
        depth: args.depth,
        selected: selected.as_ref(),
        order: order.as_ref(),
    };
    let tree = Tree::new(&map, view);
    let suppositions = Suppositions {
        distrusted: args.distrust.claims(&map),
        ..Suppositions::default()
    };
    let asked = Asked {
        map: &map,
        selected: selected.as_ref(),
        suppositions: &suppositions,
    };
    let answer = || LabelsAnswer::new(asked, &EvaluationOptions::default());
    let answer = (!args.distrust.is_empty()).then(answer).transpose();
    let answer = answer.map_err(|why| CliError::new(shown(why)))?;
    let marks = answer.as_ref().and_then(|answer| {
        Some(DistrustMarks {
            labels: LabelMarks {
                labelling: answer.labelling.as_ref()?,
                ascii: args.ascii,
            },
            distrusted: &suppositions.distrusted,
        })
    });
    let look = TreeLook {
        width: args.width.map_or_else(|| terminal.width(), usize::from),
        ascii: args.ascii,
        language: args.lang.as_deref(),
        titles: args.titles,
        quotes: proof.as_ref().filter(|_| args.quotes),
        marks: marks.as_ref().map(|marks| marks as &dyn TreeMarks),
    };
    terminal.paint_out();
    print(&header(&map, selected.as_ref(), look.width))?;
    if tree.roots().is_empty() {
        print(&shown!("{}\n", Ink::Dim.paint(nothing(&map))))?;
    } else {
        print_tree(&tree, look)?;
    }
    let part = Part {
        map: &map,
        claims: selected.as_ref(),
    };
    print(&questions(part, look))?;
    if let Some(answer) = &answer {
        print(&fallen(answer, look))?;
    }
    Ok(outcome)
}

/// What falls along with the claims that are not trusted.
fn fallen(answer: &LabelsAnswer<'_>, look: TreeLook<'_>) -> Shown {
    let scope = Scope {
        asked: answer.asked,
        look,
    };
    let mut out = Shown::from("\n");
    out += if let Some(supposed) = &answer.supposed {
        labels::LabelPainter { scope, answer }.changes(supposed)
    } else {
        let proven = "every quotation is proven: nothing falls";
        scope.wrapped(&Paragraph::of(proven, Ink::For))
    };
    out
}

/// The questions that the claims answer, each with its answers.
fn questions(part: Part<'_>, look: TreeLook<'_>) -> Shown {
    let map = part.map;
    let mut out = Shown::new();
    for id in part.questions() {
        let question = map.question(id);
        let mut words = Paragraph::of(&question.id.value, Ink::Strong);
        words.push("  ", Ink::Plain);
        words.push(map.question_text(id, look.language), Ink::Plain);
        if question.is_exclusive() {
            words.push_word("(only one answer)", Ink::Dim);
        }
        let mut answers = Paragraph::default();
        for (number, claim) in part.answers(id).enumerate() {
            let comma = if number > 0 { "," } else { "" };
            answers.push(comma, Ink::Plain);
            answers.push_word(map.id(claim), Ink::Plain);
        }
        out += "\n";
        for (paragraph, mark) in [(&words, "? "), (&answers, "  ")] {
            let room = look.width.saturating_sub(2);
            for (number, line) in paragraph.broken(room, room).into_iter().enumerate() {
                out += if number == 0 { mark } else { "  " };
                paragraph.paint_onto(&mut out, line.text);
                out += "\n";
            }
        }
    }
    out
}

/// The reason why nothing is shown.
pub(super) fn nothing(map: &Map) -> &'static str {
    if map.claim_count() == 0 {
        "This map has no claims."
    } else {
        "None of its claims are selected."
    }
}

/// The claims with these ids.
pub(super) fn find_roots(map: &Map, names: &[String]) -> Result<Vec<ClaimId>, CliError> {
    names.iter().map(|name| find_claim(map, name)).collect()
}

/// The claim with this id.
pub(super) fn find_claim(map: &Map, name: &str) -> Result<ClaimId, CliError> {
    if let Some(claim) = map.find(name) {
        return Ok(claim);
    }
    let text = shown!("no claim has the id `{}`", name);
    let ids = map.claims().map(|claim| map.id(claim));
    Err(match nearest(name, ids) {
        Some(near) => CliError::with_help(text, shown!("did you mean `{}`?", near)),
        None => CliError::with_help(text, "`argmap query 'all()' --format ids` lists the ids"),
    })
}

/// A language tag of an option, in the spelling that maps are read in.
#[expect(clippy::unnecessary_wraps, reason = "a parser of options")]
pub(super) fn language(tag: &str) -> Result<String, Infallible> {
    Ok(canonical_language(tag).into_owned())
}

/// Fails if no claim has a wording in this language.
pub(super) fn know_language(map: &Map, language: &str) -> Result<(), CliError> {
    let has_it = |claim| map.wording(claim, Some(language)).is_some();
    if map.claims().any(has_it) {
        return Ok(());
    }
    let mut known: Vec<&str> = Vec::new();
    let wordings = map.claims().flat_map(|claim| &map.claim(claim).text);
    for tag in wordings.filter_map(|wording| wording.language.as_ref()) {
        // A map has only a few languages.
        if !known.contains(&&*tag.value) && known.len() < 20 {
            known.push(&tag.value);
        }
    }
    let text = shown!("no claim is worded in `{}`", language);
    if known.is_empty() {
        return Err(CliError::with_help(
            text,
            "this map has only plain texts; leave `--lang` out",
        ));
    }
    let list = known.iter().map(|tag| shown!("`{}`", tag));
    Err(CliError::with_help(
        text,
        shown!("this map has {}", Shown::join(list, ", ")),
    ))
}

/// The map's title and how large the map is, at the two ends of a line.
pub(super) fn header(map: &Map, selected: Option<&ClaimSet>, width: usize) -> Shown {
    let claims = count(map.claim_count(), "claim");
    let counts = match selected {
        Some(selected) => shown!("{} of {}", selected.len(), claims),
        None => shown!("{}, {}", claims, count(map.reason_count(), "reason")),
    };
    let title = Paragraph::of(map.title().unwrap_or_default(), Ink::Strong);
    let room = width.saturating_sub(counts.width() + 2);
    let mut lines = title.lines(room, room);
    if lines.len() > 2 {
        // The two do not fit on one line.
        lines = title.lines(width, width);
        lines.push(PaintedLine::default());
    }
    let last = lines.len() - 1;
    let mut out = Shown::new();
    for (number, line) in lines.iter().enumerate() {
        let first = if last < 2 { 0 } else { last };
        if number == first {
            out += line.padded(width.saturating_sub(counts.width()));
            out += Ink::Dim.paint(&counts);
        } else {
            out += &line.painted;
        }
        out += "\n";
    }
    out += "\n";
    out
}
