//! Parses tokens into an expression.
//!
//! ```text
//! union  = both { "|" both }
//! both   = not { ( "&" | "-" ) not }
//! not    = { "!" } ( "(" union ")" | id | glob | quoted | call )
//! call   = name "(" [ union { "," union } | text | number [ "," semantics ] ] ")"
//! ```

mod threshold;

use globset::{ErrorKind, GlobBuilder, GlobSetBuilder};
use regex::Regex;

use super::error::QueryError;
use super::expression::{GlobPattern, Operation, Term};
use super::function::{Function, Parameters};
use super::lexer::{Token, TokenKind, is_glob, tokens};
use crate::map::canonical;
use crate::nearest::nearest;
use crate::syntax::Span;

/// How deep parentheses and calls may be nested.
pub const MAX_NESTING: usize = 256;

/// How deep the braces `{…}` of a glob may be nested.
const MAX_BRACES: usize = 32;

/// Parses an expression into terms in postfix order.
pub(super) fn parse(expression: &str) -> Result<Vec<Term>, QueryError> {
    let mut parser = Parser {
        expression,
        tokens: tokens(expression)?,
        next: 0,
        depth: 0,
        inside: Vec::new(),
        terms: Vec::new(),
    };
    if parser.peek().kind == TokenKind::End {
        let error = parser.error_here("the expression is empty");
        return Err(error.help("`all()` is every claim, `grounds(x)` what `x` rests on"));
    }
    parser.union()?;
    if parser.peek().kind != TokenKind::End {
        return Err(parser.no_operator());
    }
    Ok(parser.terms)
}

struct Parser<'e> {
    expression: &'e str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// What is open at the current token: a parenthesis, or the arguments of a function.
    inside: Vec<Inside>,
    terms: Vec<Term>,
}

#[derive(Clone, Copy)]
struct Inside {
    open: Span,
    takes_another: bool,
}

