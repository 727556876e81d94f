//! The tree of values as a [`Document`].
//!
//! A value that is not as it must be is a finding and no more: the rest of its claim is read all the same.

use std::borrow::Cow;

use super::comment;
use super::data::own_table;
use super::document::{
    Again, Claim, Detail, Document, Expect, Header, Ignore, Kind, Lint, Outweighing, Polarity,
    Premise, Quote, Reason, Relation, RelationKind, Selector, Source, Speaker, Text, Undercut,
    Wording,
};
use super::fault::{diagnose, name};
use super::id::{is_valid_id, nearest_valid_id};
use super::keys::Keys;
use super::shared::SharedStr;
use super::stray;
use super::tree::{self, Children, Fault, Item, Key, Origin, Tree, Value};
use super::unread::{About, Unread, strings};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::nearest::{nearest, one_slip_away};
use crate::span::{FileId, Span, Spanned};

/// Reads one file's text; never fails. Linear in its length.
pub fn read(file: FileId, text: &SharedStr) -> Document {
    let parsed = tree::parse(text);
    let (again, faults) = defined_again(parsed.faults);
    let mut reader = Reader {
        file,
        text,
        tree: parsed.tree,
        owner: None,
        misplaced: Vec::new(),
        unread: Vec::new(),
        keys: None,
        diagnostics: diagnose(file, text, faults),
    };
    let mut document = Document::default();
    reader.document(&mut document);
    comment::read(
        file,
        text,
        &parsed.comments,
        &mut document.allows,
        &mut reader.diagnostics,
    );
    document.diagnostics = reader.diagnostics;
    document.unread = reader.unread;
    document.again = again;
    document
}

/// Takes what is defined before in the same file out of the faults: which definition is the first only the whole map
/// can say.
fn defined_again(faults: Vec<Fault>) -> (Vec<Again>, Vec<Fault>) {
    let mut again = Vec::new();
    let others = faults.into_iter().filter_map(|fault| match fault {
        Fault::Duplicate {
            path,
            first,
            second,
        } => match <[String; 2]>::try_from(path) {
            Ok([table, id]) => match Kind::ALL.into_iter().find(|kind| kind.key() == table) {
                Some(kind) => {
                    again.push(Again {
                        kind,
                        id,
                        span: second,
                    });
                    None
                }
                None => Some(Fault::Duplicate {
                    path: vec![table, id],
                    first,
                    second,
                }),
            },
            Err(path) => Some(Fault::Duplicate {
                path,
                first,
                second,
            }),
        },
        other => Some(other),
    });
    let others = others.collect();
    (again, others)
}

