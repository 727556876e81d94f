//! Finds which of several sources may have the words of a quotation, in one pass over all of them.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::find::Quotation;
use super::fold::Skeleton;
use super::source::SourceText;
use super::unseen::without_marks;

/// Which sources may have which quotations.
#[derive(Debug)]
pub struct Whereabouts {
    /// For the skeleton of a quotation's first part, the sources whose skeleton contains it, in order.
    sources: BTreeMap<String, Vec<usize>>,
}

impl Whereabouts {
    /// Scans each source once for all quotations together (Aho and Corasick 1975). O(sizes + matches). `None` if there
    /// are too many quotations for that.
    pub fn new<'q>(
        sources: &[&SourceText],
        quotations: impl IntoIterator<Item = &'q str>,
    ) -> Option<Self> {
        let wanted = quotations.into_iter().flat_map(wordings).flatten();
        let mut whereabouts: BTreeMap<String, Vec<usize>> =
            wanted.map(|words| (words, Vec::new())).collect();
        let walk = AhoCorasick::new(whereabouts.keys()).ok()?;
        let in_each: Vec<Vec<usize>> = sources
            .par_iter()
            .map(|source| {
                let found = walk.find_overlapping_iter(&source.skeleton().text);
                let found: FxHashSet<usize> =
                    found.map(|found| found.pattern().as_usize()).collect();
                found.into_iter().collect()
            })
            .collect();
        let mut lists: Vec<&mut Vec<usize>> = whereabouts.values_mut().collect();
        for (number, found) in in_each.into_iter().enumerate() {
            for words in found {
                if let Some(list) = lists.get_mut(words) {
                    list.push(number);
                }
            }
        }
        Some(Self {
            sources: whereabouts,
        })
    }

    /// The sources that may have the first part of `quotation`, one of those given to [`new`](Self::new), by their
    /// indices in order; no other source has it. `None` if any source may have it.
    pub fn of(&self, quotation: &str) -> Option<BTreeSet<usize>> {
        let mut may_have = BTreeSet::new();
        for words in wordings(quotation) {
            may_have.extend(self.sources.get(&words?)?);
        }
        Some(may_have)
    }
}

/// The skeleton of a quotation's first part, for the quotation as it is and for its readings without note marks; `None`
/// where there is no skeleton.
fn wordings(quotation: &str) -> Vec<Option<String>> {
    let bare = without_marks(quotation);
    let bare = bare.iter().map(|(words, _)| words.as_str());
    let wordings = std::iter::once(quotation).chain(bare);
    wordings
        .map(|words| {
            let skeleton = Skeleton::new(Quotation::new(words).parts().first()?).text;
            (!skeleton.is_empty()).then_some(skeleton)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Outcome, SourceKind};

    #[test]
    fn no_source_is_left_out_that_has_a_quotation() {
        let texts = [
            ("Indeed the words of one are here.", SourceKind::Plain),
            ("Indeed the WORDS of\ntwo are\u{A0}here", SourceKind::Plain),
            (
                "<p>The words<sup><a href='#n'>2</a></sup> of <b>three</b> are here",
                SourceKind::Html,
            ),
            (
                "The words of four are here [… and there]; 公共区块链的架构。",
                SourceKind::Plain,
            ),
            ("- – 5 — x", SourceKind::Plain),
            ("", SourceKind::Plain),
        ];
        let sources = texts.map(|(text, kind)| SourceText::load(text.into(), kind).unwrap());
        let quotations = [
            "the words of one",
            "the words of two are here",
            "the words [2] of three are here",
            "words of three […] here",
            "four are here [… and there]",
            "公共区块链",
            "区块链的架构",
            "5",
            "–",
            "words",
            "of",
            "[…]",
            "nothing of the sort",
        ];
        let all: Vec<&SourceText> = sources.iter().collect();
        let whereabouts = Whereabouts::new(&all, quotations).unwrap();
        for quotation in quotations {
            let may_have = whereabouts.of(quotation);
            for (number, source) in sources.iter().enumerate() {
                let outcome = source.find(&Quotation::new(quotation));
                let is_out = may_have.as_ref().is_some_and(|may| !may.contains(&number));
                if is_out {
                    assert_eq!(
                        outcome,
                        Outcome::NotFound { part: 0 },
                        "{quotation} in {number}"
                    );
                }
            }
        }
        let one = whereabouts.of("the words of one").unwrap();
        assert_eq!(one.into_iter().collect::<Vec<_>>(), [0]);
        assert_eq!(whereabouts.of("nothing of the sort").unwrap().len(), 0);
        assert_eq!(
            whereabouts.of("5").unwrap().into_iter().collect::<Vec<_>>(),
            [4]
        );
        assert_eq!(whereabouts.of("–"), None);
    }
}
