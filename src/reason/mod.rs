//! Evaluates a map: labels every claim and step, and explains each label.
//!
//! A map is read as a structured argumentation theory without preferences (Prakken 2010; Modgil & Prakken 2014), and is
//! evaluated on its own graph. `docs/evaluation.md` explains how, with an example for each idea.

pub mod af;
mod attacks;
mod either_way;
pub mod explain;
pub mod extensions;
pub mod flatten;
pub mod grounded;
pub mod hinges;
mod label;
mod least;
pub mod strength;
mod suppositions;
mod theory;
mod undecided_part;

pub use af::Acceptance;
pub use either_way::{EitherWay, MOST_CONFLICTS, either_way};
pub use explain::{Explainer, Explanation};
pub use extensions::Extensions;
pub use flatten::{Flattening, Meaning};
pub use grounded::grounded;
pub use hinges::{Hinge, Hinges, Moves};
pub use label::{Label, Labelling};
pub use strength::{Strengths, strengths};
pub use suppositions::Suppositions;
