#![doc = include_str!("isolated_claim.md")]

use fixedbitset::FixedBitSet;

use crate::check::wording::name;
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::map::{ClaimId, Map};

static INFO: Info = Info {
    name: "isolated-claim",
    level: Level::Warn,
    summary: "a claim with no relation at all",
    page: include_str!("isolated_claim.md"),
};

pub(in crate::check) struct IsolatedClaim;

impl Rule for IsolatedClaim {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        if map.claim_count() < 2 {
            return;
        }
        let misread = misread(map);
        for claim in map.claims() {
            if map.is_isolated(claim)
                && !states_relations(map, claim)
                && !misread.contains(claim.index())
            {
                findings.push(finding(map, claim));
            }
        }
    }
}

/// The claims of which a part could not be read: it may be the relation that is missed.
fn misread(map: &Map<'_>) -> FixedBitSet {
    let mut misread = FixedBitSet::new();
    let faults: Vec<Place> = map
        .reading_diagnostics()
        .filter_map(Diagnostic::place)
        .collect();
    if faults.is_empty() {
        return misread;
    }
    misread.grow(map.claim_count());
    // Claims are in the order of the files and, in a file, of their places.
    let begin = |claim: ClaimId| (map.file_of(claim), map.claim(claim).span.start);
    let begins: Vec<_> = map.claims().map(begin).collect();
    for fault in faults {
        let after = begins.partition_point(|&begin| begin <= (fault.file, fault.span.start));
        let last = after.checked_sub(1);
        if let Some((claim, (file, _))) = last.and_then(|last| Some((last, begins.get(last)?)))
            && *file == fault.file
        {
            misread.insert(claim);
        }
    }
    misread
}

/// Whether the claim states relations, be it such as could not be followed: those are findings of their own.
fn states_relations(map: &Map<'_>, claim: ClaimId) -> bool {
    let claim = map.claim(claim);
    let premises = claim.reasons.iter().flat_map(|reason| &reason.premises);
    !claim.relations.is_empty() || premises.count() > 0
}

fn finding(map: &Map<'_>, claim: ClaimId) -> Diagnostic {
    let place = map.place(claim);
    let message = format!("{} is related to no other claim", name(map.id(claim)));
    Diagnostic::new(INFO.name, message)
        .label(place.file, place.span, "no relation here, and none elsewhere names it")
        .help("say what it supports, attacks, contradicts or contrasts, make it a premise, or leave it out")
}
