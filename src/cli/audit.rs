//! `argmap audit`: checks whether what an answer quotes is in its sources.

mod markdown;
mod sources;

use std::path::{Path, PathBuf};

use argmap::audit::{self, Audit, AuditAnswer, AuditSource, Counts};
use argmap::diagnostic::Level;
use argmap::printable::Shown;
use argmap::render::{self, WorkTree};
use argmap::shown;

use super::file::{self, FileToWrite};
use super::human::{self, ReportLook};
use super::naming::counted;
use super::output::{print, print_error, print_json};
use super::paragraph::{Ink, Paragraph};
use super::{CliError, Status, Terminal, git, input};
use sources::Sources;

const EXAMPLES: &str = "\
Answers are Markdown (quotations with marks such as [1], (Smith, 2020), footnotes, links with text fragments; block quotations \
with a line `— NAME`), HTML, a Word document (DOCX), or the JSON of a service: Anthropic's citations, OpenAI's annotations, Gemini's grounding, \
Cohere's citations; one answer, an array, or one per line.

A source can be cited by its path, its file name with or without the extension, its title, or a name that `--source` gives it: the \
number of a document (`--source 0=paper.txt`), a URL, or anything else that the answer uses.

Only words are proven. Whether the answer's sentences follow from them is for a reader to judge.

Exit codes: 0 every quotation is proven, or its source is missing; 1 one is not there, or is in another source; with \
`--strict` also if a place is wrong, a source is missing, a source is cited without its words, or a quotation is not closed; 2 could not run.

Examples:
  argmap audit report.md --sources papers
                                       what to fix in the report, on its own lines
  argmap audit report.md --sources papers -o map
  argmap evaluate map --distrust unproven
                                       which of its claims no longer stand
  argmap audit answers.jsonl --sources papers --format json
                                       for a program: a thousand answers at once";

/// What `argmap audit` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Args {
    /// The answers to audit; `-` is standard input
    #[arg(required = true, value_name = "ANSWER")]
    answers: Vec<PathBuf>,

    /// A folder with the sources, or one source; may be given several times
    #[arg(long, value_name = "FOLDER")]
    sources: Vec<PathBuf>,

    /// A source, and the name that the answer gives it; may be given several times
    #[arg(long, value_name = "NAME=PATH")]
    source: Vec<String>,

    /// Write a map of the answers to this folder, with the sources that they quote: a new one, or an empty one
    #[arg(short, long, value_name = "MAP")]
    output: Option<PathBuf>,

    /// The output format
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    format: AuditFormat,

    /// Exit with 1 also if a place is wrong, a source is missing, or a source is cited without its words
    #[arg(long)]
    strict: bool,

    /// Draw with ASCII characters only
    #[arg(long, short)]
    ascii: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum AuditFormat {
    /// For people: what to fix, on the answer's own lines
    #[default]
    Human,
    /// One JSON object, versioned
    Json,
    /// A report in Markdown
    Markdown,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub annotations
    Github,
}

/// Runs `argmap audit`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let answers = read(&args.answers)?;
    let sources = Sources::read(&args.sources, &args.source, &args.answers)?;
    if sources.audited.is_empty() {
        return Err(CliError::with_help(
            "there is no source to look in",
            "name a folder with `--sources FOLDER`, or a file with `--source NAME=FILE`",
        ));
    }
    let audit = audit::audit(&answers, &sources.audited);
    let written = match args.output.as_deref() {
        Some(folder) => Some(write(&audit, &sources, folder)?),
        None => None,
    };
    terminal.paint_out();
    match args.format {
        AuditFormat::Json => print_json(&audit)?,
        AuditFormat::Markdown => print(&markdown::paint(&audit))?,
        AuditFormat::Human if audit.answers.is_empty() => {}
        AuditFormat::Human => print(&painted(&audit, args, terminal))?,
        AuditFormat::Sarif | AuditFormat::Github => {
            let (report, files) = audit.report();
            let tree = work_tree(&args.answers);
            print(&match args.format {
                AuditFormat::Sarif => {
                    let rules: Vec<_> = audit::RULES.iter().collect();
                    render::sarif_of(&report, &files, &tree, &rules)
                }
                _ => render::github(&report, &files, &tree),
            })?;
        }
    }
    terminal.paint_err();
    for source in &sources.audited {
        if let Err(why) = &source.text {
            print_error(&shown!(
                "{} cannot read the source `{}`: {}\n",
                Ink::Warning.head("warning"),
                source.path,
                why
            ));
        }
    }
    if let Some(written) = written {
        print_error(&written);
    }
    for unread in &audit.unread {
        print_error(&shown!(
            "{} cannot read `{}`: {}\n",
            Ink::Error.head("error"),
            unread.file,
            unread.why
        ));
    }
    Ok(if !audit.unread.is_empty() {
        Status::Unreadable
    } else if audit.is_proven() && (!args.strict || audit.is_flawless()) {
        Status::Fine
    } else {
        Status::Findings
    })
}

fn read(paths: &[PathBuf]) -> Result<Vec<AuditAnswer>, CliError> {
    let answers = paths.iter().map(|path| {
        let name = input::name(path);
        let bytes = input::read(path)?;
        Ok(AuditAnswer::load(name.into_string(), bytes))
    });
    answers.collect()
}

