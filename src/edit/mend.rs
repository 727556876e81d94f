//! A map with the changes made that its findings offer.

use rustc_hash::FxHashMap;

use super::apply::{Outcome, apply};
use super::uncover::{joined, uncover};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::map::Map;
use crate::narrow::narrow;
use crate::syntax::{FileId, Files, Lines, SharedStr, Span};

/// Maximum number of times that a map is checked again for faults that earlier changes brought to light.
const MOST_PASSES: usize = 32;

/// The result of fixing a map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Mended {
    /// The files that have changed, in the order of the map, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
    /// The changes that were made, in the order in which they were.
    pub made: Vec<Change>,
    /// Those that were not, since they would add a fault, each with that fault.
    pub refused: Vec<(Change, String)>,
    /// How many findings have just one way to fix them, which is a guess, and were not fixed since no guesses were asked
    /// for.
    pub guesses: usize,
}

/// A change, described so that it can be reported after the text that it changed is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it was a guess.
    pub applicability: Applicability,
    /// The file.
    pub file: FileId,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// What was there, from the first byte that changes to the last.
    pub before: String,
    /// What is there now.
    pub after: String,
}

/// Makes the changes that the findings of a map offer: those of the findings that have just one, if it is certain, or with
/// `guess` if it is a guess too.
///
/// `check` gives the findings of a map. It is asked again after the changes, until no more is to be done, so that fixing
/// what is fixed changes nothing. No change adds a fault: see [`apply`]. A change that brings faults to light is made together with
/// those that fix them, if these are certain, or not at all.
///
/// # Errors
///
/// What `check` gives.
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
        // What is certain goes first: of two changes that overlap the first is made.
        let mut wanted = certain;
        if guess {
            wanted.extend(guesses);
        } else {
            mended.guesses = guesses.len();
        }
        let edited = apply(&now, wanted.iter().copied());
        let mut telling = Telling::new(&now);
        let mut refused = Vec::new();
        mended.refused.clear();
        for (&fix, outcome) in wanted.iter().zip(edited.outcomes) {
            match outcome {
                Outcome::Made => mended.made.extend(telling.tell(fix)),
                Outcome::Refused(why) => {
                    refused.push(fix);
                    mended
                        .refused
                        .extend(telling.tell(fix).map(|change| (change, why)));
                }
                Outcome::Idle => {}
            }
        }
        let mut changed = edited.files;
        if changed.is_empty() && !refused.is_empty() {
            let groups = uncover(&now, &refused, &mut check)?;
            let wholes: Vec<Fix> = groups.iter().map(|group| joined(group)).collect();
            let edited = apply(&now, &wholes);
            for (group, outcome) in groups.iter().zip(edited.outcomes) {
                if outcome == Outcome::Made {
                    mended
                        .made
                        .extend(group.iter().filter_map(|fix| telling.tell(fix)));
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

/// Tells changes of texts; counts the lines of each file once.
struct Telling<'f> {
    files: &'f Files,
    lines: FxHashMap<FileId, Lines>,
}

impl<'f> Telling<'f> {
    fn new(files: &'f Files) -> Self {
        Self {
            files,
            lines: FxHashMap::default(),
        }
    }

    /// None for a change without edits.
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
