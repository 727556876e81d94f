//! The functions of the query language, and what they take.

/// Makes the enum of functions from a table: what each gives, its name, how it is called, and what it takes.
macro_rules! functions {
    ($count:literal: $($(#[$doc:meta])* $function:ident, $signature:literal, $parameters:ident;)*) => {
        /// A function of the query language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Function {
            $($(#[$doc])* $function,)*
        }

        impl Function {
            /// All functions, in the order of their page.
            pub const ALL: [Self; $count] = [$(Self::$function),*];

            /// How it is called, with names for its parameters: `paths(a, b)`.
            pub const fn signature(self) -> &'static str {
                match self {
                    $(Self::$function => $signature,)*
                }
            }

            pub(super) const fn parameters(self) -> Parameters {
                match self {
                    $(Self::$function => Parameters::$parameters,)*
                }
            }
        }
    };
}

functions! { 34:
    /// Every claim.
    All, "all()", Nothing;
    /// No claim.
    None, "none()", Nothing;
    /// The theses of the map.
    Thesis, "thesis()", Nothing;
    /// The claims that nothing rests on.
    Roots, "roots()", Nothing;
    /// The claims that no reason supports.
    Leaves, "leaves()", Nothing;
    /// The claims with a quotation.
    Quoted, "quoted()", Nothing;
    /// The claims that the analyst has added.
    Implicit, "implicit()", Nothing;
    /// The claims that are deliberately not argued for any further.
    Assumed, "assumed()", Nothing;
    /// The claims that the analyst takes to be false.
    Denied, "denied()", Nothing;
    /// The claims that object to something, and are conceded but outweighed.
    Outweighed, "outweighed()", Nothing;
    /// The claims that stand once everything has been weighed.
    Accepted, "accepted()", Nothing;
    /// The claims that fall.
    Rejected, "rejected()", Nothing;
    /// The claims that neither stand nor fall.
    Undecided, "undecided()", Nothing;
    /// The claims stronger than a bound.
    Stronger, "stronger(0.7)", Threshold;
    /// The claims weaker than a bound.
    Weaker, "weaker(0.3)", Threshold;
    /// The premises of the reasons for a claim: one step of support down.
    Premises, "premises(x)", Claims;
    /// The claims that a claim is a premise for: one step of support up.
    Conclusions, "conclusions(x)", Claims;
    /// Everything that a claim rests on: all steps of support down.
    Grounds, "grounds(x)", Claims;
    /// Everything that rests on a claim: all steps of support up.
    Consequences, "consequences(x)", Claims;
    /// A whole debate: a claim, and everything for or against it.
    Bearing, "bearing(x)", Claims;
    /// What attacks a claim.
    Attackers, "attackers(x)", Claims;
    /// What a claim attacks.
    Attacked, "attacked(x)", Claims;
    /// What a claim is contrasted with.
    Contrasts, "contrasts(x)", Claims;
    /// What cannot be true together with a claim.
    Contradictions, "contradictions(x)", Claims;
    /// What says the same as a claim in other words.
    Restated, "restated(x)", Claims;
    /// Everything on a path of support between two claims.
    Paths, "paths(a, b)", TwoClaims;
    /// The claims without which no support reaches a claim.
    Crucial, "crucial(x)", Claims;
    /// The claims that, falling alone, change the label of another claim among those given.
    Hinges, "hinges(x)", Claims;
    /// The claims with a tag.
    Tag, "tag(name)", Text;
    /// The claims about a subject.
    About, "about(subject)", Text;
    /// The claims that a speaker holds.
    By, "by(speaker)", Text;
    /// The claims that answer a question.
    Answers, "answers(question)", Text;
    /// The claims of a file.
    File, "file(glob)", Text;
    /// The claims whose wording or title matches a regular expression.
    Matches, "matches(\"regex\")", Text;
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
    /// The function's name.
    pub fn name(self) -> &'static str {
        let signature = self.signature();
        signature.split('(').next().unwrap_or(signature)
    }

    /// The function with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|function| function.name() == name)
    }
}
