//! Counts the claims that a limit leaves out below a claim.

use std::ops::Range;

use super::{Tree, Unshown};
use crate::map::ClaimId;

/// Counts below one claim after another, in time linear in the size of the map.
#[derive(Debug)]
pub(super) struct BelowCount {
    /// How many more claims and relations may be looked at, not counting those directly below the claims asked about.
    budget: usize,
    /// The claims below each claim, one claim after another.
    below: Vec<ClaimId>,
    /// Where each claim's part of `below` begins, and where the last part ends.
    starts: Vec<usize>,
    /// For each claim, the number of the last count that reached it.
    met: Vec<u32>,
    count: u32,
    queue: Vec<ClaimId>,
}

/// How many times the size of the map may be looked at.
const SHARE: usize = 16;

impl BelowCount {
    /// Looks at each of the tree's claims once.
    pub(super) fn new(tree: &Tree<'_, '_>) -> Self {
        let claims = tree.map.claim_count();
        let (mut below, mut starts) = (Vec::new(), Vec::with_capacity(claims + 1));
        for claim in tree.map.claims() {
            starts.push(below.len());
            tree.below(claim, |claim| below.push(claim));
        }
        starts.push(below.len());
        Self {
            budget: (claims + below.len()).saturating_mul(SHARE),
            below,
            starts,
            met: vec![0; claims],
            count: 0,
            queue: Vec::new(),
        }
    }

    /// What is left out below `claim`, where `tree` is cut.
    pub(super) fn below(&mut self, tree: &Tree<'_, '_>, claim: ClaimId) -> Unshown {
        self.count += 1;
        self.queue.clear();
        self.meet(claim);
        // These are named under the claim, but what is below them is not.
        for other in tree.hosted(claim) {
            self.meet(other);
        }
        let named = self.queue.len();
        let mut left_out = Unshown::default();
        let mut next = 0;
        while let Some(&claim) = self.queue.get(next) {
            if next >= named && self.budget == 0 {
                left_out.or_more = true;
                break;
            }
            next += 1;
            let range = self.range(claim);
            self.budget = self.budget.saturating_sub(1 + range.len());
            for place in range {
                let below = self.below.get(place).copied();
                let Some(below) = below.filter(|&below| self.meet(below)) else {
                    continue;
                };
                if tree.shown.contains(below.index()) {
                    left_out.elsewhere = true;
                } else {
                    left_out.claims += 1;
                }
            }
        }
        left_out
    }

    /// The claim's part of `below`.
    fn range(&self, claim: ClaimId) -> Range<usize> {
        let start = |index: usize| self.starts.get(index).copied().unwrap_or_default();
        start(claim.index())..start(claim.index() + 1)
    }

    /// Adds a claim to the queue unless this count has already reached it. Returns whether it was added.
    fn meet(&mut self, claim: ClaimId) -> bool {
        let count = self.count;
        let met = self.met.get_mut(claim.index());
        let is_new = met.is_some_and(|met| std::mem::replace(met, count) != count);
        if is_new {
            self.queue.push(claim);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::map::Map;
    use crate::syntax::Files;
    use crate::tree::{ItemNode, Occurrence, View};

    /// What is left out below each claim, in a tree limited to a depth of one claim.
    fn left_out(text: &str) -> Vec<Unshown> {
        let files = Files::from_text("map.toml", text);
        let map = Map::new(&files);
        let roots = [map.find("top").unwrap()];
        let view = View {
            roots: &roots,
            depth: Some(1),
            ..View::default()
        };
        let tree = Tree::new(&map, view);
        let nodes = tree.walk().map(|item| item.node);
        nodes
            .filter_map(|node| match node {
                ItemNode::Claim(_, _, Occurrence::Cut(left_out)) => Some(left_out),
                _ => None,
            })
            .collect()
    }

    /// `size` claims under the top one that share one chain of claims below them.
    fn shared_chain(size: usize) -> String {
        let mut text = String::from("claim.top.text = \"t\"\n");
        for number in 0..size {
            let next = number + 1;
            let _ = writeln!(
                text,
                "claim.a{number} = {{ text = \"a\", supports = [\"top\"], premises = [\"c0\"] }}\n\
                 claim.c{number} = {{ text = \"c\", premises = [\"c{next}\"] }}"
            );
        }
        let _ = writeln!(text, "claim.c{size}.text = \"c\"");
        text
    }

    #[test]
    fn a_long_chain_is_counted_to_its_end() {
        let mut text = String::from("claim.top.text = \"t\"\n");
        let mut above = "top".to_owned();
        for number in 0..50_000 {
            let _ = writeln!(
                text,
                "claim.c{number} = {{ text = \"c\", supports = [\"{above}\"] }}"
            );
            above = format!("c{number}");
        }
        let [one] = left_out(&text)[..] else {
            panic!("one claim is cut")
        };
        assert_eq!((one.claims, one.or_more), (49_999, false));
    }

    #[test]
    fn counting_grows_in_line_with_the_map() {
        for size in [400, 1600] {
            let counts = left_out(&shared_chain(size));
            assert_eq!(counts.len(), size);
            assert_eq!((counts[0].claims, counts[0].or_more), (size + 1, false));
            let last = counts[size - 1];
            assert_eq!((last.claims, last.or_more), (1, true));
            // Every claim that is counted has been looked at. Counting everything below all of them would take size².
            let all: usize = counts.iter().map(|count| count.claims).sum();
            assert!(all <= (SHARE + 2) * 5 * size, "{all} claims for {size}");
        }
    }
}
