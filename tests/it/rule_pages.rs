//! Every rule's page is its test: what it calls bad is found, what it calls good is not.

use std::fmt::Write;
use std::path::Path;

use argmap::check::{Levels, RULES, Report, Rule, check};
use argmap::diagnostic::{Diagnostic, Level, Place, RuleName};
use argmap::map::Map;
use argmap::syntax::Lines;

use crate::blocks::blocks;
use crate::maps::{files_in, folder, write};

/// The rules whose bad examples cannot be shown as a map's text. Each has a test of its own.
const NOT_TEXT: [RuleName; 1] = [RuleName::UNREADABLE_FILE];

#[test]
fn every_bad_example_is_found() {
    for rule in rules_of_text() {
        let examples = examples(rule.page, "Bad");
        assert!(
            !examples.is_empty(),
            "the page of {} has no bad example",
            rule.name
        );
        for example in examples {
            let told = with_report(&example, |_, report| {
                let found = report
                    .diagnostics
                    .iter()
                    .any(|finding| finding.rule == rule.name);
                (found, format!("{:#?}", report.diagnostics))
            });
            assert!(
                told.0,
                "{} does not find\n{example:?}\nbut {}",
                rule.name, told.1
            );
        }
    }
}

#[test]
fn no_good_example_has_a_mistake() {
    for rule in rules_of_text() {
        let examples = examples(rule.page, "Good");
        assert!(
            !examples.is_empty(),
            "the page of {} has no good example",
            rule.name
        );
        for example in examples {
            with_report(&example, |_, report| {
                for finding in &report.diagnostics {
                    assert!(
                        finding.rule != rule.name && finding.level != Level::Deny,
                        "in the good example of {}\n{example:?}\n{finding:#?}",
                        rule.name
                    );
                }
            });
        }
    }
}

#[test]
fn a_fix_mends_its_finding() {
    let mut fixes = 0;
    for rule in rules_of_text() {
        for example in examples(rule.page, "Bad") {
            let before = with_report(&example, |_, report| {
                let fixes = report.diagnostics.iter().filter_map(|finding| {
                    let fix = finding.only_fix()?;
                    Some((finding.rule.as_str(), mended(&example, &fix.edits)))
                });
                (count_by_rule(report), fixes.collect::<Vec<_>>())
            });
            for (rule, mended) in before.1 {
                fixes += 1;
                let after = with_report(&mended, |_, report| count_by_rule(report));
                let count = |counts: &[&str]| counts.iter().filter(|name| **name == rule).count();
                assert!(
                    count(&after) < count(&before.0),
                    "{rule} stays in\n{mended:?}"
                );
            }
        }
    }
    assert!(fixes > 10, "{fixes}");
}

/// Characters that a terminal, or a program that reads lines, would obey.
const NASTY: &str = r"\u001b[31m\n::error::\u202e\u0085\u2028";

