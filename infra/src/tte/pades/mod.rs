//! Verification of PAdES signatures. Every input is hostile: work is bounded and nothing panics.

mod algoritma;
mod berkas;
mod bukti;
mod cap;
mod cms;
mod crl;
mod der;
mod formulir;
mod ocsp;
mod orang;
mod penyerap;
mod rantai;
mod revisi;
mod sertifikat;
mod sidik;
#[cfg(test)]
mod tests;
mod waktu;

use std::panic::{AssertUnwindSafe, catch_unwind};

use loket_domain::dokumen::{
    BacaanCrl, CocokPenandaTangan, CrlDitolak, HarapanTte, PemeriksaTandaTangan, Pencabutan,
    TandaTanganDitolak as Tolak, TandaTanganSah,
};
use lopdf::Document;
use time::{Duration, OffsetDateTime};

use self::{berkas::TandaTangan, cms::Wadah, sertifikat::Sertifikat};

/// How far a signer's clock may run ahead of ours; hosts were seen almost six minutes off.
const SELISIH_JAM: Duration = Duration::minutes(10);

/// Checks that the last signature covers the whole file, holds, chains to a trusted anchor, belongs to the expected
/// person and signs what was approved; that earlier signatures hold and nothing they show was changed; and that the time
/// is proved by a timestamp, or plausible.
///
/// Whether a certificate was revoked is judged by what the file brings along and by the lists that the office keeps:
/// nothing leaves this machine. The host itself refuses to sign with a certificate that is not `ISSUE`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PemeriksaPades;

impl PemeriksaTandaTangan for PemeriksaPades {
    fn periksa(&self, pdf: &[u8], harapan: &HarapanTte<'_>) -> Result<TandaTanganSah, Tolak> {
        // The PDF reader is not ours; should it panic on a crafted file, the file is simply not accepted.
        catch_unwind(AssertUnwindSafe(|| periksa(pdf, harapan))).unwrap_or(Err(Tolak::Rusak))
    }

    fn baca_crl(&self, isi: &[u8], jangkar_pem: &str) -> Result<BacaanCrl, CrlDitolak> {
        catch_unwind(|| crl::baca(isi, jangkar_pem)).unwrap_or(Err(CrlDitolak::Rusak))
    }
}

/// Reads a PDF within the same limits, for work other than checking it.
pub(super) fn buka(pdf: &[u8]) -> Option<lopdf::Document> {
    berkas::muat(pdf).ok()
}

fn periksa(pdf: &[u8], harapan: &HarapanTte<'_>) -> Result<TandaTanganSah, Tolak> {
    let dokumen = berkas::muat(pdf)?;
    let halaman = dokumen.page_iter().count();
    if halaman == 0 {
        return Err(Tolak::Rusak);
    }
    let mut semua = berkas::tanda_tangan(pdf, &dokumen)?;
    let terakhir = semua.pop().ok_or(Tolak::TanpaTandaTangan)?;
    sampai_akhir(pdf, &dokumen, terakhir.ujung)?;
    let wadah = cms::urai(terakhir.cms)?;
    wadah.memegang(&terakhir.tercakup)?;
    for lama in &semua {
        tetap_utuh(pdf, &dokumen, lama)?;
    }

    let jangkar = sertifikat::urai_pem(harapan.jangkar_pem);
    let (pada, bercap_waktu) = waktu_tanda_tangan(&wadah, terakhir.waktu, &jangkar, harapan)?;
    // A timestamp proves that the signature existed while the certificate was valid. A time that the signer only claims
    // proves nothing, so the certificate must be valid now as well.
    let saat: &[OffsetDateTime] = if bercap_waktu { &[pada] } else { &[harapan.sekarang, pada] };
    let jalur = rantai::periksa(&wadah.penanda_tangan, &wadah.lainnya, &jangkar, saat)?;
    let bukti = bukti::kumpulkan(&dokumen, &wadah, harapan.crl_pem);
    let terbukti = bercap_waktu.then_some(pada);
    let pencabutan = bukti.nilai(&jalur, terbukti, harapan.sekarang)?;
    if harapan.pencabutan_wajib && pencabutan == Pencabutan::TidakDiketahui {
        return Err(Tolak::PencabutanTidakDiketahui);
    }

    let cocok = match &harapan.penanda_tangan {
        Some(diharapkan) => {
            orang::cocok(&wadah.penanda_tangan, diharapkan).ok_or(Tolak::PenandaTanganLain)?
        }
        None => CocokPenandaTangan::Tidak,
    };
    if let Some(disetujui) = harapan.disetujui
        && !sidik::sama(disetujui, &dokumen)
    {
        return Err(Tolak::BukanYangDisetujui);
    }
    Ok(TandaTanganSah {
        penanda_tangan: orang::nama(&wadah.penanda_tangan),
        nomor_sertifikat: wadah.penanda_tangan.nomor(),
        berlaku_sampai: wadah.penanda_tangan.berlaku_sampai(),
        cocok,
        ditandatangani_pada: Some(pada),
        bercap_waktu,
        pencabutan,
        halaman: u32::try_from(halaman).unwrap_or(u32::MAX),
    })
}

/// The last signature covers the file to its end, or only validation data follows.
fn sampai_akhir(pdf: &[u8], dokumen: &Document, ujung: usize) -> Result<(), Tolak> {
    let sisa = &pdf[ujung..];
    if sisa.is_empty() {
        return Ok(());
    }
    if !sisa.windows(9).any(|jendela| jendela == b"startxref") {
        return Err(Tolak::TidakMencakupSemua);
    }
    if revisi::hanya_bahan_validasi(pdf, ujung, dokumen) {
        Ok(())
    } else {
        Err(Tolak::DiubahSetelahnya)
    }
}

/// An earlier signature still holds, and everything it showed is still shown.
fn tetap_utuh(pdf: &[u8], dokumen: &Document, lama: &TandaTangan<'_>) -> Result<(), Tolak> {
    let wadah = cms::urai(lama.cms).map_err(|_| Tolak::TandaTanganLamaRusak)?;
    wadah.memegang(&lama.tercakup).map_err(|_| Tolak::TandaTanganLamaRusak)?;
    if sidik::sama(&pdf[..lama.ujung], dokumen) { Ok(()) } else { Err(Tolak::PerubahanTerlarang) }
}

/// When it was signed, and whether a timestamp says so.
fn waktu_tanda_tangan(
    wadah: &Wadah<'_>,
    tertulis: Option<OffsetDateTime>,
    jangkar: &[Sertifikat],
    harapan: &HarapanTte<'_>,
) -> Result<(OffsetDateTime, bool), Tolak> {
    let batas = harapan.sekarang + SELISIH_JAM;
    let tertulis = tertulis.or_else(|| wadah.waktu());
    if tertulis.is_some_and(|pada| pada > batas) {
        return Err(Tolak::WaktuTidakWajar);
    }
    let Some(cap) = wadah.cap else {
        return Ok((tertulis.ok_or(Tolak::TanpaWaktu)?, false));
    };
    let pada = cap::periksa(cap, wadah, jangkar)?;
    if pada > batas {
        return Err(Tolak::CapWaktuTidakSah);
    }
    // Signed after the stamp that proves it: only a clock that runs ahead explains it.
    if tertulis.is_some_and(|tertulis| tertulis > pada + SELISIH_JAM) {
        return Err(Tolak::WaktuTidakWajar);
    }
    Ok((pada, true))
}
