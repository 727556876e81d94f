//! `argmap solve`: answers questions about an abstract argumentation framework, in the format of the ICCMA competition.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use argmap::nearest::nearest;
use argmap::printable::{Shown, shown};
use argmap::reason::af::{self, AnswerError, Argument, Budget, Framework, Problem, answer};
use argmap::shown;
use clap::builder::PossibleValue;

use super::completed::Completed;
use super::output::{STDOUT, print};
use super::timeout::seconds;
use super::{CliError, Status, Terminal, input};

const EXAMPLES: &str = "\
A TASK asks, under a semantics, for
  SE  some extension            GR   grounded        ST   stable
  DC  is ARG in one of them?    CO   complete        SST  semi-stable
  DS  is ARG in all of them?    PR   preferred       STG  stage
  EE  every extension           ID   ideal
  CE  the number of extensions
and the answer is `w` and the arguments of an extension; `YES` or `NO`, followed by such a line if an extension \
proves it; a list; or a number. If there is no stable extension, SE-ST answers `NO`.

Examples:
  argmap solve -p SE-PR -f x.af            a preferred extension
  argmap solve -p DC-ST -f x.apx -a a1     is a1 in some stable extension?
  argmap solve -p CE-CO -f - --timeout 10  how many complete extensions does standard input have?";

/// If there are more arguments than this, an error does not list them all.
const LISTED: usize = 10;

/// What `argmap solve` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = EXAMPLES,
    override_usage = "argmap solve -p <TASK> -f <FILE> [-a <ARG>] [OPTIONS]"
)]
pub(crate) struct Args {
    /// What to find: a task and a semantics, such as `DC-PR`
    #[arg(
        short, long, value_name = "TASK", required_unless_present_any = ["problems", "formats"],
        value_parser = Completed(problems), hide_possible_values = true
    )]
    problem: Option<String>,

    /// The file of the framework, or `-` for standard input
    #[arg(short, long, value_name = "FILE", required_unless_present_any = ["problems", "formats"])]
    file: Option<PathBuf>,

    /// The argument that DC and DS ask about
    #[arg(short, long, value_name = "ARG", allow_hyphen_values = true)]
    argument: Option<String>,

    /// The format of the file [default: from the end of its name, or else from its text]
    ///
    /// The competition's older rules call it `-fo`, which also works.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<SolveFormat>,

    /// List or count at most N extensions
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Give up after this time, with exit code 2
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    /// Print the problems that can be solved
    #[arg(long, exclusive = true)]
    problems: bool,

    /// Print the formats that can be read
    #[arg(long, exclusive = true)]
    formats: bool,
}

/// What a framework is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SolveFormat {
    /// `p af 3`, then a line `1 2` for each attack: the competition's since 2023
    Af,
    /// `arg(a).` and `att(a,b).`
    Apx,
    /// A line for each argument, a line `#`, a line `a b` for each attack
    Tgf,
}

impl From<SolveFormat> for af::FrameworkFormat {
    fn from(format: SolveFormat) -> Self {
        match format {
            SolveFormat::Af => Self::Af,
            SolveFormat::Apx => Self::Apx,
            SolveFormat::Tgf => Self::Tgf,
        }
    }
}

fn problems() -> Vec<PossibleValue> {
    let names = Problem::all().map(|problem| PossibleValue::new(problem.to_string()));
    names.collect()
}

/// The command line, with the `-fo FORMAT` of the competition's older rules turned into `--format FORMAT`.
pub(crate) fn spelt_out(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|command| command == "solve") {
        for argument in &mut arguments {
            if argument == "-fo" {
                *argument = "--format".into();
            }
        }
    }
    arguments
}

/// Runs `argmap solve`.
pub(crate) fn run(args: &Args, _: Terminal) -> Result<Status, CliError> {
    if args.problems {
        print(&list(Problem::all().map(|problem| problem.to_string())))?;
        return Ok(Status::Fine);
    }
    if args.formats {
        let formats = af::FrameworkFormat::ALL.iter();
        print(&list(formats.map(|format| format.name())))?;
        return Ok(Status::Fine);
    }
    let budget = args.timeout.map_or_else(Budget::unlimited, Budget::lasting);
    let (Some(problem), Some(path)) = (&args.problem, &args.file) else {
        // clap requires both, unless the command lists something.
        return Ok(Status::Fine);
    };
    let problem = known(problem)?;
    let asked = asked(problem, args.argument.as_deref())?;
    let framework = read(path, args.format)?;
    let argument = asked.map(|name| find(&framework, name)).transpose()?;
    solve(&framework, problem, argument, args, &budget)?;
    Ok(Status::Fine)
}

