//! Writes a [`Document`] as a person would: keys aligned, one thing per line, short forms where possible.
//!
//! The result reads back as the same document. Comments are not part of a document: the only ones written are the
//! headings asked for.

use std::borrow::Cow;
use std::fmt::{self, Write};

use toml::Value;

use super::document::{
    Claim, Detail, Document, Expect, Header, Ignore, Outweighing, Polarity, Premise, Question,
    Quote, Reason, RelationKind, Selector, Source, Text, Undercut, Wording,
};
use super::write::{push_string, toml_string};
use crate::span::Spanned;

/// The width of a line, in columns, where its contents can be broken.
const WIDTH: usize = 100;

/// Roughly how many columns come before a list on its line.
const BEFORE: usize = 14;

/// Whether this many columns of values are too many for a list on one line.
pub(crate) fn row_is_long(columns: usize) -> bool {
    BEFORE + columns + "[]".len() > WIDTH
}

/// The kinds of relations, in the order they are written.
const KINDS: [RelationKind; 6] = [
    RelationKind::Supports,
    RelationKind::Attacks,
    RelationKind::Undercuts,
    RelationKind::Contradicts,
    RelationKind::Contrasts,
    RelationKind::Restates,
];

/// A comment before a claim, such as the heading of the claims that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heading {
    /// The position of the claim in the document, counted from 0.
    pub claim: usize,
    /// The text of the comment.
    pub text: String,
}

/// The document as TOML. `headings` must be in the order of their claims. Linear in the document.
pub fn write_toml(document: &Document, headings: &[Heading]) -> String {
    let mut out = Out::default();
    if let Some(header) = &document.header {
        out.header(header);
    }
    for source in &document.sources {
        out.source(source);
    }
    for speaker in &document.speakers {
        out.rows.text("name", speaker.name.as_ref());
        out.table(format_args!("[speaker.{}]", key(&speaker.id.value)));
    }
    for question in &document.questions {
        out.question(question);
    }
    if !document.lints.is_empty() {
        for lint in &document.lints {
            let level = lint.level.value.name();
            let rule = key(&lint.rule.value).into_owned();
            out.rows.add(rule, |out| push_string(out, level));
        }
        out.table(format_args!("[lints]"));
    }
    out.expectations(&document.expect);
    let mut headings = headings.iter().peekable();
    for (number, claim) in document.claims.iter().enumerate() {
        while let Some(heading) = headings.next_if(|heading| heading.claim <= number) {
            out.heading(&heading.text);
        }
        out.claim(claim);
    }
    for undercut in &document.undercuts {
        out.undercut(undercut);
    }
    for conflict in &document.conflicts {
        out.rows.text("at", conflict.at.as_ref());
        out.rows.long_text("other", conflict.other.as_ref());
        out.rows.long_text("was", conflict.was.as_ref());
        out.table(format_args!("[[conflict]]"));
    }
    // Other programs' data about the whole map comes last, where no reader has to skip it.
    if let Some(data) = document
        .header
        .as_ref()
        .and_then(|header| header.data.as_deref())
        && !out.rows.short_data(data)
    {
        out.data(format_args!("map"), data);
    }
    out.text
}

/// The keys of a table with their values, as written.
#[derive(Default)]
struct WrittenRows {
    /// Each key, and where its value ends.
    keys: Vec<(Cow<'static, str>, usize)>,
    values: String,
}

impl WrittenRows {
    fn add(&mut self, key: impl Into<Cow<'static, str>>, write: impl FnOnce(&mut String)) {
        write(&mut self.values);
        self.keys.push((key.into(), self.values.len()));
    }

    fn text(&mut self, key: &'static str, text: Option<&Text>) {
        if let Some(text) = text {
            self.add(key, |out| push_string(out, &text.value));
        }
    }

    fn long_text(&mut self, key: &'static str, text: Option<&Text>) {
        if let Some(text) = text {
            self.add(key, |out| push_long_string(out, &text.value));
        }
    }

