//! What the page calls of the library, as WebAssembly.
//!
//! A caller asks for [`room`], writes JSON into it, and calls [`open`] or [`suppose`]; what they, [`why`] and [`fall`] say is
//! text that begins where they say, [`length`] bytes long, until the next call.

use std::cell::RefCell;

use argmap::export::Supposing;
use serde::Deserialize;

/// What the caller wrote, what it is told, and the map.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: String,
    supposing: Option<Supposing>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Files by name, with their texts, in the order of the map.
#[derive(Deserialize)]
struct Open {
    files: Vec<(String, String)>,
}

/// Makes room for so many bytes of input, and says where.
// SAFETY: the name is this crate's own, and no other crate that it is linked with has it; so below.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.input = vec![0; length];
        state.input.as_mut_ptr()
    })
}

/// How long the last answer is, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    STATE.with_borrow(|state| state.output.len())
}

/// Reads a map; answers with the label of every claim, a letter each.
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

/// Supposes this of claims, by number, and nothing else; answers with all labels.
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

/// Says what is found; nothing where what was asked makes no sense.
fn answer(find: impl FnOnce(&mut State) -> Option<String>) -> *const u8 {
    STATE.with_borrow_mut(|state| {
        state.output = find(state).unwrap_or_default();
        state.output.as_ptr()
    })
}
