#![doc = include_str!("no_thesis.md")]

use crate::check::trail::grouped;
use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::map::{Bearing, ClaimId, Map};
use crate::syntax::{FileId, Span, toml_string};

/// How many candidates are shown.
const SHOWN: usize = 3;

/// How many claims may be counted in search of the likeliest thesis: at least the first number, plus the second for
/// each claim of the map.
const LOOKS_AT_LEAST: usize = 1_000_000;
const LOOKS_PER_CLAIM: usize = 8;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::NO_THESIS,
    level: Level::Warn,
    summary: "several claims that could be the thesis",
    page: include_str!("no_thesis.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // A relation that could not be read may be the one that decides which claim is the thesis.
    if map.declares_thesis() || context.unread.bearing() {
        return;
    }
    let candidates = map.thesis_candidates();
    if candidates.len() > 1 {
        findings.extend(finding(map, &candidates));
    }
}

fn finding(map: &Map, candidates: &[ClaimId]) -> Option<Diagnostic> {
    let (likeliest, bearing) = likeliest(map, candidates);
    let first = *likeliest.first()?;
    let count = grouped(candidates.len());
    let mut message = format!("the map declares no thesis, and {count} claims could be it");
    if likeliest.len() == 1 {
        message = format!("{message}, {} most likely", name(map.id(first)));
    }
    let mut finding = Diagnostic::new(RULE.name, message);
    let header = header(map);
    if let Some(place) = header {
        finding = finding.label(place.file, place.span, "has no `thesis`");
    }
    let on = match bearing {
        0 => "supports nothing".to_owned(),
        1 => "one other claim bears on this".to_owned(),
        many => format!("{} other claims bear on this", grouped(many)),
    };
    for claim in likeliest.iter().take(SHOWN) {
        let place = map.place(*claim);
        finding = finding.label(place.file, place.span, on.clone());
    }
    let others = candidates.iter().filter(|claim| !likeliest.contains(claim));
    for &candidate in others.take(SHOWN.saturating_sub(likeliest.len())) {
        let place = map.place(candidate);
        finding = finding.label(place.file, place.span, "supports nothing");
    }
    if candidates.len() > SHOWN {
        let left = grouped(candidates.len() - SHOWN);
        finding = finding.note(format!("{left} more support nothing either"));
    }
    let id = on_one_line(map.id(first));
    finding = finding.help(match header {
        Some(_) => format!("say what the map argues for, such as `thesis = [\"{id}\"]`"),
        None => {
            format!("say what the map argues for: a table `[map]` with, say, `thesis = [\"{id}\"]`")
        }
    });
    // Only a person can choose between equally likely ones.
    for &claim in likeliest.iter().take(SHOWN) {
        if let Some(fix) = declare(map, header, claim) {
            finding = finding.fix(fix);
        }
    }
    Some(finding)
}

/// The candidates that most claims bear on, in file order, and how many claims that is.
///
/// Candidates are counted in turn, until the work for all of them together reaches a bound linear in the map.
fn likeliest(map: &Map, candidates: &[ClaimId]) -> (Vec<ClaimId>, usize) {
    let mut bearing = Bearing::new(map);
    let mut left = LOOKS_AT_LEAST + LOOKS_PER_CLAIM * map.claim_count();
    let (mut best, mut most) = (Vec::new(), 0);
    for &candidate in candidates {
        let count = bearing.on(&[candidate]);
        if count > most {
            (best, most) = (Vec::new(), count);
        }
        if count == most {
            best.push(candidate);
        }
        match left.checked_sub(count) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    (best, most.saturating_sub(1))
}

/// The fix that declares the thesis: a line under `[map]`, or a new `[map]` table before all others.
fn declare(map: &Map, header: Option<Place>, thesis: ClaimId) -> Option<Fix> {
    let line = format!("thesis = [{}]\n", toml_string(map.id(thesis)));
    let file = header.map_or(FileId(0), |place| place.file);
    let text = &map.files().files.get(file.0 as usize)?.text;
    let (at, line) = match header {
        Some(place) => (behind_header(text, place.span)?, line),
        None => (before_tables(text)?, format!("[map]\n{line}\n")),
    };
    let place = Place {
        file,
        span: Span::new(at, at),
    };
    let title = format!("declare {}", name(map.id(thesis)));
    Some(Fix::guess(title, vec![(place, line)]))
}

/// Where the line after `[map]` starts; `None` if the table is written in another way or already has the key.
fn behind_header(text: &str, key: Span) -> Option<usize> {
    let (before, rest) = (
        text.get(..key.start as usize)?,
        text.get(key.end as usize..)?,
    );
    let is_header = before.ends_with('[') && rest.starts_with(']');
    let end = rest.find('\n')? + 1;
    let mut own = rest
        .get(end..)?
        .lines()
        .take_while(|line| !line.trim_start().starts_with('['));
    let has_key = own.any(|line| line.trim_start().starts_with("thesis"));
    (is_header && !has_key).then_some(key.end as usize + end)
}

/// Where the first header starts, or the comment right above it; `None` if there are keys before it.
fn before_tables(text: &str) -> Option<usize> {
    let mut start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_start_matches('\u{feff}').trim();
        at += line.len();
        match written.chars().next() {
            None => start = at,
            Some('#') => {}
            Some('[') => return Some(start),
            Some(_) => return None,
        }
    }
    None
}

/// The place of the first `[map]`.
fn header(map: &Map) -> Option<Place> {
    let mut documents = (0..).map(FileId).zip(map.documents());
    documents.find_map(|(file, document)| {
        let span = document.header.as_ref()?.span;
        Some(Place { file, span })
    })
}
