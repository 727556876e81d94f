//! A map as a numbered tree of pros and cons. A claim that is used twice is written out once.

use std::fmt::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Part;
use crate::map::{ClaimId, QuestionId};
use crate::syntax::Polarity;

/// What a line of the tree contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum OutlineEntry {
    Claim(ClaimId),
    /// A question, with its answers below it.
    Question(QuestionId),
}

/// A line of the tree.
pub(super) struct OutlineLine {
    pub(super) entry: OutlineEntry,
    /// Such as `1.2.`; empty if no numbers are asked for.
    pub(super) number: String,
    /// How far it is indented.
    pub(super) depth: usize,
    /// Whether it is an objection to what it is below; `None` for roots and answers.
    pub(super) is_against: Option<bool>,
    /// Where the claim is written out, if that is elsewhere.
    pub(super) elsewhere: Option<String>,
}

/// The place of an entry: what it is below, and its position there, counted from 1.
type OutlinePlace = (Option<OutlineEntry>, usize);

/// The reasons and objections below each entry.
pub(super) struct ReasonOutline {
    below: FxHashMap<OutlineEntry, Vec<(OutlineEntry, Option<bool>)>>,
    roots: Vec<OutlineEntry>,
    claims: Vec<ClaimId>,
}

/// The claims that are below nothing: the theses first, then claims that are premises of no reason or objection. Linear
/// in the map.
pub(super) fn roots(part: Part<'_>) -> Vec<ClaimId> {
    let map = part.map;
    let theses = map.thesis().iter().copied();
    let mut roots: Vec<ClaimId> = theses.filter(|claim| part.has(*claim)).collect();
    let premises = part.steps().flat_map(|step| map.premises(step));
    let below: FxHashSet<ClaimId> = premises.chain(roots.iter().copied()).collect();
    roots.extend(part.claims().filter(|claim| !below.contains(claim)));
    roots
}

/// How many questions have no answer. Nothing could be below them.
pub(super) fn unanswered(part: Part<'_>) -> usize {
    let questions = part.questions();
    questions
        .filter(|&id| part.answers(id).next().is_none())
        .count()
}

impl ReasonOutline {
    /// The tree of the claims in a part of a map: first the theses, then claims that support and attack nothing, then
    /// those that are reached only through cycles.
    pub(super) fn new(part: Part<'_>) -> Self {
        let map = part.map;
        let mut below: FxHashMap<OutlineEntry, Vec<(OutlineEntry, Option<bool>)>> =
            FxHashMap::default();
        for step in part.steps() {
            let conclusion = OutlineEntry::Claim(map.step(step).conclusion);
            let is_against = map.step(step).polarity == Polarity::Against;
            let premises = map.premises(step).map(OutlineEntry::Claim);
            let rows = premises.map(|premise| (premise, Some(is_against)));
            below.entry(conclusion).or_default().extend(rows);
        }
        Self {
            below,
            roots: roots(part).into_iter().map(OutlineEntry::Claim).collect(),
            claims: part.claims().collect(),
        }
    }

    /// The same tree, with each answered question above its answers. A question takes the place of its first answer
    /// that would be a root, or else comes at the end.
    pub(super) fn with_questions(part: Part<'_>) -> Self {
        let mut outline = Self::new(part);
        let mut last = Vec::new();
        let mut is_placed: FxHashSet<OutlineEntry> = FxHashSet::default();
        let mut roots = Vec::new();
        for id in part.questions() {
            let answers = part
                .answers(id)
                .map(|claim| (OutlineEntry::Claim(claim), None));
            let answers: Vec<_> = answers.collect();
            if !answers.is_empty() {
                outline.below.insert(OutlineEntry::Question(id), answers);
                last.push(OutlineEntry::Question(id));
            }
        }
        for &root in &outline.roots {
            if is_placed.contains(&root) {
                continue;
            }
            let asked = match root {
                OutlineEntry::Claim(claim) => part.map.questions_of(claim).first(),
                OutlineEntry::Question(_) => None,
            };
            let root = asked.map_or(root, |&question| OutlineEntry::Question(question));
            if is_placed.insert(root) {
                let answers = outline.below.get(&root).filter(|_| asked.is_some());
                is_placed.extend(answers.into_iter().flatten().map(|(answer, _)| *answer));
                roots.push(root);
            }
        }
        roots.extend(last.into_iter().filter(|entry| is_placed.insert(*entry)));
        outline.roots = roots;
        outline
    }

    /// Puts claims below others, without a side, after what is already there.
    pub(super) fn set_below(&mut self, rows: impl Iterator<Item = (ClaimId, ClaimId)>) {
        let mut moved: FxHashSet<OutlineEntry> = FxHashSet::default();
        for (claim, above) in rows {
            let claim = OutlineEntry::Claim(claim);
            let below = self.below.entry(OutlineEntry::Claim(above)).or_default();
            below.push((claim, None));
            moved.insert(claim);
        }
        self.roots.retain(|root| !moved.contains(root));
    }

    /// The lines in order, with or without numbers. Linear in the tree and in the length of the numbers.
    pub(super) fn lines(&self, is_numbered: bool) -> impl Iterator<Item = OutlineLine> + '_ {
        let mut places: FxHashMap<OutlineEntry, OutlinePlace> = FxHashMap::default();
        let mut roots = self.roots.iter().copied();
        // The rest can be reached only through cycles.
        let mut left = self.claims.iter().copied().map(OutlineEntry::Claim);
        let mut count = 0;
        let mut open: Vec<(OutlineEntry, OutlinePlace, usize, Option<bool>)> = Vec::new();
        std::iter::from_fn(move || {
            let (entry, place, depth, is_against) = open.pop().or_else(|| {
                let root = roots
                    .next()
                    .or_else(|| left.find(|entry| !places.contains_key(entry)))?;
                count += 1;
                Some((root, (None, count), 0, None))
            })?;
            let first = places.get(&entry).copied();
            if first.is_none() {
                places.insert(entry, place);
                let below = self.below.get(&entry).map_or(&[][..], Vec::as_slice);
                let below = below.iter().enumerate();
                let below = below.map(|(number, &(other, is_against))| {
                    (other, (Some(entry), number + 1), depth + 1, is_against)
                });
                open.extend(below.rev());
            }
            let number = |place| {
                let number = is_numbered.then(|| number(&places, place));
                number.unwrap_or_default()
            };
            Some(OutlineLine {
                entry,
                number: number(place),
                depth,
                is_against,
                elsewhere: first.map(number),
            })
        })
    }
}

/// The number of a place, such as `1.2.`.
fn number(places: &FxHashMap<OutlineEntry, OutlinePlace>, place: OutlinePlace) -> String {
    let above = |&(above, _): &OutlinePlace| places.get(&above?).copied();
    let way: Vec<OutlinePlace> = std::iter::successors(Some(place), above).collect();
    way.iter()
        .rev()
        .fold(String::new(), |mut out, (_, number)| {
            // Writing to a string does not fail.
            let _ = write!(out, "{number}.");
            out
        })
}
