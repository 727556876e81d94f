//! Writes a [`Document`] as a person would write it: keys aligned, one thing a line, what is short in its short form.
//!
//! What is written reads back as the same document. Comments are no part of a document, and none are written but the
//! headings that are asked for.

use std::fmt::Write;

use toml::Value;

use super::document::{
    Claim, Detail, Document, Header, Ignore, Outweighing, Polarity, Premise, Question, Quote,
    Reason, RelationKind, Selector, Source, Speaker, Text, Undercut, Wording,
};
use super::write::toml_string;
use crate::span::Spanned;

/// Columns that a line has, if what stands in it can be broken.
const WIDTH: usize = 100;

/// The kinds of relations, in the order in which they are written.
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
    /// The place of the claim among those of the document, from 0.
    pub claim: usize,
    /// What it says.
    pub text: String,
}

/// The document as TOML, with headings in the order of their claims. Linear in the document.
pub fn write_toml(document: &Document, headings: &[Heading]) -> String {
    let mut out = Out::default();
    if let Some(header) = &document.header {
        out.header(header);
    }
    for source in &document.sources {
        out.source(source);
    }
    for speaker in &document.speakers {
        out.speaker(speaker);
    }
    for question in &document.questions {
        out.question(question);
    }
    if !document.lints.is_empty() {
        let lints = document.lints.iter();
        let rows = lints.map(|lint| (key(&lint.rule.value), toml_string(lint.level.value.name())));
        out.table("[lints]", &rows.collect::<Vec<_>>());
    }
    let expect = &document.expect;
    let mut rows = Vec::new();
    for (name, ids) in [
        ("accepted", &expect.accepted),
        ("rejected", &expect.rejected),
        ("undecided", &expect.undecided),
        ("accepted_either_way", &expect.accepted_either_way),
    ] {
        if !ids.is_empty() {
            rows.push((name.to_owned(), list(name.len(), ids.iter().map(string))));
        }
    }
    if !rows.is_empty() {
        out.table("[expect]", &rows);
    }
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
    // What other programs keep of the whole map stands last, where nobody has to read over it.
    if let Some(data) = document
        .header
        .as_ref()
        .and_then(|header| header.data.as_deref())
        && !is_short(data)
    {
        out.data("map", data);
    }
    out.text
}

/// A key and its value, both as they are written.
type Row = (String, String);

