//! Reasons not to trust the text of a PDF.

use super::source::SourceText;

/// Why the text of a page of a PDF can't be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// It draws no text, for example because it is a scan.
    NoText,
    /// A font does not say which characters it draws; they are read as U+FFFD.
    Unreadable,
    /// Some of its text is drawn invisibly, such as the text that character recognition adds to a scan.
    Scanned,
    /// It draws columns row by row; that they are columns is a guess.
    Order,
}

/// Maximum number of pages named for each doubt.
const NAMED: usize = 5;

impl SourceText {
    /// What can't be trusted in this source, in words: `page 2 has no text (is it a scan?)`. `None` if there is nothing
    /// to report. O(pages).
    pub fn doubts_said(&self) -> Option<String> {
        let kinds = [
            Doubt::NoText,
            Doubt::Unreadable,
            Doubt::Scanned,
            Doubt::Order,
        ];
        let said = kinds.into_iter().filter_map(|doubt| self.said(doubt));
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn said(&self, doubt: Doubt) -> Option<String> {
        let pages = self.doubts().iter().filter(|(_, why)| *why == doubt);
        let pages: Vec<u32> = pages.map(|(page, _)| *page).collect();
        let (first, others) = pages.split_first()?;
        let named = match (others.split_last(), pages.len().checked_sub(NAMED + 1)) {
            (None, _) => format!("page {first}"),
            (Some((last, between)), None) => format!("pages {} and {last}", list(*first, between)),
            (Some(_), Some(more)) => {
                let named = others.get(..NAMED - 1).unwrap_or(others);
                format!("pages {} and {} more", list(*first, named), more + 1)
            }
        };
        Some(match doubt {
            Doubt::NoText if others.is_empty() => format!("{named} has no text (is it a scan?)"),
            Doubt::NoText => format!("{named} have no text (are they scans?)"),
            Doubt::Unreadable => {
                format!("on {named} a font does not say which characters it draws")
            }
            Doubt::Scanned => format!(
                "on {named} there is invisible text, such as character recognition adds to a scan"
            ),
            Doubt::Order => format!("on {named} the order of the columns is a guess"),
        })
    }
}

fn list(first: u32, others: &[u32]) -> String {
    let numbers = std::iter::once(&first).chain(others).map(u32::to_string);
    numbers.collect::<Vec<_>>().join(", ")
}
