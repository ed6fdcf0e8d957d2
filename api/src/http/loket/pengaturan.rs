//! How an office runs its counter.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use loket_domain::{
    loket::{self, AturLoket, BacaPengaturanLoket, PengaturanLoket, SkemaRak},
    nilai::Kode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBuat, GalatPetugasIzin},
    problem::Problem,
};

/// How the slots of the shelf are called.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
enum RakIsi {
    /// One running number: `R0001`.
    Berjalan {
        /// How many slots there are.
        kapasitas: u32,
    },
    /// Shelf, row and number: `A-2-07`.
    RakLajurNomor {
        /// Shelves, at most 26.
        rak: u32,
        /// Rows of a shelf.
        lajur: u32,
        /// Places of a row.
        nomor: u32,
    },
}

/// A kind of service with a queue.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AntreanIsi {
    /// Unique within the office.
    kode: String,
    /// As residents read it.
    nama: String,
    /// One letter A to Z, unique within the office.
    #[schema(example = "A", min_length = 1, max_length = 1)]
    huruf: String,
}

/// A counter.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoketIsi {
    /// Unique within the office.
    kode: String,
    /// As the board calls it.
    nama: String,
    /// Kinds of service it calls; every kind when empty.
    #[serde(default)]
    jenis: Vec<String>,
}

/// The settings of the counter, whole.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "rak": { "jenis": "rak_lajur_nomor", "rak": 3, "lajur": 4, "nomor": 25 },
    "pengingat_hari": [3, 14, 30],
    "pengingat_hari_kerja": false,
    "arsip_setelah_hari": 90,
    "bukti_pemohon": false,
    "bukti_kuasa": true,
    "antrean": [{ "kode": "umum", "nama": "Pelayanan", "huruf": "A" }],
    "loket": [{ "kode": "loket_1", "nama": "Loket 1", "jenis": [] }],
    "selang_prioritas": 2,
    "mundur": 3,
    "lewat_paling_banyak": 2,
    "laporan_pukul": 18,
    "chat_antre": false,
    "chat_tanda_terima": false
}))]
#[expect(clippy::struct_excessive_bools, reason = "switches of an office, each of its own")]
pub(super) struct PengaturanLoketRequest {
    /// The shelf.
    rak: RakIsi,
    /// After how many days who has not collected is reminded, each once.
    pengingat_hari: Vec<u16>,
    /// Whether those are working days.
    pengingat_hari_kerja: bool,
    /// After how many days a thing may go back to the archive.
    arsip_setelah_hari: u16,
    /// Whether a photo or signature is taken when the applicant collects.
    bukti_pemohon: bool,
    /// The same when somebody collects for the applicant.
    bukti_kuasa: bool,
    /// Kinds of service with a queue.
    antrean: Vec<AntreanIsi>,
    /// Counters.
    loket: Vec<LoketIsi>,
    /// After how many priority tickets in a row an ordinary one is called.
    selang_prioritas: u8,
    /// Behind how many others somebody goes who was absent.
    mundur: u8,
    /// How often somebody may be absent.
    lewat_paling_banyak: u8,
    /// The hour at which the daily report is closed.
    laporan_pukul: u8,
    /// Whether residents take a ticket, and hear its place, by writing ANTRE.
    #[serde(default)]
    chat_antre: bool,
    /// Whether residents get the receipt of a collection by writing TANDA TERIMA.
    #[serde(default)]
    chat_tanda_terima: bool,
}

impl From<PengaturanLoket> for PengaturanLoketRequest {
    fn from(satu: PengaturanLoket) -> Self {
        let rak = match satu.rak {
            SkemaRak::Berjalan { kapasitas } => RakIsi::Berjalan { kapasitas },
            SkemaRak::RakLajurNomor { rak, lajur, nomor } => {
                RakIsi::RakLajurNomor { rak, lajur, nomor }
            }
        };
        let antrean = |satu: loket::JenisAntrean| AntreanIsi {
            kode: satu.kode.into(),
            nama: satu.nama,
            huruf: satu.huruf.to_string(),
        };
        let loket = |satu: loket::LoketLayanan| LoketIsi {
            kode: satu.kode.into(),
            nama: satu.nama,
            jenis: satu.jenis.into_iter().map(Into::into).collect(),
        };
        Self {
            rak,
            pengingat_hari: satu.pengingat_hari,
            pengingat_hari_kerja: satu.pengingat_hari_kerja,
            arsip_setelah_hari: satu.arsip_setelah_hari,
            bukti_pemohon: satu.bukti_pemohon,
            bukti_kuasa: satu.bukti_kuasa,
            antrean: satu.antrean.into_iter().map(antrean).collect(),
            loket: satu.loket.into_iter().map(loket).collect(),
            selang_prioritas: satu.selang_prioritas,
            mundur: satu.mundur,
            lewat_paling_banyak: satu.lewat_paling_banyak,
            laporan_pukul: satu.laporan_pukul,
            chat_antre: satu.chat_antre,
            chat_tanda_terima: satu.chat_tanda_terima,
        }
    }
}

