//! Reads values of every shape except claims and relations.

use std::borrow::Cow;

use super::{DocumentReader, OpenTable};
use crate::diagnostic::{Diagnostic, RuleName};
use crate::span::{Span, Spanned};
use crate::syntax::data::own_table;
use crate::syntax::document::{Selector, Text};
use crate::syntax::fault::name;
use crate::syntax::format::{Key, NameSet, Table};
use crate::syntax::language::canonical_language;
use crate::syntax::tree::{Children, TomlItem, TomlValue};

/// What a quotation belongs to, which decides what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Citing {
    Claim,
    Ignore,
}

/// Tables of one kind, yet to be read: the tables of an array, or a single table that should be in one.
pub(super) enum UnreadTables<'s> {
    Array(Children),
    One(Option<TomlItem<'s>>),
}

impl UnreadTables<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            UnreadTables::Array(items) => items.len(),
            UnreadTables::One(item) => usize::from(item.is_some()),
        }
    }
}

impl OpenTable {
    pub(super) fn new(of: &'static Table, rest: Children) -> Self {
        let set = NameSet::default();
        Self { of, rest, set }
    }
}

impl<'s> DocumentReader<'s> {
    pub(super) fn keep(&self, value: Cow<'s, str>, span: Span) -> Text {
        let value = self.text.keep(value);
        Spanned { value, span }
    }

    pub(super) fn string(&mut self, item: TomlItem<'s>, key: &Key) -> Option<Text> {
        self.string_like(item, key.name.as_str(), key.example)
    }

    pub(super) fn string_like(
        &mut self,
        item: TomlItem<'s>,
        key: &str,
        example: &str,
    ) -> Option<Text> {
        let span = item.span;
        match item.value {
            TomlValue::String(value) => Some(self.keep(value, span)),
            TomlValue::Word(word) => Some(self.keep(word.into(), span)),
            _ => {
                self.wrong_value_of(item, key, "a string", example);
                None
            }
        }
    }

    /// Reads a date: a string or a TOML date.
    pub(super) fn date(&mut self, item: TomlItem<'s>, key: &Key) -> Option<Text> {
        let span = item.span;
        match item.value {
            TomlValue::String(value) => Some(self.keep(value, span)),
            TomlValue::Datetime(date) | TomlValue::Word(date) => Some(self.keep(date.into(), span)),
            _ => {
                self.wrong_type(item, key);
                None
            }
        }
    }

