//! Writes a map as Argdown (<https://argdown.org>). See [`import`](crate::import) for how it is read.
//!
//! A claim becomes a statement with the claim's id as its title, and its reasons and objections below it. A reason
//! becomes a reconstructed argument if it has several premises, is undercut, or has something said about it. An
//! objection of that kind becomes an argument for the opposite. What a claim restates is in the statement's data. A
//! question is a statement with its answers in its data. Whatever an import has kept under `data.argdown` goes back to
//! its old place.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Thing;
use super::written::{Written, add};
use super::{ExportFormat, Part, one_line};
use crate::import::{ARGDOWN, argdown_id, argdown_plain, argdown_symbol, argdown_tag};
use crate::map::{ClaimId, Map, StepId};
use crate::printable::printable_in_file;
use crate::syntax::value_in_json;
use crate::syntax::{Polarity, RelationKind};

/// Argdown.
pub(super) struct ArgdownExport;

impl ExportFormat for ArgdownExport {
    fn name(&self) -> &'static str {
        ARGDOWN
    }

    fn carried(&self) -> &'static [Thing] {
        &[
            Thing::Title,
            Thing::Tag,
            Thing::Linked,
            Thing::StepId,
            Thing::Warrant,
            Thing::Scheme,
            Thing::Undercut,
            Thing::Contradiction,
            Thing::Restatement,
            Thing::Question,
            Thing::Exclusion,
            Thing::Objection,
            Thing::MapTitle,
        ]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut page = ArgdownPage::new(part);
        page.front_matter();
        for claim in part.claims() {
            page.claim(claim);
        }
        page.questions();
        page.last_heading();
        out.write_all(page.text.as_bytes())
    }
}

struct ArgdownPage<'m> {
    part: Part<'m>,
    text: Written,
    /// The name of each claim, including its brackets.
    names: FxHashMap<ClaimId, String>,
    /// The steps that become reconstructed arguments, by conclusion.
    arguments: FxHashMap<ClaimId, Vec<StepId>>,
    /// The steps that become a line below their conclusion, by conclusion.
    plain: FxHashMap<ClaimId, Vec<StepId>>,
    undercuts: FxHashMap<StepId, Vec<ClaimId>>,
    contradictions: FxHashMap<ClaimId, Vec<(ClaimId, bool)>>,
    restated: FxHashMap<ClaimId, Vec<ClaimId>>,
    /// The steps that an import has kept as one argument, by the argument's title. A group is removed once it is
    /// written.
    groups: FxHashMap<&'m str, Vec<StepId>>,
    /// Relations that only Argdown can express, by the claims that they lead from.
    kept_relations: FxHashMap<&'m str, Vec<(&'static str, &'m str)>>,
    is_strict: bool,
    /// Whether the last block is an argument; if so, a reconstruction after it would belong to it.
    is_after_argument: bool,
}

impl<'m> ArgdownPage<'m> {
    fn new(part: Part<'m>) -> Self {
        let map = part.map;
        let front = map
            .data()
            .and_then(|data| data.get(ARGDOWN)?.get("frontmatter")?.as_str());
        let is_strict =
            front.is_some_and(|front| front.lines().any(|line| line.trim() == "mode: strict"));
        let mut page = Self {
            part,
            text: Written::default(),
            names: FxHashMap::default(),
            arguments: FxHashMap::default(),
            plain: FxHashMap::default(),
            undercuts: FxHashMap::default(),
            contradictions: FxHashMap::default(),
            restated: FxHashMap::default(),
            groups: FxHashMap::default(),
            kept_relations: kept_relations(map),
            is_strict,
            is_after_argument: false,
        };
        for claim in part.claims() {
            let name = one_line(page.title(claim).unwrap_or(map.id(claim)));
            let name = if page.is_argument(claim) {
                format!("<{name}>")
            } else {
                format!("[{name}]")
            };
            page.names.insert(claim, name);
        }
        // Argdown cannot express undercuts with several premises, nor undercuts of undercuts.
        for id in part.undercuts() {
            let mut premises = map.premises(id);
            let target = map.step(id).undercuts;
            let target = target.filter(|&step| map.step(step).undercuts.is_none());
            if let (Some(step), Some(from), None) = (target, premises.next(), premises.next()) {
                page.undercuts.entry(step).or_default().push(from);
            }
        }
        for id in part.links() {
            let link = map.link(id);
            if link.kind == RelationKind::Restates {
                page.restated.entry(link.from).or_default().push(link.to);
            }
            if link.kind == RelationKind::Contradicts {
                let data = map
                    .link_detail(id)
                    .and_then(|detail| detail.data.as_deref());
                let is_full = data.is_some_and(|data| data.contains_key(ARGDOWN));
                page.contradictions
                    .entry(link.from)
                    .or_default()
                    .push((link.to, is_full));
            }
        }
        for step in part.steps() {
            let conclusion = map.step(step).conclusion;
            if let Some(group) = page.group(step) {
                page.groups.entry(group).or_default().push(step);
            }
            let rows = if page.is_plain(step) {
                &mut page.plain
            } else {
                &mut page.arguments
            };
            rows.entry(conclusion).or_default().push(step);
        }
        page
    }

