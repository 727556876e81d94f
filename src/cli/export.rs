//! `argmap export`: writes a map in another format.

use std::path::{Path, PathBuf};

use argmap::export::{self, Cluster, Dot, Flat, Page, Paint, Part, RankDir, Svg, around};
use argmap::layout;
use argmap::map::Map;
use argmap::printable::shown;
use argmap::proof::Proof;
use argmap::query::ClaimSet;
use argmap::reason::strength::GradualSemantics;
use argmap::reason::{Labelling, Strengths, Suppositions, af, grounded, strengths};
use argmap::shown;
use argmap::tree::{Tree, View};
use clap::ValueEnum;

use super::import::tell_losses;
use super::load::MapArgument;
use super::output::print_error;
use super::paragraph::Ink;
use super::relocate::inside;
use super::select::SelectArgument;
use super::show::{find_roots, language};
use super::{CliError, Status, Terminal, file, output};

/// What `argmap export` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  argmap export svg -o map.svg   a picture of the map
  argmap export svg --root alike --paint label -o alike.svg
                                 what bears on one claim, and what stands
  argmap export svg --depth 2 --titles -o overview.svg
                                 the main points, by their titles
  argmap export svg -o sheets/   an overview, and a sheet for each main branch
  argmap export html -o map.html a page to read and to show: opens in any browser
  argmap export dot | dot -Tpdf -o map.pdf
                                 the map drawn by Graphviz
  argmap export json -o map.json
                                 everything that the map says, for other programs
  argmap export af -o map.af     who attacks whom, for `argmap solve`")]
pub(crate) struct Args {
    /// The format to write
    #[arg(value_enum)]
    format: MapFormat,

    #[command(flatten)]
    map: MapArgument,

    /// The file to write, whole or not at all; without it, or with `-`, standard output
    ///
    /// For a picture, a folder (`-o sheets/`) gets an overview and a sheet for each main branch.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// For an abstract framework, also write a table of names to this file: the argument as written, a tab, and its name in the map
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,

    /// Write only this claim and everything that bears on it, as `argmap show --root` does; may be given several times
    #[arg(long, short, value_name = "ID")]
    root: Vec<String>,

    /// Write only this many levels of claims, from the thesis or from the claims of `--root`
    #[arg(long, short, value_name = "N")]
    depth: Option<u32>,

    /// Write only this claim and what is near it, at most `--steps` relations away; may be given several times
    #[arg(long, value_name = "ID", conflicts_with_all = ["root", "depth"])]
    around: Vec<String>,

    /// How many relations `--around` goes from its claim
    #[arg(long, value_name = "N", default_value_t = 2, requires = "around")]
    steps: usize,

    #[command(flatten)]
    select: SelectArgument,

    #[command(flatten)]
    drawing: PictureArgs,

    /// For a page, leave out the map's files and the engine with which its readers can ask what if: the page gets smaller
    #[arg(long)]
    fixed: bool,

    /// Write nothing and exit with 1 if the format has no place for something that the map says
    #[arg(long)]
    strict: bool,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MapFormat {
    /// A graph for Graphviz: `dot -Tsvg`, `dot -Tpng`
    Dot,
    /// A picture: scalable vector graphics
    Svg,
    /// A picture in pixels
    Png,
    /// A page for a browser: the argument, the text and the picture, in one file
    Html,
    /// The whole map, in a versioned shape
    Json,
    /// An abstract framework, `p af 3`: numbers, and their names as comments
    Af,
    /// An abstract framework, `arg(a).`, `att(a,b).`
    Apx,
    /// An abstract framework, the trivial graph format
    Tgf,
    /// Argdown: statements and arguments in a form like Markdown
    Argdown,
    /// JSON for the `arguebuf` tools
    Arguebuf,
    /// Pros and cons as Kialo's text
    Kialo,
    /// A report: nested lists with verdicts, quotations as footnotes
    Markdown,
    /// A flow chart for Mermaid
    Mermaid,
    /// A graph in XML, for Gephi, yEd and similar programs
    Graphml,
    /// A tree in LaTeX, by the package `forest`
    Latex,
    /// A list of claims, strategies and contexts, for assurance case tools
    Ltac,
    /// Tables in a folder, `-o FOLDER`: claims, steps, relations, questions
    Csv,
    /// The same tables in Parquet
    Parquet,
    /// The Argument Interchange Format in JSON
    Aif,
    /// The same with the text, as oAMF tools read it
    Xaif,
}

impl MapFormat {
    /// The format as one of other programs, if it is one.
    fn foreign(self) -> Option<&'static dyn export::ExportFormat> {
        let value = self.to_possible_value()?;
        let mut formats = export::FORMATS.iter().copied();
        formats.find(|format| format.name() == value.get_name())
    }
}

