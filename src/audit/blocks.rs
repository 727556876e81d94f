//! The text of an answer as a reader sees it, in blocks, with its links and note marks.

use std::ops::Range;

use html5gum::{StartTag, Token, Tokenizer};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::reading::{clipped, clipped_to_end};
use crate::quotes::{Script, look_of, within_line};

/// The kind of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, or a table cell.
    Paragraph,
    /// A paragraph of the block quotation with this number.
    Quote(usize),
    /// A heading.
    Heading,
    /// A list item, with its number if it has one.
    Item(Option<u64>),
    /// A footnote, with its label.
    Note(String),
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnswerLink {
    /// The link's text, as bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) url: String,
}

/// A block of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnswerBlock {
    pub(super) kind: BlockKind,
    /// The number of the table row that it is in.
    pub(super) row: Option<usize>,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) links: Vec<AnswerLink>,
    /// Where in the text the marks of footnotes are, and raised numbers that may be such, and their labels.
    pub(super) notes: Vec<(usize, String)>,
}

/// A rendered answer, with a blank line between blocks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) text: String,
    pub(super) all: Vec<AnswerBlock>,
    /// Code within lines, as bytes of the text, in order.
    pub(super) code: Vec<Range<usize>>,
    /// What labels stand for, as Markdown defines them (`[1]: tides.txt`), in order.
    pub(super) definitions: Vec<(String, String)>,
    /// Where the pieces of the text begin, and where each is in the file.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Blocks {
    /// Where the bytes `range` of the text are in the file.
    pub(super) fn file_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.file_offset(range.start, false);
        start..self.file_offset(range.end, true).max(start)
    }

    fn file_offset(&self, at: usize, is_end: bool) -> usize {
        let after = self
            .pieces
            .partition_point(|(start, _)| if is_end { *start < at } else { *start <= at });
        let piece = self.pieces.get(after.saturating_sub(1));
        piece.map_or(0, |(start, file)| {
            (file.start + at.saturating_sub(*start)).min(file.end)
        })
    }

    pub(super) fn push(&mut self, text: &str, file: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.pieces.push((self.text.len(), file));
        self.text.push_str(text);
        if let Some(block) = self.all.last_mut() {
            block.range.end = self.text.len();
        }
    }

    /// Makes footnotes of the numbered items that have a link back to where they are referred to: `↩`, `^`.
    fn find_notes(&mut self) {
        for block in &mut self.all {
            let leads_back = |link: &AnswerLink| {
                let words = self.text.get(link.range.clone()).unwrap_or("");
                link.url.starts_with('#') && !words.contains(char::is_alphanumeric)
            };
            if let BlockKind::Item(Some(number)) = block.kind
                && block.links.iter().any(leads_back)
            {
                block.kind = BlockKind::Note(number.to_string());
            }
        }
    }

    /// If the text of the last link is itself a label, links it to what the label stands for, too.
    fn add_label_in_link(&mut self, urls: &FxHashMap<String, String>) {
        let Some(links) = self.all.last_mut().map(|block| &mut block.links) else {
            return;
        };
        if let Some(range) = links.last().map(|link| link.range.clone())
            && let Some(url) = self.text.get(range.clone()).and_then(|text| urls.get(text))
        {
            links.push(AnswerLink {
                range,
                url: url.clone(),
            });
        }
    }

    /// Takes away everything after a place, as far as it is still there.
    fn rewind(&mut self, to: &BlockPlace) {
        let kept = clipped(&self.text, to.text).len();
        self.text.truncate(kept);
        self.pieces.truncate(to.pieces);
        self.code.truncate(to.code);
        let end = self.text.len();
        self.all.truncate(to.blocks);
        while self.all.pop_if(|last| last.range.start > end).is_some() {}
        let is_last = self.all.len() == to.blocks;
        if let Some(last) = self.all.last_mut() {
            last.range.end = last.range.end.min(end);
            if is_last {
                last.links.truncate(to.links);
                last.notes.truncate(to.notes);
            }
        }
    }

    pub(super) fn open(&mut self, kind: BlockKind) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let at = self.text.len();
        self.all.push(AnswerBlock {
            kind,
            row: None,
            range: at..at,
            links: Vec::new(),
            notes: Vec::new(),
        });
    }
}

