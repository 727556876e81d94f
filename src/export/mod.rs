//! Writes a map in other formats: one file for each.
//!
//! What a format cannot carry is said in its module; nothing is dropped in silence.

mod aif;
mod argdown;
mod arguebuf;
mod around;
mod csv;
mod dot;
mod framework;
mod graphml;
mod html;
mod json;
mod kialo;
mod latex;
mod lost;
mod ltac;
mod markdown;
mod mermaid;
mod network;
mod outline;
#[cfg(feature = "parquet")]
mod parquet;
mod picture;
#[cfg(feature = "png")]
mod png;
mod sheets;
pub mod svg;
mod tables;

pub use around::around;
pub use csv::csv;
pub use dot::{Dot, RankDir};
pub use framework::Flat;
pub use html::{Page, SupposedByNumber, Supposing};
pub use json::{json, write as write_json};
pub use lost::Thing;
#[cfg(feature = "parquet")]
pub use parquet::{TableFile, parquet};
pub use picture::{Cluster, Paint};
#[cfg(feature = "png")]
pub use png::{PngError, png};
pub use sheets::{Sheet, sheets};
pub use svg::Svg;

use std::io::{self, Write};

use crate::losses::Losses;
use crate::map::{ClaimId, ClaimSet, LinkId, Map, QuestionId, StepId};
use crate::narrow::narrow;
use crate::printable::printable;

/// A format that a map can be written in.
pub trait Format: Sync {
    /// The name by which the command line calls it.
    fn name(&self) -> &'static str;

    /// The names under which it finds what an import has kept.
    fn keeps(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it can say besides claims, their texts and what supports what.
    fn carried(&self) -> &'static [Thing];

    /// Writes a part of a map. Linear in the part.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// What it loses of a part of a map.
    fn losses(&self, part: Part<'_>) -> Losses {
        lost::losses(part, self.carried(), self.name(), self.keeps())
    }
}

/// The formats for other programs.
pub static FORMATS: &[&dyn Format] = &[
    &argdown::Argdown,
    &aif::Aif,
    &aif::Xaif,
    &arguebuf::Arguebuf,
    &kialo::Kialo,
    &markdown::Markdown,
    &mermaid::Mermaid,
    &graphml::GraphMl,
    &latex::Latex,
    &ltac::Ltac,
];

/// Words on one line, with nothing in them that steers what shows them.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    printable(&words.join(" ")).into_owned()
}

/// The part of a map that is exported: a set of claims, and what holds among them alone.
#[derive(Debug, Clone, Copy)]
pub struct Part<'p> {
    /// The map.
    pub map: &'p Map,
    /// The claims; none for all of them.
    pub claims: Option<&'p ClaimSet>,
}

impl<'p> Part<'p> {
    /// All of a map.
    pub fn whole(map: &'p Map) -> Self {
        Self { map, claims: None }
    }

    /// Whether a claim is part of it.
    pub fn has(self, claim: ClaimId) -> bool {
        self.claims.is_none_or(|claims| claims.contains(claim))
    }

    /// Whether a step is: its conclusion and all its premises are.
    pub fn has_step(self, step: StepId) -> bool {
        self.claims.is_none()
            || (self.has(self.map.step(step).conclusion)
                && self.map.premises(step).all(|premise| self.has(premise)))
    }

    /// Its claims, in the order of the files.
    pub fn claims(self) -> impl Iterator<Item = ClaimId> + use<'p> {
        self.map.claims().filter(move |&claim| self.has(claim))
    }

    /// Its undercuts, in the order of the files: those whose premises are part of it, of steps that are. Linear in the map.
    pub fn undercuts(self) -> impl Iterator<Item = StepId> + use<'p> {
        let among = self
            .claims
            .map(|_| self.map.steps_among(|step| self.has_step(step)));
        let is_there = move |step: &StepId| {
            let among = among.as_ref();
            among.is_none_or(|among| among.contains(step.index()))
        };
        self.map.undercuts().filter(is_there)
    }

    /// Its reasons and objections, in the order of the files.
    pub fn steps(self) -> impl Iterator<Item = StepId> + use<'p> {
        self.map.steps().filter(move |&step| self.has_step(step))
    }

    /// The questions that one of its claims answers, in the order of the files; of a whole map all. Linear in these.
    pub fn questions(self) -> impl Iterator<Item = QuestionId> + use<'p> {
        let answered = move |&id: &QuestionId| {
            let mut answers = self.map.answers(id).iter();
            self.claims.is_none() || answers.any(|&claim| self.has(claim))
        };
        self.map.questions().filter(answered)
    }

    /// The answers to a question that are part of it.
    pub fn answers(self, question: QuestionId) -> impl Iterator<Item = ClaimId> + use<'p> {
        let answers = self.map.answers(question).iter().copied();
        answers.filter(move |&claim| self.has(claim))
    }

    /// Its links, in the order of the files: those whose two ends are part of it. Linear in the map.
    pub fn links(self) -> impl Iterator<Item = LinkId> + use<'p> {
        let count = narrow(self.map.links().len());
        (0..count).map(LinkId).filter(move |&link| {
            let link = self.map.link(link);
            self.has(link.from) && self.has(link.to)
        })
    }
}
