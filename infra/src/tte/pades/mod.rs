//! Verification of PAdES signatures. Every input is hostile: work is bounded and nothing panics.

mod algoritma;
mod berkas;
mod cms;
mod der;
mod orang;
mod penyerap;
mod rantai;
mod sertifikat;
mod sidik;
#[cfg(test)]
mod tests;
mod waktu;

use std::panic::{AssertUnwindSafe, catch_unwind};

use loket_domain::dokumen::{
    CocokPenandaTangan, HarapanTte, PemeriksaTandaTangan, TandaTanganDitolak, TandaTanganSah,
};
use time::Duration;

/// How far a signer's clock may run ahead of ours.
const SELISIH_JAM: Duration = Duration::minutes(10);

/// Checks that the last signature covers the whole file, holds, chains to a trusted anchor, belongs to the expected
/// person and signs what was approved.
#[derive(Clone, Copy, Debug, Default)]
pub struct PemeriksaPades;

impl PemeriksaTandaTangan for PemeriksaPades {
    fn periksa(
        &self,
        pdf: &[u8],
        harapan: &HarapanTte<'_>,
    ) -> Result<TandaTanganSah, TandaTanganDitolak> {
        // The PDF reader is not ours; should it panic on a crafted file, the file is simply not accepted.
        catch_unwind(AssertUnwindSafe(|| periksa(pdf, harapan)))
            .unwrap_or(Err(TandaTanganDitolak::BukanPdf))
    }
}

/// Reads a PDF within the same limits, for work other than checking it.
pub(super) fn buka(pdf: &[u8]) -> Option<lopdf::Document> {
    berkas::muat(pdf).ok()
}

fn periksa(pdf: &[u8], harapan: &HarapanTte<'_>) -> Result<TandaTanganSah, TandaTanganDitolak> {
    let dokumen = berkas::muat(pdf)?;
    let halaman = dokumen.page_iter().count();
    if halaman == 0 {
        return Err(TandaTanganDitolak::BukanPdf);
    }
    let tanda_tangan = berkas::tanda_tangan_terakhir(pdf, &dokumen)?;
    let wadah = cms::urai(&tanda_tangan.cms).ok_or(TandaTanganDitolak::IsiBerubah)?;
    if !wadah.memegang(&tanda_tangan.tercakup) {
        return Err(TandaTanganDitolak::IsiBerubah);
    }

    let pada = tanda_tangan.waktu;
    if pada.is_some_and(|pada| pada > harapan.sekarang + SELISIH_JAM) {
        return Err(TandaTanganDitolak::SertifikatTidakBerlaku);
    }
    let jangkar = sertifikat::urai_pem(harapan.jangkar_pem);
    rantai::periksa(
        &wadah.penanda_tangan,
        &wadah.lainnya,
        &jangkar,
        [Some(harapan.sekarang), pada],
    )?;

    let cocok = match &harapan.penanda_tangan {
        Some(diharapkan) => orang::cocok(&wadah.penanda_tangan, diharapkan)
            .ok_or(TandaTanganDitolak::PenandaTanganLain)?,
        None => CocokPenandaTangan::Tidak,
    };
    if let Some(disetujui) = harapan.disetujui
        && !sidik::sama(disetujui, &dokumen)
    {
        return Err(TandaTanganDitolak::BukanYangDisetujui);
    }
    Ok(TandaTanganSah {
        penanda_tangan: orang::nama(&wadah.penanda_tangan),
        nomor_sertifikat: wadah.penanda_tangan.nomor(),
        berlaku_sampai: wadah.penanda_tangan.berlaku_sampai(),
        cocok,
        ditandatangani_pada: pada,
        bercap_waktu: false,
        halaman: u32::try_from(halaman).unwrap_or(u32::MAX),
    })
}