    fn kept(&self, claim: ClaimId) -> Option<&'m toml::Table> {
        self.part
            .map
            .claim(claim)
            .data
            .as_deref()?
            .get(ARGDOWN)?
            .as_table()
    }

    /// The title of the argument that an import has kept for a step.
    fn group(&self, step: StepId) -> Option<&'m str> {
        let data = self.part.map.step_data(step)?;
        data.get(ARGDOWN)?.get("argument")?.as_str()
    }

    fn is_argument(&self, claim: ClaimId) -> bool {
        self.kept(claim)
            .is_some_and(|kept| kept.contains_key("argument"))
    }

    /// The claim's title, if Argdown would derive the claim's id from it.
    fn title(&self, claim: ClaimId) -> Option<&'m str> {
        let map = self.part.map;
        let title = map.claim(claim).title.as_ref()?.value.as_ref();
        let is_fit = !title.contains(['[', ']', '<', '>', '\n', '\r'])
            && printable_in_file(title) == title
            && title.trim() == title;
        (is_fit && argdown_id(title) == map.id(claim)).then_some(title)
    }

    /// Whether a step becomes a line below its conclusion.
    fn is_plain(&self, step: StepId) -> bool {
        let map = self.part.map;
        let is_sketch = map
            .step_data(step)
            .and_then(|data| data.get(ARGDOWN)?.get("relation"))
            .is_some();
        let is_undercut = self.undercuts.contains_key(&step);
        let mut premises = map.premises(step);
        let first = premises.next();
        let is_alone = premises.next().is_none();
        // If an argument is a claim, whatever undercuts the argument undercuts its steps.
        let by_claim = is_undercut && first.is_some_and(|first| self.is_argument(first));
        let says_nothing = map.step_name(step).is_none()
            && map.step_scheme(step).is_none()
            && map.step_why(step).is_none();
        is_alone && (is_sketch || says_nothing) && (!is_undercut || by_claim)
    }

    fn front_matter(&mut self) {
        let map = self.part.map;
        let kept = map
            .data()
            .and_then(|data| data.get(ARGDOWN)?.get("frontmatter")?.as_str());
        let front = match (kept, map.title()) {
            (Some(kept), _) => kept.trim_end().to_owned(),
            (None, Some(title)) => format!("title: {}", json(&title.into())),
            (None, None) => return,
        };
        self.text.raw("===\n");
        // A line like those around it would end it.
        for line in front.lines().filter(|line| line.trim_end() != "===") {
            self.text.lines(line);
            self.text.raw("\n");
        }
        self.text.raw("===\n");
    }

    /// Writes the final heading, which has nothing below it.
    fn last_heading(&mut self) {
        let kept = self.part.map.data();
        let heading = kept.and_then(|data| data.get(ARGDOWN)?.get("heading")?.as_str());
        if let Some(heading) = heading {
            self.heading(heading);
        }
    }

    /// Writes headings that an import has kept. What begins no heading of its own belongs to the one before it.
    fn heading(&mut self, headings: &str) {
        let mut text = String::with_capacity(headings.len());
        for line in headings.lines() {
            text.push(if line.starts_with('#') { '\n' } else { ' ' });
            text.push_str(line);
        }
        for heading in text.split('\n').map(one_line) {
            if heading.starts_with('#') {
                self.block();
                add!(self.text, "{}\n", heading);
            }
        }
    }

    fn block(&mut self) {
        if !self.text.is_empty() {
            self.text.raw("\n");
        }
    }

    fn name(&self, claim: ClaimId) -> &str {
        self.names.get(&claim).map_or("", String::as_str)
    }

    fn claim(&mut self, claim: ClaimId) {
        let map = self.part.map;
        let written = map.claim(claim);
        let kept = self.kept(claim);
        let string = |key: &str| kept.and_then(|kept| kept.get(key)?.as_str());
        if let Some(heading) = string("heading") {
            self.heading(heading);
            self.is_after_argument = false;
        }
        self.block();
        let now = one_line(map.text(claim, None));
        let is_unsaid = kept.is_some_and(|kept| kept.contains_key("unsaid"))
            && argdown_id(&now) == map.id(claim);
        let name = self.name(claim).to_owned();
        add!(self.text, "{}", name);
        if !is_unsaid {
            let text = marked(string("text"), &now);
            add!(self.text, ": {}", text);
        }
        let (tags, odd): (Vec<&str>, Vec<&str>) = written
            .tags
            .iter()
            .map(|tag| tag.value.as_ref())
            .partition(|tag| is_plain_tag(tag));
        for tag in tags {
            add!(self.text, "{}", argdown_tag(tag));
        }
        let mut data = match kept.and_then(|kept| kept.get("data")) {
            Some(toml::Value::Table(table)) => table.clone(),
            _ => toml::Table::new(),
        };
        if !odd.is_empty() {
            let odd = odd.into_iter().map(toml::Value::from);
            data.insert("tags".to_owned(), odd.collect::<Vec<_>>().into());
        }
        if let Some(title) = written
            .title
            .as_ref()
            .filter(|_| self.title(claim).is_none())
        {
            data.insert("title".to_owned(), title.value.to_string().into());
        }
        if let Some(restated) = self.restated.remove(&claim) {
            data.insert("restates".to_owned(), self.ids(restated));
        }
        self.data(&data);
        self.text.raw("\n");
        self.relations(claim);
        self.is_after_argument = self.is_argument(claim);
        let members = kept.and_then(|kept| kept.get("members")?.as_array());
        for member in members
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
        {
            add!(self.text, "\n{}: {}\n", name, one_line(member));
        }
        for step in self.arguments.remove(&claim).unwrap_or_default() {
            self.argument(step);
        }
    }

    /// The ids of claims, by which argmap recognises them again.
    fn ids(&self, claims: impl IntoIterator<Item = ClaimId>) -> toml::Value {
        let claims = claims.into_iter();
        let ids = claims.map(|claim| toml::Value::from(self.part.map.id(claim)));
        ids.collect::<Vec<_>>().into()
    }

    /// Writes each question as a statement with the ids of its answers in its data.
    fn questions(&mut self) {
        let map = self.part.map;
        let mut taken: FxHashSet<String> = self.names.values().cloned().collect();
        for id in self.part.questions() {
            let question = map.question(id);
            let own = one_line(&question.id.value);
            let mut name = format!("[{own}]");
            while !taken.insert(name.clone()) {
                name.insert_str(1, "question ");
            }
            let mut data = toml::Table::new();
            data.insert("question".to_owned(), own.into());
            data.insert("answers".to_owned(), self.ids(self.part.answers(id)));
            if question.is_exclusive() {
                data.insert("exclusive".to_owned(), true.into());
            }
            let text = escaped(&one_line(map.question_text(id, None)));
            self.block();
            add!(self.text, "{}: {}{}", name, text, argdown_tag("question"));
            self.data(&data);
            self.text.raw("\n");
        }
        self.is_after_argument &= self.part.questions().next().is_none();
    }

    fn data(&mut self, data: &toml::Table) {
        if !data.is_empty() {
            add!(self.text, " {}", json(&toml::Value::Table(data.clone())));
        }
    }

    /// Writes the reasons for a claim and the objections to it, one line each.
    fn relations(&mut self, claim: ClaimId) {
        let map = self.part.map;
        let mut lines: Vec<(&str, String)> = Vec::new();
        let mut undercut: Vec<ClaimId> = Vec::new();
        for step in self.plain.remove(&claim).unwrap_or_default() {
            let Some(premise) = map.premises(step).next() else {
                continue;
            };
            let is_sketch = map
                .step_data(step)
                .and_then(|data| data.get(ARGDOWN)?.get("relation"))
                .is_some();
            let sign = match map.step(step).polarity {
                Polarity::For => "+",
                Polarity::Against if is_sketch => "_",
                Polarity::Against => "-",
            };
            lines.push((sign, self.name(premise).to_owned()));
        }
        if self.is_argument(claim) {
            for step in map.uses(claim) {
                let undercuts = self.undercuts.get(&step).map_or(&[][..], Vec::as_slice);
                let is_first = map.premises(step).next() == Some(claim);
                if is_first && !undercuts.is_empty() && self.is_plain(step) {
                    undercut.extend(undercuts);
                }
            }
        }
        undercut.sort_unstable();
        undercut.dedup();
        lines.extend(
            undercut
                .into_iter()
                .map(|from| ("_", self.name(from).to_owned())),
        );
        for (other, is_full) in self.contradictions.remove(&claim).unwrap_or_default() {
            let sign = if self.is_strict && !is_full {
                "->"
            } else {
                "><"
            };
            lines.push((sign, self.name(other).to_owned()));
        }
        let kept = self.kept_relations.get(map.id(claim));
        let kept = kept.into_iter().flatten();
        lines.extend(kept.map(|(sign, to)| (*sign, format!("<{}>", one_line(to)))));
        for (sign, name) in lines {
            add!(self.text, "  {} {}\n", sign, name);
        }
    }

    /// Writes a reconstructed argument, with all the steps that an import has kept as part of it.
    fn argument(&mut self, step: StepId) {
        let map = self.part.map;
        let kept = |step: StepId| map.step_data(step)?.get(ARGDOWN)?.as_table();
        let group = self.group(step);
        let mut steps = vec![step];
        if let Some(group) = group {
            let Some(all) = self.groups.remove(group) else {
                return;
            };
            steps = all;
        }
        let last = steps.last().copied().unwrap_or(step);
        let title = group.or(map.step_name(last));
        let why = map.step_why(last).map(|why| one_line(&why.value));
        if title.is_some() || why.is_some() {
            self.block();
            let title = title.map_or_else(|| self.unnamed(last), one_line);
            add!(self.text, "<{}>", title);
            if let Some(why) = &why {
                let text = kept(last).and_then(|kept| kept.get("text")?.as_str());
                add!(self.text, ": {}", marked(text, why));
            }
            let tags = kept(last).and_then(|kept| kept.get("tags")?.as_array());
            for tag in tags.into_iter().flatten().filter_map(toml::Value::as_str) {
                add!(self.text, "{}", argdown_tag(tag));
            }
            if let Some(toml::Value::Table(data)) = kept(last).and_then(|kept| kept.get("data")) {
                self.data(data);
            }
            self.text.raw("\n");
            let members = kept(last).and_then(|kept| kept.get("members")?.as_array());
            for member in members
                .into_iter()
                .flatten()
                .filter_map(toml::Value::as_str)
            {
                add!(self.text, "\n<{}>: {}\n", title, one_line(member));
            }
        } else if self.is_after_argument {
            self.block();
            let name = self.name(map.step(last).conclusion).to_owned();
            let name = if name.starts_with('[') {
                name
            } else {
                "(An argument without a name.)".to_owned()
            };
            add!(self.text, "{}\n", name);
        }
        self.block();
        self.steps(&steps);
        self.is_after_argument = false;
    }

    /// A name for an argument that has none.
    fn unnamed(&self, step: StepId) -> String {
        let map = self.part.map;
        let premise = map
            .premises(step)
            .next()
            .map_or("", |premise| map.id(premise));
        // `<_` begins an undercut.
        let step_of = if premise.starts_with('_') {
            "step "
        } else {
            ""
        };
        let conclusion = map.id(map.step(step).conclusion);
        one_line(&format!("{step_of}{premise} to {conclusion}"))
    }

    fn steps(&mut self, steps: &[StepId]) {
        let map = self.part.map;
        let mut numbers: FxHashMap<ClaimId, usize> = FxHashMap::default();
        let mut count = 0;
        let mut usual: Vec<usize> = Vec::new();
        for &step in steps {
            for premise in map.premises(step) {
                if let Entry::Vacant(number) = numbers.entry(premise) {
                    count += 1;
                    number.insert(count);
                    usual.push(count);
                    add!(self.text, "({}) {}\n", count, self.statement(premise));
                }
            }
            let mut used: Vec<usize> = map
                .premises(step)
                .filter_map(|premise| numbers.get(&premise).copied())
                .collect();
            used.sort_unstable();
            let kept = map
                .step_data(step)
                .and_then(|data| data.get(ARGDOWN)?.get("inference")?.as_table());
            let mut data = kept.cloned().unwrap_or_default();
            if used != usual {
                let used = used
                    .iter()
                    .map(|number| toml::Value::Integer(i64::try_from(*number).unwrap_or(0)));
                data.insert("uses".to_owned(), used.collect::<Vec<_>>().into());
            }
            let scheme = map
                .step_scheme(step)
                .map(|scheme| escaped(&one_line(&scheme.value)).replace("--", "\\--"));
            if scheme.is_none() && data.is_empty() {
                self.text.raw("----\n");
            } else {
                add!(self.text, "-- {}", scheme.unwrap_or_default());
                self.data(&data);
                self.text.raw(" --\n");
            }
            for from in self.undercuts.get(&step).cloned().unwrap_or_default() {
                let name = self.name(from).to_owned();
                add!(self.text, "  <_ {}\n", name);
            }
            count += 1;
            let conclusion = map.step(step).conclusion;
            if map.step(step).polarity == Polarity::Against {
                let text = escaped(&one_line(map.text(conclusion, None)));
                let mut data = toml::Table::new();
                data.insert("objection".to_owned(), map.id(conclusion).into());
                add!(self.text, "({}) It is not so: {}", count, text);
                self.data(&data);
                let name = self.name(conclusion).to_owned();
                add!(self.text, "\n  -> {}\n", name);
            } else {
                numbers.insert(conclusion, count);
                add!(self.text, "({}) {}\n", count, self.statement(conclusion));
            }
            usual = vec![count];
        }
    }

    /// A claim as a statement in a reconstruction, where arguments are not allowed.
    fn statement(&self, claim: ClaimId) -> String {
        let name = self.name(claim);
        match name
            .strip_prefix('<')
            .and_then(|name| name.strip_suffix('>'))
        {
            Some(name) => format!(
                "[{name}]: {}",
                escaped(&one_line(self.part.map.text(claim, None)))
            ),
            None => name.to_owned(),
        }
    }
}

