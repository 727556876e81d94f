//! Laws of fixing a map, whatever slips it has: nothing is lost, and nothing false is added.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::LazyLock;

use argmap::check::{Levels, check};
use argmap::diagnostic::Level;
use argmap::edit::{Mended, mend};
use argmap::map::Map;
use argmap::syntax::Files;
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use crate::maps::{files_in, folder};

const LETTER: &str = "The square should be closed to cars. “Children play there” every day — and a playing child does \
                      not look out for traffic. Shopkeepers fear for their trade. Children play there, still.\n";

/// Maps without faults.
const MAPS: [&str; 3] = [
    r#"[map]
title  = "A square"
thesis = ["close-the-square"]

[source.letter]
path = "letter.txt"

[claim.close-the-square]
text     = "The square should be closed."
quote    = "The square should be closed to cars"
premises = ["children-play", "play-is-blind"]

[claim.children-play]
text  = "Children play there."
quote = { text = "“Children play there” every day", source = "letter" }

[claim.play-is-blind]
text     = "Play is blind."
quote    = ["a playing child does not look out for traffic"]
supports = ["children-play-2"]

[claim.children-play-2]
text    = "They play there still."
quote   = { text = "Children play there", suffix = ", still" }
assumed = true

[claim.trade-suffers]
text    = "Trade would suffer."
quote   = "Shopkeepers fear for their trade"
attacks = ["close-the-square"]
"#,
    r#"[claim.a1]
text = "A."
tags = ["x"]
contradicts = ["a2"]

[[claim.a1.reason]]
id       = "r1"
premises = ["b1", { claim = "b2", why = "so it is", strength = 0.5 }]
why      = "because"

[[claim.a1.objection]]
premises = ["c1"]

[claim.a2]
text = "Not A."

[claim.b1]
text     = "B."
implicit = true
title    = "B"

[claim.b2]
text      = "C."
contrasts = [{ claim = "b1", on = "price" }]
credence  = 0.25

[claim.c1]
text      = "D."
undercuts = ["r1"]
note      = "odd"

[lints]
no-thesis = "allow"
unsupported-claim = "note"
"#,
    "claim.one = { text = \"One.\", supports = [\"two\"] }\nclaim.two = { text = 'Two.', assumed = true }\n\
     claim.three.text = \"Three.\"\nclaim.three.attacks = [\"one\"]\r\n[claim.four]\r\ntext = \"Four.\"\r\n\
     supports = [\"three\", \"two\"] # both\r\n",
];

/// A slip somewhere in a text.
#[derive(Debug, Clone)]
enum Slip {
    /// A letter in a word is lost, doubled, swapped with the next one, or changes case.
    Letter(Index, u8),
    /// One occurrence of a word in [`WORDS`] is written as its misspelling.
    Word(Index, usize),
    /// A line is repeated.
    Line(Index),
    /// Any character is lost.
    Character(Index),
}

const WORDS: [(&str, &str); 16] = [
    ("claim.", ""),
    ("[claim.", "[clam."),
    (".reason]]", ".reasn]]"),
    ("supports", "suports"),
    ("premises", "premisses"),
    ("children-play-2", "children-play-3"),
    ("close-the-square", "close-the-sqare"),
    ("[\"", "\""),
    ("\"]", "\""),
    ("true", "True"),
    ("“", "\\\""),
    (" ", "  "),
    ("\"", "“"),
    ("\"one\"", "one"),
    ("The square should", "The Square shuold"),
    ("b1", "b2"),
];

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let slip = prop_oneof![
        5 => (any::<Index>(), 0..4_u8).prop_map(|(at, how)| Slip::Letter(at, how)),
        5 => (any::<Index>(), 0..WORDS.len()).prop_map(|(at, which)| Slip::Word(at, which)),
        1 => any::<Index>().prop_map(Slip::Line),
        1 => any::<Index>().prop_map(Slip::Character),
    ];
    prop::collection::vec(slip, 1..6)
}

