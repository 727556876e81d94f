//! Reads answers that are Word documents (DOCX; ECMA-376, part 1). It reads the text of `word/document.xml` with its
//! footnotes, endnotes and links; recognises block quotations and headings by the names of their styles; and numbers
//! list items.
//!
//! Text that was deleted under tracked changes, moved away or hidden does not count. Sizes and numbers from the
//! document are limited, and nothing is recursive, however deeply its elements nest.

use std::io::{Cursor, Read, Seek};
use std::ops::Range;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use rustc_hash::FxHashMap;
use zip::ZipArchive;
use zip::result::ZipError;

use super::blocks::{AnswerLink, BlockKind, Blocks};

/// Maximum size of all parts of a document together, decompressed, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// Maximum length of a chain of styles that are based on each other.
const MOST_PARENTS: usize = 16;

/// A document as text, with one line per paragraph, and as blocks.
pub(super) struct Docx {
    pub(super) text: String,
    pub(super) blocks: Blocks,
}

/// Reads a document. Linear in its parts.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(super) fn read(bytes: &[u8]) -> Result<Docx, String> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let why = "it is a Word file from before 2007, or has a password: save it as .docx, without a password";
        return Err(why.to_owned());
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is not a DOCX file")?;
    let mut package = Package {
        archive,
        left: MOST_BYTES,
    };
    let document = package.document()?;
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = document.rsplit('/').next().unwrap_or(&document);
    let part = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let styles = Styles::read(&package.text(&part("styles.xml"))?.unwrap_or_default())?;
    let lists = Lists::read(&package.text(&part("numbering.xml"))?.unwrap_or_default())?;
    let mut writer = DocxReader {
        styles,
        lists,
        out: Docx {
            text: String::new(),
            blocks: Blocks::default(),
        },
        state: PartState::default(),
        targets: FxHashMap::default(),
    };
    for (name, kind) in [
        (name, ""),
        ("footnotes.xml", "footnote"),
        ("endnotes.xml", "endnote"),
    ] {
        let Some(xml) = package.text(&part(name))? else {
            if kind.is_empty() {
                return Err(format!("it has no `{document}`: it is not a Word document"));
            }
            continue;
        };
        let links = package.text(&part(&format!("_rels/{name}.rels")))?;
        writer.targets = targets(&links.unwrap_or_default())?;
        writer.state = PartState::default();
        writer.part(&xml, &part(name))?;
    }
    if writer.out.text.trim().is_empty() {
        return Err("it has no text".to_owned());
    }
    Ok(writer.out)
}

/// The parts of a document.
struct Package<R: Read + Seek> {
    archive: ZipArchive<R>,
    /// How many more bytes may be decompressed.
    left: u64,
}

impl<R: Read + Seek> Package<R> {
    /// The path of the part that has the main text.
    fn document(&mut self) -> Result<String, String> {
        let links = self.text("_rels/.rels")?.unwrap_or_default();
        let mut found = None;
        each(&links, "_rels/.rels", |tag| {
            let is_document =
                attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
            if local(tag) == "Relationship" && is_document {
                found = attribute(tag, "Target");
            }
        })?;
        let path = found.unwrap_or_else(|| "word/document.xml".to_owned());
        Ok(path.trim_start_matches('/').to_owned())
    }

    /// The text of a part; `None` if there is no such part.
    fn text(&mut self, path: &str) -> Result<Option<String>, String> {
        let broken = |why: &dyn std::fmt::Display| format!("its `{path}` is broken: {why}");
        let file = match self.archive.by_name(path) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&error))?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| format!("it is longer than {} MiB unpacked", MOST_BYTES >> 20))?;
        let text = String::from_utf8(bytes).map_err(|_| broken(&"it is not UTF-8"))?;
        Ok(Some(text))
    }
}

/// An element's name without its prefix; empty for elements of a drawing.
fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = tag.name().into_inner();
    match name.split_once(':') {
        Some(("a", _)) => "",
        Some((_, local)) => local,
        None => name,
    }
}

