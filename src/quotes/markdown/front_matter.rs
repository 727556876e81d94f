//! The front matter of a Markdown file: data about it, before its text.

/// The front matter of a file, and how many bytes it takes up with the lines around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrontMatter<'m> {
    pub(super) data: &'m str,
    pub(super) length: usize,
}

impl<'m> FrontMatter<'m> {
    /// The front matter that `markdown` begins with: keys of YAML between two lines `---` (the second may be `...`), or
    /// keys of TOML between two lines `+++`. Anywhere else, or around anything else, such lines are rules. O(bytes).
    pub(super) fn of(markdown: &'m str) -> Option<Self> {
        let mut lines = markdown.split_inclusive('\n');
        let opening = lines.next()?;
        let (closing, sign) = match opening.trim_end() {
            "---" => (["---", "..."], ':'),
            "+++" => (["+++"; 2], '='),
            _ => return None,
        };
        let mut end = opening.len();
        for line in lines {
            let after = end + line.len();
            if closing.contains(&line.trim_end()) {
                let data = markdown.get(opening.len()..end)?;
                return has_keys(data, sign).then_some(Self {
                    data,
                    length: after,
                });
            }
            end = after;
        }
        None
    }
}

/// Whether `data` begins with a key, perhaps after comments: `sign` comes between a key and its value.
fn has_keys(data: &str, sign: char) -> bool {
    let mut lines = data.lines().skip_while(|line| line.starts_with('#'));
    let first = lines.next().unwrap_or("");
    first.contains(sign) || sign == '=' && first.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_data_at_the_very_beginning() {
        for (markdown, data) in [
            ("---\ntitle: x\n---\ntext", "title: x\n"),
            (
                "--- \r\n# note\r\ntitle: x\r\n...\r\ntext",
                "# note\r\ntitle: x\r\n",
            ),
            ("+++\n[a]\nb = 1\n+++\ntext", "[a]\nb = 1\n"),
            ("+++\na = \"---\"\n---\n+++\ntext", "a = \"---\"\n---\n"),
        ] {
            let found = FrontMatter::of(markdown).unwrap();
            assert_eq!(found.data, data, "{markdown}");
            assert_eq!(markdown[found.length..].trim_start(), "text", "{markdown}");
        }
        for text in [
            "",
            "---",
            "---\n",
            "---\n---\n",
            "---\ntitle: x\n",
            "\n---\ntitle: x\n---\n",
            " ---\ntitle: x\n---\n",
            "----\ntitle: x\n----\n",
            "---\ntitle: x\n+++\n",
            "---\n\ntitle: x\n---\n",
            "---\nThe words.\n---\n",
            "+++\nThe words: all.\n+++\n",
            "+++\na = 1\n...\n",
            "...\ntitle: x\n...\n",
        ] {
            assert_eq!(FrontMatter::of(text), None, "{text}");
        }
    }
}
