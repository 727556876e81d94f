//! Writes a report for people: the lines, what is wrong there, the path that shows it, and how to fix it.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Patch, Renderer, Snippet};
use argmap::check::{Report, Summary};
use argmap::diagnostic::{Applicability, Diagnostic, Fix, Level, Trail, TrailStep};
use argmap::place::Places;
use argmap::printable::{Shown, printable, printable_lines};
use argmap::render::severity;
use argmap::shown;
use argmap::syntax::Files;
use argmap::wrap::{self, Word};
use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use super::excerpt::{Excerpt, ExcerptMark, excerpts};
use super::paragraph::{Ink, Paragraph};
use super::patch::{Patched, patched};

/// How a report is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReportLook {
    /// Whether to use colours; `colored` must be set the same way.
    pub(crate) paint: bool,
    /// Whether to draw with ASCII characters only.
    pub(crate) ascii: bool,
    /// How many columns to fill.
    pub(crate) width: usize,
}

/// Maximum number of fixes shown of those that a finding offers.
const MOST_FIXES: usize = 4;

/// Maximum number of places shown that a fix changes.
const MOST_PATCHED: usize = 4;

/// Put around an excerpt's number where its path should be written. Nothing else contains a control character.
const PATH_MARK: char = '\u{1}';

/// The findings, with an empty line after each, then the summary.
pub(crate) fn human(report: &Report, files: &Files, look: ReportLook) -> Shown {
    findings(report, files, look) + summary(report.summary)
}

/// The findings, with an empty line after each.
pub(crate) fn findings(report: &Report, files: &Files, look: ReportLook) -> Shown {
    drawn(&report.diagnostics, files, look, "\n")
}

/// One finding, as it is shown in a report.
pub(crate) fn one(finding: &Diagnostic, files: &Files, look: ReportLook) -> Shown {
    drawn(std::slice::from_ref(finding), files, look, "")
}

fn drawn(
    findings: &[Diagnostic],
    files: &Files,
    look: ReportLook,
    after_each: &'static str,
) -> Shown {
    let drawing = ReportDrawing {
        files,
        places: &Places::new(files),
        look,
        renderer: renderer(look),
    };
    let mut text = Shown::new();
    for finding in findings {
        drawing.finding(&mut text, finding);
        text += after_each;
    }
    text
}

/// The last line of a report, such as `54 claims, 31 reasons: 3 errors, 1 warning`.
pub(crate) fn summary(summary: Summary) -> Shown {
    let claims = count(summary.claims, "claim");
    let reasons = count(summary.reasons, "reason");
    let quotations = count(summary.quotations, "quotation");
    let quotations = match (summary.quotations, summary.proven) {
        (0, _) => String::new(),
        (all, proven) if all == proven => format!(", {quotations} proven"),
        (_, proven) => format!(", {proven} of {quotations} proven"),
    };
    let found = [
        (summary.deny, Level::Deny),
        (summary.warn, Level::Warn),
        (summary.note, Level::Note),
    ];
    let found = found.into_iter().filter(|&(number, _)| number > 0);
    let found = found.map(|(number, level)| painted(level, &count(number, severity(level))));
    let mut found = Shown::join(found, ", ");
    if found.is_empty() {
        found = Ink::For.paint("no findings");
    }
    shown!("{}, {}{}: {}\n", claims, reasons, quotations, found)
}

pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Text in the colour that excerpts use for a level.
fn painted(level: Level, text: &str) -> Shown {
    let text = shown!("{}", text);
    let painted = match level {
        Level::Deny => text.bright_red().bold(),
        Level::Warn => text.yellow().bold(),
        Level::Note | Level::Allow => text.bright_green().bold(),
    };
    Shown::trusted(painted.to_string())
}

fn renderer(look: ReportLook) -> Renderer {
    let renderer = if look.paint {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    // Excerpts are already cut to fit, so the renderer must not cut them again.
    renderer.decor_style(decor).term_width(usize::MAX / 4)
}

struct ReportDrawing<'r> {
    files: &'r Files,
    places: &'r Places<'r>,
    look: ReportLook,
    renderer: Renderer,
}

