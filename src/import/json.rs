//! JSON with places: each value is a part of the file, and only parsed as far as needed.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::ImportError;
use crate::syntax::{FileId, Span};

/// A JSON file, and the format that it is read as.
#[derive(Clone, Copy)]
pub(super) struct Json<'t> {
    pub(super) file: FileId,
    pub(super) format: &'static str,
    pub(super) text: &'t str,
}

/// A value of a JSON file.
pub(super) type Raw<'t> = &'t RawValue;

/// The entries of an object, in order.
#[derive(Debug, Default)]
pub(super) struct ObjectEntries<'t>(Vec<(Cow<'t, str>, Raw<'t>)>);

impl<'t> ObjectEntries<'t> {
    pub(super) fn get(&self, key: &str) -> Option<Raw<'t>> {
        let entry = self.0.iter().find(|(name, _)| name == key)?;
        Some(entry.1)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Raw<'t>)> {
        self.0.iter().map(|(key, value)| (&**key, *value))
    }
}

impl<'de: 't, 't> Deserialize<'de> for ObjectEntries<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<'t>(std::marker::PhantomData<&'t ()>);
        impl<'de: 't, 't> Visitor<'de> for ObjectVisitor<'t> {
            type Value = ObjectEntries<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<ObjectEntries<'t>, A::Error> {
                // Up to this many keys, each key is compared with all earlier keys.
                const FEW: usize = 16;
                let mut entries: Vec<(Cow<'t, str>, Raw<'t>)> = Vec::with_capacity(FEW / 2);
                let mut seen: FxHashSet<Cow<'t, str>> = FxHashSet::default();
                while let Some(JsonKey(key)) = map.next_key()? {
                    let is_known = if entries.len() < FEW {
                        entries.iter().any(|(other, _)| *other == key)
                    } else {
                        if seen.is_empty() {
                            seen.extend(entries.iter().map(|(other, _)| other.clone()));
                        }
                        !seen.insert(key.clone())
                    };
                    if is_known {
                        return Err(A::Error::custom(format!("the key `{key}` is here twice")));
                    }
                    entries.push((key, map.next_value()?));
                }
                Ok(ObjectEntries(entries))
            }
        }
        deserializer.deserialize_map(ObjectVisitor(std::marker::PhantomData))
    }
}

/// The key of an entry. It borrows from the file if it has no escapes.
#[derive(Deserialize)]
struct JsonKey<'t>(#[serde(borrow)] Cow<'t, str>);

/// An id, and whether it was written as a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Id<'t> {
    pub(super) name: Cow<'t, str>,
    is_number: bool,
}

impl Id<'_> {
    pub(super) fn value(&self) -> toml::Value {
        match self.name.parse() {
            Ok(number) if self.is_number => toml::Value::Integer(number),
            _ => toml::Value::String(self.name.clone().into_owned()),
        }
    }
}

/// Maximum nesting of values that are kept. Maps may be nested more deeply, so there is room for what is around them.
const DEEPEST: usize = 48;

