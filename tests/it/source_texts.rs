//! Which parts of a file are its text, and where each character of it is.

use argmap::quotes::{LoadError, Offsets, SourceKind, SourceText, Tier};

use crate::quotes::{found_in, source};

mod loading {
    use super::*;

    fn error(bytes: &[u8]) -> String {
        SourceText::load(bytes.to_vec(), SourceKind::Plain)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn what_is_no_utf8_is_named() {
        assert!(error(b"\xFF\xFEa\0").contains("UTF-16"));
        assert!(error(b"\xFE\xFF\0a").contains("UTF-16"));
        assert!(error(b"\xFF\xFE\0\0a\0\0\0").contains("UTF-32"));
        assert!(error(b"a\nb\0c").contains("NUL byte at byte 3, line 2"));
        assert!(error(b"a\nb\nc\xE9d").contains("not UTF-8 at byte 5, line 3"));
    }

    #[test]
    fn too_many_bytes_are_refused() {
        let error = SourceText::load_within(vec![b'a'; 11], SourceKind::Plain, 10).unwrap_err();
        assert!(matches!(
            error,
            LoadError::TooLarge {
                size: 11,
                limit: 10
            }
        ));
        assert_eq!(
            error.to_string(),
            "has 11 bytes, more than the 10 bytes allowed"
        );
        let large = LoadError::TooLarge {
            size: 64 * 1024 * 1024 + 1,
            limit: 64 * 1024 * 1024,
        };
        assert_eq!(
            large.to_string(),
            "has 64.1 MiB, more than the 64 MiB allowed"
        );
    }

    #[test]
    fn the_hash_is_of_the_bytes_on_disk() {
        let hash = source("abc").sha256().to_owned();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_ne!(source("\u{FEFF}abc").sha256(), hash);
    }
}

mod blocks {
    use super::*;
    use argmap::quotes::BlockEnd;

    fn over(text: &str, kind: SourceKind, quotation: &str) -> Option<BlockEnd> {
        let source = SourceText::load(text.as_bytes().to_vec(), kind).unwrap();
        let place = found_in(&source, quotation);
        place
            .unwrap_or_else(|| panic!("{quotation} in {text}"))
            .over
    }

    #[test]
    fn the_end_of_a_block_within_a_quotation_is_told() {
        let markdown = "# The base layer\n\nIt is rebuilt\nover and over.\n\n- one thing\n- another\n\n| a b | c d |\n|---|---|\n| e f | g h |\n";
        let html = "<h1>The base layer</h1><p>It is rebuilt\n\nover<br>and over.</p><ul><li>one thing<li>another</ul><table><tr><td>a b<td>c d<tr><td>e f<td>g h</table>";
        let plain = "The base layer\n\nIt is rebuilt\nover and over.\n";
        for (text, kind) in [
            (markdown, SourceKind::Markdown),
            (html, SourceKind::Html),
            (plain, SourceKind::Plain),
        ] {
            let over = |quotation| over(text, kind, quotation);
            assert_eq!(over("base layer It is"), Some(BlockEnd::Block), "{kind:?}");
            assert_eq!(over("rebuilt over and over"), None, "{kind:?}");
            assert_eq!(over("base layer […] It is"), None, "{kind:?}");
        }
        for (text, kind) in [(markdown, SourceKind::Markdown), (html, SourceKind::Html)] {
            assert_eq!(
                over(text, kind, "a b c d"),
                Some(BlockEnd::Cell),
                "{kind:?}"
            );
            assert_eq!(
                over(text, kind, "c d e f"),
                Some(BlockEnd::Block),
                "{kind:?}"
            );
            assert_eq!(
                over(text, kind, "one thing another"),
                Some(BlockEnd::Block),
                "{kind:?}"
            );
        }
    }
}

#[test]
fn a_copy_that_differs_in_its_line_ends_alone_is_known() {
    let pinned = |text: &str| source(text).sha256().to_owned();
    for (now, then, differs) in [
        (
            "a\r\nb\r\n",
            "a\nb\n",
            Some("its line endings (from LF to CRLF)"),
        ),
        (
            "a\nb\n",
            "a\r\nb\r\n",
            Some("its line endings (from CRLF to LF)"),
        ),
        ("a\nb", "a\nb\n", Some("the line break at its end")),
        ("\u{FEFF}a\nb\n", "a\nb\n", Some("its byte order mark")),
        (
            "a\nb\n",
            "\u{FEFF}a\r\nb\r\n",
            Some("its line endings (from CRLF to LF) and its byte order mark"),
        ),
        ("a b\n", "a\nb\n", None),
        ("a\nc\n", "a\nb\n", None),
    ] {
        let found = source(now).same_but_for(&pinned(then));
        assert_eq!(found.as_deref(), differs, "{now:?} {then:?}");
    }
}

mod markdown {
    use super::*;

