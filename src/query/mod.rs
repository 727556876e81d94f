//! Finds the claims that match an expression.
//!
//! A small set language: ids and globs, `&` `|` `-` `!` and parentheses, and functions such as `grounds(x)`. Pure:
//! the same expression on the same map gives the same set, in the order of the files. `docs/query.md` is its page.

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
/// From tightest to loosest: `!`; `&` and `-`, from the left; `|`. So `a | b - c` is `a | (b - c)`.
#[derive(Debug, Clone)]
pub struct Query {
    expression: String,
    terms: Vec<Term>,
}

impl Query {
    /// Reads an expression, in time linear in its length.
    ///
    /// # Errors
    ///
    /// If it is not one, or is nested deeper than [`MAX_NESTING`].
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

    /// The claims that the expression means on `map`.
    ///
    /// Every operator and function but `crucial` and `hinges` is linear in the map; see [`Function::Crucial`] and
    /// [`Function::Hinges`].
    ///
    /// # Errors
    ///
    /// If the expression names a claim that the map does not have, or `crucial` or `hinges` has too much to do.
    pub fn evaluate(&self, map: &Map) -> Result<ClaimSet, QueryError> {
        self.evaluate_supposing(map, &Suppositions::default())
    }

    /// The same, where the functions that weigh the map (`accepted`, `hinges`, `stronger` and the like) take it as it
    /// would be if what is supposed held.
    ///
    /// # Errors
    ///
    /// Those of [`evaluate`](Self::evaluate).
    pub fn evaluate_supposing(
        &self,
        map: &Map,
        suppositions: &Suppositions,
    ) -> Result<ClaimSet, QueryError> {
        evaluate::evaluate(self, map, suppositions)
    }

    /// The globs, tags, subjects, files and regular expressions that fit no claim of `map`, each with the nearest
    /// that does, and bounds on strengths that did not converge: no errors, but why a set may be another than expected.
    pub fn unmatched(&self, map: &Map) -> Vec<QueryError> {
        evaluate::unmatched(self, map)
    }
}
