//! The title of a source, and which parts of it are navigation: what a new map starts from.

use std::ops::Range;

use super::layout::floor;
use super::sentences::sentences_of;
use super::source::{SourceKind, SourceText};

/// Maximum length of a title in characters; longer titles are cut.
const LONGEST_TITLE: usize = 200;

/// The title of a source, and which parts of it are navigation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Outline {
    /// The title, on one line. For Markdown: the title in the front matter, else the first heading that a reader sees.
    /// For HTML: the first `h1` that a reader sees, else the `title` element. For plain text and PDF: the first line,
    /// if it looks like a title.
    pub title: Option<String>,
    /// Menus and tables of contents: in HTML, `nav` and elements with a role such as `navigation`; in HTML and
    /// Markdown, list items that have only links. Bytes of the [text](SourceText::text), in order.
    pub navigation: Vec<Range<usize>>,
}

impl SourceText {
    /// The source's title, and which parts of it are navigation.
    pub fn outline(&self) -> Outline {
        match self.kind() {
            SourceKind::Plain | SourceKind::Pdf => Outline {
                title: first_line(self).and_then(on_one_line),
                navigation: Vec::new(),
            },
            SourceKind::Markdown | SourceKind::Html | SourceKind::Xhtml => self.outline.clone(),
        }
    }
}

/// How many bytes of a text are searched for a title on its first line.
const HEAD: usize = 1_024;

/// The first line of a text, if it is a title: it does not end like a sentence, and more text follows.
fn first_line(source: &SourceText) -> Option<&str> {
    let text = source.text();
    let sentences =
        |size| sentences_of(text.get(..floor(text, size)).unwrap_or(text), source.kind());
    // If the first few hundred bytes have more than two sentences, the first of them is complete.
    let mut all = sentences(HEAD / 4);
    if all.len() <= 2 {
        all = sentences(HEAD);
    }
    let [first, _, ..] = all.as_slice() else {
        return None;
    };
    let first = text.get(first.clone())?;
    let ends = first.ends_with([
        '.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '"', '”', '»',
    ]);
    (!ends).then_some(first)
}

fn on_one_line(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST_TITLE).collect();
    (!line.is_empty()).then_some(line)
}

/// Collects the outline of a page while it is read. Offsets are bytes of the text rendered so far.
#[derive(Debug, Default)]
pub(super) struct Outliner {
    front_matter: String,
    title: String,
    in_title: bool,
    /// Where the current heading begins.
    heading_start: Option<usize>,
    heading: Option<String>,
    /// Where the current menu begins.
    navigation_start: Option<usize>,
    /// The open list items, each with what was read of it since its last nested item.
    items: Vec<ListPiece>,
    navigation: Vec<Range<usize>>,
}

/// A piece of a list item.
#[derive(Debug)]
struct ListPiece {
    start: usize,
    links: bool,
    words: bool,
}

impl Outliner {
    pub(super) fn front_matter(&mut self, text: &str) {
        self.front_matter.push_str(text);
    }

    pub(super) fn start_title(&mut self) {
        self.in_title = self.title.trim().is_empty();
    }

    /// Called for any text, visible or not.
    pub(super) fn any_text(&mut self, text: &str) {
        if self.in_title {
            self.title.push_str(text);
        }
    }

    pub(super) fn end_title(&mut self) {
        self.in_title = false;
    }

    pub(super) fn start_heading(&mut self, at: usize) {
        if self.heading.is_none() {
            self.heading_start.get_or_insert(at);
        }
    }

    /// Ends the heading; `text` is everything rendered so far.
    pub(super) fn end_heading(&mut self, text: &str) {
        if let Some(start) = self.heading_start.take() {
            self.heading = text.get(start..).and_then(on_one_line);
        }
    }

    /// Begins a menu; returns whether it is outside all others.
    pub(super) fn start_navigation(&mut self, at: usize) -> bool {
        let outermost = self.navigation_start.is_none();
        self.navigation_start.get_or_insert(at);
        outermost
    }

    /// Ends the outermost menu.
    pub(super) fn end_navigation(&mut self, at: usize) {
        if let Some(start) = self.navigation_start.take() {
            self.navigation.push(start..at);
        }
    }

    pub(super) fn start_item(&mut self, at: usize) {
        self.end_stretch(at);
        self.items.push(ListPiece {
            start: at,
            links: false,
            words: false,
        });
    }

    pub(super) fn end_item(&mut self, at: usize) {
        self.end_stretch(at);
        self.items.pop();
    }

    /// Called for visible text, with whether it is in a link.
    pub(super) fn text(&mut self, text: &str, in_link: bool) {
        if let Some(item) = self.items.last_mut()
            && !(item.words && item.links)
        {
            let words = text.contains(char::is_alphanumeric);
            item.links |= words && in_link;
            item.words |= words && !in_link;
        }
    }

    /// Ends the current piece of the innermost item. The piece is navigation if it has links and no words outside them.
    fn end_stretch(&mut self, at: usize) {
        let Some(item) = self.items.last_mut() else {
            return;
        };
        let start = std::mem::replace(&mut item.start, at);
        let links = std::mem::take(&mut item.links);
        let words = std::mem::take(&mut item.words);
        if links && !words && self.navigation_start.is_none() {
            self.navigation.push(start..at);
        }
    }

