//! `argmap why`: gives the shortest sufficient explanation of a claim's label.

use argmap::answer::{Telling, Told, ToldLine, Tone, WhyAnswer};
use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use argmap::reason::Label;
use fixedbitset::FixedBitSet;

use super::label::{in_words, style};
use super::load::MapArgument;
use super::look::LookArguments;
use super::naming::{name, wording};
use super::output::{Format, print, print_json};
use super::paragraph::{Ink, Paragraph};
use super::show::find_claim;
use super::suppose::{SupposeArguments, is_asked_of, supposed, was};
use super::tree::TreeLook;
use super::{CliError, Status, Terminal};

const EXAMPLES: &str = "\
The explanation of a claim that stands or falls is sufficient: whatever the rest of the map says, the label follows from \
it. And it is minimal: none of its claims and steps can be left out. If there are several, a short one is shown. For an \
undecided claim it shows a knot of claims that wait for each other, which is one reason why nothing decides it.

Examples:
  argmap why alike                     why that claim stands, or falls
  argmap why alike --deny high-barrier
                                       and why it would, if another claim fell";

/// What `argmap why` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    /// The claim to explain
    #[arg(value_name = "ID")]
    claim: String,

    #[command(flatten)]
    map: MapArgument,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    look: LookArguments,

    #[command(flatten)]
    suppose: SupposeArguments,
}

/// Runs `argmap why`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let claim = find_claim(&map, &args.claim)?;
    let suppositions = args.suppose.suppositions(&map)?;
    is_asked_of(&map, &suppositions, claim)?;
    let answer = WhyAnswer::new(&map, &suppositions, claim);
    let look = args.look.look(&map, terminal, None)?;
    terminal.paint_out();
    match args.format {
        Format::Human => print(&WhyTeller::new(&map, &answer, look).tell())?,
        Format::Json => print_json(&answer)?,
    }
    Ok(outcome)
}

/// What is still to be explained, in reverse order.
enum WhyTask<'t> {
    Paragraph(usize, Paragraph),
    Told(usize, Told<'t>),
}

/// Writes an explanation in words.
struct WhyTeller<'t> {
    map: &'t Map,
    answer: &'t WhyAnswer,
    telling: Telling<'t>,
    look: TreeLook<'t>,
    told: FixedBitSet,
    tasks: Vec<WhyTask<'t>>,
}

/// The deepest indent is the width divided by this.
const DEEPEST: usize = 2;

impl<'t> WhyTeller<'t> {
    fn new(map: &'t Map, answer: &'t WhyAnswer, look: TreeLook<'t>) -> Self {
        Self {
            map,
            answer,
            telling: Telling::whole(map, answer),
            look,
            told: FixedBitSet::with_capacity(map.claim_count()),
            tasks: Vec::new(),
        }
    }

    fn tell(mut self) -> Shown {
        let answer = self.answer;
        let (claim, label) = (answer.claim.claim, answer.label);
        let mut text = Shown::new();
        if let Some(suppositions) = &answer.suppositions {
            text += supposed(suppositions).block(self.look.width, 0, 2) + "\n";
        }
        let mut head = Paragraph::of(&name(&answer.claim), Ink::Strong);
        head.push_word("is", Ink::Plain);
        head.push_word(label.name(), style(label));
        was(answer.was.unwrap_or(label), label, &mut head);
        if let Some(said) = answer.either_way.and_then(in_words) {
            head.push(&said, Ink::Plain);
        }
        let wording = wording(self.map, claim, self.look.titles, self.look.language);
        let mut tasks = vec![WhyTask::Paragraph(0, head)];
        if !wording.is_empty() {
            tasks.push(WhyTask::Paragraph(1, Paragraph::of(wording, Ink::Dim)));
        }
        tasks.push(WhyTask::Told(0, Told::Why(1, claim)));
        if !answer.minimal && answer.label != Label::Undecided {
            let note = "This explanation is long; it may hold more than is needed.";
            tasks.push(WhyTask::Paragraph(0, Paragraph::of(note, Ink::Dim)));
        }
        self.tasks.extend(tasks.into_iter().rev());
        while let Some(task) = self.tasks.pop() {
            match task {
                WhyTask::Paragraph(depth, line) => self.write(depth, &line, &mut text),
                WhyTask::Told(depth, Told::Line(more, line)) => {
                    self.write(depth + more, &paragraph(&line), &mut text);
                }
                WhyTask::Told(depth, Told::Why(more, claim)) => {
                    self.why(depth + more, claim, &mut text);
                }
            }
        }
        text
    }

    fn write(&self, depth: usize, line: &Paragraph, text: &mut Shown) {
        let indent = (2 * depth).min(self.look.width / DEEPEST);
        *text += line.block(self.look.width, indent, indent + 2);
    }

    /// Explains what decides a claim's label, unless that has been done already.
    fn why(&mut self, depth: usize, claim: ClaimId, text: &mut Shown) {
        let Some(because) = self.telling.of(claim) else {
            return;
        };
        if self.told.put(claim.index()) {
            return self.write(depth, &Paragraph::of("(see above)", Ink::Dim), text);
        }
        let told = self.telling.tell(claim, because).into_iter().rev();
        self.tasks
            .extend(told.map(|told| WhyTask::Told(depth, told)));
    }
}

/// A line, painted.
pub(super) fn paragraph(line: &ToldLine<'_>) -> Paragraph {
    let mut paragraph = Paragraph::default();
    for (is_apart, words, tone) in line.runs() {
        let style = match tone {
            Tone::Claim(_) => Ink::Strong,
            Tone::Dim => Ink::Dim,
            Tone::Because => Ink::Because,
            Tone::But => Ink::But,
            Tone::For => Ink::For,
            Tone::Against => Ink::Against,
            Tone::Undercut => Ink::Undercut,
            _ => Ink::Plain,
        };
        if is_apart {
            paragraph.push_word(words, style);
        } else {
            paragraph.push(words, style);
        }
    }
    paragraph
}
