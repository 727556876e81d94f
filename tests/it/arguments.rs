//! Arguments of bare numbers, of every shape, and the maps that are made of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;

/// A step of an argument of bare numbers.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) premises: BTreeSet<usize>,
    pub(crate) conclusion: usize,
    pub(crate) is_for: bool,
    pub(crate) undercutters: BTreeSet<usize>,
}

/// An argument as bare numbers, from which both a map and the truth about it are made.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) claims: BTreeSet<usize>,
    pub(crate) assumed: BTreeSet<usize>,
    pub(crate) denied: BTreeSet<usize>,
    pub(crate) steps: Vec<Step>,
    pub(crate) contradicts: BTreeSet<(usize, usize)>,
    pub(crate) contrasts: BTreeSet<(usize, usize)>,
}

/// Arguments of 2 to `claims` claims, with fewer than `steps` steps.
pub(crate) fn arguments_of(claims: usize, steps: usize) -> impl Strategy<Value = Argument> {
    (2..=claims).prop_flat_map(move |claims| {
        let step = (
            btree_set(0..claims, 1..3),
            0..claims,
            prop::bool::weighted(0.7),
            btree_set(0..claims, 0..2),
        );
        let step = step.prop_map(|(premises, conclusion, is_for, undercutters)| Step {
            premises,
            conclusion,
            is_for,
            undercutters,
        });
        // One of the steps may be stated again, and undercut by another claim or by none.
        let again = (any::<Index>(), btree_set(0..claims, 0..2));
        let again = prop::option::weighted(0.3, again);
        let pairs = || {
            let pairs = btree_set((0..claims, 0..claims), 0..3);
            pairs.prop_map(|pairs| {
                let pairs = pairs.into_iter();
                pairs.map(|(a, b)| (a.min(b), a.max(b))).collect()
            })
        };
        let few = || btree_set(0..claims, 0..2);
        let said = (few(), few(), pairs(), pairs());
        (said, vec(step, 0..steps), again, prop::bool::weighted(0.4)).prop_map(
            move |((assumed, denied, contradicts, contrasts), steps, again, has_selves)| {
                let mut argument = Argument {
                    claims: (0..claims).collect(),
                    assumed,
                    denied,
                    steps,
                    contradicts,
                    contrasts,
                };
                if let Some((which, undercutters)) = again
                    && !argument.steps.is_empty()
                {
                    let step = which.get(&argument.steps).clone();
                    argument.steps.push(Step {
                        undercutters,
                        ..step
                    });
                }
                if !has_selves {
                    argument.drop_selves();
                }
                argument
            },
        )
    })
}

fn ids(claims: impl IntoIterator<Item = usize>) -> String {
    let ids: Vec<_> = claims
        .into_iter()
        .map(|claim| format!("'c{claim}'"))
        .collect();
    format!("[{}]", ids.join(", "))
}

impl Argument {
    /// Leaves out what relates a claim to itself.
    fn drop_selves(&mut self) {
        self.steps
            .retain(|step| !step.premises.contains(&step.conclusion));
        for pairs in [&mut self.contradicts, &mut self.contrasts] {
            pairs.retain(|(a, b)| a != b);
        }
    }

    /// The claims as TOML, each by itself.
    pub(crate) fn claims_as_toml(&self) -> Vec<String> {
        let claim = |&claim: &usize| {
            let mut text = format!("[claim.c{claim}]\ntext = 'Claim {claim}.'\n");
            for (key, set) in [("assumed", &self.assumed), ("denied", &self.denied)] {
                if set.contains(&claim) {
                    writeln!(text, "{key} = true").unwrap();
                }
            }
            let undercuts = self.steps.iter().enumerate();
            let undercuts = undercuts.filter(|(_, step)| step.undercutters.contains(&claim));
            let undercuts: Vec<_> = undercuts.map(|(step, _)| format!("'s{step}'")).collect();
            writeln!(text, "undercuts = [{}]", undercuts.join(", ")).unwrap();
            for (key, pairs) in [
                ("contradicts", &self.contradicts),
                ("contrasts", &self.contrasts),
            ] {
                let own = pairs.iter().filter(|(from, _)| *from == claim);
                writeln!(text, "{key} = {}", ids(own.map(|(_, to)| *to))).unwrap();
            }
            let own = self.steps.iter().enumerate();
            for (number, step) in own.filter(|(_, step)| step.conclusion == claim) {
                let kind = if step.is_for { "reason" } else { "objection" };
                let premises = ids(step.premises.iter().copied());
                writeln!(
                    text,
                    "[[claim.c{claim}.{kind}]]\nid = 's{number}'\npremises = {premises}"
                )
                .unwrap();
            }
            text
        };
        self.claims.iter().map(claim).collect()
    }

    pub(crate) fn toml(&self) -> String {
        self.claims_as_toml().concat()
    }
}
