//! Reads maps in other formats, one module for each format.
//!
//! Nothing is dropped silently. What a map cannot express is kept in the `data` of the claim, step or map that it
//! belongs to, under the name of the format, and comes back when the map is exported to that format. What has no place
//! there either is [counted](Imported::lost). For a broken file, there is no map, only its first fault with its place.

mod aif;
mod argdown;
mod arggraph;
mod arguebuf;
mod brat;
mod carneades;
mod draft;
mod fault;
mod gsn;
mod json;
mod kialo;
mod names;
mod network;
mod places;
mod sadface;
mod yaml;

pub(crate) use aif::{AIF, ASKING, CONTRADICTION, REPHRASE, XAIF, default_scheme};
pub(crate) use argdown::inline::{is_symbol as argdown_symbol, plain as argdown_plain};
pub(crate) use argdown::{ARGDOWN, written_tag as argdown_tag};
pub(crate) use arguebuf::{ARGUEBUF, REPHRASE as ARGUEBUF_REPHRASE};
pub use draft::Imported;
pub use fault::ImportError;
pub(crate) use kialo::KIALO;
pub(crate) use names::FreshIds;

use crate::narrow::narrow;
use crate::syntax::{File, FileId, Files, Span};
use aif::AifGraph;
use draft::MapDraft;
use json::Json;

/// A format that maps can be read from.
pub trait ImportFormat: Sync {
    /// The name of the format on the command line.
    fn name(&self) -> &'static str;

    /// The format in a few words.
    fn about(&self) -> &'static str;

    /// Whether a file looks like this format, at a glance.
    fn is_like(&self, name: &str, text: &str) -> bool;

    /// Reads the files into one map.
    ///
    /// # Errors
    ///
    /// The first fault in any of the files.
    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError>;

    /// Adjusts the map once it is complete.
    fn settle(&self, _imported: &mut Imported) {}
}

/// All formats that maps can be read from. If a text looks like several, the first is chosen.
pub static FORMATS: &[&dyn ImportFormat] = &[
    &aif::XaifImport,
    &sadface::SadfaceImport,
    &arguebuf::ArguebufImport,
    &aif::AifImport,
    &arggraph::ArggraphImport,
    &brat::BratImport,
    &kialo::KialoImport,
    &gsn::GsnImport,
    &carneades::CarneadesImport,
    &argdown::ArgdownImport,
];

/// The format with this name.
pub fn find(name: &str) -> Option<&'static dyn ImportFormat> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format that a file looks like, judging by its name or its text.
pub fn guess(name: &str, text: &str) -> Option<&'static dyn ImportFormat> {
    FORMATS
        .iter()
        .copied()
        .find(|format| format.is_like(name, text))
}

/// Reads a file that another file includes. The arguments are the name of the other file, and the name that it uses for
/// the included one. The result is the path to show, the name and the text, or why the file cannot be read.
pub type Includes<'i> = dyn Fn(&str, &str) -> Result<(String, String, String), String> + 'i;

/// The files that are being read, and the map that they become.
pub struct Reading<'r> {
    files: &'r mut Files,
    includes: &'r Includes<'r>,
    draft: MapDraft,
}

impl Reading<'_> {
    /// Reads each of the files as JSON.
    fn each(
        &mut self,
        format: &'static str,
        mut read: impl FnMut(Json<'_>, &mut AifGraph, &mut MapDraft) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut graph = AifGraph::new(self.files.files.len() > 1);
        for (number, file) in self.files.files.iter().enumerate() {
            let json = Json {
                file: FileId(narrow(number)),
                format,
                text: &file.text,
            };
            read(json, &mut graph, &mut self.draft)?;
        }
        Ok(())
    }
}

/// Why files could not be imported: the first fault, and the files that it refers to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed {
    /// What is wrong, and where.
    pub fault: ImportError,
    /// All files that were read, including those that others include.
    pub files: Files,
}

/// Reads files of one format, and the files that they include, into one map. Linear in their length.
///
/// # Errors
///
/// If a file is not in the format.
pub fn import(
    format: &dyn ImportFormat,
    files: Vec<File>,
    includes: &Includes<'_>,
) -> Result<Imported, Box<Failed>> {
    let mut files = Files::new(files);
    let mut reading = Reading {
        files: &mut files,
        includes,
        draft: MapDraft::default(),
    };
    match format.read(&mut reading) {
        Ok(()) => {
            let mut imported = reading.draft.finish();
            format.settle(&mut imported);
            Ok(imported)
        }
        Err(fault) => Err(Box::new(Failed { fault, files })),
    }
}

/// The id that a claim with this title gets when it is read from Argdown, if the id is not taken.
pub(crate) fn argdown_id(title: &str) -> String {
    names::FreshIds::default().of_id(title)
}

/// The bytes of a file as text, without a byte order mark.
///
/// # Errors
///
/// If the bytes are not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Box<Failed>> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{FEFF}') {
                text.drain(..'\u{FEFF}'.len_utf8());
            }
            Ok(text)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let message = format!("this file is not UTF-8 at byte {at}");
            let span = Span::new(at, at);
            let label = "the first byte that is wrong";
            let fault = ImportError::new("import", FileId(0), span, message, label);
            let text = String::from_utf8_lossy(bytes).into_owned();
            Err(Box::new(Failed {
                fault: fault.help("save the file as UTF-8"),
                files: Files::from_text(name, text),
            }))
        }
    }
}

/// Whether a text begins like a JSON object.
fn starts_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Whether a text begins like XML.
fn starts_xml(text: &str) -> bool {
    text.trim_start().starts_with("<?xml")
}

/// Whether the first part of a text contains these words.
fn has(text: &str, words: &str) -> bool {
    const LOOKED_AT: usize = 1 << 20;
    let bytes = text.as_bytes();
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    memchr::memmem::find(head, words.as_bytes()).is_some()
}
