//! Reads a [`Document`] from the tree of values.
//!
//! A wrong value only causes a finding: the rest of its claim is still read.

mod claim;
mod finding;
mod relation;
mod value;

use super::comment;
use super::document::{
    Again, Document, Expect, Header, Ignore, Lint, MergeConflict, Source, Speaker, TableKind, Text,
};
use super::fault::{diagnose, name};
use super::format::{self, Name, NameSet, Table};
use super::keys::Keys;
use super::shared::SharedStr;
use super::slip::SlipKind;
use super::tree::{self, Children, TomlFault, TomlItem, TomlKey, TomlTree, TomlValue};
use super::unread::{About, UnreadKey};
use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Span, Spanned};
use value::Citing;

/// Reads the text of one file. Never fails. Takes time linear in its length.
pub fn read(file: FileId, text: &SharedStr) -> Document {
    let parsed = tree::parse(text);
    let (again, faults) = defined_again(parsed.faults);
    let keyless = faults.iter().filter_map(|fault| match fault {
        TomlFault::Slip(slip) if slip.kind == SlipKind::Keyless => Some(slip.span.start),
        _ => None,
    });
    let mut reader = DocumentReader {
        file,
        text,
        tree: parsed.tree,
        owner: None,
        misplaced: NameSet::default(),
        unread: Vec::new(),
        keyless: keyless.collect(),
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

/// Separates things that the file defines twice from the other faults: only the whole map can tell which definition
/// comes first.
fn defined_again(faults: Vec<TomlFault>) -> (Vec<Again>, Vec<TomlFault>) {
    let mut again = Vec::new();
    let others = faults.into_iter().filter_map(|fault| match fault {
        TomlFault::Duplicate {
            path,
            first,
            second,
        } => match <[String; 2]>::try_from(path) {
            Ok([table, id]) => match TableKind::ALL.into_iter().find(|kind| kind.key() == table) {
                Some(kind) => {
                    again.push(Again {
                        kind,
                        id,
                        span: second,
                    });
                    None
                }
                None => Some(TomlFault::Duplicate {
                    path: vec![table, id],
                    first,
                    second,
                }),
            },
            Err(path) => Some(TomlFault::Duplicate {
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

struct DocumentReader<'s> {
    file: FileId,
    text: &'s SharedStr,
    /// The values that are yet to be read.
    tree: TomlTree<'s>,
    /// The claim, source or speaker that is being read: its table and its id.
    owner: Option<(&'static Table, SharedStr)>,
    /// Keys of the owner that were found below a header inside it, where they do not belong.
    misplaced: NameSet,
    unread: Vec<UnreadKey>,
    /// Where values without a key begin.
    keyless: Vec<u32>,
    /// The keys of the file, collected once an unknown key is found.
    keys: Option<Keys<'s>>,
    diagnostics: Vec<Diagnostic>,
}

/// A table that is being read.
struct OpenTable {
    of: &'static Table,
    rest: Children,
    /// The keys that are set, and those that unknown keys most likely stand for.
    set: NameSet,
}

/// Stepping through tables.
impl<'s> DocumentReader<'s> {
    /// The next key that the table may have, with its place and value. Reports unknown keys on the way.
    fn next_key(
        &mut self,
        open: &mut OpenTable,
    ) -> Option<(&'static format::Key, Span, TomlItem<'s>)> {
        while let Some((key, item)) = self.tree.next(&mut open.rest) {
            if let Some(known) = Name::parse(&key.value).and_then(|name| open.of.key(name)) {
                open.set.insert(known.name);
                return Some((known, key.span, item));
            }
            if let Some(meant) = self.unknown_key(&key, item, open.of) {
                open.set.insert(meant);
            }
        }
        None
    }

    /// Starts reading a claim, a source or a speaker.
    fn open_owner(
        &mut self,
        id: TomlKey<'s>,
        item: &TomlItem<'s>,
        of: &'static Table,
    ) -> Option<(Text, OpenTable)> {
        let id = self.keep(id.value, id.span);
        self.check_id(&id, of.owner);
        self.owner = Some((of, id.value.clone()));
        self.misplaced = NameSet::default();
        let open = self.open(item, &id.value, of);
        if open.is_none() {
            self.miss(item.span, About::Table, vec![id.value.clone()]);
        }
        Some((id, open?))
    }

    /// Whether the owner that was read sets a key, even in the wrong place.
    fn sets(&self, open: &OpenTable, name: Name) -> bool {
        open.set.contains(name) || self.misplaced.contains(name)
    }
}

/// Reading the tables of a file.
impl<'s> DocumentReader<'s> {
    fn document(&mut self, document: &mut Document) {
        let mut root = self.tree.root();
        while let Some((key, item)) = self.tree.next(&mut root) {
            match Name::parse(&key.value) {
                Some(Name::Map) => document.header = self.header(&key, &item),
                Some(Name::Source) => {
                    let Some(mut ids) = self.ids(&item, "source", &format::SOURCE) else {
                        continue;
                    };
                    document.sources.reserve_exact(ids.table.len());
                    while let Some((id, item)) = self.next_id(&mut ids) {
                        document.sources.extend(self.source(id, &item));
                    }
                }
                Some(Name::Speaker) => {
                    let Some(mut ids) = self.ids(&item, "speaker", &format::SPEAKER) else {
                        continue;
                    };
                    while let Some((id, item)) = self.next_id(&mut ids) {
                        document.speakers.extend(self.speaker(id, &item));
                    }
                }
                Some(Name::Question) => {
                    let Some(mut ids) = self.ids(&item, "question", &format::QUESTION) else {
                        continue;
                    };
                    while let Some((id, item)) = self.next_id(&mut ids) {
                        document.questions.extend(self.question(id, &item));
                    }
                }
                Some(Name::Claim) => {
                    let Some(mut ids) = self.ids(&item, "claim", &format::CLAIM) else {
                        continue;
                    };
                    document.claims.reserve_exact(ids.table.len());
                    while let Some((id, item)) = self.next_id(&mut ids) {
                        document.claims.extend(self.claim(id, &item));
                    }
                }
                Some(Name::Undercut) => {
                    let mut items = self.tables(item, "undercut", &format::UNDERCUT);
                    document.undercuts.reserve_exact(items.len());
                    while let Some(item) = self.next_table(&mut items) {
                        document.undercuts.extend(self.undercut(&item));
                    }
                }
                Some(Name::Lints) => {
                    let Some(mut table) = self.table(&item, "lints", "[lints]") else {
                        continue;
                    };
                    while let Some((rule, item)) = self.tree.next(&mut table) {
                        document.lints.extend(self.lint(rule, item));
                    }
                }
                Some(Name::Expect) => self.expect(&item, &mut document.expect),
                Some(Name::Conflict) => {
                    let mut items = self.tables(item, "conflict", &format::CONFLICT);
                    while let Some(item) = self.next_table(&mut items) {
                        document.conflicts.extend(self.conflict(&item));
                    }
                }
                _ => self.stray(key, item),
            }
        }
    }

    fn header(&mut self, key: &TomlKey<'s>, item: &TomlItem<'s>) -> Option<Header> {
        let mut header = Header {
            span: key.span,
            ..Header::default()
        };
        let mut open = self.open(item, "map", &format::MAP)?;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Title => header.title = self.string(item, key),
                Name::Language => header.language = self.language(item, key),
                Name::Thesis => header.thesis = self.strings(item, key),
                Name::Source => header.source = self.string(item, key),
                Name::Data => header.data = self.data(&item, "[map.data]"),
                _ => {}
            }
        }
        Some(header)
    }

    fn source(&mut self, id: TomlKey<'s>, item: &TomlItem<'s>) -> Option<Source> {
        let (id, mut open) = self.open_owner(id, item, &format::SOURCE)?;
        let mut source = Source {
            span: item.span,
            ..Source::new(id)
        };
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Title => source.title = self.string(item, key),
                Name::Path => source.path = self.string(item, key),
                Name::Language => source.language = self.language(item, key),
                Name::Url => source.url = self.string(item, key),
                Name::Author => source.author = self.string(item, key),
                Name::Published => source.published = self.date(item, key),
                Name::Accessed => source.accessed = self.date(item, key),
                Name::Sha256 => {
                    source.sha256_span = Some(item.span);
                    source.sha256 = self.digest(item, key);
                }
                Name::Coverage => source.coverage = self.share(&item, key),
                Name::Ignore => {
                    let mut items = self.tables(item, "ignore", &format::IGNORE);
                    while let Some(item) = self.next_table(&mut items) {
                        self.ignore(&item, &mut source.ignores);
                    }
                }
                _ => {}
            }
        }
        if !self.sets(&open, Name::Path) {
            self.missing(
                source.id.span,
                format!("source {} has no `path`", name(&source.id.value)),
                "this source",
                "name the file with the text, such as `path = \"article.txt\"`",
            );
        }
        Some(source)
    }

    fn speaker(&mut self, id: TomlKey<'s>, item: &TomlItem<'s>) -> Option<Speaker> {
        let span = item.span;
        let (id, mut open) = self.open_owner(id, item, &format::SPEAKER)?;
        let mut name = None;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            name = self.string(item, key);
        }
        Some(Speaker { id, span, name })
    }

    fn ignore(&mut self, item: &TomlItem<'s>, ignores: &mut Vec<Ignore>) {
        let span = item.span;
        let Some(mut open) = self.open(item, "ignore", &format::IGNORE) else {
            return;
        };
        let (mut quotes, mut is_empty, mut reason) = (Vec::new(), false, None);
        let mut every = None;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Occurrence => every = self.every_occurrence(&item, key),
                Name::Quote => {
                    is_empty = matches!(item.value, TomlValue::Array(items) if items.len() == 0);
                    quotes = self.quotes(item, key, Citing::Ignore);
                }
                Name::Reason => reason = self.string(item, key),
                _ => {}
            }
        }
        if is_empty || !open.set.contains(Name::Quote) {
            self.missing(
                span,
                "an ignored passage has no `quote`",
                "which passage is ignored?",
                "quote it, such as `quote = \"Read more\"`",
            );
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

    fn lint(&mut self, rule: TomlKey<'s>, item: TomlItem<'s>) -> Option<Lint> {
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

    fn conflict(&mut self, item: &TomlItem<'s>) -> Option<MergeConflict> {
        let mut conflict = MergeConflict {
            span: item.span,
            at: None,
            other: None,
            was: None,
        };
        let mut open = self.open(item, "conflict", &format::CONFLICT)?;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            let text = self.string(item, key);
            match key.name {
                Name::At => conflict.at = text,
                Name::Other => conflict.other = text,
                _ => conflict.was = text,
            }
        }
        Some(conflict)
    }

    fn expect(&mut self, item: &TomlItem<'s>, expect: &mut Expect) {
        let Some(mut open) = self.open(item, "expect", &format::EXPECT) else {
            return;
        };
        while let Some((key, _, item)) = self.next_key(&mut open) {
            let claims = match key.name {
                Name::Accepted => &mut expect.accepted,
                Name::Rejected => &mut expect.rejected,
                Name::Undecided => &mut expect.undecided,
                _ => &mut expect.accepted_either_way,
            };
            *claims = self.strings(item, key);
        }
    }
}
