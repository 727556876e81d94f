//! The claims that a mistyped reference may be meant to name, without those that would cause a new fault.

use crate::map::support::Search;
use crate::map::{ClaimId, Map, Unresolved};
use crate::syntax::RelationKind;

use super::Context;

/// Maximum number of entries looked at, for all references together. Once it is used up, nothing more is suggested.
const MOST_LOOKED_AT: usize = 4_000_000;

/// Answers for all references of a map, with one bound on the work for all of them.
pub(super) struct Offers<'c, 'm> {
    context: &'c Context<'m>,
    support: Option<Search<'c>>,
    looks_left: usize,
}

impl<'c, 'm> Offers<'c, 'm> {
    /// Starts with the full amount of work left.
    pub(super) fn new(context: &'c Context<'m>) -> Self {
        Self {
            context,
            support: None,
            looks_left: MOST_LOOKED_AT,
        }
    }

    /// Whether the reference could name this claim without relating a claim to itself, stating a relation twice, or
    /// making a claim rest on itself.
    pub(super) fn allow(&mut self, reference: &Unresolved, claim: ClaimId) -> bool {
        let Some(owner) = reference.owner else {
            return true;
        };
        owner != claim
            && self.is_new(reference, owner, claim) == Some(true)
            && match reference.key {
                "supports" => !self.rests(owner, claim),
                "premises" | "reason" => !self.rests(claim, owner),
                _ => true,
            }
    }

    /// Whether the claim rests on the ground. Also true if that takes too long to find out.
    fn rests(&mut self, claim: ClaimId, ground: ClaimId) -> bool {
        let context = self.context;
        let search = self
            .support
            .get_or_insert_with(|| Search::new(context.support()));
        search.rests(claim, ground).unwrap_or(true)
    }

    /// Whether no entry relates the two claims in this way yet; `None` if too many entries have been looked at.
    fn is_new(&mut self, reference: &Unresolved, owner: ClaimId, claim: ClaimId) -> Option<bool> {
        let map = self.context.map;
        let kind = match reference.key {
            "supports" => RelationKind::Supports,
            "attacks" => RelationKind::Attacks,
            "contradicts" => RelationKind::Contradicts,
            "contrasts" => RelationKind::Contrasts,
            "restates" => RelationKind::Restates,
            _ => return self.is_new_premise(reference, owner, claim),
        };
        let states = |this: &mut Self, from: ClaimId, to: ClaimId| -> Option<bool> {
            let relations = &map.claim(from).relations;
            this.look_at(relations.len())?;
            let mut targets = relations.iter().filter(|relation| relation.kind == kind);
            Some(targets.any(|relation| means(map, &relation.target.value, to)))
        };
        let is_stated =
            states(self, owner, claim)? || (kind.is_symmetric() && states(self, claim, owner)?);
        Some(!is_stated)
    }

    /// Whether the claim is not yet a premise of the reason that the reference is in.
    fn is_new_premise(
        &mut self,
        reference: &Unresolved,
        owner: ClaimId,
        claim: ClaimId,
    ) -> Option<bool> {
        let map = self.context.map;
        for reason in &map.claim(owner).reasons {
            self.look_at(reason.premises.len() + 1)?;
            let mut names = reason.premises.iter().map(|premise| &premise.claim);
            if names.any(|name| name.span == reference.place.span) {
                let mut names = reason.premises.iter().map(|premise| &premise.claim);
                return Some(!names.any(|name| means(map, &name.value, claim)));
            }
        }
        Some(true)
    }

    fn look_at(&mut self, entries: usize) -> Option<()> {
        self.looks_left = self.looks_left.checked_sub(entries)?;
        Some(())
    }
}

fn means(map: &Map, name: &str, claim: ClaimId) -> bool {
    map.find(name) == Some(claim)
}