impl ReportDrawing<'_> {
    fn finding(&self, text: &mut Shown, finding: &Diagnostic) {
        self.title(text, finding);
        let digits = self.digits(finding);
        let room = self.look.width.saturating_sub(digits + 3);
        let beside = finding.labels.iter().map(|label| {
            let words = printable(&label.text);
            (label.place, words.width() + 1)
        });
        let shown = excerpts(beside, room, self.files, self.places);
        let fixes = finding.fixes.iter().take(MOST_FIXES);
        let edited: Vec<(&Fix, Vec<Patched>)> = fixes
            .map(|fix| (fix, patched(fix, room, self.files, self.places)))
            .collect();
        let mut paths = Vec::new();
        let mut group = Group::with_level(severity_of(finding.level));
        for excerpt in &shown {
            group = group.element(self.snippet(finding, excerpt, room, &mut paths));
        }
        for trail in &finding.trails {
            let drawn = self.trail(trail, room);
            group = group.element(severity_of(Level::Note).no_name().message(drawn));
        }
        for note in &finding.notes {
            let words = wrapped(note, room.saturating_sub("note: ".len()));
            group = group.element(severity_of(Level::Note).message(words));
        }
        // If there is one help text and one fix for it, they are shown together.
        let (title, help) = match (edited.as_slice(), finding.help.as_slice()) {
            ([_], [only]) => (Some(only), &[][..]),
            (_, help) => (None, help),
        };
        for help in help {
            let words = wrapped(help, room.saturating_sub("help: ".len()));
            group = group.element(annotate_snippets::Level::HELP.message(words));
        }
        let mut groups = Vec::new();
        if !group.is_empty() {
            groups.push(group);
        }
        for (fix, patched) in &edited {
            let title = title.unwrap_or(&fix.title);
            groups.push(self.fix(finding, title, fix.applicability, patched, &mut paths));
        }
        if !groups.is_empty() {
            let drawn = self.renderer.render(&groups);
            *text += with_paths(&drawn, &paths) + "\n";
        }
    }

    /// The first line: how serious it is, which rule, and what is wrong.
    fn title(&self, text: &mut Shown, finding: &Diagnostic) {
        let head = format!("{}[{}]:", severity(finding.level), finding.rule);
        let line = format!("{head} {}", printable(&finding.message));
        for (number, line) in lines(&line, self.look.width, "    ").iter().enumerate() {
            let drawn = if let Some(rest) = line.strip_prefix(&head).filter(|_| number == 0) {
                let head = head.trim_end_matches(':');
                painted(finding.level, head) + Ink::Strong.paint(&format!(":{rest}"))
            } else {
                let text = line.trim_start();
                Shown::blanks(line.len() - text.len()) + Ink::Strong.paint(text)
            };
            *text += drawn + "\n";
        }
    }

    /// How many digits the largest line number has.
    fn digits(&self, finding: &Diagnostic) -> usize {
        let labels = finding.labels.iter().map(|label| label.place);
        let shown = finding.fixes.iter().take(MOST_FIXES);
        let edits = shown.flat_map(|fix| &fix.edits);
        labels
            .chain(edits.map(|&(place, _)| place))
            .map(|place| self.places.region(place).end.line)
            .max()
            .map_or(1, |line| line.to_string().len())
    }

    fn snippet<'e>(
        &self,
        finding: &Diagnostic,
        excerpt: &'e Excerpt,
        room: usize,
        paths: &mut Vec<String>,
    ) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
        let ellipsis = if self.look.ascii { "..." } else { "…" };
        let path = self.path(finding, excerpt, paths);
        let annotations = excerpt.marks.iter().filter_map(|mark| {
            let label = finding.labels.get(mark.place)?;
            let kind = match mark.place {
                0 => AnnotationKind::Primary,
                _ => AnnotationKind::Context,
            };
            let annotation = kind.span(mark.span.clone());
            if label.text.is_empty() {
                return Some(annotation);
            }
            let words = printable(&label.text.replace('\n', " ")).into_owned();
            let words = Paragraph::of(&words, Ink::Plain);
            let words = words.line(beside(excerpt, mark, room), ellipsis);
            Some(annotation.label(words.into_string()))
        });
        Snippet::source(excerpt.source.as_str())
            .line_start(excerpt.first_line)
            .path(path)
            .annotations(annotations)
    }

    /// A stand-in for the path of an excerpt. Lines may be cut, so the renderer's columns are not those of the file.
    fn path(&self, finding: &Diagnostic, excerpt: &Excerpt, paths: &mut Vec<String>) -> String {
        let first = excerpt.marks.iter().map(|mark| mark.place).min();
        let label = first.and_then(|place| finding.labels.get(place));
        let path = label.map_or_else(String::new, |label| {
            let region = self.places.region(label.place);
            let (line, column) = (region.start.line, region.start.column);
            format!("{}:{line}:{column}", printable(region.file))
        });
        stand_in(path, paths)
    }

    /// A fix, as lines before and after. A fix that is a guess is introduced as one.
    fn fix<'e>(
        &self,
        finding: &Diagnostic,
        title: &str,
        applicability: Applicability,
        patched: &'e [Patched],
        paths: &mut Vec<String>,
    ) -> Group<'e> {
        let name = match applicability {
            Applicability::Certain => "help",
            Applicability::Guess => "perhaps",
        };
        let more = patched.len().saturating_sub(MOST_PATCHED);
        let mut title = wrapped(title, self.look.width.saturating_sub(name.len() + 2));
        if more > 0 {
            let _ = write!(title, ", and in {more} more places");
        }
        let level = annotate_snippets::Level::HELP.with_name(name);
        let mut group = Group::with_title(level.secondary_title(title));
        let own = finding.place().map(|place| place.file);
        for patched in patched.iter().take(MOST_PATCHED) {
            let edits = patched.patches.iter();
            let edits = edits.map(|(span, new)| Patch::new(span.clone(), new.as_str()));
            let mut snippet = Snippet::source(patched.source.as_str())
                .line_start(patched.first_line)
                .patches(edits);
            if Some(patched.place.file) != own {
                let region = self.places.region(patched.place);
                snippet = snippet.path(stand_in(printable(region.file).into_owned(), paths));
            }
            group = group.element(snippet);
        }
        group
    }

    /// The steps of a path, with their places next to them, or below them if there is no room for that.
    fn trail(&self, trail: &Trail, room: usize) -> String {
        let mut drawn = String::new();
        if !trail.caption.is_empty() {
            drawn.push_str(&wrapped(&trail.caption, room));
            drawn.push('\n');
        }
        let steps = trail.steps.iter();
        let steps = steps.map(|step| (self.words(step), self.place_of(step)));
        let steps: Vec<(String, Option<String>)> = steps.collect();
        let placed = steps.iter().filter(|(_, place)| place.is_some());
        let widest = placed.map(|(words, _)| words.width()).max().unwrap_or(0);
        let beside_them = steps.iter().filter_map(|(_, place)| place.as_deref());
        let longest = beside_them.map(UnicodeWidthStr::width).max().unwrap_or(0);
        let indent = if drawn.is_empty() { "" } else { "  " };
        let beside = indent.len() + widest + 2 + longest <= room;
        for (words, place) in &steps {
            let _ = match place {
                Some(place) if beside => {
                    let gap = " ".repeat((widest + 2).saturating_sub(words.width()));
                    writeln!(drawn, "{indent}{words}{gap}{}", place.dimmed())
                }
                _ => {
                    let hanging = format!("\n{indent}");
                    let words =
                        lines(words, room.saturating_sub(indent.len()), "  ").join(&hanging);
                    writeln!(drawn, "{indent}{words}")
                }
            };
            if let Some(place) = place.as_ref().filter(|_| !beside) {
                let _ = writeln!(drawn, "{indent}    {}", place.dimmed());
            }
        }
        drawn.truncate(drawn.trim_end_matches('\n').len());
        drawn
    }

    fn words(&self, step: &TrailStep) -> String {
        let words = printable(&step.text.replace('\n', " ")).into_owned();
        if !self.look.ascii {
            return words;
        }
        let plain = |character| match character {
            '─' => '-',
            '◀' => '<',
            '▶' => '>',
            other => other,
        };
        words.chars().map(plain).collect()
    }

    fn place_of(&self, step: &TrailStep) -> Option<String> {
        let region = self.places.region(step.place?);
        let path = printable(region.file);
        Some(format!("{path}:{}", region.start.line))
    }
}

