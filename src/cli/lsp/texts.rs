//! The texts open in the editor, and the changes it makes to them.

use argmap::editor::{Grid, Units};
use serde_json::Value;

/// A text that is open in the editor.
#[derive(Debug, Clone)]
pub(super) struct OpenText {
    /// The editor's address for it.
    pub(super) uri: String,
    pub(super) text: String,
    /// Whether the editor asks for its findings itself.
    pub(super) is_pulled: bool,
}

impl OpenText {
    /// Makes changes one after another. Each gives a new text, for the whole or for a range. A range that does not fit
    /// the text is moved to the nearest one that does.
    pub(super) fn change(&mut self, changes: &[Value], units: Units) {
        for change in changes {
            let new = change
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let Some(range) = change.get("range").filter(|range| range.is_object()) else {
                new.clone_into(&mut self.text);
                continue;
            };
            let grid = Grid::new(&self.text, units);
            let at = |end: &str| {
                let number = |key: &str| {
                    let number = range.get(end).and_then(|place| place.get(key));
                    let number = number.and_then(Value::as_u64).unwrap_or(u64::MAX);
                    u32::try_from(number).unwrap_or(u32::MAX)
                };
                grid.offset(&self.text, number("line"), number("character"))
            };
            let (start, end) = (at("start"), at("end"));
            self.text.replace_range(start.min(end)..start.max(end), new);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_made_one_after_another_wherever_they_are() {
        let mut open = OpenText {
            uri: String::new(),
            text: "a😀b\r\nc\n".to_owned(),
            is_pulled: false,
        };
        let change = |start: (u32, u32), end: (u32, u32), text: &str| {
            let place = |(line, character)| json!({ "line": line, "character": character });
            json!({ "range": { "start": place(start), "end": place(end) }, "text": text })
        };
        open.change(
            &[change((0, 3), (0, 4), "x"), change((1, 0), (1, 1), "d")],
            Units::Utf16,
        );
        assert_eq!(open.text, "a😀x\r\nd\n");
        open.change(&[change((9, 9), (0, 99), "!")], Units::Utf16);
        assert_eq!(open.text, "a😀x!");
        open.change(&[json!({ "text": "new" })], Units::Utf16);
        assert_eq!(open.text, "new");
    }
}