    /// Adds a list, unless it is empty.
    fn texts(&mut self, key: &'static str, texts: &[Text]) {
        if !texts.is_empty() {
            self.add(key, |out| {
                push_list(out, texts, |out, text| {
                    push_string(out, &text.value);
                });
            });
        }
    }

    fn flag(&mut self, key: &'static str, flag: Option<&Spanned<bool>>) {
        if let Some(flag) = flag {
            let flag = if flag.value { "true" } else { "false" };
            self.add(key, |out| out.push_str(flag));
        }
    }

    fn share(&mut self, key: &'static str, share: Option<&Spanned<f64>>) {
        if let Some(share) = share {
            self.add(key, |out| push_float(out, share.value));
        }
    }

    fn speakers(&mut self, by: &[Text]) {
        if !by.is_empty() {
            self.add("by", |out| push_speakers(out, by));
        }
    }

    /// Adds the text of a claim or a question.
    fn wordings(&mut self, text: &[Wording]) {
        for wording in text {
            let name: Cow<'static, str> = match &wording.language {
                Some(language) => format!("text.{}", key(&language.value)).into(),
                None => "text".into(),
            };
            self.add(name, |out| push_long_string(out, &wording.text.value));
        }
    }

    fn quotations(&mut self, quotes: &[Quote]) {
        match quotes {
            [] => {}
            [quote] => self.add("quote", |out| push_quotation(out, quote)),
            quotes => self.add("quote", |out| push_list(out, quotes, push_quotation)),
        }
    }

    /// Adds data among the other keys if it is short enough. Its lines may be long, as nobody reads them. If it is too
    /// long, adds nothing and returns false.
    fn short_data(&mut self, data: &toml::Table) -> bool {
        let (keys, values) = (self.keys.len(), self.values.len());
        if data.is_empty() {
            self.add("data", |out| out.push_str("{}"));
        }
        for (name, value) in data {
            let start = self.values.len();
            let name = format!("data.{}", key(name));
            let length = name.len();
            self.add(name, |out| push_inline(out, value));
            if length + self.values.len() - start + 3 > 3 * WIDTH {
                self.keys.truncate(keys);
                self.values.truncate(values);
                return false;
            }
        }
        true
    }
}

#[derive(Default)]
struct Out {
    text: String,
    /// The rows of the next table.
    rows: WrittenRows,
}

