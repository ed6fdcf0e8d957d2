//! A tugas with all that a screen needs to show it.

use std::collections::BTreeMap;

use loket_domain::{
    akses::PenggunaId,
    nilai::Kode,
    permohonan::{
        ButuhKeputusan, CatatanTugas, HakSaya, PilihanKeputusan, RincianTugas, TagihanTugas,
    },
    sop::{self, KodeAlasan, Register, TugasId, Untuk},
};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{konsultasi::PertanyaanView, view::RingkasTugasView};
use crate::http::{
    kata::{AturanAlasan, Butuh, JenisUnit},
    permohonan::CatatanView,
};

/// A tugas with what can be done at it.
#[derive(Serialize, ToSchema)]
pub(super) struct TugasView {
    #[serde(flatten)]
    ringkas: RingkasTugasView,
    /// The version of the case to decide on.
    #[schema(example = 12)]
    pub versi: u64,
    /// The remark column of the step.
    keterangan: Option<String>,
    /// Who may take it.
    untuk: UntukView,
    /// How the caller stands to it; null when it is over, or the applicant's to decide.
    saya: Option<SayaView>,
    /// The name of who took it.
    #[schema(example = "Sari Rahmawati")]
    nama_penerima: Option<String>,
    /// In whose place it was taken, as Plh or Plt (a.n.): their name.
    atas_nama: Option<String>,
    /// The tugas that waits for this answer, in a consultation.
    konsultasi_atas: Option<Uuid>,
    /// The outcomes; empty when the tugas is over.
    pilihan: Vec<PilihanView>,
    /// The form of the step.
    formulir: Option<FormulirView>,
    /// What the step waits for; when is `jadwal`.
    aturan_jadwal: Option<AturanJadwalView>,
    /// Every bill of the case so far.
    tagihan: Vec<TagihanTugasView>,
    /// The register in which the step gives a number.
    register: Option<RegisterView>,
    /// The named party outside the office whose reference number and answer are recorded.
    #[schema(example = "Pengadilan Negeri Paringin")]
    pihak_luar: Option<String>,
    /// Roles that may be asked while the tugas stays open.
    boleh_ditanya: Vec<BernamaView>,
    /// What was asked, and the answers so far, the oldest first.
    konsultasi: Vec<PertanyaanView>,
    /// What was recorded, the oldest first; answers of forms are read with the case's forms.
    catatan: Vec<CatatanTugasView>,
}

impl From<RincianTugas> for TugasView {
    fn from(rincian: RincianTugas) -> Self {
        let nama = &rincian.nama_peran;
        let (nama_penerima, atas_nama) = match rincian.pemegang {
            Some((nama, atas_nama)) => (Some(nama), atas_nama),
            None => (None, None),
        };
        Self {
            versi: rincian.versi,
            keterangan: rincian.keterangan,
            untuk: UntukView::new(rincian.untuk, nama),
            saya: rincian.saya.map(Into::into),
            nama_penerima: nama_penerima.filter(|_| rincian.ringkas.diterima_oleh.is_some()),
            atas_nama: atas_nama.filter(|_| rincian.ringkas.diterima_oleh.is_some()),
            konsultasi_atas: rincian.konsultasi_atas.map(TugasId::uuid),
            pilihan: rincian.pilihan.into_iter().map(Into::into).collect(),
            formulir: rincian.formulir.map(Into::into),
            aturan_jadwal: rincian.aturan_jadwal.map(Into::into),
            tagihan: rincian.tagihan.into_iter().map(Into::into).collect(),
            register: rincian.register.map(Into::into),
            pihak_luar: rincian.pihak_luar,
            boleh_ditanya: bernama(rincian.boleh_ditanya, nama),
            konsultasi: rincian
                .pertanyaan
                .into_iter()
                .map(|satu| PertanyaanView::new(satu, nama))
                .collect(),
            catatan: rincian.catatan.into_iter().map(Into::into).collect(),
            ringkas: rincian.ringkas.into(),
        }
    }
}

