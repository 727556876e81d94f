//! The competition's frameworks, the questions whose answers are known, and how to check an answer.
//!
//! The data are not part of the project. They are in a folder with `instances/NAME.af` and `answers/NAME.json`: the one
//! named by the environment variable `ICCMA`, by default `../shared/iccma` next to this project.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use argmap::reason::af::{Argument, Framework, FrameworkFormat, Problem, Semantics, Task};
use serde::Deserialize;

/// A framework of the competition, and what is known about it.
pub(crate) struct Instance {
    pub(crate) path: PathBuf,
    pub(crate) framework: Framework,
    pub(crate) answers: Answers,
}

/// What is known about a framework. Its arguments are counted from 1.
#[derive(Deserialize)]
pub(crate) struct Answers {
    arguments: u32,
    attacks: usize,
    grounded: BTreeSet<u32>,
    ideal: Option<BTreeSet<u32>>,
    /// For each semantics, how many extensions were found, and whether these are all.
    counts: BTreeMap<String, (usize, bool)>,
    extensions: BTreeMap<String, BTreeSet<BTreeSet<u32>>>,
    acceptance: BTreeMap<String, String>,
}

/// A question and what is known of its answer.
pub(crate) struct Question<'a> {
    pub(crate) problem: Problem,
    pub(crate) argument: Option<Argument>,
    pub(crate) limit: Option<usize>,
    known: Known<'a>,
}

enum Known<'a> {
    Extension(&'a BTreeSet<u32>),
    Extensions(&'a BTreeSet<BTreeSet<u32>>),
    Count(usize),
    Accepted {
        answer: bool,
        /// All extensions, if they are listed.
        extensions: Option<&'a BTreeSet<BTreeSet<u32>>>,
    },
}

/// All frameworks, by name. If the default folder is missing, says so and returns none.
pub(crate) fn instances() -> Vec<Instance> {
    let named = std::env::var_os("ICCMA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/iccma");
    let is_named = named.is_some();
    let folder = named.unwrap_or_else(beside);
    let entries = match fs::read_dir(folder.join("instances")) {
        Ok(entries) => entries,
        Err(error) if is_named => panic!("{}: {error}", folder.display()),
        Err(_) => {
            tell(&format!(
                "skipped: there is no folder {}; the variable ICCMA names another",
                folder.join("instances").display()
            ));
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| {
        let text = fs::read_to_string(path);
        text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths
        .into_iter()
        .map(|path| {
            let framework = FrameworkFormat::Af.parse(&read(&path)).unwrap();
            let name = path.with_extension("json");
            let answers = folder.join("answers").join(name.file_name().unwrap());
            let answers: Answers = serde_json::from_str(&read(&answers)).unwrap();
            assert_eq!(framework.argument_count(), answers.arguments);
            assert_eq!(framework.attack_count(), answers.attacks);
            Instance {
                path,
                framework,
                answers,
            }
        })
        .collect()
}

impl Instance {
    /// The name of its file, without the ending.
    pub(crate) fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }
}

/// Prints to standard error even though tests capture their output.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

impl Answers {
    /// Every question whose answer is known.
    ///
    /// If only some extensions were counted, the question asks for at least a tenth of that number, since counting them
    /// took far longer than the ten seconds allowed. If none were counted, nothing is known and nothing is asked.
    pub(crate) fn questions(&self) -> Vec<Question<'_>> {
        let question = |task, semantics, known| Question {
            problem: Problem { task, semantics },
            argument: None,
            limit: None,
            known,
        };
        let mut questions = vec![question(
            Task::SomeExtension,
            Semantics::Grounded,
            Known::Extension(&self.grounded),
        )];
        questions.extend(self.ideal.as_ref().map(|ideal| {
            question(
                Task::SomeExtension,
                Semantics::Ideal,
                Known::Extension(ideal),
            )
        }));
        for (name, &(number, all)) in &self.counts {
            let expected = if all { number } else { number.div_ceil(10) };
            if all || number > 0 {
                questions.push(Question {
                    limit: (!all).then_some(expected),
                    ..question(Task::Count, semantics(name), Known::Count(expected))
                });
            }
        }
        for (name, known) in &self.extensions {
            questions.push(question(
                Task::Enumerate,
                semantics(name),
                Known::Extensions(known),
            ));
        }
        for (asked, answer) in &self.acceptance {
            let (problem, argument) = asked.split_once(' ').unwrap();
            let problem: Problem = problem.parse().unwrap();
            questions.push(Question {
                problem,
                argument: Some(argument.parse::<u32>().unwrap() - 1),
                limit: None,
                known: Known::Accepted {
                    answer: answer == "YES",
                    extensions: self.extensions.get(problem.semantics.name()),
                },
            });
        }
        questions
    }
}

fn semantics(name: &str) -> Semantics {
    let mut all = Semantics::ALL.into_iter();
    all.find(|semantics| semantics.name() == name).unwrap()
}

impl Question<'_> {
    /// What is wrong with an answer given in the competition's format, if anything.
    pub(crate) fn fault(&self, framework: &Framework, answer: &str) -> Option<String> {
        let mut lines = answer.lines();
        let first = lines.next().unwrap_or_default();
        let witness = lines.next().or(Some(first)).and_then(extension);
        let right = match self.known {
            Known::Extension(known) => witness.as_ref() == Some(known),
            Known::Extensions(known) => list(first).is_some_and(|found| {
                let distinct: BTreeSet<_> = found.iter().cloned().collect();
                found.len() == distinct.len() && distinct == *known
            }),
            Known::Count(known) => first.parse() == Ok(known),
            Known::Accepted { answer, extensions } => {
                let credulous = self.problem.task == Task::Credulous;
                first == if answer { "YES" } else { "NO" }
                    && (answer != credulous
                        || witness.is_some_and(|found| {
                            let number = self.argument.unwrap_or_default() + 1;
                            found.contains(&number) == credulous
                                && is_plausible(framework, self.problem.semantics, &found)
                                && extensions.is_none_or(|known| known.contains(&found))
                        }))
            }
        };
        (!right).then(|| format!("{self}: {answer}"))
    }
}

impl fmt::Display for Question<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.problem)?;
        if let Some(argument) = self.argument {
            write!(out, " {}", argument + 1)?;
        }
        Ok(())
    }
}

