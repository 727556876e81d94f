//! Merges two versions of a map file: the result has what both sides did, loses nothing, and is TOML whatever they did.

use std::collections::BTreeSet;
use std::fmt::Write;

use argmap::answer::DiffAnswer;
use argmap::answer::diff::Compared;
use argmap::check::{Levels, check};
use argmap::diagnostic::RuleName;
use argmap::edit::{self, three_way};
use argmap::map::Map;
use argmap::syntax::Files;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::maps::{checked, loose_map_of};

/// The merged text, if the sides must agree.
#[track_caller]
fn agreed(base: &str, ours: &str, theirs: &str) -> String {
    let merged = three_way(base, ours, theirs).unwrap();
    assert_eq!(merged.conflicts, [""; 0], "{}", merged.text);
    merged.text
}

/// The merged text, and the places where the sides disagree.
#[track_caller]
fn disputed(base: &str, ours: &str, theirs: &str) -> (String, Vec<String>) {
    let merged = three_way(base, ours, theirs).unwrap();
    assert!(!merged.conflicts.is_empty(), "{}", merged.text);
    assert!(
        merged.text.parse::<toml::Table>().is_ok(),
        "{}",
        merged.text
    );
    (merged.text, merged.conflicts)
}

const BASE: &str = "# About a square.\n[map]\nthesis = [\"close-it\"]\n\n# The thesis.\n[claim.close-it]\ntext = \"Close it.\" # so\ntags = [\"plan\"]\n\n\
    [claim.children]\ntext     = \"Children play there.\"\nsupports = [\"close-it\"]\n";

#[test]
fn two_sides_may_add_claims_at_the_same_place() {
    let ours = format!(
        "{BASE}\n[claim.ours]\ntext = \"Ours.\"\n\n[[claim.ours.reason]]\npremises = [\"children\"]\n"
    );
    let theirs = format!("{BASE}\n# Theirs.\n[claim.theirs]\ntext = \"Theirs.\"\n");
    assert_eq!(
        agreed(BASE, &ours, &theirs),
        format!("{ours}\n# Theirs.\n[claim.theirs]\ntext = \"Theirs.\"\n")
    );
    // In the middle too.
    let amid =
        |claim: &str| BASE.replace("[claim.children]", &format!("{claim}\n[claim.children]"));
    let (ours, theirs) = (
        amid("[claim.x]\ntext = \"X\"\n"),
        amid("[claim.y]\ntext = \"Y\"\n"),
    );
    let both = amid("[claim.x]\ntext = \"X\"\n\n[claim.y]\ntext = \"Y\"\n");
    assert_eq!(agreed(BASE, &ours, &theirs), both);
}

#[test]
fn what_one_side_changes_and_the_other_adds_is_both_there() {
    let ours = BASE
        .replace("Close it.\"", "Close the square.\"")
        .replace("# The thesis.", "# What it is for.");
    let theirs = BASE.replace(
        "[claim.children]",
        "[[claim.close-it.reason]]\npremises = [\"children\"]\n\n[claim.children]",
    );
    let merged = agreed(BASE, &ours, &theirs);
    assert_eq!(
        merged,
        ours.replace(
            "[claim.children]",
            "[[claim.close-it.reason]]\npremises = [\"children\"]\n\n[claim.children]"
        )
    );
    assert_eq!(agreed(BASE, &theirs, &ours), merged);
}

/// The versions of a claim that has these lines besides its wording.
fn claims(lines: [&str; 3]) -> [String; 3] {
    lines.map(|lines| format!("[claim.a]\ntext = \"A\"\n{lines}\n[claim.b]\ntext = \"B\"\n"))
}

