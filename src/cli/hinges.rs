//! `argmap hinges`: what a claim hangs on.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use argmap::map::{ClaimId, Map};
use argmap::printable::printable;
use argmap::query::{ClaimSet, crucial};
use argmap::reason::hinges::Tried;
use argmap::reason::{Hinge, Hinges, Label, Suppositions, grounded};
use serde_json::json;

use super::label::{sign, style};
use super::load::{MapArgument, warn_if_broken};
use super::look::LookArguments;
use super::naming::{id, list, wording};
use super::output::{print, to_json};
use super::paragraph::{Paragraph, Style};
use super::show::find_claim;
use super::suppose::{SupposeArguments, supposed, supposed_as_json};
use super::tree::Look;
use super::{Failure, Outcome, Terminal};

const EXAMPLES: &str = "\
A claim is a hinge if denying it, and it alone, changes the label: a ground without which the claim does not
stand, what keeps an objection to it down, or an objection whose fall would help. A pair is two claims that
change the label together, and neither alone.

One argument that is a file or a folder, or `-`, is the MAP; to ask of a claim with such a name, give both.

Examples:
  argmap hinges                        what the thesis hangs on
  argmap hinges alike                  what that claim hangs on
  argmap hinges alike letters/         and in another map
  argmap hinges --deny high-barrier    what the thesis would hang on, if that claim fell";

/// What `argmap hinges` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    /// The claim to ask of, instead of the thesis
    #[arg(value_name = "ID")]
    claim: Option<String>,

    #[command(flatten)]
    map: MapArgument,

    /// List at most so many pairs; 0 looks for none
    ///
    /// There can be very many: of two independent reasons, every ground of the one makes a pair with every ground of
    /// the other. Those nearest to the claim come first.
    #[arg(long, short, default_value_t = 10, value_name = "N")]
    pairs: usize,

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
    /// In words
    #[default]
    Human,
    /// JSON, for programs
    Json,
}

/// How far what belongs to a line is indented below it.
const INDENT: usize = 2;

/// Runs `argmap hinges`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    let (claim, map) = args.positionals();
    let files = map.files()?;
    let map = Map::new(&files);
    let outcome = warn_if_broken(&map, terminal);
    let targets = match claim {
        Some(name) => vec![find_claim(&map, name)?],
        None => theses(&map)?,
    };
    let suppositions = args.suppose.suppositions(&map)?;
    let labelling = grounded(&map, &suppositions);
    let found = targets.iter().map(|&target| {
        let label = labelling.claim(target);
        Found::new(&map, &suppositions, target, label, args.pairs)
    });
    let found: Vec<_> = found.collect();
    let look = args.look.look(&map, terminal, None)?;
    terminal.paint_out();
    match (args.format, found.as_slice()) {
        (Format::Json, [one]) => print(&one.json()?)?,
        (Format::Json, _) => return Err(name_one(&map, &targets)),
        (Format::Human, all) => {
            if !suppositions.is_empty() {
                print(&(supposed(&map, &suppositions).block(look.width, 0, INDENT) + "\n"))?;
            }
            for (number, found) in all.iter().enumerate() {
                if number > 0 {
                    print("\n")?;
                }
                print(&found.tell(look))?;
            }
        }
    }
    Ok(outcome)
}