impl Parser<'_> {
    fn union(&mut self) -> Result<(), QueryError> {
        self.both()?;
        while let Some(span) = self.take(TokenKind::Or) {
            self.both()?;
            self.push(Operation::Or, span);
        }
        Ok(())
    }

    fn both(&mut self) -> Result<(), QueryError> {
        self.not()?;
        loop {
            let operation = match self.peek().kind {
                TokenKind::And => Operation::And,
                TokenKind::Minus => Operation::Minus,
                _ => return Ok(()),
            };
            let span = self.advance().span;
            self.not()?;
            self.push(operation, span);
        }
    }

    fn not(&mut self) -> Result<(), QueryError> {
        let mut negation = None;
        while let Some(span) = self.take(TokenKind::Not) {
            // Two negations cancel out.
            negation = negation.xor(Some(span));
        }
        self.operand()?;
        if let Some(span) = negation {
            self.push(Operation::Not, span);
        }
        Ok(())
    }

    fn operand(&mut self) -> Result<(), QueryError> {
        let token = self.advance();
        let text = self.text(token.span);
        match token.kind {
            TokenKind::Open => {
                self.enter(token.span, false)?;
                self.union()?;
                self.leave()
            }
            TokenKind::Word => match self.take(TokenKind::Open) {
                Some(open) => self.call(&text, token.span, open),
                None => self.name(text, token.span),
            },
            TokenKind::Quoted => {
                self.push(Operation::Claim(unquoted(&text)), token.span);
                Ok(())
            }
            _ => Err(self.no_operand(&token)),
        }
    }

    fn name(&mut self, text: String, span: Span) -> Result<(), QueryError> {
        let operation = if text.contains(is_glob) {
            Operation::Glob(self.pattern(text, span, false)?)
        } else {
            Operation::Claim(text)
        };
        self.push(operation, span);
        Ok(())
    }

    fn call(&mut self, name: &str, span: Span, open: Span) -> Result<(), QueryError> {
        let Some(function) = Function::named(name) else {
            return Err(self.no_function(name, span));
        };
        match function.parameters() {
            Parameters::Nothing => {
                if self.take(TokenKind::Close).is_none() {
                    return Err(self.takes_nothing(function));
                }
                self.push(Operation::Call(function), span);
                Ok(())
            }
            Parameters::Claims => self.claims(function, span, open, 1),
            Parameters::TwoClaims => self.claims(function, span, open, 2),
            Parameters::Text => self.text_argument(function, open),
            Parameters::Threshold => self.threshold(function, span, open),
        }
    }

    /// `count` expressions, up to the closing parenthesis.
    fn claims(
        &mut self,
        function: Function,
        span: Span,
        open: Span,
        count: usize,
    ) -> Result<(), QueryError> {
        for number in 1..=count {
            self.enter(open, number < count)?;
            if self.peek().kind == TokenKind::Close {
                return Err(self.wrong_count(function, number - 1));
            }
            self.union()?;
            if number == count {
                if self.peek().kind == TokenKind::Comma {
                    return Err(self.wrong_count(function, number + 1));
                }
                self.leave()?;
            } else {
                if self.peek().kind == TokenKind::Close {
                    return Err(self.wrong_count(function, number));
                }
                if self.take(TokenKind::Comma).is_none() {
                    return Err(self.no_operator());
                }
                self.inside.pop();
                self.depth -= 1;
            }
        }
        self.push(Operation::Call(function), span);
        Ok(())
    }

    fn text_argument(&mut self, function: Function, open: Span) -> Result<(), QueryError> {
        let wanted = match function {
            Function::Matches => "a regular expression in quotation marks",
            Function::File => "the name of a file, or a glob",
            _ => "a word, a glob, or a text in quotation marks",
        };
        let token = self.advance();
        let written = self.text(token.span);
        if !matches!(token.kind, TokenKind::Word | TokenKind::Quoted) {
            let message = match token.kind {
                TokenKind::End => "the expression ends too early".to_owned(),
                TokenKind::Close => format!("`{}` needs an argument", function.name()),
                _ => format!("unexpected `{written}`"),
            };
            return Err(self.error(token.span, message).expected([wanted]));
        }
        let is_quoted = token.kind == TokenKind::Quoted;
        let operation = if function == Function::Matches {
            // Outside quotation marks, a word has none.
            let regex = self.regex(unmarked(&written), token.span)?;
            Operation::Matches(Box::new(regex))
        } else {
            let text = if is_quoted {
                unquoted(&written)
            } else {
                written
            };
            let pattern = self.pattern(text, token.span, function == Function::File)?;
            match function {
                Function::Tag => Operation::Tag(pattern),
                Function::About => Operation::About(pattern),
                Function::By => Operation::By(pattern),
                Function::Answers => Operation::Answers(pattern),
                _ => Operation::File(pattern),
            }
        };
        self.push(operation, token.span);
        let after = *self.peek();
        if after.kind == TokenKind::Close {
            self.advance();
            return Ok(());
        }
        if after.kind == TokenKind::End {
            return Err(self.never_closed(open));
        }
        let name = function.name();
        let message = format!("`{name}` takes one name or text");
        let error = self.error(after.span, message).expected(["`)`"]);
        Err(match after.kind {
            TokenKind::Or | TokenKind::Comma => {
                error.help(format!("write `{name}(…) | {name}(…)` for either"))
            }
            TokenKind::And => error.help(format!("write `{name}(…) & {name}(…)` for both")),
            TokenKind::Minus => error.help(format!("write `{name}(…) - {name}(…)`")),
            TokenKind::Word => error.help("put a text of several words in quotation marks: \"…\""),
            _ => error,
        })
    }

    fn pattern(&self, text: String, span: Span, is_path: bool) -> Result<GlobPattern, QueryError> {
        // Nested braces are compiled by recursion.
        if brace_depth(&text) > MAX_BRACES {
            let message = format!("`{{…}}` is nested more than {MAX_BRACES} deep in this glob");
            return Err(self.error(span, message));
        }
        let glob = GlobBuilder::new(&canonical(&text))
            .literal_separator(is_path)
            .backslash_escape(true)
            .build();
        // A set with one glob, because unlike a glob on its own it reports a glob that is too large to compile.
        match glob.and_then(|glob| GlobSetBuilder::new().add(glob).build()) {
            Ok(matcher) => Ok(GlobPattern { text, matcher }),
            Err(error) => {
                let message = match error.kind() {
                    ErrorKind::Regex(_) => "this glob is too large".to_owned(),
                    fault => format!("`{text}` is not a glob: {fault}"),
                };
                Err(self.error(span, message))
            }
        }
    }

    fn regex(&self, text: &str, span: Span) -> Result<Regex, QueryError> {
        Regex::new(text).map_err(|error| {
            let told = error.to_string();
            let last = told.lines().next_back().unwrap_or_default();
            let reason = last.trim_start_matches("error: ");
            let message = format!("this is not a regular expression: {reason}");
            self.error(span, message)
        })
    }

    fn enter(&mut self, open: Span, takes_another: bool) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            let message = format!("nested more than {MAX_NESTING} deep");
            return Err(self.error(open, message));
        }
        self.inside.push(Inside {
            open,
            takes_another,
        });
        Ok(())
    }

    fn leave(&mut self) -> Result<(), QueryError> {
        if self.take(TokenKind::Close).is_none() {
            return Err(match (self.peek().kind, self.inside.last()) {
                (TokenKind::End, Some(inside)) => self.never_closed(inside.open),
                _ => self.no_operator(),
            });
        }
        self.inside.pop();
        self.depth -= 1;
        Ok(())
    }

    fn peek(&self) -> &Token {
        const END: &Token = &Token {
            kind: TokenKind::End,
            span: Span { start: 0, end: 0 },
        };
        let token = self.tokens.get(self.next).or(self.tokens.last());
        token.unwrap_or(END)
    }

    fn advance(&mut self) -> Token {
        let token = *self.peek();
        self.next += 1;
        token
    }

    fn take(&mut self, kind: TokenKind) -> Option<Span> {
        (self.peek().kind == kind).then(|| self.advance().span)
    }

    fn push(&mut self, operation: Operation, span: Span) {
        self.terms.push(Term { operation, span });
    }

    fn text(&self, span: Span) -> String {
        let text = self.expression.get(span.range());
        text.unwrap_or_default().to_owned()
    }
}