const TOP: &[&str] = &[
    "map", "source", "speaker", "claim", "undercut", "lints", "expect",
];
const MAP: &[&str] = &["title", "language", "thesis", "source", "data"];
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
const SPEAKER: &[&str] = &["name"];
const IGNORE: &[&str] = &["quote", "occurrence", "reason"];
const CLAIM: &[&str] = &[
    "text",
    "title",
    "quote",
    "implicit",
    "assumed",
    "denied",
    "credence",
    "by",
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
const REASON: &[&str] = &["id", "premises", "why", "scheme", "strength", "by", "data"];
const OBJECTION: &[&str] = &[
    "id",
    "premises",
    "why",
    "scheme",
    "strength",
    "by",
    "outweighed_by",
    "data",
];
const UNDERCUT: &[&str] = &[
    "step", "id", "premises", "why", "scheme", "strength", "by", "data",
];
const QUOTE: &[&str] = &["text", "source", "prefix", "suffix", "occurrence"];
const ENTRY: &[&str] = &["claim", "why", "strength", "by", "data"];
const CONTRAST: &[&str] = &["claim", "on", "why", "strength", "by", "data"];
const ATTACK: &[&str] = &["claim", "outweighed_by", "why", "strength", "by", "data"];
const UNDERCUTS: &[&str] = &["step", "id", "why", "strength", "by", "data"];
const EXPECT: &[&str] = &["accepted", "rejected", "undecided", "accepted_either_way"];

const LAST_HEADER: &str = "in TOML a key belongs to the last header above it";

/// The tables inside of a claim or a source, as findings call them: a key behind their headers is theirs.
const INNER: &[&str] = &[
    "a reason",
    "an objection",
    "an undercut",
    "a quotation",
    "an ignored passage",
];

/// Where the keys belong that are known, but not in every table.
const HOMES: &[(&[&str], &str)] = &[
    (
        &["on"],
        "in an entry of `contrasts`: `contrasts = [{ claim = \"…\", on = \"…\" }]`",
    ),
    (
        &["outweighed_by"],
        "to an objection: `attacks = [{ claim = \"…\", outweighed_by = [\"…\"] }]`, or under `[[claim.ID.objection]]`",
    ),
    (
        &["step"],
        "to an undercut: `undercuts = [{ step = \"a -> b\", … }]`, or under `[[undercut]]`",
    ),
    (
        &["why", "scheme", "strength"],
        "to a reason, under `[[claim.ID.reason]]`, or to an entry: `supports = [{ claim = \"…\", why = \"…\" }]`",
    ),
    (
        &["source", "prefix", "suffix", "occurrence"],
        "to a quotation: `quote = { text = \"…\", source = \"…\" }`",
    ),
    (&["thesis"], "in `[map]`"),
    (
        &["language"],
        "in `[map]` and `[source.ID]`; the text of a claim in another language is `text.pt = \"…\"`",
    ),
    (
        &[
            "path",
            "url",
            "author",
            "published",
            "accessed",
            "sha256",
            "coverage",
            "ignore",
        ],
        "under a source, `[source.ID]`",
    ),
    (EXPECT, "in `[expect]`"),
    (CLAIM, "under a claim, `[claim.ID]`"),
];

struct Reader<'s> {
    file: FileId,
    text: &'s SharedStr,
    /// The values that are still to be read.
    tree: Tree<'s>,
    /// The claim or the source that is being read: its table, and its id.
    owner: Option<(&'static str, SharedStr)>,
    /// Its keys that stand under a header inside of it, where they are not its own.
    misplaced: Vec<Cow<'s, str>>,
    unread: Vec<Unread>,
    /// The keys of the file, once one is unknown.
    keys: Option<Keys<'s>>,
    diagnostics: Vec<Diagnostic>,
}

/// The tables of a file.
impl<'s> Reader<'s> {
    fn document(&mut self, document: &mut Document) {
        let mut root = self.tree.root();
        while let Some((key, item)) = self.tree.next(&mut root) {
            match key.value.as_ref() {
                "map" => document.header = self.header(&key, &item),
                "source" => {
                    let Some(mut table) = self.table(&item, "source", "[source.ID]") else {
                        continue;
                    };
                    document.sources.reserve_exact(table.len());
                    while let Some((id, item)) = self.tree.next(&mut table) {
                        document.sources.extend(self.source(id, &item));
                    }
                }
                "speaker" => {
                    let Some(mut table) = self.table(&item, "speaker", "[speaker.ID]") else {
                        continue;
                    };
                    while let Some((id, item)) = self.tree.next(&mut table) {
                        document.speakers.extend(self.speaker(id, &item));
                    }
                }
                "claim" => {
                    let Some(mut table) = self.table(&item, "claim", "[claim.ID]") else {
                        continue;
                    };
                    document.claims.reserve_exact(table.len());
                    while let Some((id, item)) = self.tree.next(&mut table) {
                        document.claims.extend(self.claim(id, &item));
                    }
                }
                "undercut" => {
                    let mut items = self.tables(item, "undercut", "[[undercut]]");
                    document.undercuts.reserve_exact(items.len());
                    while let Some(item) = self.next_table(&mut items) {
                        document.undercuts.extend(self.undercut(&item));
                    }
                }
                "lints" => {
                    let Some(mut table) = self.table(&item, "lints", "[lints]") else {
                        continue;
                    };
                    while let Some((rule, item)) = self.tree.next(&mut table) {
                        document.lints.extend(self.lint(rule, item));
                    }
                }
                "expect" => {
                    let Some(table) = self.table(&item, "expect", "[expect]") else {
                        continue;
                    };
                    self.expect(table, &mut document.expect);
                }
                _ => self.stray(key, item),
            }
        }
    }

    fn header(&mut self, key: &Key<'s>, item: &Item<'s>) -> Option<Header> {
        let mut header = Header {
            span: key.span,
            ..Header::default()
        };
        let mut table = self.table(item, "map", "[map]")?;
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "title" => header.title = self.string(item, "title"),
                "language" => header.language = self.language(item),
                "thesis" => header.thesis = self.strings(item, "thesis", "[\"alike-yet-apart\"]"),
                "source" => header.source = self.string_like(item, "source", "\"article\""),
                "data" => header.data = self.data(&item, "[map.data]"),
                _ => {
                    self.unknown_key(&key, item, "`[map]`", MAP);
                }
            }
        }
        Some(header)
    }

    fn source(&mut self, id: Key<'s>, item: &Item<'s>) -> Option<Source> {
        let id = self.keep(id.value, id.span);
        self.check_id(&id, "a source");
        self.owner = Some(("source", id.value.clone()));
        self.misplaced.clear();
        let span = item.span;
        let Some(mut table) = self.table(item, &id.value, "[source.ID]") else {
            self.miss(span, About::Table, vec![id.value]);
            return None;
        };
        let mut source = Source {
            span,
            ..Source::new(id)
        };
        let mut has_path = false;
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "title" => source.title = self.string(item, "title"),
                "path" => {
                    has_path = true;
                    source.path = self.string(item, "path");
                }
                "language" => source.language = self.language(item),
                "url" => source.url = self.string(item, "url"),
                "author" => source.author = self.string(item, "author"),
                "published" => source.published = self.date(item, "published"),
                "accessed" => source.accessed = self.date(item, "accessed"),
                "sha256" => {
                    source.sha256_span = Some(item.span);
                    source.sha256 = self.digest(item);
                }
                "coverage" => source.coverage = self.share(&item, "coverage"),
                "ignore" => {
                    let mut items = self.tables(item, "ignore", "[[source.ID.ignore]]");
                    while let Some(item) = self.next_table(&mut items) {
                        self.ignore(&item, &mut source.ignores);
                    }
                }
                _ => has_path |= self.unknown_key(&key, item, "a source", SOURCE) == Some("path"),
            }
        }
        if !has_path && !self.misplaced.contains(&Cow::Borrowed("path")) {
            let message = format!("source {} has no `path`", name(&source.id.value));
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
                .label(self.file, source.id.span, "this source")
                .help("name the file that holds the text, such as `path = \"article.txt\"`");
            self.diagnostics.push(finding);
        }
        Some(source)
    }

    fn speaker(&mut self, id: Key<'s>, item: &Item<'s>) -> Option<Speaker> {
        let id = self.keep(id.value, id.span);
        self.check_id(&id, "a speaker");
        self.owner = Some(("speaker", id.value.clone()));
        self.misplaced.clear();
        let span = item.span;
        let Some(mut table) = self.table(item, &id.value, "[speaker.ID]") else {
            self.miss(span, About::Table, vec![id.value]);
            return None;
        };
        let mut name = None;
        while let Some((key, item)) = self.tree.next(&mut table) {
            if key.value == "name" {
                name = self.string(item, "name");
            } else {
                self.unknown_key(&key, item, "a speaker", SPEAKER);
            }
        }
        Some(Speaker { id, span, name })
    }

    fn ignore(&mut self, item: &Item<'s>, ignores: &mut Vec<Ignore>) {
        let span = item.span;
        let Some(mut table) = self.table(item, "ignore", "[[source.ID.ignore]]") else {
            return;
        };
        let (mut quotes, mut has_quote, mut reason) = (Vec::new(), false, None);
        let mut every = None;
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "occurrence" => every = self.every_occurrence(&item),
                "quote" => {
                    has_quote = !matches!(item.value, Value::Array(items) if items.len() == 0);
                    quotes = self.quotes(item, Citing::Ignore);
                }
                "reason" => reason = self.string(item, "reason"),
                _ => {
                    has_quote |=
                        self.unknown_key(&key, item, "an ignored passage", IGNORE) == Some("quote");
                }
            }
        }
        if !has_quote {
            let finding =
                Diagnostic::new(RuleName::MISSING_TEXT, "an ignored passage has no `quote`")
                    .label(self.file, span, "which passage is ignored?")
                    .help("quote it, such as `quote = \"Read more\"`");
            self.diagnostics.push(finding);
        }
        ignores.extend(quotes.into_iter().map(|mut quote| {
            let own = quote.selector.as_ref();
            if every.is_some() && own.is_none_or(|own| own.occurrence.is_none()) {
                quote.selector.get_or_insert_default().every = every;
            }
            Ignore {
                quote,
                reason: reason.clone(),
                span,
            }
        }));
    }

    /// Of all the passages of an `ignore`, every place is meant; a number is of one quotation.
    fn every_occurrence(&mut self, item: &Item<'s>) -> Option<Span> {
        match &item.value {
            Value::String(word) if word == "all" => return Some(item.span),
            Value::Integer(number) => {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "beside `quote`, `occurrence` must be `\"all\"`, not a number",
                )
                .label(self.file, item.span, "belongs to one quotation")
                .help(format!(
                    "write it into the quotation: `quote = {{ text = \"…\", occurrence = {number} }}`"
                ));
                self.diagnostics.push(finding);
            }
            _ => self.wrong_type(item.clone(), "occurrence", "`\"all\"`", "\"all\""),
        }
        None
    }

    fn lint(&mut self, rule: Key<'s>, item: Item<'s>) -> Option<Lint> {
        let rule = self.keep(rule.value, rule.span);
        let level = self.string_like(item, &rule.value, "\"warn\"")?;
        let Ok(value) = level.value.parse() else {
            self.unknown_level(&level);
            return None;
        };
        Some(Lint {
            rule,
            level: Spanned {
                value,
                span: level.span,
            },
        })
    }

    fn expect(&mut self, mut table: Children, expect: &mut Expect) {
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "accepted" => expect.accepted = self.strings(item, "accepted", "[\"some-claim\"]"),
                "rejected" => expect.rejected = self.strings(item, "rejected", "[\"some-claim\"]"),
                "undecided" => {
                    expect.undecided = self.strings(item, "undecided", "[\"some-claim\"]");
                }
                "accepted_either_way" => {
                    expect.accepted_either_way =
                        self.strings(item, "accepted_either_way", "[\"some-claim\"]");
                }
                _ => {
                    self.unknown_key(&key, item, "`[expect]`", EXPECT);
                }
            }
        }
    }
}