/// What is drawn in place of a path, which is put there later.
fn stand_in(path: String, paths: &mut Vec<String>) -> String {
    paths.push(path);
    format!("{PATH_MARK}{}{PATH_MARK}", paths.len() - 1)
}

/// How many columns there are for words next to a mark.
fn beside(excerpt: &Excerpt, mark: &ExcerptMark, room: usize) -> usize {
    let before = excerpt.source.get(..mark.span.end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // A mark over several lines is drawn with a bracket to their left.
    let start = excerpt.source.get(mark.span.clone());
    let has_bracket = start.is_some_and(|marked| marked.contains('\n'));
    let columns = line.width() + if has_bracket { 4 } else { 1 };
    room.saturating_sub(columns).max(8)
}

fn severity_of(level: Level) -> annotate_snippets::Level<'static> {
    match level {
        Level::Deny => annotate_snippets::Level::ERROR,
        Level::Warn => annotate_snippets::Level::WARNING,
        Level::Note | Level::Allow => annotate_snippets::Level::NOTE,
    }
}

/// What the renderer drew from safe text. The stand-ins, along with the line and the column that follow them, are
/// replaced by the paths.
fn with_paths(drawn: &str, paths: &[String]) -> Shown {
    let mut text = String::with_capacity(drawn.len());
    let mut pieces = drawn.split(PATH_MARK);
    text.push_str(pieces.next().unwrap_or_default());
    while let (Some(number), Some(rest)) = (pieces.next(), pieces.next()) {
        let path = number
            .parse()
            .ok()
            .and_then(|number: usize| paths.get(number));
        text.push_str(path.map_or("", String::as_str));
        text.push_str(
            rest.trim_start_matches(|character: char| {
                character == ':' || character.is_ascii_digit()
            }),
        );
    }
    Shown::trusted(text)
}

