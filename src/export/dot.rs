//! Writes a map as a graph in the DOT language, for Graphviz to draw: <https://graphviz.org/doc/info/lang.html>.
//!
//! Claims are boxes. A reason with several premises, or one that is undercut, has a junction: a dot where its
//! premises meet and where undercuts end. Arrows lead from premises to conclusions; what holds both ways has no
//! arrow head. A junction stands in its conclusion's frame, where there are frames. What DOT cannot carry and a
//! picture does not need (quotations, tags, notes, credences, the user's own data) is left to the JSON export. Text of
//! more than 16,000 bytes, which Graphviz 2.43 cannot read, is cut, and ends in `…`.

mod legend;
mod shape;
mod text;

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use legend::Legend;
use shape::Shape;

use super::Part;
use crate::map::{ClaimId, LinkId, Map, StepId, Target, canonical_label};
use crate::reason::{Label, Labelling};
use crate::syntax::{Polarity, RelationKind};

/// How a map is drawn.
#[derive(Debug, Clone, Default)]
pub struct Dot<'o> {
    /// The language of the wording.
    pub language: Option<&'o str>,
    /// Titles alone, without the wording.
    pub titles: bool,
    /// What claims are filled by.
    pub paint: Paint<'o>,
    /// What to frame claims by.
    pub cluster: Option<Cluster>,
    /// Where conclusions stand, seen from their premises. None for upwards or leftwards, whichever comes nearer to a picture
    /// of three by two.
    pub rankdir: Option<RankDir>,
    /// Whether to add a legend.
    pub legend: bool,
}

