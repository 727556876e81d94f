//! `argmap coverage`: shows how much of each source a map quotes, and what it leaves out.

use argmap::answer::CoverageAnswer;
use argmap::answer::coverage::SourceCoverage;
use argmap::map::SourceId;
use argmap::printable::Shown;
use argmap::proof::{Proof, Run};
use argmap::quotes::{Coverage, LeftOut, Share};
use argmap::shown;
use argmap::wrap;
use colored::{Color, Colorize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::load::{MapArgument, tell_unread};
use super::output::{Format, print, print_error, print_json};
use super::paragraph::Ink;
use super::{CliError, Status, Terminal};

const EXAMPLES: &str = "\
Letters are counted, those in several quotations once. What is both quoted and ignored counts as quoted. A quotation that \
is not in its source, or is in several places of it, does not count.

Examples:
  argmap coverage                      how much is quoted, and what is left out
  argmap coverage --annotate           the text itself, with the claims next to it
  argmap coverage --fail-under 0.95    for a build: exit code 1 if less is covered";

/// What `argmap coverage` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// The output format
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// Print the sources themselves, each passage next to the claims that quote it
    #[arg(long, conflicts_with = "format")]
    annotate: bool,

    /// Exit with code 1 if less than this share of a source, 0 to 1, is quoted or ignored
    #[arg(long, value_name = "SHARE", value_parser = share)]
    fail_under: Option<f64>,

    /// Draw with ASCII characters only
    #[arg(long, short)]
    ascii: bool,
}

/// Parses a share, from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(share) if share > 1.0 && share <= 100.0 => Err(format!(
            "a share lies between 0 and 1; {text} % is {}",
            share / 100.0
        )),
        _ => Err("a share lies between 0 and 1".to_owned()),
    }
}

/// Runs `argmap coverage`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let proof = Proof::new(&map);
    let answer = CoverageAnswer::new(&proof);
    let page = CoveragePage {
        proof: &proof,
        width: terminal.width(),
        ascii: args.ascii,
    };
    terminal.paint_out();
    match args.format {
        Format::Json => print_json(&answer)?,
        Format::Human if args.annotate => print(&page.annotated(&answer))?,
        Format::Human => print(&page.report(&answer))?,
    }
    Ok(outcome.max(tell_rest(args, &proof, &answer, terminal)))
}

/// Reports on standard error where too little is covered, and what could not be counted.
fn tell_rest(
    args: &Args,
    proof: &Proof<'_>,
    answer: &CoverageAnswer,
    terminal: Terminal,
) -> Status {
    terminal.paint_err();
    let mut outcome = Status::Fine;
    let mut text = Shown::new();
    if answer.unproven > 0 {
        let they = match answer.unproven {
            1 => "quotation is not proven and does",
            _ => "quotations are not proven and do",
        };
        text += shown!(
            "{} {} {} not count (see `argmap check`)\n",
            Ink::Warning.head("warning"),
            answer.unproven,
            they
        );
    }
    if let Some(least) = args.fail_under {
        for source in &answer.sources {
            let covered = source.coverage.letters.covered();
            if covered < least {
                outcome = Status::Findings;
                text += shown!(
                    "{} {:.1} % of `{}` is covered, less than {} %\n",
                    Ink::Error.head("error"),
                    (covered * 1000.0).floor() / 10.0,
                    source.id,
                    (least * 1000.0).round() / 10.0
                );
            }
        }
    }
    if !text.is_empty() {
        print_error(&text);
    }
    outcome.max(tell_unread(proof, terminal))
}

/// How a page is drawn.
struct CoveragePage<'p> {
    proof: &'p Proof<'p>,
    width: usize,
    ascii: bool,
}

/// Maximum number of lines shown of a passage that is left out.
const SHOWN_LINES: usize = 3;

/// Maximum width of a bar.
const WIDEST_BAR: usize = 72;

