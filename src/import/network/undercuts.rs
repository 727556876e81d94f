//! Adds undercuts: nodes that attack a step, which may be an undercut itself.

use std::collections::VecDeque;

use super::{ImportNetwork, NodeMeaning, Said, mark};
use crate::import::draft::{DraftStep, MapDraft};
use crate::rows::Rows;

impl ImportNetwork {
    /// Adds the undercuts to the draft, given the edges into and out of each node and the steps that each node has
    /// become.
    ///
    /// Linear, except that an undercut of a step with several conclusions becomes one undercut for each of them. Some
    /// undercuts are left out: an undercut of such an undercut; an undercut of several steps, as far as it is about
    /// another undercut; and a circle of undercuts that are objections as well.
    pub(super) fn undercuts(
        &self,
        [into, from]: [&Rows<usize>; 2],
        steps: &mut [Vec<usize>],
        draft: &mut MapDraft,
        said: &mut Said,
    ) {
        let targets: Vec<Vec<(usize, usize)>> = (0..self.nodes.len())
            .map(|number| self.targets(number, into, from))
            .collect();
        let is_undercut =
            |node: usize| targets.get(node).is_some_and(|targets| !targets.is_empty());
        // The undercut that a node waits for: the only step that it undercuts, if that is an undercut itself.
        let waits = |node: usize| match targets.get(node).map(Vec::as_slice) {
            Some(&[(edge, target)]) if is_undercut(target) => Some((edge, target)),
            _ => None,
        };
        let mut made = Vec::new();
        for (number, targets) in targets.iter().enumerate() {
            if waits(number).is_some() {
                continue;
            }
            for &(edge, target) in targets {
                for &step in steps.get(target).into_iter().flatten() {
                    made.extend(
                        self.undercut(number, into, edge, step, draft, said)
                            .map(|step| (number, step)),
                    );
                }
            }
        }
        add(steps, made);
        self.circles(&waits, into, steps, draft, said);
        // Then the other undercuts, each after the one that it waits for.
        let mut waiting: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.nodes.len()];
        let mut open = VecDeque::new();
        for number in 0..self.nodes.len() {
            let is_made = steps.get(number).is_some_and(|steps| !steps.is_empty());
            match waits(number) {
                Some((edge, target)) if !is_made || self.is_objection(number, from) => {
                    if let Some(waiting) = waiting.get_mut(target) {
                        waiting.push((edge, number));
                    }
                }
                _ => open.push_back(number),
            }
        }
        while let Some(target) = open.pop_front() {
            let of = waiting.get_mut(target).map(std::mem::take);
            let &[step] = steps.get(target).map_or(&[][..], Vec::as_slice) else {
                continue;
            };
            for (edge, number) in of.into_iter().flatten() {
                let made = self.undercut(number, into, edge, step, draft, said);
                add(steps, made.map(|step| (number, step)));
                open.push_back(number);
            }
        }
    }

    /// The steps that an attacking node leads to, each with its edge.
    fn targets(
        &self,
        number: usize,
        into: &Rows<usize>,
        from: &Rows<usize>,
    ) -> Vec<(usize, usize)> {
        let kind = self.nodes.get(number).map(|node| &node.kind);
        let is_against = matches!(
            kind,
            Some(NodeMeaning::Step {
                is_against: true,
                ..
            })
        );
        if !is_against || self.premises(into.of(number)).is_empty() {
            return Vec::new();
        }
        let target = |&edge: &usize| {
            let to = self.edges.get(edge)?.to;
            matches!(self.nodes.get(to)?.kind, NodeMeaning::Step { .. }).then_some((edge, to))
        };
        from.of(number).iter().filter_map(target).collect()
    }

    /// Whether a node leads to a claim.
    fn is_objection(&self, number: usize, from: &Rows<usize>) -> bool {
        !self.conclusions(from.of(number)).is_empty()
    }

    /// Adds the undercut of a step that this node and edge state. Returns its number.
    fn undercut(
        &self,
        number: usize,
        into: &Rows<usize>,
        edge: usize,
        step: usize,
        draft: &mut MapDraft,
        said: &mut Said,
    ) -> Option<usize> {
        let node = self.nodes.get(number)?;
        let NodeMeaning::Step { scheme, id, .. } = &node.kind else {
            return None;
        };
        let premises = self.premises(into.of(number));
        let edges = premises.iter().map(|(edge, _)| *edge).chain([edge]);
        let made = draft.step(DraftStep {
            premises: premises.iter().map(|(_, claim)| *claim).collect(),
            undercuts: Some(step),
            id: id.clone(),
            scheme: scheme.clone(),
            data: self.kept(self.data(node, edges.clone())),
            ..DraftStep::default()
        })?;
        mark(&mut said.nodes, [number].into_iter());
        mark(&mut said.edges, edges);
        Some(made)
    }

    /// Adds undercuts that undercut each other in a circle.
    fn circles(
        &self,
        waits: &dyn Fn(usize) -> Option<(usize, usize)>,
        into: &Rows<usize>,
        steps: &mut [Vec<usize>],
        draft: &mut MapDraft,
        said: &mut Said,
    ) {
        // For each node, the start from which it was reached first.
        let mut seen: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for start in 0..self.nodes.len() {
            let mut way = Vec::new();
            let mut at = start;
            while let (Some(None), Some((edge, target))) = (seen.get(at), waits(at)) {
                if let Some(seen) = seen.get_mut(at) {
                    *seen = Some(start);
                }
                way.push((at, edge));
                at = target;
            }
            if seen.get(at) != Some(&Some(start)) {
                continue;
            }
            let circle = way.iter().skip_while(|(node, _)| *node != at);
            let circle: Vec<(usize, usize)> = circle.copied().collect();
            let is_pure = |(node, _): &(usize, usize)| steps.get(*node).is_some_and(Vec::is_empty);
            if !circle.iter().all(is_pure) {
                continue;
            }
            // None of these undercuts has been added yet, so their numbers will follow one another.
            let first = draft.next_step();
            for (place, &(node, edge)) in circle.iter().enumerate() {
                let next = first + (place + 1) % circle.len();
                let made = self.undercut(node, into, edge, next, draft, said);
                add(steps, made.map(|step| (node, step)));
            }
        }
    }
}

/// Adds to each node the steps that it has become.
fn add(steps: &mut [Vec<usize>], made: impl IntoIterator<Item = (usize, usize)>) {
    for (node, step) in made {
        if let Some(steps) = steps.get_mut(node) {
            steps.push(step);
        }
    }
}
