//! A map in which something is renamed is the same as if it had been written with the new name from the start.

use argmap::edit::{self, FixOutcome, rename};
use argmap::map::Map;
use argmap::syntax::{Files, TableKind};
use proptest::prelude::*;
use proptest::sample::select;

use crate::maps::{article, files};
#[cfg(feature = "cli")]
use crate::{maps::folder, program::run};

/// Things that a claim `<N>` can say about a claim `<M>`, the source `<S>` and the speaker `<P>`.
const HEADERS: [&str; 5] = [
    "[claim.<N>]   # on c0 and c1\ntext     = \"c0 says c1.\"\nsupports = [ \"<M>\" , '<M>' ]\n",
    "[claim.<N>.text]\nen = \"A.\"\npt = \"A.\"\n\n[[claim.<N>.reason]]\nid = \"r-0\"\npremises = [\n  \"<M>\", # c0\n]\nby = [\"<P>\"]\n",
    "[claim.\"<N>\"]\ntext = 'A.'\nundercuts = [\"<M> -> <N>\", '<N>-><M>', \"c9\"]\n",
    "[ claim . <N> ]\ntext = \"\"\"A.\"\"\"\nquote = { text = \"words\", source = \"<S>\" }\n",
    "[claim.<N>]\ntext = \"A.\"\nattacks = [{ claim = \"<M>\", outweighed_by = [[\"<N>\"], [\"<M>\"]], by = \"<P>\" }]\n",
];

const DOTTED: [&str; 2] = [
    "claim.<N>.text = \"A.\"\nclaim.<N>.by = \"<P>\"\n",
    "claim . <N> . text.en = \"A.\"\nclaim.<N>.premises = [\"<M>\"]\n",
];

const INLINE: [&str; 3] = [
    "<N> = { text = \"A.\", premises = [{ claim = \"<M>\", by = [\"<P>\"] }] }\n",
    "<N>.text = \"A.\" # c0\n",
    "<N> = { text = \"A.\", objection = [{ premises = [\"<M>\", \"<0>\"], outweighed_by = [[\"<0>\", \"<1>\"], [\"<M>\"]] }, { premises = [\"<2>\"] }] }\n",
];

const REST: [&str; 6] = [
    "[map]\nthesis = [\"<0>\", '<1>']\nsource = \"<S>\"\n",
    "[source.<S>]\npath = \"s.txt\"\n[[source.<S>.ignore]]\nquote = { text = \"x\", source = \"<S>\" }\n",
    "[speaker.<P>]\nname = \"<P>\"\n",
    "[question.q]\ntext = \"Q?\"\nanswers = [\"<0>\", \"<1>\"]\n",
    "[expect]\nrejected = [\"<1>\"]\naccepted_either_way = [\"<0>\"]\n",
    "[[undercut]]\nstep = \"<0> -> <1>\"\nid = \"u\"\npremises = [\"<1>\"]\n",
];

/// The files of a map with placeholders for names: `<0>` to `<7>` for claims.
pub(crate) fn templates() -> impl Strategy<Value = Vec<String>> {
    let claims = |number: usize| {
        let style = prop_oneof![
            select(HEADERS.to_vec()).prop_map(|piece| (0, piece)),
            select(DOTTED.to_vec()).prop_map(|piece| (1, piece)),
            select(INLINE.to_vec()).prop_map(|piece| (2, piece)),
        ];
        (style, 0_usize..8).prop_map(move |((style, piece), other)| {
            let own = piece.replace("<N>", &format!("<{number}>"));
            (style, own.replace("<M>", &format!("<{other}>")))
        })
    };
    let all: Vec<_> = (0..8).map(claims).collect();
    (
        all,
        prop::sample::subsequence(REST.to_vec(), 0..=6),
        any::<bool>(),
    )
        .prop_map(|(claims, rest, is_windows)| {
            let of = |style: usize| -> String {
                let own = claims.iter().filter(|(its, _)| *its == style);
                own.map(|(_, text)| text.as_str()).collect()
            };
            let files = [
                format!("# A comment on c0.\n{}\n{}", of(0), rest.join("\n")),
                of(1),
                format!("[claim]\n{}", of(2)),
            ];
            let end = |text: String| {
                if is_windows {
                    text.replace('\n', "\r\n")
                } else {
                    text
                }
            };
            files.map(end).to_vec()
        })
}

