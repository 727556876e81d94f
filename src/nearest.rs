//! The known name that a misspelt one most likely means.

/// The candidate nearest to `name`, if one is near enough to suggest.
///
/// Near enough is a Damerau–Levenshtein distance (optimal string alignment) of at most a third of
/// the longer name's characters, and at least one, but never all of them; letter case counts for nothing. Of several equally near, the
/// first. O(candidates × length²) in the worst case; candidates of too different a length cost O(1).
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let bound = best.map_or((length.max(candidate.len()) / 3).max(1), |(distance, _)| {
            distance.saturating_sub(1)
        });
        // Bytes are at least characters: a cheap test that drops no near candidate.
        if length > candidate.len() + bound {
            continue;
        }
        let lowered = candidate.to_lowercase();
        let other = lowered.chars().count();
        if length.abs_diff(other) > bound {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &lowered);
        if distance <= bound.min(farthest(length.max(other))) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many edits away a name may be to be near enough, where the longer of the two has so many characters.
pub(crate) fn farthest(longer: usize) -> usize {
    (longer / 3).max(1).min(longer.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_finds_the_one_meant() {
        let known = ["supports", "attacks", "contrasts", "contradicts"];
        assert_eq!(nearest("suports", known), Some("supports"));
        assert_eq!(nearest("contrast", known), Some("contrasts"));
        assert_eq!(nearest("Attacks", known), Some("attacks"));
        assert_eq!(nearest("zebra", known), None);
    }

    #[test]
    fn one_letter_is_not_taken_for_another() {
        assert_eq!(nearest("q", ["a", "b"]), None);
        assert_eq!(nearest("A", ["a"]), Some("a"));
        assert_eq!(nearest("p", ["a", "p1"]), Some("p1"));
    }
}
