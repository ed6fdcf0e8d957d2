//! Offices and services as clients read them.

use loket_domain::{
    layanan::{
        Isian, Kuota, Layanan, Pengganti, PilihanIsian, Produk, SpesifikasiFoto, Syarat, Varian,
    },
    tenant::Tenant,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::kata::{
    JenisIsian, JenisProduk, Kanal, Kelompok, Medium, ModeTte, Perlakuan, RupaSyarat,
    SaluranPenyerahan, ZonaWaktu,
};

/// An office.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "slug": "balangan",
    "nama": "Disdukcapil Kabupaten Balangan",
    "wilayah": "63.11",
    "zona": "WITA"
}))]
pub(in crate::http) struct TenantView {
    /// Its short name in paths.
    slug: String,
    /// The office's name as residents know it.
    nama: String,
    /// Region code (Kepmendagri 300.2.2-2430/2025).
    wilayah: String,
    /// Its time zone.
    zona: ZonaWaktu,
}

impl From<&Tenant> for TenantView {
    fn from(tenant: &Tenant) -> Self {
        Self {
            slug: tenant.slug.to_string(),
            nama: tenant.nama.clone(),
            wilayah: tenant.wilayah.to_string(),
            zona: tenant.zona.into(),
        }
    }
}

/// Offices.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarTenant {
    /// By slug.
    pub data: Vec<TenantView>,
}

/// Services.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarLayanan {
    /// In menu order.
    pub data: Vec<LayananView>,
}

/// A service of an office.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "akta_kelahiran",
    "nama": "Akta kelahiran",
    "nama_pendek": "Akta kelahiran",
    "kelompok": "capil",
    "ringkasan": "Pencatatan kelahiran dan kutipan aktanya.",
    "kanal": ["whatsapp", "loket"],
    "isian": [{ "kode": "nama_anak", "label": "Nama lengkap anak", "jenis": "teks", "wajib": true }],
    "syarat": [{
        "kode": "surat_lahir",
        "nama": "Surat keterangan lahir",
        "petunjuk": "Foto seluruh lembar, terbaca jelas.",
        "formulir": "F-2.01",
        "wajib": true
    }],
    "produk": [{
        "kode": "kutipan",
        "nama": "Kutipan akta kelahiran",
        "jenis": "akta_kelahiran",
        "medium": "pdf_tte",
        "mode_tte": "bsre",
        "penyerahan": ["whatsapp"]
    }],
    "janji": "3 hari kerja",
    "biaya": "Gratis"
}))]
pub(super) struct LayananView {
    /// Unique within the office.
    kode: String,
    /// As residents know it.
    nama: String,
    /// At most 24 characters.
    nama_pendek: String,
    /// Its family.
    kelompok: Kelompok,
    /// One plain sentence.
    ringkasan: String,
    /// Channels on which it is offered.
    kanal: Vec<Kanal>,
    /// What is asked for, in order.
    isian: Vec<IsianView>,
    /// Papers that are asked for, in order.
    syarat: Vec<SyaratView>,
    /// Variants; a case names exactly one when there are any.
    varian: Vec<PilihanView>,
    /// What comes out.
    produk: Vec<ProdukView>,
    /// How long it takes when nothing is missing, as residents read it.
    janji: Option<String>,
    /// How many cases a day are begun; null without a limit.
    kuota: Option<KuotaView>,
    /// The fee, as residents read it.
    biaya: String,
}

impl From<Layanan> for LayananView {
    fn from(layanan: Layanan) -> Self {
        Self {
            kode: layanan.kode.into(),
            nama: layanan.nama,
            nama_pendek: layanan.nama_pendek,
            kelompok: layanan.kelompok.into(),
            ringkasan: layanan.ringkasan,
            kanal: layanan.kanal.into_iter().map(Into::into).collect(),
            isian: layanan.isian.into_iter().map(Into::into).collect(),
            syarat: layanan.syarat.into_iter().map(Into::into).collect(),
            varian: layanan.varian.into_iter().map(Into::into).collect(),
            produk: layanan.produk.into_iter().map(Into::into).collect(),
            janji: layanan.janji.map(loket_domain::sop::Waktu::kalimat),
            kuota: layanan.kuota.map(Into::into),
            biaya: layanan.biaya,
        }
    }
}

/// A daily quota.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "per_hari": 30, "kanal": ["whatsapp"] }))]
struct KuotaView {
    /// Cases a day.
    per_hari: u32,
    /// Only cases of these channels count; every channel when null.
    kanal: Option<Vec<Kanal>>,
}

impl From<Kuota> for KuotaView {
    fn from(kuota: Kuota) -> Self {
        let kanal = kuota.kanal.map(|semua| semua.into_iter().map(Into::into).collect());
        Self { per_hari: kuota.per_hari, kanal }
    }
}

