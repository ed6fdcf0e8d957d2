//! The CMS container: which certificate signed, and whether it signed these bytes.

use const_oid::{ObjectIdentifier, db::rfc5911};
use der::Encode;
use loket_domain::dokumen::TandaTanganDitolak as Tolak;
use time::OffsetDateTime;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::{
    algoritma::{self, Cerna},
    der::{
        Elemen, INTEGER, KONTEKS_0, KONTEKS_1, OCTET_STRING, SEQUENCE, SET, WAKTU_UMUM, WAKTU_UTC,
    },
    sertifikat::Sertifikat,
    waktu,
};

/// The attribute that holds a timestamp over the signature.
const CAP_WAKTU: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// The attribute in which the signer brings along revocation data (PDF 1.7, adbe-revocationInfoArchival).
const ARSIP_PENCABUTAN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");

/// Tag of a signer named by key identifier.
const KUNCI_BERTANDA: u8 = 0x80;
const SERTIFIKAT_TERBANYAK: usize = 32;

/// A signature by one signer, with signed attributes.
pub(super) struct Wadah<'a> {
    /// The signer's certificate.
    pub(super) penanda_tangan: Sertifikat,
    /// All certificates that came along.
    pub(super) lainnya: Vec<Sertifikat>,
    /// The content, when it is inside.
    pub(super) isi: Option<&'a [u8]>,
    /// The value of the signature.
    pub(super) tanda: &'a [u8],
    /// A timestamp over that value.
    pub(super) cap: Option<&'a [u8]>,
    /// Lists of revoked certificates that came along outside of what is signed.
    crl: Vec<&'a [u8]>,
    jenis: ObjectIdentifier,
    cerna: Cerna,
    atribut: Atribut<'a>,
    algoritma: Elemen<'a>,
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

/// Reads the container of a document's signature; only zeros that fill its place may follow it.
pub(super) fn urai(bita: &[u8]) -> Result<Wadah<'_>, Tolak> {
    let wadah = urai_data(bita, rfc5911::ID_DATA, &[])?;
    // Detached: the content is the file, so none may be inside.
    if wadah.isi.is_some() { Err(Tolak::WadahRusak) } else { Ok(wadah) }
}

/// Reads a token that brings its content along. Its signer may be among certificates that came another way.
pub(super) fn urai_cap<'a>(
    bita: &'a [u8],
    jenis: ObjectIdentifier,
    pembantu: &[Sertifikat],
) -> Result<Wadah<'a>, Tolak> {
    urai_data(bita, jenis, pembantu)
}

/// A SignedData by one signer.
struct Data<'a> {
    isi: Option<&'a [u8]>,
    sertifikat: Vec<Sertifikat>,
    crl: Vec<&'a [u8]>,
    penanda: Elemen<'a>,
}

fn urai_data<'a>(
    bita: &'a [u8],
    jenis: ObjectIdentifier,
    pembantu: &[Sertifikat],
) -> Result<Wadah<'a>, Tolak> {
    let mut data = bungkus(bita, jenis).ok_or(Tolak::WadahRusak)?;
    data.sertifikat.extend_from_slice(pembantu);
    urai_penanda(data, jenis)
}

fn bungkus(bita: &[u8], jenis_isi: ObjectIdentifier) -> Option<Data<'_>> {
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
    let terbungkus = terbungkus.anggota(SEQUENCE)?;
    let (jenis, isi) = terbungkus.split_first()?;
    if jenis.oid()? != jenis_isi {
        return None;
    }
    let isi = match isi {
        [] => None,
        [isi] => {
            let [isi] = isi.anggota(KONTEKS_0)?[..] else { return None };
            Some(isi.nilai(OCTET_STRING)?)
        }
        _ => return None,
    };
    let sertifikat = lanjutan
        .iter()
        .find(|satu| satu.tag == KONTEKS_0)
        .and_then(|satu| satu.anggota(KONTEKS_0))
        .unwrap_or_default()
        .into_iter()
        .filter(|satu| satu.tag == SEQUENCE)
        .take(SERTIFIKAT_TERBANYAK)
        .filter_map(|satu| Sertifikat::urai(satu.mentah))
        .collect();
    let crl = lanjutan
        .iter()
        .find(|satu| satu.tag == KONTEKS_1)
        .and_then(|satu| satu.anggota(KONTEKS_1))
        .unwrap_or_default()
        .into_iter()
        .filter(|satu| satu.tag == SEQUENCE)
        .map(|satu| satu.mentah)
        .collect();
    let [penanda] = penanda.anggota(SET)?[..] else { return None };
    Some(Data { isi, sertifikat, crl, penanda })
}

/// The parts of a SignerInfo.
struct Penanda<'a> {
    siapa: Elemen<'a>,
    cerna: Elemen<'a>,
    atribut: Atribut<'a>,
    algoritma: Elemen<'a>,
    tanda: &'a [u8],
    cap: Option<&'a [u8]>,
}

