//! Applies the fixes that findings offer to a map.

use rustc_hash::FxHashMap;

use super::apply::{FixOutcome, apply};
use super::uncover::{joined, uncover};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Place};
use crate::map::Map;
use crate::narrow::narrow;
use crate::syntax::{FileId, Files, Lines, SharedStr, Span};

/// Maximum number of times that a map is checked again for faults that earlier changes uncovered.
const MOST_PASSES: usize = 32;

/// The result of fixing a map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Mended {
    /// The files that have changed, in map order, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
    /// The changes that were made, in the order in which they were made.
    pub made: Vec<Change>,
    /// The changes that were refused because they would add a fault, each with that fault.
    pub refused: Vec<(Change, String)>,
    /// How many findings have a guess as their only fix and were not fixed because no guesses were requested.
    pub guesses: usize,
}

/// A change, described so that it can be reported after the old text is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it was a guess.
    pub applicability: Applicability,
    /// The file.
    pub file: FileId,
    /// The line on which it begins, counted from 1.
    pub line: u32,
    /// The old text, from the first byte that changes to the last.
    pub before: String,
    /// The new text.
    pub after: String,
}

/// Makes the changes that the findings of a map offer. Only findings with exactly one fix are fixed, if it is certain,
/// or with `guess` also if it is a guess.
///
/// `check` must return the findings of a map. It is called again after the changes, until there is nothing left to do,
/// so that fixing a fixed map changes nothing. No change adds a fault: see [`apply`]. A change that uncovers faults is
/// made together with the changes that fix these, if they are certain, or not at all.
///
/// # Errors
///
/// The errors of `check`.
pub fn mend<E>(
    files: &Files,
    guess: bool,
    mut check: impl FnMut(&Map) -> Result<Vec<Diagnostic>, E>,
) -> Result<Mended, E> {
    let mut mended = Mended::default();
    let mut now = files.clone();
    for _ in 0..MOST_PASSES {
        let findings = check(&Map::new(&now))?;
        let single = findings.iter().filter_map(Diagnostic::only_fix);
        let (certain, guesses): (Vec<&Fix>, Vec<&Fix>) =
            single.partition(|fix| fix.applicability == Applicability::Certain);
        // Certain changes go first: if two changes overlap, the first is made.
        let mut wanted = certain;
        if guess {
            wanted.extend(guesses);
        } else {
            mended.guesses = guesses.len();
        }
        let edited = apply(&now, wanted.iter().copied());
        let mut telling = ChangeTelling::new(&now);
        let mut refused = Vec::new();
        mended.refused.clear();
        for (&fix, outcome) in wanted.iter().zip(edited.outcomes) {
            match outcome {
                FixOutcome::Made => mended.made.extend(telling.tell(fix)),
                FixOutcome::Refused(why) => {
                    refused.push(fix);
                    mended
                        .refused
                        .extend(telling.tell(fix).map(|change| (change, why)));
                }
                FixOutcome::Idle => {}
            }
        }
        let mut changed = edited.files;
        if changed.is_empty() && !refused.is_empty() {
            let groups = uncover(&now, &refused, &mut check)?;
            let wholes: Vec<Fix> = groups.iter().map(|group| joined(group)).collect();
            let edited = apply(&now, &wholes);
            let places = refused.iter().map(|fix| first_place(fix));
            let numbers: FxHashMap<Option<Place>, usize> = places.zip(0..).collect();
            for (group, outcome) in groups.iter().zip(edited.outcomes) {
                match outcome {
                    FixOutcome::Made => mended
                        .made
                        .extend(group.iter().filter_map(|fix| telling.tell(fix))),
                    // What is still in the way is not what the other changes of the group fix.
                    FixOutcome::Refused(why) => {
                        let number = group.first().and_then(|fix| numbers.get(&first_place(fix)));
                        let told = number.and_then(|&number| mended.refused.get_mut(number));
                        if let Some((_, told)) = told {
                            *told = why;
                        }
                    }
                    FixOutcome::Idle => {}
                }
            }
            changed = edited.files;
        }
        if changed.is_empty() {
            break;
        }
        for (file, text) in changed {
            if let Some(file) = now.files.get_mut(file.0 as usize) {
                file.text = text;
            }
        }
    }
    let pairs = (0..)
        .map(FileId)
        .zip(now.files.into_iter().zip(&files.files));
    let changed = pairs.filter(|(_, (new, old))| new.text != old.text);
    mended.files = changed.map(|(file, (new, _))| (file, new.text)).collect();
    Ok(mended)
}

/// The place of a change's first edit; `None` if it has no edits.
fn first_place(fix: &Fix) -> Option<Place> {
    fix.edits.first().map(|(place, _)| *place)
}

/// Describes changes of texts. Finds the lines of each file only once.
struct ChangeTelling<'f> {
    files: &'f Files,
    lines: FxHashMap<FileId, Lines>,
}

impl<'f> ChangeTelling<'f> {
    fn new(files: &'f Files) -> Self {
        Self {
            files,
            lines: FxHashMap::default(),
        }
    }

    /// Describes a change; `None` if it has no edits.
    fn tell(&mut self, fix: &Fix) -> Option<Change> {
        let file = fix.edits.first()?.0.file;
        let text = &self.files.file(file).text;
        let lines = self.lines.entry(file).or_insert_with(|| Lines::new(text));
        let mut edits: Vec<(Span, &str)> = fix
            .edits
            .iter()
            .filter(|(place, _)| place.file == file)
            .map(|(place, new)| (place.span, new.as_str()))
            .collect();
        edits.sort_unstable();
        let start = edits.first()?.0.start;
        let (mut before, mut after) = (String::new(), String::new());
        let mut from = start as usize;
        for (span, new) in edits {
            let range = span.range();
            let kept = text.get(from..range.start).unwrap_or_default();
            from = range.end;
            before.push_str(kept);
            before.push_str(text.get(range).unwrap_or_default());
            after.push_str(kept);
            after.push_str(new);
        }
        Some(Change {
            title: fix.title.clone(),
            applicability: fix.applicability,
            file,
            line: narrow(lines.line_of(start) + 1),
            before,
            after,
        })
    }
}
