//! Laws of merging any TOML files, not only maps: odd names, nested tables, and comments anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use argmap::edit::three_way;
use proptest::collection::vec;
use proptest::prelude::*;
use toml::{Table, Value};

use crate::three_way::words;

/// The pieces of a file. Each `@` is replaced by a new word.
const PIECES: [&str; 52] = [
    "[claim.a]\n",
    "[claim.b] # @\n",
    "[claim.a.text]\n",
    "[claim.\"a.text\"]\n",
    "[claim.\"a\\u0000text\"]\n",
    "[ claim . 'b' . data ]\n",
    "[claim.a.data.b]\n",
    "[claim.\"\"]\n",
    "[\"\"]\n",
    "[map]\n",
    "[expect]\n",
    "[source.s]\n",
    "[[source.s.ignore]]\n",
    "[[claim.a.reason]] # @\n",
    "[claim.a.reason.data]\n",
    "[[claim.a.reason.data.x]]\n",
    "[[claim.b.reason]]\n",
    "[[undercut]]\n",
    "[undercut.data]\n",
    "[[conflict]]\n",
    "[conflict]\n",
    "text = \"@\"\n",
    "text = '@' # @\n",
    "text.en = \"@\"\n",
    "text.pt = '''\n@\n[x]\n''' # @\n",
    "title   = \"@\"\n",
    "tags = [\"@\", \"@\"]\n",
    "tags = [\n  \"@\", # @\n  # @\n  \"@\" # @\n  , \"same\"\n]\n",
    "tags = [ # @\n  # @\n]\n",
    "supports = [{ claim = \"a\", why = \"@\" }, \"@\"]\n",
    "contrasts = [{ claim = \"a\", on = \"b\" }, \"a\\u0000b\", \"a\\u00001\", \"a\", \"a\"]\n",
    "by = \"@\"\n",
    "quote = \"@\"\n",
    "quote = { text = \"@\", occurrence = 2 }\n",
    "premises = [\"same\", \"@\"]\n",
    "step = \"same\"\n",
    "id = \"same\"\n",
    "id = \"@\"\n",
    "at = \"claim.a.text\"\n",
    "other = \"@\"\n",
    "data = { a = \"@\", b.c = [\"@\", [\"@\"]] }\n",
    "data.tags = [\"@\"]\n",
    "\"x\\u0000y\" = \"@\"\n",
    "x.y = \"@\"\n",
    "\"x.y\" = \"@\"\n",
    "\"\" = \"@\"\n",
    "conflict = [{ at = \"@\" }]\n",
    "  indented = 1_000 #@\n",
    "# @\n",
    "# @\n",
    "\n",
    "\n",
];

#[derive(Debug, Clone, Copy)]
enum Change {
    Add,
    Again,
    Drop,
    Reword,
    Swap,
}

/// Three versions of a file.
#[derive(Debug, Clone)]
struct Versions {
    base: String,
    ours: String,
    theirs: String,
}

fn with_words(piece: &str, side: char, count: &mut usize) -> String {
    let mut text = String::new();
    for (number, part) in piece.split('@').enumerate() {
        if number > 0 {
            *count += 1;
            let _ = write!(text, "w{count}{side}");
        }
        text += part;
    }
    text
}

/// A piece with its words replaced by others.
fn reworded(piece: &str, side: char, count: &mut usize) -> String {
    let mut text = piece.to_owned();
    for word in words(piece) {
        *count += 1;
        text = text.replace(word, &format!("w{count}{side}"));
    }
    text
}

fn is_toml(pieces: &[String]) -> bool {
    pieces.concat().parse::<Table>().is_ok()
}