/// Claims.
impl<'s> Reader<'s> {
    fn claim(&mut self, id: Key<'s>, item: &Item<'s>) -> Option<Claim> {
        let id = self.keep(id.value, id.span);
        self.check_id(&id, "a claim");
        self.owner = Some(("claim", id.value.clone()));
        self.misplaced.clear();
        let span = item.span;
        let Some(mut table) = self.table(item, &id.value, "[claim.ID]") else {
            self.miss(span, About::Table, vec![id.value]);
            return None;
        };
        let mut claim = Claim {
            span,
            ..Claim::new(id)
        };
        let (mut relations, mut reasons) = (Vec::new(), Vec::new());
        let mut has_text = false;
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "text" => {
                    has_text = true;
                    claim.text = self.wordings(item, &claim.id).into();
                }
                "title" => claim.title = self.string(item, "title"),
                "quote" => claim.quotes = self.quotes(item, Citing::Claim).into(),
                "implicit" => claim.implicit = self.boolean(&item, "implicit"),
                "assumed" => claim.assumed = self.boolean(&item, "assumed"),
                "denied" => claim.denied = self.boolean(&item, "denied"),
                "credence" => claim.credence = self.share(&item, "credence"),
                "by" => claim.by = self.by(item),
                "about" => claim.about = self.string(item, "about"),
                "tags" => claim.tags = self.strings(item, "tags", "[\"some-tag\"]").into(),
                "note" => claim.note = self.string(item, "note"),
                "data" => claim.data = self.data(&item, "[claim.ID.data]"),
                "premises" => {
                    let premises = self.premises(item);
                    reasons.reserve_exact(1);
                    reasons.push(Reason {
                        span: key.span,
                        short: true,
                        ..Reason::new(Polarity::For, premises)
                    });
                }
                "supports" => self.relations(item, RelationKind::Supports, &mut relations),
                "attacks" => self.relations(item, RelationKind::Attacks, &mut relations),
                "undercuts" => self.relations(item, RelationKind::Undercuts, &mut relations),
                "contradicts" => {
                    self.relations(item, RelationKind::Contradicts, &mut relations);
                }
                "contrasts" => self.relations(item, RelationKind::Contrasts, &mut relations),
                "reason" => self.reasons(item, Polarity::For, &mut reasons),
                "objection" => self.reasons(item, Polarity::Against, &mut reasons),
                _ => has_text |= self.unknown_key(&key, item, "a claim", CLAIM) == Some("text"),
            }
        }
        if !has_text && !self.misplaced.contains(&Cow::Borrowed("text")) {
            let message = format!("claim {} has no `text`", name(&claim.id.value));
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
                .label(self.file, claim.id.span, "what does it claim?")
                .help("say it in a sentence that is true or false, such as `text = \"It rains.\"`");
            self.diagnostics.push(finding);
        }
        claim.relations = relations.into();
        claim.reasons = reasons.into();
        Some(claim)
    }

    fn wordings(&mut self, item: Item<'s>, id: &Text) -> Vec<Wording> {
        let span = item.span;
        let mut wordings = Vec::new();
        match item.value {
            Value::String(value) => {
                let text = self.keep(value, span);
                if self.is_written(&text, id) {
                    wordings.reserve_exact(1);
                    wordings.push(Wording {
                        language: None,
                        text,
                    });
                }
            }
            Value::Table(mut table) => {
                let is_header = table.origin == Origin::Header;
                if table.len() == 0 {
                    self.no_text(id, span);
                }
                wordings.reserve_exact(table.len());
                while let Some((language, item)) = self.tree.next(&mut table) {
                    if is_header && CLAIM.contains(&language.value.as_ref()) {
                        self.swallowed(&language, item);
                        continue;
                    }
                    let language = self.keep(language.value, language.span);
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
            Value::Word(word) => {
                wordings.reserve_exact(1);
                wordings.push(Wording {
                    language: None,
                    text: self.keep(word.into(), span),
                });
            }
            other => {
                let item = Item { value: other, span };
                self.wrong_type(item, "text", "a string", "\"It rains.\"");
            }
        }
        wordings
    }

    fn is_written(&mut self, text: &Text, id: &Text) -> bool {
        let written = !text.value.trim().is_empty();
        if !written {
            self.no_text(id, text.span);
        }
        written
    }

    fn no_text(&mut self, id: &Text, span: Span) {
        let message = format!("the `text` of claim {} is empty", name(&id.value));
        let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
            .label(self.file, span, "nothing is claimed here")
            .help("say it in a sentence that is true or false, such as `text = \"It rains.\"`");
        self.diagnostics.push(finding);
    }

    fn quotes(&mut self, item: Item<'s>, citing: Citing) -> Vec<Quote> {
        let Value::Array(mut items) = item.value else {
            return self.quote(item, citing).into_iter().collect();
        };
        let mut quotes = Vec::with_capacity(items.len());
        while let Some((_, item)) = self.tree.next(&mut items) {
            quotes.extend(self.quote(item, citing));
        }
        quotes
    }

    fn quote(&mut self, item: Item<'s>, citing: Citing) -> Option<Quote> {
        let span = item.span;
        let (text, selector) = match item.value {
            Value::String(value) => (self.keep(value, span), None),
            Value::Word(word) => (self.keep(word.into(), span), None),
            Value::Table(table) => self.quote_table(table, span, citing)?,
            other => {
                let example = "\"the author's own words\"";
                self.wrong_type(
                    Item { value: other, span },
                    "quote",
                    "a string, a table, or an array of these",
                    example,
                );
                return None;
            }
        };
        if text.value.trim().is_empty() {
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, "a quotation of nothing")
                .label(self.file, text.span, "no words here")
                .help("quote the author's own words, or mark the claim `implicit = true`");
            self.diagnostics.push(finding);
            self.miss(text.span, About::Detail, Vec::new());
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
        mut table: Children,
        span: Span,
        citing: Citing,
    ) -> Option<(Text, Option<Box<Selector>>)> {
        let mut selector = Selector::default();
        let (mut text, mut has_text) = (None, false);
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                "text" => {
                    has_text = true;
                    text = self.string(item, "text");
                }
                "source" => selector.source = self.string(item, "source"),
                "prefix" => selector.prefix = self.string(item, "prefix"),
                "suffix" => selector.suffix = self.string(item, "suffix"),
                "occurrence" => self.occurrence(&item, citing, &mut selector),
                _ => has_text |= self.unknown_key(&key, item, "a quotation", QUOTE) == Some("text"),
            }
        }
        if !has_text {
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, "a quotation without its `text`")
                .label(self.file, span, "which words?")
                .help("write `{ text = \"the author's own words\" }`");
            self.diagnostics.push(finding);
            self.miss(span, About::Detail, Vec::new());
        }
        Some((text?, Some(Box::new(selector))))
    }

    fn data(&mut self, item: &Item<'s>, header: &str) -> Option<Box<toml::Table>> {
        let table = self.table(item, "data", header)?;
        Some(Box::new(own_table(&mut self.tree, table)))
    }
}

