//! Reads the blocks of an Argdown text: headings, statements and arguments with the relations below them, and
//! reconstructions.

use super::inline::{ArgdownContent, content, data, tag};
use super::source::{ArgdownSource, Lookahead};
use crate::import::ImportError;

/// A text that was read.
#[derive(Debug, Default)]
pub(super) struct ArgdownTree {
    /// The YAML between the lines `===` at the beginning, as a range of bytes.
    pub(super) front: Option<(usize, usize)>,
    pub(super) blocks: Vec<ArgdownBlock>,
    pub(super) elements: Vec<ArgdownElement>,
    pub(super) relations: Vec<ArgdownRelation>,
}

/// A part of a text between empty lines.
#[derive(Debug)]
pub(super) enum ArgdownBlock {
    Heading(ArgdownHeading),
    /// A statement or an argument.
    Element(usize),
    /// Statements or arguments in a list.
    List(Vec<usize>),
    /// A reconstruction of an argument.
    Pcs(Pcs),
}

#[derive(Debug)]
pub(super) struct ArgdownHeading {
    pub(super) level: u8,
    pub(super) content: ArgdownContent,
    pub(super) data: Option<(usize, usize)>,
}

/// The premises, inferences and conclusions of a reconstruction.
#[derive(Debug, Default)]
pub(super) struct Pcs {
    /// The statements, each with its number.
    pub(super) statements: Vec<(u32, usize)>,
    pub(super) inferences: Vec<Inference>,
    pub(super) at: (usize, usize),
}

#[derive(Debug)]
pub(super) struct Inference {
    /// How many statements come before it.
    pub(super) before: usize,
    pub(super) rules: String,
    pub(super) data: Option<(usize, usize)>,
}

/// A statement or an argument that is defined or mentioned.
#[derive(Debug)]
pub(super) struct ArgdownElement {
    pub(super) is_argument: bool,
    pub(super) title: Option<String>,
    pub(super) content: Option<ArgdownContent>,
    pub(super) tags: Vec<String>,
    pub(super) data: Option<(usize, usize)>,
    pub(super) at: (usize, usize),
}

#[derive(Debug)]
pub(super) struct ArgdownRelation {
    pub(super) kind: ArgdownKind,
    /// Whether it leads from its owner to the other element, and not the other way round.
    pub(super) is_outward: bool,
    pub(super) owner: Owner,
    pub(super) other: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgdownKind {
    Support,
    Attack,
    Undercut,
    Contradiction,
}

/// What a relation is written below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Element(usize),
    /// An inference of a reconstruction, given by the block and the inference's number.
    Inference(usize, usize),
}

/// The signs of relations, each with whether it leads outward. Longer signs come before signs that they begin with.
const SIGNS: [(&str, ArgdownKind, bool); 9] = [
    ("+>", ArgdownKind::Support, true),
    ("->", ArgdownKind::Attack, true),
    ("<+", ArgdownKind::Support, false),
    ("<-", ArgdownKind::Attack, false),
    ("><", ArgdownKind::Contradiction, true),
    ("_>", ArgdownKind::Undercut, true),
    ("<_", ArgdownKind::Undercut, false),
    ("+", ArgdownKind::Support, false),
    ("-", ArgdownKind::Attack, false),
];

/// What begins on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStart {
    Empty,
    Heading(u8, usize),
    Relation(usize, ArgdownKind, bool, usize),
    Item(usize, usize),
    Number(u32, usize),
    Inference(usize),
    Text(usize),
}

/// Reads a text, up to the first fault. Linear in its length.
pub(super) fn read(source: &ArgdownSource) -> Result<ArgdownTree, ImportError> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        lines.push((start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    let mut reader = ArgdownReader {
        source,
        lines,
        at: 0,
        finder: Lookahead::new(&source.text),
        tree: ArgdownTree::default(),
    };
    reader.front_matter()?;
    reader.blocks()?;
    if reader.tree.blocks.is_empty() {
        let end = source.text.len();
        return Err(source.fault(end, end, "there is no statement here", "the file ends"));
    }
    Ok(reader.tree)
}

struct ArgdownReader<'s> {
    source: &'s ArgdownSource,
    /// Where each line begins and ends.
    lines: Vec<(usize, usize)>,
    /// The next line to read.
    at: usize,
    finder: Lookahead<'s>,
    tree: ArgdownTree,
}

