//! From the signer's certificate to a trusted anchor.

use loket_domain::dokumen::TandaTanganDitolak as Tolak;
use time::OffsetDateTime;

use super::sertifikat::Sertifikat;

const RANTAI_TERPANJANG: usize = 6;
/// Signatures checked at most while looking for a path.
const LANGKAH_TERBANYAK: u32 = 64;

/// The path of issuers that leads to an anchor, the signer first.
pub(super) fn cari<'a>(
    penanda_tangan: &'a Sertifikat,
    lainnya: &'a [Sertifikat],
    jangkar: &'a [Sertifikat],
) -> Option<Vec<&'a Sertifikat>> {
    let mut pencari = Pencari { lainnya, jangkar, sisa: LANGKAH_TERBANYAK };
    let mut jalur = vec![penanda_tangan];
    pencari.sampai(&mut jalur).then_some(jalur)
}

/// Whether a certificate may sign documents, chains to an anchor, and all of the chain was valid at the given times. The
/// chain, the signer first.
pub(super) fn periksa<'a>(
    penanda_tangan: &'a Sertifikat,
    lainnya: &'a [Sertifikat],
    jangkar: &'a [Sertifikat],
    pada: &[OffsetDateTime],
) -> Result<Vec<&'a Sertifikat>, Tolak> {
    if !penanda_tangan.boleh_menandatangani() {
        return Err(Tolak::KegunaanSertifikat);
    }
    let jalur = cari(penanda_tangan, lainnya, jangkar).ok_or(Tolak::TidakTepercaya)?;
    for saat in pada {
        if penanda_tangan.belum_berlaku(*saat) {
            return Err(Tolak::SertifikatBelumBerlaku);
        }
        if !penanda_tangan.berlaku(*saat) {
            return Err(Tolak::SertifikatKedaluwarsa);
        }
        if !jalur.iter().all(|satu| satu.berlaku(*saat)) {
            return Err(Tolak::SertifikatTidakBerlaku);
        }
    }
    Ok(jalur)
}

struct Pencari<'a> {
    lainnya: &'a [Sertifikat],
    jangkar: &'a [Sertifikat],
    sisa: u32,
}

impl<'a> Pencari<'a> {
    /// Extends the path until it ends in an anchor.
    fn sampai(&mut self, jalur: &mut Vec<&'a Sertifikat>) -> bool {
        let Some(ujung) = jalur.last().copied() else { return false };
        if self.jangkar.iter().any(|jangkar| jangkar.der == ujung.der) {
            return true;
        }
        if jalur.len() >= RANTAI_TERPANJANG {
            return false;
        }
        let di_bawah = jalur.len() - 1;
        let (jangkar, lainnya) = (self.jangkar, self.lainnya);
        for calon in jangkar.iter().chain(lainnya) {
            let sama_nama = ujung.isi.tbs_certificate.issuer == calon.isi.tbs_certificate.subject;
            if !sama_nama || !calon.boleh_menerbitkan(di_bawah) {
                continue;
            }
            let Some(sisa) = self.sisa.checked_sub(1) else { return false };
            self.sisa = sisa;
            if ujung.diterbitkan_oleh(calon) {
                jalur.push(calon);
                if self.sampai(jalur) {
                    return true;
                }
                jalur.pop();
            }
        }
        false
    }
}
