//! Hand-overs as clients read them.

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    layanan::SaluranPenyerahan as Saluran,
    nilai::Rahasia,
    penyerahan::{
        BarisBuku, HasilTarik, IsiJalan, JejakPenyerahan, KeadaanPenyerahan, KeadaanSuratJalan,
        LangkahJalan, Penarikan, Penyerahan, Pilihan, SebabPenarikan, SuratJalan, TawaranProduk,
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::SaluranPenyerahan;

/// Where a hand-over stands: chosen and not begun, waiting for the recipient to show who they are, on its way, waiting to
/// be collected, handed over (an email: taken by the mail server), failed, called off, or taken back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanPenyerahan)]
pub(super) enum KeadaanView {
    Antre,
    MenungguPenerima,
    Berjalan,
    Siap,
    Diserahkan,
    Gagal,
    Dibatalkan,
    Ditarik,
}

impl From<KeadaanPenyerahan> for KeadaanView {
    fn from(keadaan: KeadaanPenyerahan) -> Self {
        match keadaan {
            KeadaanPenyerahan::Antre => Self::Antre,
            KeadaanPenyerahan::MenungguPenerima => Self::MenungguPenerima,
            KeadaanPenyerahan::Berjalan => Self::Berjalan,
            KeadaanPenyerahan::Siap => Self::Siap,
            KeadaanPenyerahan::Diserahkan => Self::Diserahkan,
            KeadaanPenyerahan::Gagal => Self::Gagal,
            KeadaanPenyerahan::Dibatalkan => Self::Dibatalkan,
            KeadaanPenyerahan::Ditarik => Self::Ditarik,
        }
    }
}

impl From<KeadaanView> for KeadaanPenyerahan {
    fn from(keadaan: KeadaanView) -> Self {
        match keadaan {
            KeadaanView::Antre => Self::Antre,
            KeadaanView::MenungguPenerima => Self::MenungguPenerima,
            KeadaanView::Berjalan => Self::Berjalan,
            KeadaanView::Siap => Self::Siap,
            KeadaanView::Diserahkan => Self::Diserahkan,
            KeadaanView::Gagal => Self::Gagal,
            KeadaanView::Dibatalkan => Self::Dibatalkan,
            KeadaanView::Ditarik => Self::Ditarik,
        }
    }
}

/// An officer.
#[derive(Serialize, ToSchema)]
#[schema(as = PetugasPenyerahan)]
pub(super) struct OrangView {
    /// Their id.
    id: Uuid,
    /// Full name.
    nama: String,
}

fn orang(satu: (PenggunaId, String)) -> OrangView {
    OrangView { id: satu.0.uuid(), nama: satu.1 }
}

/// An address as a list shows it: enough to recognise it, too little to use it.
fn samar(saluran: Saluran, tujuan: &Rahasia) -> String {
    let teks = tujuan.buka();
    if let (Saluran::Email, Some((nama, tuan))) = (saluran, teks.rsplit_once('@')) {
        let awal: String = nama.chars().take(1).collect();
        return format!("{awal}***@{tuan}");
    }
    let awal: String = teks.chars().take(6).collect();
    format!("{awal}***")
}

/// One attempt in the ledger.
#[derive(Serialize, ToSchema)]
#[schema(as = BarisBukuPenyerahan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "7307-20260105-0001",
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "dokumen": "Kutipan akta kelahiran",
    "saluran": "email",
    "keadaan": "diserahkan",
    "urutan": 2,
    "tujuan": "b***@contoh.id",
    "oleh": null,
    "unit": null,
    "galat": null,
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diubah_pada": "2026-01-05T02:01:00Z"
}))]
pub(super) struct BukuView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The number people read out.
    nomor: String,
    /// The document.
    dokumen_id: Uuid,
    /// What it is called.
    dokumen: String,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where it stands.
    keadaan: KeadaanView,
    /// From 1, per version of a document.
    urutan: u32,
    /// Where to, masked.
    tujuan: Option<String>,
    /// The officer who chose or did it; none when Loket itself did.
    oleh: Option<OrangView>,
    /// The desa or kecamatan it travels to.
    unit: Option<String>,
    /// Why it failed, as a stable code.
    galat: Option<String>,
    /// When it was chosen.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<BarisBuku> for BukuView {
    fn from(satu: BarisBuku) -> Self {
        Self {
            id: satu.id.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            nomor: satu.nomor,
            dokumen_id: satu.dokumen.uuid(),
            dokumen: satu.dokumen_nama,
            saluran: satu.saluran.into(),
            keadaan: satu.keadaan.into(),
            urutan: satu.urutan,
            tujuan: satu.tujuan.map(|tujuan| samar(satu.saluran, &tujuan)),
            oleh: satu.oleh.map(orang),
            unit: satu.unit,
            galat: satu.galat,
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// One page of the ledger.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarBuku {
    /// The attempts, the newest first.
    data: Vec<BukuView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisBuku>> for LembarBuku {
    fn from(lembar: Lembar<BarisBuku>) -> Self {
        let data = lembar.baris.into_iter().map(Into::into).collect();
        Self { data, berikut: lembar.berikut }
    }
}

/// One state that an attempt went through.
#[derive(Serialize, ToSchema)]
pub(super) struct JejakView {
    /// Where it stood.
    keadaan: KeadaanView,
    /// Why, as a stable code.
    galat: Option<String>,
    /// The officer; none when Loket itself did.
    oleh: Option<OrangView>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One attempt with everything it went through.
#[derive(Serialize, ToSchema)]
pub(super) struct BukuRinciView {
    /// The attempt.
    #[serde(flatten)]
    penyerahan: BukuView,
    /// Every state, the oldest first.
    jejak: Vec<JejakView>,
}

/// The ledger of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct BukuKasusView {
    /// Every attempt, the oldest first.
    data: Vec<BukuRinciView>,
}

impl From<Vec<(BarisBuku, Vec<JejakPenyerahan>)>> for BukuKasusView {
    fn from(semua: Vec<(BarisBuku, Vec<JejakPenyerahan>)>) -> Self {
        let jejak = |satu: JejakPenyerahan| JejakView {
            keadaan: satu.keadaan.into(),
            galat: satu.galat,
            oleh: satu.oleh.map(orang),
            pada: satu.pada,
        };
        let satu = |(baris, milik): (BarisBuku, Vec<JejakPenyerahan>)| BukuRinciView {
            penyerahan: baris.into(),
            jejak: milik.into_iter().map(jejak).collect(),
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}

/// One attempt, as an order about it answers.
#[derive(Serialize, ToSchema)]
#[schema(as = Penyerahan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "saluran": "kunjungan",
    "keadaan": "berjalan",
    "urutan": 1,
    "galat": null
}))]
pub(super) struct PenyerahanView {
    /// Its id.
    id: Uuid,
    /// The document.
    dokumen_id: Uuid,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where it stands.
    keadaan: KeadaanView,
    /// From 1, per version of a document.
    urutan: u32,
    /// Why it failed, as a stable code.
    galat: Option<String>,
}

