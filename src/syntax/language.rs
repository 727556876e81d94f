//! Language tags (BCP 47), in one spelling.

use std::borrow::Cow;

/// A language tag with the letter case that RFC 5646 (2.1.1) recommends, since case has no meaning in a tag: `pt-BR`
/// for `PT-br`, `zh-Hant` for `zh-hant`. What is no tag is treated as if it were one.
///
/// ```
/// assert_eq!(argmap::syntax::canonical_language("EN"), "en");
/// assert_eq!(argmap::syntax::canonical_language("PT-br"), "pt-BR");
/// ```
pub fn canonical_language(tag: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| !byte.is_ascii_uppercase() && byte != b'-';
    if tag.bytes().all(is_plain) {
        return Cow::Borrowed(tag);
    }
    let mut is_first = true;
    let mut after_singleton = false;
    let mut parts = Vec::new();
    for part in tag.split('-') {
        let mut part = part.to_ascii_lowercase();
        match part.len() {
            2 if !is_first && !after_singleton => part.make_ascii_uppercase(),
            4 if !is_first && !after_singleton => {
                if let Some(first) = part.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
            }
            _ => {}
        }
        // What follows a single letter, as in `en-x-ab`, stays in lower case.
        after_singleton |= part.len() == 1;
        is_first = false;
        parts.push(part);
    }
    let canonical = parts.join("-");
    if canonical == tag {
        Cow::Borrowed(tag)
    } else {
        Cow::Owned(canonical)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::canonical_language;

    #[test]
    fn a_tag_has_the_case_of_its_parts() {
        for (written, canonical) in [
            ("en", "en"),
            ("EN", "en"),
            ("pt-br", "pt-BR"),
            ("PT-BR", "pt-BR"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("en-CA-X-CA", "en-CA-x-ca"),
            ("az-latn-X-Latn", "az-Latn-x-latn"),
            ("", ""),
            ("É-ÉÉ-été", "É-ÉÉ-été"),
        ] {
            assert_eq!(canonical_language(written), canonical);
        }
    }

    proptest! {
        #[test]
        fn case_is_all_that_changes_and_it_does_not_matter(tag in "\\PC{0,20}|[a-zA-Z-]{0,16}") {
            let canonical = canonical_language(&tag);
            prop_assert!(canonical.eq_ignore_ascii_case(&tag));
            for other in [tag.to_ascii_uppercase(), tag.to_ascii_lowercase()] {
                prop_assert_eq!(&canonical_language(&other), &canonical);
            }
        }
    }
}
