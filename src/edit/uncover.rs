//! Groups changes that uncover faults with the changes that fix these faults.
//!
//! For example, if the header of a table is fixed, the table is read again, and a key in it may turn out to be
//! misspelt. Fixing only the header would add a fault; fixing the key as well does not.

use std::collections::BTreeMap;

use super::splice::{Splice, Taken};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Place};
use crate::map::Map;
use crate::syntax::{FileId, Files};

/// Maximum number of times that newly found faults are examined: a header, a key below it, its value, and a few more.
const MOST_LAYERS: usize = 8;

/// Those of the changes that uncover faults with a certain fix, each followed by the changes that fix them.
///
/// `check` must return the findings of a map. A fix is grouped with the last of the changes that begin before it. All
/// places are places in `files`.
///
/// # Errors
///
/// The errors of `check`.
pub(super) fn uncover<E>(
    files: &Files,
    changes: &[&Fix],
    check: &mut impl FnMut(&Map) -> Result<Vec<Diagnostic>, E>,
) -> Result<Vec<Vec<Fix>>, E> {
    let mut taken = Taken::default();
    let free = changes.iter().filter(|change| taken.take(change));
    let mut groups: BTreeMap<(FileId, u32), Vec<Fix>> = free
        .filter_map(|&change| Some((start(change)?, vec![change.clone()])))
        .collect();
    for _ in 0..MOST_LAYERS {
        let all: Vec<&Fix> = groups.values().flatten().collect();
        let numbers: Vec<usize> = (0..all.len()).collect();
        let splice = Splice::new(files, &all, &numbers);
        let findings = check(&Map::new(&splice.files))?;
        let mends = findings.iter().filter_map(Diagnostic::only_fix);
        let certain = mends.filter(|mend| mend.applicability == Applicability::Certain);
        let mut has_grown = false;
        for mend in certain.filter_map(|mend| before(mend, &splice)) {
            let Some(at) = start(&mend) else { continue };
            if let Some((&(file, _), group)) = groups.range_mut(..=at).next_back()
                && file == at.0
                && taken.take(&mend)
            {
                group.push(mend);
                has_grown = true;
            }
        }
        if !has_grown {
            break;
        }
    }
    Ok(groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect())
}

/// Joins changes into one that is made completely or not at all.
pub(super) fn joined(group: &[Fix]) -> Fix {
    let edits = group.iter().flat_map(|fix| &fix.edits).cloned().collect();
    Fix::certain(String::new(), edits)
}

/// Where a change begins; `None` if it has no edits.
fn start(fix: &Fix) -> Option<(FileId, u32)> {
    let (place, _) = fix.edits.first()?;
    Some((place.file, place.span.start))
}

/// Translates a change of the new text to the old text; `None` if it overlaps earlier changes.
fn before(fix: &Fix, splice: &Splice) -> Option<Fix> {
    let edits = fix.edits.iter().map(|(place, new)| {
        let file = place.file;
        let span = splice.unchanged(*place)?;
        Some((Place { file, span }, new.clone()))
    });
    Some(Fix {
        edits: edits.collect::<Option<_>>()?,
        ..fix.clone()
    })
}
