//! `argmap stats`: counts what is in a map.

use argmap::answer::stats::{Count, Stats};
use argmap::printable::Shown;
use argmap::shown;

use super::human::count;
use super::load::MapArgument;
use super::output::{Format, print, print_json};
use super::paragraph::{Ink, Paragraph};
use super::select::SelectArgument;
use super::{CliError, Status, Terminal};

/// What `argmap stats` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    #[command(flatten)]
    select: SelectArgument,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Runs `argmap stats`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let (map, outcome) = args.map.open(terminal)?;
    let selected = args.select.set(&map)?;
    let stats = Stats::new(&map, selected.as_ref());
    match args.format {
        Format::Json => print_json(&stats)?,
        Format::Human => {
            terminal.paint_out();
            print(&table(&stats, terminal.width()))?;
        }
    }
    Ok(outcome)
}

/// Maximum number of names to list of each kind; JSON has them all.
const LISTED: usize = 20;

fn table(stats: &Stats, width: usize) -> Shown {
    let mut sheet = StatsTable::default();
    sheet.total("claims", stats.claims);
    sheet.share("quoted", stats.quoted, stats.claims);
    sheet.share("implicit", stats.implicit, stats.claims);
    sheet.share("assumed", stats.assumed, stats.claims);
    if stats.denied > 0 {
        sheet.share("denied", stats.denied, stats.claims);
    }
    sheet.share("leaves", stats.leaves, stats.claims);
    sheet.row("roots", stats.roots, Shown::new());
    if stats.circular > 0 {
        sheet.share("circular", stats.circular, stats.claims);
    }
    sheet.total("reasons", stats.reasons);
    sheet.share("linked", stats.linked, stats.reasons);
    sheet.row("depth", stats.depth, "on the longest chain".into());
    sheet.total("objections", stats.objections);
    sheet.total("undercuts", stats.undercuts);
    sheet.total("contradictions", stats.contradictions);
    sheet.total("contrasts", stats.contrasts);
    if stats.questions > 0 {
        sheet.total("questions", stats.questions);
    }
    if stats.restatements > 0 {
        sheet.total("restatements", stats.restatements);
    }
    sheet.total("quotations", stats.quotations);

    sheet.heading("claims by file", &stats.files);
    for file in stats.files.iter().take(LISTED) {
        let remark = shown!("{}", count(file.reasons, "reason"));
        sheet.row(&file.file, file.claims, remark);
    }
    sheet.more(&stats.files);
    let lists = [
        ("claims by language", &stats.languages),
        ("claims by speaker", &stats.speakers),
        ("claims by subject", &stats.subjects),
        ("claims by tag", &stats.tags),
    ];
    for (heading, counts) in lists {
        sheet.heading(heading, counts);
        for Count { name, claims, .. } in counts.iter().take(LISTED) {
            let stated = Some(name.as_str()).filter(|name| !name.is_empty());
            sheet.share(stated.unwrap_or("(not stated)"), *claims, stats.claims);
        }
        sheet.more(counts);
    }

    let mut out = Shown::new();
    if let Some(title) = &stats.title {
        for line in Paragraph::of(title, Ink::Strong).lines(width, width) {
            out += line.painted;
            out += "\n";
        }
        out += "\n";
    }
    sheet.paint(width, &mut out);
    out
}

/// Rows with a name, a count and a remark, in aligned columns.
#[derive(Default)]
struct StatsTable {
    rows: Vec<StatsRow>,
}

struct StatsRow {
    /// How far the name is indented, in blanks.
    indent: usize,
    name: Paragraph,
    count: String,
    remark: Shown,
}

impl StatsTable {
    fn add(&mut self, indent: usize, (name, style): (&str, Ink), count: String, remark: Shown) {
        self.rows.push(StatsRow {
            indent,
            name: Paragraph::of(name, style),
            count,
            remark,
        });
    }

    fn total(&mut self, name: &str, count: usize) {
        self.add(0, (name, Ink::Strong), count.to_string(), Shown::new());
    }

    fn share(&mut self, name: &str, count: usize, of: usize) {
        self.row(name, count, percent(count, of));
    }

    fn row(&mut self, name: &str, count: usize, remark: Shown) {
        self.add(2, (name, Ink::Plain), count.to_string(), remark);
    }

    /// Adds a heading after an empty row, unless nothing comes below it.
    fn heading<T>(&mut self, name: &str, below: &[T]) {
        if !below.is_empty() {
            self.add(0, ("", Ink::Plain), String::new(), Shown::new());
            self.add(0, (name, Ink::Strong), String::new(), Shown::new());
        }
    }

    /// Adds how many are not listed.
    fn more<T>(&mut self, all: &[T]) {
        if let Some(more @ 1..) = all.len().checked_sub(LISTED) {
            let name = format!("and {more} more");
            self.add(2, (&name, Ink::Dim), String::new(), Shown::new());
        }
    }

    fn paint(&self, width: usize, out: &mut Shown) {
        let widest =
            |column: fn(&StatsRow) -> usize| self.rows.iter().map(column).max().unwrap_or(0);
        let counts = widest(|row| row.count.len());
        let remarks = widest(|row| row.remark.len());
        let room = width.saturating_sub(counts + remarks + 4).max(8);
        let names = widest(|row| row.indent + row.name.columns()).min(room);
        for StatsRow {
            indent,
            name,
            count,
            remark,
        } in &self.rows
        {
            let lines = name.lines(names - indent, names - indent);
            let last = lines.len() - 1;
            for (number, line) in lines.iter().enumerate() {
                let mut row = Shown::blanks(*indent);
                if number < last || count.is_empty() {
                    row += &line.painted;
                } else {
                    row += line.padded(names - indent);
                    row += shown!("  {}", format!("{count:>counts$}"));
                }
                if number == last && !remark.is_empty() {
                    row += "  ";
                    row += Ink::Dim.paint(remark);
                }
                *out += row;
                *out += "\n";
            }
        }
    }
}

/// `count` as a percentage of `all`, empty if `all` is 0. It reads as 0 or 100 only if it is exactly that.
fn percent(count: usize, all: usize) -> Shown {
    if all == 0 {
        return Shown::new();
    }
    let rounded = (count * 100 + all / 2) / all;
    let percent = match count {
        0 => 0,
        _ if count == all => 100,
        _ => rounded.clamp(1, 99),
    };
    shown!("{:>3} %", percent)
}