#[test]
fn no_finding_repeats_what_steers_a_terminal() {
    let string = regex::Regex::new(r#""((?:[^"\\\n]|\\.)*)""#).unwrap();
    let header =
        regex::Regex::new(r"(?m)^(\[+(?:claim|source|speaker|question)\.)([\w-]+)").unwrap();
    let language = regex::Regex::new(r"(?m)^(text|title)\.(\w+) =").unwrap();
    let mut told = Vec::new();
    let mut findings = 0;
    for rule in rules_of_text() {
        for example in examples(rule.page, "Bad") {
            let nasty: Example = example
                .into_iter()
                .map(|(name, text)| {
                    if !is_map(&name) {
                        return (name, text);
                    }
                    let text = string.replace_all(&text, format!(r#""${{1}}{NASTY}""#));
                    let text = header.replace_all(&text, format!(r#"${{1}}"${{2}}{NASTY}""#));
                    let text = language.replace_all(&text, format!(r#"${{1}}."${{2}}{NASTY}" ="#));
                    (name, text.into_owned())
                })
                .collect();
            with_report(&nasty, |_, report| {
                findings += report.diagnostics.len();
                for finding in &report.diagnostics {
                    let labels = finding.labels.iter().map(|label| &label.text);
                    let trails = finding.trails.iter().flat_map(|trail| {
                        let steps = trail.steps.iter().map(|step| &step.text);
                        std::iter::once(&trail.caption).chain(steps)
                    });
                    let titles = finding.fixes.iter().map(|fix| &fix.title);
                    let parts = std::iter::once(&finding.message)
                        .chain(labels)
                        .chain(trails)
                        .chain(titles)
                        .chain(&finding.notes)
                        .chain(&finding.help);
                    let obeyed = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{2028}');
                    for part in parts.filter(|part| part.contains(obeyed)) {
                        told.push(format!("{}: {part:?}", finding.rule));
                    }
                }
            });
        }
    }
    assert!(findings > 100, "{findings}");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

fn count_by_rule(report: &Report) -> Vec<&'static str> {
    report
        .diagnostics
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect()
}

/// The example with a fix applied.
fn mended(example: &Example, edits: &[(Place, String)]) -> Example {
    let mut mended = example.clone();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    for (place, new) in edits {
        let mut maps = mended.iter_mut().filter(|(name, _)| is_map(name));
        let (_, text) = maps.nth(place.file.index()).unwrap();
        text.replace_range(place.span.range(), &new);
    }
    mended
}

#[test]
fn pages_have_their_parts() {
    for Rule {
        name,
        page,
        summary,
        ..
    } in RULES
    {
        assert!(
            page.starts_with(&format!("# {name}\n\n")),
            "{name}: the title is the name"
        );
        let headings: Vec<_> = page
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            headings,
            ["## Bad", "## Good", "## When to allow it"],
            "{name}"
        );
        assert!(
            page.lines().all(|line| line.chars().count() <= 120),
            "{name}: long lines"
        );
        assert!(
            !summary.is_empty() && summary.len() <= 80 && !summary.ends_with('.'),
            "{name}"
        );
    }
}

#[test]
fn the_list_of_rules_changes_on_purpose_only() {
    let mut rules = RULES.to_vec();
    rules.sort_by_key(|rule| rule.name);
    assert!(
        rules.windows(2).all(|pair| pair[0].name != pair[1].name),
        "two rules of one name"
    );
    let mut list = String::new();
    for Rule {
        name,
        level,
        summary,
        ..
    } in rules
    {
        writeln!(list, "{name:24}{:6}{summary}", level.name()).unwrap();
    }
    insta::assert_snapshot!("all_rules", list);
}

#[test]
fn findings_read_well() {
    for rule in rules_of_text() {
        let Some(example) = examples(rule.page, "Bad").into_iter().next() else {
            continue;
        };
        let told = with_report(&example, |map, report| {
            let own = report
                .diagnostics
                .iter()
                .filter(|finding| finding.rule == rule.name);
            own.map(|finding| tell(map, finding))
                .collect::<Vec<_>>()
                .join("\n")
        });
        insta::assert_snapshot!(rule.name.as_str(), told);
    }
}

fn rules_of_text() -> impl Iterator<Item = &'static Rule<'static>> {
    RULES
        .iter()
        .copied()
        .filter(|rule| !NOT_TEXT.contains(&rule.name))
}

/// The files of an example, by name.
type Example = Vec<(String, String)>;

/// The examples under a heading of a page. A block without a name is a map; blocks that continue it are more files.
fn examples(page: &str, heading: &str) -> Vec<Example> {
    let (_, section) = page
        .split_once(&format!(
            "
## {heading}
"
        ))
        .unwrap();
    let section = section
        .split(
            "
## ",
        )
        .next()
        .unwrap();
    let mut examples: Vec<Example> = Vec::new();
    for block in blocks(section) {
        if !block.goes_on {
            examples.push(Example::new());
        }
        let name = block.file.unwrap_or("map.toml").to_owned();
        let example = examples.last_mut().unwrap();
        example.push((name, block.text.to_owned()));
    }
    examples
}

fn is_map(name: &str) -> bool {
    Path::new(name).extension() == Some("toml".as_ref())
}

/// Checks an example. Files that are not TOML are next to the map.
fn with_report<T>(example: &Example, look: impl FnOnce(&Map, &Report) -> T) -> T {
    let files = example.iter().cloned();
    let (maps, beside): (Example, Example) = files.partition(|(name, _)| is_map(name));
    let folder = folder(&[]);
    for (name, text) in &beside {
        write(folder.path(), name, text);
    }
    let files = files_in(folder.path(), maps);
    let map = Map::new(&files);
    let report = check(&map, &Levels::default());
    look(&map, &report)
}

/// All parts of a finding in plain text.
fn tell(map: &Map, finding: &Diagnostic) -> String {
    let mut out = format!("{}[{}]: {}\n", finding.level, finding.rule, finding.message);
    for label in &finding.labels {
        let text = &map.files().file(label.place.file).text;
        let shown = text[label.place.span.range()].replace('\n', "\\n");
        writeln!(
            out,
            "  {} «{shown}» {}",
            spell(map, label.place),
            label.text
        )
        .unwrap();
    }
    for trail in &finding.trails {
        writeln!(out, "  trail: {}", trail.caption).unwrap();
        for step in &trail.steps {
            let place = step
                .place
                .map(|place| spell(map, place))
                .unwrap_or_default();
            writeln!(out, "    {}  {place}", step.text).unwrap();
        }
    }
    for note in &finding.notes {
        writeln!(out, "  note: {note}").unwrap();
    }
    for help in &finding.help {
        writeln!(out, "  help: {help}").unwrap();
    }
    for fix in &finding.fixes {
        writeln!(out, "  fix: {}", fix.title).unwrap();
        for (place, text) in &fix.edits {
            writeln!(out, "    {} -> {text}", spell(map, *place)).unwrap();
        }
    }
    out
}

fn spell(map: &Map, place: Place) -> String {
    let file = map.files().file(place.file);
    let position = Lines::new(&file.text).position(&file.text, place.span.start());
    format!("{}:{}:{}", file.path, position.line, position.column)
}