fn slipped(text: &str, slip: &Slip) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    match *slip {
        Slip::Letter(at, how) => {
            let letters = characters.iter().enumerate();
            let letters: Vec<usize> = letters
                .filter(|(_, letter)| letter.is_alphanumeric())
                .map(|(at, _)| at)
                .collect();
            let at = *letters.get(at.index(letters.len())).unwrap();
            let letter = *characters.get(at).unwrap();
            match how {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, letter),
                2 if at + 1 < characters.len() => characters.swap(at, at + 1),
                _ => {
                    let other = if letter.is_lowercase() {
                        letter.to_ascii_uppercase()
                    } else {
                        letter.to_ascii_lowercase()
                    };
                    *characters.get_mut(at).unwrap() = other;
                }
            }
            characters.into_iter().collect()
        }
        Slip::Word(at, which) => {
            let (word, written) = WORDS.get(which).unwrap();
            let places: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
            if places.is_empty() {
                return text.to_owned();
            }
            let at = *places.get(at.index(places.len())).unwrap();
            let mut text = text.to_owned();
            text.replace_range(at..at + word.len(), written);
            text
        }
        Slip::Line(at) => {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let at = at.index(lines.len());
            let (before, after) = lines.split_at(at);
            [before, after.get(..1).unwrap(), after].concat().concat()
        }
        Slip::Character(at) => {
            characters.remove(at.index(characters.len()));
            characters.into_iter().collect()
        }
    }
}

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| folder(&[("letter.txt", LETTER)]));

fn files(text: &str) -> Files {
    files_in(FOLDER.path(), [("map.toml", text)])
}

/// How many findings of each kind there are that no change may add to.
fn faults(text: &str) -> BTreeMap<&'static str, usize> {
    let files = files(text);
    // Findings that fail a check hide what they explain. As warnings they hide nothing, so that all are counted.
    let mut levels = Levels::default();
    levels.set("all", Level::Warn).unwrap();
    let findings = check(&Map::new(&files), &levels).diagnostics;
    let mut faults = BTreeMap::new();
    for finding in findings {
        let rule = finding.rule.as_str();
        let kinds = ["invalid-", "unknown-", "duplicate-", "ambiguous-"];
        let others = [
            "wrong-type",
            "self-relation",
            "circular-support",
            "unfound-quote",
        ];
        if kinds.iter().any(|kind| rule.starts_with(kind)) || others.contains(&rule) {
            *faults.entry(rule).or_default() += 1;
        }
    }
    faults
}

fn is_toml(text: &str) -> bool {
    text.parse::<toml::Table>().is_ok()
}

/// The text after fixing, and what was done.
fn mended(text: &str, guess: bool) -> (String, Mended) {
    let Ok(mended) = mend(&files(text), guess, |map| {
        Ok::<_, Infallible>(check(map, &Levels::default()).diagnostics)
    });
    let new = mended.files.first().map(|(_, new)| new.clone());
    (
        new.map_or_else(|| text.to_owned(), |new| new.to_string()),
        mended,
    )
}

/// Whether any lines differ where nothing was changed.
fn differs_elsewhere(before: &str, after: &str, mended: &Mended) -> Option<String> {
    let (before, after): (Vec<_>, Vec<_>) =
        (before.split('\n').collect(), after.split('\n').collect());
    if before.len() != after.len() {
        return Some("the number of lines".to_owned());
    }
    let is_told = |line: usize| {
        mended.made.iter().any(|change| {
            let first = change.line as usize;
            (first..=first + change.before.matches('\n').count()).contains(&line)
        })
    };
    let pairs = (1..).zip(before.iter().zip(&after));
    let mut others = pairs.filter(|(line, (old, new))| old != new && !is_told(*line));
    others.next().map(|(line, _)| format!("line {line}"))
}

