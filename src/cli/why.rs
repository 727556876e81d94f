//! `argmap why`: the shortest sufficient explanation of a claim's label.

use argmap::answer::{Named, NamedStep, WhyAnswer};
use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use argmap::reason::explain::{Answered, Because, By, Failure, Wait};
use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::label::{in_words, style};
use super::load::{MapArgument, warn_if_broken};
use super::look::LookArguments;
use super::naming::{list, name, wording};
use super::output::{print, print_json};
use super::paragraph::{Paragraph, Style};
use super::show::find_claim;
use super::suppose::{SupposeArguments, is_asked_of, supposed, was};
use super::tree::Look;
use super::{Failure as Fail, Outcome, Terminal};

const EXAMPLES: &str = "\
The explanation is sufficient: whatever the rest of the map says, the label follows from it. And it is \
minimal: none of its claims and steps can be left out. If there are several, a short one is shown.

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

    /// How to tell it
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    look: LookArguments,

    #[command(flatten)]
    suppose: SupposeArguments,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// In words, as a tree
    #[default]
    Human,
    /// JSON, for programs
    Json,
}

/// Runs `argmap why`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Fail> {
    let files = args.map.files()?;
    let map = Map::new(&files);
    let outcome = warn_if_broken(&map, terminal);
    let claim = find_claim(&map, &args.claim)?;
    let suppositions = args.suppose.suppositions(&map)?;
    is_asked_of(&map, &suppositions, claim)?;
    let answer = WhyAnswer::new(&map, &suppositions, claim);
    let look = args.look.look(&map, terminal, None)?;
    terminal.paint_out();
    match args.format {
        Format::Human => print(&Teller::new(&map, &answer, look).tell())?,
        Format::Json => print_json(&answer)?,
    }
    Ok(outcome)
}

/// What is yet to be told, next one last.
enum Task {
    Line(usize, Paragraph),
    /// What decides a claim.
    Expand(usize, ClaimId),
}

/// Tells an explanation in words.
struct Teller<'t> {
    map: &'t Map,
    answer: &'t WhyAnswer,
    entries: FxHashMap<ClaimId, &'t Because<Named, NamedStep>>,
    look: Look<'t>,
    told: FixedBitSet,
    tasks: Vec<Task>,
}

/// The deepest indent, in parts of the width.
const DEEPEST: usize = 2;

