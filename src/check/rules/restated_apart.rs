#![doc = include_str!("restated_apart.md")]

use fixedbitset::FixedBitSet;

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map};
use crate::syntax::RelationKind;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::RESTATED_APART,
    level: Level::Note,
    summary: "claims that restate each other and get different labels",
    page: include_str!("restated_apart.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // Something that could not be read may decide the labels.
    if context.unread.bearing() || map.linked_pairs(RelationKind::Restates).next().is_none() {
        return;
    }
    let mut seen = FixedBitSet::with_capacity(map.claim_count());
    for claim in map.claims() {
        let mut class = vec![claim];
        let mut next = 0;
        while let Some(&claim) = class.get(next) {
            next += 1;
            if !seen.put(claim.index()) {
                class.extend(map.restatements(claim).map(|(other, _)| other));
            }
        }
        findings.extend(finding(context, &class));
    }
}

/// The finding for claims that restate each other, if their labels differ: at the first claim, and at the first that
/// differs from it.
fn finding(context: &Context<'_>, class: &[ClaimId]) -> Option<Diagnostic> {
    let (map, labelling): (&Map, _) = (context.map, context.labelling());
    let &first = class.first()?;
    let label = labelling.claim(first);
    let other = *class
        .iter()
        .find(|&&claim| labelling.claim(claim) != label)?;
    let (own, place) = (map.place(first), map.place(other));
    let (id, other_id) = (name(map.id(first)), name(map.id(other)));
    let other_label = labelling.claim(other);
    let message = format!("{id} is {label}, but {other_id}, which says the same, is {other_label}");
    let finding = Diagnostic::new(RULE.name, message)
        .label(own.file, own.span, format!("is {label}"))
        .label(place.file, place.span, format!("is {other_label}"))
        .note("what speaks for or against a claim does not reach its restatements")
        .help("make them one claim with a quotation from each place, or move the reasons and objections of one to the other");
    Some(finding)
}
