//! Yields the lines of a tree, one at a time.

use fixedbitset::FixedBitSet;

use super::left_out::BelowCount;
use super::{Direction, Item, ItemNode, Occurrence, Role, Tree, order, role};
use crate::map::{ClaimId, LinkId, StepId};

/// The lines of a [`Tree`], from the first root to the last, each claim before what hangs below it.
///
/// What is still to come is kept on an explicit stack, of at most as many items as the map has claims and relations.
#[derive(Debug)]
pub struct Walk<'t, 'm, 'v> {
    tree: &'t Tree<'m, 'v>,
    /// What is still to come, in reverse order.
    pending: Vec<Item>,
    seen: FixedBitSet,
    left_out: Option<BelowCount>,
}

impl<'t, 'm, 'v> Walk<'t, 'm, 'v> {
    pub(super) fn new(tree: &'t Tree<'m, 'v>) -> Self {
        let root = |&claim| Item {
            level: 0,
            depth: 0,
            last: true,
            parent: false,
            node: ItemNode::Claim(claim, Role::Root, Occurrence::Full),
        };
        Self {
            tree,
            pending: tree.roots.iter().rev().map(root).collect(),
            seen: FixedBitSet::with_capacity(tree.map.claim_count()),
            left_out: None,
        }
    }

    /// How a claim that is reached at `depth` is shown there.
    fn occurrence(&mut self, claim: ClaimId, depth: u32) -> Occurrence {
        if self.seen.contains(claim.index()) {
            return Occurrence::Above;
        }
        if let (Some(depths), Some(limit)) = (&self.tree.depths, self.tree.view.depth) {
            if depths
                .get(claim.index())
                .is_some_and(|&least| least < depth)
            {
                return Occurrence::Below;
            }
            if depth >= limit {
                self.seen.insert(claim.index());
                let tree = self.tree;
                let counter = self.left_out.get_or_insert_with(|| BelowCount::new(tree));
                return Occurrence::Cut(counter.below(tree, claim));
            }
        }
        self.seen.insert(claim.index());
        Occurrence::Full
    }

    /// Pushes what hangs below the claim onto the stack. Returns whether anything does.
    fn expand(&mut self, claim: ClaimId, item: Item, full: bool) -> bool {
        let start = self.pending.len();
        let mut children = start;
        match self.tree.view.direction {
            Direction::Grounds => {
                let links = self.tree.map.linked_with(claim);
                self.asides(claim, &links, item, full);
                children = self.pending.len();
                if full {
                    self.grounds(claim, &links, item);
                }
            }
            Direction::Consequences if full => self.consequences(claim, item),
            Direction::Consequences => {}
        }
        let parent = self.pending.len() > children;
        self.reverse(start);
        parent
    }

    /// Pushes the contradictions, contrasts and restatements that lead to claims which do not hang here. Each is shown
    /// once, where it is first met.
    fn asides(&mut self, claim: ClaimId, links: &[(ClaimId, LinkId)], item: Item, full: bool) {
        let Tree {
            view, hosts, shown, ..
        } = self.tree;
        for &(other, link) in links {
            let hangs_here = full && hosts.get(&other) == Some(&link);
            let is_seen = self.seen.contains(other.index()) && other != claim;
            if hangs_here || !view.selects(other) || is_seen {
                continue;
            }
            let occurrence = if other == claim {
                Occurrence::Above
            } else if shown.contains(other.index()) {
                Occurrence::Below
            } else {
                Occurrence::Absent
            };
            self.pending.push(Item {
                level: item.level + 1,
                depth: item.depth,
                last: false,
                parent: false,
                node: ItemNode::Aside(other, link, occurrence),
            });
        }
    }

    /// Sorts what `push` adds to the stack into the order of the view.
    fn arranged(&mut self, push: impl FnOnce(&mut Self)) {
        let start = self.pending.len();
        push(self);
        let Tree { map, view, .. } = self.tree;
        let (Some(order), Some(items)) = (view.order, self.pending.get_mut(start..)) else {
            return;
        };
        order::sort(items, |item| match item.node {
            ItemNode::Claim(claim, ..) | ItemNode::Aside(claim, ..) => order.rank(claim),
            ItemNode::Step(step) => {
                let premises = map.premises(step).filter(|&premise| view.selects(premise));
                premises.filter_map(|premise| order.rank(premise)).min()
            }
        });
    }