impl Out {
    fn break_off(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn heading(&mut self, text: &str) {
        self.break_off();
        for line in text.lines() {
            // A comment must not contain control characters.
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            self.text.push_str("# ");
            self.text.push_str(line.trim());
            self.text.push('\n');
        }
    }

    /// Writes the rows below a header.
    fn table(&mut self, header: fmt::Arguments<'_>) {
        self.break_off();
        // Writing to a string never fails.
        let _ = writeln!(self.text, "{header}");
        let WrittenRows { keys, values } = &mut self.rows;
        let widest = keys.iter().map(|(key, _)| key.chars().count()).max();
        let widest = widest.unwrap_or(0);
        let mut start = 0;
        for (key, end) in keys.drain(..) {
            self.text.push_str(&key);
            let blanks = widest - key.chars().count();
            self.text.extend(std::iter::repeat_n(' ', blanks));
            self.text.push_str(" = ");
            self.text
                .push_str(values.get(start..end).unwrap_or_default());
            self.text.push('\n');
            start = end;
        }
        values.clear();
    }

    fn header(&mut self, header: &Header) {
        self.rows.text("title", header.title.as_ref());
        self.rows.text("language", header.language.as_ref());
        self.rows.texts("thesis", &header.thesis);
        self.rows.text("source", header.source.as_ref());
        let data = header.data.as_deref();
        let is_all = data.is_none_or(|data| self.rows.short_data(data));
        if is_all || !self.rows.keys.is_empty() {
            self.table(format_args!("[map]"));
        }
    }

    fn source(&mut self, source: &Source) {
        self.rows.text("title", source.title.as_ref());
        self.rows.text("path", source.path.as_ref());
        self.rows.text("language", source.language.as_ref());
        self.rows.text("url", source.url.as_ref());
        self.rows.text("author", source.author.as_ref());
        for (key, date) in [
            ("published", &source.published),
            ("accessed", &source.accessed),
        ] {
            if let Some(date) = date {
                let is_date = date.value.parse::<toml::value::Datetime>().is_ok();
                self.rows.add(key, |out| {
                    if is_date {
                        out.push_str(&date.value);
                    } else {
                        push_string(out, &date.value);
                    }
                });
            }
        }
        self.rows.text("sha256", source.sha256.as_ref());
        self.rows.share("coverage", source.coverage.as_ref());
        let id = key(&source.id.value);
        self.table(format_args!("[source.{id}]"));
        for Ignore { quote, reason, .. } in &source.ignores {
            self.rows.add("quote", |out| push_quotation(out, quote));
            self.rows.text("reason", reason.as_ref());
            self.table(format_args!("[[source.{id}.ignore]]"));
        }
    }

    fn question(&mut self, question: &Question) {
        self.rows.wordings(&question.text);
        self.rows.quotations(&question.quotes);
        self.rows.texts("answers", &question.answers);
        self.rows.flag("exclusive", question.exclusive.as_ref());
        let id = key(&question.id.value);
        self.with_data(
            format_args!("[question.{id}]"),
            format_args!("question.{id}"),
            question.data.as_deref(),
        );
    }

    fn expectations(&mut self, expect: &Expect) {
        for (key, ids) in [
            ("accepted", &expect.accepted),
            ("rejected", &expect.rejected),
            ("undecided", &expect.undecided),
            ("accepted_either_way", &expect.accepted_either_way),
        ] {
            self.rows.texts(key, ids);
        }
        if !self.rows.keys.is_empty() {
            self.table(format_args!("[expect]"));
        }
    }

    fn claim(&mut self, claim: &Claim) {
        let rows = &mut self.rows;
        rows.text("title", claim.title.as_ref());
        rows.wordings(&claim.text);
        rows.text("about", claim.about.as_ref());
        rows.quotations(&claim.quotes);
        rows.flag("implicit", claim.implicit.as_ref());
        rows.flag("assumed", claim.assumed.as_ref());
        rows.flag("denied", claim.denied.as_ref());
        rows.share("credence", claim.credence.as_ref());
        rows.speakers(&claim.by);
        let short = claim.reasons.iter().position(is_short_reason);
        if let Some(reason) = short.and_then(|short| claim.reasons.get(short)) {
            rows.add("premises", |out| push_premises(out, &reason.premises));
        }
        for kind in KINDS {
            let mut entries = claim.relations.iter().filter(|entry| entry.kind == kind);
            let Some(first) = entries.next() else {
                continue;
            };
            let entries = std::iter::once(first).chain(entries);
            rows.add(kind.key(), |out| {
                push_list(out, entries, |out, relation| {
                    let detail = relation.detail.as_deref();
                    push_entry(out, target_key(kind), &relation.target, detail);
                });
            });
        }
        rows.texts("tags", &claim.tags);
        rows.long_text("note", claim.note.as_ref());
        let id = key(&claim.id.value);
        self.with_data(
            format_args!("[claim.{id}]"),
            format_args!("claim.{id}"),
            claim.data.as_deref(),
        );
        for (number, reason) in claim.reasons.iter().enumerate() {
            if Some(number) != short {
                let kind = reason.polarity.name();
                self.linked(format_args!("claim.{id}.{kind}"), reason);
            }
        }
    }

    fn undercut(&mut self, undercut: &Undercut) {
        self.rows.text("step", Some(&undercut.step));
        self.linked(format_args!("undercut"), &undercut.reason);
    }

    /// Writes linked premises, in a table that begins with the rows already added.
    fn linked(&mut self, path: fmt::Arguments<'_>, reason: &Reason) {
        let rows = &mut self.rows;
        rows.text("id", reason.id.as_ref());
        rows.add("premises", |out| push_premises(out, &reason.premises));
        rows.long_text("why", reason.why.as_ref());
        rows.text("scheme", reason.scheme.as_ref());
        rows.share("strength", reason.strength.as_ref());
        rows.speakers(&reason.by);
        if !reason.outweighed_by.is_empty() {
            rows.add("outweighed_by", |out| {
                push_outweighings(out, &reason.outweighed_by);
            });
        }
        self.with_data(format_args!("[[{path}]]"), path, reason.data.as_deref());
    }

    /// Writes the rows below a header, with short data among them and long data in tables of its own.
    fn with_data(
        &mut self,
        header: fmt::Arguments<'_>,
        path: fmt::Arguments<'_>,
        data: Option<&toml::Table>,
    ) {
        let long = data.filter(|data| !self.rows.short_data(data));
        self.table(header);
        if let Some(data) = long {
            self.data(path, data);
        }
    }

    /// Writes data as tables of its own.
    fn data(&mut self, path: fmt::Arguments<'_>, data: &toml::Table) {
        if data.values().all(Value::is_table) {
            for (name, value) in data {
                if let Value::Table(table) = value {
                    self.data_rows(table);
                    self.table(format_args!("[{path}.data.{}]", key(name)));
                }
            }
        } else {
            self.data_rows(data);
            self.table(format_args!("[{path}.data]"));
        }
    }

    fn data_rows(&mut self, data: &toml::Table) {
        for (name, value) in data {
            let key = key(name).into_owned();
            self.rows.add(key, |out| push_lines(out, value));
        }
    }
}

/// Whether a reason has nothing but its premises, so that the key `premises` is enough.
fn is_short_reason(reason: &Reason) -> bool {
    reason.short
        && reason.polarity == Polarity::For
        && reason.id.is_none()
        && reason.why.is_none()
        && reason.scheme.is_none()
        && reason.strength.is_none()
        && reason.by.is_empty()
        && reason.data.is_none()
}

/// Whether data is written among the other keys of its table, rather than in tables of its own.
pub(crate) fn is_short_data(data: &toml::Table) -> bool {
    WrittenRows::default().short_data(data)
}

/// A key, in quotation marks if it needs them.
fn key(name: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.into()
    } else {
        toml_string(name).into()
    }
}

