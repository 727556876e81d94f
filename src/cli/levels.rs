//! `--deny`, `--warn`, `--note` and `--allow`: one list of levels, in the order of the command line.

use argmap::check::{Levels, RULES};
use argmap::diagnostic::Level;
use argmap::printable::Shown;
use argmap::shown;
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::CliError;
use super::completed::Completed;

/// The requested levels, earliest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct LevelOptions {
    asked: Vec<(String, Level)>,
}

/// The option for each level, with its help text.
const OPTIONS: [(Level, &str); 4] = [
    (
        Level::Deny,
        "Make these rules' findings errors, which fail the check",
    ),
    (Level::Warn, "Make these rules' findings warnings"),
    (Level::Note, "Make these rules' findings notes"),
    (Level::Allow, "Leave these rules' findings out"),
];

/// What holds for all four options; shown in the help of the first.
const LONG: &str = "\
Name rules one by one, separated by commas, or all at once as `all`. If several of --deny, --warn, --note and \
--allow name a rule, the last one counts; they override the map's `[lints]`.";

impl LevelOptions {
    /// The levels, for a check.
    pub(crate) fn levels(&self) -> Result<Levels, CliError> {
        let mut levels = Levels::default();
        for (rule, level) in &self.asked {
            levels.set(rule, *level).map_err(|unknown| {
                let help = match unknown.nearest {
                    Some(near) => shown!("did you mean `{}`?", near),
                    None => Shown::from("`argmap explain` lists the rules"),
                };
                CliError::with_help(shown!("--{}: {}", level.name(), unknown.to_string()), help)
            })?;
        }
        Ok(levels)
    }
}

impl clap::Args for LevelOptions {
    fn augment_args(command: Command) -> Command {
        command.args(OPTIONS.map(|(level, help)| {
            let long = match level {
                Level::Deny => format!("{help}\n\n{LONG}"),
                _ => help.to_owned(),
            };
            Arg::new(level.name())
                .long(level.name())
                .value_name("RULE")
                .help(help)
                .long_help(long)
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(Completed(rules))
                .hide_possible_values(true)
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for LevelOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut asked = Vec::new();
        for (level, _) in OPTIONS {
            let names = matches.get_many::<String>(level.name());
            let indices = matches.indices_of(level.name());
            let (Some(names), Some(indices)) = (names, indices) else {
                continue;
            };
            asked.extend(
                indices
                    .zip(names)
                    .map(|(index, name)| (index, name.clone(), level)),
            );
        }
        asked.sort_by_key(|&(index, ..)| index);
        Ok(Self {
            asked: asked
                .into_iter()
                .map(|(_, name, level)| (name, level))
                .collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The rules, for a shell to complete.
fn rules() -> Vec<PossibleValue> {
    let rules = RULES
        .iter()
        .map(|rule| PossibleValue::new(rule.name.as_str()).help(rule.summary));
    rules
        .chain([PossibleValue::new("all").help("every rule")])
        .collect()
}
