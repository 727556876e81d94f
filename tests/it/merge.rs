//! A merged claim says what both claims said, and is named wherever either was.

use std::collections::{BTreeMap, BTreeSet};

use argmap::check::{Levels, RULES, check};
use argmap::diagnostic::{Level, RuleName};
use argmap::edit::{Keep, MergeError, Merging, merge};
use argmap::map::Map;
use argmap::syntax::{Files, Outweighing, Reason, RelationKind, Text};
use proptest::prelude::*;

use crate::maps::{article, comments, files};
use crate::rename::{NAMES, map_files, named, templates};

fn after(files: &Files, merging: &Merging) -> Files {
    let mut all = files.files().to_vec();
    for (file, text) in &merging.files {
        all[file.index()].text = text.clone();
    }
    Files::new(all)
}

/// The relations in a map, with the second of two claims renamed to the first. Relations between the two are left out.
fn relations(files: &Files, pair: [&str; 2]) -> BTreeSet<String> {
    let name = |id: &str| {
        if id == pair[1] {
            pair[0].to_owned()
        } else {
            id.to_owned()
        }
    };
    let ends = |step: &str| -> String {
        let ends = step.split("->").map(|end| name(end.trim()));
        ends.collect::<Vec<_>>().join("->")
    };
    let outweighed = |by: &[Outweighing]| -> Vec<BTreeSet<String>> {
        let by = by
            .iter()
            .map(|it| it.claims.iter().map(|it| name(&it.value)).collect());
        by.collect()
    };
    let mut all = BTreeSet::new();
    let mut reason = |of: &str, reason: &Reason| {
        let premises: BTreeSet<String> = reason
            .premises
            .iter()
            .map(|it| name(&it.claim.value))
            .collect();
        if !premises.contains(of) {
            let by = outweighed(&reason.outweighed_by);
            all.insert(format!("{of} {:?} {premises:?} {by:?}", reason.polarity));
        }
    };
    let map = Map::new(files);
    for document in map.documents() {
        for claim in &document.claims {
            let own = name(&claim.id.value);
            claim.reasons.iter().for_each(|it| reason(&own, it));
        }
        for undercut in &document.undercuts {
            reason(&ends(&undercut.step.value), &undercut.reason);
        }
    }
    for document in map.documents() {
        for claim in &document.claims {
            let own = name(&claim.id.value);
            for relation in &claim.relations {
                let target = match relation.kind {
                    RelationKind::Undercuts => ends(&relation.target.value),
                    _ => name(&relation.target.value),
                };
                if target != own && target != format!("{0}->{0}", pair[0]) {
                    let detail = relation.detail.as_deref().filter(|it| !it.is_empty());
                    if let Some(detail) = detail {
                        let by = outweighed(&detail.outweighed_by);
                        let text =
                            |text: &Option<Text>| text.as_ref().map(|it| it.value.to_string());
                        let (on, why) = (text(&detail.on), text(&detail.why));
                        all.insert(format!(
                            "{own} {:?} {target} {on:?} {why:?} {by:?}",
                            relation.kind
                        ));
                    }
                    all.insert(format!("{own} {:?} {target}", relation.kind));
                }
            }
        }
        let thesis = document.header.iter().flat_map(|header| &header.thesis);
        all.extend(thesis.map(|it| format!("thesis {}", name(&it.value))));
        let answers = document
            .questions
            .iter()
            .flat_map(|question| &question.answers);
        all.extend(answers.map(|it| format!("answer {}", name(&it.value))));
    }
    let within = format!("{0}->{0}", pair[0]);
    all.retain(|it| !it.starts_with(&within));
    all
}

/// How many findings each rule has that is an error. Relations that are stated twice are not counted.
fn errors(map: &Map) -> BTreeMap<&'static str, usize> {
    // As warnings, findings hide nothing.
    let mut levels = Levels::default();
    levels.set("all", Level::Warn).unwrap();
    let denied = RULES.iter().filter(|rule| rule.level == Level::Deny);
    let denied = denied.filter(|rule| rule.name != RuleName::DUPLICATE_RELATION);
    let denied: BTreeSet<RuleName> = denied.map(|rule| rule.name).collect();
    let mut errors = BTreeMap::new();
    for finding in check(map, &levels).diagnostics {
        if denied.contains(&finding.rule) {
            *errors.entry(finding.rule.as_str()).or_default() += 1;
        }
    }
    errors
}

