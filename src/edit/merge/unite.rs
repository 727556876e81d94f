//! Moves everything written about one claim into the table of another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::list::{ListText, about, comments_of};
use super::written::{ClaimText, KeyRow, RowValue, without};
use super::{Keep, Note, Pair};
use crate::edit::relocate::{newline, with_line_ends};
use crate::edit::tidy::tidy;
use crate::map::Map;
use crate::syntax::{FileId, Files, Span};

/// Moves everything written about the second claim into the first.
pub(super) fn unite(
    map: &Map,
    files: &mut Files,
    pair: &Pair<'_>,
    keep: Option<Keep>,
    notes: &mut Vec<Note>,
) {
    let [one, other] = [pair.one, pair.other].map(|id| map.find(id).map(|it| map.file_of(it)));
    let (Some(one), Some(other)) = (one, other) else {
        return;
    };
    let old = files.clone();
    let one = ClaimText::new(&old, one, &pair.names[0]);
    let other = ClaimText::new(&old, other, &pair.names[1]);
    let id = one.id();
    let (mut rows, below) = one.rows();
    let (theirs, below_theirs) = other.rows();
    let mut more = String::new();
    let mut uniting = Uniting {
        pair,
        keep,
        notes,
        lost: Vec::new(),
    };
    uniting.rows(&mut rows, theirs, &one, &other, id, &mut more);
    let lost = std::mem::take(&mut uniting.lost);
    let mut table = String::new();
    let line_end = newline(one.text);
    let mut line = |line: &str| {
        table.push_str(line);
        table.push_str(line_end);
    };
    let ((above, beside), (above_theirs, beside_theirs)) = (one.head(), other.head());
    for comment in above.into_iter().chain(above_theirs).chain(beside_theirs) {
        line(comment);
    }
    let beside = beside.map_or_else(String::new, |it| format!(" {it}"));
    line(&format!("[claim.{id}]{beside}"));
    for row in &rows {
        row.comments.iter().for_each(|comment| line(comment));
        let value = match &row.value {
            RowValue::Written(written, _) => written,
            RowValue::New(new) => new.as_str(),
        };
        let comment = row.comment.map_or_else(String::new, |it| format!(" {it}"));
        line(&format!("{} = {value}{comment}", row.key));
    }
    for comment in below.into_iter().chain(below_theirs).chain(lost) {
        line(comment);
    }
    let own = one.others(id);
    let has_data = rows.iter().any(|row| row.name == "data")
        || own
            .iter()
            .any(|(path, _)| path.get(2).is_some_and(|it| it == "data"));
    for (_, written) in own {
        line("");
        line(&written);
    }
    if !more.is_empty() {
        line("");
        line(&more);
    }
    for (path, written) in other.others(id) {
        if has_data && path.get(2).is_some_and(|it| it == "data") {
            notes.push(Note {
                text: format!("dropped: the `data` of `{}`", pair.other),
                place: None,
            });
            for comment in comments_of(&written, Span::new(0, written.len())) {
                line(comment);
            }
            continue;
        }
        line("");
        line(&written);
    }
    let table = tidy(&with_line_ends(&table, line_end));
    let is_one_file = one.file == other.file;
    let mut set = |file: FileId, text: String| {
        if let Some(file) = files.files.get_mut(file.0 as usize) {
            file.text = text.into();
        }
    };
    if is_one_file {
        let both = one.own.iter().chain(&other.own).copied().collect();
        set(one.file, without(&one, &both, Some(&table)));
    } else {
        let own = one.own.iter().copied().collect();
        set(one.file, without(&one, &own, Some(&table)));
        let theirs = other.own.iter().copied().collect();
        set(other.file, without(&other, &theirs, None));
    }
}

/// Merges two tables into one.
struct Uniting<'a, 'm, 't> {
    pair: &'a Pair<'m>,
    keep: Option<Keep>,
    notes: &'a mut Vec<Note>,
    /// Comments on values that are not kept.
    lost: Vec<&'t str>,
}

