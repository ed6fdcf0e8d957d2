//! Events of a case, and the tables that follow them: tugas and kartu kendali.

use std::collections::BTreeMap;

use loket_domain::{
    akses::{JejakPelaku, PenggunaId},
    galat::PortError,
    nilai::Kode,
    permohonan::Permohonan,
    sop::{JenisTahap, Penyerah, Peristiwa, TugasId},
};
use serde::Serialize;
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
    dari: Option<TugasId>,
    oleh: Option<PenggunaId>,
}

/// A tugas that was taken.
#[derive(Serialize)]
struct Diterima {
    id: TugasId,
    oleh: PenggunaId,
}

/// A tugas that was decided.
#[derive(Serialize)]
struct Diputuskan<'a> {
    id: TugasId,
    keputusan: &'a Kode,
}

/// What events do to tugas, one list per kind. A tugas is opened, taken and decided once each, in this order, so the
/// lists may be applied one after another.
#[derive(Default)]
struct Akibat<'a> {
    dibuka: Vec<Dibuka<'a>>,
    diterima: Vec<Diterima>,
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
                Peristiwa::TugasDibuka {
                    tugas,
                    tahap,
                    nama,
                    jenis_tahap,
                    peran,
                    level,
                    dari,
                    oleh,
                    ..
                } => akibat.dibuka.push(Dibuka {
                    id: *tugas,
                    tahap,
                    nama,
                    jenis: *jenis_tahap,
                    level: *level,
                    peran,
                    dari: *dari,
                    oleh: match oleh {
                        Penyerah::Pemohon => None,
                        Penyerah::Petugas(id) => Some(*id),
                    },
                }),
                Peristiwa::TugasDiterima { tugas, oleh } => {
                    akibat.diterima.push(Diterima { id: *tugas, oleh: *oleh });
                }
                Peristiwa::TugasDiputuskan { tugas, keputusan, .. } => {
                    akibat.diputuskan.push(Diputuskan { id: *tugas, keputusan });
                }
                Peristiwa::TugasDibatalkan { tugas } => akibat.dibatalkan.push(tugas.uuid()),
                Peristiwa::SopDipindahkan { peta, .. } => akibat.dipetakan.push(peta),
                Peristiwa::KasusBerakhir { .. } => akibat.berakhir = true,
                Peristiwa::KasusDimulai { .. }
                | Peristiwa::CabangTiba { .. }
                | Peristiwa::DikembalikanKePemohon { .. }
                | Peristiwa::DilengkapiPemohon => {}
            }
        }
        akibat
    }
}

const CATAT: &str =
    "INSERT INTO permohonan_peristiwa (permohonan_id, urutan, peristiwa, pelaku, pada)
     SELECT $1, $2 + baru.ke, baru.isi, $4, $5
     FROM jsonb_array_elements($3) WITH ORDINALITY AS baru (isi, ke)";

const BUKA: &str = "WITH baru AS (
         SELECT satu.isi, satu.ke, (satu.isi ->> 'id')::uuid AS id
         FROM jsonb_array_elements($3) WITH ORDINALITY AS satu (isi, ke)
     ), dibuka AS (
         INSERT INTO tugas (id, permohonan_id, tahap, nama, jenis, level, peran, status, dibuka_pada)
         SELECT id, $1, isi ->> 'tahap', isi ->> 'nama', isi ->> 'jenis', (isi ->> 'level')::smallint,
             ARRAY(SELECT jsonb_array_elements_text(isi -> 'peran')), 'menunggu', $2
         FROM baru
     )
     INSERT INTO kartu_kendali (tugas_id, permohonan_id, urutan, dari_tugas_id, diserahkan_oleh, diserahkan_pada)
     SELECT id, $1, ke + (SELECT coalesce(max(urutan), 0) FROM kartu_kendali WHERE permohonan_id = $1),
         (isi ->> 'dari')::uuid, (isi ->> 'oleh')::uuid, $2
     FROM baru";

const TERIMA: &str = "WITH baru AS (
         SELECT id, oleh FROM jsonb_to_recordset($2) AS satu (id uuid, oleh uuid)
     ), diterima AS (
         UPDATE tugas SET status = 'diterima', diterima_oleh = baru.oleh, diterima_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET diterima_oleh = baru.oleh, diterima_pada = $1
     FROM baru WHERE kartu_kendali.tugas_id = baru.id";

const PUTUSKAN: &str = "WITH baru AS (
         SELECT id, keputusan FROM jsonb_to_recordset($2) AS satu (id uuid, keputusan text)
     ), diputuskan AS (
         UPDATE tugas SET status = 'selesai', keputusan = baru.keputusan, selesai_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET keputusan = baru.keputusan, selesai_pada = $1
     FROM baru WHERE kartu_kendali.tugas_id = baru.id";

const BATALKAN: &str = "WITH batal AS (
         UPDATE tugas SET status = 'batal', selesai_pada = $2
         WHERE id = ANY($1) AND status IN ('menunggu', 'diterima')
         RETURNING id
     )
     UPDATE kartu_kendali SET selesai_pada = $2 FROM batal WHERE kartu_kendali.tugas_id = batal.id";

const AKHIRI: &str = "WITH batal AS (
         UPDATE tugas SET status = 'batal', selesai_pada = $2
         WHERE permohonan_id = $1 AND status IN ('menunggu', 'diterima')
         RETURNING id
     )
     UPDATE kartu_kendali SET selesai_pada = $2 FROM batal WHERE kartu_kendali.tugas_id = batal.id";

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
            self.jalankan(BUKA, [id.into(), pada.into(), ke_json(&akibat.dibuka)?.into()]).await?;
        }
        if !akibat.diterima.is_empty() {
            self.jalankan(TERIMA, [pada.into(), ke_json(&akibat.diterima)?.into()]).await?;
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
