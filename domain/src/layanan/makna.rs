//! What the answers of an applicant mean to the rules of the law.

use time::{Date, macros::format_description};

use super::{JenisProduk, Layanan, MaknaIsian};
use crate::{nilai::Kode, ungkapan::KonteksUngkapan};

impl Layanan {
    /// Fills in what the answers so far mean: age, citizenship, vulnerable group, days since the event.
    pub fn artikan(&self, konteks: &mut KonteksUngkapan) {
        let hari_ini = konteks.hari_ini;
        if let Some(lahir) = self.jawaban(konteks, MaknaIsian::TanggalLahir).and_then(tanggal) {
            konteks.pemohon.umur = umur(lahir, hari_ini);
        }
        if let Some(jawaban) = self.jawaban(konteks, MaknaIsian::Kewarganegaraan) {
            konteks.pemohon.wni = jawaban != "oa";
        }
        if let Some(jawaban) = self.jawaban(konteks, MaknaIsian::KelompokRentan) {
            konteks.pemohon.rentan = jawaban != "tidak" && !jawaban.is_empty();
        }
        if let Some(hari) = self.jawaban(konteks, MaknaIsian::TanggalPeristiwa).and_then(tanggal) {
            konteks.hari_sejak_peristiwa = u32::try_from((hari_ini - hari).whole_days()).ok();
        }
    }

    /// The birthday of whom the case is about, and the field that asks for it; the day of the event where the event is a
    /// birth.
    pub fn tanggal_lahir(&self, konteks: &KonteksUngkapan) -> Option<(&Kode, Date)> {
        let kelahiran = self.memuat(JenisProduk::AktaKelahiran);
        let makna = [MaknaIsian::TanggalLahir, MaknaIsian::TanggalPeristiwa];
        let makna = makna.into_iter().take(1 + usize::from(kelahiran));
        makna
            .filter_map(|makna| self.isian.iter().find(|isian| isian.makna == Some(makna)))
            .find_map(|isian| Some((&isian.kode, tanggal(konteks.isian.get(&isian.kode)?)?)))
    }

    /// Whether the child has an akta kelahiran, where a field asks for it; and the field.
    pub fn punya_akta(&self, konteks: &KonteksUngkapan) -> Option<(&Kode, bool)> {
        let isian = self.isian.iter().find(|isian| isian.makna == Some(MaknaIsian::PunyaAkta))?;
        Some((&isian.kode, konteks.isian.get(&isian.kode)? != "tidak"))
    }

    /// Whether a case of it may bring forth such a product.
    pub fn memuat(&self, jenis: JenisProduk) -> bool {
        self.produk.iter().any(|produk| produk.jenis == jenis)
    }

    fn jawaban<'k>(&self, konteks: &'k KonteksUngkapan, makna: MaknaIsian) -> Option<&'k str> {
        let isian = self.isian.iter().filter(|isian| isian.makna == Some(makna));
        isian.filter_map(|isian| konteks.isian.get(&isian.kode)).map(String::as_str).next()
    }
}

/// A day as a field of days keeps it.
fn tanggal(teks: &str) -> Option<Date> {
    Date::parse(teks, format_description!("[year]-[month]-[day]")).ok()
}

/// Whole years; `None` before birth.
pub(crate) fn umur(lahir: Date, hari_ini: Date) -> Option<u16> {
    let ulang_tahun = (hari_ini.month(), hari_ini.day()) >= (lahir.month(), lahir.day());
    u16::try_from(hari_ini.year() - lahir.year() - i32::from(!ulang_tahun)).ok()
}
