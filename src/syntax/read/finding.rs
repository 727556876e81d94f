//! Findings about keys and values, with their fixes.

use std::borrow::Cow;

use super::DocumentReader;
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::nearest::{nearest, one_slip_away};
use crate::span::Span;
use crate::syntax::document::{TableKind, Text};
use crate::syntax::fault::name;
use crate::syntax::format::{self, Name, Table};
use crate::syntax::id::{is_valid_id, nearest_valid_id, what_is_wrong};
use crate::syntax::keys::Keys;
use crate::syntax::shared::SharedStr;
use crate::syntax::stray;
use crate::syntax::tree::{Children, TomlItem, TomlKey, TomlValue};
use crate::syntax::unread::{About, UnreadKey, strings};
use crate::syntax::words::says_nothing;
use crate::syntax::{is_bare_key, toml_string};

/// Keys by which people mean the `text` of a claim or a question.
const SAYS_TEXT: [&str; 7] = [
    "claim",
    "content",
    "description",
    "question",
    "sentence",
    "statement",
    "thesis",
];

pub(super) const LAST_HEADER: &str = "in TOML a key belongs to the last header above it";

/// Findings about values.
impl<'s> DocumentReader<'s> {
    /// Reports that something required is missing.
    pub(super) fn missing(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        // A value without a key in the table may be what is missing.
        let next = self.keyless.partition_point(|&at| at < span.start);
        if self.keyless.get(next).is_some_and(|&at| at < span.end) {
            return;
        }
        let finding = Diagnostic::new(RuleName::MISSING_TEXT, message)
            .label(self.file, span, label)
            .help(help);
        self.diagnostics.push(finding);
    }

    /// Reports that the value of `key` does not have its shape.
    pub(super) fn wrong_type(&mut self, item: TomlItem<'s>, key: &format::Key) {
        self.wrong_value_of(item, key.name.as_str(), key.shape.wanted(), key.example);
    }

    /// Reports that the value of `key` is not what is wanted; `example` shows what is.
    pub(super) fn wrong_value_of(
        &mut self,
        item: TomlItem<'s>,
        key: &str,
        wanted: &str,
        example: &str,
    ) {
        self.wrong(item, key, wanted, &format!("{} = {example}", spelt(key)));
    }

    /// Reports that a value in the list `key` is of the wrong kind.
    pub(super) fn wrong_entry(
        &mut self,
        item: TomlItem<'s>,
        key: &format::Key,
        wanted: &str,
        example: &str,
    ) {
        let found = name_of_type(&item.value);
        let message = format!(
            "{} must be {wanted}; it contains {found}",
            name(key.name.as_str())
        );
        let example = format!("{} = {example}", spelt(key.name.as_str()));
        self.wrong_value(&item, message, &example);
        self.lose(item.span, About::of(Some(key.name)), item);
    }

    pub(super) fn wrong(&mut self, item: TomlItem<'s>, key: &str, wanted: &str, example: &str) {
        let found = name_of_type(&item.value);
        self.wrong_value(
            &item,
            format!("{} must be {wanted}, not {found}", name(key)),
            example,
        );
        self.lose(
            item.span,
            Name::parse(key).map_or(About::Detail, Name::about),
            item,
        );
    }

    /// A header with the id of the current owner filled in, if it is a header of the owner's table.
    pub(super) fn own(&self, header: &str) -> String {
        match &self.owner {
            Some((of, id)) => header.replace(
                &format!("{}.ID", of.key_of_header()),
                &format!("{}.{}", of.key_of_header(), spelt(id)),
            ),
            None => header.to_owned(),
        }
    }

    fn wrong_value(&mut self, item: &TomlItem<'s>, message: String, example: &str) {
        if matches!(item.value, TomlValue::Word(_) | TomlValue::Missing) {
            // There is already a finding that this is not a value.
            return;
        }
        let label = format!("this is {}", name_of_type(&item.value));
        let finding = Diagnostic::new(RuleName::WRONG_TYPE, message)
            .label(self.file, item.span, label)
            .help(format!("write it like this: `{example}`"));
        self.diagnostics.push(finding);
    }

