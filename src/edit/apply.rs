//! Makes changes in a map's files, except those that would leave the map with more faults than before.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::splice::{Splice, Taken};
use crate::check;
use crate::diagnostic::{Diagnostic, Fix, Place, RuleName};
use crate::map::Map;
use crate::syntax::{FileId, Files, SharedStr};

/// Number of trials that are always allowed, however large the map is. Each trial reads the changed map again.
const TRIALS_AT_LEAST: usize = 24;

/// Maximum number of trials, however small the map is.
const TRIALS_AT_MOST: usize = 400;

/// In between, as many trials are allowed as read this many bytes in total.
const READ_IN_ALL: usize = 1 << 28;

/// Maximum number of rounds that leave out one suspect for each fault. After that, all suspects are left out.
const PATIENCE: usize = 8;

/// The result of making changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Edited {
    /// The files that have changed, in map order, each with its new text.
    pub files: Vec<(FileId, SharedStr)>,
    /// The outcome of each change, in the same order as the changes.
    pub outcomes: Vec<FixOutcome>,
}

/// The outcome of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixOutcome {
    /// It was made.
    Made,
    /// It was not made: it overlaps another change, or it would change nothing.
    Idle,
    /// It was not made: it would add this fault to the map.
    Refused(String),
}

/// Makes the changes in the files of a map, in order. A change that overlaps an earlier one is left out completely.
///
/// A change that would add a fault is left out too, and no other change because of it. The changed files are read and
/// checked again until they have no more faults than before, as `check::faults` counts them. A fault's place usually
/// shows which change caused it; otherwise the culprit is found by halving the set of changes. The result depends only
/// on the files and the changes.
///
/// O((size of the map + changes) × log changes) times the number of trials, which is bounded. In the worst case,
/// changes that could have been made are left out.
pub fn apply<'f>(files: &Files, changes: impl IntoIterator<Item = &'f Fix>) -> Edited {
    let changes: Vec<&Fix> = changes.into_iter().collect();
    let mut sorting = Sorting {
        files,
        changes: &changes,
        before: None,
        outcomes: vec![FixOutcome::Idle; changes.len()],
        trials_left: trials(files),
    };
    let mut taken = Taken::default();
    let (first, others): (Vec<_>, Vec<_>) = sorting
        .possible()
        .into_iter()
        .partition(|&number| sorting.takes(&mut taken, number));
    let mut made = sorting.without_faults(first);
    // Changes that overlapped a refused change get their turn.
    let mut taken = Taken::default();
    made.retain(|&number| sorting.takes(&mut taken, number));
    let others = others.into_iter();
    let others = others.filter(|&number| sorting.takes(&mut taken, number));
    let others: Vec<_> = others.collect();
    sorting.add_by_halves(&mut made, others);
    for &number in &made {
        sorting.set(number, FixOutcome::Made);
    }
    let edited = Splice::new(files, &changes, &made);
    Edited {
        files: edited.changed(files),
        outcomes: sorting.outcomes,
    }
}

fn trials(files: &Files) -> usize {
    let size: usize = files.files.iter().map(|file| file.text.len()).sum();
    (READ_IN_ALL / size.max(1)).clamp(TRIALS_AT_LEAST, TRIALS_AT_MOST)
}

/// What identifies a fault from one trial to the next: its rule, and its place in the original text.
type Identity = (RuleName, Option<(FileId, u32)>);

/// The faults before any change, and where the text was not valid TOML.
type FaultsBefore = (FxHashMap<Identity, usize>, FxHashSet<Identity>);

/// A fault that the changes added.
struct Added {
    message: String,
    /// Whether it makes the file unreadable, so that other faults may follow from it.
    is_syntax: bool,
    /// The changes that may have caused it, in order; empty if its place does not tell.
    suspects: Vec<usize>,
}

/// Sorts changes into those that can be made and those that cannot.
struct Sorting<'c> {
    files: &'c Files,
    changes: &'c [&'c Fix],
    /// Computed when they are first needed.
    before: Option<FaultsBefore>,
    outcomes: Vec<FixOutcome>,
    trials_left: usize,
}

