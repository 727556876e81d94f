//! Abstract frameworks of many shapes, generated for measuring, and how long `argmap solve` takes on them: `just race`.
//!
//! Every question is a run of the program of at most `LIMIT` processor seconds (60 if the variable is not set). Every
//! answer is judged without argmap's own solver (see `judge`). On Linux, the peak memory of the largest run is printed
//! beside the seconds, in MB.
//!
//! If the variable `PEER` has a command, such as `scalop solve -c --logging-level off`, that solver gets the same
//! questions in turn, and the decisions are compared. `ONLY` restricts the frameworks to those whose names contain it.
//! `ARGUMENTS` is how many arguments of each framework are asked about (2 by default). `FRAMEWORKS` is a folder with
//! files in the competition's format to add. With `EACH`, the seconds of every question are printed.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may fail"
)]

mod frameworks;
mod judge;
mod processor;
mod program;

use std::cell::Cell;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use argmap::reason::af::{
    Argument, Budget, Framework, FrameworkFormat, Problem, Semantics, Task, some_extension,
};
use frameworks::{Made, Random};
use judge::{Answer, Verdict, judge};
use processor::processor;
use program::output;

const SEMANTICS: [Semantics; 5] = [
    Semantics::Preferred,
    Semantics::Stable,
    Semantics::SemiStable,
    Semantics::Ideal,
    Semantics::Complete,
];

fn main() {
    let mut solvers = vec![Solver::new(&format!(
        "{} solve",
        env!("CARGO_BIN_EXE_argmap")
    ))];
    if let Ok(peer) = std::env::var("PEER") {
        solvers.push(Solver::new(&peer));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let only = std::env::var("ONLY").unwrap_or_default();
    println!("processor's seconds for all questions; late, wrong, MB");
    for made in all() {
        if !made.name.contains(&only) {
            continue;
        }
        let path = folder.path().join(format!("{}.af", made.name));
        fs::write(&path, written(&made.framework)).expect("room on the disk");
        race(&made, &path, &mut solvers);
    }
    println!();
    for solver in &solvers {
        solver.sum_up();
    }
    let wrong = solvers[..1].iter().map(|argmap| argmap.wrong).sum::<u32>();
    assert_eq!(wrong, 0, "no answer may be wrong");
}

/// The generated frameworks, and those in the folder that `FRAMEWORKS` names.
fn all() -> Vec<Made> {
    let mut all = frameworks::all();
    let Ok(folder) = std::env::var("FRAMEWORKS") else {
        return all;
    };
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "af"));
    paths.sort();
    all.extend(paths.iter().map(|path| {
        Made {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            framework: FrameworkFormat::Af
                .parse(&fs::read_to_string(path).unwrap())
                .unwrap(),
        }
    }));
    all
}

/// The framework in the competition's format.
fn written(framework: &Framework) -> String {
    let mut text = format!("p af {}\n", framework.argument_count());
    for (source, target) in framework.attacks() {
        writeln!(text, "{} {}", source + 1, target + 1).expect("a text takes all");
    }
    text
}

/// Asks every solver every question about a framework. The solvers take turns in being first.
fn race(made: &Made, path: &Path, solvers: &mut [Solver]) {
    let before: Vec<(f64, u32, u32)> = solvers.iter().map(Solver::account).collect();
    for solver in solvers.iter_mut() {
        solver.peak = 0;
    }
    for (number, (problem, argument)) in questions(&made.framework).into_iter().enumerate() {
        let mut answers: Vec<Option<(f64, Option<Answer>)>> = vec![None; solvers.len()];
        for turn in 0..solvers.len() {
            let index = (number + turn) % solvers.len();
            answers[index] = Some(solvers[index].ask(problem, argument, path));
        }
        let question = match argument {
            Some(argument) => format!("{} {problem} {}", made.name, argument + 1),
            None => format!("{} {problem}", made.name),
        };
        if std::env::var_os("EACH").is_some() {
            let seconds = answers
                .iter()
                .flatten()
                .map(|(seconds, answer)| match answer {
                    Some(_) => format!(" {seconds:.2}"),
                    None => " late".to_owned(),
                });
            println!("{question}:{}", seconds.collect::<String>());
        }
        // There is only one ideal extension. For other semantics, only the decisions must agree.
        let is_sole = problem.semantics == Semantics::Ideal && argument.is_none();
        let mut decisions = Vec::new();
        for (solver, answer) in solvers.iter_mut().zip(&answers) {
            let Some((_, Some(answer))) = answer else {
                continue;
            };
            let extension = answer.witness.as_ref().filter(|_| is_sole);
            decisions.push((answer.yes, extension));
            if let Verdict::Wrong(fault) = judge(&made.framework, problem, argument, answer) {
                solver.wrong += 1;
                println!("wrong: {} {question}: {fault}", solver.name);
            }
        }
        if decisions.windows(2).any(|pair| pair[0] != pair[1]) {
            println!("one of them is wrong: {question}");
        }
        if let [Some((argmap, answer)), Some((peer, other))] = answers.as_slice() {
            let slower = *argmap > 2.0 * peer && *argmap > 0.5;
            if (answer.is_none() && other.is_some()) || slower {
                println!("slower: {question}: {argmap:.2} to {peer:.2}");
            }
        }
    }
    print!("{:<32}", made.name);
    for (solver, (seconds, late, wrong)) in solvers.iter().zip(before) {
        let (all, all_late, all_wrong) = solver.account();
        let (late, wrong) = (all_late - late, all_wrong - wrong);
        let peak = solver.peak / 1024;
        print!(" {:>9.2} {late:>3} {wrong:>2} {peak:>5}", all - seconds);
    }
    println!();
}

