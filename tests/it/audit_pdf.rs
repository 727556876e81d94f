//! PDF sources: the pages that an answer gives are compared with the pages where the words are.

use std::fmt::Write;

use argmap::audit::{AuditAnswer, AuditSource, Verdict, audit};
use argmap::quotes::{SourceKind, SourceText};

use crate::maps::folder;
use crate::program::run;

/// A PDF with these lines on each of its pages.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let widths = vec!["500"; 95].join(" ");
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 /Widths [{widths}] >>"
        ),
    ];
    for (number, lines) in pages.iter().enumerate() {
        let mut drawn = String::new();
        for (line, text) in lines.iter().enumerate() {
            let _ = writeln!(
                drawn,
                "BT /F1 12 Tf 72 {} Td ({text}) Tj ET",
                720 - 15 * line
            );
        }
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * number
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{drawn}endstream",
            drawn.len()
        ));
    }
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", text.len());
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = text.len();
    let size = objects.len() + 1;
    let _ = write!(
        text,
        "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    text.into_bytes()
}

fn tides() -> Vec<u8> {
    pdf(&[
        &["The Tides of May"],
        &[
            "The sea rose by 3 mm a year between 1993",
            "and 2010. It did not rise in May.",
        ],
        &["The mayor said that she would pay for new gauges."],
    ])
}

#[test]
fn the_page_that_an_answer_gives_is_held_against_that_of_the_words() {
    let source = SourceText::load(tides(), SourceKind::Pdf).unwrap();
    let citation = |words: &str, from: u32, to: u32| {
        format!(
            r#"{{"type":"page_location","cited_text":"{words}","document_index":0,"document_title":"tides.pdf","start_page_number":{from},"end_page_number":{to}}}"#
        )
    };
    let cases = [
        (
            citation("The sea rose by 3 mm a year between 1993 and 2010.", 2, 3),
            Verdict::Proven,
            2,
        ),
        (citation("It did not rise in May", 1, 4), Verdict::Proven, 2),
        (
            citation("she would pay for new gauges", 3, 3),
            Verdict::Proven,
            3,
        ),
        (
            citation("she would pay for new gauges", 2, 3),
            Verdict::WrongPlace,
            3,
        ),
        (citation("It did rise in May", 2, 3), Verdict::NotThere, 2),
    ];
    let citations: Vec<&str> = cases
        .iter()
        .map(|(citation, ..)| citation.as_str())
        .collect();
    let answer = format!(
        r#"{{"content":[{{"type":"text","text":"So it is.","citations":[{}]}}]}}"#,
        citations.join(",")
    );
    let audit = audit(
        &[AuditAnswer::new("a.json", answer)],
        &[AuditSource::new("tides.pdf", source)],
    );
    let found = &audit.answers[0].citations;
    assert_eq!(found.len(), cases.len());
    for (found, (citation, verdict, page)) in found.iter().zip(&cases) {
        assert_eq!(found.verdict, *verdict, "{citation}");
        if let Some(place) = &found.place {
            assert_eq!(place.page, Some(*page), "{citation}");
        }
    }
    let (report, _) = audit.report();
    let wrong = &report.diagnostics[0];
    assert_eq!(
        wrong.message,
        "these words are in `tides.pdf`, but not at page 2"
    );
    assert_eq!(wrong.notes, ["they are in `tides.pdf`, page 3"]);
}

#[test]
fn a_folder_of_pdf_html_and_text_gives_a_list_to_act_on_and_what_no_longer_stands() {
    let folder = folder(&[
        (
            "papers/smith-2020.html",
            "<title>On Harbours and Walls</title><p>A wall of 5 metres holds back the highest tide.",
        ),
        (
            "papers/costs.txt",
            "Walls cost less than moving a town.\r\n",
        ),
        (
            "report.md",
            "# The wall\n\nIn May too: “It did rise in May” [1]. It holds: “a wall of 5 metres holds back the highest tide” (Smith, 2020).\n\
             It is cheap, for “walls cost less than moving a town” [2]. The mayor agrees:\n\n\
             > she would pay for new gauges\n>\n> — The Tides of May\n\n[1]: tides.pdf\n[2]: papers/costs.txt\n",
        ),
    ]);
    std::fs::write(folder.path().join("papers/tides.pdf"), tides()).unwrap();
    let audited = run(
        folder.path(),
        &["audit", "report.md", "--sources", "papers", "-o", "map"],
    );
    assert_eq!(audited.code, Some(1), "{audited:?}");
    assert!(
        audited
            .stdout
            .contains("4 quotations: 3 proven (2 loosely), 1 not there"),
        "{}",
        audited.stdout
    );
    assert!(
        audited.stdout.contains("the answer lacks «not»"),
        "{}",
        audited.stdout
    );
    let fallen = run(
        folder.path(),
        &["evaluate", "map", "--distrust", "unproven"],
    );
    assert!(
        fallen.stdout.contains("1 of 4 labels changes"),
        "{fallen:?}"
    );
    let checked = run(folder.path(), &["check", "map"]);
    assert!(
        checked.stdout.contains("3 of 4 quotations proven"),
        "{checked:?}"
    );
}
