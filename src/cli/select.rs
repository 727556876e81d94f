//! `--select`: the part of a map that a command is about.

use argmap::map::Map;
use argmap::query::ClaimSet;
use argmap::reason::Suppositions;

use super::{CliError, expression};

const ORIGIN: &str = "--select";

/// Which claims to take.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SelectArgument {
    /// Take only these claims, such as `grounds(thesis()) - quoted()`
    ///
    /// An expression as in `argmap query`, about the map as it is.
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    select: Option<String>,
}

impl SelectArgument {
    /// The claims to take; `None` for all.
    pub(crate) fn set(&self, map: &Map) -> Result<Option<ClaimSet>, CliError> {
        let Some(select) = &self.select else {
            return Ok(None);
        };
        let query = expression::parse(select, ORIGIN)?;
        expression::evaluate(&query, map, &Suppositions::default(), ORIGIN).map(Some)
    }
}
