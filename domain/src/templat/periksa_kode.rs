//! Templates for codes: the channel words them, so that there is nothing to check but that nothing was written.

use super::{
    KataTemplat, KategoriTemplat, KegunaanTemplat, TemplatRequest,
    periksa::{Cacatan, TemplatSah},
};
use crate::{galat::Galat, outbox::Golongan};

/// As officers read it. The channel takes none of our words.
const BADAN_KODE: &str = "{{1}} adalah kode verifikasi Anda.";

impl TemplatRequest {
    /// Whether it is to bring codes, by its category or by its use: the two go together.
    pub(super) fn untuk_kode(&self) -> bool {
        KategoriTemplat::dari_kata(&self.kategori) == Some(KategoriTemplat::Authentication)
            || KegunaanTemplat::dari_kata(&self.kegunaan)
                == Some(KegunaanTemplat::Untuk(Golongan::Kode))
    }

    /// A template for codes: the channel words it, so that there is nothing to write.
    pub(super) fn periksa_kode(self, mut cacat: Cacatan) -> Result<TemplatSah, Galat> {
        let kategori = KategoriTemplat::dari_kata(&self.kategori);
        let kegunaan = KegunaanTemplat::dari_kata(&self.kegunaan);
        let kode = KegunaanTemplat::Untuk(Golongan::Kode);
        let berpasangan =
            kategori == Some(KategoriTemplat::Authentication) && kegunaan == Some(kode);
        cacat.kalau(
            kategori.is_some() && kegunaan.is_some() && !berpasangan,
            "/kegunaan",
            "kegunaan_kode_autentikasi",
            "Templat AUTHENTICATION hanya untuk kegunaan kode, dan kode hanya lewat templat AUTHENTICATION.",
        );
        for (letak, terisi) in [
            ("/badan", !self.badan.trim().is_empty() && self.badan != BADAN_KODE),
            ("/kaki", self.kaki.is_some()),
            ("/tombol", !self.tombol.is_empty()),
            ("/isian", !self.isian.is_empty()),
            ("/contoh", !self.contoh.is_empty()),
        ] {
            cacat.kalau(
                terisi,
                letak,
                "kata_autentikasi_tetap",
                "Kata-kata templat kode ditetapkan WhatsApp; kosongkan bagian ini.",
            );
        }
        let (Some(kategori), Some(kegunaan), true) = (kategori, kegunaan, cacat.0.is_empty())
        else {
            return Err(Galat::TidakSah(cacat.0));
        };
        let kata = KataTemplat {
            badan: BADAN_KODE.to_owned(),
            kaki: None,
            tombol: Vec::new(),
            isian: Vec::new(),
            contoh: Vec::new(),
        };
        Ok(TemplatSah { nama: self.nama, bahasa: self.bahasa, kategori, kegunaan, kata })
    }
}