#[derive(Default)]
struct Out {
    text: String,
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
            // A comment holds no control characters.
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            self.text.push_str("# ");
            self.text.push_str(line.trim());
            self.text.push('\n');
        }
    }

    fn table(&mut self, header: &str, rows: &[Row]) {
        self.break_off();
        self.text.push_str(header);
        self.text.push('\n');
        let widest = rows.iter().map(|(key, _)| key.chars().count()).max();
        let widest = widest.unwrap_or(0);
        for (key, value) in rows {
            // Writing to a string does not fail.
            let _ = writeln!(self.text, "{key:widest$} = {value}");
        }
    }

    fn header(&mut self, header: &Header) {
        let mut rows = Vec::new();
        push(&mut rows, "title", header.title.as_ref());
        push(&mut rows, "language", header.language.as_ref());
        if !header.thesis.is_empty() {
            rows.push(("thesis".into(), list(8, header.thesis.iter().map(string))));
        }
        push(&mut rows, "source", header.source.as_ref());
        let mut is_all = true;
        if let Some(data) = header.data.as_deref() {
            is_all = is_short(data);
            if is_all {
                rows.extend(data_rows(data));
            }
        }
        if is_all || !rows.is_empty() {
            self.table("[map]", &rows);
        }
    }

    fn source(&mut self, source: &Source) {
        let mut rows = Vec::new();
        push(&mut rows, "title", source.title.as_ref());
        push(&mut rows, "path", source.path.as_ref());
        push(&mut rows, "language", source.language.as_ref());
        push(&mut rows, "url", source.url.as_ref());
        push(&mut rows, "author", source.author.as_ref());
        for (key, date) in [
            ("published", &source.published),
            ("accessed", &source.accessed),
        ] {
            if let Some(date) = date {
                let is_date = date.value.parse::<toml::value::Datetime>().is_ok();
                let written = if is_date {
                    date.value.to_string()
                } else {
                    string(date)
                };
                rows.push((key.into(), written));
            }
        }
        push(&mut rows, "sha256", source.sha256.as_ref());
        push_share(&mut rows, "coverage", source.coverage.as_ref());
        let path = format!("source.{}", key(&source.id.value));
        self.table(&format!("[{path}]"), &rows);
        for Ignore { quote, reason, .. } in &source.ignores {
            let mut rows = vec![("quote".to_owned(), quotation(quote))];
            push(&mut rows, "reason", reason.as_ref());
            self.table(&format!("[[{path}.ignore]]"), &rows);
        }
    }

    fn speaker(&mut self, speaker: &Speaker) {
        let mut rows = Vec::new();
        push(&mut rows, "name", speaker.name.as_ref());
        self.table(&format!("[speaker.{}]", key(&speaker.id.value)), &rows);
    }

    fn question(&mut self, question: &Question) {
        let mut rows = Vec::new();
        push_words(&mut rows, &question.text, &question.quotes);
        if !question.answers.is_empty() {
            rows.push((
                "answers".into(),
                list(11, question.answers.iter().map(string)),
            ));
        }
        if let Some(exclusive) = &question.exclusive {
            rows.push(("exclusive".into(), exclusive.value.to_string()));
        }
        let path = format!("question.{}", key(&question.id.value));
        let long = self.with_data(&mut rows, question.data.as_deref());
        self.table(&format!("[{path}]"), &rows);
        if let Some(data) = long {
            self.data(&path, data);
        }
    }

    fn claim(&mut self, claim: &Claim) {
        let mut rows: Vec<Row> = Vec::new();
        push(&mut rows, "title", claim.title.as_ref());
        push_words(&mut rows, &claim.text, &claim.quotes);
        for (name, flag) in [
            ("implicit", &claim.implicit),
            ("assumed", &claim.assumed),
            ("denied", &claim.denied),
        ] {
            if let Some(flag) = flag {
                rows.push((name.into(), flag.value.to_string()));
            }
        }
        push_share(&mut rows, "credence", claim.credence.as_ref());
        push_by(&mut rows, &claim.by);
        push(&mut rows, "about", claim.about.as_ref());
        if !claim.tags.is_empty() {
            rows.push(("tags".into(), list(11, claim.tags.iter().map(string))));
        }
        if let Some(note) = &claim.note {
            rows.push(("note".into(), long_string(&note.value)));
        }
        let short = claim.reasons.iter().position(is_short_reason);
        if let Some(reason) = short.and_then(|short| claim.reasons.get(short)) {
            rows.push(("premises".into(), premises(&reason.premises)));
        }
        for kind in KINDS {
            let entries = claim.relations.iter().filter(|entry| entry.kind == kind);
            let entries: Vec<String> = entries
                .map(|relation| {
                    entry(
                        target_key(kind),
                        &relation.target,
                        relation.detail.as_deref(),
                    )
                })
                .collect();
            if !entries.is_empty() {
                rows.push((kind.key().into(), list(11, entries.into_iter())));
            }
        }
        let path = format!("claim.{}", key(&claim.id.value));
        let long = self.with_data(&mut rows, claim.data.as_deref());
        self.table(&format!("[{path}]"), &rows);
        if let Some(data) = long {
            self.data(&path, data);
        }
        for (number, reason) in claim.reasons.iter().enumerate() {
            if Some(number) != short {
                self.reason(&path, reason);
            }
        }
    }

    fn reason(&mut self, claim: &str, reason: &Reason) {
        let path = format!("{claim}.{}", reason.polarity.name());
        self.linked(&path, Vec::new(), reason);
    }

    fn undercut(&mut self, undercut: &Undercut) {
        let rows = vec![("step".to_owned(), string(&undercut.step))];
        self.linked("undercut", rows, &undercut.reason);
    }

    /// Linked premises, in a table that begins with these rows.
    fn linked(&mut self, path: &str, mut rows: Vec<Row>, reason: &Reason) {
        push(&mut rows, "id", reason.id.as_ref());
        rows.push(("premises".into(), premises(&reason.premises)));
        if let Some(why) = &reason.why {
            rows.push(("why".into(), long_string(&why.value)));
        }
        push(&mut rows, "scheme", reason.scheme.as_ref());
        push_share(&mut rows, "strength", reason.strength.as_ref());
        push_by(&mut rows, &reason.by);
        if let Some(lists) = outweighings(&reason.outweighed_by) {
            rows.push(("outweighed_by".into(), lists));
        }
        let long = self.with_data(&mut rows, reason.data.as_deref());
        self.table(&format!("[[{path}]]"), &rows);
        if let Some(data) = long {
            self.data(path, data);
        }
    }

    /// Adds short data to the rows, and gives long data back.
    #[expect(clippy::unused_self, reason = "reads like what is written")]
    fn with_data<'d>(
        &self,
        rows: &mut Vec<Row>,
        data: Option<&'d toml::Table>,
    ) -> Option<&'d toml::Table> {
        let data = data?;
        if is_short(data) {
            rows.extend(data_rows(data));
            return None;
        }
        Some(data)
    }

    /// Data as tables of their own.
    fn data(&mut self, path: &str, data: &toml::Table) {
        let rows = |table: &toml::Table| -> Vec<Row> {
            let rows = table.iter();
            rows.map(|(name, value)| (key(name), lines(name.len(), value)))
                .collect()
        };
        if data.values().all(Value::is_table) {
            for (name, value) in data {
                if let Value::Table(table) = value {
                    self.table(&format!("[{path}.data.{}]", key(name)), &rows(table));
                }
            }
        } else {
            self.table(&format!("[{path}.data]"), &rows(data));
        }
    }
}