    fn grounds(&mut self, claim: ClaimId, links: &[(ClaimId, LinkId)], item: Item) {
        let map = self.tree.map;
        self.arranged(|walk| walk.steps(map.reasons_for(claim), item));
        self.arranged(|walk| walk.steps(map.objections_to(claim), item));
        let kind = |(_, link): &(ClaimId, LinkId)| map.link(*link).kind;
        for links in links.chunk_by(|one, next| kind(one) == kind(next)) {
            self.arranged(|walk| walk.hosted(links, item));
        }
    }

    fn steps(&mut self, steps: impl Iterator<Item = StepId>, item: Item) {
        let tree = self.tree;
        for step in steps {
            let mut premises = tree.map.premises(step);
            let Some(first) = premises.find(|&premise| tree.selects(premise)) else {
                continue;
            };
            if tree.is_bracketed(step) {
                self.push(item, item.depth, ItemNode::Step(step));
            } else {
                self.push_claim(item, first, role(tree.map, step));
            }
        }
    }

    fn hosted(&mut self, links: &[(ClaimId, LinkId)], item: Item) {
        let tree = self.tree;
        for &(other, link) in links {
            if tree.hosts.get(&other) == Some(&link) && !self.seen.contains(other.index()) {
                self.push_claim(item, other, Role::of_link(tree.map, link));
            }
        }
    }

    fn consequences(&mut self, claim: ClaimId, item: Item) {
        let tree = self.tree;
        let map = tree.map;
        self.arranged(|walk| {
            for step in map.uses(claim) {
                let conclusion = map.step(step).conclusion;
                if tree.selects(conclusion) {
                    walk.push_claim(item, conclusion, role(map, step));
                }
            }
        });
        self.arranged(|walk| {
            for undercut in map.undercuts_by(claim) {
                let conclusion = map.step(undercut).conclusion;
                if tree.selects(conclusion) {
                    walk.push_claim(item, conclusion, Role::Undercut(undercut));
                }
            }
        });
    }

    fn bracket(&mut self, step: StepId, item: Item) -> bool {
        let start = self.pending.len();
        let tree = self.tree;
        self.arranged(|walk| {
            for premise in tree.map.premises(step).filter(|&claim| tree.selects(claim)) {
                walk.push_claim(item, premise, Role::Premise(step));
            }
        });
        self.arranged(|walk| walk.steps(tree.map.undercuts_of(step), item));
        let parent = self.pending.len() > start;
        self.reverse(start);
        parent
    }

    fn push_claim(&mut self, above: Item, claim: ClaimId, role: Role) {
        let node = ItemNode::Claim(claim, role, Occurrence::Full);
        self.push(above, above.depth.saturating_add(1), node);
    }

    fn push(&mut self, above: Item, depth: u32, node: ItemNode) {
        self.pending.push(Item {
            level: above.level + 1,
            depth,
            last: false,
            parent: false,
            node,
        });
    }

    /// Reverses the part of the stack from `start` on, so that its first item comes next, and marks its last item.
    fn reverse(&mut self, start: usize) {
        if let Some(items) = self.pending.get_mut(start..) {
            if let Some(last) = items.last_mut() {
                last.last = true;
            }
            items.reverse();
        }
    }
}

impl Iterator for Walk<'_, '_, '_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let mut item = self.pending.pop()?;
        match &mut item.node {
            ItemNode::Claim(claim, _, occurrence) => {
                let claim = *claim;
                *occurrence = self.occurrence(claim, item.depth);
                item.parent = match *occurrence {
                    Occurrence::Full => self.expand(claim, item, true),
                    Occurrence::Cut(_) => self.expand(claim, item, false),
                    _ => false,
                };
            }
            &mut ItemNode::Step(step) => item.parent = self.bracket(step, item),
            ItemNode::Aside(..) => {}
        }
        Some(item)
    }
}

impl Tree<'_, '_> {
    /// Whether there is more to say about the step than that its only premise is for or against its conclusion.
    fn is_bracketed(&self, step: StepId) -> bool {
        let map = self.map;
        map.premises(step).nth(1).is_some()
            // For a plain undercut there is room for that below its premise.
            || (map.step_why(step).is_some() && map.step(step).undercuts.is_none())
            || map
                .undercuts_of(step)
                .any(|undercut| map.premises(undercut).any(|claim| self.selects(claim)))
    }
}
