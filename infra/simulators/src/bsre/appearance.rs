//! The box a visible signature draws.

use std::io::Cursor;

use lopdf::{Dictionary, Object, Stream, dictionary};
use png::{ColorType, Decoder, Limits, Transformations};
use serde::{Deserialize, Serialize};

use super::{
    error::SimError,
    geometry::{Page, Rect},
};

/// Memory an image may ask for.
const LARGEST_IMAGE: usize = 32 * 1024 * 1024;

/// How a host counts; nobody has said it once for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Placing {
    /// From the top-left corner with y downwards; else from the bottom-left with y upwards.
    pub from_top: bool,
    /// On the page as shown, turned and cropped; else on the whole page as stored, where a picture turns with it.
    pub as_shown: bool,
}

impl Placing {
    /// What clients say of the second generation.
    pub const V2: Self = Self { from_top: true, as_shown: true };
    /// What clients say of the first generation.
    pub const V1: Self = Self { from_top: false, as_shown: true };
}

impl Default for Placing {
    fn default() -> Self {
        Self::V2
    }
}

/// Where the box goes, in points.
#[derive(Clone, Debug)]
pub struct Visible {
    /// Page number from 1; an unknown page means the first.
    pub page: u32,
    /// Left edge.
    pub origin_x: f32,
    /// Upper edge, or lower edge for hosts that count from the bottom.
    pub origin_y: f32,
    /// Width of the box.
    pub width: f32,
    /// Height of the box.
    pub height: f32,
    /// How the host counts.
    pub placing: Placing,
    /// A PNG to draw; without it the signer's name and the reason are written.
    pub image: Option<Vec<u8>>,
}

impl Visible {
    /// A box with text, counted as hosts of the second generation do.
    pub fn text(page: u32, [origin_x, origin_y, width, height]: [f32; 4]) -> Self {
        Self { page, origin_x, origin_y, width, height, placing: Placing::V2, image: None }
    }
}

/// The box in the page's own coordinates.
pub(super) fn rectangle(page: Page, visible: &Visible) -> Rect {
    let whole = [page.media[2] - page.media[0], page.media[3] - page.media[1]];
    let height = if visible.placing.as_shown { page.size().1 } else { whole[1] };
    let bottom = if visible.placing.from_top {
        height - visible.origin_y - visible.height
    } else {
        visible.origin_y
    };
    let left = visible.origin_x;
    let seen = [left, bottom, left + visible.width, bottom + visible.height];
    if visible.placing.as_shown {
        return page.stored(seen);
    }
    let [x, y, ..] = page.media;
    [seen[0] + x, seen[1] + y, seen[2] + x, seen[3] + y]
}

/// The form that is drawn in the box, and the image it needs.
pub(super) struct Drawing {
    pub(super) form: Stream,
    pub(super) images: Vec<Stream>,
}

/// Draws the picture, or a bordered box with the signer's name and the reason.
pub(super) fn drawing(
    name: &str,
    reason: &str,
    page: Page,
    visible: &Visible,
) -> Result<Drawing, SimError> {
    let (width, height) = (visible.width, visible.height);
    let mut form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => [0.0, 0.0, width, height].map(Object::Real).to_vec(),
    };
    if visible.placing.as_shown {
        // Turned against the page, so that it is upright when the page is shown.
        let matrix: Option<[i64; 6]> = match page.rotate {
            90 => Some([0, 1, -1, 0, 0, 0]),
            180 => Some([-1, 0, 0, -1, 0, 0]),
            270 => Some([0, -1, 1, 0, 0, 0]),
            _ => None,
        };
        if let Some(matrix) = matrix {
            form.set("Matrix", matrix.map(Object::Integer).to_vec());
        }
    }
    let Some(png) = &visible.image else {
        form.set("Resources", dictionary! { "Font" => dictionary! { "F1" => font() } });
        let content = text(name, reason, width, height);
        return Ok(Drawing { form: Stream::new(form, content.into_bytes()), images: Vec::new() });
    };
    let content = format!("q {width} 0 0 {height} 0 0 cm /Im0 Do Q");
    Ok(Drawing { form: Stream::new(form, content.into_bytes()), images: image(png)? })
}

fn text(name: &str, reason: &str, width: f32, height: f32) -> String {
    let size = (height / 5.0).clamp(4.0, 10.0);
    format!(
        "q 0.5 w 0.5 0.5 {:.1} {:.1} re S Q BT /F1 {size:.1} Tf {:.1} TL 4 {:.1} Td \
         (Ditandatangani secara elektronik \\(SIMULATOR\\)) Tj T* ({}) Tj T* ({}) Tj ET",
        width - 1.0,
        height - 1.0,
        size * 1.3,
        height - size * 1.4,
        escaped(name),
        escaped(reason),
    )
}

fn font() -> Dictionary {
    dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    }
}

/// The image's stream, and its mask's before it when it has transparency.
fn image(png: &[u8]) -> Result<Vec<Stream>, SimError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(png), Limits { bytes: LARGEST_IMAGE });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(SimError::crypto)?;
    let size = reader.output_buffer_size().filter(|size| *size <= LARGEST_IMAGE);
    let mut pixels = vec![0; size.ok_or_else(|| SimError::crypto("image too large"))?];
    let info = reader.next_frame(&mut pixels).map_err(SimError::crypto)?;
    pixels.truncate(info.buffer_size());
    let (colours, alpha) = match info.color_type {
        ColorType::GrayscaleAlpha => split(&pixels, 2),
        ColorType::Rgba => split(&pixels, 4),
        _ => (pixels, Vec::new()),
    };
    let space = match info.color_type {
        ColorType::Grayscale | ColorType::GrayscaleAlpha => "DeviceGray",
        _ => "DeviceRGB",
    };
    let stream = |space: &'static str, data: Vec<u8>| -> Result<Stream, SimError> {
        let mut stream = Stream::new(
            dictionary! {
                "Type" => "XObject",
                "Subtype" => "Image",
                "Width" => i64::from(info.width),
                "Height" => i64::from(info.height),
                "ColorSpace" => space,
                "BitsPerComponent" => 8,
            },
            data,
        );
        stream.compress()?;
        Ok(stream)
    };
    let mut streams = Vec::new();
    if !alpha.is_empty() {
        streams.push(stream("DeviceGray", alpha)?);
    }
    streams.push(stream(space, colours)?);
    Ok(streams)
}

/// Colours and the last sample of every pixel.
fn split(pixels: &[u8], samples: usize) -> (Vec<u8>, Vec<u8>) {
    let colours = pixels.chunks_exact(samples).flat_map(|p| p[..samples - 1].to_vec()).collect();
    (colours, pixels.chunks_exact(samples).map(|p| p[samples - 1]).collect())
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            '(' | ')' | '\\' => vec!['\\', c],
            ' '..='~' => vec![c],
            _ => vec!['?'],
        })
        .collect()
}