#[test]
fn no_merge_makes_a_reason_that_nobody_gave() {
    let long = "\n[[claim.a.reason]]\npremises = [\"b\"]\nwhy = \"W\"\n";
    for lines in [
        // The long form of the same reason beside one more premise.
        ["premises = [\"b\"]\n", long, "premises = [\"b\", \"d\"]\n"],
        // Each takes another premise away.
        [
            "premises = [\"b\", \"c\"]\n",
            "premises = [\"c\"]\n",
            "premises = [\"b\"]\n",
        ],
        // The reason is taken away, and gets a premise.
        ["premises = [\"b\"]\n", "", "premises = [\"b\", \"d\"]\n"],
        // Two new reasons.
        ["", "premises = [\"b\"]\n", "premises = [\"c\", \"d\"]\n"],
        // Each adds a premise.
        [
            "premises = [\"b\"]\n",
            "premises = [\"b\", \"c\"]\n",
            "premises = [\"b\", \"d\"]\n",
        ],
        [
            "objection = [{ premises = [\"b\"] }]\n",
            "objection = [{ premises = [\"b\", \"c\"] }]\n",
            "objection = [{ premises = [\"b\", \"d\"] }]\n",
        ],
        [
            "\n[[claim.a.reason]]\nid = \"r\"\npremises = [\"b\"]\n",
            "\n[[claim.a.reason]]\nid = \"r\"\npremises = [\"b\", \"c\"]\n",
            "\n[[claim.a.reason]]\nid = \"r\"\npremises = [\"d\", \"b\"]\n",
        ],
        // Claims outweigh an objection together.
        [
            "\n[[claim.a.objection]]\nid = \"o\"\npremises = [\"b\"]\noutweighed_by = [\"c\"]\n",
            "\n[[claim.a.objection]]\nid = \"o\"\npremises = [\"b\"]\noutweighed_by = [\"c\", \"d\"]\n",
            "\n[[claim.a.objection]]\nid = \"o\"\npremises = [\"b\"]\noutweighed_by = [\"e\", \"c\"]\n",
        ],
    ] {
        let [base, ours, theirs] = claims(lines);
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = three_way(&base, ours, theirs).unwrap();
            assert!(!merged.conflicts.is_empty(), "{}", merged.text);
            assert!(
                merged
                    .text
                    .starts_with(ours.split("\n[claim.b]").next().unwrap())
            );
        }
    }
    // What both come to, or one of them with the other's change in it, is no dispute.
    for (lines, merged) in [
        (
            ["[\"b\", \"c\"]", "[\"c\", \"b\"]", "[\"b\", \"c\", \"d\"]"],
            ["\"b\"", "\"c\"", "\"d\""].as_slice(),
        ),
        (
            ["[\"b\", \"c\"]", "[\"b\"]", "[\"b\", \"c\"] # W"],
            &["\"b\""],
        ),
        (
            ["[\"b\"]", "[\"b\", \"c\"]", "[\"b\", \"d\", \"c\"]"],
            &["\"b\"", "\"c\"", "\"d\""],
        ),
    ] {
        let lines = lines.map(|list| format!("premises = {list}\n"));
        let [base, ours, theirs] = claims([&lines[0], &lines[1], &lines[2]]);
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let text = agreed(&base, ours, theirs);
            let (_, list) = text.split_once("premises = [").unwrap();
            let mut list: Vec<&str> = list.split_once(']').unwrap().0.split(", ").collect();
            list.sort_unstable();
            assert_eq!(list, merged);
        }
    }
}