/// The files with these names filled in.
pub(crate) fn named(templates: &[String], names: &[&str; 10]) -> Vec<String> {
    let marks = [
        "<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>", "<S>", "<P>",
    ];
    let fill = |text: &String| {
        let pairs = marks.iter().zip(names);
        pairs.fold(text.clone(), |text, (mark, name)| text.replace(mark, name))
    };
    templates.iter().map(fill).collect()
}

pub(crate) const NAMES: [&str; 10] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "s", "p"];

pub(crate) fn map_files(texts: &[String]) -> Files {
    files(
        (0..)
            .map(|number: usize| format!("{number}.toml"))
            .zip(texts.iter().map(String::as_str)),
    )
}

/// The texts after renaming.
fn after(texts: &[String], old: &str, new: &str, space: TableKind) -> Vec<String> {
    let files = map_files(texts);
    let renaming = rename(&Map::new(&files), old, new, Some(space)).unwrap();
    let edited = edit::apply(&files, [&renaming.change]);
    assert_eq!(edited.outcomes, [FixOutcome::Made]);
    let mut texts = texts.to_vec();
    for (file, text) in edited.files {
        texts[file.index()] = text.to_string();
    }
    texts
}

proptest! {
    #[test]
    fn it_is_as_if_it_had_been_written_so_and_the_way_back_leads_to_the_same_bytes(
        templates in templates(), which in 0_usize..10,
    ) {
        let before = named(&templates, &NAMES);
        let of_name = before.concat();
        let space = match which {
            8 => TableKind::Source,
            9 => TableKind::Speaker,
            _ => TableKind::Claim,
        };
        let old = NAMES[which];
        // The `name` of a speaker is not an id.
        prop_assume!(which != 9 || !of_name.contains("name ="));
        let is_named = templates.concat().contains(["<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>", "<S>", "<P>"][which]);
        prop_assume!(is_named);
        let mut names = NAMES;
        names[which] = "another";
        let renamed = after(&before, old, "another", space);
        prop_assert_eq!(&renamed, &named(&templates, &names));
        prop_assert_eq!(after(&renamed, "another", old, space), before);
    }

    #[test]
    fn a_name_that_needs_marks_is_read_as_it_was_meant(templates in templates(), which in 0_usize..8) {
        let before = named(&templates, &NAMES);
        let old = NAMES[which];
        let renamed = after(&before, old, "it's.é", TableKind::Claim);
        let (one, other) = (Map::new(&map_files(&before)), Map::new(&map_files(&renamed)));
        let ids = |map: &Map| -> Vec<String> { map.claims().map(|claim| map.id(claim).to_owned()).collect() };
        let meant: Vec<String> = ids(&one).iter().map(|id| if id == old { "it's.é".to_owned() } else { id.clone() }).collect();
        prop_assert_eq!(ids(&other), meant);
        prop_assert_eq!(one.all_steps().len(), other.all_steps().len());
        prop_assert_eq!(one.links().len(), other.links().len());
        prop_assert_eq!(one.unresolved().len(), other.unresolved().len());
    }
}

#[test]
fn every_claim_of_the_article_can_be_renamed_and_back() {
    let files = article();
    let map = Map::new(&files);
    for claim in map.claims() {
        let id = map.id(claim);
        let renaming = rename(&map, id, "another-name", None).unwrap();
        let mentions: usize = files
            .files()
            .iter()
            .map(|file| file.text.matches(id).count())
            .sum();
        assert!(
            renaming.mentions >= 1 && renaming.mentions <= mentions,
            "{id}"
        );
    }
}

#[cfg(feature = "cli")]
#[test]
fn what_could_not_be_read_is_said_where_it_may_name_it_too() {
    let folder = folder(&[(
        "arguments/map.toml",
        "[claim.a]\ntext = \"A.\"\nsuports = [\"b\"]\n[claim.b]\ntext = \"B.\"\n",
    )]);
    for arguments in [
        &["rename", "b", "c", "--dry-run"][..],
        &["rename", "b", "c"],
    ] {
        let renamed = run(folder.path(), arguments);
        assert_eq!(renamed.code, Some(1));
        assert!(
            renamed.stderr.contains("the map has 1 error"),
            "{}",
            renamed.stderr
        );
    }
}