impl From<Penyerahan> for PenyerahanView {
    fn from(satu: Penyerahan) -> Self {
        Self {
            id: satu.id.uuid(),
            dokumen_id: satu.dokumen.uuid(),
            saluran: satu.saluran.into(),
            keadaan: satu.keadaan.into(),
            urutan: satu.urutan,
            galat: satu.galat,
        }
    }
}

/// How the applicant wants a product.
#[derive(Serialize, ToSchema)]
#[schema(as = PilihanPenyerahan, example = json!({
    "produk": "akta", "saluran": "email", "tujuan": "b***@contoh.id", "unit": null,
    "dipilih_pada": "2026-01-05T02:00:00Z"
}))]
pub(super) struct PilihanView {
    /// The product.
    produk: String,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where to, masked.
    tujuan: Option<String>,
    /// The desa or kecamatan.
    unit: Option<String>,
    /// When it was chosen.
    #[serde(with = "time::serde::rfc3339")]
    dipilih_pada: OffsetDateTime,
}

impl From<Pilihan> for PilihanView {
    fn from(satu: Pilihan) -> Self {
        Self {
            produk: satu.produk.into(),
            saluran: satu.saluran.into(),
            tujuan: satu.tujuan.map(|tujuan| samar(satu.saluran, &tujuan)),
            unit: satu.unit.map(Into::into),
            dipilih_pada: satu.dipilih_pada,
        }
    }
}

