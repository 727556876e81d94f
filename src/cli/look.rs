//! Works out from the options how a tree should look.

use argmap::map::Map;

use super::show::know_language;
use super::tree::{TreeLook, TreeMarks};
use super::{CliError, Terminal};

/// How to show claims.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LookArguments {
    /// The language of the wordings, if a claim has it
    #[arg(long, short, value_name = "TAG")]
    lang: Option<String>,

    /// Show titles instead of wordings
    #[arg(long, short)]
    titles: bool,

    /// Draw with ASCII characters only
    #[arg(long, short)]
    ascii: bool,

    /// Width in columns, instead of the terminal's
    #[arg(long, short, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
}

impl LookArguments {
    /// The look for a map. Fails if the requested language is not used in the map.
    pub(crate) fn look<'l>(
        &'l self,
        map: &Map,
        terminal: Terminal,
        marks: Option<&'l dyn TreeMarks>,
    ) -> Result<TreeLook<'l>, CliError> {
        if let Some(language) = &self.lang {
            know_language(map, language)?;
        }
        Ok(TreeLook {
            width: self.width.map_or_else(|| terminal.width(), usize::from),
            ascii: self.ascii,
            language: self.lang.as_deref(),
            titles: self.titles,
            quotes: None,
            marks,
        })
    }
}
