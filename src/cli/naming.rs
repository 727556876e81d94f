//! How sentences name claims, places and numbers.

use argmap::answer::Named;
use argmap::diagnostic::Place;
use argmap::map::{ClaimId, Map};
use argmap::place::Places;
use argmap::printable::{Shown, shown};
use argmap::shown;

use super::paragraph::{Ink, Paragraph};

/// The id of a claim that an answer names, on one line.
pub(crate) fn name(named: &Named) -> Shown {
    shown(&named.id)
}

/// A place, such as `map.toml:3`.
pub(crate) fn at(place: Place, places: &Places<'_>) -> Shown {
    let written = places.written(place);
    shown!("{}:{}", &*written.file, written.line)
}

/// Adds "a, b and c" to a line.
pub(crate) fn list(claims: &[Named], line: &mut Paragraph) {
    for (number, claim) in claims.iter().enumerate() {
        if number > 0 && number + 1 == claims.len() {
            line.push_word("and", Ink::Plain);
        } else if number > 0 {
            line.push(",", Ink::Plain);
        }
        line.push_word(&name(claim), Ink::Strong);
    }
}

/// What the claim says: its title, if titles are wanted and it has one, otherwise its wording.
pub(crate) fn wording<'m>(
    map: &'m Map,
    claim: ClaimId,
    titles: bool,
    language: Option<&str>,
) -> &'m str {
    match &map.claim(claim).title {
        Some(title) if titles => &title.value,
        _ => map.text(claim, language),
    }
}

/// `no claims`, `1 claim`, `2 claims`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> Shown {
    match count {
        0 => shown!("no {}", many),
        1 => shown!("1 {}", one),
        _ => shown!("{} {}", count, many),
    }
}