impl<'t> Json<'t> {
    /// The whole file, which must be an object.
    pub(super) fn whole(self) -> Result<ObjectEntries<'t>, ImportError> {
        serde_json::from_str(self.text).map_err(|error| self.broken(&error, 0))
    }

    pub(super) fn span(self, raw: Raw<'t>) -> Span {
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(start, start + raw.get().len())
    }

    pub(super) fn fault(self, span: Span, message: impl Into<String>, label: &str) -> ImportError {
        ImportError::new(self.format, self.file, span, message, label)
    }

    /// Describes an error in JSON that begins at this byte of the file.
    fn broken(self, error: &serde_json::Error, start: usize) -> ImportError {
        let rest = self.text.get(start..).unwrap_or_default();
        let line = error.line().saturating_sub(1);
        let before: usize = rest.split_inclusive('\n').take(line).map(str::len).sum();
        let at = start + before + error.column().saturating_sub(1);
        let span = Span::new(at, at).whole_characters(self.text);
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        let said = match said.strip_prefix("invalid type: ") {
            Some(rest) => {
                let (found, wanted) = rest.split_once(", expected ").unwrap_or((rest, "this"));
                format!("{} where {} must be", named(found), named(wanted))
            }
            None if said.starts_with("EOF") => "the JSON ends too soon".to_owned(),
            None if said.starts_with("recursion") => "values are nested too deeply".to_owned(),
            None => said.to_owned(),
        };
        self.fault(span, format!("this is not {}: {said}", self.format), "here")
    }

    pub(super) fn object(self, raw: Raw<'t>) -> Result<ObjectEntries<'t>, ImportError> {
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, start))
    }

    /// The items of an array; empty for `null` or no value.
    pub(super) fn list(self, raw: Option<Raw<'t>>) -> Result<Vec<Raw<'t>>, ImportError> {
        let Some(raw) = raw.filter(|raw| raw.get() != "null") else {
            return Ok(Vec::new());
        };
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, start))
    }

    /// The string; `None` for `null` or no value.
    pub(super) fn string(self, raw: Option<Raw<'t>>) -> Result<Option<Cow<'t, str>>, ImportError> {
        let Some(raw) = raw else { return Ok(None) };
        let inside = raw.get().strip_prefix('"');
        let inside = inside.and_then(|rest| rest.strip_suffix('"'));
        if let Some(inside) = inside.filter(|inside| !inside.contains('\\')) {
            return Ok(Some(inside.into()));
        }
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, start))
    }

    /// The boolean; false for `null` or no value.
    pub(super) fn flag(self, raw: Option<Raw<'t>>) -> Result<bool, ImportError> {
        let Some(raw) = raw.filter(|raw| raw.get() != "null") else {
            return Ok(false);
        };
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, start))
    }

    /// An id: a string, or a whole number.
    pub(super) fn id(
        self,
        object: &ObjectEntries<'t>,
        key: &str,
        within: Raw<'t>,
    ) -> Result<(Id<'t>, Span), ImportError> {
        let Some(raw) = object.get(key) else {
            let message = format!("`{key}` is missing");
            return Err(self.fault(self.span(within), message, "in this one"));
        };
        let written = raw.get();
        let is_number =
            !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let name = if is_number {
            written.into()
        } else if written.starts_with('"') {
            self.string(Some(raw))?.unwrap_or_default()
        } else {
            let message = format!("`{key}` is neither a string nor a whole number");
            return Err(self.fault(self.span(raw), message, "this is no id"));
        };
        Ok((Id { name, is_number }, self.span(raw)))
    }

    /// The value as TOML; `None` for `null`.
    pub(super) fn kept(self, raw: Raw<'t>) -> Result<Option<toml::Value>, ImportError> {
        let start = self.span(raw).start as usize;
        let value = serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, start))?;
        to_toml(value, DEEPEST).map_err(|TooDeep| {
            self.fault(self.span(raw), "values are nested too deeply", "in here")
        })
    }

    /// The entries of an object as TOML, except those with the `known` keys.
    pub(super) fn others(
        self,
        object: &ObjectEntries<'t>,
        known: &[&str],
    ) -> Result<toml::Table, ImportError> {
        let mut table = toml::Table::new();
        for (key, raw) in object.iter().filter(|(key, _)| !known.contains(key)) {
            if let Some(value) = self.kept(raw)? {
                table.insert(key.to_owned(), value);
            }
        }
        Ok(table)
    }
}

/// The JSON name for a kind of value, given the name that serde uses.
fn named(kind: &str) -> &str {
    let word = kind.split([' ', '`']).next().unwrap_or_default();
    match (word, kind) {
        ("integer" | "floating", _) => "a number",
        ("boolean", _) | (_, "a boolean") => "true or false",
        ("string", _) | (_, "a string") => "a string",
        ("sequence", _) | (_, "a sequence") => "a list",
        ("map", _) | (_, "a map") => "an object",
        (_, "null" | "unit" | "unit value") => "nothing",
        _ => kind,
    }
}

struct TooDeep;

/// Recursion is at most `left` deep.
fn to_toml(value: serde_json::Value, left: usize) -> Result<Option<toml::Value>, TooDeep> {
    use serde_json::Value as Json;
    let left = left.checked_sub(1).ok_or(TooDeep)?;
    Ok(Some(match value {
        Json::Null => return Ok(None),
        Json::Bool(flag) => toml::Value::Boolean(flag),
        Json::String(text) => toml::Value::String(text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => toml::Value::Integer(number),
            (None, Some(float)) if number.is_f64() => toml::Value::Float(float),
            _ => toml::Value::String(number.to_string()),
        },
        Json::Array(items) => {
            let mut kept = Vec::with_capacity(items.len());
            for item in items {
                kept.extend(to_toml(item, left)?);
            }
            toml::Value::Array(kept)
        }
        Json::Object(entries) => {
            let mut table = toml::Table::with_capacity(entries.len());
            for (key, value) in entries {
                if let Some(value) = to_toml(value, left)? {
                    table.insert(key, value);
                }
            }
            toml::Value::Table(table)
        }
    }))
}
