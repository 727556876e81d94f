//! Where each byte of a rendered text stands in the file it was rendered from.

use std::ops::Range;

/// One stretch of rendered text and the bytes of the file it stands for.
#[derive(Debug, Clone, Copy)]
struct Run {
    text: u32,
    file: u32,
    file_end: u32,
    /// Rendered byte by byte: offsets within the run are offsets within the file.
    literal: bool,
}

/// What ends where a reader sees one block of a text end and another begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockEnd {
    /// A paragraph, a heading, a list item, or another block that stands by itself.
    Block,
    /// A row of a table, or the text of a list item before a list within it.
    Row,
    /// A cell of a table.
    Cell,
}

/// The map from offsets in a rendered text to offsets in its file. O(log runs) a look-up.
#[derive(Debug, Default)]
pub(super) struct Layout {
    runs: Vec<Run>,
}

impl Layout {
    /// A text that is the file itself from byte `skipped` on.
    pub(super) fn verbatim(skipped: usize, length: usize) -> Self {
        let mut rendering = Rendering::default();
        rendering.run(skipped, skipped + length, true);
        rendering.layout
    }

    /// The range of the file that the rendered bytes `text` stand for; takes in the whole of a
    /// character reference or an escape of which `text` holds a part.
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

    /// The first place within the bytes `range` of the rendered `text` where a block ends and another begins, by what was
    /// put there between the two. O(log runs + runs in the range).
    pub(super) fn block_end(
        &self,
        text: &str,
        range: &Range<usize>,
        lines: bool,
    ) -> Option<BlockEnd> {
        let first = self
            .runs
            .partition_point(|run| run.text as usize <= range.start);
        let within = self.runs.get(first..).unwrap_or(&[]).iter();
        within
            .take_while(|run| (run.text as usize) < range.end)
            .filter(|run| !run.literal && run.file == run.file_end)
            .find_map(|run| {
                let (before, after) = text.split_at_checked(run.text as usize)?;
                if after.starts_with('\t') {
                    Some(BlockEnd::Cell)
                } else if after.starts_with("\n\n")
                    || after.starts_with('\n') && before.ends_with('\n')
                {
                    Some(BlockEnd::Block)
                } else {
                    (lines && after.starts_with('\n')).then_some(BlockEnd::Row)
                }
            })
    }

    fn run_at(&self, offset: usize) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.text as usize <= offset);
        self.runs.get(after.checked_sub(1)?).copied()
    }
}

/// A text being rendered: what it says so far, and where that stands in the file.
#[derive(Debug, Default)]
pub(super) struct Rendering {
    pub(super) text: String,
    pub(super) layout: Layout,
}

impl Rendering {
    /// Adds bytes of the file as they are.
    pub(super) fn literal(&mut self, file: &str, range: Range<usize>) {
        let Some(piece) = file.get(range.clone()) else {
            return;
        };
        if piece.is_empty() {
            return;
        }
        self.run(range.start, range.end, true);
        self.text.push_str(piece);
    }

    /// Adds text that stands for `range` of the file as a whole, such as `&` for `&amp;`.
    pub(super) fn unit(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.run(range.start, range.end, false);
        self.text.push_str(text);
    }

    /// Ends the block that ends at byte `at` of the file: what follows stands on a line of its own.
    pub(super) fn end_block(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            let breaks = if self.text.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            self.unit(breaks, at..at);
        }
    }

    /// Breaks the line at byte `at` of the file, unless one has just begun.
    pub(super) fn end_line(&mut self, range: Range<usize>) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.unit("\n", range);
        }
    }

    fn run(&mut self, file: usize, file_end: usize, literal: bool) {
        let text = clamp(self.text.len());
        let (file, file_end) = (clamp(file), clamp(file_end));
        if let Some(last) = self.layout.runs.last_mut()
            && last.literal
            && literal
            && last.file_end == file
        {
            last.file_end = file_end;
            return;
        }
        self.layout.runs.push(Run {
            text,
            file,
            file_end,
            literal,
        });
    }
}

/// The byte at or before `at` where a character of `text` begins; its end if `at` is past it.
pub(super) fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
