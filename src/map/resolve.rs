//! Resolves the names in one document to the claims and sources that they mean.

use super::{
    ClaimId, Flags, Link, Origin, ReferenceFault, Repeat, Repeated, SelfRelation, Step, Unresolved,
    canonical,
};
use crate::narrow::narrow;
use crate::syntax::{
    Claim, Detail, Document, FileId, Outweighing, Polarity, Quote, Reason, Relation, RelationKind,
    Source, Text,
};

/// What names mean. The same for all documents.
pub(super) trait NameLookup: Sync {
    fn claim(&self, name: &str) -> Option<ClaimId>;
    fn has_step(&self, name: &str) -> bool;
    fn has_source(&self, name: &str) -> bool;
    /// Whether a speaker may be called this: one declared by this name, or, if none are declared, anyone.
    fn has_speaker(&self, name: &str) -> bool;
}

/// The relations that the claims of one document state, in order.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The steps, each with the number of its premises in `premises`.
    pub(super) steps: Vec<(Step, u32)>,
    /// The premises of all steps, step by step.
    pub(super) premises: Vec<ClaimId>,
    /// Contradictions, contrasts and restatements.
    pub(super) links: Vec<Link>,
    /// Undercuts. The steps that they undercut can be found only once all steps are known.
    pub(super) undercuts: Vec<Pending>,
    pub(super) unresolved: Vec<Unresolved>,
    pub(super) repeats: Vec<Repeat>,
    pub(super) selves: Vec<SelfRelation>,
    pub(super) flags: Flags,
}

/// An undercut whose target is not known yet.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) origin: PendingOrigin,
    /// Its premises, one or more.
    pub(super) premises: Vec<ClaimId>,
    pub(super) is_weighed: bool,
}

/// The entry that states an undercut.
#[derive(Debug, Clone, Copy)]
pub(super) enum PendingOrigin {
    /// An entry of the `undercuts` of a claim.
    Relation(ClaimId, u32),
    /// An `[[undercut]]` of the file.
    Table(FileId, u32),
    /// One list of the `outweighed_by` of an objection, given as the objection's number among the steps of the document.
    Outweighed(u32, u32),
}

/// Resolves the names in `document`, whose claims are `claims`: `None` for a claim whose id is already taken.
pub(super) fn resolve(
    file: FileId,
    document: &Document,
    claims: &[Option<ClaimId>],
    names: &impl NameLookup,
) -> Resolved {
    let mut resolver = Resolver {
        file,
        names,
        out: Resolved::default(),
    };
    for (claim, &id) in document.claims.iter().zip(claims) {
        if let Some(id) = id {
            resolver.claim(id, claim);
        }
    }
    for (index, undercut) in (0..).zip(&document.undercuts) {
        resolver.undercut(index, &undercut.reason);
    }
    for question in &document.questions {
        for quote in &question.quotes {
            resolver.quote(quote);
        }
    }
    for source in &document.sources {
        for ignore in &source.ignores {
            // An ignored passage is in the source it is listed under. It may name its source, but only that one.
            resolver.quote(&ignore.quote);
            resolver.ignored(source, &ignore.quote);
        }
    }
    resolver.out
}

struct Resolver<'n, N> {
    file: FileId,
    names: &'n N,
    out: Resolved,
}

