//! Word documents are read as their readers see them. Hostile ones are refused with a reason.

use std::io::{Cursor, Write};

use argmap::audit::{Audit, AuditAnswer, AuditSource, Verdict, audit};
use argmap::quotes::{SourceKind, SourceText};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::maps::folder;
use crate::program::run;

const TIDES: &str = "The Tides of May\n\nThe sea rose by 3 mm a year between 1993 and 2010. It did not rise in May, the month\n\
    that the gauges were cleaned. The mayor said that she would pay for new gauges.\n";

/// A package with these parts.
pub(crate) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, text) in parts {
        zip.start_file(*path, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document with this body.
fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>"
    )
}

/// A report as Word writes it: styles with names in another language, an automatically numbered list, notes, links and
/// changes.
pub(crate) fn report() -> Vec<u8> {
    let body = r#"
<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>The sea</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The sea is rising: “The sea rose by </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>3</w:t></w:r><w:r><w:t xml:space="preserve"> mm a year” [1]. </w:t></w:r>
  <w:del w:id="1"><w:r><w:delText>Not “so it was said by many”. </w:delText></w:r></w:del>
  <w:moveFrom w:id="2"><w:r><w:t>“Words that were moved away from here” [1]. </w:t></w:r></w:moveFrom>
  <w:r><w:rPr><w:vanish/></w:rPr><w:t>“Words that nobody sees at all” [1]. </w:t></w:r>
  <w:ins w:id="3"><w:r><w:t>In May too: “It did rise in May” [1].</w:t></w:r></w:ins></w:p>
<w:p><w:r><w:t xml:space="preserve">It was May &amp; the gauges were cleaned.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:r><w:t>The mayor has promised:</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Zitat"/></w:pPr><w:r><w:t>The mayor said that she would pay for</w:t><w:br/><w:t>new gauges.</w:t></w:r></w:p>
<w:p><w:r><w:t>— The Tides of May</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="rId1"><w:r><w:t>the gauges</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/tides.txt#:~:text=the%20gauges%20were%20broken" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>They broke</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">A line that </w:t></w:r></w:p>
<w:p><w:r><w:t>goes on.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Sources</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>The Tides of May</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>Another work</w:t></w:r></w:p>"#;
    packed(&[
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &document(body)),
        (
            "word/_rels/document.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="hyperlink" TargetMode="External" Target="https://example.org/tides.txt#:~:text=the%20gauges%20were%20cleaned"/></Relationships>"#,
        ),
        (
            "word/styles.xml",
            r#"<w:styles xmlns:w="w"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="Basis"><w:name w:val="Quote"/></w:style>
            <w:style w:styleId="Zitat"><w:name w:val="Mein Zitat"/><w:basedOn w:val="Basis"/></w:style></w:styles>"#,
        ),
        (
            "word/numbering.xml",
            r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
            <w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#,
        ),
        (
            "word/footnotes.xml",
            r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>“A line that is no note at all”</w:t></w:r></w:p></w:footnote>
            <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> “the month that the gauges were cleaned” — The Tides of May</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        ),
    ])
}

fn of(bytes: Vec<u8>) -> Audit {
    let tides = SourceText::load(TIDES.into(), SourceKind::Plain).unwrap();
    let sources = [AuditSource::new("tides.txt", tides)];
    audit(&[AuditAnswer::load("report.docx", bytes)], &sources)
}

