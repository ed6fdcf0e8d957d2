//! Templates that every office is offered as drafts.

use time::OffsetDateTime;

use super::{KeadaanTemplat, KegunaanTemplat, Templat, TemplatRequest};
use crate::{
    galat::PortError,
    outbox::Golongan,
    ports::{Ports, UnitOfWork},
};

/// The payload of the quick reply by which a resident opens the window again.
const LANJUT: &str = "v1:kata:lanjut";

/// Name, use, body and what stands for its variables.
const BAWAAN: [(&str, &str, &str, &[&str]); 5] = [
    (
        "loket_kabar_umum",
        "umum",
        "Halo, ada kabar untuk Anda dari {{1}}. Ketuk Lanjutkan untuk membacanya.",
        &["kantor"],
    ),
    (
        "loket_kabar_permohonan",
        "kabar",
        "Halo, ada kabar tentang permohonan {{1}} ({{2}}) di {{3}}. Ketuk Lanjutkan untuk membacanya.",
        &["nomor", "layanan", "kantor"],
    ),
    (
        "loket_permohonan_menunggu",
        "kelengkapan",
        "Halo, permohonan {{1}} di {{2}} menunggu tanggapan Anda. Ketuk Lanjutkan untuk melihat yang kurang.",
        &["nomor", "kantor"],
    ),
    (
        "loket_hasil_siap",
        "dokumen",
        "Halo, hasil permohonan {{1}} ({{2}}) di {{3}} sudah siap. Ketuk Lanjutkan untuk menerimanya.",
        &["nomor", "layanan", "kantor"],
    ),
    (
        "loket_pengingat",
        "pengingat",
        "Halo, ini pengingat tentang permohonan {{1}} di {{2}}. Ketuk Lanjutkan untuk membacanya.",
        &["nomor", "kantor"],
    ),
];

fn contoh(isian: &str) -> &'static str {
    match isian {
        "nomor" => "1471-2026-000012-4",
        "layanan" => "Akta Kelahiran",
        _ => "Disdukcapil Kota Contoh",
    }
}

fn bawaan() -> impl Iterator<Item = TemplatRequest> {
    BAWAAN.into_iter().map(|(nama, kegunaan, badan, isian)| TemplatRequest {
        nama: nama.to_owned(),
        bahasa: "id".to_owned(),
        kategori: "UTILITY".to_owned(),
        kegunaan: kegunaan.to_owned(),
        badan: badan.to_owned(),
        kaki: None,
        tombol: vec![("Lanjutkan".to_owned(), LANJUT.to_owned())],
        isian: isian.iter().map(|satu| (*satu).to_owned()).collect(),
        contoh: isian.iter().map(|satu| contoh(satu).to_owned()).collect(),
    })
}

/// The template that brings codes. Its words are the channel's.
fn kode() -> TemplatRequest {
    TemplatRequest {
        nama: "loket_kode_verifikasi".to_owned(),
        bahasa: "id".to_owned(),
        kategori: "AUTHENTICATION".to_owned(),
        kegunaan: "kode".to_owned(),
        ..TemplatRequest::default()
    }
}

/// Offers the drafts to an office that has no template yet, and the one for codes to every office that has none.
pub(crate) async fn tambah_bawaan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pada: OffsetDateTime,
) -> Result<(), PortError> {
    let ada = work.templat().daftar().await?;
    let berkode = ada.iter().any(|satu| satu.kegunaan == KegunaanTemplat::Untuk(Golongan::Kode));
    let bawaan = bawaan().filter(|_| ada.is_empty());
    for satu in bawaan.chain((!berkode).then(kode)) {
        let sah = satu.periksa().map_err(PortError::tak_terduga)?;
        let templat = Templat {
            id: ports.ids.id(),
            nama: sah.nama,
            bahasa: sah.bahasa,
            kategori: sah.kategori,
            kegunaan: sah.kegunaan,
            kata: sah.kata,
            keadaan: KeadaanTemplat::Draf,
            dibuat_pada: pada,
            diubah_pada: pada,
            ..Templat::default()
        };
        work.templat().tambah(&templat).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::IsiPesan;

    #[test]
    fn what_offices_are_offered_would_be_accepted() {
        for satu in bawaan().chain([kode()]) {
            let nama = satu.nama.clone();
            assert!(satu.periksa().is_ok(), "{nama}");
        }
    }

    #[test]
    fn a_template_that_names_a_case_makes_no_message_without_one() {
        let buat = |ke: usize| {
            let kata = bawaan().nth(ke).unwrap().periksa().unwrap().kata;
            Templat { kata, ..Templat::default() }
        };
        assert!(buat(1).pesan(None, None, Some("Kantor")).is_none());
        let umum = buat(0).pesan(None, None, Some("Kantor \n Kita")).unwrap();
        let IsiPesan::Templat { isian, balasan, .. } = umum else { panic!() };
        assert_eq!((isian, balasan), (vec!["Kantor Kita".to_owned()], vec![LANJUT.to_owned()]));
    }
}
