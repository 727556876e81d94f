//! What is wrong with a file's TOML, in words.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use toml_parser::{Expected, ParseError};

use super::build::{is_typographic, ours};
use super::document::TableKind;
use super::id::is_valid_id;
use super::slip::{Slip, SlipKind, said_in_comment};
use super::stray;
use super::tree::{MAX_DEPTH, TomlFault};
use super::words::{is_words, says_nothing};
use super::write::{is_bare_key, toml_string};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Place, RuleName};
use crate::printable::printable;
use crate::span::{FileId, Lines, Span};

/// Names and values longer than this many characters are cut off in messages.
const LONGEST: usize = 60;

/// The findings for the faults of `text`, in the same order.
pub(super) fn diagnose(file: FileId, text: &str, faults: Vec<TomlFault>) -> Vec<Diagnostic> {
    let teller = FaultTeller {
        file,
        text,
        lines: OnceCell::new(),
    };
    let mut findings: Vec<Diagnostic> = Vec::with_capacity(faults.len());
    let mut cut_short = None;
    let mut open_string: Option<toml_parser::Span> = None;
    for fault in faults {
        // A `]` inside an inline table leaves both the table and the list around it unclosed: report that once.
        if let TomlFault::Syntax(error) = &fault {
            let context = error.context();
            match (error.description(), context, error.unexpected()) {
                ("invalid inline table element", Some(table), Some(at)) => {
                    if cut_short != context {
                        findings.push(teller.table_cut_short(ours(table), ours(at)));
                    }
                    cut_short = context;
                    continue;
                }
                ("invalid basic string" | "invalid literal string", Some(string), _) => {
                    open_string = Some(string);
                }
                // An unclosed string has swallowed the bracket that closes the list.
                ("unclosed array", Some(list), Some(at))
                    if open_string.is_some_and(|string| {
                        list.start() < string.start() && string.end() <= at.start()
                    }) =>
                {
                    open_string = None;
                    continue;
                }
                ("unclosed inline table", ..) if cut_short.is_some() && cut_short == context => {
                    continue;
                }
                ("unclosed array", Some(list), _)
                    if cut_short.is_some_and(|table| list.end() <= table.start()) =>
                {
                    cut_short = None;
                    continue;
                }
                _ => {}
            }
        }
        let finding = teller.tell(fault);
        if !findings.last().is_some_and(|last| is_same(last, &finding)) {
            findings.push(finding);
        }
    }
    teller.leave_broken_lines(&mut findings);
    findings
}

/// Whether two findings are about the same mistake, which the parser met twice.
fn is_same(last: &Diagnostic, next: &Diagnostic) -> bool {
    let (Some(last_place), Some(place)) = (last.place(), next.place()) else {
        return false;
    };
    match last.message.as_str() {
        COLON | CONTROL => next.message.ends_with(LACKS_VALUE),
        NO_OPENING => next.message == TRAILS && place.span.start < last_place.span.end,
        message => message == next.message && last_place == place,
    }
}

/// A name or value in backquotes, on one line and cut off after [`LONGEST`] characters.
pub(super) fn name(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("`{}`", printable(&shown))
}

const COLON: &str = "a key is followed by `=`, not by `:`";
const CONTROL: &str = "a control character is not allowed here";
const NO_OPENING: &str = "a string lacks its opening quotation mark";
const TRAILS: &str = "expected the line to end here";
const LACKS_VALUE: &str = "has no value";

struct FaultTeller<'s> {
    file: FileId,
    text: &'s str,
    lines: OnceCell<Lines>,
}

/// A finding's words: message, label, help.
struct FaultWords {
    message: String,
    label: String,
    help: Option<String>,
}

fn words(message: impl Into<String>, label: &str, help: &str) -> FaultWords {
    FaultWords {
        message: message.into(),
        label: label.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
    }
}

