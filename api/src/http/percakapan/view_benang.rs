//! The thread of a conversation as clients read it.

use loket_domain::{
    halaman::Lembar,
    nilai::samarkan_teks,
    outbox::{IsiPesan, KODE_DISEMBUNYIKAN},
    percakapan::{BarisBenang, BerkasBenang, Entri},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of a thread.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarBenang {
    /// The newest first.
    data: Vec<BarisBenangView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisBenang>> for LembarBenang {
    fn from(lembar: Lembar<BarisBenang>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// Who wrote an entry, and to whom.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Arah {
    /// The resident to the office.
    Masuk,
    /// The office to the resident.
    Keluar,
    /// An officer to the others; never sent.
    Catatan,
}

/// An entry of the thread.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "arah": "masuk",
    "jenis": "berkas",
    "teks": null,
    "pilihan": [],
    "ditolak": null,
    "berkas": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
        "tipe": "image/jpeg",
        "ukuran": 482_113,
        "syarat": null,
        "permohonan_id": null,
        "unduhan": "/v1/berkas/0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01/unduhan"
    },
    "petugas": null,
    "permohonan_id": null,
    "kiriman": null,
    "pada": "2026-01-05T02:00:00Z",
    "disunting_pada": null,
    "dihapus_pada": null
}))]
struct BarisBenangView {
    /// Its id; ids grow with time.
    id: Uuid,
    /// Who wrote.
    arah: Arah,
    /// `teks`, `pilihan`, `berkas`, `lain`; of ours also `tombol`, `daftar`, `dokumen`, `tautan`, `gambar`, `templat`; `catatan`.
    jenis: String,
    /// The words, or what stands under a file.
    teks: Option<String>,
    /// What was tapped, or could be.
    pilihan: Vec<String>,
    /// Why a file was refused.
    ditolak: Option<String>,
    /// The file.
    berkas: Option<BerkasBenangView>,
    /// The officer who wrote it.
    petugas: Option<PenulisView>,
    /// The case it speaks of.
    permohonan_id: Option<Uuid>,
    /// How far a message of ours came.
    kiriman: Option<KirimanView>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// When the resident changed it.
    #[serde(with = "time::serde::rfc3339::option")]
    disunting_pada: Option<OffsetDateTime>,
    /// When the resident took it back; its words are left out then.
    #[serde(with = "time::serde::rfc3339::option")]
    dihapus_pada: Option<OffsetDateTime>,
}

/// A file of the thread.
#[derive(Serialize, ToSchema)]
struct BerkasBenangView {
    /// Its id.
    id: Uuid,
    /// MIME type.
    tipe: String,
    /// Bytes.
    ukuran: u64,
    /// The requirement it answers, once attached.
    syarat: Option<String>,
    /// The case it is attached to.
    permohonan_id: Option<Uuid>,
    /// Where a link to it is asked for.
    unduhan: String,
}

/// An officer who wrote.
#[derive(Serialize, ToSchema)]
struct PenulisView {
    /// The officer.
    id: Uuid,
    /// Full name.
    nama: String,
}

/// How far a message of ours came.
#[derive(Serialize, ToSchema)]
struct KirimanView {
    /// `sistem`, `petugas` or `ponsel`.
    asal: String,
    /// `antre`, `mengirim`, `terkirim`, `tertahan` (until the resident writes again) or `gagal`.
    keadaan: String,
    /// `sent`, `delivered`, `read` or `failed`, as WhatsApp reported.
    status: Option<String>,
    /// Stable code of what went wrong.
    galat: Option<String>,
}

/// Kind, words and choices of a message of ours.
fn isi_pesan(isi: IsiPesan) -> (&'static str, Option<String>, Vec<String>) {
    let judul = |semua: Vec<(String, String)>| semua.into_iter().map(|(_, judul)| judul).collect();
    match isi {
        IsiPesan::Teks { isi } => ("teks", Some(isi), Vec::new()),
        IsiPesan::Tombol { isi, tombol } => ("tombol", Some(isi), judul(tombol)),
        IsiPesan::Daftar { isi, baris, .. } => {
            let judul = baris.into_iter().map(|(_, judul, _)| judul).collect();
            ("daftar", Some(isi), judul)
        }
        IsiPesan::Dokumen { keterangan, .. } => ("dokumen", Some(keterangan), Vec::new()),
        IsiPesan::Tautan { isi, judul, .. } => ("tautan", Some(isi), vec![judul]),
        IsiPesan::Gambar { keterangan, .. } => ("gambar", Some(keterangan), Vec::new()),
        IsiPesan::Templat { nama, isian, .. } => ("templat", Some(nama), isian),
        IsiPesan::Kode { .. } => ("kode", Some(KODE_DISEMBUNYIKAN.to_owned()), Vec::new()),
    }
}

impl From<BerkasBenang> for BerkasBenangView {
    fn from(berkas: BerkasBenang) -> Self {
        Self {
            id: berkas.id.uuid(),
            tipe: berkas.tipe,
            ukuran: berkas.ukuran,
            syarat: berkas.syarat,
            permohonan_id: berkas.permohonan,
            unduhan: format!("/v1/berkas/{}/unduhan", berkas.id),
        }
    }
}

impl From<BarisBenang> for BarisBenangView {
    fn from(baris: BarisBenang) -> Self {
        let mut view = Self {
            id: baris.id,
            arah: Arah::Catatan,
            jenis: "catatan".to_owned(),
            teks: None,
            pilihan: Vec::new(),
            ditolak: None,
            berkas: baris.berkas.map(Into::into),
            petugas: baris.petugas.map(|(id, nama)| PenulisView { id: id.uuid(), nama }),
            permohonan_id: baris.permohonan,
            kiriman: None,
            pada: baris.pada,
            disunting_pada: None,
            dihapus_pada: None,
        };
        match baris.entri {
            Entri::Masuk { jenis, isi, disunting, dihapus } => {
                view.arah = Arah::Masuk;
                view.jenis = jenis;
                (view.disunting_pada, view.dihapus_pada) = (disunting, dihapus);
                if dihapus.is_none() {
                    view.teks = isi.teks.or(isi.keterangan).map(|teks| samarkan_teks(&teks));
                    view.pilihan = isi.pilihan.into_iter().collect();
                    view.ditolak = isi.ditolak;
                } else {
                    view.berkas = None;
                }
            }
            Entri::Keluar { isi, asal, keadaan, status_kirim, galat } => {
                view.arah = Arah::Keluar;
                let (jenis, teks, pilihan) = isi_pesan(isi);
                jenis.clone_into(&mut view.jenis);
                (view.teks, view.pilihan) = (teks.map(|teks| samarkan_teks(&teks)), pilihan);
                view.kiriman = Some(KirimanView { asal, keadaan, status: status_kirim, galat });
            }
            Entri::Catatan { isi } => view.teks = Some(samarkan_teks(isi.buka())),
        }
        view
    }
}
