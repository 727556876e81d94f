//! Random arguments made of bare numbers, of every shape, and the maps made from them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;

/// A step of an argument made of bare numbers.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) premises: BTreeSet<usize>,
    pub(crate) conclusion: usize,
    pub(crate) is_for: bool,
    pub(crate) undercutters: BTreeSet<usize>,
}

/// An undercut with one premise or several.
#[derive(Debug, Clone)]
pub(crate) struct Undercut {
    pub(crate) premises: BTreeSet<usize>,
    pub(crate) target: Undercuttable,
    /// Whether it is written as something that outweighs an objection.
    pub(crate) outweighs: bool,
}

/// What an undercut undercuts, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undercuttable {
    Step(usize),
    Undercut(usize),
}

/// When undercuts are [spelt out](Argument::spelt_out) as claims, these have numbers from here on.
pub(crate) const AUXILIARY: usize = 1_000;

/// An argument as bare numbers. Both a map and the truth about it are made from this.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) claims: BTreeSet<usize>,
    pub(crate) assumed: BTreeSet<usize>,
    pub(crate) denied: BTreeSet<usize>,
    pub(crate) steps: Vec<Step>,
    pub(crate) undercuts: Vec<Undercut>,
    pub(crate) contradicts: BTreeSet<(usize, usize)>,
    pub(crate) contrasts: BTreeSet<(usize, usize)>,
}