impl FaultTeller<'_> {
    fn tell(&self, fault: TomlFault) -> Diagnostic {
        match fault {
            TomlFault::Syntax(error) => self.syntax(&error),
            TomlFault::BareKey(span) => self.bare_key(span),
            TomlFault::NoKey { at, in_header } => self.no_key(at, in_header),
            TomlFault::NoValue { key, at } => self.no_value(key, at),
            TomlFault::Word { at, is_nested } => self.word(at, is_nested),
            TomlFault::OutOfRange(span) => self
.at("this number is too large", span, "64 bits cannot hold it")
                .help("if it is not a quantity, write it as a string"),
            TomlFault::NoDatetime(span) => self
.at("this date or time does not exist", span, "not a date or time")
                .help("a date is written `2024-05-17`, a time `08:30:00`; anything else in quotation marks"),
            TomlFault::Duplicate {
                path,
                first,
                second,
            } => self.duplicate(&path, first, second),
            TomlFault::Closed {
                path,
                what,
                first,
                second,
            } => {
                let name = name(&path.join("."));
                self.at(
                    format!("{name} is {what}; nothing can be added to it"),
                    second,
                    "added to here",
                )
                .label(self.file, first, format!("{what}, written here"))
                .help(match path.last().map(String::as_str) {
                    Some("text") => "give each language its own: `text.en = \"…\"`, `text.pt = \"…\"`",
                    _ => "write all of it in one place",
                })
            }
            TomlFault::Depth(span) => self
.at(
                    format!("nested deeper than {MAX_DEPTH} levels"),
                    span,
                    "too deep",
                )
                .help("no key of a map needs this; use flatter data"),
            TomlFault::Slip(slip) => self.slip(slip),
        }
    }

    fn at(&self, message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
        Diagnostic::new(RuleName::INVALID_TOML, message).label(self.file, self.widened(span), label)
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Widens an empty span to one character, unless a line ends there, so that there is something to point at.
    fn widened(&self, span: Span) -> Span {
        let span = span.whole_characters(self.text);
        let start = span.start as usize;
        if span.start < span.end {
            return span;
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let first = rest.chars().next();
        let width = first.filter(|first| !"\r\n".contains(*first));
        Span::new(start, start + width.map_or(0, char::len_utf8))
    }

    /// The line up to `at`, trimmed.
    fn line_before(&self, at: u32) -> (&str, Span) {
        let before = self.text.get(..at as usize).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.get(start..).unwrap_or_default();
        let start = start + (line.len() - line.trim_start().len());
        (line.trim(), Span::new(start, start + line.trim().len()))
    }

    /// The rest of the line from `at`, trimmed.
    fn line_after(&self, at: u32) -> &str {
        self.written(self.rest_of_line(at))
    }

    /// The place of the rest of the line from `at`, trimmed.
    fn rest_of_line(&self, at: u32) -> Span {
        let rest = self.text.get(at as usize..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let start = at as usize + (line.len() - line.trim_start().len());
        Span::new(start, start + line.trim().len())
    }

    fn line_of(&self, place: Place) -> usize {
        let lines = self.lines.get_or_init(|| Lines::new(self.text));
        lines.line_of(place.span.start)
    }

    /// Takes back what was certain on a line that would stay broken: it may have been meant otherwise as a whole.
    fn leave_broken_lines(&self, findings: &mut [Diagnostic]) {
        let unfixed = findings.iter().filter(|finding| finding.fixes.is_empty());
        let places = unfixed.filter_map(Diagnostic::place);
        let broken: FxHashSet<usize> = places.map(|place| self.line_of(place)).collect();
        if broken.is_empty() {
            return;
        }
        for finding in findings {
            let is_broken = finding
                .place()
                .is_some_and(|place| broken.contains(&self.line_of(place)));
            if is_broken {
                finding
                    .fixes
                    .retain(|fix| fix.applicability == Applicability::Guess);
            }
        }
    }

    fn fix(&self, span: Span, text: String) -> Fix {
        Fix::certain(
            format!("write {}", name(&text)),
            vec![(self.place(span), text)],
        )
    }

    fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }
}

/// Faults of keys and values.
impl FaultTeller<'_> {
    fn bare_key(&self, span: Span) -> Diagnostic {
        let key = self.written(span);
        if key.starts_with(is_typographic) {
            return self
                .at("TOML does not use this quotation mark", span, "")
                .help(STRAIGHT);
        }
        if key.contains(char::is_control) {
            return self.at(CONTROL, span, "").help("delete it");
        }
        if let Some(key) = key.strip_suffix(':') {
            return self
                .at(COLON, span, "")
                .help(format!("write it like this: `{key} = …`"));
        }
        if let Some((kind, id)) = stray::without_dot(key) {
            let meant = stray::meant(key, kind, id);
            return self
                .at(format!("there is no table {}", name(key)), span, "")
                .help(format!("did you mean {}?", name(&meant)))
                .fix(stray::write_as(&meant, self.file, vec![span]));
        }
        let finding = self
            .at(
                format!("the key {} needs quotation marks", name(key)),
                span,
                "",
            )
            .note("without them a key can have only A–Z, a–z, 0–9, `-` and `_`");
        // As an id it would still be wrong.
        if !is_valid_id(key) {
            return finding;
        }
        let quoted = format!("\"{key}\"");
        finding
            .help(format!("write {}", name(&quoted)))
            .fix(self.fix(span, quoted))
    }

    fn no_key(&self, span: Span, in_header: bool) -> Diagnostic {
        if in_header {
            self.at("a header lacks a name", span, "expected a name")
                .help("a header names its table: `[claim.some-claim]`")
        } else {
            self.at("a key is missing", span, "expected a key")
                .help("write a key before the `=`: `text = \"…\"`")
        }
    }

    fn no_value(&self, key: Option<Span>, at: Span) -> Diagnostic {
        let of = key.map_or_else(
            || "a key".to_owned(),
            |key| name(unquoted(self.written(key))),
        );
        let key_span = key.unwrap_or(at);
        self.at(
            format!("{of} {LACKS_VALUE}"),
            key_span.to(at),
            "expected a value",
        )
        .help("write one, or drop the key")
    }

    fn word(&self, span: Span, is_nested: bool) -> Diagnostic {
        let word = self.written(span);
        let mut letters = word.chars();
        if let Some(open) = letters.next().filter(|mark| is_typographic(*mark)) {
            let finding = self
                .at("TOML does not use this quotation mark", span, "")
                .help(STRAIGHT);
            let close = letters.next_back().filter(|mark| is_typographic(*mark));
            let inner = letters.as_str();
            let is_whole = close.is_some_and(|close| !inner.contains([open, close, '"', '\\']));
            return if is_whole && !inner.contains(char::is_control) {
                finding.fix(self.fix(span, format!("\"{inner}\"")))
            } else {
                finding
            };
        }
        for known in ["true", "false"] {
            if word.eq_ignore_ascii_case(known) {
                return self
                    .at(format!("{} is no value", name(word)), span, "")
                    .help(format!("TOML spells it `{known}`"))
                    .fix(self.fix(span, known.to_owned()));
            }
        }
        let mark = self.text.get(span.end as usize..).unwrap_or_default();
        if mark.starts_with(['"', '\'']) {
            let span = Span {
                start: span.start,
                end: span.end + 1,
            };
            return self
                .at(NO_OPENING, span, "")
                .help("write the same mark before it");
        }
        let rest = self.line_after(span.end);
        let is_followed =
            !rest.is_empty() && !rest.starts_with('#') && said_in_comment(rest).is_none();
        let meant = word.trim_end_matches([';', ',']);
        if says_nothing(meant) && (is_nested || !is_followed) {
            let what = if is_nested { "it" } else { "the key" };
            return self
                .at(format!("{} is no value", name(word)), span, "")
                .help(format!("TOML has no value for nothing: leave {what} out"));
        }
        let finding = self.at(
            format!("{} needs quotation marks", name(word)),
            span,
            "a string without quotation marks",
        );
        if matches!(
            word.to_ascii_lowercase().as_str(),
            "yes" | "no" | "on" | "off"
        ) {
            return finding.help("if yes or no is meant, TOML spells it `true` and `false`");
        }
        // What is in brackets may be one string or several.
        let span = if is_followed && !is_nested {
            span.to(self.rest_of_line(span.end))
        } else {
            span
        };
        let written = self.written(span);
        let string = written.trim_end_matches([';', ',', ' ', '\t']);
        if string.contains(['\\', '#']) || string.contains(char::is_control) {
            return finding;
        }
        let is_single = !string.contains(char::is_whitespace);
        if string.contains([';', '|']) && (is_nested || is_single) {
            return finding.help("if these are several, quote each: `[\"a\", \"b\"]`");
        }
        let quoted = toml_string(string);
        let is_whole = if is_nested {
            is_single
        } else {
            rest.is_empty()
        };
        let fix = self.fix(span, quoted.clone());
        let applicability = if is_whole && is_words(written) {
            fix.applicability
        } else {
            Applicability::Guess
        };
        finding.help(format!("write {}", name(&quoted))).fix(Fix {
            applicability,
            ..fix
        })
    }

    fn duplicate(&self, path: &[String], first: Span, second: Span) -> Diagnostic {
        let key = name(path.last().map_or("", String::as_str));
        let of = match path.split_last() {
            Some((_, [])) | None => String::new(),
            Some((_, parents)) => format!(" in {}", name(&parents.join("."))),
        };
        if let [table] = path
            && TableKind::ALL.iter().any(|kind| kind.key() == table)
        {
            let header = format!("[{table}.{}]", self.id_below(second).unwrap_or("ID"));
            return self
                .at(format!("a {table} has its id in its header"), second, "")
                .help(format!("write it like this: {}", name(&header)));
        }
        let line = self.line_of(self.place(first)) + 1;
        self.at(
            format!("{key} is set again{of}, first on line {line}"),
            second,
            "set again here",
        )
        .label(self.file, first, "first set here")
        .help("keep one of the two")
    }
}

