//! Events of a case, and the tables that follow them: tugas and kartu kendali.

use std::collections::BTreeMap;

use loket_domain::{
    akses::{JejakPelaku, JenisUnit, PenggunaId},
    galat::PortError,
    nilai::Kode,
    permohonan::Permohonan,
    sop::{Bagian, Catatan, JenisTahap, Penyerah, Peristiwa, TugasDibuka, TugasId},
};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{bilangan, ke_json, rusak},
    kerja::PgUnitOfWork,
};

/// A tugas that was opened.
#[derive(Serialize)]
struct Dibuka<'a> {
    id: TugasId,
    tahap: &'a Kode,
    nama: &'a str,
    jenis: JenisTahap,
    level: Option<u16>,
    peran: &'a [Kode],
    pemohon: bool,
    unit_jenis: Option<JenisUnit>,
    unit_kode: Option<&'a Kode>,
    tim_kode: Option<&'a Kode>,
    bagian: Option<&'static str>,
    induk: Option<TugasId>,
    pertanyaan: Option<&'a str>,
    #[serde(with = "time::serde::rfc3339::option")]
    jadwal: Option<OffsetDateTime>,
    dari: Option<TugasId>,
    oleh: Option<PenggunaId>,
}

impl<'a> From<&'a TugasDibuka> for Dibuka<'a> {
    fn from(dibuka: &'a TugasDibuka) -> Self {
        let (bagian, induk) = match dibuka.bagian {
            None => (None, None),
            Some(Bagian::Bersama(id)) => (Some("bersama"), Some(id)),
            Some(Bagian::Konsultasi(id)) => (Some("konsultasi"), Some(id)),
        };
        Self {
            id: dibuka.tugas,
            tahap: &dibuka.tahap,
            nama: &dibuka.nama,
            jenis: dibuka.jenis_tahap,
            level: dibuka.level,
            peran: &dibuka.untuk.peran,
            pemohon: dibuka.untuk.pemohon,
            unit_jenis: dibuka.untuk.unit,
            unit_kode: dibuka.untuk.kode_unit.as_ref(),
            tim_kode: dibuka.untuk.tim.as_ref(),
            bagian,
            induk,
            pertanyaan: dibuka.pertanyaan.as_deref(),
            jadwal: dibuka.jadwal,
            dari: dibuka.dari,
            oleh: petugas(dibuka.oleh),
        }
    }
}

fn petugas(penyerah: Penyerah) -> Option<PenggunaId> {
    match penyerah {
        Penyerah::Petugas(id) => Some(id),
        Penyerah::Pemohon | Penyerah::Sistem => None,
    }
}

/// A tugas that was taken.
#[derive(Serialize)]
struct Diterima {
    id: TugasId,
    oleh: PenggunaId,
    atas_nama: Option<PenggunaId>,
}

/// A tugas that was handed on.
#[derive(Serialize)]
struct Dialihkan {
    id: TugasId,
    kepada: Option<PenggunaId>,
    oleh: PenggunaId,
}

/// A tugas whose appointment was agreed.
#[derive(Serialize)]
struct Dijadwalkan {
    id: TugasId,
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// A tugas that was decided.
#[derive(Serialize)]
struct Diputuskan<'a> {
    id: TugasId,
    keputusan: &'a Kode,
}

/// What events do to tugas, one list per kind. A tugas is opened, taken and decided once each, in this order, and handed
/// on by a command of its own, so the lists may be applied one after another.
#[derive(Default)]
struct Akibat<'a> {
    dibuka: Vec<Dibuka<'a>>,
    diterima: Vec<Diterima>,
    dialihkan: Vec<Dialihkan>,
    dijadwalkan: Vec<Dijadwalkan>,
    diputuskan: Vec<Diputuskan<'a>>,
    dibatalkan: Vec<Uuid>,
    dipetakan: Vec<&'a BTreeMap<Kode, Kode>>,
    berakhir: bool,
}

