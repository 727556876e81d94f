//! Finds a fault that a map would have after a change, but does not have now.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check;
use crate::diagnostic::RuleName;
use crate::map::Map;
use crate::syntax::Files;

/// A fault that a change would add.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewFault {
    /// The rule that finds it.
    pub rule: RuleName,
    /// What is wrong, as a check of the changed map would say it.
    pub message: String,
    /// Whether the change is possible if the map's `[lints]` lower the rule.
    pub may_be_lowered: bool,
}

impl fmt::Display for NewFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the map would have a new fault: {}", self.message)
    }
}

/// The first fault that the map would have with these files and does not have now: one of [`check::faults`] or
/// [`check::errors`]. With `became`, the first claim has become the second: faults of the one count as faults of the
/// other, and relations that are now stated twice are not faults.
pub(super) fn new_fault(
    map: &Map,
    files: &Files,
    became: Option<(&str, &str)>,
) -> Option<NewFault> {
    let told = |message: &str| {
        let message = unplaced(message);
        match became {
            Some((one, other)) => message.replace(&format!("`{one}`"), &format!("`{other}`")),
            None => message,
        }
    };
    // The order of the files decides at which claim a circle is reported. If things have only moved, the map says the
    // same as before, so its faults are counted by rule alone.
    let known = |rule: RuleName, message: String| match became {
        Some(_) => (rule, message),
        None => (rule, String::new()),
    };
    let mut before: FxHashMap<(RuleName, String), usize> = FxHashMap::default();
    for fault in check::faults(map) {
        let fault = known(fault.rule, told(&fault.message));
        *before.entry(fault).or_insert(0) += 1;
    }
    let now = Map::new(files);
    let after = check::faults(&now).into_iter();
    let mut after =
        after.filter(|fault| became.is_none() || fault.rule != RuleName::DUPLICATE_RELATION);
    let fault = after.find_map(|fault| {
        let same = known(fault.rule, unplaced(&fault.message));
        match before.get_mut(&same) {
            Some(count @ 1..) => {
                *count -= 1;
                None
            }
            _ => Some(NewFault {
                rule: fault.rule,
                message: fault.message,
                may_be_lowered: false,
            }),
        }
    });
    fault.or_else(|| new_error(map, &now, told))
}

/// The first error of a rule that finds more of them in the changed map. `told` is a message of the map as it is in
/// the words of the changed one.
fn new_error(map: &Map, now: &Map, told: impl Fn(&str) -> String) -> Option<NewFault> {
    let mut before: FxHashMap<RuleName, (usize, FxHashSet<String>)> = FxHashMap::default();
    for error in check::errors(map) {
        let (count, messages) = before.entry(error.rule).or_default();
        *count += 1;
        messages.insert(told(&error.message));
    }
    let after = check::errors(now);
    let mut counts: FxHashMap<RuleName, usize> = FxHashMap::default();
    for error in &after {
        *counts.entry(error.rule).or_default() += 1;
    }
    let more = after.into_iter().filter(|error| {
        let was = before.get(&error.rule).map_or(0, |(count, _)| *count);
        counts.get(&error.rule).is_some_and(|count| *count > was)
    });
    // What an error says may change with the map, so no message needs to be new.
    let error = more.min_by_key(|error| {
        let messages = before.get(&error.rule).map(|(_, messages)| messages);
        messages.is_some_and(|known| known.contains(&unplaced(&error.message)))
    })?;
    Some(NewFault {
        rule: error.rule,
        message: error.message,
        may_be_lowered: true,
    })
}

/// A message without the places in it, such as `map.toml:3:14`, because what moves has a new place.
fn unplaced(message: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_place = |word: &&str| {
        let mut parts = word.rsplit(':');
        !word.contains('`') && parts.next().is_some_and(is_number) && parts.next().is_some()
    };
    let words = message.split(' ').filter(|word| !is_place(word));
    words.collect::<Vec<_>>().join(" ")
}
