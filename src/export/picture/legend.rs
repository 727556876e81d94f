//! What a legend has to explain: only what occurs in the picture.

use rustc_hash::FxHashSet;

use super::{
    ClaimLook, ClaimRole, FAINT, FILLS, Paint, Picture, STRENGTHS, color, label_look, strength_fill,
};
use crate::map::canonical_label;
use crate::reason::Label;
use crate::syntax::{Polarity, RelationKind};

/// What occurs in a picture.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each thing")]
pub(in crate::export) struct Legend {
    pub(in crate::export) reason: bool,
    pub(in crate::export) objection: bool,
    /// Reasons with several premises.
    pub(in crate::export) linked_reason: bool,
    pub(in crate::export) linked_objection: bool,
    /// The colour of a step that is undercut.
    pub(in crate::export) undercut: Option<&'static str>,
    pub(in crate::export) contradiction: bool,
    pub(in crate::export) contrast: bool,
    pub(in crate::export) restatement: bool,
    /// A question whose answers can hold together.
    pub(in crate::export) question: bool,
    /// A question whose answers exclude each other.
    pub(in crate::export) exclusive_question: bool,
    pub(in crate::export) thesis: bool,
    pub(in crate::export) implicit: bool,
    /// A claim with reasons or objections that are not in the picture.
    pub(in crate::export) hidden: bool,
    /// What the fills of claims mean.
    pub(in crate::export) fills: Vec<Row>,
}

/// How claims with something in common look, and what they have in common.
#[derive(Debug)]
pub(in crate::export) struct Row {
    pub(in crate::export) look: ClaimLook,
    pub(in crate::export) meaning: String,
}

impl Picture<'_> {
    pub(in crate::export) fn legend(&self) -> Legend {
        let map = self.part.map;
        let mut legend = Legend {
            fills: self.fills_that_occur(),
            ..Legend::default()
        };
        for id in self.part.steps() {
            let polarity = map.step(id).polarity;
            let is_linked = map.premises(id).nth(1).is_some();
            match (polarity, is_linked) {
                (Polarity::For, false) => legend.reason = true,
                (Polarity::For, true) => legend.linked_reason = true,
                (Polarity::Against, false) => legend.objection = true,
                (Polarity::Against, true) => legend.linked_objection = true,
            }
            if self.undercut.contains(&id) {
                legend.undercut = legend.undercut.or(Some(color(polarity)));
            }
        }
        for id in self.part.links() {
            match map.link(id).kind {
                RelationKind::Contradicts => legend.contradiction = true,
                RelationKind::Contrasts => legend.contrast = true,
                RelationKind::Restates => legend.restatement = true,
                _ => {}
            }
        }
        for claim in self.part.claims() {
            legend.implicit |= map.claim(claim).is_implicit();
            legend.hidden |= self.hidden(claim) > 0;
        }
        for id in self.part.questions() {
            if map.question(id).is_exclusive() {
                legend.exclusive_question = true;
            } else {
                legend.question = true;
            }
        }
        let mut theses = map.thesis().iter();
        legend.thesis = theses.any(|&claim| self.part.has(claim));
        legend
    }

    /// The looks of claims that occur, with their meanings.
    fn fills_that_occur(&self) -> Vec<Row> {
        match self.paint {
            Paint::Nothing => Vec::new(),
            Paint::Relation => {
                let roles: Vec<ClaimRole> = self
                    .part
                    .claims()
                    .filter_map(|claim| self.roles.get(&claim).copied())
                    .collect();
                let occur = ClaimRole::ALL
                    .into_iter()
                    .filter(|role| roles.contains(role));
                let row = |role: ClaimRole| {
                    let (meaning, look) = role.look();
                    let meaning = meaning.to_owned();
                    Row { look, meaning }
                };
                occur.map(row).collect()
            }
            Paint::Label(labelling) => {
                let has = |label| {
                    let mut claims = self.part.claims();
                    claims.any(|claim| labelling.claim(claim) == label)
                };
                let labels = Label::ALL.into_iter().filter(|&label| has(label));
                let row = |label| {
                    let (sign, look) = label_look(label);
                    let meaning = format!("{sign} {label}");
                    Row { look, meaning }
                };
                labels.map(row).collect()
            }
            Paint::Strength(strengths) => {
                let fills: FxHashSet<&str> = self
                    .part
                    .claims()
                    .map(|claim| strength_fill(strengths.claim(claim)))
                    .collect();
                let meanings = [
                    "below 0.2",
                    "0.2 to 0.4",
                    "0.4 to 0.6",
                    "0.6 to 0.8",
                    "0.8 and more",
                ];
                let rows = STRENGTHS.into_iter().zip(meanings);
                let occur = rows.filter(|(fill, _)| fills.contains(fill));
                let row = |(fill, meaning): (&'static str, &str)| Row {
                    look: ClaimLook {
                        fill,
                        border: FAINT,
                    },
                    meaning: format!("strength {meaning}"),
                };
                occur.map(row).collect()
            }
            Paint::About | Paint::By => self.subjects(),
        }
    }

    fn subjects(&self) -> Vec<Row> {
        // If there are more subjects than fills, one fill stands for several.
        let mut subjects: Vec<(&'static str, Vec<&str>)> =
            FILLS.iter().map(|&fill| (fill, Vec::new())).collect();
        let mut known = FxHashSet::default();
        let about = self.part.claims().filter_map(|claim| self.subject(claim));
        for about in about {
            let row = subjects.get_mut(known.len() % FILLS.len());
            if let Some((_, subjects)) = row.filter(|_| known.insert(canonical_label(about))) {
                subjects.push(about);
            }
        }
        subjects.retain(|(_, subjects)| !subjects.is_empty());
        let row = |(fill, subjects): (&'static str, Vec<&str>)| Row {
            look: ClaimLook {
                fill,
                border: FAINT,
            },
            meaning: some_of(&subjects),
        };
        subjects.into_iter().map(row).collect()
    }
}

/// The first few names.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<_> = names.iter().take(SHOWN).copied().collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
