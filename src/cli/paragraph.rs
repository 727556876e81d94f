//! Breaks text into painted lines that fit a width: between words, by the rules of Unicode, and measured in the columns
//! that a terminal gives them.

use std::ops::Range;

use argmap::printable::{Show, Shown, is_workflow_command, printable};
use argmap::shown;
use colored::Colorize;
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How a run of text is painted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// As the terminal does.
    #[default]
    Plain,
    /// What stands out.
    Strong,
    /// What is only structure.
    Dim,
    /// The author's own words.
    Quoted,
    /// What speaks for something.
    For,
    /// The word for it.
    Because,
    /// The word for what speaks against something.
    But,
    /// What speaks against something, or cannot hold with it.
    Against,
    /// What undercuts a step.
    Undercut,
    /// What is set in contrast.
    Contrast,
    /// What stops the program.
    Error,
    /// What does not.
    Warning,
    /// What is worth knowing.
    Note,
    /// A way out.
    Help,
    /// The frame of a picture.
    Frame,
}

impl Style {
    /// `text` made safe and painted; as it is where nothing is to be painted.
    pub(crate) fn paint(self, text: &(impl Show + ?Sized)) -> Shown {
        let text = shown!("{}", text);
        let painted = match self {
            _ if text.is_empty() => return text,
            Self::Plain => return text,
            Self::Strong => text.bold(),
            Self::Dim => text.dimmed(),
            Self::Quoted => text.dimmed().italic(),
            Self::Because => text.green(),
            Self::But => text.red(),
            Self::For => text.green().bold(),
            Self::Against | Self::Error => text.red().bold(),
            Self::Undercut | Self::Warning => text.yellow().bold(),
            Self::Contrast | Self::Frame => text.blue().bold(),
            Self::Note | Self::Help => text.cyan().bold(),
        };
        Shown::trusted(painted.to_string())
    }

    /// The word that begins a message, with its colon: `error:`.
    pub(crate) fn head(self, word: &'static str) -> Shown {
        self.paint(word) + Self::Strong.paint(":")
    }
}

/// A line that is ready to be printed.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// Its text, painted.
    pub(crate) painted: Shown,
    /// The columns that it takes.
    pub(crate) columns: usize,
}

impl Line {
    /// The line, and blanks up to `columns`.
    pub(crate) fn padded(&self, columns: usize) -> Shown {
        let blanks = columns.saturating_sub(self.columns);
        self.painted.clone() + Shown::blanks(blanks)
    }
}

/// Runs of text, one after the other, to be broken into lines as one.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: String,
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    start: usize,
    /// Where it ends.
    end: usize,
    style: Style,
    /// Whether its words stay on one line.
    whole: bool,
}

impl Paragraph {
    /// One run.
    pub(crate) fn of(text: &str, style: Style) -> Self {
        let mut paragraph = Self::default();
        paragraph.push(text, style);
        paragraph
    }

    /// Adds a run: control characters are shown, line breaks and runs of blanks are one blank.
    pub(crate) fn push(&mut self, text: &str, style: Style) {
        if text.starts_with(|first: char| first.is_ascii_whitespace()) {
            self.blank();
        }
        let start = self.text.len();
        let mut words = text.split_ascii_whitespace().map(printable);
        if let Some(first) = words.next() {
            self.text.push_str(&first);
        }
        for word in words {
            self.text.push(' ');
            self.text.push_str(&word);
        }
        self.runs.push(Run {
            start,
            end: self.text.len(),
            style,
            whole: false,
        });
    }

    /// Adds a run after a blank.
    pub(crate) fn push_word(&mut self, text: &str, style: Style) {
        self.blank();
        self.push(text, style);
    }