/// The value of an attribute, by its name without a prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Checking for duplicate attributes would take quadratic time.
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| {
            let key = attribute.key.into_inner();
            key.rsplit(':').next() == Some(name)
        })?;
    let value = found.normalized_value(quick_xml::XmlVersion::default());
    Some(value.ok()?.into_owned())
}

/// Whether a switch such as `<w:vanish/>` is on.
fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(
        attribute(tag, "val").as_deref(),
        Some("0" | "false" | "off" | "none")
    )
}

/// An event while a part is read.
enum Happening<'e, 't> {
    Start(&'e BytesStart<'t>),
    End(&'e str),
    Text(&'e str),
}

/// Reads a part from its first element to its last, and reports each event.
fn walk(xml: &str, path: &str, mut happen: impl FnMut(Happening<'_, '_>)) -> Result<(), String> {
    let broken = |why: &dyn std::fmt::Display| format!("its `{path}` is broken: {why}");
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Eof if depth > 0 => return Err(broken(&"it ends too soon")),
            Event::Eof => return Ok(()),
            Event::Start(tag) => {
                depth += 1;
                happen(Happening::Start(&tag));
            }
            Event::Empty(tag) => {
                happen(Happening::Start(&tag));
                happen(Happening::End(local(&tag)));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let name = tag.name().into_inner();
                let local = match name.split_once(':') {
                    Some(("a", _)) => "",
                    Some((_, local)) => local,
                    None => name,
                };
                happen(Happening::End(local));
            }
            Event::Text(text) => happen(Happening::Text(&text)),
            Event::CData(text) => happen(Happening::Text(&text)),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(sign)) => happen(Happening::Text(sign.encode_utf8(&mut [0; 4]))),
                _ => happen(Happening::Text(
                    resolve_predefined_entity(&name)
                        .ok_or_else(|| broken(&format!("`&{};` is not a character", &*name)))?,
                )),
            },
            _ => {}
        }
    }
}

/// Calls `happen` for each element of a part.
fn each(xml: &str, path: &str, mut happen: impl FnMut(&BytesStart<'_>)) -> Result<(), String> {
    walk(xml, path, |happening| {
        if let Happening::Start(tag) = happening {
            happen(tag);
        }
    })
}

/// The targets of a part's links, by the links' ids.
fn targets(xml: &str) -> Result<FxHashMap<String, String>, String> {
    let mut targets = FxHashMap::default();
    each(xml, "_rels", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    })?;
    Ok(targets)
}

/// How a style presents a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Plain,
    Quotation,
    Heading,
}

/// The paragraph styles. Their ids are the document's own, their names are Word's.
#[derive(Debug, Default)]
struct Styles {
    known: FxHashMap<String, WordStyle>,
}

#[derive(Debug, Default)]
struct WordStyle {
    name: String,
    parent: String,
    /// The list that its paragraphs are in, and their level in that list.
    list: (Option<String>, Option<usize>),
}

impl Styles {
    fn read(xml: &str) -> Result<Self, String> {
        let mut styles = Self::default();
        let mut id = String::new();
        each(xml, "word/styles.xml", |tag| {
            let value = || attribute(tag, "val").unwrap_or_default();
            let name = local(tag);
            if name == "style" {
                id = attribute(tag, "styleId").unwrap_or_default();
            }
            if !matches!(name, "name" | "basedOn" | "numId" | "ilvl") {
                return;
            }
            let style = styles.known.entry(id.clone()).or_default();
            match name {
                "name" => style.name = value().to_lowercase(),
                "basedOn" => style.parent = value(),
                "numId" => style.list.0 = Some(value()),
                _ => style.list.1 = value().parse().ok(),
            }
        })?;
        Ok(styles)
    }

    /// A style, followed by the styles that it is based on.
    fn line<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s WordStyle> {
        let mut next = self.known.get(id);
        let line = std::iter::from_fn(move || {
            let style = next?;
            next = self.known.get(&style.parent);
            Some(style)
        });
        line.take(MOST_PARENTS)
    }