#[test]
fn lists_are_sets_that_both_may_change() {
    let base = "[claim.a]\ntags = [\"x\", \"y\"]\nby = \"ann\"\nsupports = [\n  \"b\", # first\n  \"c\"\n]\n";
    let ours = "[claim.a]\ntags = [\"x\", \"ours\"]\nby = [\"ann\", \"bob\"]\nsupports = [\n  \"b\", # first\n  \"c\",\n  \"ours\", # why\n]\n";
    let theirs = "[claim.a]\ntags = [\"theirs\", \"x\", \"y\"]\nby = [\"ann\", \"cy\"]\nsupports = [\n  { claim = \"b\", why = \"W\" }, # first\n  \"theirs\",\n  \"c\"\n]\n";
    assert_eq!(
        agreed(base, ours, theirs),
        "[claim.a]\ntags = [\"theirs\", \"x\", \"ours\"]\nby = [\"ann\", \"bob\", \"cy\"]\nsupports = [\n  { claim = \"b\", why = \"W\" }, # first\n  \"theirs\",\n  \"c\",\n  \"ours\", # why\n]\n"
    );
    // Removed by one side and extended by the other; removed by both.
    let gone = base.replace("tags = [\"x\", \"y\"]\n", "");
    let more = base.replace("\"y\"]", "\"y\", \"z\"]");
    assert!(agreed(base, &gone, &more).contains("tags = [\"z\"]\n"));
    assert!(agreed(base, &more, &gone).contains("tags = [\"z\"]\n"));
    assert_eq!(agreed(base, &gone, &gone), gone);
    let without = base.replace("  \"b\", # first\n", "");
    assert_eq!(
        agreed(base, &without, &more),
        without.replace("\"y\"]", "\"y\", \"z\"]")
    );
    // A single entry that both sides change differently.
    let one = base.replace("\"b\", #", "{ claim = \"b\", strength = 0.1 }, #");
    let other = base.replace("\"b\", #", "{ claim = \"b\", strength = 0.2 }, #");
    assert_eq!(disputed(base, &one, &other).1, ["claim.a.supports"]);
}

#[test]
fn what_both_did_alike_is_there_once() {
    let both = format!(
        "{}\n[claim.new]\ntext = \"New.\"\n",
        BASE.replace("\"plan\"", "\"plan\", \"square\"")
    );
    assert_eq!(agreed(BASE, &both, &both), both);
    let laid_out = both.replace(
        "[claim.new]\ntext = \"New.\"",
        "[claim.new]\ntext    =   'New.' # new",
    );
    assert_eq!(
        agreed(BASE, &both, &laid_out),
        both.replace(
            "[claim.new]\ntext = \"New.\"",
            "[claim.new]\ntext = \"New.\" # new"
        )
        .replace("text = \"New.\" # new", "# new\ntext = \"New.\"")
    );
}

#[test]
fn where_the_sides_disagree_the_file_says_what_both_say() {
    let ours = BASE.replace("Children play there.", "Many children play there.");
    let theirs = BASE.replace("Children play there.", "Children play there every day.");
    let (text, at) = disputed(BASE, &ours, &theirs);
    assert_eq!(at, ["claim.children.text"]);
    let table = "\n[[conflict]]\nat    = \"claim.children.text\"\nother = 'text     = \"Children play there every day.\"'\nwas   = 'text     = \"Children play there.\"'\n";
    assert_eq!(text, format!("{ours}{table}"));
    let report = checked(&text);
    let finding = report
        .diagnostics
        .iter()
        .find(|finding| finding.rule == RuleName::MERGE_CONFLICT)
        .unwrap();
    assert_eq!(
        finding.message,
        "the two sides of a merge disagree about `claim.children.text`"
    );
    // Either way of settling the conflict gives the map of just one side.
    let files = Files::from_text("map.toml", text.as_str());
    let settled = finding
        .fixes
        .iter()
        .map(|fix| edit::apply(&files, [fix]).files.remove(0).1.to_string());
    assert_eq!(settled.collect::<Vec<_>>(), [ours, theirs]);
    // Until then, the conflict stays: if more is merged, it is still there once.
    let later = format!("{text}\n[claim.later]\ntext = \"L\"\n");
    assert_eq!(agreed(&text, &text, &later), later);
}

#[test]
fn what_one_side_takes_away_and_the_other_changes_is_kept() {
    let gone = BASE.split("\n[claim.children]").next().unwrap().to_owned();
    let changed = BASE.replace("Children play", "Many children play");
    let (text, at) = disputed(BASE, &gone, &changed);
    assert_eq!(at, ["claim.children"]);
    assert!(text.contains("at    = \"claim.children\"\nother = '''\n[claim.children]\ntext     = \"Many children play there.\""), "{text}");
    let (text, _) = disputed(BASE, &changed, &gone);
    assert!(
        text.starts_with(&changed) && text.contains("at    = \"claim.children\"\nwas   = '''"),
        "{text}"
    );
    // A reason added to a claim that the other side removes does not become a claim of its own.
    let argued = format!("{BASE}\n[[claim.children.reason]]\npremises = [\"close-it\"]\n");
    let (text, at) = disputed(BASE, &gone, &argued);
    assert_eq!(at, ["claim.children"]);
    assert_eq!(loose_map_of(text).claim_count(), 1);
    // What one side removes and the other leaves alone is gone.
    assert_eq!(agreed(BASE, &gone, BASE), gone);
    assert_eq!(agreed(BASE, BASE, &gone), gone);
    assert!(
        !agreed(BASE, &gone, &format!("{BASE}\n[claim.new]\ntext = \"N\"\n")).contains("children")
    );
}

