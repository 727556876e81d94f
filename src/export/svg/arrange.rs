//! Arranges a part of a map: computes where its claims are, given their sizes, and how its relations run.

use super::super::Part;
use super::super::picture::{Paint, Picture};
use crate::layout::{self, Bond, Direction, Layout, LayoutEdge, LayoutGraph, Size};
use crate::map::{ClaimId, LinkId, QuestionId, StepId};
use crate::narrow::narrow;
use rustc_hash::{FxHashMap, FxHashSet};

/// What an edge of an arrangement stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// A premise of a step: leads to the conclusion, or to the point where premises meet.
    Premise(StepId),
    /// A premise of an undercut: leads to the point where the premises of the reason or objection meet that is finally
    /// undercut.
    Undercut(StepId),
    /// A contradiction, a contrast or a restatement.
    Beside(LinkId),
    /// A claim that answers a question.
    Answer(ClaimId, QuestionId),
}

/// A part of a map with the places of everything in it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Arrangement {
    /// The claims; the first boxes of the layout belong to them, in this order.
    pub claims: Vec<ClaimId>,
    /// The questions; the boxes after those belong to them.
    pub questions: Vec<QuestionId>,
    /// The size of each box.
    pub sizes: Vec<Size>,
    /// What each edge of the layout stands for.
    pub ties: Vec<Tie>,
    /// The places of everything. Meetings have the numbers of their steps.
    pub layout: Layout,
}

impl Arrangement {
    /// Arranges a part, given the sizes of its boxes. Links have no labels. A question is as large as the first of its
    /// answers. O(n log n) in the map.
    pub fn new(part: Part<'_>, direction: Direction, size: impl Fn(ClaimId) -> Size) -> Self {
        let mut plan = Plan::new(&Picture::new(part, None, false, Paint::Nothing));
        let questions = plan.questions.iter();
        let first = questions.map(|&question| part.answers(question).next());
        let asked = first.map(|claim| claim.map_or_else(Size::default, &size));
        let said = plan.claims.iter().map(|&claim| size(claim));
        plan.graph.boxes = said.chain(asked).collect();
        let options = layout::Options {
            direction,
            reach: None,
        };
        let layout = layout::layout(&plan.graph, &options);
        plan.arranged(layout)
    }
}

/// A part of a map as something to lay out.
pub(super) struct Plan {
    pub(super) claims: Vec<ClaimId>,
    pub(super) questions: Vec<QuestionId>,
    pub(super) ties: Vec<Tie>,
    pub(super) graph: LayoutGraph,
}

impl Plan {
    /// Linear in the map. The sizes of boxes and link labels are not set yet.
    pub(super) fn new(picture: &Picture<'_>) -> Self {
        let part = picture.part;
        let map = part.map;
        let claims: Vec<ClaimId> = part.claims().collect();
        let numbers: FxHashMap<ClaimId, u32> = claims.iter().copied().zip(0..).collect();
        let number = |claim: ClaimId| numbers.get(&claim).copied();
        let mut ties = Vec::new();
        let mut edges = Vec::new();
        for step in part.steps() {
            let Some(to) = number(map.step(step).conclusion) else {
                continue;
            };
            let meeting = picture.has_junction(step).then_some(step.0);
            for from in map.premises(step).filter_map(number) {
                ties.push(Tie::Premise(step));
                let bond = Bond::Leads { meeting };
                edges.push(LayoutEdge { from, to, bond });
            }
        }
        // For each undercut, the step that is finally undercut. Undercuts are found from the steps that they undercut.
        let mut open: Vec<(StepId, StepId)> = Vec::new();
        for step in part.steps() {
            open.extend(map.undercuts_of(step).map(|undercut| (undercut, step)));
        }
        let kept: FxHashSet<StepId> = part.undercuts().collect();
        let mut next = 0;
        while let Some(&(undercut, step)) = open.get(next) {
            next += 1;
            let to = number(map.step(step).conclusion);
            let (Some(to), true) = (to, kept.contains(&undercut)) else {
                continue;
            };
            open.extend(map.undercuts_of(undercut).map(|other| (other, step)));
            for from in map.premises(undercut).filter_map(number) {
                ties.push(Tie::Undercut(undercut));
                let meeting = Some(step.0);
                let bond = Bond::Leads { meeting };
                edges.push(LayoutEdge { from, to, bond });
            }
        }
        for id in part.links() {
            let link = map.link(id);
            let Some(from) = number(link.from) else {
                continue;
            };
            let Some(to) = number(link.to) else { continue };
            ties.push(Tie::Beside(id));
            let bond = Bond::Beside { label: None };
            edges.push(LayoutEdge { from, to, bond });
        }
        let questions: Vec<QuestionId> = part.questions().collect();
        for (&id, to) in questions.iter().zip(narrow(claims.len())..) {
            for answer in part.answers(id) {
                if let Some(from) = number(answer) {
                    ties.push(Tie::Answer(answer, id));
                    edges.push(LayoutEdge::leading(from, to));
                }
            }
        }
        let first = map.thesis().iter().filter_map(|&claim| number(claim));
        let graph = LayoutGraph {
            boxes: vec![Size::default(); claims.len() + questions.len()],
            edges,
            first: first.collect(),
        };
        Self {
            claims,
            questions,
            ties,
            graph,
        }
    }

