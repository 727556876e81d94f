//! `argmap evaluate`: what stands and what falls.

use std::fmt::Write;

use argmap::map::{ClaimId, Map};
use argmap::printable::{printable, printable_json};
use argmap::query::ClaimSet;
use argmap::reason::{Label, Labelling, Suppositions, grounded};
use argmap::syntax::Polarity;
use argmap::tree::{Direction, Tree, View};
use serde_json::{Value, json};

use super::label::{LabelMarks, sign, style};
use super::load::{MapArgument, warn_if_broken};
use super::look::LookArguments;
use super::output::print;
use super::paragraph::{Paragraph, Style};
use super::select::SelectArgument;
use super::show::header;
use super::suppose::SupposeArguments;
use super::tree::{Look, print_tree};
use super::{Failure, Outcome, Terminal};

const EXAMPLES: &str = "\
A claim is accepted if it stands by itself, or by a reason whose premises are all accepted, and everything
that speaks against it falls; rejected if nothing carries it, or something accepted speaks against it; else
undecided. What only a circle holds up is rejected. This is the grounded semantics.

Examples:
  argmap evaluate                      the whole map, every claim with its label
  argmap evaluate --depth 2 --titles   the outline
  argmap evaluate --deny fewer-leaders
                                       what would change if that claim fell
  argmap evaluate --select 'attackers(all())'
                                       what becomes of the objections";

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

    /// How to tell the labels
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
    let selected = args.select.set(&map)?;
    let suppositions = args.suppose.suppositions(&map)?;
    let labelling = grounded(&map, &suppositions);
    let marks = LabelMarks {
        labelling: &labelling,
        ascii: args.look.ascii(),
    };
    let look = args.look.look(&map, terminal, Some(&marks))?;
    let found = Found {
        map: &map,
        selected: selected.as_ref(),
        suppositions: &suppositions,
        labelling: &labelling,
        look,
    };
    terminal.paint_out();
    match (args.format, suppositions.is_empty()) {
        (Format::Json, _) => print(&found.json()?)?,
        (Format::Human, true) => found.print_tree(args.depth)?,
        (Format::Human, false) => print(&found.changes())?,
    }
    Ok(outcome)
}

/// The labels of a map, or of what is selected of it.
struct Found<'f, 's> {
    map: &'f Map<'s>,
    selected: Option<&'f ClaimSet>,
    suppositions: &'f Suppositions,
    labelling: &'f Labelling,
    look: Look<'f>,
}

/// A claim whose label a supposition changes.
struct Change {
    claim: ClaimId,
    from: Label,
    to: Label,
}

impl Found<'_, '_> {
    /// Whether the claim is asked of, and is supposed to be there.
    fn selects(&self, claim: ClaimId) -> bool {
        let is_there = self.suppositions.removed.binary_search(&claim).is_err();
        is_there
            && self
                .selected
                .is_none_or(|selected| selected.contains(claim))
    }

    fn print_tree(&self, depth: Option<u32>) -> Result<(), Failure> {
        let view = View {
            direction: Direction::Grounds,
            roots: &[],
            depth,
            selected: self.selected,
        };
        let tree = Tree::new(self.map, view);
        print(&header(self.map, self.selected, self.look.width))?;
        if tree.roots().is_empty() {
            let nothing = super::show::nothing(self.map);
            return print(&format!("{}\n", Style::Dim.paint(nothing)));
        }
        let verdict = self.verdict();
        if !verdict.is_empty() {
            print(&format!("{verdict}\n"))?;
        }
        print_tree(&tree, self.look)?;
        print(&format!("\n{}\n", self.summary()))
    }

    /// What becomes of the thesis, in a line for each.
    fn verdict(&self) -> String {
        let theses = self.map.thesis_or_root();
        let selected = theses.into_iter().filter(|&claim| self.selects(claim));
        selected
            .map(|claim| {
                let label = self.labelling.claim(claim);
                let mut line = Paragraph::of(self.sign(label), style(label));
                line.push_word("the thesis", Style::Plain);
                line.push_word(&self.id(claim), Style::Strong);
                line.push_word("is", Style::Plain);
                line.push_word(label.name(), style(label));
                self.wrapped(&line)
            })
            .collect()
    }

    /// How many claims have each label.
    fn summary(&self) -> String {
        let claims = self.map.claims().filter(|&claim| self.selects(claim));
        let labels: Vec<_> = claims.map(|claim| self.labelling.claim(claim)).collect();
        let parts = Label::ALL.map(|label| {
            let count = labels.iter().filter(|&&is| is == label).count();
            let sign = style(label).paint(self.sign(label));
            format!("{sign} {count} {label}")
        });
        parts.join("   ")
    }