impl<'t> Teller<'t> {
    fn new(map: &'t Map, answer: &'t WhyAnswer, look: Look<'t>) -> Self {
        let entries = answer.explanation.iter();
        Self {
            map,
            answer,
            entries: entries
                .map(|entry| (entry.claim.claim, &entry.because))
                .collect(),
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
        let mut head = Paragraph::of(&name(&answer.claim), Style::Strong);
        head.push_word("is", Style::Plain);
        head.push_word(label.name(), style(label));
        was(answer.was.unwrap_or(label), label, &mut head);
        if let Some(said) = answer.either_way.and_then(in_words) {
            head.push(&said, Style::Plain);
        }
        let wording = wording(self.map, claim, self.look.titles, self.look.language);
        let mut tasks = vec![Task::Line(0, head)];
        if !wording.is_empty() {
            tasks.push(Task::Line(1, Paragraph::of(wording, Style::Dim)));
        }
        if self.is_simple(claim) {
            let ground = format!("it {}", self.ground_in_full(claim));
            tasks.push(Task::Line(1, Paragraph::of(&ground, Style::Plain)));
        } else {
            tasks.push(Task::Expand(1, claim));
        }
        if !answer.minimal {
            let note = "This explanation is long; it may hold more than is needed.";
            tasks.push(Task::Line(0, Paragraph::of(note, Style::Dim)));
        }
        self.push(tasks);
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Line(depth, line) => self.write(depth, &line, &mut text),
                Task::Expand(depth, claim) => self.expand(depth, claim),
            }
        }
        text
    }

    fn push(&mut self, tasks: Vec<Task>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn write(&self, depth: usize, line: &Paragraph, text: &mut Shown) {
        let indent = (2 * depth).min(self.look.width / DEEPEST);
        *text += line.block(self.look.width, indent, indent + 2);
    }

    fn expand(&mut self, depth: usize, claim: ClaimId) {
        let Some(&because) = self.entries.get(&claim) else {
            return;
        };
        if self.told.put(claim.index()) {
            let line = Paragraph::of("(see above)", Style::Dim);
            return self.push(vec![Task::Line(depth, line)]);
        }
        let mut tasks = Vec::new();
        match because {
            Because::Stands { reason, answered } => {
                if let Some(step) = reason {
                    self.stand(depth, step, &mut tasks);
                } else {
                    let ground = format!("it {}", self.by_itself(claim));
                    tasks.push(Task::Line(depth, Paragraph::of(&ground, Style::Plain)));
                }
                self.answers(depth, answered, "undercuts that step", &mut tasks);
            }
            Because::Supposed => {
                let line = Paragraph::of("so it is supposed", Style::Plain);
                tasks.push(Task::Line(depth, line));
            }
            Because::Defeated { by, answered } => {
                self.defeat(depth, by, &mut tasks);
                self.answers(depth, answered, "undercuts the objection", &mut tasks);
            }
            Because::Uncarried { failures } => {
                let said = match failures.len() {
                    0 if self.is_distrusted(claim) => {
                        "its quotation is not proven, and nothing is said for it"
                    }
                    0 => "it is denied, and nothing is said for it",
                    1 => "the only reason for it fails:",
                    2 => "both reasons for it fail:",
                    _ => "all reasons for it fail:",
                };
                tasks.push(Task::Line(depth, Paragraph::of(said, Style::But)));
                self.failures(depth + 1, None, failures, &mut tasks);
            }
            Because::Circular { failures } => {
                let said = "only a circle is left to hold it up:";
                tasks.push(Task::Line(depth, Paragraph::of(said, Style::But)));
                self.failures(depth + 1, Some(claim), failures, &mut tasks);
            }
            Because::Waits { way, knot } => waits(depth, way, knot, &mut tasks),
        }
        self.push(tasks);
    }

    /// "because a and b stand".
    fn stand(&self, depth: usize, step: &NamedStep, tasks: &mut Vec<Task>) {
        let premises = &step.premises;
        let mut line = Paragraph::of("because", Style::Because);
        list(premises, &mut line);
        line.push_word(
            if premises.len() == 1 {
                "stands"
            } else {
                "stand"
            },
            Style::Plain,
        );
        self.grounds(depth, line, premises, tasks);
    }

    /// The line, and what the claims that it is about stand on.
    fn grounds(&self, depth: usize, mut line: Paragraph, claims: &[Named], tasks: &mut Vec<Task>) {
        let first = claims.first().map(|claim| self.ground(claim.claim));
        let is_one = claims
            .iter()
            .all(|claim| self.is_simple(claim.claim) && Some(self.ground(claim.claim)) == first);
        if is_one {
            let ground = first.unwrap_or_default();
            line.push_word(&format!("({ground}, unchallenged)"), Style::Dim);
            tasks.push(Task::Line(depth, line));
            return;
        }
        line.push(":", Style::Plain);
        tasks.push(Task::Line(depth, line));
        for named in claims {
            let claim = named.claim;
            let mut line = Paragraph::of(&name(named), Style::Strong);
            if self.is_simple(claim) {
                line.push_word(
                    &format!("({}, unchallenged)", self.ground(claim)),
                    Style::Dim,
                );
                tasks.push(Task::Line(depth + 1, line));
            } else if claims.len() == 1 {
                tasks.push(Task::Expand(depth + 1, claim));
            } else {
                line.push_word("stands", Style::Plain);
                tasks.push(Task::Line(depth + 1, line));
                tasks.push(Task::Expand(depth + 2, claim));
            }
        }
    }

    /// "against c, which falls".
    fn answers(
        &self,
        depth: usize,
        answered: &[Answered<Named, NamedStep>],
        undercuts: &str,
        tasks: &mut Vec<Task>,
    ) {
        for answer in answered {
            let mut line = Paragraph::of("against", Style::But);
            let (said, claim) = match answer {
                Answered::Objection { step, fails } => {
                    list(&step.premises, &mut line);
                    match fails {
                        Some(Failure::Premise { premise, .. }) => {
                            let said = match step.premises.len() {
                                1 => ", which falls:".to_owned(),
                                _ => format!(" together, of which {} falls:", name(premise)),
                            };
                            (said, premise)
                        }
                        Some(Failure::Undercut { by, .. }) => {
                            if by.outweighs {
                                line.push(", granted, but", Style::Plain);
                                line.push_word("outweighed", Style::Undercut);
                                line.push_word("by", Style::Plain);
                                list(&by.premises, &mut line);
                            } else {
                                line.push(", an objection that", Style::Plain);
                                list(&by.premises, &mut line);
                                line.push_word(undercut(by), Style::Undercut);
                            }
                            self.grounds(depth, line, &by.premises, tasks);
                            continue;
                        }
                        None => {
                            tasks.push(Task::Line(depth, line));
                            continue;
                        }
                    }
                }
                Answered::Contradiction { claim } => {
                    line.push_word(&name(claim), Style::Strong);
                    (", which contradicts it and falls:".to_owned(), claim)
                }
                Answered::Undercut {
                    undercut: by,
                    fails,
                    ..
                } => {
                    list(&by.premises, &mut line);
                    let together = match by.premises.len() {
                        _ if by.outweighs => "would outweigh it".to_owned(),
                        1 => undercuts.to_owned(),
                        _ => format!(
                            "together {}",
                            undercuts.replacen("undercuts", "undercut", 1)
                        ),
                    };
                    match fails {
                        Some(Failure::Premise { premise, .. }) => {
                            let said = match by.premises.len() {
                                1 => format!(", which {together} and falls:"),
                                _ => format!(
                                    ", which {together}, and of which {} falls:",
                                    name(premise)
                                ),
                            };
                            (said, premise)
                        }
                        Some(Failure::Undercut { by: other, .. }) => {
                            line.push(&format!(", which {together}, a step that"), Style::Plain);
                            list(&other.premises, &mut line);
                            line.push_word(undercut(other), Style::Undercut);
                            self.grounds(depth, line, &other.premises, tasks);
                            continue;
                        }
                        None => {
                            tasks.push(Task::Line(depth, line));
                            continue;
                        }
                    }
                }
            };
            line.push(&said, Style::Plain);
            tasks.push(Task::Line(depth, line));
            tasks.push(Task::Expand(depth + 1, claim.claim));
        }
    }

    /// "a objects to it and stands".
    fn defeat(&self, depth: usize, by: &NamedStep, tasks: &mut Vec<Task>) {
        let mut line = Paragraph::default();
        list(&by.premises, &mut line);
        let (verb, stands) = match by.premises.len() {
            1 => ("objects to it", "and stands"),
            _ => ("together object to it", "and stand"),
        };
        line.push_word(verb, Style::But);
        line.push_word(stands, Style::Plain);
        self.grounds(depth, line, &by.premises, tasks);
    }

    /// How reasons fail; of a claim in a circle, which it is.
    fn failures(
        &self,
        depth: usize,
        of: Option<ClaimId>,
        failures: &[Failure<Named, NamedStep>],
        tasks: &mut Vec<Task>,
    ) {
        for failure in failures {
            match failure {
                Failure::Premise { premise, .. } if of == Some(premise.claim) => {
                    let mut line = Paragraph::of(&name(premise), Style::Strong);
                    line.push_word("is a premise of itself", Style::Plain);
                    tasks.push(Task::Line(depth, line));
                }
                Failure::Premise { premise, .. } => {
                    let mut line = Paragraph::of(&name(premise), Style::Strong);
                    line.push_word("falls:", Style::Plain);
                    tasks.push(Task::Line(depth, line));
                    tasks.push(Task::Expand(depth + 1, premise.claim));
                }
                Failure::Undercut { step, by } => {
                    let mut line = Paragraph::default();
                    list(&by.premises, &mut line);
                    line.push_word(undercut(by), Style::Undercut);
                    line.push_word("the step from", Style::Plain);
                    list(&step.premises, &mut line);
                    let stands = match by.premises.len() {
                        1 => "and stands",
                        _ => "and stand",
                    };
                    line.push_word(stands, Style::Plain);
                    self.grounds(depth, line, &by.premises, tasks);
                }
            }
        }
    }

    /// Whether the claim stands by itself and nothing is said against it.
    fn is_distrusted(&self, claim: ClaimId) -> bool {
        let suppositions = self.answer.suppositions.as_ref();
        suppositions.is_some_and(|all| all.distrusted.iter().any(|named| named.claim == claim))
    }

    fn is_simple(&self, claim: ClaimId) -> bool {
        matches!(
            self.entries.get(&claim),
            Some(Because::Stands { reason: None, answered }) if answered.is_empty()
        )
    }

    /// By what the claim stands by itself.
    fn ground(&self, claim: ClaimId) -> &'static str {
        let written = self.map.claim(claim);
        if !written.quotes.is_empty() {
            "quoted"
        } else if written.is_assumed() {
            "assumed"
        } else {
            "given"
        }
    }

    fn ground_in_full(&self, claim: ClaimId) -> String {
        format!("{}, and nothing is said against it", self.by_itself(claim))
    }

    fn by_itself(&self, claim: ClaimId) -> String {
        match self.ground(claim) {
            "given" => "stands by itself".to_owned(),
            ground => format!("is {ground}"),
        }
    }
}

