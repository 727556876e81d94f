//! Compares two texts word by word.

use std::fmt::Write;

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// If more words than this lie between the common beginning and the common end, they are not compared word by word.
const MOST: usize = 1000;

/// A run of words in a comparison of two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextRun {
    /// Words in both texts.
    Equal(String),
    /// Words only in the older text.
    Gone(String),
    /// Words only in the newer text.
    Added(String),
}

impl TextRun {
    /// The runs on one line, with gone words as `[-old-]` and added words as `{+new+}`, like `git diff --word-diff`.
    pub fn marked(runs: &[Self]) -> String {
        let mut text = String::new();
        for run in runs {
            // Writing to a string cannot fail.
            let _ = match run {
                Self::Equal(words) => text.write_str(words),
                Self::Gone(words) => write!(text, "[-{words}-]"),
                Self::Added(words) => write!(text, "{{+{words}+}}"),
            };
        }
        text
    }
}

/// How `new` differs from `old`: all words of both, in runs; gone words come before added ones.
///
/// If hardly a word is left, all of `old` counts as gone and all of `new` as added. If too many words differ to be
/// compared, this applies to everything between the common beginning and the common end. Linear in the texts.
pub fn word_runs(old: &str, new: &str) -> Vec<TextRun> {
    if old == new {
        return vec![TextRun::Equal(old.to_owned())];
    }
    let (before, after) = (words(old), words(new));
    let pairs = || before.iter().zip(&after);
    let head = pairs().take_while(|(one, other)| one == other).count();
    let room = before.len().min(after.len()) - head;
    let ends = before.iter().rev().zip(after.iter().rev());
    let tail = ends
        .take(room)
        .take_while(|(one, other)| one == other)
        .count();
    let inner = |words: &[&str]| -> usize { words.len() - head - tail };
    let part = |words: &[&str], from: usize, to: usize| -> String {
        words.get(from..to).unwrap_or_default().concat()
    };
    let mut runs = TextRuns::default();
    runs.push(TextRun::Equal(part(&before, 0, head)));
    let (old_end, new_end) = (before.len() - tail, after.len() - tail);
    if inner(&before).max(inner(&after)) > MOST {
        runs.push(TextRun::Gone(part(&before, head, old_end)));
        runs.push(TextRun::Added(part(&after, head, new_end)));
    } else {
        let one = before.get(head..old_end).unwrap_or_default();
        let other = after.get(head..new_end).unwrap_or_default();
        for op in capture_diff_slices(Algorithm::Myers, one, other) {
            let (tag, from, to) = op.as_tag_tuple();
            let (gone, added) = (
                part(one, from.start, from.end),
                part(other, to.start, to.end),
            );
            if tag == DiffTag::Equal {
                runs.push(TextRun::Equal(gone));
            } else {
                runs.push(TextRun::Gone(gone));
                runs.push(TextRun::Added(added));
            }
        }
    }
    runs.push(TextRun::Equal(part(&before, old_end, before.len())));
    runs.finish(old, new)
}

/// The words of a text and everything that is between them.
fn words(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

/// Runs that are being collected.
#[derive(Default)]
struct TextRuns {
    /// Each part: words in both, then the words that are gone, then the words that were added.
    parts: Vec<(String, String, String)>,
}

impl TextRuns {
    fn push(&mut self, run: TextRun) {
        let is_fresh = |part: &(String, String, String)| part.1.is_empty() && part.2.is_empty();
        match (run, self.parts.last_mut()) {
            (TextRun::Gone(words), Some(last)) => last.1.push_str(&words),
            (TextRun::Added(words), Some(last)) => last.2.push_str(&words),
            (TextRun::Equal(words), Some(last)) if is_fresh(last) => last.0.push_str(&words),
            (TextRun::Equal(words), _) => self.parts.push((words, String::new(), String::new())),
            (TextRun::Gone(words), None) => self.parts.push((String::new(), words, String::new())),
            (TextRun::Added(words), None) => self.parts.push((String::new(), String::new(), words)),
        }
    }

    fn finish(self, old: &str, new: &str) -> Vec<TextRun> {
        let is_said = |text: &str| text.chars().any(char::is_alphanumeric);
        let mut joined: Vec<(String, String, String)> = Vec::new();
        for (equal, gone, added) in self.parts {
            match joined.last_mut() {
                // A space or a comma between two changes means nothing by itself.
                Some(last) if !(is_said(&equal) || gone.is_empty() && added.is_empty()) => {
                    for (into, more) in [(&mut last.1, gone), (&mut last.2, added)] {
                        into.push_str(&equal);
                        into.push_str(&more);
                    }
                }
                _ => joined.push((equal, gone, added)),
            }
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let kept: usize = joined.iter().map(|(equal, ..)| letters(equal)).sum();
        let all = letters(old).max(letters(new));
        if kept * KEPT < all {
            joined = vec![(String::new(), old.to_owned(), new.to_owned())];
        }
        let mut runs = Vec::new();
        for (equal, gone, added) in joined {
            let parts = [
                TextRun::Equal(equal),
                TextRun::Gone(gone),
                TextRun::Added(added),
            ];
            runs.extend(parts.into_iter().filter(|run| match run {
                TextRun::Equal(words) | TextRun::Gone(words) | TextRun::Added(words) => {
                    !words.is_empty()
                }
            }));
        }
        runs
    }
}

/// If less than one letter in this many is left, the two texts are treated as unrelated.
const KEPT: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(old: &str, new: &str) -> String {
        TextRun::marked(&word_runs(old, new))
    }

    #[test]
    fn the_words_that_differ_are_marked_inside_the_text() {
        assert_eq!(
            marked(
                "Children play in the square every day.",
                "Children play in the market square every day!"
            ),
            "Children play in the {+market +}square every day[-.-]{+!+}"
        );
        assert_eq!(
            marked("It rains now", "It snows now"),
            "It [-rains-]{+snows+} now"
        );
        assert_eq!(
            marked("大型模型与公链", "大型网络与公链"),
            "大型[-模型-]{+网络+}与公链"
        );
    }

    #[test]
    fn what_stands_between_two_changes_and_says_nothing_is_part_of_them() {
        assert_eq!(
            marked(
                "the big old house by the sea",
                "the small new house by the sea"
            ),
            "the [-big old-]{+small new+} house by the sea"
        );
    }

    #[test]
    fn texts_that_share_hardly_a_word_are_two() {
        assert_eq!(
            marked(
                "All squares are closed to cars",
                "Nobody may drive in a town, to be sure"
            ),
            "[-All squares are closed to cars-]{+Nobody may drive in a town, to be sure+}"
        );
    }

    #[test]
    fn long_texts_are_compared_all_the_same() {
        let long = |word: &str| format!("begin {}end", format!("{word} ").repeat(5000));
        let runs = word_runs(&long("a"), &long("b"));
        assert!(runs.len() <= 4, "{}", runs.len());
    }

    proptest! {
        #[test]
        fn the_runs_are_both_texts(old in "[abé \u{4e16},.]{0,40}", new in "[abé \u{4e16},.]{0,40}") {
            let runs = word_runs(&old, &new);
            let side = |is_old: bool| -> String {
                let words = runs.iter().filter_map(|run| match run {
                    TextRun::Equal(words) => Some(words.as_str()),
                    TextRun::Gone(words) => is_old.then_some(words.as_str()),
                    TextRun::Added(words) => (!is_old).then_some(words.as_str()),
                });
                words.collect()
            };
            prop_assert_eq!(side(true), old);
            prop_assert_eq!(side(false), new);
        }
    }
}