#[test]
fn a_document_is_read_as_its_reader_does() {
    use Verdict::{NotThere, Proven};
    let audit = of(report());
    assert!(audit.unread.is_empty(), "{:?}", audit.unread);
    let found: Vec<(Verdict, &str, u32)> = audit.answers[0]
        .citations
        .iter()
        .map(|citation| {
            (
                citation.verdict,
                citation.words.as_deref().unwrap_or(""),
                citation.at.line,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (Proven, "The sea rose by 3 mm a year", 2),
            (NotThere, "It did rise in May", 2),
            (
                Proven,
                "The mayor said that she would pay for\nnew gauges.",
                5
            ),
            (Proven, "the gauges were cleaned", 7),
            (NotThere, "the gauges were broken", 8),
            (Proven, "the month that the gauges were cleaned", 13),
        ]
    );
    let words = &audit.files[0].text;
    assert!(words.contains("A line that goes on."), "{words}");
    assert!(words.contains("May & the gauges"), "{words}");
    for gone in [
        "so it was said",
        "moved away",
        "nobody sees",
        "no note at all",
    ] {
        assert!(!words.contains(gone), "{gone}: {words}");
    }
    let backed = &audit.answers[0].citations[5];
    assert_eq!(
        backed.sentence.as_deref(),
        Some("It was May & the gauges were cleaned.")
    );
}

#[test]
fn what_is_no_document_is_refused_with_a_reason() {
    let deep = "<w:p>".repeat(200_000);
    let cases: [(&str, Vec<u8>, &str); 9] = [
        (
            "no archive",
            b"PK\x03\x04 and no more".to_vec(),
            "not a DOCX file",
        ),
        ("text", b"Some words.".to_vec(), "not a DOCX file"),
        (
            "an old one",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            "save it as .docx",
        ),
        (
            "another document",
            packed(&[("content.xml", "<a/>")]),
            "it is not a Word document",
        ),
        (
            "an empty one",
            packed(&[("word/document.xml", &document("<w:p/>"))]),
            "has no text",
        ),
        (
            "a broken one",
            packed(&[("word/document.xml", "<w:document><w:p></w:document>")]),
            "its `word/document.xml` is broken",
        ),
        (
            "one that is cut",
            packed(&[("word/document.xml", &document(&deep))]),
            "its `word/document.xml` is broken",
        ),
        (
            "one with entities",
            packed(&[(
                "word/document.xml",
                "<!DOCTYPE d [<!ENTITY a \"words\">]><d><p><t>&a;</t></p></d>",
            )]),
            "`&a;` is not a character",
        ),
        (
            "one that is another thing",
            packed(&[("word/document.xml", "\u{0}\u{1}")]),
            "has no text",
        ),
    ];
    for (name, bytes, expected) in cases {
        let audit = of(bytes);
        assert_eq!(audit.unread.len(), 1, "{name}");
        let why = &audit.unread[0].why;
        assert!(why.contains(expected), "{name}: {why}");
    }
}

#[test]
fn a_document_that_swells_is_given_up() {
    let bomb = document(&format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "a ".repeat(40 << 20)
    ));
    let bytes = packed(&[("word/document.xml", &bomb)]);
    assert!(bytes.len() < 1 << 20);
    let audit = of(bytes);
    assert!(
        audit.unread[0].why.contains("longer than 64 MiB"),
        "{:?}",
        audit.unread
    );
}

#[test]
fn a_document_as_deep_as_can_be_is_read() {
    let depth = 100_000;
    let body = format!(
        "{}<w:r><w:t>“The sea rose by 3 mm a year”</w:t></w:r>{}",
        "<w:p>".repeat(depth),
        "</w:p>".repeat(depth)
    );
    let audit = of(packed(&[("word/document.xml", &document(&body))]));
    assert_eq!(audit.summary.proven, 1, "{:?}", audit.unread);
}

#[test]
fn the_program_reads_documents_and_goes_on_past_broken_ones() {
    let folder = folder(&[("in/tides.txt", TIDES)]);
    std::fs::write(folder.path().join("report.docx"), report()).unwrap();
    std::fs::write(folder.path().join("broken.docx"), b"PK\x03\x04").unwrap();
    let audited = run(
        folder.path(),
        &["audit", "broken.docx", "report.docx", "--sources", "in"],
    );
    assert_eq!(audited.code, Some(2), "{audited:?}");
    assert!(
        audited.stdout.contains("report.docx:2:"),
        "{}",
        audited.stdout
    );
    assert!(
        audited.stderr.contains("cannot read `broken.docx`"),
        "{}",
        audited.stderr
    );
}
