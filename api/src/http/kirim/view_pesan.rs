//! Messages of the outbox as clients read them.

use loket_domain::{
    halaman::Lembar,
    outbox::{
        Golongan, IsiPesan, JejakPesan, KODE_DISEMBUNYIKAN, KeadaanPesan, RincianPesan, penjelasan,
    },
    percakapan::TahapKirim,
    permohonan::PermohonanId,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where a message stands: it waits for its turn, is being sent, was taken by WhatsApp, waits for the resident, failed, or is
/// not sent by a rule or an officer.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanPesan)]
pub(super) enum KeadaanPesanView {
    Antre,
    Mengirim,
    Terkirim,
    Tertahan,
    Gagal,
    Dilewati,
}

impl From<KeadaanPesan> for KeadaanPesanView {
    fn from(keadaan: KeadaanPesan) -> Self {
        match keadaan {
            KeadaanPesan::Antre => Self::Antre,
            KeadaanPesan::Mengirim => Self::Mengirim,
            KeadaanPesan::Terkirim => Self::Terkirim,
            KeadaanPesan::Tertahan => Self::Tertahan,
            KeadaanPesan::Gagal => Self::Gagal,
            KeadaanPesan::Dilewati => Self::Dilewati,
        }
    }
}

impl From<KeadaanPesanView> for KeadaanPesan {
    fn from(keadaan: KeadaanPesanView) -> Self {
        match keadaan {
            KeadaanPesanView::Antre => Self::Antre,
            KeadaanPesanView::Mengirim => Self::Mengirim,
            KeadaanPesanView::Terkirim => Self::Terkirim,
            KeadaanPesanView::Tertahan => Self::Tertahan,
            KeadaanPesanView::Gagal => Self::Gagal,
            KeadaanPesanView::Dilewati => Self::Dilewati,
        }
    }
}

/// What a message is for.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GolonganPesan)]
pub(super) enum GolonganView {
    Balasan,
    Kabar,
    Kelengkapan,
    Dokumen,
    Pengingat,
    Petugas,
    Kode,
}

impl From<Golongan> for GolonganView {
    fn from(golongan: Golongan) -> Self {
        match golongan {
            Golongan::Balasan => Self::Balasan,
            Golongan::Kabar => Self::Kabar,
            Golongan::Kelengkapan => Self::Kelengkapan,
            Golongan::Dokumen => Self::Dokumen,
            Golongan::Pengingat => Self::Pengingat,
            Golongan::Petugas => Self::Petugas,
            Golongan::Kode => Self::Kode,
        }
    }
}

impl From<GolonganView> for Golongan {
    fn from(golongan: GolonganView) -> Self {
        match golongan {
            GolonganView::Balasan => Self::Balasan,
            GolonganView::Kabar => Self::Kabar,
            GolonganView::Kelengkapan => Self::Kelengkapan,
            GolonganView::Dokumen => Self::Dokumen,
            GolonganView::Pengingat => Self::Pengingat,
            GolonganView::Petugas => Self::Petugas,
            GolonganView::Kode => Self::Kode,
        }
    }
}

/// How far a message came.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatusPesan)]
enum StatusView {
    Sent,
    Delivered,
    Read,
    Failed,
}

impl From<TahapKirim> for StatusView {
    fn from(tahap: TahapKirim) -> Self {
        match tahap {
            TahapKirim::Sent => Self::Sent,
            TahapKirim::Delivered => Self::Delivered,
            TahapKirim::Read => Self::Read,
            TahapKirim::Failed => Self::Failed,
        }
    }
}

/// Why a message is where it is.
#[derive(Serialize, ToSchema)]
#[schema(as = SebabPesan, example = json!({
    "kode": "wa_131026",
    "kalimat": "Pesan tidak dapat diterima: nomor ini tidak memakai WhatsApp, atau aplikasinya terlalu lama.",
    "tindakan": "Hubungi pemohon lewat telepon, surel, atau di loket."
}))]
pub(super) struct SebabView {
    /// Stable code.
    kode: String,
    /// What happened.
    kalimat: &'static str,
    /// What can be done.
    tindakan: &'static str,
}

impl From<String> for SebabView {
    fn from(kode: String) -> Self {
        let kata = penjelasan(&kode);
        Self { kode, kalimat: kata.kalimat, tindakan: kata.tindakan }
    }
}

/// What a message cost.
#[derive(Serialize, ToSchema)]
#[schema(as = BiayaPesan, example = json!({ "kategori": "utility", "ditagih": true }))]
struct BiayaView {
    /// The category in WhatsApp's word.
    kategori: String,
    /// Whether it is charged.
    ditagih: bool,
}

