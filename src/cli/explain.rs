//! `argmap explain`.

use super::{Failure, Outcome, Terminal};

/// What `argmap explain` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap explain`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap explain` is not built yet"))
}
