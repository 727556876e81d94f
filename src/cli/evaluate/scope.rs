//! What the output of labels and of strengths has in common.

use argmap::answer::{Asked, Supposed};
use argmap::printable::{Shown, shown};
use argmap::shown;
use argmap::tree::{Tree, View};

use crate::cli::CliError;
use crate::cli::output::print;
use crate::cli::paragraph::{Ink, Paragraph};
use crate::cli::show::{header, nothing, usual_order};
use crate::cli::suppose;
use crate::cli::tree::{TreeLook, print_tree};

/// What is asked about, and how to show it.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'f> {
    pub(crate) asked: Asked<'f>,
    pub(crate) look: TreeLook<'f>,
}

impl Scope<'_> {
    /// The heading above a tree.
    pub(super) fn header(self) -> Shown {
        header(self.asked.map, self.asked.selected, self.look.width)
    }

    /// Prints the tree, with a verdict before it and a summary after it.
    pub(super) fn print_tree(
        self,
        depth: Option<u32>,
        verdict: &Shown,
        summary: impl FnOnce() -> Shown,
    ) -> Result<(), CliError> {
        let Asked { map, selected, .. } = self.asked;
        let order = usual_order(map);
        let view = View {
            depth,
            selected,
            order: order.as_ref(),
            ..View::default()
        };
        let tree = Tree::new(map, view);
        print(&self.header())?;
        if tree.roots().is_empty() {
            return print(&shown!("{}\n", Ink::Dim.paint(nothing(map))));
        }
        if !verdict.is_empty() {
            print(&shown!("{}\n", verdict))?;
        }
        print_tree(&tree, self.look)?;
        print(&shown!("\n{}\n", summary()))
    }

    /// What is supposed, followed by an empty line.
    pub(super) fn supposed(self, suppositions: &Supposed) -> Shown {
        self.wrapped(&suppose::supposed(suppositions)) + "\n"
    }

    /// The verdict on the theses, with the theses that are supposed to be gone, followed by an empty line.
    pub(super) fn theses(self, verdict: Shown) -> Shown {
        let theses = verdict + self.lost_theses();
        let gap = if theses.is_empty() { "" } else { "\n" };
        theses + gap
    }

    /// The theses that are supposed to be gone, one per line.
    fn lost_theses(self) -> Shown {
        let lines = self.asked.lost_theses().map(|claim| {
            let mut line = Paragraph::of("the thesis", Ink::Plain);
            line.push_word(&shown(self.asked.map.id(claim)), Ink::Strong);
            line.push_word("is gone", Ink::Plain);
            self.wrapped(&line)
        });
        lines.collect()
    }

    /// The paragraph, wrapped to fit.
    pub(crate) fn wrapped(self, paragraph: &Paragraph) -> Shown {
        self.hanging(paragraph, 0, 0)
    }

    /// The paragraph, wrapped, with this many blanks before the first line and before the others.
    pub(super) fn hanging(self, paragraph: &Paragraph, first: usize, rest: usize) -> Shown {
        paragraph.block(self.look.width, first, rest)
    }
}