/// What claims are filled by.
#[derive(Debug, Clone, Copy, Default)]
pub enum Paint<'o> {
    /// Their subject: a colour for each.
    #[default]
    About,
    /// Whether they are accepted, rejected or undecided: a colour and a sign for each.
    Label(&'o Labelling),
    /// Nothing: all alike.
    Nothing,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankDir {
    /// Downwards: the thesis at the bottom.
    TopToBottom,
    /// Upwards: the thesis at the top.
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

/// The sign, the fill and the border of a claim with a label.
const fn label_look(label: Label) -> (&'static str, &'static str, &'static str) {
    match label {
        Label::Accepted => ("✓", "#e0f2e0", FOR),
        Label::Rejected => ("✗", "#f9dedc", AGAINST),
        Label::Undecided => ("?", "#fff0d0", UNDERCUT),
    }
}

impl Dot<'_> {
    /// Writes the part of a map as DOT, claim by claim. Linear in the part.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
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
    pub fn draw(&self, part: Part<'_>) -> String {
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

struct Drawing<'d> {
    options: &'d Dot<'d>,
    part: Part<'d>,
    /// What each subject's claims are filled with.
    fills: FxHashMap<Cow<'d, str>, &'static str>,
    /// The steps that are undercut.
    undercut: FxHashSet<StepId>,
    out: &'d mut dyn Write,
}

impl<'d> Drawing<'d> {
    fn graph(&mut self) -> io::Result<()> {
        let title = self.part.map.title().unwrap_or("argument");
        writeln!(self.out, "digraph {} {{", text::title(title))?;
        // Ranks over all frames: each by itself, they send arrows back and forth.
        let newrank = match self.options.cluster {
            Some(_) => ", newrank=true",
            None => "",
        };
        let rankdir = self
            .options
            .rankdir
            .unwrap_or_else(|| self.shape().direction());
        writeln!(
            self.out,
            "  graph [rankdir={}{newrank}, ranksep=0.45, nodesep=0.25, splines=true, bgcolor=white, pad=0.3,\n         \
             fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"{FAINT}\"];",
            rankdir.name()
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

    /// The boxes and arrows that decide how wide and how high the picture is.
    fn shape(&self) -> Shape {
        let Part { map, .. } = self.part;
        let mut shape = Shape::default();
        let mut boxes = FxHashMap::default();
        for claim in self.part.claims() {
            boxes.insert(claim, shape.text(self.columns(claim)));
        }
        let mut junctions = FxHashMap::default();
        for id in self.part.steps() {
            let Some(&conclusion) = boxes.get(&map.step(id).conclusion) else {
                continue;
            };
            let end = if self.has_junction(id) {
                let junction = shape.dot();
                shape.arrow(junction, conclusion);
                junctions.insert(id, junction);
                junction
            } else {
                conclusion
            };
            for premise in map.premises(id) {
                if let Some(&premise) = boxes.get(&premise) {
                    shape.arrow(premise, end);
                }
            }
        }
        for id in self.part.links() {
            let link = map.link(id);
            if let Target::Step(step) = link.to
                && let (Some(&from), Some(&to)) = (boxes.get(&link.from), junctions.get(&step))
            {
                shape.arrow(from, to);
            }
        }
        shape
    }

    /// About so many columns of text stand in the claim's box.
    fn columns(&self, claim: ClaimId) -> usize {
        let map = self.part.map;
        let title = map.claim(claim).title.as_ref();
        let title = title.map(|title| title.value.chars().count());
        let wording = map.text(claim, self.options.language).chars().count();
        match title {
            Some(title) if self.options.titles => title,
            // A title has a line to itself.
            Some(title) => wording + title.max(text::WIDTH),
            None => wording,
        }
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
                "    graph [label=<{}>, tooltip={}, labeljust=l, style=rounded, color=\"{FAINT}\", margin=14];",
                text::lines(name),
                text::tooltip(name)
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
            let key = match cluster {
                Cluster::File => name.map(Cow::Borrowed),
                Cluster::About | Cluster::Tag => name.map(canonical_label),
            };
            let place = *places.entry(key).or_insert_with(|| {
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
        let mut border = FAINT;
        match self.options.paint {
            Paint::About => {
                let about = written.about.as_ref();
                if let Some(fill) =
                    about.and_then(|about| self.fills.get(&*canonical_label(&about.value)))
                {
                    write!(self.out, ", fillcolor=\"{fill}\"")?;
                }
            }
            Paint::Label(labelling) => {
                let (_, fill, color) = label_look(labelling.claim(claim));
                border = color;
                write!(self.out, ", fillcolor=\"{fill}\", color=\"{color}\"")?;
            }
            Paint::Nothing => {}
        }
        if written.is_implicit() {
            write!(self.out, ", style=\"rounded,filled,dashed\"")?;
        }
        if map.thesis().contains(&claim) {
            if border == FAINT {
                write!(self.out, ", color=\"{INK}\"")?;
            }
            write!(self.out, ", penwidth=2.5")?;
        }
        writeln!(
            self.out,
            ", tooltip={}];",
            text::tooltip(map.text(claim, self.options.language))
        )
    }

    /// A sign for the label, if claims are painted by it, and the wording.
    fn label(&self, claim: ClaimId) -> String {
        match self.options.paint {
            Paint::Label(labelling) => {
                let (sign, ..) = label_look(labelling.claim(claim));
                format!("{sign} {}", self.wording(claim))
            }
            Paint::About | Paint::Nothing => self.wording(claim),
        }
    }

    fn wording(&self, claim: ClaimId) -> String {
        let map = self.part.map;
        let title = map
            .claim(claim)
            .title
            .as_ref()
            .map(|title| title.value.as_ref());
        let wording = map.text(claim, self.options.language);
        if self.options.titles || wording.is_empty() {
            return text::lines(title.unwrap_or_else(|| map.id(claim)));
        }
        match title {
            Some(title) => format!("<b>{}</b><br/>{}", text::lines(title), text::lines(wording)),
            None => text::lines(wording),
        }
    }

    /// A fill for each subject.
    fn fills(&self) -> FxHashMap<Cow<'d, str>, &'static str> {
        let map = self.part.map;
        let mut fills = FxHashMap::default();
        if !matches!(self.options.paint, Paint::About) {
            return fills;
        }
        let mut colours = FILLS.iter().copied().cycle();
        for claim in self.part.claims() {
            if let Some(about) = &map.claim(claim).about
                && let Entry::Vacant(subject) = fills.entry(canonical_label(&about.value))
                && let Some(fill) = colours.next()
            {
                subject.insert(fill);
            }
        }
        fills
    }

    /// The fills and borders that claims have, and what they mean.
    fn fills_that_occur(&self) -> Vec<(&'static str, &'static str, String)> {
        let map = self.part.map;
        match self.options.paint {
            Paint::Nothing => Vec::new(),
            Paint::Label(labelling) => {
                let has = |label| {
                    self.part
                        .claims()
                        .any(|claim| labelling.claim(claim) == label)
                };
                let labels = Label::ALL.into_iter().filter(|&label| has(label));
                let row = |label| {
                    let (sign, fill, border) = label_look(label);
                    (fill, border, format!("{sign} {label}"))
                };
                labels.map(row).collect()
            }
            Paint::About => {
                // Where there are more subjects than fills, a fill stands for several.
                let mut subjects: Vec<(&'static str, Vec<&str>)> =
                    FILLS.iter().map(|&fill| (fill, Vec::new())).collect();
                let mut known = FxHashSet::default();
                let about = self
                    .part
                    .claims()
                    .filter_map(|claim| map.claim(claim).about.as_ref());
                for about in about.map(|about| about.value.as_ref()) {
                    let row = subjects.get_mut(known.len() % FILLS.len());
                    if let Some((_, subjects)) =
                        row.filter(|_| known.insert(canonical_label(about)))
                    {
                        subjects.push(about);
                    }
                }
                subjects.retain(|(_, subjects)| !subjects.is_empty());
                let rows = subjects.into_iter();
                rows.map(|(fill, subjects)| (fill, FAINT, some_of(&subjects)))
                    .collect()
            }
        }
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
            format!(", tooltip={}", text::tooltip(&why.value))
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
            text::lines(on)
        )
    }

    fn legend(&mut self) -> io::Result<()> {
        let Part { map, .. } = self.part;
        let mut legend = Legend {
            fills: self.fills_that_occur(),
            ..Legend::default()
        };
        for id in self.part.steps() {
            let color = color(map.step(id).polarity);
            let is_linked = map.premises(id).nth(1).is_some();
            match (map.step(id).polarity, is_linked) {
                (Polarity::For, false) => legend.reason = true,
                (Polarity::For, true) => legend.linked_reason = true,
                (Polarity::Against, false) => legend.objection = true,
                (Polarity::Against, true) => legend.linked_objection = true,
            }
            if self.undercut.contains(&id) {
                legend.undercut = legend.undercut.or(Some(color));
            }
        }
        for id in self.part.links() {
            match map.link(id).kind {
                RelationKind::Contradicts => legend.contradiction = true,
                RelationKind::Contrasts => legend.contrast = true,
                _ => {}
            }
        }
        for claim in self.part.claims() {
            legend.implicit |= map.claim(claim).is_implicit();
        }
        let mut theses = map.thesis().iter();
        legend.thesis = theses.any(|&claim| self.part.has(claim));
        legend.write(self.out)
    }
}

/// The first few names.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<_> = names.iter().take(SHOWN).copied().collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A claim's node: its id, in quotation marks, so that no id means anything to DOT.
fn node(map: &Map, claim: ClaimId) -> String {
    text::name(map.id(claim), claim.index())
}

const fn color(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::For => FOR,
        Polarity::Against => AGAINST,
    }
}

/// A step's junction. No claim's id holds a space, so the names never meet.
fn junction(map: &Map, step: StepId) -> String {
    match map.step_name(step) {
        Some(own) => {
            let name = text::name(own, step.0 as usize);
            format!("\"step {}", name.trim_start_matches('"'))
        }
        None => format!("\"step {}\"", step.0 + 1),
    }
}
