//! `argmap explain`: prints the pages of rules.

use std::fmt::Write;

use argmap::audit;
use argmap::check::{RULES, Rule, find, nearest};
use argmap::diagnostic::Level;
use argmap::printable::Shown;
use argmap::shown;
use colored::{ColoredString, Colorize};

use super::output::Format;
use super::{CliError, Status, Terminal, output, page};

/// What `argmap explain` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The rule to explain, such as `circular-support`, or `all`; without it, all rules are listed
    #[arg(value_name = "RULE")]
    rule: Option<String>,

    /// The output format
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Runs `argmap explain`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    terminal.paint_out();
    let named = match args.rule.as_deref() {
        None | Some(ALL) => None,
        Some(name) => Some(known(name)?),
    };
    let rules: Vec<_> = match named {
        Some(rule) => vec![rule],
        None => RULES.to_vec(),
    };
    // The pages are part of this program, so they are safe to show.
    let text = match args.format {
        Format::Json => json(&rules),
        Format::Human if args.rule.is_none() => Shown::trusted(list(terminal.width())),
        Format::Human => Shown::trusted(pages(&rules, terminal.width())),
    };
    output::print(&text)?;
    Ok(Status::Fine)
}

/// The name that stands for every rule.
const ALL: &str = "all";

/// The pages of rules, one after another.
fn pages(rules: &[&Rule<'_>], width: usize) -> String {
    let pages: Vec<_> = rules.iter().map(|rule| explain(rule, width)).collect();
    pages.join("\n\n")
}

fn json(rules: &[&Rule<'_>]) -> Shown {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            serde_json::json!({
                "name": rule.name.as_str(),
                "level": rule.level.name(),
                "summary": rule.summary,
                "page": rule.page,
            })
        })
        .collect();
    // Only maps whose keys are not strings cannot be written as JSON, and there are none here.
    Shown::json(&serde_json::json!({ "version": 1, "rules": rules })).unwrap_or_default()
}

fn known(name: &str) -> Result<&'static Rule<'static>, CliError> {
    let of_audits = || audit::RULES.iter().find(|rule| rule.name.as_str() == name);
    find(name).or_else(of_audits).ok_or_else(|| {
        let help = match nearest(name) {
            Some(near) => shown!("did you mean `{}`?", near),
            None => Shown::from("`argmap explain` lists all rules"),
        };
        CliError::with_help(shown!("there is no rule `{}`", name), help)
    })
}

/// A rule's page, with the rule's level next to its title.
fn explain(rule: &Rule<'_>, width: usize) -> String {
    let title = format!("# {}", rule.name);
    let body = rule.page.strip_prefix(&title).unwrap_or(rule.page);
    format!(
        "{}  {}{}\n\n{}",
        rule.name.as_str().bold(),
        paint(rule.level, rule.level.name()),
        " unless you say otherwise".dimmed(),
        page::in_terminal(body, width)
    )
}

/// All rules, one per line: name, level, summary.
fn list(width: usize) -> String {
    let names = RULES.iter().map(|rule| rule.name.as_str().len());
    let column = names.max().unwrap_or(0) + 2;
    let level_column = 6;
    let indent = " ".repeat(column + level_column);
    let options = textwrap::Options::new(width)
        .initial_indent(&indent)
        .subsequent_indent(&indent);
    let mut out = String::new();
    for &&Rule {
        name,
        level,
        summary,
        ..
    } in RULES
    {
        let wrapped = textwrap::fill(summary, &options);
        let level_padded = format!("{:level_column$}", level.name());
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}{}{}",
            format!("{name:column$}").bold(),
            paint(level, &level_padded),
            wrapped.trim_start()
        );
    }
    out.push_str(
        "\n`argmap explain RULE` shows a rule's page, `argmap explain all` all pages.\n\
         Set levels under `[lints]` in a map, or with `--deny`, `--warn` and `--allow`.\n",
    );
    out
}

fn paint(level: Level, text: &str) -> ColoredString {
    match level {
        Level::Deny => text.red(),
        Level::Warn => text.yellow(),
        Level::Note => text.blue(),
        Level::Allow => text.dimmed(),
    }
}

#[cfg(test)]
mod tests {
    use argmap::check::RULES;

    use super::{explain, list};

    #[test]
    fn the_list_fits_eighty_columns_and_names_every_rule() {
        colored::control::set_override(false);
        let list = list(80);
        assert!(
            list.lines().all(|line| line.chars().count() <= 80),
            "{list}"
        );
        for rule in RULES {
            assert!(list.contains(rule.name.as_str()));
        }
    }

    #[test]
    fn every_page_fits_eighty_columns() {
        colored::control::set_override(false);
        for rule in RULES {
            let page = explain(rule, 80);
            assert!(
                page.lines().all(|line| line.chars().count() <= 80),
                "{page}"
            );
            assert!(page.starts_with(rule.name.as_str()));
        }
    }
}
