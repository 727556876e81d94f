//! Renders a picture drawn by [`Svg`](super::Svg) as a PNG.
//!
//! Letters are those of Liberation Sans, which is built into the program. What it lacks (Arabic, Chinese, emoji and
//! more) is drawn with a system font, if there is one.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree, fontdb};

/// Maximum number of pixels on each side.
const MOST: f32 = 16_000.0;
/// Maximum number of pixels in all.
const MOST_IN_ALL: f32 = 120_000_000.0;

/// Why a picture could not be rendered.
#[derive(Debug)]
#[non_exhaustive]
pub enum PngError {
    /// It would be too large; holds its width and height in pixels.
    TooLarge(f32, f32),
    /// It could not be drawn.
    Drawing(String),
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(width, height) => write!(
                f,
                "a picture of {width:.0} by {height:.0} pixels is too large for PNG"
            ),
            Self::Drawing(why) => write!(f, "the picture cannot be drawn: {why}"),
        }
    }
}

impl std::error::Error for PngError {}

/// Renders the picture `svg` as PNG, with `scale` pixels for each of its units.
///
/// # Errors
///
/// If it would have more than 120 million pixels, or more than 16,000 on a side; or if `svg` is not an SVG.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let options = Options {
        font_resolver: FontResolver {
            select_font: Box::new(|font, fonts| carried(fonts, font.weight() >= BOLD)),
            select_fallback: FontResolver::default_fallback_selector(),
        },
        fontdb: Arc::new(fonts()),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(drawing)?;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let is_sound = width <= MOST && height <= MOST && width * height <= MOST_IN_ALL;
    if !is_sound {
        return Err(PngError::TooLarge(width, height));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded above"
    )]
    let (columns, rows) = (width.ceil() as u32, height.ceil() as u32);
    let map = Pixmap::new(columns, rows);
    let mut map = map.ok_or(PngError::TooLarge(width, height))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut map.as_mut(),
    );
    map.encode_png().map_err(drawing)
}

fn drawing(error: impl fmt::Display) -> PngError {
    PngError::Drawing(error.to_string())
}

const BOLD: u16 = 600;

/// The built-in font, whatever others there are, so that the picture is the same on every machine.
fn carried(fonts: &fontdb::Database, is_bold: bool) -> Option<fontdb::ID> {
    let mut faces = fonts.faces().take(CARRIED.len());
    let is_wanted = |face: &&fontdb::FaceInfo| (face.weight.0 >= BOLD) == is_bold;
    faces.find(is_wanted).map(|face| face.id)
}

static CARRIED: [&[u8]; 2] = [
    include_bytes!("../../assets/fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/LiberationSans-Bold.ttf"),
];

/// The built-in fonts, followed by the system's, with those that look most similar first. Each letter is drawn with the
/// first font that has it.
fn fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    for font in CARRIED {
        fonts.load_font_data(font.to_vec());
    }
    let mut others = fontdb::Database::new();
    others.load_system_fonts();
    let mut others: Vec<fontdb::FaceInfo> = others.faces().cloned().collect();
    others.sort_by_cached_key(|face| {
        let name = face.families.first().map_or("", |(name, _)| name.as_str());
        let is_plain = face.style == fontdb::Style::Normal && !face.monospaced;
        (
            // Other fonts also have some emoji, but not in colour.
            !name.contains("Emoji"),
            !is_plain,
            face.weight.0.abs_diff(400),
            !name.contains("Sans"),
            name.to_owned(),
        )
    });
    for face in others {
        fonts.push_face_info(face);
    }
    fonts
}
