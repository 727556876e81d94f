//! The contrasts of a map, and a table of them: one row for each aspect, one column for each subject.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Named, Version};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map, canonical_label};
use crate::place::{Places, Written};
use crate::syntax::{RelationKind, SharedStr, Text};

/// The contrasts of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Contrasts {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The subjects (`about`) of claims that are contrasted with a claim about another subject, in order of first
    /// appearance and in their first spelling.
    pub subjects: Vec<SharedStr>,
    /// All contrasts of two different claims, in file order.
    pub contrasts: Vec<Contrast>,
    /// Contrasts between different subjects, with a column for each subject; not in JSON.
    #[serde(skip)]
    pub by_subject: Vec<Aspect>,
    /// Contrasts between claims about the same subject, or of which one has no subject. They have two columns: the
    /// claim that states the contrast, and the other claim. Not in JSON.
    #[serde(skip)]
    pub others: Vec<Aspect>,
}

/// Two claims that the map contrasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Contrast {
    /// The respect in which they are contrasted.
    pub on: Option<SharedStr>,
    /// A remark on the contrast.
    pub why: Option<SharedStr>,
    /// The claim that states the contrast, and the other claim.
    pub claims: [Side; 2],
    /// Where the contrast is written.
    #[serde(flatten)]
    pub written: Written,
}

/// One side of a contrast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Side {
    /// The claim.
    pub id: Named,
    /// Its subject.
    pub about: Option<SharedStr>,
    /// Its title.
    pub title: Option<SharedStr>,
    /// Its wording, in the requested language if there is one.
    pub text: String,
}

/// An aspect, and the claims that are contrasted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aspect {
    /// The `on` of the contrasts, if they have one.
    pub on: Option<SharedStr>,
    /// The rows of contrasted claims: `(column, claim)` in order of the columns, at most one claim in each.
    pub rows: Vec<Vec<(usize, ClaimId)>>,
}

impl Contrasts {
    /// Collects the contrasts of `map` whose claims are both selected. O(contrasts × log subjects).
    ///
    /// Wordings are in `language` if the claim has one in it. Contrasts on the same aspect that share a claim share a
    /// row if its columns are free.
    pub fn new<'m>(map: &'m Map, selected: Option<&ClaimSet>, language: Option<&str>) -> Self {
        let places = Places::new(map.files());
        let mut contrasts = Self::default();
        let mut columns = FxHashMap::default();
        let (mut by_subject, mut others) = (ContrastRows::default(), ContrastRows::default());
        let selects = |claim| selected.is_none_or(|selected| selected.contains(claim));
        // A contrast of a claim with itself does not have two sides.
        for (from, to, link) in map.linked_pairs(RelationKind::Contrasts) {
            if !selects(from) || !selects(to) {
                continue;
            }
            let detail = map.link_detail(link);
            let on = detail.and_then(|detail| string(detail.on.as_ref()));
            let why = detail.and_then(|detail| string(detail.why.as_ref()));
            contrasts.contrasts.push(Contrast {
                on: on.cloned(),
                why: why.cloned(),
                claims: [from, to].map(|claim| Side::new(map, claim, language)),
                written: places.written(map.link_place(link)),
            });
            match subject(map, from).zip(subject(map, to)) {
                Some((one, other)) if canonical_label(one) != canonical_label(other) => {
                    let subjects = &mut contrasts.subjects;
                    let mut column = |subject: &'m SharedStr| {
                        *columns.entry(canonical_label(subject)).or_insert_with(|| {
                            subjects.push(subject.clone());
                            subjects.len() - 1
                        })
                    };
                    let pair = [(column(one), from), (column(other), to)];
                    by_subject.enter(&mut contrasts.by_subject, on, pair);
                }
                _ => others.enter(&mut contrasts.others, on, [(0, from), (1, to)]),
            }
        }
        for row in contrasts
            .by_subject
            .iter_mut()
            .chain(&mut contrasts.others)
            .flat_map(|aspect| &mut aspect.rows)
        {
            row.sort_unstable();
        }
        contrasts
    }
}

impl Side {
    fn new(map: &Map, claim: ClaimId, language: Option<&str>) -> Self {
        Self {
            id: Named::new(map, claim),
            about: subject(map, claim).cloned(),
            title: string(map.claim(claim).title.as_ref()).cloned(),
            text: map.text(claim, language).to_owned(),
        }
    }
}

fn subject(map: &Map, claim: ClaimId) -> Option<&SharedStr> {
    string(map.claim(claim).about.as_ref())
}

fn string(text: Option<&Text>) -> Option<&SharedStr> {
    text.map(|text| &text.value)
}

