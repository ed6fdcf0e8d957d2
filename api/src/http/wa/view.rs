//! The channel and reports of scams as clients read them.

use loket_domain::{
    halaman::Lembar,
    percakapan::{
        self, ArusKanal, CatatanKanal, ElemenGagal, KeadaanKanal, LaporanPenipuan, NomorKanal,
        RingkasanKanal,
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// The state of WhatsApp.
#[derive(Serialize, ToSchema)]
pub(super) struct KanalView {
    /// Service numbers.
    nomor: Vec<NomorKanalView>,
    /// What is known of accounts.
    akun: Vec<KeadaanKanalView>,
    /// The newest events first, at most 20.
    peristiwa: Vec<PeristiwaKanalView>,
    /// What flows and what is stuck.
    arus: ArusView,
}

impl From<RingkasanKanal> for KanalView {
    fn from(ringkasan: RingkasanKanal) -> Self {
        let RingkasanKanal { nomor, mut keadaan, peristiwa, arus } = ringkasan;
        let nomor = nomor
            .into_iter()
            .map(|satu| {
                let id = Some(satu.phone_number_id.as_str());
                let milik = keadaan.iter().find(|k| k.phone_number_id.as_deref() == id).cloned();
                NomorKanalView::dari(satu, milik)
            })
            .collect();
        keadaan.retain(|satu| satu.phone_number_id.is_none());
        Self {
            nomor,
            akun: keadaan.into_iter().map(Into::into).collect(),
            peristiwa: peristiwa.into_iter().map(Into::into).collect(),
            arus: arus.into(),
        }
    }
}

/// A service number.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "phone_number_id": "106540352242922", "nomor_tampilan": "+62 800 1000 0001", "waba_id": "102290129340398",
    "keadaan": { "waba_id": "102290129340398", "mutu": "kuning", "batas": "TIER_2K", "status": null, "nama": null,
                 "diperbarui_pada": "2026-01-05T03:10:00Z" }
}))]
struct NomorKanalView {
    /// The channel's id of it.
    phone_number_id: String,
    /// As people see it.
    nomor_tampilan: String,
    /// The account it belongs to, when known.
    waba_id: Option<String>,
    /// What the channel last told of it; null when it told nothing yet.
    keadaan: Option<KeadaanKanalView>,
}

impl NomorKanalView {
    fn dari(satu: NomorKanal, keadaan: Option<KeadaanKanal>) -> Self {
        Self {
            phone_number_id: satu.phone_number_id,
            nomor_tampilan: satu.nomor_tampilan,
            waba_id: satu.waba_id,
            keadaan: keadaan.map(Into::into),
        }
    }
}

/// How well residents take what is sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Mutu {
    Merah,
    Kuning,
    Hijau,
}

impl From<percakapan::Mutu> for Mutu {
    fn from(mutu: percakapan::Mutu) -> Self {
        match mutu {
            percakapan::Mutu::Merah => Self::Merah,
            percakapan::Mutu::Kuning => Self::Kuning,
            percakapan::Mutu::Hijau => Self::Hijau,
        }
    }
}

/// What the channel told of a number or an account.
#[derive(Serialize, ToSchema)]
struct KeadaanKanalView {
    /// The account.
    waba_id: Option<String>,
    /// Quality.
    mutu: Option<Mutu>,
    /// Daily limit, in the channel's word.
    batas: Option<String>,
    /// The channel's last word on the account.
    status: Option<String>,
    /// Display name.
    nama: Option<String>,
    /// When it was last told.
    #[serde(with = "time::serde::rfc3339::option")]
    diperbarui_pada: Option<OffsetDateTime>,
}

impl From<KeadaanKanal> for KeadaanKanalView {
    fn from(satu: KeadaanKanal) -> Self {
        Self {
            waba_id: satu.waba_id,
            mutu: satu.mutu.map(Into::into),
            batas: satu.batas,
            status: satu.status,
            nama: satu.nama,
            diperbarui_pada: satu.diperbarui_pada,
        }
    }
}