/// Text from a map or about it, wrapped between words.
fn wrapped(text: &str, width: usize) -> String {
    lines(&printable_lines(text), width, "").join("\n")
}

/// The lines of a text, with all but the first indented. Code in it, between backquotes, stays on one line.
fn lines(text: &str, width: usize, indent: &str) -> Vec<String> {
    let width = width.max(20);
    let mut lines = Vec::new();
    for text in text.split('\n') {
        let words = words(text);
        let broken = wrap::lines(&words, width, width.saturating_sub(indent.len()));
        if broken.is_empty() {
            lines.push(String::new());
        }
        for (number, line) in broken.into_iter().enumerate() {
            let line = text.get(line.text).unwrap_or_default();
            let indent = if number > 0 { indent } else { "" };
            lines.extend(pieces(format!("{indent}{line}"), width));
        }
    }
    lines
}

/// Code with more columns than this may be broken.
const LONGEST_CODE: usize = 36;

/// The words between blanks, where code with blanks in it is one word.
fn words(text: &str) -> Vec<Word> {
    let mut code = code(text).peekable();
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    for word in wrap::words_at_blanks(text) {
        let start = word.text.start;
        while code.next_if(|code| code.end < start).is_some() {}
        match words.last_mut() {
            Some(last) if code.peek().is_some_and(|code| code.start < start) => {
                last.text.end = word.text.end;
                last.columns += last.blanks + word.columns;
                last.blanks = word.blanks;
            }
            _ => words.push(word),
        }
    }
    words
}