/// What is below a header.
impl FaultTeller<'_> {
    /// What a key `id` below a header says.
    fn id_below(&self, header: Span) -> Option<&str> {
        let rest = self.text.get(header.end as usize..)?;
        let lines = rest.lines().skip(1);
        let mut lines = lines.take_while(|line| !line.trim_start().starts_with('['));
        let id = lines.find_map(|line| {
            let value = line
                .trim()
                .strip_prefix("id")?
                .trim_start()
                .strip_prefix('=')?;
            Some(unquoted(value.trim()))
        });
        id.filter(|id| is_bare_key(id))
    }
}

/// Slips that the parser would misunderstand.
impl FaultTeller<'_> {
    fn slip(&self, Slip { kind, span }: Slip) -> Diagnostic {
        match kind {
            SlipKind::CutShort => self.cut_short(span),
            SlipKind::Unopened => self.unopened(span),
            SlipKind::Comment => self.comment(span),
            SlipKind::List => self.list(span),
            SlipKind::Keyless => self
                .at(
                    "a key is missing in this table",
                    span,
                    "a value without a key",
                )
                .help("write `{ key = value }`"),
            SlipKind::Header => {
                let header = format!("[{}]", self.written(span));
                self.at("a header is written in square brackets", span, "")
                    .help(format!("write {}", name(&header)))
                    .fix(self.fix(span, header))
            }
            SlipKind::Line => self.no_toml(span),
        }
    }

    fn cut_short(&self, span: Span) -> Diagnostic {
        let written = self.written(span);
        let inner = written.get(1..written.len() - 1).unwrap_or_default();
        let (mark, quoted, help) = if written.starts_with('\'') {
            let help = "a string with a `'` in it needs double quotation marks: `\"it's\"`";
            ("'", toml_string(inner), help)
        } else {
            let help = "a quotation mark inside a string is written `\\\"`";
            ("\"", format!("\"{}\"", with_escaped_marks(inner)), help)
        };
        let message = format!("a `{mark}` inside this string ends it too soon");
        let fix = self.fix(span, quoted);
        self.at(message, span, "").help(help).fix(Fix {
            applicability: Applicability::Guess,
            ..fix
        })
    }

    fn list(&self, span: Span) -> Diagnostic {
        let (start, end) = (span.start as usize, span.end as usize);
        let edit = |at, mark: &str| (self.place(Span::new(at, at + 1)), mark.to_owned());
        let edits = vec![edit(start, "["), edit(end - 1, "]")];
        self.at("a list is written in square brackets", span, "")
            .fix(Fix::guess("write it in square brackets", edits))
    }

    fn no_toml(&self, span: Span) -> Diagnostic {
        self.at("this line is no TOML", span, "")
            .help("drop it; a comment starts with `#`")
    }

    /// A string without its opening quotation mark. What it was meant to say is a guess: the mark may be part of it.
    fn unopened(&self, span: Span) -> Diagnostic {
        let mut letters = self.written(span).chars();
        let mark = letters.next_back();
        let inner = letters.as_str();
        let quoted = match mark {
            Some('"') => format!("\"{inner}\""),
            Some('\'') if !inner.contains('\'') => format!("'{inner}'"),
            _ => toml_string(inner),
        };
        let help = match mark {
            Some('"' | '\'') => "write the same mark before it",
            _ => STRAIGHT,
        };
        let title = format!("write {}", name(&quoted));
        self.at(NO_OPENING, span, "")
            .help(help)
            .fix(Fix::guess(title, vec![(self.place(span), quoted)]))
    }

    /// A comment of another language. Behind a word without quotation marks it may be a part of what is said.
    fn comment(&self, span: Span) -> Diagnostic {
        let written = self.written(span);
        let finding = self.at("a comment starts with `#`", span, "");
        if !self.line_after(span.end).is_empty() {
            return finding.help("write it at the end of a line");
        }
        let (line, _) = self.line_before(span.start);
        let is_apart = line.is_empty() || line.ends_with(['"', '\'', ',', '[', ']', '}']);
        let edit = if written.starts_with("//") {
            let end = span.start + 2;
            (self.place(Span { end, ..span }), "#".to_owned())
        } else {
            let said = said_in_comment(written).unwrap_or_default().trim();
            (self.place(span), format!("# {said}").trim_end().to_owned())
        };
        let title = format!("write {}", name(&edit.1));
        let fix = if is_apart {
            Fix::certain(title, vec![edit])
        } else {
            Fix::guess(title, vec![edit])
        };
        finding.fix(fix)
    }
}