/// A place in an answer: how much of everything comes before it.
#[derive(Debug)]
struct BlockPlace {
    text: usize,
    pieces: usize,
    code: usize,
    blocks: usize,
    links: usize,
    notes: usize,
}

/// An open element whose text a reader does not see, or sees raised or lowered.
#[derive(Debug)]
struct OpenElement {
    /// How it is placed; `None` if it is not seen.
    script: Option<Script>,
    from: BlockPlace,
    /// The block that its text begins in, counted from 1.
    block: usize,
    /// Whether its tag is within a line of Markdown: it ends with its block.
    is_within_line: bool,
}

/// The current position in an answer: what is open there.
#[derive(Debug, Default)]
struct BlockContext {
    is_open: bool,
    /// How deeply block quotations are nested, and how many there were so far.
    quotes: (usize, usize),
    /// The next number of each open list, and the numbers of the open items.
    lists: Vec<Option<u64>>,
    items: Vec<Option<u64>>,
    is_heading: bool,
    /// The table row that is open, and how many there were so far.
    row: (Option<usize>, usize),
    note: Option<String>,
    links: Vec<(usize, String)>,
    /// Where the code that is open begins.
    code: Option<usize>,
    /// How many elements are open whose text is left out.
    skipped: usize,
    /// For each name, its open elements, of which most show their text as it is. Only an end tag takes text away: an
    /// element that is left open may only be mentioned, and must hide nothing.
    elements: FxHashMap<String, Vec<Option<OpenElement>>>,
}

impl BlockContext {
    fn kind(&self) -> BlockKind {
        if let Some(label) = &self.note {
            BlockKind::Note(label.clone())
        } else if self.quotes.0 > 0 {
            BlockKind::Quote(self.quotes.1)
        } else if self.is_heading {
            BlockKind::Heading
        } else if let Some(number) = self.items.last() {
            BlockKind::Item(*number)
        } else {
            BlockKind::Paragraph
        }
    }

    fn text(&mut self, blocks: &mut Blocks, text: &str, file: Range<usize>) {
        if !self.is_open {
            if text.trim().is_empty() {
                return;
            }
            blocks.open(self.kind());
            if let Some(block) = blocks.all.last_mut() {
                block.row = self.row.0;
            }
            self.is_open = true;
        }
        blocks.push(text, file);
    }

    fn start_quote(&mut self) {
        self.is_open = false;
        if self.quotes.0 == 0 {
            self.quotes.1 += 1;
        }
        self.quotes.0 += 1;
    }

    fn end_quote(&mut self) {
        self.is_open = false;
        self.quotes.0 = self.quotes.0.saturating_sub(1);
    }

    fn start_row(&mut self) {
        self.is_open = false;
        self.row = (Some(self.row.1), self.row.1 + 1);
    }

    fn start_item(&mut self) {
        self.is_open = false;
        let number = self.lists.last_mut().and_then(|number| {
            let own = *number;
            *number = own.map(|own| own.saturating_add(1));
            own
        });
        self.items.push(number);
    }

    fn end_link(&mut self, blocks: &mut Blocks) {
        if let Some((start, url)) = self.links.pop()
            && self.is_open
        {
            let end = blocks.text.len();
            if let Some(block) = blocks.all.last_mut() {
                let start = start.max(block.range.start).min(end);
                block.links.push(AnswerLink {
                    range: start..end,
                    url,
                });
            }
        }
    }

    fn start_code(&mut self, blocks: &Blocks) {
        self.code = Some(blocks.text.len());
    }

    fn end_code(&mut self, blocks: &mut Blocks) {
        if let Some(start) = self.code.take() {
            blocks.code.push(start..blocks.text.len());
        }
    }

