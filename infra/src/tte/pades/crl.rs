//! Lists of revoked certificates (RFC 5280).

use base64::{Engine, engine::general_purpose::STANDARD};
use const_oid::db::rfc5280;
use der::{Decode, Encode};
use loket_domain::dokumen::{BacaanCrl, CrlDitolak, KeteranganCrl};
use time::OffsetDateTime;
use x509_cert::{
    crl::{CertificateList, RevokedCert},
    ext::pkix::{CrlReason, crl::dp::IssuingDistributionPoint},
    time::Time,
};

use super::{
    algoritma,
    bukti::Kata,
    der::{BIT_STRING, Elemen, SEQUENCE},
    orang,
    sertifikat::{self, Sertifikat},
};

/// All lists that an office keeps, together.
const SEMUA_TERBESAR: usize = 8 * 1024 * 1024;
/// How many lists an office keeps.
const DAFTAR_TERBANYAK: usize = 16;

const MULAI: &str = "-----BEGIN X509 CRL-----";
const AKHIR: &str = "-----END X509 CRL-----";

/// The lists in a PEM bundle, in DER; what cannot be read is left out.
pub(super) fn urai_pem(pem: &str) -> Vec<Vec<u8>> {
    pem.split(MULAI)
        .skip(1)
        .filter_map(|sisa| sisa.split_once(AKHIR))
        .filter_map(|(isi, _)| {
            let rapat: Vec<u8> = isi.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
            STANDARD.decode(rapat).ok()
        })
        .collect()
}

/// Reads what an office wants to keep: every list must be by one of its anchors.
pub(super) fn baca(isi: &[u8], jangkar_pem: &str) -> Result<BacaanCrl, CrlDitolak> {
    if isi.len() > SEMUA_TERBESAR {
        return Err(CrlDitolak::TerlaluBesar);
    }
    let semua = match std::str::from_utf8(isi) {
        Ok(pem) if pem.contains(MULAI) => {
            let semua = urai_pem(pem);
            if semua.len() != pem.matches(MULAI).count() {
                return Err(CrlDitolak::Rusak);
            }
            semua
        }
        _ => vec![isi.to_vec()],
    };
    if semua.len() > DAFTAR_TERBANYAK {
        return Err(CrlDitolak::TerlaluBesar);
    }
    let jangkar = sertifikat::urai_pem(jangkar_pem);
    let (mut pem, mut daftar) = (String::new(), Vec::new());
    for der in semua {
        let (crl, penerbit) = terbaca(&der, &jangkar)?;
        daftar.push(keterangan(&crl, penerbit).ok_or(CrlDitolak::Rusak)?);
        let satu = format!("{MULAI}\n{}\n{AKHIR}\n", STANDARD.encode(&der));
        pem.push_str(&satu);
    }
    Ok(BacaanCrl { pem, daftar })
}

fn terbaca<'a>(
    der: &[u8],
    jangkar: &'a [Sertifikat],
) -> Result<(CertificateList, &'a Sertifikat), CrlDitolak> {
    let crl = CertificateList::from_der(der).map_err(|_| CrlDitolak::Rusak)?;
    let penerbit = jangkar.iter().find(|satu| oleh(der, &crl, satu));
    penerbit.map(|penerbit| (crl, penerbit)).ok_or(CrlDitolak::PenerbitLain)
}

fn keterangan(crl: &CertificateList, penerbit: &Sertifikat) -> Option<KeteranganCrl> {
    let isi = &crl.tbs_cert_list;
    Some(KeteranganCrl {
        penerbit: orang::nama(penerbit),
        terbit_pada: waktu(isi.this_update)?,
        berikutnya_pada: isi.next_update.and_then(waktu),
        jumlah: u32::try_from(isi.revoked_certificates.as_ref().map_or(0, Vec::len)).ok()?,
    })
}

