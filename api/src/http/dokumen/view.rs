//! Papers and documents as clients read and write them.

use loket_domain::dokumen::{
    self, Dokumen, DokumenId, KeadaanDokumen, ObjekBerkas, TandaTanganSah,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::{JenisProduk, Medium, hex};

/// A document to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "produk": "kutipan",
    "nomor": "6311-LU-05012026-0001",
    "ukuran": 120_334,
    "bertanda_tangan": false
}))]
pub(super) struct DokumenRequest {
    /// The product of the service.
    pub produk: String,
    /// Its number in SIAK.
    #[serde(default)]
    pub nomor: Option<String>,
    /// Bytes that will be put, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    pub ukuran: u64,
    /// Whether it already carries the signature made in SIAK.
    #[serde(default)]
    pub bertanda_tangan: bool,
}

/// A link to read a file.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "url": "https://s3.contoh.go.id/loket/balangan/berkas/9f8e7d?X-Amz-Signature=contoh",
    "berakhir": "2026-01-05T02:05:00Z"
}))]
pub(super) struct UnduhanView {
    /// The link.
    pub url: String,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    pub berakhir: OffsetDateTime,
}

/// One version of one product of a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "produk": "kutipan",
    "jenis": "akta_kelahiran",
    "medium": "pdf_tte",
    "nama": "Kutipan akta kelahiran",
    "nomor": "6311-LU-05012026-0001",
    "versi": 1,
    "bertanda_tangan": false,
    "keadaan": "sah",
    "disetujui": true,
    "alasan": null,
    "ukuran": 131_072,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "tanda_tangan": {
        "penanda_tangan": "Drs. Contoh Pejabat, M.Si.",
        "nomor_sertifikat": "0a1b2c",
        "berlaku_sampai": "2027-06-30T16:59:59Z",
        "cocok": "nik",
        "ditandatangani_pada": "2026-01-05T04:00:00Z",
        "bercap_waktu": true,
        "pencabutan": "tidak_diketahui",
        "halaman": 1
    },
    "kode_verifikasi": "7Q2M-KX9D-0FHA-T3WB",
    "pengganti_id": null,
    "menggantikan_id": null,
    "dicabut_kode": null,
    "tidak_berlaku_sejak": null,
    "templat": null,
    "tanda_tangan_basah": null,
    "dibuat_pada": "2026-01-05T03:00:00Z"
}))]
pub(in crate::http) struct DokumenView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The product of the service.
    produk: String,
    /// National kind.
    jenis: JenisProduk,
    /// What it is made of.
    medium: Medium,
    /// As residents know it.
    nama: String,
    /// Its number in SIAK.
    nomor: Option<String>,
    /// From 1, per product of a case.
    versi: u32,
    /// Whether the upload carries the signature of SIAK.
    bertanda_tangan: bool,
    /// Where it stands; only `sah` may be handed over.
    keadaan: KeadaanDokumenView,
    /// Whether these very bytes were approved.
    disetujui: bool,
    /// Why it was refused.
    alasan: Option<String>,
    /// Bytes of the checked file.
    ukuran: Option<u64>,
    /// SHA-256 of the checked file.
    sha256: Option<String>,
    /// The signature that was verified.
    tanda_tangan: Option<TandaTanganView>,
    /// The code by which anybody checks it; from when it is issued.
    kode_verifikasi: Option<String>,
    /// What took its place.
    pengganti_id: Option<Uuid>,
    /// Whose place it took.
    menggantikan_id: Option<Uuid>,
    /// Why it was withdrawn.
    dicabut_kode: Option<String>,
    /// When it lost its effect: replaced or withdrawn.
    #[serde(with = "time::serde::rfc3339::option")]
    tidak_berlaku_sejak: Option<OffsetDateTime>,
    /// The template and version that Loket rendered it from, `surat_keterangan/2`.
    templat: Option<String>,
    /// Who signed it on paper.
    tanda_tangan_basah: Option<BasahView>,
    /// When it was announced.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

/// A signature on paper.
#[derive(Serialize, ToSchema)]
struct BasahView {
    /// The official.
    oleh: Uuid,
    /// Their name.
    nama: String,
    /// The day, `2026-01-05`.
    tanggal: String,
    /// Whether the office keeps a scan.
    dipindai: bool,
}

/// Where a document stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanDokumen)]
enum KeadaanDokumenView {
    MenungguUnggah,
    Draf,
    Sah,
    Dikerjakan,
    Siap,
    Ditolak,
    Diganti,
    Dicabut,
}

/// A signature that was verified.
#[derive(Serialize, ToSchema)]
struct TandaTanganView {
    /// Common name in the signer's certificate.
    penanda_tangan: String,
    /// Certificate serial, lower-case hex.
    nomor_sertifikat: String,
    /// Until when the signer's certificate is valid; null for documents checked before this was kept.
    #[serde(with = "time::serde::rfc3339::option")]
    berlaku_sampai: Option<OffsetDateTime>,
    /// By what the signer was recognised.
    cocok: CocokView,
    /// The time of signing: of the timestamp when there is one, else the time the signature claims.
    #[serde(with = "time::serde::rfc3339::option")]
    ditandatangani_pada: Option<OffsetDateTime>,
    /// Whether that time comes from a timestamp that was verified.
    bercap_waktu: bool,
    /// Whether the signer's certificate was revoked, as far as the evidence tells.
    pencabutan: PencabutanView,
    /// How many pages the file has.
    halaman: u32,
}

