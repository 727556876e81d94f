//! `argmap contrasts`: shows what the text contrasts with what, as a table.

use argmap::answer::contrasts::{Aspect, Contrasts};
use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use rustc_hash::FxHashMap;

use super::load::MapArgument;
use super::output::{Format, print, print_json};
use super::paragraph::{Ink, PaintedLine, Paragraph};
use super::select::SelectArgument;
use super::show::know_language;
use super::{CliError, Status, Terminal};

/// What `argmap contrasts` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    #[command(flatten)]
    select: SelectArgument,

    /// The language of the wordings, if a claim has it
    #[arg(long, short, value_name = "TAG")]
    lang: Option<String>,

    /// Show titles instead of wordings
    #[arg(long, short)]
    titles: bool,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// Width in columns, instead of the terminal's
    #[arg(long, short, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
}

/// Runs `argmap contrasts`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let selected = args.select.set(&map)?;
    if let Some(language) = &args.lang {
        know_language(&map, language)?;
    }
    let contrasts = Contrasts::new(&map, selected.as_ref(), args.lang.as_deref());
    match args.format {
        Format::Json => print_json(&contrasts)?,
        Format::Human => {
            terminal.paint_out();
            let painter = ContrastPainter {
                map: &map,
                language: args.lang.as_deref(),
                titles: args.titles,
                width: args.width.map_or_else(|| terminal.width(), usize::from),
            };
            print(&painter.paint(&contrasts))?;
        }
    }
    Ok(outcome)
}

/// How many blanks there are between columns.
const GAP: usize = 2;

/// A column narrower than this is hard to read, so the table is stacked instead.
const LEAST_COLUMN: usize = 20;

/// What is shown for an aspect without a name.
const NO_ASPECT: &str = "—";

struct ContrastPainter<'m, 'l> {
    map: &'m Map,
    language: Option<&'l str>,
    titles: bool,
    width: usize,
}

impl ContrastPainter<'_, '_> {
    fn paint(&self, contrasts: &Contrasts) -> Shown {
        if contrasts.contrasts.is_empty() {
            return "No claim is contrasted with another.\n".into();
        }
        let mut out = Shown::new();
        if !contrasts.by_subject.is_empty() {
            let subjects: Vec<&str> = contrasts.subjects.iter().map(AsRef::as_ref).collect();
            self.table(&subjects, &contrasts.by_subject, &mut out);
        }
        if !contrasts.others.is_empty() {
            if !out.is_empty() {
                out += "\n";
            }
            self.table(&["one side", "the other"], &contrasts.others, &mut out);
        }
        out
    }

    fn table(&self, subjects: &[&str], aspects: &[Aspect], out: &mut Shown) {
        let label = widest(aspects.iter().map(on)).clamp(2, (self.width / 4).max(2));
        let room = self.width.saturating_sub(label);
        let column = (room / subjects.len().max(1)).saturating_sub(GAP);
        if column >= LEAST_COLUMN {
            let layout = ColumnWidths { label, column };
            self.side_by_side(subjects, aspects, &layout, out);
        } else {
            self.stacked(subjects, aspects, out);
        }
    }

    fn side_by_side(
        &self,
        subjects: &[&str],
        aspects: &[Aspect],
        layout: &ColumnWidths,
        out: &mut Shown,
    ) {
        let head = |subject: &&str| Paragraph::of(subject, Ink::Strong);
        let heads = subjects.iter().map(head);
        let heads = heads.map(|head| head.lines(layout.column, layout.column));
        layout.row(&Paragraph::of("on", Ink::Strong), heads.collect(), out);
        for aspect in aspects {
            *out += "\n";
            let mut label = Paragraph::of(on(aspect), Ink::Contrast);
            let mut above: FxHashMap<usize, ClaimId> = FxHashMap::default();
            for row in &aspect.rows {
                let mut cells: Vec<Vec<PaintedLine>> = vec![Vec::new(); subjects.len()];
                for &(column, claim) in row {
                    // Whatever is the same as in the row above is not repeated.
                    if above.insert(column, claim) == Some(claim) {
                        continue;
                    }
                    if let Some(cell) = cells.get_mut(column) {
                        *cell = self.claim(claim).lines(layout.column, layout.column);
                    }
                }
                layout.row(&label, cells, out);
                label = Paragraph::default();
            }
        }
    }

    /// Shows each aspect as a heading, with each claim below it on its own lines.
    fn stacked(&self, subjects: &[&str], aspects: &[Aspect], out: &mut Shown) {
        const INDENT: usize = 2;
        let label = widest(subjects.iter().copied()).clamp(2, (self.width / 3).max(2));
        let layout = ColumnWidths {
            label,
            column: self.width.saturating_sub(INDENT + label + GAP).max(1),
        };
        for (number, aspect) in aspects.iter().enumerate() {
            if number > 0 {
                *out += "\n";
            }
            let heading = Paragraph::of(on(aspect), Ink::Contrast);
            for line in heading.lines(self.width, self.width) {
                *out += line.painted;
                *out += "\n";
            }
            for (number, row) in aspect.rows.iter().enumerate() {
                if number > 0 {
                    *out += "\n";
                }
                for &(column, claim) in row {
                    let subject = subjects.get(column).copied().unwrap_or_default();
                    let cell = self.claim(claim).lines(layout.column, layout.column);
                    let mut lines = Shown::new();
                    layout.row(&Paragraph::of(subject, Ink::Strong), vec![cell], &mut lines);
                    for line in lines.split_lines() {
                        *out += "  ";
                        *out += line;
                    }
                }
            }
        }
    }

    fn claim(&self, claim: ClaimId) -> Paragraph {
        let id = self.map.id(claim);
        let text = match &self.map.claim(claim).title {
            Some(title) if self.titles => title.value.as_ref(),
            _ if self.titles => "",
            _ => self.map.text(claim, self.language),
        };
        let mut cell = Paragraph::of(text, Ink::Plain);
        cell.push_word(&format!("({id})"), Ink::Dim);
        cell
    }
}

fn on(aspect: &Aspect) -> &str {
    aspect.on.as_deref().unwrap_or(NO_ASPECT)
}

/// How many columns the widest of the texts takes.
fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    let columns = texts.map(|text| Paragraph::of(text, Ink::Plain).columns());
    columns.max().unwrap_or_default()
}

/// The widths of a table's columns.
struct ColumnWidths {
    label: usize,
    column: usize,
}

impl ColumnWidths {
    /// Adds a label with cells next to it, on as many lines as the tallest takes.
    fn row(&self, label: &Paragraph, cells: Vec<Vec<PaintedLine>>, out: &mut Shown) {
        let mut columns = vec![(self.label, label.lines(self.label, self.label).into_iter())];
        columns.extend(
            cells
                .into_iter()
                .map(|lines| (self.column, lines.into_iter())),
        );
        let height = columns.iter().map(|(_, lines)| lines.len()).max();
        for _ in 0..height.unwrap_or_default() {
            let mut blanks = 0;
            for (width, lines) in &mut columns {
                let line = lines.next().unwrap_or_default();
                if line.columns > 0 {
                    *out += Shown::blanks(blanks);
                    *out += line.painted;
                    blanks = 0;
                }
                blanks += width.saturating_sub(line.columns) + GAP;
            }
            *out += "\n";
        }
    }
}