    /// The outline of the page, which was rendered as `text`. A menu that never ends does not count.
    pub(super) fn finish(mut self, text: &str) -> Outline {
        self.end_heading(text);
        let title = titled(&self.front_matter).and_then(|title| on_one_line(&title));
        self.navigation.retain(|part| !part.is_empty());
        self.navigation.sort_unstable_by_key(|part| part.start);
        Outline {
            title: title.or(self.heading).or_else(|| on_one_line(&self.title)),
            navigation: self.navigation,
        }
    }
}

/// The title in front matter, which is YAML or TOML.
fn titled(front_matter: &str) -> Option<String> {
    let written = front_matter.lines().find_map(|line| {
        let value = line.strip_prefix("title")?.trim_start();
        Some(value.strip_prefix([':', '='])?.trim())
    })?;
    // A quoted string in YAML is close enough to one in TOML.
    let quoted = format!("title = {written}").parse::<toml::Table>().ok();
    let quoted = quoted.as_ref();
    let quoted = quoted.and_then(|table| table.get("title")?.as_str());
    Some(quoted.unwrap_or(written).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, kind: SourceKind) -> (Option<String>, Vec<String>) {
        let source = SourceText::load(text.into(), kind).unwrap();
        let Outline { title, navigation } = source.outline();
        let parts = navigation
            .into_iter()
            .map(|range| source.text()[range].trim().to_owned());
        (title, parts.collect())
    }

    fn title(text: &str, kind: SourceKind) -> Option<String> {
        of(text, kind).0
    }

    #[test]
    fn a_text_is_called_what_it_says_first() {
        let found = |title: &str| Some(title.to_owned());
        assert_eq!(
            title("The square\n\nClose it.", SourceKind::Plain),
            found("The square")
        );
        assert_eq!(title("Close the square. Now.", SourceKind::Plain), None);
        assert_eq!(title("Close the square", SourceKind::Plain), None);
        assert_eq!(
            title("Text.\n\n## The *square*\nof `all`\n", SourceKind::Markdown),
            found("The square")
        );
        for front_matter in [
            "---\nlang: en\ntitle: \"The square: a \\\"plea\\\"\"\n---\n# Else\n",
            "---\ntitle: 'The square: a \"plea\"'\n---\n# Else\n",
            "---\ntitle: The square: a \"plea\"\n---\n# Else\n",
            "+++\ntitle = 'The square: a \"plea\"'\n+++\n# Else\n",
        ] {
            assert_eq!(
                title(front_matter, SourceKind::Markdown),
                found("The square: a \"plea\""),
                "{front_matter}"
            );
        }
        assert_eq!(
            title(
                "<title>A &amp; B</title><h1>The\n<b>square</b></h1>",
                SourceKind::Html
            ),
            found("The square")
        );
        assert_eq!(
            title("<title>A &amp; B</title><h1> </h1><p>c", SourceKind::Html),
            found("A & B")
        );
        assert_eq!(title("", SourceKind::Html), None);
    }

    #[test]
    fn a_page_is_called_what_a_reader_sees() {
        let found = |title: &str| Some(title.to_owned());
        for (html, seen) in [
            (
                "<svg><title>Icon</title></svg><title>The square</title>",
                "The square",
            ),
            (
                "<h1 hidden>Menu</h1><h1>The <del>market </del>square",
                "The square",
            ),
            (
                "<h1>The square<sup><a href='#n1'>1</a></sup></h1>",
                "The square",
            ),
            (
                "<title></title><title>The square</title><title>Else</title>",
                "The square",
            ),
        ] {
            assert_eq!(title(html, SourceKind::Html), found(seen), "{html}");
        }
        let markdown = "<h1 align=center>The square</h1>\n\n# Contents\n";
        assert_eq!(title(markdown, SourceKind::Markdown), found("The square"));
    }

    #[test]
    fn what_only_leads_elsewhere_is_navigation() {
        let html = "<nav><a>Home</a><nav>x</nav></nav><p>Text.</p><div role='navigation'><div>y</div></div>z";
        assert_eq!(of(html, SourceKind::Html).1, ["Home\n\nx", "y"]);
        let html = "<ul><li><a href=x>One</a>, <a href=y>two</a><li><a href=z>Three</a>: that<li><a name=n>Four</a></ul>";
        assert_eq!(of(html, SourceKind::Html).1, ["One, two"]);
        let markdown = "- [One](#one)\n  - [Two](#two)\n- [Three](#three): that\n- four\n\n<nav>[five]</nav>\n";
        assert_eq!(
            of(markdown, SourceKind::Markdown).1,
            ["One", "Two", "[five]"]
        );
    }

    #[test]
    fn a_menu_ends_with_what_it_stands_in_or_is_none() {
        let left_open = "<header><nav>Home</header><p>Text.";
        assert_eq!(of(left_open, SourceKind::Html).1, ["Home"]);
        assert_eq!(of("<nav>Home<p>Text.", SourceKind::Html).1, [""; 0]);
    }
}
