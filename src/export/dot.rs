//! Writes a map as a graph in the DOT language, for Graphviz to draw: <https://graphviz.org/doc/info/lang.html>.
//!
//! Claims are boxes. A reason with several premises, or one that is undercut, has a junction: a dot where its premises
//! meet and where undercuts end. Arrows lead from premises to conclusions; relations that hold both ways have no
//! arrowhead. If claims are framed, a junction is in the frame of its conclusion. What DOT cannot express and a picture
//! does not need (quotations, tags, notes, credences, the user's own data) is left to the JSON export. Text of more
//! than 16,000 bytes, which Graphviz 2.43 cannot read, is cut and ends in `…`.

mod legend;
mod shape;
mod text;

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use shape::GraphShape;

use super::Part;
use super::picture::{
    AGAINST, CONTRAST, ClaimGroup, Cluster, FAINT, FILL, INK, Paint, Picture, UNDERCUT, color,
};
use crate::map::{ClaimId, LinkId, Map, StepId};
use crate::syntax::{Polarity, RelationKind, Text};

/// Options for drawing a map.
#[derive(Debug, Clone, Default)]
pub struct Dot<'o> {
    /// The language of the wording.
    pub language: Option<&'o str>,
    /// Whether to show only titles, without the wording.
    pub titles: bool,
    /// What decides the colour of claims.
    pub paint: Paint<'o>,
    /// What decides which claims share a frame.
    pub cluster: Option<Cluster>,
    /// The direction from premises to conclusions. `None` for upwards or leftwards, whichever makes the picture nearer
    /// to three by two.
    pub rankdir: Option<RankDir>,
    /// Whether to add a legend.
    pub legend: bool,
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

