//! The keys of the map format: its tables, and what each of their keys means.
//!
//! The reader takes from here which keys a table has, what values they take, and examples to show for wrong ones.

use super::unread::About;

macro_rules! names {
    ($($variant:ident = $text:literal),* $(,)?) => {
        /// The name of a key. It means much the same in every table that has it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each is called what it is")]
        #[non_exhaustive]
        pub enum Name {
            $($variant),*
        }

        impl Name {
            /// All names.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name with this spelling. O(1).
            pub fn parse(key: &str) -> Option<Self> {
                let mut slot = slot(key.as_bytes());
                loop {
                    let name = *TABLE.get(slot & (SLOTS - 1))?;
                    match name {
                        Some(name) if name.as_str() == key => return Some(name),
                        Some(_) => slot += 1,
                        None => return None,
                    }
                }
            }

            /// The key as it is written.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }
    };
}

names! {
    About = "about",
    Accepted = "accepted",
    AcceptedEitherWay = "accepted_either_way",
    Accessed = "accessed",
    Answers = "answers",
    Assumed = "assumed",
    At = "at",
    Attacks = "attacks",
    Author = "author",
    By = "by",
    Claim = "claim",
    Conflict = "conflict",
    Contradicts = "contradicts",
    Contrasts = "contrasts",
    Coverage = "coverage",
    Credence = "credence",
    Data = "data",
    Denied = "denied",
    Exclusive = "exclusive",
    Expect = "expect",
    Id = "id",
    Ignore = "ignore",
    Implicit = "implicit",
    Language = "language",
    Lints = "lints",
    Map = "map",
    Name = "name",
    Note = "note",
    Objection = "objection",
    Occurrence = "occurrence",
    On = "on",
    Other = "other",
    OutweighedBy = "outweighed_by",
    Path = "path",
    Prefix = "prefix",
    Premises = "premises",
    Published = "published",
    Question = "question",
    Quote = "quote",
    Reason = "reason",
    Rejected = "rejected",
    Restates = "restates",
    Scheme = "scheme",
    Sha256 = "sha256",
    Source = "source",
    Speaker = "speaker",
    Step = "step",
    Strength = "strength",
    Suffix = "suffix",
    Supports = "supports",
    Tags = "tags",
    Text = "text",
    Thesis = "thesis",
    Title = "title",
    Undecided = "undecided",
    Undercut = "undercut",
    Undercuts = "undercuts",
    Url = "url",
    Was = "was",
    Why = "why",
}

/// Where to look for a key in the table of names first: its hash.
const fn slot(key: &[u8]) -> usize {
    match key {
        [] => 0,
        [first, .., last] => {
            (*first as usize).wrapping_mul(7) ^ (*last as usize).wrapping_mul(23) ^ key.len()
        }
        [only] => *only as usize,
    }
}

/// More than there are names, and a power of two.
const SLOTS: usize = 256;

/// The names as a hash table: each in its own slot, or in the next free one.
static TABLE: [Option<Name>; SLOTS] = table();

#[expect(
    clippy::indexing_slicing,
    reason = "reckoned when the program is built, which an index out of range would stop"
)]
const fn table() -> [Option<Name>; SLOTS] {
    let mut table = [None; SLOTS];
    let mut number = 0;
    while number < Name::ALL.len() {
        let name = Name::ALL[number];
        let mut place = slot(name.as_str().as_bytes()) & (SLOTS - 1);
        while table[place].is_some() {
            place = (place + 1) & (SLOTS - 1);
        }
        table[place] = Some(name);
        number += 1;
    }
    table
}

impl Name {
    /// What part of a map a value of this key is about.
    pub(crate) const fn about(self) -> About {
        match self {
            Self::Thesis
            | Self::Assumed
            | Self::Denied
            | Self::Premises
            | Self::Supports
            | Self::Attacks
            | Self::Undercuts
            | Self::Contradicts
            | Self::Contrasts
            | Self::Restates
            | Self::Reason
            | Self::Objection
            | Self::Claim
            | Self::Question
            | Self::Answers
            | Self::Exclusive
            | Self::Id
            | Self::Step
            | Self::Undercut
            | Self::OutweighedBy => About::Bearing,
            _ => About::Detail,
        }
    }