/// Relations and reasons.
impl<'s> Reader<'s> {
    fn relations(&mut self, item: Item<'s>, kind: RelationKind, relations: &mut Vec<Relation>) {
        if let Value::Array(items) = &item.value {
            relations.reserve_exact(items.len());
        }
        self.entries(item, Entries::Of(kind), |target, detail| {
            relations.push(Relation {
                kind,
                target,
                detail,
            });
        });
    }

    fn premises(&mut self, item: Item<'s>) -> Vec<Premise> {
        let mut premises = Vec::new();
        if let Value::Array(items) = &item.value {
            if items.len() == 0 {
                let finding = Diagnostic::new(RuleName::MISSING_TEXT, "`premises` names no claim")
                    .label(self.file, item.span, "a reason needs at least one premise")
                    .help("name the claims that together are the reason, or drop the key");
                self.diagnostics.push(finding);
                self.miss(item.span, About::Bearing, Vec::new());
            }
            premises.reserve_exact(items.len());
        }
        self.entries(item, Entries::Premises, |claim, detail| {
            premises.push(Premise { claim, detail });
        });
        premises
    }

    fn entries(
        &mut self,
        item: Item<'s>,
        of: Entries,
        mut add: impl FnMut(Text, Option<Box<Detail>>),
    ) {
        let span = item.span;
        match item.value {
            Value::Array(mut items) => {
                while let Some((_, item)) = self.tree.next(&mut items) {
                    if let Some((name, detail)) = self.entry(item, of) {
                        add(name, detail);
                    }
                }
            }
            value @ (Value::String(_) | Value::Word(_) | Value::Table(_)) => {
                let item = Item { value, span };
                self.should_be_list(&item, of.key());
                if let Some((name, detail)) = self.entry(item, of) {
                    add(name, detail);
                }
            }
            other => {
                let item = Item { value: other, span };
                self.wrong_type(item, of.key(), "a list of ids", "[\"some-claim\"]");
            }
        }
    }

    fn entry(&mut self, item: Item<'s>, of: Entries) -> Option<(Text, Option<Box<Detail>>)> {
        let span = item.span;
        let mut table = match item.value {
            Value::String(value) => return Some((self.keep(value, span), None)),
            Value::Word(word) => return Some((self.keep(word.into(), span), None)),
            Value::Table(table) => table,
            other => {
                let wanted = format!("a list of ids, or of tables with a `{}`", of.target());
                let item = Item { value: other, span };
                self.wrong_entry(item, of.key(), &wanted, "[\"some-claim\"]");
                return None;
            }
        };
        let mut detail = Detail::default();
        let (mut target, mut is_named) = (None, false);
        while let Some((key, item)) = self.tree.next(&mut table) {
            match key.value.as_ref() {
                name if name == of.target() => {
                    is_named = true;
                    target = self.string(item, of.target());
                }
                "claim" if of == Entries::Of(RelationKind::Undercuts) => {
                    is_named = true;
                    self.step_for_claim(&key);
                    target = self.string(item, "step");
                }
                "why" => detail.why = self.string(item, "why"),
                "strength" => detail.strength = self.share(&item, "strength"),
                "by" => detail.by = self.by(item),
                "id" if of == Entries::Of(RelationKind::Undercuts) => {
                    detail.id = self.step_id(item);
                }
                "outweighed_by" if of == Entries::Of(RelationKind::Attacks) => {
                    detail.outweighed_by = self.outweighings(item);
                }
                "data" => {
                    let example = format!("{{ {} = \"…\", data = {{ … }} }}", of.target());
                    detail.data = self.data(&item, &example);
                }
                "on" if of == Entries::Of(RelationKind::Contrasts) => {
                    detail.on = self.string(item, "on");
                }
                "on" => {
                    let finding = Diagnostic::new(
                        RuleName::UNKNOWN_KEY,
                        "only a contrast has an aspect `on`",
                    )
                    .label(self.file, key.span, "belongs in an entry of `contrasts`")
                    .help(
                        "if the text sets the two against each other, use `contrasts`; else `why`",
                    );
                    self.diagnostics.push(finding);
                }
                _ => {
                    let (owner, known) = of.keys();
                    // A key like none of them may name the claim.
                    let near = self.unknown_key(&key, item, owner, known);
                    is_named |= near.is_none_or(|near| near == of.target());
                }
            }
        }
        if !is_named {
            let what = of.target();
            let message = format!("an entry of `{}` names no {what}", of.key());
            let example = match what {
                "step" => "a -> b",
                _ => "some-claim",
            };
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
                .label(self.file, span, format!("which {what}?"))
                .help(format!("write `{{ {what} = \"{example}\", … }}`"));
            self.diagnostics.push(finding);
            self.miss(span, About::Bearing, Vec::new());
        }
        let target = target?;
        let detail = (!detail.is_empty()).then(|| Box::new(detail));
        Some((target, detail))
    }

    /// An entry of `undercuts` says `claim`, and means the step.
    fn step_for_claim(&mut self, key: &Key<'s>) {
        let edits = vec![(self.place(key.span), "step".to_owned())];
        let finding = Diagnostic::new(
            RuleName::UNKNOWN_KEY,
            "an undercut names a step, not a claim",
        )
        .label(self.file, key.span, "unknown key")
        .help("did you mean `step`?")
        .fix(Fix::certain("write `step`", edits));
        self.diagnostics.push(finding);
    }

