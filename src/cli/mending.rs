//! Reports what `argmap check --fix` did, in words.

use argmap::diagnostic::Applicability;
use argmap::edit::{Change, Mended};
use argmap::printable::Shown;
use argmap::shown;
use argmap::syntax::Files;

use super::paragraph::Ink;

/// Maximum number of skipped changes to list.
const MOST_REFUSED: usize = 20;

/// Maximum number of characters to show of a replaced text.
const LONGEST: usize = 60;

/// Each guess that was made, each skipped change with the reason, and then how many there were.
pub(super) fn told(mended: &Mended, files: &Files) -> Shown {
    let mut out = Shown::new();
    let made = mended.made.iter();
    for change in made.filter(|change| change.applicability == Applicability::Guess) {
        let (before, after) = (bounded(&change.before), bounded(&change.after));
        let became = match (before.is_empty(), after.is_empty()) {
            (true, _) => shown!("`{}` was added", after),
            (_, true) => shown!("`{}` was dropped", before),
            _ => shown!("`{}` became `{}`", before, after),
        };
        out += shown!("{} guessed: {}\n", at(change, files), became);
    }
    for (change, why) in mended.refused.iter().take(MOST_REFUSED) {
        out += shown!(
            "{} left out: {}; this would add a fault: {}\n",
            at(change, files),
            change.title,
            why
        );
    }
    if let Some(more @ 1..) = mended.refused.len().checked_sub(MOST_REFUSED) {
        out += shown!("and {} more left out\n", more);
    }
    out + Ink::Because.paint(&summary(mended)) + "\n"
}

fn summary(mended: &Mended) -> Shown {
    let mut told = match (mended.made.len(), mended.files.len()) {
        (0, _) => Shown::from("nothing to fix"),
        (1, _) => Shown::from("1 finding fixed"),
        (made, 1) => shown!("{} findings fixed in 1 file", made),
        (made, files) => shown!("{} findings fixed in {} files", made, files),
    };
    match mended.refused.len() {
        0 => {}
        1 => told += "; 1 change left out",
        refused => told += shown!("; {} changes left out", refused),
    }
    match mended.guesses {
        0 => {}
        1 => told += "; 1 guess not made: see `--fix --guess`",
        guesses => told += shown!("; {} guesses not made: see `--fix --guess`", guesses),
    }
    told
}

/// `path:line:`.
fn at(change: &Change, files: &Files) -> Shown {
    shown!("{}:{}:", files.file(change.file).path, change.line)
}

/// A text, with its middle cut out if it is long.
fn bounded(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONGEST / 2).collect();
    let tail: String = text.chars().skip(count - LONGEST / 2).collect();
    format!("{head}…{tail}")
}