/// The extension in a line such as `w 1 2`.
fn extension(line: &str) -> Option<BTreeSet<u32>> {
    let mut words = line.split_whitespace();
    (words.next()? == "w")
        .then(|| words.map(|word| word.parse().ok()).collect())
        .flatten()
}

/// The extensions in a line such as `[[1,2],[3],[]]`.
fn list(line: &str) -> Option<Vec<BTreeSet<u32>>> {
    serde_json::from_str(line).ok()
}

/// Whether the set is conflict-free and, if the semantics requires it, complete or stable.
fn is_plausible(framework: &Framework, semantics: Semantics, set: &BTreeSet<u32>) -> bool {
    let size = framework.argument_count() as usize;
    let mut accepted = vec![false; size];
    let mut rejected = vec![false; size];
    for number in set {
        let Some(member) = number.checked_sub(1).filter(|&a| (a as usize) < size) else {
            return false;
        };
        accepted[member as usize] = true;
        for &target in framework.targets(member) {
            rejected[target as usize] = true;
        }
    }
    let mut both = framework.arguments().map(|a| a as usize);
    let conflict_free = both.all(|a| !(accepted[a] && rejected[a]));
    let stable = || {
        let mut all = framework.arguments().map(|a| a as usize);
        all.all(|a| accepted[a] || rejected[a])
    };
    let complete = || {
        framework.arguments().all(|a| {
            let defended = framework.attackers(a).iter().all(|&b| rejected[b as usize]);
            defended == accepted[a as usize]
        })
    };
    conflict_free
        && match semantics {
            Semantics::Stable => stable(),
            Semantics::Stage => true,
            _ => complete(),
        }
}
