//! Puts the strings that a page draws into reading order, as lines and columns.
//!
//! The page's own drawing order is usually the reading order. The exception is columns drawn row by row: a line is
//! never read across a gutter.

use std::ops::Range;

use super::drawn::DrawnText;
use crate::quotes::layout::Rendering;
use crate::quotes::script::{Script, ScriptRun};

/// In multiples of the text size: the minimum gap between words, the same if the fonts do not give widths, and the
/// minimum gap between columns.
const WORD_GAP: f64 = 0.15;
const GUESSED_WORD_GAP: f64 = 0.3;
const GUTTER: f64 = 1.2;
/// Maximum gap between words in justified text.
const WIDEST_SPACE: f64 = 3.0;

/// In multiples of the text size: how far apart the baselines of one line may be, and how far off the baseline of a
/// superscript or subscript may be, if it is smaller than the line's text (by the last factor) and if it is not.
const SAME_LINE: f64 = 0.12;
const RAISED: f64 = 0.7;
const RAISED_AS_LARGE: f64 = 0.5;
const SMALLER: f64 = 0.9;

/// Pieces on the same line, with no gutter between them.
#[derive(Debug)]
struct PdfLine {
    pieces: Vec<DrawnText>,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    way: (f64, f64),
}

impl PdfLine {
    fn new(piece: DrawnText) -> Self {
        Self {
            left: piece.left,
            right: piece.right,
            baseline: piece.baseline,
            size: piece.size,
            way: piece.way,
            pieces: vec![piece],
        }
    }

    fn is_level(&self, baseline: f64) -> bool {
        (self.baseline - baseline).abs() <= SAME_LINE * self.size
    }

    fn runs_as(&self, way: (f64, f64)) -> bool {
        self.way.0 * way.0 + self.way.1 * way.1 > 0.999
    }

    /// Whether `piece` continues this line: no gutter in between, and level with it, superscript or subscript.
    fn takes(&self, piece: &DrawnText) -> bool {
        let gap = piece.left - self.right;
        // A space that the page draws is a space, however wide it is.
        let ends_spaced = || self.pieces.last().is_some_and(|last| is_space(&last.text));
        let spaced = piece.goes_on && (is_space(&piece.text) || ends_spaced());
        let most = if spaced { WIDEST_SPACE } else { GUTTER };
        let near =
            gap < most * self.size && gap > -self.size * 0.5 - (self.right - self.left) * 0.1;
        near && self.runs_as(piece.way) && (self.is_level(piece.baseline) || self.is_script(piece))
    }

    /// Whether `piece` is a superscript or subscript of this line, if it is next to it.
    fn is_script(&self, piece: &DrawnText) -> bool {
        let is_smaller = piece.size < SMALLER * self.size;
        let most = if is_smaller { RAISED } else { RAISED_AS_LARGE };
        let off = (self.baseline - piece.baseline).abs();
        piece.size <= self.size && off <= most * self.size && !self.is_level(piece.baseline)
    }

    fn add(&mut self, piece: DrawnText) {
        self.left = self.left.min(piece.left);
        self.right = self.right.max(piece.right);
        // If a line begins with a superscript number, its baseline is that of the text after it.
        if piece.size * SMALLER > self.size {
            (self.baseline, self.size) = (piece.baseline, piece.size);
        }
        self.pieces.push(piece);
    }

    fn script(&self, piece: &DrawnText) -> Option<Script> {
        if !self.is_script(piece) {
            None
        } else if piece.baseline > self.baseline {
            Some(Script::Raised)
        } else {
            Some(Script::Lowered)
        }
    }
}

fn is_space(text: &str) -> bool {
    text.ends_with(char::is_whitespace) || text.trim().is_empty()
}

