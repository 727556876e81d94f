//! The fenced blocks of a Markdown page, and which of them are files.

use std::ops::Range;

/// A fenced block of a page.
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "pages that run the program ask for all of it")
)]
pub(crate) struct Block<'p> {
    /// The file that it shows, if any: then the text before the block ends with the file's name and a colon, as in
    /// "`letter.txt`:".
    pub(crate) file: Option<&'p str>,
    /// Whether only that name is between this block and the one before.
    pub(crate) goes_on: bool,
    pub(crate) language: &'p str,
    pub(crate) text: &'p str,
    /// Where its text is on the page.
    pub(crate) range: Range<usize>,
}

/// The blocks of a page, in order.
pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    const FENCE: &str = "```";
    let mut blocks = Vec::new();
    let mut end = 0;
    while let Some(fence) = page[end..].find("\n```") {
        let before = page[end..end + fence].trim();
        let language = end + fence + 1 + FENCE.len();
        let start = language + page[language..].find('\n').unwrap() + 1;
        let length = match page[start..].strip_prefix(FENCE) {
            Some(_) => 0,
            None => page[start..].find("\n```").unwrap() + 1,
        };
        let file = file(before);
        let name = before.strip_prefix("and ").unwrap_or(before);
        blocks.push(Block {
            file,
            goes_on: end > 0 && file.is_some_and(|file| name.len() == file.len() + "``:".len()),
            language: &page[language..start - 1],
            text: &page[start..start + length],
            range: start..start + length,
        });
        end = start + length + FENCE.len();
    }
    blocks
}

/// The name of a file in backquotes at the end of some text, followed by a colon.
fn file(prose: &str) -> Option<&str> {
    let (_, name) = prose.strip_suffix("`:")?.rsplit_once('`')?;
    let is_name = name.contains('.') && !name.contains(char::is_whitespace);
    is_name.then_some(name)
}
