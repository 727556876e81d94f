//! What an audit may find, each with a page that says what it means and what to do.

use super::Verdict;
use crate::check::{Rule, found_elsewhere};
use crate::diagnostic::{Level, RuleName};

/// What an audit finds, in the order in which the findings weigh.
pub static RULES: [Rule<'_>; 7] = [
    UNFOUND_QUOTE,
    WRONG_SOURCE,
    WRONG_PLACE,
    MISSING_SOURCE,
    UNCITED_WORDS,
    AMBIGUOUS_QUOTE,
    LOOSE_QUOTE,
];

const UNFOUND_QUOTE: Rule<'_> = Rule {
    name: RuleName::UNFOUND_QUOTE,
    level: Level::Deny,
    summary: "an answer quotes words that its source does not have",
    page: "# unfound-quote\n\n\
        The words that the answer quotes do not stand in the source that it names, or, where it names none, in any of those given. \
        The finding gives the passage that comes nearest, and what differs: a lost \"not\" or another figure changes what is said.\n\n\
        Quote what the source says, or take the sentence back.\n",
    check: &found_elsewhere,
};

const WRONG_SOURCE: Rule<'_> = Rule {
    name: RuleName::new("wrong-source"),
    level: Level::Deny,
    summary: "an answer quotes words that stand in another source than it names",
    page: "# wrong-source\n\n\
        The words that the answer quotes do not stand in the source that it names. They stand in another: the finding says in which, \
        and where.\n\nName that source, if it is the one that is meant.\n",
    check: &found_elsewhere,
};

const WRONG_PLACE: Rule<'_> = Rule {
    name: RuleName::new("wrong-place"),
    level: Level::Warn,
    summary: "an answer quotes words that stand elsewhere in their source than it says",
    page: "# wrong-place\n\n\
        The words stand in the source that the answer names, but not at the characters or on the pages that it gives, or not in the text \
        that it says is around them.\n\nMend the place, or see whether the source has another edition.\n",
    check: &found_elsewhere,
};

const MISSING_SOURCE: Rule<'_> = Rule {
    name: RuleName::MISSING_SOURCE,
    level: Level::Warn,
    summary: "an answer names a source that is not among those given, or cannot be read",
    page: "# missing-source\n\n\
        No source that was given goes by the name that the answer uses, or it cannot be read, so that nothing could be looked for.\n\n\
        Add its file to the folder of sources, or say which it is: `--source 'NAME=FILE'`.\n",
    check: &found_elsewhere,
};

const UNCITED_WORDS: Rule<'_> = Rule {
    name: RuleName::new("uncited-words"),
    level: Level::Warn,
    summary: "an answer names a source and quotes no words of it",
    page: "# uncited-words\n\n\
        The answer says that a sentence rests on a source, and quotes no words of it, so that there is nothing to prove.\n\n\
        Have it quote the words that it means, or read the source yourself.\n",
    check: &found_elsewhere,
};

const AMBIGUOUS_QUOTE: Rule<'_> = Rule {
    name: RuleName::AMBIGUOUS_QUOTE,
    level: Level::Note,
    summary: "an answer quotes words that stand in several places of the sources",
    page: "# ambiguous-quote\n\n\
        The words are there, more than once, and the answer does not say which place it means. They may mean different things in \
        different places.\n\nQuote a little more.\n",
    check: &found_elsewhere,
};

const LOOSE_QUOTE: Rule<'_> = Rule {
    name: RuleName::LOOSE_QUOTE,
    level: Level::Note,
    summary: "an answer quotes words that its source has, but not to the letter",
    page: "# loose-quote\n\n\
        The words are there, but for what the finding says: typography, letter case, words left out or put in brackets.\n\n\
        See whether what is left out matters.\n",
    check: &found_elsewhere,
};

/// What a verdict is found as.
pub(super) fn rule(verdict: Verdict) -> &'static Rule<'static> {
    match verdict {
        Verdict::NotThere => &UNFOUND_QUOTE,
        Verdict::WrongSource => &WRONG_SOURCE,
        Verdict::WrongPlace => &WRONG_PLACE,
        Verdict::SourceMissing => &MISSING_SOURCE,
        Verdict::UncitedWords => &UNCITED_WORDS,
        Verdict::Ambiguous => &AMBIGUOUS_QUOTE,
        Verdict::Proven => &LOOSE_QUOTE,
    }
}
