//! Turns a page of Markdown into text for a terminal: headings, paragraphs, lists and code, wrapped and lightly
//! coloured.

use colored::Colorize;

/// The page with lines of at most `width` columns, except for code, which is never wrapped.
pub(super) fn in_terminal(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut lines = markdown.trim_start().lines();
    let mut after_code = false;
    while let Some(line) = lines.next() {
        let starts_block =
            line.is_empty() || ["#", "```", "- "].iter().any(|mark| line.starts_with(mark));
        if starts_block {
            flush(&mut out, &mut paragraph, width);
        }
        if line.starts_with("```") {
            if after_code {
                // Two examples in a row would read as one.
                out.push_str(&"or".italic().to_string());
                out.push_str("\n\n");
            }
            for code in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                out.push_str(&paint_code(code));
                out.push('\n');
            }
            after_code = true;
        } else if let Some(heading) = line.strip_prefix('#') {
            after_code = false;
            out.push_str(&heading.trim_start_matches('#').trim().bold().to_string());
            out.push('\n');
        } else if line.is_empty() {
            out.push('\n');
        } else {
            after_code = false;
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut out, &mut paragraph, width);
    out
}

/// Wraps the paragraph or list item collected so far, and colours the code in it.
fn flush(out: &mut String, paragraph: &mut String, width: usize) {
    if paragraph.is_empty() {
        return;
    }
    let indent = if paragraph.starts_with("- ") {
        "  "
    } else {
        ""
    };
    let options = textwrap::Options::new(width)
        .subsequent_indent(indent)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let whole = keep_code_whole(paragraph);
    let wrapped = textwrap::fill(&whole, options).replace('\u{a0}', " ");
    for (number, part) in wrapped.split('`').enumerate() {
        // Every second part is between backquotes.
        if number % 2 == 1 {
            out.push_str(&format!("`{part}`").cyan().to_string());
        } else {
            out.push_str(part);
        }
    }
    out.push('\n');
    paragraph.clear();
}

/// Replaces spaces in code such as `a -> b` with non-breaking ones.
fn keep_code_whole(paragraph: &str) -> String {
    let parts = paragraph.split('`').enumerate().map(|(number, part)| {
        if number % 2 == 1 {
            part.replace(' ', "\u{a0}")
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

fn paint_code(line: &str) -> String {
    if line.is_empty() {
        return String::new();
    }
    let indented = format!("    {line}");
    if line.starts_with('#') {
        indented.dimmed().to_string()
    } else if line.starts_with('[') {
        indented.cyan().to_string()
    } else {
        indented
    }
}

#[cfg(test)]
mod tests {
    use super::in_terminal;

    #[test]
    fn code_at_the_start_of_a_line_is_of_its_paragraph() {
        colored::control::set_override(false);
        let page = "Say\n`that is so`, as `argmap evaluate\n--strength` has it.\n";
        assert_eq!(
            in_terminal(page, 60),
            "Say `that is so`, as `argmap evaluate --strength` has it.\n"
        );
    }

    #[test]
    fn prose_is_wrapped_and_code_is_not() {
        colored::control::set_override(false);
        let page = "A paragraph of\ntwo lines with `code of words` in it.\n\n## Bad\n\n```toml\nkey = \"a value longer than all that\"\n```\n\n```toml\nmore = 1\n```\n\n- an item that is long\n";
        assert_eq!(
            in_terminal(page, 20),
            "A paragraph of\ntwo lines with\n`code of words`\nin it.\n\nBad\n\n    key = \"a value longer than all that\"\n\nor\n\n    more = 1\n\n- an item that is\n  long\n"
        );
    }
}