    pub(super) fn digest(&mut self, item: TomlItem<'s>, key: &Key) -> Option<Text> {
        let text = self.string(item, key)?;
        if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text);
        }
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, "`sha256` is not a SHA-256 digest")
            .label(self.file, text.span, "must be 64 hexadecimal digits")
            .help("`sha256sum FILE` prints it");
        self.diagnostics.push(finding);
        None
    }

    pub(super) fn strings(&mut self, item: TomlItem<'s>, key: &Key) -> Vec<Text> {
        match item.value {
            TomlValue::Array(mut items) => {
                let mut texts = Vec::with_capacity(items.len());
                while let Some((_, item)) = self.tree.next(&mut items) {
                    let span = item.span;
                    match item.value {
                        TomlValue::String(value) => texts.push(self.keep(value, span)),
                        TomlValue::Word(word) => texts.push(self.keep(word.into(), span)),
                        _ => self.wrong_entry(item, key, "a list of strings", key.example),
                    }
                }
                texts
            }
            TomlValue::String(_) | TomlValue::Word(_) => {
                let item = self.should_be_list(item, key);
                let entry = item.and_then(|item| self.string(item, key));
                entry.into_iter().collect()
            }
            _ => {
                self.wrong_type(item, key);
                Vec::new()
            }
        }
    }

    /// Reads who says so: one speaker, or a list of them.
    pub(super) fn by(&mut self, item: TomlItem<'s>, key: &Key) -> Box<[Text]> {
        match item.value {
            TomlValue::String(_) | TomlValue::Word(_) => {
                self.string(item, key).into_iter().collect()
            }
            TomlValue::Array(_) => self.strings(item, key).into(),
            _ => {
                self.wrong_type(item, key);
                Box::default()
            }
        }
    }

    pub(super) fn boolean(&mut self, item: &TomlItem<'s>, key: &Key) -> Option<Spanned<bool>> {
        if let TomlValue::Boolean(value) = item.value {
            return Some(Spanned {
                value,
                span: item.span,
            });
        }
        self.wrong_type(item.clone(), key);
        None
    }

    /// Reads a number from 0 to 1.
    pub(super) fn share(&mut self, item: &TomlItem<'s>, key: &Key) -> Option<Spanned<f64>> {
        let value = match item.value {
            TomlValue::Float(value) => value,
            TomlValue::Integer(0) => 0.0,
            TomlValue::Integer(1) => 1.0,
            // Out of range anyway, so it does not matter which number it is.
            TomlValue::Integer(_) => f64::INFINITY,
            _ => {
                self.wrong_type(item.clone(), key);
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
        let key = key.name.as_str();
        let message = format!("`{key}` must be a number from 0 to 1, not {written}");
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
            .label(self.file, item.span, "out of range")
            .help(format!("write it as a share, such as `{key} = 0.8`"));
        self.diagnostics.push(finding);
        None
    }

    /// Reads a whole number from 1 or, for an ignored passage, `"all"`.
    pub(super) fn occurrence(
        &mut self,
        item: &TomlItem<'s>,
        key: &Key,
        citing: Citing,
        selector: &mut Selector,
    ) {
        let span = item.span;
        let wanted = match citing {
            Citing::Claim => key.shape.wanted(),
            Citing::Ignore => "a whole number from 1, or `\"all\"`",
        };
        match &item.value {
            &TomlValue::Integer(number) => {
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
            TomlValue::String(word) if word == "all" && citing == Citing::Ignore => {
                selector.every = Some(span);
            }
            TomlValue::String(word) if word == "all" => {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "`occurrence = \"all\"` is only for ignored passages",
                )
                .label(self.file, span, "a quotation has one place")
                .help(
                    "say which place, such as `occurrence = 1`; for several, list the quotation once for each of them",
                );
                self.diagnostics.push(finding);
            }
            TomlValue::String(word) if citing == Citing::Ignore => {
                let message = format!("`occurrence` must be {wanted}, not {}", name(word));
                let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
                    .label(self.file, span, "neither a number nor `\"all\"`")
                    .help("write `occurrence = \"all\"` for every place, `occurrence = 2` for the second");
                self.diagnostics.push(finding);
            }
            _ => self.wrong_value_of(item.clone(), key.name.as_str(), wanted, key.example),
        }
    }

    /// Reads the `occurrence` of a whole `ignore` table: only `"all"` is allowed, since a number belongs to a single
    /// quotation.
    pub(super) fn every_occurrence(&mut self, item: &TomlItem<'s>, key: &Key) -> Option<Span> {
        match &item.value {
            TomlValue::String(word) if word == "all" => return Some(item.span),
            TomlValue::Integer(number) => {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "beside `quote`, `occurrence` must be `\"all\"`, not a number",
                )
                .label(self.file, item.span, "belongs to one quotation")
                .help(format!(
                    "put it into the quotation: `quote = {{ text = \"…\", occurrence = {number} }}`"
                ));
                self.diagnostics.push(finding);
            }
            _ => self.wrong_type(item.clone(), key),
        }
        None
    }

    pub(super) fn language(&mut self, item: TomlItem<'s>, key: &Key) -> Option<Text> {
        let language = self.string(item, key)?;
        Some(self.language_tag(language))
    }

    /// A language tag as one of a language, in one spelling.
    pub(super) fn language_tag(&mut self, written: Text) -> Text {
        self.check_language(&written);
        let canonical = match canonical_language(&written.value) {
            Cow::Borrowed(_) => None,
            Cow::Owned(canonical) => Some(canonical),
        };
        match canonical {
            None => written,
            Some(canonical) => Spanned {
                value: canonical.into(),
                span: written.span,
            },
        }
    }

    pub(super) fn data(&mut self, item: &TomlItem<'s>, header: &str) -> Option<Box<toml::Table>> {
        let table = self.table(item, "data", header)?;
        Some(Box::new(own_table(&mut self.tree, table)))
    }

    pub(super) fn table(
        &mut self,
        item: &TomlItem<'s>,
        key: &str,
        header: &str,
    ) -> Option<Children> {
        if let TomlValue::Table(table) = item.value {
            return Some(table);
        }
        let example = self.own(header);
        self.wrong(item.clone(), key, "a table", &example);
        None
    }

    /// Starts reading a table. `key` is what to call the value if it is not a table.
    pub(super) fn open(
        &mut self,
        item: &TomlItem<'s>,
        key: &str,
        of: &'static Table,
    ) -> Option<OpenTable> {
        let rest = self.table(item, key, of.header)?;
        Some(OpenTable::new(of, rest))
    }

    pub(super) fn tables(&mut self, item: TomlItem<'s>, key: &str, of: &Table) -> UnreadTables<'s> {
        match item.value {
            TomlValue::Array(items) => UnreadTables::Array(items),
            TomlValue::Table(_) => {
                let message = format!("`{key}` must be a list of tables, not one table");
                let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
                    .label(self.file, item.span, "there may be several of these")
                    .help(format!(
                        "write `{}`, with two brackets",
                        self.own(of.header)
                    ));
                self.diagnostics.push(finding);
                UnreadTables::One(Some(item))
            }
            _ => {
                let example = self.own(of.header);
                self.wrong(item, key, "a list of tables", &example);
                UnreadTables::One(None)
            }
        }
    }

    pub(super) fn next_table(&mut self, tables: &mut UnreadTables<'s>) -> Option<TomlItem<'s>> {
        match tables {
            UnreadTables::Array(items) => self.tree.next(items).map(|(_, item)| item),
            UnreadTables::One(item) => item.take(),
        }
    }
}
