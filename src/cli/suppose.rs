//! `--deny`, `--assume`, `--without`, `--distrust`: suppositions about a map.

use argmap::answer::Supposed;
use argmap::map::{ClaimId, Map};
use argmap::printable::printable;
use argmap::proof::Proof;
use argmap::reason::{Label, Suppositions};
use argmap::shown;

use super::CliError;
use super::naming::{list, name};
use super::paragraph::{Ink, Paragraph};
use super::show::find_claim;

/// What to suppose of a map.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "What if")]
pub(crate) struct SupposeArguments {
    /// Suppose that this claim falls, whatever is said for it; may be given several times
    #[arg(long, value_name = "ID")]
    deny: Vec<String>,

    /// Suppose that this claim stands by itself; may be given several times
    ///
    /// It then needs no reasons; an objection may still defeat it.
    #[arg(long, value_name = "ID")]
    assume: Vec<String>,

    /// Suppose that this claim had never been written; may be given several times
    ///
    /// Every step that it is a premise of goes too. A claim that so loses its last reason stands by itself.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,

    #[command(flatten)]
    distrust: DistrustArgument,
}

/// What is not to be trusted of a map.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct DistrustArgument {
    /// Suppose that claims with an unproven quotation do not stand by themselves
    ///
    /// A quotation is unproven if it is not found, or if its source cannot be read. Reasons may still support such a claim.
    /// Claims without quotations stay as they are.
    #[arg(long, value_enum, value_name = "WHAT")]
    distrust: Option<Distrust>,
}

impl DistrustArgument {
    /// Whether no claims are distrusted.
    pub(crate) fn is_empty(&self) -> bool {
        self.distrust.is_none()
    }

    /// The claims that are not trusted, in order.
    pub(crate) fn claims(&self, map: &Map) -> Vec<ClaimId> {
        match self.distrust {
            Some(Distrust::Unproven) => Proof::new(map).unproven_claims(),
            None => Vec::new(),
        }
    }
}

/// Which claims are not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Distrust {
    /// Those whose quotations are not proven
    Unproven,
}

impl SupposeArguments {
    /// What is supposed about the map's claims.
    pub(crate) fn suppositions(&self, map: &Map) -> Result<Suppositions, CliError> {
        let find = |names: &[String]| -> Result<Vec<ClaimId>, CliError> {
            let mut claims = Vec::new();
            for name in names {
                claims.push(find_claim(map, name)?);
            }
            claims.sort_unstable();
            claims.dedup();
            Ok(claims)
        };
        let suppositions = Suppositions {
            denied: find(&self.deny)?,
            assumed: find(&self.assume)?,
            removed: find(&self.without)?,
            distrusted: self.distrust.claims(map),
            ..Suppositions::default()
        };
        let mut all: Vec<_> = [
            &suppositions.denied,
            &suppositions.assumed,
            &suppositions.removed,
        ]
        .into_iter()
        .flatten()
        .collect();
        all.sort_unstable();
        let twice = all.windows(2).find_map(|pair| match pair {
            [a, b] if a == b => Some(**a),
            _ => None,
        });
        match twice {
            Some(claim) => Err(CliError::with_help(
                shown!("two things are supposed about `{}`", map.id(claim)),
                "use only one of `--deny`, `--assume` and `--without` for it",
            )),
            None => Ok(suppositions),
        }
    }
}

/// Fails if the claim asked about is supposed to be gone.
pub(crate) fn is_asked_of(
    map: &Map,
    suppositions: &Suppositions,
    claim: ClaimId,
) -> Result<(), CliError> {
    if suppositions.removed.binary_search(&claim).is_err() {
        return Ok(());
    }
    let id = printable(map.id(claim));
    Err(CliError::with_help(
        shown!("without `{}` there is nothing to ask about it", id),
        shown!("to ask what follows if it falls, suppose `--deny {}`", id),
    ))
}

/// Adds "(was accepted)" after something that a supposition changes.
pub(crate) fn was(before: Label, now: Label, line: &mut Paragraph) {
    if before != now {
        line.push_whole(&format!("(was {before})"), Ink::Dim);
    }
}

/// Maximum number of untrusted claims to name.
const MOST_NAMED: usize = 8;

/// The suppositions in words, as in "supposing that a falls, b stands by itself".
pub(crate) fn supposed(supposed: &Supposed) -> Paragraph {
    let mut line = Paragraph::of("supposing that", Ink::Dim);
    let parts = [
        (&supposed.denied, "falls"),
        (&supposed.assumed, "stands by itself"),
        (&supposed.removed, "had never been written"),
    ];
    let parts = parts
        .into_iter()
        .flat_map(|(claims, what)| claims.iter().map(move |claim| (claim, what)));
    let mut parted = false;
    for (claim, what) in parts {
        if std::mem::replace(&mut parted, true) {
            line.push(",", Ink::Dim);
        }
        line.push_word(&name(claim), Ink::Strong);
        line.push_word(what, Ink::Dim);
    }
    match supposed.distrusted.len() {
        0 => {}
        count => {
            if parted {
                line.push(",", Ink::Dim);
            }
            if count > MOST_NAMED {
                let many = format!(
                    "the {count} claims whose quotations are not proven do not stand by themselves"
                );
                line.push_word(&many, Ink::Dim);
            } else {
                list(&supposed.distrusted, &mut line);
                let verb = if count == 1 {
                    "does not stand by itself (its quotation is not proven)"
                } else {
                    "do not stand by themselves (their quotations are not proven)"
                };
                line.push_word(verb, Ink::Dim);
            }
        }
    }
    line
}
