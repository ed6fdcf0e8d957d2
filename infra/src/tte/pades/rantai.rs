//! From the signer's certificate to a trusted anchor.

use loket_domain::dokumen::TandaTanganDitolak;
use time::OffsetDateTime;

use super::sertifikat::Sertifikat;

const RANTAI_TERPANJANG: usize = 6;
/// Signatures checked at most while looking for a path.
const LANGKAH_TERBANYAK: u32 = 64;

/// Whether a path of issuers leads to an anchor, and all of it was valid at the given times.
pub(super) fn periksa(
    penanda_tangan: &Sertifikat,
    lainnya: &[Sertifikat],
    jangkar: &[Sertifikat],
    pada: [Option<OffsetDateTime>; 2],
) -> Result<(), TandaTanganDitolak> {
    if !penanda_tangan.boleh_menandatangani() {
        return Err(TandaTanganDitolak::TidakTepercaya);
    }
    let mut pencari = Pencari { lainnya, jangkar, sisa: LANGKAH_TERBANYAK };
    let mut jalur = vec![penanda_tangan];
    if !pencari.sampai(&mut jalur) {
        return Err(TandaTanganDitolak::TidakTepercaya);
    }
    let berlaku = |satu: &&Sertifikat| pada.into_iter().flatten().all(|saat| satu.berlaku(saat));
    if jalur.iter().all(berlaku) { Ok(()) } else { Err(TandaTanganDitolak::SertifikatTidakBerlaku) }
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
