//! Finds the known name that a misspelt one most likely means.

/// The candidate nearest to `name`, if one is near enough to suggest.
///
/// A candidate is near enough if its Damerau–Levenshtein distance (optimal string alignment) is at most a third of the
/// longer name's characters. At least one edit is allowed, but never as many as there are characters. Letter case
/// does not matter. Names with different digits are never near: nobody who writes `claim-3` means `claim-2`. Of several
/// equally near candidates, the first is taken. O(candidates × length²) in the worst case; candidates with different
/// digits cost O(length), and those that are much shorter O(1).
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let bound = best.map_or((length.max(candidate.len()) / 3).max(1), |(distance, _)| {
            distance.saturating_sub(1)
        });
        // A name has at least as many bytes as characters, so this cheap test drops no near candidate.
        if length > candidate.len() + bound || !same_digits(name, candidate) {
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

/// The only candidate that is one edit away from `name`, or differs from it only in letter case; `None` if there are
/// several.
///
/// One edit is too much if the longer of the two names has fewer than three characters.
pub(crate) fn one_slip_away<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut slips = candidates.into_iter().filter(|candidate| {
        let candidate = candidate.to_lowercase();
        let other = candidate.chars().count();
        candidate == wanted
            || (length.max(other) >= 3
                && length.abs_diff(other) <= 1
                && strsim::osa_distance(&wanted, &candidate) == 1)
    });
    slips.next().filter(|_| slips.next().is_none())
}

/// How many edits a near name may be away, if the longer of the two names has this many characters.
pub(crate) fn farthest(longer: usize) -> usize {
    (longer / 3).max(1).min(longer.saturating_sub(1))
}

/// Whether two names contain the same digits in the same order.
fn same_digits(one: &str, other: &str) -> bool {
    digits(one).eq(digits(other))
}

/// The digits in a name.
pub(crate) fn digits(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|character| character.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::{nearest, one_slip_away};

    #[test]
    fn one_slip_of_the_pen_leads_to_one_name_or_to_none() {
        let known = ["supports", "text", "title", "id", "sha256"];
        for (name, meant) in [
            ("suports", Some("supports")),
            ("supportss", Some("supports")),
            ("titel", Some("title")),
            ("Text", Some("text")),
            ("TITLE", Some("title")),
            ("sha265", Some("sha256")),
            ("di", None),
            ("supprt", None),
        ] {
            assert_eq!(one_slip_away(name, known), meant, "{name}");
        }
        assert_eq!(one_slip_away("test", ["text", "tests"]), None);
    }

    #[test]
    fn names_whose_digits_differ_are_not_near() {
        for (name, known) in [
            ("G3", "G2"),
            ("claim-1", "claim-2"),
            ("claim-1", "claim-12"),
            ("claim", "claim-1"),
            ("step-10-a", "step-01-a"),
        ] {
            assert_eq!(nearest(name, [known]), None, "{name} {known}");
            assert_eq!(nearest(known, [name]), None, "{known} {name}");
        }
        assert_eq!(
            nearest("clam-12", ["claim-13", "claim-12"]),
            Some("claim-12")
        );
    }

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
        assert_eq!(nearest("p", ["a", "ps"]), Some("ps"));
    }
}
