//! Finds claims that suffice for some labels to be what they are.

use fixedbitset::FixedBitSet;

use super::dependencies::Dependencies;
use super::evaluation::Evaluation;
use crate::reason::Label;
use crate::reason::least::InfluenceKind;

/// The nodes from which the labels of `of` follow, whatever the rest of the map says: for each node, one way in which it was
/// decided. All labels of `of` must be decided.
///
/// Denying a claim cannot change these labels unless it is one of the claims accepted here. Linear in the nodes found and
/// their inputs.
pub(super) fn proof(
    dependencies: &Dependencies,
    evaluation: &mut Evaluation<'_>,
    of: &[usize],
) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(dependencies.len());
    found.extend(of.iter().copied());
    extend(dependencies, evaluation, &mut found, of.to_vec());
    found
}

/// Adds to a proof what some of its nodes, `open`, rest on, and what that rests on in turn; returns what was added. Linear
/// in that and its inputs.
pub(super) fn extend(
    dependencies: &Dependencies,
    evaluation: &mut Evaluation<'_>,
    proof: &mut FixedBitSet,
    mut open: Vec<usize>,
) -> Vec<usize> {
    let mut added = Vec::new();
    let mut needs = Vec::new();
    while let Some(node) = open.pop() {
        evaluation.work += 1 + dependencies.inputs(node).len() as u64;
        needed(dependencies, evaluation, node, proof, &mut needs);
        for need in needs.drain(..).filter(|&need| !proof.put(need)) {
            added.push(need);
            open.push(need);
        }
    }
    added
}

/// Adds to `needs` what one way of deciding the node rests on, where possible what is in `known` already.
fn needed(
    dependencies: &Dependencies,
    evaluation: &Evaluation<'_>,
    node: usize,
    known: &FixedBitSet,
    needs: &mut Vec<usize>,
) {
    let inputs = || {
        dependencies
            .inputs(node)
            .iter()
            .map(|arc| (arc.role, arc.node as usize))
    };
    let one = |role: &dyn Fn(InfluenceKind) -> Option<Label>| {
        let fitting = inputs().filter(|&(is, input)| {
            role(is) == Some(evaluation.label(input)) && evaluation.is_before(input, node)
        });
        let mut fitting = fitting.map(|(_, input)| input).peekable();
        let first = fitting.peek().copied();
        fitting.find(|&input| known.contains(input)).or(first)
    };
    match evaluation.label(node) {
        Label::Undecided => {}
        Label::Accepted => {
            needs.extend(
                inputs()
                    .filter(|(role, _)| *role != InfluenceKind::For)
                    .map(|(_, input)| input),
            );
            if !dependencies.is_step(node) && !dependencies.basic.contains(node) {
                needs.extend(one(&|role| {
                    (role == InfluenceKind::For).then_some(Label::Accepted)
                }));
            }
        }
        Label::Rejected if evaluation.is_fallen(node) => {}
        Label::Rejected => {
            let thwarting = one(&|role| match role {
                InfluenceKind::Premise => Some(Label::Rejected),
                InfluenceKind::Against => Some(Label::Accepted),
                InfluenceKind::For => None,
            });
            if let Some(thwarting) = thwarting {
                needs.push(thwarting);
                return;
            }
            for (_, reason) in inputs().filter(|(role, _)| *role == InfluenceKind::For) {
                if evaluation.is_before(reason, node) {
                    needs.push(reason);
                    continue;
                }
                // Claims that only a circle holds up fall together.
                let mut premises = dependencies.inputs(reason).iter();
                let together = premises.find(|arc| {
                    arc.role == InfluenceKind::Premise
                        && evaluation.is_together(arc.node as usize, node)
                });
                needs.extend(together.map(|arc| arc.node as usize));
            }
        }
    }
}
