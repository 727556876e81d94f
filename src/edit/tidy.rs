//! Formats map files in one fixed way, the way [`write_toml`](crate::syntax::write_toml) writes them.
//!
//! What a file says stays the same, down to the spelling of every string. Its comments, line endings and byte order
//! mark stay too. A file that is already formatted does not change by a byte.

use std::borrow::Cow;
use std::fmt::Write;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::relocate::newline;
use crate::diagnostic::{Diagnostic, RuleName};
use crate::syntax::format::{self, Name, Table};
use crate::syntax::{
    self, FileId, Files, ItemKind, LineItem, Section, SharedStr, Span, items, part_name,
    row_is_long, sections,
};

/// The order of a claim's keys. Keys in the same group keep their order: which relation comes first is up to the
/// author.
const CLAIM: &[&[Name]] = &[
    &[Name::Title],
    &[Name::Text],
    &[Name::About],
    &[Name::Quote],
    &[Name::Implicit],
    &[Name::Assumed],
    &[Name::Denied],
    &[Name::Credence],
    &[Name::By],
    &[Name::Premises],
    &[
        Name::Supports,
        Name::Attacks,
        Name::Undercuts,
        Name::Contradicts,
        Name::Contrasts,
        Name::Restates,
    ],
    &[Name::Tags],
    &[Name::Note],
    &[Name::Data],
];

/// The result of formatting the files of a map.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Tidied {
    /// The files that were reformatted, in map order, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
    /// Why some files were left alone: they are not valid TOML, or could not be read.
    pub faults: Vec<Diagnostic>,
}

/// Formats the files of a map, except those that are not valid TOML or could not be read. Linear in the map.
pub fn tidy_files(files: &Files) -> Tidied {
    let mut tidied = Tidied::default();
    for (id, _) in (0..).map(FileId).zip(&files.files) {
        match tidy_file(files, id) {
            Ok(new) => tidied.files.extend(new.map(|new| (id, new))),
            Err(faults) => tidied.faults.extend(faults),
        }
    }
    tidied
}

/// Formats one file of a map; `None` if it is already formatted. Linear in its length.
///
/// # Errors
///
/// Why the file is left alone: it is not valid TOML, or could not be read.
pub fn tidy_file(files: &Files, id: FileId) -> Result<Option<SharedStr>, Vec<Diagnostic>> {
    let text = &files.file(id).text;
    let is_own = |finding: &&Diagnostic| finding.place().is_some_and(|place| place.file == id);
    let mut faults: Vec<Diagnostic> = files.diagnostics.iter().filter(is_own).cloned().collect();
    let read = syntax::read(id, text).diagnostics.into_iter();
    faults.extend(read.filter(|it| it.rule == RuleName::INVALID_TOML));
    if !faults.is_empty() {
        return Err(faults);
    }
    let new = tidy(text);
    Ok((new != **text).then(|| new.into()))
}

/// Formats a file, which must be valid TOML. Linear in its length.
pub fn tidy(text: &str) -> String {
    let items = items(text);
    let sections = sections(text, &items);
    let mut page = TidyFile {
        text,
        items: &items,
        newline: newline(text),
        out: String::with_capacity(text.len() + text.len() / 16),
    };
    let mark = if text.starts_with('\u{feff}') {
        "\u{feff}"
    } else {
        ""
    };
    let head = sections.first().map_or(items.len(), |first| first.first);
    page.body(0..head, None);
    for (number, section) in sections.iter().enumerate() {
        let next = sections.get(number + 1);
        page.section(section, next.map_or(items.len(), |next| next.first));
    }
    format!("{mark}{}", page.out)
}

/// A file that is being formatted.
struct TidyFile<'t> {
    text: &'t str,
    items: &'t [LineItem],
    newline: &'static str,
    out: String,
}

/// A key with its value, and the comments directly above it.
struct TidyEntry<'t> {
    /// Entries with a lower rank come first.
    rank: usize,
    comments: &'t [LineItem],
    key: String,
    value: String,
    comment: Option<&'t str>,
}