impl Sorting<'_> {
    /// The changes that change something. Refuses changes in files that could not be read completely.
    fn possible(&mut self) -> Vec<usize> {
        let troubles = self.files.diagnostics.iter();
        let unread = troubles.filter_map(|finding| Some(finding.place()?.file));
        let unread: BTreeSet<FileId> = unread.collect();
        let mut possible = Vec::new();
        for (number, change) in self.changes.iter().enumerate() {
            let old = |place: &Place| self.files.file(place.file).text.get(place.span.range());
            let edits = || change.edits.iter();
            if edits().any(|(place, _)| unread.contains(&place.file)) {
                let why = "its file could not be read completely, so a change would damage it";
                if let Some(outcome) = self.outcomes.get_mut(number) {
                    *outcome = FixOutcome::Refused(why.to_owned());
                }
            } else if edits().all(|(place, _)| old(place).is_some())
                && edits().any(|(place, new)| old(place) != Some(new))
            {
                possible.push(number);
            }
        }
        possible
    }

    fn takes(&self, taken: &mut Taken, number: usize) -> bool {
        let change = self.changes.get(number);
        change.is_some_and(|change| taken.take(change))
    }

    fn set(&mut self, number: usize, outcome: FixOutcome) {
        if let Some(slot) = self.outcomes.get_mut(number) {
            *slot = outcome;
        }
    }

    /// Of these changes, which do not overlap, those that together add no fault.
    fn without_faults(&mut self, mut kept: Vec<usize>) -> Vec<usize> {
        let mut doubtful = Vec::new();
        for round in 0.. {
            let Some(added) = self.try_out(&kept) else {
                self.refuse_all(&kept);
                return Vec::new();
            };
            if added.is_empty() {
                break;
            }
            let guilty = self.guilty(&added, round >= PATIENCE, &mut doubtful);
            if guilty.is_empty() {
                let untold = std::mem::take(&mut kept);
                self.add_by_halves(&mut kept, untold);
                break;
            }
            kept.retain(|number| !guilty.contains(number));
        }
        // Changes that were one of several suspects may be innocent.
        doubtful.sort_unstable();
        self.add_by_halves(&mut kept, doubtful);
        kept
    }

    /// Refuses and returns the changes to leave out because of these faults: for each fault the last suspect, or with
    /// `all` every suspect. Adds those that were not the only suspect to `doubtful`.
    fn guilty(&mut self, added: &[Added], all: bool, doubtful: &mut Vec<usize>) -> BTreeSet<usize> {
        let is_suspect_syntax = |fault: &Added| fault.is_syntax && !fault.suspects.is_empty();
        let is_syntax = added.iter().any(is_suspect_syntax);
        let mut guilty = BTreeSet::new();
        for fault in added.iter().filter(|fault| fault.is_syntax || !is_syntax) {
            let most = if all { usize::MAX } else { 1 };
            let from = fault.suspects.len().saturating_sub(most);
            for &number in fault.suspects.iter().skip(from) {
                if guilty.insert(number) {
                    self.set(number, FixOutcome::Refused(fault.message.clone()));
                    if fault.suspects.len() > 1 {
                        doubtful.push(number);
                    }
                }
            }
        }
        guilty
    }

    /// Adds the changes of `others` to `made` that add no fault to what has been made so far.
    fn add_by_halves(&mut self, made: &mut Vec<usize>, others: Vec<usize>) {
        let mut groups = vec![others];
        while let Some(group) = groups.pop() {
            let Some(&first) = group.first() else {
                continue;
            };
            let mut all = made.clone();
            all.extend(&group);
            all.sort_unstable();
            let Some(added) = self.try_out(&all) else {
                self.refuse_all(&group);
                continue;
            };
            match added.first() {
                None => *made = all,
                Some(fault) if group.len() == 1 => {
                    self.set(first, FixOutcome::Refused(fault.message.clone()));
                }
                Some(_) => {
                    let (one, other) = group.split_at(group.len() / 2);
                    groups.push(other.to_vec());
                    groups.push(one.to_vec());
                }
            }
        }
    }

    /// Refuses changes that could not be tried. Changes that were already refused keep their reason.
    fn refuse_all(&mut self, numbers: &[usize]) {
        for &number in numbers {
            if !matches!(self.outcomes.get(number), Some(FixOutcome::Refused(_))) {
                let why = "too many of the other changes would add faults".to_owned();
                self.set(number, FixOutcome::Refused(why));
            }
        }
    }

    /// The faults that these changes would add together; `None` if no trials are left.
    fn try_out(&mut self, numbers: &[usize]) -> Option<Vec<Added>> {
        if numbers.is_empty() {
            return Some(Vec::new());
        }
        self.trials_left = self.trials_left.checked_sub(1)?;
        let files = self.files;
        let before = self.before.get_or_insert_with(|| {
            let faults = check::faults(&Map::new(files));
            let mut before = FxHashMap::default();
            for fault in &faults {
                *before.entry(identity(fault, |_, at| at)).or_insert(0) += 1;
            }
            (before, broken(&faults, |_, at| at))
        });
        let (mut before, broken_before) = (before.0.clone(), &before.1);
        let splice = Splice::new(files, self.changes, numbers);
        let mut added = Vec::new();
        let faults = check::faults(&Map::new(&splice.files));
        let still_broken = broken(&faults, |file, at| splice.before(file, at));
        for fault in faults {
            let identity = identity(&fault, |file, at| splice.before(file, at));
            // What a value names or quotes counts once it can be read: it is then the fault of the change that mended it.
            let syntax = (RuleName::INVALID_TOML, identity.1);
            let is_mended = broken_before.contains(&syntax) && !still_broken.contains(&syntax);
            match before.get_mut(&identity) {
                Some(count @ 1..) if !is_mended => *count -= 1,
                _ => added.push(Added {
                    suspects: suspects(&splice, &fault),
                    is_syntax: fault.rule == RuleName::INVALID_TOML,
                    message: fault.message,
                }),
            }
        }
        Some(added)
    }
}