    fn step_id(&mut self, item: Item<'s>) -> Option<Text> {
        let id = self.string(item, "id")?;
        self.check_id(&id, "a step");
        Some(id)
    }

    /// What outweighs an objection: claims that do so together, or a list of such lists.
    fn outweighings(&mut self, item: Item<'s>) -> Box<[Outweighing]> {
        const WANTED: &str = "a list of ids, or a list of such lists";
        const EXAMPLE: &str = "[\"some-claim\", \"other-claim\"]";
        let span = item.span;
        let Value::Array(mut items) = item.value else {
            if matches!(item.value, Value::String(_) | Value::Word(_)) {
                self.should_be_list(&item, "outweighed_by");
                let claims: Vec<Text> = self.string(item, "outweighed_by").into_iter().collect();
                return Box::new([Outweighing { claims, span }]);
            }
            self.wrong_type(item, "outweighed_by", WANTED, EXAMPLE);
            return Box::default();
        };
        let (mut together, mut lists) = (Vec::new(), Vec::new());
        let is_empty = items.len() == 0;
        while let Some((_, item)) = self.tree.next(&mut items) {
            let span = item.span;
            match item.value {
                Value::String(value) => together.push(self.keep(value, span)),
                Value::Word(word) => together.push(self.keep(word.into(), span)),
                Value::Array(inner) if inner.len() == 0 => self.outweighed_by_nothing(span),
                Value::Array(_) => {
                    let claims = self.strings(item, "outweighed_by", EXAMPLE);
                    lists.push(Outweighing { claims, span });
                }
                _ => self.wrong_entry(item, "outweighed_by", WANTED, EXAMPLE),
            }
        }
        if is_empty {
            self.outweighed_by_nothing(span);
        }
        if !together.is_empty() {
            if !lists.is_empty() {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "`outweighed_by` mixes ids and lists of ids",
                )
                .label(self.file, span, "together, or each by itself?")
                .help("put claims that outweigh it together into a list of their own: `[[\"a\", \"b\"], [\"c\"]]`");
                self.diagnostics.push(finding);
            }
            let claims = together;
            lists.push(Outweighing { claims, span });
        }
        lists.into()
    }

    fn outweighed_by_nothing(&mut self, span: Span) {
        let finding = Diagnostic::new(RuleName::MISSING_TEXT, "`outweighed_by` names no claim")
            .label(self.file, span, "by what?")
            .help("name the claims that together outweigh the objection, or drop the key");
        self.diagnostics.push(finding);
        self.miss(span, About::Bearing, Vec::new());
    }

    fn reasons(&mut self, item: Item<'s>, polarity: Polarity, reasons: &mut Vec<Reason>) {
        let (key, header) = match polarity {
            Polarity::For => ("reason", "[[claim.ID.reason]]"),
            Polarity::Against => ("objection", "[[claim.ID.objection]]"),
        };
        let mut items = self.tables(item, key, header);
        reasons.reserve_exact(items.len());
        while let Some(item) = self.next_table(&mut items) {
            let Some(mut table) = self.table(&item, key, header) else {
                continue;
            };
            let mut linked = Linked::new(polarity, item.span);
            while let Some((key, item)) = self.tree.next(&mut table) {
                match (key.value.as_ref(), polarity) {
                    ("outweighed_by", Polarity::Against) => {
                        linked.reason.outweighed_by = self.outweighings(item);
                    }
                    (_, Polarity::For) => {
                        self.linked(&key, item, header, "a reason", REASON, &mut linked);
                    }
                    (_, Polarity::Against) => {
                        self.linked(&key, item, header, "an objection", OBJECTION, &mut linked);
                    }
                }
            }
            self.has_premises(header, &linked);
            reasons.push(linked.reason);
        }
    }

    fn undercut(&mut self, item: &Item<'s>) -> Option<Undercut> {
        const HEADER: &str = "[[undercut]]";
        self.owner = None;
        self.misplaced.clear();
        let span = item.span;
        let mut table = self.table(item, "undercut", HEADER)?;
        let mut linked = Linked::new(Polarity::Against, span);
        let (mut step, mut has_step) = (None, false);
        while let Some((key, item)) = self.tree.next(&mut table) {
            if key.value == "step" {
                has_step = true;
                step = self.string_like(item, "step", "\"a -> b\"");
            } else {
                self.linked(&key, item, HEADER, "an undercut", UNDERCUT, &mut linked);
                has_step |= linked.meant == Some("step");
            }
        }
        self.has_premises(HEADER, &linked);
        if !has_step {
            let finding = Diagnostic::new(RuleName::MISSING_TEXT, "`[[undercut]]` has no `step`")
                .label(self.file, span, "what does it undercut?")
                .help("name the step, such as `step = \"a -> b\"`");
            self.diagnostics.push(finding);
            self.miss(span, About::Bearing, Vec::new());
        }
        Some(Undercut {
            step: step?,
            reason: linked.reason,
        })
    }

    /// A key that all linked premises may have.
    fn linked(
        &mut self,
        key: &Key<'s>,
        item: Item<'s>,
        header: &str,
        owner: &str,
        known: &'static [&'static str],
        linked: &mut Linked,
    ) {
        let reason = &mut linked.reason;
        match key.value.as_ref() {
            "id" => reason.id = self.step_id(item),
            "premises" => {
                linked.has_premises = true;
                reason.premises = self.premises(item);
            }
            "why" => reason.why = self.string(item, "why"),
            "scheme" => reason.scheme = self.string(item, "scheme"),
            "strength" => reason.strength = self.share(&item, "strength"),
            "by" => reason.by = self.by(item),
            "data" => reason.data = self.data(&item, header),
            _ => {
                linked.meant = self.unknown_key(key, item, owner, known);
                linked.has_premises |= linked.meant == Some("premises");
            }
        }
    }

    fn has_premises(&mut self, header: &str, linked: &Linked) {
        if linked.has_premises {
            return;
        }
        let span = linked.reason.span;
        let message = format!("{} has no `premises`", name(&self.own(header)));
        let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
            .label(self.file, span, "what is the reason?")
            .help("name the claims that together are the reason: `premises = [\"some-claim\"]`");
        self.diagnostics.push(finding);
        self.miss(span, About::Bearing, Vec::new());
    }
}

/// Linked premises while they are read.
struct Linked {
    reason: Reason,
    has_premises: bool,
    /// The key that the last unknown one most likely means.
    meant: Option<&'static str>,
}

impl Linked {
    fn new(polarity: Polarity, span: Span) -> Self {
        Self {
            reason: Reason {
                span,
                ..Reason::new(polarity, Vec::new())
            },
            has_premises: false,
            meant: None,
        }
    }
}

