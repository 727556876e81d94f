//! The parts of the library that the page calls, as WebAssembly.
//!
//! A caller asks for [`room`], writes JSON into it, and calls [`open`] or [`suppose`]. These two, [`why`] and [`fall`]
//! return the address of their answer. It is text, [`length`] bytes long, and is valid until the next call.

use std::cell::RefCell;

use argmap::export::Supposing;
use serde::Deserialize;

/// The caller's input, the last answer, and the map.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: String,
    supposing: Option<Supposing>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// The map's files in order, each with its name and text.
#[derive(Deserialize)]
struct Open {
    files: Vec<(String, String)>,
}

/// Makes room for `length` bytes of input, and returns its address.
// SAFETY: this crate owns the name, and no other crate linked with it defines the same symbol. So with those below.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.input = vec![0; length];
        state.input.as_mut_ptr()
    })
}

/// The length of the last answer, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    STATE.with_borrow(|state| state.output.len())
}

/// Reads a map. Answers with the labels of all claims, one letter each.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> *const u8 {
    answer(|state| {
        let Open { files } = serde_json::from_slice(&state.input).ok()?;
        let supposing = Supposing::new(files);
        let labels = supposing.labels();
        state.supposing = Some(supposing);
        Some(labels)
    })
}

/// Replaces what is supposed about claims, given by number. Answers with all labels.
#[unsafe(no_mangle)]
pub extern "C" fn suppose() -> *const u8 {
    answer(|state| {
        let supposed = serde_json::from_slice(&state.input).ok()?;
        let supposing = state.supposing.as_mut()?;
        supposing.suppose(supposed);
        Some(supposing.labels())
    })
}

/// Why a claim has its label now, as HTML.
#[unsafe(no_mangle)]
pub extern "C" fn why(claim: u32) -> *const u8 {
    answer(|state| state.supposing.as_ref()?.why(claim))
}

/// What would change a claim's label now, as HTML.
#[unsafe(no_mangle)]
pub extern "C" fn fall(claim: u32) -> *const u8 {
    answer(|state| state.supposing.as_ref()?.fall(claim))
}

/// Stores the answer and returns its address. The answer is empty if the request makes no sense.
fn answer(find: impl FnOnce(&mut State) -> Option<String>) -> *const u8 {
    STATE.with_borrow_mut(|state| {
        state.output = find(state).unwrap_or_default();
        state.output.as_ptr()
    })
}
