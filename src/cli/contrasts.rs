//! `argmap contrasts`.

use super::{Failure, Outcome, Terminal};

/// What `argmap contrasts` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap contrasts`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap contrasts` is not built yet"))
}
