//! Renders Markdown as a reader sees it, keeping each character's place in the file.

mod attributes;
mod front_matter;
mod notes;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use front_matter::FrontMatter;
use notes::ReachedNotes;

use super::html::HtmlPieces;
use super::page::{Attributes, Keep, PageReader, Rendered};

/// The Markdown extensions that are read, beyond `CommonMark`.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Renders the Markdown in `file` from the byte `skipped` on, like the HTML that it stands for.
///
/// Marks of emphasis, headings, lists and tables, link targets, pictures, front matter and HTML tags are left out;
/// blocks are separated by a blank line. O(bytes).
pub(super) fn render(file: &str, skipped: usize, keep: Keep) -> Rendered {
    let markdown = file.get(skipped..).unwrap_or("");
    let mut page = PageReader::new(file, keep, false);
    let front_matter = FrontMatter::of(markdown);
    let skipped = skipped + front_matter.map_or(0, |front_matter| front_matter.length);
    if let Some(front_matter) = front_matter {
        page.front_matter(front_matter.data);
    }
    let markdown = file.get(skipped..).unwrap_or("");
    let parser = || Parser::new_ext(markdown, OPTIONS);
    let has_notes = memchr::memmem::find(markdown.as_bytes(), b"[^").is_some();
    let mut reader = MarkdownReader {
        file,
        page,
        html: HtmlPieces::default(),
        in_pictures: 0,
        in_unshown: 0,
        heading_end: usize::MAX,
        block: None,
        raw: RawEnds::default(),
        notes: if has_notes {
            ReachedNotes::new(parser())
        } else {
            ReachedNotes::default()
        },
    };
    for (event, range) in parser().into_offset_iter() {
        reader.read(event, range.start + skipped..range.end + skipped);
    }
    reader.page.finish()
}

struct MarkdownReader<'f> {
    file: &'f str,
    page: PageReader<'f>,
    html: HtmlPieces,
    /// How many pictures, and how many footnotes that are not shown, this is nested in.
    in_pictures: usize,
    in_unshown: usize,
    /// Where the text of the heading being read ends in the file, if attributes come after it.
    heading_end: usize,
    /// The pieces of the HTML block being read.
    block: Option<Vec<Range<usize>>>,
    raw: RawEnds,
    notes: ReachedNotes,
}

impl MarkdownReader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Image { .. }) => {
                if self.in_pictures == 0
                    && !self.swallows(|| r#"<img src="" alt="">"#.to_owned(), range.start)
                {
                    self.start("img", range.start);
                }
                self.in_pictures += 1;
            }
            Event::End(TagEnd::Image) => self.in_pictures = self.in_pictures.saturating_sub(1),
            _ if self.in_pictures > 0 => {}
            Event::Start(Tag::FootnoteDefinition(label)) => {
                if self.in_unshown > 0 || !self.notes.shows_next(&label) {
                    self.in_unshown += 1;
                }
                self.start(self.note(), range.start);
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.end(self.note(), range.end);
                self.in_unshown = self.in_unshown.saturating_sub(1);
            }
            Event::Html(_) | Event::InlineHtml(_) if self.in_unshown > 0 => {}
            Event::Start(Tag::HtmlBlock) => self.block = Some(Vec::new()),
            Event::Html(_) => {
                if let Some(pieces) = &mut self.block {
                    match pieces.last_mut() {
                        Some(last) if last.end == range.start => last.end = range.end,
                        _ => pieces.push(range),
                    }
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                let pieces = self.block.take().unwrap_or_default();
                self.html.read(&mut self.page, &pieces);
            }
            Event::InlineHtml(tag) if self.raw.ends(&tag, self.file, range.end) => {
                self.html.read(&mut self.page, std::slice::from_ref(&range));
            }
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                self.start("code", range.start);
                self.text(&code, range.clone());
                self.end("code", range.end);
            }
            Event::SoftBreak => self.text("\n", range),
            Event::HardBreak => self.start("br", range.start),
            Event::FootnoteReference(label) => self.mark(&label, range),
            Event::Start(Tag::Link { dest_url, .. }) => self.link(&dest_url, range.start),
            Event::Start(tag) => {
                if let Tag::Heading { .. } = tag {
                    let attributes = attributes::start(self.file, &range);
                    self.heading_end = attributes.unwrap_or(usize::MAX);
                }
                if let Some(name) = element(tag.to_end()) {
                    self.start(name, range.start);
                }
            }
            Event::End(tag) => {
                if let TagEnd::Heading(_) = tag {
                    self.heading_end = usize::MAX;
                }
                if let Some(name) = element(tag) {
                    self.end(name, range.end);
                }
            }
            Event::Rule => self.start("hr", range.start),
            _ => {}
        }
    }

    /// The element that a footnote here stands for.
    fn note(&self) -> &'static str {
        if self.in_unshown > 0 {
            "template"
        } else {
            "div"
        }
    }

    fn mark(&mut self, label: &str, range: Range<usize>) {
        if !self.swallows(|| r#"<sup><a href="">"#.to_owned(), range.start) {
            self.page.note(label, range);
        }
    }

    fn link(&mut self, target: &str, at: usize) {
        if !self.swallows(|| r#"<a href="">"#.to_owned(), at) {
            let link = Attributes::link(target);
            self.page.start("a", &link, false, at);
        }
    }

    fn start(&mut self, name: &str, at: usize) {
        if !self.swallows(|| format!("<{name}>"), at) {
            self.page.start(name, &Attributes::default(), false, at);
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        if !self.swallows(|| format!("</{name}>"), at) {
            self.page.end(name, at);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.swallows(|| escaped(text), range.start) {
            return;
        }
        for (piece, range) in places(self.file, text, range) {
            if range.end <= self.heading_end {
                self.page.text(piece, range);
            } else {
                let kept = self.heading_end.saturating_sub(range.start);
                let piece = piece.get(..kept).unwrap_or("");
                self.page.text(piece, range.start..range.start + kept);
            }
        }
    }

    /// Adds `html`, which the Markdown at the byte `at` stands for, to a comment or tag that was left open before it.
    /// Returns whether there is one.
    fn swallows(&mut self, html: impl FnOnce() -> String, at: usize) -> bool {
        self.in_unshown == 0 && self.html.swallows(&mut self.page, html, at)
    }
}

/// Text as it is written in HTML, where it can't end a comment or tag. Renderers don't escape `'`.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The HTML element that a piece of Markdown stands for.
fn element(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(_) => "h1",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::FootnoteDefinition => "div",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Link => "a",
        _ => return None,
    })
}