    /// Where a misplaced key belongs, worded to follow "belongs".
    pub(super) fn home(self) -> Option<&'static str> {
        Some(match self {
            Self::On => "in an entry of `contrasts`: `contrasts = [{ claim = \"…\", on = \"…\" }]`",
            Self::OutweighedBy => {
                "to an objection: `attacks = [{ claim = \"…\", outweighed_by = [\"…\"] }]`, or under `[[claim.ID.objection]]`"
            }
            Self::Step => {
                "to an undercut: `undercuts = [{ step = \"a -> b\", … }]`, or under `[[undercut]]`"
            }
            Self::Why | Self::Scheme | Self::Strength => {
                "to a reason, under `[[claim.ID.reason]]`, or to an entry: `supports = [{ claim = \"…\", why = \"…\" }]`"
            }
            Self::Source | Self::Prefix | Self::Suffix | Self::Occurrence => {
                "to a quotation: `quote = { text = \"…\", source = \"…\" }`"
            }
            Self::Thesis => "in `[map]`",
            Self::Language => {
                "in `[map]` and `[source.ID]`; the text of a claim in another language is `text.pt = \"…\"`"
            }
            _ if EXPECT.has(self) => "in `[expect]`",
            _ if CLAIM.has(self) => "under a claim, `[claim.ID]`",
            _ if SOURCE.has(self) => "under a source, `[source.ID]`",
            _ if QUESTION.has(self) => "under a question, `[question.ID]`",
            _ if CONFLICT.has(self) => "under `[[conflict]]`",
            _ => return None,
        })
    }
}

/// What the value of a key must be.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// A string.
    String,
    /// A string, or a table with a string for each language.
    Wordings,
    /// A BCP 47 tag.
    Language,
    /// A string or a TOML date.
    Date,
    /// 64 hexadecimal digits.
    Digest,
    /// `true` or `false`.
    Boolean,
    /// A number from 0 to 1.
    Share,
    /// A whole number from 1.
    Occurrence,
    /// `"all"`.
    Every,
    /// A list of strings.
    Strings,
    /// A string or a list of strings.
    OneOrMore,
    /// A list of ids, or a list of such lists.
    IdsOrLists,
    /// A string, a table with the keys of a quotation, or a list of either.
    Quotes,
    /// A list of ids, or of tables with these keys.
    Entries(&'static Table),
    /// One table with these keys.
    Table(&'static Table),
    /// A table of tables with these keys, by id.
    ById(&'static Table),
    /// A list of tables with these keys.
    List(&'static Table),
    /// A table that gives rules their levels.
    Levels,
    /// A table of any shape.
    Any,
}

impl Shape {
    /// What the value must be, worded to follow "must be".
    pub(super) const fn wanted(self) -> &'static str {
        match self {
            Self::String | Self::Wordings | Self::Language | Self::Digest => "a string",
            Self::Date => "a string or a date",
            Self::Boolean => "`true` or `false`",
            Self::Share => "a number from 0 to 1",
            Self::Occurrence => "a whole number from 1",
            Self::Every => "`\"all\"`",
            Self::Strings => "a list of strings",
            Self::OneOrMore => "a string or a list of strings",
            Self::IdsOrLists => "a list of ids, or a list of such lists",
            Self::Quotes => "a string, a table, or an array of these",
            Self::Entries(_) => "a list of ids",
            Self::List(_) => "a list of tables",
            Self::Table(_) | Self::ById(_) | Self::Levels | Self::Any => "a table",
        }
    }
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Key {
    /// Its name.
    pub name: Name,
    /// What its value must be.
    pub shape: Shape,
    /// A value of that shape, in TOML.
    pub example: &'static str,
    /// What it says, worded to follow "this key gives".
    pub meaning: &'static str,
}

const fn key(name: Name, shape: Shape, example: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        shape,
        example,
        meaning,
    }
}

const fn string(name: Name, meaning: &'static str) -> Key {
    key(name, Shape::String, A_STRING, meaning)
}

const fn date(name: Name, meaning: &'static str) -> Key {
    key(name, Shape::Date, "2024-05-17", meaning)
}

const fn flag(name: Name, meaning: &'static str) -> Key {
    key(name, Shape::Boolean, "true", meaning)
}

const fn share(name: Name, meaning: &'static str) -> Key {
    key(name, Shape::Share, "0.8", meaning)
}

const fn claims(name: Name, meaning: &'static str) -> Key {
    key(name, Shape::Strings, SOME_CLAIM, meaning)
}

const fn entries(name: Name, of: &'static Table, meaning: &'static str) -> Key {
    key(name, Shape::Entries(of), SOME_CLAIM, meaning)
}

const fn tables(name: Name, shape: Shape, meaning: &'static str) -> Key {
    key(name, shape, "", meaning)
}

/// A table and its keys.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// What a message about it calls it: "a source".
    pub owner: &'static str,
    /// Its header, with `ID` for the id; empty if the table is written in braces.
    pub header: &'static str,
    /// Its keys, most important first.
    pub keys: &'static [Key],
    /// The keys that it must have.
    pub required: &'static [Name],
    /// Whether it is inside a claim or a source, so that one of their keys may end up in it by mistake.
    pub(super) is_inner: bool,
    /// The position of each name among the keys, counted from 1; 0 if the table has no such key.
    places: [u8; Name::ALL.len()],
}

impl Table {
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "reckoned when the program is built, which an index out of range would stop"
    )]
    const fn new(owner: &'static str, header: &'static str, keys: &'static [Key]) -> Self {
        let mut places = [0; Name::ALL.len()];
        let mut place = 0;
        while place < keys.len() {
            places[keys[place].name as usize] = place as u8 + 1;
            place += 1;
        }
        Self {
            owner,
            header,
            keys,
            required: &[],
            is_inner: false,
            places,
        }
    }

    const fn requiring(self, required: &'static [Name]) -> Self {
        Self { required, ..self }
    }

    const fn inner(self) -> Self {
        Self {
            is_inner: true,
            ..self
        }
    }

    /// The key with this name, if the table has it. O(1).
    pub fn key(&self, name: Name) -> Option<&'static Key> {
        let place = usize::from(*self.places.get(name as usize)?);
        self.keys.get(place.wrapping_sub(1))
    }

    /// Whether the table has a key with this name. O(1).
    pub fn has(&self, name: Name) -> bool {
        self.key(name).is_some()
    }

    /// The key before the id in its header: `claim` in `[claim.ID]`.
    pub(super) fn key_of_header(&self) -> &'static str {
        let inside = self.header.trim_matches(['[', ']']);
        inside.split('.').next().unwrap_or_default()
    }

    /// The names of its keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name.as_str())
    }
}