/// Errors.
impl Parser<'_> {
    fn error(&self, span: Span, message: impl Into<String>) -> QueryError {
        QueryError::new(self.expression, span, message)
    }

    fn error_here(&self, message: impl Into<String>) -> QueryError {
        self.error(self.peek().span, message)
    }

    /// The error for something else in place of an operand.
    fn no_operand(&self, token: &Token) -> QueryError {
        let message = if token.kind == TokenKind::End {
            "the expression ends too early".to_owned()
        } else {
            format!("unexpected `{}`", self.text(token.span))
        };
        self.error(token.span, message)
            .expected(["an id", "a glob", "a function", "`(`", "`!`"])
    }

    /// The error for something else in place of an operator or an end.
    fn no_operator(&self) -> QueryError {
        let token = self.peek();
        let text = self.text(token.span);
        let message = match token.kind {
            TokenKind::End => "the expression ends too early".to_owned(),
            TokenKind::Close => "this `)` closes nothing".to_owned(),
            _ => format!("unexpected `{text}`"),
        };
        let end = match self.inside.last() {
            None => "the end",
            Some(inside) if inside.takes_another => "`,`",
            Some(_) => "`)`",
        };
        let error = self
            .error(token.span, message)
            .expected(["`&`", "`|`", "`-`", end]);
        let before = self.next.checked_sub(1).and_then(|at| self.tokens.get(at));
        if before.is_some_and(|token| self.text(token.span).ends_with('-')) {
            return error
                .help("`-` may be part of an id: for a difference put spaces on both sides of it");
        }
        let help = match (&token.kind, text.to_lowercase().as_str()) {
            (TokenKind::Word, "and") => "write `&` for what is in both",
            (TokenKind::Word, "or" | "+") | (TokenKind::Comma, _) => {
                "write `|` for what is in either"
            }
            (TokenKind::Word, "not" | "minus" | "without" | "except") => {
                "write `-` for what is only in the first"
            }
            (TokenKind::Not, _) => "write `-`, or `& !`, for what is only in the first",
            (TokenKind::Word | TokenKind::Quoted | TokenKind::Open, _) => {
                "join two sets with `&` (in both), `|` (in either) or `-` (only in the first)"
            }
            _ => return error,
        };
        error.help(help)
    }

    fn never_closed(&self, open: Span) -> QueryError {
        self.error(open, "this `(` is never closed")
            .help("add the `)` that ends it")
    }

    fn no_function(&self, name: &str, span: Span) -> QueryError {
        let message = format!("there is no function `{name}`");
        let error = self.error(span, message);
        let names = Function::ALL.map(Function::name);
        let lowered = name.to_lowercase();
        let help = match nearest(name, names).and_then(Function::named) {
            Some(function) => format!("did you mean `{}`?", function.signature()),
            None if matches!(lowered.as_str(), "and" | "or" | "not") => {
                "write `&` for and, `|` for or, `!` for not".to_owned()
            }
            None => format!("there are {}", names.join(", ")),
        };
        error.help(help)
    }

    fn takes_nothing(&self, function: Function) -> QueryError {
        let token = self.peek();
        let signature = function.signature();
        if token.kind == TokenKind::End {
            let error = self.error_here("the expression ends too early");
            return error.expected(["`)`"]);
        }
        self.error_here(format!("`{}` takes nothing", function.name()))
            .expected(["`)`"])
            .help(format!("to narrow it, write `{signature} & …`"))
    }

    fn wrong_count(&self, function: Function, given: usize) -> QueryError {
        let name = function.name();
        let count = match given {
            0 => "none",
            1 => "one",
            _ => "more",
        };
        let takes_two = function.parameters() == Parameters::TwoClaims;
        let sets = if takes_two { "two sets" } else { "one set" };
        let error = self.error_here(format!("`{name}` takes {sets}, not {count}"));
        error.help(if given > 1 && !takes_two {
            format!("write `{name}(a | b)` for several claims")
        } else {
            format!("write `{}`", function.signature())
        })
    }
}

/// How deep the braces `{…}` of a glob are nested at most.
fn brace_depth(glob: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in glob.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A text without its quotation marks.
fn unmarked(written: &str) -> &str {
    let text = written.strip_prefix('"').unwrap_or(written);
    text.strip_suffix('"').unwrap_or(text)
}

/// The name in quotation marks: `\"` and `\\` stand for a quotation mark and a backslash.
fn unquoted(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut characters = unmarked(written).chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = (character == '\\')
            .then(|| characters.next_if(|next| matches!(next, '"' | '\\')))
            .flatten();
        text.push(escaped.unwrap_or(character));
    }
    text
}