impl Dot<'_> {
    /// Writes a part of a map as DOT, claim by claim. Linear in the map.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut drawing = DotDrawing {
            options: self,
            part,
            picture: Picture::new(part, self.language, self.titles, self.paint),
            out,
        };
        drawing.graph()
    }

    /// A part of a map as DOT. Linear in the map.
    pub fn draw(&self, part: Part<'_>) -> String {
        let mut text = Vec::new();
        // Writing to memory does not fail, and everything written is UTF-8.
        let _ = self.write(part, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

struct DotDrawing<'d> {
    options: &'d Dot<'d>,
    part: Part<'d>,
    picture: Picture<'d>,
    out: &'d mut dyn Write,
}

impl DotDrawing<'_> {
    fn graph(&mut self) -> io::Result<()> {
        let title = self.part.map.title().unwrap_or("argument");
        writeln!(self.out, "digraph {} {{", text::title(title))?;
        // Ranks must be shared by all frames. If each frame has its own, arrows run back and forth.
        let newrank = match self.options.cluster {
            Some(_) => ", newrank=true",
            None => "",
        };
        let chosen = self.options.rankdir;
        let rankdir = chosen.unwrap_or_else(|| self.shape().direction());
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
        self.undercuts()?;
        self.links()?;
        self.questions()?;
        if self.options.legend {
            legend::write(&self.picture.legend(), self.out)?;
        }
        writeln!(self.out, "}}")
    }

    /// The boxes and arrows that decide how wide and how high the picture becomes.
    fn shape(&self) -> GraphShape {
        let Part { map, .. } = self.part;
        let mut shape = GraphShape::default();
        let mut boxes = FxHashMap::default();
        for claim in self.part.claims() {
            boxes.insert(claim, shape.text(self.columns(claim)));
        }
        let join = |shape: &mut GraphShape, id, end| {
            for premise in map.premises(id).filter_map(|premise| boxes.get(&premise)) {
                shape.arrow(*premise, end);
            }
        };
        let mut junctions = FxHashMap::default();
        for id in self.part.steps() {
            let Some(&conclusion) = boxes.get(&map.step(id).conclusion) else {
                continue;
            };
            let end = if self.picture.has_junction(id) {
                let junction = shape.dot();
                shape.arrow(junction, conclusion);
                junctions.insert(id, junction);
                junction
            } else {
                conclusion
            };
            join(&mut shape, id, end);
        }
        let undercuts = self.part.undercuts();
        for id in undercuts.filter(|&id| self.picture.has_junction(id)) {
            junctions.insert(id, shape.dot());
        }
        for id in self.part.undercuts() {
            let target = map.step(id).undercuts;
            let Some(&to) = target.and_then(|target| junctions.get(&target)) else {
                continue;
            };
            let end = junctions.get(&id).copied();
            if let Some(own) = end {
                shape.arrow(own, to);
            }
            join(&mut shape, id, end.unwrap_or(to));
        }
        shape
    }

    /// Roughly how many columns of text the claim's box holds.
    fn columns(&self, claim: ClaimId) -> usize {
        let words = self.picture.words(claim);
        let text = words.text.chars().count();
        // A title has a line to itself.
        let title = words.title.map(|title| title.chars().count());
        text + title.map_or(0, |title| title.max(text::WIDTH))
    }

    fn claims(&mut self) -> io::Result<()> {
        let Some(cluster) = self.options.cluster else {
            writeln!(self.out)?;
            let mut claims = self.part.claims();
            return claims.try_for_each(|claim| self.claim(claim, "  "));
        };
        let groups = self.picture.groups(cluster);
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

    fn members(&mut self, group: &ClaimGroup<'_>, indent: &str) -> io::Result<()> {
        for &claim in &group.claims {
            self.claim(claim, indent)?;
        }
        for &step in &group.junctions {
            self.junction(step, indent)?;
        }
        Ok(())
    }

    fn claim(&mut self, claim: ClaimId, indent: &str) -> io::Result<()> {
        let map = self.part.map;
        let written = map.claim(claim);
        let (name, label) = (node(map, claim), self.label(claim));
        write!(self.out, "{indent}{name} [label=<{label}>")?;
        let look = self.picture.look(claim);
        if look.fill != FILL {
            write!(self.out, ", fillcolor=\"{}\"", look.fill)?;
        }
        if look.border != FAINT {
            write!(self.out, ", color=\"{}\"", look.border)?;
        }
        if written.is_implicit() {
            write!(self.out, ", style=\"rounded,filled,dashed\"")?;
        }
        if self.picture.is_thesis(claim) {
            write!(self.out, ", penwidth=2.5")?;
        }
        let tooltip = self.tooltip(map.text(claim, self.options.language), &written.by);
        writeln!(self.out, ", tooltip={tooltip}];")
    }

    /// What is said, and who says it.
    fn tooltip(&self, said: &str, by: &[Text]) -> String {
        match self.part.map.speakers_in_words(by) {
            None => text::tooltip(said),
            Some(by) if said.is_empty() => text::tooltip(&format!("by {by}")),
            Some(by) => text::tooltip(&format!("{said} (by {by})")),
        }
    }

    /// The claim's wording, after a sign if the paint has signs.
    fn label(&self, claim: ClaimId) -> String {
        let words = self.picture.words(claim);
        let sign = words.sign.map_or(String::new(), |sign| format!("{sign} "));
        let wording = text::lines(words.text);
        match words.title {
            Some(title) => format!("{sign}<b>{}</b><br/>{wording}", text::lines(title)),
            None => sign + &wording,
        }
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
            let end = format!("{conclusion} [color=\"{color}\", arrowhead={head}{why}];");
            let mut premises = map.premises(id).map(|premise| node(map, premise));
            if !self.picture.has_junction(id) {
                if let Some(premise) = premises.next() {
                    writeln!(self.out, "  {premise} -> {end}")?;
                }
                continue;
            }
            if self.options.cluster.is_none() {
                self.junction(id, "  ")?;
            }
            let junction = junction(map, id);
            let meeting = format!("{junction} [color=\"{color}\", arrowhead=none{why}];");
            for premise in premises {
                writeln!(self.out, "  {premise} -> {meeting}")?;
            }
            writeln!(self.out, "  {junction} -> {end}")?;
        }
        Ok(())
    }

    fn junction(&mut self, id: StepId, indent: &str) -> io::Result<()> {
        let map = self.part.map;
        let step = map.step(id);
        let color = step.undercuts.map_or(color(step.polarity), |_| UNDERCUT);
        writeln!(
            self.out,
            "{indent}{} [shape=point, width=0.09, color=\"{color}\", fillcolor=\"{color}\", label=\"\"{}];",
            junction(map, id),
            self.why(id)
        )
    }

    fn undercuts(&mut self) -> io::Result<()> {
        const LOOK: &str = "style=dashed";
        let map = self.part.map;
        for id in self.part.undercuts() {
            let Some(target) = map.step(id).undercuts else {
                continue;
            };
            let (to, why) = (junction(map, target), self.why(id));
            let mut end = format!("{to} [color=\"{UNDERCUT}\", {LOOK}, arrowhead=tee{why}];");
            if self.picture.has_junction(id) {
                if self.options.cluster.is_none() {
                    self.junction(id, "  ")?;
                }
                let own = junction(map, id);
                writeln!(self.out, "  {own} -> {end}")?;
                end = format!("{own} [color=\"{UNDERCUT}\", {LOOK}, arrowhead=none{why}];");
            }
            for premise in map.premises(id) {
                writeln!(self.out, "  {} -> {end}", node(map, premise))?;
            }
        }
        Ok(())
    }

    /// The warrant of a step, as an attribute.
    fn why(&self, id: StepId) -> String {
        let map = self.part.map;
        let why = map.step_why(id).map(|why| why.value.as_ref());
        self.remark(why, map.step_by(id))
    }

    /// What is said about an edge and who says it, as an attribute; empty if nothing is said.
    fn remark(&self, why: Option<&str>, by: &[Text]) -> String {
        if why.is_none() && by.is_empty() {
            return String::new();
        }
        let tooltip = self.tooltip(why.unwrap_or_default(), by);
        format!(", tooltip={tooltip}")
    }

    fn links(&mut self) -> io::Result<()> {
        let map = self.part.map;
        for id in self.part.links() {
            let link = map.link(id);
            let from = node(map, link.from);
            let to = node(map, link.to);
            let (color, style, width) = match link.kind {
                RelationKind::Contradicts => (AGAINST, "dashed", "2"),
                RelationKind::Restates => (FAINT, "dotted", "2.4"),
                _ => (CONTRAST, "dotted", "1.6"),
            };
            let detail = map.link_detail(id);
            let why = detail.and_then(|detail| detail.why.as_ref());
            let why = why.map(|why| why.value.as_ref());
            let remark = self.remark(why, detail.map_or(&[], |detail| &detail.by));
            let label = self.link_label(id);
            writeln!(
                self.out,
                "  {from} -> {to} [color=\"{color}\", dir=none, style={style}, penwidth={width}, \
                 constraint=false{label}{remark}];"
            )?;
        }
        Ok(())
    }

    /// Writes each question, joined to the claims that answer it. An exclusive one has lines like those of
    /// contradictions.
    fn questions(&mut self) -> io::Result<()> {
        let map = self.part.map;
        for id in self.part.questions() {
            let name = format!("\"question {}\"", id.0 + 1);
            let words = map.question_text(id, self.options.language);
            writeln!(
                self.out,
                "  {name} [label=<{}>, tooltip={}, shape=hexagon, style=filled, fillcolor=\"#ffffff\"];",
                text::lines(words),
                text::tooltip(words)
            )?;
            let is_exclusive = map.question(id).is_exclusive();
            let color = if is_exclusive { AGAINST } else { FAINT };
            let style = if is_exclusive { "dashed" } else { "dotted" };
            let end = format!("dir=none, color=\"{color}\", style={style}, constraint=false");
            for claim in self.part.answers(id) {
                writeln!(self.out, "  {} -> {name} [{end}];", node(map, claim))?;
            }
        }
        Ok(())
    }

    fn link_label(&self, link: LinkId) -> String {
        let Some(on) = self.part.map.link_on(link) else {
            return String::new();
        };
        // Graphviz fails on edges between frames on the same level if they need room for a label.
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
}

/// The name of a claim's node: its id in quotation marks, so that no id has a special meaning in DOT.
fn node(map: &Map, claim: ClaimId) -> String {
    text::name(map.id(claim), claim.index())
}

/// The name of a step's junction. It contains a space, which no claim's id does, so the two never collide.
fn junction(map: &Map, step: StepId) -> String {
    match map.step_name(step) {
        Some(own) => {
            let name = text::name(own, step.0 as usize);
            format!("\"step {}", name.trim_start_matches('"'))
        }
        None => format!("\"step {}\"", step.0 + 1),
    }
}
