//! Certificates with the bytes that were signed.

use base64::{Engine, engine::general_purpose::STANDARD};
use const_oid::{ObjectIdentifier, db::rfc5912};
use der::{Decode, Encode};
use time::OffsetDateTime;
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages},
};

use super::{
    algoritma,
    der::{BIT_STRING, Elemen, SEQUENCE},
};

/// Extensions that are understood; any other critical one makes a certificate useless.
const EKSTENSI_DIKENAL: [&str; 6] = [
    // Basic constraints, key usage, subject alternative name.
    "2.5.29.19",
    "2.5.29.15",
    "2.5.29.17",
    // Certificate policies, extended key usage, CRL distribution points.
    "2.5.29.32",
    "2.5.29.37",
    "2.5.29.31",
];
/// Purposes a certificate that signs documents may have, when they are limited: any, mail, client, document signing in
/// general, of Microsoft and of Adobe.
const TUJUAN_DOKUMEN: [ObjectIdentifier; 6] = [
    rfc5912::ANY_EXTENDED_KEY_USAGE,
    rfc5912::ID_KP_EMAIL_PROTECTION,
    rfc5912::ID_KP_CLIENT_AUTH,
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
];
const JANGKAR_TERBANYAK: usize = 64;

/// A certificate, parsed and as it came.
#[derive(Clone)]
pub(super) struct Sertifikat {
    pub(super) der: Vec<u8>,
    pub(super) isi: Certificate,
}

impl Sertifikat {
    /// Reads one certificate.
    pub(super) fn urai(der: &[u8]) -> Option<Self> {
        Some(Self { der: der.to_vec(), isi: Certificate::from_der(der).ok()? })
    }

    /// Serial number in lower-case hex.
    pub(super) fn nomor(&self) -> String {
        hex::encode(self.isi.tbs_certificate.serial_number.as_bytes())
    }

    /// The issuer's name in DER.
    pub(super) fn penerbit(&self) -> Vec<u8> {
        self.isi.tbs_certificate.issuer.to_der().unwrap_or_default()
    }

    /// Whether `penerbit` is named as issuer and signed this certificate.
    pub(super) fn diterbitkan_oleh(&self, penerbit: &Self) -> bool {
        let bernama = self.isi.tbs_certificate.issuer == penerbit.isi.tbs_certificate.subject;
        bernama && self.ditandatangani(penerbit).unwrap_or(false)
    }

    fn ditandatangani(&self, penerbit: &Self) -> Option<bool> {
        let bagian = Elemen::pertama(&self.der)?.anggota(SEQUENCE)?;
        let [tbs, algoritma, tanda] = bagian[..] else { return None };
        // The first byte of a bit string counts its unused bits.
        let (0, tanda) = tanda.nilai(BIT_STRING)?.split_first().map(|(b, t)| (*b, t))? else {
            return None;
        };
        let kunci = &penerbit.isi.tbs_certificate.subject_public_key_info;
        Some(algoritma::sah(kunci, algoritma, None, tbs.mentah, tanda))
    }

    /// Whether this certificate may issue others, with `di_bawah` authorities between it and the signer.
    pub(super) fn boleh_menerbitkan(&self, di_bawah: usize) -> bool {
        let Ok(Some((_, batas))) = self.isi.tbs_certificate.get::<BasicConstraints>() else {
            return false;
        };
        let jarak = batas.path_len_constraint.is_none_or(|jarak| di_bawah <= usize::from(jarak));
        batas.ca && jarak && self.dipakai_untuk(KeyUsages::KeyCertSign.into()) && self.dimengerti()
    }

    /// Whether this certificate may sign documents.
    pub(super) fn boleh_menandatangani(&self) -> bool {
        let tujuan = match self.tujuan() {
            Ok(None) => true,
            Ok(Some(tujuan)) => tujuan.iter().any(|satu| TUJUAN_DOKUMEN.contains(satu)),
            Err(()) => false,
        };
        tujuan
            && self.dipakai_untuk(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation)
            && self.dimengerti()
    }

    /// Whether this certificate is for one purpose and nothing else, and may sign.
    pub(super) fn khusus_untuk(&self, satu: ObjectIdentifier) -> bool {
        self.tujuan().is_ok_and(|tujuan| tujuan.is_some_and(|tujuan| tujuan == [satu]))
            && self.dipakai_untuk(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation)
            && self.dimengerti()
    }

    /// Whether this certificate may issue lists of revoked certificates.
    pub(super) fn boleh_mencabut(&self) -> bool {
        self.dipakai_untuk(KeyUsages::CRLSign.into())
    }

    /// The extended key usage, when it is limited.
    fn tujuan(&self) -> Result<Option<Vec<ObjectIdentifier>>, ()> {
        match self.isi.tbs_certificate.get::<ExtendedKeyUsage>() {
            Ok(None) => Ok(None),
            Ok(Some((_, tujuan))) => Ok(Some(tujuan.0)),
            Err(_) => Err(()),
        }
    }

    /// Whether the certificate is within its validity.
    pub(super) fn berlaku(&self, pada: OffsetDateTime) -> bool {
        let masa = &self.isi.tbs_certificate.validity;
        let Ok(detik) = u64::try_from(pada.unix_timestamp()) else { return false };
        let mulai = masa.not_before.to_unix_duration().as_secs();
        (mulai..=masa.not_after.to_unix_duration().as_secs()).contains(&detik)
    }

    /// Whether the validity has not begun.
    pub(super) fn belum_berlaku(&self, pada: OffsetDateTime) -> bool {
        let mulai = self.isi.tbs_certificate.validity.not_before.to_unix_duration().as_secs();
        i64::try_from(mulai).is_ok_and(|mulai| pada.unix_timestamp() < mulai)
    }

    /// The end of the validity.
    pub(super) fn berlaku_sampai(&self) -> Option<OffsetDateTime> {
        let akhir = self.isi.tbs_certificate.validity.not_after.to_unix_duration().as_secs();
        OffsetDateTime::from_unix_timestamp(i64::try_from(akhir).ok()?).ok()
    }

    /// Any of the usages, or no restriction at all.
    fn dipakai_untuk(&self, salah_satu: der::flagset::FlagSet<KeyUsages>) -> bool {
        match self.isi.tbs_certificate.get::<KeyUsage>() {
            Ok(Some((_, guna))) => !(guna.0 & salah_satu).is_empty(),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    fn dimengerti(&self) -> bool {
        let ekstensi = self.isi.tbs_certificate.extensions.as_deref().unwrap_or_default();
        ekstensi
            .iter()
            .filter(|satu| satu.critical)
            .all(|satu| EKSTENSI_DIKENAL.contains(&satu.extn_id.to_string().as_str()))
    }
}

/// The certificates in a PEM bundle; what cannot be read is left out.
pub(super) fn urai_pem(pem: &str) -> Vec<Sertifikat> {
    pem.split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .take(JANGKAR_TERBANYAK)
        .filter_map(|sisa| sisa.split_once("-----END CERTIFICATE-----"))
        .filter_map(|(isi, _)| {
            let rapat: Vec<u8> = isi.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
            Sertifikat::urai(&STANDARD.decode(rapat).ok()?)
        })
        .collect()
}
