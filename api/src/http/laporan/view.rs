//! The report as clients read it.

use loket_domain::{
    cetak::nama_singkat,
    laporan::{self, KepalaLaporan, Laporan, LaporanTertutup, RincianLaporan, Ringkasan},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::{JenisProduk, SaluranPenyerahan, hex};

/// What is counted.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kejadian {
    Dikirim,
    Sampai,
    Gagal,
    DiambilSendiri,
    DiambilKuasa,
    Ditarik,
}

impl From<laporan::Kejadian> for Kejadian {
    fn from(kejadian: laporan::Kejadian) -> Self {
        match kejadian {
            laporan::Kejadian::Dikirim => Self::Dikirim,
            laporan::Kejadian::Sampai => Self::Sampai,
            laporan::Kejadian::Gagal => Self::Gagal,
            laporan::Kejadian::DiambilSendiri => Self::DiambilSendiri,
            laporan::Kejadian::DiambilKuasa => Self::DiambilKuasa,
            laporan::Kejadian::Ditarik => Self::Ditarik,
        }
    }
}

/// Numbers of one kind on one channel.
#[derive(Serialize, ToSchema)]
struct BarisLaporanView {
    /// National kind.
    jenis: JenisProduk,
    /// Channel.
    saluran: SaluranPenyerahan,
    /// Sent, or laid ready at the counter.
    dikirim: u64,
    /// Delivered.
    sampai: u64,
    /// Failed.
    gagal: u64,
    /// Collected by the applicant.
    diambil_sendiri: u64,
    /// Collected by a parent, guardian or proxy.
    diambil_kuasa: u64,
    /// Taken back.
    ditarik: u64,
    /// On their way or waiting when the span ended.
    menunggu: u64,
}

/// How many of one kind were produced.
#[derive(Serialize, ToSchema)]
struct DihasilkanView {
    /// National kind.
    jenis: JenisProduk,
    /// Signed or finished.
    jumlah: u64,
}

/// A number of an earlier report that has changed since.
#[derive(Serialize, ToSchema)]
struct KoreksiView {
    /// Of which day.
    tanggal: String,
    /// National kind.
    jenis: JenisProduk,
    /// Channel.
    saluran: SaluranPenyerahan,
    /// Which number.
    kolom: String,
    /// By how much.
    selisih: i64,
}

/// The numbers of a report.
#[derive(Serialize, ToSchema)]
struct RingkasanView {
    /// Produced, by kind.
    dihasilkan: Vec<DihasilkanView>,
    /// By kind and channel.
    baris: Vec<BarisLaporanView>,
    /// Corrections of earlier reports; only in closed ones.
    koreksi: Vec<KoreksiView>,
}

impl From<Ringkasan> for RingkasanView {
    fn from(ringkasan: Ringkasan) -> Self {
        let baris = |satu: laporan::BarisLaporan| BarisLaporanView {
            jenis: satu.jenis.into(),
            saluran: satu.saluran.into(),
            dikirim: satu.dikirim,
            sampai: satu.sampai,
            gagal: satu.gagal,
            diambil_sendiri: satu.diambil_sendiri,
            diambil_kuasa: satu.diambil_kuasa,
            ditarik: satu.ditarik,
            menunggu: satu.menunggu,
        };
        let dihasilkan = |satu: laporan::Dihasilkan| DihasilkanView {
            jenis: satu.jenis.into(),
            jumlah: satu.jumlah,
        };
        let koreksi = |satu: laporan::Koreksi| KoreksiView {
            tanggal: satu.tanggal.to_string(),
            jenis: satu.jenis.into(),
            saluran: satu.saluran.into(),
            kolom: satu.kolom,
            selisih: satu.selisih,
        };
        Self {
            dihasilkan: ringkasan.dihasilkan.into_iter().map(dihasilkan).collect(),
            baris: ringkasan.baris.into_iter().map(baris).collect(),
            koreksi: ringkasan.koreksi.into_iter().map(koreksi).collect(),
        }
    }
}