/// The pieces after these changes, leaving out any after which they would not be TOML.
fn changed(base: &[String], changes: &[(Change, usize, usize)], side: char) -> Vec<String> {
    let mut count = 0;
    let mut pieces = base.to_vec();
    for &(change, at, which) in changes {
        let mut now = pieces.clone();
        let place = at % (now.len() + 1);
        match change {
            Change::Add => {
                let piece = with_words(PIECES[which % PIECES.len()], side, &mut count);
                now.insert(place, piece);
            }
            _ if place == now.len() => continue,
            Change::Again => now.insert(which % (now.len() + 1), now[place].clone()),
            Change::Drop => drop(now.remove(place)),
            Change::Reword => now[place] = reworded(&now[place], side, &mut count),
            Change::Swap => {
                let other = which % now.len();
                now.swap(place, other);
            }
        }
        if is_toml(&now) {
            pieces = now;
        }
    }
    pieces
}

/// The ways a file may be written: with other line endings, with a byte order mark, without the last line break.
fn as_written(pieces: &[String], how: u8) -> String {
    let mut text = pieces.concat();
    if how & 1 > 0 {
        text = text.replace('\n', "\r\n");
    }
    if how & 2 > 0 {
        text.insert(0, '\u{feff}');
    }
    if how & 4 > 0 {
        text.truncate(text.trim_end().len());
    }
    text
}

/// A random TOML file, with blanks and tabs wherever they are allowed.
pub(crate) fn file() -> impl Strategy<Value = String> {
    let pieces = vec((Just(Change::Add), any::<usize>(), any::<usize>()), 0..40);
    let blanks = vec(prop::sample::select(&["", " ", "  ", "\t"][..]), 8);
    (pieces, blanks, 0_u8..8).prop_map(|(pieces, blanks, how)| {
        let pieces = changed(&[], &pieces, 'b')
            .into_iter()
            .zip(0..)
            .map(|(piece, number)| {
                let blank = |at: usize| blanks[(number + at) % blanks.len()];
                let is_string = piece.contains("'''");
                let mut piece = piece.replacen(" = ", &format!("{}={}", blank(0), blank(1)), 1);
                if !is_string {
                    piece = piece.replace(", ", &format!("{},{}", blank(2), blank(3)));
                    piece = piece.replace('.', &format!("{}.{}", blank(4), blank(5)));
                    piece = piece.replace('\n', &format!("{}\n", blank(6)));
                }
                format!(
                    "{}{piece}",
                    if piece.trim().is_empty() {
                        ""
                    } else {
                        blank(7)
                    }
                )
            });
        let pieces: Vec<String> = pieces.collect();
        as_written(&pieces, how)
    })
}

fn versions() -> impl Strategy<Value = Versions> {
    use Change::{Add, Again, Drop, Reword, Swap};
    let change =
        |kinds: &'static [Change]| (prop::sample::select(kinds), any::<usize>(), any::<usize>());
    let begin = vec(change(&[Add]), 0..60);
    let side = || {
        vec(
            change(&[Add, Add, Again, Drop, Drop, Reword, Reword, Swap]),
            0..7,
        )
    };
    let how = || prop_oneof![4 => Just(0_u8), 1 => 0_u8..8];
    (begin, side(), side(), how(), how(), how()).prop_map(
        |(begin, ours, theirs, of_base, of_ours, of_theirs)| {
            let base = changed(&[], &begin, 'b');
            Versions {
                base: as_written(&base, of_base),
                ours: as_written(&changed(&base, &ours, 'o'), of_ours),
                theirs: as_written(&changed(&base, &theirs, 'a'), of_theirs),
            }
        },
    )
}

pub(crate) fn table(text: &str) -> Option<Table> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").parse().ok()
}

