//! Turns a map into an abstract framework, in which every relation is an attack.
//!
//! The arguments of the framework are: for each claim, that it stands and that it falls; each *support* of a claim, that is,
//! each reason for it and, if it stands by itself, a basic support (see [`grounded`](mod@super::grounded)); and each
//! objection and undercut. They attack each other as follows:
//!
//! | this | attacks | because |
//! | --- | --- | --- |
//! | a support of a claim | that the claim falls | the claim has something to stand on |
//! | that a claim falls | that it stands | it is one or the other |
//! | that a claim falls | the steps it is a premise of | they need it |
//! | that a claim stands | the supports of what it contradicts | it speaks against them |
//! | that an answer before or after it stands | the supports of an answer to an exclusive question | they speak against them |
//! | an undercut | the step that it undercuts | it speaks against it |
//! | an objection | the supports of its conclusion | it speaks against them |
//!
//! A complete labelling of the framework (Caminada 2006) is then a labelling of the map that obeys the rules of
//! [`grounded`](mod@super::grounded): a claim is accepted if the argument that it stands is accepted. On a map whose support
//! does not circle, the complete, preferred, stable and ideal extensions of the framework are those of the structured
//! arguments that the map stands for (Prakken 2010). Where support circles, the framework alone would let a circle hold
//! itself up.
//!
//! Where a claim has many attackers and many supports, they are joined by a pair of arguments: that the claim is attacked,
//! and that it is not. Each answer to an exclusive question is attacked by the argument that an answer before it stands and
//! by the one that an answer after it does; these form chains of such pairs. So the framework is always linear in the map.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use std::fmt;
use std::hash::BuildHasher;

use fixedbitset::FixedBitSet;
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Suppositions;
use super::af::{Argument, Framework, NameList};
use super::label::Label;
use super::theory::Theory;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;
use crate::syntax::Polarity;

/// A map as arguments that attack each other, and what each of them stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flattening {
    meanings: Vec<Meaning>,
    attacks: Vec<(Argument, Argument)>,
    places: NodeArguments,
}

/// What an argument of a flattened map stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// The claim stands.
    Stands(ClaimId),
    /// The claim falls.
    Falls(ClaimId),
    /// The claim stands by itself unless something attacks it: its basic support.
    ByItself(ClaimId),
    /// The reason carries its conclusion, the objection attacks it, or the undercut attacks another step.
    Step(StepId),
    /// Something that attacks the claim stands. Only for claims with many attackers and supports.
    Attacked(ClaimId),
    /// Everything that attacks the claim falls. Only for claims with many attackers and supports.
    Unattacked(ClaimId),
    /// An answer before this one in an exclusive question stands; or, as another argument, an answer after it.
    Rivalled(ClaimId),
    /// No such answer stands.
    Unrivalled(ClaimId),
}

impl Meaning {
    /// What is decided if the argument is accepted.
    pub(super) fn verdict(self) -> Option<NodeLabel> {
        match self {
            Self::Stands(claim) => Some(NodeLabel::Claim(claim, Label::Accepted)),
            Self::Falls(claim) => Some(NodeLabel::Claim(claim, Label::Rejected)),
            Self::Step(step) => Some(NodeLabel::Step(step, Label::Accepted)),
            Self::ByItself(_)
            | Self::Attacked(_)
            | Self::Unattacked(_)
            | Self::Rivalled(_)
            | Self::Unrivalled(_) => None,
        }
    }

    /// Whether the argument only serves to keep the framework small.
    pub(super) fn is_auxiliary(self) -> bool {
        matches!(
            self,
            Self::Attacked(_) | Self::Unattacked(_) | Self::Rivalled(_) | Self::Unrivalled(_)
        )
    }
}

/// A claim or a step, and the label that it gets.
#[derive(Debug, Clone, Copy)]
pub(super) enum NodeLabel {
    Claim(ClaimId, Label),
    Step(StepId, Label),
}

impl NodeLabel {
    pub(super) fn label(self) -> Label {
        match self {
            Self::Claim(_, label) | Self::Step(_, label) => label,
        }
    }
}

/// The error for a map with more claims and steps than a framework can have arguments, [`Framework::MAX_ARGUMENTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// The arguments of each claim and step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NodeArguments {
    stands: Vec<Option<Argument>>,
    /// From the argument that a claim stands to the argument that it falls.
    shift: Argument,
    by_itself: Vec<Option<Argument>>,
    steps: Vec<Option<Argument>>,
}

