//! The rules of an audit, each with a page that says what the rule finds and what to do.

use super::Verdict;
use crate::check::{Rule, found_elsewhere};
use crate::diagnostic::{Level, RuleName};

/// The rules of an audit, the most serious first.
pub static RULES: [Rule<'_>; 8] = [
    UNFOUND_QUOTE,
    WRONG_SOURCE,
    WRONG_PLACE,
    MISSING_SOURCE,
    UNCITED_WORDS,
    UNCLOSED_QUOTE,
    AMBIGUOUS_QUOTE,
    LOOSE_QUOTE,
];

const UNFOUND_QUOTE: Rule<'_> = Rule {
    name: RuleName::UNFOUND_QUOTE,
    level: Level::Deny,
    summary: "an answer quotes words that its source does not have",
    page: "# unfound-quote\n\n\
        The words that the answer quotes are not in the source that it names, or, if it names none, in any of the given sources. \
        The finding gives the nearest passage, and what differs: a lost \"not\" or a wrong number changes what is said.\n\n\
        Quote what the source says, or withdraw the sentence.\n",
    check: &found_elsewhere,
};

const WRONG_SOURCE: Rule<'_> = Rule {
    name: RuleName::new("wrong-source"),
    level: Level::Deny,
    summary: "an answer quotes words that are in another source than it names",
    page: "# wrong-source\n\n\
        The words that the answer quotes are not in the source that it names. They are in another: the finding says which, \
        and where.\n\nName that source, if it is the right one.\n",
    check: &found_elsewhere,
};

const WRONG_PLACE: Rule<'_> = Rule {
    name: RuleName::new("wrong-place"),
    level: Level::Warn,
    summary: "an answer quotes words that are elsewhere in their source than it says",
    page: "# wrong-place\n\n\
        The words are in the source that the answer names, but not at the characters or on the pages that it gives, or not in the text \
        that it says is around them.\n\nCorrect the place, or check whether the source has another edition.\n",
    check: &found_elsewhere,
};

const MISSING_SOURCE: Rule<'_> = Rule {
    name: RuleName::MISSING_SOURCE,
    level: Level::Warn,
    summary: "an answer names a source that is not among those given, or cannot be read",
    page: "# missing-source\n\n\
        None of the given sources has the name that the answer uses, or it cannot be read, so nothing could be looked for.\n\n\
        Add its file to the folder of sources, or say which it is: `--source 'NAME=FILE'`.\n",
    check: &found_elsewhere,
};

const UNCITED_WORDS: Rule<'_> = Rule {
    name: RuleName::new("uncited-words"),
    level: Level::Warn,
    summary: "an answer names a source but quotes no words of it",
    page: "# uncited-words\n\n\
        The answer says that a sentence rests on a source, but quotes no words of it, so there is nothing to prove.\n\n\
        Make it quote the words that it means, or read the source yourself.\n",
    check: &found_elsewhere,
};

const UNCLOSED_QUOTE: Rule<'_> = Rule {
    name: RuleName::new("unclosed-quote"),
    level: Level::Warn,
    summary: "an answer opens a quotation that nothing closes",
    page: "# unclosed-quote\n\n\
        A quotation mark opens, and no mark closes it, so it is not known which words are quoted. They are not looked for.\n\n\
        Write the closing mark after the last word that is quoted.\n",
    check: &found_elsewhere,
};

const AMBIGUOUS_QUOTE: Rule<'_> = Rule {
    name: RuleName::AMBIGUOUS_QUOTE,
    level: Level::Note,
    summary: "an answer quotes words that occur in several places in the sources",
    page: "# ambiguous-quote\n\n\
        The words occur more than once, and the answer does not say which place it means. They may mean different things in \
        different places.\n\nQuote a little more.\n",
    check: &found_elsewhere,
};

const LOOSE_QUOTE: Rule<'_> = Rule {
    name: RuleName::LOOSE_QUOTE,
    level: Level::Note,
    summary: "an answer quotes words that its source has, but not exactly",
    page: "# loose-quote\n\n\
        The words are there, except for what the finding says: typography, letter case, words left out or put in brackets.\n\n\
        Check whether what is left out matters.\n",
    check: &found_elsewhere,
};

/// The rule that reports a verdict.
pub(super) fn rule(verdict: Verdict) -> &'static Rule<'static> {
    match verdict {
        Verdict::NotThere => &UNFOUND_QUOTE,
        Verdict::WrongSource => &WRONG_SOURCE,
        Verdict::WrongPlace => &WRONG_PLACE,
        Verdict::SourceMissing => &MISSING_SOURCE,
        Verdict::UncitedWords => &UNCITED_WORDS,
        Verdict::Unclosed => &UNCLOSED_QUOTE,
        Verdict::Ambiguous => &AMBIGUOUS_QUOTE,
        Verdict::Proven => &LOOSE_QUOTE,
    }
}