impl Args {
    /// The claim asked of, if any, and the map: one argument alone may be either.
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

/// What the map is for.
fn theses(map: &Map<'_>) -> Result<Vec<ClaimId>, Failure> {
    let theses = map.thesis_or_root();
    if !theses.is_empty() {
        return Ok(theses);
    }
    let candidates = map.thesis_candidates();
    let text = if map.declares_thesis() {
        "what this map declares as its thesis is no claim of it"
    } else if candidates.is_empty() {
        "this map has no claims"
    } else {
        "this map does not say what its thesis is"
    };
    Err(match candidates.first() {
        Some(&claim) => Failure::with_help(
            text,
            format!(
                "name a claim, such as `argmap hinges {}`, or declare a `thesis` in `[map]`",
                printable(map.id(claim))
            ),
        ),
        None => Failure::new(text),
    })
}

/// JSON tells of one claim.
fn name_one(map: &Map<'_>, targets: &[ClaimId]) -> Failure {
    let names: Vec<_> = targets
        .iter()
        .take(5)
        .map(|&claim| format!("`{}`", printable(map.id(claim))))
        .collect();
    Failure::with_help(
        format!(
            "JSON tells of one claim, and this map has {} theses",
            targets.len()
        ),
        format!("name the claim, such as {}", names.join(", ")),
    )
}

/// What one claim hangs on.
struct Found<'f, 's> {
    map: &'f Map<'s>,
    suppositions: &'f Suppositions,
    target: ClaimId,
    label: Label,
    hinges: Tried<Hinge>,
    /// The claims through which every line of support passes, but for the claim itself; none if that is not known.
    crucial: Option<Vec<ClaimId>>,
    pairs: Tried<[ClaimId; 2]>,
    /// How many pairs were asked for.
    most_pairs: usize,
}

impl<'f, 's> Found<'f, 's> {
    fn new(
        map: &'f Map<'s>,
        suppositions: &'f Suppositions,
        target: ClaimId,
        label: Label,
        most_pairs: usize,
    ) -> Self {
        let search = Hinges::new(map, suppositions, &[target]);
        // Crucial is what the map says of support, whatever is supposed.
        let set = suppositions
            .is_empty()
            .then(|| crucial(map, &ClaimSet::of(map, [target])))
            .flatten();
        let crucial = set.map(|set| set.iter().filter(|&claim| claim != target).collect());
        let pairs = match most_pairs {
            0 => Tried {
                found: Vec::new(),
                untried: 0,
            },
            most => search.pairs(most),
        };
        Self {
            map,
            suppositions,
            target,
            label,
            hinges: search.alone(),
            crucial,
            pairs,
            most_pairs,
        }
    }

    fn tell(&self, look: Look<'_>) -> String {
        let mut text = self.head(look);
        for label in [Label::Rejected, Label::Undecided, Label::Accepted] {
            text.push_str(&self.falls(label, look));
        }
        text.push_str(&self.lines_of_support(look));
        text.push_str(&self.together(look));
        text.push('\n');
        text.push_str(&self.summary(look));
        text
    }

    /// The claim, its label and its wording.
    fn head(&self, look: Look<'_>) -> String {
        let mut head = Paragraph::of(sign(self.label, look.ascii), style(self.label));
        if self.map.thesis_or_root().contains(&self.target) {
            head.push_word("the thesis", Style::Plain);
        }
        head.push_word(&id(self.map, self.target), Style::Strong);
        head.push_word("is", Style::Plain);
        head.push_word(self.label.name(), style(self.label));
        let says = wording(self.map, self.target, look.titles, look.language);
        let mut text = head.block(look.width, 0, INDENT);
        if !says.is_empty() {
            text.push_str(&Paragraph::of(says, Style::Dim).block(look.width, INDENT, INDENT));
        }
        text
    }

    /// The claims whose fall gives the claim this label.
    fn falls(&self, label: Label, look: Look<'_>) -> String {
        let hinges = self.hinges.found.iter().filter(|hinge| hinge.to == label);
        let hinges: Vec<_> = hinges.map(|hinge| hinge.claim).collect();
        let when = match hinges.len() {
            0 => return String::new(),
            1 => "if this claim falls:",
            _ => "if any of these falls:",
        };
        let mut heading = Paragraph::of(sign(label, look.ascii), style(label));
        heading.push_word(label.name(), style(label));
        heading.push_word(when, Style::Plain);
        let mut text = format!("\n{}", heading.block(look.width, 0, INDENT));
        for claim in hinges {
            text.push_str(&self.entry(claim, look));
        }
        text
    }