const A_STRING: &str = "\"…\"";
const SOME_CLAIM: &str = "[\"some-claim\"]";
const SOME_CLAIMS: &str = "[\"some-claim\", \"other-claim\"]";

const TITLE: Key = string(Name::Title, "a short label");
const LANGUAGE: Key = key(
    Name::Language,
    Shape::Language,
    "\"en\"",
    "the language, as a BCP 47 tag such as `en` or `pt-BR`",
);
const DATA: Key = key(
    Name::Data,
    Shape::Any,
    "{ number = 7 }",
    "a table of your own, which nothing interprets",
);
const QUOTATION: Key = key(
    Name::Quote,
    Shape::Quotes,
    "\"the author's own words\"",
    "the author's own words",
);
const WHY: Key = string(
    Name::Why,
    "the warrant: what leads from the premises to the conclusion",
);
const STRENGTH: Key = share(Name::Strength, "how strong the step is, from 0 to 1");
const BY: Key = key(
    Name::By,
    Shape::OneOrMore,
    "\"some-speaker\"",
    "who holds it: a speaker, or a list of them",
);
const ID: Key = string(Name::Id, "an id of the step, by which it can be undercut");
const SCHEME: Key = string(
    Name::Scheme,
    "the argumentation scheme, such as `expert-opinion`",
);
const PREMISES: Key = entries(
    Name::Premises,
    &ENTRY,
    "the claims that together are the reason",
);
const OUTWEIGHED_BY: Key = key(
    Name::OutweighedBy,
    Shape::IdsOrLists,
    SOME_CLAIMS,
    "the claims that together outweigh the objection, which is conceded; or a list of such lists",
);
const TARGET: Key = string(Name::Claim, "the id of the claim");
const STEP: Key = key(
    Name::Step,
    Shape::String,
    "\"a -> b\"",
    "the step that is undercut: `a -> b`, or its id",
);

/// The top level of a map file.
pub static TOP: Table = Table::new(
    "a map file",
    "",
    &[
        tables(Name::Map, Shape::Table(&MAP), "the map as a whole"),
        tables(
            Name::Source,
            Shape::ById(&SOURCE),
            "the texts that are quoted",
        ),
        tables(Name::Speaker, Shape::ById(&SPEAKER), "who says what"),
        tables(
            Name::Question,
            Shape::ById(&QUESTION),
            "questions, with the claims that answer them",
        ),
        tables(Name::Claim, Shape::ById(&CLAIM), "the claims"),
        tables(
            Name::Undercut,
            Shape::List(&UNDERCUT),
            "reasons against a step, of linked premises",
        ),
        tables(Name::Lints, Shape::Levels, "the levels of rules"),
        tables(
            Name::Expect,
            Shape::Table(&EXPECT),
            "what an evaluation must find",
        ),
        tables(
            Name::Conflict,
            Shape::List(&CONFLICT),
            "where the two sides of a merge disagree",
        ),
    ],
);

