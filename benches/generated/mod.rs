//! Maps generated for measuring, in files of 1,000 claims. Maps of the same size are the same.
//!
//! Of the claims after the first, 87 in 100 support an earlier one, 8 attack one, 3 contradict one and 2 undercut a
//! step. Besides, 30 in 100 are contrasted with another claim, and 5 in 100 rest on two linked premises. That is about
//! 1.4 relations per claim. Every claim has a wording and a quotation.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// How many claims are in one file.
pub(crate) const CLAIMS_PER_FILE: usize = 1_000;

/// A map on disk. It is deleted when this value is dropped.
pub(crate) struct Generated {
    folder: tempfile::TempDir,
    /// The total size of its files, in bytes.
    pub(crate) bytes: usize,
}

impl Generated {
    /// Writes a map with this many claims.
    pub(crate) fn new(claims: usize) -> Self {
        Self::worded(claims, 0)
    }

    /// Writes a map with this many claims, each with a wording of at least `characters` characters.
    pub(crate) fn worded(claims: usize, characters: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut bytes = 0;
        for (number, start) in (0..claims).step_by(CLAIMS_PER_FILE).enumerate() {
            let end = claims.min(start + CLAIMS_PER_FILE);
            let text = file(start, end, claims, characters);
            bytes += text.len();
            let path = folder.path().join(format!("part-{number:06}.toml"));
            std::fs::write(path, text).expect("room on the disk");
        }
        Self { folder, bytes }
    }

    /// The path of the map's folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The texts of the files in a folder, read on all cores.
pub(crate) fn texts(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .par_iter()
        .map(|path| std::fs::read_to_string(path).expect("a file"))
        .collect()
}

fn file(start: usize, end: usize, total: usize, characters: usize) -> String {
    let mut text = String::new();
    if start == 0 {
        text.push_str("[map]\ntitle = \"A map made for measuring\"\nlanguage = \"en\"\nthesis = [\"claim-0\"]\n\n");
    }
    for number in start..end {
        claim(number, total, characters, &mut text);
    }
    text
}

fn claim(number: usize, total: usize, characters: usize, out: &mut String) {
    let mut random = Random(number as u64);
    // Writing to a string never fails.
    let _ = writeln!(out, "[claim.claim-{number}]");
    let wording = wording(number, characters);
    let _ = writeln!(out, "text      = \"{wording}.\"");
    let _ = writeln!(out, "quote     = \"{}\"", quotation(number));
    if number > 0 {
        relate(number, &mut random, out);
    }
    if number > 0 && number + 2 < total && random.below(100) < 5 {
        let _ = writeln!(out, "\n[[claim.claim-{number}.reason]]");
        let _ = writeln!(
            out,
            "premises = [\"claim-{}\", \"claim-{}\"]",
            number + 1,
            number + 2
        );
    }
    out.push('\n');
}

/// The words that a claim quotes.
pub(crate) fn quotation(number: usize) -> String {
    format!("the {number}th of the author's own words")
}

/// The wording of a claim, of at least `characters` characters without its full stop.
fn wording(number: usize, characters: usize) -> String {
    const MORE: [&str; 4] = [
        ", and what it comes to in practice",
        ", seen from the other side",
        ", so far as anyone has looked",
        ", which is more than was asked",
    ];
    let mut wording = format!("Statement {number} of the matter at hand, as the analyst words it");
    for more in MORE.iter().cycle().skip(number % MORE.len()) {
        if wording.len() >= characters {
            break;
        }
        wording.push_str(more);
    }
    wording
}

/// Relates a claim to earlier ones, mostly close ones. Support is a forest with some sharing.
fn relate(number: usize, random: &mut Random, out: &mut String) {
    let near = number - 1 - random.below(number.min(500));
    let _ = match random.below(100) {
        0..87 => writeln!(out, "supports  = [\"claim-{near}\"]"),
        87..95 => writeln!(out, "attacks   = [\"claim-{near}\"]"),
        95..98 => writeln!(out, "contradicts = [\"claim-{near}\"]"),
        // Every claim supports or attacks at most one other, so there is at most one step between two claims.
        _ => writeln!(out, "undercuts = [\"claim-1 -> claim-0\"]"),
    };
    if random.below(100) < 30 {
        let other = random.below(number);
        let _ = writeln!(
            out,
            "contrasts = [{{ claim = \"claim-{other}\", on = \"scope\" }}]"
        );
    }
}

/// `SplitMix64` (Steele, Lea & Flood 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap_or(0)
    }
}
