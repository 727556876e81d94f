//! Turns a map into the tree that people read: claims and linked steps, line by line, from the top down.
//!
//! A map is a graph, so its tree has to choose: every claim is shown once in full, where the walk first reaches it, and
//! is only referred to where it is used again. The walk does not recurse, and is linear in the size of the map.

mod left_out;
mod order;
mod roots;
mod walk;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::map::ClaimSet;
use crate::map::{ClaimId, LinkId, Map, StepId, StepKind};
use crate::syntax::RelationKind;

pub use order::TextOrder;
pub use walk::Walk;

/// Which way a tree grows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// From a claim to what it rests on.
    #[default]
    Grounds,
    /// From a claim to what it is used for.
    Consequences,
}

/// What to make a tree of.
#[derive(Debug, Clone, Copy, Default)]
pub struct View<'v> {
    /// The direction in which the tree grows.
    pub direction: Direction,
    /// Where to begin; empty for the whole map, starting with its thesis.
    pub roots: &'v [ClaimId],
    /// How many levels of claims to show below a root; `None` for all of them.
    pub depth: Option<u32>,
    /// The claims to show, along with the relations among them; `None` for all.
    pub selected: Option<&'v ClaimSet>,
    /// The order of what hangs below the same claim or step, and of roots that were not asked for: reasons before
    /// objections, each in the order of the text. `None` for the order of the files.
    pub order: Option<&'v TextOrder>,
}

/// A tree of a map: where it begins, and where each claim has its place.
///
/// Claims that the walk cannot reach along reasons, objections and undercuts hang where a contradiction leads to them.
/// So do claims that a contrast or a restatement leads to, if nothing is said for or against them.
#[derive(Debug)]
pub struct Tree<'m, 'v> {
    map: &'m Map,
    view: View<'v>,
    roots: Vec<ClaimId>,
    main: usize,
    beyond: usize,
    hosts: FxHashMap<ClaimId, LinkId>,
    depths: Option<Vec<u32>>,
    shown: FixedBitSet,
}

/// One line of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item {
    /// How many items it hangs below, counting claims and brackets; 0 for a root.
    pub level: usize,
    /// How many claims it hangs below; 0 for a root.
    pub depth: u32,
    /// Whether it is the last item below its parent.
    pub last: bool,
    /// Whether anything hangs below this item.
    pub parent: bool,
    /// What this line shows.
    pub node: ItemNode,
}

/// What a line of a tree shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemNode {
    /// A claim.
    Claim(ClaimId, Role, Occurrence),
    /// The bracket around the premises and the undercutters of a step. Used only if a plain line for the premise would
    /// not be enough.
    Step(StepId),
    /// A contradiction, a contrast or a restatement between the claim above and one that is elsewhere in the tree, or
    /// not in it at all.
    Aside(ClaimId, LinkId, Occurrence),
}

/// How a claim is related to the item that it hangs below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Not at all: the tree begins with it.
    Root,
    /// One of the premises in the bracket of a step.
    Premise(StepId),
    /// The only premise of a reason; or, in a tree that grows upwards, what it is a reason for.
    Support(StepId),
    /// The only premise of an objection; or, in a tree that grows upwards, what it is an objection to.
    Objection(StepId),
    /// The only premise of what undercuts the bracketed step; or, in a tree that grows upwards, the conclusion of a
    /// step that it undercuts.
    Undercut(StepId),
    /// What contradicts it.
    Contradiction(LinkId),
    /// What it is contrasted with.
    Contrast(LinkId),
    /// What it restates, or what restates it.
    Restatement(LinkId),
}

/// Whether a claim is shown here, or where else it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurrence {
    /// Here, with everything below it.
    Full,
    /// Here, but without the claims below it.
    Cut(Unshown),
    /// Further up.
    Above,
    /// Further down.
    Below,
    /// Nowhere in this tree.
    Absent,
}

/// How many claims a limit leaves out below a claim.
///
/// This counts every claim that hangs directly or indirectly below it and is not shown anywhere in the tree. Each is
/// counted once, however many lines lead to it. A claim that is left out below two claims is counted for both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unshown {
    /// How many claims were counted.
    pub claims: usize,
    /// Whether there may be more. Counting everything below every claim can take quadratic time, so once sixteen times
    /// the size of the map has been looked at, only the claims directly below a claim are counted.
    pub or_more: bool,
    /// Whether some of the claims below it are shown elsewhere in the tree.
    pub elsewhere: bool,
}