/// A code with what it is called.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "kode": "kasi", "nama": "Kepala Seksi" }))]
pub(super) struct BernamaView {
    /// Its code.
    kode: String,
    /// As people read it.
    nama: String,
}

impl From<KodeAlasan> for BernamaView {
    fn from(alasan: KodeAlasan) -> Self {
        Self { kode: alasan.kode.into(), nama: alasan.nama }
    }
}

pub(super) fn bernama(kode: Vec<Kode>, nama: &BTreeMap<Kode, String>) -> Vec<BernamaView> {
    let satu = |kode: Kode| BernamaView {
        nama: nama.get(&kode).cloned().unwrap_or_else(|| kode.to_string()),
        kode: kode.into(),
    };
    kode.into_iter().map(satu).collect()
}

/// Who may take a tugas: a holder of any of the roles whom the rest does not exclude.
#[derive(Serialize, ToSchema)]
struct UntukView {
    /// Roles; none when the applicant acts.
    peran: Vec<BernamaView>,
    /// Whether the applicant is to decide; an officer may record the answer.
    pemohon: bool,
    /// Only officers of a unit of this level.
    unit_jenis: Option<JenisUnit>,
    /// Only officers of this very unit.
    unit: Option<String>,
    /// Only members of this team.
    tim: Option<String>,
    /// Only this officer, to whom it was handed.
    pengguna_id: Option<Uuid>,
}

impl UntukView {
    fn new(untuk: Untuk, nama: &BTreeMap<Kode, String>) -> Self {
        Self {
            peran: bernama(untuk.peran, nama),
            pemohon: untuk.pemohon,
            unit_jenis: untuk.unit.map(Into::into),
            unit: untuk.kode_unit.map(Into::into),
            tim: untuk.tim.map(Into::into),
            pengguna_id: untuk.pengguna.map(PenggunaId::uuid),
        }
    }
}

/// How the caller stands to a tugas.
#[derive(Serialize, ToSchema)]
#[schema(as = SayaTugasView, example = json!({ "boleh": true, "halangan": null, "atas_nama": null }))]
struct SayaView {
    /// Whether the caller may take it, or holds it.
    boleh: bool,
    /// Why not.
    halangan: Option<HalanganView>,
    /// In whose place the caller would take it, as it stands above a signature.
    atas_nama: Option<String>,
}

/// Why somebody may not take a tugas.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "kode": "untuk_unit_lain", "pesan": "Tugas ini untuk petugas di unit kerja lain." }))]
struct HalanganView {
    /// Stable code, as the refusal would have it.
    kode: &'static str,
    /// For a person.
    pesan: String,
}

impl From<HakSaya> for SayaView {
    fn from(hak: HakSaya) -> Self {
        Self {
            boleh: hak.halangan.is_none(),
            halangan: hak.halangan.map(|b| HalanganView { kode: b.kode, pesan: b.pesan }),
            atas_nama: hak.atas_nama,
        }
    }
}

/// An outcome that is open.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "kurang",
    "label": "Berkas kurang",
    "alasan": "wajib",
    "kode_alasan": [{ "kode": "buram", "nama": "Foto tidak terbaca" }],
    "butuh": [],
    "sepakat": false
}))]
struct PilihanView {
    /// Its code.
    kode: String,
    /// The words on the button.
    label: String,
    /// Whether a reason is given.
    alasan: AturanAlasan,
    /// The reason codes to choose from; one must be chosen when there are any.
    kode_alasan: Vec<BernamaView>,
    /// What it needs, and whether that is there.
    butuh: Vec<ButuhView>,
    /// Whether every role of the step must choose it.
    sepakat: bool,
}

impl From<PilihanKeputusan> for PilihanView {
    fn from(pilihan: PilihanKeputusan) -> Self {
        Self {
            kode: pilihan.kode.into(),
            label: pilihan.label,
            alasan: pilihan.alasan.into(),
            kode_alasan: pilihan.kode_alasan.into_iter().map(Into::into).collect(),
            butuh: pilihan.butuh.into_iter().map(Into::into).collect(),
            sepakat: pilihan.sepakat,
        }
    }
}