/// Arguments with 2 to `claims` claims and fewer than `steps` steps.
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
        // One of the steps may be stated twice, with or without an undercut by another claim.
        let again = (any::<Index>(), btree_set(0..claims, 0..2));
        let again = prop::option::weighted(0.3, again);
        let undercut = (btree_set(0..claims, 1..3), any::<Index>(), any::<bool>());
        let undercuts = prop_oneof![2 => Just(Vec::new()), 1 => vec(undercut, 1..3)];
        let pairs = || {
            let pairs = btree_set((0..claims, 0..claims), 0..3);
            pairs.prop_map(|pairs| {
                let pairs = pairs.into_iter();
                pairs.map(|(a, b)| (a.min(b), a.max(b))).collect()
            })
        };
        let few = || btree_set(0..claims, 0..2);
        let said = (few(), few(), pairs(), pairs());
        let written = (vec(step, 0..steps), again, undercuts);
        (said, written, prop::bool::weighted(0.4)).prop_map(
            move |(
                (assumed, denied, contradicts, contrasts),
                (steps, again, undercuts),
                has_selves,
            )| {
                let mut argument = Argument {
                    claims: (0..claims).collect(),
                    assumed,
                    denied,
                    steps,
                    undercuts: Vec::new(),
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
                argument.draw_undercuts(undercuts);
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
    /// Removes what relates a claim to itself.
    fn drop_selves(&mut self) {
        self.steps
            .retain(|step| !step.premises.contains(&step.conclusion));
        for pairs in [&mut self.contradicts, &mut self.contrasts] {
            pairs.retain(|(a, b)| a != b);
        }
    }

    /// Adds undercuts of the steps, and of these undercuts themselves, as drawn by `Index`.
    fn draw_undercuts(&mut self, drawn: Vec<(BTreeSet<usize>, Index, bool)>) {
        let steps = self.steps.len();
        let count = drawn.len();
        self.undercuts = drawn
            .into_iter()
            .map(|(premises, target, outweighs)| {
                let target = target.index(steps + count);
                let target = match target.checked_sub(steps) {
                    None => Undercuttable::Step(target),
                    Some(undercut) => Undercuttable::Undercut(undercut),
                };
                let is_objection =
                    matches!(target, Undercuttable::Step(step) if !self.steps[step].is_for);
                Undercut {
                    premises,
                    target,
                    outweighs: outweighs && is_objection,
                }
            })
            .collect();
        // An undercut that outweighs an objection has no id, so it cannot be undercut.
        let outweighs: Vec<bool> = self.undercuts.iter().map(|one| one.outweighs).collect();
        for undercut in &mut self.undercuts {
            if let Undercuttable::Undercut(other) = undercut.target
                && outweighs[other]
            {
                undercut.premises.clear();
            }
        }
        self.drop_undercuts(|undercut| !undercut.premises.is_empty());
    }

    /// Keeps only the steps for which `is_kept` is true, and the undercuts of those.
    pub(crate) fn keep_steps(&mut self, is_kept: impl Fn(&Step) -> bool) {
        let kept: Vec<bool> = self.steps.iter().map(is_kept).collect();
        let number = |step: usize| kept[..step].iter().filter(|kept| **kept).count();
        let gone = |target| matches!(target, Undercuttable::Step(step) if !kept[step]);
        self.drop_undercuts(|undercut| !gone(undercut.target));
        for undercut in &mut self.undercuts {
            if let Undercuttable::Step(step) = &mut undercut.target {
                *step = number(*step);
            }
        }
        let mut kept = kept.iter();
        self.steps.retain(|_| *kept.next().unwrap());
    }

    /// Keeps only the undercuts for which `is_kept` is true, unless what they undercut is dropped.
    pub(crate) fn drop_undercuts(&mut self, is_kept: impl Fn(&Undercut) -> bool) {
        let mut kept: Vec<bool> = self.undercuts.iter().map(is_kept).collect();
        for _ in 0..kept.len() {
            for (number, undercut) in self.undercuts.iter().enumerate() {
                if let Undercuttable::Undercut(other) = undercut.target {
                    kept[number] &= kept[other];
                }
            }
        }
        let number = |undercut: usize| kept[..undercut].iter().filter(|kept| **kept).count();
        for undercut in &mut self.undercuts {
            if let Undercuttable::Undercut(other) = &mut undercut.target {
                *other = number(*other);
            }
        }
        let mut kept = kept.iter();
        self.undercuts.retain(|_| *kept.next().unwrap());
    }

    /// The same argument with plain undercuts only: every other undercut becomes a claim that rests only on the
    /// undercut's premises and undercuts in its place.
    pub(crate) fn spelt_out(&self) -> Self {
        let mut plain = self.clone();
        let first = self.steps.len();
        for (number, undercut) in self.undercuts.iter().enumerate() {
            let claim = AUXILIARY + number;
            plain.claims.insert(claim);
            plain.denied.insert(claim);
            plain.steps.push(Step {
                premises: undercut.premises.clone(),
                conclusion: claim,
                is_for: true,
                undercutters: BTreeSet::new(),
            });
        }
        for (number, undercut) in self.undercuts.iter().enumerate() {
            let step = match undercut.target {
                Undercuttable::Step(step) => step,
                Undercuttable::Undercut(other) => first + other,
            };
            plain.steps[step].undercutters.insert(AUXILIARY + number);
        }
        plain.undercuts.clear();
        plain
    }

    /// The claims as TOML, one text for each.
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
                let outweighs = self.undercuts.iter().filter(|undercut| {
                    undercut.outweighs && undercut.target == Undercuttable::Step(number)
                });
                let lists: Vec<_> = outweighs
                    .map(|undercut| ids(undercut.premises.iter().copied()))
                    .collect();
                match lists.as_slice() {
                    [] => {}
                    [one] => writeln!(text, "outweighed_by = {one}").unwrap(),
                    lists => writeln!(text, "outweighed_by = [{}]", lists.join(", ")).unwrap(),
                }
            }
            text
        };
        let undercuts = self.undercuts.iter().enumerate();
        let undercuts = undercuts.filter(|(_, undercut)| !undercut.outweighs);
        let undercut = |(number, undercut): (usize, &Undercut)| {
            let step = match undercut.target {
                Undercuttable::Step(step) => format!("s{step}"),
                Undercuttable::Undercut(other) => format!("u{other}"),
            };
            let premises = ids(undercut.premises.iter().copied());
            format!("[[undercut]]\nid = 'u{number}'\nstep = '{step}'\npremises = {premises}\n")
        };
        let claims = self.claims.iter().map(claim);
        claims.chain(undercuts.map(undercut)).collect()
    }

    pub(crate) fn toml(&self) -> String {
        self.claims_as_toml().concat()
    }
}