/// A value as text, with the keys of its tables sorted, and where lists are sets the items of its lists as well.
pub(crate) fn in_order(value: &Value, lists_are_sets: bool) -> String {
    let text = |value| in_order(value, lists_are_sets);
    match value {
        Value::Table(table) => {
            let mut entries: Vec<_> = table
                .iter()
                .map(|(key, value)| format!("{key:?}={}", text(value)))
                .collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(values) => {
            let mut items: Vec<_> = values.iter().map(text).collect();
            if lists_are_sets {
                items.sort_unstable();
            }
            format!("[{}]", items.join(","))
        }
        value => value.to_string(),
    }
}

/// What a file says: each value by its path. Arrays are in any order, since lists are sets.
fn said(text: &str) -> BTreeMap<Vec<String>, String> {
    let mut said = BTreeMap::new();
    let mut waiting: Vec<(Vec<String>, Value)> =
        vec![(Vec::new(), Value::Table(table(text).unwrap()))];
    while let Some((path, value)) = waiting.pop() {
        match value {
            Value::Table(table) => waiting.extend(table.into_iter().map(|(key, value)| {
                let path = path.iter().cloned().chain([key]).collect();
                (path, value)
            })),
            value => drop(said.insert(path, in_order(&value, true))),
        }
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_word_is_lost_and_what_one_side_changed_is_so(versions in versions()) {
        let Versions { base, ours, theirs } = &versions;
        let Some(merged) = three_way(base, ours, theirs) else {
            prop_assert!([base, ours, theirs].iter().any(|text| table(text).unwrap().contains_key("conflict")));
            return Ok(());
        };
        let told = format!("{base}\n===== ours\n{ours}\n===== theirs\n{theirs}\n===== merged\n{}", merged.text);
        let text = merged.text.strip_prefix('\u{feff}').unwrap_or(&merged.text);
        prop_assert!(text.parse::<Table>().is_ok(), "{told}");
        let (before, mine, other, now) = (words(base), words(ours), words(theirs), words(text));
        let is_kept = |word: &&&str| mine.contains(**word) && other.contains(**word) || !before.contains(**word);
        let lost: BTreeSet<_> = mine.union(&other).filter(is_kept).filter(|word| !now.contains(**word)).collect();
        prop_assert!(lost.is_empty(), "lost {lost:?}\n{told}");
        if !merged.conflicts.is_empty() {
            return Ok(());
        }
        let [before, mine, other, now] = [base, ours, theirs, &merged.text].map(|text| said(text));
        for path in before.keys().chain(mine.keys()).chain(other.keys()) {
            let [before, mine, other, now] = [&before, &mine, &other, &now].map(|said| said.get(path));
            if mine == before {
                prop_assert_eq!(now, other, "{:?}\n{}", path, told);
            } else if other == before || other == mine {
                prop_assert_eq!(now, mine, "{:?}\n{}", path, told);
            }
        }
    }

    #[test]
    fn what_one_side_alone_did_is_as_it_did_it(versions in versions()) {
        let Versions { base, ours, .. } = &versions;
        let plain = |text: &str| {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
            if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
        };
        for [one, other] in [[ours, base], [base, ours], [ours, ours]] {
            let merged = three_way(base, one, other).map(|merged| (plain(&merged.text), merged.conflicts));
            if let Some((text, conflicts)) = merged {
                prop_assert_eq!(conflicts, [""; 0]);
                if one == base {
                    prop_assert_eq!(said(&text), said(ours), "{}\n=====\n{}\n=====\n{}", base, ours, text);
                } else {
                    prop_assert_eq!(text, plain(ours), "{}\n=====\n{}", base, ours);
                }
            }
        }
    }

    #[test]
    fn the_sides_may_be_taken_for_each_other(versions in versions()) {
        let Versions { base, ours, theirs } = &versions;
        let (there, back) = (three_way(base, ours, theirs), three_way(base, theirs, ours));
        if let (Some(there), Some(back)) = (there, back) {
            prop_assert_eq!(there.conflicts.is_empty(), back.conflicts.is_empty(), "{}\n===== ours\n{}\n===== theirs\n{}", base, ours, theirs);
            if there.conflicts.is_empty() {
                prop_assert_eq!(said(&there.text), said(&back.text), "{}\n===== ours\n{}\n===== theirs\n{}", base, ours, theirs);
            }
        }
    }
}
