//! The tree of values as a [`Document`].
//!
//! A value that is not as it must be is a finding and no more: the rest of its claim is read all the same.

use std::borrow::Cow;

use super::comment;
use super::document::{
    Claim, Detail, Document, Expect, Header, Ignore, Lint, Polarity, Premise, Quote, Reason,
    Relation, RelationKind, Selector, Source, Text, Wording,
};
use super::fault::diagnose;
use super::id::{is_valid_id, nearest_valid_id};
use super::span::{FileId, Span, Spanned};
use super::tree::{self, Item, Table, Value};
use crate::diagnostic::{Diagnostic, Level};
use crate::nearest::nearest;

/// Reads one file's text; never fails. Linear in its length.
pub fn read(file: FileId, text: &str) -> Document<'_> {
    let parsed = tree::parse(text);
    let mut reader = Reader {
        file,
        text,
        diagnostics: Vec::new(),
    };
    reader.diagnostics.extend(
        parsed
            .faults
            .into_iter()
            .map(|fault| diagnose(file, text, fault)),
    );
    let mut document = Document::default();
    reader.document(parsed.root, &mut document);
    comment::read(
        file,
        text,
        &parsed.comments,
        &mut document.allows,
        &mut reader.diagnostics,
    );
    document.diagnostics = reader.diagnostics;
    document
}

const TOP: &[&str] = &["map", "source", "claim", "lints", "expect"];
const MAP: &[&str] = &["title", "language", "thesis"];
const SOURCE: &[&str] = &[
    "title",
    "path",
    "language",
    "url",
    "author",
    "published",
    "accessed",
    "sha256",
    "coverage",
    "ignore",
];
const IGNORE: &[&str] = &["quote", "reason"];
const CLAIM: &[&str] = &[
    "text",
    "title",
    "quote",
    "implicit",
    "assumed",
    "denied",
    "credence",
    "about",
    "tags",
    "note",
    "data",
    "premises",
    "supports",
    "attacks",
    "undercuts",
    "contradicts",
    "contrasts",
    "reason",
    "objection",
];
const REASON: &[&str] = &["id", "premises", "why", "scheme", "strength"];
const QUOTE: &[&str] = &["text", "source", "prefix", "suffix", "occurrence"];
const ENTRY: &[&str] = &["claim", "why", "strength"];
const CONTRAST: &[&str] = &["claim", "on", "why", "strength"];
const EXPECT: &[&str] = &["accepted", "rejected", "undecided"];

struct Reader<'s> {
    file: FileId,
    text: &'s str,
    diagnostics: Vec<Diagnostic>,
}

/// The tables of a file.
impl<'s> Reader<'s> {
    fn document(&mut self, root: Table<'s>, document: &mut Document<'s>) {
        for (key, item) in root.entries {
            match key.value.as_ref() {
                "map" => document.header = self.header(&key, item),
                "source" => {
                    let Some(table) = self.table(item, "source", "[source.ID]") else {
                        continue;
                    };
                    document.sources.reserve_exact(table.entries.len());
                    for (id, item) in table.entries {
                        document.sources.extend(self.source(id, item));
                    }
                }
                "claim" => {
                    let Some(table) = self.table(item, "claim", "[claim.ID]") else {
                        continue;
                    };
                    document.claims.reserve_exact(table.entries.len());
                    for (id, item) in table.entries {
                        document.claims.extend(self.claim(id, item));
                    }
                }
                "lints" => {
                    let Some(table) = self.table(item, "lints", "[lints]") else {
                        continue;
                    };
                    for (rule, item) in table.entries {
                        document.lints.extend(self.lint(rule, item));
                    }
                }
                "expect" => {
                    let Some(table) = self.table(item, "expect", "[expect]") else {
                        continue;
                    };
                    self.expect(table, &mut document.expect);
                }
                _ => self.unknown_key(&key, "a map file", TOP),
            }
        }
    }

