//! The functions of the query language, and what they take.

/// A function of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Function {
    /// Every claim.
    All,
    /// No claim.
    None,
    /// The theses of the map.
    Thesis,
    /// The claims that nothing rests on.
    Roots,
    /// The claims that no reason supports.
    Leaves,
    /// The claims with a quotation.
    Quoted,
    /// The claims that the analyst has added.
    Implicit,
    /// The claims that are deliberately not argued for any further.
    Assumed,
    /// The claims that the analyst takes to be false.
    Denied,
    /// The claims that object to something, and are conceded but outweighed.
    Outweighed,
    /// The claims that stand once everything has been weighed.
    Accepted,
    /// The claims that fall.
    Rejected,
    /// The claims that neither stand nor fall.
    Undecided,
    /// The claims stronger than a bound.
    Stronger,
    /// The claims weaker than a bound.
    Weaker,
    /// The premises of the reasons for a claim: one step of support down.
    Premises,
    /// The claims that a claim is a premise for: one step of support up.
    Conclusions,
    /// Everything that a claim rests on: all steps of support down.
    Grounds,
    /// Everything that rests on a claim: all steps of support up.
    Consequences,
    /// A whole debate: a claim, and everything for or against it.
    Bearing,
    /// What attacks a claim.
    Attackers,
    /// What a claim attacks.
    Attacked,
    /// What a claim is contrasted with.
    Contrasts,
    /// What cannot be true together with a claim.
    Contradictions,
    /// What says the same as a claim in other words.
    Restated,
    /// Everything on a path of support between two claims.
    Paths,
    /// The claims without which no support reaches a claim.
    Crucial,
    /// The claims that, falling alone, change the label of another claim among those given.
    Hinges,
    /// The claims with a tag.
    Tag,
    /// The claims about a subject.
    About,
    /// The claims that a speaker holds.
    By,
    /// The claims that answer a question.
    Answers,
    /// The claims of a file.
    File,
    /// The claims whose wording or title matches a regular expression.
    Matches,
}

/// What a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameters {
    /// Nothing.
    Nothing,
    /// One expression.
    Claims,
    /// Two expressions.
    TwoClaims,
    /// One name, glob or regular expression.
    Text,
    /// A number from 0 to 1, and optionally a gradual semantics.
    Threshold,
}

impl Function {
    /// All functions, in the order of their page.
    pub const ALL: [Self; 34] = [
        Self::All,
        Self::None,
        Self::Thesis,
        Self::Roots,
        Self::Leaves,
        Self::Quoted,
        Self::Implicit,
        Self::Assumed,
        Self::Denied,
        Self::Outweighed,
        Self::Accepted,
        Self::Rejected,
        Self::Undecided,
        Self::Stronger,
        Self::Weaker,
        Self::Premises,
        Self::Conclusions,
        Self::Grounds,
        Self::Consequences,
        Self::Bearing,
        Self::Attackers,
        Self::Attacked,
        Self::Contrasts,
        Self::Contradictions,
        Self::Restated,
        Self::Paths,
        Self::Crucial,
        Self::Hinges,
        Self::Tag,
        Self::About,
        Self::By,
        Self::Answers,
        Self::File,
        Self::Matches,
    ];

    /// How it is called, with names for its parameters: `paths(a, b)`.
    pub const fn signature(self) -> &'static str {
        match self {
            Self::All => "all()",
            Self::None => "none()",
            Self::Thesis => "thesis()",
            Self::Roots => "roots()",
            Self::Leaves => "leaves()",
            Self::Quoted => "quoted()",
            Self::Implicit => "implicit()",
            Self::Assumed => "assumed()",
            Self::Denied => "denied()",
            Self::Outweighed => "outweighed()",
            Self::Accepted => "accepted()",
            Self::Rejected => "rejected()",
            Self::Undecided => "undecided()",
            Self::Stronger => "stronger(0.7)",
            Self::Weaker => "weaker(0.3)",
            Self::Premises => "premises(x)",
            Self::Conclusions => "conclusions(x)",
            Self::Grounds => "grounds(x)",
            Self::Consequences => "consequences(x)",
            Self::Bearing => "bearing(x)",
            Self::Attackers => "attackers(x)",
            Self::Attacked => "attacked(x)",
            Self::Contrasts => "contrasts(x)",
            Self::Contradictions => "contradictions(x)",
            Self::Restated => "restated(x)",
            Self::Paths => "paths(a, b)",
            Self::Crucial => "crucial(x)",
            Self::Hinges => "hinges(x)",
            Self::Tag => "tag(name)",
            Self::About => "about(subject)",
            Self::By => "by(speaker)",
            Self::Answers => "answers(question)",
            Self::File => "file(glob)",
            Self::Matches => "matches(\"regex\")",
        }
    }

    /// The function's name.
    pub fn name(self) -> &'static str {
        let signature = self.signature();
        signature.split('(').next().unwrap_or(signature)
    }

    /// The function with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|function| function.name() == name)
    }

    pub(super) const fn parameters(self) -> Parameters {
        match self {
            Self::All
            | Self::None
            | Self::Thesis
            | Self::Roots
            | Self::Leaves
            | Self::Quoted
            | Self::Implicit
            | Self::Assumed
            | Self::Denied
            | Self::Outweighed
            | Self::Accepted
            | Self::Rejected
            | Self::Undecided => Parameters::Nothing,
            Self::Premises
            | Self::Conclusions
            | Self::Grounds
            | Self::Consequences
            | Self::Bearing
            | Self::Attackers
            | Self::Attacked
            | Self::Contrasts
            | Self::Contradictions
            | Self::Restated
            | Self::Crucial
            | Self::Hinges => Parameters::Claims,
            Self::Paths => Parameters::TwoClaims,
            Self::Tag | Self::About | Self::By | Self::Answers | Self::File | Self::Matches => {
                Parameters::Text
            }
            Self::Stronger | Self::Weaker => Parameters::Threshold,
        }
    }
}
