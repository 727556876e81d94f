//! Merges two claims that say the same thing into one.

mod list;
mod parting;
mod unite;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;

use self::parting::{Parting, Undercutting};
use self::unite::unite;
use super::new_fault::{NewFault, new_fault};
use super::rename::{refer, unread};
use crate::diagnostic::Place;
use crate::map::{ClaimId, Map, StepId, canonical, step_ends};
use crate::nearest::nearest;
use crate::syntax::{Claim, FileId, Files, Polarity, Scan, SharedStr, TableKind};

/// The result of merging two claims.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merging {
    /// How often the second claim was mentioned elsewhere.
    pub references: usize,
    /// Notes on what might surprise.
    pub notes: Vec<Note>,
    /// The files that have changed, in map order, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
}

/// A note about a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// What happened, in a few words.
    pub text: String,
    /// Where it happened.
    pub place: Option<Place>,
}

/// Whose wording to keep if the two claims differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The wording of the claim that stays.
    First,
    /// The wording of the claim that is removed.
    Second,
}

/// Why two claims cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeError {
    /// Both ids name the same claim.
    Same(String),
    /// No claim has the id.
    Unknown {
        /// The id.
        id: String,
        /// The most similar id.
        nearest: Option<String>,
    },
    /// The claim does not have its own header.
    NoHeader {
        /// The id.
        id: String,
        /// Where the claim is written.
        place: Place,
    },
    /// The two claims differ in keys that can have only one value.
    Differ {
        /// The keys, such as `text.en`, each with the values of the first and the second claim.
        keys: Vec<(String, String, String)>,
    },
    /// A file could not be read completely, so mentions of the claims in it might be missed.
    Unread(FileId),
    /// The map would have this fault, which it does not have now.
    Fault(NewFault),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same(id) => write!(f, "`{id}` is already one claim"),
            Self::Unknown { id, nearest: None } => write!(f, "no claim has the id `{id}`"),
            Self::Unknown {
                id,
                nearest: Some(nearest),
            } => write!(f, "no claim has the id `{id}`; did you mean `{nearest}`?"),
            Self::NoHeader { id, .. } => write!(f, "`{id}` does not have its own header"),
            Self::Differ { keys } => {
                let keys: Vec<String> = keys.iter().map(|it| format!("`{}`", it.0)).collect();
                write!(f, "the two differ in {}", keys.join(" and "))
            }
            Self::Unread(_) => f.write_str("a file of the map cannot be read completely"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for MergeError {}

/// Merges two claims into one with the id `one`.
///
/// The merged claim has the quotations, speakers, tags, reasons and relations of both. All mentions of the other claim,
/// also in `"a -> b"`, become mentions of it. Relations between the two are removed, along with their undercuts, and a
/// list that would name the claim twice names it once. Its table is formatted again, with the comments of both claims;
/// everything else stays as it is. Linear in the map.
///
/// # Errors
///
/// A [`MergeError`] if the two differ in their text, in their credence or in whether they are denied, and `keep` does
/// not say which to keep; or if they cannot be merged. Then nothing changes.
pub fn merge(map: &Map, one: &str, other: &str, keep: Option<Keep>) -> Result<Merging, MergeError> {
    if let Some(file) = unread(map) {
        return Err(MergeError::Unread(file));
    }
    let pair = Pair::new(map, one, other)?;
    let keys = pair.differences();
    if keep.is_none() && !keys.is_empty() {
        return Err(MergeError::Differ { keys });
    }
    let mut notes = Vec::new();
    let mut files = pair.parted(keep, &mut notes);
    let references = refer(&mut files, pair.other, pair.one);
    let map_between = Map::new(&files);
    unite(&map_between, &mut files, &pair, keep, &mut notes);
    if let Some(fault) = new_fault(map, &files, Some((pair.other, pair.one))) {
        return Err(MergeError::Fault(fault));
    }
    notes.extend(twice(map, &files, &pair));
    let pairs = (0..)
        .map(FileId)
        .zip(files.files.into_iter().zip(&map.files().files));
    let changed = pairs.filter(|(_, (new, old))| new.text != old.text);
    Ok(Merging {
        references,
        notes,
        files: changed.map(|(file, (new, _))| (file, new.text)).collect(),
    })
}

/// Notes on steps that now say the same thing as another step, but did not before.
fn twice(map: &Map, files: &Files, pair: &Pair<'_>) -> Vec<Note> {
    let now = Map::new(files);
    let (own, before, after) = (
        stated(map, str::to_owned),
        stated(map, |id| pair.became(id)),
        stated(&now, str::to_owned),
    );
    let counts = |key: &String| own.get(key).map_or(0, Vec::len);
    let again = after
        .iter()
        .filter(|(key, steps)| steps.len() > 1 && steps.len() > counts(key));
    let told = again.map(|(key, _)| Note {
        text: format!("stated twice now: {key}"),
        place: before
            .get(key)
            .and_then(|steps| steps.last())
            .map(|&step| map.step_place(step)),
    });
    told.collect()
}

/// The statements that the steps of a map make, apart from undercuts, each with its steps. Claims are named by `name`.
fn stated(map: &Map, name: impl Fn(&str) -> String) -> BTreeMap<String, Vec<StepId>> {
    let mut stated: BTreeMap<String, Vec<StepId>> = BTreeMap::new();
    for id in map.steps() {
        let step = map.step(id);
        let premises: BTreeSet<String> = map
            .premises(id)
            .map(|claim| format!("`{}`", name(map.id(claim))))
            .collect();
        let premises: Vec<String> = premises.into_iter().collect();
        let does = match (step.polarity, premises.len()) {
            (Polarity::For, 0..2) => "supports",
            (Polarity::For, _) => "support",
            (Polarity::Against, 0..2) => "attacks",
            (Polarity::Against, _) => "attack",
        };
        let to = name(map.id(step.conclusion));
        let key = format!("{} {does} `{to}`", premises.join(" and "));
        stated.entry(key).or_default().push(id);
    }
    stated
}

/// The two claims in the unchanged map.
struct Pair<'m> {
    map: &'m Map,
    /// The ids as written.
    one: &'m str,
    other: &'m str,
    claims: [&'m Claim; 2],
    /// The ids in their canonical form, for comparison.
    names: [String; 2],
}

impl<'m> Pair<'m> {
    fn new(map: &'m Map, one: &str, other: &str) -> Result<Self, MergeError> {
        let find = |id: &str| -> Result<ClaimId, MergeError> {
            map.find(id).ok_or_else(|| {
                let known = map.claims().map(|claim| map.id(claim));
                MergeError::Unknown {
                    id: id.to_owned(),
                    nearest: nearest(id, known).map(str::to_owned),
                }
            })
        };
        let (one, other) = (find(one)?, find(other)?);
        if one == other {
            return Err(MergeError::Same(map.id(one).to_owned()));
        }
        let pair = Self {
            map,
            one: map.id(one),
            other: map.id(other),
            claims: [map.claim(one), map.claim(other)],
            names: [one, other].map(|claim| canonical(map.id(claim)).into_owned()),
        };
        for (id, file) in (0..).map(FileId).zip(&map.files().files) {
            let scan = Scan::new(&file.text);
            for key in scan
                .ids(TableKind::Claim.key())
                .filter(|key| !key.in_header)
            {
                if pair.has(&key.name) {
                    return Err(MergeError::NoHeader {
                        id: key.name.clone().into_owned(),
                        place: Place {
                            file: id,
                            span: key.span,
                        },
                    });
                }
            }
        }
        Ok(pair)
    }

    /// The id that a claim with this id has after the merge.
    fn became(&self, id: &str) -> String {
        let id = if self.has(id) { self.one } else { id };
        id.to_owned()
    }

    /// Whether this is the id of one of the two.
    fn has(&self, id: &str) -> bool {
        let id = canonical(id);
        self.names.iter().any(|name| *name == *id)
    }

    /// The keys that can have only one value and in which the two claims differ.
    fn differences(&self) -> Vec<(String, String, String)> {
        let [one, other] = self.claims;
        let mut keys = Vec::new();
        let forms = |claim: &Claim| claim.text.iter().any(|it| it.language.is_none());
        let is_alike = forms(one) == forms(other) || one.text.is_empty() || other.text.is_empty();
        if !is_alike {
            let [one, other] = [one, other].map(|claim| {
                let wordings = claim.text.iter().map(|it| match &it.language {
                    Some(language) => format!("«{}» ({})", it.text.value, language.value),
                    None => format!("«{}»", it.text.value),
                });
                wordings.collect::<Vec<_>>().join(", ")
            });
            keys.push(("text".to_owned(), one, other));
        }
        for wording in one.text.iter().filter(|_| is_alike) {
            let language = wording.language.as_ref().map(|it| &*it.value);
            let same = |it: &&crate::syntax::Wording| {
                it.language.as_ref().map(|it| &*it.value) == language
            };
            let Some(theirs) = other.text.iter().find(same) else {
                continue;
            };
            if theirs.text.value != wording.text.value {
                let key = language.map_or_else(|| "text".to_owned(), |it| format!("text.{it}"));
                let texts = [wording, theirs].map(|it| format!("«{}»", it.text.value));
                let [one, other] = texts;
                keys.push((key, one, other));
            }
        }
        if let (Some(one), Some(other)) = (&one.credence, &other.credence)
            && one.value.total_cmp(&other.value).is_ne()
        {
            let (one, other) = (one.value.to_string(), other.value.to_string());
            keys.push(("credence".to_owned(), one, other));
        }
        if one.is_denied() != other.is_denied() {
            let [one, other] = [one, other].map(|it| it.is_denied().to_string());
            keys.push(("denied".to_owned(), one, other));
        }
        if let Some((one, other)) = self.expectations() {
            keys.push(("expect".to_owned(), one.to_owned(), other.to_owned()));
        }
        keys
    }

    /// The lists of `[expect]` that have the one and the other, if no claim can be what both of them expect.
    fn expectations(&self) -> Option<(&'static str, &'static str)> {
        let lists = self
            .map
            .documents()
            .iter()
            .flat_map(|document| document.expect.lists());
        let mut of = [BTreeSet::new(), BTreeSet::new()];
        for (list, ids) in lists {
            for id in ids {
                let name = canonical(&id.value);
                if let Some(which) = self.names.iter().position(|own| *own == *name)
                    && let Some(own) = of.get_mut(which)
                {
                    own.insert(list);
                }
            }
        }
        let clashes = |one: &str, other: &str| match (one, other) {
            ("rejected", "accepted_either_way") | ("accepted_either_way", "rejected") => true,
            (_, "accepted_either_way") | ("accepted_either_way", _) => false,
            _ => one != other,
        };
        let [one, other] = &of;
        let mut pairs = one
            .iter()
            .flat_map(|&one| other.iter().map(move |&other| (one, other)));
        pairs.find(|(one, other)| clashes(one, other))
    }

    /// The files without relations between the two, and with only one of them in lists that name both.
    fn parted(&self, keep: Option<Keep>, notes: &mut Vec<Note>) -> Files {
        let unkept = keep.filter(|_| self.expectations().is_some());
        let unkept = unkept.map(|keep| match keep {
            Keep::First => &*self.names[1],
            Keep::Second => &*self.names[0],
        });
        let mut files = self.map.files().clone();
        let documents = (0..).map(FileId).zip(self.map.documents());
        let mut sheets: Vec<Parting<'_>> = documents
            .map(|(file, document)| Parting::new(self, file, document))
            .collect();
        let mut gone: Vec<String> = Vec::new();
        for sheet in &mut sheets {
            sheet.between(&mut gone, notes);
            sheet.unexpected(unkept, notes);
            sheet.once(notes);
        }
        self.without_undercuts(&mut sheets, gone, notes);
        for sheet in &sheets {
            if let Some(file) = files.files.get_mut(sheet.file.0 as usize)
                && sheet.changes()
            {
                file.text = sheet.text_left().into();
            }
        }
        files
    }

    /// Removes undercuts of steps that are removed, and undercuts of these undercuts.
    fn without_undercuts(
        &self,
        sheets: &mut [Parting<'m>],
        mut gone: Vec<String>,
        notes: &mut Vec<Note>,
    ) {
        let mut by_step: FxHashMap<String, Vec<(usize, Undercutting<'m>)>> = FxHashMap::default();
        let mut next: Vec<(usize, Undercutting<'m>)> = Vec::new();
        for (number, sheet) in sheets.iter().enumerate() {
            for undercut in sheet.undercuts() {
                match step_ends(&undercut.step.value) {
                    Some((from, to)) if self.has(from) && self.has(to) => {
                        next.push((number, undercut));
                    }
                    Some(_) => {}
                    None => {
                        let step = canonical(&undercut.step.value).into_owned();
                        by_step.entry(step).or_default().push((number, undercut));
                    }
                }
            }
        }
        loop {
            for step in std::mem::take(&mut gone) {
                next.extend(by_step.remove(&step).into_iter().flatten());
            }
            if next.is_empty() {
                return;
            }
            for (number, undercut) in std::mem::take(&mut next) {
                let sheet = sheets.get_mut(number);
                if sheet.is_some_and(|sheet| sheet.drop_undercut(&undercut, notes)) {
                    gone.extend(undercut.id.map(|id| canonical(&id.value).into_owned()));
                }
            }
        }
    }
}