impl<'m, 'v> Tree<'m, 'v> {
    /// Finds where a tree of `map` begins. O(claims + relations).
    ///
    /// If the view names roots, the tree begins with those of them that are selected. Otherwise it begins with the
    /// declared thesis, and after that with the claims that are not used for anything, so that every claim has its
    /// place. If claims only support or attack each other in a circle, it begins with the first of them in the file.
    pub fn new(map: &'m Map, view: View<'v>) -> Self {
        roots::plant(map, view)
    }

    /// The claims that the tree begins with: the main ones first, then the others.
    pub fn roots(&self) -> &[ClaimId] {
        &self.roots
    }

    /// How many of the [roots](Self::roots) were asked for or are the thesis; all of them if there are neither.
    pub fn main_roots(&self) -> usize {
        self.main
    }

    /// How many claims are below none of the main roots.
    pub fn beyond(&self) -> usize {
        self.beyond
    }

    /// The lines of the tree, from the first root to the last.
    pub fn walk(&self) -> Walk<'_, 'm, 'v> {
        Walk::new(self)
    }

    /// The claims that the tree shows.
    pub fn claims(&self) -> ClaimSet {
        ClaimSet::of(
            self.map,
            self.map
                .claims()
                .filter(|claim| self.shown.contains(claim.index())),
        )
    }

    /// The map that the tree shows.
    pub fn map(&self) -> &'m Map {
        self.map
    }

    /// Which way the tree grows.
    pub fn direction(&self) -> Direction {
        self.view.direction
    }

    /// Whether the claim may be shown.
    pub fn selects(&self, claim: ClaimId) -> bool {
        self.view.selects(claim)
    }
}

impl View<'_> {
    fn selects(&self, claim: ClaimId) -> bool {
        self.selected
            .is_none_or(|selected| selected.contains(claim))
    }

    /// Sorts claims into the order of the view.
    fn sort(&self, claims: &mut [ClaimId]) {
        if let Some(order) = self.order {
            order::sort(claims, |&claim| order.rank(claim));
        }
    }

    /// The claims that hang below `claim` by reasons, objections and undercuts.
    fn below(&self, map: &Map, claim: ClaimId, mut visit: impl FnMut(ClaimId)) {
        match self.direction {
            Direction::Grounds => {
                for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
                    let mut is_shown = false;
                    for premise in map.premises(step).filter(|&premise| self.selects(premise)) {
                        is_shown = true;
                        visit(premise);
                    }
                    // Nothing is shown of a step without a premise.
                    if is_shown {
                        self.undercuts(map, step, &mut visit);
                    }
                }
            }
            Direction::Consequences => {
                let conclusions = map
                    .uses(claim)
                    .chain(map.undercuts_by(claim))
                    .map(|step| map.step(step).conclusion);
                conclusions
                    .filter(|&claim| self.selects(claim))
                    .for_each(visit);
            }
        }
    }

    /// Visits the premises of what undercuts a step, of what undercuts that, and so on. Nothing is shown of an undercut
    /// without a premise.
    fn undercuts(&self, map: &Map, step: StepId, mut visit: impl FnMut(ClaimId)) {
        let mut open = vec![step];
        while let Some(step) = open.pop() {
            for undercut in map.undercuts_of(step) {
                let mut is_shown = false;
                for premise in map
                    .premises(undercut)
                    .filter(|&premise| self.selects(premise))
                {
                    is_shown = true;
                    visit(premise);
                }
                if is_shown {
                    open.push(undercut);
                }
            }
        }
    }

    /// Whether nothing is said for or against the claim.
    fn is_bare(map: &Map, claim: ClaimId) -> bool {
        map.reasons_for(claim).next().is_none() && map.objections_to(claim).next().is_none()
    }
}

impl Role {
    /// The role of a claim at the other end of a link.
    pub fn of_link(map: &Map, link: LinkId) -> Self {
        match map.link(link).kind {
            RelationKind::Contradicts => Self::Contradiction(link),
            RelationKind::Restates => Self::Restatement(link),
            _ => Self::Contrast(link),
        }
    }
}

/// The role of a step's only premise.
fn role(map: &Map, step: StepId) -> Role {
    match map.step(step).kind() {
        StepKind::Reason => Role::Support(step),
        StepKind::Objection => Role::Objection(step),
        StepKind::Undercut => Role::Undercut(step),
    }
}
