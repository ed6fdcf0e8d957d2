//! Working time as clients read it.

use loket_domain::kalender::{
    self, CatatanImpor, HariKerjaKhusus, HasilImporLibur, KalenderKantor, Libur, SebabCatatan,
    TenggatTerhitung,
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::isian::JamKerjaIsi;
use crate::http::kata::ZonaWaktu;

/// When an office works.
#[derive(Serialize, ToSchema)]
pub(super) struct KalenderView {
    /// The zone of its wall clock.
    zona: ZonaWaktu,
    /// Its hours.
    jam: JamKerjaIsi,
    /// The year of `libur_nasional`.
    #[schema(example = 2026)]
    tahun: i32,
    /// National holidays and cuti bersama of that year.
    libur_nasional: Vec<LiburView>,
    /// The office's own holidays, of every year.
    libur_kantor: Vec<LiburView>,
    /// Days on which the office works whatever holidays and the week say.
    hari_kerja_khusus: Vec<KhususView>,
}

impl KalenderView {
    pub(super) fn baru(kantor: &KalenderKantor, tahun: i32) -> Self {
        Self {
            zona: kantor.kalender.zona.into(),
            jam: (&kantor.kalender.jam).into(),
            tahun,
            libur_nasional: kantor.libur_nasional(tahun).map(Into::into).collect(),
            libur_kantor: kantor.libur_kantor().map(Into::into).collect(),
            hari_kerja_khusus: kantor.hari_kerja_khusus().map(Into::into).collect(),
        }
    }
}

/// Where a holiday comes from.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum JenisLibur {
    Nasional,
    CutiBersama,
    Daerah,
}

impl From<kalender::JenisLibur> for JenisLibur {
    fn from(jenis: kalender::JenisLibur) -> Self {
        match jenis {
            kalender::JenisLibur::Nasional => Self::Nasional,
            kalender::JenisLibur::CutiBersama => Self::CutiBersama,
            kalender::JenisLibur::Daerah => Self::Daerah,
        }
    }
}

/// A holiday.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tanggal": "2026-04-08", "nama": "Hari Jadi Kabupaten", "jenis": "daerah", "perkiraan": false
}))]
struct LiburView {
    /// The day, `YYYY-MM-DD`.
    tanggal: String,
    /// What it is called.
    nama: String,
    /// Where it comes from.
    jenis: JenisLibur,
    /// Whether the date may still move.
    perkiraan: bool,
}

impl From<&Libur> for LiburView {
    fn from(libur: &Libur) -> Self {
        Self {
            tanggal: libur.tanggal.to_string(),
            nama: libur.nama.clone(),
            jenis: libur.jenis.into(),
            perkiraan: libur.perkiraan,
        }
    }
}

/// A special working day.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tanggal": "2026-12-24", "nama": "Piket pelayanan cuti bersama Natal", "jam": ["08:00-12:00"]
}))]
struct KhususView {
    /// The day, `YYYY-MM-DD`.
    tanggal: String,
    /// Why the office works then.
    nama: String,
    /// Its own hours; empty when those of its weekday hold.
    jam: Vec<String>,
}

impl From<&HariKerjaKhusus> for KhususView {
    fn from(satu: &HariKerjaKhusus) -> Self {
        Self {
            tanggal: satu.tanggal().to_string(),
            nama: satu.nama().to_owned(),
            jam: satu.jam().iter().map(ToString::to_string).collect(),
        }
    }
}

/// What an import changed, or would change.
#[derive(Serialize, ToSchema)]
pub(super) struct ImporView {
    /// Whether nothing was stored.
    uji_coba: bool,
    /// Days that were not known.
    ditambah: Vec<LiburView>,
    /// Days that have another name.
    diganti: Vec<DigantiView>,
    /// How many days say the same already.
    #[schema(example = 3)]
    sama: usize,
    /// Days on which the office works all the same, as it declared.
    tetap_buka: Vec<String>,
    /// Events of the file that were left out or only partly taken over.
    catatan: Vec<CatatanView>,
}

