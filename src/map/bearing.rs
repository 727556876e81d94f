//! Which claims bear on a claim: those from which a path of support, attack, undercut, contradiction, contrast or restatement leads there, or
//! a question that both answer.

use rustc_hash::FxHashSet;

use super::{ClaimId, Map, QuestionId};

/// Walks down from claims to all that bears on them; its marks serve one walk after another.
#[derive(Debug)]
pub(crate) struct Bearing<'m> {
    map: &'m Map,
    walk: u32,
    marks: Vec<u32>,
    reached: Vec<ClaimId>,
    /// The questions that each walk has come by.
    asked: FxHashSet<(u32, QuestionId)>,
}

impl<'m> Bearing<'m> {
    pub(crate) fn new(map: &'m Map) -> Self {
        Self {
            map,
            walk: 0,
            marks: vec![0; map.claim_count()],
            reached: Vec::new(),
            asked: FxHashSet::default(),
        }
    }

    /// The claims that bear on one of `theses`, these first. Linear in what they state.
    pub(crate) fn on(&mut self, theses: &[ClaimId]) -> &[ClaimId] {
        let map = self.map;
        self.walk += 1;
        self.reached.clear();
        for &claim in theses {
            self.reach(claim);
        }
        let mut next = 0;
        while let Some(&claim) = self.reached.get(next) {
            next += 1;
            for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
                for premise in map.premises(step) {
                    self.reach(premise);
                }
                for undercut in map.undercuts_below(step) {
                    for premise in map.premises(undercut) {
                        self.reach(premise);
                    }
                }
            }
            let beside = map.contradictions(claim).chain(map.contrasts(claim));
            for (other, _) in beside.chain(map.restatements(claim)) {
                self.reach(other);
            }
            for &question in map.questions_of(claim) {
                if self.asked.insert((self.walk, question)) {
                    for &answer in map.answers(question) {
                        self.reach(answer);
                    }
                }
            }
        }
        &self.reached
    }

    /// Whether the claim was reached by the last walk.
    pub(crate) fn has(&self, claim: ClaimId) -> bool {
        self.marks.get(claim.index()) == Some(&self.walk)
    }

    fn reach(&mut self, claim: ClaimId) {
        if let Some(mark) = self.marks.get_mut(claim.index())
            && *mark != self.walk
        {
            *mark = self.walk;
            self.reached.push(claim);
        }
    }
}
