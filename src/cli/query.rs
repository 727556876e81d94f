//! `argmap query`.

use super::{Failure, Outcome, Terminal};

/// What `argmap query` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap query`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap query` is not built yet"))
}