/// The key whose entries are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entries {
    Premises,
    Of(RelationKind),
}

impl Entries {
    const fn key(self) -> &'static str {
        match self {
            Self::Premises => "premises",
            Self::Of(kind) => kind.key(),
        }
    }

    /// The key by which an entry names its target.
    const fn target(self) -> &'static str {
        match self {
            Self::Of(RelationKind::Undercuts) => "step",
            _ => "claim",
        }
    }

    /// What an entry is called, and its keys.
    const fn keys(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Of(RelationKind::Contrasts) => ("a contrast", CONTRAST),
            Self::Of(RelationKind::Attacks) => ("this entry", ATTACK),
            Self::Of(RelationKind::Undercuts) => ("this entry", UNDERCUTS),
            _ => ("this entry", ENTRY),
        }
    }
}

/// What a quotation stands in, which decides what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Citing {
    Claim,
    Ignore,
}

/// Tables of one kind, still to be read: those of an array, or one that stands alone by mistake.
enum Tables<'s> {
    Array(Children),
    One(Option<Item<'s>>),
}

impl Tables<'_> {
    fn len(&self) -> usize {
        match self {
            Tables::Array(items) => items.len(),
            Tables::One(item) => usize::from(item.is_some()),
        }
    }
}

/// Values.
impl<'s> Reader<'s> {
    fn keep(&self, value: Cow<'s, str>, span: Span) -> Text {
        let value = self.text.keep(value);
        Spanned { value, span }
    }

    fn string(&mut self, item: Item<'s>, key: &str) -> Option<Text> {
        self.string_like(item, key, "\"…\"")
    }

    fn string_like(&mut self, item: Item<'s>, key: &str, example: &str) -> Option<Text> {
        let span = item.span;
        match item.value {
            Value::String(value) => Some(self.keep(value, span)),
            Value::Word(word) => Some(self.keep(word.into(), span)),
            other => {
                self.wrong_type(Item { value: other, span }, key, "a string", example);
                None
            }
        }
    }

    /// A date is a string or a TOML date.
    fn date(&mut self, item: Item<'s>, key: &str) -> Option<Text> {
        let span = item.span;
        match item.value {
            Value::String(value) => Some(self.keep(value, span)),
            Value::Datetime(date) | Value::Word(date) => Some(self.keep(date.into(), span)),
            other => {
                let item = Item { value: other, span };
                self.wrong_type(item, key, "a string or a date", "2024-05-17");
                None
            }
        }
    }

