//! Turns an SVG into a PNG, with the bundled fonts only.
//!
//! The machine's fonts are never asked, so that the same chart has the same bytes everywhere.

use std::sync::Arc;
use std::sync::OnceLock;

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;

use crate::error::Error;
use crate::error::Result;
use crate::language::Text;

/// Pixels of the PNG per pixel of the canvas: 2400 × 1350, sharp on any projector.
///
/// Twice the canvas costs half as much time again and shows no more on a slide.
const SCALE: f32 = 1.5;

/// The SVG with text laid out in the bundled fonts.
///
/// # Errors
/// [`Error::Method`] if `svg` is not an SVG.
pub(super) fn tree(svg: &str) -> Result<Tree> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    });
    let options = Options { fontdb: Arc::clone(fonts), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| failed(&error))
}

/// The picture of `svg` as a PNG.
///
/// # Errors
/// [`Error::Method`] if `svg` is not an SVG, or so large that it cannot be held.
pub(super) fn png(svg: &str) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed(&"no size"))?;
    let mut pixels =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"too large"))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    encode(&pixels).map_err(|error| failed(&error))
}

fn failed(reason: &dyn std::fmt::Display) -> Error {
    let message = Text::new(
        format!("không chuyển được thành ảnh PNG: {reason}"),
        format!("cannot rasterise: {reason}"),
    );
    Error::Method { stage: "charts", message }
}

fn encode(pixels: &Pixmap) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let opaque: Vec<u8> =
        pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}