// The functions below append a value to a text.

/// Items in brackets, on one line.
fn push_row<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut push: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (number, item) in items.into_iter().enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        push(out, item);
    }
    out.push(']');
}

/// One speaker as a string, several as a list.
fn push_speakers(out: &mut String, by: &[Text]) {
    match by {
        [one] => push_string(out, &one.value),
        several => push_row(out, several, |out, one| push_string(out, &one.value)),
    }
}

/// One list of claims as it is, several as a list of lists.
fn push_outweighings(out: &mut String, lists: &[Outweighing]) {
    let push = |out: &mut String, list: &Outweighing| {
        push_row(out, &list.claims, |out, claim| {
            push_string(out, &claim.value);
        });
    };
    match lists {
        [one] => push(out, one),
        several => push_row(out, several, push),
    }
}

/// A text with several lines on lines of its own; any other as a plain string.
fn push_long_string(out: &mut String, text: &str) {
    if !text.trim_end_matches('\n').contains('\n') {
        return push_string(out, text);
    }
    out.push_str("\"\"\"\n");
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let written = toml_string(line);
        let inner = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        // Quotation marks need no escapes here, unless there are three in a row.
        let inner = inner.unwrap_or_default().replace("\\\"", "\"");
        out.push_str(&inner.replace("\"\"\"", "\"\"\\\""));
    }
    out.push_str("\"\"\"");
}

