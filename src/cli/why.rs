//! `argmap why`: the shortest sufficient explanation of a claim's label.

use argmap::map::{ClaimId, Map, StepId};
use argmap::printable::Shown;
use argmap::reason::explain::{Answered, Attack, Because, By, Explained, Failure, Wait};
use argmap::reason::{EitherWay, Explanation, Label, Suppositions, either_way, grounded};
use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::label::{in_words, style};
use super::load::{MapArgument, warn_if_broken};
use super::look::LookArguments;
use super::naming::{self, wording};
use super::output::{print, to_json};
use super::paragraph::{Paragraph, Style};
use super::show::find_claim;
use super::suppose::{SupposeArguments, is_asked_of, supposed, supposed_as_json, was};
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
    let before =
        (!suppositions.is_empty()).then(|| grounded(&map, &Suppositions::default()).claim(claim));
    let labelling = grounded(&map, &suppositions);
    let explanation = Explanation::new(&map, &suppositions, &labelling, claim);
    let either_way = (labelling.claim(claim) == Label::Undecided)
        .then(|| either_way(&map, &suppositions, &[claim]))
        .and_then(|found| found.first().copied());
    let look = args.look.look(&map, terminal, None)?;
    terminal.paint_out();
    match args.format {
        Format::Human => {
            if before.is_some() {
                print(&(supposed(&map, &suppositions).block(look.width, 0, 2) + "\n"))?;
            }
            print(&Teller::new(&map, &explanation, look).tell(claim, before, either_way))?;
        }
        Format::Json => print(&in_json(
            &map,
            &explanation,
            &suppositions,
            before,
            either_way,
        )?)?,
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
    explanation: &'t Explanation,
    entries: FxHashMap<ClaimId, &'t Explained>,
    look: Look<'t>,
    told: FixedBitSet,
    tasks: Vec<Task>,
}

/// The deepest indent, in parts of the width.
const DEEPEST: usize = 2;

impl<'t> Teller<'t> {
    fn new(map: &'t Map, explanation: &'t Explanation, look: Look<'t>) -> Self {
        let entries = explanation.claims.iter().map(|entry| (entry.claim, entry));
        Self {
            map,
            explanation,
            entries: entries.collect(),
            look,
            told: FixedBitSet::with_capacity(map.claim_count()),
            tasks: Vec::new(),
        }
    }