impl PengaturanLoketRequest {
    fn menjadi(self) -> Result<PengaturanLoket, Problem> {
        let rak = match self.rak {
            RakIsi::Berjalan { kapasitas } => SkemaRak::Berjalan { kapasitas },
            RakIsi::RakLajurNomor { rak, lajur, nomor } => {
                SkemaRak::RakLajurNomor { rak, lajur, nomor }
            }
        };
        let kode = |letak: String, teks: &str| {
            Kode::parse(teks).map_err(|salah| Problem::isian(letak, salah.kode, salah.pesan))
        };
        let mut antrean = Vec::with_capacity(self.antrean.len());
        for (i, satu) in self.antrean.into_iter().enumerate() {
            let mut huruf = satu.huruf.chars();
            let (Some(huruf), None) = (huruf.next(), huruf.next()) else {
                let pesan = "Isi satu huruf A sampai Z yang belum dipakai.";
                return Err(Problem::isian(
                    format!("/antrean/{i}/huruf"),
                    "huruf_tidak_sah",
                    pesan,
                ));
            };
            let kode = kode(format!("/antrean/{i}/kode"), &satu.kode)?;
            antrean.push(loket::JenisAntrean { kode, nama: satu.nama, huruf });
        }
        let mut semua = Vec::with_capacity(self.loket.len());
        for (i, satu) in self.loket.into_iter().enumerate() {
            let jenis = satu.jenis.iter().enumerate();
            let jenis = jenis.map(|(j, teks)| kode(format!("/loket/{i}/jenis/{j}"), teks));
            semua.push(loket::LoketLayanan {
                jenis: jenis.collect::<Result<_, _>>()?,
                kode: kode(format!("/loket/{i}/kode"), &satu.kode)?,
                nama: satu.nama,
            });
        }
        Ok(PengaturanLoket {
            rak,
            pengingat_hari: self.pengingat_hari,
            pengingat_hari_kerja: self.pengingat_hari_kerja,
            arsip_setelah_hari: self.arsip_setelah_hari,
            bukti_pemohon: self.bukti_pemohon,
            bukti_kuasa: self.bukti_kuasa,
            antrean,
            loket: semua,
            selang_prioritas: self.selang_prioritas,
            mundur: self.mundur,
            lewat_paling_banyak: self.lewat_paling_banyak,
            laporan_pukul: self.laporan_pukul,
            chat_antre: self.chat_antre,
            chat_tanda_terima: self.chat_tanda_terima,
        })
    }
}

/// Read how the counter is run
///
/// The defaults where the office never decided. Holders of `tenant.kelola` may read it too.
#[utoipa::path(
    tag = "loket",
    operation_id = "bacaPengaturanLoket",
    responses((status = OK, description = "The settings", body = PengaturanLoketRequest), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["loket.layani", "tenant.kelola"]))),
)]
#[get("/v1/loket/pengaturan")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<PengaturanLoketRequest>, Problem> {
    Ok(Json(BacaPengaturanLoket.execute(&state.ports, &pelaku).await?.into()))
}

/// Change how the counter is run
///
/// Shelf, reminders, evidence, queue and report. What lies on the shelf keeps its slot.
#[utoipa::path(
    tag = "loket",
    operation_id = "aturLoket",
    request_body = PengaturanLoketRequest,
    responses((status = OK, description = "The settings", body = PengaturanLoketRequest), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[put("/v1/loket/pengaturan")]
pub(super) async fn atur(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<PengaturanLoketRequest>>,
) -> Result<Json<PengaturanLoketRequest>, Problem> {
    let atur = AturLoket { pengaturan: isi.menjadi()? };
    Ok(Json(atur.execute(&state.ports, &pelaku).await?.into()))
}