/// Where the text is not valid TOML.
fn broken(faults: &[Diagnostic], before: impl Fn(FileId, u32) -> u32) -> FxHashSet<Identity> {
    let broken = faults.iter().map(|fault| identity(fault, &before));
    broken
        .filter(|(rule, _)| *rule == RuleName::INVALID_TOML)
        .collect()
}

fn identity(fault: &Diagnostic, before: impl Fn(FileId, u32) -> u32) -> Identity {
    let at = |place: Place| (place.file, before(place.file, place.span.start));
    (fault.rule, fault.place().map(at))
}

/// The changes at the places that a fault points at. If there are none, those on the lines of these places and of the
/// places in its trails.
fn suspects(splice: &Splice, fault: &Diagnostic) -> Vec<usize> {
    let labels = fault.labels.iter().map(|label| label.place);
    let touching = labels.clone().flat_map(|place| splice.changes_in(place));
    let mut suspects: Vec<usize> = touching.collect();
    if suspects.is_empty() {
        let steps = fault.trails.iter().flat_map(|trail| &trail.steps);
        let places = labels.chain(steps.filter_map(|step| step.place));
        let near = places.flat_map(|place| splice.changes_in(splice.lines(place)));
        suspects = near.collect();
    }
    suspects.sort_unstable();
    suspects.dedup();
    suspects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Span;

    /// The change that replaces the first `old` in a text.
    fn change(text: &str, old: &str, new: &str) -> Fix {
        let start = text.find(old).unwrap();
        let place = Place {
            file: FileId(0),
            span: Span::new(start, start + old.len()),
        };
        Fix::guess(format!("write {new}"), vec![(place, new.to_owned())])
    }

    fn outcomes(text: &str, changes: &[Fix]) -> (String, Vec<FixOutcome>) {
        let files = Files::from_text("map.toml", text);
        let edited = apply(&files, changes);
        let new = edited.files.into_iter().next();
        (
            new.map_or_else(|| text.to_owned(), |(_, new)| new.to_string()),
            edited.outcomes,
        )
    }

    fn is_made(outcomes: &[FixOutcome]) -> Vec<bool> {
        let made = outcomes.iter().map(|outcome| *outcome == FixOutcome::Made);
        made.collect()
    }

    const MAP: &str =
        "# A comment.\n[claim.a]\ntext   = \"A.\" # odd  layout\ntags = [ \"x\",\"y\" ]\n";

    #[test]
    fn what_is_not_changed_stays_to_the_byte() {
        let changes = [
            change(MAP, "\"y\"", "\"why\""),
            change(MAP, "\"A.\"", "\"B, and more.\""),
            change(MAP, "\"y\"", "\"z\""),
            change(MAP, "odd", "odd"),
        ];
        let (new, outcomes) = outcomes(MAP, &changes);
        let expected = [
            FixOutcome::Made,
            FixOutcome::Made,
            FixOutcome::Idle,
            FixOutcome::Idle,
        ];
        assert_eq!(outcomes, expected);
        let expected = MAP
            .replace("\"y\"", "\"why\"")
            .replace("\"A.\"", "\"B, and more.\"");
        assert_eq!(new, expected);
    }

    #[test]
    fn a_change_that_breaks_a_file_is_left_out_alone() {
        let changes = [
            change(MAP, "\"A.\"", "\"A."),
            change(MAP, "\"y\"", "\"z\""),
            change(MAP, "[claim.a]", "[claim.a"),
        ];
        let (new, outcomes) = outcomes(MAP, &changes);
        assert_eq!(is_made(&outcomes), [false, true, false], "{outcomes:?}");
        assert_eq!(new, MAP.replace("\"y\"", "\"z\""));
    }

    #[test]
    fn what_overlaps_a_change_that_is_refused_has_its_turn() {
        let changes = [
            change(MAP, "\"A.\" # odd", "\"A."),
            change(MAP, "\"A.\"", "\"B.\""),
        ];
        let (new, outcomes) = outcomes(MAP, &changes);
        assert_eq!(is_made(&outcomes), [false, true], "{outcomes:?}");
        assert_eq!(new, MAP.replace("A.", "B."));
    }

    /// Claims `c0`, `c1` … each with a mistyped key. For a `faulty` claim, the key would be a fault if it were spelt
    /// right.
    fn claims(count: usize, faulty: impl Fn(usize) -> bool) -> String {
        let mut text = String::new();
        for number in 0..count {
            let to = if faulty(number) { "nothing" } else { "c0" };
            let claim = format!("[claim.c{number}]\ntext = \"C.\"\nattaks = [\"{to}\"]\n\n");
            text.push_str(&claim);
        }
        text
    }

    fn mistyped(text: &str) -> Vec<Fix> {
        let keys = text.match_indices("attaks").map(|(start, key)| {
            let place = Place {
                file: FileId(0),
                span: Span::new(start, start + key.len()),
            };
            Fix::certain("write `attacks`", vec![(place, "attacks".to_owned())])
        });
        keys.collect()
    }

    #[test]
    fn only_the_changes_that_add_a_fault_are_left_out() {
        // With its key spelt right, the first claim would attack itself.
        let faulty = |number: usize| number == 0 || number % 7 == 3;
        let text = claims(300, |number| number % 7 == 3);
        let (new, outcomes) = outcomes(&text, &mistyped(&text));
        for (number, made) in is_made(&outcomes).into_iter().enumerate() {
            assert_eq!(
                made,
                !faulty(number),
                "{number}: {:?}",
                outcomes.get(number)
            );
        }
        assert_eq!(new.matches("attaks").count(), 1 + 43);
    }

    #[test]
    fn of_changes_that_are_a_fault_together_the_first_are_made() {
        let text = "[claim.a]\ntext = \"A.\"\nsuports = [\"b\"]\n\
                    [claim.b]\ntext = \"B.\"\nsuports = [\"c\"]\n\
                    [claim.c]\ntext = \"C.\"\nsuports = [\"a\"]\n";
        let changes: Vec<Fix> = text
            .match_indices("suports")
            .map(|(start, key)| {
                let place = Place {
                    file: FileId(0),
                    span: Span::new(start, start + key.len()),
                };
                Fix::certain("", vec![(place, "supports".to_owned())])
            })
            .collect();
        let (_, outcomes) = outcomes(text, &changes);
        assert_eq!(is_made(&outcomes), [true, true, false], "{outcomes:?}");
    }

    #[test]
    fn more_changes_do_not_take_more_trials() {
        let trials_of = |count: usize| {
            let text = claims(count, |number| number % 2 == 1);
            let (files, mends) = (Files::from_text("map.toml", text.as_str()), mistyped(&text));
            let changes: Vec<&Fix> = mends.iter().collect();
            let mut sorting = Sorting {
                files: &files,
                changes: &changes,
                before: None,
                outcomes: vec![FixOutcome::Idle; changes.len()],
                trials_left: TRIALS_AT_MOST,
            };
            let made = sorting.without_faults((0..count).collect());
            assert_eq!(made.len(), count / 2 - 1);
            TRIALS_AT_MOST - sorting.trials_left
        };
        assert_eq!(trials_of(20), trials_of(2000));
    }
}
