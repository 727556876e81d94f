//! Decides whether words that a quotation has in brackets may be read as those of whoever quotes.
//!
//! No program can tell in general whether such words change what the source says: `would [refuse to] pay`. So only a few
//! forms are accepted, and everything else counts as part of the words that have to be found:
//!
//! - what says who or what is meant: names, articles, pronouns, and phrases that begin with an article, such as
//!   `[in the town]`; it may stand beside the source's words or replace up to eight of them;
//! - other words in place of a pronoun: `[gauges]` for `they`;
//! - another form of the word that it replaces: `[pays]` for `pay`.
//!
//! Words that deny are never accepted, nor may brackets replace any, or stand at the edge of a quotation where the source
//! has one. A number is accepted only in a name or as a year, such as `[in May 2010]`, and in place of no other number.

use crate::quotes::word_count;

/// Maximum number of words in brackets, and of bytes and words of the source that they replace.
const MOST_INSERTED: usize = 8;
const MOST_REPLACED: usize = 8;
const LONGEST_REPLACED: usize = 80;

/// Whether `inserted`, in brackets, only says who or what is meant.
pub(super) fn clarifies(inserted: &str) -> bool {
    let inserted = inserted.trim();
    let inserted = inserted.strip_prefix("i.e.").unwrap_or(inserted);
    let all = words(inserted);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return false;
    };
    let is_one_of = |list: &str, word: &str| list.split_whitespace().any(|one| one == word);
    let is_small = |word: &str| {
        let word = word.to_lowercase();
        [ARTICLES, PRONOUNS, JOINING]
            .iter()
            .any(|list| is_one_of(list, &word))
    };
    if !is_phrase(inserted, &all) {
        return false;
    }
    if all.iter().all(|word| is_small(word)) {
        return true;
    }
    // `[a ban on]`, `[sank and]`
    if is_small(last) {
        return false;
    }
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let is_number = |word: &str| word.starts_with(char::is_numeric);
    let has_name = all.iter().any(|word| is_name(word) && !is_small(word));
    // `[in 2010]`
    let is_year = |before: &str, word: &str| {
        word.len() == 4
            && word.chars().all(char::is_numeric)
            && is_one_of(JOINING, &before.to_lowercase())
    };
    let mut before = "";
    let is_named = all.iter().all(|word| {
        let before = std::mem::replace(&mut before, word);
        let is_dated = word != first && (has_name || is_year(before, word));
        is_small(word) || is_name(word) || (is_number(word) && is_dated)
    });
    let mut opening = all.iter().map(|word| word.to_lowercase());
    let opens = |word: Option<String>| word.is_some_and(|word| is_one_of(ARTICLES, &word));
    let has_article = match opening.next() {
        Some(word) if is_one_of(JOINING, &word) => opens(opening.next()),
        word => opens(word),
    };
    let says_how_many = all
        .iter()
        .any(|word| is_one_of(AMOUNTS, &word.to_lowercase()));
    let has_number = all.iter().any(|word| is_number(word));
    !says_how_many && (is_named || (has_article && !has_number && !inserted.contains(". ")))
}

/// Whether `inserted`, in brackets, may stand at the edge of a quotation; it is empty for an ellipsis or a letter. `beside`
/// has the words of the source's sentence there, the nearest first.
pub(super) fn may_stand_beside(inserted: &str, beside: &[&str]) -> bool {
    if inserted.is_empty() {
        // `…, but [t]he sea rises`
        return beside == ["but"] || !denies(&beside.join(" "));
    }
    let next = beside.first().copied().unwrap_or("");
    !denies(&beside.join(" "))
        && ((clarifies(inserted) && keeps_numbers(inserted, next)) || may_replace(inserted, next))
}

/// Whether `inserted` has no number, or all those of the source's words `replaced`.
fn keeps_numbers(inserted: &str, replaced: &str) -> bool {
    let own = numbers(inserted);
    own.is_empty() || numbers(replaced).iter().all(|number| own.contains(number))
}