/// What is inside a string, with each `"` escaped.
fn with_escaped_marks(inner: &str) -> String {
    let mut is_escaped = false;
    let mut escaped = String::with_capacity(inner.len() + 2);
    for letter in inner.chars() {
        if letter == '"' && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = letter == '\\' && !is_escaped;
        escaped.push(letter);
    }
    escaped
}

/// The parser's own errors.
impl FaultTeller<'_> {
    fn syntax(&self, error: &ParseError) -> Diagnostic {
        let context = error.context().map(ours);
        let at = error.unexpected().map(ours).or(context).unwrap_or_default();
        let context = context.unwrap_or(at);
        let expects = |literal| {
            let expected = error.expected().unwrap_or_default();
            expected.contains(&Expected::Literal(literal))
        };
        match error.description() {
            "invalid basic string" | "invalid literal string" if expects("\"") || expects("'") => {
                let mark = self.written(context).get(..1).unwrap_or("\"");
                self.at(
                    "this string is not closed",
                    context,
                    &format!("expected `{mark}` at its end"),
                )
                .help(format!(
                    "close it; write a text of several lines between `{mark}{mark}{mark}` and `{mark}{mark}{mark}`"
                ))
            }
            "invalid multi-line basic string" | "invalid multi-line literal string"
                if expects("\"") || expects("'") =>
            {
                let start = context.start as usize;
                let mark = self.written(context).get(..3).unwrap_or_default();
                self.at(
                    "this string is not closed",
                    Span::new(start, start + mark.len()),
                    "opened here",
                )
                .help(format!("close it with `{mark}`"))
            }
            "unclosed table" | "unclosed array table" => {
                self.header(error.description(), context, at)
            }
            "unclosed array" => self.unclosed("list", ']', context, at),
            "unclosed inline table" => self.unclosed("table", '}', context, at),
            "key with no value" | "missing value for key" => {
                let (key, span) = self.line_before(at.start);
                self.at(
                    format!("{} {LACKS_VALUE}", name(unquoted(key))),
                    span,
                    "expected `=` and a value after it",
                )
                .help("write it like this: `key = \"…\"`; a comment starts with `#`")
            }
            "unexpected key or value" => self.trailing(at),
            "missing escaped value" => {
                let escaped = self
                    .text
                    .get(at.start as usize..)
                    .and_then(|rest| rest.chars().next());
                let escape: String = ['\\'].into_iter().chain(escaped).collect();
                let start = (at.start as usize).saturating_sub(1);
                self.at(format!("{} has no meaning in a string", name(&escape)), Span::new(start, start + escape.len()), "no such escape")
                    .help("write `\\\\` for `\\`, or put the string in single quotation marks, where nothing is escaped")
            }
            description => {
                let words = plain(description);
                let finding = self.at(
                    words.message,
                    at,
                    &match words.label.as_str() {
                        "" => error.expected().map_or_else(String::new, expected),
                        label => label.to_owned(),
                    },
                );
                match words.help {
                    Some(help) => finding.help(help),
                    None => finding,
                }
            }
        }
    }

    fn header(&self, description: &str, context: Span, at: Span) -> Diagnostic {
        let close = if description == "unclosed table" {
            "]"
        } else {
            "]]"
        };
        let rest = self.line_after(at.start);
        let is_half_closed = rest == "]" || (close == "]]" && self.written(context).ends_with(']'));
        if rest.is_empty() || rest.starts_with('#') || is_half_closed {
            return self.at(
                "this header is not closed",
                context,
                &format!("expected `{close}` at its end"),
            );
        }
        let line = Span {
            start: context.start,
            ..self.rest_of_line(context.start)
        };
        let written = self.written(line);
        let header = written
            .find(']')
            .map_or(written, |end| written.get(..end).unwrap_or(""));
        let name = header.trim_start_matches('[');
        let open = header.get(..header.len() - name.len()).unwrap_or("");
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
        let joined = if name.chars().all(is_plain) {
            let names = name
                .split('.')
                .map(|name| name.split_whitespace().collect::<Vec<_>>().join("-"));
            format!("{open}{}{close}", names.collect::<Vec<_>>().join("."))
        } else {
            "[claim.some-claim]".to_owned()
        };
        let end = line.start as usize + header.len();
        let whole = context.to(Span::new(end, end));
        self.at("a name in a header is one word", whole, "")
            .help(format!("write it without spaces: `{joined}`"))
    }

    fn table_cut_short(&self, open: Span, at: Span) -> Diagnostic {
        self.at("this table is not closed", open, "opened here")
            .label(self.file, self.widened(at), "expected `}` before this")
            .help("close it with `}`")
    }

    fn unclosed(&self, what: &str, close: char, open: Span, at: Span) -> Diagnostic {
        let finding = self.at(format!("this {what} is not closed"), open, "opened here");
        let before = self.text.get(..at.start as usize).unwrap_or_default();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        let end = Span::new(before.len() - last, before.len());
        let finding = if at.start > open.end {
            finding.label(self.file, end, format!("expected `{close}` after this"))
        } else {
            finding
        };
        finding.help(format!("close it with `{close}`"))
    }

    /// Reports something after a value.
    fn trailing(&self, at: Span) -> Diagnostic {
        let before = self.text.get(..at.start as usize).unwrap_or_default();
        let rest = self.line_after(at.start);
        let word = rest.split_whitespace().next().unwrap_or_default();
        let start = at.start as usize;
        let span = Span::new(start, start + word.len());
        let finding = self.at(TRAILS, span, "the value ends before this");
        if word == "]" || word == "}" {
            return finding.help(format!(
                "this `{word}` closes nothing: drop it, or open what it closes"
            ));
        }
        if word.starts_with(',') && rest.len() > 1 {
            return finding.help("a list is written in square brackets: `[\"a\", \"b\"]`");
        }
        if before.ends_with('"') && rest.contains('"') {
            return finding.help("a quotation mark inside a string is written `\\\"`");
        }
        if before.ends_with('\'') && rest.contains('\'') {
            return finding
                .help("a string with a `'` in it needs double quotation marks: `\"it's\"`");
        }
        finding.help("write one key per line; a comment starts with `#`")
    }
}