/// The repository that the answers are in.
fn work_tree(answers: &[PathBuf]) -> WorkTree {
    answers
        .first()
        .map_or_else(WorkTree::default, |path| git::work_tree(path))
}

/// Writes the map and the sources that it quotes, and returns the message about that.
fn write(audit: &Audit, sources: &Sources, folder: &Path) -> Result<Shown, CliError> {
    let map = audit.map(&sources.audited);
    let texts: Vec<(PathBuf, Vec<u8>)> = map
        .sources
        .iter()
        .filter_map(|(number, path)| Some((PathBuf::from(path), sources.files.get(*number)?)))
        .map(|(path, file)| Ok((path, input::read(file)?)))
        .collect::<Result<_, CliError>>()?;
    let mut files = vec![FileToWrite {
        path: PathBuf::from("map.toml"),
        text: map.toml.as_bytes(),
        permissions: None,
    }];
    files.extend(texts.iter().map(|(path, text)| FileToWrite {
        path: path.clone(),
        text,
        permissions: None,
    }));
    file::create_folder(folder, &files)?;
    Ok(shown!(
        "{}, {} in `{}`; next: `argmap check {}`, `argmap evaluate {} --distrust unproven`\n",
        counted(map.claims, "claim", "claims"),
        counted(map.sources.len(), "source", "sources"),
        folder,
        folder,
        folder
    ))
}

/// The findings, then a summary.
fn painted(audit: &Audit, args: &Args, terminal: Terminal) -> Shown {
    let (report, files) = audit.report();
    let look = ReportLook {
        paint: terminal.paint_out(),
        ascii: args.ascii,
        width: terminal.width(),
    };
    let mut text = human::findings(&report, &files, look);
    let width = look.width;
    for line in summary(&audit.summary) {
        text += line.block(width, 0, 2);
    }
    let count = |level| {
        let findings = report.diagnostics.iter();
        findings.filter(|finding| finding.level == level).count()
    };
    let (errors, warnings) = (count(Level::Deny), count(Level::Warn));
    let mut last = Paragraph::default();
    match (errors, warnings) {
        (0, 0) => last.push("nothing to fix", Ink::For),
        (0, _) => last.push(&format!("{warnings} to look at"), Ink::Warning),
        (_, 0) => last.push(&format!("{errors} to fix"), Ink::Error),
        _ => {
            last.push(&format!("{errors} to fix"), Ink::Error);
            last.push(",", Ink::Plain);
            last.push_word(&format!("{warnings} to look at"), Ink::Warning);
        }
    }
    last.push_word(
        "(words are proven, not that the sentences follow from them)",
        Ink::Dim,
    );
    text + last.block(width, 0, 2)
}

/// The counts in words, in two or three lines.
fn summary(counts: &Counts) -> Vec<Paragraph> {
    let mut quotations = Paragraph::default();
    let noun = if counts.quotations == 1 {
        "quotation"
    } else {
        "quotations"
    };
    quotations.push(
        &format!("{} {noun}: {} proven", counts.quotations, counts.proven),
        Ink::Strong,
    );
    let mut details = Vec::new();
    for (count, what) in [
        (counts.loose, "loosely"),
        (counts.ambiguous, "in several places"),
        (counts.wrong_place, "in a wrong place"),
    ] {
        if count > 0 {
            details.push(format!("{count} {what}"));
        }
    }
    if !details.is_empty() {
        quotations.push_word(&format!("({})", details.join(", ")), Ink::Plain);
    }
    for (count, what, style) in [
        (counts.not_there, "not there", Ink::Error),
        (counts.wrong_source, "in another source", Ink::Error),
        (counts.source_missing, "without their source", Ink::Warning),
    ] {
        if count > 0 {
            quotations.push(",", Ink::Plain);
            quotations.push_word(&format!("{count} {what}"), style);
        }
    }
    let share = counts.backed_share();
    let share = share.map(|share| format!(" ({:.0} %)", share * 100.0));
    let mut sentences = Paragraph::default();
    let noun = if counts.sentences == 1 {
        "sentence"
    } else {
        "sentences"
    };
    sentences.push(
        &format!(
            "{} {noun}: {} backed by proven words{}",
            counts.sentences,
            counts.backed,
            share.unwrap_or_default()
        ),
        Ink::Strong,
    );
    let rest = counts.sentences - counts.backed - counts.refuted - counts.uncited_words;
    for (count, what) in [
        (counts.refuted, "by words that are not there"),
        (counts.uncited_words, "citing without proof"),
        (rest, "citing nothing"),
    ] {
        if count > 0 {
            sentences.push(&format!(", {count} {what}"), Ink::Plain);
        }
    }
    let mut lines = vec![quotations, sentences];
    if counts.too_short > 0 {
        let mut line = Paragraph::default();
        let text = format!(
            "{} between quotation marks too short to be looked for",
            counted(counts.too_short, "piece", "pieces")
        );
        line.push(&text, Ink::Plain);
        lines.insert(1, line);
    }
    lines
}

/// Sources as they are passed to the library.
type Audited = Vec<AuditSource>;