fn numbers(text: &str) -> Vec<&str> {
    let runs = text.split(|c: char| !c.is_numeric());
    runs.filter(|run| !run.is_empty()).collect()
}

/// Whether `inserted`, in brackets, may stand for the source's words `replaced`.
pub(super) fn may_replace(inserted: &str, replaced: &str) -> bool {
    if replaced.len() > LONGEST_REPLACED
        || word_count(replaced, MOST_REPLACED + 1) > MOST_REPLACED
        || replaced.trim().contains(['.', '!', '?', ';'])
        || denies(replaced)
    {
        return false;
    }
    if clarifies(inserted) {
        return keeps_numbers(inserted, replaced);
    }
    let (own, theirs) = (words(inserted), words(replaced));
    if !is_phrase(inserted, &own) || theirs.is_empty() {
        return false;
    }
    let is_pronoun = |word: &&str| {
        let word = word.to_lowercase();
        PRONOUNS.split_whitespace().any(|pronoun| pronoun == word)
    };
    let ends_small = own.last().is_some_and(|last| {
        let last = last.to_lowercase();
        let mut small = JOINING
            .split_whitespace()
            .chain(PRONOUNS.split_whitespace());
        small.any(|one| one == last)
    });
    if theirs.iter().all(is_pronoun) && !ends_small {
        return true;
    }
    matches!((own.as_slice(), theirs.as_slice()), ([own], [theirs]) if is_form_of(own, theirs))
}

/// Whether `ending`, in brackets directly after the letters `stem`, is only an ending: `pay[s]`.
pub(super) fn is_ending(stem: &str, ending: &str) -> bool {
    let is_short = (1..=LONGEST_ENDING).contains(&ending.chars().count());
    let whole = format!("{stem}{ending}").to_lowercase();
    is_short
        && ending.chars().all(char::is_alphabetic)
        && stem.ends_with(char::is_alphabetic)
        && !denies(ending)
        && !denies(&whole)
        && !OTHER_WORDS.iter().any(|other| whole.ends_with(other))
}

const LONGEST_ENDING: usize = 3;

/// Endings that make another word of a word: `harm[los]`, `seven[ty]`, `would[nt]`.
const OTHER_WORDS: [&str; 3] = ["los", "ty", "nt"];

/// Minimum length of what two forms of a word have in common.
pub(super) const SHORTEST_STEM: usize = 3;

/// Whether two words differ only in a short ending.
fn is_form_of(own: &str, theirs: &str) -> bool {
    let (own, theirs) = (own.to_lowercase(), theirs.to_lowercase());
    let stem = own
        .chars()
        .zip(theirs.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let rest = |word: &str| word.chars().count() - stem;
    stem >= SHORTEST_STEM
        && rest(&own) <= LONGEST_ENDING
        && rest(&theirs) <= LONGEST_ENDING
        && [&own, &theirs]
            .iter()
            .all(|word| word.chars().all(char::is_alphabetic))
        && !OTHER_WORDS
            .iter()
            .any(|other| own.ends_with(other) != theirs.ends_with(other))
}

/// Whether the words, those of `text`, are few, without the end of a sentence, and none of them denies.
fn is_phrase(text: &str, words: &[&str]) -> bool {
    (1..=MOST_INSERTED).contains(&words.len()) && !text.contains(['!', '?', ';']) && !denies(text)
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || is_inner(c)));
    let words = words.map(|word| word.trim_matches(is_inner));
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether a sign may be within a word.
fn is_inner(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
}

/// Whether a text has a word that denies, in the languages of Europe, Arabic, Hebrew, Hindi, Chinese, Japanese or Korean.
pub(super) fn denies(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.any(|word| {
        let word = word.trim_matches('\'');
        !word.is_empty()
            && (DENIALS.split_whitespace().any(|denial| denial == word)
                || DENYING_STEMS
                    .split_whitespace()
                    .any(|stem| word.starts_with(stem))
                || word.ends_with("n't")
                || word.starts_with("n'"))
    }) || lower.contains(|c: char| DENYING_SIGNS.contains(c))
        || ["ない", "ません", "ずに"]
            .iter()
            .any(|denial| lower.contains(denial))
}

