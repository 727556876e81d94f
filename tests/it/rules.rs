//! What the rules find in arguments, and what they leave to other rules.

use std::fmt::Write;

use argmap::check::{Levels, check};
use argmap::diagnostic::{Level, RuleName};
use argmap::map::Map;
use argmap::syntax::Files;

use crate::maps::{checked, folder};

/// The messages of one rule's findings.
fn messages(rule: &str, text: &str) -> Vec<String> {
    let report = checked(text);
    let own = report
        .diagnostics
        .into_iter()
        .filter(|finding| finding.rule.as_str() == rule);
    own.map(|finding| finding.message).collect()
}

#[test]
fn a_misspelt_premise_is_not_called_a_lack_of_grounds_too() {
    let text = r#"
        [claim.rain]
        text = "It rains."
        assumed = true

        [claim.wet]
        text = "The street is wet."
        premises = ["rian"]
        supports = ["slippery"]

        [claim.slippery]
        text = "The street is slippery."
    "#;
    assert_eq!(messages("unknown-claim", text).len(), 1);
    assert_eq!(messages("unsupported-claim", text), [""; 0]);
}

#[test]
fn a_ground_is_whoever_says_it_or_takes_it_for_granted() {
    let claim = |ground: &str| {
        format!(
            "[claim.rain]\ntext = \"It rains.\"\nsupports = [\"wet\"]\n{ground}\n\n\
             [claim.wet]\ntext = \"The street is wet.\"\n"
        )
    };
    for ground in ["quote = \"It rains.\"", "assumed = true", "denied = true"] {
        assert_eq!(
            messages("unsupported-claim", &claim(ground)),
            [""; 0],
            "{ground}"
        );
    }
    for none in [
        "implicit = true",
        "assumed = false",
        "note = \"I saw it.\"",
        "credence = 0.9",
    ] {
        assert_eq!(
            messages("unsupported-claim", &claim(none)).len(),
            1,
            "{none}"
        );
    }
}

#[test]
fn an_objection_is_no_ground() {
    let text = r#"
        [claim.wet]
        text = "The street is wet."
        supports = ["slippery"]

        [claim.roofed]
        text = "The street has a roof."
        assumed = true
        attacks = ["wet"]

        [claim.slippery]
        text = "The street is slippery."
    "#;
    let expected = ["nothing supports `wet`: it is neither quoted nor assumed"];
    assert_eq!(messages("unsupported-claim", text), expected);
}

#[test]
fn a_claim_apart_from_all_others_is_not_called_unsupported() {
    let text = "[claim.rain]\ntext = \"It rains.\"\n";
    assert_eq!(messages("unsupported-claim", text), [""; 0]);
}

#[test]
fn a_language_of_just_half_the_claims_is_not_what_most_have() {
    let half = "[claim.a]\ntext.en = \"A.\"\ntext.pt = \"A.\"\n[claim.b]\ntext.en = \"B.\"\n";
    assert_eq!(messages("missing-translation", half), [""; 0]);
    let most = format!("{half}[claim.c]\ntext.en = \"C.\"\ntext.pt = \"C.\"\n");
    assert_eq!(
        messages("missing-translation", &most),
        ["`b` has no text in `pt`"]
    );
}

#[test]
fn a_claim_without_any_text_is_not_called_untranslated() {
    let text =
        "[claim.a]\ntext.en = \"A.\"\n[claim.b]\ntext.en = \"B.\"\n[claim.c]\ntitle = \"C\"\n";
    assert_eq!(messages("missing-translation", text), [""; 0]);
    assert_eq!(messages("missing-text", text).len(), 1);
}

#[test]
fn a_plain_text_is_in_the_maps_language_if_it_states_one() {
    let claims =
        "[claim.a]\ntext.en = \"A.\"\n[claim.b]\ntext.en = \"B.\"\n[claim.c]\ntext = \"C.\"\n";
    let stated = format!("[map]\nlanguage = \"en\"\n{claims}");
    assert_eq!(messages("missing-translation", &stated), [""; 0]);
    assert_eq!(
        messages("missing-translation", claims),
        ["`c` has no text in `en`"]
    );
}

#[test]
fn a_step_undercut_the_wrong_way_round_is_shown_the_right_way() {
    let text = r#"
        [claim.rain]
        text = "It rains."
        supports = ["wet"]

        [claim.wet]
        text = "The street is wet."

        [claim.roofed]
        text = "The street has a roof."
        undercuts = ["wet -> rain"]
    "#;
    let report = checked(text);
    let finding = report
        .diagnostics
        .iter()
        .find(|finding| finding.rule == RuleName::UNKNOWN_REASON)
        .unwrap();
    assert_eq!(
        finding.message,
        "`undercuts` names a step from `wet` to `rain`, but there is none"
    );
    assert_eq!(
        finding.help,
        ["did you mean `rain -> wet` (map.toml:4)? The step goes the other way"]
    );
}

#[test]
fn one_misspelt_end_of_a_step_is_told_by_itself() {
    let text = r#"
        [claim.rain]
        text = "It rains."
        supports = ["wet-street"]

        [claim.wet-street]
        text = "The street is wet."

        [claim.roofed]
        text = "The street has a roof."
        undercuts = ["rain -> wet-stret"]
    "#;
    let report = checked(text);
    let finding = report
        .diagnostics
        .iter()
        .find(|finding| finding.rule == RuleName::UNKNOWN_CLAIM)
        .unwrap();
    let place = finding.place().unwrap();
    assert_eq!(&text[place.span.range()], "wet-stret");
    assert_eq!(finding.help, ["did you mean `wet-street` (map.toml:6)?"]);
}