    fn found_md<'t>(text: &'t str, quotation: &str) -> Option<(Tier, &'t str)> {
        let source = SourceText::load(text.as_bytes().to_vec(), SourceKind::Markdown).unwrap();
        let place = found_in(&source, quotation)?;
        Some((place.tier, &text[place.whole.bytes]))
    }

    #[test]
    fn marks_do_not_stand_in_the_way() {
        let text = "\u{FEFF}# The *base* layer\n\nIt is **very _old_** [in the\nchain](http://x.y \"t\") &amp; `so  on` \\*here\\*.[^1]\n\n> quoted\n> text\n\n- one\n- two\n\n[^1]: note\n";
        assert_eq!(
            found_md(text, "The base layer"),
            Some((Tier::Exact, "The *base* layer"))
        );
        assert_eq!(
            found_md(text, "very old in"),
            Some((Tier::Exact, "very _old_** [in"))
        );
        assert_eq!(
            found_md(text, "& so  on"),
            Some((Tier::Exact, "&amp; `so  on"))
        );
        assert_eq!(found_md(text, "*here*."), Some((Tier::Exact, "*here\\*.")));
        assert_eq!(
            found_md(text, "quoted text"),
            Some((Tier::Exact, "quoted\n> text"))
        );
        assert_eq!(found_md(text, "http"), None);
        assert_eq!(found_md(text, "onetwo"), None);
        assert_eq!(found_md(text, "one two"), Some((Tier::Exact, "one\n- two")));
    }

    #[test]
    fn html_in_markdown_is_read_as_html() {
        let text = "a\n\n<div>\n<b>bold</b> text<script>no</script>\n</div>\n\nb <i>c</i> d<br>e\n";
        assert_eq!(
            found_md(text, "bold text"),
            Some((Tier::Exact, "bold</b> text"))
        );
        assert_eq!(found_md(text, "b c d"), Some((Tier::Exact, "b <i>c</i> d")));
        assert_eq!(found_md(text, "no"), None);
        assert_eq!(found_md(text, "de"), None);
    }

    #[test]
    fn tables_and_code_are_text() {
        let text = "| a | b |\n|---|---|\n| cell one | two |\n\n```rust\nlet x = 1;\n```\n";
        assert_eq!(found_md(text, "cell one"), Some((Tier::Exact, "cell one")));
        assert_eq!(
            found_md(text, "let x = 1;"),
            Some((Tier::Exact, "let x = 1;"))
        );
        assert_eq!(found_md(text, "onetwo"), None);
    }
}

mod html {
    use super::*;

    fn load(text: &str) -> SourceText {
        SourceText::load(text.as_bytes().to_vec(), SourceKind::Html).unwrap()
    }

    fn found_html<'t>(text: &'t str, quotation: &str) -> Option<(Tier, &'t str)> {
        let place = found_in(&load(text), quotation)?;
        Some((place.tier, &text[place.whole.bytes]))
    }

    #[test]
    fn the_text_content_is_what_is_quoted() {
        let text = "\u{FEFF}<!DOCTYPE html><html><head><title>Title</title><style>p{}</style></head>\r\n<body><h1>Head</h1><p>An &amp; <b>old</b>&nbsp;chain &eacute;t&#233; &lt;x&gt;<br>line<!-- no -->s.</p><p>Two</p><script>var no = '<p>';</script>\r\nend";
        assert_eq!(
            found_html(text, "An & old"),
            Some((Tier::Exact, "An &amp; <b>old"))
        );
        assert_eq!(
            found_html(text, "old chain été"),
            Some((Tier::Exact, "old</b>&nbsp;chain &eacute;t&#233;"))
        );
        assert_eq!(found_html(text, "<x>"), Some((Tier::Exact, "&lt;x&gt;")));
        assert_eq!(
            found_html(text, "lines."),
            Some((Tier::Exact, "line<!-- no -->s."))
        );
        assert_eq!(found_html(text, "HeadAn"), None);
        assert_eq!(found_html(text, "no"), None);
        assert_eq!(found_html(text, "Title"), None);
        assert_eq!(found_html(text, "end"), Some((Tier::Exact, "end")));
    }

    #[test]
    fn references_without_a_semicolon_are_read() {
        let text = "<p>a &amp b &copy2020 &unknown; &#x41;&#66 c &ampere; R&D\r\nz</p>";
        assert_eq!(
            load(text).text().trim(),
            "a & b ©2020 &unknown; AB c &ere; R&D\nz"
        );
        assert_eq!(
            found_html(text, "AB c"),
            Some((Tier::Exact, "&#x41;&#66 c"))
        );
        assert_eq!(found_html(text, "R&D z"), Some((Tier::Exact, "R&D\r\nz")));
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_pdf_is_refused_where_none_is_read() {
    let error = SourceText::load(b"%PDF-1.4".to_vec(), SourceKind::Pdf).unwrap_err();
    assert!(matches!(error, LoadError::PdfUnsupported));
}

#[test]
fn offsets_say_what_they_count_in() {
    assert_eq!(source("a").offsets(), Offsets::File);
}
