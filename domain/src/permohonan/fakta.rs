//! What guards, fees and times may ask about a case.

use time::{Date, OffsetDateTime};

use super::{Berkas, KeadaanBerkas, Permohonan};
use crate::{
    akses::JenisUnit,
    kalender::{Kalender, ZonaWaktu},
    layanan::{Layanan, MaknaIsian},
    nilai::Kode,
    sop::{Penilai, Waktu},
    ungkapan::{KonteksUngkapan, PemohonUngkapan, Ungkapan},
};

/// The facts of one case at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Fakta {
    pub konteks: KonteksUngkapan,
    pub sekarang: OffsetDateTime,
    /// Absent when nothing of the SOP hangs on time.
    pub kalender: Option<Kalender>,
    /// The unit of the case and those above it.
    pub unit: Vec<(JenisUnit, Kode)>,
}

impl Penilai for Fakta {
    fn benar(&self, ungkapan: &Ungkapan, putaran: u32) -> bool {
        ungkapan.nilai_bool(&KonteksUngkapan { putaran, ..self.konteks.clone() })
    }

    fn sekarang(&self) -> OffsetDateTime {
        self.sekarang
    }

    fn hari_ini(&self) -> Date {
        self.konteks.hari_ini
    }

    fn tenggat(&self, waktu: Waktu) -> Option<OffsetDateTime> {
        let kalender = self.kalender.as_ref()?;
        kalender.tambah(self.sekarang, waktu.into()).ok().map(|tenggat| tenggat.saat)
    }

    fn unit(&self, jenis: JenisUnit) -> Option<Kode> {
        self.unit.iter().find(|(satu, _)| *satu == jenis).map(|(_, kode)| kode.clone())
    }
}

/// What expressions may ask about a case, at that moment on the office's wall clock.
pub(crate) fn konteks_kasus(
    permohonan: &Permohonan,
    layanan: &Layanan,
    berkas: &[Berkas],
    zona: ZonaWaktu,
    sekarang: OffsetDateTime,
) -> KonteksUngkapan {
    let sah = |satu: &&Berkas| matches!(satu.keadaan, KeadaanBerkas::Sah { .. });
    let hari_ini = zona.setempat(sekarang).date();
    let makna = |makna| jawaban(layanan, permohonan, makna);
    KonteksUngkapan {
        layanan: permohonan.layanan.clone(),
        varian: permohonan.varian.clone(),
        kanal: permohonan.kanal,
        isian: permohonan.isian.clone(),
        pemohon: PemohonUngkapan {
            umur: makna(MaknaIsian::TanggalLahir)
                .and_then(tanggal)
                .or_else(|| permohonan.pemohon.nik.as_ref()?.tanggal_lahir(hari_ini))
                .and_then(|lahir| umur(lahir, hari_ini)),
            wni: makna(MaknaIsian::Kewarganegaraan).is_none_or(|jawaban| jawaban != "oa"),
            rentan: rentan(layanan, permohonan),
        },
        berkas: berkas.iter().filter(sah).filter_map(|satu| satu.syarat.clone()).collect(),
        putaran: 1,
        kuasa: permohonan.kuasa.is_some(),
        hari_sejak_peristiwa: makna(MaknaIsian::TanggalPeristiwa)
            .and_then(tanggal)
            .and_then(|hari| u32::try_from((hari_ini - hari).whole_days()).ok()),
        terdaftar: zona.setempat(permohonan.dibuat_pada).date(),
        hari_ini,
    }
}

/// Whether the applicant named a vulnerable group (K-23).
pub(crate) fn rentan(layanan: &Layanan, permohonan: &Permohonan) -> bool {
    jawaban(layanan, permohonan, MaknaIsian::KelompokRentan)
        .is_some_and(|jawaban| jawaban != "tidak" && !jawaban.is_empty())
}

fn jawaban<'p>(
    layanan: &Layanan,
    permohonan: &'p Permohonan,
    makna: MaknaIsian,
) -> Option<&'p str> {
    let isian = layanan.isian.iter().filter(|isian| isian.makna == Some(makna));
    isian.filter_map(|isian| permohonan.isian.get(&isian.kode)).map(String::as_str).next()
}

/// A day as a field of days keeps it.
fn tanggal(teks: &str) -> Option<Date> {
    Date::parse(teks, time::macros::format_description!("[year]-[month]-[day]")).ok()
}

/// Whole years; `None` before birth.
fn umur(lahir: Date, hari_ini: Date) -> Option<u16> {
    let ulang_tahun = (hari_ini.month(), hari_ini.day()) >= (lahir.month(), lahir.day());
    u16::try_from(hari_ini.year() - lahir.year() - i32::from(!ulang_tahun)).ok()
}
