//! Explains a label by a small part of the map that gives the same label by itself.
//!
//! An explanation is a set of claims, each with what decides it. An accepted claim comes with one accepted support, and with
//! the fall of *everything* that attacks it. A rejected claim comes with one attacker that stands, or with the failure of
//! *every* reason for it. So it goes on, down to claims that need nothing else. The explanation is *sufficient*: whatever
//! the rest of the map says, the labels follow from the definitions (see [`grounded`](mod@super::grounded)). It is
//! *minimal*: without any one of its claims or steps they would not follow. It need not be the smallest of all. Where there
//! is a choice, the part whose own explanation is shortest, written out as a tree, is taken. Only parts that were decided
//! before are considered, so that nothing explains itself. Then everything that can be left out is left out, trying what was
//! decided last first.
//!
//! Claims that only a circle holds up explain each other's fall, and are taken together. An undecided claim has no
//! explanation of this kind; instead it gets a path down to a knot of claims each of which waits for the next.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Serialize, Serializer};

use super::{Label, Labelling, Suppositions};
use crate::map::{ClaimId, Map, Node, StepId};
use crate::narrow::narrow;

/// Explanations with more claims and steps than this are not searched for parts to leave out.
const MOST_SEARCHED: usize = 512;

/// Why a claim has the label that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The claim in question, then the claims that explain it; each comes before the claims that explain it in turn.
    pub claims: Vec<Explained>,
    /// Whether nothing can be left out. False for very long explanations, which are not searched for that, and for
    /// undecided claims, of which only one knot is shown.
    pub is_minimal: bool,
}

/// A claim, its label, and what decides it.
///
/// Claims and steps are given by number, or by name in an [answer](crate::answer::WhyAnswer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explained<C = ClaimId, S = StepId> {
    /// The claim.
    pub claim: C,
    /// Its label.
    pub label: Label,
    /// What decides it.
    pub because: Because<C, S>,
}

/// What decides a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Because<C = ClaimId, S = StepId> {
    /// Accepted: it has this reason or stands by itself, and everything that attacks it falls.
    Stands {
        /// The reason; `None` if the claim stands by itself.
        reason: Option<S>,
        /// What attacks the reason or the claim, all rejected.
        answered: Vec<Answered<C, S>>,
    },
    /// Rejected: it is supposed to fall, or not to exist.
    Supposed,
    /// Rejected: this objection stands.
    Defeated {
        /// The objection.
        #[serde(serialize_with = "as_objection")]
        by: S,
        /// What undercuts it, all rejected.
        answered: Vec<Answered<C, S>>,
    },
    /// Rejected: it has no reasons, or all of them fail.
    Uncarried {
        /// How each reason fails.
        failures: Vec<Failure<C, S>>,
    },
    /// Rejected: each of its reasons fails, or rests on claims that in the end rest on it or on such a circle.
    Circular {
        /// How each reason fails.
        failures: Vec<Failure<C, S>>,
    },
    /// Undecided: it waits for a claim, which waits for the next, and so on down to a knot.
    Waits {
        /// The path down to the knot; empty if the claim is part of it.
        way: Vec<Wait<C, S>>,
        /// Claims each of which waits for the next, and the last for the first.
        knot: Vec<Wait<C, S>>,
    },
}

/// What attacks a claim or a step, and falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Answered<C = ClaimId, S = StepId> {
    /// An objection.
    Objection {
        /// The objection.
        step: S,
        /// How it fails.
        #[serde(skip_serializing_if = "Option::is_none")]
        fails: Option<Failure<C, S>>,
    },
    /// A claim that contradicts it; it is explained separately.
    Contradiction {
        /// The claim.
        claim: C,
    },
    /// An undercut of a step.
    Undercut {
        /// The undercut.
        undercut: S,
        /// The step.
        step: S,
        /// How the undercut fails.
        #[serde(skip_serializing_if = "Option::is_none")]
        fails: Option<Failure<C, S>>,
    },
}

/// A step that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Failure<C = ClaimId, S = StepId> {
    /// A premise of the step falls.
    Premise {
        /// The step.
        step: S,
        /// Its premise.
        #[serde(rename = "rejected")]
        premise: C,
    },
    /// An undercut of the step stands.
    Undercut {
        /// The step.
        step: S,
        /// The undercut.
        #[serde(rename = "undercut")]
        by: S,
    },
}

