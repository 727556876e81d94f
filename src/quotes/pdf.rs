//! The text of a PDF, page after page.

use lopdf::Document;

use super::source::LoadError;

/// The most bytes that one page may unpack to.
const MAX_PAGE: usize = 64 * 1024 * 1024;

/// The text of all pages in order, a blank line between two. The order within a page is that in
/// which the page draws its text, which is mostly the order in which it is read.
///
/// # Errors
/// [`LoadError::Pdf`] if the file is broken, encrypted, or holds no text, as a scan does, or if the
/// text of a page can't be read: part of a source would pass for the whole.
pub(super) fn extract(bytes: &[u8]) -> Result<String, LoadError> {
    let document = Document::load_mem(bytes).map_err(|error| LoadError::Pdf(error.to_string()))?;
    if document.is_encrypted() {
        return Err(LoadError::Pdf("it is encrypted".to_owned()));
    }
    let mut text = String::new();
    for page in document.get_pages().into_keys() {
        let chunks = document.extract_text_chunks_with_limit(&[page], MAX_PAGE);
        for chunk in chunks {
            let chunk = chunk.map_err(|error| LoadError::Pdf(format!("page {page}: {error}")))?;
            // A font without a table of its characters gives control characters.
            text.extend(
                chunk
                    .chars()
                    .filter(|&c| c == '\n' || c == '\t' || !c.is_control()),
            );
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        return Err(LoadError::Pdf("it holds no text; is it a scan?".to_owned()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Kind, Offsets, Outcome, Quotation, SourceText};
    use lopdf::content::{Content, Operation};
    use lopdf::{Object, Stream, dictionary};

    /// A PDF with one line of text on each page.
    fn pdf(pages: &[&str]) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding",
        });
        let fonts = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let kids: Vec<Object> = pages
            .iter()
            .map(|text| {
                let operations = vec![
                    Operation::new("BT", vec![]),
                    Operation::new("Tf", vec!["F1".into(), 12.into()]),
                    Operation::new("Td", vec![72.into(), 700.into()]),
                    Operation::new("Tj", vec![Object::string_literal(*text)]),
                    Operation::new("ET", vec![]),
                ];
                let content = Content { operations }.encode().unwrap();
                let content = document.add_object(Stream::new(dictionary! {}, content));
                document
                    .add_object(dictionary! {
                        "Type" => "Page", "Parent" => tree, "Contents" => content,
                        "Resources" => fonts,
                        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    })
                    .into()
            })
            .collect();
        let count = i64::try_from(kids.len()).unwrap();
        document.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_text_of_all_pages_is_read() {
        let source = SourceText::load(pdf(&["First page.", "The second one."]), Kind::Pdf).unwrap();
        assert_eq!(source.text(), "First page.\n\nThe second one.");
        assert_eq!(source.offsets(), Offsets::ExtractedText);
        let Outcome::Found { place, .. } = source.find(&Quotation::new("second one")) else {
            panic!()
        };
        assert_eq!(place.whole.start.line, 3);
        assert_eq!(source.sha256().len(), 64);
    }

    #[test]
    fn what_holds_no_text_is_refused() {
        assert!(matches!(
            extract(b"%PDF-1.4 nonsense"),
            Err(LoadError::Pdf(_))
        ));
        assert!(matches!(extract(&pdf(&[""])), Err(LoadError::Pdf(why)) if why.contains("scan")));
    }
}