/// `[map]`.
pub static MAP: Table = Table::new(
    "`[map]`",
    "[map]",
    &[
        string(Name::Title, "the title of the map"),
        LANGUAGE,
        key(
            Name::Thesis,
            Shape::Strings,
            "[\"alike-yet-apart\"]",
            "the ids of the claims that the whole map argues for",
        ),
        key(
            Name::Source,
            Shape::String,
            "\"article\"",
            "the id of the default source, for quotations that name none",
        ),
        DATA,
    ],
);

/// `[source.ID]`.
pub static SOURCE: Table = Table::new(
    "a source",
    "[source.ID]",
    &[
        TITLE,
        string(
            Name::Path,
            "the file with the text, relative to the file that names it",
        ),
        LANGUAGE,
        string(Name::Url, "where it was published"),
        string(Name::Author, "who wrote it"),
        date(Name::Published, "when it was published"),
        date(Name::Accessed, "when it was read"),
        key(
            Name::Sha256,
            Shape::Digest,
            A_STRING,
            "the SHA-256 digest of the copy that was read",
        ),
        share(
            Name::Coverage,
            "the share of its letters, from 0 to 1, that must be quoted or ignored",
        ),
        tables(
            Name::Ignore,
            Shape::List(&IGNORE),
            "passages that make no claim",
        ),
    ],
)
.requiring(&[Name::Path]);

/// `[speaker.ID]`.
pub static SPEAKER: Table = Table::new(
    "a speaker",
    "[speaker.ID]",
    &[string(Name::Name, "what to call the speaker")],
);

/// `[question.ID]`.
pub static QUESTION: Table = Table::new(
    "a question",
    "[question.ID]",
    &[
        key(
            Name::Text,
            Shape::Wordings,
            "\"Does it rain?\"",
            "what is asked: a string, or one for each language",
        ),
        QUOTATION,
        claims(Name::Answers, "the ids of the claims that answer it"),
        flag(
            Name::Exclusive,
            "that every two answers contradict each other",
        ),
        DATA,
    ],
)
.requiring(&[Name::Text]);

/// `[[source.ID.ignore]]`.
pub static IGNORE: Table = Table::new(
    "an ignored passage",
    "[[source.ID.ignore]]",
    &[
        key(
            Name::Quote,
            Shape::Quotes,
            "\"the author's own words\"",
            "the words of the passage",
        ),
        key(
            Name::Occurrence,
            Shape::Every,
            "\"all\"",
            "that every place where the words occur is meant",
        ),
        string(Name::Reason, "why the passage makes no claim"),
    ],
)
.inner()
.requiring(&[Name::Quote]);

/// `[claim.ID]`.
pub static CLAIM: Table = Table::new(
    "a claim",
    "[claim.ID]",
    &[
        key(
            Name::Text,
            Shape::Wordings,
            "\"It rains.\"",
            "what is claimed, in the analyst's words: a string, or one for each language",
        ),
        TITLE,
        QUOTATION,
        flag(
            Name::Implicit,
            "that the text does not say it: the analyst supplies it",
        ),
        flag(
            Name::Assumed,
            "that it is deliberately not argued for any further",
        ),
        flag(Name::Denied, "that the analyst takes it to be false"),
        share(
            Name::Credence,
            "how far the analyst believes it before the arguments are weighed, from 0 to 1",
        ),
        BY,
        string(
            Name::About,
            "its subject: a column of the table of contrasts",
        ),
        key(
            Name::Tags,
            Shape::Strings,
            "[\"some-tag\"]",
            "labels of your own",
        ),
        string(Name::Note, "a remark of your own"),
        DATA,
        PREMISES,
        entries(
            Name::Supports,
            &ENTRY,
            "the claims for which it is a reason by itself",
        ),
        entries(
            Name::Attacks,
            &ATTACK,
            "the claims against which it is a reason by itself",
        ),
        key(
            Name::Undercuts,
            Shape::Entries(&UNDERCUTS),
            "[\"a -> b\"]",
            "the steps against which it is a reason",
        ),
        entries(
            Name::Contradicts,
            &ENTRY,
            "the claims that cannot hold together with it",
        ),
        entries(
            Name::Contrasts,
            &CONTRAST,
            "the claims that the text contrasts it with; both may hold",
        ),
        entries(
            Name::Restates,
            &RESTATEMENT,
            "the claims that it repeats in other words",
        ),
        tables(
            Name::Reason,
            Shape::List(&REASON),
            "reasons for it, each of linked premises",
        ),
        tables(
            Name::Objection,
            Shape::List(&OBJECTION),
            "reasons against it, each of linked premises",
        ),
    ],
)
.requiring(&[Name::Text]);

