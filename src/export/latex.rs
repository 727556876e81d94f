//! A map as a tree in LaTeX, drawn by the package `forest` (on TikZ): a document of its own.
//!
//! It compiles with `LuaLaTeX` and `XeLaTeX`, and with `pdfLaTeX` where all letters are Latin.

use std::io::{self, Write};

use super::outline::Outline;
use super::{Format, Part, Thing, one_line};
use crate::reason::{Label, Suppositions, grounded};

/// LaTeX with `forest`.
pub(super) struct Latex;

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
}
\begin{document}
\begin{forest}
  for tree={grow'=east, parent anchor=east, child anchor=west, l sep=8mm, s sep=3mm, claim}
";

impl Format for Latex {
    fn name(&self) -> &'static str {
        "latex"
    }

    fn carried(&self) -> &'static [Thing] {
        &[
            Thing::Title,
            Thing::Objection,
            Thing::Thesis,
            Thing::MapTitle,
        ]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let map = part.map;
        let labels = grounded(map, &Suppositions::default());
        out.write_all(HEAD.as_bytes())?;
        let title = escaped(map.title().unwrap_or_default());
        // An empty line would end a paragraph, which may not end here.
        write!(out, "  [{{{title}}}, phantom")?;
        let mut open = 0;
        for line in Outline::new(part).lines() {
            let depth = line.depth + 1;
            while open >= depth {
                write!(out, "]")?;
                open -= 1;
            }
            let words = match (&line.elsewhere, &map.claim(line.claim).title) {
                (Some(_), _) => escaped(map.title_of(line.claim)),
                (None, Some(title)) => {
                    format!(
                        "\\textbf{{{}}}\\\\{{}} {}",
                        escaped(&title.value),
                        escaped(map.text(line.claim, None))
                    )
                }
                (None, None) => escaped(map.text(line.claim, None)),
            };
            let label = match labels.claim(line.claim) {
                Label::Accepted => "accepted",
                Label::Rejected => "rejected",
                Label::Undecided => "undecided",
            };
            let side = match line.is_against {
                Some(true) => ", against",
                Some(false) => "",
                None => ", no edge",
            };
            let again = if line.elsewhere.is_some() {
                ", again"
            } else {
                ""
            };
            write!(
                out,
                "\n{}[{{{words}}}, {label}{side}{again}",
                "  ".repeat(depth + 1)
            )?;
            open = depth;
        }
        while open > 0 {
            write!(out, "]")?;
            open -= 1;
        }
        writeln!(out, "]\n\\end{{forest}}\n\\end{{document}}")
    }
}

/// Words in which nothing is a command.
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
            // Two of these in a row would be a dash or a quotation mark.
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