    fn manner(&self, id: &str) -> Manner {
        // A document without a list of styles uses the usual ids.
        let own = std::iter::once(id.to_lowercase()).filter(|_| !self.known.contains_key(id));
        let names = own.chain(self.line(id).map(|style| style.name.clone()));
        names
            .map(|name| match name.as_str() {
                "quote" | "intense quote" | "block text" | "intensequote" | "blocktext"
                | "quotations" | "block quotation" | "block quote" | "blockquote" => {
                    Manner::Quotation
                }
                "title" | "subtitle" => Manner::Heading,
                name if name.starts_with("heading") => Manner::Heading,
                _ => Manner::Plain,
            })
            .find(|manner| *manner != Manner::Plain)
            .unwrap_or(Manner::Plain)
    }

    fn list(&self, id: &str) -> (Option<String>, Option<usize>) {
        let lists: Vec<_> = self.line(id).map(|style| &style.list).collect();
        (
            lists.iter().find_map(|list| list.0.clone()),
            lists.iter().find_map(|list| list.1),
        )
    }
}

/// The levels of a list: for each, whether its items are numbered, and the first number.
type ListLevels = FxHashMap<usize, (bool, u64)>;

/// The lists, with the numbers of their last items.
#[derive(Debug, Default)]
struct Lists {
    /// The levels of each kind of list.
    kinds: FxHashMap<String, ListLevels>,
    /// The kind of each list.
    of_kind: FxHashMap<String, String>,
    /// The number of the last item on each level of a kind.
    numbers: FxHashMap<String, Vec<Option<u64>>>,
}

/// The deepest level of a list, counted from 0 (ECMA-376, 17.9.3: nine levels).
const DEEPEST_LEVEL: usize = 8;

impl Lists {
    fn read(xml: &str) -> Result<Self, String> {
        let mut lists = Self::default();
        let mut kind = None;
        let mut list = None;
        let mut level = 0;
        each(xml, "word/numbering.xml", |tag| {
            let value = || attribute(tag, "val").unwrap_or_default();
            match local(tag) {
                "abstractNum" => (kind, list) = (attribute(tag, "abstractNumId"), None),
                "num" => (kind, list) = (None, attribute(tag, "numId")),
                "abstractNumId" => {
                    if let Some(list) = &list {
                        lists.of_kind.insert(list.clone(), value());
                    }
                }
                "lvl" => {
                    let number = attribute(tag, "ilvl").and_then(|level| level.parse().ok());
                    level = number.unwrap_or(0);
                }
                name @ ("numFmt" | "start") => {
                    if let Some(kind) = &kind {
                        let levels = lists.kinds.entry(kind.clone()).or_default();
                        let known = levels.entry(level).or_insert((true, 1));
                        if name == "start" {
                            known.1 = value().parse().unwrap_or(1);
                        } else {
                            known.0 = !matches!(value().as_str(), "bullet" | "none");
                        }
                    }
                }
                _ => {}
            }
        })?;
        Ok(lists)
    }

    /// The number of the next item of a list on a level; `None` if the items there are not numbered.
    fn next(&mut self, list: &str, level: usize) -> Option<u64> {
        let level = level.min(DEEPEST_LEVEL);
        let kind = self.of_kind.get(list)?;
        let (is_numbered, start) = *self.kinds.get(kind)?.get(&level)?;
        let numbers = self.numbers.entry(kind.clone()).or_default();
        // Drops the deeper levels, because their numbers start again under each item.
        numbers.resize(level + 1, None);
        let own = numbers.last_mut()?;
        let number = own.map_or(start, |last| last.saturating_add(1));
        *own = Some(number);
        is_numbered.then_some(number)
    }
}

/// The state of the reader at its current position in a part.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is whether the place is within some element"
)]
struct PartState {
    /// The open paragraphs; paragraphs of text boxes are inside others.
    paragraphs: Vec<WordParagraph>,
    is_open: bool,
    /// How many open elements have content that is not text.
    hidden: usize,
    is_run_hidden: bool,
    is_in_properties: bool,
    /// Whether the position is inside an element that contains text.
    is_text: bool,
    /// The open links, with the bytes at which they begin.
    links: Vec<(usize, String)>,
    /// The open fields: their instructions, and where their results begin.
    fields: Vec<(String, Option<usize>)>,
    is_instruction: bool,
    note: Option<String>,
    /// The number of the last block quotation, and whether the last paragraph belongs to it.
    quotation: (usize, bool),
}

