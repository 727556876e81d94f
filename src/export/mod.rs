//! Writes a map in other formats, one file for each format.
//!
//! What a format cannot express is counted by [`losses`](ExportFormat::losses), or said in the format's module. Nothing is
//! dropped silently.

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
mod written;

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
use crate::printable::printable_in_file;

/// A format that a map can be written in.
pub trait ExportFormat: Sync {
    /// The format's name on the command line.
    fn name(&self) -> &'static str;

    /// The keys under which it looks for data that an import has kept.
    fn keeps(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it can express besides claims, their texts, and what supports what.
    fn carried(&self) -> &'static [Thing];

    /// Writes a part of a map. Linear in the map, apart from the search for its quotations if the format says whether they
    /// were found.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// What is lost when it writes a part of a map.
    fn losses(&self, part: Part<'_>) -> Losses {
        lost::losses(part, self.carried(), self.name(), self.keeps())
    }
}

/// The formats for other programs.
pub static FORMATS: &[&dyn ExportFormat] = &[
    &argdown::ArgdownExport,
    &aif::AifExport,
    &aif::XaifExport,
    &arguebuf::ArguebufExport,
    &kialo::KialoExport,
    &markdown::Markdown,
    &mermaid::Mermaid,
    &graphml::GraphMl,
    &latex::Latex,
    &ltac::Ltac,
];

/// Text on one line, with control characters spelt out.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    printable_in_file(&words.join(" ")).into_owned()
}

/// The part of a map to export: a set of claims, and what relates only those claims.
#[derive(Debug, Clone, Copy)]
pub struct Part<'p> {
    /// The map.
    pub map: &'p Map,
    /// The claims; `None` for all of them.
    pub claims: Option<&'p ClaimSet>,
}

impl<'p> Part<'p> {
    /// The whole map.
    pub fn whole(map: &'p Map) -> Self {
        Self { map, claims: None }
    }

    /// Whether a claim is in the part.
    pub fn has(self, claim: ClaimId) -> bool {
        self.claims.is_none_or(|claims| claims.contains(claim))
    }

    /// Whether a step is in the part: its conclusion and all its premises must be.
    pub fn has_step(self, step: StepId) -> bool {
        self.claims.is_none()
            || (self.has(self.map.step(step).conclusion)
                && self.map.premises(step).all(|premise| self.has(premise)))
    }

    /// The part's claims, in the order of the files.
    pub fn claims(self) -> impl Iterator<Item = ClaimId> + use<'p> {
        self.map.claims().filter(move |&claim| self.has(claim))
    }

    /// The part's undercuts, in the order of the files: their premises must be in the part, and so must the steps that
    /// they undercut. Linear in the map.
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

    /// The part's reasons and objections, in the order of the files.
    pub fn steps(self) -> impl Iterator<Item = StepId> + use<'p> {
        self.map.steps().filter(move |&step| self.has_step(step))
    }

    /// The questions that at least one of its claims answers, in the order of the files; for a whole map, all
    /// questions. Linear in the questions.
    pub fn questions(self) -> impl Iterator<Item = QuestionId> + use<'p> {
        let answered = move |&id: &QuestionId| {
            let mut answers = self.map.answers(id).iter();
            self.claims.is_none() || answers.any(|&claim| self.has(claim))
        };
        self.map.questions().filter(answered)
    }

    /// The answers to a question that are in the part.
    pub fn answers(self, question: QuestionId) -> impl Iterator<Item = ClaimId> + use<'p> {
        let answers = self.map.answers(question).iter().copied();
        answers.filter(move |&claim| self.has(claim))
    }

    /// The part's links, in the order of the files: both ends must be in the part. Linear in the map.
    pub fn links(self) -> impl Iterator<Item = LinkId> + use<'p> {
        let count = narrow(self.map.links().len());
        (0..count).map(LinkId).filter(move |&link| {
            let link = self.map.link(link);
            self.has(link.from) && self.has(link.to)
        })
    }
}