#[test]
fn two_new_claims_of_one_name_are_not_made_one() {
    let ours = format!("{BASE}\n[claim.new]\ntext = \"It rains.\"\nsupports = [\"close-it\"]\n");
    let theirs = format!("{BASE}\n[claim.new]\ntext = \"It snows.\"\nattacks = [\"close-it\"]\n");
    let (text, at) = disputed(BASE, &ours, &theirs);
    assert_eq!(at, ["claim.new"]);
    assert!(
        text.starts_with(&ours)
            && text.contains("other = '''\n[claim.new]\ntext = \"It snows.\"\nattacks"),
        "{text}"
    );
}

#[test]
fn reasons_are_known_by_what_they_say() {
    let base = "[claim.a]\ntext = \"A\"\n\n[[claim.a.reason]]\npremises = [\"b\", \"c\"]\nwhy = \"W\"\n\n[[claim.a.reason]]\nid = \"r\"\npremises = [\"d\"]\n";
    let ours = base.replace("why = \"W\"", "why = \"Why\"").replace(
        "\n[[claim.a.reason]]\nid",
        "\n[[claim.a.reason]]\npremises = [\"ours\"]\n\n[[claim.a.reason]]\nid",
    );
    let theirs = base
        .replace("[\"d\"]", "[\"d\", \"e\"]")
        .replace("[\"b\", \"c\"]", "[\"c\", \"b\", \"f\"]");
    let merged = agreed(base, &ours, &theirs);
    assert_eq!(
        merged,
        ours.replace("[\"d\"]", "[\"d\", \"e\"]")
            .replace("[\"b\", \"c\"]", "[\"c\", \"b\", \"f\"]")
    );
    // If the reason has an id, the conflict names it.
    let (_, at) = disputed(
        base,
        &base.replace("id = \"r\"", "id = \"r\"\nscheme = \"x\""),
        &base.replace("id = \"r\"", "id = \"r\"\nscheme = \"y\""),
    );
    assert_eq!(at, ["claim.a.reason.r.scheme"]);
}

#[test]
fn one_thing_written_in_two_ways_stays_toml() {
    let base = "[claim.a]\ntext.en = \"A\"\n[claim.b]\ntext = \"B\"\n";
    let ours = base.replace("text.en = \"A\"", "text.en = \"AA\"");
    let theirs = base.replace(
        "text.en = \"A\"\n",
        "\n[claim.a.text]\nen = \"A\"\npt = \"Á\"\n",
    );
    let (text, at) = disputed(base, &ours, &theirs);
    assert!(
        text.starts_with(&ours.replace("[claim.b]", "")[..20]) && text.contains("pt = \"Á\""),
        "{text}"
    );
    assert!(at.len() == 1 && at[0].starts_with("claim.a"), "{at:?}");
    // Keys at the top of a file, and a table for the same claim.
    let (text, at) = disputed("", "claim.a.text = \"A\"\n", "[claim.a]\ntext = \"B\"\n");
    assert_eq!(at, [""]);
    assert!(
        text.contains("other = '''\n[claim.a]\ntext = \"B\"\n'''"),
        "{text}"
    );
    // Tables that are separated from the entry they belong to.
    let apart = "[[undercut]]\nstep = \"s\"\n[claim.x]\ntext = \"X\"\n[undercut.data]\na = 1\n";
    let (text, _) = disputed(
        apart,
        &apart.replace("\"X\"", "\"Y\""),
        &apart.replace('1', "2"),
    );
    assert!(text.contains("a = 2"), "{text}");
}