/// A claim that waits for another to be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Wait<C = ClaimId, S = StepId> {
    /// The claim.
    pub claim: C,
    /// The one it waits for.
    #[serde(rename = "for")]
    pub other: C,
    /// How they are connected.
    #[serde(flatten)]
    pub by: By<S>,
}

/// How one claim waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "by", content = "step", rename_all = "lowercase")]
pub enum By<S = StepId> {
    /// The other contradicts it.
    Contradiction,
    /// The other is a premise of this objection to it.
    Objection(S),
    /// The other is a premise of this reason for it.
    Reason(S),
    /// The other is a premise of an undercut of this step.
    Undercut(S),
    /// The claim waits only for undercuts of this step, which undercut each other in a circle.
    Undercuts(S),
}

/// Serialises an objection with its kind, so that JSON says that it is one.
fn as_objection<S: Serialize, Z: Serializer>(step: &S, serializer: Z) -> Result<Z::Ok, Z::Error> {
    let by = Answered::<(), _>::Objection { step, fails: None };
    by.serialize(serializer)
}

impl Explanation {
    /// Explains the claim's label; `labelling` must be of `map` under these suppositions. Linear in the map.
    pub fn new(
        map: &Map,
        suppositions: &Suppositions,
        labelling: &Labelling,
        claim: ClaimId,
    ) -> Self {
        Explainer::new(map, suppositions, labelling).explain(claim)
    }
}

/// Explains labels of one labelling.
#[derive(Debug)]
pub struct Explainer<'m> {
    map: &'m Map,
    labelling: &'m Labelling,
    /// The place of each claim, then of each step, in the order of decisions; [`NEVER`] if it is undecided.
    ranks: Vec<u32>,
    fallen: FixedBitSet,
    stands_by_itself: FixedBitSet,
    /// How long the explanation of each claim is, written out as a tree; `step_costs` has the same for steps.
    claim_costs: Vec<u32>,
    step_costs: Vec<u32>,
}

/// The rank of claims and steps that were never decided.
const NEVER: u32 = u32::MAX;

/// What proves a label: all of `all` and, if given, one of `one_of`; or all of `instead`.
#[derive(Debug, Default)]
struct LabelProof {
    all: Vec<Node>,
    one_of: Option<Vec<Node>>,
    instead: Option<Vec<Node>>,
}

impl<'m> Explainer<'m> {
    /// Prepares to explain labels of `labelling`, which must be of `map` under these suppositions. Linear in the map.
    pub fn new(map: &'m Map, suppositions: &Suppositions, labelling: &'m Labelling) -> Self {
        let theory = super::theory::Theory::new(map, suppositions);
        let steps = map.all_steps().len();
        let mut ranks = vec![NEVER; map.claim_count() + steps];
        for (rank, &decided) in (0..).zip(&labelling.decided) {
            ranks[decided as usize] = rank;
        }
        let mut explainer = Self {
            map,
            labelling,
            ranks,
            fallen: theory.fallen,
            stands_by_itself: theory.basic,
            claim_costs: vec![0; map.claim_count()],
            step_costs: vec![0; steps],
        };
        explainer.weigh();
        explainer
    }

    /// Explains the claim's label.
    pub fn explain(&self, claim: ClaimId) -> Explanation {
        if self.labelling.claim(claim) == Label::Undecided {
            let because = self.wait(claim);
            let label = Label::Undecided;
            return Explanation {
                claims: vec![Explained {
                    claim,
                    label,
                    because,
                }],
                is_minimal: false,
            };
        }
        let root = Node::Claim(claim);
        let mut choice = self.choose(root, |_| true);
        let is_minimal = choice.len() <= MOST_SEARCHED;
        if is_minimal {
            choice = self.spare(root, choice);
        }
        self.tell(root, &choice, is_minimal)
    }

    /// The claim's label.
    pub fn label(&self, claim: ClaimId) -> Label {
        self.labelling.claim(claim)
    }

    /// What decides the claim's label, without what explains that in turn.
    pub fn because(&self, claim: ClaimId) -> Because {
        if self.labelling.claim(claim) == Label::Undecided {
            return self.wait(claim);
        }
        let node = Node::Claim(claim);
        let way = self.cheapest(node, |_| true).unwrap_or_default();
        self.told(claim, &way, &Choice::default())
    }