/// Adds the text of a page to `rendering`; returns whether the order had to be guessed.
pub(super) fn write(pieces: Vec<DrawnText>, rendering: &mut Rendering) -> bool {
    let mut lines: Vec<PdfLine> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.text.is_empty()) {
        // White space by itself may be anywhere.
        if piece.text.trim().is_empty() && !lines.last().is_some_and(|line| line.takes(&piece)) {
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.takes(&piece) || begins(line, &piece) => line.add(piece),
            _ => lines.push(PdfLine::new(piece)),
        }
    }
    let mut guessed = false;
    let mut before: Option<&PdfLine> = None;
    for band in bands(&lines) {
        let columns = columns(lines.get(band.clone()).unwrap_or_default(), &band);
        guessed |= columns.len() > 1;
        for column in columns {
            for line in column.into_iter().filter_map(|line| lines.get(line)) {
                part(rendering, before, line);
                write_line(rendering, line);
                before = Some(line);
            }
        }
    }
    guessed
}

/// Whether `line` is only a superscript number before the text that `piece` begins.
fn begins(line: &PdfLine, piece: &DrawnText) -> bool {
    let gap = piece.left - line.right;
    line.size < SMALLER * piece.size
        && (line.baseline - piece.baseline).abs() <= RAISED * piece.size
        && line.pieces.len() == 1
        && line.runs_as(piece.way)
        && (-0.1..GUTTER).contains(&(gap / piece.size))
}

/// The separator after a column or page that ends in `before`: a single line break if the last word may go on.
pub(super) fn between(before: &str) -> &'static str {
    if before.ends_with(['-', '\u{2010}', '\u{AD}']) {
        "\n"
    } else {
        "\n\n"
    }
}

/// Adds the break before `line`: the end of a paragraph unless it is just below the line `before`.
fn part(rendering: &mut Rendering, before: Option<&PdfLine>, line: &PdfLine) {
    let Some(before) = before else {
        return;
    };
    let trimmed = rendering.text.trim_end().len();
    rendering.text.truncate(trimmed);
    let size = before.size.max(line.size).max(0.1);
    let turned = !before.runs_as(line.way);
    let gap = line.left - before.right;
    if !turned && before.is_level(line.baseline) && (0.0..WIDEST_SPACE * size).contains(&gap) {
        rendering.text.push(' ');
        return;
    }
    let down = (before.baseline - line.baseline) / size;
    let beside = line.left > before.right || line.right < before.left;
    let larger = (before.size - line.size).abs() > 0.15 * size;
    let goes_on = (0.3..1.9).contains(&down) && !beside && !larger && !turned;
    let elsewhere = beside || down < 0.0;
    rendering.text.push_str(match goes_on {
        true => "\n",
        false if elsewhere => between(&rendering.text),
        false => "\n\n",
    });
}

fn write_line(rendering: &mut Rendering, line: &PdfLine) {
    let mut right: Option<(f64, bool)> = None;
    let mut script: Option<ScriptRun> = None;
    for piece in &line.pieces {
        let gap = right.map_or(0.0, |(right, _)| piece.left - right);
        let measured = piece.measured && right.is_none_or(|(_, measured)| measured);
        let least = if measured { WORD_GAP } else { GUESSED_WORD_GAP };
        let spaced = gap > least * line.size;
        let text: String = piece
            .text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        let here = line.script(piece);
        if let Some(run) = script.take_if(|run| Some(run.script) != here || spaced) {
            run.write(rendering, if spaced { " " } else { &text });
        }
        if spaced && !rendering.text.ends_with(char::is_whitespace) {
            rendering.text.push(' ');
        }
        match here {
            Some(kind) => {
                let run = script.get_or_insert_with(|| ScriptRun::new(kind));
                run.said.unit(&text, 0..0);
            }
            None if rendering.text.ends_with(char::is_whitespace) => {
                rendering.text.push_str(text.trim_start());
            }
            None => rendering.text.push_str(&text),
        }
        right = Some((piece.right, piece.measured));
    }
    if let Some(run) = script {
        run.write(rendering, "");
    }
}

/// A free interval of the page's width.
type Gap = (f64, f64);