#[test]
fn the_maps_are_without_fault() {
    for map in MAPS {
        assert_eq!(faults(map), BTreeMap::new(), "{map}");
        assert_eq!(mended(map, true).1.files, []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn mending_adds_no_fault_and_changes_nothing_else(map in 0..MAPS.len(), slips in slips(), guess in any::<bool>()) {
        let mut text = (*MAPS.get(map).unwrap()).to_owned();
        for slip in &slips {
            text = slipped(&text, slip);
        }
        let (new, done) = mended(&text, guess);
        prop_assert!(!is_toml(&text) || is_toml(&new), "{text}\n-----\n{new}");
        let before = faults(&text);
        for (rule, count) in faults(&new) {
            let was = before.get(rule).copied().unwrap_or_default();
            prop_assert!(count <= was, "{rule}: {count}\n{text}\n-----\n{new}");
        }
        prop_assert_eq!(differs_elsewhere(&text, &new, &done), None, "{}\n-----\n{}", text, new);
        let again = mended(&new, guess).1;
        prop_assert!(again.files.is_empty() && again.made.is_empty(), "{text}\n-----\n{new}\n{again:?}");
    }
}

/// A slip that can only have meant one thing is fixed, and the map is as it was.
#[test]
fn single_slips_are_mended() {
    for (map, old, new) in [
        (0, "supports", "suports"),
        (0, "premises", "Premises"),
        (
            0,
            "[\"close-the-square\"]\n\n[source",
            "\"close-the-square\"\n\n[source",
        ),
        (0, "assumed = true", "assumed = TRUE"),
        (
            0,
            "“Children play there” every",
            "\\\"Children play there\\\" every",
        ),
        (0, "source = \"letter", "souce = \"letter"),
        (0, "premises", "premsies"),
        (1, "reason]]", "reaon]]"),
        (1, "[claim.b1]", "[clam.b1]"),
        (1, "strength", "strenght"),
        (1, "unsupported-claim", "unsuported-claim"),
        (1, "\"allow\"", "\"alow\""),
        (2, "text = \"Four.\"", "text = Four."),
        (2, "text = 'Two.'", "TEXT = 'Two.'"),
        (2, "three.attacks", "three.atacks"),
    ] {
        let text = *MAPS.get(map).unwrap();
        let slipped = text.replacen(old, new, 1);
        assert_ne!(text, slipped);
        let (mended, done) = mended(&slipped, false);
        assert_eq!(mended, text, "{new}: {:?}", done.refused);
    }
}

/// A slip that hides others is fixed together with them if all fixes are certain.
#[test]
fn slips_below_slips_are_mended_together() {
    let slip = |map: &str, slips: &[(&str, &str)]| {
        slips.iter().fold(map.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replacen(old, new, 1)
        })
    };
    let header = ("[claim.play-is-blind]", "[play-is-blind]");
    let key = ("supports = [\"ch", "suports = [\"ch");
    let list = ("[\"children-play-2\"]", "\"children-play-2\"");
    let quote = (
        "“Children play there” every",
        "\\\"Children play there\\\" every",
    );
    let other = ("[claim.children-play]", "[clam.children-play]");
    let value = ("true", "True");
    for slips in [
        &[header, key][..],
        &[header, key, list],
        &[key, list],
        &[other, quote],
        &[header, key, list, other, quote, value],
    ] {
        let slipped = slip(MAPS[0], slips);
        let (mended, done) = mended(&slipped, false);
        assert_eq!(mended, MAPS[0], "{slips:?}: {:?}", done.refused);
        assert_eq!(done.made.len(), slips.len(), "{slips:?}");
    }
    // A slip that cannot be fixed stays hidden, but does not keep others from being fixed.
    let unknown = ("\"children-play-2\"", "\"children-play-4\"");
    let slipped = slip(MAPS[0], &[header, key, unknown, other, quote]);
    let (mended, done) = mended(&slipped, false);
    assert_eq!(
        mended,
        slip(MAPS[0], &[header, key, unknown]),
        "{:?}",
        done.refused
    );
    assert_eq!(done.refused.len(), 1, "{:?}", done.refused);
}

/// Guesses are not made unless asked for.
#[test]
fn guesses_are_made_only_where_they_are_asked_for() {
    for (map, old, new) in [
        (
            0,
            "[\"close-the-square\"]\n\n[source",
            "[\"close-the-sqare\"]\n\n[source",
        ),
        (0, "source = \"letter\"", "source = \"leter\""),
        (1, "undercuts = [\"r1\"]", "undercuts = [\"rr1\"]"),
        // Another word may have been meant, or a key of one's own.
        (0, "path = ", "paht = "),
        (1, "note ", "vote "),
        (1, "tags = ", "bags = "),
        (1, "why      =", "who      ="),
        (1, "\"note\"", "\"nose\""),
    ] {
        let text = *MAPS.get(map).unwrap();
        let slipped = text.replacen(old, new, 1);
        assert_ne!(text, slipped);
        assert_eq!(mended(&slipped, false).0, slipped);
        assert_eq!(mended(&slipped, true).0, text);
    }
}

/// A string without quotation marks is certain only if it is the whole rest of its line. Otherwise nothing is made of a
/// half of it.
#[test]
fn no_half_of_a_value_is_quoted() {
    let with = |value: &str| format!("[claim.a]\ntext = {value}\nassumed = true\n");
    for (value, certain, guessed) in [
        ("Rain falls", Some("\"Rain falls\""), None),
        ("He said \"no\"", None, Some(r#""He said \"no\"""#)),
        ("a, b", None, Some("\"a, b\"")),
        ("a [b] c", None, Some("\"a [b] c\"")),
        ("Rain # a comment", None, Some("\"Rain\" # a comment")),
        ("C# is a language", None, Some("\"C\"# is a language")),
        ("“a” and “b”", None, None),
        ("“Rain” # falls", Some("\"Rain\" # falls"), None),
        ("True, he said", None, None),
    ] {
        let text = with(value);
        let certain = certain.map_or_else(|| text.clone(), with);
        assert_eq!(mended(&text, false).0, certain, "{value}");
        let guessed = guessed.map_or(certain, with);
        assert_eq!(mended(&text, true).0, guessed, "{value}");
        assert_eq!(is_toml(&guessed), guessed != text, "{value}");
    }
    for (list, certain) in [
        ("tags = [red, blue]", "tags = [\"red\", \"blue\"]"),
        ("tags = [he said, then left]", "tags = [he said, then left]"),
        ("tags = [a b, \"c]", "tags = [a b, \"c]"),
    ] {
        let text = |list: &str| format!("[claim.a]\ntext = \"A\"\n{list}\n");
        assert_eq!(mended(&text(list), false).0, text(certain), "{list}");
    }
}

/// A string that a quotation mark inside it ends too soon, a list in the wrong brackets: whole, they are meant otherwise.
#[test]
fn whole_values_are_guessed_and_whole_lines_mended() {
    let with = |line: &str| format!("[claim.a]\ntext = \"A\"\n{line}\n[claim.b]\ntext = \"B\"\n");
    for (line, certain, guessed) in [
        ("note = 'it's'", None, r#"note = "it's""#),
        (
            "note = 'the men's' # why",
            None,
            r#"note = "the men's" # why"#,
        ),
        (
            r#"note = "a \"b\" "c" \\ d""#,
            None,
            r#"note = "a \"b\" \"c\" \\ d""#,
        ),
        (
            r#"note = ""So," she said""#,
            None,
            r#"note = "\"So,\" she said""#,
        ),
        (r#"tags = ['it's', "x"]"#, None, r#"tags = ["it's", "x"]"#),
        (r#"tags = {"x", "y"}"#, None, r#"tags = ["x", "y"]"#),
        (r#"tags = ("x", "y")"#, None, r#"tags = ["x", "y"]"#),
        ("// so", Some("# so"), "# so"),
        (
            "claim.c\ntext = \"C\"",
            Some("[claim.c]\ntext = \"C\""),
            "[claim.c]\ntext = \"C\"",
        ),
        ("claim.b\ntext = \"C\"", None, "claim.b\ntext = \"C\""),
    ] {
        let text = with(line);
        assert_eq!(mended(&text, false).0, with(certain.unwrap_or(line)));
        assert_eq!(mended(&text, true).0, with(guessed));
    }
}

/// A mark between the kind and the id is meant as a dot, or the whole as an id: nobody is certain.
#[test]
fn a_dot_between_kind_and_id_is_a_guess() {
    for written in ["claim_b", "claim-b", "claim:b", "claim/b"] {
        let with = |header: &str| {
            format!("[claim.a]\ntext = \"A\"\n\n[{header}]\ntext = \"B\"\nsupports = [\"a\"]\n")
        };
        let text = with(written);
        assert_eq!(mended(&text, false).0, text);
        assert_eq!(mended(&text, true).0, with("claim.b"));
        assert_eq!(faults(&text).values().sum::<usize>(), 1, "{written}");
        let taken = text.replace("[claim.a]", "[claim.b]");
        assert_eq!(mended(&taken, true).0, taken);
    }
    let text = "[claim.(foot)]\ntext = \"A\"\n";
    assert_eq!(mended(text, true).0, text);
}

/// A value that lacks its quotation marks gets them only if what it then names is known and what it quotes is found.
#[test]
fn what_would_be_unknown_or_unfound_is_not_quoted() {
    let with = |line: &str| format!("{}\n[claim.new]\ntext = \"N\"\n{line}\n", MAPS[0]);
    for (line, meant) in [
        (
            "attacks = [children-play]",
            Some("attacks = [\"children-play\"]"),
        ),
        (
            "attacks = [children, children-play]",
            Some("attacks = [children, \"children-play\"]"),
        ),
        ("attacks = [nothing]", None),
        ("quote = `Children play here`", None),
        ("quote = Children play here", None),
        (
            "note = `Children play here`",
            Some("note = \"Children play here\""),
        ),
    ] {
        let (new, done) = mended(&with(line), false);
        assert_eq!(new, with(meant.unwrap_or(line)));
        let is_whole = meant.is_some_and(|meant| !meant.contains("[children,"));
        assert_eq!(done.refused.is_empty(), is_whole, "{line}");
    }
}

/// A table without its kind is certainly a claim only if it has a key that means nothing outside an argument.
#[test]
fn a_table_that_may_be_something_else_is_left_alone() {
    for (table, certain) in [
        ("[x]\ntext = \"T\"\n", None),
        ("[x]\ntext = \"T\"\nnote = \"n\"\n", None),
        ("[x]\npath = \"letter.txt\"\nurl = \"u\"\n", None),
        ("[x]\ntext = \"T\"\nassumed = true\n", Some("claim.x")),
        ("[x]\ntext = \"T\"\nsupports = [\"a\"]\n", Some("claim.x")),
        ("[x]\ntext = \"T\"\nanswers = [\"a\"]\n", Some("question.x")),
    ] {
        let text = format!("[claim.a]\ntext = \"A\"\n\n{table}");
        let meant = certain.map_or_else(
            || text.clone(),
            |id| text.replace("[x]", &format!("[{id}]")),
        );
        assert_eq!(mended(&text, false).0, meant, "{table}");
    }
}

/// Where changes are made together or not at all, the reason given is what none of them fixes.
#[test]
fn what_is_left_out_is_told_with_what_is_in_the_way() {
    let text = "[Claim.a]\nText = \"A\"\nSupports = [\"B\"]\n";
    let (new, done) = mended(text, false);
    assert_eq!(new, text);
    let [(_, why)] = done.refused.as_slice() else {
        panic!("{:?}", done.refused);
    };
    assert!(why.contains("`B`"), "{why}");
}

/// What may have meant several things, or means something else, is left alone even when guesses are asked for.
#[test]
fn what_has_no_single_meaning_is_never_changed() {
    for (map, old, new) in [
        // The words occur twice.
        (
            0,
            "{ text = \"Children play there\", suffix = \", still\" }",
            "\"Children play there\"",
        ),
        // Digits are never guessed.
        (0, "[\"children-play-2\"]", "[\"children-play-4\"]"),
        (1, "premises = [\"c1\"]", "premises = [\"c7\"]"),
        // It would rest on itself, or repeat a relation.
        (1, "contradicts = [\"a2\"]", "contradicts = [\"a11\"]"),
        (
            2,
            "supports = [\"three\", \"two\"]",
            "supports = [\"three\", \"thre\"]",
        ),
        (2, "attacks = [\"one\"]", "attacks = [\"thre\"]"),
        // `text` is already set.
        (1, "tags = [\"x\"]", "txt = \"x\""),
    ] {
        let text = *MAPS.get(map).unwrap();
        let slipped = text.replacen(old, new, 1);
        assert_ne!(text, slipped);
        assert_eq!(mended(&slipped, true).0, slipped);
    }
}