impl Flattening {
    /// Flattens the map under the suppositions. O(map).
    ///
    /// Removed claims have no arguments, nor has any step from or to them. Denied claims have no supports: the reasons for
    /// them are left out.
    ///
    /// # Errors
    ///
    /// If the framework would have more than [`Framework::MAX_ARGUMENTS`] arguments.
    pub fn new(map: &Map, suppositions: &Suppositions) -> Result<Self, TooLarge> {
        let theory = Theory::new(map, suppositions);
        let mut removed = FixedBitSet::with_capacity(map.claim_count());
        for claim in &suppositions.removed {
            removed.insert(claim.index());
        }
        let is_there = |claim: ClaimId| !removed.contains(claim.index());
        let has_step =
            |step: StepId| is_there(map.step(step).conclusion) && map.premises(step).all(&is_there);
        Self::of(map, &theory, is_there, has_step)
    }

    /// Flattens only the claims and steps given. The rest of the map must be settled already and decide nothing about these.
    pub(super) fn of(
        map: &Map,
        theory: &Theory,
        has_claim: impl Fn(ClaimId) -> bool,
        has_step: impl Fn(StepId) -> bool,
    ) -> Result<Self, TooLarge> {
        let claims = || map.claims().filter(|&claim| has_claim(claim));
        let mut meanings: Vec<_> = claims().map(Meaning::Stands).collect();
        let shift = narrow(meanings.len());
        let mut places = NodeArguments {
            stands: vec![None; map.claim_count()],
            shift,
            by_itself: vec![None; map.claim_count()],
            steps: vec![None; map.all_steps().len()],
        };
        meanings.extend(claims().map(Meaning::Falls));
        let basic = theory.basic.ones().map(ClaimId::at);
        let basic = basic.filter(|&claim| has_claim(claim));
        meanings.extend(basic.map(Meaning::ByItself));
        // No reason can carry a claim that falls anyway.
        let carries = |step: &StepId| {
            let step = map.step(*step);
            step.polarity == Polarity::Against || !theory.fallen.contains(step.conclusion.index())
        };
        let steps = map.all_steps().filter(carries);
        let steps = steps.filter(|&step| has_step(step));
        meanings.extend(steps.map(Meaning::Step));
        for (argument, meaning) in (0..).zip(&meanings) {
            match *meaning {
                Meaning::Stands(claim) => places.stands[claim.index()] = Some(argument),
                Meaning::ByItself(claim) => places.by_itself[claim.index()] = Some(argument),
                Meaning::Step(step) => places.steps[step.index()] = Some(argument),
                Meaning::Falls(_)
                | Meaning::Attacked(_)
                | Meaning::Unattacked(_)
                | Meaning::Rivalled(_)
                | Meaning::Unrivalled(_) => {}
            }
        }
        let mut flattening = Self {
            meanings,
            attacks: Vec::new(),
            places,
        };
        flattening.attack_claims(map);
        flattening.attack_steps(map);
        if flattening.meanings.len() > Framework::MAX_ARGUMENTS as usize {
            return Err(TooLarge);
        }
        Ok(flattening)
    }

    /// Adds the attacks on the arguments that a claim stands or falls, and on the supports of each claim.
    fn attack_claims(&mut self, map: &Map) {
        let rivalries = self.rivalries(map);
        for claim in map.claims() {
            let (Some(stands), Some(falls)) = (self.stands(claim), self.falls(claim)) else {
                continue;
            };
            self.attacks.push((falls, stands));
            let reasons = map.reasons_for(claim).filter_map(|step| self.step(step));
            let supports: Vec<_> = self.by_itself(claim).into_iter().chain(reasons).collect();
            let answers = supports.iter().map(|&support| (support, falls));
            self.attacks.extend(answers);
            let contradictors = map.contradictions(claim);
            let contradictors = contradictors.filter_map(|(other, _)| self.stands(other));
            let objections = map.objections_to(claim).filter_map(|step| self.step(step));
            let rivals = rivalries.get(&claim).into_iter().flatten().copied();
            let mut attackers: Vec<_> = contradictors.chain(objections).chain(rivals).collect();
            attackers.sort_unstable();
            attackers.dedup();
            let pairs = supports.len().saturating_mul(attackers.len());
            if pairs > supports.len() + attackers.len() + 1 {
                let meanings = [Meaning::Unattacked(claim), Meaning::Attacked(claim)];
                attackers = vec![self.gather(meanings, &attackers)];
            }
            for attacker in attackers {
                let attacks = supports.iter().map(|&support| (attacker, support));
                self.attacks.extend(attacks);
            }
        }
    }

