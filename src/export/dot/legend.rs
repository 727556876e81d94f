//! Writes the legend of a picture, which explains only what occurs in it.

use std::io::{self, Write};

use super::text::lines;
use crate::export::picture::{AGAINST, CONTRAST, FAINT, FILL, FOR, INK, Legend, UNDERCUT};

/// Writes the legend, if there is anything to explain.
pub(super) fn write(legend: &Legend, out: &mut dyn Write) -> io::Result<()> {
    let boxes = boxes(legend);
    let arrows = arrows(legend);
    if boxes.is_empty() && arrows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  subgraph \"cluster legend\" {{")?;
    writeln!(
        out,
        "    graph [label=\"Legend\", labeljust=l, style=rounded, color=\"{FAINT}\", margin=10];"
    )?;
    writeln!(
        out,
        "    node [shape=plaintext, style=\"\", fontsize=10, margin=\"0.05,0.02\"];"
    )?;
    // No claim's id contains a space, so these names are free.
    if !boxes.is_empty() {
        writeln!(
            out,
            "    \"legend boxes\" [label=<<table border=\"0\" cellspacing=\"4\" cellpadding=\"4\">{boxes}</table>>];"
        )?;
    }
    out.write_all(arrows.as_bytes())?;
    writeln!(out, "  }}")
}

/// The rows of the table, one for each kind of box.
fn boxes(legend: &Legend) -> String {
    let row = |fill: &str, border: &str, style: &str, meaning: &str| {
        format!(
            "<tr><td bgcolor=\"{fill}\" color=\"{border}\" {style}>{}</td></tr>",
            lines(meaning)
        )
    };
    let mut rows = String::new();
    if legend.thesis {
        rows += &row(FILL, INK, "border=\"2\"", "thesis");
    }
    if legend.implicit {
        rows += &row(FILL, FAINT, "border=\"1\" style=\"dashed\"", "implicit");
    }
    for entry in &legend.fills {
        let look = entry.look;
        rows += &row(look.fill, look.border, "border=\"1\"", &entry.meaning);
    }
    rows
}

/// One example for each kind of arrow that occurs.
fn arrows(legend: &Legend) -> String {
    let mut rows = String::new();
    let mut plain = |occurs, color, look: &str, meaning: &str| {
        if occurs {
            rows += &letter(meaning, "X");
            rows += &letter(meaning, "Y");
            rows += &edge(meaning, ["X", "Y"], color, look, meaning);
        }
    };
    plain(legend.reason, FOR, "arrowhead=normal", "supports");
    plain(legend.objection, AGAINST, "arrowhead=tee", "attacks");
    let both_ways = "dir=none, style=dashed, penwidth=2";
    plain(legend.contradiction, AGAINST, both_ways, "contradicts");
    let both_ways = "dir=none, style=dotted, penwidth=1.6";
    plain(legend.contrast, CONTRAST, both_ways, "contrasts with");
    let both_ways = "dir=none, style=dotted, penwidth=2.4";
    plain(legend.restatement, FAINT, both_ways, "restates");
    let answers = "dir=none, style=dotted";
    plain(legend.question, FAINT, answers, "answers a question");
    let answers = "dir=none, style=dashed";
    let meaning = "answers a question that has one answer";
    plain(legend.exclusive_question, AGAINST, answers, meaning);
    let linked = [
        (legend.linked_reason, FOR, "normal", "support together"),
        (legend.linked_objection, AGAINST, "tee", "attack together"),
    ];
    for (_, color, head, name) in linked.into_iter().filter(|(occurs, ..)| *occurs) {
        rows += &(letter(name, "X") + &letter(name, "Y") + &letter(name, "Z"));
        rows += &dot(name, color);
        rows += &edge(name, ["X", "dot"], color, "arrowhead=none", "");
        rows += &edge(name, ["Y", "dot"], color, "arrowhead=none", "");
        let head = format!("arrowhead={head}");
        rows += &edge(name, ["dot", "Z"], color, &head, name);
    }
    if let Some(color) = legend.undercut {
        let name = "undercuts";
        rows += &(letter(name, "X") + &letter(name, "Y") + &letter(name, "Z"));
        rows += &dot(name, color);
        rows += &edge(name, ["Y", "dot"], color, "arrowhead=none", "");
        rows += &edge(name, ["dot", "Z"], color, "arrowhead=normal", "");
        let look = "arrowhead=tee, style=dashed";
        rows += &edge(name, ["X", "dot"], UNDERCUT, look, "undercuts the step");
    }
    rows
}

// No claim's id contains a space, so the names of these nodes are free.

fn letter(row: &str, letter: &str) -> String {
    format!("    \"legend {row} {letter}\" [label=\"{letter}\"];\n")
}

fn dot(row: &str, color: &str) -> String {
    format!(
        "    \"legend {row} dot\" [shape=point, style=filled, width=0.09, color=\"{color}\", fillcolor=\"{color}\", label=\"\"];\n"
    )
}

fn edge(row: &str, [from, to]: [&str; 2], color: &str, look: &str, meaning: &str) -> String {
    let label = match meaning {
        "" => String::new(),
        _ => format!(", label=\" {meaning} \", fontcolor=\"{color}\""),
    };
    format!(
        "    \"legend {row} {from}\" -> \"legend {row} {to}\" [color=\"{color}\", {look}{label}];\n"
    )
}