/// Divides the lines into bands that may be columns drawn row by row: each gutter goes through all rows of its band.
fn bands(lines: &[PdfLine]) -> Vec<Range<usize>> {
    let mut bands: Vec<Range<usize>> = Vec::new();
    let mut gutters: Vec<Gap> = Vec::new();
    let mut free: Vec<Gap> = Vec::new();
    let mut last: Option<f64> = None;
    let mut at = 0;
    while at < lines.len() {
        let row = row(lines, at);
        let cells = lines.get(row.clone()).unwrap_or_default();
        let size = cells.first().map_or(0.0, |line| line.size);
        let baseline = cells.first().map_or(0.0, |line| line.baseline);
        let inner: Vec<Gap> = gaps(cells).collect();
        let below = last.is_none_or(|last| (0.0..6.0 * size).contains(&(last - baseline)));
        let outside = |free: Vec<Gap>| cells.iter().fold(free, |free, line| without(&free, line));
        let narrowed = outside(free.clone());
        let through = |gap: &Gap, free: &[Gap]| {
            let mut free = free.iter();
            free.any(|free| free.0.max(gap.0) + 0.5 * size < free.1.min(gap.1))
        };
        let stays = gutters.iter().all(|gutter| through(gutter, &narrowed))
            && inner.iter().all(|gap| through(gap, &narrowed));
        match bands.last_mut() {
            Some(band) if below && stays => {
                band.end = row.end;
                free = narrowed;
            }
            _ => {
                bands.push(row.clone());
                gutters.clear();
                free = outside(vec![(f64::MIN, f64::MAX)]);
            }
        }
        gutters.extend(inner);
        // A page has few columns, so this many gutters are enough.
        gutters.truncate(64);
        last = Some(baseline);
        at = row.end;
    }
    bands
}

/// The lines from `at` on that are level, each to the right of the one before.
fn row(lines: &[PdfLine], at: usize) -> Range<usize> {
    let mut end = at + 1;
    while let (Some(left), Some(right)) = (lines.get(end - 1), lines.get(end)) {
        if !left.is_level(right.baseline) || !left.runs_as(right.way) || right.left < left.right {
            break;
        }
        end += 1;
    }
    at..end
}

/// The gaps between the lines of a row.
fn gaps(cells: &[PdfLine]) -> impl Iterator<Item = Gap> + '_ {
    let pairs = cells.iter().zip(cells.iter().skip(1));
    pairs.map(|(left, right)| (left.right, right.left))
}

fn without(free: &[Gap], line: &PdfLine) -> Vec<Gap> {
    let parts =
        |&(left, right): &Gap| [(left, right.min(line.left)), (left.max(line.right), right)];
    let parts = free.iter().flat_map(parts);
    let mut parts: Vec<Gap> = parts.filter(|gap| gap.0 < gap.1).collect();
    parts.dedup();
    parts.truncate(64);
    parts
}

/// The lines of a band, column by column. There is only one column if fewer than two of its rows have a gutter.
fn columns(lines: &[PdfLine], band: &Range<usize>) -> Vec<Vec<usize>> {
    let mut gutters: Vec<Gap> = Vec::new();
    let mut parted = 0;
    let mut at = 0;
    while at < lines.len() {
        let row = row(lines, at);
        let cells = lines.get(row.clone()).unwrap_or_default();
        parted += usize::from(cells.len() > 1);
        for (start, end) in gaps(cells) {
            let mut known = gutters.iter_mut();
            match known.find(|gutter| gutter.0 < end && start < gutter.1) {
                Some(gutter) => *gutter = (gutter.0.max(start), gutter.1.min(end)),
                None => gutters.push((start, end)),
            }
        }
        at = row.end;
    }
    if parted < 2 {
        return vec![band.clone().collect()];
    }
    gutters.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut columns = vec![Vec::new(); gutters.len() + 1];
    for (line, index) in lines.iter().zip(band.clone()) {
        let left = line.left + 0.01;
        let before = gutters
            .iter()
            .filter(|gutter| gutter.0 < left && gutter.1 <= left);
        let column = before.count();
        if let Some(column) = columns.get_mut(column) {
            column.push(index);
        }
    }
    columns.retain(|column: &Vec<usize>| !column.is_empty());
    columns
}
