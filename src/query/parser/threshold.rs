//! Parses the parameters of `stronger(0.7)` and `weaker(0.3, euler)`: a bound, and the semantics that strengths are
//! computed by.

use super::Parser;
use crate::nearest::nearest;
use crate::query::error::QueryError;
use crate::query::expression::{Operation, Threshold};
use crate::query::function::Function;
use crate::query::lexer::TokenKind;
use crate::reason::strength::GradualSemantics;
use crate::syntax::Span;

impl Parser<'_> {
    /// Parses a number, an optional semantics, and the closing parenthesis.
    pub(super) fn threshold(
        &mut self,
        function: Function,
        span: Span,
        open: Span,
    ) -> Result<(), QueryError> {
        let bound = self.bound(function)?;
        let semantics = match self.take(TokenKind::Comma) {
            Some(_) => self.semantics(function)?,
            None => GradualSemantics::default(),
        };
        let after = self.advance();
        match after.kind {
            TokenKind::Close => {
                let is_above = function == Function::Stronger;
                let threshold = Threshold {
                    is_above,
                    bound,
                    semantics,
                };
                self.push(Operation::Strength(threshold), span);
                Ok(())
            }
            TokenKind::End => Err(self.never_closed(open)),
            _ => {
                let name = function.name();
                let message = format!("`{name}` takes a number, and a semantics at most");
                Err(self.error(after.span, message).expected(["`)`"]))
            }
        }
    }

    fn bound(&mut self, function: Function) -> Result<f64, QueryError> {
        let token = self.advance();
        let written = self.text(token.span);
        let name = function.name();
        let word = (token.kind == TokenKind::Word).then_some(&written);
        let number = word.and_then(|word| word.parse::<f64>().ok());
        match number.filter(|number| number.is_finite()) {
            Some(number) if (0.0..=1.0).contains(&number) => Ok(number),
            Some(number) => {
                let error = self.error(token.span, format!("`{written}` is not from 0 to 1"));
                let share = number / 100.0;
                Err(if (0.0..=1.0).contains(&share) {
                    error.help(format!("for {written} per cent write `{share}`"))
                } else {
                    error.help("strengths go from 0 to 1")
                })
            }
            None => {
                let message = match token.kind {
                    TokenKind::End => "the expression ends too early".to_owned(),
                    TokenKind::Close => format!("`{name}` needs an argument"),
                    TokenKind::Minus => "strengths are never below 0".to_owned(),
                    _ => format!("`{written}` is not a number"),
                };
                let wanted = "a number from 0 to 1";
                let error = self.error(token.span, message).expected([wanted]);
                Err(error.help(format!("write `{}`", function.signature())))
            }
        }
    }

    fn semantics(&mut self, function: Function) -> Result<GradualSemantics, QueryError> {
        let token = self.advance();
        let written = self.text(token.span);
        let names = GradualSemantics::ALL.map(GradualSemantics::name);
        if token.kind != TokenKind::Word {
            let message = match token.kind {
                TokenKind::End => "the expression ends too early".to_owned(),
                _ => format!("unexpected `{written}`"),
            };
            let names = names.map(|name| format!("`{name}`"));
            let names = names.iter().map(String::as_str);
            return Err(self.error(token.span, message).expected(names));
        }
        if let Some(semantics) = GradualSemantics::named(&written) {
            return Ok(semantics);
        }
        let error = self.error(token.span, format!("there is no semantics `{written}`"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        Err(match nearest(&written, names) {
            _ if digits(&written) => {
                let name = function.name();
                error.help(format!("with a decimal point: `{name}(0.{written})`"))
            }
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("there are {}", names.join(", "))),
        })
    }
}
