//! What an officer does at an open tugas besides deciding it: record, ask, take back the question.

use serde_json::Value;
use time::OffsetDateTime;

use super::{Kasus, satu_versi, tahun_setempat, terapkan, tolak};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Galat, PortError},
    nilai::Kode,
    ports::Ports,
    sop::{Catatan, Peristiwa, Register, Tahap, TugasId},
    tenant::baca::periksa_formulir,
};

/// Longest number that a receipt or an outside party may have.
const PANJANG_NOMOR: usize = 80;

/// What is recorded, as the officer states it.
#[derive(Clone, Debug)]
pub enum CatatanBaru {
    /// The form of the step, filled in; personal.
    Formulir(Value),
    /// An appointment or visit, agreed or moved.
    Jadwal {
        /// When.
        pada: OffsetDateTime,
        /// Why it is moved.
        alasan: Option<String>,
    },
    /// A bill that was paid.
    Pembayaran {
        /// By which table it was billed.
        tarif: String,
        /// Rupiah.
        jumlah: u64,
        /// Number of the receipt or deposit slip.
        bukti: String,
    },
    /// The reference number that the outside party gave.
    Rujukan {
        /// The number.
        nomor: String,
    },
    /// The next number of the step's register.
    NomorRegister,
}

/// Record something at a tugas that the officer took.
#[derive(Clone, Debug)]
pub struct CatatTugas {
    /// Which.
    pub id: TugasId,
    /// What.
    pub isi: CatatanBaru,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl CatatTugas {
    /// Records it; tells what was recorded.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Catatan, Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        satu_versi(&kasus, self.versi)?;
        let tahap = kasus
            .permohonan
            .keadaan
            .tugas(self.id)
            .and_then(|terbuka| kasus.definisi.tahap(&terbuka.tahap))
            .ok_or_else(|| tolak(crate::sop::Penolakan::TugasTidakTerbuka))?;
        let now = ports.clock.now();
        let mut jawaban = None;
        let isi = match self.isi {
            CatatanBaru::Formulir(isi) => {
                let formulir = tahap.formulir.as_ref().ok_or_else(tidak_diminta)?;
                periksa_formulir(&formulir.skema, &isi).map_err(Galat::TidakSah)?;
                let kode = formulir.kode.clone();
                jawaban = Some((kode.clone(), isi));
                Catatan::Formulir { kode }
            }
            CatatanBaru::Jadwal { pada, alasan } => {
                Catatan::Jadwal { pada, alasan: alasan.filter(|teks| !teks.trim().is_empty()) }
            }
            CatatanBaru::Pembayaran { tarif, jumlah, bukti } => Catatan::Pembayaran {
                tarif: Kode::parse(&tarif).map_err(|salah| salah.di("/tarif"))?,
                jumlah,
                bukti: nomor(&bukti, "/bukti")?,
            },
            CatatanBaru::Rujukan { nomor: teks } => {
                Catatan::Rujukan { nomor: nomor(&teks, "/nomor")? }
            }
            CatatanBaru::NomorRegister => {
                let register = register(&kasus, tahap)?;
                let kode = format!("register/{}", register.kode);
                let tahun = tahun_setempat(pelaku, now);
                let urut = work.permohonan().nomor_urut(&kode, tahun).await?;
                let nomor =
                    register.nomor(urut, pelaku.tenant.zona.setempat(now), &pelaku.tenant.wilayah);
                Catatan::NomorRegister { register: register.kode.clone(), nomor }
            }
        };
        let peristiwa = kasus
            .mesin(ports)
            .catat(&kasus.permohonan.keadaan, self.id, isi.clone(), petugas.petindak())
            .map_err(tolak)?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "tugas.catat").await?;
        if let Some((kode, isi)) = jawaban {
            let permohonan = kasus.permohonan.id;
            work.permohonan()
                .tambah_formulir(
                    ports.ids.uuid(),
                    permohonan,
                    self.id,
                    &kode,
                    &isi,
                    petugas.id,
                    now,
                )
                .await?;
        }
        work.commit().await?;
        Ok(isi)
    }
}

fn tidak_diminta() -> Galat {
    tolak(crate::sop::Penolakan::CatatanTidakDiminta)
}

fn register<'k>(kasus: &'k Kasus, tahap: &Tahap) -> Result<&'k Register, Galat> {
    let kode = tahap.register.as_ref().ok_or_else(tidak_diminta)?;
    kasus.definisi.register(kode).ok_or_else(tidak_diminta)
}

fn nomor(teks: &str, pointer: &str) -> Result<String, Galat> {
    let teks = teks.trim();
    if teks.is_empty() || teks.chars().count() > PANJANG_NOMOR {
        let pesan = format!("Nomor wajib diisi, paling panjang {PANJANG_NOMOR} huruf.");
        return Err(Galat::isian(pointer, "nomor_tidak_sah", pesan));
    }
    Ok(teks.to_owned())
}

/// Ask another role about a tugas that stays open.
#[derive(Clone, Debug)]
pub struct MintaKonsultasi {
    /// At which tugas.
    pub id: TugasId,
    /// The role.
    pub kepada: String,
    /// What.
    pub pertanyaan: String,
    /// The version of the case the officer looked at.
    pub versi: u64,
}

impl MintaKonsultasi {
    /// Opens the question in the role's queue and tells its tugas; the answer comes back into the timeline.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TugasId, Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let kepada = Kode::parse(&self.kepada).map_err(|salah| salah.di("/kepada"))?;
        if self.pertanyaan.trim().is_empty() || self.pertanyaan.chars().count() > 1_000 {
            return Err(Galat::isian(
                "/pertanyaan",
                "pertanyaan_wajib",
                "Pertanyaan wajib diisi, paling panjang 1.000 huruf.",
            ));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        satu_versi(&kasus, self.versi)?;
        let keadaan = &kasus.permohonan.keadaan;
        let peristiwa = kasus
            .mesin(ports)
            .konsultasi(keadaan, self.id, &kepada, &self.pertanyaan, petugas.petindak())
            .map_err(tolak)?;
        let dibuka = peristiwa.iter().find_map(|satu| match satu {
            Peristiwa::TugasDibuka(dibuka) => Some(dibuka.tugas),
            _ => None,
        });
        let dibuka = dibuka.ok_or_else(|| PortError::tak_terduga("a question opens a tugas"))?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "tugas.konsultasi").await?;
        work.commit().await?;
        Ok(dibuka)
    }
}

/// Take a question back.
#[derive(Clone, Copy, Debug)]
pub struct TarikKonsultasi {
    /// The tugas of the question.
    pub id: TugasId,
}

impl TarikKonsultasi {
    /// Calls the question off; only who asked may.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut kasus = Kasus::kunci(ports, work.as_mut(), pelaku, self.id).await?;
        let peristiwa = kasus
            .mesin(ports)
            .tarik(&kasus.permohonan.keadaan, self.id, petugas.petindak())
            .map_err(tolak)?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "tugas.tarik_konsultasi")
            .await?;
        work.commit().await?;
        Ok(())
    }
}