impl ArgdownReader<'_> {
    fn text(&self, from: usize, to: usize) -> &str {
        self.source.text.get(from..to).unwrap_or_default()
    }

    /// What begins on the line after its indentation.
    fn line(&self, number: usize) -> LineStart {
        let Some(&(start, end)) = self.lines.get(number) else {
            return LineStart::Empty;
        };
        let line = self.text(start, end);
        let rest = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - rest.len();
        let first = start + indent;
        if rest.is_empty() {
            return LineStart::Empty;
        }
        let is_first = number == 0
            || matches!(self.lines.get(number - 1), Some(&(from, to)) if self.text(from, to).trim().is_empty());
        if rest.starts_with("--") && !is_first {
            return LineStart::Inference(first);
        }
        for (sign, kind, is_outward) in SIGNS {
            if rest.starts_with(sign) {
                return LineStart::Relation(indent, kind, is_outward, first + sign.len());
            }
        }
        if rest == "_" || rest.starts_with("_ ") || rest.starts_with("_\t") {
            return LineStart::Relation(indent, ArgdownKind::Undercut, false, first + 1);
        }
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if hashes > 0 && rest.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
            return LineStart::Heading(u8::try_from(hashes).unwrap_or(u8::MAX), first + hashes);
        }
        let digits =
            |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Some(inside) = rest.strip_prefix('(') {
            let count = digits(inside);
            if count > 0
                && inside
                    .get(count..)
                    .is_some_and(|rest| rest.starts_with(')'))
            {
                let number = inside
                    .get(..count)
                    .and_then(|digits| digits.parse().ok())
                    .unwrap_or(u32::MAX);
                return LineStart::Number(number, first + count + 2);
            }
        }
        let is_blank = |rest: Option<&str>| {
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        if rest.starts_with('*') && is_blank(rest.get(1..)) {
            return LineStart::Item(indent + 1, first + 1);
        }
        let count = digits(rest);
        if count > 0
            && rest.get(count..).is_some_and(|rest| rest.starts_with('.'))
            && is_blank(rest.get(count + 1..))
        {
            return LineStart::Item(indent + 1, first + count + 1);
        }
        LineStart::Text(first)
    }

    fn fault(&self, number: usize, message: &str, label: &str) -> ImportError {
        let (start, end) = self.lines.get(number).copied().unwrap_or_default();
        let blanks = self.text(start, end).len() - self.text(start, end).trim_start().len();
        self.source.fault(start + blanks, end, message, label)
    }

    fn front_matter(&mut self) -> Result<(), ImportError> {
        while self.at < self.lines.len() && self.line(self.at) == LineStart::Empty {
            self.at += 1;
        }
        let is_rule =
            |line: &str| line.starts_with("===") && line.trim().trim_start_matches('=').is_empty();
        let Some(&(start, end)) = self.lines.get(self.at) else {
            return Ok(());
        };
        if !is_rule(self.text(start, end)) {
            return Ok(());
        }
        let mut lines = self.lines.iter().enumerate().skip(self.at + 1);
        let close = lines.find(|(_, (from, to))| is_rule(self.text(*from, *to)));
        let Some((number, &(close, _))) = close else {
            let help = "end it with another line `===`";
            return Err(self
                .fault(self.at, "the front matter never ends", "begins here")
                .help(help));
        };
        let first = self.lines.get(self.at + 1).map_or(close, |(from, _)| *from);
        self.tree.front = Some((first, close));
        self.at = number + 1;
        if self.at < self.lines.len() && self.line(self.at) != LineStart::Empty {
            let fault = self.fault(
                self.at,
                "there is no empty line after the front matter",
                "is right below it",
            );
            return Err(fault);
        }
        Ok(())
    }

    fn blocks(&mut self) -> Result<(), ImportError> {
        while self.at < self.lines.len() {
            match self.line(self.at) {
                LineStart::Empty => {
                    self.at += 1;
                    continue;
                }
                LineStart::Heading(level, from) => self.heading(level, from)?,
                LineStart::Number(..) => self.pcs()?,
                LineStart::Item(..) => self.list()?,
                LineStart::Text(from) => {
                    let element = self.element(from, true)?;
                    self.tree.blocks.push(ArgdownBlock::Element(element));
                    self.relations(element, 0)?;
                }
                LineStart::Relation(..) | LineStart::Inference(_) => {
                    let fault = self.fault(
                        self.at,
                        "a relation is below nothing",
                        "whose relation is it?",
                    );
                    return Err(fault.help("write it below a statement or an argument, indented, with no empty line between"));
                }
            }
            if self.at < self.lines.len() && self.line(self.at) != LineStart::Empty {
                let fault = self.fault(
                    self.at,
                    "there is no empty line before this",
                    "begins something new",
                );
                return Err(fault.help(
                    "put an empty line before it, or indent it if it belongs to what is above",
                ));
            }
        }
        Ok(())
    }

    /// The end of the text that begins on the line `self.at` and takes up all following lines that begin nothing else.
    /// Moves `self.at` behind it.
    fn end_of_text(&mut self) -> usize {
        let mut end = self.lines.get(self.at).map_or(0, |(_, end)| *end);
        self.at += 1;
        while let LineStart::Text(_) = self.line(self.at) {
            end = self.lines.get(self.at).map_or(end, |(_, end)| *end);
            self.at += 1;
        }
        end
    }

    fn heading(&mut self, level: u8, from: usize) -> Result<(), ImportError> {
        let end = self.end_of_text();
        let (end, data) = self.data_at_end(from, end);
        let content = content(self.source, from, end)?;
        self.tree.blocks.push(ArgdownBlock::Heading(ArgdownHeading {
            level,
            content,
            data,
        }));
        Ok(())
    }

    /// Finds data at the end of a text, and cuts it off.
    fn data_at_end(&self, from: usize, end: usize) -> (usize, Option<(usize, usize)>) {
        let text = self.text(from, end).trim_end();
        if text.ends_with('}') {
            for (open, _) in text.match_indices('{').take(64) {
                let is_escaped = text
                    .get(..open)
                    .is_some_and(|before| before.ends_with('\\'));
                let length = text.get(open..).and_then(|text| data(text).ok());
                if !is_escaped && length == Some(text.len() - open) {
                    return (from + open, Some((from + open, from + text.len())));
                }
            }
        }
        (end, None)
    }

    /// Reads the statement that begins at this byte of the line `self.at`, or the argument if `may_be_argument` is set.
    fn element(&mut self, from: usize, may_be_argument: bool) -> Result<usize, ImportError> {
        let number = self.at;
        let end = self.end_of_text();
        let blanks = self.text(from, end).len() - self.text(from, end).trim_start().len();
        let from = from + blanks;
        let line_end = self.lines.get(number).map_or(end, |(_, end)| *end);
        let rest = self.text(from, line_end).to_owned();
        if rest.is_empty() {
            return Err(self.fault(number, "there is no statement here", "nothing follows"));
        }
        let (text_end, data) = self.data_at_end(from, end);
        let is_argument = rest.starts_with('<');
        let is_title = (rest.starts_with('[') || is_argument)
            && !rest.get(1..).is_some_and(|rest| rest.starts_with('-'));
        let length = if is_title {
            self.finder.bracketed(from)
        } else {
            None
        };
        let title = length.and_then(|length| {
            let close = if is_argument { ">" } else { "]" };
            let title = rest.get(1..length)?.strip_suffix(close)?;
            (!title.trim().is_empty()).then(|| title.trim().to_owned())
        });
        let mut element = ArgdownElement {
            is_argument,
            title,
            content: None,
            tags: Vec::new(),
            data,
            at: (from, text_end),
        };
        let Some((_, length)) = element.title.as_ref().zip(length) else {
            element.is_argument = false;
            let content = content(self.source, from, text_end)?;
            element.tags.clone_from(&content.tags);
            element.content = Some(content);
            self.tree.elements.push(element);
            return Ok(self.tree.elements.len() - 1);
        };
        element.at.1 = from + length;
        if is_argument && !may_be_argument {
            let fault = self.source.fault(
                from,
                from + length,
                "an argument is where a statement should be",
                "is an argument",
            );
            return Err(fault);
        }
        if rest.get(length..).is_some_and(|rest| rest.starts_with(':')) {
            let content = content(self.source, from + length + 1, text_end)?;
            if content.plain.is_empty() && content.tags.is_empty() {
                let fault = self.source.fault(
                    from,
                    from + length + 1,
                    "nothing follows the colon",
                    "what does it say?",
                );
                return Err(fault);
            }
            element.tags.clone_from(&content.tags);
            element.content = Some(content);
        } else {
            let mut at = from + length;
            loop {
                let rest = self.text(at, text_end);
                let blanks = rest.len() - rest.trim_start().len();
                at += blanks;
                let rest = self.text(at, text_end);
                if rest.is_empty() {
                    break;
                }
                let Some((tag, length)) = tag(rest) else {
                    let fault = self.source.fault(
                        at,
                        text_end,
                        "only tags may follow a title without a colon",
                        "follows it",
                    );
                    return Err(
                        fault.help("put a colon after the title, or an empty line before this")
                    );
                };
                element.tags.push(tag.to_owned());
                at += length;
            }
        }
        self.tree.elements.push(element);
        Ok(self.tree.elements.len() - 1)
    }

    /// Reads the relations below an element whose line has this indentation.
    fn relations(&mut self, element: usize, indent: usize) -> Result<(), ImportError> {
        self.relations_below(Owner::Element(element), indent, false)
    }

    fn relations_below(
        &mut self,
        owner: Owner,
        indent: usize,
        only_undercuts: bool,
    ) -> Result<(), ImportError> {
        // The indentation of each group of relations, and what the group is below.
        let mut groups = vec![(indent, None)];
        let mut last = owner;
        while let LineStart::Relation(indent, kind, is_outward, from) = self.line(self.at) {
            let number = self.at;
            let within = groups.last().map_or(0, |(indent, _)| *indent);
            if indent > within {
                groups.push((indent, Some(last)));
            }
            while groups.len() > 1 && groups.last().is_some_and(|(within, _)| indent < *within) {
                groups.pop();
            }
            let Some((_, Some(owner))) = groups.last().copied() else {
                let fault = self.fault(
                    number,
                    "a relation is not indented",
                    "belongs below something",
                );
                return Err(fault.help("put spaces before it, more than before what it is below"));
            };
            if only_undercuts && groups.len() == 2 && (kind != ArgdownKind::Undercut || is_outward)
            {
                return Err(self.fault(
                    number,
                    "below an inference only undercuts `<_` are allowed",
                    "is none",
                ));
            }
            let may_be_argument = kind != ArgdownKind::Contradiction;
            let other = self.element(from, may_be_argument)?;
            self.tree.relations.push(ArgdownRelation {
                kind,
                is_outward,
                owner,
                other,
            });
            last = Owner::Element(other);
        }
        Ok(())
    }

    fn list(&mut self) -> Result<(), ImportError> {
        let mut items = Vec::new();
        let mut own = None;
        while let LineStart::Item(indent, from) = self.line(self.at) {
            if own.is_some_and(|own| indent != own) {
                let fault = self.fault(
                    self.at,
                    "a list is within a list",
                    "is indented differently",
                );
                return Err(fault.help("Argdown has lists of one level; relations may be nested"));
            }
            own = Some(indent);
            let element = self.element(from, true)?;
            items.push(element);
            self.relations(element, indent)?;
        }
        self.tree.blocks.push(ArgdownBlock::List(items));
        Ok(())
    }

    fn pcs(&mut self) -> Result<(), ImportError> {
        let block = self.tree.blocks.len();
        let first = self.at;
        let mut pcs = Pcs::default();
        loop {
            match self.line(self.at) {
                LineStart::Number(number, from) => {
                    let element = self.element(from, false)?;
                    pcs.statements.push((number, element));
                    self.relations(element, 0)?;
                }
                LineStart::Inference(from) => {
                    let number = self.at;
                    if pcs.statements.is_empty() {
                        return Err(self.fault(
                            number,
                            "an inference follows from nothing",
                            "no premise before it",
                        ));
                    }
                    let inference = self.inference(from, pcs.statements.len())?;
                    pcs.inferences.push(inference);
                    self.relations_below(
                        Owner::Inference(block, pcs.inferences.len() - 1),
                        0,
                        true,
                    )?;
                    if !matches!(self.line(self.at), LineStart::Number(..)) {
                        return Err(self.fault(
                            number,
                            "an inference has no conclusion",
                            "what follows from it?",
                        ));
                    }
                }
                _ => break,
            }
        }
        let Some(last) = pcs.inferences.last() else {
            let fault = self.fault(
                first,
                "there are premises and no inference",
                "what follows from them?",
            );
            return Err(fault.help(
                "put a line `----` before the conclusion; if this is not an argument, write `\\(`",
            ));
        };
        if last.before + 1 < pcs.statements.len() {
            let after = pcs.statements.get(last.before + 1);
            let at = after
                .and_then(|(_, element)| self.tree.elements.get(*element))
                .map_or((0, 0), |element| element.at);
            let fault = self.source.fault(
                at.0,
                at.1,
                "nothing follows from this premise",
                "comes after the last conclusion",
            );
            return Err(fault);
        }
        let ends = [
            self.lines.get(first),
            self.lines.get(self.at.saturating_sub(1)),
        ];
        pcs.at = (
            ends[0].map_or(0, |(from, _)| *from),
            ends[1].map_or(0, |(_, to)| *to),
        );
        self.tree.blocks.push(ArgdownBlock::Pcs(pcs));
        Ok(())
    }

    /// `----`, `-- a rule --`, or the same over several lines.
    fn inference(&mut self, from: usize, before: usize) -> Result<Inference, ImportError> {
        let number = self.at;
        let (_, end) = self.lines.get(number).copied().unwrap_or_default();
        let line = self.text(from, end).trim_end();
        if line.trim_start_matches('-').is_empty() && line.len() != 2 {
            if line.len() < 4 {
                return Err(self.fault(
                    number,
                    "an inference is a line of four hyphens or more",
                    "has three",
                ));
            }
            self.at += 1;
            return Ok(Inference {
                before,
                rules: String::new(),
                data: None,
            });
        }
        // Read up to the next `--`, on this line or a later one.
        let start = from + 2;
        let mut close = self.text(start, end).find("--").map(|at| start + at);
        while close.is_none() {
            self.at += 1;
            if self.line(self.at) == LineStart::Empty {
                let fault = self.fault(number, "an inference never ends", "begins here");
                return Err(fault.help("end it with `--`, before the conclusion"));
            }
            let (from, to) = self.lines.get(self.at).copied().unwrap_or_default();
            close = self.text(from, to).find("--").map(|at| from + at);
        }
        let close = close.unwrap_or(start);
        let (_, end) = self.lines.get(self.at).copied().unwrap_or_default();
        if !self
            .text(close, end)
            .trim_start_matches('-')
            .trim()
            .is_empty()
        {
            return Err(self.fault(
                self.at,
                "something follows the end of an inference",
                "belongs on the next line",
            ));
        }
        self.at += 1;
        let (rules_end, data) = self.data_at_end(start, close);
        let rules = content(self.source, start, rules_end)?.plain;
        Ok(Inference {
            before,
            rules,
            data,
        })
    }
}
