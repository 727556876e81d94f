//! Shows labels to people.

use argmap::answer::LabelsAnswer;
use argmap::answer::labels::LabelChanges;
use argmap::printable::Shown;
use argmap::reason::Label;
use argmap::shown;

use super::question::{among, legend, none};
use super::scope::Scope;
use crate::cli::CliError;
use crate::cli::label::{in_words, sign, style};
use crate::cli::naming::name;
use crate::cli::output::print;
use crate::cli::paragraph::{Ink, Paragraph};

/// Paints labels.
pub(crate) struct LabelPainter<'f> {
    pub(crate) scope: Scope<'f>,
    pub(crate) answer: &'f LabelsAnswer<'f>,
}

impl LabelPainter<'_> {
    pub(super) fn print_tree(&self, depth: Option<u32>) -> Result<(), CliError> {
        if self.answer.labelling.is_none() {
            return print(&(self.scope.header() + self.none()));
        }
        self.scope
            .print_tree(depth, &self.verdict(), || self.summary())
    }

    /// The label of each thesis, one per line.
    fn verdict(&self) -> Shown {
        let LabelsAnswer {
            semantics, accept, ..
        } = *self.answer;
        let lines = self.answer.theses.iter().map(|thesis| {
            let label = thesis.label;
            let mut line = Paragraph::of(self.sign(label), style(label));
            line.push_word("the thesis", Ink::Plain);
            line.push_word(&name(&thesis.claim), Ink::Strong);
            line.push_word("is", Ink::Plain);
            line.push_word(label.name(), style(label));
            if let Some(among) = among(semantics, accept, label) {
                line.push(&among, Ink::Plain);
            }
            if let Some(said) = thesis.either_way.and_then(in_words) {
                line.push(&said, Ink::Plain);
            }
            self.scope.wrapped(&line)
        });
        lines.collect()
    }

    /// How many claims have each label, and what the labels mean.
    fn summary(&self) -> Shown {
        let parts = self.answer.counts().map(|(label, count)| {
            let sign = style(label).paint(self.sign(label));
            shown!("{} {} {}", sign, count, label.name())
        });
        let mut text = Shown::join(parts, "   ");
        if let Some(legend) = legend(self.answer.semantics, self.answer.accept) {
            let legend = self.scope.wrapped(&Paragraph::of(&legend, Ink::Dim));
            text += "\n";
            text += legend.trimmed();
        }
        text
    }

    /// A message that there is no extension, and what to ask for instead.
    fn none(&self) -> Shown {
        let none = Paragraph::of(&none(self.answer.semantics), Ink::Plain);
        let help = "`--semantics semi-stable` leaves as little undecided as possible";
        let help = Paragraph::of(help, Ink::Dim);
        self.scope.wrapped(&none) + self.scope.wrapped(&help)
    }

    /// What the suppositions change.
    pub(crate) fn changes(&self, supposed: &LabelChanges) -> Shown {
        let scope = self.scope;
        let plain = |text: &str| scope.wrapped(&Paragraph::of(text, Ink::Plain));
        let mut text = scope.supposed(&supposed.suppositions);
        if self.answer.labelling.is_none() {
            text += self.none();
            if supposed.was_extension {
                text += plain("without this, there is one");
            }
            return text;
        }
        text += scope.theses(self.verdict());
        if supposed.was_extension {
            text += self.moved(supposed);
        } else {
            let none = format!("without this, {}", none(self.answer.semantics));
            text += plain(&none);
        }
        text += "\n";
        text += self.summary();
        text += "\n";
        text
    }

    /// The claims whose labels change, one per line.
    fn moved(&self, supposed: &LabelChanges) -> Shown {
        let scope = self.scope;
        let of = || scope.asked.claims().count();
        let said = match supposed.changes.len() {
            0 if scope.asked.selected.is_some() => "no selected label changes".to_owned(),
            0 => "no label changes".to_owned(),
            1 => format!("1 of {} labels changes:", of()),
            many => format!("{many} of {} labels change:", of()),
        };
        let mut text = scope.wrapped(&Paragraph::of(&said, Ink::Plain));
        for change in &supposed.changes {
            let (Some(from), Some(to)) = (change.from, change.to) else {
                continue;
            };
            let label = |label: Label| format!("{} {label}", self.sign(label));
            let mut line = Paragraph::of(&label(to), style(to));
            line.push_word(&name(&change.claim), Ink::Strong);
            line.push_whole(&format!("(was {})", label(from)), Ink::Dim);
            text += scope.hanging(&line, 2, 4);
        }
        text
    }

    fn sign(&self, label: Label) -> &'static str {
        sign(label, self.scope.look.ascii)
    }
}