    /// Reports that a single entry is where a list is expected, and gives it back; `None` if it may be several in one string.
    pub(super) fn should_be_list(
        &mut self,
        item: TomlItem<'s>,
        of: &format::Key,
    ) -> Option<TomlItem<'s>> {
        if matches!(item.value, TomlValue::Word(_)) {
            // There is already a finding that this lacks quotation marks.
            return Some(item);
        }
        let key = of.name.as_str();
        let found = name_of_type(&item.value);
        let written = self.text.get(item.span.range()).unwrap_or_default();
        let finding = Diagnostic::new(
            RuleName::WRONG_TYPE,
            format!("`{key}` must be a list, not {found}"),
        )
        .label(self.file, item.span, format!("this is {found}"));
        let said = written.trim_matches(['"', '\'']);
        if matches!(item.value, TomlValue::String(_)) && says_nothing(said.trim()) {
            let finding = finding.help("if nothing is meant, leave the key out");
            self.diagnostics.push(finding);
            self.miss(item.span, About::of(Some(of.name)), Vec::new());
            return None;
        }
        let entries = entries_of(written, of.name);
        if entries.len() > 1 {
            let quoted: Vec<String> = entries.iter().map(|it| toml_string(it)).collect();
            let list = format!("[{}]", quoted.join(", "));
            let shown = name(&format!("{key} = {list}"));
            let edits = vec![(self.place(item.span), list)];
            let finding = finding
                .help(format!("if these are several, quote each: {shown}"))
                .fix(Fix::guess("quote each entry", edits));
            let names = entries.into_iter().map(SharedStr::from).collect();
            self.diagnostics.push(finding);
            self.miss(item.span, About::of(Some(of.name)), names);
            return None;
        }
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
        Some(item)
    }

    /// Records what a value that did not become part of the document may have said.
    pub(super) fn lose(&mut self, span: Span, about: About, item: TomlItem<'s>) {
        let names = strings(&mut self.tree, item);
        let names = names.into_iter().map(|name| self.text.keep(name));
        self.miss(span, about, names.collect());
    }

    /// Records that something is missing that was most likely meant to be said at `span`, the place of a finding.
    pub(super) fn miss(&mut self, span: Span, about: About, names: Vec<SharedStr>) {
        self.unread.push(UnreadKey { span, about, names });
    }
}

