//! A map as a numbered tree of pros and cons: a claim that speaks twice is written out once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Part;
use crate::map::ClaimId;
use crate::syntax::Polarity;

/// A line of the tree.
pub(super) struct Line {
    pub(super) claim: ClaimId,
    /// Such as `1.2.`.
    pub(super) number: String,
    /// How far it is indented.
    pub(super) depth: usize,
    /// Whether it speaks against what it stands below; none of a root.
    pub(super) is_against: Option<bool>,
    /// Where the claim is written out, if that is elsewhere.
    pub(super) elsewhere: Option<String>,
}

/// Who speaks for and against whom.
pub(super) struct Outline {
    below: FxHashMap<ClaimId, Vec<(ClaimId, bool)>>,
    /// Where each claim is written out.
    numbers: FxHashMap<ClaimId, String>,
    roots: Vec<ClaimId>,
}

/// What stands below nothing: the theses first, then what speaks for no claim and against none. Linear in the map.
pub(super) fn roots(part: Part<'_>) -> Vec<ClaimId> {
    let map = part.map;
    let theses = map.thesis().iter().copied();
    let mut roots: Vec<ClaimId> = theses.filter(|claim| part.has(*claim)).collect();
    let premises = part.steps().flat_map(|step| map.premises(step));
    let below: FxHashSet<ClaimId> = premises.chain(roots.iter().copied()).collect();
    roots.extend(part.claims().filter(|claim| !below.contains(claim)));
    roots
}

impl Outline {
    /// The tree of a part of a map: the theses first, then what speaks for nothing, then what only circles reach.
    pub(super) fn new(part: Part<'_>) -> Self {
        let map = part.map;
        let mut below: FxHashMap<ClaimId, Vec<(ClaimId, bool)>> = FxHashMap::default();
        for step in part.steps() {
            let conclusion = map.step(step).conclusion;
            let is_against = map.step(step).polarity == Polarity::Against;
            for premise in map.premises(step) {
                below
                    .entry(conclusion)
                    .or_default()
                    .push((premise, is_against));
            }
        }
        let mut outline = Self {
            below,
            numbers: FxHashMap::default(),
            roots: roots(part),
        };
        outline.number(part);
        outline
    }

    /// Numbers the claims, each where it stands first.
    fn number(&mut self, part: Part<'_>) {
        let mut root = 0;
        let mut left = part.claims();
        loop {
            let Some(&claim) = self.roots.get(root) else {
                match left.find(|claim| !self.numbers.contains_key(claim)) {
                    Some(claim) => self.roots.push(claim),
                    None => break,
                }
                continue;
            };
            root += 1;
            let mut open = vec![(claim, format!("{root}."))];
            while let Some((claim, number)) = open.pop() {
                if self.numbers.contains_key(&claim) {
                    continue;
                }
                let children = self
                    .below
                    .get(&claim)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let children = children.iter().enumerate();
                let numbered =
                    children.map(|(place, (child, _))| (*child, format!("{number}{}.", place + 1)));
                open.extend(numbered.rev());
                self.numbers.insert(claim, number);
            }
        }
    }

    /// The lines, in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> + '_ {
        let roots = self.roots.iter().enumerate();
        let roots = roots.map(|(place, claim)| (*claim, format!("{}.", place + 1), 0, None));
        let mut open: Vec<(ClaimId, String, usize, Option<bool>)> = roots.collect();
        open.reverse();
        std::iter::from_fn(move || {
            let (claim, number, depth, is_against) = open.pop()?;
            let first = self.numbers.get(&claim);
            let elsewhere = first.filter(|first| **first != number).cloned();
            if elsewhere.is_none() {
                let children = self
                    .below
                    .get(&claim)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let children = children.iter().enumerate();
                let children = children.map(|(place, (child, is_against))| {
                    (
                        *child,
                        format!("{number}{}.", place + 1),
                        depth + 1,
                        Some(*is_against),
                    )
                });
                open.extend(children.rev());
            }
            Some(Line {
                claim,
                number,
                depth,
                is_against,
                elsewhere,
            })
        })
    }
}