/// A message without what it says.
#[derive(Serialize, ToSchema)]
#[schema(as = RingkasPesan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kontak_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "phone_number_id": "1471",
    "golongan": "kabar",
    "jenis": "teks",
    "keadaan": "tertahan",
    "status": null,
    "sebab": {
        "kode": "jendela_tutup",
        "kalimat": "Warga sudah lebih dari 24 jam tidak menulis, jadi WhatsApp hanya menerima templat.",
        "tindakan": "Pesan dikirim sendiri setelah warga menulis lagi. Bila mendesak, hubungi warga lewat saluran lain."
    },
    "percobaan": 1,
    "mungkin_ganda": false,
    "belum_pasti": false,
    "biaya": null,
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "selesai_pada": null
}))]
pub(super) struct RingkasPesanView {
    /// Its id.
    id: Uuid,
    /// To which contact.
    kontak_id: Uuid,
    /// The case it speaks of.
    permohonan_id: Option<Uuid>,
    /// The service number it leaves through.
    phone_number_id: String,
    /// What it is for.
    golongan: GolonganView,
    /// What kind: `teks`, `tombol`, `daftar`, `dokumen`, `tautan`, `gambar`, `templat` or `kode`.
    jenis: String,
    /// Where it stands.
    keadaan: KeadaanPesanView,
    /// How far it came; null before WhatsApp said anything.
    status: Option<StatusView>,
    /// Why; null when there is nothing to say.
    sebab: Option<SebabView>,
    /// How often sending was begun.
    percobaan: u32,
    /// Whether it may have arrived twice.
    mungkin_ganda: bool,
    /// Whether nobody knows if an earlier attempt arrived.
    belum_pasti: bool,
    /// What it cost; null before WhatsApp said so.
    biaya: Option<BiayaView>,
    /// When it was queued.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it left, failed or was ended.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

impl From<RincianPesan> for RingkasPesanView {
    fn from(pesan: RincianPesan) -> Self {
        Self {
            id: pesan.id.uuid(),
            kontak_id: pesan.kontak.uuid(),
            permohonan_id: pesan.permohonan.map(PermohonanId::uuid),
            phone_number_id: pesan.phone_number_id,
            golongan: pesan.golongan.into(),
            jenis: pesan.jenis,
            keadaan: pesan.keadaan.into(),
            status: pesan.status.map(Into::into),
            sebab: pesan.galat.map(Into::into),
            percobaan: pesan.percobaan,
            mungkin_ganda: pesan.mungkin_ganda,
            belum_pasti: pesan.kabur,
            biaya: pesan
                .biaya
                .map(|biaya| BiayaView { kategori: biaya.kategori, ditagih: biaya.ditagih }),
            dibuat_pada: pesan.dibuat_pada,
            selesai_pada: pesan.selesai_pada,
        }
    }
}

/// One page of messages.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPesan {
    /// The newest first.
    data: Vec<RingkasPesanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<RincianPesan>> for LembarPesan {
    fn from(lembar: Lembar<RincianPesan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// One state that a message went through.
#[derive(Serialize, ToSchema)]
#[schema(as = JejakPesan, example = json!({
    "urutan": 3, "keadaan": "terkirim", "status": "delivered", "sebab": null, "catatan": null,
    "pada": "2026-01-05T03:10:02Z"
}))]
struct JejakView {
    /// Which state, from 1.
    urutan: u32,
    /// Where it stood.
    keadaan: KeadaanPesanView,
    /// How far it had come.
    status: Option<StatusView>,
    /// Why.
    sebab: Option<SebabView>,
    /// What an officer said about it.
    catatan: Option<String>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// A message with everything that happened to it.
#[derive(Serialize, ToSchema)]
#[schema(as = PesanKeluar)]
pub(super) struct PesanView {
    /// The message.
    #[serde(flatten)]
    ringkas: RingkasPesanView,
    /// What it says, by kind; null for those who may not read cases.
    #[schema(value_type = Option<Object>)]
    isi: Option<serde_json::Value>,
    /// Every state it went through, the oldest first.
    jejak: Vec<JejakView>,
}

/// What a message says, without keys of the storage and hashes.
fn isi(isi: &IsiPesan) -> serde_json::Value {
    use serde_json::json;
    match isi {
        IsiPesan::Teks { isi } => json!({ "jenis": "teks", "isi": isi }),
        IsiPesan::Tombol { isi, tombol } => {
            let judul: Vec<_> = tombol.iter().map(|(_, judul)| judul).collect();
            json!({ "jenis": "tombol", "isi": isi, "tombol": judul })
        }
        IsiPesan::Daftar { isi, baris, .. } => {
            let judul: Vec<_> = baris.iter().map(|(_, judul, _)| judul).collect();
            json!({ "jenis": "daftar", "isi": isi, "baris": judul })
        }
        IsiPesan::Dokumen { nama_berkas, keterangan, .. } => {
            json!({ "jenis": "dokumen", "isi": keterangan, "nama_berkas": nama_berkas })
        }
        // The address may let its bearer act for the resident.
        IsiPesan::Tautan { isi, judul, .. } => {
            json!({ "jenis": "tautan", "isi": isi, "judul": judul })
        }
        IsiPesan::Gambar { keterangan, .. } => json!({ "jenis": "gambar", "isi": keterangan }),
        IsiPesan::Templat { nama, isian, .. } => {
            json!({ "jenis": "templat", "nama": nama, "isian": isian })
        }
        IsiPesan::Kode { nama, .. } => {
            json!({ "jenis": "kode", "nama": nama, "isi": KODE_DISEMBUNYIKAN })
        }
    }
}

impl From<(RincianPesan, Vec<JejakPesan>)> for PesanView {
    fn from((pesan, jejak): (RincianPesan, Vec<JejakPesan>)) -> Self {
        let satu = |satu: JejakPesan| JejakView {
            urutan: satu.urutan,
            keadaan: satu.keadaan.into(),
            status: satu.status.map(Into::into),
            sebab: satu.galat.map(Into::into),
            catatan: satu.catatan.map(|catatan| catatan.buka().to_owned()),
            pada: satu.pada,
        };
        Self {
            isi: pesan.isi.as_ref().map(isi),
            jejak: jejak.into_iter().map(satu).collect(),
            ringkas: pesan.into(),
        }
    }
}

/// Send again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "paksa": true, "alasan": "Warga memastikan lewat telepon belum menerima." }))]
pub(super) struct UlangRequest {
    /// Although it may arrive twice.
    #[serde(default)]
    pub paksa: bool,
    /// Why; required with `paksa`, at most 500 characters.
    #[serde(default)]
    pub alasan: Option<String>,
}

/// Do not send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "Warga sudah diberi tahu di loket." }))]
pub(super) struct AbaikanRequest {
    /// Why; at most 500 characters.
    pub alasan: String,
}
