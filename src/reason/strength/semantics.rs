//! The gradual semantics: what the supporters and attackers of a claim make of its base score.
//!
//! Each is an aggregation of the strengths of supporters and attackers, and an influence of what these come to on the base score
//! (Mossakowski & Neuhaus 2018 call such semantics modular).

use std::fmt;

use crate::reason::least::Role;

/// How the strengths of supporters and attackers move a base score `w`. `E` is the sum of the
/// supporters' strengths less that of the attackers'.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GradualSemantics {
    /// Discontinuity-free quantitative argumentation debate (Rago, Toni, Aurisicchio & Baroni 2016).
    ///
    /// Each side counts by `1 − Π(1 − strength)`, as independent chances that one of them hits; the stronger side moves
    /// `w` towards its end by the difference. One certain supporter hides all other supporters, one certain attacker all
    /// other attackers, and the two together change nothing.
    DfQuad,
    /// The quadratic energy model (Potyka 2018): `w + (1 − w)·h(E) − w·h(−E)`, `h(x) = max(x, 0)² ∕ (1 + max(x, 0)²)`.
    ///
    /// Attack mirrors support, everything counts, and no finite number of arguments makes a claim certain. The default.
    #[default]
    QuadraticEnergy,
    /// The Euler-based semantics (Amgoud & Ben-Naim 2017): `1 − (1 − w²) ∕ (1 + w·e^E)`.
    ///
    /// Attack does not mirror support: no attack brings a claim below `w²`, none moves a base score of 1, and no
    /// support moves one of 0.
    Euler,
    /// Log-odds: the log-odds of `w`, plus those of the supporters' strengths, less those of the attackers'; the weighing of
    /// evidence that is independent (Good 1950).
    ///
    /// What is weaker than 0.5 counts against what it supports and for what it attacks. Log-odds of 0 and 1 are infinite,
    /// so base scores and strengths are kept within [`CLAMP`].
    LogOdds,
}

/// The least and the greatest strength by [`GradualSemantics::LogOdds`].
pub const CLAMP: (f64, f64) = (0.001, 0.999);

/// The log-odds of the greatest; those of the least are as far below 0: ln 999.
const LIMIT: f64 = 6.906_754_778_648_554;

/// The strength whose log-odds are 0.
const EVEN: f64 = 0.5;

