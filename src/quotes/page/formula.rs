//! How a formula in `MathML` is written in a line: which signs and brackets stand for what is drawn.
//!
//! A fraction is written with a slash, apart from what is beside it: 3½ is `3 1/2`. A numerator or denominator of
//! several parts is put in brackets, and so is a root of several parts and a fraction that is raised to a power. A root
//! with an index is written as a power: ∛8 is `8^(1/3)`.

use super::stack::OpenElement;
use super::writer::FormulaPart;
use super::{PageReader, TextLook, el};

/// What is open of a formula, in one of its elements.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Formula {
    /// Whether the bracket around a part is open, and whether the one around the whole element is.
    part: bool,
    whole: bool,
    /// Whether it is a fraction without a line.
    pub(super) lineless: bool,
}

impl PageReader<'_> {
    /// Writes the signs that come before child number `child` of the `MathML` element `parent`.
    pub(super) fn before_part(&mut self, parent: u32, child: u8, at: usize) {
        let formula = self.open.innermost().map(|open| open.formula);
        let Some(formula) = formula.filter(|_| self.shows_signs()) else {
            return;
        };
        match (parent, child) {
            (el::MFRAC | el::MROOT, 0) => {
                self.writer.open_bracket(at);
                self.set_part(true);
            }
            (el::MFRAC, 1) if formula.part => {
                self.writer.close_bracket(FormulaPart::Numerator, at);
                self.writer
                    .sign(if formula.lineless { " " } else { "/" }, at);
                self.writer.open_bracket(at);
            }
            (el::MROOT, 1) if formula.part => {
                self.writer.close_bracket(FormulaPart::Root, at);
                self.writer.sign("^(1/", at);
                self.writer.open_bracket(at);
            }
            _ => {}
        }
    }

    /// Whether signs are drawn at this point.
    pub(super) fn shows_signs(&self) -> bool {
        let look = TextLook {
            foreign: false,
            ..self.look()
        };
        look.unseen().is_none_or(|unseen| self.keep.keeps(unseen))
    }

    fn set_part(&mut self, part: bool) {
        if let Some(open) = self.open.innermost_mut() {
            open.formula.part = part;
        }
    }

    /// Writes the signs at the start of the `MathML` element `id`, which was just opened.
    pub(super) fn start_formula(&mut self, id: u32, lineless: bool, at: usize) {
        if !self.shows_signs() {
            return;
        }
        match id {
            el::MI | el::MN | el::MO | el::MS | el::MTEXT => return self.writer.token(),
            el::MFRAC | el::MROOT | el::MSQRT => {}
            _ => return,
        }
        self.writer.gap(at);
        let whole = self.open.look().base;
        if whole {
            self.writer.sign("(", at);
        }
        if id == el::MSQRT {
            self.writer.sign("√", at);
            self.writer.open_bracket(at);
        }
        if let Some(open) = self.open.innermost_mut() {
            open.formula = Formula {
                part: id == el::MSQRT,
                whole,
                lineless,
            };
        }
    }

    /// Writes the signs at the end of the `MathML` element `open`.
    pub(super) fn end_formula(&mut self, open: &OpenElement, at: usize) {
        if open.formula.part {
            let part = match open.name {
                el::MSQRT => FormulaPart::Root,
                el::MROOT if open.children < 2 => FormulaPart::Root,
                _ => FormulaPart::Denominator,
            };
            self.writer.close_bracket(part, at);
            if open.name == el::MROOT && open.children > 1 {
                self.writer.sign(")", at);
            }
        }
        if open.formula.whole {
            self.writer.sign(")", at);
        } else if matches!(open.name, el::MFRAC | el::MROOT | el::MSQRT) && open.look.math {
            self.writer.gap(at);
        }
    }
}
