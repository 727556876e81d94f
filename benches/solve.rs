//! How long `argmap solve` takes on the competition's frameworks, with one process per question: `just bench`.
//!
//! The variable `ICCMA` names the folder of frameworks and answers (see `tests/it/competition.rs`). Every question is a
//! run of the program with a limit of ten seconds. Every answer is judged. If the variable `PEER` has a command, such
//! as `scalop solve -c --logging-level off`, that solver gets the same questions in turn, with `-p`, `-f` and `-a`
//! appended; lists and counts are left out, as the competition of 2023 does not ask for them.
//!
//! Reports the seconds from start to end and, on Linux, processor seconds, which a busy machine distorts less.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may fail"
)]

#[path = "../tests/it/competition.rs"]
mod competition;
mod processor;
mod program;

use std::process::Command;
use std::time::{Duration, Instant};

use argmap::reason::af::Task;
use competition::{Instance, Question, instances};
use processor::processor;
use program::output;

const TIME: Duration = Duration::from_secs(10);

/// Maximum number of hard frameworks listed one by one.
const TOLD: usize = 12;

fn main() {
    let mut solvers = vec![Solver::new(env!("CARGO_BIN_EXE_argmap"), &["solve"])];
    let peer = std::env::var("PEER").unwrap_or_default();
    let words: Vec<&str> = peer.split_whitespace().collect();
    if let [program, arguments @ ..] = words.as_slice() {
        solvers.push(Solver::new(program, arguments));
    }
    let mut instances = instances();
    for instance in &instances {
        ask_all(instance, &mut solvers);
    }
    if instances.is_empty() {
        return;
    }
    for solver in &solvers {
        println!("{}: {}", solver.program, solver.command.join(" "));
    }
    println!();
    for kind in Kind::ALL {
        table(kind, &solvers);
    }
    let hardness = |instance: &Instance| {
        let hard = solvers[0].of_framework(instance.name());
        hard.map(|run| run.seconds).sum::<f64>()
    };
    instances.sort_by(|one, two| hardness(two).total_cmp(&hardness(one)));
    frameworks(&instances[..TOLD.min(instances.len())], &solvers);
    for run in solvers.iter().flat_map(|solver| &solver.runs) {
        match &run.end {
            End::Right => (),
            End::Late => println!("late: {} {}", run.framework, run.question),
            End::Wrong(fault) => println!("wrong: {} {}", run.framework, fault.trim_end()),
        }
    }
    let wrong = |run: &&Run| matches!(run.end, End::Wrong(_));
    assert_eq!(
        solvers[0].runs.iter().filter(wrong).count(),
        0,
        "no answer may be wrong"
    );
}

struct Solver {
    program: String,
    command: Vec<String>,
    runs: Vec<Run>,
}

/// One question asked of one solver.
struct Run {
    framework: String,
    question: String,
    kind: Kind,
    seconds: f64,
    processor: f64,
    end: End,
}

enum End {
    Right,
    Wrong(String),
    Late,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `SE`, `DC` and `DS`, which the competition of 2023 asks for.
    Decide,
    /// `EE` and `CE`.
    List,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Decide, Self::List];

    fn of(task: Task) -> Self {
        match task {
            Task::Enumerate | Task::Count => Self::List,
            Task::SomeExtension | Task::Credulous | Task::Sceptical => Self::Decide,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Decide => "SE, DC, DS",
            Self::List => "EE, CE",
        }
    }
}

/// Asks every solver every question about a framework, right after each other. The solvers take turns in being first.
fn ask_all(instance: &Instance, solvers: &mut [Solver]) {
    for (number, question) in instance.answers.questions().iter().enumerate() {
        let first = number % solvers.len();
        for turn in 0..solvers.len() {
            let index = (first + turn) % solvers.len();
            if index == 0 || Kind::of(question.problem.task) == Kind::Decide {
                solvers[index].ask(instance, question);
            }
        }
    }
}

impl Solver {
    fn new(program: &str, arguments: &[&str]) -> Self {
        let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
        let command = std::iter::once(&program).chain(arguments);
        Self {
            program: name.to_owned(),
            command: command.map(|&word| word.to_owned()).collect(),
            runs: Vec::new(),
        }
    }

    fn ask(&mut self, instance: &Instance, question: &Question<'_>) {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]);
        command.args(["-p", &question.problem.to_string(), "-f"]);
        command.arg(&instance.path);
        if let Some(argument) = question.argument {
            command.args(["-a", &(argument + 1).to_string()]);
        }
        if let Some(limit) = question.limit {
            command.args(["--limit", &limit.to_string()]);
        }
        let before = processor();
        let start = Instant::now();
        let answer = output(&mut command, |_| start.elapsed() > TIME);
        self.runs.push(Run {
            framework: instance.name().to_owned(),
            question: question.to_string(),
            kind: Kind::of(question.problem.task),
            seconds: start.elapsed().as_secs_f64(),
            processor: processor() - before,
            end: match answer {
                None => End::Late,
                Some(answer) => match question.fault(&instance.framework, &answer) {
                    None => End::Right,
                    Some(fault) => End::Wrong(fault),
                },
            },
        });
    }

    fn of_framework<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Run> {
        self.runs.iter().filter(move |run| run.framework == name)
    }
}

fn table(kind: Kind, solvers: &[Solver]) {
    println!(
        "{:<12} {:>10} {:>9} {:>6} {:>6} {:>9} {:>10}",
        kind.name(),
        "questions",
        "right",
        "wrong",
        "late",
        "seconds",
        "processor"
    );
    for solver in solvers {
        let runs = || solver.runs.iter().filter(|run| run.kind == kind);
        let ended = |end: fn(&End) -> bool| runs().filter(|run| end(&run.end)).count();
        if runs().next().is_some() {
            println!(
                "{:<12} {:>10} {:>9} {:>6} {:>6} {:>9.1} {:>10.1}",
                solver.program,
                runs().count(),
                ended(|end| matches!(end, End::Right)),
                ended(|end| matches!(end, End::Wrong(_))),
                ended(|end| matches!(end, End::Late)),
                runs().map(|run| run.seconds).sum::<f64>(),
                runs().map(|run| run.processor).sum::<f64>(),
            );
        }
    }
    println!();
}

/// Prints the processor seconds for each framework: for each solver on the questions asked of all, then for lists and
/// counts.
fn frameworks(instances: &[Instance], solvers: &[Solver]) {
    println!("processor's seconds, hardest first; the slowest question");
    for instance in instances {
        let name = instance.name();
        let sum = |solver: &Solver, kind: Kind| {
            let runs = solver.of_framework(name).filter(|run| run.kind == kind);
            // An empty sum is -0.
            runs.map(|run| run.processor).sum::<f64>() + 0.0
        };
        for solver in solvers {
            print!("{:>8.2}", sum(solver, Kind::Decide));
        }
        let slowest = solvers[0]
            .of_framework(name)
            .max_by(|one, two| one.seconds.total_cmp(&two.seconds))
            .unwrap();
        println!(
            " {:>8.2}  {name} ({} {:.2})",
            sum(&solvers[0], Kind::List),
            slowest.question,
            slowest.seconds
        );
    }
}
