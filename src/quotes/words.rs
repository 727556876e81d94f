//! How many words a quotation has.

use unicode_segmentation::UnicodeSegmentation;

use super::boundary::is_unspaced;

/// The words of `text`, by Unicode's word boundaries (UAX #29), numbers included. In scripts that
/// put no spaces between words, where it would take a dictionary, two characters count as a word.
pub fn word_count(text: &str) -> usize {
    let mut words = 0;
    let mut unspaced = 0;
    for word in text.unicode_words() {
        match word.chars().filter(|&c| is_unspaced(c)).count() {
            0 => words += 1,
            characters => unspaced += characters,
        }
    }
    words + unspaced.div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::word_count;

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(word_count("  não é, 0.5 %  "), 3);
        assert_eq!(word_count("the man's co-op"), 4);
        assert_eq!(word_count("公共区块链"), 3);
        assert_eq!(word_count("— …"), 0);
    }
}