    /// A claim and what it says.
    fn entry(&self, claim: ClaimId, look: Look<'_>) -> String {
        const GAP: usize = 2;
        let id = Paragraph::of(&id(self.map, claim), Style::Strong);
        let says = wording(self.map, claim, look.titles, look.language);
        let taken = INDENT + id.columns() + GAP;
        if taken >= look.width || says.is_empty() {
            return id.block(look.width, INDENT, INDENT);
        }
        let hanging = 2 * INDENT;
        let says = Paragraph::of(says, Style::Plain);
        let lines = says.lines(look.width - taken, look.width.saturating_sub(hanging));
        let mut lines = lines.into_iter().map(|line| line.painted);
        let first = lines.next().unwrap_or_default();
        let id = id.line(look.width, "");
        let mut text = format!("{:INDENT$}{id}{:GAP$}{first}", "", "");
        text.truncate(text.trim_ascii_end().len());
        for line in lines {
            let _ = write!(text, "\n{:hanging$}{line}", "");
        }
        text + "\n"
    }

    /// What all support of the claim has in common.
    fn lines_of_support(&self, look: Look<'_>) -> String {
        let Some(crucial) = self.crucial.as_ref().filter(|crucial| !crucial.is_empty()) else {
            return String::new();
        };
        let mut line = Paragraph::of("every line of support passes through", Style::For);
        list(self.map, crucial, &mut line);
        format!("\n{}", line.block(look.width, 0, INDENT))
    }

    /// The pairs.
    fn together(&self, look: Look<'_>) -> String {
        if self.pairs.found.is_empty() {
            return String::new();
        }
        let mut said = Paragraph::of("no longer", Style::Plain);
        said.push_word(self.label.name(), style(self.label));
        said.push_word(
            "if both of these fall (one alone is not enough):",
            Style::Plain,
        );
        let mut text = format!("\n{}", said.block(look.width, 0, INDENT));
        for pair in &self.pairs.found {
            let mut line = Paragraph::default();
            list(self.map, pair, &mut line);
            text.push_str(&line.block(look.width, INDENT, 2 * INDENT));
        }
        text
    }

    fn summary(&self, look: Look<'_>) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => format!("no {many}"),
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        };
        let others = self.map.claim_count().saturating_sub(1);
        let mut said = format!(
            "{} among {}",
            counted(self.hinges.found.len(), "hinge", "hinges"),
            counted(others, "other claim", "other claims"),
        );
        if self.most_pairs > 0 && self.label != Label::Undecided {
            let pairs = counted(self.pairs.found.len(), "pair", "pairs");
            let _ = write!(said, ", {pairs}");
        }
        let mut text = Paragraph::of(&said, Style::Plain).block(look.width, 0, INDENT);
        let mut note = |note: &str| {
            text.push_str(&Paragraph::of(note, Style::Dim).block(look.width, 0, INDENT));
        };
        if self.hinges.untried > 0 {
            let untried = counted(self.hinges.untried, "claim was", "claims were");
            note(&format!(
                "there may be more hinges: {untried} not tried, for it would take too long"
            ));
        }
        if self.pairs.untried > 0 {
            let untried = counted(self.pairs.untried, "claim was", "claims were");
            let why = if self.pairs.found.len() == self.most_pairs {
                "`--pairs` asks for more"
            } else {
                "it would take too long"
            };
            note(&format!(
                "there may be more pairs: {untried} not tried with all others; {why}"
            ));
        }
        text
    }

    fn json(&self) -> Result<String, Failure> {
        let id = |claim: ClaimId| self.map.id(claim);
        let ids = |claims: &[ClaimId]| claims.iter().map(|&claim| id(claim)).collect::<Vec<_>>();
        let hinges = self.hinges.found.iter().map(|hinge| {
            json!({
                "claim": id(hinge.claim),
                "from": self.label.name(),
                "to": hinge.to.name(),
            })
        });
        let pairs = self.pairs.found.iter().map(|pair| ids(pair));
        let mut answer = json!({
            "version": 1,
            "semantics": "grounded",
            "target": id(self.target),
            "label": self.label.name(),
            "hinges": hinges.collect::<Vec<_>>(),
            "crucial": self.crucial.as_deref().map(ids),
            "pairs": pairs.collect::<Vec<_>>(),
            "untried": { "hinges": self.hinges.untried, "pairs": self.pairs.untried },
        });
        if let (false, Some(answer)) = (self.suppositions.is_empty(), answer.as_object_mut()) {
            let supposed = supposed_as_json(self.map, self.suppositions);
            answer.insert("suppositions".to_owned(), supposed);
        }
        to_json(&answer)
    }
}