    /// Finds the cost of every decided claim and step, in the order in which they were decided.
    fn weigh(&mut self) {
        let claims = narrow(self.map.claim_count());
        for &decided in &self.labelling.decided {
            let node = match decided.checked_sub(claims) {
                None => Node::Claim(ClaimId(decided)),
                Some(step) => Node::Step(StepId(step)),
            };
            let cost = self.cheapest(node, |_| true);
            let cost = cost.map_or(1, |way| self.cost(&way));
            match node {
                Node::Claim(claim) => self.claim_costs[claim.index()] = cost,
                Node::Step(step) => self.step_costs[step.index()] = cost,
            }
        }
    }

    fn cost(&self, way: &[Node]) -> u32 {
        let costs = way.iter().map(|node| match *node {
            Node::Claim(claim) => self.claim_costs[claim.index()],
            Node::Step(step) => self.step_costs[step.index()],
        });
        costs.fold(1, u32::saturating_add)
    }

    /// The shortest way to prove the node's label that uses only nodes that may be used.
    fn cheapest(&self, node: Node, may_use: impl Fn(Node) -> bool) -> Option<Vec<Node>> {
        let LabelProof {
            all,
            one_of,
            instead,
        } = match node {
            Node::Claim(claim) => self.claim_proof(claim),
            Node::Step(step) => self.step_proof(step),
        };
        let is_usable = |way: &Vec<Node>| way.iter().all(|&node| may_use(node));
        let mut way = is_usable(&all).then_some(all);
        if let Some(one_of) = one_of {
            let usable = one_of.into_iter().filter(|&node| may_use(node));
            let one = usable.min_by_key(|&node| self.cost(&[node]));
            way = way.zip(one).map(|(mut way, one)| {
                way.insert(0, one);
                way
            });
        }
        let instead = instead.filter(is_usable);
        way.into_iter()
            .chain(instead)
            .min_by_key(|way| self.cost(way))
    }

    fn rank(&self, node: Node) -> u32 {
        self.ranks[match node {
            Node::Claim(claim) => claim.index(),
            Node::Step(step) => self.map.claim_count() + step.index(),
        }]
    }

    /// What proves a decided claim's label, all of it decided before the claim; only in circles do claims prove each other's
    /// labels.
    fn claim_proof(&self, claim: ClaimId) -> LabelProof {
        let rank = self.rank(Node::Claim(claim));
        let before = |node: &Node| self.rank(*node) < rank;
        let reasons = || {
            let reasons = self.map.reasons_for(claim);
            reasons.map(Node::Step)
        };
        let stands_by_itself = self.stands_by_itself.contains(claim.index());
        if self.labelling.claim(claim) == Label::Accepted {
            let standing = || reasons().filter(before).filter(|node| self.stands(*node));
            return LabelProof {
                all: self.attackers_and_rivals(claim).collect(),
                one_of: (!stands_by_itself).then(|| standing().collect()),
                instead: None,
            };
        }
        if self.fallen.contains(claim.index()) {
            return LabelProof::default();
        }
        if self.labelling.is_unfounded(claim) {
            let failures = self.failures(claim).into_iter();
            let all = failures.map(|failure| match failure {
                Failure::Premise { step, premise } if !before(&Node::Step(step)) => {
                    Node::Claim(premise)
                }
                Failure::Premise { step, .. } | Failure::Undercut { step, .. } => Node::Step(step),
            });
            return LabelProof {
                all: all.collect(),
                ..LabelProof::default()
            };
        }
        // A rival is accepted only once all other answers are rejected, so it is never what rejects one of them.
        let attackers = self.attackers(claim).filter(before);
        let is_uncarried = !stands_by_itself
            && reasons().all(|reason| before(&reason) && self.inference(reason) == Label::Rejected);
        LabelProof {
            all: Vec::new(),
            one_of: Some(attackers.filter(|node| self.stands(*node)).collect()),
            instead: is_uncarried.then(|| reasons().collect()),
        }
    }

    fn step_proof(&self, step: StepId) -> LabelProof {
        let rank = self.rank(Node::Step(step));
        let before = |node: &Node| self.rank(*node) < rank;
        let premises = self.map.premises(step).map(Node::Claim);
        let undercuts = self.map.undercuts_of(step);
        let undercuts = undercuts.map(Node::Step);
        if self.stands(Node::Step(step)) {
            return LabelProof {
                all: premises.chain(undercuts).collect(),
                ..LabelProof::default()
            };
        }
        let fallen = premises.filter(|node| self.inference(*node) == Label::Rejected);
        let standing = undercuts.filter(|node| self.stands(*node));
        LabelProof {
            one_of: Some(fallen.chain(standing).filter(before).collect()),
            ..LabelProof::default()
        }
    }

