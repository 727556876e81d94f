//! What stands and what falls, as people and programs read it.

use argmap::map::ClaimId;
use argmap::printable::Shown;
use argmap::reason::{EitherWay, Label, Labelling, Suppositions, either_way};
use argmap::shown;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::listing::Listing;
use super::question::Question;
use super::scope::Scope;
use crate::cli::Failure;
use crate::cli::label::{in_words, sign, style};
use crate::cli::output::{print, to_json};
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::show::header;

/// The labels of a map, or of what is selected of it.
pub(super) struct Labels<'f> {
    pub(super) scope: Scope<'f>,
    pub(super) question: &'f Question,
    /// What was found; nothing if there is no extension.
    pub(super) labelling: Option<&'f Labelling>,
}

/// A claim whose label a supposition changes; there are none where there is no extension.
struct Change {
    claim: ClaimId,
    from: Option<Label>,
    to: Option<Label>,
}

impl Labels<'_> {
    pub(super) fn print_tree(&self, depth: Option<u32>) -> Result<(), Failure> {
        let scope = &self.scope;
        match self.labelling {
            Some(found) => scope.print_tree(depth, &self.verdict(found), || self.summary(found)),
            None => print(&(header(scope.map, scope.selected, scope.look.width) + &self.none())),
        }
    }

    /// What becomes of the thesis, in a line for each.
    fn verdict(&self, found: &Labelling) -> Shown {
        let scope = &self.scope;
        let either_way = self.either_way();
        let lines = scope.theses().map(|claim| {
            let label = found.claim(claim);
            let mut line = Paragraph::of(self.sign(label), style(label));
            line.push_word("the thesis", Style::Plain);
            line.push_word(&scope.id(claim), Style::Strong);
            line.push_word("is", Style::Plain);
            line.push_word(label.name(), style(label));
            if let Some(among) = self.question.among(label) {
                line.push(&among, Style::Plain);
            }
            if let Some(said) = either_way.get(&claim).and_then(|&found| in_words(found)) {
                line.push(&said, Style::Plain);
            }
            scope.wrapped(&line)
        });
        lines.collect()
    }

    /// What becomes of theses that grounded semantics leaves undecided, however that is decided.
    fn either_way(&self) -> FxHashMap<ClaimId, EitherWay> {
        let Some(found) = self.labelling.filter(|_| self.question.is_grounded()) else {
            return FxHashMap::default();
        };
        let scope = &self.scope;
        let undecided = |&claim: &ClaimId| found.claim(claim) == Label::Undecided;
        let theses: Vec<_> = scope.theses().filter(undecided).collect();
        let found = match theses.as_slice() {
            [] => Vec::new(),
            theses => either_way(scope.map, scope.suppositions, theses),
        };
        theses.into_iter().zip(found).collect()
    }

    /// How many claims have each label, and what that means.
    fn summary(&self, found: &Labelling) -> Shown {
        let labels = self.scope.claims();
        let labels: Vec<_> = labels.map(|claim| found.claim(claim)).collect();
        let parts = Label::ALL.map(|label| {
            let count = labels.iter().filter(|&&is| is == label).count();
            let sign = style(label).paint(self.sign(label));
            shown!("{} {} {}", sign, count, label.name())
        });
        let mut text = Shown::join(parts, "   ");
        if let Some(legend) = self.question.legend() {
            let legend = self.scope.wrapped(&Paragraph::of(&legend, Style::Dim));
            text += "\n";
            text += legend.trimmed();
        }
        text
    }

    /// That there is no extension, and what to ask instead.
    fn none(&self) -> Shown {
        let none = Paragraph::of(&self.question.none(), Style::Plain);
        let help = "`--semantics semi-stable` leaves as little undecided as can be";
        let help = Paragraph::of(help, Style::Dim);
        self.scope.wrapped(&none) + &self.scope.wrapped(&help)
    }

    /// What the suppositions change.
    pub(super) fn changes(&self) -> Result<Shown, Failure> {
        let before = self.before()?;
        let mut text = self.scope.supposed();
        text += "\n";
        let Some(found) = self.labelling else {
            let also = "without that, there is one";
            let also = before.map(|_| self.scope.wrapped(&Paragraph::of(also, Style::Plain)));
            return Ok(text + &self.none() + &also.unwrap_or_default());
        };
        let verdict = self.verdict(found) + &self.scope.lost_theses();
        text += &verdict;
        if !verdict.is_empty() {
            text += "\n";
        }
        if let Some(before) = before {
            text += self.moved(&self.compare(Some(&before)));
        } else {
            let none = format!("without that, {}", self.question.none());
            text += self.scope.wrapped(&Paragraph::of(&none, Style::Plain));
        }
        text += "\n";
        text += self.summary(found);
        text += "\n";
        Ok(text)
    }

    /// The claims whose labels change, in a line for each.
    fn moved(&self, changes: &[Change]) -> Shown {
        let scope = &self.scope;
        let said = match changes.len() {
            0 if scope.selected.is_some() => "no label changes of what is selected".to_owned(),
            0 => "no label changes".to_owned(),
            1 => format!("1 of {} labels changes:", scope.claims().count()),
            many => format!("{many} of {} labels change:", scope.claims().count()),
        };
        let mut text = scope.wrapped(&Paragraph::of(&said, Style::Plain));
        for change in changes {
            let (Some(from), Some(to)) = (change.from, change.to) else {
                continue;
            };
            let label = |label: Label| format!("{} {label}", self.sign(label));
            let mut line = Paragraph::of(&label(to), style(to));
            line.push_word(&scope.id(change.claim), Style::Strong);
            line.push_whole(&format!("(was {})", label(from)), Style::Dim);
            text += scope.hanging(&line, 2, 4);
        }
        text
    }

    /// The labels of the map as it is.
    fn before(&self) -> Result<Option<Labelling>, Failure> {
        let nothing = Suppositions::default();
        self.question.labels(self.scope.map, &nothing)
    }

    /// The claims whose labels differ from those before, in the order of the files.
    fn compare(&self, before: Option<&Labelling>) -> Vec<Change> {
        let changes = self.scope.claims().map(|claim| Change {
            claim,
            from: before.map(|before| before.claim(claim)),
            to: self.labelling.map(|found| found.claim(claim)),
        });
        changes.filter(|change| change.from != change.to).collect()
    }

    pub(super) fn json(&self, listing: Option<&Listing<'_>>) -> Result<Shown, Failure> {
        let scope = &self.scope;
        let map = scope.map;
        let name = |label: Option<Label>| label.map(Label::name);
        let either_way = self.either_way();
        let claims = scope.claims().map(|claim| {
            let label = self.labelling.map(|found| found.claim(claim));
            let found = match either_way.get(&claim) {
                Some(found) => json!({ "label": name(label), "either_way": found.name() }),
                None => json!({ "label": name(label) }),
            };
            (map.id(claim).to_owned(), found)
        });
        let mut answer = json!({
            "version": 1,
            "semantics": self.question.semantics(),
            "accept": self.question.accept(),
            "claims": claims.collect::<serde_json::Map<_, _>>(),
            "steps": scope.steps_as_json(|step| {
                json!({ "label": name(self.labelling.map(|found| found.step(step))) })
            }),
        });
        let Some(entries) = answer.as_object_mut() else {
            return to_json(&answer);
        };
        if let Some(listing) = listing {
            entries.insert("extensions".to_owned(), Value::from(listing.json()));
            entries.insert("more".to_owned(), Value::from(listing.more()));
        }
        if !scope.suppositions.is_empty() {
            let changes = self.compare(self.before()?.as_ref()).into_iter();
            let changes = changes.map(|change| {
                json!({
                    "claim": map.id(change.claim),
                    "from": name(change.from),
                    "to": name(change.to),
                })
            });
            let changes: Vec<_> = changes.collect();
            entries.insert("suppositions".to_owned(), scope.supposed_as_json());
            entries.insert("changes".to_owned(), Value::from(changes));
        }
        to_json(&answer)
    }

    fn sign(&self, label: Label) -> &'static str {
        sign(label, self.scope.look.ascii)
    }
}
