//! Shows extensions one by one, as sets of claims.

use argmap::answer::{ExtensionsAnswer, Named, Supposed};
use argmap::printable::{Shown, shown};
use argmap::reason::Label;
use argmap::reason::af::Semantics;
use argmap::shown;

use super::question::none;
use super::scope::Scope;
use crate::cli::label::{sign, style};
use crate::cli::naming::name;
use crate::cli::paragraph::{Ink, Paragraph};

/// The label of the line with the claims that every extension accepts.
const EACH: &str = "each";

/// Paints extensions.
pub(super) struct ListingPainter<'f> {
    pub(super) scope: Scope<'f>,
    pub(super) semantics: Semantics,
    pub(super) answer: &'f ExtensionsAnswer,
}

impl ListingPainter<'_> {
    /// The extensions: first what all of them accept, then what each accepts besides and what it leaves undecided. If
    /// there are suppositions, they are shown too, along with how many extensions there are without them.
    pub(super) fn paint(&self, supposed: Option<(&Supposed, &ExtensionsAnswer)>) -> Shown {
        let scope = self.scope;
        let mut text = match supposed {
            Some((suppositions, _)) => scope.supposed(suppositions),
            None => scope.header(),
        };
        let heading = self.counted(self.answer);
        text += scope.wrapped(&Paragraph::of(&heading, Ink::Plain));
        if let Some((_, before)) = supposed.filter(|(_, before)| !before.is_vain()) {
            let said = format!("without this, {}", self.counted(before));
            text += scope.wrapped(&Paragraph::of(&said, Ink::Dim));
        }
        if !self.answer.extensions.is_empty() {
            text += "\n";
            text += self.lines();
        }
        text
    }

    /// A line for what all extensions share, if there are several, and the lines for each extension.
    fn lines(&self) -> Shown {
        let ExtensionsAnswer {
            extensions,
            more,
            common,
            is_any_alike,
            ..
        } = self.answer;
        let shares = !common.is_empty() && (extensions.len() > 1 || *more);
        let digits = extensions.len().to_string().len();
        let (column, nothing) = if shares {
            (digits.max(EACH.len()) + 2, "nothing more")
        } else {
            (digits + 2, "nothing")
        };
        let line =
            |name: &str, label, claims: &[&Named]| self.line(name, column, label, claims, nothing);
        let mut text = Shown::new();
        if shares {
            let common: Vec<_> = common.iter().collect();
            text += line(EACH, Label::Accepted, &common);
        }
        for (number, extension) in (1..).zip(extensions) {
            // Both are in the order of the files.
            let is_common = |named: &Named| {
                common
                    .binary_search_by_key(&named.claim, |one| one.claim)
                    .is_ok()
            };
            let own = extension.accepted.iter();
            let own: Vec<_> = own.filter(|named| !(shares && is_common(named))).collect();
            text += line(&number.to_string(), Label::Accepted, &own);
            if !extension.undecided.is_empty() {
                let undecided: Vec<_> = extension.undecided.iter().collect();
                text += line("", Label::Undecided, &undecided);
            }
        }
        if *is_any_alike {
            let differ = match self.scope.asked.selected {
                Some(_) => "those that look alike differ in claims that are not selected",
                None => "those that look alike differ in the steps that stand",
            };
            text += "\n";
            text += self.scope.wrapped(&Paragraph::of(differ, Ink::Dim));
        }
        text
    }

    /// How many extensions were found.
    fn counted(&self, found: &ExtensionsAnswer) -> Shown {
        let name = self.semantics.full_name();
        let many = match found.extensions.len() {
            1 => shown!("1 {} extension", name),
            count => shown!("{} {} extensions", count, name),
        };
        match (found.extensions.len(), found.more | found.late) {
            (0, _) => shown(none(self.semantics)),
            (_, false) => many,
            (_, true) if found.more => many + "; there are more",
            (_, true) => many + ", as far as the search went",
        }
    }

    /// A line of the claims that have a label, after a heading that takes this many columns.
    fn line(
        &self,
        head: &str,
        column: usize,
        label: Label,
        claims: &[&Named],
        nothing: &str,
    ) -> Shown {
        let sign = sign(label, self.scope.look.ascii);
        let mut line = Paragraph::of(sign, style(label));
        if claims.is_empty() {
            line.push_word(nothing, Ink::Dim);
        }
        for (number, claim) in claims.iter().enumerate() {
            if number > 0 {
                line.push(",", Ink::Plain);
            }
            line.push_word(&name(claim), Ink::Plain);
        }
        let indent = column + sign.chars().count() + 1;
        let head = Ink::Dim.paint(&format!("{head:column$}"));
        line.beside(&head, column, self.scope.look.width, indent)
    }
}
