//! The box a visible signature draws.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use serde::Deserialize;

/// Where the box goes: points from the top-left corner of the page, y downwards.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Visible {
    /// Page number from 1; an unknown page means the first.
    pub page: u32,
    /// Left edge.
    pub origin_x: f32,
    /// Upper edge.
    pub origin_y: f32,
    /// Width of the box.
    pub width: f32,
    /// Height of the box.
    pub height: f32,
}

/// The box in the page's own coordinates: left, bottom, right, top.
pub(super) fn rectangle(document: &Document, page: ObjectId, visible: &Visible) -> [f32; 4] {
    let height = page_height(document, page).unwrap_or(842.0);
    let top = height - visible.origin_y;
    [visible.origin_x, top - visible.height, visible.origin_x + visible.width, top]
}

fn page_height(document: &Document, page: ObjectId) -> Option<f32> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..16 {
        if let Ok(media) = node.get_deref(b"MediaBox", document).and_then(Object::as_array) {
            return media.get(3)?.as_float().ok();
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// A bordered box with the signer's name and the reason.
pub(super) fn form(name: &str, reason: &str, rect: &[f32; 4]) -> Stream {
    let (width, height) = (rect[2] - rect[0], rect[3] - rect[1]);
    let size = (height / 5.0).clamp(4.0, 10.0);
    let content = format!(
        "q 0.5 w 0.5 0.5 {:.1} {:.1} re S Q BT /F1 {size:.1} Tf {:.1} TL 4 {:.1} Td \
         (Ditandatangani secara elektronik \\(SIMULATOR\\)) Tj T* ({}) Tj T* ({}) Tj ET",
        width - 1.0,
        height - 1.0,
        size * 1.3,
        height - size * 1.4,
        escaped(name),
        escaped(reason),
    );
    let font = dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    };
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => [0.0, 0.0, width, height].map(Object::Real).to_vec(),
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    Stream::new(form, content.into_bytes())
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
