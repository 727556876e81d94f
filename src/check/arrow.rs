//! The ways people write a step's arrow. Map files use `->`.

/// Single-character arrows, first those that point from the premise, then those that point to it.
const FORWARDS: [char; 12] = ['→', '⟶', '⇒', '⟹', '➔', '➜', '➝', '➞', '⇢', '↦', '⭢', '⇾'];
const BACKWARDS: [char; 6] = ['←', '⟵', '⇐', '⟸', '⇠', '⭠'];

/// The two ends of a step, premise first, whatever its arrow: `a → b`, `a => b`, `a —> b`, `b <- a`.
pub(super) fn ends(name: &str) -> Option<(&str, &str)> {
    let is_arrow = |mark: char| {
        matches!(mark, '<' | '>') || FORWARDS.contains(&mark) || BACKWARDS.contains(&mark)
    };
    let at = name.find(is_arrow)?;
    let arrow = name.get(at..)?.chars().next()?;
    let (before, after) = (name.get(..at)?, name.get(at + arrow.len_utf8()..)?);
    let is_shaft = |mark: char| mark.is_whitespace() || "-=~‐‑‒–—―−".contains(mark);
    let ends = if arrow == '>' || FORWARDS.contains(&arrow) {
        // A single-character arrow may have a longer shaft before it: `a -→ b`.
        (
            before.trim_end_matches(is_shaft).trim(),
            after.trim_start_matches('>').trim(),
        )
    } else {
        (
            after.trim_start_matches(is_shaft).trim(),
            before.trim_end_matches('<').trim(),
        )
    };
    let is_end = |end: &str| !end.is_empty() && !end.contains(is_arrow);
    (is_end(ends.0) && is_end(ends.1)).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn an_arrow_is_seen_however_it_is_written() {
        let arrows = [
            "a -> b",
            "a->b",
            "a→b",
            "a → b",
            "a => b",
            "a ⇒ b",
            "a --> b",
            "a —> b",
            "a — > b",
            "a - > b",
            "a > b",
            "a ==> b",
            "a ~> b",
            "a >> b",
            "b <- a",
            "b ← a",
            "b<=a",
            "b <-- a",
        ];
        for arrow in arrows {
            assert_eq!(ends(arrow), Some(("a", "b")), "{arrow}");
        }
        for none in [
            "a",
            "a-b",
            "a - b",
            "-> b",
            "a ->",
            "a -> b -> c",
            "a <-> b",
            "",
        ] {
            assert_eq!(ends(none), None, "{none}");
        }
        assert_eq!(ends("gas-tax→the-fee"), Some(("gas-tax", "the-fee")));
    }
}