/// Something that an outcome needs.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "jenis": "berkas_lengkap", "terpenuhi": false, "kurang": ["surat_lahir"] }))]
struct ButuhView {
    /// What.
    jenis: Butuh,
    /// Whether it is there.
    terpenuhi: bool,
    /// Codes of the papers or products that are missing.
    kurang: Vec<String>,
}

impl From<ButuhKeputusan> for ButuhView {
    fn from(satu: ButuhKeputusan) -> Self {
        Self {
            jenis: satu.butuh.into(),
            terpenuhi: satu.terpenuhi,
            kurang: satu.kurang.into_iter().map(Into::into).collect(),
        }
    }
}

/// A form.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "F-2.01",
    "nama": "Formulir pelaporan pencatatan sipil",
    "skema": { "type": "object", "required": ["nama_anak"], "properties": { "nama_anak": { "type": "string" } } }
}))]
struct FormulirView {
    /// The official code, or the office's own.
    kode: String,
    /// Its title.
    nama: String,
    /// JSON Schema (draft 2020-12) of the answers.
    #[schema(value_type = Object)]
    skema: Value,
}

impl From<sop::Formulir> for FormulirView {
    fn from(formulir: sop::Formulir) -> Self {
        Self { kode: formulir.kode, nama: formulir.nama, skema: formulir.skema }
    }
}

/// What a scheduled step waits for.
#[derive(Serialize, ToSchema)]
#[serde(tag = "jenis", rename_all = "snake_case")]
enum AturanJadwalView {
    /// An appointment at the office, agreed and movable.
    Janji,
    /// A visit to the applicant, agreed and movable.
    Kunjungan,
    /// A fixed waiting period.
    Tunggu {
        /// How long, as people read it.
        #[schema(example = "7 hari kerja")]
        lama: String,
    },
}

impl From<sop::AturanJadwal> for AturanJadwalView {
    fn from(aturan: sop::AturanJadwal) -> Self {
        match aturan {
            sop::AturanJadwal::Janji => Self::Janji,
            sop::AturanJadwal::Kunjungan => Self::Kunjungan,
            sop::AturanJadwal::Tunggu(waktu) => Self::Tunggu { lama: waktu.kalimat() },
        }
    }
}

/// A bill of the case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tarif": "denda", "nama": "Denda keterlambatan", "jumlah": 50000, "lunas": false, "di_sini": true
}))]
struct TagihanTugasView {
    /// The fee table.
    tarif: String,
    /// As the resident reads it.
    nama: String,
    /// Rupiah; 0 when waived or not due.
    jumlah: u64,
    /// Whether it was paid.
    lunas: bool,
    /// Whether this tugas billed it.
    di_sini: bool,
}

impl From<TagihanTugas> for TagihanTugasView {
    fn from(satu: TagihanTugas) -> Self {
        Self {
            tarif: satu.tarif.into(),
            nama: satu.nama,
            jumlah: satu.jumlah,
            lunas: satu.lunas,
            di_sini: satu.di_sini,
        }
    }
}

/// A register.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterTugasView, example = json!({ "kode": "akta_lahir", "nama": "Register akta kelahiran" }))]
struct RegisterView {
    /// Its code.
    kode: String,
    /// Its name.
    nama: String,
}

impl From<Register> for RegisterView {
    fn from(register: Register) -> Self {
        Self { kode: register.kode.into(), nama: register.nama }
    }
}

/// Something that was recorded.
#[derive(Serialize, ToSchema)]
struct CatatanTugasView {
    /// What.
    isi: CatatanView,
    /// The officer's name.
    oleh: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<CatatanTugas> for CatatanTugasView {
    fn from(satu: CatatanTugas) -> Self {
        Self { isi: satu.isi.into(), oleh: satu.oleh, pada: satu.pada }
    }
}
