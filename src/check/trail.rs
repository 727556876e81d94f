//! Puts paths down the order of support into words: the trails of findings.

use super::wording::{name, on_one_line};
use crate::diagnostic::{Place, Trail, TrailStep};
use crate::map::support::{Hop, Path};
use crate::map::{Map, Origin, StepId};

/// A path as a trail: each step with the place where it is stated.
pub(super) fn trail(map: &Map, caption: impl Into<String>, path: &Path) -> Trail {
    let mut steps: Vec<_> = path.head.iter().map(|hop| hop_step(map, hop)).collect();
    if path.left_out > 0 {
        let plural = if path.left_out == 1 { "" } else { "s" };
        steps.push(TrailStep {
            text: format!("… {} more step{plural} …", grouped(path.left_out)),
            place: None,
        });
    }
    steps.extend(path.tail.iter().map(|hop| hop_step(map, hop)));
    Trail {
        caption: caption.into(),
        steps,
    }
}

fn hop_step(map: &Map, hop: &Hop) -> TrailStep {
    let relation = if is_plain(map, hop.step) {
        "supports"
    } else {
        "premise"
    };
    let [conclusion, premise] =
        [hop.conclusion, hop.premise].map(|claim| on_one_line(map.id(claim)));
    TrailStep {
        text: format!("{conclusion} ◀─ {relation} ─ {premise}"),
        place: Some(hop_place(map, hop)),
    }
}

/// A step down, in a few words.
pub(super) fn hop_words(map: &Map, hop: &Hop) -> String {
    let [conclusion, premise] = [hop.conclusion, hop.premise].map(|claim| name(map.id(claim)));
    if is_plain(map, hop.step) {
        format!("{premise} supports {conclusion}")
    } else {
        format!("{premise} is a premise of {conclusion}")
    }
}

/// Where a step down is stated.
pub(super) fn hop_place(map: &Map, hop: &Hop) -> Place {
    map.premise_place(hop.step, hop.premise)
}

/// Whether the step is stated by `supports`, `attacks` or `undercuts`, rather than with linked premises.
pub(super) fn is_plain(map: &Map, step: StepId) -> bool {
    matches!(map.step(step).origin, Origin::Relation(..))
}

/// A number with its digits in groups of three: `999,990`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_groups_of_three() {
        let written = [0, 999, 1_000, 999_990, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "999,990", "1,234,567"]);
    }
}
