//! Random texts of the kinds that argmap reads, and random bytes that mostly are such texts.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const TOML: &[&str] = &[
    "\n[claim.a]\n",
    "\n[claim.b]\ntext = \"B.\"\n",
    "\nclaim.c = { text = 'C.', supports = ['b'] }\n",
    "\nclaim.d.text = \"D.\"\n",
    "\n[[claim.b.reason]]\n",
    "\n[[claim.b.objection]]\n",
    "\n[map]\n",
    "\n[source.s]\npath = \"s.txt\"\n",
    "\n[lints]\n",
    "\n[expect]\n",
    "\ntext = \"A.\"\n",
    "\ntext.en = ",
    "\nquote = [\"",
    "\nsupports = [\"a\"]\n",
    "attacks = [\"b\", ",
    "\nundercuts = [\"a -> b\"]\n",
    "\ncontradicts = ['b']\n",
    "\nrestates = ['b']\n",
    "\nby = ['s']\n",
    "\n[speaker.s]\n",
    "\n[question.q]\ntext = 'Q?'\n",
    "\nanswers = ['a', 'b']\n",
    "\nexclusive = true\n",
    "\n[[undercut]]\nstep = 'a -> b'\n",
    "\n[[conflict]]\nat = 'claim.b.text'\nother = 'text = 1'\n",
    "outweighed_by = ['a']",
    "premises = [\"b\", { claim = \"a\", why = \"",
    "\nthesis = [\"a\"]\n",
    "accepted = ['b']\n",
    "no-thesis = \"deny\"\n",
    "\ncredence = 0.5\n",
    "\nassumed = true\n",
    "published = 2024-05-17\n",
    "# argmap: allow(all)\n",
    " = ",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "{ ",
    " }",
    ", ",
    ".",
    "#",
    "\\",
    "\\u00e9",
    "\"\n",
];

const PAGES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<div hidden>",
    "</div>",
    "<sup>",
    "</sup>",
    "<table><tr><td>",
    "<svg>",
    "<script>",
    "</script>",
    "<template>",
    "<a href='",
    "<br>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<",
    ">",
    "&amp;",
    "&eacute",
    "&#x",
    "# ",
    "*",
    "**",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "| ",
    "|---|---|\n",
    "[^1]",
    "[a](",
    "~~",
    "[…]",
    "\n\n",
];

/// Queries and abstract frameworks.
const EXPRESSIONS: &[&str] = &[
    "grounds(",
    "paths(",
    "tag(",
    "leaves()",
    "weaker(0.5",
    " & ",
    " | ",
    " - ",
    "!",
    "(",
    ")",
    "*",
    "p af 2\n",
    "1 2\n",
    "arg(a).\n",
    "att(a,b).",
    "%",
    "#\n",
];

/// Characters that are invisible, combine with others, or act as commands to whatever shows them.
const SIGNS: &[&str] = &[
    "\0",
    "\u{7}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{9b}2J",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "\u{2066}",
    "\u{301}",
    "\u{feff}",
    "\r",
    "\r\n",
    "\t",
    "é",
    "e\u{301}",
    "“",
    "”",
    "’",
    "…",
    "—",
    "−",
    "ﬃ",
    "ß",
    "İ",
    "世",
    "한",
    "😀",
    "👩\u{200d}👧",
    "::error::",
    "##[error]",
];

/// Texts of fewer than `pieces` pieces: words, scraps of what argmap reads, unusual characters. Some texts have more of
/// maps, others more of pages.
pub(crate) fn text(pieces: usize) -> impl Strategy<Value = String> {
    prop_oneof![2 => mixed(pieces, 8, 1), 1 => mixed(pieces, 1, 8), 1 => mixed(pieces, 3, 3)]
}

fn mixed(pieces: usize, toml: u32, pages: u32) -> impl Strategy<Value = String> {
    let of = |scraps: &'static [&'static str]| select(scraps).prop_map(str::to_owned);
    let piece = prop_oneof![
        toml => of(TOML),
        pages => of(PAGES),
        1 => of(EXPRESSIONS),
        2 => of(SIGNS),
        1 => "\\PC",
        4 => "[a-z]{1,8} ",
    ];
    vec(piece, 0..pieces).prop_map(|pieces| pieces.concat())
}

/// Such texts as bytes. In fewer than half of them, a byte or two are changed, or the end is cut off.
pub(crate) fn bytes(pieces: usize) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop_oneof![
        3 => Just(Vec::new()),
        2 => vec((any::<Index>(), prop::option::of(any::<u8>())), 1..3),
    ];
    (text(pieces), changes).prop_map(|(text, changes)| {
        let mut bytes = text.into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len() + 1);
            match byte {
                Some(byte) => bytes.insert(at, byte),
                None => bytes.truncate(at),
            }
        }
        bytes
    })
}

/// The laws about random input rest on this: most random input gets past the first fault.
#[test]
fn most_random_bytes_are_texts_and_many_are_maps_with_claims() {
    use argmap::syntax::{FileId, read};
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut texts, mut maps) = (0, 0);
    for _ in 0..1_000 {
        let bytes = bytes(40).new_tree(&mut runner).unwrap().current();
        if let Ok(text) = str::from_utf8(&bytes) {
            texts += 1;
            maps += usize::from(!read(FileId::at(0), &text.into()).claims.is_empty());
        }
    }
    assert!((700..950).contains(&texts), "{texts}");
    assert!((200..).contains(&maps), "{maps}");
}