impl<N: NameLookup> Resolver<'_, N> {
    fn claim(&mut self, id: ClaimId, claim: &Claim) {
        self.out.flags.note(id, claim);
        self.by(Some(id), &claim.by);
        for (index, reason) in (0..).zip(&claim.reasons) {
            self.reason(id, index, reason);
        }
        for (index, relation) in (0..).zip(&claim.relations) {
            self.relation(id, index, relation);
        }
        for quote in &claim.quotes {
            self.quote(quote);
        }
    }

    fn reason(&mut self, owner: ClaimId, index: u32, reason: &Reason) {
        let start = self.out.premises.len();
        let name = reason.polarity.name();
        let key = if reason.short { "premises" } else { name };
        self.by(Some(owner), &reason.by);
        for premise in &reason.premises {
            self.by_of(Some(owner), premise.detail.as_deref());
            let claim = self.named(&premise.claim, key, owner);
            self.out.premises.extend(claim);
        }
        let names = || reason.premises.iter().map(|premise| &premise.claim);
        let what = |claim| Repeated::Premise(claim, Some(owner));
        self.drop_repeated_premises(what, names, start);
        let count = self.out.premises.len() - start;
        if count > 0 {
            let step = Step {
                conclusion: owner,
                polarity: reason.polarity,
                undercuts: None,
                origin: Origin::Reason(owner, index),
                is_weighed: reason.is_weighed(),
            };
            self.out.steps.push((step, narrow(count)));
            self.outweighings(owner, &reason.outweighed_by);
        }
    }

    /// Records what outweighs the last step.
    fn outweighings(&mut self, owner: ClaimId, lists: &[Outweighing]) {
        for (number, list) in (0..).zip(lists) {
            let step = narrow(self.out.steps.len() - 1);
            let origin = PendingOrigin::Outweighed(step, number);
            let names = || list.claims.iter();
            self.pend(origin, Some(owner), "outweighed_by", names, false);
        }
    }

    fn undercut(&mut self, index: u32, reason: &Reason) {
        self.by(None, &reason.by);
        for premise in &reason.premises {
            self.by_of(None, premise.detail.as_deref());
        }
        let origin = PendingOrigin::Table(self.file, index);
        let names = || reason.premises.iter().map(|premise| &premise.claim);
        self.pend(origin, None, "premises", names, reason.is_weighed());
    }

    /// Records an undercut, unless none of its premises could be resolved.
    fn pend<'t, I: Iterator<Item = &'t Text>>(
        &mut self,
        origin: PendingOrigin,
        owner: Option<ClaimId>,
        key: &'static str,
        names: impl Fn() -> I,
        is_weighed: bool,
    ) {
        let start = self.out.premises.len();
        for name in names() {
            let claim = self.look_up(name, key, owner);
            self.out.premises.extend(claim);
        }
        let what = |claim| match origin {
            PendingOrigin::Outweighed(..) => Repeated::Outweighing(claim),
            _ => Repeated::Premise(claim, owner),
        };
        self.drop_repeated_premises(what, names, start);
        let premises = self.out.premises.split_off(start);
        if !premises.is_empty() {
            self.out.undercuts.push(Pending {
                origin,
                premises,
                is_weighed,
            });
        }
    }

    /// Of equal premises from `start` on, keeps only the first. `what` says of a claim that it is repeated.
    fn drop_repeated_premises<'t, I: Iterator<Item = &'t Text>>(
        &mut self,
        what: impl Fn(ClaimId) -> Repeated,
        names: impl Fn() -> I,
        start: usize,
    ) {
        let own = self.out.premises.get(start..).unwrap_or_default();
        if own.len() < 2 {
            return;
        }
        let mut sorted = own.to_vec();
        sorted.sort_unstable();
        if sorted.is_sorted_by(|a, b| a < b) {
            return;
        }
        let mut first = rustc_hash::FxHashMap::default();
        let mut kept = Vec::with_capacity(own.len());
        for name in names() {
            let Some(claim) = self.names.claim(&name.value) else {
                continue;
            };
            let place = self.file.place(name.span);
            match first.entry(claim) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(place);
                    kept.push(claim);
                }
                std::collections::hash_map::Entry::Occupied(entry) => {
                    let repeat = Repeat::new(what(claim), *entry.get(), place);
                    self.out.repeats.push(repeat);
                }
            }
        }
        self.out.premises.truncate(start);
        self.out.premises.append(&mut kept);
    }

    fn relation(&mut self, owner: ClaimId, index: u32, relation: &Relation) {
        self.by_of(Some(owner), relation.detail.as_deref());
        if relation.kind == RelationKind::Undercuts {
            self.out.undercuts.push(Pending {
                origin: PendingOrigin::Relation(owner, index),
                premises: vec![owner],
                is_weighed: relation.is_weighed(),
            });
            return;
        }
        let Some(target) = self.named(&relation.target, relation.kind.key(), owner) else {
            return;
        };
        let polarity = match relation.kind {
            RelationKind::Supports => Polarity::For,
            RelationKind::Attacks => Polarity::Against,
            kind => {
                self.out.links.push(Link {
                    kind,
                    from: owner,
                    to: target,
                    entry: index,
                    is_weighed: relation.is_weighed(),
                });
                return;
            }
        };
        let step = Step {
            conclusion: target,
            polarity,
            undercuts: None,
            origin: Origin::Relation(owner, index),
            is_weighed: relation.is_weighed(),
        };
        self.out.steps.push((step, 1));
        self.out.premises.push(owner);
        if let Some(detail) = &relation.detail {
            self.outweighings(target, &detail.outweighed_by);
        }
    }

    /// The claim that `name` means, if there is one. Records it if that is `owner` itself.
    fn named(&mut self, name: &Text, key: &'static str, owner: ClaimId) -> Option<ClaimId> {
        let claim = self.look_up(name, key, Some(owner))?;
        if owner == claim {
            let place = self.file.place(name.span);
            self.out.selves.push(SelfRelation { claim, key, place });
        }
        Some(claim)
    }

    /// The claim that `name` means. Records it if there is none.
    fn look_up(
        &mut self,
        name: &Text,
        key: &'static str,
        owner: Option<ClaimId>,
    ) -> Option<ClaimId> {
        let claim = self.names.claim(&name.value);
        if claim.is_none() {
            let fault = ReferenceFault::no_claim(self.names.has_step(&name.value));
            self.unresolved(name, owner, key, fault);
        }
        claim
    }

    fn unresolved(
        &mut self,
        name: &Text,
        owner: Option<ClaimId>,
        key: &'static str,
        fault: ReferenceFault,
    ) {
        let unresolved = Unresolved::new(self.file, name, owner, key, fault);
        self.out.unresolved.push(unresolved);
    }

    fn by_of(&mut self, owner: Option<ClaimId>, detail: Option<&Detail>) {
        if let Some(detail) = detail {
            self.by(owner, &detail.by);
        }
    }

    fn by(&mut self, owner: Option<ClaimId>, by: &[Text]) {
        for name in by {
            if !self.names.has_speaker(&name.value) {
                self.unresolved(name, owner, "by", ReferenceFault::UnknownSpeaker);
            }
        }
    }

    fn quote(&mut self, quote: &Quote) {
        let named = quote.source();
        if let Some(name) = named.filter(|name| !self.names.has_source(&name.value)) {
            self.unresolved(name, None, "quote", ReferenceFault::UnknownSource);
        }
    }

    fn ignored(&mut self, source: &Source, quote: &Quote) {
        let is_other = |name: &&Text| {
            self.names.has_source(&name.value)
                && canonical(&name.value) != canonical(&source.id.value)
        };
        if let Some(name) = quote.source().filter(is_other) {
            let own = source.id.value.to_string();
            self.unresolved(name, None, "ignore", ReferenceFault::OtherSource { own });
        }
    }
}