#[test]
fn ends_of_lines_and_marks_stay_as_the_current_side_has_them() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let theirs = BASE.replace("\"plan\"", "\"plan\", \"more\"");
    let ours = format!(
        "\u{feff}{}",
        windows(&BASE.replace("Close it", "Close this"))
    );
    let merged = agreed(&windows(BASE), &ours, &theirs);
    assert_eq!(merged, ours.replace("\"plan\"", "\"plan\", \"more\""));
    assert_eq!(
        agreed("[a]\nx = 1", "[a]\nx = 1", "[a]\nx = 2"),
        "[a]\nx = 2\n"
    );
}

#[test]
fn comments_of_both_sides_are_there() {
    let ours = BASE
        .replace("# The thesis.", "# The thesis.\n# Ours.")
        .replace("# so", "# ours, so");
    let theirs = BASE
        .replace("# The thesis.", "# The thesis.\n# Theirs.")
        .replace("# so", "# theirs, so");
    let merged = agreed(BASE, &ours, &theirs);
    for comment in [
        "# The thesis.\n",
        "# Ours.\n",
        "# Theirs.\n",
        "# ours, so\n",
        "# theirs, so\n",
    ] {
        assert!(merged.contains(comment), "{merged}");
    }
}

#[test]
fn names_with_dots_and_zero_characters_are_names() {
    let base = "[claim.a.text]\nen = \"A\"\n[claim.\"a\\u0000text\"]\nen = \"B\"\n[claim.\"a.text\"]\nen = \"C\"\n[\"\"]\nx = 1\n\
        \"y\\u0000z\" = 1\ny.z = 2\ncontrasts = [\"a\\u0000b\", { claim = \"a\", on = \"b\" }, \"a\\u00001\", \"a\", \"a\"]\n";
    let ours = base.replace("\"B\"", "\"Ours\"").replace("= 1", "= 3");
    let theirs = base
        .replace("\"C\"", "\"Theirs\"")
        .replace("\"a\\u0000b\", ", "");
    let both = ours
        .replace("\"C\"", "\"Theirs\"")
        .replace("\"a\\u0000b\", ", "");
    assert_eq!(agreed(base, &ours, &theirs), both);
    assert_eq!(agreed(base, &theirs, &ours), both);
    // What is at the root of a file differs from what is in a table with an empty name.
    let (text, at) = disputed("x = 1\n", "x = 2\n[\"\"]\nx = 1\n", "x = 3\n");
    assert_eq!(at, ["x"]);
    assert!(text.starts_with("x = 2\n") && text.contains("other = 'x = 3'"));
}

#[test]
fn lists_in_data_are_the_users_own() {
    let base = "[claim.a.data]\ntags = [1, 2]\n";
    let (ours, theirs) = (base.replace("2]", "2, 2]"), base.replace("2]", "2, 1]"));
    assert_eq!(disputed(base, &ours, &theirs).1, ["claim.a.data.tags"]);
}

#[test]
fn a_conflict_is_never_merged_with_another() {
    let with = |other: &str| {
        format!(
            "{BASE}\n[[conflict]]\nat    = \"claim.children.text\"\nother = 'text = \"{other}\"'\n"
        )
    };
    let (ours, theirs) = (with("One."), with("Another."));
    let text = agreed(BASE, &ours, &theirs);
    assert_eq!(text, ours + &theirs[BASE.len()..]);
    // If one side settles a conflict, it is settled. If both settle it differently, that is reported.
    let base = with("One.");
    let (kept, taken) = (BASE, BASE.replace("Children play there.", "One."));
    assert_eq!(agreed(&base, kept, &base), kept);
    assert_eq!(agreed(&base, &base, &taken), taken);
    assert_eq!(agreed(&base, kept, &taken), taken);
    let third = BASE.replace("Children play there.", "Third.");
    assert_eq!(disputed(&base, &taken, &third).1, ["claim.children.text"]);
}

