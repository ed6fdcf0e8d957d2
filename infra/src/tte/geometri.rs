//! The page as it is stored and the page as a reader shows it: rotation, cropping, an origin anywhere, and units.

use loket_domain::dokumen::Kotak;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// How far up a page may take its boxes from.
const LELUHUR_TERBANYAK: usize = 32;
/// No page is larger or farther from the origin than this, in its own units.
const TERJAUH: f32 = 1_000_000.0;

/// A rectangle in the page's own units: left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Persegi(pub(super) [f32; 4]);

impl Persegi {
    /// In any order of corners.
    fn rapi([a, b, c, d]: [f32; 4]) -> Self {
        Self([a.min(c), b.min(d), a.max(c), b.max(d)])
    }

    pub(super) fn lebar(self) -> f32 {
        self.0[2] - self.0[0]
    }

    pub(super) fn tinggi(self) -> f32 {
        self.0[3] - self.0[1]
    }

    /// What both share; nothing is left when they do not touch.
    fn irisan(self, lain: Self) -> Option<Self> {
        let [a, b] = [self.0, lain.0];
        let hasil = [a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])];
        (hasil[0] < hasil[2] && hasil[1] < hasil[3]).then_some(Self(hasil))
    }
}

/// One page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lembar {
    /// The whole medium.
    pub(super) media: Persegi,
    /// The part that is shown.
    pub(super) tampak: Persegi,
    /// Clockwise degrees it is turned by before it is shown: 0, 90, 180 or 270.
    pub(super) putar: u16,
    /// Points per unit.
    pub(super) satuan: f32,
}

impl Lembar {
    /// Reads a page; `None` when it has no usable box.
    pub(super) fn baca(dokumen: &Document, id: ObjectId) -> Option<Self> {
        let media = persegi(dokumen, warisan(dokumen, id, b"MediaBox")?)?;
        let tampak = warisan(dokumen, id, b"CropBox")
            .and_then(|kotak| persegi(dokumen, kotak))
            .and_then(|kotak| kotak.irisan(media))
            .unwrap_or(media);
        let putar = warisan(dokumen, id, b"Rotate")
            .and_then(|nilai| bilangan(dokumen, nilai))
            .map_or(0.0, |derajat| (derajat / 90.0).round().rem_euclid(4.0) * 90.0);
        let satuan = dokumen
            .get_dictionary(id)
            .ok()
            .and_then(|halaman| halaman.get(b"UserUnit").ok())
            .and_then(|nilai| bilangan(dokumen, nilai))
            .filter(|satuan| (0.001..=75_000.0).contains(satuan))
            .unwrap_or(1.0);
        let putar = [0_u16, 90, 180, 270].into_iter().find(|sudut| f32::from(*sudut) >= putar)?;
        Some(Self { media, tampak, putar, satuan })
    }

    /// Whether width and height change places when the page is turned.
    fn rebah(self) -> bool {
        self.putar % 180 == 90
    }

    /// Width and height in points, as shown.
    pub(super) fn ukuran(self) -> (f32, f32) {
        let (lebar, tinggi) =
            (self.tampak.lebar() * self.satuan, self.tampak.tinggi() * self.satuan);
        if self.rebah() { (tinggi, lebar) } else { (lebar, tinggi) }
    }

    /// A box as shown, in the units and from the origin in which the page is stored.
    pub(super) fn ke_asli(self, kotak: Kotak) -> Persegi {
        let satu = self.titik_asli(kotak.x, kotak.y);
        let lain = self.titik_asli(kotak.x + kotak.lebar, kotak.y + kotak.tinggi);
        Persegi::rapi([satu.0, satu.1, lain.0, lain.1])
    }

    fn titik_asli(self, x: f32, y: f32) -> (f32, f32) {
        let (u, v) = (x / self.satuan, y / self.satuan);
        let (lebar, tinggi) = (self.tampak.lebar(), self.tampak.tinggi());
        let (x, y) = match self.putar {
            90 => (lebar - v, u),
            180 => (lebar - u, tinggi - v),
            270 => (v, tinggi - u),
            _ => (u, v),
        };
        (self.tampak.0[0] + x, self.tampak.0[1] + y)
    }
}

/// What a page has, or takes from the nodes above it.
fn warisan<'a>(dokumen: &'a Document, id: ObjectId, kunci: &[u8]) -> Option<&'a Object> {
    let mut simpul: &Dictionary = dokumen.get_dictionary(id).ok()?;
    for _ in 0..LELUHUR_TERBANYAK {
        if let Ok(nilai) = simpul.get_deref(kunci, dokumen)
            && !matches!(nilai, Object::Null)
        {
            return Some(nilai);
        }
        simpul = simpul.get_deref(b"Parent", dokumen).and_then(Object::as_dict).ok()?;
    }
    None
}

fn persegi(dokumen: &Document, nilai: &Object) -> Option<Persegi> {
    let angka: Vec<f32> = nilai
        .as_array()
        .ok()?
        .iter()
        .map(|satu| bilangan(dokumen, satu).filter(|angka| angka.abs() <= TERJAUH))
        .collect::<Option<_>>()?;
    let kotak = Persegi::rapi(angka.try_into().ok()?);
    (kotak.lebar() > 0.0 && kotak.tinggi() > 0.0).then_some(kotak)
}

fn bilangan(dokumen: &Document, nilai: &Object) -> Option<f32> {
    let (_, nilai) = dokumen.dereference(nilai).ok()?;
    nilai.as_float().ok().filter(|angka| angka.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lembar(putar: u16) -> Lembar {
        let tampak = Persegi([-50.0, 100.0, 350.0, 700.0]);
        Lembar { media: Persegi([-50.0, 0.0, 450.0, 700.0]), tampak, putar, satuan: 2.0 }
    }

    #[test]
    fn a_box_in_the_lower_left_as_shown_is_found_in_the_corner_that_shows_there() {
        let kotak = Kotak { x: 20.0, y: 10.0, lebar: 100.0, tinggi: 40.0 };
        for (putar, ukuran, asli) in [
            (0, (800.0, 1200.0), [-40.0, 105.0, 10.0, 125.0]),
            (90, (1200.0, 800.0), [325.0, 110.0, 345.0, 160.0]),
            (180, (800.0, 1200.0), [290.0, 675.0, 340.0, 695.0]),
            (270, (1200.0, 800.0), [-45.0, 640.0, -25.0, 690.0]),
        ] {
            assert_eq!(lembar(putar).ukuran(), ukuran);
            assert_eq!(lembar(putar).ke_asli(kotak), Persegi(asli), "{putar}");
        }
    }

    proptest! {
        #[test]
        fn a_box_inside_what_is_shown_stays_inside_and_keeps_its_area(
            putar in prop::sample::select(vec![0_u16, 90, 180, 270]),
            x in 0.0_f32..500.0, y in 0.0_f32..500.0, lebar in 1.0_f32..200.0, tinggi in 1.0_f32..200.0,
        ) {
            let lembar = lembar(putar);
            let Persegi([kiri, bawah, kanan, atas]) = lembar.ke_asli(Kotak { x, y, lebar, tinggi });
            let tampak = lembar.tampak.0;
            prop_assert!(kiri >= tampak[0] && bawah >= tampak[1] && kanan <= tampak[2] && atas <= tampak[3]);
            let luas = (kanan - kiri) * (atas - bawah) * 4.0;
            prop_assert!((luas - lebar * tinggi).abs() < 1.0, "{luas}");
        }
    }
}