impl<'a> Akibat<'a> {
    fn dari(peristiwa: &'a [Peristiwa]) -> Self {
        let mut akibat = Self::default();
        for satu in peristiwa {
            match satu {
                Peristiwa::TugasDibuka(dibuka) => akibat.dibuka.push(dibuka.as_ref().into()),
                Peristiwa::TugasDiterima { tugas, oleh, atas_nama } => {
                    let satu = Diterima { id: *tugas, oleh: *oleh, atas_nama: *atas_nama };
                    akibat.diterima.push(satu);
                }
                Peristiwa::TugasDialihkan { tugas, kepada, oleh, .. } => {
                    akibat.dialihkan.push(Dialihkan { id: *tugas, kepada: *kepada, oleh: *oleh });
                }
                Peristiwa::TugasDicatat { tugas, isi: Catatan::Jadwal { pada, .. }, .. } => {
                    akibat.dijadwalkan.push(Dijadwalkan { id: *tugas, pada: *pada });
                }
                Peristiwa::TugasDiputuskan { tugas, keputusan, .. }
                | Peristiwa::TugasDiselesaikan { tugas, keputusan, .. } => {
                    akibat.diputuskan.push(Diputuskan { id: *tugas, keputusan });
                }
                Peristiwa::TugasDibatalkan { tugas } => akibat.dibatalkan.push(tugas.uuid()),
                Peristiwa::SopDipindahkan { peta, .. } => akibat.dipetakan.push(peta),
                Peristiwa::KasusBerakhir { .. } => akibat.berakhir = true,
                Peristiwa::KasusDimulai { .. }
                | Peristiwa::CabangTiba { .. }
                | Peristiwa::TugasDicatat { .. }
                | Peristiwa::TugasDieskalasi { .. }
                | Peristiwa::DikembalikanKePemohon { .. }
                | Peristiwa::BatasPemohonHabis
                | Peristiwa::DilengkapiPemohon => {}
            }
        }
        akibat
    }
}

/// Events `$3` of case `$1` behind number `$2`, by `$4` at `$5`.
pub const CATAT: &str =
    "INSERT INTO permohonan_peristiwa (permohonan_id, urutan, peristiwa, pelaku, pada)
     SELECT $1, $2 + baru.ke, baru.isi, $4, $5
     FROM jsonb_array_elements($3) WITH ORDINALITY AS baru (isi, ke)";

/// Tugas `$3` of case `$1` opened at `$2`, with the case's priority `$4`.
pub const BUKA: &str = "WITH baru AS (
         SELECT satu.isi, satu.ke, (satu.isi ->> 'id')::uuid AS id
         FROM jsonb_array_elements($3) WITH ORDINALITY AS satu (isi, ke)
     ), dibuka AS (
         INSERT INTO tugas (id, permohonan_id, tahap, nama, jenis, level, peran, status, dibuka_pada, pemohon,
             unit_jenis, unit_kode, tim_kode, bagian, induk_id, pertanyaan, jadwal_pada, prioritas)
         SELECT id, $1, isi ->> 'tahap', isi ->> 'nama', isi ->> 'jenis', (isi ->> 'level')::smallint,
             ARRAY(SELECT jsonb_array_elements_text(isi -> 'peran')), 'menunggu', $2, (isi ->> 'pemohon')::boolean,
             isi ->> 'unit_jenis', isi ->> 'unit_kode', isi ->> 'tim_kode', isi ->> 'bagian', (isi ->> 'induk')::uuid,
             isi ->> 'pertanyaan', (isi ->> 'jadwal')::timestamptz, $4
         FROM baru
     )
     INSERT INTO kartu_kendali (tugas_id, permohonan_id, urutan, dari_tugas_id, diserahkan_oleh, diserahkan_pada)
     SELECT id, $1, ke + (SELECT coalesce(max(urutan), 0) FROM kartu_kendali WHERE permohonan_id = $1),
         (isi ->> 'dari')::uuid, (isi ->> 'oleh')::uuid, $2
     FROM baru";

/// Tugas `$2` taken at `$1`.
pub const TERIMA: &str = "WITH baru AS (
         SELECT id, oleh, atas_nama FROM jsonb_to_recordset($2) AS satu (id uuid, oleh uuid, atas_nama uuid)
     ), diterima AS (
         UPDATE tugas SET status = 'diterima', diterima_oleh = baru.oleh, diterima_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET diterima_oleh = baru.oleh, diterima_pada = $1, atas_nama = baru.atas_nama
     FROM baru WHERE kartu_kendali.tugas_id = baru.id AND kartu_kendali.selesai_pada IS NULL";

/// The row of the hand-over that ends is closed, and the next one waits for its penerimaan.
const ALIHKAN: &str = "WITH baru AS (
         SELECT id, kepada, oleh FROM jsonb_to_recordset($3) AS satu (id uuid, kepada uuid, oleh uuid)
     ), dialihkan AS (
         UPDATE tugas SET status = 'menunggu', diterima_oleh = NULL, diterima_pada = NULL, pengguna_id = baru.kepada
         FROM baru WHERE tugas.id = baru.id
     ), ditutup AS (
         UPDATE kartu_kendali SET selesai_pada = $2
         FROM baru WHERE kartu_kendali.tugas_id = baru.id AND kartu_kendali.selesai_pada IS NULL
     )
     INSERT INTO kartu_kendali (tugas_id, permohonan_id, urutan, dari_tugas_id, diserahkan_oleh, diserahkan_pada)
     SELECT id, $1, 1 + (SELECT max(urutan) FROM kartu_kendali WHERE permohonan_id = $1), id, oleh, $2
     FROM baru";