/// How a picture looks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pictures")]
struct PictureArgs {
    /// The language of the wording, such as `pt`
    #[arg(long, value_name = "TAG", value_parser = language)]
    lang: Option<String>,

    /// Draw only titles
    #[arg(long)]
    titles: bool,

    /// Frame claims by what they have in common
    #[arg(long, value_enum, value_name = "BY")]
    cluster: Option<ClusterBy>,

    /// What to fill claims by
    #[arg(long, value_enum, default_value_t = Fill::About, value_name = "BY")]
    paint: Fill,

    /// The direction from premises to conclusions: `bt` draws the thesis at the top, `rl` at the left
    ///
    /// Without it, `bt` or `rl`, whichever is closer to a picture of three by two.
    #[arg(long, value_enum, value_name = "DIRECTION", ignore_case = true)]
    rankdir: Option<Growth>,

    /// Add a legend to a graph for Graphviz; `svg` and `png` have one
    #[arg(long, conflicts_with = "no_legend")]
    legend: bool,

    /// Leave out the legend of `svg` and `png`
    #[arg(long)]
    no_legend: bool,

    /// The number of pixels of a `png` for one unit of an `svg`
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = scale)]
    scale: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Fill {
    /// Their subject
    About,
    /// What they do for what they lead to: support it, attack it, or undercut a step
    Relation,
    /// Whether the evaluation of the whole map accepts them, rejects them or leaves them undecided
    Label,
    /// How strongly they stand, from 0 to 1, by `argmap evaluate --strength quadratic-energy`
    Strength,
    /// Who holds them
    By,
    /// Nothing: all alike
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ClusterBy {
    /// Their subject
    About,
    /// The file that they are in
    File,
    /// Their first tag
    Tag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Growth {
    /// Upwards
    Bt,
    /// Downwards
    Tb,
    /// Rightwards
    Lr,
    /// Leftwards
    Rl,
}

/// Parses a factor from 0.1 to 10.
fn scale(text: &str) -> Result<f32, String> {
    let factor: Option<f32> = text.parse().ok();
    let factor = factor.filter(|factor| (0.1..=10.0).contains(factor));
    factor.ok_or_else(|| "it is a number from 0.1 to 10".to_owned())
}

/// What has been computed about claims, to choose their fill.
enum FillBasis {
    Nothing,
    Labels(Labelling),
    Strengths(Strengths),
}

impl PictureArgs {
    fn find(&self, map: &Map) -> FillBasis {
        let nothing = Suppositions::default();
        match self.paint {
            Fill::Label => FillBasis::Labels(grounded(map, &nothing)),
            Fill::Strength => {
                FillBasis::Strengths(strengths(map, GradualSemantics::QuadraticEnergy, &nothing))
            }
            Fill::About | Fill::Relation | Fill::By | Fill::None => FillBasis::Nothing,
        }
    }

    fn paint<'d>(&self, found: &'d FillBasis) -> Paint<'d> {
        match (self.paint, found) {
            (_, FillBasis::Labels(labelling)) => Paint::Label(labelling),
            (_, FillBasis::Strengths(strengths)) => Paint::Strength(strengths),
            (Fill::About, _) => Paint::About,
            (Fill::Relation, _) => Paint::Relation,
            (Fill::By, _) => Paint::By,
            (Fill::Label | Fill::Strength | Fill::None, FillBasis::Nothing) => Paint::Nothing,
        }
    }

    #[cfg(feature = "png")]
    fn png(&self, found: &FillBasis, part: Part<'_>) -> Result<Vec<u8>, CliError> {
        let picture = self.svg(found).draw(part);
        export::png(&picture, self.scale).map_err(|error| {
            CliError::with_help(
                shown(error),
                "write it as `svg`, draw only a part of it (`--depth`, `--root`), or make it smaller (`--scale`)",
            )
        })
    }

    #[cfg(not(feature = "png"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn png(&self, _: &FillBasis, _: Part<'_>) -> Result<Vec<u8>, CliError> {
        Err(CliError::with_help(
            "this argmap was built without PNG",
            "write it as `svg`, or build argmap with `--features png`",
        ))
    }

    fn cluster(&self) -> Option<Cluster> {
        self.cluster.map(|by| match by {
            ClusterBy::About => Cluster::About,
            ClusterBy::File => Cluster::File,
            ClusterBy::Tag => Cluster::Tag,
        })
    }

    fn svg<'d>(&'d self, found: &'d FillBasis) -> Svg<'d> {
        Svg {
            language: self.lang.as_deref(),
            titles: self.titles,
            paint: self.paint(found),
            cluster: self.cluster(),
            direction: self.rankdir.map(|conclusions| match conclusions {
                Growth::Bt => layout::Direction::Down,
                Growth::Tb => layout::Direction::Up,
                Growth::Lr => layout::Direction::Left,
                Growth::Rl => layout::Direction::Right,
            }),
            legend: !self.no_legend,
        }
    }

    fn dot<'d>(&'d self, found: &'d FillBasis) -> Dot<'d> {
        Dot {
            language: self.lang.as_deref(),
            titles: self.titles,
            paint: self.paint(found),
            cluster: self.cluster(),
            rankdir: self.rankdir.map(|direction| match direction {
                Growth::Bt => RankDir::BottomToTop,
                Growth::Tb => RankDir::TopToBottom,
                Growth::Lr => RankDir::LeftToRight,
                Growth::Rl => RankDir::RightToLeft,
            }),
            legend: self.legend,
        }
    }
}