/// English, German, French, Spanish, Portuguese, Italian and Dutch; the languages of Scandinavia, Polish, Czech,
/// Hungarian, Finnish, Turkish, Greek, Russian, Arabic, Hebrew, Hindi.
const DENIALS: &str = "not no never none nor neither nobody nothing nowhere noone without cannot cant wont dont hardly scarcely \
    barely rarely seldom little few less least against instead wrong untrue opposite except but unless if only \
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts nirgends weder ohne kaum selten falsch wenig gegen \
    statt außer \
    ne pas jamais aucun aucune rien nul nulle guère ni sans contre peu faux sauf \
    nunca jamás jamais nada nadie ningún ninguno ninguna tampoco sin contra falso falsa poco sino \
    não nem ninguém nenhum nenhuma tampouco sem pouco senão \
    non mai nulla niente nessun nessuno nessuna né senza mica contro \
    niet geen nooit niemand niets zonder tegen onwaar nauwelijks \
    inte ej icke aldrig ingen inget inga ingenting utan ikke ikkje aldri aldrig intet ingenting uten uden \
    nie nigdy nikt nic bez żaden żadna żadne ani není nikdy nikdo žádný nem soha senki semmi sem nincs nélkül ei eivät \
    emme ette eikä koskaan ilman değil yok hayır hiç asla δεν μη μην όχι ποτέ χωρίς ούτε κανείς \
    не нет ни никогда никто ничего ничто никакой без нельзя ні немає لا لم لن ليس ليست غير بدون ما לא אין בלי नहीं मत ना बिना";

/// The beginnings of words that deny.
const DENYING_STEMS: &str = "refus fail deny denie deni reject doubt declin forbid forbad prohibit prevent oppose opposit \
    lack ceas stop avoid unlike impossib false incorrect pretend verweiger ablehn leugn verbiet verbot verhind unmög recus negar nega \
    rehús rechaz rifiut weiger ontken";

/// Characters that deny in Chinese, Japanese and Korean.
const DENYING_SIGNS: &str = "不没沒無无非未否莫勿別别않없못";

/// Words that say how much or how many: English, German, French, Spanish, Portuguese, Italian and Dutch.
const AMOUNTS: &str = "all every everybody everyone everything each many most much both any always hundred hundreds thousand thousands \
    million millions billion billions trillion dozen dozens half double triple twice zero percent \
    alle allen alles jeder jede jedes viele meisten beide immer hundert tausend millionen milliarde milliarden dutzend halbe prozent \
    tous toutes tout chaque plupart beaucoup plusieurs toujours cent cents mille milliers milliard milliards douzaine moitié \
    todos todas todo toda cada muchos muchas mayoría siempre cien ciento mil millón millones docena mitad \
    muitos muitas maioria sempre cem cento milhão milhões milhares dúzia metade \
    tutti tutte ogni molti molte mila milione milioni metà \
    iedereen elke veel meeste altijd honderd duizend miljoen miljard helft";

/// Articles, and other words that begin a phrase about a thing.
const ARTICLES: &str = "the a an this that these those my your his her its our their \
    der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem sein seine ihr ihre \
    le la les un une du des ce cet cette ces son sa ses leur leurs \
    el los las una unos unas este esta estos estas su sus \
    o os as um uma uns umas do da dos das no na nos nas ao à aos às seu sua seus suas este esta \
    il lo gli i uno del della dei delle questo questa \
    het een dit deze zijn haar hun";