/// A line of the list.
#[derive(Serialize, ToSchema)]
struct RincianView {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// The applicant; shortened for who lacks `permohonan.baca`.
    nama: String,
    /// The registration number.
    nomor: String,
    /// National kind.
    jenis: JenisProduk,
    /// The document.
    dokumen: String,
    /// Channel.
    saluran: SaluranPenyerahan,
    /// What happened.
    kejadian: Kejadian,
    /// Who did it; null when Loket itself did.
    petugas: Option<String>,
}

/// A report.
#[derive(Serialize, ToSchema)]
#[schema(as = LaporanPengambilanView, example = json!({
    "dari": "2026-11-23",
    "sampai": "2026-11-23",
    "ringkasan": {
        "dihasilkan": [{ "jenis": "ktp_el", "jumlah": 1 }],
        "baris": [{
            "jenis": "ktp_el", "saluran": "loket", "dikirim": 1, "sampai": 0, "gagal": 0,
            "diambil_sendiri": 1, "diambil_kuasa": 0, "ditarik": 0, "menunggu": 0
        }],
        "koreksi": []
    },
    "rincian": [{
        "pada": "2026-11-23T03:00:00Z", "nama": "Siti A.", "nomor": "6311-2026-00042-7", "jenis": "ktp_el",
        "dokumen": "KTP-el", "saluran": "loket", "kejadian": "diambil_sendiri", "petugas": "Halimah Contoh"
    }],
    "terpotong": false,
    "sha256": null,
    "ditutup_pada": null
}))]
pub(super) struct LaporanView {
    /// The first day.
    dari: String,
    /// The last day.
    sampai: String,
    /// The numbers.
    ringkasan: RingkasanView,
    /// The list, in order of time.
    rincian: Vec<RincianView>,
    /// Whether the list was cut; the numbers never are.
    terpotong: bool,
    /// Hash of a closed report; null for one that was just counted.
    sha256: Option<String>,
    /// When it was closed.
    #[serde(with = "time::serde::rfc3339::option")]
    ditutup_pada: Option<OffsetDateTime>,
}

impl LaporanView {
    pub(super) fn baru(laporan: Laporan, nama_penuh: bool) -> Self {
        let rincian = |satu: RincianLaporan| RincianView {
            pada: satu.pada,
            nama: if nama_penuh {
                satu.nama.buka().to_owned()
            } else {
                nama_singkat(satu.nama.buka())
            },
            nomor: satu.nomor,
            jenis: satu.jenis.into(),
            dokumen: satu.dokumen,
            saluran: satu.saluran.into(),
            kejadian: satu.kejadian.into(),
            petugas: satu.petugas,
        };
        Self {
            dari: laporan.dari.to_string(),
            sampai: laporan.sampai.to_string(),
            ringkasan: laporan.ringkasan.into(),
            rincian: laporan.rincian.into_iter().map(rincian).collect(),
            terpotong: laporan.terpotong,
            sha256: None,
            ditutup_pada: None,
        }
    }

    pub(super) fn tertutup(satu: LaporanTertutup, nama_penuh: bool) -> Self {
        Self {
            sha256: Some(hex(&satu.sha256)),
            ditutup_pada: Some(satu.dibuat_pada),
            ..Self::baru(satu.laporan, nama_penuh)
        }
    }
}

/// The head of a closed report.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "tanggal": "2026-11-23",
    "ringkasan": { "dihasilkan": [], "baris": [], "koreksi": [] },
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "ditutup_pada": "2026-11-23T10:00:00Z"
}))]
struct KepalaLaporanView {
    /// Its id.
    id: Uuid,
    /// The day.
    tanggal: String,
    /// The numbers.
    ringkasan: RingkasanView,
    /// Its hash.
    sha256: String,
    /// When it was closed.
    #[serde(with = "time::serde::rfc3339")]
    ditutup_pada: OffsetDateTime,
}

/// Closed reports.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarLaporanView {
    /// The latest day first.
    data: Vec<KepalaLaporanView>,
}

impl From<Vec<KepalaLaporan>> for DaftarLaporanView {
    fn from(semua: Vec<KepalaLaporan>) -> Self {
        let satu = |satu: KepalaLaporan| KepalaLaporanView {
            id: satu.id,
            tanggal: satu.tanggal.to_string(),
            ringkasan: satu.ringkasan.into(),
            sha256: hex(&satu.sha256),
            ditutup_pada: satu.dibuat_pada,
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}