/// Findings about keys.
impl<'s> DocumentReader<'s> {
    /// Reports a key that a table does not have. Returns the table's key that was most likely meant.
    pub(super) fn unknown_key(
        &mut self,
        key: &TomlKey<'s>,
        item: TomlItem<'s>,
        of: &'static Table,
    ) -> Option<Name> {
        let message = format!("{} has no key {}", of.owner, name(&key.value));
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message);
        let elsewhere = Name::parse(&key.value).and_then(|name| Some((name, name.home()?)));
        let is_of_map = std::ptr::eq(of, &raw const format::TOP)
            && elsewhere.is_some_and(|(name, _)| format::MAP.has(name));
        let near = nearest(&key.value, of.names());
        let says_text = near.is_none() && self.says_text(key, &item, of);
        let (elsewhere, near) = if says_text {
            (None, Some(Name::Text.as_str()))
        } else {
            (elsewhere, near)
        };
        let of_owner = elsewhere.filter(|&(name, _)| of.is_inner && self.is_of_owner(name));
        let finding =
            match (elsewhere, near) {
                _ if is_of_map => finding
                    .label(self.file, key.span, "not here")
                    .help(format!("`{}` belongs in `[map]`", key.value)),
                (Some((name, _)), _) if of_owner.is_some() => {
                    self.misplaced.insert(name);
                    finding
                        .label(self.file, key.span, "not here")
                        .note(LAST_HEADER)
                        .help(self.put_above(&key.value))
                }
                (Some((_, home)), _) => finding
                    .label(self.file, key.span, "not here")
                    .help(format!("`{}` belongs {}", key.value, self.own(home))),
                (None, Some(near)) => {
                    let finding = finding.label(self.file, key.span, "unknown key");
                    self.did_you_mean(finding, key, of, near)
                }
                (None, None) => {
                    let finding = finding
                        .label(self.file, key.span, "unknown key")
                        .help(format!("its keys are {}", listed(of.names())));
                    if std::ptr::eq(of, &raw const format::CLAIM) {
                        finding.note(format!(
                            "put data of your own in `{}`",
                            self.own("[claim.ID.data]")
                        ))
                    } else {
                        finding
                    }
                }
            };
        self.diagnostics.push(finding);
        let near = near.and_then(Name::parse);
        let meant = elsewhere.map(|(name, _)| name).or(near);
        self.lose(key.span, About::of(meant), item);
        if elsewhere.is_some() { None } else { near }
    }

    /// Whether a key that the table does not have most likely stands for its `text`, which is missing.
    fn says_text(&mut self, key: &TomlKey<'s>, item: &TomlItem<'s>, of: &Table) -> bool {
        of.required.contains(&Name::Text)
            && SAYS_TEXT.contains(&&*key.value)
            && matches!(item.value, TomlValue::String(_))
            && !self
                .keys
                .get_or_insert_with(|| Keys::new(self.text, &self.tree))
                .sets(key.span, Name::Text.as_str())
    }

    /// Whether the claim, source or speaker that is being read has such a key.
    fn is_of_owner(&self, name: Name) -> bool {
        self.owner.as_ref().is_some_and(|(of, _)| of.has(name))
    }

    /// Says where to put a key that is under a header inside its owner.
    pub(super) fn put_above(&self, key: &str) -> String {
        let (table, id) = match &self.owner {
            Some((of, id)) => (of.key_of_header(), spelt(id)),
            None => ("claim", "ID".into()),
        };
        format!("`{key}` belongs to the {table}: put it above, under `[{table}.{id}]`")
    }

    /// Reports a table or a key at the top of the file that the format does not have.
    pub(super) fn stray(&mut self, key: TomlKey<'s>, item: TomlItem<'s>) {
        self.owner = None;
        let TomlValue::Table(mut table) = item.value else {
            self.unknown_key(&key, item, &format::TOP);
            return;
        };
        let without_dot = stray::without_dot(&key.value);
        if without_dot.is_some() && !self.is_read_as_key(&key) {
            return;
        }
        let message = format!(
            "a map file has no table {}",
            name(&format!("[{}]", spelt(&key.value)))
        );
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message).label(
            self.file,
            key.span,
            "unknown table",
        );
        let near = nearest(&key.value, format::TOP.names());
        let keys = self
            .keys
            .get_or_insert_with(|| Keys::new(self.text, &self.tree));
        let places = keys.places(key.span);
        let finding_of_near =
            near.map(|near| self.did_you_mean(finding.clone(), &key, &format::TOP, near));
        let mut names = Vec::with_capacity(table.len() + 1);
        while let Some((key, _)) = self.tree.next(&mut table) {
            names.push(self.text.keep(key.value));
        }
        let finding = if let Some((kind, id)) = without_dot {
            names.push(id.into());
            let meant = stray::meant(&key.value, kind, id);
            let fix = places.map(|places| stray::write_as(&meant, self.file, places));
            finding
                .help(format!("did you mean {}?", name(&format!("[{meant}]"))))
                .fixes(fix)
        } else if let Some(kind) = stray::kind(names.iter()) {
            let meant = format!("[{}.{}]", kind.name, spelt(&key.value));
            let fix = places.and_then(|places| stray::put_under(kind, &key, self.file, places));
            finding
                .help(format!("did you mean {}?", name(&meant)))
                .fixes(fix)
        } else if let Some(finding) = finding_of_near {
            finding
        } else {
            finding
                .help(format!("its tables are {}", listed(format::TOP.names())))
                .note("put data of your own in `[claim.ID.data]`")
        };
        self.diagnostics.push(finding);
        names.push(self.text.keep(key.value));
        self.miss(key.span, About::Table, names);
    }

    /// Whether a key has the quotation marks that it needs. If not, there is already a finding.
    fn is_read_as_key(&self, key: &TomlKey<'s>) -> bool {
        is_bare_key(&key.value) || self.text.get(key.span.range()) != Some(&key.value)
    }

    /// Offers the key that was most likely meant.
    fn did_you_mean(
        &mut self,
        finding: Diagnostic,
        key: &TomlKey<'s>,
        of: &'static Table,
        near: &'static str,
    ) -> Diagnostic {
        match self.rename(key, of, near) {
            Ok((near, fix)) => finding.help(format!("did you mean `{near}`?")).fixes(fix),
            Err(near) => finding.help(format!(
                "did you mean `{near}`? It is already set: put both into one"
            )),
        }
    }

    /// Which unset key a mistyped key most likely stands for, and the fix if there is one. `Err` with `near` if only
    /// keys that are already set come close.
    fn rename(
        &mut self,
        key: &TomlKey<'s>,
        of: &'static Table,
        near: &'static str,
    ) -> Result<(&'static str, Option<Fix>), &'static str> {
        let keys = self
            .keys
            .get_or_insert_with(|| Keys::new(self.text, &self.tree));
        // Any number of headers may add to the tables of claims and sources.
        let grows = |known: &str| {
            TableKind::ALL.iter().any(|kind| kind.key() == known) && keys.is_in_header(key.span)
        };
        let unset = of
            .names()
            .filter(|known| grows(known) || !keys.sets(key.span, known));
        let unset: Vec<&str> = unset.collect();
        let slip = one_slip_away(&key.value, unset.iter().copied());
        let meant = slip.or_else(|| nearest(&key.value, unset.iter().copied()));
        let Some(near) = meant.or_else(|| unset.contains(&near).then_some(near)) else {
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

    pub(super) fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }
}

/// Tables whose keys are ids, such as `[claim]`.
impl<'s> DocumentReader<'s> {
    /// The table whose keys are ids, if it is one; `name` is what to call the value otherwise.
    pub(super) fn ids(
        &mut self,
        item: &TomlItem<'s>,
        name: &'static str,
        of: &'static Table,
    ) -> Option<IdTable> {
        Some(IdTable {
            table: self.table(item, name, of.header)?,
            header: item.span,
            of,
            is_told: false,
        })
    }

    /// The next id and what is below it. Skips the keys that should be below an id, as those of `[source]`; the first of
    /// them is reported, at the header.
    pub(super) fn next_id(&mut self, ids: &mut IdTable) -> Option<(TomlKey<'s>, TomlItem<'s>)> {
        loop {
            let (key, item) = self.tree.next(&mut ids.table)?;
            let is_id = matches!(item.value, TomlValue::Table(_));
            if is_id || !Name::parse(&key.value).is_some_and(|name| ids.of.has(name)) {
                return Some((key, item));
            }
            if !std::mem::replace(&mut ids.is_told, true) {
                let message = format!("{} needs an id", ids.of.owner);
                let finding = Diagnostic::new(RuleName::INVALID_ID, message)
                    .label(self.file, ids.header, "no id")
                    .help(format!("write it like this: `{}`", ids.of.header));
                self.diagnostics.push(finding);
                self.miss(ids.header, About::Table, Vec::new());
            }
        }
    }
}

/// A table whose keys are ids.
pub(super) struct IdTable {
    pub(super) table: Children,
    header: Span,
    of: &'static Table,
    is_told: bool,
}

/// Findings about levels, ids and languages.
impl DocumentReader<'_> {
    pub(super) fn unknown_level(&mut self, level: &Text) {
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
            None => finding.help(format!("write one of {}", listed(names))),
        };
        self.diagnostics.push(finding);
    }

    pub(super) fn check_id(&mut self, id: &Text, what: &str) {
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
            .label(self.file, id.span, what_is_wrong(&id.value))
            .note(allowed)
            .help(format!("call it {}", name(&nearest_valid_id(&id.value))))
        };
        self.diagnostics.push(finding);
    }

    /// Checks that a language is a tag such as `en` or `pt-BR` (BCP 47). Anything that looks like one is accepted.
    pub(super) fn check_language(&mut self, language: &Text) {
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
            format!("{} is not a language tag", name(&language.value)),
        )
        .label(self.file, language.span, "not a language")
        .help("use a BCP 47 tag, such as `en`, `pt` or `pt-BR`");
        self.diagnostics.push(finding);
    }
}

