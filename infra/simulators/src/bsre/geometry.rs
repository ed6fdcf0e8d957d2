//! What a page looks like to a host: its boxes and its rotation.

use lopdf::{Document, Object, ObjectId};

/// Left, bottom, right, top.
pub(super) type Rect = [f32; 4];

/// A page's boxes, and the clockwise degrees it is turned by when shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) media: Rect,
    pub(super) shown: Rect,
    pub(super) rotate: i64,
}

impl Page {
    /// Reads a page; what is missing is A4, upright.
    pub(super) fn read(document: &Document, id: ObjectId) -> Self {
        let media = inherited(document, id, b"MediaBox").and_then(|o| rect(document, o));
        let media = media.unwrap_or([0.0, 0.0, 595.0, 842.0]);
        let crop = inherited(document, id, b"CropBox").and_then(|o| rect(document, o));
        let shown = crop.map_or(media, |c| {
            [c[0].max(media[0]), c[1].max(media[1]), c[2].min(media[2]), c[3].min(media[3])]
        });
        let rotate = inherited(document, id, b"Rotate").and_then(|o| o.as_i64().ok()).unwrap_or(0);
        Self { media, shown, rotate: rotate.rem_euclid(360) }
    }

    /// Width and height as shown.
    pub(super) fn size(self) -> (f32, f32) {
        let (width, height) = (self.shown[2] - self.shown[0], self.shown[3] - self.shown[1]);
        if self.rotate % 180 == 90 { (height, width) } else { (width, height) }
    }

    /// A box measured from the lower left corner as shown, in the page's own coordinates.
    pub(super) fn stored(self, [left, bottom, right, top]: Rect) -> Rect {
        let [x0, y0, x1, y1] = self.shown;
        match self.rotate {
            90 => [x1 - top, y0 + left, x1 - bottom, y0 + right],
            180 => [x1 - right, y1 - top, x1 - left, y1 - bottom],
            270 => [x0 + bottom, y1 - right, x0 + top, y1 - left],
            _ => [x0 + left, y0 + bottom, x0 + right, y0 + top],
        }
    }
}

fn inherited<'a>(document: &'a Document, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(id).ok()?;
    for _ in 0..32 {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

fn rect(document: &Document, object: &Object) -> Option<Rect> {
    let numbers: Vec<f32> = object
        .as_array()
        .ok()?
        .iter()
        .map(|n| document.dereference(n).ok()?.1.as_float().ok())
        .collect::<Option<_>>()?;
    let [a, b, c, d]: [f32; 4] = numbers.try_into().ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}