#[test]
fn what_is_a_table_on_one_side_and_an_array_on_the_other_is_disputed_whole() {
    let (ours, theirs) = ("[[claim.a.reason]]\n", "[claim.a.reason.data]\nx = 1\n");
    for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
        let (text, at) = disputed("", ours, theirs);
        assert_eq!(at, [""]);
        assert!(
            text.starts_with(ours) && text.contains(theirs.trim()),
            "{text}"
        );
    }
}

#[test]
fn what_one_side_left_alone_is_no_conflict_however_odd() {
    let apart = "[[undercut]]\nstep = \"s\"\n[claim.x]\ntext = \"X\"\n[undercut.data]\na = 1\n";
    let changed = apart.replace('1', "2");
    assert_eq!(agreed(apart, &changed, apart), changed);
    assert_eq!(agreed(apart, apart, &changed), changed);
    assert_eq!(agreed(apart, &changed, &changed), changed);
}

#[test]
fn where_conflict_is_the_name_of_something_else_none_is_written() {
    for odd in [
        "conflict = 1\n",
        "[conflict]\n",
        "conflict.x = 1\n",
        "conflict = []\n",
    ] {
        let text = |said: &str| format!("{odd}[claim.a]\ntext = \"{said}\"\n");
        assert_eq!(three_way(&text("A"), &text("B"), &text("C")), None);
        assert_eq!(agreed(&text("A"), &text("B"), &text("A")), text("B"));
    }
}

#[test]
fn what_is_no_toml_is_not_merged() {
    assert_eq!(three_way(BASE, "[claim", BASE), None);
    assert_eq!(three_way(BASE, BASE, "a = 1\na = 2\n"), None);
}

/// A claim of a made-up file. Every word in it occurs only once.
#[derive(Debug, Clone)]
struct Claim {
    id: usize,
    text: String,
    comment: Option<String>,
    tags: Vec<String>,
    supports: Vec<(usize, Option<String>)>,
    reasons: Vec<(Vec<usize>, String)>,
    data: Option<String>,
}

/// What a side does to a claim. Chosen by number.
#[derive(Debug, Clone, Copy)]
enum Change {
    Reword,
    Comment,
    Tag,
    Untag,
    Support,
    Explain,
    Argue,
    Warrant,
    Data,
    Add,
    Remove,
    Swap,
}

use Change::{
    Add, Argue, Comment, Data, Explain, Remove, Reword, Support, Swap, Tag, Untag, Warrant,
};

/// A made-up file, and its changes on both sides.
#[derive(Debug, Clone)]
pub(crate) struct Branches {
    pub(crate) base: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
}

/// Makes words, each different.
struct Words {
    side: char,
    count: usize,
}

impl Words {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("w{}{}", self.count, self.side)
    }
}

fn claim(id: usize, words: &mut Words) -> Claim {
    Claim {
        id,
        text: words.word(),
        comment: id.is_multiple_of(3).then(|| words.word()),
        tags: (0..id % 3).map(|_| words.word()).collect(),
        supports: (0..id % 4)
            .map(|other| (other, (other == 1).then(|| words.word())))
            .collect(),
        reasons: (0..id % 3)
            .map(|number| (vec![number, number + 1 + id], words.word()))
            .collect(),
        data: id.is_multiple_of(4).then(|| words.word()),
    }
}

fn changed(base: &[Claim], changes: &[(Change, usize)], side: char) -> Vec<Claim> {
    let mut claims = base.to_vec();
    let mut words = Words { side, count: 0 };
    for &(change, at) in changes {
        let count = claims.len();
        if let Add = change {
            let id = 100 + words.count * 2 + usize::from(side == 'a');
            claims.insert(at % (count + 1), claim(id, &mut words));
            continue;
        }
        if count == 0 {
            continue;
        }
        let place = at % count;
        match change {
            Remove => {
                claims.remove(place);
                continue;
            }
            Swap => {
                claims.swap(place, (place + 1) % count);
                continue;
            }
            _ => {}
        }
        let claim = &mut claims[place];
        match change {
            Reword => claim.text = words.word(),
            Comment => claim.comment = Some(words.word()),
            Tag => claim.tags.push(words.word()),
            Untag => drop(claim.tags.pop()),
            Support => claim.supports.push((
                50 + words.count * 2 + usize::from(side == 'a'),
                Some(words.word()),
            )),
            Explain => {
                if let Some(entry) = claim.supports.first_mut() {
                    entry.1 = Some(words.word());
                }
            }
            Argue => claim.reasons.push((vec![at], words.word())),
            Warrant => {
                if let Some(reason) = claim.reasons.last_mut() {
                    reason.1 = words.word();
                }
            }
            Data => claim.data = Some(words.word()),
            Add | Remove | Swap => {}
        }
    }
    claims
}

