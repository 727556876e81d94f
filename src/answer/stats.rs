//! Counts what a map contains.

use std::borrow::Cow;

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Version;
use crate::map::ClaimSet;
use crate::map::support::Support;
use crate::map::{ClaimId, Map, StepId, canonical_label};
use crate::syntax::{Polarity, RelationKind};

/// How many claims, reasons, quotations and other things a map contains.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The map's title.
    pub title: Option<String>,
    /// Claims.
    pub claims: usize,
    /// Claims with a quotation.
    pub quoted: usize,
    /// Quotations.
    pub quotations: usize,
    /// Claims that the analyst added (`implicit`).
    pub implicit: usize,
    /// Claims that are deliberately not argued for any further (`assumed`).
    pub assumed: usize,
    /// Claims that the analyst takes to be false (`denied`).
    pub denied: usize,
    /// Claims that are not used: they are no step's premise, and undercut no step.
    pub roots: usize,
    /// Claims that no reason supports.
    pub leaves: usize,
    /// Reasons, linked and plain.
    pub reasons: usize,
    /// Reasons with several premises, which only count together.
    pub linked: usize,
    /// Objections, linked and plain.
    pub objections: usize,
    /// Undercuts.
    pub undercuts: usize,
    /// Contradictions.
    pub contradictions: usize,
    /// Contrasts.
    pub contrasts: usize,
    /// Questions. If only a part of the map is selected: those that a selected claim answers.
    pub questions: usize,
    /// Restatements.
    pub restatements: usize,
    /// The number of reasons on the longest chain of support. Claims that support each other in a circle count as one
    /// link.
    pub depth: usize,
    /// Claims that support themselves, through a circle.
    pub circular: usize,
    /// Wordings in each language, most frequent first. A plain `text` is in the map's language.
    pub languages: Vec<Count>,
    /// Claims and reasons in each file that has any, in file order.
    pub files: Vec<FileCount>,
    /// Claims with each tag, most frequent first.
    pub tags: Vec<Count>,
    /// Claims about each subject, most frequent first.
    pub subjects: Vec<Count>,
    /// Claims held by each speaker, named by id, most frequent first.
    pub speakers: Vec<Count>,
}

/// A name, and how many claims have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count {
    /// The name: a language, a tag, a subject or a speaker's id; empty for a language that is not stated.
    pub name: String,
    /// How many claims have it.
    pub claims: usize,
}

/// What one file contains.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileCount {
    /// The file's path.
    pub file: String,
    /// Claims.
    pub claims: usize,
    /// Reasons.
    pub reasons: usize,
}

impl Stats {
    /// Counts what `map` contains. With `selected`, counts only these claims and the relations among them: a step
    /// counts if its conclusion and at least one of its premises are selected. O(claims + relations).
    pub fn new(map: &Map, selected: Option<&ClaimSet>) -> Self {
        let steps = selected_steps(map, selected);
        let part = CountedPart {
            map,
            selected,
            steps: &steps,
        };
        let mut stats = Self {
            title: map.title().map(str::to_owned),
            ..Self::default()
        };
        let files = map.files().files.iter().map(|file| FileCount {
            file: file.path.clone(),
            ..FileCount::default()
        });
        let mut files: Vec<FileCount> = files.collect();
        stats.count_claims(part, &mut files);
        for step in map.steps().filter(|&step| part.has_step(step)) {
            if map.step(step).polarity == Polarity::Against {
                stats.objections += 1;
                continue;
            }
            stats.reasons += 1;
            stats.linked += usize::from(map.premises(step).nth(1).is_some());
            if let Some(file) = files.get_mut(map.step_place(step).file.0 as usize) {
                file.reasons += 1;
            }
        }
        let undercuts = map.undercuts().filter(|&undercut| part.has_step(undercut));
        stats.undercuts = undercuts.count();
        for link in map.links() {
            if part.has(link.to) && part.has(link.from) {
                match link.kind {
                    RelationKind::Contradicts => stats.contradictions += 1,
                    RelationKind::Restates => stats.restatements += 1,
                    _ => stats.contrasts += 1,
                }
            }
        }
        let questions = map.questions();
        let asked = questions.filter(|&id| {
            let mut answers = map.answers(id).iter();
            selected.is_none() || answers.any(|&claim| part.has(claim))
        });
        stats.questions = asked.count();
        files.retain(|file| file.claims + file.reasons > 0);
        stats.files = files;
        let support = part.support();
        stats.depth = support.depth() as usize;
        stats.circular = support.circular().count();
        stats
    }