/// What may be chosen for one product.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "produk": "kia", "nama": "Kartu Identitas Anak", "boleh": ["kunjungan", "loket"], "pilihan": null
}))]
pub(super) struct TawaranView {
    /// The product.
    produk: String,
    /// As residents know it.
    nama: String,
    /// The channels, in the order of the office. A card is never among the softcopy ones.
    boleh: Vec<SaluranPenyerahan>,
    /// What was chosen.
    pilihan: Option<PilihanView>,
}

/// What may be chosen for the products of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarTawaran {
    /// Product by product.
    data: Vec<TawaranView>,
}

impl From<Vec<TawaranProduk>> for DaftarTawaran {
    fn from(semua: Vec<TawaranProduk>) -> Self {
        let satu = |satu: TawaranProduk| TawaranView {
            produk: satu.produk.into(),
            nama: satu.nama,
            boleh: satu.boleh.into_iter().map(Into::into).collect(),
            pilihan: satu.pilihan.map(Into::into),
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}

/// Why something is taken back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SebabPenarikan)]
pub(super) enum SebabView {
    SalahNomor,
    SalahSurel,
    SalahOrang,
    SalahBerkas,
    Lainnya,
}

impl From<SebabView> for SebabPenarikan {
    fn from(sebab: SebabView) -> Self {
        match sebab {
            SebabView::SalahNomor => Self::SalahNomor,
            SebabView::SalahSurel => Self::SalahSurel,
            SebabView::SalahOrang => Self::SalahOrang,
            SebabView::SalahBerkas => Self::SalahBerkas,
            SebabView::Lainnya => Self::Lainnya,
        }
    }
}

impl From<SebabPenarikan> for SebabView {
    fn from(sebab: SebabPenarikan) -> Self {
        match sebab {
            SebabPenarikan::SalahNomor => Self::SalahNomor,
            SebabPenarikan::SalahSurel => Self::SalahSurel,
            SebabPenarikan::SalahOrang => Self::SalahOrang,
            SebabPenarikan::SalahBerkas => Self::SalahBerkas,
            SebabPenarikan::Lainnya => Self::Lainnya,
        }
    }
}

/// What a recall could do.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "penyerahan": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
        "saluran": "whatsapp", "keadaan": "ditarik", "urutan": 1, "galat": "salah_nomor"
    },
    "sudah_sampai": true,
    "tindak_lanjut": "WhatsApp tidak dapat menghapus pesan yang sudah terkirim. Minta penerima menghapusnya, lalu laporkan sebagai insiden data pribadi."
}))]
pub(super) struct TarikView {
    /// The attempt.
    penyerahan: PenyerahanView,
    /// Whether somebody else may have the file.
    sudah_sampai: bool,
    /// What can be done now.
    tindak_lanjut: &'static str,
}

impl From<HasilTarik> for TarikView {
    fn from(hasil: HasilTarik) -> Self {
        Self {
            penyerahan: hasil.penyerahan.into(),
            sudah_sampai: hasil.sudah_sampai,
            tindak_lanjut: hasil.tindak_lanjut,
        }
    }
}

