//! Maps each byte of a rendered text to the file that it was rendered from.

use crate::narrow::narrow;
use std::ops::Range;

/// A piece of rendered text, and the bytes of the file that it stands for.
#[derive(Debug, Clone, Copy)]
struct RenderedRun {
    text: u32,
    file: u32,
    file_end: u32,
    /// Whether the text was copied byte by byte, so that offsets in the run are offsets in the file.
    literal: bool,
}

/// What ends where a reader sees a break between two pieces of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockEnd {
    /// A paragraph, a heading, a list item, a table row, or another separate block.
    Block,
    /// A table cell.
    Cell,
}

/// The map from offsets in a rendered text to offsets in its file. A look-up takes O(log runs).
#[derive(Debug, Default)]
pub(super) struct OffsetMap {
    runs: Vec<RenderedRun>,
}

impl OffsetMap {
    /// The layout of a text that is the file itself, from the byte `skipped` on.
    pub(super) fn verbatim(skipped: usize, length: usize) -> Self {
        let mut rendering = Rendering::default();
        rendering.run(skipped, skipped + length, true);
        rendering.layout
    }

    /// The range of the file that the rendered bytes `text` stand for. If `text` has part of a character reference or
    /// an escape, the range includes all of it.
    pub(super) fn file_range(&self, text: Range<usize>) -> Range<usize> {
        let start = self.run_at(text.start).map_or(0, |run| {
            let within = if run.literal {
                text.start.saturating_sub(run.text as usize)
            } else {
                0
            };
            (run.file as usize + within).min(run.file_end as usize)
        });
        if text.is_empty() {
            return start..start;
        }
        let end = self.run_at(text.end - 1).map_or(0, |run| {
            if run.literal {
                (run.file as usize + text.end - run.text as usize).min(run.file_end as usize)
            } else {
                run.file_end as usize
            }
        });
        start..end.max(start)
    }

    /// The first block that ends within the bytes `range` of the rendered `text`, judged by what the renderer inserted
    /// between blocks. O(log runs + runs in the range).
    pub(super) fn block_end(&self, text: &str, range: &Range<usize>) -> Option<BlockEnd> {
        let runs = &self.runs;
        let first = runs.partition_point(|run| run.text as usize <= range.start);
        let within = runs.get(first..).unwrap_or(&[]).iter();
        within
            .take_while(|run| (run.text as usize) < range.end)
            .filter(|run| !run.literal && run.file == run.file_end)
            .find_map(|run| {
                let (before, after) = text.split_at_checked(run.text as usize)?;
                if after.starts_with('\t') {
                    Some(BlockEnd::Cell)
                } else {
                    let ends = after.starts_with("\n\n")
                        || after.starts_with('\n') && before.ends_with('\n');
                    ends.then_some(BlockEnd::Block)
                }
            })
    }

    /// The bytes of the rendered text, which has `length` bytes, that come from the range `file` of the file.
    pub(super) fn text_range(&self, file: &Range<usize>, length: usize) -> Range<usize> {
        let offset = |at: usize| {
            let run = self.runs.partition_point(|run| run.file_end as usize <= at);
            self.runs.get(run).map_or(length, |run| {
                let within = at.saturating_sub(run.file as usize);
                run.text as usize + if run.literal { within } else { 0 }
            })
        };
        let start = offset(file.start);
        start..offset(file.end).max(start)
    }

    fn run_at(&self, offset: usize) -> Option<RenderedRun> {
        let after = self.runs.partition_point(|run| run.text as usize <= offset);
        self.runs.get(after.checked_sub(1)?).copied()
    }
}

/// A text being rendered: the text so far, and where it is in the file.
#[derive(Debug, Default)]
pub(super) struct Rendering {
    pub(super) text: String,
    pub(super) layout: OffsetMap,
    pub(super) marks: NoteMarks,
}

/// Note marks, which a reader skips: they are not in the text, but a quotation may include them.
#[derive(Debug, Default)]
pub(super) struct NoteMarks {
    /// Where in the text each mark was, and where its label ends in `labels`.
    places: Vec<(u32, u32)>,
    labels: String,
}

