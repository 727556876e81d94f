//! Laws for every page: what its reader sees proves quotations, what its reader does not see never does.

use argmap::quotes::{Outcome, Quotation, SourceKind, SourceText, Unseen};
use proptest::prelude::*;
use proptest::sample::select;

/// A word of the page between these tags. Each word is in a sentence of its own.
#[derive(Debug, Clone)]
struct Piece {
    open: &'static str,
    close: &'static str,
    unseen: Option<Unseen>,
}

const SEEN: &[(&str, &str)] = &[
    ("", ""),
    ("<b>", "</b>"),
    ("<i><code>", "</code></i>"),
    ("<span title='a > b'>", "</span>"),
    ("<span hidden=until-found>", "</span>"),
    ("<span style='color: red; x: display:none'>", "</span>"),
    (
        "<span style='visibility:hidden'><b style='visibility:visible'>",
        "</b></span>",
    ),
    ("<a href='#x'>", "</a>"),
    ("<ins>", "</ins>"),
    ("<!-- no --><u>", "</u><wbr>"),
    ("<b><i>", "</b></i>"),
    ("<span>", "</span></span></em>"),
    ("<button>", "</button>"),
    ("<sup><sub>", "</sub></sup>"),
];

const HIDDEN: &[(&str, &str)] = &[
    ("<span hidden>", "</span>"),
    ("<b hidden>", "</b>"),
    ("<span style=\"display : none\">", "</span>"),
    ("<i style='visibility:hidden!important'>", "</i>"),
    ("<template><b>", "</template>"),
    ("<datalist><option>", "</datalist>"),
    ("<video><b>", "</b></video>"),
    ("<object><i>", "</object>"),
    ("<svg><title>", "</title></svg>"),
    ("<script>/* ", " */</script>"),
    ("<style>", "</style>"),
    ("<noscript>", "</noscript>"),
    ("<span hidden><span><b>", "</span></span>"),
    ("<b><span hidden>", "</b>"),
];

const STRUCK: &[(&str, &str)] = &[
    ("<s>", "</s>"),
    ("<del><b>", "</b></del>"),
    ("<strike><u>", "</strike></u>"),
    ("<span style='text-decoration: line-through'>", "</span>"),
];

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let of = |tags: &'static [(&str, &str)], unseen: Option<Unseen>| {
        select(tags).prop_map(move |(open, close)| Piece {
            open,
            close,
            unseen,
        })
    };
    let piece = prop_oneof![
        3 => of(SEEN, None),
        2 => of(HIDDEN, Some(Unseen::Hidden)),
        1 => of(STRUCK, Some(Unseen::Struck)),
    ];
    prop::collection::vec(piece, 1..20)
}

fn word(number: usize) -> String {
    format!("word{}", char::from(b'a' + u8::try_from(number).unwrap()))
}

fn line(pieces: &[Piece]) -> String {
    let one =
        |(number, piece): (usize, &Piece)| format!("{}{}{}", piece.open, word(number), piece.close);
    pieces
        .iter()
        .enumerate()
        .map(one)
        .collect::<Vec<_>>()
        .join(" ")
}

fn load(page: &str, kind: SourceKind) -> SourceText {
    SourceText::load(page.as_bytes().to_vec(), kind).unwrap()
}