    /// Adds a run after a blank; its words stay on one line, if they fit one.
    pub(crate) fn push_whole(&mut self, text: &str, style: Style) {
        self.push_word(text, style);
        if let Some(run) = self.runs.last_mut() {
            run.whole = true;
        }
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
            if let Some(run) = self.runs.last_mut() {
                run.end += 1;
            }
        }
    }

    /// The columns that it takes on one line.
    pub(crate) fn columns(&self) -> usize {
        self.text.width()
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// The lines, painted: the first at most `first` columns wide, the others `rest`; at least one line.
    ///
    /// The first line is empty if the first word needs the room of the others. A word wider than those is broken
    /// between characters as people perceive them (grapheme clusters).
    pub(crate) fn lines(&self, first: usize, rest: usize) -> Vec<Line> {
        let (first, rest) = (first.max(1), rest.max(1));
        let words = self.words(rest);
        let mut lines = Vec::new();
        let widths = [columns(first), columns(rest)];
        let mut widths = widths.as_slice();
        if words.first().is_none_or(|word| word.width > first) {
            lines.push(Line::default());
            widths = widths.get(1..).unwrap_or_default();
        }
        let broken = wrap_first_fit(&words, widths).into_iter();
        lines.extend(broken.filter(|words| !words.is_empty()).map(|words| {
            let start = words.first().map_or(0, |word| word.text.start);
            let end = words.last().map_or(0, |word| word.text.end);
            Line {
                columns: self.text.get(start..end).unwrap_or_default().width(),
                painted: self.paint(start..end),
            }
        }));
        lines
    }

    /// The lines, painted, as text of at most `width` columns, the first indented by `first` blanks, the others by `rest`.
    pub(crate) fn block(&self, width: usize, first: usize, rest: usize) -> Shown {
        let lines = self.lines(width.saturating_sub(first), width.saturating_sub(rest));
        let indents = std::iter::once(first).chain(std::iter::repeat(rest));
        let lines = lines.into_iter().zip(indents);
        lines
            .map(|(line, indent)| shown!("{}{}\n", Shown::blanks(indent), line.painted))
            .collect()
    }

    /// The same, beside what fills the first `column` columns of the first line.
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

    /// The first line, cut off with `ellipsis` where there is more than `width` columns.
    pub(crate) fn line(&self, width: usize, ellipsis: &str) -> Shown {
        let text = self.text.trim_ascii_end();
        if text.width() <= width {
            return self.paint(0..text.len());
        }
        let room = width.saturating_sub(ellipsis.width());
        let (mut end, mut used) = (0, 0);
        for cluster in text.graphemes(true) {
            used += cluster.width();
            if used > room {
                break;
            }
            end += cluster.len();
        }
        let kept = text.get(..end).unwrap_or_default().trim_ascii_end();
        self.paint(0..kept.len()) + Style::Dim.paint(ellipsis)
    }

    fn words(&self, width: usize) -> Vec<Word> {
        let text = self.text.as_str();
        let separator = if text.is_ascii() {
            WordSeparator::AsciiSpace
        } else {
            WordSeparator::UnicodeBreakProperties
        };
        let mut words = Vec::new();
        let mut runs = self.runs.iter().peekable();
        let (mut start, mut next) = (0, 0);
        for found in separator.find_words(text) {
            let end = next + found.word.len();
            next = end + found.whitespace.len();
            while runs.next_if(|run| run.end <= end).is_some() {}
            if runs
                .peek()
                .is_some_and(|run| run.whole && next < run.end && start >= run.start)
            {
                continue;
            }
            let word = Word::new(text, start..end, found.whitespace.len());
            if word.width > width {
                word.broken(text, width, &mut words);
            } else {
                words.push(word);
            }
            start = next;
        }
        words
    }

    fn paint(&self, range: Range<usize>) -> Shown {
        let mut out = Shown::new();
        let mut start = range.start;
        let first = self.runs.partition_point(|run| run.end <= start);
        for &Run { end, style, .. } in self.runs.iter().skip(first) {
            let end = end.min(range.end);
            // Blanks between runs are not painted: an underlined or coloured blank would show.
            let run = self.text.get(start..end).unwrap_or_default();
            let word = run.trim_ascii_end();
            out += style.paint(word);
            out += shown!("{}", run.get(word.len()..).unwrap_or_default());
            start = end;
            if start >= range.end {
                break;
            }
        }
        out
    }
}

/// What is not broken, and the blanks after it.
#[derive(Debug)]
struct Word {
    text: Range<usize>,
    width: usize,
    blanks: usize,
}

impl Word {
    fn new(text: &str, range: Range<usize>, blanks: usize) -> Self {
        let width = text.get(range.clone()).unwrap_or_default().width();
        Self {
            text: range,
            width,
            blanks,
        }
    }

    /// Adds the word to `words` in pieces that are at most `width` columns wide, if a character is: broken after
    /// hyphens if it can be, as in a long id.
    fn broken(self, text: &str, width: usize, words: &mut Vec<Self>) {
        let word = text.get(self.text.clone()).unwrap_or_default();
        let mut piece = Self {
            text: self.text.start..self.text.start,
            width: 0,
            blanks: 0,
        };
        let mut add = |part: &str| {
            let wide = part.width();
            if piece.width + wide > width && !piece.text.is_empty() {
                let end = piece.text.end;
                let full = std::mem::replace(
                    &mut piece,
                    Self {
                        text: end..end,
                        width: 0,
                        blanks: 0,
                    },
                );
                words.push(full);
            }
            piece.text.end += part.len();
            piece.width += wide;
        };
        for part in word.split_inclusive('-') {
            if part.width() > width || is_workflow_command(part) {
                clusters(part).for_each(&mut add);
            } else {
                add(part);
            }
        }
        piece.blanks = self.blanks;
        words.push(piece);
    }
}

/// The characters of a word as people perceive them; what a build server would take for a command stays on the line of
/// what is before it.
fn clusters(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut end = rest.graphemes(true).next()?.len();
        if is_workflow_command(rest.get(end..).unwrap_or_default()) {
            end += "::".len() + 1;
        }
        let (cluster, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(cluster)
    })
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        columns(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        columns(self.blanks)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn columns(width: usize) -> f64 {
    f64::from(u32::try_from(width).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        colored::control::set_override(false);
        let lines = Paragraph::of(text, Style::Plain).lines(width, width);
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
        // A family of three, joined: two columns, and never torn apart.
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
        let lines = Paragraph::of("ground and more", Style::Plain).lines(4, 10);
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
        let mut paragraph = Paragraph::of("one", Style::Plain);
        paragraph.push_whole("two three", Style::Dim);
        paragraph.push_word("four", Style::Plain);
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
        let paragraph = Paragraph::of("one two three", Style::Plain);
        assert_eq!(&*paragraph.line(9, "…"), "one two…");
        assert_eq!(&*paragraph.line(13, "…"), "one two three");
    }
}
