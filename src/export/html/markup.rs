//! Markup that is safe by its type: text can be added only in escaped form.

use std::fmt::{self, Write};

use crate::printable::{escaped_in_json, printable_lines_in_file};

/// HTML written by this program: its own tags, and text from maps, escaped so that none of it is markup.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Adds the program's own markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, between tags or within the quotation marks of an attribute.
    ///
    /// Characters that would affect the text around them (control characters, direction marks) are spelt out, as
    /// everywhere.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        let text = printable_lines_in_file(text);
        let mut rest = &*text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\u{fffe}', '\u{ffff}']) {
            let (before, from) = rest.split_at(at);
            self.0.push_str(before);
            let mut characters = from.chars();
            self.0.push_str(match characters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                _ => "\u{fffd}",
            });
            rest = characters.as_str();
        }
        self.0.push_str(rest);
        self
    }

    /// Adds an attribute.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Adds a number, or what else is formatted with it; never text from a map.
    pub(super) fn figures(&mut self, figures: fmt::Arguments<'_>) -> &mut Self {
        let start = self.0.len();
        let _ = self.0.write_fmt(figures);
        let added = self.0.split_off(start);
        self.text(&added)
    }

    /// Adds a number.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        let _ = write!(self.0, "{number}");
        self
    }

    /// Adds markup that another writer of this program made from escaped text, such as a picture.
    pub(super) fn drawn(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds the text of a script or a style, which must not contain its closing tag.
    pub(super) fn code(&mut self, code: &str) -> &mut Self {
        self.0.push_str(code);
        self
    }

    /// Adds data as JSON for a `script` element; nothing in it can end the element or begin a comment.
    pub(super) fn json(&mut self, data: &impl serde::Serialize) -> &mut Self {
        let json = serde_json::to_string(data).unwrap_or_default();
        let json = escaped_in_json(&json);
        let escaped = json.replace('<', "\\u003c");
        self.0.push_str(&escaped);
        self
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// Long content in parts, so that the browser lays out only those in sight.
///
/// All parts but the first are in a `noscript` element. Without scripts they are shown as they are. With scripts they
/// are plain text, which the page's script turns into elements as they come near.
#[derive(Debug, Default)]
pub(super) struct PageParts {
    count: usize,
    start: usize,
}

impl PageParts {
    /// Ends the previous part, and begins a new one.
    pub(super) fn begin(&mut self, out: &mut Html) {
        self.end(out);
        out.raw(if self.count == 0 {
            "<div class=\"part\">"
        } else {
            "<div class=\"part\"><noscript>"
        });
        self.count += 1;
        self.start = out.len();
    }

    /// The length of the part so far, in bytes.
    pub(super) fn len(&self, out: &Html) -> usize {
        out.len() - self.start
    }

    /// Ends the last part.
    pub(super) fn end(&self, out: &mut Html) {
        out.raw(match self.count {
            0 => "",
            1 => "</div>",
            _ => "</noscript></div>\n",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let mut html = Html::default();
        html.text("</script><!-- \"a\" 'b' & \u{2028}\u{202e}\0\u{fffe}");
        assert_eq!(
            html.into_string(),
            "&lt;/script&gt;&lt;!-- &quot;a&quot; &#39;b&#39; &amp; \\u{2028}\\u{202e}\\u{0}\u{fffd}"
        );
        let mut html = Html::default();
        html.json(&"</script><!--\u{2028}");
        assert_eq!(html.into_string(), "\"\\u003c/script>\\u003c!--\\u2028\"");
    }
}
