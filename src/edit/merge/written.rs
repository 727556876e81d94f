//! A claim as written: its keys with their comments, and its other tables.

use std::borrow::Cow;
use std::collections::BTreeSet;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::edit::relocate::newline;
use crate::map::canonical;
use crate::syntax::{
    FileId, Files, ItemKind, LineItem, Section, Span, TableKind, dotted, items, part_name, sections,
};

/// A key of a claim and what is written about it.
pub(super) struct KeyRow<'t> {
    /// The key as written in the claim's own table, without unnecessary quotation marks.
    pub(super) key: String,
    /// The first part of the key.
    pub(super) name: String,
    pub(super) comments: Vec<&'t str>,
    pub(super) value: RowValue<'t>,
    pub(super) comment: Option<&'t str>,
}

pub(super) enum RowValue<'t> {
    Written(&'t str, Span),
    New(String),
}

/// A claim as written.
pub(super) struct ClaimText<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    pub(super) items: Vec<LineItem>,
    pub(super) sections: Vec<Section>,
    /// The indices of its sections.
    pub(super) own: Vec<usize>,
}

impl<'t> ClaimText<'t> {
    pub(super) fn new(files: &'t Files, file: FileId, name: &str) -> Self {
        let text = &files.file(file).text;
        let items = items(text);
        let sections = sections(text, &items);
        let is_own = |section: &Section| match section.path.as_slice() {
            [table, id, ..] => table == TableKind::Claim.key() && canonical(id) == name,
            _ => false,
        };
        let own = (0..sections.len())
            .filter(|&number| sections.get(number).is_some_and(is_own))
            .collect();
        Self {
            file,
            text,
            items,
            sections,
            own,
        }
    }

    fn own(&self) -> impl Iterator<Item = &Section> {
        self.own.iter().filter_map(|&own| self.sections.get(own))
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The id as written in the first header.
    pub(super) fn id(&self) -> &'t str {
        let header = self.own().next().and_then(|it| self.items.get(it.header));
        match header.map(|header| &header.kind) {
            Some(ItemKind::Header { parts, .. }) => {
                parts.get(1).map_or("", |&part| self.slice(part))
            }
            _ => "",
        }
    }

    /// Whether a section is one whose keys are merged one by one: the claim's own table, or its `text` table.
    fn is_plain(section: &Section) -> bool {
        !section.is_array
            && (section.path.len() == 2
                || section.path.len() == 3 && section.path.last().is_some_and(|it| it == "text"))
    }

    /// The comments above the header of the claim's table, and the comment after it.
    pub(super) fn head(&self) -> (Vec<&'t str>, Option<&'t str>) {
        let main = self.own().find(|section| section.path.len() == 2);
        let Some(main) = main else {
            return (Vec::new(), None);
        };
        let above = self.items.get(main.first..main.header).unwrap_or_default();
        let above = above.iter().filter_map(|it| it.comment);
        let beside = self.items.get(main.header).and_then(|it| it.comment);
        let trimmed = |span: Span| self.slice(span).trim_end();
        (above.map(trimmed).collect(), beside.map(trimmed))
    }

    /// The keys of the claim's own table and of its `text` table, then the comments below them.
    pub(super) fn rows(&self) -> (Vec<KeyRow<'t>>, Vec<&'t str>) {
        let mut rows = Vec::new();
        let mut comments: Vec<&'t str> = Vec::new();
        for section in self.own().filter(|section| Self::is_plain(section)) {
            let is_main = section.path.len() == 2;
            let from = if is_main {
                section.header + 1
            } else {
                section.first
            };
            for item in self.items.get(from..section.end).unwrap_or_default() {
                let comment = item.comment.map(|span| self.slice(span).trim_end());
                let ItemKind::Entry { parts, value } = &item.kind else {
                    comments.extend(comment);
                    continue;
                };
                let written = self.slice(*value);
                if is_main && written.starts_with('{') && self.is_text(parts) {
                    // The wordings are split, because the other claim may have wordings in other languages.
                    let first = rows.len();
                    rows.extend(self.wordings(*value));
                    let above = std::mem::take(&mut comments);
                    if let Some(row) = rows.get_mut(first..).and_then(<[_]>::first_mut) {
                        row.comments = above;
                    } else {
                        comments = above;
                    }
                    match rows.get_mut(first..).and_then(<[_]>::last_mut) {
                        Some(row) => row.comment = comment,
                        None => comments.extend(comment),
                    }
                    continue;
                }
                let names = parts.iter().map(|&it| part_name(self.text, it));
                let table = (!is_main).then_some(Cow::Borrowed("text"));
                let names: Vec<_> = table.into_iter().chain(names).collect();
                rows.push(KeyRow {
                    key: dotted(names.iter().map(|name| &**name)),
                    name: names.first().map_or("", |name| name).to_owned(),
                    comments: std::mem::take(&mut comments),
                    value: RowValue::Written(self.slice(*value), *value),
                    comment,
                });
            }
        }
        (rows, comments)
    }