/// The bytes between each two backquotes, except for code so long that it may be broken.
fn code(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut after = 0;
    let pieces = text.split('`').map(move |piece| {
        let start = after;
        after += piece.len() + 1;
        start..start + piece.len()
    });
    let code = pieces.skip(1).step_by(2);
    code.filter(|code| {
        let words = text.get(code.clone()).unwrap_or_default();
        code.end < text.len() && wrap::columns(words) <= LONGEST_CODE
    })
}

/// The line, or its pieces with the same indent if a word in it is too wide.
fn pieces(line: String, width: usize) -> Vec<String> {
    if wrap::columns(&line) <= width {
        return vec![line];
    }
    let words = line.trim_start();
    let indent = line.len() - words.len();
    let room = width.saturating_sub(indent);
    let pieces = Paragraph::of(words, Ink::Plain).lines(room, room);
    let pieces = pieces.into_iter().filter(|piece| piece.columns > 0);
    pieces
        .map(|piece| " ".repeat(indent) + &piece.painted)
        .collect()
}

#[cfg(test)]
mod tests {
    use argmap::diagnostic::{Place, RuleName};
    use argmap::syntax::{FileId, Span};

    use super::*;

    const TEXT: &str = r#"[claim.alike]
text = "Both rebuild the base layer over and over."
premises = ["both-base-layer"]

[claim.base-tech]
text     = "Base technology."
supports = ["both-base-lair"]
quote    = "A tendência dos grandes modelos é a centralização do poder computacional e das capacidades, 世界 e mais"
"#;

    fn place(needle: &str) -> Place {
        let start = TEXT.find(needle).unwrap();
        Place {
            file: FileId::at(0),
            span: Span::new(start, start + needle.len()),
        }
    }

    fn label(finding: Diagnostic, needle: &str, text: &str) -> Diagnostic {
        let place = place(needle);
        finding.label(place.file, place.span, text)
    }

    fn drawn(level: Level, mut finding: Diagnostic, look: ReportLook) -> Shown {
        colored::control::set_override(look.paint);
        finding.level = level;
        let files = Files::from_text("arguments/commonalities.toml", TEXT);
        let report = Report::new(
            vec![finding],
            Summary {
                claims: 2,
                reasons: 1,
                deny: 1,
                ..Summary::default()
            },
        );
        human(&report, &files, look)
    }

    const PLAIN: ReportLook = ReportLook {
        paint: false,
        ascii: false,
        width: 80,
    };

    fn unknown() -> Diagnostic {
        let finding = Diagnostic::new(
            RuleName::UNKNOWN_CLAIM,
            "`supports` names `both-base-lair`, which is not a claim",
        );
        let finding = label(finding, "\"both-base-lair\"", "no claim has this id");
        finding
            .help("did you mean `both-base-layer`?")
            .fix(Fix::guess(
                "write `both-base-layer`".to_owned(),
                vec![(
                    place("\"both-base-lair\""),
                    "\"both-base-layer\"".to_owned(),
                )],
            ))
    }

