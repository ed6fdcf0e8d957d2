//! Answers about single certificates (OCSP, RFC 6960), as files bring them along. Nobody is asked from here.

use const_oid::{
    ObjectIdentifier,
    db::{rfc5280, rfc5912},
};
use der::Decode;
use ring::digest;
use time::OffsetDateTime;
use x509_cert::ext::pkix::CrlReason;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus,
    SingleResponse,
};

use super::{
    algoritma,
    bukti::Kata,
    crl::sidik_penerbit,
    der::{BIT_STRING, Elemen, KONTEKS_0, SEQUENCE},
    sertifikat::Sertifikat,
};

/// A basic answer.
const DASAR: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
/// SHA-1, by which answers still name what they are about; nothing rests on it.
const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// What an answer says of a certificate; nothing when it is not by its issuer or whom the issuer lets answer.
pub(super) fn kata(
    der: &[u8],
    satu: &Sertifikat,
    penerbit: &Sertifikat,
    sekarang: OffsetDateTime,
) -> Option<Kata> {
    let jawaban = OcspResponse::from_der(der).ok()?;
    if jawaban.response_status != OcspResponseStatus::Successful {
        return None;
    }
    let isi = jawaban.response_bytes?;
    if isi.response_type != DASAR {
        return None;
    }
    let dasar = isi.response.as_bytes();
    let terurai = BasicOcspResponse::from_der(dasar).ok()?;
    let tentang = terurai
        .tbs_response_data
        .responses
        .iter()
        .find(|ini| menunjuk(&ini.cert_id, satu, penerbit))?;
    let pada = saat(terurai.tbs_response_data.produced_at)?;
    if sah(dasar, penerbit, pada, sekarang) { ucapan(tentang) } else { None }
}

fn ucapan(tentang: &SingleResponse) -> Option<Kata> {
    match &tentang.cert_status {
        CertStatus::Good(_) => Some(Kata::Baik {
            dari: saat(tentang.this_update)?,
            sampai: tentang.next_update.and_then(saat),
        }),
        CertStatus::Revoked(dicabut) => {
            let alasan = dicabut.revocation_reason;
            let surut = matches!(alasan, Some(CrlReason::KeyCompromise | CrlReason::CaCompromise));
            Some(Kata::Dicabut { pada: saat(dicabut.revocation_time)?, surut })
        }
        CertStatus::Unknown(_) => None,
    }
}

fn menunjuk(nama: &CertId, satu: &Sertifikat, penerbit: &Sertifikat) -> bool {
    let cerna = match nama.hash_algorithm.oid {
        SHA_1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        rfc5912::ID_SHA_256 => &digest::SHA256,
        rfc5912::ID_SHA_384 => &digest::SHA384,
        rfc5912::ID_SHA_512 => &digest::SHA512,
        _ => return false,
    };
    let sidik = sidik_penerbit(penerbit, |bita| digest::digest(cerna, bita).as_ref().to_vec());
    sidik.is_some_and(|(oleh, kunci)| {
        nama.issuer_name_hash.as_bytes() == oleh
            && nama.issuer_key_hash.as_bytes() == kunci
            && nama.serial_number == satu.isi.tbs_certificate.serial_number
    })
}

/// Signed by the issuer itself, or by a responder that the issuer certified for answering and nothing else.
fn sah(der: &[u8], penerbit: &Sertifikat, pada: OffsetDateTime, sekarang: OffsetDateTime) -> bool {
    if pada > sekarang + super::SELISIH_JAM {
        return false;
    }
    let Some(bagian) = Elemen::pertama(der).and_then(|luar| luar.anggota(SEQUENCE)) else {
        return false;
    };
    let (Some(data), Some(algoritma), Some(tanda)) = (bagian.first(), bagian.get(1), bagian.get(2))
    else {
        return false;
    };
    let Some((0, tanda)) =
        tanda.nilai(BIT_STRING).and_then(|isi| isi.split_first()).map(|(b, t)| (*b, t))
    else {
        return false;
    };
    let oleh = |siapa: &Sertifikat| {
        let kunci = &siapa.isi.tbs_certificate.subject_public_key_info;
        algoritma::sah(kunci, *algoritma, None, data.mentah, tanda)
    };
    if oleh(penerbit) {
        return true;
    }
    let penjawab =
        bagian.get(3).and_then(|satu| satu.anggota(KONTEKS_0)?.first()?.anggota(SEQUENCE));
    penjawab
        .unwrap_or_default()
        .iter()
        .take(4)
        .filter_map(|satu| Sertifikat::urai(satu.mentah))
        .any(|satu| {
            satu.khusus_untuk(rfc5280::ID_KP_OCSP_SIGNING)
                && satu.berlaku(pada)
                && satu.diterbitkan_oleh(penerbit)
                && oleh(&satu)
        })
}

fn saat(waktu: OcspGeneralizedTime) -> Option<OffsetDateTime> {
    let detik = i64::try_from(waktu.0.to_unix_duration().as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(detik).ok()
}