fn pecah(penanda: Elemen<'_>) -> Option<Penanda<'_>> {
    let bagian = penanda.anggota(SEQUENCE)?;
    let (bagian, sisa) = bagian.split_at_checked(6)?;
    let [versi, siapa, cerna, atribut, algoritma, tanda] = *bagian else { return None };
    versi.nilai(INTEGER)?;
    let cap = match sisa {
        [] => None,
        [tak_tertanda] => cap_waktu(*tak_tertanda)?.first().copied(),
        _ => return None,
    };
    Some(Penanda {
        siapa,
        cerna,
        atribut: Atribut::urai(atribut)?,
        algoritma,
        tanda: tanda.nilai(OCTET_STRING)?,
        cap,
    })
}

/// The timestamp among the attributes that are not signed, if there is one. `None` when they cannot be read or hold
/// several.
fn cap_waktu(atribut: Elemen<'_>) -> Option<Vec<&[u8]>> {
    let mut cap = Vec::new();
    for satu in atribut.anggota(KONTEKS_1)? {
        let [oid, nilai] = satu.anggota(SEQUENCE)?[..] else { return None };
        if oid.oid()? != CAP_WAKTU {
            continue;
        }
        let [nilai] = nilai.anggota(SET)?[..] else { return None };
        cap.push(nilai.mentah);
    }
    (cap.len() <= 1).then_some(cap)
}

fn urai_penanda(data: Data<'_>, jenis: ObjectIdentifier) -> Result<Wadah<'_>, Tolak> {
    let penanda = pecah(data.penanda).ok_or(Tolak::WadahRusak)?;
    let lainnya = data.sertifikat;
    let penanda_tangan =
        lainnya.iter().find(|satu| menunjuk(penanda.siapa, satu)).ok_or(Tolak::WadahRusak)?.clone();
    let cerna = Cerna::dari(penanda.cerna).ok_or(Tolak::AlgoritmaDitolak)?;
    let kunci = &penanda_tangan.isi.tbs_certificate.subject_public_key_info;
    if !algoritma::boleh(kunci, penanda.algoritma, cerna) {
        return Err(Tolak::AlgoritmaDitolak);
    }
    Ok(Wadah {
        penanda_tangan,
        lainnya,
        isi: data.isi,
        tanda: penanda.tanda,
        cap: penanda.cap,
        crl: data.crl,
        jenis,
        cerna,
        atribut: penanda.atribut,
        algoritma: penanda.algoritma,
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
    /// The signer signed exactly these bytes, with the certificate the attributes name.
    pub(super) fn memegang(&self, tercakup: &[&[u8]]) -> Result<(), Tolak> {
        if !self.isi_tetap(tercakup).ok_or(Tolak::WadahRusak)? {
            return Err(Tolak::IsiBerubah);
        }
        let sah = self.sertifikat_tetap().unwrap_or(false)
            && algoritma::sah(
                &self.penanda_tangan.isi.tbs_certificate.subject_public_key_info,
                self.algoritma,
                Some(self.cerna),
                &self.atribut.pesan(),
                self.tanda,
            );
        if sah { Ok(()) } else { Err(Tolak::TandaTanganRusak) }
    }

    /// Lists of revoked certificates, and answers about single ones, that the signer brought along.
    pub(super) fn arsip(&self) -> (Vec<&[u8]>, Vec<&[u8]>) {
        let (mut crl, mut ocsp) = (self.crl.clone(), Vec::new());
        let arsip = self.atribut.satu(ARSIP_PENCABUTAN).and_then(|satu| satu.anggota(SEQUENCE));
        for bagian in arsip.unwrap_or_default() {
            let tujuan = match bagian.tag {
                KONTEKS_0 => &mut crl,
                KONTEKS_1 => &mut ocsp,
                _ => continue,
            };
            let isi = bagian.anggota(bagian.tag).and_then(|isi| isi.first()?.anggota(SEQUENCE));
            tujuan.extend(isi.unwrap_or_default().iter().map(|satu| satu.mentah));
        }
        (crl, ocsp)
    }

    /// The signing time that some writers put into the attributes instead of `/M`.
    pub(super) fn waktu(&self) -> Option<OffsetDateTime> {
        let nilai = self.atribut.satu(rfc5911::ID_SIGNING_TIME)?;
        match nilai.tag {
            WAKTU_UMUM => waktu::umum(nilai.isi),
            WAKTU_UTC => waktu::utc(nilai.isi),
            _ => None,
        }
    }

    fn isi_tetap(&self, tercakup: &[&[u8]]) -> Option<bool> {
        let jenis = self.atribut.satu(rfc5911::ID_CONTENT_TYPE)?.oid()?;
        let tertulis = self.atribut.satu(rfc5911::ID_MESSAGE_DIGEST)?.nilai(OCTET_STRING)?;
        let terhitung = self.cerna.hitung(tercakup);
        Some(jenis == self.jenis && tertulis == terhitung.as_ref())
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