impl CoveragePage<'_> {
    fn report(&self, answer: &CoverageAnswer) -> Shown {
        self.sources(answer, |out, source| {
            self.left_out(out, &source.coverage.left_out);
        })
    }

    /// The sources themselves, with the claims that quote each passage in the margin.
    fn annotated(&self, answer: &CoverageAnswer) -> Shown {
        self.sources(answer, |out, source| {
            *out += "\n";
            self.edition(out, source.source);
        })
    }

    /// The shares of each source, and `more` about it.
    fn sources(
        &self,
        answer: &CoverageAnswer,
        more: impl Fn(&mut Shown, &SourceCoverage),
    ) -> Shown {
        if answer.sources.is_empty() {
            return self.nothing();
        }
        let mut out = Shown::new();
        for (number, source) in answer.sources.iter().enumerate() {
            if number > 0 {
                out += "\n";
            }
            self.shares(&mut out, source);
            more(&mut out, source);
        }
        out
    }

    fn pick<T>(&self, unicode: T, ascii: T) -> T {
        if self.ascii { ascii } else { unicode }
    }

    fn nothing(&self) -> Shown {
        let text = if self.proof.sources().len() == 0 {
            "This map has no sources."
        } else {
            "None of the sources of this map could be read."
        };
        shown!("{}\n", Ink::Dim.paint(text))
    }

    /// The shares of letters and of sentences, and a bar of letters.
    fn shares(&self, out: &mut Shown, source: &SourceCoverage) {
        let Coverage {
            letters, sentences, ..
        } = source.coverage;
        *out += title(source);
        let digits = letters.total().to_string().len();
        for (share, noun) in [(letters, "letters"), (sentences, "sentences")] {
            let parts = [
                ("quoted", share.quoted, Ink::For),
                ("ignored", share.ignored, Ink::Dim),
                ("left out", share.left_out, Ink::Undercut),
            ];
            *out += shown!("{} {:<9}", format!("{:>digits$}", share.total()), noun);
            for (word, count, style) in parts {
                let percent = percent(count, share.total());
                *out += shown!("  {} {:>5} %", style.paint(word), percent);
            }
            *out += "\n";
        }
        *out += self.bar(letters);
        *out += "\n";
    }

    fn bar(&self, share: Share) -> Shown {
        let [quoted, ignored, left_out] = self.pick(["█", "▓", "░"], ["#", "+", "."]);
        let columns = self.width.min(WIDEST_BAR);
        let [first, second, third] = cells([share.quoted, share.ignored, share.left_out], columns);
        shown!(
            "{}{}{}",
            Ink::Because.paint(&quoted.repeat(first)),
            Ink::Dim.paint(&ignored.repeat(second)),
            Ink::Undercut.paint(&left_out.repeat(third))
        )
    }

    fn left_out(&self, out: &mut Shown, passages: &[LeftOut]) {
        if passages.is_empty() {
            return;
        }
        *out += shown!("\n{}, longest first\n", Ink::Undercut.paint("left out"));
        let place = |left_out: &LeftOut| {
            let start = left_out.passage.start;
            format!("{}:{}", start.line, start.column)
        };
        let widest = passages.iter().map(|left_out| place(left_out).len()).max();
        let widest = widest.unwrap_or(0);
        let most = passages.first().map_or(0, |left_out| left_out.letters);
        let digits = most.to_string().len();
        let [open, close] = self.pick(["«", "»"], ["\"", "\""]);
        let ellipsis = self.pick("…", "...");
        for left_out in passages {
            let letters = left_out.letters;
            let noun = if letters == 1 { "letter " } else { "letters" };
            let place = place(left_out);
            let head = format!("  {place:>widest$}  {letters:>digits$} {noun}  ");
            let room = self.width.saturating_sub(head.width()).max(16);
            // Take no more of a long passage than there is room for.
            let mut columns = 0;
            let mut beyond = left_out.text.char_indices().skip_while(|&(_, c)| {
                columns += c.width().unwrap_or(0);
                columns <= SHOWN_LINES * room
            });
            let enough = beyond.next().map_or(left_out.text.len(), |(at, _)| at);
            let (text, rest) = left_out.text.split_at(enough);
            let close = if rest.is_empty() { close } else { "" };
            let mut lines = wrapped([open, text, close], room);
            if lines.len() > SHOWN_LINES || !rest.is_empty() {
                lines.truncate(SHOWN_LINES);
                if let Some(last) = lines.last_mut() {
                    *last = cut(&format!("{last} "), room, ellipsis);
                }
            }
            for (number, line) in lines.iter().enumerate() {
                let margin = if number == 0 {
                    Ink::Dim.paint(&head)
                } else {
                    Shown::blanks(head.width())
                };
                *out += shown!("{}{}\n", margin, line);
            }
        }
    }

    fn edition(&self, out: &mut Shown, id: SourceId) {
        let (Ok(source), Some(runs)) = (self.proof.source(id), self.proof.edition(id)) else {
            return;
        };
        let margin = self.margin(&runs);
        let room = self.width.saturating_sub(margin + 3).max(16);
        let mut quoted = 0;
        for run in &runs {
            let text = source.text().get(run.text.clone()).unwrap_or_default();
            let (labels, sign) = self.labels(id, run);
            let hue = Hue::of(run, &mut quoted);
            let mut labels = labels.iter();
            for (number, paragraph) in paragraphs(text).enumerate() {
                if number > 0 {
                    self.margin_line(out, margin, "", sign, "", hue);
                }
                for line in wrapped(["", paragraph, ""], room) {
                    let label = labels.next().map_or("", String::as_str);
                    self.margin_line(out, margin, label, sign, &line, hue);
                }
            }
            // There may be more claims than lines.
            for label in labels {
                self.margin_line(out, margin, label, sign, "", hue);
            }
        }
    }

    /// What is in a run's margin, one line each, and the sign between the margin and the text.
    fn labels(&self, source: SourceId, run: &Run) -> (Vec<String>, &'static str) {
        let [quoted, ignored, left_out] = self.pick(["│", "┊", "░"], ["|", ":", "?"]);
        if !run.claims.is_empty() {
            let ids = run.claims.iter().map(|&claim| self.proof.map().id(claim));
            let mut labels: Vec<String> = ids.map(str::to_owned).collect();
            if run.count > run.claims.len() && run.claims.len() == argmap::proof::NAMED_CLAIMS {
                labels.push("…".to_owned());
            }
            return (labels, quoted);
        }
        if let Some(question) = run.question {
            let id = &self.proof.map().question(question).id.value;
            return (vec![format!("? {id}")], quoted);
        }
        let Some(number) = run.ignored else {
            return (vec!["left out".to_owned()], left_out);
        };
        let written = self.proof.written(source);
        let ignore = written.and_then(|(_, source)| source.ignores.get(number as usize));
        let reason = ignore.and_then(|ignore| ignore.reason.as_ref());
        let mut labels = vec!["ignored".to_owned()];
        labels.extend(reason.map(|reason| format!("({})", reason.value)));
        (labels, ignored)
    }

    /// The width of the margin in columns: as wide as its ids, up to a third of the page.
    fn margin(&self, runs: &[Run]) -> usize {
        let ids = runs.iter().flat_map(|run| &run.claims);
        let widest = ids.map(|&claim| self.proof.map().id(claim).width()).max();
        widest
            .unwrap_or(0)
            .max("left out".len())
            .min(self.width / 3)
    }

    fn margin_line(
        &self,
        out: &mut Shown,
        margin: usize,
        label: &str,
        sign: &str,
        text: &str,
        hue: Hue,
    ) {
        let label = cut(label, margin, self.pick("…", "..."));
        let blanks = margin.saturating_sub(label.width());
        *out += shown!(
            "{}{} {}",
            Shown::blanks(blanks),
            hue.paint(&label),
            hue.paint(sign)
        );
        if !text.is_empty() {
            *out += shown!(" {}", hue.paint(text));
        }
        *out += "\n";
    }
}