fn listed(names: impl IntoIterator<Item = &'static str>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}

/// A key as it is written, in quotation marks if it needs them.
fn spelt(key: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(is_bare) {
        Cow::Borrowed(key)
    } else {
        Cow::Owned(format!("\"{}\"", key.escape_debug()))
    }
}

fn name_of_type(value: &TomlValue<'_>) -> &'static str {
    match value {
        TomlValue::String(_) => "a string",
        TomlValue::Integer(_) | TomlValue::Float(_) => "a number",
        TomlValue::Boolean(_) => "a boolean",
        TomlValue::Datetime(_) => "a date or time",
        TomlValue::Array(_) => "a list",
        TomlValue::Table(_) => "a table",
        TomlValue::Word(_) => "a word",
        TomlValue::Missing => "nothing",
    }
}

/// The entries that a string seems to list: in `"a, b"`, `"a; b"` or `"a | b"`, and in `"a and b"` where ids are listed, which have no
/// blanks.
fn entries_of(written: &str, key: Name) -> Vec<String> {
    let said = written.trim_matches(['"', '\'']);
    if written.starts_with('{') || said.contains(['\\', '"', '\n']) {
        return Vec::new();
    }
    let listed = if key == Name::Tags {
        said.to_owned()
    } else {
        said.replace(" and ", ",")
    };
    let entries = listed.split([',', ';', '|']).map(str::trim);
    let entries = entries.filter(|entry| !entry.is_empty());
    entries.map(str::to_owned).collect()
}
