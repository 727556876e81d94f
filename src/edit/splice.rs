//! Applies edits to the texts of a map, and maps places in a new text back to the old one.

use std::collections::BTreeMap;

use crate::diagnostic::{Fix, Place};
use crate::syntax::{FileId, Files, SharedStr, Span};

/// Edits that do not overlap.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The edited places: file and start, with the end of each.
    places: BTreeMap<(FileId, u32), u32>,
}

impl Taken {
    /// Takes all edits of a change, or none of them if one overlaps an edit that was taken before.
    pub(super) fn take(&mut self, change: &Fix) -> bool {
        let mut added = Vec::with_capacity(change.edits.len());
        for &(Place { file, span }, _) in &change.edits {
            if !self.is_free(file, span) {
                for key in added {
                    self.places.remove(&key);
                }
                return false;
            }
            self.places.insert((file, span.start), span.end);
            added.push((file, span.start));
        }
        true
    }

    fn is_free(&self, file: FileId, span: Span) -> bool {
        if self.places.contains_key(&(file, span.start)) {
            return false;
        }
        // Taken places do not overlap, so the last one that starts before this end also reaches furthest.
        let before = self.places.range((file, 0)..(file, span.end)).next_back();
        before.is_none_or(|(&(_, start), &end)| {
            // Two edits overlap if they change the same bytes.
            span.start >= end || start >= span.end
        })
    }
}

/// One edit: what it replaces in the old text, and what it wrote in the new one.
#[derive(Debug, Clone, Copy)]
struct Seam {
    old: Span,
    new: Span,
    /// The number of the change that the edit is part of.
    change: usize,
}

/// A map's files with changes made in them.
#[derive(Debug)]
pub(super) struct Splice {
    pub(super) files: Files,
    /// The edits of each file, in the order of its text.
    seams: BTreeMap<FileId, Vec<Seam>>,
}

impl Splice {
    /// Makes the changes with these numbers, which must not overlap. O(size of the files + edits × log edits).
    pub(super) fn new(files: &Files, changes: &[&Fix], numbers: &[usize]) -> Self {
        let mut edits: BTreeMap<FileId, Vec<(Span, &str, usize)>> = BTreeMap::new();
        for &number in numbers {
            for (place, text) in changes.get(number).into_iter().flat_map(|fix| &fix.edits) {
                let of_file = edits.entry(place.file).or_default();
                of_file.push((place.span, text, number));
            }
        }
        let mut files = files.clone();
        let mut seams = BTreeMap::new();
        for (file, mut edits) in edits {
            edits.sort_unstable_by_key(|&(span, ..)| span);
            let Some(file_of) = files.files.get_mut(file.0 as usize) else {
                continue;
            };
            let (text, of_file) = spliced(&file_of.text, &edits);
            file_of.text = text.into();
            seams.insert(file, of_file);
        }
        Self { files, seams }
    }

    /// The files whose text has changed, in order.
    pub(super) fn changed(self, files: &Files) -> Vec<(FileId, SharedStr)> {
        let pairs = (0..)
            .map(FileId)
            .zip(self.files.files.into_iter().zip(&files.files));
        pairs
            .filter(|(_, (new, old))| new.text != old.text)
            .map(|(file, (new, _))| (file, new.text))
            .collect()
    }

    /// Where the byte was before the changes. For a byte that a change wrote, where that change began.
    pub(super) fn before(&self, file: FileId, at: u32) -> u32 {
        let seams = self.seams.get(&file).map_or(&[][..], Vec::as_slice);
        let behind = seams.partition_point(|seam| seam.new.start <= at);
        match behind.checked_sub(1).and_then(|last| seams.get(last)) {
            None => at,
            Some(seam) if at < seam.new.end => seam.old.start,
            Some(seam) => at - seam.new.end + seam.old.end,
        }
    }

    /// Where this part of the new text was before; `None` if a change wrote some of it.
    pub(super) fn unchanged(&self, place: Place) -> Option<Span> {
        let seams = self.seams.get(&place.file).map_or(&[][..], Vec::as_slice);
        let Span { start, end } = place.span;
        let behind = seams.partition_point(|seam| seam.new.start < end);
        let last = behind.checked_sub(1).and_then(|last| seams.get(last));
        if last.is_some_and(|seam| seam.new.end > start) {
            return None;
        }
        let old = |at: u32| last.map_or(at, |seam| at - seam.new.end + seam.old.end);
        Some(Span {
            start: old(start),
            end: old(end),
        })
    }

    /// The changes that wrote something in this part of the new text or at its ends, at most the first few.
    pub(super) fn changes_in(&self, place: Place) -> impl Iterator<Item = usize> + '_ {
        const FEW: usize = 16;
        let seams = self.seams.get(&place.file).map_or(&[][..], Vec::as_slice);
        let first = seams.partition_point(|seam| seam.new.end < place.span.start);
        seams
            .iter()
            .skip(first)
            .take_while(move |seam| seam.new.start <= place.span.end)
            .take(FEW)
            .map(|seam| seam.change)
    }

    /// Widens the place to whole lines of the new text, or less if the lines are very long.
    pub(super) fn lines(&self, place: Place) -> Place {
        const NEAR: usize = 4096;
        let text = self.files.file(place.file).text.as_bytes();
        let end = (place.span.end as usize).min(text.len());
        let start = (place.span.start as usize).min(end);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let is_break = |byte: &u8| *byte == b'\n';
        let left = before
            .iter()
            .rev()
            .take(NEAR)
            .take_while(|byte| !is_break(byte));
        let right = after.iter().take(NEAR).take_while(|byte| !is_break(byte));
        Place {
            file: place.file,
            span: Span::new(start - left.count(), end + right.count()),
        }
    }
}

fn spliced(text: &str, edits: &[(Span, &str, usize)]) -> (String, Vec<Seam>) {
    let mut out = String::with_capacity(text.len());
    let mut seams = Vec::with_capacity(edits.len());
    let mut from = 0;
    for &(old, new, change) in edits {
        let range = old.range();
        let Some(kept) = text
            .get(from..range.start)
            .filter(|_| range.end <= text.len())
        else {
            continue;
        };
        out.push_str(kept);
        let start = out.len();
        out.push_str(new);
        from = range.end;
        seams.push(Seam {
            old,
            new: Span::new(start, out.len()),
            change,
        });
    }
    out.push_str(text.get(from..).unwrap_or_default());
    (out, seams)
}
