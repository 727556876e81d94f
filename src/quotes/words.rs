//! Counts the words of a quotation.

use unicode_segmentation::UnicodeSegmentation;

use super::boundary::is_unspaced;

/// How many words `text` has, counted up to `most`: by Unicode's word boundaries (UAX #29), including numbers. In
/// scripts that put no spaces between words, counting would take a dictionary, so two characters count as a word.
pub fn word_count(text: &str, most: usize) -> usize {
    // White space always separates words: each piece between it that has a letter is at least one word.
    let blanks = text.split_ascii_whitespace();
    let plain = blanks.filter(|part| part.bytes().any(|byte| byte.is_ascii_alphanumeric()));
    if plain.take(most).count() == most {
        return most;
    }
    let mut words = 0;
    let mut unspaced = 0_usize;
    for word in text.unicode_words() {
        if words + unspaced.div_ceil(2) >= most {
            return most;
        }
        match word.chars().filter(|&c| is_unspaced(c)).count() {
            0 => words += 1,
            characters => unspaced += characters,
        }
    }
    most.min(words + unspaced.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::word_count;

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(word_count("  não é, 0.5 %  ", 9), 3);
        assert_eq!(word_count("the man's co-op", 9), 4);
        assert_eq!(word_count("公共区块链", 9), 3);
        assert_eq!(word_count("— …", 9), 0);
        assert_eq!(word_count("one two three", 2), 2);
        assert_eq!(word_count("one — two", 3), 2);
        assert_eq!(word_count("公共区块链", 2), 2);
    }
}