impl<'t> Uniting<'_, '_, 't> {
    /// Adds the rows of the second claim to those of the first, and what needs a table of its own to `more`.
    fn rows(
        &mut self,
        rows: &mut Vec<KeyRow<'t>>,
        theirs: Vec<KeyRow<'t>>,
        one: &ClaimText<'t>,
        other: &ClaimText<'t>,
        id: &str,
        more: &mut String,
    ) {
        let takes_theirs = self.keep == Some(Keep::Second);
        let has_plain_text = |rows: &[KeyRow<'_>]| rows.iter().any(|row| row.key == "text");
        let texts_differ = has_plain_text(rows) != has_plain_text(&theirs)
            && rows.iter().any(|row| row.name == "text")
            && theirs.iter().any(|row| row.name == "text");
        if texts_differ && takes_theirs {
            for row in rows.extract_if(.., |row| row.name == "text") {
                self.differs(&row.key, self.pair.one);
                self.lost
                    .extend(row.comments.into_iter().chain(row.comment));
            }
        }
        let denied = |rows: &[KeyRow<'_>]| rows.iter().position(|row| row.key == "denied");
        if takes_theirs
            && denied(&theirs).is_none()
            && let Some(at) = denied(rows)
        {
            let row = rows.remove(at);
            self.lost
                .extend(row.comments.into_iter().chain(row.comment));
        }
        let loses_denied = self.keep == Some(Keep::First) && denied(rows).is_none();
        let has_data = rows.iter().any(|row| row.name == "data");
        let mut known: FxHashMap<String, usize> = rows
            .iter()
            .enumerate()
            .map(|(number, row)| (row.key.clone(), number))
            .collect();
        for row in theirs {
            if has_data && row.name == "data" {
                self.differs(&row.key, self.pair.other);
                self.lose(row, other);
                continue;
            }
            if loses_denied && row.key == "denied" {
                self.lose(row, other);
                continue;
            }
            if texts_differ && !takes_theirs && row.name == "text" {
                if !rows.iter().any(|own| own.name == "text" && same(own, &row)) {
                    self.differs(&row.key, self.pair.other);
                }
                self.lose(row, other);
                continue;
            }
            let is_list = matches!(
                row.name.as_str(),
                "quote"
                    | "by"
                    | "tags"
                    | "supports"
                    | "attacks"
                    | "undercuts"
                    | "contradicts"
                    | "contrasts"
                    | "restates"
            );
            let found = known.get(&row.key);
            let Some(own) = found.and_then(|&found| rows.get_mut(found)) else {
                known.insert(row.key.clone(), rows.len());
                rows.push(row);
                continue;
            };
            if is_list {
                self.list(own, row, one, other);
            } else if row.name == "premises" {
                self.premises(own, row, id, more, one, other);
            } else if takes_theirs {
                let is_other = !same(own, &row);
                let comments = std::mem::replace(&mut own.comments, row.comments);
                self.lost.extend(comments);
                self.lost.extend(own.comment.take());
                own.comment = row.comment;
                if is_other {
                    self.differs(&row.key, self.pair.one);
                }
                own.value = row.value;
            } else {
                if !same(own, &row) {
                    self.differs(&row.key, self.pair.other);
                }
                self.lose(row, other);
            }
        }
        self.quoted(rows);
    }

    fn differs(&mut self, key: &str, of: &str) {
        self.notes.push(Note {
            text: format!("dropped: the `{key}` of `{of}`"),
            place: None,
        });
    }

    fn lose(&mut self, row: KeyRow<'t>, of: &ClaimText<'t>) {
        self.lost.extend(row.comments);
        if let RowValue::Written(_, span) = row.value {
            self.lost.extend(comments_of(of.text, span));
        }
        self.lost.extend(row.comment);
    }

    /// A claim with a quotation is not implicit.
    fn quoted(&mut self, rows: &mut Vec<KeyRow<'t>>) {
        let is_quoted = rows.iter().any(|row| row.name == "quote");
        if is_quoted {
            for row in rows.extract_if(.., |row| row.key == "implicit") {
                self.lost
                    .extend(row.comments.into_iter().chain(row.comment));
                self.notes.push(Note {
                    text: "dropped: `implicit`, because the claim is now quoted".to_owned(),
                    place: None,
                });
            }
        }
    }

    /// Adds to a list the entries that it does not have yet.
    fn list(
        &mut self,
        own: &mut KeyRow<'t>,
        row: KeyRow<'t>,
        one: &ClaimText<'t>,
        other: &ClaimText<'t>,
    ) {
        let (RowValue::Written(_, ours), RowValue::Written(_, theirs)) = (&own.value, &row.value)
        else {
            return;
        };
        let ours = ListText::new(one.text, *ours);
        let theirs = ListText::new(other.text, *theirs);
        let mut known: Vec<(String, bool)> = Vec::new();
        for number in 0..ours.values.len() {
            known.push(about(&row.name, ours.value(number)));
        }
        let names: BTreeMap<&str, usize> = known
            .iter()
            .enumerate()
            .map(|(number, (name, _))| (name.as_str(), number))
            .collect();
        let (mut going, mut going_theirs) = (BTreeSet::new(), BTreeSet::new());
        for number in 0..theirs.values.len() {
            let (name, is_plain) = about(&row.name, theirs.value(number));
            let Some(&at) = names.get(name.as_str()) else {
                continue;
            };
            let is_same = ours.value(at) == theirs.value(number);
            let (is_stated, is_said) = (known.get(at).is_some_and(|it| it.1), is_plain);
            if is_same || is_said {
                going_theirs.insert(number);
            } else if is_stated {
                going.insert(at);
            } else {
                continue;
            }
            if !matches!(row.name.as_str(), "quote" | "by" | "tags") {
                self.notes.push(Note {
                    text: format!("once now: `{}` {} `{name}`", self.pair.one, row.name),
                    place: None,
                });
            }
        }
        let (ours, theirs) = (ours.inner(&going), theirs.inner(&going_theirs));
        // A comment after the opening bracket belongs to its line.
        let open = if ours.trim_start_matches([' ', '\t']).starts_with('#') {
            "["
        } else {
            "[\n"
        };
        let all = format!("{open}{}\n{}\n]", ours.trim(), theirs.trim());
        own.value = RowValue::New(all);
        own.comments.extend(row.comments);
        match (&own.comment, row.comment) {
            (None, comment) => own.comment = comment,
            (Some(_), comment) => own.comments.extend(comment),
        }
    }

    /// Premises stay a reason of their own: they do not belong together with the premises of the first claim.
    fn premises(
        &mut self,
        own: &mut KeyRow<'t>,
        row: KeyRow<'t>,
        id: &str,
        more: &mut String,
        one: &ClaimText<'t>,
        other: &ClaimText<'t>,
    ) {
        let (RowValue::Written(_, ours), RowValue::Written(written, theirs)) =
            (&own.value, &row.value)
        else {
            return;
        };
        let names = |text: &str, value: Span| -> BTreeSet<String> {
            let list = ListText::new(text, value);
            let numbers = 0..list.values.len();
            numbers
                .map(|it| about("premises", list.value(it)).0)
                .collect()
        };
        if names(one.text, *ours) == names(other.text, *theirs) {
            let text = "once now: both had the same `premises`".to_owned();
            self.notes.push(Note { text, place: None });
            self.lose(row, other);
            return;
        }
        for comment in &row.comments {
            more.push_str(comment);
            more.push('\n');
        }
        let comment = row.comment.map_or_else(String::new, |it| format!(" {it}"));
        // Writing to a string cannot fail.
        let _ = writeln!(more, "[[claim.{id}.reason]]\npremises = {written}{comment}");
    }
}

fn same(one: &KeyRow<'_>, other: &KeyRow<'_>) -> bool {
    let said = |row: &KeyRow<'_>| -> Option<toml::Value> {
        let RowValue::Written(written, _) = &row.value else {
            return None;
        };
        let mut table: toml::Table = format!("x = {written}").parse().ok()?;
        table.remove("x")
    };
    said(one)
        .zip(said(other))
        .is_some_and(|(one, other)| one == other)
}