    #[test]
    fn a_finding_shows_its_place_and_the_way_out() {
        insta::assert_snapshot!(drawn(Level::Deny, unknown(), PLAIN), @r#"
        error[unknown-claim]: `supports` names `both-base-lair`, which is not a claim
          ╭▸ arguments/commonalities.toml:7:13
          │
        7 │ supports = ["both-base-lair"]
          │             ━━━━━━━━━━━━━━━━ no claim has this id
          ╰╴
        perhaps: did you mean `both-base-layer`?
          ╭╴
        7 - supports = ["both-base-lair"]
        7 + supports = ["both-base-layer"]
          ╰╴

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn ascii_alone_will_do() {
        let ascii = ReportLook {
            ascii: true,
            ..PLAIN
        };
        let shown = drawn(Level::Deny, unknown(), ascii);
        assert!(shown.is_ascii(), "{shown}");
    }

    #[test]
    fn a_path_is_shown_step_by_step_with_its_places() {
        let finding = Diagnostic::new(RuleName::CIRCULAR_SUPPORT, "`alike` rests on itself");
        let step = |text: &str, place| TrailStep {
            text: text.to_owned(),
            place,
        };
        let finding = label(finding, "\"both-base-layer\"", "")
            .trail(Trail {
                caption: String::new(),
                steps: vec![
                    step("alike ◀─ premise ─ both-base-layer", Some(place("\"both-base-layer\""))),
                    step("both-base-layer ◀─ supports ─ base-tech", Some(place("supports"))),
                    step("… 12 more steps", None),
                ],
            })
            .note("a reason must be acceptable before what it supports, and what rests on itself is acceptable on no ground at all")
            .help("drop or reverse one of these steps");
        insta::assert_snapshot!(drawn(Level::Deny, finding, PLAIN), @r#"
        error[circular-support]: `alike` rests on itself
          ╭▸ arguments/commonalities.toml:3:13
          │
        3 │ premises = ["both-base-layer"]
          │             ━━━━━━━━━━━━━━━━━
          │
          ├ alike ◀─ premise ─ both-base-layer       arguments/commonalities.toml:3
          │ both-base-layer ◀─ supports ─ base-tech  arguments/commonalities.toml:7
          │ … 12 more steps
          ├ note: a reason must be acceptable before what it supports, and what rests on
          │       itself is acceptable on no ground at all
          ╰ help: drop or reverse one of these steps

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn a_place_stands_below_its_step_where_there_is_no_room_beside() {
        let finding = Diagnostic::new(RuleName::CIRCULAR_SUPPORT, "`alike` rests on itself");
        let finding = label(finding, "\"both-base-layer\"", "").trail(Trail {
            caption: "the circle".to_owned(),
            steps: vec![TrailStep {
                text: "alike ◀─ premise ─ a-claim-with-a-name-that-takes-very-many-columns"
                    .to_owned(),
                place: Some(place("\"both-base-layer\"")),
            }],
        });
        insta::assert_snapshot!(drawn(Level::Deny, finding, PLAIN), @r#"
        error[circular-support]: `alike` rests on itself
          ╭▸ arguments/commonalities.toml:3:13
          │
        3 │ premises = ["both-base-layer"]
          │             ━━━━━━━━━━━━━━━━━
          │
          ╰ the circle
              alike ◀─ premise ─ a-claim-with-a-name-that-takes-very-many-columns
                  arguments/commonalities.toml:3

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn a_long_quotation_is_cut_and_the_column_stays_the_files() {
        let finding = Diagnostic::new(
            RuleName::UNFOUND_QUOTE,
            "this quotation of `base-tech` is not in `article`",
        );
        let quote = "\"A tendência dos grandes modelos é a centralização do poder computacional e das capacidades, 世界 e mais\"";
        insta::assert_snapshot!(drawn(Level::Warn, label(finding, quote, "not found"), PLAIN), @r#"
        warning[unfound-quote]: this quotation of `base-tech` is not in `article`
          ╭▸ arguments/commonalities.toml:8:12
          │
        8 │ quote    = "A tendência dos grandes modelos é a centralização do …
          ╰╴           ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ not found

        2 claims, 1 reason: 1 error
        "#);
        let finding = Diagnostic::new(
            RuleName::UNFOUND_QUOTE,
            "this quotation of `base-tech` is not in `article`, nor is it in any other source that the map names",
        );
        insta::assert_snapshot!(drawn(Level::Note, label(finding, "世界", "not found"), PLAIN), @r#"
        note[unfound-quote]: this quotation of `base-tech` is not in `article`, nor is
            it in any other source that the map names
          ╭▸ arguments/commonalities.toml:8:105
          │
        8 │ … e das capacidades, 世界 e mais"
          ╰╴                     ━━━━ not found

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn a_finding_without_a_place_is_its_words() {
        let finding = Diagnostic::new(RuleName::NO_THESIS, "the map declares no thesis");
        let finding = finding.help("name it: `[map] thesis = [\"…\"]`");
        insta::assert_snapshot!(drawn(Level::Warn, finding, PLAIN), @r#"
        warning[no-thesis]: the map declares no thesis
         ╰ help: name it: `[map] thesis = ["…"]`

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn marks_over_several_lines_and_in_several_places_are_drawn_together() {
        let finding = Diagnostic::new(RuleName::DUPLICATE_CLAIM, "two claims are called `alike`");
        let finding = label(
            finding,
            "[claim.base-tech]\ntext     = \"Base technology.\"",
            "again",
        );
        let finding = label(finding, "[claim.alike]", "first here");
        insta::assert_snapshot!(drawn(Level::Deny, finding, PLAIN), @r#"
        error[duplicate-claim]: two claims are called `alike`
          ╭▸ arguments/commonalities.toml:5:1
          │
        1 │   [claim.alike]
          │   ───────────── first here
          ┆
        5 │ ┏ [claim.base-tech]
        6 │ ┃ text     = "Base technology."
          ╰╴┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛ again

        2 claims, 1 reason: 1 error
        "#);
    }

    #[test]
    fn what_steers_a_terminal_is_shown_wherever_it_stands() {
        let evil = "\u{1b}[2J\u{202e}\u{1}0\u{1}\u{9b}";
        let finding = Diagnostic::new(RuleName::UNKNOWN_CLAIM, evil);
        let finding = label(finding, "alike", evil)
            .trail(Trail {
                caption: evil.to_owned(),
                steps: vec![TrailStep {
                    text: evil.to_owned(),
                    place: None,
                }],
            })
            .note(evil)
            .help(evil)
            .fix(Fix::guess(
                "write it".to_owned(),
                vec![(place("alike"), evil.to_owned())],
            ));
        let shown = drawn(Level::Deny, finding, PLAIN);
        let steers = |character: char| character.is_control() && character != '\n';
        assert!(!shown.contains(steers), "{shown:?}");
        assert_eq!(
            shown.matches(r"\u{1b}[2J\u{202e}\u{1}0\u{1}\u{9b}").count(),
            7,
            "{shown}"
        );
    }

    #[test]
    fn lines_break_between_words_but_not_in_code() {
        assert_eq!(
            lines("say it, such as `text = \"It rains.\"` or so", 30, ""),
            ["say it, such as", "`text = \"It rains.\"` or so"]
        );
        assert_eq!(lines("a lone ` and well-known words", 20, "  ").len(), 2);
        let long = format!("`{}`", "word ".repeat(20));
        assert!(lines(&long, 40, "").len() > 1);
    }

    #[test]
    fn the_summary_counts_in_words() {
        colored::control::set_override(false);
        let clean = Summary {
            claims: 54,
            reasons: 31,
            ..Summary::default()
        };
        assert_eq!(&*summary(clean), "54 claims, 31 reasons: no findings\n");
        let quoted = |proven| Summary {
            quotations: 61,
            proven,
            ..clean
        };
        assert_eq!(
            &*summary(quoted(61)),
            "54 claims, 31 reasons, 61 quotations proven: no findings\n"
        );
        assert_eq!(
            &*summary(quoted(60)),
            "54 claims, 31 reasons, 60 of 61 quotations proven: no findings\n"
        );
        let found = Summary {
            claims: 1,
            reasons: 1,
            deny: 3,
            warn: 1,
            note: 2,
            ..Summary::default()
        };
        assert_eq!(
            &*summary(found),
            "1 claim, 1 reason: 3 errors, 1 warning, 2 notes\n"
        );
    }
}
