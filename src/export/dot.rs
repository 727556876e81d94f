//! A map as a graph in the DOT language, drawn for Graphviz: <https://graphviz.org/doc/info/lang.html>.
//!
//! Claims are boxes. A reason with several premises, or one that is undercut, has a junction: a dot where its
//! premises meet and where undercuts end. Arrows lead from premises to conclusions; what holds both ways has no
//! arrow head. A junction stands in its conclusion's frame, where there are frames. What DOT cannot carry and a picture does not need (quotations, tags, notes, credences, the user's
//! own data) is left to the JSON export.

use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Part;
use crate::map::{ClaimId, LinkId, Map, StepId, Target};
use crate::printable::printable;
use crate::syntax::{Polarity, RelationKind};

/// How a map is drawn.
#[derive(Debug, Clone, Default)]
pub struct Dot<'o> {
    /// The language of the wording.
    pub language: Option<&'o str>,
    /// Titles alone, without the wording.
    pub titles: bool,
    /// What to frame claims by.
    pub cluster: Option<Cluster>,
    /// Where conclusions stand, seen from their premises.
    pub rankdir: RankDir,
    /// Whether to add a legend.
    pub legend: bool,
}

/// What claims are framed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cluster {
    /// Their subject.
    About,
    /// The file that holds them.
    File,
    /// Their first tag.
    Tag,
}

/// The direction from premises to conclusions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RankDir {
    /// Downwards: the thesis at the bottom.
    TopToBottom,
    /// Upwards: the thesis at the top.
    #[default]
    BottomToTop,
    /// Rightwards: the thesis at the right.
    LeftToRight,
    /// Leftwards: the thesis at the left.
    RightToLeft,
}

impl RankDir {
    /// The value of the attribute `rankdir`.
    const fn name(self) -> &'static str {
        match self {
            Self::TopToBottom => "TB",
            Self::BottomToTop => "BT",
            Self::LeftToRight => "LR",
            Self::RightToLeft => "RL",
        }
    }
}

const FOR: &str = "#2e7d32";
const AGAINST: &str = "#c62828";
const UNDERCUT: &str = "#b26a00";
const CONTRAST: &str = "#1565c0";
const INK: &str = "#263238";
const FAINT: &str = "#607d8b";

/// Fills of claims, a subject each, in the order in which subjects appear; then from the start again.
const FILLS: [&str; 6] = [
    "#e3eefb", "#fdeeda", "#e6f4e6", "#f5e6f7", "#fbe7e6", "#e2f3f2",
];
const FILL: &str = "#f7f8f9";

/// Columns to which wording is wrapped.
const WIDTH: usize = 34;

