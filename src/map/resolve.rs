//! The names of one document followed to the claims and sources that they mean.

use super::{
    ClaimId, Fault, Flags, Link, Origin, Repeat, Repeated, SelfRelation, Step, Target, Unresolved,
    canonical,
};
use crate::diagnostic::Place;
use crate::narrow::narrow;
use crate::syntax::{
    Claim, Detail, Document, FileId, Polarity, Quote, Reason, Relation, RelationKind, Source, Span,
    Text,
};

/// What names mean; the same for all documents.
pub(super) trait Names: Sync {
    fn claim(&self, name: &str) -> Option<ClaimId>;
    fn has_step(&self, name: &str) -> bool;
    fn has_source(&self, name: &str) -> bool;
    /// Whether one may be called so: a declared speaker, or anyone where none is declared.
    fn has_speaker(&self, name: &str) -> bool;
}

/// What the claims of one document relate, in their order.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The steps, each with how many of `premises` are its own.
    pub(super) steps: Vec<(Step, u32)>,
    /// The premises of all steps, one step's after the other's.
    pub(super) premises: Vec<ClaimId>,
    /// Contradictions and contrasts.
    pub(super) links: Vec<Link>,
    /// Undercuts, whose steps are found only when all steps are known: the claim, and which of its entries.
    pub(super) undercuts: Vec<(ClaimId, u32)>,
    pub(super) unresolved: Vec<Unresolved>,
    pub(super) repeats: Vec<Repeat>,
    pub(super) selves: Vec<SelfRelation>,
    pub(super) flags: Flags,
}

/// Follows the names in `document`, whose claims are `claims` (none for one defined before).
pub(super) fn resolve(
    file: FileId,
    document: &Document,
    claims: &[Option<ClaimId>],
    names: &impl Names,
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
    for source in &document.sources {
        for ignore in &source.ignores {
            // An ignored passage is of the source it stands under; naming one is allowed but must be right.
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

impl<N: Names> Resolver<'_, N> {
    fn claim(&mut self, id: ClaimId, claim: &Claim) {
        self.out.flags.note(id, claim);
        self.by(id, &claim.by);
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
        let key = if reason.short {
            "premises"
        } else {
            reason.polarity.name()
        };
        self.by(owner, &reason.by);
        for premise in &reason.premises {
            self.by_of(owner, premise.detail.as_deref());
            let Some(claim) = self.named(&premise.claim, key, owner) else {
                continue;
            };
            self.out.premises.push(claim);
        }
        self.drop_repeated_premises(owner, reason, start);
        let count = self.out.premises.len() - start;
        if count > 0 {
            let step = Step {
                conclusion: owner,
                polarity: reason.polarity,
                origin: Origin::Reason(owner, index),
                is_weighed: reason.is_weighed(),
            };
            self.out.steps.push((step, narrow(count)));
        }
    }

    /// Keeps the first of equal premises from `start` on.
    fn drop_repeated_premises(&mut self, owner: ClaimId, reason: &Reason, start: usize) {
        let Some(own) = self.out.premises.get(start..) else {
            return;
        };
        if own.len() < 2 {
            return;
        }
        let mut sorted = own.to_vec();
        sorted.sort_unstable();
        if sorted
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a != b))
        {
            return;
        }
        let mut first = rustc_hash::FxHashMap::default();
        let mut kept = Vec::with_capacity(own.len());
        for premise in &reason.premises {
            let Some(claim) = self.names.claim(&premise.claim.value) else {
                continue;
            };
            let place = self.at(premise.claim.span);
            match first.entry(claim) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(place);
                    kept.push(claim);
                }
                std::collections::hash_map::Entry::Occupied(entry) => {
                    let what = Repeated::Premise(claim, owner);
                    self.out.repeats.push(Repeat {
                        what,
                        first: *entry.get(),
                        second: place,
                    });
                }
            }
        }
        self.out.premises.truncate(start);
        self.out.premises.append(&mut kept);
    }

    fn relation(&mut self, owner: ClaimId, index: u32, relation: &Relation) {
        self.by_of(owner, relation.detail.as_deref());
        if relation.kind == RelationKind::Undercuts {
            self.out.undercuts.push((owner, index));
            return;
        }
        let Some(target) = self.named(&relation.target, relation.kind.key(), owner) else {
            return;
        };
        let polarity = match relation.kind {
            RelationKind::Supports => Polarity::For,
            RelationKind::Attacks => Polarity::Against,
            kind => {
                let to = Target::Claim(target);
                self.out.links.push(Link {
                    kind,
                    from: owner,
                    to,
                    entry: index,
                    is_weighed: relation.is_weighed(),
                });
                return;
            }
        };
        let origin = Origin::Relation(owner, index);
        self.out.steps.push((
            Step {
                conclusion: target,
                polarity,
                origin,
                is_weighed: relation.is_weighed(),
            },
            1,
        ));
        self.out.premises.push(owner);
    }

    /// The claim that `name` means, unless there is none. That it is `owner` itself is noted.
    fn named(&mut self, name: &Text, key: &'static str, owner: ClaimId) -> Option<ClaimId> {
        let place = self.at(name.span);
        let Some(claim) = self.names.claim(&name.value) else {
            let is_step = self.names.has_step(&name.value);
            let fault = if is_step {
                Fault::StepForClaim
            } else {
                Fault::UnknownClaim
            };
            let name = name.value.to_string();
            self.out.unresolved.push(Unresolved {
                place,
                owner: Some(owner),
                key,
                name,
                fault,
            });
            return None;
        };
        if claim == owner {
            self.out.selves.push(SelfRelation { claim, key, place });
        }
        Some(claim)
    }

    fn by_of(&mut self, owner: ClaimId, detail: Option<&Detail>) {
        if let Some(detail) = detail {
            self.by(owner, &detail.by);
        }
    }

    fn by(&mut self, owner: ClaimId, by: &[Text]) {
        for name in by
            .iter()
            .filter(|name| !self.names.has_speaker(&name.value))
        {
            self.out.unresolved.push(Unresolved {
                place: Place {
                    file: self.file,
                    span: name.span,
                },
                owner: Some(owner),
                key: "by",
                name: name.value.to_string(),
                fault: Fault::UnknownSpeaker,
            });
        }
    }

    fn quote(&mut self, quote: &Quote) {
        let named = quote.source();
        if let Some(name) = named.filter(|name| !self.names.has_source(&name.value)) {
            self.out.unresolved.push(Unresolved {
                place: self.at(name.span),
                owner: None,
                key: "quote",
                name: name.value.to_string(),
                fault: Fault::UnknownSource,
            });
        }
    }

    fn ignored(&mut self, source: &Source, quote: &Quote) {
        let is_other = |name: &&Text| {
            self.names.has_source(&name.value)
                && canonical(&name.value) != canonical(&source.id.value)
        };
        if let Some(name) = quote.source().filter(is_other) {
            self.out.unresolved.push(Unresolved {
                place: self.at(name.span),
                owner: None,
                key: "ignore",
                name: name.value.to_string(),
                fault: Fault::OtherSource {
                    own: source.id.value.to_string(),
                },
            });
        }
    }

    fn at(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }
}