    fn digest(&mut self, item: Item<'s>) -> Option<Text> {
        let text = self.string(item, "sha256")?;
        if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text);
        }
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, "`sha256` is not a SHA-256 digest")
            .label(self.file, text.span, "must be 64 hexadecimal digits")
            .help("`sha256sum FILE` prints it");
        self.diagnostics.push(finding);
        None
    }

    fn strings(&mut self, item: Item<'s>, key: &str, example: &str) -> Vec<Text> {
        let span = item.span;
        match item.value {
            Value::Array(mut items) => {
                let mut texts = Vec::with_capacity(items.len());
                while let Some((_, item)) = self.tree.next(&mut items) {
                    let span = item.span;
                    match item.value {
                        Value::String(value) => texts.push(self.keep(value, span)),
                        Value::Word(word) => texts.push(self.keep(word.into(), span)),
                        other => {
                            let item = Item { value: other, span };
                            self.wrong_entry(item, key, "a list of strings", example);
                        }
                    }
                }
                texts
            }
            value @ (Value::String(_) | Value::Word(_)) => {
                let item = Item { value, span };
                self.should_be_list(&item, key);
                self.string(item, key).into_iter().collect()
            }
            other => {
                let item = Item { value: other, span };
                self.wrong_type(item, key, "a list of strings", example);
                Vec::new()
            }
        }
    }

    /// Who says so: one speaker, or a list of them.
    fn by(&mut self, item: Item<'s>) -> Box<[Text]> {
        match item.value {
            Value::String(_) | Value::Word(_) => self.string(item, "by").into_iter().collect(),
            Value::Array(_) => self.strings(item, "by", "[\"some-speaker\"]").into(),
            _ => {
                self.wrong_type(
                    item,
                    "by",
                    "a string or a list of strings",
                    "\"some-speaker\"",
                );
                Box::default()
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
        self.wrong_type(item.clone(), key, "`true` or `false`", "true");
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
                self.wrong_type(item.clone(), key, "a number from 0 to 1", "0.8");
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
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
            .label(self.file, item.span, "out of range")
            .help(format!("write it as a share, such as `{key} = 0.8`"));
        self.diagnostics.push(finding);
        None
    }

    /// A whole number from 1, or, of an ignored passage, `"all"`.
    fn occurrence(&mut self, item: &Item<'s>, citing: Citing, selector: &mut Selector) {
        let span = item.span;
        let wanted = match citing {
            Citing::Claim => "a whole number from 1",
            Citing::Ignore => "a whole number from 1, or `\"all\"`",
        };
        match &item.value {
            &Value::Integer(number) => {
                if let Ok(value @ 1..) = u32::try_from(number) {
                    selector.occurrence = Some(Spanned { value, span });
                    return;
                }
                let message = format!("`occurrence` must be {wanted}, not {number}");
                let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
                    .label(self.file, span, "out of range")
                    .help("the first place is 1, the second 2");
                self.diagnostics.push(finding);
            }
            Value::String(word) if word == "all" && citing == Citing::Ignore => {
                selector.every = Some(span);
            }
            Value::String(word) if word == "all" => {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "`occurrence = \"all\"` is for ignored passages alone",
                )
                .label(self.file, span, "a claim is drawn from one place")
                .help(
                    "say which place, such as `occurrence = 1`; for several, list the quotation once for each",
                );
                self.diagnostics.push(finding);
            }
            Value::String(word) if citing == Citing::Ignore => {
                let message = format!("`occurrence` must be {wanted}, not {}", name(word));
                let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
                    .label(self.file, span, "neither a number nor `\"all\"`")
                    .help("write `occurrence = \"all\"` for every place, `occurrence = 2` for the second");
                self.diagnostics.push(finding);
            }
            _ => self.wrong_type(item.clone(), "occurrence", wanted, "2"),
        }
    }

    fn language(&mut self, item: Item<'s>) -> Option<Text> {
        let language = self.string_like(item, "language", "\"en\"")?;
        self.check_language(&language);
        Some(language)
    }

    fn table(&mut self, item: &Item<'s>, key: &str, header: &str) -> Option<Children> {
        if let Value::Table(table) = item.value {
            return Some(table);
        }
        let example = self.own(header);
        self.wrong(item.clone(), key, "a table", &example);
        None
    }

    fn tables(&mut self, item: Item<'s>, key: &str, header: &str) -> Tables<'s> {
        match item.value {
            Value::Array(items) => Tables::Array(items),
            Value::Table(_) => {
                let message = format!("`{key}` must be a list of tables, not one table");
                let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
                    .label(self.file, item.span, "there may be several of these")
                    .help(format!("write `{}`, with two brackets", self.own(header)));
                self.diagnostics.push(finding);
                Tables::One(Some(item))
            }
            _ => {
                let example = self.own(header);
                self.wrong(item, key, "a list of tables", &example);
                Tables::One(None)
            }
        }
    }

    fn next_table(&mut self, tables: &mut Tables<'s>) -> Option<Item<'s>> {
        match tables {
            Tables::Array(items) => self.tree.next(items).map(|(_, item)| item),
            Tables::One(item) => item.take(),
        }
    }
}

/// Findings.
impl<'s> Reader<'s> {
    /// The value of `key` is of the wrong kind; `example` is one of the right kind.
    fn wrong_type(&mut self, item: Item<'s>, key: &str, wanted: &str, example: &str) {
        self.wrong(item, key, wanted, &format!("{} = {example}", spelt(key)));
    }

    /// A value in the list `key` is of the wrong kind.
    fn wrong_entry(&mut self, item: Item<'s>, key: &str, wanted: &str, example: &str) {
        let found = name_of_type(&item.value);
        let message = format!("{} must be {wanted}; it holds {found}", name(key));
        self.wrong_value(&item, message, &format!("{} = {example}", spelt(key)));
        self.lose(item.span, About::of(Some(key)), item);
    }

    fn wrong(&mut self, item: Item<'s>, key: &str, wanted: &str, example: &str) {
        let found = name_of_type(&item.value);
        self.wrong_value(
            &item,
            format!("{} must be {wanted}, not {found}", name(key)),
            example,
        );
        self.lose(item.span, About::of(Some(key)), item);
    }

    /// A header with the id of what is being read, if it is of such a table.
    fn own(&self, header: &str) -> String {
        match &self.owner {
            Some((table, id)) => {
                header.replace(&format!("{table}.ID"), &format!("{table}.{}", spelt(id)))
            }
            None => header.to_owned(),
        }
    }

    fn wrong_value(&mut self, item: &Item<'s>, message: String, example: &str) {
        if matches!(item.value, Value::Word(_) | Value::Missing) {
            // That it is no value is a finding already.
            return;
        }
        let label = format!("this is {}", name_of_type(&item.value));
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
            .label(self.file, item.span, label)
            .help(format!("write it like this: `{example}`"));
        self.diagnostics.push(finding);
    }

    /// One entry stands where a list of them is expected.
    fn should_be_list(&mut self, item: &Item<'s>, key: &str) {
        if matches!(item.value, Value::Word(_)) {
            // That it lacks quotation marks is a finding already.
            return;
        }
        let found = name_of_type(&item.value);
        let written = self.text.get(item.span.range()).unwrap_or_default();
        let finding = Diagnostic::new(
            RuleName::WRONG_TYPE,
            format!("`{key}` must be a list, not {found}"),
        )
        .label(self.file, item.span, format!("this is {found}"));
        let finding = if written.starts_with(['"', '\'', '{']) {
            let shown = name(&format!("{key} = [{written}]"));
            let at = |offset: u32, text: &str| {
                let span = Span {
                    start: offset,
                    end: offset,
                };
                (self.place(span), text.to_owned())
            };
            let brackets = vec![at(item.span.start, "["), at(item.span.end, "]")];
            finding
                .help(format!("put it in brackets: {shown}"))
                .fix(Fix::certain("put it in brackets", brackets))
        } else {
            finding.help(format!(
                "write it like this: `{key} = [{{ claim = \"some-claim\" }}]`"
            ))
        };
        self.diagnostics.push(finding);
    }

    /// Reports a key that `owner` does not have; gives the one of its keys that was most likely meant.
    fn unknown_key(
        &mut self,
        key: &Key<'s>,
        item: Item<'s>,
        owner: &str,
        known: &'static [&'static str],
    ) -> Option<&'static str> {
        let message = format!("{owner} has no key {}", name(&key.value));
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message);
        let elsewhere = HOMES
            .iter()
            .find(|(keys, _)| keys.contains(&key.value.as_ref()));
        let near = nearest(&key.value, known.iter().copied())
            .or_else(|| one_slip_away(&key.value, known.iter().copied()));
        let is_inner = INNER.contains(&owner) && self.is_of_owner(&key.value);
        let finding =
            match (elsewhere, near) {
                (Some(_), _) if is_inner => finding
                    .label(self.file, key.span, "not here")
                    .note(LAST_HEADER)
                    .help(self.put_above(&key.value)),
                (Some((_, home)), _) => finding
                    .label(self.file, key.span, "not here")
                    .help(format!("`{}` belongs {}", key.value, self.own(home))),
                (None, Some(near)) => {
                    let finding = finding.label(self.file, key.span, "unknown key");
                    self.did_you_mean(finding, key, known, near)
                }
                (None, None) => {
                    let finding = finding.label(self.file, key.span, "unknown key");
                    let finding = finding.help(format!("its keys are {}", listed(known)));
                    if known == CLAIM {
                        finding.note(format!(
                            "data of your own has its place in `{}`",
                            self.own("[claim.ID.data]")
                        ))
                    } else {
                        finding
                    }
                }
            };
        self.diagnostics.push(finding);
        let is_known = elsewhere.map(|_| key.value.as_ref());
        if is_inner {
            self.misplaced.push(key.value.clone());
        }
        self.lose(key.span, About::of(is_known.or(near)), item);
        if elsewhere.is_some() { None } else { near }
    }

    /// A key of the claim that stands under the header of its `text`.
    fn swallowed(&mut self, key: &Key<'s>, item: Item<'s>) {
        let message = format!("`text` has no language {}", name(&key.value));
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message)
            .label(self.file, key.span, "not here")
            .note(LAST_HEADER)
            .help(self.put_above(&key.value));
        self.diagnostics.push(finding);
        self.lose(key.span, About::of(Some(&key.value)), item);
    }

    /// Whether the claim or the source that is being read has such a key.
    fn is_of_owner(&self, key: &str) -> bool {
        match &self.owner {
            Some(("source", _)) => SOURCE.contains(&key),
            Some(("speaker", _)) => SPEAKER.contains(&key),
            Some(_) => CLAIM.contains(&key),
            None => false,
        }
    }

    /// Where a key goes that stands under a header inside of its owner.
    fn put_above(&self, key: &str) -> String {
        let (table, id) = self
            .owner
            .as_ref()
            .map_or(("claim", "ID"), |(table, id)| (*table, id));
        format!(
            "`{key}` belongs to the {table}: put it above, under `[{table}.{}]`",
            spelt(id)
        )
    }

    /// Notes what a value may have said that is no part of the document.
    fn lose(&mut self, span: Span, about: About, item: Item<'s>) {
        let names = strings(&mut self.tree, item);
        let names = names.into_iter().map(|name| self.text.keep(name));
        self.miss(span, about, names.collect());
    }

    /// Notes that something is missing that was most likely to be said at `span`, a finding's place.
    fn miss(&mut self, span: Span, about: About, names: Vec<SharedStr>) {
        self.unread.push(Unread { span, about, names });
    }

    /// A table or a key at the top of the file that is none of the format's.
    fn stray(&mut self, key: Key<'s>, item: Item<'s>) {
        self.owner = None;
        let Value::Table(mut table) = item.value else {
            self.unknown_key(&key, item, "a map file", TOP);
            return;
        };
        let message = format!(
            "a map file has no table {}",
            name(&format!("[{}]", spelt(&key.value)))
        );
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message).label(
            self.file,
            key.span,
            "unknown table",
        );
        let near = nearest(&key.value, TOP.iter().copied())
            .or_else(|| one_slip_away(&key.value, TOP.iter().copied()));
        let keys = self
            .keys
            .get_or_insert_with(|| Keys::new(self.text, &self.tree));
        let places = keys.places(key.span);
        let finding_of_near = near.map(|near| self.did_you_mean(finding.clone(), &key, TOP, near));
        let mut names = Vec::with_capacity(table.len() + 1);
        while let Some((key, _)) = self.tree.next(&mut table) {
            names.push(self.text.keep(key.value));
        }
        let finding = if let Some(kind) = stray::kind(names.iter()) {
            let meant = format!("[{kind}.{}]", spelt(&key.value));
            let fix = places.and_then(|places| stray::put_under(kind, &key, self.file, places));
            finding
                .help(format!("did you mean {}?", name(&meant)))
                .fixes(fix)
        } else if let Some(finding) = finding_of_near {
            finding
        } else {
            finding
                .help(format!("its tables are {}", listed(TOP)))
                .note("data of your own has its place in `[claim.ID.data]`")
        };
        self.diagnostics.push(finding);
        names.push(self.text.keep(key.value));
        self.miss(key.span, About::Table, names);
    }

    /// Offers the key that was most likely meant.
    fn did_you_mean(
        &mut self,
        finding: Diagnostic,
        key: &Key<'s>,
        known: &'static [&'static str],
        near: &'static str,
    ) -> Diagnostic {
        match self.rename(key, known, near) {
            Ok((near, fix)) => finding.help(format!("did you mean `{near}`?")).fixes(fix),
            Err(near) => finding.help(format!(
                "did you mean `{near}`? It is set already: put both in one"
            )),
        }
    }

    /// What a mistyped key most likely means, of those that are not set yet, and the change if there is one; else what
    /// is set already.
    fn rename<'k>(
        &mut self,
        key: &Key<'s>,
        known: &[&'k str],
        near: &'k str,
    ) -> Result<(&'k str, Option<Fix>), &'k str> {
        let keys = self
            .keys
            .get_or_insert_with(|| Keys::new(self.text, &self.tree));
        // Every header may add to the tables of claims and sources.
        let grows = |known: &str| {
            Kind::ALL.iter().any(|kind| kind.key() == known) && keys.is_in_header(key.span)
        };
        let unset = known
            .iter()
            .copied()
            .filter(|&known| grows(known) || !keys.sets(key.span, known));
        let unset: Vec<&str> = unset.collect();
        let slip = one_slip_away(&key.value, unset.iter().copied());
        let Some(near) = slip.or_else(|| nearest(&key.value, unset.iter().copied())) else {
            return Err(near);
        };
        let places = keys.places(key.span);
        let edits = places.map(|places| {
            let edit = |span| (self.place(span), near.to_owned());
            places.into_iter().map(edit).collect()
        });
        let title = format!("write `{near}`");
        let fix = edits.map(|edits| match slip {
            Some(_) => Fix::certain(title, edits),
            None => Fix::guess(title, edits),
        });
        Ok((near, fix))
    }

    fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }

    fn unknown_level(&mut self, level: &Text) {
        let names = Level::ALL.map(Level::name);
        let written = level.value.to_ascii_lowercase();
        let same = match written.as_str() {
            "error" => Some("deny"),
            "warning" => Some("warn"),
            other => one_slip_away(other, names),
        };
        let near = same.or_else(|| match written.as_str() {
            "forbid" | "fatal" => Some("deny"),
            "info" | "hint" => Some("note"),
            "off" | "ignore" | "none" => Some("allow"),
            other => nearest(other, names),
        });
        let message = format!("there is no level {}", name(&level.value));
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message).label(
            self.file,
            level.span,
            "unknown level",
        );
        let finding = match near {
            Some(near) => {
                let title = format!("write `{near}`");
                let edits = vec![(self.place(level.span), format!("\"{near}\""))];
                finding
                    .help(format!("did you mean `{near}`?"))
                    .fix(match same {
                        Some(_) => Fix::certain(title, edits),
                        None => Fix::guess(title, edits),
                    })
            }
            None => finding.help(format!("write one of {}", listed(&names))),
        };
        self.diagnostics.push(finding);
    }

    fn check_id(&mut self, id: &Text, what: &str) {
        if is_valid_id(&id.value) {
            return;
        }
        let finding = if id.value.is_empty() {
            Diagnostic::new(RuleName::INVALID_ID, format!("the id of {what} is empty"))
                .label(self.file, id.span, "no id")
                .help("give it a short name in letters, digits and `-`")
        } else {
            let allowed =
                "an id starts with a letter, a digit or `_`; `- . : / + # @ '` may follow";
            Diagnostic::new(
                RuleName::INVALID_ID,
                format!("{} cannot be the id of {what}", name(&id.value)),
            )
            .label(self.file, id.span, super::id::what_is_wrong(&id.value))
            .note(allowed)
            .help(format!("call it {}", name(&nearest_valid_id(&id.value))))
        };
        self.diagnostics.push(finding);
    }

    /// A language is a tag such as `en` or `pt-BR` (BCP 47): any that looks like one will do.
    fn check_language(&mut self, language: &Text) {
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
            RuleName::UNKNOWN_KEY,
            format!("{} is no language tag", name(&language.value)),
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

/// A key as it is written: in quotation marks where it needs them.
fn spelt(key: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(is_bare) {
        Cow::Borrowed(key)
    } else {
        Cow::Owned(format!("\"{}\"", key.escape_debug()))
    }
}

fn name_of_type(value: &Value<'_>) -> &'static str {
    match value {
        Value::String(_) => "a string",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "a boolean",
        Value::Datetime(_) => "a date or time",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
        Value::Word(_) => "a word",
        Value::Missing => "nothing",
    }
}