impl Dot<'_> {
    /// Writes the part of a map as DOT, claim by claim. Linear in the part.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        let mut drawing = Drawing {
            options: self,
            part,
            fills: FxHashMap::default(),
            undercut: FxHashSet::default(),
            out,
        };
        drawing.fills = drawing.fills();
        drawing.undercut = drawing.undercut();
        drawing.graph()
    }

    /// The part of a map as DOT. Linear in the part.
    pub fn draw(&self, part: Part<'_, '_>) -> String {
        let mut text = Vec::new();
        // Writing to memory does not fail, and all that is written is UTF-8.
        let _ = self.write(part, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

/// Claims that share a frame, or that have none.
struct Group<'d> {
    name: Option<&'d str>,
    claims: Vec<ClaimId>,
    junctions: Vec<StepId>,
}

struct Drawing<'d, 's> {
    options: &'d Dot<'d>,
    part: Part<'d, 's>,
    /// What each subject's claims are filled with.
    fills: FxHashMap<&'d str, &'static str>,
    /// The steps that are undercut.
    undercut: FxHashSet<StepId>,
    out: &'d mut dyn Write,
}

impl<'d> Drawing<'d, '_> {
    fn graph(&mut self) -> io::Result<()> {
        let title = self.part.map.title().unwrap_or("argument");
        writeln!(self.out, "digraph {} {{", quoted(title))?;
        // Ranks over all frames: each by itself, they send arrows back and forth.
        let newrank = match self.options.cluster {
            Some(_) => ", newrank=true",
            None => "",
        };
        writeln!(
            self.out,
            "  graph [rankdir={}{newrank}, ranksep=0.45, nodesep=0.25, splines=true, bgcolor=white, pad=0.3,\n         \
             fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"{FAINT}\"];",
            self.options.rankdir.name()
        )?;
        writeln!(
            self.out,
            "  node [shape=box, style=\"rounded,filled\", fillcolor=\"{FILL}\", color=\"{FAINT}\", fontcolor=\"{INK}\",\n        \
             fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, margin=\"0.14,0.09\", penwidth=1];"
        )?;
        writeln!(
            self.out,
            "  edge [color=\"{FAINT}\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, arrowsize=0.7, penwidth=1.3];"
        )?;
        self.claims()?;
        self.steps()?;
        self.links()?;
        if self.options.legend {
            self.legend()?;
        }
        writeln!(self.out, "}}")
    }

    fn claims(&mut self) -> io::Result<()> {
        let Some(cluster) = self.options.cluster else {
            writeln!(self.out)?;
            return self
                .part
                .claims()
                .try_for_each(|claim| self.claim(claim, "  "));
        };
        let groups = self.groups(cluster);
        for (number, group) in groups.iter().enumerate() {
            writeln!(self.out)?;
            let Some(name) = group.name else {
                self.members(group, "  ")?;
                continue;
            };
            writeln!(self.out, "  subgraph \"cluster {number}\" {{")?;
            writeln!(
                self.out,
                "    graph [label=<{}>, labeljust=l, style=rounded, color=\"{FAINT}\", margin=14];",
                markup(name)
            )?;
            self.members(group, "    ")?;
            writeln!(self.out, "  }}")?;
        }
        Ok(())
    }

    fn members(&mut self, group: &Group<'_>, indent: &str) -> io::Result<()> {
        for &claim in &group.claims {
            self.claim(claim, indent)?;
        }
        for &step in &group.junctions {
            self.junction(step, indent)?;
        }
        Ok(())
    }

    /// Claims by what they are framed by, in the order in which that first appears, each with the junctions
    /// of what is said for and against it.
    fn groups(&self, cluster: Cluster) -> Vec<Group<'d>> {
        let map = self.part.map;
        let mut places = FxHashMap::default();
        let mut place_of = FxHashMap::default();
        let mut groups: Vec<Group<'d>> = Vec::new();
        for claim in self.part.claims() {
            let written = map.claim(claim);
            let name = match cluster {
                Cluster::About => written.about.as_ref().map(|about| about.value.as_ref()),
                Cluster::File => Some(map.files().file(map.file_of(claim)).name.as_str()),
                Cluster::Tag => written.tags.first().map(|tag| tag.value.as_ref()),
            };
            let place = *places.entry(name).or_insert_with(|| {
                groups.push(Group {
                    name,
                    claims: Vec::new(),
                    junctions: Vec::new(),
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.claims.push(claim);
            }
            place_of.insert(claim, place);
        }
        for step in self.part.steps().filter(|&step| self.has_junction(step)) {
            let place = place_of.get(&map.step(step).conclusion);
            if let Some(group) = place.and_then(|&place| groups.get_mut(place)) {
                group.junctions.push(step);
            }
        }
        groups
    }

    fn claim(&mut self, claim: ClaimId, indent: &str) -> io::Result<()> {
        let map = self.part.map;
        let written = map.claim(claim);
        write!(
            self.out,
            "{indent}{} [label=<{}>",
            node(map, claim),
            self.label(claim)
        )?;
        if let Some(fill) = written
            .about
            .as_ref()
            .and_then(|about| self.fills.get(about.value.as_ref()))
        {
            write!(self.out, ", fillcolor=\"{fill}\"")?;
        }
        if written
            .implicit
            .as_ref()
            .is_some_and(|implicit| implicit.value)
        {
            write!(self.out, ", style=\"rounded,filled,dashed\"")?;
        }
        if map.thesis().iter().any(|&(thesis, _)| thesis == claim) {
            write!(self.out, ", color=\"{INK}\", penwidth=2.5")?;
        }
        writeln!(
            self.out,
            ", tooltip={}];",
            quoted(map.text(claim, self.options.language))
        )
    }

    fn label(&self, claim: ClaimId) -> String {
        let map = self.part.map;
        let title = map
            .claim(claim)
            .title
            .as_ref()
            .map(|title| title.value.as_ref());
        let text = map.text(claim, self.options.language);
        if self.options.titles || text.is_empty() {
            return lines(title.unwrap_or_else(|| map.id(claim)));
        }
        match title {
            Some(title) => format!("<b>{}</b><br/>{}", lines(title), lines(text)),
            None => lines(text),
        }
    }

    fn fills(&self) -> FxHashMap<&'d str, &'static str> {
        let map = self.part.map;
        let mut fills = FxHashMap::default();
        let mut colours = FILLS.iter().copied().cycle();
        for claim in self.part.claims() {
            if let Some(about) = &map.claim(claim).about
                && let Entry::Vacant(subject) = fills.entry(about.value.as_ref())
                && let Some(fill) = colours.next()
            {
                subject.insert(fill);
            }
        }
        fills
    }

    fn undercut(&self) -> FxHashSet<StepId> {
        let map = self.part.map;
        let targets = self.part.links().map(|link| map.link(link).to);
        targets
            .filter_map(|target| match target {
                Target::Step(step) => Some(step),
                Target::Claim(_) => None,
            })
            .collect()
    }

    fn steps(&mut self) -> io::Result<()> {
        writeln!(self.out)?;
        let map = self.part.map;
        for id in self.part.steps() {
            let step = map.step(id);
            let color = color(step.polarity);
            let head = match step.polarity {
                Polarity::For => "normal",
                Polarity::Against => "tee",
            };
            let conclusion = node(map, step.conclusion);
            let why = self.why(id);
            let mut premises = map.premises(id);
            if !self.has_junction(id) {
                if let Some(premise) = premises.next() {
                    let premise = node(map, premise);
                    writeln!(
                        self.out,
                        "  {premise} -> {conclusion} [color=\"{color}\", arrowhead={head}{why}];"
                    )?;
                }
                continue;
            }
            if self.options.cluster.is_none() {
                self.junction(id, "  ")?;
            }
            let junction = junction(map, id);
            for premise in premises {
                let premise = node(map, premise);
                writeln!(
                    self.out,
                    "  {premise} -> {junction} [color=\"{color}\", arrowhead=none{why}];"
                )?;
            }
            writeln!(
                self.out,
                "  {junction} -> {conclusion} [color=\"{color}\", arrowhead={head}{why}];"
            )?;
        }
        Ok(())
    }

    fn junction(&mut self, id: StepId, indent: &str) -> io::Result<()> {
        let map = self.part.map;
        let color = color(map.step(id).polarity);
        writeln!(
            self.out,
            "{indent}{} [shape=point, width=0.09, color=\"{color}\", fillcolor=\"{color}\", label=\"\"{}];",
            junction(map, id),
            self.why(id)
        )
    }

    /// The warrant of a step, as an attribute.
    fn why(&self, id: StepId) -> String {
        let why = self.part.map.step_why(id);
        why.map_or(String::new(), |why| {
            format!(", tooltip={}", quoted(&why.value))
        })
    }

    fn has_junction(&self, step: StepId) -> bool {
        self.part.map.premises(step).nth(1).is_some() || self.undercut.contains(&step)
    }

    fn links(&mut self) -> io::Result<()> {
        let map = self.part.map;
        for id in self.part.links() {
            let link = map.link(id);
            let from = node(map, link.from);
            let to = match link.to {
                Target::Claim(claim) => node(map, claim),
                Target::Step(step) => junction(map, step),
            };
            let look = match link.kind {
                RelationKind::Undercuts => {
                    format!("color=\"{UNDERCUT}\", style=dashed, arrowhead=tee")
                }
                RelationKind::Contradicts => {
                    format!(
                        "color=\"{AGAINST}\", dir=none, style=dashed, penwidth=2, constraint=false"
                    )
                }
                _ => format!(
                    "color=\"{CONTRAST}\", dir=none, style=dotted, penwidth=1.6, constraint=false"
                ),
            };
            writeln!(
                self.out,
                "  {from} -> {to} [{look}{}];",
                self.link_label(id)
            )?;
        }
        Ok(())
    }

    fn link_label(&self, link: LinkId) -> String {
        let Some(on) = self.part.map.link_on(link) else {
            return String::new();
        };
        // Graphviz gives up on edges between frames that stand level and have to make room for a label.
        let attribute = match self.options.cluster {
            Some(_) => "xlabel",
            None => "label",
        };
        // A white cell keeps the line from running through the words.
        format!(
            ", fontcolor=\"{CONTRAST}\", {attribute}=<<table border=\"0\" cellborder=\"0\" cellpadding=\"1\" \
             bgcolor=\"white\"><tr><td>{}</td></tr></table>>",
            markup(on)
        )
    }

    fn legend(&mut self) -> io::Result<()> {
        // No claim's id holds a space: these names are free.
        let rows = [
            ("reason", FOR, "arrowhead=normal", "supports"),
            ("objection", AGAINST, "arrowhead=tee", "attacks"),
            (
                "undercut",
                UNDERCUT,
                "arrowhead=tee, style=dashed",
                "undercuts",
            ),
            (
                "contradiction",
                AGAINST,
                "dir=none, style=dashed, penwidth=2",
                "contradicts",
            ),
            (
                "contrast",
                CONTRAST,
                "dir=none, style=dotted, penwidth=1.6",
                "contrasts with",
            ),
        ];
        writeln!(self.out, "\n  subgraph \"cluster legend\" {{")?;
        writeln!(
            self.out,
            "    graph [label=\"Legend\", labeljust=l, style=rounded, color=\"{FAINT}\", margin=10];"
        )?;
        writeln!(
            self.out,
            "    node [shape=plaintext, style=\"\", fontsize=10, margin=\"0.05,0.02\"];"
        )?;
        for (name, color, look, label) in rows {
            writeln!(self.out, "    \"legend {name} 1\" [label=\"X\"];")?;
            writeln!(self.out, "    \"legend {name} 2\" [label=\"Y\"];")?;
            writeln!(
                self.out,
                "    \"legend {name} 1\" -> \"legend {name} 2\" [color=\"{color}\", {look}, label=\" X {label} Y \", fontcolor=\"{color}\"];"
            )?;
        }
        writeln!(self.out, "  }}")
    }
}

/// A claim's node: its id, in quotation marks, so that no id means anything to DOT.
fn node(map: &Map<'_>, claim: ClaimId) -> String {
    name(map.id(claim))
}

const fn color(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::For => FOR,
        Polarity::Against => AGAINST,
    }
}

/// A step's junction. No claim's id holds a space, so the names never meet.
fn junction(map: &Map<'_>, step: StepId) -> String {
    match map.step_name(step) {
        Some(own) => name(&format!("step {own}")),
        None => format!("\"step {}\"", step.0 + 1),
    }
}

/// A quoted name. What DOT would read as an escape is percent-encoded; no valid id holds any of it.
fn name(id: &str) -> String {
    let mut out = String::from("\"");
    for character in id.chars() {
        match character {
            '"' | '\\' | '%' => {
                let _ = write!(out, "%{:02X}", u32::from(character));
            }
            character if character.is_control() => {
                let _ = write!(out, "%{:02X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A quoted string in which nothing is an escape (`escString`), on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in printable(&text.replace(['\n', '\r', '\t'], " ")).chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Text for a label like HTML, wrapped.
fn lines(text: &str) -> String {
    let words = on_one_line(text);
    let wrapped = textwrap::wrap(&words, WIDTH);
    wrapped
        .iter()
        .map(|line| entities(line))
        .collect::<Vec<_>>()
        .join("<br/>")
}

/// Text for a label like HTML, on one line.
fn markup(text: &str) -> String {
    entities(&on_one_line(text))
}

/// Never empty, which a label like HTML may not be.
fn on_one_line(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(printable)
        .collect::<Vec<_>>()
        .join(" ");
    if words.is_empty() {
        "\u{a0}".to_owned()
    } else {
        words
    }
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // `\N` and its like mean something in labels like HTML too, however they are written; a word
            // joiner, which is not seen, parts them.
            '\\' => out.push_str("\\\u{2060}"),
            // XML 1.0 has no place for them.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    out
}
