//! Shows strengths to people.

use std::fmt::Write;

use argmap::answer::StrengthsAnswer;
use argmap::answer::strengths::{Sides, StrengthChanges, ThesisStrength};
use argmap::printable::Shown;
use argmap::shown;

use super::scope::Scope;
use crate::cli::CliError;
use crate::cli::bar::Bars;
use crate::cli::caveats;
use crate::cli::naming::name;
use crate::cli::paragraph::{Ink, Paragraph};

/// Paints strengths.
pub(super) struct StrengthPainter<'f> {
    pub(super) scope: Scope<'f>,
    pub(super) answer: &'f StrengthsAnswer<'f>,
    pub(super) bars: Bars,
}

impl StrengthPainter<'_> {
    pub(super) fn print_tree(&self, depth: Option<u32>) -> Result<(), CliError> {
        self.scope
            .print_tree(depth, &self.verdict(), || self.summary())
    }

    /// How strong each thesis is, one per line, along with what it was before or its base score.
    fn verdict(&self) -> Shown {
        let column = self.bars.columns() + 2;
        let lines = self.answer.theses.iter().map(|thesis| {
            let ThesisStrength {
                claim, base, was, ..
            } = thesis;
            let mut line = Paragraph::of("the thesis", Ink::Plain);
            line.push_word(&name(claim), Ink::Strong);
            let (word, figure) = was.map_or(("base score", *base), |was| ("was", was));
            let aside = format!("({word} {})", self.bars.figure(figure.0));
            line.push_whole(&aside, Ink::Dim);
            let bar = self.bars.of_claim(&self.answer.strengths, claim.claim);
            self.beside(bar, column, &line)
        });
        lines.collect()
    }

    /// A paragraph next to something that takes all but two of these columns.
    fn beside(&self, left: Shown, column: usize, text: &Paragraph) -> Shown {
        text.beside(&(left + "  "), column, self.scope.look.width, column)
    }

    /// How many claims are on each side of one half, by which semantics, and what to know about the numbers.
    fn summary(&self) -> Shown {
        let Sides {
            above,
            below,
            between,
            ..
        } = self.answer.sides();
        let semantics = self.answer.strengths.semantics();
        let mut line = Paragraph::of(&format!("by {semantics}:"), Ink::Plain);
        line.push_word(&format!("{above} above 0.5,"), Ink::Because);
        line.push_word(&format!("{below} below,"), Ink::But);
        line.push_word(&format!("{between} at it"), Ink::Plain);
        let mut text = self.scope.wrapped(&line);
        let ascii = self.scope.look.ascii;
        for note in caveats::sentences(&self.answer.caveats, semantics, ascii) {
            text += self.scope.hanging(&Paragraph::of(&note, Ink::Dim), 0, 2);
        }
        text.trimmed()
    }

    /// What the suppositions change.
    pub(super) fn changes(&self, supposed: &StrengthChanges) -> Shown {
        let scope = self.scope;
        let changes = supposed.changes.iter();
        let (shown, small): (Vec<_>, Vec<_>) =
            changes.partition(|change| self.bars.shows(change.to.0 - change.from.0));
        let mut text = scope.supposed(&supposed.suppositions);
        text += scope.theses(self.verdict());
        let of = scope.asked.claims().count();
        let mut said = match shown.len() {
            0 if scope.asked.selected.is_some() => "no selected strength moves".to_owned(),
            0 => "no strength moves".to_owned(),
            1 => format!("1 of {of} strengths moves"),
            many => format!("{many} of {of} strengths move, largest moves first"),
        };
        if !small.is_empty() {
            let _ = write!(said, ", and {} by less than the numbers show", small.len());
        }
        if !shown.is_empty() {
            said.push(':');
        }
        text += scope.wrapped(&Paragraph::of(&said, Ink::Plain));
        for change in shown {
            let difference = change.to.0 - change.from.0;
            let style = if difference > 0.0 {
                Ink::Because
            } else {
                Ink::But
            };
            let figure = self.bars.difference(difference);
            let column = 2 + figure.chars().count() + 2 + self.bars.columns() + 2;
            let left = shown!(
                "  {}  {}",
                style.paint(&figure),
                self.bars
                    .of_claim(&self.answer.strengths, change.claim.claim)
            );
            let mut line = Paragraph::of(&name(&change.claim), Ink::Strong);
            let was = format!("(was {})", self.bars.figure(change.from.0));
            line.push_whole(&was, Ink::Dim);
            text += self.beside(left, column, &line);
        }
        text += "\n";
        text += self.summary();
        text += "\n";
        text
    }
}
