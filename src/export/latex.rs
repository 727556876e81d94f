//! Writes a map as a LaTeX document: a tree drawn by the package `forest` (on `TikZ`).
//!
//! It compiles with `LuaLaTeX` and `XeLaTeX`, and with `pdfLaTeX` if all letters are Latin.

use std::io::{self, Write};

use super::outline::{OutlineEntry, ReasonOutline, unanswered};
use super::{ExportFormat, Part, Thing, lost, one_line};
use crate::losses::Losses;
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::RelationKind;

/// LaTeX with `forest`.
pub(super) struct Latex;

/// What the format can express.
const CARRIED: &[Thing] = &[
    Thing::Title,
    Thing::Objection,
    Thing::Thesis,
    Thing::MapTitle,
    Thing::Question,
    Thing::Exclusion,
    Thing::Restatement,
];

/// Maximum number of levels indented in the file, which is for human readers only.
const INDENTED: usize = 40;

const HEAD: &str = r"\documentclass[border=8pt]{standalone}
\usepackage{iftex}
\ifpdftex\usepackage[T1]{fontenc}\else\usepackage{fontspec}\fi
\usepackage[edges]{forest}
\definecolor{for}{HTML}{2E7D32}
\definecolor{against}{HTML}{C62828}
\definecolor{open}{HTML}{B26A00}
\forestset{
  claim/.style={draw, rounded corners, text width=42mm, node options={align=flush left}, font=\small, inner sep=4pt, edge={for, <-, thick}},
  against/.style={edge={against, <-, thick}},
  accepted/.style={fill=for!12},
  rejected/.style={fill=against!12},
  undecided/.style={fill=open!12},
  again/.style={dashed},
  question/.style={font=\small\itshape, no edge},
  answer/.style={edge={black!40, -, densely dotted, thick}},
  exclusive/.style={edge={against, -, dashed, thick}},
}
\tikzset{restates/.style={black!50, line width=1pt, loosely dotted}}
\begin{document}
\begin{forest}
  for tree={grow'=east, parent anchor=east, child anchor=west, l sep=8mm, s sep=3mm, claim}
";

impl ExportFormat for Latex {
    fn name(&self) -> &'static str {
        "latex"
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn losses(&self, part: Part<'_>) -> Losses {
        let mut losses = lost::losses(part, CARRIED, self.name(), self.keeps());
        losses.add(Thing::Question.what(), unanswered(part));
        losses
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let map = part.map;
        let labels = grounded(map, &Suppositions::default());
        out.write_all(HEAD.as_bytes())?;
        let title = escaped(map.title().unwrap_or_default());
        // An empty line would end a paragraph, which is not allowed here.
        write!(out, "  [{{{title}}}, phantom")?;
        let mut open = 0;
        let mut is_exclusive = false;
        for line in ReasonOutline::with_questions(part).lines(false) {
            let depth = line.depth + 1;
            while open >= depth {
                write!(out, "]")?;
                open -= 1;
            }
            open = depth;
            let indent = "  ".repeat((depth + 1).min(INDENTED));
            let claim = match line.entry {
                OutlineEntry::Claim(claim) => claim,
                OutlineEntry::Question(id) => {
                    is_exclusive = map.question(id).is_exclusive();
                    let words = escaped(map.question_text(id, None));
                    write!(out, "\n{indent}[{{{words}}}, question")?;
                    continue;
                }
            };
            let words = match (&line.elsewhere, &map.claim(claim).title) {
                (Some(_), _) => escaped(map.title_of(claim)),
                (None, Some(title)) => {
                    format!(
                        "\\textbf{{{}}}\\\\{{}} {}",
                        escaped(&title.value),
                        escaped(map.text(claim, None))
                    )
                }
                (None, None) => escaped(map.text(claim, None)),
            };
            let label = match labels.claim(claim) {
                Label::Accepted => "accepted",
                Label::Rejected => "rejected",
                Label::Undecided => "undecided",
            };
            let side = match line.is_against {
                Some(true) => ", against",
                Some(false) => "",
                None if line.depth == 0 => ", no edge",
                None if is_exclusive => ", exclusive",
                None => ", answer",
            };
            let name = match &line.elsewhere {
                Some(_) => ", again".to_owned(),
                None => format!(", name=c{}", claim.0),
            };
            write!(out, "\n{indent}[{{{words}}}, {label}{side}{name}")?;
        }
        while open > 0 {
            write!(out, "]")?;
            open -= 1;
        }
        writeln!(out, "]")?;
        for id in part.links() {
            let link = map.link(id);
            if link.kind == RelationKind::Restates {
                let (from, to) = (link.from.0, link.to.0);
                writeln!(out, "  \\draw[restates] (c{from}) to[bend left] (c{to});")?;
            }
        }
        writeln!(out, "\\end{{forest}}\n\\end{{document}}")
    }
}

/// Text in which nothing is a LaTeX command.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            // Two of these in a row would become a dash or a quotation mark.
            '-' | ',' | '\'' => {
                out.push(character);
                out.push_str("{}");
            }
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    out
}
