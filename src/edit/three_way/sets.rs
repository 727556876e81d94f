//! Merges lists that are sets, such as lists of claims, tags and speakers. Each side may add and remove entries.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::pairs::named;
use super::units::normal;
use crate::span::Span;
use crate::syntax::parts::{ListEntry, list_entries};

/// The result of merging three lists.
pub(super) enum MergedSet {
    /// The merged list, as TOML.
    Merged(String),
    /// No entries are left.
    Empty,
    /// The two sides disagree about an entry, or none of the values is a list.
    Disputed,
}

/// The keys whose lists are sets.
const SETS: [&str; 17] = [
    "accepted",
    "accepted_either_way",
    "answers",
    "attacks",
    "by",
    "contradicts",
    "contrasts",
    "outweighed_by",
    "premises",
    "quote",
    "rejected",
    "restates",
    "supports",
    "tags",
    "thesis",
    "undecided",
    "undercuts",
];

/// Whether the claims of a list do something only together: premises make one reason, and what is left of them, or is added
/// to them, would be another.
pub(super) fn is_joint(path: &[Cow<'_, str>]) -> bool {
    path.last()
        .is_some_and(|name| name == "premises" || name == "outweighed_by")
}

/// Whether this path is in the user's own data, where names have no meaning.
pub(super) fn is_data(path: &[Cow<'_, str>]) -> bool {
    path.iter().any(|name| name == "data")
}

/// Whether the value of a key is a set. `path` has all names of a dotted key.
pub(super) fn is_set(path: &[Cow<'_, str>]) -> bool {
    !is_data(path) && path.last().is_some_and(|name| SETS.contains(&&**name))
}

/// A list as written, with its entries.
struct EntrySet<'v> {
    text: &'v str,
    entries: Vec<ListEntry>,
    /// What identifies each entry. Each name occurs once.
    names: Vec<String>,
    places: FxHashMap<String, usize>,
}

impl<'v> EntrySet<'v> {
    /// A single value is a list with one entry, and no value is an empty list.
    fn of(value: Option<&'v str>) -> Self {
        let text = value.unwrap_or_default();
        let entries = match list_entries(text) {
            Some(entries) => entries,
            None if text.is_empty() => Vec::new(),
            None => vec![ListEntry {
                value: Span::new(0, text.len()),
                comma: None,
            }],
        };
        let mut list = Self {
            text,
            entries,
            names: Vec::new(),
            places: FxHashMap::default(),
        };
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for place in 0..list.entries.len() {
            let mut name = named(list.written(place));
            let count = counts.entry(name.clone()).or_default();
            if *count > 0 {
                name = format!("{name}\0{count}");
            }
            *count += 1;
            list.places.insert(name.clone(), place);
            list.names.push(name);
        }
        list
    }

    fn written(&self, place: usize) -> &'v str {
        let entry = self.entries.get(place);
        entry
            .and_then(|entry| self.text.get(entry.value.range()))
            .unwrap_or_default()
    }

    fn find(&self, name: &str) -> Option<&'v str> {
        self.places.get(name).map(|&place| self.written(place))
    }

    fn is_array(&self) -> bool {
        self.text.starts_with('[')
    }
}

/// The changes to the current side's list.
#[derive(Default)]
struct Edits {
    /// For each entry that changes, its new text; `None` if it is removed.
    now: FxHashMap<usize, Option<String>>,
    /// What to insert after each entry; at the key `None`, what to insert before all entries.
    behind: FxHashMap<Option<usize>, Vec<String>>,
}

/// Merges the lists of the base, the current side and the other side. A list that is joint becomes what one of the sides
/// has, or the two disagree.
pub(super) fn merge_set([base, ours, theirs]: [Option<&str>; 3], is_joint: bool) -> MergedSet {
    let (before, mine, other) = (EntrySet::of(base), EntrySet::of(ours), EntrySet::of(theirs));
    // If all values are single values, there is no list to merge.
    if ![&before, &mine, &other].iter().any(|list| list.is_array()) {
        return MergedSet::Disputed;
    }
    let mut edits = Edits::default();
    let (mut is_ours, mut is_theirs) = (true, true);
    for (place, name) in mine.names.iter().enumerate() {
        let own = normal(mine.written(place));
        let was = before.find(name).map(normal);
        match other.find(name) {
            Some(said) if normal(said) == own || was == Some(normal(said)) => {}
            Some(said) if was.as_ref() == Some(&own) => {
                edits.now.insert(place, Some(said.to_owned()));
            }
            None if was.is_none() => is_theirs = false,
            None if was == Some(own) => {
                is_ours = false;
                edits.now.insert(place, None);
            }
            Some(_) | None => return MergedSet::Disputed,
        }
    }
    let mut anchor = None;
    let mut count = mine.names.len() - edits.now.values().filter(|now| now.is_none()).count();
    for (place, name) in other.names.iter().enumerate() {
        if let Some(&place) = mine.places.get(name) {
            anchor = Some(place);
            continue;
        }
        match before.find(name) {
            None => {
                is_ours = false;
                let said = other.written(place).to_owned();
                edits.behind.entry(anchor).or_default().push(said);
                count += 1;
            }
            // The current side removed it.
            Some(was) if normal(was) == normal(other.written(place)) => is_theirs = false,
            Some(_) => return MergedSet::Disputed,
        }
    }
    if is_joint && !is_ours && !is_theirs {
        return MergedSet::Disputed;
    }
    if count == 0 {
        return MergedSet::Empty;
    }
    // What the current side added after an entry stays there, before what the other side added.
    let is_added = |place: usize| {
        let name = mine.names.get(place);
        name.is_some_and(|name| before.find(name).is_none() && other.find(name).is_none())
    };
    let mut moved: FxHashMap<Option<usize>, Vec<String>> = FxHashMap::default();
    let mut behind: Vec<_> = edits.behind.into_iter().collect();
    behind.sort_by_key(|(anchor, _)| *anchor);
    for (anchor, added) in behind {
        let mut anchor = anchor;
        while is_added(anchor.map_or(0, |place| place + 1)) {
            anchor = Some(anchor.map_or(0, |place| place + 1));
        }
        moved.entry(anchor).or_default().extend(added);
    }
    edits.behind = moved;
    MergedSet::Merged(edits.made(&mine))
}

