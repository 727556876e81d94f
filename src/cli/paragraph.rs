//! Breaks text into coloured lines that fit a width (see [`wrap`]).

use std::ops::Range;

use argmap::printable::{Show, Shown, is_evenly_spaced, printable};
use argmap::shown;
use argmap::wrap::{self, Word};
use colored::Colorize;
use colored::control::SHOULD_COLORIZE;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How a run of text is painted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Ink {
    /// The terminal's default.
    #[default]
    Plain,
    /// Text that stands out.
    Strong,
    /// Text that only gives structure.
    Dim,
    /// The author's own words.
    Quoted,
    /// Support for something.
    For,
    /// A word that introduces support.
    Because,
    /// A word that introduces an objection.
    But,
    /// An attack on something, or a contradiction of it.
    Against,
    /// Text that has been deleted.
    Gone,
    /// An undercut of a step.
    Undercut,
    /// A contrast.
    Contrast,
    /// An error, which stops the program.
    Error,
    /// A warning, which does not.
    Warning,
    /// Something worth knowing.
    Note,
    /// Help on how to fix a problem.
    Help,
    /// The frame of an excerpt.
    Frame,
}

impl Ink {
    /// `text` made safe and painted, or only made safe if colours are off.
    pub(crate) fn paint(self, text: &(impl Show + ?Sized)) -> Shown {
        let mut out = Shown::new();
        self.paint_onto(&mut out, text);
        out
    }

    /// Adds `text`, made safe and painted.
    pub(crate) fn paint_onto(self, out: &mut Shown, text: &(impl Show + ?Sized)) {
        if self == Self::Plain || !SHOULD_COLORIZE.should_colorize() {
            return text.add_to(out);
        }
        let text = shown!("{}", text);
        let painted = match self {
            _ if text.is_empty() => return,
            Self::Plain => text.normal(),
            Self::Strong => text.bold(),
            Self::Dim => text.dimmed(),
            Self::Quoted => text.dimmed().italic(),
            Self::Because => text.green(),
            Self::But => text.red(),
            Self::For => text.green().bold(),
            Self::Against | Self::Error => text.red().bold(),
            Self::Gone => text.red().strikethrough(),
            Self::Undercut | Self::Warning => text.yellow().bold(),
            Self::Contrast | Self::Frame => text.blue().bold(),
            Self::Note | Self::Help => text.cyan().bold(),
        };
        *out += Shown::trusted(painted.to_string());
    }

    /// The word that begins a message, with its colon, as in `error:`.
    pub(crate) fn head(self, word: &'static str) -> Shown {
        self.paint(word) + Self::Strong.paint(":")
    }
}

/// A line that is ready to be printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct PaintedLine {
    /// The line's text, painted.
    pub(crate) painted: Shown,
    /// How many columns the line takes.
    pub(crate) columns: usize,
}

impl PaintedLine {
    /// The line, followed by blanks up to `columns`.
    pub(crate) fn padded(&self, columns: usize) -> Shown {
        let blanks = columns.saturating_sub(self.columns);
        self.painted.clone() + Shown::blanks(blanks)
    }
}

/// Runs of text, one after another, that are broken into lines together.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: String,
    runs: Vec<PaintedRun>,
}

#[derive(Debug)]
struct PaintedRun {
    start: usize,
    /// Where the run ends.
    end: usize,
    style: Ink,
    /// Whether the words are kept on one line.
    whole: bool,
}

impl Paragraph {
    /// A paragraph with a single run.
    pub(crate) fn of(text: &str, style: Ink) -> Self {
        let mut paragraph = Self::default();
        paragraph.push(text, style);
        paragraph
    }

    /// Adds a run. Control characters are spelt out; line breaks and runs of blanks become one blank.
    pub(crate) fn push(&mut self, text: &str, style: Ink) {
        if text.starts_with(|first: char| first.is_ascii_whitespace()) {
            self.blank();
        }
        let start = self.text.len();
        if is_evenly_spaced(text) {
            self.text.push_str(&printable(text));
        } else {
            for (number, word) in text.split_ascii_whitespace().enumerate() {
                if number > 0 {
                    self.text.push(' ');
                }
                self.text.push_str(&printable(word));
            }
        }
        self.runs.push(PaintedRun {
            start,
            end: self.text.len(),
            style,
            whole: false,
        });
    }