/// `SE` under each semantics, and `DC` and `DS` for two arguments, or `ARGUMENTS` if set, that the grounded extension
/// leaves undecided, if any.
fn questions(framework: &Framework) -> Vec<(Problem, Option<Argument>)> {
    let grounded = some_extension(framework, Semantics::Grounded, &Budget::unlimited());
    let grounded = grounded.unwrap().unwrap_or_default();
    let mut settled = vec![false; framework.argument_count() as usize];
    for &member in &grounded {
        settled[member as usize] = true;
        for &target in framework.targets(member) {
            settled[target as usize] = true;
        }
    }
    let open: Vec<Argument> = framework
        .arguments()
        .filter(|&argument| !settled[argument as usize])
        .collect();
    let asked = std::env::var("ARGUMENTS").map_or(2, |asked| asked.parse().expect("a number"));
    let mut random = Random(u64::from(framework.argument_count()));
    let mut questions = Vec::new();
    for semantics in SEMANTICS {
        let problem = |task| Problem { task, semantics };
        questions.push((problem(Task::SomeExtension), None));
        for task in [Task::Credulous, Task::Sceptical] {
            for _ in 0..asked {
                if let Some(&argument) = open.get(random.below(open.len() as u32) as usize) {
                    questions.push((problem(task), Some(argument)));
                }
            }
        }
    }
    questions
}

struct Solver {
    name: String,
    command: Vec<String>,
    runs: u32,
    seconds: f64,
    late: u32,
    wrong: u32,
    /// The memory of the largest run on the current framework, in kB.
    peak: u64,
}

impl Solver {
    fn new(command: &str) -> Self {
        let command: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        let program = command.first().expect("a command");
        Self {
            name: program
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or(program)
                .to_owned(),
            command,
            runs: 0,
            seconds: 0.0,
            late: 0,
            wrong: 0,
            peak: 0,
        }
    }

    fn account(&self) -> (f64, u32, u32) {
        (self.seconds, self.late, self.wrong)
    }

    /// The processor seconds, and the answer if it came in time.
    fn ask(
        &mut self,
        problem: Problem,
        argument: Option<Argument>,
        path: &Path,
    ) -> (f64, Option<Answer>) {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]);
        command.args(["-p", &problem.to_string(), "-f"]).arg(path);
        if let Some(argument) = argument {
            command.args(["-a", &(argument + 1).to_string()]);
        }
        let (seconds, peak, text) = run(&mut command);
        self.peak = self.peak.max(peak);
        let answer = text.and_then(|text| Answer::read(&text, problem.task));
        self.runs += 1;
        self.seconds += seconds;
        self.late += u32::from(answer.is_none());
        (seconds, answer)
    }

    fn sum_up(&self) {
        println!(
            "{}: {} questions, {} late, {} wrong, {:.1} seconds",
            self.name, self.runs, self.late, self.wrong, self.seconds
        );
    }
}

/// The processor seconds of a command, its peak memory in kB, and what it prints if it ends in time.
fn run(command: &mut Command) -> (f64, u64, Option<String>) {
    let limit = std::env::var("LIMIT").map_or(60.0, |limit| limit.parse().expect("a number"));
    let before = processor();
    let most = Cell::new(0);
    let text = output(command, |child| {
        most.set(peak(child).max(most.get()));
        spent(child) > limit
    });
    (processor() - before, most.get(), text)
}

/// The peak memory of a run so far, in kB, as reported by Linux.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|kb| kb.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// The processor seconds of a run that has not ended, as reported by Linux.
fn spent(child: &Child) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap_or(0.0) / 100.0)
        .sum()
}
