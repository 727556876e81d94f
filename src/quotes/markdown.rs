//! Markdown, as a reader sees it rendered, with every character's place in the file.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html;
use super::layout::Rendering;

/// What is read of Markdown beyond `CommonMark`.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// Renders the Markdown in `file` from byte `skipped` on.
///
/// Marks of emphasis, headings, lists and tables, link targets, pictures, footnote references,
/// metadata blocks and HTML tags are left out; blocks are parted by a blank line.
pub(super) fn render(file: &str, skipped: usize) -> Rendering {
    let markdown = file.get(skipped..).unwrap_or("");
    let mut rendering = Rendering::default();
    // Inside how many elements that a reader does not see, and inside a block of HTML from where.
    let mut unseen = 0_usize;
    let mut block: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        let range = range.start + skipped..range.end + skipped;
        match event {
            Event::Start(Tag::Image { .. } | Tag::MetadataBlock(_)) => unseen += 1,
            Event::End(TagEnd::Image | TagEnd::MetadataBlock(_)) => {
                unseen = unseen.saturating_sub(1);
            }
            Event::Start(Tag::HtmlBlock) => block = Some(range.start..range.start),
            Event::Html(_) => {
                if let Some(block) = &mut block {
                    block.end = range.end;
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = block.take().filter(|_| unseen == 0) {
                    let end = block.end;
                    html::render_into(&mut rendering, file, block);
                    rendering.end_block(end);
                }
            }
            _ if unseen > 0 => {}
            Event::Text(text) => place(&mut rendering, file, &text, range),
            Event::Code(code) => place(&mut rendering, file, &code, range),
            Event::SoftBreak | Event::HardBreak => rendering.end_line(range),
            Event::InlineHtml(tag) if is_line_break(&tag) => rendering.end_line(range),
            Event::End(end) if ends_block(end) => rendering.end_block(range.end),
            Event::End(TagEnd::TableCell) => rendering.unit("\t", range.end..range.end),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                rendering.end_block(range.end);
            }
            // A tight list has no paragraphs in its items: the text before a nested list.
            Event::Start(Tag::List(_) | Tag::Item) => rendering.end_block(range.start),
            _ => {}
        }
    }
    rendering
}

fn is_line_break(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('<')
        .trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn ends_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
    )
}

/// Adds `text`, which was written in `range` of the file, byte by byte as far as they agree.
fn place(rendering: &mut Rendering, file: &str, text: &str, range: Range<usize>) {
    let Some(written) = file.get(range.clone()) else {
        return;
    };
    // A code span's range takes in its fence.
    if let Some(at) = written.find(text) {
        let start = range.start + at;
        rendering.literal(file, start..start + text.len());
        return;
    }
    let mut at = range.start;
    for c in text.chars() {
        let rest = file.get(at..range.end).unwrap_or("");
        // A line break in a code span is rendered as a space.
        let seen = |written: char| written == c || (c == ' ' && written == '\n');
        let mut ahead = rest.char_indices();
        match ahead.find(|&(_, written)| seen(written)) {
            Some((skip, written)) => {
                let start = at + skip;
                at = start + written.len_utf8();
                rendering.unit(c.encode_utf8(&mut [0; 4]), start..at);
            }
            None => rendering.unit(c.encode_utf8(&mut [0; 4]), at..range.end),
        }
    }
}