/// The id of a source, and its file.
fn title(source: &SourceCoverage) -> Shown {
    shown!(
        "{}  {}\n",
        Ink::Strong.paint(&source.id),
        Ink::Dim.paint(&source.path)
    )
}

/// How a run of a text is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hue {
    Quoted(usize),
    Ignored,
    LeftOut,
}

/// The colours of quoted passages, used in turn so that neighbouring passages differ.
const COLORS: [Color; 5] = [
    Color::Green,
    Color::Cyan,
    Color::Blue,
    Color::Magenta,
    Color::BrightGreen,
];

impl Hue {
    /// The hue of a run, after this many quoted ones.
    fn of(run: &Run, quoted: &mut usize) -> Self {
        if run.is_left_out() {
            Self::LeftOut
        } else if run.ignored.is_some() {
            Self::Ignored
        } else {
            *quoted += 1;
            Self::Quoted(*quoted - 1)
        }
    }

    fn paint(self, text: &str) -> Shown {
        match self {
            _ if text.is_empty() => Shown::new(),
            Self::Quoted(number) => {
                let color = COLORS.get(number % COLORS.len());
                let text = shown!("{}", text).color(color.copied().unwrap_or(Color::Green));
                Shown::trusted(text.to_string())
            }
            Self::Ignored => Ink::Dim.paint(text),
            Self::LeftOut => Ink::Undercut.paint(text),
        }
    }
}

