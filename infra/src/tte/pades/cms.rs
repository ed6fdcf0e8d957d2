//! The CMS container: which certificate signed, and whether it signed these bytes.

use const_oid::{ObjectIdentifier, db::rfc5911};
use der::Encode;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::{
    algoritma::{self, Cerna},
    der::{Elemen, INTEGER, KONTEKS_0, KONTEKS_1, OCTET_STRING, SEQUENCE, SET},
    sertifikat::Sertifikat,
};

/// Tag of a signer named by key identifier.
const KUNCI_BERTANDA: u8 = 0x80;
const SERTIFIKAT_TERBANYAK: usize = 32;

/// A detached signature by one signer, with signed attributes.
pub(super) struct Wadah<'a> {
    /// The signer's certificate.
    pub(super) penanda_tangan: Sertifikat,
    /// All certificates that came along.
    pub(super) lainnya: Vec<Sertifikat>,
    cerna: Cerna,
    atribut: Atribut<'a>,
    algoritma: Elemen<'a>,
    tanda: &'a [u8],
}

/// The attributes the signer signed.
struct Atribut<'a> {
    /// Raw, with the context tag they are stored under.
    mentah: &'a [u8],
    daftar: Vec<(ObjectIdentifier, Elemen<'a>)>,
}

impl<'a> Atribut<'a> {
    fn urai(elemen: Elemen<'a>) -> Option<Self> {
        let mut daftar = Vec::new();
        for satu in elemen.anggota(KONTEKS_0)? {
            let bagian = satu.anggota(SEQUENCE)?;
            let [oid, nilai] = bagian[..] else { return None };
            let oid = oid.oid()?;
            if daftar.iter().any(|(ada, _)| *ada == oid) {
                return None;
            }
            daftar.push((oid, nilai));
        }
        Some(Self { mentah: elemen.mentah, daftar })
    }

    fn ada(&self, oid: ObjectIdentifier) -> bool {
        self.daftar.iter().any(|(ada, _)| *ada == oid)
    }

    /// The one value of an attribute.
    fn satu(&self, oid: ObjectIdentifier) -> Option<Elemen<'a>> {
        let (_, nilai) = self.daftar.iter().find(|(ada, _)| *ada == oid)?;
        let [satu] = nilai.anggota(SET)?[..] else { return None };
        Some(satu)
    }

    /// What the signature is over: the same attributes, tagged as a set.
    fn pesan(&self) -> Vec<u8> {
        let mut pesan = self.mentah.to_vec();
        if let Some(tag) = pesan.first_mut() {
            *tag = SET;
        }
        pesan
    }
}

/// Reads a container; only zeros that fill its place may follow it.
pub(super) fn urai(bita: &[u8]) -> Option<Wadah<'_>> {
    let wadah = Elemen::pertama(bita)?;
    if bita.get(wadah.mentah.len()..)?.iter().any(|bita| *bita != 0) {
        return None;
    }
    let wadah = wadah.anggota(SEQUENCE)?;
    let [jenis, isi] = wadah[..] else { return None };
    if jenis.oid()? != rfc5911::ID_SIGNED_DATA {
        return None;
    }
    let data = isi.anggota(KONTEKS_0)?.first()?.anggota(SEQUENCE)?;
    let [versi, _, terbungkus, lanjutan @ .., penanda] = &data[..] else { return None };
    versi.nilai(INTEGER)?;
    // Detached: the content is the file, so none may be inside.
    let [jenis] = terbungkus.anggota(SEQUENCE)?[..] else { return None };
    if jenis.oid()? != rfc5911::ID_DATA {
        return None;
    }
    let sertifikat = lanjutan.iter().find(|satu| satu.tag == KONTEKS_0)?;
    let lainnya: Vec<Sertifikat> = sertifikat
        .anggota(KONTEKS_0)?
        .into_iter()
        .filter(|satu| satu.tag == SEQUENCE)
        .take(SERTIFIKAT_TERBANYAK)
        .filter_map(|satu| Sertifikat::urai(satu.mentah))
        .collect();
    let [penanda] = penanda.anggota(SET)?[..] else { return None };
    urai_penanda(penanda, lainnya)
}

fn urai_penanda(penanda: Elemen<'_>, lainnya: Vec<Sertifikat>) -> Option<Wadah<'_>> {
    let bagian = penanda.anggota(SEQUENCE)?;
    let (bagian, sisa) = bagian.split_at_checked(6)?;
    let [versi, siapa, cerna, atribut, algoritma, tanda] = *bagian else { return None };
    versi.nilai(INTEGER)?;
    if !sisa.iter().all(|satu| satu.tag == KONTEKS_1) {
        return None;
    }
    Some(Wadah {
        penanda_tangan: lainnya.iter().find(|satu| menunjuk(siapa, satu))?.clone(),
        lainnya,
        cerna: Cerna::dari(cerna)?,
        atribut: Atribut::urai(atribut)?,
        algoritma,
        tanda: tanda.nilai(OCTET_STRING)?,
    })
}

/// Whether the signer identifier names this certificate.
fn menunjuk(siapa: Elemen<'_>, sertifikat: &Sertifikat) -> bool {
    let tbs = &sertifikat.isi.tbs_certificate;
    if siapa.tag == KUNCI_BERTANDA {
        let kunci = tbs.get::<SubjectKeyIdentifier>();
        return matches!(kunci, Ok(Some((_, kunci))) if kunci.0.as_bytes() == siapa.isi);
    }
    let Some(bagian) = siapa.anggota(SEQUENCE) else { return false };
    let [penerbit, nomor] = bagian[..] else { return false };
    penerbit.mentah == sertifikat.penerbit()
        && tbs.serial_number.to_der().is_ok_and(|der| der == nomor.mentah)
}

impl Wadah<'_> {
    /// Whether the signer signed exactly these bytes, with the certificate the attributes name.
    pub(super) fn memegang(&self, tercakup: &[&[u8]]) -> bool {
        self.isi_tetap(tercakup).unwrap_or(false)
            && self.sertifikat_tetap().unwrap_or(false)
            && algoritma::sah(
                &self.penanda_tangan.isi.tbs_certificate.subject_public_key_info,
                self.algoritma,
                Some(self.cerna),
                &self.atribut.pesan(),
                self.tanda,
            )
    }

    fn isi_tetap(&self, tercakup: &[&[u8]]) -> Option<bool> {
        let jenis = self.atribut.satu(rfc5911::ID_CONTENT_TYPE)?.oid()?;
        let tertulis = self.atribut.satu(rfc5911::ID_MESSAGE_DIGEST)?.nilai(OCTET_STRING)?;
        let terhitung = self.cerna.hitung(tercakup);
        Some(jenis == rfc5911::ID_DATA && tertulis == terhitung.as_ref())
    }

    /// The signing-certificate-v2 attribute, when there is one, must name the certificate (RFC 5035).
    fn sertifikat_tetap(&self) -> Option<bool> {
        if !self.atribut.ada(rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2) {
            return Some(true);
        }
        let nilai = self.atribut.satu(rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2)?;
        let pengenal = *nilai.anggota(SEQUENCE)?.first()?.anggota(SEQUENCE)?.first()?;
        let bagian = pengenal.anggota(SEQUENCE)?;
        let (cerna, sidik) = match bagian.first()?.tag {
            SEQUENCE => (Cerna::dari(*bagian.first()?)?, *bagian.get(1)?),
            _ => (Cerna::S256, *bagian.first()?),
        };
        let terhitung = cerna.hitung(&[&self.penanda_tangan.der]);
        Some(sidik.nilai(OCTET_STRING)? == terhitung.as_ref())
    }
}