/// Relations to arguments that only Argdown can express, by the ids of the claims that they lead from.
fn kept_relations(map: &Map) -> FxHashMap<&str, Vec<(&'static str, &str)>> {
    let mut relations: FxHashMap<&str, Vec<(&'static str, &str)>> = FxHashMap::default();
    let kept = map
        .data()
        .and_then(|data| data.get(ARGDOWN)?.get("relations")?.as_array());
    for row in kept.into_iter().flatten() {
        let text = |key: &str| row.get(key).and_then(toml::Value::as_str);
        let sign = match text("relation") {
            Some("attack") => "->",
            Some("undercut") => "_>",
            _ => "+>",
        };
        if let (Some(from), Some(to)) = (text("from"), text("to")) {
            relations.entry(from).or_default().push((sign, to));
        }
    }
    relations
}

/// The text with its original markup, if that still says the same.
fn marked(kept: Option<&str>, now: &str) -> String {
    match kept {
        Some(kept) if argdown_plain(kept).as_deref() == Some(now) => one_line(kept),
        _ => escaped(now),
    }
}

/// Text with a backslash before characters that would be markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_markup = match first {
            '\\' | '*' | '_' | '#' | '[' | ']' | '<' | '>' | '{' | '}' => true,
            '@' => rest.starts_with("@include("),
            '/' => rest.starts_with("//") || rest.starts_with("/*"),
            '.' | ':' => argdown_symbol(rest),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

/// Whether Argdown can write a tag and read it back unchanged.
fn is_plain_tag(tag: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !tag.is_empty() && tag.trim() == tag && tag.len() < 150 && tag.chars().all(is_part)
}

/// A value as JSON on one line, which is also valid YAML.
fn json(value: &toml::Value) -> String {
    let written = value_in_json(value).to_string();
    // Nothing may affect a terminal, or be read by Argdown as a comment or as a file to include.
    let written: String = written.chars().fold(String::new(), |mut out, character| {
        let mut buffer = [0; 4];
        if matches!(
            printable_in_file(character.encode_utf8(&mut buffer)),
            Cow::Borrowed(_)
        ) {
            out.push(character);
        } else {
            // All of these are in the Basic Multilingual Plane. Writing to a string does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        }
        out
    });
    let written = written.replace("//", "\\/\\/");
    let written = written.replace("/*", "\\/*").replace("<!--", "\\u003c!--");
    written.replace("@include(", "\\u0040include(")
}