impl ImporView {
    pub(super) fn baru(hasil: &HasilImporLibur, uji_coba: bool) -> Self {
        let diganti = |(lama, baru): &(Libur, Libur)| DigantiView {
            tanggal: baru.tanggal.to_string(),
            sebelum: lama.nama.clone(),
            sesudah: baru.nama.clone(),
        };
        Self {
            uji_coba,
            ditambah: hasil.ditambah.iter().map(Into::into).collect(),
            diganti: hasil.diganti.iter().map(diganti).collect(),
            sama: hasil.sama,
            tetap_buka: hasil.tetap_buka.iter().map(ToString::to_string).collect(),
            catatan: hasil.catatan.iter().map(Into::into).collect(),
        }
    }
}

/// A day that has another name.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tanggal": "2026-04-08", "sebelum": "Hari Jadi", "sesudah": "Hari Jadi Kabupaten ke-24"
}))]
struct DigantiView {
    /// The day, `YYYY-MM-DD`.
    tanggal: String,
    /// Its name before.
    sebelum: String,
    /// Its name after.
    sesudah: String,
}

/// An event that was left out or only partly taken over.
#[derive(Serialize, ToSchema)]
#[schema(as = CatatanKalenderView, example = json!({
    "baris": 12, "kode": "bukan_seharian", "pesan": "Bukan kegiatan sehari penuh, jadi dilewati."
}))]
struct CatatanView {
    /// The line of the file on which it begins, from 1.
    baris: usize,
    /// Stable code.
    kode: &'static str,
    /// What happened to it.
    pesan: &'static str,
}

impl From<&CatatanImpor> for CatatanView {
    fn from(catatan: &CatatanImpor) -> Self {
        let (kode, pesan) = match catatan.sebab {
            SebabCatatan::BukanSeharian => {
                ("bukan_seharian", "Bukan kegiatan sehari penuh, jadi dilewati.")
            }
            SebabCatatan::Dibatalkan => ("dibatalkan", "Kegiatan ini dibatalkan, jadi dilewati."),
            SebabCatatan::BerulangSekaliSaja => (
                "berulang_sekali_saja",
                "Kegiatan ini berulang; hanya tanggal pertamanya yang diambil.",
            ),
        };
        Self { baris: catatan.baris, kode, pesan }
    }
}

/// When something would be due, and why.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "durasi": "1 sampai 7 hari kerja",
    "dihitung_mulai": "2026-11-23T09:30:00+08:00",
    "paling_cepat": "2026-11-24T16:00:00+08:00",
    "jatuh_tempo": "2026-12-02T16:00:00+08:00",
    "penjelasan": ["Janji layanan: 1 sampai 7 hari kerja."]
}))]
pub(super) struct HitungView {
    /// How long it may take.
    durasi: String,
    /// When counting begins.
    #[serde(with = "time::serde::rfc3339")]
    dihitung_mulai: OffsetDateTime,
    /// The lower end of a range.
    #[serde(with = "time::serde::rfc3339::option")]
    paling_cepat: Option<OffsetDateTime>,
    /// The minute by whose end it is due.
    #[serde(with = "time::serde::rfc3339")]
    jatuh_tempo: OffsetDateTime,
    /// Why it is due then, line by line.
    penjelasan: Vec<String>,
}

impl From<TenggatTerhitung> for HitungView {
    fn from(hitungan: TenggatTerhitung) -> Self {
        let tenggat = hitungan.ringkasan.tenggat;
        Self {
            durasi: hitungan.durasi.kalimat(),
            dihitung_mulai: tenggat.mulai,
            paling_cepat: tenggat.paling_cepat,
            jatuh_tempo: tenggat.saat,
            penjelasan: hitungan.penjelasan,
        }
    }
}