/// The paragraphs of a text, separated by blank lines; at least one.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text.trim());
    std::iter::from_fn(move || {
        let text = rest?;
        let mut lines = text.split_inclusive('\n');
        let mut end = 0;
        let blank = lines.find(|line| {
            let blank = line.trim().is_empty();
            end += if blank { 0 } else { line.len() };
            blank
        });
        rest = blank.and_then(|_| text.get(end..)).map(str::trim_start);
        text.get(..end)
    })
}

/// A text between two marks, wrapped between words to lines of this many columns (at least one). Its own line breaks
/// become blanks.
fn wrapped([open, text, close]: [&str; 3], columns: usize) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let widest = columns.saturating_sub(open.width() + close.width());
    let mut words = Vec::new();
    for word in wrap::words(&text) {
        word.broken(&text, widest, &mut words);
    }
    if let Some(first) = words.first_mut() {
        first.columns += open.width();
    }
    if let Some(last) = words.last_mut() {
        last.columns += close.width();
    }
    let lines = wrap::lines(&words, columns, columns);
    let lines = lines.into_iter().filter_map(|line| text.get(line.text));
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    if let Some(first) = lines.first_mut() {
        first.insert_str(0, open);
    }
    if let Some(last) = lines.last_mut() {
        last.push_str(close);
    }
    lines
}

/// `text`, cut to this many columns, including the ellipsis.
fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    if text.width() <= columns && !text.ends_with(' ') {
        return text.to_owned();
    }
    let room = columns.saturating_sub(ellipsis.width());
    if text.is_ascii() {
        let text = text.trim_end();
        return text.get(..room).unwrap_or(text).to_owned() + ellipsis;
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.trim_end().graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        kept += cluster;
    }
    kept += ellipsis;
    kept
}

/// A count as a percentage of a total, with one decimal. It reads as zero or 100 only if it is exactly that.
fn percent(count: usize, total: usize) -> String {
    let tenths =
        (u128::try_from(count).unwrap_or(0) * 2000 + total as u128) / (2 * total.max(1) as u128);
    match tenths {
        0 if count > 0 => "<0.1".to_owned(),
        1000 if count < total => ">99.9".to_owned(),
        _ if total == 0 => "0.0".to_owned(),
        _ => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

/// Divides columns in proportion to counts. A count that is not zero gets at least one.
fn cells(counts: [usize; 3], columns: usize) -> [usize; 3] {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return [0; 3];
    }
    let mut cells = counts.map(|count| (count * columns / total).max(usize::from(count > 0)));
    // The largest absorbs what is left over from rounding, or what is too much.
    let used: usize = cells.iter().sum();
    if let Some(greatest) = cells.iter_mut().max() {
        *greatest = (*greatest + columns).saturating_sub(used);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_shown_as_all_or_nothing_unless_it_is() {
        assert_eq!(percent(0, 9), "0.0");
        assert_eq!(percent(9, 9), "100.0");
        assert_eq!(percent(1, 3), "33.3");
        assert_eq!(percent(1, 99_999), "<0.1");
        assert_eq!(percent(99_998, 99_999), ">99.9");
        assert_eq!(percent(0, 0), "0.0");
    }

    #[test]
    fn a_bar_fills_its_columns_and_shows_the_least_part() {
        assert_eq!(cells([9_999, 0, 1], 50), [49, 0, 1]);
        assert_eq!(cells([1, 1, 1], 50), [16, 16, 18]);
        assert_eq!(cells([0, 0, 0], 50), [0, 0, 0]);
    }

    #[test]
    fn paragraphs_are_divided_by_blank_lines() {
        let of = |text| paragraphs(text).map(str::trim).collect::<Vec<_>>();
        assert_eq!(of("a\nb\n\n \nc\n"), ["a\nb", "c"]);
        assert_eq!(of(""), [""]);
    }
}