/// The file as TOML, with the claims written in different ways.
fn written(claims: &[Claim]) -> String {
    let mut out = "# A file.\n[map]\ntitle = \"T\"\n".to_owned();
    for claim in claims {
        let Claim {
            id,
            text,
            comment,
            tags,
            supports,
            reasons,
            data,
        } = claim;
        out.push('\n');
        if let Some(comment) = comment {
            writeln!(out, "# {comment}").unwrap();
        }
        writeln!(out, "[claim.c{id}]").unwrap();
        match id % 4 {
            0 => writeln!(out, "text.en = \"{text}\"").unwrap(),
            1 => writeln!(out, "text = '''\n{text}'''").unwrap(),
            _ => writeln!(out, "text    = \"{text}\"").unwrap(),
        }
        let list = |items: Vec<String>| match (items.len(), id % 2) {
            (0, _) => "[]".to_owned(),
            (_, 0) => format!("[{}]", items.join(", ")),
            _ => format!(
                "[\n{}]",
                items
                    .iter()
                    .fold(String::new(), |out, item| out + "  " + item + ", # c\n")
            ),
        };
        if !tags.is_empty() || id % 5 == 0 {
            writeln!(
                out,
                "tags = {}",
                list(tags.iter().map(|tag| format!("\"{tag}\"")).collect())
            )
            .unwrap();
        }
        if !supports.is_empty() {
            let entry = |(other, why): &(usize, Option<String>)| match why {
                Some(why) => format!("{{ claim = \"c{other}\", why = \"{why}\" }}"),
                None => format!("\"c{other}\""),
            };
            writeln!(
                out,
                "supports = {}",
                list(supports.iter().map(entry).collect())
            )
            .unwrap();
        }
        if let Some(data) = data {
            if id % 8 == 0 {
                writeln!(out, "data = {{ word = \"{data}\" }}").unwrap();
            } else {
                writeln!(out, "\n[claim.c{id}.data]\nword = \"{data}\" # d").unwrap();
            }
        }
        for (premises, why) in reasons {
            let premises: Vec<_> = premises
                .iter()
                .map(|premise| format!("\"c{premise}\""))
                .collect();
            writeln!(
                out,
                "\n[[claim.c{id}.reason]]\npremises = [{}]\nwhy = \"{why}\"",
                premises.join(", ")
            )
            .unwrap();
        }
    }
    out
}

pub(crate) fn branches() -> impl Strategy<Value = Branches> {
    let change = prop::sample::select(vec![
        Reword, Comment, Tag, Tag, Untag, Support, Support, Explain, Argue, Argue, Warrant, Data,
        Add, Add, Add, Remove, Swap,
    ]);
    let changes = || vec((change.clone(), 0_usize..12), 0..5);
    (vec(0_usize..40, 0..7), changes(), changes()).prop_map(|(mut ids, ours, theirs)| {
        ids.sort_unstable();
        ids.dedup();
        let mut words = Words {
            side: 'b',
            count: 0,
        };
        let base: Vec<Claim> = ids.into_iter().map(|id| claim(id, &mut words)).collect();
        Branches {
            base: written(&base),
            ours: written(&changed(&base, &ours, 'o')),
            theirs: written(&changed(&base, &theirs, 'a')),
        }
    })
}

/// The made-up words in a text.
pub(crate) fn words(text: &str) -> BTreeSet<&str> {
    let is_word = |word: &&str| {
        let number = word
            .strip_prefix('w')
            .and_then(|rest| rest.strip_suffix(['b', 'o', 'a']));
        number.is_some_and(|number| number.parse::<usize>().is_ok())
    };
    text.split(|c: char| !c.is_alphanumeric())
        .filter(is_word)
        .collect()
}