    fn is_text(&self, parts: &[Span]) -> bool {
        matches!(parts, &[only] if part_name(self.text, only) == "text")
    }

    /// The entries of a `text` in braces, each with its own key.
    fn wordings(&self, value: Span) -> Vec<KeyRow<'t>> {
        let inner = Span {
            start: value.start + 1,
            end: value.end.saturating_sub(1),
        };
        let mut ends: Vec<usize> = Vec::new();
        let inner_text = self.slice(inner);
        let mut depth = 0_usize;
        for token in Source::new(inner_text).lex() {
            match token.kind() {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                    depth = depth.saturating_sub(1);
                }
                TokenKind::Comma if depth == 0 => ends.push(token.span().start()),
                _ => {}
            }
        }
        ends.push(inner_text.len());
        let mut rows = Vec::with_capacity(ends.len());
        let mut from = 0;
        for end in ends {
            let entry = inner_text.get(from..end).unwrap_or_default();
            let at = inner.start as usize + from;
            from = end + 1;
            for item in items(entry) {
                let ItemKind::Entry { parts, value } = &item.kind else {
                    continue;
                };
                let within =
                    |span: &Span| Span::new(at + span.range().start, at + span.range().end);
                let names = parts.iter().map(|part| part_name(self.text, within(part)));
                let names: Vec<_> = std::iter::once("text".into()).chain(names).collect();
                let value = within(value);
                rows.push(KeyRow {
                    key: dotted(names.iter().map(|name| &**name)),
                    name: "text".to_owned(),
                    comments: Vec::new(),
                    value: RowValue::Written(self.slice(value), value),
                    comment: None,
                });
            }
        }
        rows
    }

    /// Its other tables as written, with the id in each header replaced by this one.
    pub(super) fn others(&self, id: &str) -> Vec<(Vec<String>, String)> {
        let mut others = Vec::new();
        for section in self.own().filter(|section| !Self::is_plain(section)) {
            let (Some(first), Some(header), Some(last)) = (
                self.items.get(section.first),
                self.items.get(section.header),
                self.items.get(section.end.saturating_sub(1)),
            ) else {
                continue;
            };
            let ItemKind::Header { parts, .. } = &header.kind else {
                continue;
            };
            let part = parts.get(1).copied().unwrap_or(header.span);
            let before = self
                .text
                .get(first.span.start as usize..part.start as usize);
            let after = self.text.get(part.end as usize..last.span.end as usize);
            let table = format!(
                "{}{id}{}",
                before.unwrap_or_default(),
                after.unwrap_or_default()
            );
            others.push((section.path.clone(), table));
        }
        others
    }
}

/// The file without some of its tables, and with `new` in the place of the claim's first table.
pub(super) fn without(
    written: &ClaimText<'_>,
    going: &BTreeSet<usize>,
    new: Option<&str>,
) -> String {
    let first = written.own.first();
    let is_blank = |item: &LineItem| matches!(item.kind, ItemKind::Blank);
    let at = |number: usize| {
        let item = written.items.get(number);
        item.map_or(written.text.len(), |item| item.span.start as usize)
    };
    let mut out = String::with_capacity(written.text.len());
    let mut from = 0;
    for number in going {
        let Some(section) = written.sections.get(*number) else {
            continue;
        };
        out.push_str(
            written
                .text
                .get(from..at(section.first))
                .unwrap_or_default(),
        );
        let mut next = section.end;
        if new.is_some() && Some(number) == first {
            out.push_str(new.unwrap_or_default());
        } else {
            let before = section.first.checked_sub(1);
            let before = before.and_then(|before| written.items.get(before));
            let stands_apart = before.is_none_or(is_blank);
            while stands_apart && written.items.get(next).is_some_and(is_blank) {
                next += 1;
            }
            if next == written.items.len() {
                let kept = out.trim_end_matches(['\n', '\r', ' ', '\t']).len();
                out.truncate(kept);
                if !out.is_empty() && !out.ends_with('\u{feff}') {
                    out.push_str(newline(written.text));
                }
            }
        }
        from = at(next);
    }
    out.push_str(written.text.get(from..).unwrap_or_default());
    out
}