/// By what a signer was recognised.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CocokPenandaTangan)]
enum CocokView {
    /// By the NIK in the certificate.
    Nik,
    /// By the name in the certificate.
    Nama,
    /// The office's seal, by its name.
    Segel,
    /// Nobody in particular was expected.
    Tidak,
}

/// What is known of a revocation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Pencabutan)]
enum PencabutanView {
    /// Neither the file nor the office has evidence.
    TidakDiketahui,
    /// Its issuer says that it was not revoked.
    TidakDicabut,
    /// It was revoked after the time that a timestamp proves.
    DicabutKemudian,
}

impl From<TandaTanganSah> for TandaTanganView {
    fn from(sah: TandaTanganSah) -> Self {
        Self {
            penanda_tangan: sah.penanda_tangan,
            nomor_sertifikat: sah.nomor_sertifikat,
            berlaku_sampai: sah.berlaku_sampai,
            cocok: match sah.cocok {
                dokumen::CocokPenandaTangan::Nik => CocokView::Nik,
                dokumen::CocokPenandaTangan::Nama => CocokView::Nama,
                dokumen::CocokPenandaTangan::Segel => CocokView::Segel,
                dokumen::CocokPenandaTangan::Tidak => CocokView::Tidak,
            },
            bercap_waktu: sah.bercap_waktu,
            pencabutan: match sah.pencabutan {
                dokumen::Pencabutan::TidakDiketahui => PencabutanView::TidakDiketahui,
                dokumen::Pencabutan::TidakDicabut => PencabutanView::TidakDicabut,
                dokumen::Pencabutan::DicabutKemudian => PencabutanView::DicabutKemudian,
            },
            ditandatangani_pada: sah.ditandatangani_pada,
            halaman: sah.halaman,
        }
    }
}

/// What a state says besides its name.
#[derive(Default)]
struct Rincian {
    disetujui: bool,
    alasan: Option<String>,
    objek: Option<ObjekBerkas>,
    tanda_tangan: Option<TandaTanganSah>,
}

fn rincian(keadaan: KeadaanDokumen) -> (KeadaanDokumenView, Rincian) {
    match keadaan {
        KeadaanDokumen::MenungguUnggah => (KeadaanDokumenView::MenungguUnggah, Rincian::default()),
        KeadaanDokumen::Draf { draf, disetujui } => {
            let disetujui = disetujui.is_some_and(|sidik| sidik == draf.sha256);
            let isi = Rincian { disetujui, objek: Some(draf), ..Rincian::default() };
            (KeadaanDokumenView::Draf, isi)
        }
        KeadaanDokumen::Sah { berkas, tanda_tangan } => {
            let isi = Rincian {
                disetujui: true,
                objek: Some(berkas),
                tanda_tangan: Some(tanda_tangan),
                ..Rincian::default()
            };
            (KeadaanDokumenView::Sah, isi)
        }
        KeadaanDokumen::Ditolak { alasan } => {
            (KeadaanDokumenView::Ditolak, Rincian { alasan: Some(alasan), ..Rincian::default() })
        }
        KeadaanDokumen::Dikerjakan => (KeadaanDokumenView::Dikerjakan, Rincian::default()),
        KeadaanDokumen::Siap { .. } => (KeadaanDokumenView::Siap, Rincian::default()),
        KeadaanDokumen::Diganti => (KeadaanDokumenView::Diganti, Rincian::default()),
        KeadaanDokumen::Dicabut { .. } => (KeadaanDokumenView::Dicabut, Rincian::default()),
    }
}

impl From<Dokumen> for DokumenView {
    fn from(dokumen: Dokumen) -> Self {
        let jejak = dokumen.jejak;
        let (dicabut_kode, dicabut_pada) = match &dokumen.keadaan {
            KeadaanDokumen::Dicabut { pada, kode } => (
                serde_json::to_value(kode).ok().and_then(|k| k.as_str().map(str::to_owned)),
                Some(*pada),
            ),
            _ => (None, None),
        };
        let tidak_berlaku_sejak = dicabut_pada.or(jejak.diganti.map(|(pada, _)| pada));
        let (keadaan, isi) = rincian(dokumen.keadaan);
        Self {
            kode_verifikasi: jejak.kode_verifikasi.as_ref().map(ToString::to_string),
            pengganti_id: jejak.diganti.and_then(|(_, id)| id.map(DokumenId::uuid)),
            menggantikan_id: jejak.menggantikan.map(DokumenId::uuid),
            dicabut_kode,
            tidak_berlaku_sejak,
            templat: jejak.templat.map(|(kode, versi)| format!("{kode}/{versi}")),
            tanda_tangan_basah: jejak.basah.map(|basah| BasahView {
                oleh: basah.oleh.uuid(),
                nama: basah.nama,
                tanggal: basah.tanggal.to_string(),
                dipindai: jejak.pindaian.is_some(),
            }),
            id: dokumen.id.uuid(),
            permohonan_id: dokumen.permohonan.uuid(),
            produk: dokumen.produk.into(),
            jenis: dokumen.jenis.into(),
            medium: dokumen.medium.into(),
            nama: dokumen.nama,
            nomor: dokumen.nomor,
            versi: dokumen.versi,
            bertanda_tangan: dokumen.bertanda_tangan,
            keadaan,
            disetujui: isi.disetujui,
            alasan: isi.alasan,
            ukuran: isi.objek.as_ref().map(|objek| objek.ukuran),
            sha256: isi.objek.map(|objek| hex(&objek.sha256)),
            tanda_tangan: isi.tanda_tangan.map(Into::into),
            dibuat_pada: dokumen.dibuat_pada,
        }
    }
}
