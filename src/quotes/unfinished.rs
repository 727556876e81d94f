//! HTML that ends within a comment or a tag, which what follows then continues.

/// A comment, declaration or tag whose end was not read yet.
#[derive(Debug)]
pub(super) struct Unfinished {
    html: String,
    at: MarkupState,
}

impl Unfinished {
    /// What `html` begins with, if that does not end in it. O(bytes).
    pub(super) fn new(html: &str) -> Option<Self> {
        let mut unfinished = Self {
            html: String::new(),
            at: MarkupState::Begin,
        };
        let begun = !unfinished.add(html)
            && !matches!(
                unfinished.at,
                MarkupState::Begin | MarkupState::Open | MarkupState::Slash
            );
        begun.then_some(unfinished)
    }

    /// Adds what follows; returns whether it ends in that. O(bytes added).
    pub(super) fn add(&mut self, html: &str) -> bool {
        self.html.push_str(html);
        for byte in html.bytes() {
            self.at = self.at.after(byte);
            if self.at == MarkupState::End {
                return true;
            }
        }
        false
    }

    /// All of it, with everything that was added.
    pub(super) fn into_html(self) -> String {
        self.html
    }
}

/// A position in a comment, declaration or tag: the states of the HTML Standard's tokenizer that matter for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkupState {
    Begin,
    /// After `<`, `</`, `<!` and `<!-`.
    Open,
    Slash,
    Bang,
    BangDash,
    /// After `<!--` and `<!---`.
    CommentStart,
    CommentStartDash,
    Comment,
    /// After `-`, `--` and `--!` in a comment.
    CommentDash,
    CommentEnd,
    CommentEndBang,
    /// In a declaration, which ends at the first `>`.
    Declaration,
    TagName,
    /// Where the name of an attribute may begin.
    Between,
    AttributeName,
    AfterName,
    /// After the `=` of an attribute.
    Equals,
    Unquoted,
    DoubleQuoted,
    SingleQuoted,
    End,
}

impl MarkupState {
    #[expect(
        clippy::match_same_arms,
        reason = "arms that stand together are about the same thing"
    )]
    fn after(self, byte: u8) -> Self {
        let blank = byte.is_ascii_whitespace();
        match (self, byte) {
            (Self::End, _) => self,
            (Self::Begin, b'<') => Self::Open,
            // There is nothing to end.
            (Self::Begin, _) => Self::End,

            (Self::CommentStart, b'-') => Self::CommentStartDash,
            (Self::Comment | Self::CommentEndBang, b'-') => Self::CommentDash,
            (Self::CommentStartDash | Self::CommentDash | Self::CommentEnd, b'-') => {
                Self::CommentEnd
            }
            (Self::CommentEnd, b'!') => Self::CommentEndBang,
            (Self::Comment | Self::CommentDash, b'>') => Self::Comment,
            (Self::DoubleQuoted, b'"') | (Self::SingleQuoted, b'\'') => Self::Between,
            (Self::DoubleQuoted | Self::SingleQuoted, _) => self,
            // `< >` is text.
            (_, b'>') => Self::End,
            (
                Self::Comment
                | Self::CommentStart
                | Self::CommentStartDash
                | Self::CommentDash
                | Self::CommentEnd
                | Self::CommentEndBang,
                _,
            ) => Self::Comment,

            (Self::Open, b'!') => Self::Bang,
            (Self::Open, b'/') => Self::Slash,
            (Self::Open | Self::Slash, b'a'..=b'z' | b'A'..=b'Z') => Self::TagName,
            (Self::Open, b'?') | (Self::Slash | Self::Declaration, _) => Self::Declaration,
            (Self::Open, _) => Self::End,
            (Self::Bang, b'-') => Self::BangDash,
            (Self::BangDash, b'-') => Self::CommentStart,
            (Self::Bang | Self::BangDash, _) => Self::Declaration,

            (Self::AttributeName | Self::AfterName, b'=') => Self::Equals,
            (Self::Equals, b'"') => Self::DoubleQuoted,
            (Self::Equals, b'\'') => Self::SingleQuoted,
            (Self::Equals, _) if blank => Self::Equals,
            (Self::Unquoted, _) if blank => Self::Between,
            (Self::Equals | Self::Unquoted, _) => Self::Unquoted,
            (_, b'/') => Self::Between,
            (Self::TagName, _) if blank => Self::Between,
            (Self::TagName, _) => Self::TagName,
            (Self::AttributeName | Self::AfterName, _) if blank => Self::AfterName,
            (Self::Between, _) if blank => Self::Between,
            (Self::Between | Self::AttributeName | Self::AfterName, _) => Self::AttributeName,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_where_the_standard_has_it() {
        for html in [
            "<!-- a > \" ' <p> -- > -> --!->-->",
            "<!-->",
            "<!--->",
            "<!-- --!>",
            "<!->",
            "<!doctype html \">",
            "<?php echo '>",
            "</1>",
            "</p a='>' b>",
            "<a b=\"c>d\" e = '\">' f=g\"h>",
            "<a b = \n 'é>' />",
            "<a/=\"/b='>'>",
            "<a =\">",
            "<a \"=\"'>\">",
            "<a b==\">",
        ] {
            assert!(Unfinished::new(html).is_none(), "{html}");
            let whole = html.strip_suffix('>').unwrap();
            assert!(Unfinished::new(whole).is_some(), "{whole}");
        }
        for text in ["", "a", "<", "</", "< a", "<1", "<>", "</>", "é<!--"] {
            assert!(Unfinished::new(text).is_none(), "{text}");
        }
    }
}
