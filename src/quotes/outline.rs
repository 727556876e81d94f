//! What a source is called, and which parts of it only lead elsewhere: what a new map is begun with.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::markdown::OPTIONS;
use super::source::{Kind, SourceText};

/// Titles are cut after so many characters.
const LONGEST_TITLE: usize = 200;

/// What a source is called, and which parts of it only lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The title on one line: of the front matter or the first heading (Markdown), the first `h1` or else the `title`
    /// (HTML), the first line if it stands alone (plain text).
    pub title: Option<String>,
    /// Menus and tables of contents: `nav` and `role="navigation"` (HTML), items of lists that are nothing but links
    /// (Markdown). Bytes of the [file](SourceText::file), in order.
    pub navigation: Vec<Range<usize>>,
}

/// The outline of a source. O(size).
pub fn outline(source: &SourceText) -> Outline {
    let mut outline = match source.kind() {
        Kind::Plain | Kind::Pdf => Outline {
            title: first_line(source),
            navigation: Vec::new(),
        },
        Kind::Markdown => of_markdown(source.file()),
        Kind::Html => of_html(source.file(), 0),
    };
    outline.title = outline.title.as_deref().and_then(on_one_line);
    outline
}

/// The first line of a plain text that begins with a title: a line that ends like no sentence.
fn first_line(source: &SourceText) -> Option<String> {
    let text = source.text();
    let first = text.get(source.sentences().first()?.clone())?;
    let whole = source.sentences().len() == 1;
    let ends = first.ends_with([
        '.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '"', '”', '»',
    ]);
    (!whole && !ends).then(|| first.to_owned())
}

fn on_one_line(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST_TITLE).collect();
    (!line.is_empty()).then_some(line)
}

fn of_markdown(file: &str) -> Outline {
    let mut outline = Outline::default();
    let mut front_matter = String::new();
    let mut heading: Option<String> = None;
    let (mut in_front_matter, mut in_heading, mut in_link) = (false, false, false);
    // The items of lists around here: where the innermost words begin, and whether there were links and other words.
    let mut items: Vec<Item> = Vec::new();
    for (event, range) in Parser::new_ext(file, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_front_matter = false,
            Event::Start(Tag::Heading { .. }) if heading.is_none() => {
                in_heading = true;
                heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Item) => {
                close(&mut items, range.start, &mut outline.navigation);
                items.push(Item {
                    start: range.start,
                    ..Item::default()
                });
            }
            Event::End(TagEnd::Item) => {
                close(&mut items, range.end, &mut outline.navigation);
                items.pop();
            }
            Event::Start(Tag::Link { .. }) => in_link = true,
            Event::End(TagEnd::Link) => in_link = false,
            Event::Text(text) | Event::Code(text) => {
                if in_front_matter {
                    front_matter.push_str(&text);
                } else if in_heading && let Some(heading) = &mut heading {
                    heading.push_str(&text);
                } else if let Some(item) = items.last_mut() {
                    item.links |= in_link;
                    item.words |= !in_link && text.contains(char::is_alphanumeric);
                }
            }
            Event::SoftBreak | Event::HardBreak if in_heading => {
                heading.get_or_insert_default().push(' ');
            }
            Event::Start(Tag::HtmlBlock) => {
                let html = of_html(file.get(range.clone()).unwrap_or_default(), range.start);
                outline.navigation.extend(html.navigation);
            }
            _ => {}
        }
    }
    outline.title = titled(&front_matter).or(heading);
    outline.navigation.sort_by_key(|range| range.start);
    outline
}

/// An item of a list: the stretch of it since the last nested list.
#[derive(Default)]
struct Item {
    start: usize,
    links: bool,
    words: bool,
}

/// Ends the innermost item's stretch at byte `end`; it only leads elsewhere if it has links and no other words.
fn close(items: &mut [Item], end: usize, navigation: &mut Vec<Range<usize>>) {
    if let Some(item) = items.last_mut() {
        if item.links && !item.words {
            navigation.push(item.start..end);
        }
        *item = Item {
            start: end,
            ..Item::default()
        };
    }
}

/// The title in a front matter, which is YAML or TOML.
fn titled(front_matter: &str) -> Option<String> {
    let written = front_matter.lines().find_map(|line| {
        let value = line.strip_prefix("title")?.trim_start();
        Some(value.strip_prefix([':', '='])?.trim())
    })?;
    // A string in quotation marks is near enough to TOML's in YAML.
    let quoted = format!("title = {written}").parse::<toml::Table>().ok();
    let quoted = quoted
        .as_ref()
        .and_then(|table| table.get("title")?.as_str());
    Some(quoted.unwrap_or(written).to_owned())
}