/// A field that is asked for.
#[derive(Serialize, ToSchema)]
struct IsianView {
    /// Unique within the service.
    kode: String,
    /// The question.
    label: String,
    /// What it holds.
    jenis: JenisIsian,
    /// Whether it must be answered.
    wajib: bool,
    /// What may be chosen.
    pilihan: Vec<PilihanView>,
    /// The condition under which it is asked, as the office wrote it.
    jika: Option<String>,
}

/// A choice.
#[derive(Serialize, ToSchema)]
#[schema(as = PilihanIsianView)]
struct PilihanView {
    /// Its code.
    kode: String,
    /// As residents read it.
    nama: String,
}

impl From<PilihanIsian> for PilihanView {
    fn from(satu: PilihanIsian) -> Self {
        Self { kode: satu.kode.into(), nama: satu.nama }
    }
}

impl From<Varian> for PilihanView {
    fn from(satu: Varian) -> Self {
        Self { kode: satu.kode.into(), nama: satu.nama }
    }
}

impl From<Pengganti> for PilihanView {
    fn from(satu: Pengganti) -> Self {
        Self { kode: satu.kode.into(), nama: satu.nama }
    }
}

impl From<Isian> for IsianView {
    fn from(isian: Isian) -> Self {
        Self {
            kode: isian.kode.into(),
            label: isian.label,
            jenis: isian.jenis.into(),
            wajib: isian.wajib,
            pilihan: isian.pilihan.into_iter().map(Into::into).collect(),
            jika: isian.jika.map(|jika| jika.to_string()),
        }
    }
}

/// A paper that is asked for.
#[derive(Serialize, ToSchema)]
struct SyaratView {
    /// Unique within the service.
    kode: String,
    /// As residents know it.
    nama: String,
    /// One plain sentence that helps to take the right photo.
    petunjuk: Option<String>,
    /// Official form code.
    formulir: Option<String>,
    /// Whether intake waits for it.
    wajib: bool,
    /// Papers that count in its place; one is enough.
    pengganti: Vec<PilihanView>,
    /// The condition under which it is asked, as the office wrote it.
    jika: Option<String>,
    /// What is photographed or handed in.
    rupa: RupaSyarat,
    /// What becomes of it.
    perlakuan: Perlakuan,
    /// Whose signatures it carries.
    tanda_tangan: Vec<String>,
    /// What a portrait has to look like.
    foto: Option<FotoView>,
    /// Whether it is uploaded; otherwise it is brought when the product is collected.
    diunggah: bool,
}

impl From<Syarat> for SyaratView {
    fn from(syarat: Syarat) -> Self {
        let diunggah = syarat.diunggah();
        Self {
            kode: syarat.kode.into(),
            nama: syarat.nama,
            petunjuk: syarat.petunjuk,
            formulir: syarat.formulir,
            wajib: syarat.wajib,
            pengganti: syarat.pengganti.into_iter().map(Into::into).collect(),
            jika: syarat.jika.map(|jika| jika.to_string()),
            rupa: syarat.rupa.into(),
            perlakuan: syarat.perlakuan.into(),
            tanda_tangan: syarat.tanda_tangan,
            foto: syarat.foto.map(Into::into),
            diunggah,
        }
    }
}

/// What a portrait has to look like.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "ukuran": "2×3 cm", "latar": "merah untuk tahun lahir ganjil, biru untuk genap" }))]
struct FotoView {
    /// Its size.
    ukuran: String,
    /// Its background.
    latar: Option<String>,
}

impl From<SpesifikasiFoto> for FotoView {
    fn from(foto: SpesifikasiFoto) -> Self {
        Self { ukuran: foto.ukuran, latar: foto.latar }
    }
}

/// What comes out of a service.
#[derive(Serialize, ToSchema)]
#[schema(as = ProdukLayananView)]
struct ProdukView {
    /// Unique within the service.
    kode: String,
    /// As residents know it.
    nama: String,
    /// National kind.
    jenis: JenisProduk,
    /// What it is made of.
    medium: Medium,
    /// Where it is signed.
    mode_tte: ModeTte,
    /// How it reaches the applicant.
    penyerahan: Vec<SaluranPenyerahan>,
}

impl From<Produk> for ProdukView {
    fn from(produk: Produk) -> Self {
        Self {
            kode: produk.kode.into(),
            nama: produk.nama,
            jenis: produk.jenis.into(),
            medium: produk.medium.into(),
            mode_tte: produk.mode_tte.into(),
            penyerahan: produk.penyerahan.into_iter().map(Into::into).collect(),
        }
    }
}
