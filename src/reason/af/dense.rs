//! Searches dense graphs for stable extensions, with sets of arguments as rows of bits.
//!
//! In a dense graph each accepted argument settles many others, so a few choices lead to a contradiction, and there is
//! little to learn from it. Then it is better to make many choices quickly. Of the arguments that nothing accepted attacks,
//! the one that the fewest open arguments could settle comes first: one of these is accepted, or else another, and so on
//! (after Knuth 2000, on exact covers).

#![expect(
    clippy::indexing_slicing,
    reason = "arguments index rows that are made for them"
)]

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use crate::narrow::narrow;

/// The most arguments of a graph that is searched in this way. More need too much memory, and too much time for each choice.
const MOST: usize = 2048;

/// Reading this many words takes about as long as a conflict of the solver. Few in tests, so that each search takes several
/// turns.
const WORDS_A_CONFLICT: usize = if cfg!(test) { 8 } else { 1 << 14 };

/// A search of which less than this share is done after its turn is not worth another one.
const PROMISING: f64 = if cfg!(test) { 0.05 } else { 1.0 / 512.0 };

/// A search for all stable extensions that fulfil some wishes, one after another.
pub(super) struct DenseSearch {
    /// The number of words in a row of bits.
    width: usize,
    /// For each argument a row with those that attack it, and itself.
    attackers: Vec<u64>,
    /// For each argument a row with those that it attacks, and itself.
    targets: Vec<u64>,
    /// The arguments that are accepted because that is wished.
    given: Vec<Argument>,
    /// What was chosen, each on top of the one before; the first is no choice.
    choices: Vec<Choice>,
    /// For each choice three rows: the arguments that may still be accepted; those that are neither accepted nor attacked by
    /// an accepted one; and those that are still to be tried next.
    rows: Vec<u64>,
    /// Whether it is not known yet what to try after the last choice.
    is_new: bool,
    /// The words read since a conflict was last counted.
    words: usize,
}

/// An argument that is accepted, and how many are to be tried next, and were so far.
#[derive(Debug, Clone, Copy, Default)]
struct Choice {
    argument: Argument,
    count: u32,
    tried: u32,
}

impl DenseSearch {
    /// A search for the stable extensions that contain each of these arguments, or do not contain it. `None` if the graph is
    /// too large, or has more than attacks. O(arguments² + attacks).
    pub(super) fn new(graph: &AttackGraph, wishes: &[(Argument, bool)]) -> Option<Self> {
        let is_plain = graph.knots().is_empty() && graph.arguments().all(|it| graph.counts(it));
        if graph.len() > MOST || !is_plain {
            return None;
        }
        let width = graph.len().div_ceil(64);
        let rows_of = |near: fn(&AttackGraph, Argument) -> &[Argument]| {
            let mut rows = vec![0; graph.len() * width];
            for argument in graph.arguments() {
                let row = &mut rows[argument as usize * width..][..width];
                for &other in near(graph, argument).iter().chain([&argument]) {
                    row[other as usize / 64] |= bit(other);
                }
            }
            rows
        };
        let mut search = Self {
            width,
            attackers: rows_of(AttackGraph::attackers),
            targets: rows_of(AttackGraph::targets),
            given: Vec::new(),
            choices: vec![Choice::default()],
            rows: vec![0; 3 * width],
            is_new: true,
            words: 2 * graph.len() * width,
        };
        for argument in graph.arguments() {
            let place = argument as usize / 64;
            if !graph.attacks_itself(argument) {
                search.rows[place] |= bit(argument);
            }
            search.rows[width + place] |= bit(argument);
        }
        for &(argument, within) in wishes {
            search.wish(argument, within);
        }
        Some(search)
    }

    fn wish(&mut self, argument: Argument, within: bool) {
        let place = argument as usize / 64;
        if !within {
            self.rows[place] &= !bit(argument);
        } else if self.rows[place] & bit(argument) == 0 {
            self.choices.clear();
        } else {
            self.given.push(argument);
            let rows = self.after(0, argument);
            self.rows = rows.collect();
            self.rows.resize(3 * self.width, 0);
        }
    }