    fn start_element(&mut self, blocks: &Blocks, tag: &StartTag<()>, is_within_line: bool) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let name = text(&tag.name);
        let attributes = tag.attributes.iter();
        let attributes = attributes.map(|(name, value)| (text(name), text(value)));
        let (is_unseen, script) = look_of(&name, attributes);
        let script = script.filter(|script| !is_unseen && *script != Script::Reference);
        let last = blocks.all.last();
        let element = (is_unseen || script.is_some()).then(|| OpenElement {
            script,
            from: BlockPlace {
                text: blocks.text.len(),
                pieces: blocks.pieces.len(),
                code: blocks.code.len(),
                blocks: blocks.all.len(),
                links: last.map_or(0, |last| last.links.len()),
                notes: last.map_or(0, |last| last.notes.len()),
            },
            block: blocks.all.len() + usize::from(!self.is_open),
            is_within_line,
        });
        self.elements.entry(name).or_default().push(element);
    }

    /// Ends the innermost element with this name; `next` is the text that follows.
    fn end_element(&mut self, blocks: &mut Blocks, name: &str, next: &str) {
        let elements = self.elements.get_mut(name);
        let Some(element) = elements.and_then(Vec::pop).flatten() else {
            return;
        };
        let is_in_block = self.is_open && element.block == blocks.all.len();
        match element.script {
            Some(script) if is_in_block => place(blocks, script, &element.from, next),
            None if is_in_block || !element.is_within_line => {
                self.is_open &= element.from.blocks == blocks.all.len();
                blocks.rewind(&element.from);
            }
            _ => {}
        }
    }

    /// Reads the `html` that begins at the byte `at` of the file. O(bytes).
    fn html(
        &mut self,
        blocks: &mut Blocks,
        file: &str,
        html: &str,
        at: usize,
        is_within_line: bool,
    ) {
        let after = file.get(at + html.len()..).unwrap_or("");
        // Tokens have no positions, so each is searched for from the end of the last one.
        let mut at = at;
        let mut tokens = Tokenizer::new(html).map(|Ok(token)| token).peekable();
        while let Some(token) = tokens.next() {
            match token {
                Token::String(text) if self.skipped == 0 => {
                    let text = String::from_utf8_lossy(&text);
                    let rest = file.get(at..).unwrap_or("");
                    let needle: String = text.trim().chars().take(40).collect();
                    let near = rest.len().min(1 << 12);
                    let near = rest.as_bytes().get(..near).unwrap_or_default();
                    let start = memchr::memmem::find(near, needle.as_bytes())
                        .map_or(at, |found| at + found);
                    let end = (start + text.trim().len()).min(file.len());
                    let words: Vec<&str> = text.split_ascii_whitespace().collect();
                    let mut line = words.join(" ");
                    if text.starts_with(|c: char| c.is_ascii_whitespace()) && self.is_open {
                        line.insert(0, ' ');
                    }
                    if text.ends_with(|c: char| c.is_ascii_whitespace()) && !words.is_empty() {
                        line.push(' ');
                    }
                    self.text(blocks, &line, start..end);
                    at = end;
                }
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.start_element(blocks, &tag, is_within_line);
                    match name.as_str() {
                        "script" | "style" | "template" | "head" if !tag.self_closing => {
                            self.skipped += 1;
                        }
                        "blockquote" => self.start_quote(),
                        "q" => self.text(blocks, "“", at..at),
                        "ol" => {
                            self.is_open = false;
                            self.lists
                                .push(Some(number_in(&tag, b"start").unwrap_or(1)));
                        }
                        "ul" => {
                            self.is_open = false;
                            self.lists.push(None);
                        }
                        "li" => {
                            let list = self.lists.last_mut().and_then(Option::as_mut);
                            if let (Some(next), Some(own)) = (list, number_in(&tag, b"value")) {
                                *next = own;
                            }
                            self.start_item();
                        }
                        "code" => self.start_code(blocks),
                        "br" => self.text(blocks, "\n", at..at),
                        "a" => {
                            let url = tag.attributes.get(&b"href"[..]);
                            let url = url.map_or_else(String::new, |url| {
                                String::from_utf8_lossy(url).into_owned()
                            });
                            self.links.push((blocks.text.len(), url));
                        }
                        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                            (self.is_open, self.is_heading) = (false, true);
                        }
                        "tr" => self.start_row(),
                        "p" | "div" | "section" | "article" | "td" | "th" | "footer" | "figure"
                        | "figcaption" | "main" | "body" => self.is_open = false,
                        _ => {}
                    }
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    match name.as_str() {
                        "script" | "style" | "template" | "head" => {
                            self.skipped = self.skipped.saturating_sub(1);
                        }
                        "blockquote" => self.end_quote(),
                        "q" => self.text(blocks, "”", at..at),
                        "ol" | "ul" => {
                            self.is_open = false;
                            self.lists.pop();
                        }
                        "li" => {
                            self.is_open = false;
                            self.items.pop();
                        }
                        "a" => self.end_link(blocks),
                        "code" => self.end_code(blocks),
                        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                            (self.is_open, self.is_heading) = (false, false);
                        }
                        "tr" | "table" => (self.is_open, self.row.0) = (false, None),
                        "p" | "div" | "section" | "article" | "td" | "th" | "footer" | "figure"
                        | "figcaption" | "main" | "body" => self.is_open = false,
                        _ => {}
                    }
                    let next = match tokens.peek() {
                        Some(Token::String(text)) => String::from_utf8_lossy(text),
                        Some(_) => "".into(),
                        None => after.into(),
                    };
                    self.end_element(blocks, &name, &next);
                }
                _ => {}
            }
        }
    }
}

