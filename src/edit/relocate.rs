//! Moves things that have an id into another file of the map, with everything that belongs to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use toml_parser::Source as Lexed;
use toml_parser::lexer::TokenKind;

use super::new_fault::{NewFault, new_fault};
use super::rename::unread;
use crate::map::{Map, canonical, step_ends};
use crate::mentions::{Mention, mentions};
use crate::narrow::narrow;
use crate::nearest::nearest;
use crate::syntax::{
    Document, File, FileId, ItemKind, LineItem, Scan, Section, SharedStr, Span, TableKind, Text,
    Undercut, items, sections, toml_string,
};
use crate::world::{inside, shown};

/// The result of moving things into another file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Relocation {
    /// The kinds and ids of what was moved, in map order.
    pub moved: Vec<(TableKind, String)>,
    /// How many tables were moved.
    pub tables: usize,
    /// How many of the [`tables`](Self::tables) are an `[[undercut]]`.
    pub undercuts: usize,
    /// The files that have changed, in map order, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
    /// The target file, if it is new.
    pub new: Option<File>,
    /// The files that have no tables any more.
    pub emptied: Vec<FileId>,
}

/// What to move.
#[derive(Debug, Clone, Default)]
pub struct Moving<'m> {
    /// The ids of the things to move.
    pub ids: &'m [String],
    /// Their kind, if several kinds of things have one of the ids.
    pub kind: Option<TableKind>,
    /// Whether to move along the sources, speakers and questions that only these things use.
    pub with_their_own: bool,
}

/// Why something cannot be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelocationError {
    /// Nothing has the id.
    Unknown {
        /// The id.
        id: String,
        /// The most similar id.
        nearest: Option<String>,
    },
    /// Several things of different kinds have the id.
    Several {
        /// The id.
        id: String,
        /// The kinds of these things.
        kinds: Vec<TableKind>,
    },
    /// The id belongs to a step that is part of a claim's table.
    PartOf {
        /// The id.
        id: String,
        /// The claim's id.
        claim: String,
    },
    /// The thing does not have its own header.
    NoHeader {
        /// The id.
        id: String,
        /// The kind of the thing.
        kind: TableKind,
        /// The file in which it is written.
        file: FileId,
        /// Where in the file.
        span: Span,
    },
    /// Several files define the thing with this id.
    Twice(String),
    /// The thing with this id is already in the file.
    There(String),
    /// From the target file, the source could not refer to its text.
    Unreachable {
        /// The source's id.
        id: String,
        /// The path of its text from the map's folder.
        path: String,
    },
    /// A file could not be read completely, so something that belongs to the thing might be missed.
    Unread(FileId),
    /// The map would have this fault, which it does not have now.
    Fault(NewFault),
}