    /// For each answer to an exclusive question, what attacks it there: another answer, or the argument that one of several
    /// others stands.
    fn rivalries(&mut self, map: &Map) -> FxHashMap<ClaimId, Vec<Argument>> {
        let mut attackers: FxHashMap<ClaimId, Vec<Argument>> = FxHashMap::default();
        for (_, answers) in map.exclusive_questions() {
            let stand = |&claim: &ClaimId| Some((claim, self.stands(claim)?));
            let answers: Vec<(ClaimId, Argument)> = answers.iter().filter_map(stand).collect();
            self.chain(answers.iter().copied(), &mut attackers);
            self.chain(answers.iter().rev().copied(), &mut attackers);
        }
        attackers
    }

    /// For each answer but the first, the argument that one before it stands: the only such answer itself, or a new
    /// argument.
    fn chain(
        &mut self,
        answers: impl Iterator<Item = (ClaimId, Argument)>,
        attackers: &mut FxHashMap<ClaimId, Vec<Argument>>,
    ) {
        // The argument that some answer before the last one seen stands, and the argument that the last one stands.
        let (mut earlier, mut last) = (None, None);
        for (claim, stands) in answers {
            let any = match (earlier, last) {
                (Some(earlier), Some(last)) => {
                    let meanings = [Meaning::Unrivalled(claim), Meaning::Rivalled(claim)];
                    Some(self.gather(meanings, &[earlier, last]))
                }
                _ => last,
            };
            if let Some(any) = any {
                attackers.entry(claim).or_default().push(any);
            }
            (earlier, last) = (any, Some(stands));
        }
    }

    /// Makes the arguments that none of the attackers stands and that one does; gives the latter.
    fn gather(&mut self, meanings: [Meaning; 2], attackers: &[Argument]) -> Argument {
        let none = narrow(self.meanings.len());
        let any = none.saturating_add(1);
        self.meanings.extend(meanings);
        self.attacks
            .extend(attackers.iter().map(|&attacker| (attacker, none)));
        self.attacks.push((none, any));
        any
    }

    /// Adds the attacks of premises and undercuts on steps.
    fn attack_steps(&mut self, map: &Map) {
        for step in map.all_steps() {
            let Some(argument) = self.step(step) else {
                continue;
            };
            let premises = map.premises(step).filter_map(|claim| self.falls(claim));
            let undercuts = map.undercuts_of(step);
            let undercuts = undercuts.filter_map(|undercut| self.step(undercut));
            let attackers: Vec<_> = premises.chain(undercuts).collect();
            let attacks = attackers.into_iter().map(|attacker| (attacker, argument));
            self.attacks.extend(attacks);
        }
    }

    /// How many arguments there are.
    pub fn argument_count(&self) -> u32 {
        narrow(self.meanings.len())
    }

    /// What each argument means. The first are that the claims stand, in the order of the files.
    pub fn meanings(&self) -> &[Meaning] {
        &self.meanings
    }

    /// The attacks, `(attacker, target)`; some may occur twice.
    pub fn attacks(&self) -> &[(Argument, Argument)] {
        &self.attacks
    }

    /// The argument that the claim stands; `None` if it is removed.
    pub fn stands(&self, claim: ClaimId) -> Option<Argument> {
        self.places.stands.get(claim.index()).copied().flatten()
    }

    /// The argument that the claim falls; `None` if it is removed.
    pub fn falls(&self, claim: ClaimId) -> Option<Argument> {
        self.stands(claim).map(|stands| stands + self.places.shift)
    }

    /// The argument that the claim stands by itself; `None` if it does not.
    pub fn by_itself(&self, claim: ClaimId) -> Option<Argument> {
        self.places.by_itself.get(claim.index()).copied().flatten()
    }

    /// The argument of the step; `None` if one of its claims is removed, or if it is a reason for a claim that is denied.
    pub fn step(&self, step: StepId) -> Option<Argument> {
        self.places.steps.get(step.index()).copied().flatten()
    }

    /// The framework, with names that a person who knows the map recognises; all names differ.
    ///
    /// `c` is the argument that the claim `c` stands, `not:c` that it falls, `basic:c` that it stands by itself,
    /// `attacked:c` and `unattacked:c` that something attacks it and that nothing does, `rivalled:c` and `unrivalled:c` that
    /// another answer stands before or after it in an exclusive question and that none does. A step has its own id or is
    /// `a+b->c`, an objection `a+b-|c`, an undercut of it `d-|a+b-|c`. A step with many premises is `a+b+98-more->c`, and a
    /// name that is still too long becomes `step:7`: a name occurs at every attack, and there may be one for each premise.
    /// If two names would be the same, the later one gets a number, as in `a+b->c#2`. O(map).
    pub fn framework(&self, map: &Map) -> Framework {
        self.framework_named(map, str::to_owned, '#')
    }

