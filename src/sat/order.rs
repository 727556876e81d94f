//! The order in which variables are chosen: those in recent conflicts come first (Moskewicz et al. 2001).

#![expect(
    clippy::indexing_slicing,
    reason = "variables index arrays that are made for them"
)]

use super::lit::Var;
use crate::narrow::narrow;

/// The weight of a conflict relative to the next one.
const DECAY: f64 = 0.99;

/// When an activity exceeds this, all are scaled down.
const LARGE: f64 = 1e100;

/// The position of a variable that is not in the heap.
const ABSENT: u32 = u32::MAX;

/// Variables in a binary heap, the most active on top.
#[derive(Debug)]
pub(super) struct ActivityOrder {
    activities: Vec<f64>,
    heap: Vec<Var>,
    /// Each variable's position in the heap.
    places: Vec<u32>,
    /// Whether the variable may be chosen.
    chosen: Vec<bool>,
    increment: f64,
}

impl ActivityOrder {
    pub(super) fn new() -> Self {
        Self {
            activities: Vec::new(),
            heap: Vec::new(),
            places: Vec::new(),
            chosen: Vec::new(),
            increment: 1.0,
        }
    }

    /// Adds the next variable.
    pub(super) fn push(&mut self, is_chosen: bool) {
        let var = narrow(self.places.len());
        self.activities.push(0.0);
        self.places.push(ABSENT);
        self.chosen.push(is_chosen);
        self.insert(var);
    }

    /// Puts the variable back into the heap, if it may be chosen.
    pub(super) fn insert(&mut self, var: Var) {
        if self.chosen[var as usize] && self.places[var as usize] == ABSENT {
            self.heap.push(var);
            self.rise(self.heap.len() - 1);
        }
    }

    /// Takes the most active variable out of the heap.
    pub(super) fn pop(&mut self) -> Option<Var> {
        let top = *self.heap.first()?;
        let last = self.heap.pop()?;
        self.places[top as usize] = ABSENT;
        if last != top {
            self.heap[0] = last;
            self.sink();
        }
        Some(top)
    }

    /// Records that the variable took part in a conflict.
    pub(super) fn bump(&mut self, var: Var) {
        let activity = &mut self.activities[var as usize];
        *activity += self.increment;
        if *activity > LARGE {
            for activity in &mut self.activities {
                *activity /= LARGE;
            }
            self.increment /= LARGE;
        }
        let place = self.places[var as usize];
        if place != ABSENT {
            self.rise(place as usize);
        }
    }

    /// Makes everything recorded so far count for less.
    pub(super) fn decay(&mut self) {
        self.increment /= DECAY;
    }

    /// Moves the variable at a position up to where it belongs.
    fn rise(&mut self, mut place: usize) {
        let var = self.heap[place];
        while place > 0 {
            let above = (place - 1) / 2;
            let other = self.heap[above];
            if !self.precedes(var, other) {
                break;
            }
            self.put(place, other);
            place = above;
        }
        self.put(place, var);
    }

    /// Moves the top variable down to where it belongs.
    fn sink(&mut self) {
        let mut place = 0;
        let var = self.heap[place];
        loop {
            let mut below = 2 * place + 1;
            let Some(&(mut next)) = self.heap.get(below) else {
                break;
            };
            if let Some(&other) = self.heap.get(below + 1)
                && self.precedes(other, next)
            {
                next = other;
                below += 1;
            }
            if !self.precedes(next, var) {
                break;
            }
            self.put(place, next);
            place = below;
        }
        self.put(place, var);
    }

    /// Whether `var` is chosen before `other`: the more active one comes first, then the one that was added first.
    fn precedes(&self, var: Var, other: Var) -> bool {
        let activity = |var: Var| self.activities[var as usize];
        activity(var) > activity(other) || activity(var) >= activity(other) && var < other
    }

    fn put(&mut self, place: usize, var: Var) {
        self.heap[place] = var;
        self.places[var as usize] = narrow(place);
    }
}