#[derive(Debug, Default)]
struct WordParagraph {
    style: String,
    list: (Option<String>, Option<usize>),
    /// Whether its end was deleted, so that the next paragraph continues it.
    is_joined: bool,
}

struct DocxReader {
    styles: Styles,
    lists: Lists,
    out: Docx,
    state: PartState,
    targets: FxHashMap<String, String>,
}

impl DocxReader {
    fn part(&mut self, xml: &str, path: &str) -> Result<(), String> {
        walk(xml, path, |happening| match happening {
            Happening::Start(tag) => self.start(tag),
            Happening::End(name) => self.end(name),
            Happening::Text(text) if self.state.is_text => self.text(text),
            Happening::Text(text) => {
                if self.state.is_instruction
                    && let Some((instruction, None)) = self.state.fields.last_mut()
                {
                    instruction.push_str(text);
                }
            }
        })
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let value = || attribute(tag, "val").unwrap_or_default();
        let at = self.out.blocks.text.len();
        let state = &mut self.state;
        match local(tag) {
            "p" => {
                let goes_on = state.paragraphs.last().is_some_and(|last| last.is_joined);
                if goes_on {
                    state.paragraphs.pop();
                } else {
                    state.is_open = false;
                }
                state.paragraphs.push(WordParagraph::default());
            }
            "pPr" => state.is_in_properties = true,
            "r" => state.is_run_hidden = false,
            "vanish" | "webHidden" if !state.is_in_properties => state.is_run_hidden = is_on(tag),
            "del" if state.is_in_properties => {
                if let Some(paragraph) = state.paragraphs.last_mut() {
                    paragraph.is_joined = true;
                }
            }
            // Content that is given twice, for newer and older programs, is read only in the newer form.
            "del" | "moveFrom" | "Fallback" => state.hidden += 1,
            "pStyle" => {
                if let Some(paragraph) = state.paragraphs.last_mut() {
                    paragraph.style = value();
                }
            }
            "numId" if state.is_in_properties => {
                if let Some(paragraph) = state.paragraphs.last_mut() {
                    paragraph.list.0 = Some(value());
                }
            }
            "ilvl" if state.is_in_properties => {
                if let Some(paragraph) = state.paragraphs.last_mut() {
                    paragraph.list.1 = value().parse().ok();
                }
            }
            "t" => state.is_text = true,
            "br" | "cr" => self.text("\n"),
            "tab" | "ptab" if !state.is_in_properties => self.text("\t"),
            "noBreakHyphen" => self.text("\u{2011}"),
            "sym" => {
                // A symbol from a special font has no character, but it still counts as text.
                let code = attribute(tag, "char");
                let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
                let sign = code.and_then(char::from_u32);
                let sign = sign.filter(|sign| !('\u{E000}'..='\u{F8FF}').contains(sign));
                self.text(sign.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.targets.get(&id).cloned());
                let mut url = target.unwrap_or_default();
                if let Some(anchor) = attribute(tag, "anchor").filter(|_| !url.is_empty()) {
                    url = format!("{url}#{anchor}");
                }
                state.links.push((at, url));
            }
            "fldSimple" => {
                let url = attribute(tag, "instr").and_then(|field| address(&field));
                state.links.push((at, url.unwrap_or_default()));
            }
            "instrText" => state.is_instruction = true,
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => state.fields.push((String::new(), None)),
                Some("separate") => {
                    if let Some((_, start)) = state.fields.last_mut() {
                        *start = Some(at);
                    }
                }
                Some("end") => {
                    if let Some((field, Some(start))) = state.fields.pop()
                        && let Some(url) = address(&field)
                    {
                        self.link(start, url);
                    }
                }
                _ => {}
            },
            name @ ("footnoteReference" | "endnoteReference") => {
                let id = attribute(tag, "id").unwrap_or_default();
                let kind = name.trim_end_matches("Reference");
                if state.is_open
                    && !state.is_hidden()
                    && let Some(block) = self.out.blocks.all.last_mut()
                {
                    block.notes.push((at, format!("{kind} {id}")));
                }
            }
            name @ ("footnote" | "endnote") => {
                // The separators between text and notes are written as notes too, with their own type.
                let id = attribute(tag, "id").unwrap_or_default();
                state.note = Some(format!("{name} {id}"));
                state.is_open = false;
                let is_line = attribute(tag, "type").is_some_and(|kind| kind != "normal");
                state.hidden += usize::from(is_line);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let state = &mut self.state;
        match name {
            "p" => {
                let is_joined = state.paragraphs.last().is_some_and(|last| last.is_joined);
                if !is_joined {
                    state.paragraphs.pop();
                    state.is_open = false;
                }
            }
            "pPr" => state.is_in_properties = false,
            "del" if state.is_in_properties => {}
            "del" | "moveFrom" | "Fallback" => state.hidden = state.hidden.saturating_sub(1),
            "t" => state.is_text = false,
            "instrText" => state.is_instruction = false,
            "hyperlink" | "fldSimple" => {
                if let Some((start, url)) = state.links.pop() {
                    self.link(start, url);
                }
            }
            "footnote" | "endnote" => {
                state.note = None;
                state.is_open = false;
                state.hidden = 0;
            }
            _ => {}
        }
    }

    /// Adds text to the paragraph; the first text that is not blank opens its block.
    fn text(&mut self, text: &str) {
        if self.state.is_hidden() || self.state.paragraphs.is_empty() {
            return;
        }
        if !self.state.is_open {
            if text.trim().is_empty() {
                return;
            }
            let kind = self.kind();
            if !self.out.text.is_empty() {
                self.out.text.push('\n');
            }
            self.out.blocks.open(kind);
            self.state.is_open = true;
        }
        // In the text, each paragraph is one line.
        let start = self.out.text.len();
        self.out
            .text
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        let range: Range<usize> = start..self.out.text.len();
        self.out.blocks.push(text, range);
    }

    /// The kind of block that the paragraph is.
    fn kind(&mut self) -> BlockKind {
        let state = &mut self.state;
        let Some(paragraph) = state.paragraphs.last() else {
            return BlockKind::Paragraph;
        };
        let manner = self.styles.manner(&paragraph.style);
        let (number, was_quotation) = state.quotation;
        let is_quotation = manner == Manner::Quotation && state.note.is_none();
        state.quotation = match is_quotation {
            true if !was_quotation => (number + 1, true),
            is_quotation => (number, is_quotation),
        };
        if let Some(note) = &state.note {
            return BlockKind::Note(note.clone());
        }
        match manner {
            Manner::Quotation => return BlockKind::Quote(state.quotation.0),
            Manner::Heading => return BlockKind::Heading,
            Manner::Plain => {}
        }
        let of_style = self.styles.list(&paragraph.style);
        let list = paragraph.list.0.clone().or(of_style.0);
        // The list 0 removes a paragraph from the list of its style.
        match list.filter(|list| list != "0") {
            Some(list) => {
                let level = paragraph.list.1.or(of_style.1).unwrap_or(0);
                BlockKind::Item(self.lists.next(&list, level))
            }
            None => BlockKind::Paragraph,
        }
    }

    fn link(&mut self, start: usize, url: String) {
        let end = self.out.blocks.text.len();
        if self.state.is_open
            && !url.is_empty()
            && let Some(block) = self.out.blocks.all.last_mut()
        {
            let start = start.max(block.range.start).min(end);
            block.links.push(AnswerLink {
                range: start..end,
                url,
            });
        }
    }
}

impl PartState {
    fn is_hidden(&self) -> bool {
        self.hidden > 0 || self.is_run_hidden
    }
}

/// The URL in a field such as `HYPERLINK "https://example.org" \l "part"`.
fn address(field: &str) -> Option<String> {
    let rest = field.trim().strip_prefix("HYPERLINK")?;
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let url = quoted.next()?.to_owned();
    match (rest.contains("\\l"), quoted.next()) {
        (true, Some(anchor)) => Some(format!("{url}#{anchor}")),
        _ => Some(url),
    }
}