impl Args {
    /// Writes a picture.
    fn draw(&self, found: &FillBasis, part: Part<'_>, path: Option<&Path>) -> Result<(), CliError> {
        match self.format {
            MapFormat::Svg => {
                let svg = self.drawing.svg(found);
                output::write_lines_with(path, |out| svg.write(part, out))
            }
            MapFormat::Png => {
                let png = self.drawing.png(found, part)?;
                output::write_with(path, |out| out.write_all(&png))
            }
            _ => {
                let dot = self.drawing.dot(found);
                output::write_lines_with(path, |out| dot.write(part, out))
            }
        }
    }

    /// The claims to write; `None` for all of them.
    fn claims(&self, map: &Map) -> Result<Option<ClaimSet>, CliError> {
        let selected = self.select.set(map)?;
        if !self.around.is_empty() {
            let centre = find_roots(map, &self.around)?;
            return Ok(Some(around(map, &centre, self.steps, selected.as_ref())));
        }
        let mut roots = find_roots(map, &self.root)?;
        if roots.is_empty() {
            if self.depth.is_none() {
                return Ok(selected);
            }
            roots.extend(map.thesis());
        }
        let view = View {
            roots: &roots,
            depth: self.depth,
            selected: selected.as_ref(),
            ..View::default()
        };
        Ok(Some(Tree::new(map, view).claims()))
    }
}