fn push_float(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("nan");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "inf" } else { "-inf" });
    } else {
        let _ = write!(out, "{value:?}");
    }
}

fn push_quotation(out: &mut String, quote: &Quote) {
    let Some(selector) = quote.selector.as_deref() else {
        return push_string(out, &quote.text.value);
    };
    let Selector {
        source,
        prefix,
        suffix,
        occurrence,
        every,
    } = selector;
    out.push_str("{ text = ");
    push_string(out, &quote.text.value);
    for (key, value) in [("source", source), ("prefix", prefix), ("suffix", suffix)] {
        push_more(out, key, value.as_ref());
    }
    if let Some(occurrence) = occurrence {
        let _ = write!(out, ", occurrence = {}", occurrence.value);
    }
    if every.is_some() {
        out.push_str(", occurrence = \"all\"");
    }
    out.push_str(" }");
}

/// One more key in an inline table.
fn push_more(out: &mut String, key: &str, value: Option<&Text>) {
    if let Some(value) = value {
        out.push_str(", ");
        out.push_str(key);
        out.push_str(" = ");
        push_string(out, &value.value);
    }
}

fn push_premises(out: &mut String, premises: &[Premise]) {
    push_list(out, premises, |out, premise| {
        push_entry(out, "claim", &premise.claim, premise.detail.as_deref());
    });
}

/// The key with which an entry of this kind names its target.
fn target_key(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Undercuts => "step",
        _ => "claim",
    }
}

fn push_entry(out: &mut String, name: &str, target: &Text, detail: Option<&Detail>) {
    let Some(detail) = detail.filter(|detail| !detail.is_empty()) else {
        return push_string(out, &target.value);
    };
    out.push_str("{ ");
    out.push_str(name);
    out.push_str(" = ");
    push_string(out, &target.value);
    for (key, value) in [("id", &detail.id), ("on", &detail.on), ("why", &detail.why)] {
        push_more(out, key, value.as_ref());
    }
    if let Some(strength) = &detail.strength {
        out.push_str(", strength = ");
        push_float(out, strength.value);
    }
    if !detail.outweighed_by.is_empty() {
        out.push_str(", outweighed_by = ");
        push_outweighings(out, &detail.outweighed_by);
    }
    if !detail.by.is_empty() {
        out.push_str(", by = ");
        push_speakers(out, &detail.by);
    }
    let data = detail.data.as_deref();
    if data.is_some_and(toml::Table::is_empty) {
        out.push_str(", data = {}");
    }
    for (name, value) in data.into_iter().flatten() {
        let _ = write!(out, ", data.{} = ", key(name));
        push_inline(out, value);
    }
    out.push_str(" }");
}

/// A list on one line or, if that is too long, with one item per line.
fn push_list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut push: impl FnMut(&mut String, T),
) {
    let start = out.len() + 1;
    let mut ends = Vec::new();
    push_row(out, items, |out, item| {
        push(out, item);
        ends.push(out.len());
    });
    let row = out.get(start..out.len() - 1).unwrap_or_default();
    if ends.len() < 2 || !row_is_long(row.chars().count()) {
        return;
    }
    let row = out.split_off(start);
    let mut from = 0;
    for end in ends {
        let end = end - start;
        out.push_str("\n  ");
        out.push_str(row.get(from..end).unwrap_or_default());
        out.push(',');
        from = end + ", ".len();
    }
    out.push_str("\n]");
}

/// A value on a line of its own, or on several.
fn push_lines(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => push_list(out, items, push_inline),
        Value::String(text) => push_long_string(out, text),
        value => push_inline(out, value),
    }
}

