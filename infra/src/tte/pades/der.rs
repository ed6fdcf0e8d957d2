//! A flat view of DER that keeps the bytes as they were signed.

use const_oid::ObjectIdentifier;
use der::{AnyRef, Decode, Reader, SliceReader};

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const WAKTU_UTC: u8 = 0x17;
pub(super) const WAKTU_UMUM: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
pub(super) const KONTEKS_0: u8 = 0xA0;
pub(super) const KONTEKS_1: u8 = 0xA1;

/// More members than any honest signature has.
const ANGGOTA_TERBANYAK: usize = 512;

/// One element: tag, value, and both with the length between them.
#[derive(Clone, Copy)]
pub(super) struct Elemen<'a> {
    pub(super) tag: u8,
    pub(super) isi: &'a [u8],
    pub(super) mentah: &'a [u8],
}

impl<'a> Elemen<'a> {
    /// The element at the start of `bita`; what follows is ignored.
    pub(super) fn pertama(bita: &'a [u8]) -> Option<Self> {
        let mentah = SliceReader::new(bita).ok()?.tlv_bytes().ok()?;
        let isi = AnyRef::from_der(mentah).ok()?.value();
        Some(Self { tag: *mentah.first()?, isi, mentah })
    }

    /// This element's members, when it has the tag.
    pub(super) fn anggota(self, tag: u8) -> Option<Vec<Self>> {
        if self.tag != tag {
            return None;
        }
        let mut sisa = self.isi;
        let mut anggota = Vec::new();
        while !sisa.is_empty() {
            let satu = Self::pertama(sisa)?;
            sisa = sisa.get(satu.mentah.len()..)?;
            anggota.push(satu);
            if anggota.len() > ANGGOTA_TERBANYAK {
                return None;
            }
        }
        Some(anggota)
    }

    /// The value, when this element has the tag.
    pub(super) fn nilai(self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.isi)
    }

    /// The object identifier this element is.
    pub(super) fn oid(self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.nilai(OID)?).ok()
    }
}