/// Something that was taken back.
#[derive(Serialize, ToSchema)]
pub(super) struct PenarikanView {
    /// Its id.
    id: Uuid,
    /// The attempt.
    penyerahan_id: Uuid,
    /// Why.
    sebab: SebabView,
    /// What the officer says.
    catatan: Option<String>,
    /// Whether somebody else may have the file.
    sudah_sampai: bool,
    /// The officer.
    oleh_id: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One page of what was taken back.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPenarikan {
    /// The newest first.
    data: Vec<PenarikanView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Penarikan>> for LembarPenarikan {
    fn from(lembar: Lembar<Penarikan>) -> Self {
        let satu = |satu: Penarikan| PenarikanView {
            id: satu.id,
            penyerahan_id: satu.penyerahan.uuid(),
            sebab: satu.sebab.into(),
            catatan: satu.catatan.map(|teks| teks.buka().to_owned()),
            sudah_sampai: satu.sudah_sampai,
            oleh_id: satu.oleh.uuid(),
            pada: satu.pada,
        };
        Self { data: lembar.baris.into_iter().map(satu).collect(), berikut: lembar.berikut }
    }
}

/// Where a letter of conveyance stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanSuratJalan)]
pub(super) enum KeadaanSuratView {
    Disiapkan,
    DiJalan,
    Diterima,
}

/// A product on a letter of conveyance.
#[derive(Serialize, ToSchema)]
pub(super) struct IsiView {
    /// The attempt.
    penyerahan_id: Uuid,
    /// The case.
    nomor: String,
    /// What it is called.
    dokumen: String,
    /// Where the attempt stands.
    keadaan: KeadaanView,
}

/// Who gave or took, and when.
#[derive(Serialize, ToSchema)]
#[schema(as = ParafSuratJalan)]
pub(super) struct ParafView {
    /// Who.
    oleh: OrangView,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One hand-over on the way.
#[derive(Serialize, ToSchema)]
#[schema(as = LangkahPenyerahanView)]
pub(super) struct LangkahView {
    /// From 1.
    urutan: u32,
    /// Where to.
    ke: String,
    /// The penyerahan.
    penyerahan: ParafView,
    /// The penerimaan; none while it is on its way.
    penerimaan: Option<ParafView>,
    /// How many products of the list were missing.
    kurang: u32,
}

/// A letter of conveyance.
#[derive(Serialize, ToSchema)]
#[schema(as = SuratJalan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "SJ-2026-00001",
    "unit": "desa_bonto_katute",
    "keadaan": "disiapkan",
    "isi": [],
    "langkah": [],
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diubah_pada": "2026-01-05T02:00:00Z"
}))]
pub(super) struct SuratView {
    /// Its id.
    id: Uuid,
    /// Its number.
    nomor: String,
    /// The unit it is for.
    unit: String,
    /// Where it stands.
    keadaan: KeadaanSuratView,
    /// What is on it; empty in lists.
    isi: Vec<IsiView>,
    /// Every hand-over; empty in lists.
    langkah: Vec<LangkahView>,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<SuratJalan> for SuratView {
    fn from(surat: SuratJalan) -> Self {
        let isi = |satu: IsiJalan| IsiView {
            penyerahan_id: satu.penyerahan.uuid(),
            nomor: satu.nomor,
            dokumen: satu.dokumen,
            keadaan: satu.keadaan.into(),
        };
        let paraf = |(id, nama, pada): (PenggunaId, String, OffsetDateTime)| ParafView {
            oleh: orang((id, nama)),
            pada,
        };
        let langkah = |satu: LangkahJalan| LangkahView {
            urutan: satu.urutan,
            ke: satu.ke.into(),
            penyerahan: paraf(satu.diserahkan),
            penerimaan: satu.diterima.map(paraf),
            kurang: satu.kurang,
        };
        Self {
            id: surat.id.uuid(),
            nomor: surat.nomor,
            unit: surat.unit.into(),
            keadaan: match surat.keadaan {
                KeadaanSuratJalan::Disiapkan => KeadaanSuratView::Disiapkan,
                KeadaanSuratJalan::DiJalan => KeadaanSuratView::DiJalan,
                KeadaanSuratJalan::Diterima => KeadaanSuratView::Diterima,
            },
            isi: surat.isi.into_iter().map(isi).collect(),
            langkah: surat.langkah.into_iter().map(langkah).collect(),
            dibuat_pada: surat.dibuat_pada,
            diubah_pada: surat.diubah_pada,
        }
    }
}

/// One page of letters of conveyance.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarSurat {
    /// The newest first.
    data: Vec<SuratView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<SuratJalan>> for LembarSurat {
    fn from(lembar: Lembar<SuratJalan>) -> Self {
        let data = lembar.baris.into_iter().map(Into::into).collect();
        Self { data, berikut: lembar.berikut }
    }
}