proptest! {
    #[test]
    fn all_that_named_either_names_the_one(templates in templates(), which in 0_usize..8, other in 0_usize..8) {
        let before = map_files(&named(&templates, &NAMES));
        let pair = [NAMES[which], NAMES[other]];
        let map = Map::new(&before);
        let merging = match merge(&map, pair[0], pair[1], Some(Keep::First)) {
            Ok(merging) => merging,
            Err(MergeError::Same(_)) => {
                prop_assert_eq!(which, other);
                return Ok(());
            }
            // Some claims are written without a header, and some rest on each other in a circle.
            Err(MergeError::NoHeader { .. } | MergeError::Fault(_)) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let after = after(&before, &merging);
        let now = Map::new(&after);
        prop_assert_eq!(now.claim_count() + 1, map.claim_count());
        let was = errors(&map);
        for (rule, count) in errors(&now) {
            prop_assert!(count <= was.get(rule).copied().unwrap_or_default(), "{}", rule);
        }
        prop_assert!(now.find(pair[1]).is_none());
        prop_assert_eq!(relations(&before, pair), relations(&after, pair));
        let texts = |files: &Files| -> Vec<String> {
            let mut all = files.files().iter().map(|file| comments(&file.text)).collect::<Vec<_>>().concat();
            all.sort();
            all
        };
        prop_assert_eq!(texts(&before), texts(&after));
        let one = now.find(pair[0]).unwrap();
        prop_assert!(now.self_relations().len() <= map.self_relations().len());
        let quotes = |map: &Map, id: &str| map.find(id).map_or(0, |claim| map.claim(claim).quotes.len());
        let both = quotes(&map, pair[0]) + quotes(&map, pair[1]);
        let own = now.claim(one).quotes.len();
        prop_assert!(own <= both && (own > 0) == (both > 0));
        let again = merge(&now, pair[0], pair[1], None).unwrap_err();
        prop_assert!(matches!(again, MergeError::Unknown { .. }), "{}", again);
    }
}

/// The text after merging `a` and `b`, and the notes.
fn merged(text: &str, keep: Option<Keep>) -> Result<(String, Vec<String>), MergeError> {
    let before = files([("map.toml", text)]);
    let merging = merge(&Map::new(&before), "a", "b", keep)?;
    let text = after(&before, &merging).files()[0].text.to_string();
    Ok((
        text,
        merging.notes.into_iter().map(|note| note.text).collect(),
    ))
}

const MAP: &str = r#"# The map.

[map]
thesis = ["a", "b"] # both

# Of a.
[claim.a] # beside a
text     = "It rains."
quote    = "rain"
by       = "ann"
supports = ["wet"]

# Of b.
[claim.b] # beside b
text.en   = "It rains."
quote     = [
  "rain",
  { text = "raining", prefix = "is " }, # here
]
# Two hold it.
by        = ["bob", "ann"]
contrasts = ["a"]
supports  = [{ claim = "wet", why = "water" }]
attacks   = ["dry"]
note      = "Of rain."

[[claim.b.reason]]
premises = ["clouds"]

# Loose.

[claim.wet]
text      = "It is wet."
premises  = ["b", "a", "clouds"]
undercuts = ["b -> dry"]

[claim.dry]
text = "It is dry."

[claim.clouds]
text = "There are clouds."
"#;

#[test]
fn one_claim_has_what_both_had() {
    let (new, notes) = merged(MAP, Some(Keep::First)).unwrap();
    assert_eq!(
        new,
        r#"# The map.

[map]
thesis = ["a"] # both

# Of a.
# Of b.
# beside b
[claim.a] # beside a
text     = "It rains."
quote    = [
  "rain",
  { text = "raining", prefix = "is " }, # here
]
# Two hold it.
by       = ["ann", "bob"]
supports = [{ claim = "wet", why = "water" }]
attacks  = ["dry"]
note     = "Of rain."

[[claim.a.reason]]
premises = ["clouds"]

# Loose.

[claim.wet]
text      = "It is wet."
premises  = ["a", "clouds"]
undercuts = ["a -> dry"]

[claim.dry]
text = "It is dry."

[claim.clouds]
text = "There are clouds."
"#
    );
    assert_eq!(
        notes,
        [
            "dropped: `b` contrasts `a`",
            "once now: `thesis` named both",
            "once now: `premises` named both",
            "once now: `a` supports `wet`",
        ]
    );
}

#[test]
fn where_they_differ_someone_says_which_is_right() {
    let differs = |one: &str, other: &str| {
        let text = format!("[claim.a]\n{one}\n[claim.b]\n{other}\n");
        match merged(&text, None) {
            Err(MergeError::Differ { keys }) => keys.into_iter().map(|it| it.0).collect(),
            Ok(_) => Vec::new(),
            Err(error) => panic!("{error}"),
        }
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(differs("text = \"A\"", "text = 'A'"), none);
    assert_eq!(differs("text.en = \"A\"", "text.pt = \"B\""), none);
    assert_eq!(differs("text = \"A\"", "text = \"B\""), ["text"]);
    assert_eq!(
        differs(
            "text.en = \"A\"\ncredence = 0.5",
            "text.en = \"B\"\ncredence = 0.6"
        ),
        ["text.en", "credence"]
    );
    assert_eq!(
        differs("text = \"A\"\ncredence = 0.5", "text = \"A\""),
        none
    );
    assert_eq!(
        differs("text = \"A\"\ndenied = true", "text = \"A\""),
        ["denied"]
    );
    assert_eq!(differs("text = \"A\"", "text.en = \"A\""), ["text"]);

    let text = "[claim.a]\ntext = \"A\" # of a\ndenied = true\n\n[claim.b]\ntext = \"B\" # of b\n";
    let (first, notes) = merged(text, Some(Keep::First)).unwrap();
    assert_eq!(
        first,
        "[claim.a]\ntext   = \"A\" # of a\ndenied = true\n# of b\n"
    );
    assert_eq!(notes, ["dropped: the `text` of `b`"]);
    let (second, _) = merged(text, Some(Keep::Second)).unwrap();
    assert_eq!(second, "[claim.a]\ntext = \"B\" # of b\n# of a\n");
}

#[test]
fn all_texts_of_each_are_shown_as_they_are() {
    let text = "[claim.a]\ntext.en = \"A\"\ntext.de = \"E\"\n[claim.b]\ntext = \"B\"\n";
    let Err(MergeError::Differ { keys }) = merged(text, None) else {
        panic!("they differ")
    };
    let expected = ("text", "«A» (en), «E» (de)", "«B»");
    let expected = (
        expected.0.to_owned(),
        expected.1.to_owned(),
        expected.2.to_owned(),
    );
    assert_eq!(keys, [expected]);
    let (_, notes) = merged(text, Some(Keep::Second)).unwrap();
    assert_eq!(
        notes,
        [
            "dropped: the `text.en` of `a`",
            "dropped: the `text.de` of `a`"
        ]
    );
}

#[test]
fn no_claim_is_expected_to_be_two_things() {
    let map = |expect: &str| {
        format!("[claim.a]\ntext = \"A\"\n\n[claim.b]\ntext = \"A\"\n\n[expect]\n{expect}\n")
    };
    for (expect, first, second) in [
        (
            "accepted = [\"a\"]\nrejected = [\"b\"]",
            "accepted = [\"a\"]\n",
            "rejected = [\"a\"]\n",
        ),
        (
            "undecided = [\"a\"]\nrejected = [\"b\"]",
            "undecided = [\"a\"]\n",
            "rejected = [\"a\"]\n",
        ),
        (
            "rejected = [\"b\", \"c\"]\naccepted_either_way = [\"a\"]",
            "rejected = [\"c\"]\naccepted_either_way = [\"a\"]\n",
            "rejected = [\"a\", \"c\"]\n",
        ),
    ] {
        let text = map(expect) + "\n[claim.c]\ntext = \"C\"\n";
        let Err(MergeError::Differ { keys }) = merged(&text, None) else {
            panic!("they differ: {expect}")
        };
        assert_eq!(keys.len(), 1);
        for (keep, left) in [(Keep::First, first), (Keep::Second, second)] {
            let (new, _) = merged(&text, Some(keep)).unwrap();
            assert!(new.contains(&format!("[expect]\n{left}")), "{new}");
        }
    }
    let both = map("undecided = [\"a\"]\naccepted_either_way = [\"b\"]");
    let (new, _) = merged(&both, None).unwrap();
    assert!(
        new.contains("undecided = [\"a\"]\naccepted_either_way = [\"a\"]"),
        "{new}"
    );
}

#[test]
fn what_undercuts_a_relation_between_the_two_goes_with_it() {
    let text = "[claim.a]\ntext = \"A\"\n\n[[claim.a.reason]]\nid = \"r\"\n# Why not.\npremises = [\"b\", \"c\"]\n\n\
        [claim.b]\ntext = \"A\"\n\n[claim.c]\ntext = \"C\"\nundercuts = [{ step = \"r\", id = \"u\" }]\nsupports = [\"a\", \"d\"]\n\n\
        [[undercut]]\nstep = \"u\"\npremises = [\"d\"]\n\n[claim.d]\ntext = \"D\"\n";
    let (new, notes) = merged(text, None).unwrap();
    assert_eq!(
        new,
        "[claim.a]\ntext = \"A\"\n\n# Why not.\n\n[claim.c]\ntext = \"C\"\nsupports = [\"a\", \"d\"]\n\n[claim.d]\ntext = \"D\"\n"
    );
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
fn data_are_those_of_one_of_the_two() {
    let text = "[claim.a]\ntext = \"A\"\n\n[claim.b]\ntext = \"A\"\ndata.x = 1\ndata.y = 2 # two\n";
    let (new, notes) = merged(text, None).unwrap();
    assert_eq!(
        new,
        "[claim.a]\ntext   = \"A\"\ndata.x = 1\ndata.y = 2 # two\n"
    );
    assert!(notes.is_empty(), "{notes:?}");
    let (new, notes) = merged(&text.replacen("\n\n", "\ndata.z = 3\n\n", 1), None).unwrap();
    assert_eq!(new, "[claim.a]\ntext   = \"A\"\ndata.z = 3\n# two\n");
    assert_eq!(
        notes,
        [
            "dropped: the `data.x` of `b`",
            "dropped: the `data.y` of `b`"
        ]
    );
}

#[test]
fn of_lists_in_lists_only_what_names_both_goes() {
    let text = r#"undercut = [{ step = "c -> d", premises = ["a", "b"] }, { step = "a -> b", premises = ["c"] }]

[question]
q = { text = "Q?", answers = ["a", "b", "c"] }

[claim.a]
text   = "A"
reason = [{ premises = ["b", "d"], why = "x" }, { premises = ["c"] }]

[claim.b]
text    = "A"
attacks = [{ claim = "d", outweighed_by = ["a", "c"] }]

[claim.d]
text   = "D"
reason = [{ premises = ["a", "b"], why = "together" }, { premises = ["c"] }]

[[claim.d.objection]]
premises      = ["c"]
outweighed_by = [["a", "b"], ["c"]]

[claim.c]
text        = "C"
supports    = ["d"]
contradicts = [{ claim = "a", why = "x" }, "b", { claim = "b", why = "y" }]
contrasts   = [{ claim = "a", on = "x" }, { claim = "b", on = "y" }]
attacks     = [{ claim = "d", outweighed_by = ["a", "b"] }]

[lints]
self-defeating-claim = "warn"
"#;
    let (new, _) = merged(text, None).unwrap();
    assert_eq!(
        new,
        r#"undercut = [{ step = "c -> d", premises = ["a"] }]

[question]
q = { text = "Q?", answers = ["a", "c"] }

[claim.a]
text    = "A"
reason  = [{ premises = ["c"] }]
attacks = [{ claim = "d", outweighed_by = ["a", "c"] }]

[claim.d]
text   = "D"
reason = [{ premises = ["a"], why = "together" }, { premises = ["c"] }]

[[claim.d.objection]]
premises      = ["c"]
outweighed_by = [["a"], ["c"]]

[claim.c]
text        = "C"
supports    = ["d"]
contradicts = [{ claim = "a", why = "x" }, { claim = "a", why = "y" }]
contrasts   = [{ claim = "a", on = "x" }, { claim = "a", on = "y" }]
attacks     = [{ claim = "d", outweighed_by = ["a"] }]

[lints]
self-defeating-claim = "warn"
"#
    );
}

#[test]
fn what_undercuts_the_same_step_of_both_undercuts_it_once() {
    let text = "[claim.a]\ntext     = \"A\"\nsupports = [\"e\"]\n\n[claim.b]\ntext     = \"A\"\nsupports = [\"e\"]\n\n\
        [claim.e]\ntext = \"E\"\n\n[claim.c]\ntext      = \"C\"\nundercuts = [\"a -> e\", { step = \"b -> e\", why = \"w\" }]\n";
    let (new, notes) = merged(text, None).unwrap();
    assert!(
        new.ends_with("undercuts = [{ step = \"a -> e\", why = \"w\" }]\n"),
        "{new}"
    );
    assert_eq!(
        notes,
        [
            "once now: `undercuts` named both",
            "once now: `a` supports `e`"
        ]
    );
}

#[test]
fn a_text_in_braces_has_a_wording_for_each_language() {
    let text = "[claim.a.text]\nen = \"A\"\n\n[claim.b]\n# Of b.\ntext = { 'en' = \"A\", pt = \"B, {\" } # both\n";
    let (new, notes) = merged(text, None).unwrap();
    assert_eq!(
        new,
        "[claim.a]\ntext.en = \"A\"\ntext.pt = \"B, {\" # both\n# Of b.\n"
    );
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn a_circle_of_support_is_refused() {
    let text = "[claim.a]\ntext = \"A\"\nsupports = [\"c\"]\n\n[claim.c]\ntext = \"C\"\nsupports = [\"b\"]\n\n[claim.b]\ntext = \"A\"\n";
    let error = merged(text, None).unwrap_err();
    assert!(matches!(error, MergeError::Fault(_)), "{error}");
}

/// What the map says after the merge cannot be a fault that neither claim had before.
#[test]
fn what_only_the_merged_claim_would_have_wrong_is_refused() {
    let claim =
        |id: &str, more: &str| format!("[claim.{id}]\ntext = \"T\"\nassumed = true\n{more}\n");
    let against = claim("a", "attacks = [\"c\"]") + "[claim.c]\ntext = \"C\"\n";
    let both = claim("y", "premises = [\"a\", \"d\"]") + &claim("d", "contradicts = [\"b\"]");
    for (text, rule, message) in [
        (
            against.clone() + &claim("b", "supports = [\"c\"]"),
            "self-defeating-claim",
            "`c` needs `a`",
        ),
        (
            claim("a", "") + &claim("b", "") + &both,
            "contradictory-premises",
            "rests on `a` and `d`",
        ),
        (
            against
                + &claim("b", "")
                + "[expect]\naccepted = [\"b\"]\n[claim.no]\ntext = \"No\"\nattacks = [\"a\"]",
            "unmet-expectation",
            "`a`",
        ),
    ] {
        let error = merged(&text, None).unwrap_err();
        let MergeError::Fault(fault) = &error else {
            panic!("{error}");
        };
        assert_eq!(fault.rule.as_str(), rule, "{fault}");
        assert!(fault.message.contains(message), "{fault}");
        assert!(fault.may_be_lowered);
        let lowered = format!("{text}\n[lints]\n{rule} = \"warn\"\n");
        assert!(merged(&lowered, None).is_ok(), "{rule}");
    }
}

#[test]
fn steps_that_become_the_same_are_told() {
    let text = "[claim.a]\ntext = \"A\"\n\n[claim.b]\ntext = \"A\"\n\n[claim.y]\ntext = \"Y\"\npremises = [\"a\", \"c\"]\n\n\
        [[claim.y.reason]]\npremises = [\"c\", \"b\"]\n\n[claim.c]\ntext = \"C\"\n";
    let (_, notes) = merged(text, None).unwrap();
    assert_eq!(notes, ["stated twice now: `a` and `c` support `y`"]);
}

#[test]
fn claims_of_the_article_are_made_one_across_files() {
    let before = article();
    let map = Map::new(&before);
    let mut made = 0;
    let ids: Vec<&str> = map.claims().map(|claim| map.id(claim)).collect();
    for pair in ids.chunks(2) {
        let &[one, other] = pair else { continue };
        let Ok(merging) = merge(&map, one, other, Some(Keep::Second)) else {
            continue;
        };
        made += 1;
        let after = after(&before, &merging);
        assert_eq!(
            relations(&before, [one, other]),
            relations(&after, [one, other]),
            "{one} {other}"
        );
        let now = Map::new(&after);
        let claim = now.claim(now.find(one).unwrap());
        assert_eq!(claim.text.len(), 2, "{one}");
        let words = map.text(map.find(other).unwrap(), Some("pt"));
        assert_eq!(now.text(now.find(one).unwrap(), Some("pt")), words);
    }
    assert!(made > 15, "{made}");
}
