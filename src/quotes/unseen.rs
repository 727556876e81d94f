//! Quotations of text that a reader does not see: struck-through or hidden text, which proves nothing, and note marks,
//! which are skipped.

use std::ops::Range;

use super::find::{Outcome, Quotation, QuotePlace};
use super::fold::Skeleton;
use super::layout::floor;
use super::page::{Keep, Unseen};
use super::script::carries_note;
use super::source::{Passage, SourceText};

impl SourceText {
    /// Looks for a quotation in text that a reader of the page does not see: gives its place there, and why the text is
    /// not seen. For a quotation that was not found otherwise. O(size) the first time.
    pub fn unseen(&self, quotation: &Quotation<'_>) -> Option<(Passage, Unseen)> {
        let (struck, any) = self.left_out;
        let words = Quotation::new(quotation.text);
        [(struck, Keep::Struck), (any, Keep::All)]
            .into_iter()
            .zip(&self.with_unseen)
            .filter(|((left_out, _), _)| *left_out)
            .find_map(|((_, keep), rendered)| {
                let whole = rendered.get_or_init(|| Box::new(self.rendered_with(keep)));
                let place = match whole.find(&words) {
                    Outcome::Found { place, .. } => place,
                    Outcome::Ambiguous { places, .. } => places.into_iter().next()?,
                    _ => return None,
                };
                let mut parts = place.parts.iter();
                let why = parts.find_map(|part| whole.kept_at(&part.bytes))?;
                Some((self.adopted(place.whole), why))
            })
    }

    fn kept_at(&self, bytes: &Range<usize>) -> Option<Unseen> {
        let kept = &self.kept;
        let first = kept.partition_point(|(kept, _)| kept.end <= bytes.start);
        let (kept, why) = kept.get(first)?;
        (kept.start < bytes.end).then_some(*why)
    }

    /// Finds `quotation`, which has note marks, by its words alone, if the source has each of the marks at the same
    /// place.
    pub(super) fn find_with_marks(&self, quotation: &Quotation<'_>) -> Option<Outcome> {
        if self.marks.is_empty() {
            return None;
        }
        without_marks(quotation.text)
            .iter()
            .find_map(|(words, marks)| self.find_words_with_marks(quotation, words, marks))
    }

    fn find_words_with_marks(
        &self,
        quotation: &Quotation<'_>,
        words: &str,
        marks: &[(usize, &str)],
    ) -> Option<Outcome> {
        let bare = Quotation {
            text: words,
            ..*quotation
        };
        match self.seek(&bare) {
            Outcome::Found { place, of } => self
                .has_marks(&place, &bare, marks)
                .then_some(Outcome::Found { place, of }),
            Outcome::Ambiguous { mut places, .. } => {
                places.retain(|place| self.has_marks(place, &bare, marks));
                let total = places.len();
                match (total, places.pop()) {
                    (1, Some(place)) => Some(Outcome::Found { place, of: 1 }),
                    (_, Some(last)) => {
                        places.push(last);
                        Some(Outcome::Ambiguous { places, total })
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the source has each of `marks` (where it is in the quotation, and its label) at the same place as the
    /// quotation.
    fn has_marks(
        &self,
        place: &QuotePlace,
        quotation: &Quotation<'_>,
        marks: &[(usize, &str)],
    ) -> bool {
        let mut marks = marks.iter().peekable();
        for (said, part) in quotation.parts().into_iter().zip(&place.parts) {
            let start = said.as_ptr() as usize - quotation.text.as_ptr() as usize;
            let mut there = self.marks.within(part.text.clone());
            let (mut quoted, mut read) = ((start, 0), (part.text.start, 0));
            let count = |from: &mut (usize, usize), text: &str, to: usize| {
                let piece = text.get(from.0..to.max(from.0)).unwrap_or("");
                *from = (to.max(from.0), from.1 + Skeleton::new(piece).text.len());
                from.1
            };
            while let Some((at, label)) = marks.next_if(|(at, _)| *at <= start + said.len()) {
                let before = count(&mut quoted, quotation.text, *at);
                let found = there.by_ref().any(|(at, mark)| {
                    same_label(mark, label) && count(&mut read, self.text(), at) == before
                });
                if !found {
                    return false;
                }
            }
        }
        marks.peek().is_none()
    }
}

/// A text without its note marks, and the marks: where each was in the remaining text, and its label.
pub(super) type WithoutMarks<'t> = (String, Vec<(usize, &'t str)>);

/// The readings of `text` without all that may be note marks; and, if some of these may be exponents, without the others.
/// None if it has no marks.
pub(super) fn without_marks(text: &str) -> Vec<WithoutMarks<'_>> {
    let may_be = without(text, |_, _| true);
    if may_be.1.is_empty() {
        return Vec::new();
    }
    let is_note = |before: &str, mark: &str| {
        let near = before.get(floor(before, before.len().saturating_sub(NEAR))..);
        mark.starts_with('[') || carries_note(near.unwrap_or(""), &label(mark).collect::<String>())
    };
    let are_notes = without(text, is_note);
    let count = are_notes.1.len();
    let has_exponents = (1..may_be.1.len()).contains(&count);
    std::iter::once(may_be)
        .chain(has_exponents.then_some(are_notes))
        .collect()
}

/// How far before a mark it is told what it stands for, in bytes.
const NEAR: usize = 64;

/// `text` without those marks for which `is_note` holds, given what is before them.
fn without(text: &str, is_note: impl Fn(&str, &str) -> bool) -> WithoutMarks<'_> {
    let mut words = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = mark(rest).filter(|_| !words.is_empty());
        let (piece, after) = rest.split_at(length.unwrap_or(c.len_utf8()));
        if length.is_some() && is_note(&words, piece) {
            marks.push((words.len(), piece));
        } else {
            words.push_str(piece);
        }
        rest = after;
    }
    (words, marks)
}

/// The length in bytes of the note mark at the start of `text`: `[1]`, `[note 2]`, `[^1]`, `¹²`, `^1`, `*`, `†`.
fn mark(text: &str) -> Option<usize> {
    const LABEL: usize = 48;
    let run = |text: &str, within: fn(char) -> bool| {
        let end = text.find(|c| !within(c)).unwrap_or(text.len());
        (end > 0).then_some(end)
    };
    if let Some(inner) = text.strip_prefix('[') {
        let (end, _) = inner.char_indices().take(LABEL).find(|&(_, c)| c == ']')?;
        let label = inner.get(..end)?;
        return (end > 0 && !matches!(label, "…" | "...")).then_some(end + 2);
    }
    if let Some(inner) = text.strip_prefix('^') {
        return run(inner, |c| c.is_ascii_digit()).map(|length| length + 1);
    }
    run(text, is_raised_digit).or_else(|| run(text, |c| matches!(c, '*' | '†' | '‡' | '§')))
}

fn is_raised_digit(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// Whether two marks have the same label, however it is written: `[1]`, `[^1]`, `¹`.
fn same_label(left: &str, right: &str) -> bool {
    label(left).eq(label(right))
}

/// The label of a mark, without brackets and on the line.
fn label(mark: &str) -> impl Iterator<Item = char> {
    let bare = mark.chars().filter(|c| !matches!(c, '[' | ']' | '^'));
    bare.map(|c| match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => {
            char::from_u32(u32::from(c) - u32::from('⁴') + u32::from('4')).unwrap_or(c)
        }
        c => c,
    })
}
