//! Finds the claims that match an expression.
//!
//! It is a small set language: ids and globs, `&` `|` `-` `!` and parentheses, and functions such as `grounds(x)`. It
//! is pure: the same expression on the same map gives the same set, in the order of the files. It is described in
//! `docs/query.md`.

mod crucial;
mod error;
mod evaluate;
mod expression;
mod function;
mod lexer;
mod parser;
mod walk;

pub use crate::map::ClaimSet;
pub use crucial::crucial;
pub use error::QueryError;
pub use function::Function;
pub use parser::MAX_NESTING;

use crate::map::Map;
use crate::reason::Suppositions;
use expression::Term;

/// A parsed expression.
///
/// Operators from tightest to loosest: `!`; `&` and `-`, left-associative; `|`. So `a | b - c` is `a | (b - c)`.
#[derive(Debug, Clone)]
pub struct Query {
    expression: String,
    terms: Vec<Term>,
}

impl Query {
    /// Parses an expression, in time linear in its length.
    ///
    /// # Errors
    ///
    /// If the text is not an expression, or is nested deeper than [`MAX_NESTING`].
    pub fn parse(expression: &str) -> Result<Self, QueryError> {
        Ok(Self {
            terms: parser::parse(expression)?,
            expression: expression.to_owned(),
        })
    }

    /// The expression as it was written.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// The claims of `map` that the expression stands for.
    ///
    /// Every operator and function except `crucial` and `hinges` is linear in the size of the map; see
    /// [`Function::Crucial`] and [`Function::Hinges`].
    ///
    /// # Errors
    ///
    /// If the expression names a claim that the map does not have, or if `crucial` or `hinges` would take too long.
    pub fn evaluate(&self, map: &Map) -> Result<ClaimSet, QueryError> {
        self.evaluate_supposing(map, &Suppositions::default())
    }

    /// Like [`evaluate`](Self::evaluate), but functions that weigh the map (`accepted`, `hinges`, `stronger` and the
    /// like) treat it as it would be if the suppositions held.
    ///
    /// # Errors
    ///
    /// The same as those of [`evaluate`](Self::evaluate).
    pub fn evaluate_supposing(
        &self,
        map: &Map,
        suppositions: &Suppositions,
    ) -> Result<ClaimSet, QueryError> {
        evaluate::evaluate(self, map, suppositions)
    }

    /// The globs, tags, subjects, files and regular expressions that match no claim of `map`, each with the closest one
    /// that does, and bounds on strengths that did not converge. These are not errors, but explain why a set may not be
    /// the one expected.
    pub fn unmatched(&self, map: &Map) -> Vec<QueryError> {
        evaluate::unmatched(self, map)
    }
}