impl fmt::Display for RelocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { id, nearest: None } => write!(f, "nothing has the id `{id}`"),
            Self::Unknown {
                id,
                nearest: Some(nearest),
            } => write!(f, "nothing has the id `{id}`; did you mean `{nearest}`?"),
            Self::Several { id, kinds } => {
                let kinds: Vec<_> = kinds.iter().map(|kind| kind.key()).collect();
                write!(f, "`{id}` is a {}", kinds.join(" and a "))
            }
            Self::PartOf { id, claim } => {
                write!(f, "the step `{id}` is part of the claim `{claim}`")
            }
            Self::NoHeader { id, .. } => write!(f, "`{id}` does not have its own header"),
            Self::Twice(id) => write!(f, "several files define `{id}`"),
            Self::There(id) => write!(f, "`{id}` is already in this file"),
            Self::Unreachable { id, path } => write!(
                f,
                "from there, the source `{id}` could not refer to its text, `{path}`"
            ),
            Self::Unread(_) => f.write_str("a file of the map cannot be read completely"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for RelocationError {}

/// Moves things of a map to the end of its file `to`, a path from the map's folder. The file is created if it does not
/// exist.
///
/// Each thing moves with all its tables (such as `[claim.x.text]` and `[[claim.x.reason]]`), the comments in them and
/// directly above them, and some `[[undercut]]` tables: those whose premises all move, and those directly below the
/// thing that mention it. What moves and what stays keeps its order. The `path` of a source still refers to the same
/// text. Linear in the map.
///
/// # Errors
///
/// A [`RelocationError`] if something cannot be moved; then nothing is moved.
pub fn relocate(map: &Map, moving: &Moving<'_>, to: &str) -> Result<Relocation, RelocationError> {
    if let Some(file) = unread(map) {
        return Err(RelocationError::Unread(file));
    }
    let documents = (0..).map(FileId).zip(map.documents());
    let mut sheets: Vec<FileTables<'_>> = documents
        .map(|(file, document)| FileTables::new(map, file, document))
        .collect();
    let target = map.files().files.iter().position(|file| file.name == to);
    let wanted = wanted(map, &sheets, moving)?;
    for sheet in &mut sheets {
        sheet.choose(&wanted);
    }
    if moving.with_their_own {
        let own = their_own(&sheets);
        for sheet in &mut sheets {
            sheet.choose(&own);
        }
    }
    let moved: Vec<(TableKind, String)> = sheets
        .iter()
        .filter(|sheet| Some(sheet.file.0 as usize) != target)
        .flat_map(|sheet| sheet.chosen_ids(&wanted.steps))
        .collect();
    if moved.is_empty() {
        let id = moving.ids.first().cloned().unwrap_or_default();
        return Err(RelocationError::There(id));
    }
    let newline = target
        .and_then(|target| sheets.get(target))
        .or_else(|| sheets.iter().find(|sheet| sheet.has_chosen()))
        .map_or("\n", |sheet| newline(sheet.text));
    let mut pieces = Vec::new();
    let mut changed: BTreeMap<FileId, SharedStr> = BTreeMap::new();
    let mut emptied = Vec::new();
    let (mut tables, mut undercuts) = (0, 0);
    let mut directive = None;
    for sheet in &sheets {
        if Some(sheet.file.0 as usize) == target || !sheet.has_chosen() {
            continue;
        }
        let (taken, left) = sheet.cut(to)?;
        tables += sheet.chosen.len();
        undercuts += sheet.chosen_undercuts();
        pieces.extend(
            taken
                .into_iter()
                .map(|piece| with_line_ends(&piece, newline)),
        );
        directive = directive.or_else(|| sheet.directive(to));
        if sheet.chosen.len() == sheet.sections.len() && !sheet.has_keys_of_its_own() {
            emptied.push(sheet.file);
        }
        changed.insert(sheet.file, left.into());
    }
    let pieces = pieces.join(newline);
    let mut files = map.files().clone();
    let mut new = None;
    if let Some(target) = target {
        let text = files.files.get(target).map_or("", |file| &file.text);
        let text = format!("{text}{}{pieces}", gap(text, newline));
        changed.insert(FileId(narrow(target)), text.into());
    }
    for (file, text) in &changed {
        if let Some(file) = files.files.get_mut(file.0 as usize) {
            file.text = text.clone();
        }
    }
    if target.is_none() {
        let world = files.world.as_ref();
        let path = world.map_or_else(|| to.into(), |world| world.path_of(Path::new(to)));
        let head = directive.map_or_else(String::new, |line| format!("{line}{newline}{newline}"));
        let file = File {
            path: shown(&path),
            name: to.to_owned(),
            text: format!("{head}{pieces}").into(),
        };
        new = Some(file.clone());
        // The order of the files does not affect faults.
        files.files.push(file);
    }
    if let Some(fault) = new_fault(map, &files, None) {
        return Err(RelocationError::Fault(fault));
    }
    Ok(Relocation {
        moved,
        tables,
        undercuts,
        files: changed.into_iter().collect(),
        new,
        emptied,
    })
}

/// A thing, by its kind and its canonical id.
type KindId = (TableKind, String);

/// What to move, from any file.
#[derive(Debug, Default)]
struct ToMove {
    things: FxHashSet<KindId>,
    /// The ids of steps: `[[undercut]]` tables that are to be moved on their own.
    steps: FxHashSet<String>,
    /// The ids of the steps that the wanted claims define.
    their_steps: FxHashSet<String>,
}

/// Finds the things that the ids refer to.
fn wanted(
    map: &Map,
    sheets: &[FileTables<'_>],
    moving: &Moving<'_>,
) -> Result<ToMove, RelocationError> {
    let mut defined: FxHashMap<String, BTreeSet<TableKind>> = FxHashMap::default();
    for sheet in sheets {
        for mention in sheet.mentions.iter().filter(|it| it.is_definition) {
            let kinds = defined.entry(canonical(&mention.name).into_owned());
            kinds.or_default().insert(mention.space);
        }
    }
    let mut wanted = ToMove::default();
    for id in moving.ids {
        let name = canonical(id).into_owned();
        let kinds = defined.get(&name).cloned().unwrap_or_default();
        let mut kinds: Vec<TableKind> = kinds.into_iter().collect();
        kinds.retain(|kind| moving.kind.is_none_or(|wanted| wanted == *kind));
        let kind = match kinds.as_slice() {
            [kind] => *kind,
            [] => {
                let of_kind = sheets.iter().flat_map(|sheet| &sheet.mentions);
                let of_kind = of_kind.filter(|it| {
                    it.is_definition && moving.kind.is_none_or(|kind| kind == it.space)
                });
                let nearest = nearest(id, of_kind.map(|it| &*it.name)).map(str::to_owned);
                let id = id.clone();
                return Err(RelocationError::Unknown { id, nearest });
            }
            _ => {
                let id = id.clone();
                return Err(RelocationError::Several { id, kinds });
            }
        };
        if kind == TableKind::Claim && map.find(id).is_none() {
            let owner = sheets.iter().find_map(|sheet| sheet.owner_of_step(&name));
            if let Some(claim) = owner {
                let id = id.clone();
                return Err(RelocationError::PartOf { id, claim });
            }
            wanted.steps.insert(name);
        } else {
            wanted.things.insert((kind, name));
        }
    }
    let mut seen: FxHashSet<KindId> = FxHashSet::default();
    for sheet in sheets {
        sheet.has_headers(&wanted.things)?;
        let things = sheet.sections.iter().filter_map(thing_of);
        let own: FxHashSet<KindId> = things.filter(|it| wanted.things.contains(it)).collect();
        if let Some((_, id)) = own.intersection(&seen).next() {
            return Err(RelocationError::Twice(id.clone()));
        }
        seen.extend(own);
        for claim in &sheet.document.claims {
            let name = canonical(&claim.id.value).into_owned();
            if wanted.things.contains(&(TableKind::Claim, name)) {
                let ids = claim.reasons.iter().filter_map(|reason| reason.id.as_ref());
                let details = claim.relations.iter().filter_map(|it| it.detail.as_ref());
                let ids = ids.chain(details.filter_map(|detail| detail.id.as_ref()));
                wanted
                    .their_steps
                    .extend(ids.map(|id| canonical(&id.value).into_owned()));
            }
        }
    }
    Ok(wanted)
}

/// The sources and speakers that only chosen things mention, and the questions whose answers are all chosen.
fn their_own(sheets: &[FileTables<'_>]) -> ToMove {
    let mut named: FxHashMap<KindId, bool> = FxHashMap::default();
    let mut own = ToMove::default();
    let chosen: FxHashSet<KindId> = sheets.iter().flat_map(FileTables::chosen_things).collect();
    let is_chosen = |id: &str| chosen.contains(&(TableKind::Claim, canonical(id).into_owned()));
    let mut questions = Vec::new();
    for sheet in sheets {
        for question in &sheet.document.questions {
            let mut answers = question.answers.iter();
            if !question.answers.is_empty() && answers.all(|answer| is_chosen(&answer.value)) {
                questions.push((
                    TableKind::Question,
                    canonical(&question.id.value).into_owned(),
                ));
            }
        }
    }
    own.things.extend(questions);
    for sheet in sheets {
        for mention in sheet.mentions.iter().filter(|it| !it.is_definition) {
            if !matches!(mention.space, TableKind::Source | TableKind::Speaker) {
                continue;
            }
            let by = sheet.section_at(mention.span.start);
            let thing = (mention.space, canonical(&mention.name).into_owned());
            let is_own = by.is_some_and(|by| {
                let holder = sheet.sections.get(by).and_then(thing_of);
                sheet.chosen.contains(&by)
                    || holder.is_some_and(|holder| own.things.contains(&holder) || holder == thing)
            });
            *named.entry(thing).or_insert(true) &= is_own;
        }
    }
    own.things
        .extend(named.into_iter().filter(|(_, own)| *own).map(|it| it.0));
    // Things that cannot be moved on their own stay where they are.
    for thing in sheets.iter().flat_map(FileTables::without_header) {
        own.things.remove(&thing.0);
    }
    own
}

/// The thing to which this table belongs.
fn thing_of(section: &Section) -> Option<KindId> {
    let [table, id, ..] = section.path.as_slice() else {
        return None;
    };
    let kind = TableKind::ALL
        .into_iter()
        .find(|kind| kind.key() == table)?;
    Some((kind, canonical(id).into_owned()))
}

/// A file with its tables.
struct FileTables<'m> {
    map: &'m Map,
    file: FileId,
    text: &'m str,
    document: &'m Document,
    mentions: Vec<Mention>,
    items: Vec<LineItem>,
    sections: Vec<Section>,
    /// The indices of the sections to move.
    chosen: BTreeSet<usize>,
}

impl<'m> FileTables<'m> {
    fn new(map: &'m Map, file: FileId, document: &'m Document) -> Self {
        let text = &map.files().file(file).text;
        let items = items(text);
        Self {
            map,
            file,
            text,
            document,
            mentions: mentions(text, document),
            sections: sections(text, &items),
            items,
            chosen: BTreeSet::new(),
        }
    }

    /// Checks that all of the things that the file defines have their own headers.
    fn has_headers(&self, things: &FxHashSet<KindId>) -> Result<(), RelocationError> {
        let mut headless = self.without_header().into_iter();
        let Some(((kind, _), id, span)) = headless.find(|it| things.contains(&it.0)) else {
            return Ok(());
        };
        let file = self.file;
        Err(RelocationError::NoHeader {
            id,
            kind,
            file,
            span,
        })
    }

    /// What the file defines with dotted keys or in braces: the thing, its id as written, and its place.
    fn without_header(&self) -> Vec<(KindId, String, Span)> {
        let scan = Scan::new(self.text);
        let mut found = Vec::new();
        for kind in TableKind::ALL {
            for key in scan.ids(kind.key()).filter(|key| !key.in_header) {
                let thing = (kind, canonical(&key.name).into_owned());
                found.push((thing, key.name.clone().into_owned(), key.span));
            }
        }
        found
    }

    /// The claim in whose tables the step with this id is written.
    fn owner_of_step(&self, step: &str) -> Option<String> {
        let is_it = |id: &Text| canonical(&id.value) == step;
        let mut claims = self.document.claims.iter();
        let claim = claims.find(|claim| {
            let mut details = claim.relations.iter().filter_map(|it| it.detail.as_ref());
            let mut reasons = claim.reasons.iter();
            reasons.any(|reason| reason.id.as_ref().is_some_and(is_it))
                || details.any(|detail| detail.id.as_ref().is_some_and(is_it))
        })?;
        Some(claim.id.value.to_string())
    }

    fn choose(&mut self, wanted: &ToMove) {
        let mut undercuts = self.document.undercuts.iter().peekable();
        // Whether the last `[[undercut]]` is moved, and whether the last other table is.
        let mut goes = false;
        let mut is_below = false;
        for (number, section) in self.sections.iter().enumerate() {
            let [table, ..] = section.path.as_slice() else {
                continue;
            };
            if table == "undercut" {
                let Some(header) = self.items.get(section.header) else {
                    continue;
                };
                if section.path.len() == 1 {
                    let end = header.span.end;
                    let own = undercuts.next_if(|it| it.reason.span.start < end);
                    goes = own.is_some_and(|own| Self::goes(own, wanted, is_below));
                }
                if goes {
                    self.chosen.insert(number);
                }
            } else {
                let thing = thing_of(section);
                is_below = thing.is_some_and(|thing| wanted.things.contains(&thing));
                if is_below {
                    self.chosen.insert(number);
                }
            }
        }
    }

    /// Whether an `[[undercut]]` moves along with what is wanted.
    fn goes(undercut: &Undercut, wanted: &ToMove, is_below: bool) -> bool {
        let is_wanted = |id: &str| {
            let id = canonical(id);
            wanted.things.contains(&(TableKind::Claim, id.into_owned()))
        };
        let id = undercut.reason.id.as_ref().map(|id| canonical(&id.value));
        if id.is_some_and(|id| wanted.steps.contains(&*id)) {
            return true;
        }
        let premises = &undercut.reason.premises;
        let mut all = premises.iter();
        if !premises.is_empty() && all.all(|premise| is_wanted(&premise.claim.value)) {
            return true;
        }
        let step = &undercut.step.value;
        let names_step = match step_ends(step) {
            Some((from, to)) => is_wanted(from) || is_wanted(to),
            None => wanted.their_steps.contains(&*canonical(step)),
        };
        is_below && (names_step || premises.iter().any(|it| is_wanted(&it.claim.value)))
    }

    fn has_chosen(&self) -> bool {
        !self.chosen.is_empty()
    }

    fn chosen_sections(&self) -> impl Iterator<Item = &Section> {
        let chosen = self.chosen.iter();
        chosen.filter_map(|&number| self.sections.get(number))
    }

    fn chosen_things(&self) -> impl Iterator<Item = KindId> {
        self.chosen_sections().filter_map(thing_of)
    }

    fn chosen_undercuts(&self) -> usize {
        let undercuts = self.chosen_sections();
        undercuts
            .filter(|section| section.path.len() == 1 && thing_of(section).is_none())
            .count()
    }

    /// The kinds and ids, as written, of what is chosen. Each occurs once.
    fn chosen_ids(&self, steps: &FxHashSet<String>) -> Vec<(TableKind, String)> {
        let mut seen = FxHashSet::default();
        let mut ids = Vec::new();
        for section in self.chosen_sections() {
            let things = thing_of(section).zip(section.path.get(1));
            ids.extend(
                things
                    .filter(|(thing, _)| seen.insert(thing.clone()))
                    .map(|((kind, _), id)| (kind, id.clone())),
            );
        }
        let undercuts = self.document.undercuts.iter();
        let own = undercuts.filter_map(|it| it.reason.id.as_ref());
        let own = own.filter(|id| steps.contains(&*canonical(&id.value)));
        ids.extend(own.map(|id| (TableKind::Claim, id.value.to_string())));
        ids
    }

    /// The table that contains a byte.
    fn section_at(&self, at: u32) -> Option<usize> {
        let starts = |section: &Section| {
            let header = self.items.get(section.header);
            header.is_some_and(|header| header.span.start <= at)
        };
        self.sections.partition_point(starts).checked_sub(1)
    }

    /// Whether there are keys before the first header.
    fn has_keys_of_its_own(&self) -> bool {
        let first = self
            .sections
            .first()
            .map_or(self.items.len(), |it| it.first);
        let head = self.items.iter().take(first);
        head.into_iter()
            .any(|item| matches!(item.kind, ItemKind::Entry { .. }))
    }

    /// The line that refers to the schema, if it would be right in the new file too.
    fn directive(&self, to: &str) -> Option<&'m str> {
        let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let name = &self.map.files().file(self.file).name;
        let first = self.items.first()?;
        let line = self.text.get(first.span.range())?;
        (line.starts_with("#:schema") && folder(name) == folder(to)).then_some(line)
    }

    /// The chosen tables, with neighbouring ones as one piece, and the file without them.
    fn cut(&self, to: &str) -> Result<(Vec<String>, String), RelocationError> {
        let is_blank = |item: &LineItem| matches!(item.kind, ItemKind::Blank);
        let edits = self.paths(to)?;
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for section in self.chosen_sections() {
            match runs.last_mut() {
                Some((_, end))
                    if self
                        .items
                        .get(*end..section.first)
                        .is_some_and(|between| between.iter().all(is_blank)) =>
                {
                    *end = section.end;
                }
                _ => runs.push((section.first, section.end)),
            }
        }
        let at = |number: usize| {
            let item = self.items.get(number);
            item.map_or(self.text.len(), |item| item.span.start as usize)
        };
        let mut pieces = Vec::with_capacity(runs.len());
        let mut left = String::with_capacity(self.text.len());
        let mut from = 0;
        for (first, end) in runs {
            let last = self.items.get(end.saturating_sub(1));
            let last = last.map_or(self.text.len(), |last| last.span.end as usize);
            let piece = spliced(self.text, at(first)..last, &edits);
            pieces.push(piece + newline(self.text));
            let before = first
                .checked_sub(1)
                .and_then(|before| self.items.get(before));
            let mut next = end;
            if before.is_none_or(is_blank) {
                while self.items.get(next).is_some_and(is_blank) {
                    next += 1;
                }
            }
            left.push_str(self.text.get(from..at(first)).unwrap_or_default());
            from = at(next);
            if next == self.items.len() {
                let kept = left.trim_end_matches(['\n', '\r', ' ', '\t']).len();
                left.truncate(kept);
                if !left.is_empty() && !left.ends_with('\u{feff}') {
                    left.push_str(newline(self.text));
                }
            }
        }
        left.push_str(self.text.get(from..).unwrap_or_default());
        Ok((pieces, left))
    }

    /// The new values of `path` for the chosen sources, so that they are right in the target file.
    fn paths(&self, to: &str) -> Result<Vec<(Span, String)>, RelocationError> {
        let name = &self.map.files().file(self.file).name;
        let folder = to.rsplit_once('/').map_or("", |(folder, _)| folder);
        let chosen: FxHashSet<KindId> = self.chosen_things().collect();
        let mut edits = Vec::new();
        for source in &self.document.sources {
            let id = canonical(&source.id.value).into_owned();
            let Some(path) = &source.path else { continue };
            let Ok(full) = inside(name, &path.value) else {
                continue;
            };
            if !chosen.contains(&(TableKind::Source, id)) {
                continue;
            }
            let new = if folder.is_empty() {
                Some(&*full)
            } else {
                full.strip_prefix(folder)
                    .and_then(|rest| rest.strip_prefix('/'))
            };
            let Some(new) = new else {
                let id = source.id.value.to_string();
                return Err(RelocationError::Unreachable { id, path: full });
            };
            let is_same = inside(to, &path.value).is_ok_and(|now| now == full);
            if !is_same {
                edits.push((path.span, toml_string(new)));
            }
        }
        edits.sort_unstable_by_key(|(span, _)| *span);
        Ok(edits)
    }
}

/// A part of a text with the edits inside it made. The edits must be in the order of the text.
fn spliced(text: &str, range: std::ops::Range<usize>, edits: &[(Span, String)]) -> String {
    let mut out = String::with_capacity(range.len());
    let mut from = range.start;
    let first = edits.partition_point(|(span, _)| span.range().start < range.start);
    for (span, new) in edits.get(first..).unwrap_or_default() {
        let edit = span.range();
        if edit.end > range.end {
            break;
        }
        out.push_str(text.get(from..edit.start).unwrap_or_default());
        out.push_str(new);
        from = edit.end;
    }
    out.push_str(text.get(from..range.end).unwrap_or_default());
    out
}

/// The line ending of a text.
pub(super) fn newline(text: &str) -> &'static str {
    let first = text.find('\n').and_then(|at| text.get(..at));
    if first.is_some_and(|line| line.ends_with('\r')) {
        "\r\n"
    } else {
        "\n"
    }
}

/// The text with these line endings, except in strings, where line endings are part of the value.
pub(super) fn with_line_ends(text: &str, newline: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in Lexed::new(text).lex() {
        if token.kind() == TokenKind::Newline {
            out.push_str(newline);
        } else {
            let span = token.span();
            out.push_str(text.get(span.start()..span.end()).unwrap_or_default());
        }
    }
    out
}

/// What to write between the end of a text and what is appended: enough for one blank line.
fn gap(text: &str, newline: &str) -> String {
    let inner = text.trim_start_matches('\u{feff}');
    if inner.is_empty() {
        return String::new();
    }
    let mut ends = items(text).into_iter().rev();
    match ends.next() {
        Some(last) if !text.ends_with('\n') => match last.kind {
            ItemKind::Blank => newline.to_owned(),
            _ => newline.repeat(2),
        },
        Some(LineItem {
            kind: ItemKind::Blank,
            ..
        }) => String::new(),
        _ => newline.to_owned(),
    }
}
