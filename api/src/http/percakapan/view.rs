//! Conversations as clients read them.

use loket_domain::{
    halaman::Lembar,
    percakapan::{BalasanCepat, PercakapanTampil, Terantre, Terlampir},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of conversations.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPercakapan {
    /// In the order of the list.
    data: Vec<PercakapanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<PercakapanTampil>> for LembarPercakapan {
    fn from(lembar: Lembar<PercakapanTampil>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A conversation with a resident.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "6281*******890",
    "nama": "Siti Aminah",
    "nomor_layanan": "106540352242922",
    "belum_dibaca": 2,
    "terakhir_pada": "2026-01-05T02:00:00Z",
    "menunggu_sejak": "2026-01-05T01:50:00Z",
    "menit_menunggu": 10,
    "jendela": { "terbuka": true, "sampai": "2026-01-06T02:00:00Z" },
    "petugas": null,
    "bot_diam": true,
    "bot_diam_sejak": "2026-01-05T01:50:00Z",
    "permohonan": ["6311-2026-00042-7"],
    "versi": 4
}))]
pub(super) struct PercakapanView {
    /// Its id.
    id: Uuid,
    /// The resident's number, masked; null when WhatsApp hides it.
    nomor: Option<String>,
    /// Their profile name.
    nama: Option<String>,
    /// The id of the service number they write to.
    nomor_layanan: String,
    /// Messages for officers that none of them has seen.
    belum_dibaca: u32,
    /// When a person last wrote: the resident or an officer.
    #[serde(with = "time::serde::rfc3339")]
    terakhir_pada: OffsetDateTime,
    /// Since when it waits for an officer.
    #[serde(with = "time::serde::rfc3339::option")]
    menunggu_sejak: Option<OffsetDateTime>,
    /// For how many working minutes.
    menit_menunggu: Option<u64>,
    /// The 24 hours in which the resident may be answered freely.
    jendela: JendelaView,
    /// Who looks after it.
    petugas: Option<PemegangView>,
    /// Whether the bot is silent for an officer.
    bot_diam: bool,
    /// Since when.
    #[serde(with = "time::serde::rfc3339::option")]
    bot_diam_sejak: Option<OffsetDateTime>,
    /// Numbers of open cases, the oldest first, at most five.
    permohonan: Vec<String>,
    /// Grows with every change.
    versi: u64,
}

/// The 24 hours after the resident last wrote.
#[derive(Serialize, ToSchema)]
struct JendelaView {
    /// Whether they are not over.
    terbuka: bool,
    /// When they end; null when the resident never wrote.
    #[serde(with = "time::serde::rfc3339::option")]
    sampai: Option<OffsetDateTime>,
}

/// Who looks after a conversation.
#[derive(Serialize, ToSchema)]
struct PemegangView {
    /// The officer.
    id: Uuid,
    /// Full name.
    nama: Option<String>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    sejak: OffsetDateTime,
}

impl From<PercakapanTampil> for PercakapanView {
    fn from(tampil: PercakapanTampil) -> Self {
        let baris = tampil.baris;
        let (kotak, nama_petugas) = (baris.kotak, baris.nama_petugas);
        Self {
            id: kotak.kontak.uuid(),
            nomor: baris.nomor.map(|nomor| nomor.to_string()),
            nama: baris.nama.map(|nama| nama.buka().to_owned()),
            nomor_layanan: baris.nomor_layanan,
            belum_dibaca: kotak.belum_dibaca,
            terakhir_pada: kotak.terakhir.pada,
            menunggu_sejak: kotak.menunggu.map(|saat| saat.pada),
            menit_menunggu: tampil.menit_menunggu,
            jendela: JendelaView { terbuka: tampil.jendela_terbuka, sampai: tampil.jendela_sampai },
            petugas: kotak.tugas.map(|tugas| PemegangView {
                id: tugas.petugas.uuid(),
                nama: nama_petugas,
                sejak: tugas.pada,
            }),
            bot_diam: baris.petugas_sejak.is_some(),
            bot_diam_sejak: baris.petugas_sejak,
            permohonan: baris.kasus,
            versi: kotak.versi,
        }
    }
}

/// A message on its way.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "jendela_terbuka": true }))]
pub(super) struct PesanTerantreView {
    /// Its id in the thread.
    id: Uuid,
    /// Whether the resident may be answered freely now; otherwise it waits until they write again.
    jendela_terbuka: bool,
}

impl From<Terantre> for PesanTerantreView {
    fn from(satu: Terantre) -> Self {
        Self { id: satu.id.uuid(), jendela_terbuka: satu.jendela_terbuka }
    }
}

/// A note that was kept.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00" }))]
pub(super) struct CatatanBaruView {
    /// Its id in the thread.
    pub id: Uuid,
}

/// What became of an attached message: exactly one of the two.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "berkas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "catatan_id": null }))]
pub(super) struct TerlampirView {
    /// The paper that answers the requirement.
    berkas_id: Option<Uuid>,
    /// The note of the Forum.
    catatan_id: Option<Uuid>,
}

impl From<Terlampir> for TerlampirView {
    fn from(hasil: Terlampir) -> Self {
        match hasil {
            Terlampir::Berkas(id) => Self { berkas_id: Some(id.uuid()), catatan_id: None },
            Terlampir::Catatan(id) => Self { berkas_id: None, catatan_id: Some(id) },
        }
    }
}

/// The quick replies of the office.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarBalasanCepatView {
    /// By code.
    pub data: Vec<BalasanCepatView>,
}

/// A quick reply.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "terima_kasih",
    "judul": "Terima kasih",
    "isi": "Terima kasih {nama}. Permohonan {nomor} sudah kami terima. Salam, {kantor}.",
    "versi": 1
}))]
pub(super) struct BalasanCepatView {
    /// What officers type.
    kode: String,
    /// What they see in the list.
    judul: String,
    /// The text, with its places.
    isi: String,
    /// Its version.
    pub versi: u64,
}

impl From<BalasanCepat> for BalasanCepatView {
    fn from(satu: BalasanCepat) -> Self {
        Self { kode: satu.kode.into(), judul: satu.judul, isi: satu.isi, versi: satu.versi }
    }
}

/// A quick reply as a resident would get it.
#[derive(Serialize, ToSchema)]
#[schema(as = PratinjauBalasanView, example = json!({ "isi": "Terima kasih Siti. Permohonan 6311-2026-00042-7 sudah kami terima." }))]
pub(super) struct PratinjauView {
    /// The text.
    pub isi: String,
}