    fn header(&mut self, key: &Text<'s>, item: Item<'s>) -> Option<Header<'s>> {
        let mut header = Header {
            span: key.span,
            ..Header::default()
        };
        let table = self.table(item, "map", "[map]")?;
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "title" => header.title = self.string(item, "title"),
                "language" => header.language = self.language(item),
                "thesis" => header.thesis = self.strings(item, "thesis", "alike-yet-apart"),
                _ => self.unknown_key(&key, "`[map]`", MAP),
            }
        }
        Some(header)
    }

    fn source(&mut self, id: Text<'s>, item: Item<'s>) -> Option<Source<'s>> {
        self.check_id(&id, "a source");
        let span = item.span;
        let table = self.table(item, &id.value, "[source.ID]")?;
        let mut source = Source {
            id,
            span,
            title: None,
            path: None,
            language: None,
            url: None,
            author: None,
            published: None,
            accessed: None,
            sha256: None,
            coverage: None,
            ignores: Vec::new(),
        };
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "title" => source.title = self.string(item, "title"),
                "path" => source.path = self.string(item, "path"),
                "language" => source.language = self.language(item),
                "url" => source.url = self.string(item, "url"),
                "author" => source.author = self.string(item, "author"),
                "published" => source.published = self.date(item, "published"),
                "accessed" => source.accessed = self.date(item, "accessed"),
                "sha256" => source.sha256 = self.digest(item),
                "coverage" => source.coverage = self.share(&item, "coverage"),
                "ignore" => {
                    for item in self.tables(item, "ignore", "[[source.ID.ignore]]") {
                        source.ignores.extend(self.ignore(item));
                    }
                }
                _ => self.unknown_key(&key, "a source", SOURCE),
            }
        }
        if source.path.is_none() {
            let id = source.id.value.clone();
            let finding = Diagnostic::new("missing-text", format!("source `{id}` has no `path`"))
                .label(self.file, source.id.span, "this source")
                .help("name the file that holds the text, such as `path = \"article.txt\"`");
            self.diagnostics.push(finding);
        }
        Some(source)
    }

    fn ignore(&mut self, item: Item<'s>) -> Option<Ignore<'s>> {
        let span = item.span;
        let table = self.table(item, "ignore", "[[source.ID.ignore]]")?;
        let (mut quotes, mut reason) = (Vec::new(), None);
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "quote" => quotes = self.quotes(item),
                "reason" => reason = self.string(item, "reason"),
                _ => self.unknown_key(&key, "an ignored passage", IGNORE),
            }
        }
        if quotes.len() > 1 {
            let finding = Diagnostic::new("wrong-type", "an ignored passage has one `quote`")
                .label(self.file, span, "several quotations here")
                .help("write one `[[source.ID.ignore]]` a passage");
            self.diagnostics.push(finding);
        }
        let Some(quote) = quotes.into_iter().next() else {
            let finding = Diagnostic::new("missing-text", "an ignored passage has no `quote`")
                .label(self.file, span, "which passage is ignored?")
                .help("quote it, such as `quote = \"Read more\"`");
            self.diagnostics.push(finding);
            return None;
        };
        Some(Ignore {
            quote,
            reason,
            span,
        })
    }

    fn lint(&mut self, rule: Text<'s>, item: Item<'s>) -> Option<Lint<'s>> {
        let example = format!("{} = \"warn\"", rule.value);
        let level = self.string_like(item, &rule.value, &example)?;
        if let Ok(value) = level.value.parse::<Level>() {
            let level = Spanned {
                value,
                span: level.span,
            };
            return Some(Lint { rule, level });
        }
        self.unknown_value(&level, "level", &Level::ALL.map(Level::name));
        None
    }

    fn expect(&mut self, table: Table<'s>, expect: &mut Expect<'s>) {
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "accepted" => expect.accepted = self.strings(item, "accepted", "some-claim"),
                "rejected" => expect.rejected = self.strings(item, "rejected", "some-claim"),
                "undecided" => expect.undecided = self.strings(item, "undecided", "some-claim"),
                _ => self.unknown_key(&key, "`[expect]`", EXPECT),
            }
        }
    }
}