/// The words for parser errors that always get the same words.
fn plain(description: &str) -> FaultWords {
    let number = |message: &str| {
        words(
            message,
            "",
            "if it is not a number, put it in quotation marks",
        )
    };
    match description {
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => words(
            "a string cannot contain a raw control character",
            "a control character",
            "write it as an escape, such as `\\t` or `\\u001b`, in double quotation marks",
        ),
        "invalid comment character" => words(
            "a comment cannot contain a control character",
            "a control character",
            "delete it",
        ),
        "too few unicode value digits" => words(
            "an escaped character lacks digits",
            "expected a hexadecimal digit",
            "`\\x` takes 2 of them, `\\u` 4 and `\\U` 8",
        ),
        "invalid value" => words(
            "no character has this number",
            "no such character",
            "`\\u` takes the 4 digits of a Unicode scalar value, `\\U` 8",
        ),
        "carriage return must be followed by newline" => words(
            "a carriage return without a line feed",
            "expected a line feed",
            "save the file with one kind of line ending: LF or CRLF",
        ),
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            words(
                "a key must be on one line",
                "a string of several lines",
                "use single-line quotation marks: `\"…\"`",
            )
        }
        "extra comma in array" => words(
            "a value is missing before this `,`",
            "expected a value",
            "keep one `,` between two values",
        ),
        "extra comma in inline table" => words(
            "something is missing before this `,`",
            "",
            "keep one `,` between two entries",
        ),
        "unexpected `=` in array" => words(
            "a list cannot contain keys",
            "unexpected `=`",
            "close the list with `]`, or put the key in a table: `{ key = … }`",
        ),
        "missing comma between array elements" => words(
            "a `,` is missing in this list",
            "",
            "put a `,` between its values",
        ),
        "missing comma between key-value pairs" => words(
            "a `,` is missing in this table",
            "",
            "put a `,` between its entries",
        ),
        "missing inline table opening" => words(
            "this `}` closes nothing",
            "",
            "drop it, or open the table with `{`",
        ),
        "missing array opening" | "missing table open" => words(
            "this `]` closes nothing",
            "",
            "drop it, or open the list with `[`",
        ),
        "extra assignment between key-value pairs" => words(
            "unexpected `=` in this table",
            "",
            "put a `,` between its entries",
        ),
        "missing key for inline table element" => words(
            "a key is missing in this table",
            "",
            "write `{ key = value }`",
        ),
        "missing assignment between key-value pairs" => words(
            "a `=` is missing in this table",
            "",
            "write `{ key = value }`",
        ),
        "invalid inline table element" => words(
            "unexpected `]` in this table",
            "",
            "close the table with `}`",
        ),
        "invalid key-value pair" => words(
            "a line cannot start like this",
            "",
            "a line starts with a key, a header `[…]` or a comment `#`",
        ),
        "extra `=`" => words("`=` is here twice", "drop one", ""),
        "unexpected leading zero" => number("a number cannot start with `0`"),
        "redundant numeric sign" | "unexpected sign" => number("a number has at most one sign"),
        "`_` may only go between digits" => {
            number("in a number `_` is allowed only between digits")
        }
        "integers with a radix cannot be signed" => {
            number("a hexadecimal, octal or binary number has no sign")
        }
        "radix must be lowercase" => number("the prefixes `0x`, `0o` and `0b` are lower case"),
        "invalid mantissa" | "invalid fraction" | "invalid exponent" => {
            number("this number lacks digits")
        }
        description if description.starts_with("invalid ") && description.ends_with("number") => {
            number("this is not a number")
        }
        "invalid float" | "redundant integer number prefix" => number("this is not a number"),
        description => words(description, "", ""),
    }
}

const STRAIGHT: &str = "TOML's quotation marks are straight: `\"…\"` or `'…'`";

fn unquoted(key: &str) -> &str {
    let inner = |mark| key.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}

fn expected(expected: &'static [Expected]) -> String {
    let names: Vec<String> = expected
        .iter()
        .filter_map(|expected| match expected {
            Expected::Literal("\n") => Some("a line break".to_owned()),
            Expected::Literal(literal) => Some(format!("`{literal}`")),
            Expected::Description(description) => Some(format!("a {description}")),
            _ => None,
        })
        .collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!("expected {last}"),
        Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
    }
}