    /// The label of a claim; for a step, the label that follows from its premises and undercuts.
    fn inference(&self, node: Node) -> Label {
        match node {
            Node::Claim(claim) => self.labelling.claim(claim),
            Node::Step(step) => {
                if self.rank(node) == NEVER {
                    return Label::Undecided;
                }
                let mut premises = self.map.premises(step);
                let stands = premises.all(|claim| self.labelling.claim(claim) == Label::Accepted);
                // An undercut's label follows from its own premises and undercuts.
                let mut undercuts = self.map.undercuts_of(step);
                let undercut = undercuts.any(|other| self.labelling.step(other) == Label::Accepted);
                if stands && !undercut {
                    Label::Accepted
                } else {
                    Label::Rejected
                }
            }
        }
    }

    /// The objections to a claim and the claims that contradict it.
    fn attackers(&self, claim: ClaimId) -> impl Iterator<Item = Node> + '_ {
        let objections = self.map.objections_to(claim);
        let objections = objections.map(Node::Step);
        let contradictors = self.map.contradictions(claim);
        objections.chain(contradictors.map(|(other, _)| Node::Claim(other)))
    }

    /// The attackers, and the other answers to exclusive questions except those that contradict the claim anyway.
    fn attackers_and_rivals(&self, claim: ClaimId) -> impl Iterator<Item = Node> + '_ {
        let contradictors = self.map.contradictions(claim);
        let contradictors: FxHashSet<ClaimId> = contradictors.map(|(other, _)| other).collect();
        let rivals = self.map.rivals(claim);
        let rivals = rivals.filter(move |rival| !contradictors.contains(rival));
        self.attackers(claim).chain(rivals.map(Node::Claim))
    }

    /// How each reason for the claim fails, by its earliest cause.
    fn failures(&self, claim: ClaimId) -> Vec<Failure> {
        let reasons = self.map.reasons_for(claim);
        reasons.filter_map(|step| self.failure(step)).collect()
    }

    /// How a step fails: by the fallen premise or accepted undercut that was decided first.
    fn failure(&self, step: StepId) -> Option<Failure> {
        let rank = |node| self.rank(node);
        let premises = self.map.premises(step);
        let fallen = premises
            .filter(|&claim| self.labelling.claim(claim) == Label::Rejected)
            .map(|premise| {
                (
                    rank(Node::Claim(premise)),
                    Failure::Premise { step, premise },
                )
            });
        let undercuts = self.map.undercuts_of(step);
        let standing = undercuts
            .filter(|&undercut| self.labelling.step(undercut) == Label::Accepted)
            .map(|by| (rank(Node::Step(by)), Failure::Undercut { step, by }));
        let first = fallen.chain(standing).min_by_key(|&(rank, _)| rank);
        first.map(|(_, failure)| failure)
    }

    /// Chooses a way to prove the root and everything that it uses, down to what needs nothing.
    fn choose(&self, root: Node, may_use: impl Fn(Node) -> bool) -> Choice {
        let mut choice = Choice::default();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if choice.contains_key(&node) {
                continue;
            }
            let way = self.cheapest(node, &may_use).unwrap_or_default();
            open.extend(way.iter().copied());
            choice.insert(node, way);
        }
        choice
    }

    /// Leaves out what can be left out, trying what was decided last first.
    fn spare(&self, root: Node, mut choice: Choice) -> Choice {
        // Other steps between the same claims may serve instead.
        let claims = choice.keys().filter_map(|node| match node {
            Node::Claim(claim) => Some(*claim),
            Node::Step(_) => None,
        });
        let steps = claims.flat_map(|claim| {
            let objections = self.map.objections_to(claim);
            let steps = self.map.reasons_for(claim).chain(objections);
            steps.flat_map(|step| std::iter::once(step).chain(self.map.undercuts_below(step)))
        });
        let steps = steps.take(2 * MOST_SEARCHED).map(Node::Step);
        let nodes = choice.keys().copied().chain(steps);
        let mut nodes: Vec<_> = nodes.map(|node| (self.rank(node), node)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let is_open = |node: Node, choice: &Choice| match node {
            Node::Claim(_) => choice.contains_key(&node),
            Node::Step(_) => self.rank(node) != NEVER,
        };
        for &(_, spared) in nodes.iter().rev() {
            if spared == root || !choice.contains_key(&spared) {
                continue;
            }
            // What can be proved without it, starting with what was decided first.
            let mut proven: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
            for &(_, node) in nodes.iter().filter(|(_, node)| *node != spared) {
                if !is_open(node, &choice) {
                    continue;
                }
                let circles = |other: Node| match other {
                    Node::Claim(claim) => {
                        self.labelling.unfounded.contains(claim.index())
                            && other != spared
                            && choice.contains_key(&other)
                    }
                    Node::Step(_) => false,
                };
                let way = self.cheapest(node, |other| {
                    proven.contains_key(&other) || (circles(node) && circles(other))
                });
                if let Some(way) = way {
                    proven.insert(node, way);
                }
            }
            let rest = reachable(root, &proven);
            if rest.keys().all(|node| proven.contains_key(node)) {
                choice = rest;
            }
        }
        choice
    }

    /// Turns the choice into facts, each claim before the claims that explain it.
    fn tell(&self, root: Node, choice: &Choice, is_minimal: bool) -> Explanation {
        let mut claims = Vec::new();
        let mut seen = FixedBitSet::with_capacity(self.map.claim_count());
        let mut open = std::collections::VecDeque::from([root]);
        while let Some(node) = open.pop_front() {
            let way = choice.get(&node).map_or(&[][..], Vec::as_slice);
            open.extend(way.iter().filter(|next| match next {
                Node::Claim(claim) => !seen.contains(claim.index()),
                Node::Step(_) => true,
            }));
            let Node::Claim(claim) = node else {
                continue;
            };
            if seen.put(claim.index()) {
                continue;
            }
            claims.push(Explained {
                claim,
                label: self.labelling.claim(claim),
                because: self.told(claim, way, choice),
            });
        }
        Explanation { claims, is_minimal }
    }

    fn told(&self, claim: ClaimId, way: &[Node], choice: &Choice) -> Because {
        if self.labelling.claim(claim) == Label::Accepted {
            let reason = way.iter().find_map(|node| match *node {
                Node::Step(step)
                    if self.map.step(step).polarity == crate::syntax::Polarity::For =>
                {
                    Some(step)
                }
                _ => None,
            });
            let mut answered: Vec<_> = self
                .attackers_and_rivals(claim)
                .map(|attacker| self.answered(attacker, choice))
                .collect();
            if let Some(step) = reason {
                answered.extend(self.undercuts_answered(step, choice));
            }
            return Because::Stands { reason, answered };
        }
        if self.fallen.contains(claim.index()) {
            return Because::Supposed;
        }
        if self.labelling.is_unfounded(claim) && way.iter().all(|node| !self.stands(*node)) {
            let failures = self.failures(claim);
            return Because::Circular { failures };
        }
        match way {
            // A claim that contradicts this one is accepted only once this one is rejected, so it is never the cause.
            &[Node::Step(step)] if self.stands(Node::Step(step)) => {
                let answered = self.undercuts_answered(step, choice).collect();
                Because::Defeated { by: step, answered }
            }
            way => {
                let failures = way.iter().filter_map(|node| match *node {
                    Node::Step(step) => self.chosen_failure(step, choice),
                    Node::Claim(_) => None,
                });
                let failures = failures.collect();
                Because::Uncarried { failures }
            }
        }
    }

    fn stands(&self, node: Node) -> bool {
        self.inference(node) == Label::Accepted
    }

    fn answered(&self, attacker: Node, choice: &Choice) -> Answered {
        match attacker {
            Node::Step(step) => Answered::Objection {
                step,
                fails: self.chosen_failure(step, choice),
            },
            Node::Claim(other) => Answered::Contradiction { claim: other },
        }
    }

    fn undercuts_answered(&self, step: StepId, choice: &Choice) -> impl Iterator<Item = Answered> {
        let undercuts = self.map.undercuts_of(step);
        undercuts.map(move |undercut| Answered::Undercut {
            undercut,
            step,
            fails: self.chosen_failure(undercut, choice),
        })
    }

    /// How the step fails in this explanation.
    fn chosen_failure(&self, step: StepId, choice: &Choice) -> Option<Failure> {
        let way = choice.get(&Node::Step(step));
        match way.and_then(|way| way.first()).copied() {
            Some(Node::Claim(premise)) => Some(Failure::Premise { step, premise }),
            Some(Node::Step(by)) => Some(Failure::Undercut { step, by }),
            None => self.failure(step),
        }
    }

    /// The path from an undecided claim to a knot.
    fn wait(&self, claim: ClaimId) -> Because {
        let mut way: Vec<Wait> = Vec::new();
        let mut at: FxHashMap<ClaimId, usize> = FxHashMap::default();
        let mut claim = claim;
        loop {
            if let Some(&start) = at.get(&claim) {
                let knot = way.split_off(start);
                return Because::Waits { way, knot };
            }
            at.insert(claim, way.len());
            let Some(wait) = self.waits_for(claim) else {
                let knot = Vec::new();
                return Because::Waits { way, knot };
            };
            claim = wait.other;
            way.push(wait);
        }
    }

    /// An undecided claim that keeps this one undecided, and how.
    pub(crate) fn waits_for(&self, claim: ClaimId) -> Option<Wait> {
        let undecided = |claim: &ClaimId| self.labelling.claim(*claim) == Label::Undecided;
        let wait = |other, by| Wait { claim, other, by };
        let part = |step: StepId, by: By| {
            // A claim does not wait for itself where it is a reason for itself.
            let is_own = |premise: ClaimId| premise == claim && matches!(by, By::Reason(_));
            let mut premises = self.map.premises(step).filter(undecided);
            let premise = premises.find(|&premise| !is_own(premise));
            let premise = premise.map(|premise| wait(premise, by));
            premise.or_else(|| self.waits_for_undercut(claim, step))
        };
        let mut reasons = self.map.reasons_for(claim);
        let carried = self.stands_by_itself.contains(claim.index())
            || self
                .map
                .reasons_for(claim)
                .any(|step| self.inference(Node::Step(step)) == Label::Accepted);
        let by_reason = || reasons.find_map(|step| self.waiting(step, By::Reason(step), &part));
        let by_attack = || {
            let contradictors = self.map.contradictions(claim).map(|(other, _)| other);
            let mut contradictors = contradictors.chain(self.map.rivals(claim));
            let contradictor = contradictors.find(undecided);
            let contradictor = contradictor.map(|other| wait(other, By::Contradiction));
            contradictor.or_else(|| {
                let mut objections = self.map.objections_to(claim);
                objections.find_map(|step| self.waiting(step, By::Objection(step), &part))
            })
        };
        if carried {
            by_attack()
        } else {
            let mut by_reason = by_reason;
            by_reason().or_else(by_attack)
        }
    }

    /// An undecided premise of an undercut of the step, or of what undercuts that in turn: it keeps the step undecided.
    fn waits_for_undercut(&self, claim: ClaimId, step: StepId) -> Option<Wait> {
        let mut seen = FxHashSet::default();
        let mut at = step;
        while seen.insert(at) {
            let mut undercuts = self.map.undercuts_of(at);
            let undercut =
                undercuts.find(|&other| self.labelling.step(other) == Label::Undecided)?;
            let mut premises = self.map.premises(undercut);
            let open = premises.find(|&premise| self.labelling.claim(premise) == Label::Undecided);
            if let Some(other) = open {
                let by = By::Undercut(at);
                return Some(Wait { claim, other, by });
            }
            at = undercut;
        }
        let by = By::Undercuts(step);
        Some(Wait {
            claim,
            other: claim,
            by,
        })
    }

    fn waiting(
        &self,
        step: StepId,
        by: By,
        part: &impl Fn(StepId, By) -> Option<Wait>,
    ) -> Option<Wait> {
        (self.inference(Node::Step(step)) == Label::Undecided)
            .then(|| part(step, by))
            .flatten()
    }

    /// Whether the claim needs no reason: it is a leaf or assumed, and not denied.
    pub fn stands_by_itself(&self, claim: ClaimId) -> bool {
        self.stands_by_itself.contains(claim.index())
    }
}

/// For each part of an explanation, the parts that prove it.
type Choice = FxHashMap<Node, Vec<Node>>;

/// The part of the choice that the root needs.
fn reachable(root: Node, proven: &Choice) -> Choice {
    let mut reached = Choice::default();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if reached.contains_key(&node) {
            continue;
        }
        let way = proven.get(&node).cloned().unwrap_or_default();
        open.extend(way.iter().copied());
        reached.insert(node, way);
    }
    reached
}
