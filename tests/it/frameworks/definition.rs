//! The definitions applied to a small framework, with sets of arguments as bits. Every question is checked against them.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::{
    Acceptance, Argument, Budget, Framework, Semantics, accepted, count_extensions, extension_with,
    extension_without, for_each_extension, some_extension,
};

pub(super) type Sets = BTreeSet<Vec<Argument>>;

/// Checks the answers to every question under a semantics against the definition, each with a budget of its own. If the
/// budget is too small, there is no answer, but never a wrong one.
pub(super) fn agrees(framework: &Framework, semantics: Semantics, budget: impl Fn() -> Budget) {
    let known = extensions(framework, semantics);
    let mut given = Vec::new();
    let ended = for_each_extension(framework, semantics, None, &budget(), |extension| {
        given.push(extension.to_vec());
        ControlFlow::Continue(())
    });
    let distinct: Sets = given.iter().cloned().collect();
    assert_eq!(distinct.len(), given.len(), "EE-{semantics}: each once");
    assert!(distinct.is_subset(&known), "EE-{semantics}");
    if ended.is_ok() {
        assert_eq!(distinct, known, "EE-{semantics}");
    }
    if let Ok(count) = count_extensions(framework, semantics, None, &budget()) {
        assert_eq!(count, known.len().into(), "CE-{semantics}");
    }
    if let Ok(some) = some_extension(framework, semantics, &budget()) {
        let is_known = |extension| known.contains(extension);
        let is_right = some.as_ref().map_or(known.is_empty(), is_known);
        assert!(is_right, "SE-{semantics}: {some:?}");
    }
    for argument in framework.arguments() {
        let holds = |extension: &Vec<Argument>| extension.contains(&argument);
        if let Ok(with) = extension_with(framework, semantics, argument, &budget()) {
            let is_right = |found| holds(found) && known.contains(found);
            let is_none = || !known.iter().any(holds);
            let is_right = with.as_ref().map_or_else(is_none, is_right);
            assert!(is_right, "DC-{semantics} {argument}: {with:?}");
        }
        if let Ok(without) = extension_without(framework, semantics, argument, &budget()) {
            let is_right = |found| !holds(found) && known.contains(found);
            let is_none = || known.iter().all(holds);
            let is_right = without.as_ref().map_or_else(is_none, is_right);
            assert!(is_right, "DS-{semantics} {argument}: {without:?}");
        }
    }
    // The same for all arguments at once, and for every other argument.
    let all: Vec<Argument> = framework.arguments().collect();
    let few: Vec<Argument> = framework.arguments().rev().step_by(2).collect();
    for asked in [all, few] {
        let in_all = |a: &Argument| known.iter().all(|extension| extension.contains(a));
        let in_some = |a: &Argument| known.iter().any(|extension| extension.contains(a));
        let expected = [
            (Acceptance::Sceptical, asked.iter().map(in_all).collect()),
            (Acceptance::Credulous, asked.iter().map(in_some).collect()),
        ];
        for (reading, expected) in expected {
            let expected: Option<Vec<bool>> = (!known.is_empty()).then_some(expected);
            if let Ok(found) = accepted(framework, semantics, reading, &asked, &budget()) {
                assert_eq!(found, expected, "{semantics} {reading:?}");
            }
        }
    }
}

fn extensions(framework: &Framework, semantics: Semantics) -> Sets {
    let bits = |set: &[Argument]| set.iter().fold(0u32, |bits, a| bits | 1 << a);
    let attacks = Attacks {
        everything: (1 << framework.argument_count()) - 1,
        attackers: framework
            .arguments()
            .map(|a| bits(framework.attackers(a)))
            .collect(),
        targets: framework
            .arguments()
            .map(|a| bits(framework.targets(a)))
            .collect(),
    };
    let conflict_free: Vec<u32> = (0..=attacks.everything)
        .filter(|&set| attacks.is_conflict_free(set))
        .collect();
    let admissible: Vec<u32> = conflict_free
        .iter()
        .copied()
        .filter(|&set| set & !attacks.defended_by(set) == 0)
        .collect();
    let complete: Vec<u32> = conflict_free
        .iter()
        .copied()
        .filter(|&set| set == attacks.defended_by(set))
        .collect();
    let found = match semantics {
        Semantics::Complete => complete,
        Semantics::Grounded => {
            let least = |set: &u32| complete.iter().all(|other| set & !other == 0);
            complete.iter().copied().filter(least).collect()
        }
        Semantics::Preferred => maximal(&admissible, |set| set),
        Semantics::Stable => {
            let all = |set: &u32| attacks.range(*set) == attacks.everything;
            conflict_free.into_iter().filter(all).collect()
        }
        Semantics::SemiStable => maximal(&complete, |set| attacks.range(set)),
        Semantics::Stage => maximal(&conflict_free, |set| attacks.range(set)),
        Semantics::Ideal => {
            let sceptical = maximal(&admissible, |set| set)
                .into_iter()
                .fold(attacks.everything, |common, set| common & set);
            let inside: Vec<u32> = admissible
                .into_iter()
                .filter(|set| set & !sceptical == 0)
                .collect();
            maximal(&inside, |set| set)
        }
    };
    found
        .into_iter()
        .map(|set| {
            framework
                .arguments()
                .filter(|a| set >> a & 1 == 1)
                .collect()
        })
        .collect()
}

struct Attacks {
    everything: u32,
    attackers: Vec<u32>,
    targets: Vec<u32>,
}

impl Attacks {
    fn from(set: u32, sets: &[u32]) -> u32 {
        sets.iter()
            .enumerate()
            .filter(|(a, _)| set >> a & 1 == 1)
            .fold(0, |union, (_, set)| union | set)
    }

    fn attacked_by(&self, set: u32) -> u32 {
        Self::from(set, &self.targets)
    }

    fn range(&self, set: u32) -> u32 {
        set | self.attacked_by(set)
    }

    fn is_conflict_free(&self, set: u32) -> bool {
        self.attacked_by(set) & set == 0
    }

    fn defended_by(&self, set: u32) -> u32 {
        let attacked = self.attacked_by(set);
        (0..self.attackers.len())
            .filter(|&a| self.attackers[a] & !attacked == 0)
            .fold(0, |defended, a| defended | 1 << a)
    }
}

fn maximal(sets: &[u32], measure: impl Fn(u32) -> u32) -> Vec<u32> {
    let measures: Vec<u32> = sets.iter().map(|&set| measure(set)).collect();
    let distinct: BTreeSet<u32> = measures.iter().copied().collect();
    let exceeded = |one: u32| {
        let mut others = distinct.iter();
        others.any(|&other| one != other && one & !other == 0)
    };
    let is_maximal = |&(_, &one): &(&u32, &u32)| !exceeded(one);
    let sets = sets.iter().zip(&measures).filter(is_maximal);
    sets.map(|(&set, _)| set).collect()
}