/// Claims.
impl<'s> Reader<'s> {
    fn claim(&mut self, id: Text<'s>, item: Item<'s>) -> Option<Claim<'s>> {
        self.check_id(&id, "a claim");
        let span = item.span;
        let table = self.table(item, &id.value, "[claim.ID]")?;
        let mut claim = Claim {
            id,
            span,
            text: Vec::new(),
            title: None,
            quotes: Vec::new(),
            implicit: None,
            assumed: None,
            denied: None,
            credence: None,
            about: None,
            tags: Vec::new(),
            note: None,
            data: None,
            relations: Vec::new(),
            reasons: Vec::new(),
        };
        let mut has_text = false;
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "text" => {
                    has_text = true;
                    claim.text = self.wordings(item, &claim.id);
                }
                "title" => claim.title = self.string(item, "title"),
                "quote" => claim.quotes = self.quotes(item),
                "implicit" => claim.implicit = self.boolean(&item, "implicit"),
                "assumed" => claim.assumed = self.boolean(&item, "assumed"),
                "denied" => claim.denied = self.boolean(&item, "denied"),
                "credence" => claim.credence = self.share(&item, "credence"),
                "about" => claim.about = self.string(item, "about"),
                "tags" => claim.tags = self.strings(item, "tags", "some-tag"),
                "note" => claim.note = self.string(item, "note"),
                "data" => claim.data = self.data(item),
                "premises" => {
                    let premises = self.premises(item);
                    claim.reasons.push(Reason {
                        polarity: Polarity::For,
                        id: None,
                        premises,
                        why: None,
                        scheme: None,
                        strength: None,
                        span: key.span,
                        short: true,
                    });
                }
                "supports" => self.relations(item, RelationKind::Supports, &mut claim.relations),
                "attacks" => self.relations(item, RelationKind::Attacks, &mut claim.relations),
                "undercuts" => self.relations(item, RelationKind::Undercuts, &mut claim.relations),
                "contradicts" => {
                    self.relations(item, RelationKind::Contradicts, &mut claim.relations);
                }
                "contrasts" => self.relations(item, RelationKind::Contrasts, &mut claim.relations),
                "reason" => self.reasons(item, Polarity::For, &mut claim.reasons),
                "objection" => self.reasons(item, Polarity::Against, &mut claim.reasons),
                _ => self.unknown_claim_key(&key),
            }
        }
        if !has_text {
            let name = &claim.id.value;
            let finding = Diagnostic::new("missing-text", format!("claim `{name}` has no `text`"))
                .label(self.file, claim.id.span, "what does it claim?")
                .help("say it in a sentence that is true or false, such as `text = \"It rains.\"`");
            self.diagnostics.push(finding);
        }
        Some(claim)
    }

    fn wordings(&mut self, item: Item<'s>, id: &Text<'s>) -> Vec<Wording<'s>> {
        let span = item.span;
        let mut wordings = Vec::new();
        match item.value {
            Value::String(value) => {
                let text = Spanned { value, span };
                if self.is_written(&text, id) {
                    wordings.push(Wording {
                        language: None,
                        text,
                    });
                }
            }
            Value::Table(table) => {
                wordings.reserve_exact(table.entries.len());
                for (language, item) in table.entries {
                    self.check_language(&language);
                    let Some(text) = self.string(item, "text") else {
                        continue;
                    };
                    if self.is_written(&text, id) {
                        wordings.push(Wording {
                            language: Some(language),
                            text,
                        });
                    }
                }
            }
            other => {
                let example = "text = \"It rains.\"` or `text.en = \"It rains.\"";
                self.wrong_type(&Item { value: other, span }, "text", "a string", example);
            }
        }
        wordings
    }

    fn is_written(&mut self, text: &Text<'s>, id: &Text<'s>) -> bool {
        let written = !text.value.trim().is_empty();
        if !written {
            let message = format!("the `text` of claim `{}` is empty", id.value);
            let finding = Diagnostic::new("missing-text", message)
                .label(self.file, text.span, "nothing is claimed here")
                .help("say it in a sentence that is true or false, such as `text = \"It rains.\"`");
            self.diagnostics.push(finding);
        }
        written
    }

    fn quotes(&mut self, item: Item<'s>) -> Vec<Quote<'s>> {
        match item.value {
            Value::Array(items) | Value::Tables(items) => items
                .into_iter()
                .filter_map(|item| self.quote(item))
                .collect(),
            value => self
                .quote(Item {
                    value,
                    span: item.span,
                })
                .into_iter()
                .collect(),
        }
    }

    fn quote(&mut self, item: Item<'s>) -> Option<Quote<'s>> {
        let span = item.span;
        let (text, selector) = match item.value {
            Value::String(value) => (Spanned { value, span }, None),
            Value::Table(table) => self.quote_table(table, span)?,
            other => {
                let example = "quote = \"the author's own words\"";
                self.wrong_type(
                    &Item { value: other, span },
                    "quote",
                    "a string, a table, or an array of these",
                    example,
                );
                return None;
            }
        };
        if text.value.trim().is_empty() {
            let finding = Diagnostic::new("missing-text", "a quotation of nothing")
                .label(self.file, text.span, "no words here")
                .help("quote the author's own words, or mark the claim `implicit = true`");
            self.diagnostics.push(finding);
            return None;
        }
        Some(Quote {
            text,
            span,
            selector,
        })
    }

    fn quote_table(
        &mut self,
        table: Table<'s>,
        span: Span,
    ) -> Option<(Text<'s>, Option<Box<Selector<'s>>>)> {
        let mut selector = Selector::default();
        let mut text = None;
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "text" => text = self.string(item, "text"),
                "source" => selector.source = self.string(item, "source"),
                "prefix" => selector.prefix = self.string(item, "prefix"),
                "suffix" => selector.suffix = self.string(item, "suffix"),
                "occurrence" => selector.occurrence = self.ordinal(&item),
                _ => self.unknown_key(&key, "a quotation", QUOTE),
            }
        }
        if text.is_none() {
            let finding = Diagnostic::new("missing-text", "a quotation without its `text`")
                .label(self.file, span, "which words?")
                .help("write `{ text = \"the author's own words\" }`");
            self.diagnostics.push(finding);
        }
        Some((text?, Some(Box::new(selector))))
    }

    fn data(&mut self, item: Item<'s>) -> Option<Box<toml::Table>> {
        let table = self.table(item, "data", "[claim.ID.data]")?;
        Some(Box::new(user_table(table)))
    }

    fn unknown_claim_key(&mut self, key: &Text<'s>) {
        let elsewhere = match key.value.as_ref() {
            "on" => Some(
                "`on` belongs in an entry of `contrasts`: `contrasts = [{ claim = \"…\", on = \"…\" }]`",
            ),
            "why" | "scheme" | "strength" => {
                Some("it belongs to a reason: write it under `[[claim.ID.reason]]`")
            }
            "source" | "prefix" | "suffix" | "occurrence" => {
                Some("it belongs to a quotation: `quote = { text = \"…\", source = \"…\" }`")
            }
            _ => None,
        };
        match elsewhere {
            Some(help) => {
                let message = format!("a claim has no key `{}`", key.value);
                let finding = Diagnostic::new("unknown-key", message)
                    .label(self.file, key.span, "not a claim's own key")
                    .help(help);
                self.diagnostics.push(finding);
            }
            None => self.unknown_key(key, "a claim", CLAIM),
        }
    }
}

