//! What an applicant may choose by themselves: for which product of which of their cases, on which channels.

use serde::{Deserialize, Serialize};

use super::{Bahan, KeadaanPenyerahan, Penyerahan, saluran_boleh, tawaran};
use crate::{
    akses::Pelaku,
    dokumen::versi_berlaku,
    galat::Galat,
    layanan::{Layanan, Produk, SaluranPenyerahan},
    nilai::Kode,
    percakapan::KontakId,
    permohonan::{Permohonan, PermohonanId},
    ports::{Ports, UnitOfWork},
};

/// Most cases that are looked at for one contact.
const KASUS_MAKS: u32 = 10;
/// Most products that are offered at once: the rows of a list.
const TAWARAN_MAKS: usize = 10;

/// What an applicant may choose for one product of one of their cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TawaranWarga {
    /// The case.
    pub permohonan: PermohonanId,
    /// The number people read out.
    pub nomor: String,
    /// The product.
    pub produk: Kode,
    /// As residents know it.
    pub nama: String,
    /// The channels that are possible, in the order of the office; two at least.
    pub boleh: Vec<SaluranPenyerahan>,
    /// What was chosen before.
    pub kini: Option<SaluranPenyerahan>,
    /// Whether the desa or kecamatan is known, so that nobody has to name it.
    pub unit_dikenal: bool,
}

/// What a contact may choose, the newest case first. What is on its way, arrived, or lies at a village is not offered.
pub(crate) async fn tawaran_kontak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: KontakId,
) -> Result<Vec<TawaranWarga>, Galat> {
    let mut semua = Vec::new();
    for id in work.penerima().kasus_memilih(kontak, KASUS_MAKS).await? {
        let bahan = Bahan::muat_id(ports, work, id).await?;
        let dokumen = work.dokumen().milik(id).await?;
        let buku = work.penyerahan().milik(id).await?;
        for satu in tawaran(ports, pelaku, &bahan) {
            let versi = versi_berlaku(&dokumen, &satu.produk).map(|versi| versi.id);
            let terkunci = |lain: &&Penyerahan| Some(lain.dokumen) == versi && !dapat_diubah(lain);
            if buku.iter().any(|lain| terkunci(&lain)) {
                continue;
            }
            let now = ports.clock.now();
            let mut boleh = satu.boleh;
            boleh.retain(|saluran| bahan.dapat_dipilih(&satu.produk, *saluran, now));
            if boleh.len() < 2 {
                continue;
            }
            semua.push(TawaranWarga {
                permohonan: id,
                nomor: bahan.permohonan.nomor.to_string(),
                unit_dikenal: bahan.unit(&satu.produk).is_some(),
                kini: satu.pilihan.map(|pilihan| pilihan.saluran),
                produk: satu.produk,
                nama: satu.nama,
                boleh,
            });
        }
    }
    semua.truncate(TAWARAN_MAKS);
    Ok(semua)
}

/// Whether another channel can still take the place of an attempt.
fn dapat_diubah(satu: &Penyerahan) -> bool {
    match satu.keadaan {
        KeadaanPenyerahan::Berjalan | KeadaanPenyerahan::Diserahkan => false,
        KeadaanPenyerahan::Siap => satu.saluran != SaluranPenyerahan::Desa,
        KeadaanPenyerahan::Antre
        | KeadaanPenyerahan::MenungguPenerima
        | KeadaanPenyerahan::Gagal
        | KeadaanPenyerahan::Dibatalkan
        | KeadaanPenyerahan::Ditarik => true,
    }
}

/// The channels that may be chosen for a product before its case exists.
pub(crate) fn saluran_awal(produk: &Produk, rentan: bool) -> Vec<SaluranPenyerahan> {
    saluran_boleh((produk.jenis, produk.medium), &produk.penyerahan, rentan)
}

/// Whether a case has a product with more than one way to the applicant; what of it is possible now is looked up when it
/// is asked for.
pub(crate) fn banyak_cara(permohonan: &Permohonan, layanan: &Layanan) -> bool {
    let banyak = |produk: &Produk| saluran_awal(produk, permohonan.prioritas).len() > 1;
    layanan.produk.iter().any(banyak)
}

/// Takes the channels out of the products of services on which nobody could be served yet: emails where none can leave, and
/// files behind a question that the service gives no answer to.
pub(crate) fn saring_saluran(
    layanan: &mut [Layanan],
    aturan: &super::AturanPenyerahan,
    smtp: bool,
) {
    use super::PeriksaPenerima;
    for satu in layanan {
        let nik = satu.isian.iter().any(|isian| isian.kode.as_str().contains("nik"));
        let dapat_ditanya = |saluran: SaluranPenyerahan| match aturan.periksa(saluran) {
            PeriksaPenerima::Tidak => true,
            PeriksaPenerima::Nik4 => nik,
            // A PIN is told at the counter.
            PeriksaPenerima::Pin => false,
        };
        for produk in &mut satu.produk {
            produk.penyerahan.retain(|saluran| match saluran {
                SaluranPenyerahan::Email => smtp && dapat_ditanya(*saluran),
                SaluranPenyerahan::Tautan => dapat_ditanya(*saluran),
                _ => true,
            });
        }
    }
}
