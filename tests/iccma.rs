//! The competition's frameworks: every answer that is known of them, and how long it takes to find.
//!
//! The data are not part of the project; where their folder is missing, these tests say so and pass.
#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail, and says how long it took"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use argmap::reason::af::{
    Argument, Budget, Extension, Format, Framework, Interrupted, Problem, Semantics, Task,
    count_extensions, extension_with, extension_without, for_each_extension, some_extension,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Answers {
    arguments: u32,
    attacks: usize,
    grounded: Vec<u32>,
    ideal: Option<Vec<u32>>,
    counts: BTreeMap<String, (usize, bool)>,
    extensions: BTreeMap<String, BTreeSet<Vec<u32>>>,
    acceptance: BTreeMap<String, String>,
}

struct Instance {
    name: String,
    framework: Framework,
    answers: Answers,
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/iccma");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: there is no folder {}", folder.display());
        None
    }
}

fn instances() -> Vec<Instance> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder.join("instances"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let instances: Vec<Instance> = paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let answers = folder.join("answers").join(format!("{name}.json"));
            Instance {
                framework: Format::Af
                    .parse(&fs::read_to_string(path).unwrap())
                    .unwrap(),
                answers: serde_json::from_str(&fs::read_to_string(answers).unwrap()).unwrap(),
                name,
            }
        })
        .collect();
    assert_eq!(instances.len(), 44);
    instances
}

/// One question with its known answer; gives what is wrong, if something is.
type Check<'i> = Box<dyn Fn(&Budget) -> Result<Option<String>, Interrupted> + 'i>;

fn checks(instance: &Instance) -> Vec<(String, Check<'_>)> {
    let Instance {
        framework, answers, ..
    } = instance;
    let mut checks: Vec<(String, Check<'_>)> = Vec::new();
    checks.push((
        "SE-GR".to_owned(),
        Box::new(|budget| {
            let found = some_extension(framework, Semantics::Grounded, budget)?;
            Ok((found != Some(from_one(&answers.grounded))).then(|| format!("{found:?}")))
        }),
    ));
    if let Some(ideal) = &answers.ideal {
        checks.push((
            "SE-ID".to_owned(),
            Box::new(|budget| {
                let found = some_extension(framework, Semantics::Ideal, budget)?;
                Ok((found != Some(from_one(ideal))).then(|| format!("{found:?}")))
            }),
        ));
    }
    for (name, &(number, exact)) in &answers.counts {
        let semantics = semantics(name);
        checks.push((
            format!("CE-{name}"),
            Box::new(move |budget| {
                // Where not all were counted, there must be at least a tenth as many.
                let limit = (!exact).then(|| number.div_ceil(10));
                let found = count_extensions(framework, semantics, limit, budget)?;
                let known = limit.unwrap_or(number);
                Ok((found != known.into()).then(|| format!("{found}, not {known}")))
            }),
        ));
    }
    for (name, known) in &answers.extensions {
        let semantics = semantics(name);
        checks.push((
            format!("EE-{name}"),
            Box::new(move |budget| {
                let mut found = Vec::new();
                for_each_extension(framework, semantics, None, budget, |extension| {
                    found.push(extension.iter().map(|a| a + 1).collect::<Vec<_>>());
                    ControlFlow::Continue(())
                })?;
                let distinct: BTreeSet<Vec<u32>> = found.iter().cloned().collect();
                let right = distinct.len() == found.len() && distinct == *known;
                Ok((!right).then(|| format!("{} found, {} known", found.len(), known.len())))
            }),
        ));
    }
    for (question, known) in &answers.acceptance {
        let (problem, argument) = question.split_once(' ').unwrap();
        let problem: Problem = problem.parse().unwrap();
        let argument = argument.parse::<u32>().unwrap() - 1;
        checks.push((
            question.clone(),
            Box::new(move |budget| {
                let semantics = problem.semantics;
                let credulous = problem.task == Task::Credulous;
                let witness = if credulous {
                    extension_with(framework, semantics, argument, budget)?
                } else {
                    extension_without(framework, semantics, argument, budget)?
                };
                let yes = witness.is_some() == credulous;
                if yes != (known == "YES") {
                    return Ok(Some(format!("not {known}")));
                }
                Ok(witness.and_then(|witness| {
                    let wrong = witness.binary_search(&argument).is_ok() != credulous
                        || !is_plausible(framework, semantics, &witness);
                    wrong.then(|| format!("witness {witness:?}"))
                }))
            }),
        ));
    }
    checks
}

fn semantics(name: &str) -> Semantics {
    Semantics::ALL
        .into_iter()
        .find(|semantics| semantics.name() == name)
        .unwrap()
}

fn from_one(numbers: &[u32]) -> Extension {
    let mut extension: Extension = numbers.iter().map(|number| number - 1).collect();
    extension.sort_unstable();
    extension
}

/// Whether the set is conflict-free, and complete or stable where the semantics demands it.
fn is_plausible(framework: &Framework, semantics: Semantics, set: &[Argument]) -> bool {
    let size = framework.argument_count() as usize;
    let mut accepted = vec![false; size];
    let mut rejected = vec![false; size];
    for &member in set {
        accepted[member as usize] = true;
        for &target in framework.targets(member) {
            rejected[target as usize] = true;
        }
    }
    let conflict_free = set.iter().all(|&member| !rejected[member as usize]);
    let stable = || {
        framework
            .arguments()
            .all(|a| accepted[a as usize] || rejected[a as usize])
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

/// Runs the checks of the instances with `time` for each question and `each` for the questions of one framework, and
/// gives the questions not answered.
fn run(instances: &[Instance], time: Duration, each: Duration) -> Vec<String> {
    let mut late = Vec::new();
    let mut wrong = Vec::new();
    let (mut total, mut asked) = (Duration::ZERO, 0);
    for instance in instances {
        let start = Instant::now();
        let mut slowest = (Duration::ZERO, String::new());
        for (question, check) in checks(instance) {
            let asked_at = Instant::now();
            let left = each.saturating_sub(start.elapsed());
            match check(&Budget::lasting(time.min(left))) {
                Ok(None) => (),
                Ok(Some(problem)) => wrong.push(format!("{} {question}: {problem}", instance.name)),
                Err(Interrupted) => late.push(format!("{} {question}", instance.name)),
            }
            asked += 1;
            slowest = slowest.max((asked_at.elapsed(), question));
        }
        total += start.elapsed();
        println!(
            "{:8.3} s  {} (slowest: {} in {:.3} s)",
            start.elapsed().as_secs_f64(),
            instance.name,
            slowest.1,
            slowest.0.as_secs_f64(),
        );
    }
    println!("{:8.3} s  {asked} questions", total.as_secs_f64());
    println!("not answered in time: {}", late.len());
    assert!(wrong.is_empty(), "wrong: {wrong:#?}");
    late
}

/// As many questions as there is time for in a build that is not optimised.
#[test]
fn no_answer_is_wrong() {
    let instances = instances();
    for Instance {
        framework, answers, ..
    } in &instances
    {
        assert_eq!(framework.argument_count(), answers.arguments);
        assert_eq!(framework.attack_count(), answers.attacks);
    }
    run(
        &instances,
        Duration::from_millis(300),
        Duration::from_secs(1),
    );
}

#[test]
#[ignore = "takes an optimised build: cargo test --release --test iccma -- --ignored --nocapture"]
fn ten_seconds_suffice_for_every_answer() {
    let late = run(&instances(), Duration::from_secs(10), Duration::MAX);
    assert!(late.len() <= 2, "late: {late:#?}");
}