/// Relations and reasons.
impl<'s> Reader<'s> {
    fn relations(&mut self, item: Item<'s>, kind: RelationKind, relations: &mut Vec<Relation<'s>>) {
        let entries = self.entries(item, kind.key(), kind == RelationKind::Contrasts);
        relations.reserve_exact(entries.len());
        relations.extend(entries.into_iter().map(|(target, detail)| Relation {
            kind,
            target,
            detail,
        }));
    }

    fn premises(&mut self, item: Item<'s>) -> Vec<Premise<'s>> {
        let span = item.span;
        let entries = self.entries(item, "premises", false);
        if entries.is_empty()
            && self
                .diagnostics
                .last()
                .is_none_or(|last| !within(last, span))
        {
            let finding = Diagnostic::new("missing-text", "`premises` names no claim")
                .label(self.file, span, "a reason needs at least one premise")
                .help("name the claims that together are the reason, or drop the key");
            self.diagnostics.push(finding);
        }
        entries
            .into_iter()
            .map(|(claim, detail)| Premise { claim, detail })
            .collect()
    }

    fn entries(
        &mut self,
        item: Item<'s>,
        key: &str,
        has_on: bool,
    ) -> Vec<(Text<'s>, Option<Box<Detail<'s>>>)> {
        let span = item.span;
        match item.value {
            Value::Array(items) | Value::Tables(items) => {
                let mut entries = Vec::with_capacity(items.len());
                for item in items {
                    entries.extend(self.entry(item, key, has_on));
                }
                entries
            }
            Value::String(value) => {
                let name = Spanned { value, span };
                self.should_be_list(&name, key);
                vec![(name, None)]
            }
            other => {
                let example = format!("{key} = [\"some-claim\"]");
                self.wrong_type(&Item { value: other, span }, key, "a list of ids", &example);
                Vec::new()
            }
        }
    }

    fn entry(
        &mut self,
        item: Item<'s>,
        key: &str,
        has_on: bool,
    ) -> Option<(Text<'s>, Option<Box<Detail<'s>>>)> {
        let span = item.span;
        let table = match item.value {
            Value::String(value) => return Some((Spanned { value, span }, None)),
            Value::Table(table) => table,
            other => {
                let example = format!("{key} = [\"some-claim\"]");
                let wanted = "an id, or a table with a `claim`";
                self.wrong_type(&Item { value: other, span }, key, wanted, &example);
                return None;
            }
        };
        let mut detail = Detail::default();
        let mut claim = None;
        for (key, item) in table.entries {
            match key.value.as_ref() {
                "claim" => claim = self.string(item, "claim"),
                "why" => detail.why = self.string(item, "why"),
                "strength" => detail.strength = self.share(&item, "strength"),
                "on" if has_on => detail.on = self.string(item, "on"),
                "on" => {
                    let finding = Diagnostic::new(
                        "unknown-key",
                        "only a contrast has an aspect `on`",
                    )
                    .label(self.file, key.span, "belongs in an entry of `contrasts`")
                    .help(
                        "if the text sets the two against each other, use `contrasts`; else `why`",
                    );
                    self.diagnostics.push(finding);
                }
                _ if has_on => self.unknown_key(&key, "a contrast", CONTRAST),
                _ => self.unknown_key(&key, "this entry", ENTRY),
            }
        }
        let Some(claim) = claim else {
            let finding = Diagnostic::new(
                "missing-text",
                format!("an entry of `{key}` names no claim"),
            )
            .label(self.file, span, "which claim?")
            .help("write `{ claim = \"some-claim\", … }`");
            self.diagnostics.push(finding);
            return None;
        };
        let detail = (detail.why.is_some() || detail.on.is_some() || detail.strength.is_some())
            .then(|| Box::new(detail));
        Some((claim, detail))
    }

    fn reasons(&mut self, item: Item<'s>, polarity: Polarity, reasons: &mut Vec<Reason<'s>>) {
        let (key, header) = match polarity {
            Polarity::For => ("reason", "[[claim.ID.reason]]"),
            Polarity::Against => ("objection", "[[claim.ID.objection]]"),
        };
        for item in self.tables(item, key, header) {
            let span = item.span;
            let Some(table) = self.table(item, key, header) else {
                continue;
            };
            let mut reason = Reason {
                polarity,
                id: None,
                premises: Vec::new(),
                why: None,
                scheme: None,
                strength: None,
                span,
                short: false,
            };
            let mut has_premises = false;
            for (key, item) in table.entries {
                match key.value.as_ref() {
                    "id" => {
                        reason.id = self.string(item, "id");
                        if let Some(id) = &reason.id {
                            self.check_id(id, "a step");
                        }
                    }
                    "premises" => {
                        has_premises = true;
                        reason.premises = self.premises(item);
                    }
                    "why" => reason.why = self.string(item, "why"),
                    "scheme" => reason.scheme = self.string(item, "scheme"),
                    "strength" => reason.strength = self.share(&item, "strength"),
                    _ => self.unknown_key(&key, "a reason", REASON),
                }
            }
            if !has_premises {
                let message = format!("`{header}` has no `premises`");
                let finding = Diagnostic::new("missing-text", message)
                    .label(self.file, span, "what is the reason?")
                    .help("name the claims that together are the reason: `premises = [\"some-claim\"]`");
                self.diagnostics.push(finding);
            }
            reasons.push(reason);
        }
    }
}

fn within(finding: &Diagnostic, span: Span) -> bool {
    finding
        .place()
        .is_some_and(|place| span.start <= place.span.start && place.span.end <= span.end)
}

/// Values.
impl<'s> Reader<'s> {
    fn string(&mut self, item: Item<'s>, key: &str) -> Option<Text<'s>> {
        let example = format!("{key} = \"…\"");
        self.string_like(item, key, &example)
    }

    fn string_like(&mut self, item: Item<'s>, key: &str, example: &str) -> Option<Text<'s>> {
        let span = item.span;
        match item.value {
            Value::String(value) => Some(Spanned { value, span }),
            other => {
                self.wrong_type(&Item { value: other, span }, key, "a string", example);
                None
            }
        }
    }

    /// A date is a string or a TOML date.
    fn date(&mut self, item: Item<'s>, key: &str) -> Option<Text<'s>> {
        let span = item.span;
        match item.value {
            Value::String(value) | Value::Datetime(value) => Some(Spanned { value, span }),
            other => {
                let item = Item { value: other, span };
                self.wrong_type(
                    &item,
                    key,
                    "a string or a date",
                    &format!("{key} = 2024-05-17"),
                );
                None
            }
        }
    }

    fn digest(&mut self, item: Item<'s>) -> Option<Text<'s>> {
        let text = self.string(item, "sha256")?;
        if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text);
        }
        let finding = Diagnostic::new("wrong-type", "`sha256` is not a SHA-256 digest")
            .label(self.file, text.span, "must be 64 hexadecimal digits")
            .help("`sha256sum FILE` prints it");
        self.diagnostics.push(finding);
        None
    }

    fn strings(&mut self, item: Item<'s>, key: &str, sample: &str) -> Vec<Text<'s>> {
        let span = item.span;
        let example = format!("{key} = [\"{sample}\"]");
        match item.value {
            Value::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    texts.extend(self.string_like(item, key, &example));
                }
                texts
            }
            Value::String(value) => {
                let text = Spanned { value, span };
                self.should_be_list(&text, key);
                vec![text]
            }
            other => {
                let item = Item { value: other, span };
                self.wrong_type(&item, key, "a list of strings", &example);
                Vec::new()
            }
        }
    }

    fn boolean(&mut self, item: &Item<'s>, key: &str) -> Option<Spanned<bool>> {
        if let Value::Boolean(value) = item.value {
            return Some(Spanned {
                value,
                span: item.span,
            });
        }
        self.wrong_type(item, key, "`true` or `false`", &format!("{key} = true"));
        None
    }

    /// A number from 0 to 1.
    fn share(&mut self, item: &Item<'s>, key: &str) -> Option<Spanned<f64>> {
        let value = match item.value {
            Value::Float(value) => value,
            Value::Integer(0) => 0.0,
            Value::Integer(1) => 1.0,
            // Out of range in any case: which number it is does not matter.
            Value::Integer(_) => f64::INFINITY,
            _ => {
                self.wrong_type(item, key, "a number from 0 to 1", &format!("{key} = 0.8"));
                return None;
            }
        };
        if (0.0..=1.0).contains(&value) {
            return Some(Spanned {
                value,
                span: item.span,
            });
        }
        let written = self.text.get(item.span.range()).unwrap_or_default().trim();
        let message = format!("`{key}` must be a number from 0 to 1, not {written}");
        let finding = Diagnostic::new("wrong-type", message)
            .label(self.file, item.span, "out of range")
            .help(format!("write it as a share, such as `{key} = 0.8`"));
        self.diagnostics.push(finding);
        None
    }

    /// A whole number from 1.
    fn ordinal(&mut self, item: &Item<'s>) -> Option<Spanned<u32>> {
        if let Value::Integer(number) = item.value
            && let Ok(value @ 1..) = u32::try_from(number)
        {
            return Some(Spanned {
                value,
                span: item.span,
            });
        }
        self.wrong_type(
            item,
            "occurrence",
            "a whole number from 1",
            "occurrence = 2",
        );
        None
    }

    fn language(&mut self, item: Item<'s>) -> Option<Text<'s>> {
        let language = self.string_like(item, "language", "language = \"en\"")?;
        self.check_language(&language);
        Some(language)
    }

    fn table(&mut self, item: Item<'s>, key: &str, header: &str) -> Option<Table<'s>> {
        let span = item.span;
        match item.value {
            Value::Table(table) => Some(table),
            other => {
                let item = Item { value: other, span };
                self.wrong_type(&item, key, "a table", header);
                None
            }
        }
    }

    fn tables(&mut self, item: Item<'s>, key: &str, header: &str) -> Vec<Item<'s>> {
        let span = item.span;
        match item.value {
            Value::Array(items) | Value::Tables(items) => items,
            Value::Table(table) => {
                let message = format!("`{key}` must be a list of tables, not one table");
                let finding = Diagnostic::new("wrong-type", message)
                    .label(self.file, span, "there may be several of these")
                    .help(format!("write `{header}`, with two brackets"));
                self.diagnostics.push(finding);
                vec![Item {
                    value: Value::Table(table),
                    span,
                }]
            }
            other => {
                let item = Item { value: other, span };
                self.wrong_type(&item, key, "a list of tables", header);
                Vec::new()
            }
        }
    }
}

/// Findings.
impl<'s> Reader<'s> {
    fn wrong_type(&mut self, item: &Item<'s>, key: &str, wanted: &str, example: &str) {
        let found = name_of_type(&item.value);
        let message = format!("`{key}` must be {wanted}, not {found}");
        let finding = Diagnostic::new("wrong-type", message)
            .label(self.file, item.span, format!("this is {found}"))
            .help(format!("write it like this: `{example}`"));
        self.diagnostics.push(finding);
    }

    fn should_be_list(&mut self, text: &Text<'s>, key: &str) {
        let written = self.text.get(text.span.range()).unwrap_or_default();
        let finding = Diagnostic::new(
            "wrong-type",
            format!("`{key}` must be a list, not a string"),
        )
        .label(self.file, text.span, "this is a string")
        .help(format!("put it in brackets: `{key} = [{written}]`"))
        .fix(crate::diagnostic::Fix {
            title: "put it in brackets".to_owned(),
            edits: vec![(
                crate::diagnostic::Place {
                    file: self.file,
                    span: text.span,
                },
                format!("[{written}]"),
            )],
        });
        self.diagnostics.push(finding);
    }

    fn unknown_key(&mut self, key: &Text<'s>, owner: &str, known: &[&str]) {
        let message = format!("{owner} has no key `{}`", key.value);
        let mut finding =
            Diagnostic::new("unknown-key", message).label(self.file, key.span, "unknown key");
        finding = match nearest(&key.value, known.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("its keys are {}", listed(known))),
        };
        if owner == "a claim" || owner == "a map file" {
            finding = finding.note("data of your own has its place in `[claim.ID.data]`");
        }
        self.diagnostics.push(finding);
    }

    fn unknown_value(&mut self, text: &Text<'s>, what: &str, known: &[&str]) {
        let message = format!("there is no {what} `{}`", text.value);
        let finding = Diagnostic::new("unknown-key", message).label(
            self.file,
            text.span,
            format!("unknown {what}"),
        );
        let finding = match nearest(&text.value, known.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("write one of {}", listed(known))),
        };
        self.diagnostics.push(finding);
    }

    fn check_id(&mut self, id: &Text<'s>, what: &str) {
        if is_valid_id(&id.value) {
            return;
        }
        let finding = if id.value.is_empty() {
            Diagnostic::new("invalid-id", format!("the id of {what} is empty"))
                .label(self.file, id.span, "no id")
                .help("give it a short name in letters, digits and `-`")
        } else {
            let allowed =
                "an id starts with a letter, a digit or `_`; `- . : / + # @ '` may follow";
            Diagnostic::new(
                "invalid-id",
                format!("`{}` cannot be the id of {what}", id.value),
            )
            .label(self.file, id.span, super::id::what_is_wrong(&id.value))
            .note(allowed)
            .help(format!("call it `{}`", nearest_valid_id(&id.value)))
        };
        self.diagnostics.push(finding);
    }

    /// A language is a tag such as `en` or `pt-BR` (BCP 47): any that looks like one will do.
    fn check_language(&mut self, language: &Text<'s>) {
        let mut parts = language.value.split('-');
        let first = parts.next().unwrap_or_default();
        let primary =
            (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let others = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if primary && others {
            return;
        }
        let finding = Diagnostic::new(
            "unknown-key",
            format!("`{}` is no language tag", language.value),
        )
        .label(self.file, language.span, "not a language")
        .help("use a BCP 47 tag, such as `en`, `pt` or `pt-BR`");
        self.diagnostics.push(finding);
    }
}

fn listed(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn name_of_type(value: &Value<'_>) -> &'static str {
    match value {
        Value::String(_) => "a string",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "a boolean",
        Value::Datetime(_) => "a date or time",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
        Value::Tables(_) => "a list of tables",
    }
}

/// The user's own table, as the crate `toml` has it.
fn user_table(table: Table<'_>) -> toml::Table {
    table
        .entries
        .into_iter()
        .map(|(key, item)| (key.value.into_owned(), user_value(item)))
        .collect()
}

/// Recursion is bounded: arrays and inline tables by the depth to which values are read, tables by the length of
/// their headers, which are read from the text.
fn user_value(item: Item<'_>) -> toml::Value {
    match item.value {
        Value::String(text) => toml::Value::String(text.into_owned()),
        Value::Integer(number) => toml::Value::Integer(number),
        Value::Float(number) => toml::Value::Float(number),
        Value::Boolean(flag) => toml::Value::Boolean(flag),
        Value::Datetime(date) => date
            .parse()
            .map_or_else(|_| text_value(date), toml::Value::Datetime),
        Value::Array(items) | Value::Tables(items) => {
            toml::Value::Array(items.into_iter().map(user_value).collect())
        }
        Value::Table(table) => toml::Value::Table(user_table(table)),
    }
}

fn text_value(text: Cow<'_, str>) -> toml::Value {
    toml::Value::String(text.into_owned())
}