    /// The same with each name passed through `spell`, and with `mark` before the numbers of names that are then the same.
    pub(crate) fn framework_named(
        &self,
        map: &Map,
        spell: impl Fn(&str) -> String,
        mark: char,
    ) -> Framework {
        let mut names = NameList::with_capacity(self.meanings.len());
        // The arguments named so far, by name, and how many share the name of each, if it is not the only one.
        let mut taken: HashTable<Argument> = HashTable::with_capacity(self.meanings.len());
        let mut alike: FxHashMap<Argument, u32> = FxHashMap::default();
        for (argument, &meaning) in (0..).zip(&self.meanings) {
            let mut name = spell(&name(map, meaning));
            let of = |name: &str| FxBuildHasher.hash_one(name);
            let find = |name: &str| taken.find(of(name), |&other| names.get(other) == name);
            if let Some(&first) = find(&name) {
                let number = alike.entry(first).or_insert(1);
                name = loop {
                    *number += 1;
                    let numbered = format!("{name}{mark}{number}");
                    if find(&numbered).is_none() {
                        break numbered;
                    }
                };
            }
            names.push(&name);
            taken.insert_unique(of(&name), argument, |&other| of(names.get(other)));
        }
        drop(taken);
        Framework::listed(names, &self.attacks)
    }
}

fn name(map: &Map, meaning: Meaning) -> String {
    match meaning {
        Meaning::Stands(claim) => map.id(claim).to_owned(),
        Meaning::Falls(claim) => format!("not:{}", map.id(claim)),
        Meaning::ByItself(claim) => format!("basic:{}", map.id(claim)),
        Meaning::Attacked(claim) => format!("attacked:{}", map.id(claim)),
        Meaning::Unattacked(claim) => format!("unattacked:{}", map.id(claim)),
        Meaning::Rivalled(claim) => format!("rivalled:{}", map.id(claim)),
        Meaning::Unrivalled(claim) => format!("unrivalled:{}", map.id(claim)),
        Meaning::Step(step) => {
            let name = match (map.step_name(step), map.step(step).undercuts) {
                (Some(name), _) => name.to_owned(),
                (None, None) => name_of_step(map, step),
                (None, Some(other)) => {
                    format!("{}-|{}", premises_of(map, step), target(map, other))
                }
            };
            if name.len() <= LONGEST_STEP {
                name
            } else {
                numbered(step)
            }
        }
    }
}

/// How the name of an undercut names its target.
fn target(map: &Map, step: StepId) -> String {
    match (map.step_name(step), map.step(step).undercuts) {
        (Some(name), _) => name.to_owned(),
        (None, None) => name_of_step(map, step),
        // Otherwise undercuts of undercuts could have names of any length.
        (None, Some(_)) => numbered(step),
    }
}

fn numbered(step: StepId) -> String {
    format!("step:{}", u64::from(step.0) + 1)
}

/// Maximum length of a step's name, in bytes.
const LONGEST_STEP: usize = 256;

/// Maximum number of bytes of premises named for a step; the others are counted.
const LONGEST_PREMISES: usize = 96;

fn name_of_step(map: &Map, id: StepId) -> String {
    let step = map.step(id);
    let arrow = match step.polarity {
        Polarity::For => "->",
        Polarity::Against => "-|",
    };
    format!("{}{arrow}{}", premises_of(map, id), map.id(step.conclusion))
}

fn premises_of(map: &Map, id: StepId) -> String {
    let mut name = String::new();
    let mut more = 0_usize;
    for premise in map.premises(id).map(|claim| map.id(claim)) {
        if more > 0 || !name.is_empty() && name.len() + premise.len() >= LONGEST_PREMISES {
            more += 1;
            continue;
        }
        if !name.is_empty() {
            name.push('+');
        }
        name.push_str(premise);
    }
    if more == 0 {
        return name;
    }
    format!("{name}+{more}-more")
}

impl fmt::Display for TooLarge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the map has more claims and steps than a framework can have arguments, {}",
            Framework::MAX_ARGUMENTS
        )
    }
}

impl std::error::Error for TooLarge {}
