//! `argmap man`.

use super::{Failure, Outcome, Terminal};

/// What `argmap man` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap man`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap man` is not built yet"))
}