fn push(rows: &mut Vec<Row>, key: &str, text: Option<&Text>) {
    if let Some(text) = text {
        rows.push((key.into(), string(text)));
    }
}

/// The wordings of a claim or a question, and its quotations.
fn push_words(rows: &mut Vec<Row>, text: &[Wording], quotes: &[Quote]) {
    for wording in text {
        let name = match &wording.language {
            Some(language) => format!("text.{}", key(&language.value)),
            None => "text".to_owned(),
        };
        rows.push((name, long_string(&wording.text.value)));
    }
    match quotes {
        [] => {}
        [quote] => rows.push(("quote".into(), quotation(quote))),
        quotes => rows.push(("quote".into(), list(11, quotes.iter().map(quotation)))),
    }
}

fn push_share(rows: &mut Vec<Row>, key: &str, share: Option<&Spanned<f64>>) {
    if let Some(share) = share {
        rows.push((key.into(), float(share.value)));
    }
}

fn push_by(rows: &mut Vec<Row>, by: &[Text]) {
    if let Some(by) = speakers(by) {
        rows.push(("by".into(), by));
    }
}

/// One speaker as a string, several as a list.
fn speakers(by: &[Text]) -> Option<String> {
    match by {
        [] => None,
        [one] => Some(string(one)),
        several => {
            let several: Vec<String> = several.iter().map(string).collect();
            Some(format!("[{}]", several.join(", ")))
        }
    }
}

/// One list of claims as it is, several as a list of lists.
fn outweighings(lists: &[Outweighing]) -> Option<String> {
    let list = |list: &Outweighing| {
        let claims: Vec<String> = list.claims.iter().map(string).collect();
        format!("[{}]", claims.join(", "))
    };
    match lists {
        [] => None,
        [one] => Some(list(one)),
        several => {
            let several: Vec<String> = several.iter().map(list).collect();
            Some(format!("[{}]", several.join(", ")))
        }
    }
}

/// Whether a reason says nothing but its premises, as the key `premises` does.
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

/// Data that is short enough to stand among the other keys: nobody reads it, so that a line may be long.
fn is_short(data: &toml::Table) -> bool {
    let mut rows = data_rows(data);
    rows.all(|(key, value)| key.len() + value.len() + 3 <= 3 * WIDTH)
}

fn data_rows(data: &toml::Table) -> impl Iterator<Item = Row> {
    let empty = data
        .is_empty()
        .then(|| ("data".to_owned(), "{}".to_owned()));
    let rows = data
        .iter()
        .map(|(name, value)| (format!("data.{}", key(name)), inline(value)));
    empty.into_iter().chain(rows)
}

/// A key; in quotation marks where it needs them.
fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        toml_string(name)
    }
}

