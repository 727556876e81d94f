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

/// The only candidate for which `name` is a slip of typing; `None` if there are several.
///
/// A slip is another letter case, or `_` for `-`. In a name of at least five letters it is also two neighbouring letters
/// swapped, a letter doubled, or a letter missing that is neither the first nor the last. None of these makes another
/// word of a key, as wrong letters and other endings do: `publisher` is not a slip for `published`, nor `quotes` for
/// `quote`, nor `date` for `data`. The few [`WORDS`] that they do make are no slips either.
pub(crate) fn one_slip_away<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let name = folded(name);
    let mut slips = candidates
        .into_iter()
        .filter(|candidate| is_slip(&name, &folded(candidate)));
    slips.next().filter(|_| slips.next().is_none())
}

/// The words that a slip makes of a key: of the 274137 English words of the `word-list` package, all that are in use.
/// `clam` for `claim` is left out, because there is nothing else that a table of that name could be.
const WORDS: [&str; 4] = ["abut", "premiss", "tile", "tittle"];

/// Names with fewer letters are so near to each other that no slip is certain.
const LEAST_LETTERS: usize = 5;

fn folded(name: &str) -> Vec<char> {
    let letters = name.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| if letter == '_' { '-' } else { letter })
        .collect()
}

fn is_slip(name: &[char], meant: &[char]) -> bool {
    if name == meant {
        return true;
    }
    let is_word = WORDS
        .iter()
        .any(|word| word.chars().eq(name.iter().copied()));
    if is_word || meant.len() < LEAST_LETTERS || name.len().abs_diff(meant.len()) > 1 {
        return false;
    }
    let same = name
        .iter()
        .zip(meant)
        .take_while(|(one, other)| one == other);
    let (before, rest) = name.split_at(same.count());
    let rest_meant = meant.get(before.len()..).unwrap_or_default();
    let is_digit = |letter: &char| letter.is_numeric();
    match (rest, rest_meant) {
        ([one, next, rest @ ..], [first, second, rest_meant @ ..])
            if one == second && next == first && rest == rest_meant =>
        {
            !is_digit(one) || !is_digit(next)
        }
        ([doubled, rest @ ..], rest_meant) if rest == rest_meant => {
            before.last() == Some(doubled) && !is_digit(doubled)
        }
        (rest, [missing, rest_meant @ ..]) if rest == rest_meant => {
            !before.is_empty() && !rest.is_empty() && !is_digit(missing)
        }
        _ => false,
    }
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
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{nearest, one_slip_away};
    use crate::syntax::format::Name;

    #[test]
    fn one_slip_of_the_pen_leads_to_one_name_or_to_none() {
        let known = [
            "supports",
            "text",
            "title",
            "id",
            "sha256",
            "accepted_either_way",
        ];
        for (name, meant) in [
            ("suports", Some("supports")),
            ("supprts", Some("supports")),
            ("supportss", Some("supports")),
            ("suppotrs", Some("supports")),
            ("titel", Some("title")),
            ("Text", Some("text")),
            ("TITLE", Some("title")),
            ("accepted-either-way", Some("accepted_either_way")),
            ("sha265", None),
            ("sha2256", None),
            ("sha26", None),
            ("title2", None),
            ("support", None),
            ("upports", None),
            ("supporta", None),
            ("supportsx", None),
            ("tile", None),
            ("txt", None),
            ("di", None),
            ("supprt", None),
            ("", None),
        ] {
            assert_eq!(one_slip_away(name, known), meant, "{name}");
        }
        assert_eq!(one_slip_away("cliam", ["claim", "Claim"]), None);
    }

    /// Words that people write as keys of their own, and words near to keys. None of them is certainly another key.
    const COMMON: &str = "abstract abut accept access account actor address age alias alternate answer area argument \
        article ask assume attack audience author's authors axis backing base basis bias body book bound bout burden \
        category cause caption case channel chapter cite city class clause clip close code color column comment \
        concept conclude conclusion conditions confidence conflicts context contract contracts contradict contrast \
        contributor copyright counter country course cover created creator credit credits criteria critic culture \
        currency cut date dates day defeat defense deny description detail dialect digest direction doi domain \
        draft due edition editor effect email end entry error event evidence example excerpt exclude expected expects \
        expert explain fact field file fix flag folder footer form format from genre goal grade grounds group head \
        header height hint host how icon idea ideas image import index info input intro isbn issue item journal key \
        keyword kind label lang languages layer lead level license like line link lint list locale location logo \
        lone made main mark mask match media medium memo meta method mints mode model month mood more motto move \
        names narrator need nest node noise none nose nota notes number object objections off office old one only \
        open opinion option order origin output owner page pages parent part parts paste past pat paths person \
        phrase place plan plus point position post precise premise prefixes premium press price prior priority \
        problem process product professor project promise promises proof proposal public publish publisher purpose \
        quality query quest questions quota quotas quotes quoted rank rating read reading reasons rebuttal recipe \
        record reference reject related release remark reply report response restate restated result retest review \
        revised right role root rote rule scale schema schemes school score season section see sentence series short \
        site size slide sold sort sources space spear speakers stage start state statement states status stem stop \
        store story strengths string style subject subtitle suffer suffixes summary support supporter supported \
        symbol table tag talk target task tax team tense term test tests texts theme theory theses tile tiles time \
        titles titled to today tool topic track trail treason true truth turn type undercutting unit until update \
        updated url2 urls used user value verdict version vote votes want warrant wary week weight what when where \
        which whose who why2 width word words work worked year zone";

    #[test]
    fn a_word_is_no_slip_for_a_key() {
        let keys = Name::ALL.iter().map(|name| name.as_str());
        for word in COMMON.split_whitespace().chain(keys.clone()) {
            let others = keys.clone().filter(|&key| key != word);
            assert_eq!(one_slip_away(word, others), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn a_slip_keeps_the_digits_the_ends_and_the_letters_of_a_name(
            key in proptest::sample::select(Name::ALL),
            at in 0..12_usize,
            edit in 0..4_u8,
            letter in proptest::char::range('a', 'z'),
        ) {
            let key = key.as_str();
            let mut name: Vec<char> = key.chars().collect();
            let at = at % name.len();
            match edit {
                0 => drop(name.remove(at)),
                1 => name.insert(at, letter),
                2 => name[at] = letter,
                _ => name.swap(at, (at + 1) % key.len()),
            }
            let name: String = name.into_iter().collect();
            if name != key && one_slip_away(&name, [key]).is_some() {
                let sorted = |name: &str| -> BTreeSet<char> { name.chars().collect() };
                prop_assert!(key.len() >= 5, "{name} {key}");
                prop_assert!(sorted(&name).is_subset(&sorted(key)), "{name} {key}");
                prop_assert_eq!(name.chars().filter(char::is_ascii_digit).collect::<String>(),
                    key.chars().filter(char::is_ascii_digit).collect::<String>());
                let is_swap = name.len() == key.len();
                prop_assert!(is_swap || name.chars().next() == key.chars().next());
                prop_assert!(is_swap || name.chars().last() == key.chars().last());
            }
        }
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
