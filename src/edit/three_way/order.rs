//! Puts the units of a merged file in order.

use super::Matched;

/// The numbers of the existing units, in the current side's order. A unit that the other side added follows the same
/// unit as there, after units that the current side added in the same place. Linear.
pub(super) fn arranged(versions: &Matched<'_>, is_there: impl Fn(usize) -> bool) -> Vec<usize> {
    let [_, ours, theirs] = &versions.orders;
    // What the other side added, by the unit of the current side that it follows: parts of the same claim, and other
    // units.
    let mut behind: Vec<(Vec<usize>, Vec<usize>)> = vec![Default::default(); versions.units.len()];
    let mut first = Vec::new();
    let mut anchor = None;
    let mut is_part = false;
    for &number in theirs {
        if versions.has(number, 1) {
            anchor = Some(number);
            is_part = true;
            continue;
        }
        if !is_there(number) {
            continue;
        }
        is_part &= anchor.is_some_and(|anchor| versions.group(anchor) == versions.group(number));
        match anchor.and_then(|anchor| behind.get_mut(anchor)) {
            Some((parts, _)) if is_part => parts.push(number),
            Some((_, others)) => others.push(number),
            None => first.push(number),
        }
    }
    let mut order = Vec::with_capacity(versions.units.len());
    let (mut parts, mut others): (Vec<usize>, Vec<usize>) = (Vec::new(), first);
    let mut last_group = None;
    for &number in ours {
        let group = versions.group(number);
        if last_group != Some(group) {
            order.append(&mut parts);
            // What the current side added here comes first.
            let is_added = !versions.has(number, 0) && !versions.has(number, 2);
            if !is_added && last_group.is_some() {
                order.append(&mut others);
            }
        }
        last_group = Some(group);
        if is_there(number) {
            order.push(number);
        }
        if let Some((more_parts, more_others)) = behind.get_mut(number) {
            parts.append(more_parts);
            others.append(more_others);
        }
    }
    order.append(&mut parts);
    order.append(&mut others);
    order
}
