//! What an evaluation is of: a map, or a part of it, as it is or as it might be.

use argmap::answer::Supposed;
use argmap::map::{ClaimId, Map, StepId};
use argmap::printable::Shown;
use argmap::query::ClaimSet;
use argmap::reason::Suppositions;
use argmap::shown;
use argmap::syntax::Polarity;
use argmap::tree::{Tree, View};
use serde_json::Value;

use crate::cli::Failure;
use crate::cli::naming;
use crate::cli::output::print;
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::show::{header, nothing, usual_order};
use crate::cli::suppose::{self, supposed_as_json};
use crate::cli::tree::{Look, print_tree};

/// What is asked of, and how it is to look.
pub(crate) struct Scope<'f> {
    pub(crate) map: &'f Map,
    pub(crate) selected: Option<&'f ClaimSet>,
    pub(crate) suppositions: &'f Suppositions,
    pub(crate) look: Look<'f>,
}

impl Scope<'_> {
    /// Whether the claim is asked of, and is supposed to be there.
    pub(super) fn selects(&self, claim: ClaimId) -> bool {
        let is_there = self.suppositions.removed.binary_search(&claim).is_err();
        is_there
            && self
                .selected
                .is_none_or(|selected| selected.contains(claim))
    }

    /// The claims asked of.
    pub(super) fn claims(&self) -> impl Iterator<Item = ClaimId> {
        self.map.claims().filter(|&claim| self.selects(claim))
    }

    /// The steps between claims asked of.
    pub(super) fn steps(&self) -> impl Iterator<Item = StepId> {
        self.map.steps().filter(|&step| {
            let mut premises = self.map.premises(step);
            self.selects(self.map.step(step).conclusion)
                && premises.all(|claim| self.selects(claim))
        })
    }

    /// What the map is for, as far as it is asked of.
    pub(super) fn theses(&self) -> impl Iterator<Item = ClaimId> {
        let theses = self.map.thesis().iter().copied();
        theses.filter(|&claim| self.selects(claim))
    }

    /// What the map is for and is supposed not to be there, in a line for each.
    pub(super) fn lost_theses(&self) -> Shown {
        let theses = self.map.thesis().iter().copied();
        let lost = theses.filter(|claim| self.suppositions.removed.binary_search(claim).is_ok());
        let lines = lost.map(|claim| {
            let mut line = Paragraph::of("the thesis", Style::Plain);
            line.push_word(&self.id(claim), Style::Strong);
            line.push_word("is gone", Style::Plain);
            self.wrapped(&line)
        });
        lines.collect()
    }

    /// Prints the tree, with a verdict before it and a summary after it.
    pub(super) fn print_tree(
        &self,
        depth: Option<u32>,
        verdict: &Shown,
        summary: impl FnOnce() -> Shown,
    ) -> Result<(), Failure> {
        let order = usual_order(self.map);
        let view = View {
            depth,
            selected: self.selected,
            order: order.as_ref(),
            ..View::default()
        };
        let tree = Tree::new(self.map, view);
        print(&header(self.map, self.selected, self.look.width))?;
        if tree.roots().is_empty() {
            let nothing = nothing(self.map);
            return print(&shown!("{}\n", Style::Dim.paint(nothing)));
        }
        if !verdict.is_empty() {
            print(&shown!("{}\n", verdict))?;
        }
        print_tree(&tree, self.look)?;
        print(&shown!("\n{}\n", summary()))
    }

    /// What is supposed, in words.
    pub(super) fn supposed(&self) -> Shown {
        let supposed = Supposed::new(self.map, self.suppositions);
        supposed.map_or_else(Shown::new, |said| self.wrapped(&suppose::supposed(&said)))
    }

    /// The same as JSON.
    pub(super) fn supposed_as_json(&self) -> Value {
        supposed_as_json(self.map, self.suppositions)
    }

    /// The steps asked of as JSON: which each is, and what `found` adds.
    pub(super) fn steps_as_json(&self, found: impl Fn(StepId) -> Value) -> Vec<Value> {
        let steps = self.steps().map(|step| {
            let is = self.map.step(step);
            let kind = match is.polarity {
                Polarity::For => "reason",
                Polarity::Against => "objection",
            };
            let mut entry = serde_json::Map::new();
            if let Some(name) = self.map.step_name(step) {
                entry.insert("id".to_owned(), Value::from(name));
            }
            let premises: Vec<_> = self.map.premises(step).collect();
            entry.insert("kind".to_owned(), Value::from(kind));
            entry.insert("premises".to_owned(), Value::from(self.ids(&premises)));
            entry.insert(
                "conclusion".to_owned(),
                Value::from(self.map.id(is.conclusion)),
            );
            if let Value::Object(found) = found(step) {
                entry.extend(found);
            }
            Value::from(entry)
        });
        steps.collect()
    }

    fn ids(&self, claims: &[ClaimId]) -> Vec<String> {
        let ids = claims.iter().map(|&claim| self.map.id(claim).to_owned());
        ids.collect()
    }

    /// The claim's id on one line.
    pub(super) fn id(&self, claim: ClaimId) -> Shown {
        naming::id(self.map, claim)
    }

    /// The paragraph in lines that fit.
    pub(super) fn wrapped(&self, paragraph: &Paragraph) -> Shown {
        self.hanging(paragraph, 0, 0)
    }

    /// The same with this many blanks before the first line, and before the others.
    pub(super) fn hanging(&self, paragraph: &Paragraph, first: usize, rest: usize) -> Shown {
        paragraph.block(self.look.width, first, rest)
    }
}
