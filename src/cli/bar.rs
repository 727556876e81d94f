//! Draws strengths as bars and numbers, in a column next to a tree.

use argmap::map::{ClaimId, StepId};
use argmap::printable::{Shown, shown};
use argmap::reason::Strengths;
use argmap::reason::strength::{GradualSemantics, SAME};

use super::paragraph::Ink;
use super::tree::TreeMarks;

/// How many segments a bar has.
const SEGMENTS: usize = 8;

/// With fewer columns than this, there is only room for the numbers.
const ROOM_FOR_BARS: usize = 60;

/// Strengths next to the claims and the linked steps of a tree.
#[derive(Debug)]
pub(crate) struct StrengthMarks<'l> {
    /// The strengths to show.
    pub(crate) strengths: &'l Strengths,
    /// How they are drawn.
    pub(crate) bars: Bars,
}

impl TreeMarks for StrengthMarks<'_> {
    fn claim(&self, _claim: ClaimId) -> (&'static str, Ink) {
        ("", Ink::Plain)
    }

    fn step(&self, _step: StepId) -> (&'static str, Ink) {
        ("", Ink::Plain)
    }

    fn column(&self) -> usize {
        self.bars.columns() + 2
    }

    fn beside_claim(&self, claim: ClaimId) -> Shown {
        self.bars.of_claim(self.strengths, claim) + "  "
    }

    fn beside_step(&self, step: StepId) -> Shown {
        let strength = self.strengths.step(step);
        let caveat = Caveat {
            is_clamped: self.strengths.is_step_clamped(step),
            is_settled: self.strengths.is_step_settled(step),
        };
        self.bars.draw(strength, caveat) + "  "
    }
}

/// What the reader should know about a number.
#[derive(Debug, Clone, Copy)]
struct Caveat {
    is_clamped: bool,
    is_settled: bool,
}

/// The sign after a clamped strength, and the one after a strength that did not converge.
pub(crate) const CLAMPED: &str = "*";
pub(crate) const UNSETTLED: &str = "~";

/// How bars and figures look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bars {
    ascii: bool,
    is_wide: bool,
    /// How many digits follow the decimal point.
    digits: usize,
    /// Whether there may be a sign after the number.
    is_signed: bool,
}

impl Bars {
    /// How to draw these strengths in a terminal with this many columns.
    pub(crate) fn new(strengths: &Strengths, ascii: bool, width: usize) -> Self {
        let semantics = strengths.semantics();
        Self {
            ascii,
            is_wide: width >= ROOM_FOR_BARS,
            digits: digits(semantics),
            is_signed: semantics == GradualSemantics::LogOdds || !strengths.converged(),
        }
    }

    /// How many columns a bar takes with its number and sign.
    pub(crate) fn columns(self) -> usize {
        let bar = if self.is_wide { SEGMENTS + 1 } else { 0 };
        bar + 2 + self.digits + usize::from(self.is_signed)
    }

    /// The bar and the number of a claim, painted.
    pub(crate) fn of_claim(self, strengths: &Strengths, claim: ClaimId) -> Shown {
        let caveat = Caveat {
            is_clamped: strengths.is_clamped(claim),
            is_settled: strengths.is_settled(claim),
        };
        self.draw(strengths.claim(claim), caveat)
    }

    fn draw(self, strength: f64, caveat: Caveat) -> Shown {
        let mut drawn = Shown::new();
        let style = style(strength);
        if self.is_wide {
            let (full, empty) = if self.ascii {
                ("#", ".")
            } else {
                ("▰", "▱")
            };
            let filled = segments(strength);
            drawn += style.paint(&full.repeat(filled));
            drawn += Ink::Dim.paint(&empty.repeat(SEGMENTS - filled));
            drawn += " ";
        }
        drawn += style.paint(&self.figure(strength));
        if self.is_signed {
            drawn += match caveat {
                Caveat {
                    is_settled: false, ..
                } => UNSETTLED,
                Caveat {
                    is_clamped: true, ..
                } => CLAMPED,
                _ => " ",
            };
        }
        drawn
    }

    /// The number, as in `0.62`.
    pub(crate) fn figure(self, strength: f64) -> Shown {
        let digits = self.digits;
        shown(format_args!("{strength:.digits$}"))
    }

    /// A difference of strengths with its sign, as in `+0.12`.
    pub(crate) fn difference(self, difference: f64) -> Shown {
        let sign = match (difference < 0.0, self.ascii) {
            (false, _) => "+",
            (true, true) => "-",
            (true, false) => "−",
        };
        Shown::from(sign) + self.figure(difference.abs())
    }

    /// Whether the difference is large enough to show in the numbers.
    pub(crate) fn shows(self, difference: f64) -> bool {
        self.figure(difference.abs()) != self.figure(0.0)
    }
}

/// How many digits follow the decimal point: three for log-odds, as its clamp has three.
fn digits(semantics: GradualSemantics) -> usize {
    match semantics {
        GradualSemantics::LogOdds => 3,
        GradualSemantics::DfQuad | GradualSemantics::QuadraticEnergy | GradualSemantics::Euler => 2,
    }
}

/// How many segments are filled.
fn segments(strength: f64) -> usize {
    let bounds = (1_u32..).take(SEGMENTS);
    let eighths = strength * 8.0;
    bounds
        .take_while(|&bound| eighths + 0.5 >= f64::from(bound))
        .count()
}

/// A strength of one half has no colour.
fn style(strength: f64) -> Ink {
    if strength > 0.5 + SAME {
        Ink::Because
    } else if strength < 0.5 - SAME {
        Ink::But
    } else {
        Ink::Plain
    }
}