    /// How high or wide each box must be so that the lines that end at it can be told apart.
    pub(super) fn room(&self) -> Vec<f64> {
        const BETWEEN: f64 = 11.0;
        let mut ends = vec![0_u32; self.graph.boxes.len()];
        let mut known = FxHashSet::default();
        for edge in &self.graph.edges {
            let is_new = match edge.bond {
                Bond::Leads {
                    meeting: Some(meeting),
                } => known.insert((edge.to, meeting)),
                _ => true,
            };
            if let Some(ends) = ends.get_mut(edge.to as usize) {
                *ends += u32::from(is_new);
            }
        }
        ends.into_iter()
            .map(|ends| BETWEEN * f64::from(ends) + 8.0)
            .collect()
    }

    pub(super) fn arranged(&self, layout: Layout) -> Arrangement {
        Arrangement {
            claims: self.claims.clone(),
            questions: self.questions.clone(),
            sizes: self.graph.boxes.clone(),
            ties: self.ties.clone(),
            layout,
        }
    }

    /// Lays out the graph in a few shapes, and picks the one that is easiest to look at.
    ///
    /// Ranks run from left to right, unless that is much wider or much higher than the other direction. Boxes are made
    /// wider or narrower, and a layout that would be too high is folded.
    pub(super) fn fitted(
        &mut self,
        direction: Option<Direction>,
        mut measure: impl FnMut(&mut LayoutGraph, Direction, f64),
    ) -> Layout {
        let is_large = self.claims.len() > LARGE;
        let directions = match direction {
            Some(direction) => vec![direction],
            None => vec![Direction::Right, Direction::Down],
        };
        let mut best: Option<(f64, Layout, Vec<Size>)> = None;
        'search: for &direction in &directions {
            if is_large && best.as_ref().is_some_and(|(miss, ..)| *miss < FAR) {
                break;
            }
            for width in WIDTHS {
                measure(&mut self.graph, direction, width);
                let mut reach = None;
                for _ in 0..4 {
                    let options = layout::Options { direction, reach };
                    let layout = layout::layout(&self.graph, &options);
                    let Size { width, height } = layout.size;
                    let ratio = width.max(1.0) / height.max(1.0);
                    let miss = (ratio / RATIO).max(RATIO / ratio);
                    let (along, across) = if direction.is_sideways() {
                        (width, height)
                    } else {
                        (height, width)
                    };
                    let is_good = ratio > 1.0 / GOOD && ratio < GOOD;
                    if best.as_ref().is_none_or(|(least, ..)| miss < *least * 0.85) {
                        best = Some((miss, layout, self.graph.boxes.clone()));
                    }
                    if is_good || self.claims.len() < FEW {
                        break 'search;
                    }
                    if across < along * GOOD || (is_large && reach.is_some()) {
                        break;
                    }
                    // Folding it into n columns makes it n times as long and n times as narrow.
                    reach = Some(match reach {
                        None => across / (across / along).sqrt().max(1.5),
                        Some(reach) => reach * 0.75,
                    });
                }
                if is_large {
                    break;
                }
            }
        }
        let Some((_, layout, sizes)) = best else {
            return Layout::default();
        };
        self.graph.boxes = sizes;
        layout
    }
}

/// The desired ratio of width to height.
const RATIO: f64 = 1.3;
/// If the picture is wider or higher than this ratio, other shapes are tried.
const GOOD: f64 = 2.2;
/// A large picture is tried in the other direction only if its ratio is off by at least this factor.
const FAR: f64 = 8.0;
/// A map with fewer claims is easy to look at in any shape.
const FEW: usize = 9;
/// A map with more claims is not laid out in all shapes.
const LARGE: usize = 400;
/// The widths that text in boxes is tried with.
const WIDTHS: [f64; 3] = [190.0, 260.0, 150.0];