    /// Adds a run after a blank.
    pub(crate) fn push_word(&mut self, text: &str, style: Ink) {
        self.blank();
        self.push(text, style);
    }

    /// Adds a run after a blank. Its words are kept on one line if they fit.
    pub(crate) fn push_whole(&mut self, text: &str, style: Ink) {
        self.push_word(text, style);
        if let Some(run) = self.runs.last_mut() {
            run.whole = true;
        }
    }

    /// Adds another paragraph after a blank.
    pub(crate) fn append(&mut self, other: Self) {
        self.blank();
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.runs
            .extend(other.runs.into_iter().map(|run| PaintedRun {
                start: run.start + start,
                end: run.end + start,
                ..run
            }));
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
            if let Some(run) = self.runs.last_mut() {
                run.end += 1;
            }
        }
    }

    /// How many columns the paragraph takes on one line.
    pub(crate) fn columns(&self) -> usize {
        wrap::columns(&self.text)
    }

    /// Whether the paragraph has no text.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// The painted lines: the first at most `first` columns wide, the others at most `rest`. There is at least one
    /// line.
    ///
    /// The first line is empty if the first word only fits on the others. A word too wide for those is broken between
    /// characters as people perceive them (grapheme clusters).
    pub(crate) fn lines(&self, first: usize, rest: usize) -> Vec<PaintedLine> {
        let broken = self.broken(first, rest).into_iter();
        let painted = |line: wrap::Line| PaintedLine {
            painted: self.painted(line.text),
            columns: line.columns,
        };
        broken.map(painted).collect()
    }

    /// The same lines, not painted yet.
    pub(crate) fn broken(&self, first: usize, rest: usize) -> Vec<wrap::Line> {
        let (first, rest) = (first.max(1), rest.max(1));
        if self.runs.iter().all(|run| !run.whole)
            && let Some(lines) = wrap::plain_lines(&self.text, first, rest)
        {
            return lines;
        }
        let words = self.words(rest);
        if words.first().is_some_and(|word| word.columns <= first) {
            return wrap::lines(&words, first, rest);
        }
        let empty = wrap::Line {
            text: 0..0,
            columns: 0,
        };
        let mut lines = vec![empty];
        lines.append(&mut wrap::lines(&words, rest, rest));
        lines
    }

    /// The painted lines, each at most `width` columns wide. The first is indented by `first` blanks, the others by
    /// `rest`.
    pub(crate) fn block(&self, width: usize, first: usize, rest: usize) -> Shown {
        let lines = self.lines(width.saturating_sub(first), width.saturating_sub(rest));
        let indents = std::iter::once(first).chain(std::iter::repeat(rest));
        let lines = lines.into_iter().zip(indents);
        lines
            .map(|(line, indent)| shown!("{}{}\n", Shown::blanks(indent), line.painted))
            .collect()
    }

    /// Like [`block`](Self::block), but next to a text that fills the first `column` columns of the first line.
    pub(crate) fn beside(&self, left: &Shown, column: usize, width: usize, rest: usize) -> Shown {
        let lines = self.lines(width.saturating_sub(column), width.saturating_sub(rest));
        let mut text = Shown::new();
        for (number, line) in lines.into_iter().enumerate() {
            if number == 0 {
                text += left;
            } else {
                text += Shown::blanks(rest);
            }
            text += line.painted + "\n";
        }
        text
    }

    /// The paragraph as one line, cut off with `ellipsis` if it has more than `width` columns.
    pub(crate) fn line(&self, width: usize, ellipsis: &str) -> Shown {
        let text = self.text.trim_ascii_end();
        if wrap::columns(text) <= width {
            return self.painted(0..text.len());
        }
        let room = width.saturating_sub(ellipsis.width());
        let end = if text.is_ascii() {
            room
        } else {
            let mut used = 0;
            let fitting = text.graphemes(true).take_while(|cluster| {
                used += cluster.width();
                used <= room
            });
            fitting.map(str::len).sum()
        };
        let kept = text.get(..end).unwrap_or_default().trim_ascii_end();
        self.painted(0..kept.len()) + Ink::Dim.paint(ellipsis)
    }

    fn painted(&self, line: Range<usize>) -> Shown {
        let mut out = Shown::new();
        self.paint_onto(&mut out, line);
        out
    }

    fn words(&self, width: usize) -> Vec<Word> {
        let text = self.text.as_str();
        let mut words = Vec::with_capacity(text.len() / 4);
        let mut runs = self.runs.iter().peekable();
        let mut start = 0;
        for mut word in wrap::words(text) {
            let end = word.text.end;
            let next = end + word.blanks;
            while runs.next_if(|run| run.end <= end).is_some() {}
            if runs
                .peek()
                .is_some_and(|run| run.whole && next < run.end && start >= run.start)
            {
                continue;
            }
            if start < word.text.start {
                word.text.start = start;
                word.columns = wrap::columns(text.get(start..end).unwrap_or_default());
            }
            word.broken(text, width, &mut words);
            start = next;
        }
        words
    }

    /// Adds the text of a line, painted.
    pub(crate) fn paint_onto(&self, out: &mut Shown, line: Range<usize>) {
        let mut start = line.start;
        let first = self.runs.partition_point(|run| run.end <= start);
        for &PaintedRun { end, style, .. } in self.runs.iter().skip(first) {
            let end = end.min(line.end);
            // Blanks between runs are not painted, because an underlined or coloured blank would be visible.
            let run = self.text.get(start..end).unwrap_or_default();
            let word = run.trim_ascii_end();
            style.paint_onto(out, word);
            out.push_blanks(run.len() - word.len());
            start = end;
            if start >= line.end {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        colored::control::set_override(false);
        let lines = Paragraph::of(text, Ink::Plain).lines(width, width);
        lines
            .into_iter()
            .map(|line| line.painted.into_string())
            .collect()
    }

    #[test]
    fn wide_and_combining_characters_are_measured_as_terminals_draw_them() {
        assert_eq!(wrapped("大型模型与公链", 8), ["大型模型", "与公链"]);
        // e + combining acute: one column each.
        assert_eq!(
            wrapped("e\u{301}e\u{301} e\u{301}", 4),
            ["e\u{301}e\u{301} e\u{301}"]
        );
        // A family of three, joined, takes two columns and is never broken.
        let family = "👩\u{200d}👩\u{200d}👧";
        assert_eq!(
            wrapped(&format!("{family}{family}{family}"), 4),
            [format!("{family}{family}"), family.to_owned()]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        assert_eq!(
            wrapped("a unbreakable b", 5),
            ["a", "unbre", "akabl", "e b"]
        );
        assert_eq!(wrapped("(few-more-claims)", 10), ["(few-more-", "claims)"]);
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn a_first_line_too_short_for_the_first_word_is_left_empty() {
        colored::control::set_override(false);
        let lines = Paragraph::of("ground and more", Ink::Plain).lines(4, 10);
        let lines: Vec<_> = lines
            .into_iter()
            .map(|line| line.painted.into_string())
            .collect();
        assert_eq!(lines, ["", "ground and", "more"]);
    }

    #[test]
    fn what_commands_a_terminal_is_shown_and_line_breaks_are_blanks() {
        assert_eq!(wrapped("a\u{1b}[31m\n  b", 40), [r"a\u{1b}[31m b"]);
    }

    #[test]
    fn words_that_belong_together_stay_on_one_line_if_they_fit_one() {
        colored::control::set_override(false);
        let mut paragraph = Paragraph::of("one", Ink::Plain);
        paragraph.push_whole("two three", Ink::Dim);
        paragraph.push_word("four", Ink::Plain);
        let lines = |width| {
            let lines = paragraph.lines(width, width);
            lines
                .into_iter()
                .map(|line| line.painted.into_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(9), ["one", "two three", "four"]);
        assert_eq!(lines(14), ["one two three", "four"]);
        assert_eq!(lines(6), ["one", "two th", "ree", "four"]);
    }

    #[test]
    fn a_line_that_is_cut_off_says_so() {
        colored::control::set_override(false);
        let paragraph = Paragraph::of("one two three", Ink::Plain);
        assert_eq!(&*paragraph.line(9, "…"), "one two…");
        assert_eq!(&*paragraph.line(13, "…"), "one two three");
    }
}