    /// The next stable extension, ascending; `None` if there are no more. If the budget runs out, the search can be resumed.
    pub(super) fn next(&mut self, budget: &Budget) -> Result<Option<Vec<Argument>>, Interrupted> {
        budget.check()?;
        while !self.choices.is_empty() {
            if self.words >= WORDS_A_CONFLICT {
                budget.spend(narrow(self.words / WORDS_A_CONFLICT).into());
                self.words %= WORDS_A_CONFLICT;
                budget.check()?;
            }
            if std::mem::take(&mut self.is_new) && self.plan() {
                return Ok(Some(self.accepted()));
            }
            self.choose();
        }
        Ok(None)
    }

    /// Whether the search may end in good time, if of the arguments tried after a choice each takes as long as the others
    /// (Knuth 1975).
    pub(super) fn is_promising(&self) -> bool {
        let (mut done, mut share) = (0.0, 1.0);
        for choice in self.choices.iter().filter(|choice| choice.count > 0) {
            share /= f64::from(choice.count);
            done += share * f64::from(choice.tried.saturating_sub(1));
        }
        done > PROMISING
    }

    /// Finds what to try after the last choice; nothing if it leads nowhere. Returns whether everything is settled.
    fn plan(&mut self) -> bool {
        let width = self.width;
        let rows = self.rows.len() - 3 * width;
        let (open, rest) = self.rows[rows..].split_at_mut(width);
        let (unsettled, trying) = rest.split_at_mut(width);
        let mut hardest: Option<(u32, &[u64])> = None;
        for argument in members(unsettled) {
            let attackers = &self.attackers[argument as usize * width..][..width];
            let both = attackers.iter().zip(&*open);
            let count = both.map(|(one, other)| (one & other).count_ones()).sum();
            self.words += width;
            if hardest.is_none_or(|(least, _)| count < least) {
                hardest = Some((count, attackers));
                if count < 2 {
                    break;
                }
            }
        }
        self.words += width;
        let Some((count, attackers)) = hardest else {
            trying.fill(0);
            return true;
        };
        for ((trying, attacker), open) in trying.iter_mut().zip(attackers).zip(open) {
            *trying = attacker & *open;
        }
        if let Some(choice) = self.choices.last_mut() {
            choice.count = count;
        }
        false
    }

    /// Makes the next choice, or takes back the last one if nothing is left to be tried after it.
    fn choose(&mut self) {
        let width = self.width;
        let rows = self.rows.len() - 3 * width;
        let Some(argument) = members(&self.rows[rows + 2 * width..]).next() else {
            self.rows.truncate(rows);
            self.choices.pop();
            return;
        };
        let next: Vec<u64> = self.after(rows, argument).collect();
        // Whatever is found with it has been found when the others are tried.
        let place = rows + argument as usize / 64;
        self.rows[place] &= !bit(argument);
        self.rows[place + 2 * width] &= !bit(argument);
        self.rows.extend(next);
        self.rows.resize(rows + 6 * width, 0);
        if let Some(last) = self.choices.last_mut() {
            last.tried += 1;
        }
        self.choices.push(Choice {
            argument,
            ..Choice::default()
        });
        self.is_new = true;
    }

    /// The first two of the rows that begin at the word `rows`, once the argument is accepted.
    fn after(&self, rows: usize, argument: Argument) -> impl Iterator<Item = u64> {
        let width = self.width;
        let row = argument as usize * width;
        let (attackers, targets) = (&self.attackers[row..], &self.targets[row..]);
        let open = (0..width).map(move |at| self.rows[rows + at] & !(attackers[at] | targets[at]));
        let unsettled = (0..width).map(move |at| self.rows[rows + width + at] & !targets[at]);
        open.chain(unsettled)
    }

    fn accepted(&self) -> Vec<Argument> {
        let chosen = self.choices.iter().skip(1).map(|choice| choice.argument);
        let mut accepted: Vec<Argument> = self.given.iter().copied().chain(chosen).collect();
        accepted.sort_unstable();
        accepted
    }
}

fn bit(argument: Argument) -> u64 {
    1 << (argument % 64)
}

/// The arguments in a row of bits, ascending.
fn members(row: &[u64]) -> impl Iterator<Item = Argument> + use<'_> {
    row.iter().enumerate().flat_map(|(place, &word)| {
        let mut word = word;
        std::iter::from_fn(move || {
            let first = word.trailing_zeros();
            (word != 0).then(|| {
                word &= word - 1;
                narrow(place * 64) + first
            })
        })
    })
}
