//! The arguments that ASPIC+ builds from a map.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use argmap::reason::af::{Budget, Framework, Semantics, for_each_extension};

use crate::arguments::{AUXILIARY, Argument};

/// The arguments that ASPIC+ builds from a map (Modgil & Prakken 2014). No argument uses its own conclusion.
pub(crate) struct Built {
    /// The conclusion of each argument: for a claim, or against it.
    conclusions: Vec<(usize, bool)>,
    framework: Framework,
}

/// An argument under construction: its conclusion, its last step and its parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tree {
    conclusion: (usize, bool),
    step: Option<usize>,
    /// Every `(conclusion, step)` in it, including its own.
    parts: BTreeSet<((usize, bool), Option<usize>)>,
    /// The arguments for its premises.
    below: Vec<Tree>,
}

impl Built {
    /// With more arguments than this, it would take too long.
    const MOST: usize = 60;

    pub(crate) fn new(argument: &Argument) -> Option<Self> {
        // That a step does not apply is then a conclusion like any other.
        let argument = &argument.spelt_out();
        let mut trees: BTreeSet<Tree> = BTreeSet::new();
        for &claim in &argument.claims {
            let is_leaf = !argument
                .steps
                .iter()
                .any(|step| step.is_for && step.conclusion == claim);
            if (is_leaf || argument.assumed.contains(&claim)) && !argument.denied.contains(&claim) {
                let conclusion = (claim, true);
                let parts = BTreeSet::from([(conclusion, None)]);
                trees.insert(Tree {
                    conclusion,
                    step: None,
                    parts,
                    below: Vec::new(),
                });
            }
        }
        loop {
            let mut more = trees.clone();
            for (number, step) in argument.steps.iter().enumerate() {
                let conclusion = (step.conclusion, step.is_for);
                let mut choices: Vec<Vec<Tree>> = vec![Vec::new()];
                for premise in &step.premises {
                    let for_it = trees
                        .iter()
                        .filter(|tree| tree.conclusion == (*premise, true));
                    let for_it: Vec<&Tree> = for_it
                        .filter(|tree| !tree.parts.iter().any(|(part, _)| *part == conclusion))
                        .collect();
                    choices = choices
                        .iter()
                        .flat_map(|chosen| {
                            for_it.iter().map(move |&tree| {
                                [chosen.as_slice(), std::slice::from_ref(tree)].concat()
                            })
                        })
                        .collect();
                    if choices.len() > Self::MOST {
                        return None;
                    }
                }
                for below in choices {
                    let own = (conclusion, Some(number));
                    let parts = below
                        .iter()
                        .flat_map(|tree| tree.parts.iter().copied())
                        .chain([own]);
                    more.insert(Tree {
                        conclusion,
                        step: Some(number),
                        parts: parts.collect(),
                        below,
                    });
                }
            }
            if more.len() > Self::MOST {
                return None;
            }
            if more.len() == trees.len() {
                break;
            }
            trees = more;
        }
        let trees: Vec<Tree> = trees.into_iter().collect();
        let contradict = |a: usize, b: usize| argument.contradicts.contains(&(a.min(b), a.max(b)));
        let attacks = |attacker: &Tree, target: &Tree| {
            let (claim, is_for) = attacker.conclusion;
            target.parts.iter().any(|&((part, part_is_for), step)| {
                let rebuts = part_is_for
                    && if is_for {
                        contradict(claim, part)
                    } else {
                        claim == part
                    };
                let undercuts = is_for
                    && step.is_some_and(|step| argument.steps[step].undercutters.contains(&claim));
                rebuts || undercuts
            })
        };
        let mut pairs = Vec::new();
        for (from, attacker) in (0..).zip(&trees) {
            for (to, target) in (0..).zip(&trees) {
                if attacks(attacker, target) {
                    pairs.push((from, to));
                }
            }
        }
        Some(Self {
            framework: Framework::numbered(u32::try_from(trees.len()).unwrap(), &pairs),
            conclusions: trees.into_iter().map(|tree| tree.conclusion).collect(),
        })
    }

    /// For each extension, the claims that it concludes.
    pub(crate) fn conclusions(&self, semantics: Semantics) -> BTreeSet<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        let visit = |extension: &[u32]| {
            let concluded = extension
                .iter()
                .map(|&argument| self.conclusions[argument as usize]);
            all.insert(
                concluded
                    .filter(|&(claim, is_for)| is_for && claim < AUXILIARY)
                    .map(|(claim, _)| claim)
                    .collect(),
            );
            ControlFlow::Continue(())
        };
        for_each_extension(
            &self.framework,
            semantics,
            None,
            &Budget::unlimited(),
            visit,
        )
        .unwrap();
        all
    }
}
