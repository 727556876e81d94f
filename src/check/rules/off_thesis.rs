#![doc = include_str!("off_thesis.md")]

use petgraph::graph::NodeIndex;
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::check::trail::grouped;
use crate::check::wording::{list, name};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{Bearing, ClaimId, Map};
use crate::narrow::narrow;

/// Maximum number of connected claims named, besides the first.
const SHOWN: usize = 8;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::OFF_THESIS,
    level: Level::Note,
    summary: "claims that do not bear on the thesis",
    page: include_str!("off_thesis.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    // A relation that could not be read or resolved may be the missing connection.
    if context.unread.bearing() {
        return;
    }
    let thesis = map.thesis();
    let [first, others @ ..] = thesis else {
        return;
    };
    let name = match others {
        [] => format!("the thesis {}", name(map.id(*first))),
        _ => "any thesis".to_owned(),
    };
    let mut bearing = Bearing::new(map);
    bearing.on(thesis);
    let parts = parts(map, &bearing);
    findings.extend(parts.iter().filter_map(|part| finding(map, part, &name)));
}

/// The claims that bear on no thesis, grouped by how they are connected. Claims without any relation are left out: they
/// are for `isolated-claim`.
fn parts(map: &Map, bearing: &Bearing<'_>) -> Vec<Vec<ClaimId>> {
    let is_off = |claim: ClaimId| !bearing.has(claim) && !map.is_isolated(claim);
    let off: Vec<ClaimId> = map.claims().filter(|&claim| is_off(claim)).collect();
    if off.is_empty() {
        return Vec::new();
    }
    let graph = map.graph();
    let mut hang = UnionFind::<u32>::new(graph.node_count());
    let bears = |node: NodeIndex| bearing.has(ClaimId::at(node.index()));
    for edge in graph.edge_references() {
        // Two digressions are not one just because both rest on a claim that does bear on the thesis.
        if !bears(edge.source()) && !bears(edge.target()) {
            hang.union(narrow(edge.source().index()), narrow(edge.target().index()));
        }
    }
    for question in map.questions() {
        let mut answers = map
            .answers(question)
            .iter()
            .filter(|claim| !bearing.has(**claim));
        if let Some(first) = answers.next() {
            answers.for_each(|claim| {
                hang.union(first.0, claim.0);
            });
        }
    }
    let mut number = FxHashMap::default();
    let mut parts: Vec<Vec<ClaimId>> = Vec::new();
    for claim in off {
        let part = *number.entry(hang.find(claim.0)).or_insert_with(|| {
            parts.push(Vec::new());
            parts.len() - 1
        });
        if let Some(part) = parts.get_mut(part) {
            part.push(claim);
        }
    }
    parts
}

/// One finding for a group of connected claims, at the first one that supports no other claim.
fn finding(map: &Map, part: &[ClaimId], thesis: &str) -> Option<Diagnostic> {
    let supports_nothing = |claim: &&ClaimId| map.supported_by(**claim).next().is_none();
    let head = *part.iter().find(supports_nothing).or(part.first())?;
    let others: Vec<_> = part.iter().filter(|&&claim| claim != head).collect();
    let with_it = match others.len() {
        0 => String::new(),
        1 => ", nor does the claim connected with it".to_owned(),
        many => format!(", nor do the {} claims connected with it", grouped(many)),
    };
    let place = map.place(head);
    let message = format!("{} does not bear on {thesis}{with_it}", name(map.id(head)));
    let mut finding = Diagnostic::new(RULE.name, message).label(
        place.file,
        place.span,
        "no path leads from here to the thesis",
    );
    if !others.is_empty() {
        let mut names: Vec<_> = others
            .iter()
            .take(SHOWN)
            .map(|claim| name(map.id(**claim)))
            .collect();
        if others.len() > SHOWN {
            names.push(format!("{} more", grouped(others.len() - SHOWN)));
        }
        finding = finding.note(format!("with it: {}", list(&names)));
    }
    Some(finding.help("relate it to a claim that does bear on it, or leave it out; if the map has several theses, name each in `thesis`"))
}