/// Runs `argmap export`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let claims = args.claims(&map)?;
    let part = Part {
        map: &map,
        claims: claims.as_ref(),
    };
    let path = args.output.as_deref();
    for written in [path, args.names.as_deref()].into_iter().flatten() {
        refuse_input(written, &map)?;
        refuse_map_file(written, &args.map)?;
    }
    let format = match args.format {
        MapFormat::Af => Some(af::FrameworkFormat::Af),
        MapFormat::Apx => Some(af::FrameworkFormat::Apx),
        MapFormat::Tgf => Some(af::FrameworkFormat::Tgf),
        _ => None,
    };
    if matches!(args.format, MapFormat::Csv | MapFormat::Parquet) {
        return write_tables(part, args.format, path).map(|()| outcome);
    }
    if let Some(foreign) = args.format.foreign() {
        let lost = foreign.losses(part);
        tell_losses(&lost, foreign.name(), terminal);
        if args.strict && !lost.is_empty() {
            return Ok(outcome.max(Status::Findings));
        }
        output::write_lines_with(path, |out| foreign.write(part, out))?;
        return Ok(outcome);
    }
    match (format, args.format) {
        (Some(format), _) => write_framework(part, format, args, terminal)?,
        (None, _) if args.names.is_some() => {
            return Err(CliError::with_help(
                "a table of names is for abstract frameworks",
                "leave out `--names`, or export `af`, `apx` or `tgf`",
            ));
        }
        (None, MapFormat::Html) => write_page(part, args, path)?,
        (None, MapFormat::Json) => output::write_with(path, |out| export::write_json(part, out))?,
        (None, _) => match path.filter(|path| is_folder(path)) {
            Some(folder) => write_sheets(part, args, folder)?,
            None => args.draw(&args.drawing.find(&map), part, path)?,
        },
    }
    Ok(outcome)
}

/// Writes a page.
fn write_page(part: Part<'_>, args: &Args, path: Option<&Path>) -> Result<(), CliError> {
    let page = Page {
        language: args.drawing.lang.as_deref(),
        fixed: args.fixed,
        ..Page::default()
    };
    let proof = Proof::new(part.map);
    output::write_lines_with(path, |out| page.write(part, &proof, out))
}

/// Writes the tables for a part of the map into a folder.
fn write_tables(part: Part<'_>, format: MapFormat, folder: Option<&Path>) -> Result<(), CliError> {
    let Some(folder) = folder.filter(|folder| folder.as_os_str() != "-") else {
        return Err(CliError::with_help(
            "tables are several files",
            "name a folder for them: `-o FOLDER`",
        ));
    };
    let tables: Vec<(String, Vec<u8>)> = if format == MapFormat::Parquet {
        parquet(part)?
    } else {
        let tables = export::csv(part).into_iter();
        tables
            .map(|table| (table.name, table.text.into_bytes()))
            .collect()
    };
    let files = tables.iter().map(|(name, bytes)| file::FileToWrite {
        path: PathBuf::from(name),
        text: bytes,
        permissions: None,
    });
    file::create_folder(folder, &files.collect::<Vec<_>>())
}

#[cfg(feature = "parquet")]
fn parquet(part: Part<'_>) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let tables = export::parquet(part).map_err(|error| CliError::new(shown(error)))?;
    Ok(tables
        .into_iter()
        .map(|table| (table.name, table.bytes))
        .collect())
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Part<'_>) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    Err(CliError::with_help(
        "this argmap was built without Parquet",
        "write the tables as `csv`, or build argmap with `--features parquet`",
    ))
}

/// Whether a path names a folder: an existing one, or one to be created.
fn is_folder(path: &Path) -> bool {
    let ends_so = path.as_os_str().as_encoded_bytes().last();
    path.is_dir() || ends_so.is_some_and(|&last| std::path::is_separator(char::from(last)))
}

