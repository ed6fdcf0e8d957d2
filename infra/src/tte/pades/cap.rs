//! RFC 3161 timestamps on signatures.

use const_oid::{ObjectIdentifier, db::rfc5280};
use loket_domain::dokumen::TandaTanganDitolak as Tolak;
use time::OffsetDateTime;

use super::{
    algoritma::Cerna,
    cms::{self, Wadah},
    der::{Elemen, INTEGER, OCTET_STRING, OID, SEQUENCE, WAKTU_UMUM},
    rantai,
    sertifikat::Sertifikat,
    waktu,
};

/// Content type of a timestamp.
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// The time a timestamp vouches for, when it is one of this signature by a trusted authority.
pub(super) fn periksa(
    cap: &[u8],
    tanda_tangan: &Wadah<'_>,
    jangkar: &[Sertifikat],
) -> Result<OffsetDateTime, Tolak> {
    let mut pembantu = tanda_tangan.lainnya.clone();
    pembantu.extend_from_slice(jangkar);
    let wadah = cms::urai_cap(cap, TST_INFO, &pembantu).map_err(|_| Tolak::CapWaktuTidakSah)?;
    let isi = wadah.isi.ok_or(Tolak::CapWaktuTidakSah)?;
    wadah.memegang(&[isi]).map_err(|_| Tolak::CapWaktuTidakSah)?;
    let pada = waktu_cap(isi, tanda_tangan.tanda).ok_or(Tolak::CapWaktuTidakSah)?;
    if !wadah.penanda_tangan.khusus_untuk(rfc5280::ID_KP_TIME_STAMPING) {
        return Err(Tolak::CapWaktuTidakTepercaya);
    }
    rantai::cari(&wadah.penanda_tangan, &wadah.lainnya, jangkar)
        .filter(|jalur| jalur.iter().all(|satu| satu.berlaku(pada)))
        .map(|_| pada)
        .ok_or(Tolak::CapWaktuTidakTepercaya)
}

/// The time in a TSTInfo whose imprint is of these bytes.
fn waktu_cap(isi: &[u8], dicap: &[u8]) -> Option<OffsetDateTime> {
    let info = Elemen::pertama(isi)?;
    if info.mentah.len() != isi.len() {
        return None;
    }
    let bagian = info.anggota(SEQUENCE)?;
    let [versi, kebijakan, sidik, nomor, saat, ..] = bagian[..] else { return None };
    if versi.nilai(INTEGER)? != [1] || kebijakan.tag != OID || nomor.tag != INTEGER {
        return None;
    }
    let [cerna, tertulis] = sidik.anggota(SEQUENCE)?[..] else { return None };
    let terhitung = Cerna::dari(cerna)?.hitung(&[dicap]);
    if tertulis.nilai(OCTET_STRING)? != terhitung.as_ref() {
        return None;
    }
    waktu::umum(saat.nilai(WAKTU_UMUM)?)
}