/// Something that happened to the channel.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "jenis": "templat_keadaan", "waba_id": "102290129340398",
    "phone_number_id": null, "pada": "2026-01-05T03:10:00Z",
    "ringkasan": { "templat": "status_berubah", "bahasa": "id", "keadaan": "APPROVED", "alasan": null }
}))]
struct PeristiwaKanalView {
    /// Its id.
    id: Uuid,
    /// Its kind.
    jenis: String,
    /// The account.
    waba_id: Option<String>,
    /// The service number.
    phone_number_id: Option<String>,
    /// What; its members depend on the kind.
    #[schema(value_type = Object)]
    ringkasan: serde_json::Value,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<CatatanKanal> for PeristiwaKanalView {
    fn from(satu: CatatanKanal) -> Self {
        Self {
            id: satu.id,
            jenis: satu.jenis,
            waba_id: satu.waba_id,
            phone_number_id: satu.phone_number_id,
            ringkasan: satu.ringkasan,
            pada: satu.pada,
        }
    }
}

/// What flows and what is stuck. Counts stop at 10,000.
#[derive(Serialize, ToSchema)]
struct ArusView {
    /// When the last webhook came; null when none ever did.
    #[serde(with = "time::serde::rfc3339::option")]
    webhook_terakhir_pada: Option<OffsetDateTime>,
    /// Elements that wait to be processed.
    masuk_antre: u32,
    /// Messages that wait to be sent.
    keluar_antre: u32,
    /// Messages that wait for the resident.
    keluar_tertahan: u32,
    /// Elements that were given up, the newest first, at most 20.
    gagal: Vec<ElemenGagalView>,
}

impl From<ArusKanal> for ArusView {
    fn from(arus: ArusKanal) -> Self {
        Self {
            webhook_terakhir_pada: arus.webhook_terakhir,
            masuk_antre: arus.masuk_antre,
            keluar_antre: arus.keluar_antre,
            keluar_tertahan: arus.keluar_tertahan,
            gagal: arus.gagal.into_iter().map(Into::into).collect(),
        }
    }
}

/// An element that could not be processed.
#[derive(Serialize, ToSchema)]
struct ElemenGagalView {
    /// Its id.
    id: Uuid,
    /// The stable code of the reason.
    galat: Option<String>,
    /// How often it was tried.
    percobaan: u32,
    /// When it came.
    #[serde(with = "time::serde::rfc3339")]
    diterima_pada: OffsetDateTime,
}

impl From<ElemenGagal> for ElemenGagalView {
    fn from(satu: ElemenGagal) -> Self {
        Self {
            id: satu.id,
            galat: satu.galat,
            percobaan: satu.percobaan,
            diterima_pada: satu.diterima_pada,
        }
    }
}

/// Where a report stands: nobody looked at it, somebody acts, nothing is left to do.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanLaporan {
    Baru,
    Ditindak,
    Selesai,
}

impl From<percakapan::KeadaanLaporan> for KeadaanLaporan {
    fn from(keadaan: percakapan::KeadaanLaporan) -> Self {
        match keadaan {
            percakapan::KeadaanLaporan::Baru => Self::Baru,
            percakapan::KeadaanLaporan::Ditindak => Self::Ditindak,
            percakapan::KeadaanLaporan::Selesai => Self::Selesai,
        }
    }
}

impl From<KeadaanLaporan> for percakapan::KeadaanLaporan {
    fn from(keadaan: KeadaanLaporan) -> Self {
        match keadaan {
            KeadaanLaporan::Baru => Self::Baru,
            KeadaanLaporan::Ditindak => Self::Ditindak,
            KeadaanLaporan::Selesai => Self::Selesai,
        }
    }
}

/// A report of a scam.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kontak_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "6281234567890",
    "isi": "0812 3456 7890 mengaku petugas dan minta uang",
    "keadaan": "baru",
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "diubah_oleh": null,
    "diubah_pada": null
}))]
pub(super) struct LaporanView {
    /// Its id.
    id: Uuid,
    /// Who reports.
    kontak_id: Uuid,
    /// The number they name.
    nomor: Option<String>,
    /// Their words.
    isi: String,
    /// Where it stands.
    keadaan: KeadaanLaporan,
    /// When it was filed.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// Who last moved it.
    diubah_oleh: Option<Uuid>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    diubah_pada: Option<OffsetDateTime>,
}

impl From<LaporanPenipuan> for LaporanView {
    fn from(satu: LaporanPenipuan) -> Self {
        Self {
            id: satu.id.uuid(),
            kontak_id: satu.kontak.uuid(),
            nomor: satu.nomor.map(|nomor| nomor.buka().to_owned()),
            isi: satu.isi.buka().to_owned(),
            keadaan: satu.keadaan.into(),
            dibuat_pada: satu.dibuat_pada,
            diubah_oleh: satu.diubah.map(|(oleh, _)| oleh.uuid()),
            diubah_pada: satu.diubah.map(|(_, pada)| pada),
        }
    }
}

/// One page of reports.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarLaporan {
    /// The newest first.
    data: Vec<LaporanView>,
    /// Where the next page begins; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<LaporanPenipuan>> for LembarLaporan {
    fn from(lembar: Lembar<LaporanPenipuan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}