/// The way to a knot, and the knot.
fn waits(
    depth: usize,
    way: &[Wait<Named, NamedStep>],
    knot: &[Wait<Named, NamedStep>],
    tasks: &mut Vec<Task>,
) {
    for one in way {
        tasks.push(Task::Line(depth, wait(one)));
    }
    if let [only] = knot {
        let mut line = wait(only);
        line.push(", and nothing decides that", Style::Plain);
        tasks.push(Task::Line(depth, line));
        return;
    }
    let said = if way.is_empty() {
        "it is part of a knot in which nothing decides:"
    } else {
        "which is part of a knot in which nothing decides:"
    };
    tasks.push(Task::Line(depth, Paragraph::of(said, Style::Undercut)));
    for one in knot {
        tasks.push(Task::Line(depth + 1, wait(one)));
    }
}

/// The verb of an undercut.
fn undercut(by: &NamedStep) -> &'static str {
    match by.premises.len() {
        1 => "undercuts",
        _ => "together undercut",
    }
}

/// "the step from a and b", be that a step or what undercuts one.
fn from(step: &NamedStep, line: &mut Paragraph) {
    line.push_word("the step from", Style::Plain);
    list(&step.premises, line);
    if let Some(undercut) = &step.undercuts {
        line.push_word("against that from", Style::Plain);
        list(&undercut.premises, line);
    }
}