/// `[[claim.ID.reason]]`.
pub static REASON: Table = Table::new(
    "a reason",
    "[[claim.ID.reason]]",
    &[ID, PREMISES, WHY, SCHEME, STRENGTH, BY, DATA],
)
.inner()
.requiring(&[Name::Premises]);

/// `[[claim.ID.objection]]`.
pub static OBJECTION: Table = Table::new(
    "an objection",
    "[[claim.ID.objection]]",
    &[ID, PREMISES, WHY, SCHEME, STRENGTH, BY, OUTWEIGHED_BY, DATA],
)
.inner()
.requiring(&[Name::Premises]);

/// `[[undercut]]`.
pub static UNDERCUT: Table = Table::new(
    "an undercut",
    "[[undercut]]",
    &[STEP, ID, PREMISES, WHY, SCHEME, STRENGTH, BY, DATA],
)
.inner()
.requiring(&[Name::Step, Name::Premises]);

/// A quotation written in braces.
pub static QUOTE: Table = Table::new(
    "a quotation",
    "",
    &[
        string(Name::Text, "the words, exactly as the source has them"),
        string(Name::Source, "the id of the source"),
        string(Name::Prefix, "the words directly before"),
        string(Name::Suffix, "the words directly after"),
        key(
            Name::Occurrence,
            Shape::Occurrence,
            "2",
            "which of the places is meant, counted from 1; of an ignored passage also `\"all\"`",
        ),
    ],
)
.inner()
.requiring(&[Name::Text]);

/// An entry of `premises`, `supports` or `contradicts` written in braces.
pub static ENTRY: Table =
    Table::new("this entry", "", &[TARGET, WHY, STRENGTH, BY, DATA]).requiring(&[Name::Claim]);

/// An entry of `restates` written in braces.
pub static RESTATEMENT: Table =
    Table::new("this entry", "", &[TARGET, WHY, BY, DATA]).requiring(&[Name::Claim]);

/// An entry of `attacks` written in braces.
pub static ATTACK: Table = Table::new(
    "this entry",
    "",
    &[TARGET, OUTWEIGHED_BY, WHY, STRENGTH, BY, DATA],
)
.requiring(&[Name::Claim]);

/// An entry of `undercuts` written in braces.
pub static UNDERCUTS: Table =
    Table::new("this entry", "", &[STEP, ID, WHY, STRENGTH, BY, DATA]).requiring(&[Name::Step]);

/// An entry of `contrasts` written in braces.
pub static CONTRAST: Table = Table::new(
    "a contrast",
    "",
    &[
        TARGET,
        string(Name::On, "the respect in which the text contrasts the two"),
        WHY,
        STRENGTH,
        BY,
        DATA,
    ],
)
.requiring(&[Name::Claim]);

/// `[expect]`.
pub static EXPECT: Table = Table::new(
    "`[expect]`",
    "[expect]",
    &[
        claims(Name::Accepted, "the ids of claims that must be accepted"),
        claims(Name::Rejected, "the ids of claims that must be rejected"),
        claims(Name::Undecided, "the ids of claims that must be undecided"),
        claims(
            Name::AcceptedEitherWay,
            "the ids of claims that every preferred extension must accept",
        ),
    ],
);

/// `[[conflict]]`.
pub static CONFLICT: Table = Table::new(
    "a conflict",
    "[[conflict]]",
    &[
        key(
            Name::At,
            Shape::String,
            "\"claim.rain.text\"",
            "the place where the two sides disagree; without it, the whole file",
        ),
        key(
            Name::Other,
            Shape::String,
            "'text = \"It pours.\"'",
            "the lines that the other side has there; without it, the other side removed them",
        ),
        key(
            Name::Was,
            Shape::String,
            "'text = \"It rains.\"'",
            "the lines that both sides have changed",
        ),
    ],
);

/// A set of names, as 64 bits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NameSet(u64);

const _: () = assert!(Name::ALL.len() <= 64, "a set of names is 64 bits");

impl NameSet {
    pub(super) const fn insert(&mut self, name: Name) {
        self.0 |= 1 << name as u64;
    }

    pub(super) const fn contains(self, name: Name) -> bool {
        self.0 >> name as u64 & 1 == 1
    }
}