impl Edits {
    /// The list with the changes made. Comments and layout stay.
    fn made(&self, list: &EntrySet<'_>) -> String {
        let is_plain = list.is_array() && !list.text.contains(['\n', '#']);
        if is_plain || !list.is_array() || list.entries.is_empty() && !list.text.contains('#') {
            return self.on_one_line(list);
        }
        self.in_lines(list)
    }

    fn added(&self, place: Option<usize>) -> &[String] {
        self.behind.get(&place).map_or(&[], Vec::as_slice)
    }

    fn on_one_line(&self, list: &EntrySet<'_>) -> String {
        let mut items: Vec<&str> = Vec::new();
        items.extend(self.added(None).iter().map(String::as_str));
        for place in 0..list.entries.len() {
            match self.now.get(&place) {
                None => items.push(list.written(place)),
                Some(Some(now)) => items.push(now),
                Some(None) => {}
            }
            items.extend(self.added(Some(place)).iter().map(String::as_str));
        }
        let blank = if list.text.starts_with("[ ") && !list.entries.is_empty() {
            " "
        } else {
            ""
        };
        format!("[{blank}{}{blank}]", items.join(", "))
    }

    fn in_lines(&self, list: &EntrySet<'_>) -> String {
        let text = list.text;
        let mut out = String::new();
        let mut from = 0;
        let keep = |out: &mut String, from: usize, to: usize| {
            out.push_str(text.get(from..to).unwrap_or_default());
        };
        let start_of = |place: usize| list.entries.get(place).map(|it| it.value.range().start);
        // The indentation of the first entry, if it starts a line.
        let indent = start_of(0).map_or("  ", |start| {
            let line = text.get(..start).unwrap_or_default();
            let line = line.rsplit('\n').next().unwrap_or_default();
            if line.trim().is_empty() { line } else { "  " }
        });
        let line = |item: &String| format!("\n{indent}{item},");
        if list.entries.is_empty() {
            keep(&mut out, 0, 1);
            self.added(None)
                .iter()
                .for_each(|item| out.push_str(&line(item)));
            keep(&mut out, 1, text.len());
            return out;
        }
        if let Some(first) = start_of(0) {
            keep(&mut out, 0, first);
            from = first;
            for item in self.added(None) {
                out.push_str(item);
                out.push_str(",\n");
                out.push_str(indent);
            }
        }
        for place in 0..list.entries.len() {
            let Some(entry) = list.entries.get(place) else {
                continue;
            };
            let (start, end) = (entry.value.range().start, entry.value.range().end);
            keep(&mut out, from, start);
            let comma = entry.comma.map(|comma| comma.range().start);
            match self.now.get(&place) {
                None => keep(&mut out, start, end),
                Some(Some(now)) => out.push_str(now),
                Some(None) => {
                    // The comma is removed with the entry, and the line too if nothing else is on it.
                    from = comma.map_or(end, |comma| comma + 1);
                    let behind = text.get(from..).unwrap_or_default();
                    let rest = behind.trim_start_matches([' ', '\t']);
                    let blanks = behind.len() - rest.len();
                    let before = out.trim_end_matches([' ', '\t']).len();
                    let is_alone = out.get(..before).is_some_and(|out| out.ends_with('\n'));
                    if is_alone && rest.starts_with('\n') {
                        out.truncate(before);
                        from += blanks + 1;
                    } else {
                        from += blanks;
                    }
                    self.lines_behind(place, &mut out, indent, true);
                    continue;
                }
            }
            from = end;
            if self.added(Some(place)).is_empty() {
                continue;
            }
            if let Some(comma) = comma {
                keep(&mut out, end, comma);
                from = comma + 1;
            }
            out.push(',');
            // A comment after the entry stays with it.
            let rest = text.get(from..).unwrap_or_default();
            if rest
                .trim_start_matches([' ', '\t'])
                .starts_with(['#', '\n'])
            {
                let line = rest.find('\n').unwrap_or(rest.len());
                keep(&mut out, from, from + line);
                from += line;
            }
            self.lines_behind(place, &mut out, indent, false);
        }
        keep(&mut out, from, text.len());
        out
    }

    /// Writes what is inserted after an entry, each on its own line.
    fn lines_behind(&self, place: usize, out: &mut String, indent: &str, is_line_begun: bool) {
        for item in self.added(Some(place)) {
            if is_line_begun {
                out.push_str(indent);
                out.push_str(item);
                out.push_str(",\n");
            } else {
                out.push('\n');
                out.push_str(indent);
                out.push_str(item);
                out.push(',');
            }
        }
    }
}