fn string(text: &Text) -> String {
    toml_string(&text.value)
}

/// Text on its own lines, if it has several.
fn long_string(text: &str) -> String {
    if !text.trim_end_matches('\n').contains('\n') {
        return toml_string(text);
    }
    let lines = text.split('\n').map(|line| {
        let written = toml_string(line);
        let inner = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        // Quotation marks may stand for themselves here, but not three of them.
        let inner = inner.unwrap_or_default().replace("\\\"", "\"");
        inner.replace("\"\"\"", "\"\"\\\"")
    });
    let lines: Vec<String> = lines.collect();
    format!("\"\"\"\n{}\"\"\"", lines.join("\n"))
}

fn float(value: f64) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else {
        format!("{value:?}")
    }
}

fn quotation(quote: &Quote) -> String {
    let text = string(&quote.text);
    let Some(selector) = quote.selector.as_deref() else {
        return text;
    };
    let Selector {
        source,
        prefix,
        suffix,
        occurrence,
        every,
    } = selector;
    let mut written = format!("{{ text = {text}");
    for (key, value) in [("source", source), ("prefix", prefix), ("suffix", suffix)] {
        if let Some(value) = value {
            let _ = write!(written, ", {key} = {}", string(value));
        }
    }
    if let Some(occurrence) = occurrence {
        let _ = write!(written, ", occurrence = {}", occurrence.value);
    }
    if every.is_some() {
        written.push_str(", occurrence = \"all\"");
    }
    written + " }"
}

fn premises(premises: &[Premise]) -> String {
    let entries = premises
        .iter()
        .map(|premise| entry("claim", &premise.claim, premise.detail.as_deref()));
    list(8, entries)
}

/// The key by which an entry of these names its target.
fn target_key(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Undercuts => "step",
        _ => "claim",
    }
}

fn entry(name: &str, target: &Text, detail: Option<&Detail>) -> String {
    let target = string(target);
    let Some(detail) = detail.filter(|detail| !detail.is_empty()) else {
        return target;
    };
    let mut written = format!("{{ {name} = {target}");
    for (key, value) in [("id", &detail.id), ("on", &detail.on), ("why", &detail.why)] {
        if let Some(value) = value {
            let _ = write!(written, ", {key} = {}", string(value));
        }
    }
    if let Some(strength) = &detail.strength {
        let _ = write!(written, ", strength = {}", float(strength.value));
    }
    if let Some(lists) = outweighings(&detail.outweighed_by) {
        let _ = write!(written, ", outweighed_by = {lists}");
    }
    if let Some(by) = speakers(&detail.by) {
        let _ = write!(written, ", by = {by}");
    }
    for (key, value) in detail.data.iter().flat_map(|data| data_rows(data)) {
        let _ = write!(written, ", {key} = {value}");
    }
    written + " }"
}

/// A list on one line, or, where that is long, with a line for each item.
fn list(key: usize, items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let width: usize = items.iter().map(|item| item.chars().count() + 2).sum();
    if items.len() < 2 || key + width + 3 <= WIDTH {
        format!("[{}]", items.join(", "))
    } else {
        format!("[\n  {},\n]", items.join(",\n  "))
    }
}

/// A value that has a line to itself, or several.
fn lines(key: usize, value: &Value) -> String {
    match value {
        Value::Array(items) => list(key, items.iter().map(inline)),
        Value::String(text) => long_string(text),
        value => inline(value),
    }
}

/// A value on one line.
///
/// It recurses no deeper than values are read, which is bounded.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => toml_string(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let rows = table.iter();
            let rows: Vec<String> = rows
                .map(|(name, value)| format!("{} = {}", key(name), inline(value)))
                .collect();
            format!("{{ {} }}", rows.join(", "))
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
    use crate::syntax::{Expect, Lint, Relation};

    /// What a document says, without its places.
    fn said(document: &Document) -> String {
        let Document {
            header,
            sources,
            speakers,
            claims,
            undercuts,
            lints,
            expect,
            ..
        } = document;
        let all = format!(
            "{header:#?}{sources:#?}{speakers:#?}{claims:#?}{undercuts:#?}{lints:#?}{expect:#?}"
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
            // The file has reasons before objections.
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
        }
    }
}
