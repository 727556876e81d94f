//! `argmap export`.

use super::{Failure, Outcome, Terminal};

/// What `argmap export` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap export`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap export` is not built yet"))
}
