//! The gradual semantics: how the supporters and attackers of a claim change its base score.
//!
//! Each one first combines the strengths of the supporters and of the attackers (aggregation), then changes the base score
//! by the result (influence). Mossakowski & Neuhaus (2018) call such semantics modular.

use std::fmt;

use crate::reason::least::InfluenceKind;

/// How the strengths of supporters and attackers change a base score `w`. `E` is the sum of the supporters' strengths minus
/// that of the attackers' strengths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GradualSemantics {
    /// Discontinuity-free quantitative argumentation debate (Rago, Toni, Aurisicchio & Baroni 2016).
    ///
    /// Each side counts as `1 − Π(1 − strength)`, like the chance that at least one of several independent events happens.
    /// The stronger side moves `w` towards its end; the difference between the two sides is the share of the way that it
    /// moves. One certain supporter hides all other supporters, one certain attacker all other attackers, and the two
    /// together change nothing.
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
    /// Log-odds: the log-odds of `w`, plus those of the supporters' strengths, minus those of the attackers' strengths. This
    /// is how independent evidence is weighed (Good 1950).
    ///
    /// A strength below 0.5 counts against what it supports and for what it attacks. Log-odds of 0 and 1 are infinite, so
    /// base scores and strengths are kept within [`CLAMP`].
    LogOdds,
}

/// The least and the greatest strength under [`GradualSemantics::LogOdds`].
pub const CLAMP: (f64, f64) = (0.001, 0.999);

/// The log-odds of the greatest strength, ln 999; those of the least are the same below 0.
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

    /// The name used in options and expressions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DfQuad => "df-quad",
            Self::QuadraticEnergy => "quadratic-energy",
            Self::Euler => "euler",
            Self::LogOdds => "log-odds",
        }
    }

    /// The semantics with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|semantics| semantics.name() == name)
    }

    /// The strength with this measure. The measure is what the semantics computes with: the log-odds of the strength, or the
    /// strength itself.
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

    /// The same for a node with this base score, which is returned exactly if nothing has moved it.
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

    /// The two sides if nothing supports or attacks.
    pub(super) fn nothing(self) -> ForAndAgainst {
        let none = match self {
            Self::DfQuad => 1.0,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => 0.0,
        };
        ForAndAgainst {
            support: none,
            attack: none,
        }
    }

    /// The measure of a node that nothing supports or attacks.
    pub(super) fn alone(self, base: f64) -> f64 {
        self.influence(base, self.nothing())
    }

    /// Adds one influence with this measure to the influences on a node.
    #[inline]
    pub(super) fn weigh(
        self,
        role: InfluenceKind,
        measure: f64,
        base: &mut f64,
        sides: &mut ForAndAgainst,
    ) {
        match role {
            InfluenceKind::Premise => *base *= self.strength(measure),
            InfluenceKind::For => self.add(&mut sides.support, measure),
            InfluenceKind::Against => self.add(&mut sides.attack, measure),
        }
    }

    #[inline]
    fn add(self, side: &mut f64, measure: f64) {
        match self {
            Self::DfQuad => *side *= 1.0 - measure,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => *side += measure,
        }
    }

    /// Adds attacks that have been gathered into one number.
    #[inline]
    pub(super) fn join(self, attacks: f64, sides: &mut ForAndAgainst) {
        match self {
            Self::DfQuad => sides.attack *= attacks,
            Self::QuadraticEnergy | Self::Euler | Self::LogOdds => sides.attack += attacks,
        }
    }

    /// Counts the base score as support, if the semantics does not distinguish the two; returns the base score that is left.
    pub(super) fn absorb(self, base: f64, sides: &mut ForAndAgainst) -> f64 {
        if self != Self::LogOdds {
            return base;
        }
        sides.support += log_odds(base);
        EVEN
    }

    /// The measure that the base score and the two sides give.
    #[inline]
    pub(super) fn influence(self, base: f64, sides: ForAndAgainst) -> f64 {
        match self {
            // The sides are products of what is left, so the one with less left is the stronger.
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
                // In the form 1 − 1 ∕ (1 + E²), this is 1 for an infinite square too.
                let share = 1.0 - 1.0 / (1.0 + square);
                if energy > 0.0 {
                    base + (1.0 - base) * share
                } else {
                    base - base * share
                }
            }
            Self::Euler => {
                let energy = sides.support - sides.attack;
                // Returns exactly the base score, which rounding would change.
                if energy == 0.0 || base == 0.0 {
                    return base;
                }
                1.0 - (1.0 - base * base) / (1.0 + base * energy.exp())
            }
            Self::LogOdds => unclamped(base, sides).clamp(-LIMIT, LIMIT),
        }
    }

    /// Whether the base score and the measure are well within what the semantics can express.
    pub(super) fn is_within(self, base: f64, measure: f64) -> bool {
        self != Self::LogOdds
            || CLAMP.0 < base && base < CLAMP.1 && -LIMIT < measure && measure < LIMIT
    }

    /// Whether the base score, or the result, is outside what the semantics can express.
    pub(super) fn is_clamped(self, base: f64, sides: ForAndAgainst) -> bool {
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

/// What supports a node and what attacks it, each as one number.
#[derive(Debug, Clone, Copy)]
pub(super) struct ForAndAgainst {
    pub(super) support: f64,
    pub(super) attack: f64,
}

/// The log-odds that the base score and the two sides give.
fn unclamped(base: f64, sides: ForAndAgainst) -> f64 {
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