impl GradualSemantics {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::DfQuad,
        Self::QuadraticEnergy,
        Self::Euler,
        Self::LogOdds,
    ];

    /// The name by which options and expressions call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DfQuad => "df-quad",
            Self::QuadraticEnergy => "quadratic-energy",
            Self::Euler => "euler",
            Self::LogOdds => "log-odds",
        }
    }

    /// The semantics of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|semantics| semantics.name() == name)
    }

    /// The strength that has this measure, by which the semantics computes: its log-odds, or itself.
    #[inline]
    pub(super) fn strength(self, measure: f64) -> f64 {
        if self != Self::LogOdds {
            measure
        } else if measure >= LIMIT {
            CLAMP.1
        } else if measure <= -LIMIT {
            CLAMP.0
        } else {
            1.0 / (1.0 + (-measure).exp())
        }
    }

    /// The same of what began with this base score, which is given exactly if nothing moved it.
    pub(super) fn strength_from(self, base: f64, measure: f64) -> f64 {
        let is_unmoved = || measure.to_bits() == self.alone(base).to_bits();
        if self == Self::LogOdds && is_unmoved() {
            base.clamp(CLAMP.0, CLAMP.1)
        } else {
            self.strength(measure)
        }
    }

    /// The least and the greatest measure.
    pub(super) fn range(self) -> (f64, f64) {
        if self == Self::LogOdds {
            (-LIMIT, LIMIT)
        } else {
            (0.0, 1.0)
        }
    }

    /// What nothing that supports or attacks comes to.
    pub(super) fn nothing(self) -> Sides {
        let none = match self {
            Self::DfQuad => 1.0,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => 0.0,
        };
        Sides {
            support: none,
            attack: none,
        }
    }

    /// The measure of what nothing supports or attacks.
    pub(super) fn alone(self, base: f64) -> f64 {
        self.influence(base, self.nothing())
    }

    /// Adds one influence of this measure to what influences a node.
    #[inline]
    pub(super) fn weigh(self, role: Role, measure: f64, base: &mut f64, sides: &mut Sides) {
        match role {
            Role::Premise => *base *= self.strength(measure),
            Role::For => self.add(&mut sides.support, measure),
            Role::Against => self.add(&mut sides.attack, measure),
        }
    }

    #[inline]
    fn add(self, side: &mut f64, measure: f64) {
        match self {
            Self::DfQuad => *side *= 1.0 - measure,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => *side += measure,
        }
    }

    /// Adds attacks that have been gathered, as their sum.
    #[inline]
    pub(super) fn join(self, attacks: f64, sides: &mut Sides) {
        match self {
            Self::DfQuad => sides.attack *= attacks,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => sides.attack += attacks,
        }
    }

    /// Counts a base score among what supports, where the semantics makes no difference between the two; gives the base
    /// score that is left.
    pub(super) fn absorb(self, base: f64, sides: &mut Sides) -> f64 {
        if self != Self::LogOdds {
            return base;
        }
        sides.support += log_odds(base);
        EVEN
    }

    /// The measure that the two sides make of the base score.
    #[inline]
    pub(super) fn influence(self, base: f64, sides: Sides) -> f64 {
        match self {
            // Products of what is left: the side with less left is the stronger.
            Self::DfQuad => {
                let lead = sides.attack - sides.support;
                if lead > 0.0 {
                    base + (1.0 - base) * lead
                } else {
                    base + base * lead
                }
            }
            Self::QuadraticEnergy => {
                let energy = sides.support - sides.attack;
                let square = energy * energy;
                // As 1 − 1 ∕ (1 + E²), which is 1 for an infinite square, too.
                let share = 1.0 - 1.0 / (1.0 + square);
                if energy > 0.0 {
                    base + (1.0 - base) * share
                } else {
                    base - base * share
                }
            }
            Self::Euler => {
                let energy = sides.support - sides.attack;
                // Exactly the base score, where rounding would move it.
                if energy == 0.0 || base == 0.0 {
                    return base;
                }
                1.0 - (1.0 - base * base) / (1.0 + base * energy.exp())
            }
            Self::LogOdds => unclamped(base, sides).clamp(-LIMIT, LIMIT),
        }
    }

    /// Whether base score and measure are well within what the semantics can express.
    pub(super) fn is_within(self, base: f64, measure: f64) -> bool {
        self != Self::LogOdds
            || CLAMP.0 < base && base < CLAMP.1 && -LIMIT < measure && measure < LIMIT
    }

    /// Whether the base score, or the result of it, is outside what the semantics can express.
    pub(super) fn is_clamped(self, base: f64, sides: Sides) -> bool {
        self == Self::LogOdds
            && (!(CLAMP.0..=CLAMP.1).contains(&base)
                || !(-LIMIT..=LIMIT).contains(&unclamped(base, sides)))
    }
}

impl fmt::Display for GradualSemantics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What supports a node and what attacks it, each side in one number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    pub(super) support: f64,
    pub(super) attack: f64,
}

/// The log-odds that the two sides make of the base score.
fn unclamped(base: f64, sides: Sides) -> f64 {
    log_odds(base) + (sides.support - sides.attack)
}

/// The log-odds of a strength, within [`LIMIT`].
fn log_odds(strength: f64) -> f64 {
    if strength >= CLAMP.1 {
        LIMIT
    } else if strength <= CLAMP.0 {
        -LIMIT
    } else if strength == EVEN {
        // What is left of a base score that has been absorbed.
        0.0
    } else {
        (strength / (1.0 - strength)).ln()
    }
}