impl NoteMarks {
    pub(super) fn push(&mut self, at: usize, label: &str) {
        self.labels.push_str(label);
        self.places.push((narrow(at), narrow(self.labels.len())));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether the last mark was at the byte `at` of the text.
    pub(super) fn is_last_at(&self, at: usize) -> bool {
        self.places
            .last()
            .is_some_and(|&(last, _)| last as usize == at)
    }

    /// Whether there is a mark after the byte `at` of the text.
    pub(super) fn is_after(&self, at: usize) -> bool {
        self.places
            .last()
            .is_some_and(|&(last, _)| last as usize > at)
    }

    /// The marks that were in the bytes `text`, including at both ends: where, and their labels.
    pub(super) fn within(&self, text: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let places = &self.places;
        let first = places.partition_point(|&(at, _)| (at as usize) < text.start);
        let label = move |index: usize| {
            let &(at, end) = places.get(index)?;
            let before = index.checked_sub(1).and_then(|before| places.get(before));
            let start = before.map_or(0, |&(_, end)| end as usize);
            let label = self.labels.get(start..end as usize)?;
            (at as usize <= text.end).then_some((at as usize, label))
        };
        (first..self.places.len()).map_while(label)
    }
}

impl Rendering {
    /// Adds bytes of the file unchanged.
    pub(super) fn literal(&mut self, file: &str, range: Range<usize>) {
        let piece = file.get(range.clone()).unwrap_or_default();
        if !piece.is_empty() {
            self.run(range.start, range.end, true);
            self.text.push_str(piece);
        }
    }

    /// Adds text that stands for all of `range` in the file, such as `&` for `&amp;`.
    pub(super) fn unit(&mut self, text: &str, range: Range<usize>) {
        if !text.is_empty() {
            self.run(range.start, range.end, false);
            self.text.push_str(text);
        }
    }

    /// Adds the bytes `range` of the text of `other`.
    pub(super) fn append(&mut self, other: &Rendering, range: Range<usize>) {
        let runs = &other.layout.runs;
        let first = runs.partition_point(|run| run.text as usize <= range.start);
        let mut ends = runs.iter().skip(first).map(|run| run.text as usize);
        for run in runs.iter().skip(first.saturating_sub(1)) {
            let start = range.start.max(run.text as usize);
            let end = range.end.min(ends.next().unwrap_or(other.text.len()));
            let Some(piece) = other.text.get(start..end).filter(|piece| !piece.is_empty()) else {
                break;
            };
            let whole = run.file as usize..run.file_end as usize;
            if run.literal {
                let from = whole.start + (start - run.text as usize);
                self.run(from, from + piece.len(), true);
            } else {
                self.run(whole.start, whole.end, false);
            }
            self.text.push_str(piece);
        }
    }

    /// Takes away the bracket at the byte `at`, near the end of the text. O(bytes after it).
    pub(super) fn remove_bracket(&mut self, at: usize) {
        self.text.remove(at);
        let runs = &mut self.layout.runs;
        let run = runs.partition_point(|run| (run.text as usize) < at);
        runs.remove(run);
        for later in runs.iter_mut().skip(run) {
            later.text -= 1;
        }
    }

    /// Adds `space` as a separator, unless the text is empty or ends in white space.
    pub(super) fn part(&mut self, space: &str, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.unit(space, at..at);
        }
    }

    /// Ends a block at the byte `at` of the file: what follows comes after a blank line.
    pub(super) fn end_block(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            let begins = self.text.ends_with('\n');
            self.unit(if begins { "\n" } else { "\n\n" }, at..at);
        }
    }

    /// Adds a line break that stands for `range` of the file, unless a line has just begun.
    pub(super) fn end_line(&mut self, range: Range<usize>) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.unit("\n", range);
        }
    }

    fn run(&mut self, file: usize, file_end: usize, literal: bool) {
        let text = narrow(self.text.len());
        let (file, file_end) = (narrow(file), narrow(file_end));
        if let Some(last) = self.layout.runs.last_mut()
            && last.literal
            && literal
            && last.file_end == file
        {
            last.file_end = file_end;
            return;
        }
        self.layout.runs.push(RenderedRun {
            text,
            file,
            file_end,
            literal,
        });
    }
}

/// The start of the character of `text` that the byte `at` is in; the end of `text` if `at` is past it.
pub(super) fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}