/// A value on one line.
///
/// Recursion is bounded by how deeply values can be nested when read.
fn push_inline(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => push_string(out, text),
        Value::Integer(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Float(number) => push_float(out, *number),
        Value::Boolean(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Datetime(date) => {
            let _ = write!(out, "{date}");
        }
        Value::Array(items) => push_row(out, items, push_inline),
        Value::Table(table) if table.is_empty() => out.push_str("{}"),
        Value::Table(table) => {
            out.push_str("{ ");
            for (number, (name, value)) in table.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                out.push_str(&key(name));
                out.push_str(" = ");
                push_inline(out, value);
            }
            out.push_str(" }");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::option::of as option;
    use proptest::prelude::*;

    use super::super::document::Wording;
    use super::super::{Document, FileId, SharedStr, read};
    use super::*;
    use crate::diagnostic::Level;
    use crate::syntax::{Lint, Relation, Speaker};

    /// What a document says, without spans.
    fn said(document: &Document) -> String {
        let Document {
            header,
            sources,
            speakers,
            claims,
            undercuts,
            lints,
            expect,
            conflicts,
            ..
        } = document;
        let all = format!(
            "{header:#?}{sources:#?}{speakers:#?}{claims:#?}{undercuts:#?}{lints:#?}{expect:#?}{conflicts:#?}"
        );
        let place = regex::Regex::new(r"Span \{\s*start: \d+,\s*end: \d+,\s*\}").unwrap();
        place.replace_all(&all, "").into_owned()
    }

    fn read_again(document: &Document) -> (Document, String) {
        let text = write_toml(document, &[]);
        let again = read(FileId(0), &SharedStr::from(text.as_str()));
        (again, text)
    }

    #[test]
    fn every_key_is_written_as_it_was() {
        let text = include_str!("../../tests/fixtures/every-key.toml");
        let document = read(FileId(0), &SharedStr::from(text));
        assert!(document.diagnostics.is_empty());
        let (again, text) = read_again(&document);
        assert!(again.diagnostics.is_empty(), "{text}");
        assert_eq!(said(&again), said(&document), "{text}");
        assert_eq!(read_again(&again).1, text);
        insta::assert_snapshot!(text);
    }

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-zé ]{1,12}[a-z]",
            1 => proptest::collection::vec(
                prop_oneof![
                    Just("\""), Just("\"\""), Just("\"\"\""), Just("\\"), Just("\n"), Just("\n\n"), Just("\t"), Just("\r"),
                    Just("\u{0}"), Just("\u{7f}"), Just("\u{85}"), Just("\u{2028}"), Just("\u{202e}"), Just("\u{feff}"),
                    Just("a"), Just("#"), Just(" "), Just("'"), Just("'''"), Just("权"), Just("👩\u{200d}👧"),
                ],
                1..8,
            )
            .prop_map(|parts| format!("x{}", parts.concat())),
        ]
    }

    fn text() -> impl Strategy<Value = Text> {
        words().prop_map(|words| Spanned::unplaced(words.into()))
    }

    fn id() -> impl Strategy<Value = Text> {
        prop_oneof![4 => "[a-z][a-z0-9-]{0,6}", 1 => "[a-zé权][a-z.:/+#@']{0,4}"]
            .prop_map(|id| Spanned::unplaced(id.into()))
    }

    fn share() -> impl Strategy<Value = Spanned<f64>> {
        prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0f64, Just(1e-9)].prop_map(Spanned::unplaced)
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            words().prop_map(Value::String),
            any::<i64>().prop_map(Value::Integer),
            (-1e12..1e12f64).prop_map(Value::Float),
            Just(Value::Float(f64::INFINITY)),
            any::<bool>().prop_map(Value::Boolean),
            Just(Value::Datetime("2024-02-29T12:30:00Z".parse().unwrap())),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                proptest::collection::vec((words(), inner), 0..4)
                    .prop_map(|rows| Value::Table(rows.into_iter().collect())),
            ]
        })
    }

    fn data() -> impl Strategy<Value = Option<Box<toml::Table>>> {
        let table = proptest::collection::vec((words(), value()), 0..4);
        proptest::option::weighted(
            0.3,
            table.prop_map(|rows| Box::new(rows.into_iter().collect())),
        )
    }

    fn by() -> impl Strategy<Value = Box<[Text]>> {
        proptest::collection::vec(id(), 0..3).prop_map(Into::into)
    }

    fn outweighings() -> impl Strategy<Value = Box<[Outweighing]>> {
        let list = proptest::collection::vec(id(), 1..3).prop_map(|claims| Outweighing {
            claims,
            span: crate::syntax::Span::default(),
        });
        proptest::collection::vec(list, 0..3).prop_map(Into::into)
    }

    fn undercut() -> impl Strategy<Value = Undercut> {
        (id(), reason()).prop_map(|(step, reason)| Undercut {
            step,
            reason: Reason {
                polarity: Polarity::Against,
                outweighed_by: Box::default(),
                ..reason
            },
        })
    }

    fn speaker() -> impl Strategy<Value = Speaker> {
        (id(), option(text())).prop_map(|(id, name)| Speaker {
            span: id.span,
            id,
            name,
        })
    }

    fn detail(kind: Option<RelationKind>) -> impl Strategy<Value = Option<Box<Detail>>> {
        let is = move |other| kind == Some(other);
        let own = (option(id()), outweighings());
        (
            option(text()),
            option(text()),
            option(share()),
            by(),
            data(),
            own,
        )
            .prop_map(move |(why, on, strength, by, data, (id, outweighed_by))| {
                let on = on.filter(|_| is(RelationKind::Contrasts));
                let id = id.filter(|_| is(RelationKind::Undercuts));
                let strength = strength.filter(|_| !is(RelationKind::Restates));
                let outweighed_by = if is(RelationKind::Attacks) {
                    outweighed_by
                } else {
                    Box::default()
                };
                let detail = Detail {
                    why,
                    on,
                    strength,
                    by,
                    id,
                    outweighed_by,
                    data,
                };
                (!detail.is_empty()).then(|| Box::new(detail))
            })
    }

    fn premise() -> impl Strategy<Value = Premise> {
        (id(), detail(None)).prop_map(|(claim, detail)| Premise { claim, detail })
    }

    fn reason() -> impl Strategy<Value = Reason> {
        let premises = proptest::collection::vec(premise(), 1..4);
        let polarity = prop_oneof![Just(Polarity::For), Just(Polarity::Against)];
        (
            polarity,
            option(id()),
            premises,
            option(text()),
            option(text()),
            option(share()),
            by(),
            outweighings(),
            data(),
        )
            .prop_map(
                |(polarity, id, premises, why, scheme, strength, by, outweighed_by, data)| Reason {
                    outweighed_by: match polarity {
                        Polarity::For => Box::default(),
                        Polarity::Against => outweighed_by,
                    },
                    id,
                    why,
                    scheme,
                    strength,
                    by,
                    data,
                    ..Reason::new(polarity, premises)
                },
            )
    }

    fn relation(kind: RelationKind) -> impl Strategy<Value = Vec<Relation>> {
        let one = (id(), detail(Some(kind)));
        let one = one.prop_map(move |(target, detail)| Relation {
            kind,
            target,
            detail,
        });
        proptest::collection::vec(one, 0..3)
    }

    fn quote() -> impl Strategy<Value = Quote> {
        let selector = (
            option(id()),
            option(text()),
            option(text()),
            option(1..9u32),
        )
            .prop_map(|(source, prefix, suffix, occurrence)| {
                Box::new(Selector {
                    source,
                    prefix,
                    suffix,
                    occurrence: occurrence.map(Spanned::unplaced),
                    every: None,
                })
            });
        (text(), option(selector)).prop_map(|(text, selector)| Quote {
            span: text.span,
            text,
            selector,
        })
    }

    fn claim() -> impl Strategy<Value = Claim> {
        let flag = || proptest::option::of(any::<bool>().prop_map(Spanned::unplaced));
        let about = (
            option(text()),
            option(text()),
            option(text()),
            option(share()),
            data(),
        );
        let wordings = prop_oneof![
            text().prop_map(|text| vec![Wording {
                language: None,
                text
            }]),
            (text(), text()).prop_map(|(one, other)| {
                let wording = |language: &str, text| Wording {
                    language: Some(Spanned::unplaced(language.into())),
                    text,
                };
                vec![wording("en", one), wording("pt-BR", other)]
            }),
        ];
        let said = (
            wordings,
            proptest::collection::vec(quote(), 0..3),
            proptest::collection::vec(text(), 0..3),
            about,
            (flag(), flag(), flag(), by()),
        );
        let relations = KINDS.map(relation);
        let short = option(proptest::collection::vec(premise(), 1..3));
        let reasons = (short, proptest::collection::vec(reason(), 0..3));
        (id(), said, relations, reasons).prop_map(|(id, said, relations, (short, long))| {
            let (text, quotes, tags, (title, about, note, credence, data), flags) = said;
            let short = short.map(|premises| Reason {
                short: true,
                ..Reason::new(Polarity::For, premises)
            });
            // The writer puts reasons before objections.
            let (reasons, objections): (Vec<_>, Vec<_>) = long
                .into_iter()
                .partition(|reason| reason.polarity == Polarity::For);
            let mut claim = Claim::new(id);
            claim.text = text.into();
            claim.quotes = quotes.into();
            claim.tags = tags.into();
            (claim.title, claim.about, claim.note) = (title, about, note);
            (claim.credence, claim.data) = (credence, data);
            (claim.implicit, claim.assumed, claim.denied, claim.by) = flags;
            claim.relations = relations.concat().into();
            claim.reasons = short.into_iter().chain(reasons).chain(objections).collect();
            claim
        })
    }

    fn document() -> impl Strategy<Value = Document> {
        let header = (
            option(text()),
            proptest::collection::vec(id(), 0..3),
            option(id()),
            data(),
        );
        let header = option(header.prop_map(|(title, thesis, source, data)| Header {
            title,
            thesis,
            source,
            data,
            ..Header::default()
        }));
        let lint = ("[a-z]{1,6}", 0..4usize).prop_map(|(rule, level)| Lint {
            rule: Spanned::unplaced(rule.into()),
            level: Spanned::unplaced(Level::ALL[level]),
        });
        let expect = (
            proptest::collection::vec(id(), 0..3),
            proptest::collection::vec(id(), 0..3),
        );
        let expect = expect.prop_map(|(accepted, undecided)| Expect {
            accepted,
            undecided,
            ..Expect::default()
        });
        let claims = proptest::collection::vec(claim(), 0..4);
        let speakers = proptest::collection::vec(speaker(), 0..3);
        let lints = proptest::collection::vec(lint, 0..2);
        let undercuts = proptest::collection::vec(undercut(), 0..3);
        let all = (header, speakers, claims, undercuts, lints, expect);
        all.prop_map(
            |(header, mut speakers, mut claims, undercuts, mut lints, expect)| {
                let mut seen = std::collections::HashSet::new();
                claims.retain(|claim| seen.insert(claim.id.value.clone()));
                let mut seen = std::collections::HashSet::new();
                speakers.retain(|speaker| seen.insert(speaker.id.value.clone()));
                lints.dedup_by(|one, other| one.rule.value == other.rule.value);
                Document {
                    header,
                    speakers,
                    claims,
                    undercuts,
                    lints,
                    expect,
                    ..Document::default()
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same(document in document()) {
            let (again, text) = read_again(&document);
            prop_assert!(again.diagnostics.is_empty(), "{text}\n{:?}", again.diagnostics);
            prop_assert_eq!(said(&again), said(&document), "{}", text);
            prop_assert!(text.parse::<toml::Table>().is_ok());
            prop_assert_eq!(crate::edit::tidy(&text), text);
        }
    }
}