/// The outline of HTML that stands at byte `offset` of a file.
fn of_html(html: &str, offset: usize) -> Outline {
    let mut outline = Outline::default();
    let (mut title, mut heading) = (None::<String>, None::<String>);
    // The element whose words are taken down, if inside one.
    let mut taken = Taken::Nothing;
    // The navigation that one is inside: its element, how deep inside elements of that name, where it began.
    let mut around: Option<(Vec<u8>, usize, usize)> = None;
    let mut open = (Vec::new(), 0);
    let mut is_role = false;
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    open = (name.to_vec(), span.start);
                    if let Some((element, depth, _)) = &mut around {
                        *depth += usize::from(element == name);
                    } else if name == b"nav" {
                        around = Some((name.to_vec(), 0, span.start));
                    }
                    taken = match name {
                        b"title" if title.is_none() => Taken::Title,
                        b"h1" if heading.is_none() => Taken::Heading,
                        _ => taken,
                    };
                }
                CallbackEvent::AttributeName { name } => is_role = name == b"role",
                CallbackEvent::AttributeValue { value } => {
                    let leads = value == b"navigation" || value == b"menu" || value == b"menubar";
                    if is_role && leads && around.is_none() {
                        around = Some((open.0.clone(), 0, open.1));
                    }
                }
                CallbackEvent::EndTag { name } => {
                    if matches!(name, b"title" | b"h1") {
                        taken = Taken::Nothing;
                    }
                    if let Some((element, depth, start)) = &mut around
                        && element == name
                    {
                        if let Some(less) = depth.checked_sub(1) {
                            *depth = less;
                        } else {
                            outline.navigation.push(offset + *start..offset + span.end);
                            around = None;
                        }
                    }
                }
                CallbackEvent::String { value } => {
                    let words = String::from_utf8_lossy(value);
                    match taken {
                        Taken::Title => title.get_or_insert_default().push_str(&words),
                        Taken::Heading => heading.get_or_insert_default().push_str(&words),
                        Taken::Nothing => {}
                    }
                }
                _ => {}
            }
            None::<Infallible>
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    let said = |words: &String| !words.trim().is_empty();
    outline.title = heading.filter(said).or(title.filter(said));
    outline
}

/// Whose words are taken down.
#[derive(Clone, Copy)]
enum Taken {
    Nothing,
    Title,
    Heading,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, kind: Kind) -> (Option<String>, Vec<String>) {
        let source = SourceText::load(text.into(), kind).unwrap();
        let Outline { title, navigation } = outline(&source);
        let parts = navigation
            .into_iter()
            .map(|range| text[range].trim().to_owned());
        (title, parts.collect())
    }

    fn title(text: &str, kind: Kind) -> Option<String> {
        of(text, kind).0
    }

    #[test]
    fn a_text_is_called_what_it_says_first() {
        let found = |title: &str| Some(title.to_owned());
        assert_eq!(
            title("The square\n\nClose it.", Kind::Plain),
            found("The square")
        );
        assert_eq!(title("Close the square. Now.", Kind::Plain), None);
        assert_eq!(title("Close the square", Kind::Plain), None);
        assert_eq!(
            title("Text.\n\n## The *square*\nof `all`\n", Kind::Markdown),
            found("The square")
        );
        for front_matter in [
            "---\nlang: en\ntitle: \"The square: a \\\"plea\\\"\"\n---\n# Else\n",
            "---\ntitle: 'The square: a \"plea\"'\n---\n# Else\n",
            "---\ntitle: The square: a \"plea\"\n---\n# Else\n",
            "+++\ntitle = 'The square: a \"plea\"'\n+++\n# Else\n",
        ] {
            assert_eq!(
                title(front_matter, Kind::Markdown),
                found("The square: a \"plea\""),
                "{front_matter}"
            );
        }
        assert_eq!(
            title(
                "<title>A &amp; B</title><h1>The\n<b>square</b></h1>",
                Kind::Html
            ),
            found("The square")
        );
        assert_eq!(
            title("<title>A &amp; B</title><h1> </h1><p>c", Kind::Html),
            found("A & B")
        );
        assert_eq!(title("", Kind::Html), None);
    }

    #[test]
    fn what_only_leads_elsewhere_is_navigation() {
        let html = "<nav><a>Home</a><nav>x</nav></nav><p>Text.</p><div role='navigation'><div>y</div></div>z";
        assert_eq!(
            of(html, Kind::Html).1,
            [
                "<nav><a>Home</a><nav>x</nav></nav>",
                "<div role='navigation'><div>y</div></div>",
            ]
        );
        let markdown = "- [One](#one)\n  - [Two](#two)\n- [Three](#three): that\n- four\n\n<nav>[five]</nav>\n";
        assert_eq!(
            of(markdown, Kind::Markdown).1,
            ["- [One](#one)", "- [Two](#two)", "<nav>[five]</nav>"]
        );
    }
}
