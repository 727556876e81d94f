//! A report of every kind of finding, for the tests of all formats.

use crate::check::{Report, Summary};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName, Trail, TrailStep};
use crate::syntax::{FileId, Files, Span};

const TEXT: &str = r#"[claim."maçã-宇"]
about="ção, 世", z="chuve"
supports = ["chuva"]

[claim.chuva]
text = "Chove."
"#;

/// Findings with and without places, labels, trails, notes, help and fixes, in a file with an awkward name.
pub(super) fn report() -> (Report, Files) {
    let files = Files::from_text("mapa 1/ação,50%:x.toml", TEXT);
    let place = |needle: &str| {
        let start = TEXT.find(needle).unwrap();
        Place {
            file: FileId(0),
            span: Span::new(start, start + needle.len()),
        }
    };
    let file = FileId(0);
    let typo = place("\"chuve\"");
    let mut unknown = Diagnostic::new(
        RuleName::UNKNOWN_CLAIM,
        "`z` names `chuve`, which is not a claim",
    )
    .label(file, typo.span, "no claim has this id")
    .label(
        file,
        place("[claim.chuva]").span,
        "the claim that was meant",
    )
    .help("did you mean `chuva`?")
    .fix(Fix::guess(
        "write `chuva`".to_owned(),
        vec![(typo, "\"chuva\"".to_owned())],
    ));
    unknown.level = Level::Deny;
    let mut circle = Diagnostic::new(
        RuleName::CIRCULAR_SUPPORT,
        "`chuva` rests on itself, 100%: \u{1b}[31mred",
    )
    .label(
        file,
        place("supports = [\"chuva\"]\n\n[claim.chuva]").span,
        "",
    )
    .trail(Trail {
        caption: "the circle".to_owned(),
        steps: vec![
            TrailStep {
                text: "chuva ◀─ supports ─ maçã-宇".to_owned(),
                place: Some(place("supports")),
            },
            TrailStep {
                text: "… 2 more steps".to_owned(),
                place: None,
            },
        ],
    })
    .note("a circle proves nothing\nof what is on it")
    .help("drop one of these steps");
    circle.level = Level::Deny;
    let mut bare = Diagnostic::new(RuleName::MISSING_TRANSLATION, "`chuva` has no text in `en`")
        .label(file, place("[claim.chuva]").span, "");
    bare.level = Level::Warn;
    let mut nowhere = Diagnostic::new(RuleName::NO_THESIS, "the map declares no thesis");
    nowhere.level = Level::Note;
    let report = Report::new(
        vec![unknown, circle, bare, nowhere],
        Summary {
            claims: 3,
            reasons: 1,
            quotations: 2,
            proven: 1,
            deny: 2,
            warn: 1,
            note: 1,
        },
    );
    (report, files)
}