/// What is wrong with a merged text; `None` if it is TOML and has everything it must have.
pub(crate) fn fault(branches: &Branches, merged: &str, is_agreed: bool) -> Option<String> {
    let Branches { base, ours, theirs } = branches;
    if merged.parse::<toml::Table>().is_err() {
        return Some("no TOML".to_owned());
    }
    let (before, mine, other, now) = (words(base), words(ours), words(theirs), words(merged));
    let is_kept =
        |word: &&&str| mine.contains(**word) && other.contains(**word) || !before.contains(**word);
    let lost: Vec<_> = mine
        .union(&other)
        .filter(|word| is_kept(word) && !now.contains(**word))
        .collect();
    if !lost.is_empty() {
        return Some(format!("lost: {lost:?}"));
    }
    // If the sides agree, what one of them removed is gone, except from comments.
    let code: String = merged
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect::<Vec<_>>()
        .join("\n");
    let left: Vec<_> = before
        .iter()
        .filter(|word| {
            !(mine.contains(**word) && other.contains(**word)) && words(&code).contains(**word)
        })
        .collect();
    (is_agreed && !left.is_empty()).then(|| format!("left: {left:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn nothing_is_lost_and_it_is_always_toml(branches in branches()) {
        let Branches { base, ours, theirs } = &branches;
        let merged = three_way(base, ours, theirs).unwrap();
        let fault = fault(&branches, &merged.text, merged.conflicts.is_empty());
        prop_assert_eq!(fault, None, "{}\n=====\n{}\n=====\n{}\n=====\n{}", base, ours, theirs, merged.text);
        let map = loose_map_of(merged.text.as_str());
        prop_assert_eq!(map.conflicts().count(), merged.conflicts.len());
        let report = check(&map, &Levels::default());
        let found = report.diagnostics.iter().filter(|finding| finding.rule == RuleName::MERGE_CONFLICT);
        prop_assert_eq!(found.count(), merged.conflicts.len());
    }

    #[test]
    fn what_only_one_side_changed_is_as_it_has_it(branches in branches()) {
        let Branches { base, ours, .. } = &branches;
        prop_assert_eq!(&three_way(base, ours, base).unwrap().text, ours);
        prop_assert_eq!(&three_way(base, ours, ours).unwrap().text, ours);
        let merged = three_way(base, base, ours).unwrap();
        prop_assert_eq!(merged.conflicts.len(), 0);
        let (one, other) = (loose_map_of(merged.text.as_str()), loose_map_of(ours.as_str()));
        let compared = |name, map| Compared { name, map };
        prop_assert!(DiffAnswer::new(compared("one", &one), compared("other", &other)).is_empty(), "{}", merged.text);
    }

    #[test]
    fn which_side_is_the_current_one_decides_nothing_where_they_agree(branches in branches()) {
        let Branches { base, ours, theirs } = &branches;
        let (there, back) = (three_way(base, ours, theirs).unwrap(), three_way(base, theirs, ours).unwrap());
        prop_assert_eq!(there.conflicts.is_empty(), back.conflicts.is_empty());
        if there.conflicts.is_empty() {
            let (one, other): (Map, Map) = (loose_map_of(there.text.as_str()), loose_map_of(back.text.as_str()));
            let compared = |name, map| Compared { name, map };
            prop_assert!(DiffAnswer::new(compared("one", &one), compared("other", &other)).is_empty(), "{}=====\n{}", there.text, back.text);
        }
    }

    #[test]
    fn no_text_is_too_strange(texts in vec(crate::random::text(12), 3)) {
        if let Some(merged) = three_way(&texts[0], &texts[1], &texts[2]) {
            prop_assert!(loose_map_of(merged.text.as_str()).reading_diagnostics().all(|finding| finding.rule != RuleName::INVALID_TOML)
                || texts.iter().any(|text| loose_map_of(text.as_str()).reading_diagnostics().any(|finding| finding.rule == RuleName::INVALID_TOML)), "{}", merged.text);
        }
    }
}
