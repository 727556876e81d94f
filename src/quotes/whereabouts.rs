//! Which of several sources may have the words of a quotation: found out by one walk through all of them.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::find::Quotation;
use super::hits::word_keys;
use super::source::SourceText;
use super::unseen::without_marks;

/// Which of several sources may have which quotations.
#[derive(Debug)]
pub struct Whereabouts {
    /// For how a word of a quotation begins, the sources in which a word begins so, in order.
    sources: FxHashMap<u64, Vec<usize>>,
}

impl Whereabouts {
    /// Walks once through each source for the words of all quotations. O(sizes).
    pub fn new<'q>(sources: &[&SourceText], quotations: impl IntoIterator<Item = &'q str>) -> Self {
        let wordings = quotations.into_iter().flat_map(wordings);
        let wanted: FxHashSet<u64> = wordings.flatten().flatten().collect();
        let in_each: Vec<Vec<u64>> = sources
            .par_iter()
            .map(|source| {
                let keys = source.word_keys();
                let mut keys: Vec<u64> = keys.filter(|key| wanted.contains(key)).collect();
                keys.sort_unstable();
                keys.dedup();
                keys
            })
            .collect();
        let mut sources: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (number, keys) in in_each.into_iter().enumerate() {
            for key in keys {
                sources.entry(key).or_default().push(number);
            }
        }
        Self { sources }
    }

    /// The sources that may have the first part of a quotation that was given, by their numbers in order; none if any may
    /// have it. It stands in no other.
    pub fn of(&self, quotation: &str) -> Option<BTreeSet<usize>> {
        let mut may_have = BTreeSet::new();
        for keys in wordings(quotation) {
            let having = |key| self.sources.get(&key).map_or(&[][..], Vec::as_slice);
            let fewest = keys?
                .into_iter()
                .map(having)
                .min_by_key(|sources| sources.len());
            may_have.extend(fewest?);
        }
        Some(may_have)
    }
}

/// How the words begin of the first part of a quotation, as it stands and without what may be note marks; none of a wording
/// that has no such words.
fn wordings(quotation: &str) -> Vec<Option<Vec<u64>>> {
    let bare = without_marks(quotation).map(|(words, _)| words);
    let wordings = std::iter::once(quotation).chain(bare.as_deref());
    wordings
        .map(|words| {
            let keys = word_keys(Quotation::new(words).parts().first()?);
            (!keys.is_empty()).then_some(keys)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Kind, Outcome};

    #[test]
    fn no_source_is_left_out_that_has_a_quotation() {
        let texts = [
            ("Indeed the words of one are here.", Kind::Plain),
            ("Indeed the WORDS of\ntwo are\u{A0}here", Kind::Plain),
            (
                "<p>The words<sup><a href='#n'>2</a></sup> of <b>three</b> are here",
                Kind::Html,
            ),
            (
                "The words of four are here [… and there]; 公共区块链的架构。",
                Kind::Plain,
            ),
            ("- – 5 — x", Kind::Plain),
            ("", Kind::Plain),
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
        let whereabouts = Whereabouts::new(&all, quotations);
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
        assert_eq!(whereabouts.of("5"), None);
    }
}
