//! Extensions one by one, as sets of claims.

use argmap::map::ClaimId;
use argmap::printable::Shown;
use argmap::printable::shown;
use argmap::reason::{Label, Labelling, Suppositions};
use argmap::shown;
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::question::{Found, Question};
use super::scope::Scope;
use crate::cli::Failure;
use crate::cli::label::{sign, style};
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::show::header;

/// What precedes the claims that every extension accepts.
const EACH: &str = "each";

/// The extensions of a map, what is selected of them.
pub(super) struct Listing<'f> {
    scope: &'f Scope<'f>,
    question: &'f Question,
    found: Found,
    /// How many were asked for.
    most: usize,
}

impl<'f> Listing<'f> {
    /// Finds at most so many extensions; by the claims that they accept, in the order of the files.
    pub(super) fn new(
        scope: &'f Scope<'f>,
        question: &'f Question,
        most: usize,
    ) -> Result<Self, Failure> {
        let mut found = question.find(scope.map, scope.suppositions, most)?;
        let with = |extension: &Labelling, label| -> Vec<ClaimId> {
            let claims = scope.map.claims();
            claims
                .filter(|&claim| extension.claim(claim) == label)
                .collect()
        };
        found.extensions.sort_by_cached_key(|extension| {
            [Label::Accepted, Label::Rejected].map(|label| with(extension, label))
        });
        Ok(Self {
            scope,
            question,
            found,
            most,
        })
    }

    /// The extensions: first what is in each of them, then what each adds to that and what it leaves undecided.
    pub(super) fn text(&self) -> Result<Shown, Failure> {
        let scope = self.scope;
        let mut text = if scope.suppositions.is_empty() {
            header(scope.map, scope.selected, scope.look.width)
        } else {
            scope.supposed() + "\n"
        };
        let Found { extensions, .. } = &self.found;
        text += scope.wrapped(&Paragraph::of(&self.heading(), Style::Plain));
        if !scope.suppositions.is_empty() {
            let nothing = Suppositions::default();
            let before = self.question.find(scope.map, &nothing, self.most)?;
            if !before.is_vain() {
                let said = format!("without that, {}", self.counted(&before));
                text += scope.wrapped(&Paragraph::of(&said, Style::Dim));
            }
        }
        if !extensions.is_empty() {
            text += "\n";
            text += self.lines();
        }
        Ok(text)
    }

    /// A line for what is in each extension, if there are several, and lines for each of them.
    fn lines(&self) -> Shown {
        let scope = self.scope;
        let Found { extensions, .. } = &self.found;
        let settled = |claim: &ClaimId| self.found.grounded.claim(*claim) == Label::Accepted;
        let common: Vec<_> = scope.claims().filter(settled).collect();
        let shares = !common.is_empty() && (extensions.len() > 1 || self.found.more);
        let digits = extensions.len().to_string().len();
        let (column, nothing) = if shares {
            (digits.max(EACH.len()) + 2, "nothing more")
        } else {
            (digits + 2, "nothing")
        };
        let line = |name: &str, label, claims: Vec<ClaimId>| {
            self.line(name, column, label, &claims, nothing)
        };
        let mut text = Shown::new();
        if shares {
            text += line(EACH, Label::Accepted, common);
        }
        let mut shown = FxHashSet::default();
        let mut is_any_alike = false;
        for (number, extension) in (1..).zip(extensions) {
            let with = |label| {
                scope
                    .claims()
                    .filter(move |&claim| extension.claim(claim) == label)
            };
            let own = with(Label::Accepted).filter(|claim| !(shares && settled(claim)));
            let own: Vec<_> = own.collect();
            let undecided: Vec<_> = with(Label::Undecided).collect();
            is_any_alike |= !shown.insert((own.clone(), undecided.clone()));
            text += line(&number.to_string(), Label::Accepted, own);
            if !undecided.is_empty() {
                text += line("", Label::Undecided, undecided);
            }
        }
        if is_any_alike {
            let differ = match scope.selected {
                Some(_) => "those that look alike differ in what is not selected",
                None => "those that look alike differ in the steps that stand",
            };
            text += "\n";
            text += scope.wrapped(&Paragraph::of(differ, Style::Dim));
        }
        text
    }

    fn heading(&self) -> Shown {
        self.counted(&self.found)
    }

    /// How many extensions were found.
    fn counted(&self, found: &Found) -> Shown {
        let Found {
            extensions,
            more,
            late,
            ..
        } = found;
        let semantics = self.question.semantics();
        let many = match extensions.len() {
            1 => shown!("1 {} extension", semantics),
            count => shown!("{} {} extensions", count, semantics),
        };
        match (extensions.len(), more | late) {
            (0, _) => shown(self.question.none()),
            (_, false) => many,
            (_, true) if *more => many + "; there are more",
            (_, true) => many + ", as far as the search came",
        }
    }

    /// What has a label, behind a name that takes this many columns.
    fn line(
        &self,
        name: &str,
        column: usize,
        label: Label,
        claims: &[ClaimId],
        nothing: &str,
    ) -> Shown {
        let sign = sign(label, self.scope.look.ascii);
        let mut line = Paragraph::of(sign, style(label));
        if claims.is_empty() {
            line.push_word(nothing, Style::Dim);
        }
        for (number, &claim) in claims.iter().enumerate() {
            if number > 0 {
                line.push(",", Style::Plain);
            }
            line.push_word(&self.scope.id(claim), Style::Plain);
        }
        let indent = column + sign.chars().count() + 1;
        let name = Style::Dim.paint(&format!("{name:column$}"));
        line.beside(&name, column, self.scope.look.width, indent)
    }

    /// The extensions in full, as JSON.
    pub(super) fn json(&self) -> Vec<Value> {
        let extensions = self.found.extensions.iter().map(|extension| {
            let with = |label| -> Vec<_> {
                let claims = self.scope.claims();
                let claims = claims.filter(|&claim| extension.claim(claim) == label);
                claims.map(|claim| self.scope.map.id(claim)).collect()
            };
            json!({
                "accepted": with(Label::Accepted),
                "rejected": with(Label::Rejected),
                "undecided": with(Label::Undecided),
            })
        });
        extensions.collect()
    }

    /// Whether there are more than are listed.
    pub(super) fn more(&self) -> bool {
        self.found.more
    }

    /// Whether time was up before anything was found.
    pub(super) fn is_vain(&self) -> bool {
        self.found.is_vain()
    }

    /// That time was up, if it was.
    pub(super) fn end(&self) -> Result<(), Failure> {
        if self.found.late {
            return Err(self.question.late());
        }
        Ok(())
    }
}