/// How one claim waits for another.
fn wait(wait: &Wait<Named, NamedStep>) -> Paragraph {
    let mut line = Paragraph::default();
    let [claim, other] = [&wait.claim, &wait.other].map(name);
    let object = match wait.by {
        By::Contradiction | By::Objection(_) if wait.claim == wait.other => "itself".into(),
        _ => claim.clone(),
    };
    match &wait.by {
        By::Contradiction => {
            line.push(&other, Style::Strong);
            line.push_word("contradicts", Style::Against);
            line.push_word(&object, Style::Strong);
        }
        By::Objection(_) => {
            line.push(&other, Style::Strong);
            line.push_word("objects to", Style::Against);
            line.push_word(&object, Style::Strong);
        }
        By::Reason(_) => {
            line.push(&claim, Style::Strong);
            line.push_word("rests on", Style::For);
            line.push_word(&other, Style::Strong);
        }
        By::Undercut(step) => {
            line.push(&other, Style::Strong);
            line.push_word("undercuts", Style::Undercut);
            from(step, &mut line);
            line.push_word("to", Style::Plain);
            line.push_word(&object, Style::Strong);
        }
        By::Undercuts(step) => {
            line.push("what undercuts", Style::Plain);
            from(step, &mut line);
            line.push_word("to", Style::Plain);
            line.push_word(&object, Style::Strong);
            line.push_word("is undercut by itself, step by step", Style::Plain);
        }
    }
    line
}