/// A list in the format in which solvers of the competition print what they can do.
fn list(names: impl Iterator<Item = impl AsRef<str>>) -> Shown {
    let names: Vec<_> = names.collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    shown!("[{}]\n", names.join(","))
}

fn known(problem: &str) -> Result<Problem, CliError> {
    let known = problem.parse::<Problem>();
    known.map_err(|unknown| CliError::with_help(shown(unknown.message()), shown(unknown.help())))
}

/// The name of the argument asked about. There must be one exactly if the task needs one.
fn asked(problem: Problem, name: Option<&str>) -> Result<Option<&str>, CliError> {
    let (problem_name, semantics) = (shown(problem), shown(problem.semantics));
    match (problem.task.needs_argument(), name) {
        (true, None) => Err(CliError::with_help(
            shown!(
                "{} asks about one argument, and none is named",
                problem_name
            ),
            "name it: `-a ARG`",
        )),
        (false, Some(_)) => Err(CliError::with_help(
            shown!("{} asks about no argument", problem_name),
            shown!(
                "leave out `-a`, or ask `DC-{}` or `DS-{}`",
                semantics,
                semantics
            ),
        )),
        (_, name) => Ok(name),
    }
}

fn read(path: &Path, format: Option<SolveFormat>) -> Result<Framework, CliError> {
    let bytes = input::read(path)?;
    let name = input::name(path);
    let text = String::from_utf8(bytes).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..start).unwrap_or_default();
        let line = before.split(|&byte| byte == b'\n').count();
        CliError::with_help(
            shown!("{}:{}: this is not UTF-8", name, line),
            "name a file of format af, apx or tgf",
        )
    })?;
    let of_file = || af::FrameworkFormat::of(path, &text);
    let format = format.map_or_else(of_file, af::FrameworkFormat::from);
    format.parse(&text).map_err(|error| {
        let help = shown!(
            "the file is read as {}; `--format` names another",
            format.name()
        );
        CliError::with_help(shown!("{}:{}", name, shown(error)), help)
    })
}

fn find(framework: &Framework, name: &str) -> Result<Argument, CliError> {
    framework.find(name).ok_or_else(|| {
        let help = if framework.argument_count() == 0 {
            Shown::from("the framework has no arguments")
        } else if framework.is_numbered() {
            shown!("its arguments are 1 to {}", framework.argument_count())
        } else {
            let names: Vec<_> = framework.arguments().map(|a| framework.name(a)).collect();
            let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
            match nearest(name, names.iter().copied()) {
                Some(near) => shown!("did you mean `{}`?", near),
                None if names.len() > LISTED => shown!("it has {} others", names.len()),
                None => shown!("its arguments are `{}`", names.join("`, `")),
            }
        };
        CliError::with_help(shown!("the framework has no argument `{}`", name), help)
    })
}

fn solve(
    framework: &Framework,
    problem: Problem,
    argument: Option<Argument>,
    args: &Args,
    budget: &Budget,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let answered = answer(framework, problem, argument, args.limit, budget, &mut out);
    let breaks_off = matches!(answered, Err(AnswerError::Interrupted));
    if breaks_off && problem.task == af::Task::Enumerate {
        // What is printed next starts on a new line.
        let _ = writeln!(out);
    }
    let flushed = out.flush().map_err(AnswerError::Io);
    answered.and(flushed).map_err(|error| match error {
        AnswerError::Io(error) => CliError::writing(&error, STDOUT),
        AnswerError::Interrupted => late(problem, args.timeout.unwrap_or_default()),
        AnswerError::ArgumentMissing => CliError::new(shown(error)),
    })
}

fn late(problem: Problem, time: Duration) -> CliError {
    let breaks_off = match problem.task {
        af::Task::Enumerate => "; the list is incomplete",
        _ => "",
    };
    CliError::with_help(
        shown!(
            "no answer to {} within {} s{}",
            shown(problem),
            time.as_secs_f64(),
            breaks_off
        ),
        "give it more time with `--timeout`, or leave the option out",
    )
}