    fn tell(
        mut self,
        claim: ClaimId,
        before: Option<Label>,
        either_way: Option<EitherWay>,
    ) -> Shown {
        let label = self.label(claim);
        let mut head = Paragraph::of(&self.id(claim), Style::Strong);
        head.push_word("is", Style::Plain);
        head.push_word(label.name(), style(label));
        was(before.unwrap_or(label), label, &mut head);
        if let Some(said) = either_way.and_then(in_words) {
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
        if !self.explanation.is_minimal {
            let note = "This explanation is long; it may hold more than is needed.";
            tasks.push(Task::Line(0, Paragraph::of(note, Style::Dim)));
        }
        self.push(tasks);
        let mut text = Shown::new();
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
        let Some(&entry) = self.entries.get(&claim) else {
            return;
        };
        if self.told.put(claim.index()) {
            let line = Paragraph::of("(see above)", Style::Dim);
            return self.push(vec![Task::Line(depth, line)]);
        }
        let mut tasks = Vec::new();
        match &entry.because {
            Because::Stands { reason, answered } => {
                if let Some(step) = reason {
                    self.stand(depth, *step, &mut tasks);
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
            Because::Defeated(attack, answered) => {
                self.defeat(depth, *attack, &mut tasks);
                self.answers(depth, answered, "undercuts the objection", &mut tasks);
            }
            Because::Uncarried(failures) => {
                let said = match failures.len() {
                    0 => "it is denied, and nothing is said for it",
                    1 => "the only reason for it fails:",
                    2 => "both reasons for it fail:",
                    _ => "all reasons for it fail:",
                };
                tasks.push(Task::Line(depth, Paragraph::of(said, Style::But)));
                self.failures(depth + 1, None, failures, &mut tasks);
            }
            Because::Circular(failures) => {
                let said = "only a circle is left to hold it up:";
                tasks.push(Task::Line(depth, Paragraph::of(said, Style::But)));
                self.failures(depth + 1, Some(claim), failures, &mut tasks);
            }
            Because::Waits { way, knot } => self.waits(depth, way, knot, &mut tasks),
        }
        self.push(tasks);
    }

    /// "because a and b stand".
    fn stand(&self, depth: usize, step: StepId, tasks: &mut Vec<Task>) {
        let premises: Vec<_> = self.map.premises(step).collect();
        let mut line = Paragraph::of("because", Style::Because);
        self.list(&premises, &mut line);
        line.push_word(
            if premises.len() == 1 {
                "stands"
            } else {
                "stand"
            },
            Style::Plain,
        );
        self.grounds(depth, line, &premises, tasks);
    }

    /// The line, and what the claims that it is about stand on.
    fn grounds(
        &self,
        depth: usize,
        mut line: Paragraph,
        claims: &[ClaimId],
        tasks: &mut Vec<Task>,
    ) {
        let first = claims.first().map(|&claim| self.ground(claim));
        let is_one = claims
            .iter()
            .all(|&claim| self.is_simple(claim) && Some(self.ground(claim)) == first);
        if is_one {
            let ground = first.unwrap_or_default();
            line.push_word(&format!("({ground}, unchallenged)"), Style::Dim);
            tasks.push(Task::Line(depth, line));
            return;
        }
        line.push(":", Style::Plain);
        tasks.push(Task::Line(depth, line));
        for &claim in claims {
            let mut line = Paragraph::of(&self.id(claim), Style::Strong);
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
    fn answers(&self, depth: usize, answered: &[Answered], undercuts: &str, tasks: &mut Vec<Task>) {
        for answer in answered {
            let mut line = Paragraph::of("against", Style::But);
            match answer.attack {
                Attack::Objection(step) => {
                    let premises: Vec<_> = self.map.premises(step).collect();
                    self.list(&premises, &mut line);
                    match answer.failure {
                        Some(Failure::Premise(_, premise)) => {
                            let which = match premises.len() {
                                1 => ", which falls:".to_owned(),
                                _ => format!(" together, of which {} falls:", self.id(premise)),
                            };
                            line.push(&which, Style::Plain);
                            tasks.push(Task::Line(depth, line));
                            tasks.push(Task::Expand(depth + 1, premise));
                        }
                        Some(Failure::Undercut(_, by)) => {
                            line.push(", an objection that", Style::Plain);
                            line.push_word(&self.id(by), Style::Strong);
                            line.push_word("undercuts", Style::Undercut);
                            self.grounds(depth, line, &[by], tasks);
                        }
                        None => tasks.push(Task::Line(depth, line)),
                    }
                }
                Attack::Contradiction(other) => {
                    line.push_word(&self.id(other), Style::Strong);
                    line.push(", which contradicts it and falls:", Style::Plain);
                    tasks.push(Task::Line(depth, line));
                    tasks.push(Task::Expand(depth + 1, other));
                }
                Attack::Undercut(other, _) => {
                    line.push_word(&self.id(other), Style::Strong);
                    line.push(&format!(", which {undercuts} and falls:"), Style::Plain);
                    tasks.push(Task::Line(depth, line));
                    tasks.push(Task::Expand(depth + 1, other));
                }
            }
        }
    }

    /// "a objects to it and stands".
    fn defeat(&self, depth: usize, attack: Attack, tasks: &mut Vec<Task>) {
        let mut line = Paragraph::default();
        let claims = match attack {
            Attack::Objection(step) => self.map.premises(step).collect(),
            Attack::Contradiction(other) | Attack::Undercut(other, _) => vec![other],
        };
        self.list(&claims, &mut line);
        let (verb, stands) = match (attack, claims.len()) {
            (Attack::Objection(_), 1) => ("objects to it", "and stands"),
            (Attack::Objection(_), _) => ("together object to it", "and stand"),
            _ => ("contradicts it", "and stands"),
        };
        line.push_word(verb, Style::But);
        line.push_word(stands, Style::Plain);
        self.grounds(depth, line, &claims, tasks);
    }

    /// How reasons fail; of a claim in a circle, which it is.
    fn failures(
        &self,
        depth: usize,
        of: Option<ClaimId>,
        failures: &[Failure],
        tasks: &mut Vec<Task>,
    ) {
        for failure in failures {
            match *failure {
                Failure::Premise(_, premise) if of == Some(premise) => {
                    let mut line = Paragraph::of(&self.id(premise), Style::Strong);
                    line.push_word("is a premise of itself", Style::Plain);
                    tasks.push(Task::Line(depth, line));
                }
                Failure::Premise(_, premise) => {
                    let mut line = Paragraph::of(&self.id(premise), Style::Strong);
                    line.push_word("falls:", Style::Plain);
                    tasks.push(Task::Line(depth, line));
                    tasks.push(Task::Expand(depth + 1, premise));
                }
                Failure::Undercut(step, by) => {
                    let premises: Vec<_> = self.map.premises(step).collect();
                    let mut line = Paragraph::of(&self.id(by), Style::Strong);
                    line.push_word("undercuts", Style::Undercut);
                    line.push_word("the step from", Style::Plain);
                    self.list(&premises, &mut line);
                    line.push_word("and stands", Style::Plain);
                    self.grounds(depth, line, &[by], tasks);
                }
            }
        }
    }

    fn waits(&self, depth: usize, way: &[Wait], knot: &[Wait], tasks: &mut Vec<Task>) {
        for wait in way {
            tasks.push(Task::Line(depth, self.wait(wait)));
        }
        if let [only] = knot {
            let mut line = self.wait(only);
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
        for wait in knot {
            tasks.push(Task::Line(depth + 1, self.wait(wait)));
        }
    }

    fn wait(&self, wait: &Wait) -> Paragraph {
        let mut line = Paragraph::default();
        let [claim, other] = [wait.claim, wait.other].map(|claim| self.id(claim));
        let claim = match wait.by {
            By::Contradiction | By::Objection(_) | By::Reason(_) if wait.claim == wait.other => {
                "itself".into()
            }
            _ => claim,
        };
        match wait.by {
            By::Contradiction => {
                line.push(&other, Style::Strong);
                line.push_word("contradicts", Style::Against);
                line.push_word(&claim, Style::Strong);
            }
            By::Objection(_) => {
                line.push(&other, Style::Strong);
                line.push_word("objects to", Style::Against);
                line.push_word(&claim, Style::Strong);
            }
            By::Reason(_) => {
                line.push(&self.id(wait.claim), Style::Strong);
                line.push_word("rests on", Style::For);
                line.push_word(&other, Style::Strong);
            }
            By::Undercut(step) => {
                let premises: Vec<_> = self.map.premises(step).collect();
                line.push(&other, Style::Strong);
                line.push_word("undercuts", Style::Undercut);
                line.push_word("the step from", Style::Plain);
                self.list(&premises, &mut line);
                line.push_word("to", Style::Plain);
                line.push_word(&claim, Style::Strong);
            }
        }
        line
    }

    /// "a, b and c".
    fn list(&self, claims: &[ClaimId], line: &mut Paragraph) {
        naming::list(self.map, claims, line);
    }

    /// Whether the claim stands by itself and nothing is said against it.
    fn is_simple(&self, claim: ClaimId) -> bool {
        self.entries.get(&claim).is_some_and(|entry| {
            let Because::Stands { reason, answered } = &entry.because else {
                return false;
            };
            reason.is_none() && answered.is_empty()
        })
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

    fn label(&self, claim: ClaimId) -> Label {
        self.entries
            .get(&claim)
            .map_or(Label::Undecided, |entry| entry.label)
    }

    fn id(&self, claim: ClaimId) -> Shown {
        naming::id(self.map, claim)
    }
}

fn in_json(
    map: &Map,
    explanation: &Explanation,
    suppositions: &Suppositions,
    before: Option<Label>,
    either_way: Option<EitherWay>,
) -> Result<Shown, Fail> {
    let root = explanation.claims.first();
    let claims: Vec<_> = explanation
        .claims
        .iter()
        .map(|entry| {
            json!({
                "claim": map.id(entry.claim),
                "label": entry.label.name(),
                "because": because(map, &entry.because),
            })
        })
        .collect();
    let mut answer = json!({
        "version": 1,
        "semantics": "grounded",
        "claim": root.map(|entry| map.id(entry.claim)),
        "label": root.map(|entry| entry.label.name()),
        "minimal": explanation.is_minimal,
        "explanation": claims,
    });
    if let (Some(either_way), Some(answer)) = (either_way, answer.as_object_mut()) {
        answer.insert("either_way".to_owned(), Value::from(either_way.name()));
    }
    if let (Some(before), Some(answer)) = (before, answer.as_object_mut()) {
        answer.insert("was".to_owned(), Value::from(before.name()));
        let supposed = supposed_as_json(map, suppositions);
        answer.insert("suppositions".to_owned(), supposed);
    }
    to_json(&answer)
}

fn because(map: &Map, because: &Because) -> Value {
    let id = |claim: ClaimId| map.id(claim).to_owned();
    let step = |step: StepId| {
        let premises: Vec<_> = map.premises(step).map(id).collect();
        json!({ "premises": premises, "conclusion": id(map.step(step).conclusion) })
    };
    let failure = |failure: &Failure| match *failure {
        Failure::Premise(of, premise) => json!({ "step": step(of), "rejected": id(premise) }),
        Failure::Undercut(of, by) => json!({ "step": step(of), "undercut": id(by) }),
    };
    let failures = |failures: &[Failure]| failures.iter().map(failure).collect::<Vec<_>>();
    let attack = |attack: &Attack| match *attack {
        Attack::Objection(of) => json!({ "kind": "objection", "step": step(of) }),
        Attack::Contradiction(other) => json!({ "kind": "contradiction", "claim": id(other) }),
        Attack::Undercut(other, of) => {
            json!({ "kind": "undercut", "claim": id(other), "step": step(of) })
        }
    };
    let answers = |answered: &[Answered]| -> Vec<Value> {
        let answers = answered.iter().map(|answer| {
            let mut told = attack(&answer.attack);
            if let (Some(how), Some(told)) = (&answer.failure, told.as_object_mut()) {
                told.insert("fails".to_owned(), failure(how));
            }
            told
        });
        answers.collect()
    };
    let wait = |wait: &Wait| {
        let (by, of) = match wait.by {
            By::Contradiction => ("contradiction", None),
            By::Objection(of) => ("objection", Some(of)),
            By::Reason(of) => ("reason", Some(of)),
            By::Undercut(of) => ("undercut", Some(of)),
        };
        let mut told = json!({ "claim": id(wait.claim), "for": id(wait.other), "by": by });
        if let (Some(of), Some(told)) = (of, told.as_object_mut()) {
            told.insert("step".to_owned(), step(of));
        }
        told
    };
    let waits = |waits: &[Wait]| waits.iter().map(wait).collect::<Vec<_>>();
    match because {
        Because::Stands { reason, answered } => json!({
            "kind": "stands",
            "reason": reason.map(step),
            "answered": answers(answered),
        }),
        Because::Supposed => json!({ "kind": "supposed" }),
        Because::Defeated(by, answered) => json!({
            "kind": "defeated",
            "by": attack(by),
            "answered": answers(answered),
        }),
        Because::Uncarried(reasons) => {
            json!({ "kind": "uncarried", "failures": failures(reasons) })
        }
        Because::Circular(reasons) => {
            json!({ "kind": "circular", "failures": failures(reasons) })
        }
        Because::Waits { way, knot } => {
            json!({ "kind": "waits", "way": waits(way), "knot": waits(knot) })
        }
    }
}