fn is_found(source: &SourceText, quotation: &str) -> bool {
    matches!(
        source.find(&Quotation::new(quotation)),
        Outcome::Found { .. }
    )
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_seen_proves_and_what_is_not_never_does(pieces in pieces()) {
        let line = line(&pieces);
        for (page, kind) in [
            (format!("<p>{line}</p>"), SourceKind::Html),
            (format!("<ul><li>{line}<li>end</ul>"), SourceKind::Html),
            (line.clone(), SourceKind::Markdown),
            (format!("- {line}\n- end\n"), SourceKind::Markdown),
            (format!("<div>\n{line}\n</div>\n"), SourceKind::Markdown),
        ] {
            let source = load(&page, kind);
            for (number, piece) in pieces.iter().enumerate() {
                let word = word(number);
                prop_assert_eq!(is_found(&source, &word), piece.unseen.is_none(), "{} in {}", word, page);
                let unseen = source.unseen(&Quotation::new(&word));
                match unseen {
                    Some((passage, why)) => {
                        prop_assert_eq!(Some(why), piece.unseen, "{}", page);
                        prop_assert_eq!(source.file().get(passage.bytes), Some(word.as_str()));
                    }
                    None => prop_assert!(piece.unseen.is_none(), "{} in {}", word, page),
                }
            }
            let seen: Vec<String> = pieces
                .iter()
                .enumerate()
                .filter(|(_, piece)| piece.unseen.is_none())
                .map(|(number, _)| word(number))
                .collect();
            let text = words(source.text());
            prop_assert_eq!(text.strip_suffix("end").unwrap_or(&text).trim_end(), seen.join(" "), "{}", page);
        }
    }

    #[test]
    fn html_in_pieces_is_the_same_as_in_one(
        lines in prop::collection::vec(prop::collection::vec(select(vec![
            "<", ">", "<!--", "-->", "--!>", "-", "!", "<b", " hidden", "=", "\"", "'", "/", "</b", "</p>", "<p", "<?", " ", "x",
            "word", "<textarea>", "</textarea>", "<title>", "</title", "<s>", "</s>", "<br/>", "<!doctype", "&amp;",
        ]), 0..9), 1..9),
    ) {
        // Each line is an HTML block of its own.
        let blocks: Vec<String> = lines.iter().map(|line| format!("<hr>{}\n", line.concat())).collect();
        let html = load(&blocks.concat(), SourceKind::Html);
        let markdown = load(&blocks.join("\n"), SourceKind::Markdown);
        prop_assert_eq!(words(markdown.text()), words(html.text()), "{}", blocks.concat());
    }

    #[test]
    fn raised_numbers_never_join(
        before in "[0-9]{1,3}", raised in "[0-9]{1,2}", after in "[0-9]{0,2}",
        tags in select(vec![
            ("<sup>", "</sup>"), ("<sub>", "</sub>"), ("<sup><b>", "</b></sup>"), ("<b><sup>", "</sup></b>"),
            ("<sup><sup>", "</sup></sup>"), ("<span style='vertical-align:super'>", "</span>"),
            ("<span style='vertical-align:30%'>", "</span>"), ("<b style='position:relative;top:2px'>", "</b>"),
            ("<sup><a href='#n'>", "</a></sup>"),
        ]),
    ) {
        let (open, close) = tags;
        let line = format!("They saw {before}{open}{raised}{close}{after} of them.");
        for (page, kind) in [(format!("<p>{line}"), SourceKind::Html), (line.clone(), SourceKind::Markdown)] {
            let source = load(&page, kind);
            prop_assert!(!is_found(&source, &format!("saw {before}{raised}{after} of")), "{}", page);
            if !open.contains("href") || !after.is_empty() {
                let quotation = format!("saw {before}{after} of");
                prop_assert!(!is_found(&source, &quotation), "{} in {}", quotation, page);
            }
        }
    }

    #[test]
    fn digits_never_join_a_fraction(
        before in "[0-9]{0,3}", over in "[0-9]{1,2}", under in "[0-9]{1,2}", after in "[0-9]{0,2}",
        part in select(vec![("", ""), ("<mrow>", "</mrow>"), ("<mstyle><mrow>", "</mrow></mstyle>")]),
    ) {
        let number = |digits: &str| if digits.is_empty() { String::new() } else { format!("<mn>{digits}</mn>") };
        let (open, close) = part;
        let page = format!(
            "<p>They saw <math>{}<mfrac>{open}<mn>{over}</mn>{close}{open}<mn>{under}</mn>{close}</mfrac>{}</math> of them.",
            number(&before), number(&after),
        );
        let source = load(&page, SourceKind::Html);
        let apart = words(&format!("saw {before} {over}/{under} {after} of"));
        prop_assert!(is_found(&source, &apart), "{} in {}", apart, source.text());
        let joined = format!("saw {before}{over}/{under}{after} of");
        prop_assert!(joined == apart || !is_found(&source, &joined), "{} in {}", joined, source.text());
    }

    #[test]
    fn no_tags_make_it_panic(
        tags in prop::collection::vec(select(vec![
            "<p>", "</p>", "<b>", "</b>", "<s>", "</s>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<li>", "<ul>",
            "</ul>", "<div hidden>", "</div>", "<svg>", "<title>", "</title>", "</svg>", "<math>", "<msup>", "<mn>",
            "</mn>", "</msup>", "</math>", "<sup>", "</sup>", "<a href='#x'>", "</a>", "<ruby>", "<rt>", "</ruby>",
            "<script>", "</script>", "<template>", "</template>", "<select>", "<option>", "</select>", "<br>", "<img>",
            "<h1>", "</h2>", "<head>", "<body>", "</body>", "<html>", "<button>", "</button>", "text", "12", " ", "\n\n",
            "`", "*", "~~", "[^1]", "> ", "- ", "&amp;", "<foreignobject>", "<caption>", "<b style='visibility:hidden'>",
        ]), 0..40),
    ) {
        let page = tags.concat();
        for kind in [SourceKind::Html, SourceKind::Xhtml, SourceKind::Markdown] {
            let source = load(&page, kind);
            let end = source.text().len();
            let passage = source.passage(0..end);
            prop_assert!(source.file().get(passage.bytes).is_some());
            source.unseen(&Quotation::new("text 12"));
        }
    }
}