impl<'t> TidyFile<'t> {
    fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push_str(self.newline);
    }

    fn blank_line(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(self.newline);
        }
    }

    /// Writes a table: its header and everything up to the next header.
    fn section(&mut self, section: &Section, end: usize) {
        self.blank_line();
        for item in self
            .items
            .get(section.first..section.header)
            .unwrap_or_default()
        {
            self.comment(item);
        }
        let Some(header) = self.items.get(section.header) else {
            return;
        };
        if let ItemKind::Header { parts, is_array } = &header.kind {
            let (open, close) = if *is_array { ("[[", "]]") } else { ("[", "]") };
            let path = self.path(parts);
            self.out.push_str(open);
            self.out.push_str(&path);
            self.out.push_str(close);
            if let Some(comment) = header.comment {
                self.out.push(' ');
                self.out.push_str(self.written(comment).trim_end());
            }
            self.out.push_str(self.newline);
        }
        self.body(section.header + 1..end, order(&section.path));
    }

    fn path(&self, parts: &[Span]) -> String {
        let parts: Vec<&str> = parts.iter().map(|&part| self.written(part)).collect();
        parts.join(".")
    }

    fn comment(&mut self, item: &LineItem) {
        let written = self.written(item.span).trim();
        self.line(written);
    }

    /// Writes keys and comments, in groups separated by blank lines.
    fn body(&mut self, range: std::ops::Range<usize>, order: Option<KeyOrder>) {
        let is_blank = |item: &LineItem| matches!(item.kind, ItemKind::Blank);
        let items = self.items.get(range.clone()).unwrap_or_default();
        let mut is_first = range.start > 0;
        for group in items.split(is_blank) {
            let Some(first) = group.first() else {
                // A blank line directly below a header is only kept before a comment.
                continue;
            };
            let follows = is_first && items.first().is_some_and(|it| it.span == first.span);
            let (entries, below) = self.entries(group, order);
            let begins = entries.first();
            let is_entry = matches!(first.kind, ItemKind::Entry { .. })
                || begins.is_some_and(|first| first.comments.is_empty());
            if !(is_first && is_entry || follows) {
                self.blank_line();
            }
            is_first = false;
            self.group(&entries);
            for item in below {
                self.comment(item);
            }
        }
    }

    /// The keys of a group in their final order, and the comments below them.
    fn entries(
        &self,
        group: &'t [LineItem],
        order: Option<KeyOrder>,
    ) -> (Vec<TidyEntry<'t>>, &'t [LineItem]) {
        let mut entries: Vec<TidyEntry<'t>> = Vec::new();
        let mut from = 0;
        let mut rank = 0;
        for (number, item) in group.iter().enumerate() {
            let ItemKind::Entry { parts, value } = &item.kind else {
                continue;
            };
            let name = parts.first().map(|&part| part_name(self.text, part));
            // A key that has no place in the order stays behind the key before it.
            rank = order
                .zip(name.as_deref())
                .and_then(|(order, name)| order.rank(name))
                .unwrap_or(rank);
            // Long lines do not matter in `data`, which people do not read.
            let is_data = parts.len() > 1 && name.as_deref() == Some("data");
            entries.push(TidyEntry {
                rank,
                comments: group.get(from..number).unwrap_or_default(),
                key: self.path(parts),
                value: laid_out(self.written(*value), self.newline, is_data),
                comment: item.comment.map(|span| self.written(span).trim_end()),
            });
            from = number + 1;
        }
        entries.sort_by_key(|entry| entry.rank);
        (entries, group.get(from..).unwrap_or_default())
    }

    fn group(&mut self, entries: &[TidyEntry<'_>]) {
        let widest = entries.iter().map(|it| it.key.chars().count()).max();
        let widest = widest.unwrap_or(0);
        let mut columns = columns(entries, widest).into_iter();
        for entry in entries {
            for item in entry.comments {
                self.comment(item);
            }
            let start = self.out.len();
            // Writing to a string cannot fail.
            let _ = write!(self.out, "{:widest$} = {}", entry.key, entry.value);
            let column = columns.next().unwrap_or(0);
            if let Some(comment) = entry.comment {
                let width = self.out.get(start..).unwrap_or_default().chars().count();
                let blanks = column.saturating_sub(width).max(1);
                self.out.extend(std::iter::repeat_n(' ', blanks));
                self.out.push_str(comment);
            }
            self.out.push_str(self.newline);
        }
    }
}