/// What a list says of a certificate; nothing when it is no list of its issuer, or not about certificates like it.
pub(super) fn kata(der: &[u8], satu: &Sertifikat, penerbit: &Sertifikat) -> Option<Kata> {
    let crl = CertificateList::from_der(der).ok()?;
    let lengkap = lingkup(&crl, satu)?;
    if !oleh(der, &crl, penerbit) {
        return None;
    }
    let isi = &crl.tbs_cert_list;
    let nomor = &satu.isi.tbs_certificate.serial_number;
    let tercantum =
        isi.revoked_certificates.iter().flatten().find(|satu| satu.serial_number == *nomor);
    match tercantum {
        Some(tercantum) => dicabut(tercantum),
        None if lengkap => Some(Kata::Baik {
            dari: waktu(isi.this_update)?,
            sampai: isi.next_update.and_then(waktu),
        }),
        None => None,
    }
}

fn dicabut(tercantum: &RevokedCert) -> Option<Kata> {
    let alasan = tercantum.crl_entry_extensions.iter().flatten();
    let alasan = alasan
        .filter(|satu| satu.extn_id == rfc5280::ID_CE_CRL_REASONS)
        .find_map(|satu| CrlReason::from_der(satu.extn_value.as_bytes()).ok());
    let surut = matches!(alasan, Some(CrlReason::KeyCompromise | CrlReason::CaCompromise));
    // Taken off a hold: the entry says that it is good again.
    if alasan == Some(CrlReason::RemoveFromCRL) {
        return None;
    }
    Some(Kata::Dicabut { pada: waktu(tercantum.revocation_date)?, surut })
}

/// Whether the list is by this authority.
fn oleh(der: &[u8], crl: &CertificateList, penerbit: &Sertifikat) -> bool {
    let bernama = crl.tbs_cert_list.issuer == penerbit.isi.tbs_certificate.subject;
    bernama && penerbit.boleh_mencabut() && ditandatangani(der, penerbit).unwrap_or(false)
}

fn ditandatangani(der: &[u8], penerbit: &Sertifikat) -> Option<bool> {
    let luar = Elemen::pertama(der)?;
    if luar.mentah.len() != der.len() {
        return None;
    }
    let bagian = luar.anggota(SEQUENCE)?;
    let [tbs, algoritma, tanda] = bagian[..] else { return None };
    let (0, tanda) = tanda.nilai(BIT_STRING)?.split_first().map(|(b, t)| (*b, t))? else {
        return None;
    };
    let kunci = &penerbit.isi.tbs_certificate.subject_public_key_info;
    Some(algoritma::sah(kunci, algoritma, None, tbs.mentah, tanda))
}

/// Whether the list covers this kind of certificate (`None` when it does not) and all reasons. Lists of other authorities'
/// certificates and lists of changes only are not understood, and so no evidence.
fn lingkup(crl: &CertificateList, satu: &Sertifikat) -> Option<bool> {
    let mut lengkap = true;
    for ekstensi in crl.tbs_cert_list.crl_extensions.iter().flatten() {
        if ekstensi.extn_id == rfc5280::ID_CE_ISSUING_DISTRIBUTION_POINT {
            let isi = ekstensi.extn_value.as_bytes();
            let titik = IssuingDistributionPoint::from_der(isi).ok()?;
            let penerbit = satu.boleh_menerbitkan(0);
            let lain = titik.only_contains_attribute_certs
                || titik.indirect_crl
                || (titik.only_contains_user_certs && penerbit)
                || (titik.only_contains_ca_certs && !penerbit);
            if lain {
                return None;
            }
            lengkap = titik.only_some_reasons.is_none();
        } else if ekstensi.critical || ekstensi.extn_id == rfc5280::ID_CE_DELTA_CRL_INDICATOR {
            return None;
        }
    }
    Some(lengkap)
}

pub(super) fn waktu(saat: Time) -> Option<OffsetDateTime> {
    let detik = i64::try_from(saat.to_unix_duration().as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(detik).ok()
}

/// The issuer's name and key, hashed as an answer names them.
pub(super) fn sidik_penerbit(
    penerbit: &Sertifikat,
    hitung: impl Fn(&[u8]) -> Vec<u8>,
) -> Option<(Vec<u8>, Vec<u8>)> {
    let tbs = &penerbit.isi.tbs_certificate;
    let nama = tbs.subject.to_der().ok()?;
    let kunci = tbs.subject_public_key_info.subject_public_key.as_bytes()?;
    Some((hitung(&nama), hitung(kunci)))
}
