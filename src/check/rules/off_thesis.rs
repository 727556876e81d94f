#![doc = include_str!("off_thesis.md")]

use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::{ClaimId, Map};

static INFO: Info = Info {
    name: "off-thesis",
    level: Level::Note,
    summary: "a claim that does not bear on the thesis",
    page: include_str!("off_thesis.md"),
};

pub(in crate::check) struct OffThesis;

impl Rule for OffThesis {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        // A reference that leads nowhere may be the one that is missed.
        if !map.unresolved().is_empty() {
            return;
        }
        // A claim that all leads up to is no sure guess where some of it only leads round.
        if !map.declares_thesis() && !context.support().knots().is_empty() {
            return;
        }
        let thesis = map.thesis_or_root();
        let [first, others @ ..] = thesis.as_slice() else {
            return;
        };
        let name = match others {
            [] => format!("the thesis {}", name(map.id(*first))),
            _ => "any thesis".to_owned(),
        };
        let bears = bearing_on(map, &thesis);
        for claim in map.claims() {
            // A claim without any relation is `isolated-claim`.
            if bears.get(claim.index()) == Some(&false) && !map.is_isolated(claim) {
                findings.push(finding(map, claim, &name));
            }
        }
    }
}

/// Whether each claim bears on the thesis: from it a path of support, attack, undercut, contradiction or contrast leads there.
fn bearing_on(map: &Map<'_>, thesis: &[ClaimId]) -> Vec<bool> {
    let mut bears = vec![false; map.claim_count()];
    let mut reached: Vec<ClaimId> = Vec::new();
    let mut reach = |claim: ClaimId, reached: &mut Vec<ClaimId>| {
        if let Some(bears @ false) = bears.get_mut(claim.index()) {
            *bears = true;
            reached.push(claim);
        }
    };
    for &claim in thesis {
        reach(claim, &mut reached);
    }
    while let Some(claim) = reached.pop() {
        for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
            for premise in map.premises(step) {
                reach(premise, &mut reached);
            }
            for (undercutter, _) in map.undercutters(step) {
                reach(undercutter, &mut reached);
            }
        }
        for (other, _) in map.contradictions(claim).chain(map.contrasts(claim)) {
            reach(other, &mut reached);
        }
    }
    bears
}

fn finding(map: &Map<'_>, claim: ClaimId, thesis: &str) -> Diagnostic {
    let place = map.place(claim);
    let message = format!("{} does not bear on {thesis}", name(map.id(claim)));
    Diagnostic::new(INFO.name, message)
        .label(place.file, place.span, "no path leads from here to the thesis")
        .help("relate it to a claim that does bear on it, or leave it out; a map for several ends names each in `thesis`")
}
