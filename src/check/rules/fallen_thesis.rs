#![doc = include_str!("fallen_thesis.md")]

use rustc_hash::FxHashSet;

use crate::check::verdict::Verdicts;
use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::ClaimId;
use crate::reason::{EitherWay, Label, Suppositions, either_way};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::FALLEN_THESIS,
    level: Level::Warn,
    summary: "a thesis that is not accepted",
    page: include_str!("fallen_thesis.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // Something that could not be read may decide the label.
    if context.unread.bearing() {
        return;
    }
    let expected: FxHashSet<_> = map.expectations().iter().map(|is| is.claim).collect();
    let theses = map.thesis().iter().copied();
    // An expectation about the thesis is either met, or already reported as unmet.
    let fallen = theses
        .filter(|thesis| !expected.contains(thesis))
        .filter(|&thesis| context.labelling().claim(thesis) != Label::Accepted);
    let fallen: Vec<_> = fallen.collect();
    if !fallen.is_empty() {
        let verdicts = Verdicts::new(context);
        let found = either_way(map, &Suppositions::default(), &fallen);
        let found = fallen.into_iter().zip(found);
        findings.extend(found.map(|(thesis, found)| finding(context, &verdicts, thesis, found)));
    }
}

fn finding(
    context: &Context<'_>,
    verdicts: &Verdicts<'_>,
    thesis: ClaimId,
    found: EitherWay,
) -> Diagnostic {
    let map = context.map;
    let label = context.labelling().claim(thesis);
    let (id, verdict) = (name(map.id(thesis)), verdicts.of(thesis));
    let own = map.place(thesis);
    let finding = Diagnostic::new(RULE.name, format!("the thesis {id} is {label}: {verdict}"))
        .label(own.file, own.span, format!("is {label}"));
    let finding = match (label, found) {
        (Label::Undecided, EitherWay::Accepted | EitherWay::Rejected | EitherWay::Unknown) => {
            finding.note(verdicts.either_way(thesis, found))
        }
        _ => finding,
    };
    let expected = match (label, found) {
        (Label::Undecided, EitherWay::Accepted) => "`accepted_either_way`",
        (Label::Undecided, _) => "`undecided`",
        _ => "`rejected`",
    };
    let finding = if verdicts.is_defeated(thesis) {
        finding.help(
            "if the objection is right but not enough, say what weighs more: `outweighed_by = […]`",
        )
    } else {
        finding
    };
    finding.help(format!(
        "`argmap why {}` explains it in full; answer what speaks against it, or say under `[expect]` that it is \
         {expected}",
        on_one_line(map.id(thesis))
    ))
}
