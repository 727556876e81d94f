#![doc = include_str!("no_thesis.md")]

use crate::check::trail::grouped;
use crate::check::wording::on_one_line;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::map::{ClaimId, Map};
use crate::syntax::FileId;

/// How many candidates are shown.
const SHOWN: usize = 3;

static INFO: Info = Info {
    name: "no-thesis",
    level: Level::Warn,
    summary: "several claims that could be the thesis",
    page: include_str!("no_thesis.md"),
};

pub(in crate::check) struct NoThesis;

impl Rule for NoThesis {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        if map.declares_thesis() {
            return;
        }
        if let candidates @ [first, _, ..] = map.thesis_candidates().as_slice() {
            findings.push(finding(map, candidates, *first));
        }
    }
}

fn finding(map: &Map<'_>, candidates: &[ClaimId], first: ClaimId) -> Diagnostic {
    let count = grouped(candidates.len());
    let message = format!("the map declares no thesis, and {count} claims could be it");
    let mut finding = Diagnostic::new(INFO.name, message);
    let header = header(map);
    if let Some(place) = header {
        finding = finding.label(place.file, place.span, "says no `thesis`");
    }
    for &candidate in candidates.iter().take(SHOWN) {
        let place = map.place(candidate);
        finding = finding.label(place.file, place.span, "supports nothing");
    }
    if candidates.len() > SHOWN {
        let left = grouped(candidates.len() - SHOWN);
        finding = finding.note(format!("{left} more support nothing either"));
    }
    let id = on_one_line(map.id(first));
    finding.help(match header {
        Some(_) => format!("say what the map is for, such as `thesis = [\"{id}\"]`"),
        None => {
            format!("say what the map is for: a table `[map]` with, say, `thesis = [\"{id}\"]`")
        }
    })
}

/// The first `[map]`.
fn header(map: &Map<'_>) -> Option<Place> {
    let mut documents = (0..).map(FileId).zip(map.documents());
    documents.find_map(|(file, document)| {
        let span = document.header.as_ref()?.span;
        Some(Place { file, span })
    })
}