/// The number that an attribute of a tag has.
fn number_in(tag: &StartTag<()>, attribute: &[u8]) -> Option<u64> {
    let value = tag.attributes.get(attribute)?;
    String::from_utf8_lossy(value).trim().parse().ok()
}

/// Writes what comes after a place as text that is raised or lowered there, with `next` after it. A link, or a label in
/// brackets, stays as it is.
fn place(blocks: &mut Blocks, script: Script, from: &BlockPlace, next: &str) {
    let count = blocks.all.len();
    let Some(block) = blocks.all.last_mut() else {
        return;
    };
    let start = from.text.max(block.range.start);
    let text = blocks.text.get(start..).unwrap_or("");
    let is_linked = from.blocks == count && block.links.len() > from.links;
    let (Some((_, first)), Some((_, last))) =
        (blocks.pieces.get(from.pieces), blocks.pieces.last())
    else {
        return;
    };
    if is_linked || text.starts_with('[') {
        return;
    }
    let file = first.start..last.end;
    let before = blocks.text.get(block.range.start..start).unwrap_or("");
    let written = within_line(script, text, clipped_to_end(before, FAR), next);
    if written.is_none() {
        block.notes.push((start, text.trim().to_owned()));
    }
    blocks.text.truncate(start);
    blocks.pieces.truncate(from.pieces);
    block.range.end = start;
    blocks.push(&written.unwrap_or_default(), file);
}

/// How far back the text before a raised number is read, in bytes.
const FAR: usize = 256;

