//! Extracts the text of a PDF, page by page, and reports the pages whose text can't be trusted.

mod drawn;
mod font;
mod lines;

use lopdf::Document;

use drawn::DrawnText;

use super::doubt::Doubt;
use super::layout::Rendering;
use super::source::{Extracted, LoadError};

/// Extracts the text of all pages in order, separated by blank lines; the note marks, which are left out of the text;
/// and the pages whose text can't be trusted. Line breaks are kept. Within a page the order is that in which the page
/// draws its text, which is usually the reading order; columns that are drawn row by row are put one after the other.
///
/// # Errors
/// [`LoadError::Pdf`] if the file is broken or encrypted, if it has no text (a scan) or none that can be read,
/// or if a page can't be read: then part of a source would pass for the whole.
pub(super) fn extract(bytes: &[u8]) -> Result<Extracted, LoadError> {
    let document = Document::load_mem(bytes).map_err(|error| LoadError::Pdf(error.to_string()))?;
    if document.is_encrypted() {
        return Err(LoadError::Pdf("it is encrypted".to_owned()));
    }
    let mut rendering = Rendering::default();
    let mut doubts = Vec::new();
    let mut pages = Vec::new();
    for (number, page) in document.get_pages() {
        let pieces = drawn::pieces(&document, page)
            .map_err(|error| LoadError::Pdf(format!("page {number}: {error}")))?;
        let is_invisible = |piece: &DrawnText| piece.invisible && !piece.text.trim().is_empty();
        let invisible = pieces.iter().any(is_invisible);
        let before = rendering.text.len();
        pages.push((before, number));
        let guessed = lines::write(pieces, &mut rendering);
        let said = rendering.text.get(before..).unwrap_or("");
        let doubt = if said.trim().is_empty() {
            Some(Doubt::NoText)
        } else if said.contains('\u{FFFD}') {
            Some(Doubt::Unreadable)
        } else if invisible {
            Some(Doubt::Scanned)
        } else {
            Some(Doubt::Order).filter(|_| guessed)
        };
        doubts.extend(doubt.map(|doubt| (number, doubt)));
        let end = rendering.text.trim_end().len();
        rendering.text.truncate(end);
        if end > 0 {
            rendering.text.push_str(lines::between(&rendering.text));
        }
    }
    let end = rendering.text.trim_end().len();
    rendering.text.truncate(end);
    let is_nothing = |c: char| c == '\u{FFFD}' || c.is_whitespace();
    if rendering.text.chars().all(is_nothing) {
        let why = if rendering.text.is_empty() {
            "it has no text; is it a scan?"
        } else {
            "its fonts do not say which characters they draw"
        };
        return Err(LoadError::Pdf(why.to_owned()));
    }
    Ok(Extracted {
        text: rendering.text,
        marks: rendering.marks,
        doubts,
        pages,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Offsets, Outcome, Quotation, SourceKind, SourceText, Tier};
    use lopdf::content::{Content, Operation};
    use lopdf::{Dictionary, Object, Stream, dictionary};

    /// The position and size of a text, and the text.
    type Drawn<'t> = (i64, i64, i64, &'t [u8]);

    fn helvetica() -> Dictionary {
        let widths: Vec<Object> = (32..256).map(|_| 500.into()).collect();
        dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
            "FirstChar" => 32, "Widths" => widths,
        }
    }

    /// A PDF that draws the given texts on each page.
    fn drawn(pages: &[&[Drawn<'_>]], font: Dictionary) -> Vec<u8> {
        let operations = |texts: &[Drawn<'_>]| -> Vec<Operation> {
            let draw = |&(x, y, size, text): &Drawn<'_>| {
                [
                    Operation::new("BT", vec![]),
                    Operation::new("Tf", vec!["F1".into(), size.into()]),
                    Operation::new("Td", vec![x.into(), y.into()]),
                    Operation::new("Tj", vec![Object::string_literal(text)]),
                    Operation::new("ET", vec![]),
                ]
            };
            texts.iter().flat_map(draw).collect()
        };
        let pages: Vec<_> = pages.iter().map(|texts| operations(texts)).collect();
        document(pages, font, None)
    }

    /// A PDF with pages of these operations, a font and its character table.
    fn document(pages: Vec<Vec<Operation>>, mut font: Dictionary, table: Option<&str>) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        if let Some(table) = table {
            let table = Stream::new(dictionary! {}, table.as_bytes().to_vec());
            font.set("ToUnicode", document.add_object(table));
        }
        let tree = document.new_object_id();
        let font = document.add_object(font);
        let fonts = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let kids: Vec<Object> = pages
            .into_iter()
            .map(|operations| {
                let content = Content { operations }.encode().unwrap();
                let content = document.add_object(Stream::new(dictionary! {}, content));
                document
                    .add_object(dictionary! {
                        "Type" => "Page", "Parent" => tree, "Contents" => content,
                        "Resources" => fonts,
                        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    })
                    .into()
            })
            .collect();
        let count = i64::try_from(kids.len()).unwrap();
        document.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    /// A PDF that draws these texts on its only page.
    fn page(texts: &[Drawn<'_>]) -> SourceText {
        SourceText::load(drawn(&[texts], helvetica()), SourceKind::Pdf).unwrap()
    }

    fn tier(source: &SourceText, quotation: &str) -> Option<Tier> {
        match source.find(&Quotation::new(quotation)) {
            Outcome::Found { place, .. } => Some(place.tier),
            _ => None,
        }
    }

    #[test]
    fn the_text_of_all_pages_is_read() {
        let pages: [&[Drawn<'_>]; 2] = [
            &[(72, 700, 12, b"First page.")],
            &[(72, 700, 12, b"The second one.")],
        ];
        let source = SourceText::load(drawn(&pages, helvetica()), SourceKind::Pdf).unwrap();
        assert_eq!(source.text(), "First page.\n\nThe second one.");
        let pages = ["First", "second"].map(|word| source.page(source.text().find(word).unwrap()));
        assert_eq!(pages, [Some(1), Some(2)]);
        assert_eq!(source.offsets(), Offsets::ExtractedText);
        let Outcome::Found { place, .. } = source.find(&Quotation::new("second one")) else {
            panic!()
        };
        assert_eq!(place.whole.start.line, 3);
        assert_eq!(source.sha256().len(), 64);
        assert_eq!(source.doubts(), []);
    }

    /// A character table for the codes 1 to 3.
    const TABLE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap \
         /CMapName /Own def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange \
         3 beginbfchar <01> <2010> <02> <00ad> <03> <00660069> endbfchar endcmap CMapName currentdict /CMap defineresource pop end end\n";

    /// A page drawn by these operations, in Helvetica with [`TABLE`].
    fn operated(operations: Vec<Operation>) -> SourceText {
        let bytes = document(vec![operations], helvetica(), Some(TABLE));
        SourceText::load(bytes, SourceKind::Pdf).unwrap()
    }

    fn start() -> Vec<Operation> {
        vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 10.into()]),
            Operation::new("TL", vec![12.into()]),
            Operation::new("Td", vec![72.into(), 700.into()]),
        ]
    }

    #[test]
    fn lines_end_where_they_end_on_the_page() {
        let mut operations = start();
        for line in [
            &b"An incom-"[..],
            b"prehensible admin\x01",
            b"istration of of\x03cial",
            b"bl\x02",
            b"ame.",
        ] {
            operations.push(Operation::new("Tj", vec![Object::string_literal(line)]));
            operations.push(Operation::new("T*", vec![]));
        }
        operations.push(Operation::new("T*", vec![]));
        operations.push(Operation::new(
            "Tj",
            vec![Object::string_literal("Another paragraph")],
        ));
        let source = operated(operations);
        assert_eq!(
            source.text(),
            "An incom-\nprehensible admin\u{2010}\nistration of official\nbl\u{AD}\name.\n\nAnother paragraph"
        );
        assert_eq!(
            tier(
                &source,
                "An incomprehensible administration of official blame."
            ),
            Some(Tier::Typography)
        );
        assert_eq!(tier(&source, "of official"), Some(Tier::Exact));
        assert_eq!(tier(&source, "admin"), None);
    }

    #[test]
    fn a_wide_space_in_a_justified_line_parts_nothing() {
        let mut operations = start();
        let parts: [Object; 5] = [
            Object::string_literal("never"),
            (-1400).into(),
            Object::string_literal(" "),
            (-1400).into(),
            Object::string_literal("more"),
        ];
        operations.push(Operation::new("TJ", vec![Object::Array(parts.to_vec())]));
        operations.push(Operation::new("T*", vec![]));
        operations.push(Operation::new(
            "Tj",
            vec![Object::string_literal("than they said before")],
        ));
        assert_eq!(
            operated(operations).text(),
            "never more\nthan they said before"
        );
    }

    #[test]
    fn a_page_that_is_turned_reads_as_one_that_is_not() {
        let mut operations = start();
        let turned = [0, 1, -1, 0, 300, 72].map(Object::from);
        operations.push(Operation::new("Tm", turned.to_vec()));
        for line in ["Up the page", "and up again"] {
            operations.push(Operation::new("Tj", vec![Object::string_literal(line)]));
            operations.push(Operation::new("T*", vec![]));
        }
        assert_eq!(operated(operations).text(), "Up the page\nand up again");
    }

    #[test]
    fn the_words_that_a_font_hides_are_not_guessed() {
        let differences = |glyphs: &[&str]| {
            let mut list = vec![Object::from(1)];
            list.extend(
                glyphs
                    .iter()
                    .map(|glyph| Object::Name(glyph.as_bytes().to_vec())),
            );
            let mut font = helvetica();
            font.set(
                "Encoding",
                dictionary! { "Type" => "Encoding", "Differences" => list },
            );
            font
        };
        let read = |font| {
            let bytes = drawn(&[&[(72, 700, 12, b"so \x01\x02able")]], font);
            SourceText::load(bytes, SourceKind::Pdf).unwrap()
        };
        let told = read(differences(&["u", "f_f"]));
        assert_eq!((told.text(), told.doubts()), ("so uffable", &[][..]));
        let hidden = read(differences(&["g17", "n"]));
        assert_eq!(hidden.text(), "so \u{FFFD}nable");
        assert_eq!(hidden.doubts(), [(1, Doubt::Unreadable)]);
        let hidden = read(differences(&["n", "g17"]));
        assert_eq!(tier(&hidden, "able"), None);
    }

    #[test]
    fn what_a_machine_read_in_a_scan_is_told() {
        let mut operations = start();
        operations.push(Operation::new("Tr", vec![3.into()]));
        operations.push(Operation::new(
            "Tj",
            vec![Object::string_literal("A guess at a scan")],
        ));
        let source = operated(operations);
        assert!(tier(&source, "guess at a scan").is_some());
        assert_eq!(source.doubts(), [(1, Doubt::Scanned)]);
    }

    #[test]
    fn a_word_goes_on_in_the_next_column_or_page() {
        let pages: [&[Drawn<'_>]; 2] = [
            &[
                (72, 100, 12, b"in a left col-"),
                (300, 700, 12, b"umn and on one pa-"),
            ],
            &[(72, 700, 12, b"per more. And so on")],
        ];
        let source = SourceText::load(drawn(&pages, helvetica()), SourceKind::Pdf).unwrap();
        let words = "a left column and on one paper more";
        assert_eq!(
            tier(&source, words),
            Some(Tier::Typography),
            "{}",
            source.text()
        );
    }

    #[test]
    fn columns_that_are_drawn_row_by_row_are_not_read_across() {
        let mut texts: Vec<Drawn<'_>> =
            vec![(72, 740, 12, b"A heading over both of the columns of it")];
        let left: [&[u8]; 3] = [b"The left one", b"goes on down", b"to its end."];
        let right: [&[u8]; 3] = [b"The right one", b"is read after", b"the left."];
        for (row, (left, right)) in left.iter().zip(right).enumerate() {
            let y = 700 - 14 * i64::try_from(row).unwrap();
            texts.push((72, y, 12, left));
            texts.push((300, y, 12, right));
        }
        let source = page(&texts);
        assert!(
            source.text().ends_with(
                "The left one\ngoes on down\nto its end.\n\nThe right one\nis read after\nthe left."
            ),
            "{}",
            source.text()
        );
        assert_eq!(tier(&source, "The left one The right one"), None);
        assert!(tier(&source, "one goes on down to its end").is_some());
        assert_eq!(source.doubts(), [(1, Doubt::Order)]);
    }

    #[test]
    fn a_raised_number_joins_no_number() {
        let source = page(&[
            (72, 700, 12, b"A 10"),
            (96, 705, 7, b"6"),
            (103, 700, 12, b"part of what they said"),
            (236, 705, 7, b"2"),
            (246, 700, 12, b"and"),
        ]);
        assert!(tier(&source, "A 10^6 part").is_some(), "{}", source.text());
        assert_eq!(tier(&source, "106 part"), None);
        assert!(
            tier(&source, "they said and").is_some(),
            "{}",
            source.text()
        );
        let as_large = page(&[
            (72, 700, 12, b"A 10"),
            (96, 705, 12, b"6"),
            (103, 700, 12, b"part"),
        ]);
        assert_eq!(as_large.text(), "A 10⁶part");
    }

    #[test]
    fn what_can_t_be_trusted_is_told() {
        assert!(matches!(
            extract(b"%PDF-1.4 nonsense"),
            Err(LoadError::Pdf(_))
        ));
        let scan = drawn(&[&[]], helvetica());
        assert!(matches!(extract(&scan), Err(LoadError::Pdf(why)) if why.contains("scan")));
        let pages: [&[Drawn<'_>]; 2] = [&[(72, 700, 12, b"Text")], &[]];
        let source = SourceText::load(drawn(&pages, helvetica()), SourceKind::Pdf).unwrap();
        assert_eq!(source.doubts(), [(2, Doubt::NoText)]);
        let said = |pages: &[&[Drawn<'_>]]| {
            let source = SourceText::load(drawn(pages, helvetica()), SourceKind::Pdf).unwrap();
            source.doubts_said()
        };
        let (text, scan): (&[Drawn<'_>], &[Drawn<'_>]) = (&[(72, 700, 12, b"Text")], &[]);
        assert_eq!(said(&[text, text]), None);
        for (pages, expected) in [
            (vec![text, scan], "page 2 has no text (is it a scan?)"),
            (
                vec![scan, text, scan],
                "pages 1 and 3 have no text (are they scans?)",
            ),
            (
                [vec![text], vec![scan; 7]].concat(),
                "pages 2, 3, 4, 5, 6 and 2 more have no text (are they scans?)",
            ),
        ] {
            assert_eq!(said(&pages).as_deref(), Some(expected));
        }
        let unmapped = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H",
        };
        let unreadable = drawn(&[&[(72, 700, 12, b"\0A\0B")]], unmapped);
        assert!(matches!(extract(&unreadable), Err(LoadError::Pdf(why)) if why.contains("fonts")));
    }
}