#[test]
fn why_the_thesis_falls_names_the_answer_and_what_it_fell_to() {
    let why = |rest: &str| {
        let text = format!(
            "[map]\nthesis = ['fair']\n[claim.fair]\ntext = 'It was fair.'\nassumed = true\n\
             [claim.lost]\ntext = 'A box was lost.'\nassumed = true\nattacks = ['fair']\n{rest}"
        );
        let found = messages("fallen-thesis", &text);
        let rejected = "the thesis `fair` is rejected: `lost` stands and speaks against it, and ";
        found[0]
            .strip_prefix(rejected)
            .unwrap_or(&found[0])
            .to_owned()
    };
    assert_eq!(why(""), "nothing answers that");
    let found = "[claim.found]\ntext = 'It was found.'\nassumed = true\n";
    let other = "[claim.other]\ntext = 'It was another.'\nassumed = true\n";
    assert_eq!(
        why(&format!(
            "{found}attacks = ['lost']\n{other}attacks = ['found']\n"
        )),
        "the answer `found` falls to `other`"
    );
    assert_eq!(
        why(&format!(
            "{found}contradicts = ['lost']\n{other}attacks = ['found']\n"
        )),
        "the answer `found` falls to `other`"
    );
    assert_eq!(
        why(&format!(
            "{found}undercuts = ['lost -> fair']\n{other}contradicts = ['found']\ndenied = true\n\
            [claim.seen]\ntext = 'It was seen.'\nassumed = true\nattacks = ['found']\n"
        )),
        "the answer `found` falls to `seen`"
    );
    // The premise that fails is named, not one that stands.
    assert_eq!(
        why(&format!(
            "{found}{other}attacks = ['same']\n[claim.same]\ntext = 'It is the same.'\n\
            [[claim.lost.objection]]\npremises = ['found', 'same']\n"
        )),
        "the answer `same` falls to `other`"
    );
    assert_eq!(
        why(&format!(
            "{found}attacks = ['lost']\n{other}undercuts = ['found -> lost']\n"
        )),
        "the answer `found` is undercut by `other`"
    );
    assert_eq!(
        why(&format!(
            "[claim.found]\ntext = 'It was found.'\npremises = ['other']\nattacks = ['lost']\n{other}denied = true\n"
        )),
        "the answer `found` falls: `other` falls"
    );
}

#[test]
fn every_unknown_name_of_a_map_full_of_them_is_found() {
    let mut text = String::new();
    for number in 0..20_000 {
        let next = number + 1;
        writeln!(
            text,
            "[claim.c{number}]\ntext = \"C.\"\nsupports = [\"unknown-{next}-c\"]"
        )
        .unwrap();
    }
    assert_eq!(messages("unknown-claim", &text).len(), 20_000);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_hides_no_other_and_no_map_can_allow_it() {
    let lints = "[lints]\nall = \"allow\"\nunreadable-file = \"allow\"\nunknown-claim = \"deny\"\n";
    let rain = "[claim.rain]\ntext = \"It rains.\"\nsupports = [\"wet\"]\n";
    let wet = "[claim.wet]\ntext = \"The street is wet.\"\n";
    let folder = folder(&[
        ("arguments/map.toml", lints),
        ("arguments/rain.toml", rain),
        ("weather.toml", wet),
    ]);
    let map = folder.path().join("arguments");
    std::os::unix::fs::symlink("../weather.toml", map.join("weather.toml")).unwrap();

    let files = Files::read(&map).unwrap();
    let map = Map::new(&files);
    let found = |levels: &Levels| {
        let report = check(&map, levels);
        let rules = report
            .diagnostics
            .iter()
            .map(|finding| (finding.rule.as_str(), finding.level));
        rules.collect::<Vec<_>>()
    };
    let unknown = ("unknown-claim", Level::Deny);
    let mut levels = Levels::default();
    // The cause comes before what may follow from it.
    assert_eq!(found(&levels), [("unreadable-file", Level::Deny), unknown]);
    levels.set("unreadable-file", Level::Allow).unwrap();
    assert_eq!(found(&levels), [unknown]);
}

#[test]
fn a_claim_named_twice_is_reported_as_what_it_is_named_as() {
    let claims = "[claim.a]\ntext = 'A'\n[claim.b]\ntext = 'B'\n[claim.c]\ntext = 'C'\n";
    let reported = |rest: &str| {
        let found = messages("duplicate-relation", &format!("{claims}{rest}"));
        let [only] = found.as_slice() else {
            panic!("{found:?}");
        };
        only.split(", first at").next().unwrap().to_owned()
    };
    assert_eq!(
        reported("[[claim.c.reason]]\npremises = ['a', 'a']\n"),
        "`a` is named again among linked premises of `c`"
    );
    assert_eq!(
        reported(
            "[[claim.c.objection]]\nid = 'o'\npremises = ['a']\n[[undercut]]\nstep = 'o'\npremises = ['b', 'b']\n"
        ),
        "`b` is named again among what undercuts a step"
    );
    assert_eq!(
        reported("[[claim.c.objection]]\npremises = ['a']\noutweighed_by = ['b', 'b']\n"),
        "`b` is named again among what outweighs an objection"
    );
}