/// An index of the rows of a table that is being built.
#[derive(Default)]
struct ContrastRows<'m> {
    aspects: FxHashMap<Option<Cow<'m, str>>, usize>,
    /// The last row in which an aspect has a claim.
    holding: FxHashMap<(usize, ClaimId), usize>,
    /// The claim in a cell, given by aspect, row and column.
    cells: FxHashMap<(usize, usize, usize), ClaimId>,
}

impl<'m> ContrastRows<'m> {
    fn enter(
        &mut self,
        aspects: &mut Vec<Aspect>,
        on: Option<&'m SharedStr>,
        pair: [(usize, ClaimId); 2],
    ) {
        let label = on.map(|on| canonical_label(on));
        let number = *self.aspects.entry(label).or_insert_with(|| {
            let rows = Vec::new();
            aspects.push(Aspect {
                on: on.cloned(),
                rows,
            });
            aspects.len() - 1
        });
        let Some(aspect) = aspects.get_mut(number) else {
            return;
        };
        let held = pair
            .iter()
            .filter_map(|&(_, claim)| self.holding.get(&(number, claim)).copied());
        let fits = |&row: &usize| {
            pair.iter().all(|&(column, claim)| {
                self.cells
                    .get(&(number, row, column))
                    .is_none_or(|&there| there == claim)
            })
        };
        let row = held.into_iter().find(fits).unwrap_or_else(|| {
            aspect.rows.push(Vec::new());
            aspect.rows.len() - 1
        });
        for (column, claim) in pair {
            self.holding.insert((number, claim), row);
            if self.cells.insert((number, row, column), claim).is_none()
                && let Some(row) = aspect.rows.get_mut(row)
            {
                row.push((column, claim));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Files;

    fn rows(text: &str) -> Vec<(Option<String>, Vec<Vec<String>>)> {
        let files = Files::from_text("map.toml", text);
        let map = Map::new(&files);
        let contrasts = Contrasts::new(&map, None, None);
        let id = |&(_, claim): &(usize, ClaimId)| map.id(claim).to_owned();
        let aspects = contrasts.by_subject.iter().chain(&contrasts.others);
        aspects
            .map(|aspect| {
                let rows = aspect.rows.iter().map(|row| row.iter().map(id).collect());
                (aspect.on.as_ref().map(ToString::to_string), rows.collect())
            })
            .collect()
    }

    #[test]
    fn three_subjects_contrasted_on_one_aspect_share_a_row() {
        let text = r#"
            claim.sea = { text = "s", about = "sea", contrasts = [{ claim = "air", on = "cost" }] }
            claim.air = { text = "a", about = "air", contrasts = [{ claim = "rail", on = "cost" }] }
            claim.rail = { text = "r", about = "rail", contrasts = [{ claim = "sea", on = "cost" }] }
        "#;
        let row = ["sea", "air", "rail"].map(str::to_owned).to_vec();
        assert_eq!(rows(text), [(Some("cost".to_owned()), vec![row])]);
    }

    #[test]
    fn a_subject_and_an_aspect_are_the_same_in_every_spelling() {
        let text = r#"
            claim.a = { text = "a", about = "café", contrasts = [{ claim = "b", on = "the cost" }] }
            claim.b = { text = "b", about = "thé" }
            claim.c = { text = "c", about = "cafe\u0301 ", contrasts = [{ claim = "b", on = "the  cost" }] }
            claim.d = { text = "d", about = "café", contrasts = ["d", "c"] }
        "#;
        let row = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        let cost = Some("the cost".to_owned());
        // A claim contrasted with itself is left out, and so are two claims about one subject.
        let expected = [
            (cost, vec![row("a", "b"), row("c", "b")]),
            (None, vec![row("d", "c")]),
        ];
        assert_eq!(rows(text), expected);
        let files = Files::from_text("map.toml", text);
        let map = Map::new(&files);
        let contrasts = Contrasts::new(&map, None, None);
        let subjects: Vec<&str> = contrasts
            .subjects
            .iter()
            .map(|subject| &**subject)
            .collect();
        assert_eq!(subjects, ["café", "thé"]);
        assert_eq!(contrasts.contrasts.len(), 3);
    }

    #[test]
    fn claims_about_one_subject_or_none_are_in_a_table_of_their_own() {
        let text = r#"
            claim.a = { text = "a", about = "sea", contrasts = ["b"] }
            claim.b = { text = "b", about = "sea", contrasts = ["c"] }
            claim.c = { text = "c" }
        "#;
        let pair = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        assert_eq!(rows(text), [(None, vec![pair("a", "b"), pair("b", "c")])]);
    }
}