const PRONOUNS: &str = "i you he she it we they me him her us them this that these those who whom which his hers its their theirs one \
    there ich du er sie es wir ihr ihn ihm ihnen man wer dieser diese dieses jener jene \
    je tu il elle on nous vous ils elles lui leur eux qui ce cela ça celui celle ceux celles \
    yo él ella nosotros ellos ellas ello usted ustedes este esta esto ese esa eso quien le lo la \
    eu ele ela nós eles elas isso isto aquilo esse essa quem você vocês \
    io lui lei noi loro esso essa chi questo questa ciò hij zij ze wij we jij u hen hun dat dit";

/// Words that join others, and forms of *be* and *have*.
const JOINING: &str = "of in at on for to from by with as and is are was were be been has have had i.e e.g namely \
    von in an auf für zu aus mit als und bei im am zum zur vom ist sind war waren hat haben \
    de en à au aux par pour avec et est sont était ont dans sur \
    del al con por para y es son fue han em por com e é são foi di da con per e è sono nel nella \
    van op voor met en is zijn was";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_may_say_who_or_what_is_meant() {
        for inserted in [
            "the mayor",
            "Ann",
            "Ann Lee",
            "in May",
            "in May 2010",
            "in 2010",
            "of the town",
            "she",
            "the",
            "of",
            "is",
            "the authors hold",
            "i.e., the mayor",
            "der Bürgermeister",
            "le maire",
            "a prefeita",
        ] {
            assert!(clarifies(inserted), "{inserted}");
        }
        for inserted in [
            "not",
            "never ever",
            "refuse to",
            "sank and then",
            "hardly",
            "a ban on",
            "the opposite of",
            "no",
            "nicht",
            "ne pas",
            "não",
            "nunca",
            "не",
            "不",
            "the mayor refused and",
            "at most",
            "up to",
            "million",
            "likely",
            "It is false that",
            "",
            "%",
            "the lie. She",
            "without the town",
            "the town never",
            "a 30",
            "the 97",
            "a thousand",
            "the year 2015",
            "A 30",
            "The 97",
            "All",
            "Many towns",
            "Everybody",
            "alle",
            "Tous",
        ] {
            assert!(!clarifies(inserted), "{inserted}");
        }
    }

    #[test]
    fn brackets_may_replace_pronouns_and_forms() {
        for (inserted, replaced) in [
            ("the mayor", "she"),
            ("gauges", "they"),
            ("pays", "pay"),
            ("cleaning", "cleaned"),
            ("is", "was"),
            ("Ann", "the mayor of it"),
            ("the mayor", ""),
        ] {
            assert!(may_replace(inserted, replaced), "{inserted} for {replaced}");
        }
        for (inserted, replaced) in [
            ("fell", "rose"),
            ("indeed", "not"),
            ("refused to", "said that she would"),
            ("nobody", "she"),
            ("the town", "rose. The town"),
            ("does", "fails to"),
            ("rises", ""),
            ("seventy", "seven"),
            ("harmless", "harm"),
            ("critics lied and", "she"),
            ("in May 2015", "in 2010"),
            ("a 30", "3"),
        ] {
            assert!(
                !may_replace(inserted, replaced),
                "{inserted} for {replaced}"
            );
        }
        assert!(may_replace("in May 2010", "in 2010") && may_replace("the two authors", "they"));
        assert!(may_stand_beside("the drug", &["is", "it"]));
        for (inserted, beside) in [
            ("Everybody", ["Nobody", ""]),
            ("the drug", ["not", "is"]),
            ("the drug", ["at", "not"]),
            ("the year 2015", ["2010", "in"]),
            ("May 2015", ["2010", "in"]),
        ] {
            assert!(
                !may_stand_beside(inserted, &beside),
                "{inserted} beside {beside:?}"
            );
        }
        assert!(is_ending("pay", "s") && is_ending("clean", "ing"));
        for (stem, ending) in [
            ("harm", "less"),
            ("harm", "los"),
            ("seven", "ty"),
            ("would", "nt"),
            ("can", "not"),
            ("1990", "s"),
        ] {
            assert!(!is_ending(stem, ending), "{stem}[{ending}]");
        }
    }
}