/// Reads Markdown. O(bytes).
pub(super) fn markdown(file: &str) -> Blocks {
    let text = file.strip_prefix('\u{FEFF}').unwrap_or(file);
    let skipped_mark = file.len() - text.len();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    let mut blocks = Blocks::default();
    let mut site = BlockContext::default();
    // The HTML block being read, and where it begins.
    let mut html: Option<(String, usize)> = None;
    let parser = Parser::new_ext(text, options);
    let mut defined: Vec<_> = parser.reference_definitions().iter().collect();
    defined.sort_by_key(|(_, definition)| definition.span.start);
    let defined = defined
        .into_iter()
        .map(|(label, definition)| (label.to_owned(), definition.dest.to_string()));
    blocks.definitions = defined.collect();
    let urls: FxHashMap<String, String> = blocks.definitions.iter().cloned().collect();
    // Whether each open link is written `[text][label]`.
    let mut by_label = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        let range = range.start + skipped_mark..range.end + skipped_mark;
        match event {
            Event::Start(
                Tag::CodeBlock(_) | Tag::Image { .. } | Tag::MetadataBlock(_) | Tag::Strikethrough,
            ) => site.skipped += 1,
            Event::End(
                TagEnd::CodeBlock
                | TagEnd::Image
                | TagEnd::MetadataBlock(_)
                | TagEnd::Strikethrough,
            ) => site.skipped = site.skipped.saturating_sub(1),
            _ if site.skipped > 0 => {}
            Event::Start(Tag::HtmlBlock) => {
                site.is_open = false;
                html = Some((String::new(), range.start));
            }
            Event::Html(line) => {
                if let Some((html, _)) = &mut html {
                    html.push_str(&line);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((html, at)) = html.take() {
                    site.html(&mut blocks, file, &html, at, false);
                }
                (site.is_open, site.skipped) = (false, 0);
            }
            Event::InlineHtml(tag) => {
                site.html(&mut blocks, file, &tag, range.start, true);
                // Tags such as `<script>` may only be mentioned in a sentence: no quotation may escape that way.
                site.skipped = 0;
            }
            Event::Text(words) => site.text(&mut blocks, &words, range),
            Event::Code(words) => {
                site.start_code(&blocks);
                site.text(&mut blocks, &words, range);
                site.end_code(&mut blocks);
            }
            Event::SoftBreak | Event::HardBreak if blocks.text.ends_with('\n') => {}
            Event::SoftBreak | Event::HardBreak => site.text(&mut blocks, "\n", range),
            Event::FootnoteReference(label) => {
                let at = blocks.text.len();
                if site.is_open
                    && let Some(block) = blocks.all.last_mut()
                {
                    block.notes.push((at, label.into_string()));
                }
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                by_label.push(link_type == LinkType::Reference);
                site.links.push((blocks.text.len(), dest_url.into_string()));
            }
            Event::End(TagEnd::Link) => {
                site.end_link(&mut blocks);
                // `[1][2]` is a link to Markdown, and two marks to a reader.
                if by_label.pop() == Some(true) {
                    blocks.add_label_in_link(&urls);
                }
            }
            Event::Start(Tag::BlockQuote(None)) => site.start_quote(),
            Event::End(TagEnd::BlockQuote(None)) => site.end_quote(),
            Event::Start(Tag::List(number)) => {
                site.is_open = false;
                site.lists.push(number);
            }
            Event::End(TagEnd::List(_)) => {
                site.is_open = false;
                site.lists.pop();
            }
            Event::Start(Tag::Item) => site.start_item(),
            Event::End(TagEnd::Item) => {
                site.is_open = false;
                site.items.pop();
            }
            Event::Start(Tag::Heading { .. }) => (site.is_open, site.is_heading) = (false, true),
            Event::End(TagEnd::Heading(_)) => (site.is_open, site.is_heading) = (false, false),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                site.is_open = false;
                site.note = Some(label.into_string());
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                site.is_open = false;
                site.note = None;
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => site.start_row(),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                (site.is_open, site.row.0) = (false, None);
            }
            // One of GitHub's alerts (`> [!NOTE]`) is the answer's own text.
            Event::Start(Tag::Paragraph | Tag::TableCell | Tag::BlockQuote(Some(_)))
            | Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::BlockQuote(Some(_))) => {
                site.is_open = false;
            }
            _ => {}
        }
    }
    blocks.find_notes();
    blocks
}

/// Reads HTML. O(bytes).
pub(super) fn html(file: &str) -> Blocks {
    let mut blocks = Blocks::default();
    BlockContext::default().html(&mut blocks, file, file, 0, false);
    blocks.find_notes();
    blocks
}