/// Writes an overview and the main branches into a folder.
fn write_sheets(part: Part<'_>, args: &Args, folder: &Path) -> Result<(), CliError> {
    let found = args.drawing.find(part.map);
    let ending = match args.format {
        MapFormat::Svg => "svg",
        MapFormat::Png => "png",
        _ => "dot",
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| CliError::writing(&error, shown!("to `{}`", folder)))?;
    for sheet in export::sheets(part) {
        let path = folder.join(format!("{}.{ending}", sheet.name));
        refuse_input(&path, part.map)?;
        let part = Part {
            claims: Some(&sheet.claims),
            ..part
        };
        args.draw(&found, part, Some(&path))?;
    }
    Ok(())
}

/// Fails if the file to write was read for the map, as one of its files or as a source, whatever name it goes by.
fn refuse_input(written: &Path, map: &Map) -> Result<(), CliError> {
    let files = map.files();
    let own = files.files().iter().map(|file| PathBuf::from(&file.path));
    let own = own.map(|path| (path, "which is part of the map"));
    let sources = map.sources().filter_map(|(_, file, source)| {
        let folder = Path::new(&files.file(file).path).parent()?;
        let path = folder.join(&*source.path.as_ref()?.value);
        Some((path, "which is a source of the map"))
    });
    let same = own
        .chain(sources)
        .find(|(read, _)| file::is_same(written, read));
    match same {
        Some((read, what)) => Err(CliError::with_help(
            shown!("`{}` would overwrite `{}`, {}", written, read, what),
            "name another file",
        )),
        None => Ok(()),
    }
}

/// Fails if the file to write would be read as a file of the map: its name ends in `.toml`, and it is in the map's folder.
fn refuse_map_file(written: &Path, map: &MapArgument) -> Result<(), CliError> {
    let folder = map.path()?;
    let is_read = written.extension().is_some_and(|it| it == "toml")
        && folder.is_dir()
        && inside(&folder, &std::path::absolute(written).unwrap_or_default()).is_some();
    if is_read {
        return Err(CliError::with_help(
            shown!(
                "`{}` would be read as a file of the map: its name ends in `.toml`",
                written
            ),
            "nothing was written; give it another ending, or put it outside the map's folder",
        ));
    }
    Ok(())
}

/// Writes the part as an abstract framework, and reports what that cannot express.
fn write_framework(
    part: Part<'_>,
    format: af::FrameworkFormat,
    args: &Args,
    terminal: Terminal,
) -> Result<(), CliError> {
    let is_stdout = |path: Option<&PathBuf>| path.is_none_or(|path| path.as_os_str() == "-");
    if args.names.is_some() && is_stdout(args.names.as_ref()) && is_stdout(args.output.as_ref()) {
        return Err(CliError::with_help(
            "framework and names cannot both go to standard output",
            "name a file for one of them: `-o FILE` or `--names FILE`",
        ));
    }
    let is_one =
        |(names, output): (&PathBuf, &PathBuf)| names == output || file::is_same(names, output);
    if args
        .names
        .as_ref()
        .zip(args.output.as_ref())
        .is_some_and(is_one)
    {
        return Err(CliError::with_help(
            "framework and names cannot both be in one file",
            "name another file for one of them",
        ));
    }
    let flat = Flat::new(part, format).map_err(|error| CliError::new(shown(error)))?;
    output::write_lines_with(args.output.as_deref(), |out| flat.write(out))?;
    if let Some(names) = &args.names {
        output::write_lines_with(Some(names), |out| flat.write_names(out))?;
    }
    if flat.circular() > 0 {
        let (claims, rest) = match flat.circular() {
            1 => ("claim", "rests on itself"),
            _ => ("claims", "rest on themselves"),
        };
        terminal.paint_err();
        print_error(&shown!(
            "{} {} {} {}; a framework lets such a circle hold itself up, which\n  \
             `argmap evaluate` does not (see `argmap explain circular-support`)\n",
            Ink::Note.head("note"),
            flat.circular(),
            claims,
            rest
        ));
    }
    Ok(())
}