const JADWALKAN: &str = "UPDATE tugas SET jadwal_pada = baru.pada
     FROM jsonb_to_recordset($1) AS baru (id uuid, pada timestamptz) WHERE tugas.id = baru.id";

/// Tugas `$2` decided at `$1`.
pub const PUTUSKAN: &str = "WITH baru AS (
         SELECT id, keputusan FROM jsonb_to_recordset($2) AS satu (id uuid, keputusan text)
     ), diputuskan AS (
         UPDATE tugas SET status = 'selesai', keputusan = baru.keputusan, selesai_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET keputusan = baru.keputusan, selesai_pada = $1
     FROM baru WHERE kartu_kendali.tugas_id = baru.id AND kartu_kendali.selesai_pada IS NULL";

const BATALKAN: &str = "WITH batal AS (
         UPDATE tugas SET status = 'batal', selesai_pada = $2
         WHERE id = ANY($1) AND status IN ('menunggu', 'diterima')
         RETURNING id
     )
     UPDATE kartu_kendali SET selesai_pada = $2
     FROM batal WHERE kartu_kendali.tugas_id = batal.id AND kartu_kendali.selesai_pada IS NULL";

const AKHIRI: &str = "WITH batal AS (
         UPDATE tugas SET status = 'batal', selesai_pada = $2
         WHERE permohonan_id = $1 AND status IN ('menunggu', 'diterima')
         RETURNING id
     )
     UPDATE kartu_kendali SET selesai_pada = $2
     FROM batal WHERE kartu_kendali.tugas_id = batal.id AND kartu_kendali.selesai_pada IS NULL";

/// Open work stands at the step of the new version, under the name it was handed over with; what is done keeps its step.
const PETAKAN: &str = "UPDATE tugas SET tahap = $2 ->> tahap
     WHERE permohonan_id = $1 AND status IN ('menunggu', 'diterima') AND $2 ->> tahap IS NOT NULL";

impl PgUnitOfWork {
    /// Appends the events that led to the state of `permohonan`, and lets tugas and kartu kendali follow.
    pub(super) async fn catat_peristiwa(
        &self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
        pelaku: JejakPelaku,
    ) -> Result<(), PortError> {
        if peristiwa.is_empty() {
            return Ok(());
        }
        let id = permohonan.id.uuid();
        let pada = permohonan.diubah_pada;
        let sebelum = permohonan
            .keadaan
            .versi
            .checked_sub(peristiwa.len() as u64)
            .ok_or_else(|| rusak("peristiwa lebih banyak daripada versi permohonan"))?;
        let sebelum: i64 = bilangan(sebelum)?;
        self.jalankan(
            CATAT,
            [
                id.into(),
                sebelum.into(),
                ke_json(&peristiwa)?.into(),
                ke_json(&pelaku)?.into(),
                pada.into(),
            ],
        )
        .await?;

        let akibat = Akibat::dari(peristiwa);
        if !akibat.dibuka.is_empty() {
            let dibuka = ke_json(&akibat.dibuka)?;
            let prioritas = permohonan.prioritas;
            self.jalankan(BUKA, [id.into(), pada.into(), dibuka.into(), prioritas.into()]).await?;
        }
        if !akibat.diterima.is_empty() {
            self.jalankan(TERIMA, [pada.into(), ke_json(&akibat.diterima)?.into()]).await?;
        }
        if !akibat.dialihkan.is_empty() {
            let dialihkan = ke_json(&akibat.dialihkan)?;
            self.jalankan(ALIHKAN, [id.into(), pada.into(), dialihkan.into()]).await?;
        }
        if !akibat.dijadwalkan.is_empty() {
            self.jalankan(JADWALKAN, [ke_json(&akibat.dijadwalkan)?.into()]).await?;
        }
        if !akibat.diputuskan.is_empty() {
            self.jalankan(PUTUSKAN, [pada.into(), ke_json(&akibat.diputuskan)?.into()]).await?;
        }
        if !akibat.dibatalkan.is_empty() {
            self.jalankan(BATALKAN, [akibat.dibatalkan.into(), pada.into()]).await?;
        }
        for peta in akibat.dipetakan {
            self.jalankan(PETAKAN, [id.into(), ke_json(peta)?.into()]).await?;
        }
        if akibat.berakhir {
            self.jalankan(AKHIRI, [id.into(), pada.into()]).await?;
        }
        Ok(())
    }
}
