//! What guards, fees and times may ask about a case.

use time::{Date, OffsetDateTime};

use super::Permohonan;
use crate::{
    akses::JenisUnit,
    kalender::{Kalender, ZonaWaktu},
    layanan::{Layanan, umur},
    nilai::Kode,
    privasi::UMUR_DEWASA,
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
    /// Nothing is billed: the case corrects what the office issued.
    pub bebas: bool,
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

    fn bebas_biaya(&self) -> bool {
        self.bebas
    }

    fn unit(&self, jenis: JenisUnit) -> Option<Kode> {
        self.unit.iter().find(|(satu, _)| *satu == jenis).map(|(_, kode)| kode.clone())
    }
}

/// Whether a case is about somebody under 18: by what it produces, by the birthday that was given, or by the applicant's own
/// age where the service asks for none.
pub(crate) fn menyangkut_anak(layanan: &Layanan, konteks: &KonteksUngkapan) -> bool {
    layanan.produk.iter().any(|produk| produk.jenis.untuk_anak())
        || konteks.pemohon.umur.is_some_and(|umur| umur < UMUR_DEWASA)
}

/// What expressions may ask about a case, at that moment on the office's wall clock.
pub(crate) fn konteks_kasus(
    permohonan: &Permohonan,
    layanan: &Layanan,
    terjawab: &[Option<Kode>],
    zona: ZonaWaktu,
    sekarang: OffsetDateTime,
) -> KonteksUngkapan {
    let hari_ini = zona.setempat(sekarang).date();
    let nik = permohonan.pemohon.nik.as_ref();
    let mut konteks = KonteksUngkapan {
        layanan: permohonan.layanan.clone(),
        varian: permohonan.varian.clone(),
        kanal: permohonan.kanal,
        isian: permohonan.isian.clone(),
        pemohon: PemohonUngkapan {
            umur: nik
                .and_then(|nik| nik.tanggal_lahir(hari_ini))
                .and_then(|lahir| umur(lahir, hari_ini)),
            wni: true,
            rentan: false,
        },
        berkas: terjawab.iter().flatten().cloned().collect(),
        putaran: 1,
        kuasa: permohonan.kuasa.is_some(),
        hari_sejak_peristiwa: None,
        terdaftar: zona.setempat(permohonan.dibuat_pada).date(),
        hari_ini,
    };
    layanan.artikan(&mut konteks);
    konteks
}