/// The column where the trailing comment of each entry starts. Comments on consecutive lines start at the same column.
fn columns(entries: &[TidyEntry<'_>], widest: usize) -> Vec<usize> {
    let is_apart = |entry: &TidyEntry<'_>| entry.comment.is_none() || entry.value.contains('\n');
    let runs = entries
        .chunk_by(|one, other| !is_apart(one) && !is_apart(other) && other.comments.is_empty());
    let mut columns = Vec::with_capacity(entries.len());
    for run in runs {
        let width = |entry: &TidyEntry<'_>| widest + 3 + entry.value.chars().count();
        let column = match run {
            [one] if is_apart(one) => 0,
            run => run.iter().map(width).max().unwrap_or(0) + 1,
        };
        columns.extend(std::iter::repeat_n(column, run.len()));
    }
    columns
}

/// The order of the keys in a table.
#[derive(Clone, Copy)]
enum KeyOrder {
    Claim,
    Of(&'static Table),
}

impl KeyOrder {
    fn rank(self, name: &str) -> Option<usize> {
        let is_it = |key: &Name| key.as_str() == name;
        match self {
            Self::Claim => CLAIM.iter().position(|place| place.iter().any(is_it)),
            Self::Of(table) => table.keys.iter().position(|key| is_it(&key.name)),
        }
        .map(|place| place + 1)
    }
}

/// The order of the keys below a header with this path.
fn order(path: &[String]) -> Option<KeyOrder> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    Some(match *path.as_slice() {
        ["claim", _] => KeyOrder::Claim,
        ["map"] => KeyOrder::Of(&format::MAP),
        ["source", _] => KeyOrder::Of(&format::SOURCE),
        ["source", _, "ignore"] => KeyOrder::Of(&format::IGNORE),
        ["question", _] => KeyOrder::Of(&format::QUESTION),
        ["claim", _, "reason"] => KeyOrder::Of(&format::REASON),
        ["claim", _, "objection"] => KeyOrder::Of(&format::OBJECTION),
        ["undercut"] => KeyOrder::Of(&format::UNDERCUT),
        ["expect"] => KeyOrder::Of(&format::EXPECT),
        _ => return None,
    })
}

/// Formats a value. An array goes on one line, or has a line for each value if it would be long and `may_be_long` is
/// not set.
pub(super) fn laid_out(written: &str, newline: &str, may_be_long: bool) -> String {
    if !written.starts_with(['[', '{']) {
        return written.to_owned();
    }
    let pieces = pieces(written);
    let has_comments = pieces.iter().any(|it| matches!(it, Lexeme::Comment(_)));
    match (written.starts_with('['), has_comments) {
        (true, false) if !may_be_long => array(&pieces, newline),
        (true, true) => commented(&pieces, newline),
        (_, false) => row(&pieces),
        // TOML 1.0 does not allow comments in braces.
        (false, true) => written.to_owned(),
    }
}

/// A piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lexeme<'t> {
    Open(&'static str),
    Close(&'static str),
    Comma,
    Equals,
    Comment(&'t str),
    /// The end of a line.
    Break,
    /// A string, a number, a date or a key, as written.
    Word(Cow<'t, str>),
}

fn pieces(written: &str) -> Vec<Lexeme<'_>> {
    let mut pieces = Vec::new();
    // The tokens of the word that is being read.
    let mut word: Vec<Token> = Vec::new();
    for token in Source::new(written).lex() {
        let piece = match token.kind() {
            TokenKind::LeftSquareBracket => Lexeme::Open("["),
            TokenKind::LeftCurlyBracket => Lexeme::Open("{"),
            TokenKind::RightSquareBracket => Lexeme::Close("]"),
            TokenKind::RightCurlyBracket => Lexeme::Close("}"),
            TokenKind::Comma => Lexeme::Comma,
            TokenKind::Equals => Lexeme::Equals,
            TokenKind::Newline => Lexeme::Break,
            TokenKind::Comment => {
                let comment = written.get(token.span().start()..token.span().end());
                Lexeme::Comment(comment.unwrap_or_default().trim_end())
            }
            TokenKind::Eof => break,
            TokenKind::Whitespace if word.is_empty() => continue,
            _ => {
                word.push(token);
                continue;
            }
        };
        pieces.extend(whole(written, &word, piece == Lexeme::Equals).map(Lexeme::Word));
        word.clear();
        pieces.push(piece);
    }
    pieces
}

/// Joins tokens into a word. For a key, leaves out the spaces around its dots.
fn whole<'t>(written: &'t str, word: &[Token], is_key: bool) -> Option<Cow<'t, str>> {
    let is_seen = |token: &&Token| token.kind() != TokenKind::Whitespace;
    let first = word.first()?.span().start();
    let last = word.iter().rfind(is_seen)?.span().end();
    if !is_key {
        return written.get(first..last).map(Cow::Borrowed);
    }
    let parts = word.iter().filter(is_seen);
    let parts = parts.filter_map(|it| written.get(it.span().start()..it.span().end()));
    Some(Cow::Owned(parts.collect()))
}

fn array(pieces: &[Lexeme<'_>], newline: &str) -> String {
    let mut values: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut from = 1;
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Lexeme::Open(_) => depth += 1,
            Lexeme::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends = match piece {
            Lexeme::Close(_) => depth == 0,
            Lexeme::Comma => depth == 1,
            _ => false,
        };
        if ends {
            let value = row(pieces.get(from..number).unwrap_or_default());
            values.extend(Some(value).filter(|value| !value.is_empty()));
            from = number + 1;
        }
    }
    let width: usize = values.iter().map(|value| value.chars().count() + 2).sum();
    let has_lines = values.iter().any(|value| value.contains('\n'));
    if values.len() < 2 || !has_lines && !row_is_long(width.saturating_sub(2)) {
        return format!("[{}]", values.join(", "));
    }
    let mut out = String::from("[");
    for value in values {
        out.push_str(newline);
        out.push_str("  ");
        out.push_str(&value);
        out.push(',');
    }
    out.push_str(newline);
    out.push(']');
    out
}

/// Writes everything on one line, apart from multi-line strings.
fn row(pieces: &[Lexeme<'_>]) -> String {
    let mut out = String::new();
    let mut before: Option<&Lexeme<'_>> = None;
    for piece in pieces.iter().filter(|&piece| *piece != Lexeme::Break) {
        match (before, piece) {
            // No comma follows the last value.
            (Some(Lexeme::Comma), Lexeme::Word(_) | Lexeme::Open(_)) => out.push_str(", "),
            (Some(Lexeme::Open("{")), Lexeme::Close(_)) => {}
            (Some(Lexeme::Open("{")), _) | (Some(_), Lexeme::Close("}")) => out.push(' '),
            _ => {}
        }
        match piece {
            Lexeme::Open(mark) | Lexeme::Close(mark) => out.push_str(mark),
            Lexeme::Equals => out.push_str(" = "),
            Lexeme::Word(word) => out.push_str(word),
            Lexeme::Comma | Lexeme::Comment(_) | Lexeme::Break => {}
        }
        before = Some(piece);
    }
    out
}

/// Formats an array that has comments. Its lines are kept, because each comment belongs to its line.
fn commented(pieces: &[Lexeme<'_>], newline: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut breaks) = (0_usize, 0_usize);
    // Where the last value ends, if no comma follows it.
    let mut end = None;
    let mut before: Option<&Lexeme<'_>> = None;
    // Whether nothing follows the last opening bracket, apart from a comment on its line.
    let mut opens = false;
    for piece in pieces {
        if *piece == Lexeme::Break {
            breaks += 1;
            continue;
        }
        if let Lexeme::Close(_) = piece {
            depth = depth.saturating_sub(1);
        }
        let is_last = depth == 0 && !out.is_empty();
        if is_last && let Some(end) = end.take() {
            out.insert(end, ',');
        }
        if breaks > 0 || is_last {
            if breaks > 1 && !opens && !matches!(piece, Lexeme::Close(_)) {
                out.push_str(newline);
            }
            out.push_str(newline);
            out.extend(std::iter::repeat_n("  ", depth));
            breaks = 0;
            opens = false;
        } else {
            match (before, piece) {
                (Some(_), Lexeme::Comment(_))
                | (Some(Lexeme::Comma), Lexeme::Word(_) | Lexeme::Open(_) | Lexeme::Close("}"))
                | (Some(Lexeme::Open("{")), Lexeme::Word(_))
                | (Some(Lexeme::Word(_) | Lexeme::Close(_)), Lexeme::Close("}")) => out.push(' '),
                _ => {}
            }
        }
        match piece {
            Lexeme::Open(mark) | Lexeme::Close(mark) => out.push_str(mark),
            Lexeme::Comma => out.push(','),
            Lexeme::Equals => out.push_str(" = "),
            Lexeme::Comment(comment) => out.push_str(comment),
            Lexeme::Word(word) => out.push_str(word),
            Lexeme::Break => {}
        }
        opens = matches!(piece, Lexeme::Open(_)) || opens && matches!(piece, Lexeme::Comment(_));
        match piece {
            Lexeme::Comma if depth == 1 => end = None,
            Lexeme::Word(_) | Lexeme::Close(_) if depth == 1 => end = Some(out.len()),
            Lexeme::Open(_) => depth += 1,
            _ => {}
        }
        before = Some(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_laid_out_as_it_would_be_written() {
        let text = "#:schema ./s.json\n# Of a.\n[ claim . a ]# x  \n\ntags=[ 'b' ,\n  \"c\", ]\n# Of the text.\n\ttext.en   = \"A\"   # one\n                    'title' = \"T\" # two\nwho = 1\npremises=[{claim='b',why=\"w\",data={}},]\n\n\n\n# Loose.   \n\n\n[[claim.a.reason]]\nwhy=\"w\"\npremises = []";
        let expected = "#:schema ./s.json\n\n# Of a.\n[claim.a] # x\n'title'  = \"T\" # two\nwho      = 1\n# Of the text.\ntext.en  = \"A\" # one\n\
             premises = [{ claim = 'b', why = \"w\", data = {} }]\ntags     = ['b', \"c\"]\n\n# Loose.\n\n[[claim.a.reason]]\npremises = []\nwhy      = \"w\"\n";
        assert_eq!(tidy(text), expected);
        assert_eq!(tidy(expected), expected);
    }

    #[test]
    fn comments_on_lines_that_follow_each_other_begin_in_one_column() {
        let text = "a = 1 # one\nlong = \"two\"# two\nb = [\n] # three\nc = 1\nd = 22 # four\n";
        let expected = "a    = 1     # one\nlong = \"two\" # two\nb    = []    # three\nc    = 1\nd    = 22 # four\n";
        assert_eq!(tidy(text), expected);
        assert_eq!(tidy(expected), expected);
    }

    #[test]
    fn a_blank_line_below_a_header_stays_only_before_a_comment() {
        let text = "[claim.a]\n\n# Of tags.\ntags = []\ntext = \"A\"\n";
        let expected = "[claim.a]\ntext = \"A\"\n# Of tags.\ntags = []\n";
        assert_eq!(tidy(text), expected);
        let text = "[claim.a]\n\n# Of the text.\ntext = \"A\"\n";
        assert_eq!(tidy(text), text);
    }

    #[test]
    fn arrays_with_comments_keep_their_lines() {
        let text = "a = [ # one\n\n'b' ,'c',# two\n\n\n    # three\n  { d=1 }  , [ 1,# four\n2 ]# five\n ]\n";
        let expected = "a = [ # one\n  'b', 'c', # two\n\n  # three\n  { d = 1 }, [1, # four\n    2], # five\n]\n";
        assert_eq!(tidy(text), expected);
        assert_eq!(tidy(expected), expected);
    }

    #[test]
    fn what_is_no_layout_stays() {
        for text in [
            "",
            "\u{feff}a = 1\r\n",
            "a = \"\"\"\n  x  \n\"\"\"\n",
            "a = 1979-05-27 07:32:00 # x\nb = [1979-05-27 07:32:00, 1.5]\n",
            "a = { b.c = 1, \"d e\".f = [] }\n",
        ] {
            assert_eq!(tidy(text), text);
        }
    }
}