/// Splits `text`, which was written in `range` of the file, into pieces with their places in the file.
fn places<'t>(
    file: &str,
    text: &'t str,
    range: Range<usize>,
) -> impl Iterator<Item = (&'t str, Range<usize>)> {
    let written = file.get(range.clone()).unwrap_or("");
    // A code span's range includes its backticks.
    let whole = written.find(text).map(|at| range.start + at);
    let mut at = range.start;
    let mut rest = text;
    std::iter::from_fn(move || {
        let c = rest.chars().next()?;
        if let Some(start) = whole {
            let piece = std::mem::take(&mut rest);
            return Some((piece, start..start + piece.len()));
        }
        let (piece, after) = rest.split_at(c.len_utf8());
        rest = after;
        // A line break in a code span is rendered as a space.
        let seen = |written: char| written == c || (c == ' ' && written == '\n');
        let ahead = file.get(at..range.end).unwrap_or("");
        let found = ahead.char_indices().find(|&(_, written)| seen(written));
        let place = match found {
            Some((skip, written)) => at + skip..at + skip + written.len_utf8(),
            None => at..range.end,
        };
        if found.is_some() {
            at = place.end;
        }
        Some((piece, place))
    })
}

/// The elements whose content is plain text up to their end tag.
const RAW: [&str; 10] = [
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
];

/// The last end tag in the file for each of these elements. A start tag within a line, with no end tag after it, is
/// only mentioned in the text; read as a tag, it would swallow all the rest.
#[derive(Default)]
struct RawEnds {
    last: Option<[usize; RAW.len()]>,
}

impl RawEnds {
    /// Whether `tag`, which ends at the byte `at` of `file`, may be read as a tag.
    fn ends(&mut self, tag: &str, file: &str, at: usize) -> bool {
        let name = tag.trim_start_matches('<');
        let Some(element) = RAW.iter().position(|raw| is_named(name, raw)) else {
            return true;
        };
        let last = self.last.get_or_insert_with(|| {
            let mut last = [0; RAW.len()];
            for at in memchr::memmem::find_iter(file.as_bytes(), "</") {
                let name = file.get(at + 2..).unwrap_or("");
                for (raw, last) in RAW.iter().zip(&mut last) {
                    if is_named(name, raw) {
                        *last = at;
                    }
                }
            }
            last
        });
        last.get(element).is_some_and(|&last| last >= at)
    }
}

fn is_named(text: &str, name: &str) -> bool {
    text.split_at_checked(name.len())
        .is_some_and(|(start, rest)| {
            start.eq_ignore_ascii_case(name)
                && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        })
}