    fn count_claims(&mut self, part: CountedPart<'_>, files: &mut [FileCount]) {
        let map = part.map;
        let [mut languages, mut tags, mut subjects, mut speakers] =
            std::array::from_fn(|_| Tally::default());
        for id in map.claims().filter(|&claim| part.has(claim)) {
            let claim = map.claim(id);
            self.claims += 1;
            self.quoted += usize::from(!claim.quotes.is_empty());
            self.quotations += claim.quotes.len();
            self.implicit += usize::from(claim.is_implicit());
            self.assumed += usize::from(claim.is_assumed());
            self.denied += usize::from(claim.is_denied());
            self.roots += usize::from(part.is_root(id));
            self.leaves += usize::from(!map.reasons_for(id).any(|step| part.has_step(step)));
            for wording in &claim.text {
                let stated = wording.language.as_ref().map(|tag| tag.value.as_ref());
                languages.add(stated.or(map.language()).unwrap_or_default());
            }
            speakers.add_each(claim.by.iter().map(|by| &*by.value));
            tags.add_each(claim.tags.iter().map(|tag| &*tag.value));
            let about = claim.about.iter();
            about.for_each(|about| subjects.add(&about.value));
            if let Some(file) = files.get_mut(map.file_of(id).0 as usize) {
                file.claims += 1;
            }
        }
        self.languages = languages.sorted();
        self.tags = tags.sorted();
        self.subjects = subjects.sorted();
        self.speakers = speakers.sorted();
    }
}

/// Counts of labels, in order of first appearance and in their first spelling.
#[derive(Default)]
struct Tally<'m> {
    numbers: FxHashMap<Cow<'m, str>, usize>,
    counts: Vec<(&'m str, usize)>,
}

impl<'m> Tally<'m> {
    fn add(&mut self, name: &'m str) {
        let entry = self.numbers.entry(canonical_label(name));
        let number = *entry.or_insert_with(|| {
            self.counts.push((name, 0));
            self.counts.len() - 1
        });
        if let Some((_, count)) = self.counts.get_mut(number) {
            *count += 1;
        }
    }

    /// Counts each label of one claim only once.
    fn add_each(&mut self, names: impl Iterator<Item = &'m str>) {
        let mut own = FxHashSet::default();
        names
            .filter(|name| own.insert(canonical_label(name)))
            .for_each(|name| self.add(name));
    }

    fn sorted(mut self) -> Vec<Count> {
        let counts = &mut self.counts;
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let count = |(name, claims): (&str, usize)| Count {
            name: name.to_owned(),
            claims,
        };
        self.counts.into_iter().map(count).collect()
    }
}

/// The part of a map that is being counted.
#[derive(Clone, Copy)]
struct CountedPart<'m> {
    map: &'m Map,
    selected: Option<&'m ClaimSet>,
    /// The steps that are counted.
    steps: &'m FixedBitSet,
}

/// The steps that are counted: those whose conclusion and at least one premise are selected. Computed once for each
/// step. A step with many undercuts is asked about many times, and each search for its premises passes its undercuts.
fn selected_steps(map: &Map, selected: Option<&ClaimSet>) -> FixedBitSet {
    let Some(selected) = selected else {
        let mut all = FixedBitSet::with_capacity(map.all_steps().len());
        all.insert_range(..);
        return all;
    };
    let has = |claim| selected.contains(claim);
    map.steps_among(|step| has(map.step(step).conclusion) && map.premises(step).any(has))
}

impl CountedPart<'_> {
    fn has(self, claim: ClaimId) -> bool {
        self.selected
            .is_none_or(|selected| selected.contains(claim))
    }

    fn has_step(self, step: StepId) -> bool {
        self.steps.contains(step.index())
    }

    fn is_root(self, claim: ClaimId) -> bool {
        let mut uses = self.map.uses(claim).chain(self.map.undercuts_by(claim));
        !uses.any(|step| self.has_step(step))
    }

    /// The order of support within the part that is counted.
    fn support(self) -> Support {
        Support::along(self.map, |arc| {
            self.has(arc.premise) && self.has_step(arc.step)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Files;

    fn stats(text: &str) -> Stats {
        let files = Files::from_text("map.toml", text);
        Stats::new(&Map::new(&files), None)
    }

    #[test]
    fn depth_is_the_longest_chain_of_reasons() {
        let stats = stats(
            r#"
            claim.a = { text = "a", premises = ["b", "c"] }
            claim.b = { text = "b" }
            claim.c = { text = "c", premises = ["d"] }
            claim.d = { text = "d", attacks = ["b"] }
            "#,
        );
        assert_eq!((stats.depth, stats.circular), (2, 0));
        assert_eq!((stats.reasons, stats.linked, stats.objections), (2, 1, 1));
        assert_eq!((stats.roots, stats.leaves), (1, 2));
    }

    #[test]
    fn a_circle_is_one_link_of_a_chain() {
        let stats = stats(
            r#"
            claim.a = { text = "a", supports = ["b", "top"] }
            claim.b = { text = "b", supports = ["a"] }
            claim.top = { text = "t" }
            claim.ground = { text = "g", supports = ["a"] }
            "#,
        );
        assert_eq!((stats.depth, stats.circular), (2, 2));
    }

    #[test]
    fn a_chain_of_two_hundred_thousand_reasons_is_measured() {
        use std::fmt::Write;
        let mut text = String::from("[claim.c0]\ntext = \"c\"\n");
        for number in 1..200_000 {
            write!(
                text,
                "[claim.c{number}]\ntext = \"c\"\nsupports = [\"c{}\"]\n",
                number - 1
            )
            .unwrap();
        }
        assert_eq!(stats(&text).depth, 199_999);
    }
}
