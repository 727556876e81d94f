//! Which footnotes a reader of a Markdown file sees.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

/// The footnotes that the text refers to, directly or through other such footnotes. No renderer shows one that nothing
/// refers to, nor a second one with the same label.
#[derive(Debug, Default)]
pub(super) struct ReachedNotes {
    shown: FxHashSet<String>,
}

impl ReachedNotes {
    /// The footnotes among these events of a whole file. Linear.
    pub(super) fn new(parser: Parser<'_>) -> Self {
        // For each label, those that its first definition refers to.
        let mut within: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let mut reached = Vec::new();
        // The open definitions; a second one with the same label has none.
        let mut open: Vec<Option<String>> = Vec::new();
        for event in parser {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let key = key(&label);
                    let is_first = !within.contains_key(&key);
                    if is_first {
                        within.insert(key.clone(), Vec::new());
                    }
                    open.push(is_first.then_some(key));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    open.pop();
                }
                Event::FootnoteReference(label) => {
                    let list = match open.last() {
                        None => Some(&mut reached),
                        Some(note) => note.as_ref().and_then(|note| within.get_mut(note)),
                    };
                    if let Some(list) = list {
                        list.push(key(&label));
                    }
                }
                _ => {}
            }
        }
        let mut shown = FxHashSet::default();
        while let Some(label) = reached.pop() {
            reached.append(within.get_mut(&label).unwrap_or(&mut Vec::new()));
            shown.insert(label);
        }
        Self { shown }
    }

    /// Whether the next definition of `label` is shown. To be asked once for each definition, in order.
    pub(super) fn shows_next(&mut self, label: &str) -> bool {
        self.shown.remove(&key(label))
    }
}

/// Letter case does not matter in labels.
fn key(label: &str) -> String {
    label.to_lowercase()
}