    /// What the suppositions change.
    fn changes(&self) -> String {
        let suppositions = self.suppositions;
        let before = grounded(self.map, &Suppositions::default());
        let changes = self.compare(&before);
        let mut supposed = Paragraph::of("supposing that", Style::Dim);
        let parts = [
            (&suppositions.denied, "falls"),
            (&suppositions.assumed, "stands by itself"),
            (&suppositions.removed, "had never been written"),
        ];
        let parts = parts
            .into_iter()
            .flat_map(|(claims, what)| claims.iter().map(move |&claim| (claim, what)));
        for (number, (claim, what)) in parts.enumerate() {
            if number > 0 {
                supposed.push(",", Style::Dim);
            }
            supposed.push_word(&self.id(claim), Style::Strong);
            supposed.push_word(what, Style::Dim);
        }
        let mut text = self.wrapped(&supposed);
        text.push('\n');
        let verdict = self.verdict();
        text.push_str(&verdict);
        if !verdict.is_empty() {
            text.push('\n');
        }
        let total = self.map.claims().filter(|&claim| self.selects(claim));
        let said = match changes.len() {
            0 => "no label changes".to_owned(),
            1 => format!("1 of {} labels changes:", total.count()),
            many => format!("{many} of {} labels change:", total.count()),
        };
        text.push_str(&self.wrapped(&Paragraph::of(&said, Style::Plain)));
        for change in &changes {
            let label = |label: Label| format!("{} {label}", self.sign(label));
            let mut line = Paragraph::of(&label(change.to), style(change.to));
            line.push_word(&self.id(change.claim), Style::Strong);
            line.push_whole(&format!("(was {})", label(change.from)), Style::Dim);
            let lines = line.lines(
                self.look.width.saturating_sub(2),
                self.look.width.saturating_sub(4),
            );
            for (number, line) in lines.iter().enumerate() {
                let indent = if number == 0 { 2 } else { 4 };
                let _ = writeln!(text, "{:indent$}{}", "", line.painted);
            }
        }
        let _ = write!(text, "\n{}\n", self.summary());
        text
    }

    /// The claims whose labels differ, in the order of the files.
    fn compare(&self, before: &Labelling) -> Vec<Change> {
        let claims = self.map.claims().filter(|&claim| self.selects(claim));
        let changes = claims.map(|claim| Change {
            claim,
            from: before.claim(claim),
            to: self.labelling.claim(claim),
        });
        changes.filter(|change| change.from != change.to).collect()
    }

    fn json(&self) -> Result<String, Failure> {
        let (map, suppositions) = (self.map, self.suppositions);
        let mut claims = serde_json::Map::new();
        for claim in map.claims().filter(|&claim| self.selects(claim)) {
            let label = self.labelling.claim(claim).name();
            claims.insert(map.id(claim).to_owned(), json!({ "label": label }));
        }
        let ids = |claims: &[ClaimId]| -> Vec<_> {
            claims
                .iter()
                .map(|&claim| map.id(claim).to_owned())
                .collect()
        };
        let mut steps = Vec::new();
        for step in map.steps() {
            let premises: Vec<_> = map.premises(step).collect();
            let is = map.step(step);
            if !self.selects(is.conclusion) || !premises.iter().all(|&claim| self.selects(claim)) {
                continue;
            }
            let kind = match is.polarity {
                Polarity::For => "reason",
                Polarity::Against => "objection",
            };
            let mut entry = json!({
                "kind": kind,
                "premises": ids(&premises),
                "conclusion": map.id(is.conclusion),
                "label": self.labelling.step(step).name(),
            });
            if let (Some(name), Some(entry)) = (map.step_name(step), entry.as_object_mut()) {
                entry.shift_insert(0, "id".to_owned(), Value::from(name));
            }
            steps.push(entry);
        }
        let mut answer = json!({
            "version": 1,
            "semantics": "grounded",
            "claims": claims,
            "steps": steps,
        });
        if let (false, Some(answer)) = (suppositions.is_empty(), answer.as_object_mut()) {
            let supposed = json!({
                "denied": ids(&suppositions.denied),
                "assumed": ids(&suppositions.assumed),
                "removed": ids(&suppositions.removed),
            });
            let before = grounded(map, &Suppositions::default());
            let changes: Vec<_> = self
                .compare(&before)
                .iter()
                .map(|change| {
                    json!({
                        "claim": map.id(change.claim),
                        "from": change.from.name(),
                        "to": change.to.name(),
                    })
                })
                .collect();
            answer.insert("suppositions".to_owned(), supposed);
            answer.insert("changes".to_owned(), Value::from(changes));
        }
        let text = serde_json::to_string_pretty(&answer)
            .map_err(|error| Failure::new(format!("cannot write JSON: {error}")))?;
        Ok(printable_json(&text).into_owned() + "\n")
    }

    fn sign(&self, label: Label) -> &'static str {
        sign(label, self.look.ascii)
    }

    fn id(&self, claim: ClaimId) -> String {
        printable(self.map.id(claim)).replace(['\n', '\t'], " ")
    }

    fn wrapped(&self, paragraph: &Paragraph) -> String {
        let lines = paragraph.lines(self.look.width, self.look.width);
        lines.into_iter().map(|line| line.painted + "\n").collect()
    }
}
